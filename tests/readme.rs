//! The README's list of lints is the catalogue's. Where it is not, the test fails and mends it.

use std::fmt::Write;

use catchall::lints::Lint;

#[test]
fn the_readme_lists_every_lint() {
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let text = std::fs::read_to_string(readme).unwrap();
    let (before, rest) = text.split_once("<!-- lints: ").unwrap();
    let (_, after) = rest.split_once("<!-- /lints -->").unwrap();
    let mut lints: Vec<&Lint> = Lint::all().iter().collect();
    lints.sort_by_key(|lint| (lint.category, lint.name));
    let mut table = String::from("| lint | severity | finds |\n|---|---|---|\n");
    for lint in lints {
        let page = format!("rules/{}/{}.md", lint.category, lint.name);
        let summary = lint.summary().trim_end_matches('.');
        writeln!(table, "| [{}]({page}) | {} | {summary} |", lint.name, lint.severity()).unwrap();
    }
    let note = "the next lines are written by tests/readme.rs -->";
    let expected = format!("{before}<!-- lints: {note}\n{table}<!-- /lints -->{after}");
    if text != expected {
        std::fs::write(readme, &expected).unwrap();
        panic!("the README lacked a lint or had an old summary; it is up to date now");
    }
}
