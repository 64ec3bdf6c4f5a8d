//! The index of the catalogue, `rules/README.md`, and the README's list of categories are what the
//! lints and schemas say.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::sync::{Mutex, PoisonError};

use catchall::catalogue::{CATEGORIES, requirements};
use catchall::lints::Lint;
use serde_json::Value;

use crate::project;

/// Holds that these lines stand between the two marks named `name` in a file. Tests run at the same
/// time, and may write the file.
fn assert_lines(file: &str, name: &str, lines: &str) {
    static FILES: Mutex<()> = Mutex::new(());
    let _alone = FILES.lock().unwrap_or_else(PoisonError::into_inner);
    let path = project::path(file);
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(&format!("<!-- {name}: ")).unwrap();
    let (_, after) = rest.split_once(&format!("<!-- /{name} -->")).unwrap();
    let note = "the next lines are written by `UPDATE_PAGES=1 cargo test` -->";
    let expected = format!("{before}<!-- {name}: {note}\n{lines}<!-- /{name} -->{after}");
    let stale = project::stale([(path, expected)]);
    assert!(stale.is_empty(), "{file} lists other {name}; {}", project::UPDATE);
}

fn lints_of(category: &str) -> Vec<&'static Lint> {
    Lint::all().iter().filter(|lint| lint.category == category).collect()
}

#[test]
fn every_category_is_described() {
    let described: BTreeSet<&str> = CATEGORIES.iter().map(|(name, _)| *name).collect();
    let used: BTreeSet<&str> = Lint::all().iter().map(|lint| lint.category).collect();
    assert_eq!(described, used);
}

#[test]
fn the_readme_lists_every_category() {
    let mut table = String::from("| category | lints | about |\n|---|---|---|\n");
    for (name, about) in CATEGORIES {
        let count = lints_of(name).len();
        writeln!(table, "| [{name}](rules/README.md#{name}) | {count} | {about} |").unwrap();
    }
    assert_lines("README.md", "categories", &table);
}

#[test]
fn the_index_lists_every_lint() {
    let mut text = String::new();
    for (name, about) in CATEGORIES {
        writeln!(text, "\n### {name}\n\n{}{}.\n", about[..1].to_uppercase(), &about[1..]).unwrap();
        text += "| lint | severity | finds |\n|---|---|---|\n";
        for lint in lints_of(name) {
            let needs = requirements(lint).map(|it| format!(" ({it})")).unwrap_or_default();
            let (page, summary) = (lint.name, lint.summary().trim_end_matches('.'));
            writeln!(
                text,
                "| [{page}]({name}/{page}.md) | {} | {summary}{needs} |",
                lint.severity()
            )
            .unwrap();
        }
    }
    assert_lines("rules/README.md", "lints", &text);
}

#[test]
fn the_index_lists_every_object() {
    let mut table = String::from("| object | what it is | schema |\n|---|---|---|\n");
    for file in project::files("rules/schema", "md") {
        let page = fs::read_to_string(&file).unwrap();
        let mut paragraphs = page.split("\n\n");
        let title = paragraphs.next().unwrap().trim_start_matches("# ");
        let summary = paragraphs.next().unwrap().replace('\n', " ");
        let stem = file.file_stem().unwrap().display();
        writeln!(
            table,
            "| [{title}](schema/{stem}.md) | {} | [{stem}.json](schema/{stem}.json) |",
            summary.trim_end_matches('.')
        )
        .unwrap();
    }
    assert_lines("rules/README.md", "objects", &table);
}

/// The schema files that name each constraint beside a keyword.
fn schemas_by_constraint() -> BTreeMap<String, BTreeSet<String>> {
    fn collect(schema: &Value, file: &str, found: &mut BTreeMap<String, BTreeSet<String>>) {
        let covers = schema.get("covers").and_then(Value::as_array);
        for name in covers.into_iter().flatten().filter_map(Value::as_str) {
            found.entry(name.to_owned()).or_default().insert(file.to_owned());
        }
        match schema {
            Value::Object(members) => {
                members.values().for_each(|value| collect(value, file, found))
            }
            Value::Array(elements) => elements.iter().for_each(|value| collect(value, file, found)),
            _ => {}
        }
    }
    let mut found = BTreeMap::new();
    for file in project::files("rules/schema", "json") {
        let schema = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        collect(&schema, &file.file_name().unwrap().display().to_string(), &mut found);
    }
    found
}

#[test]
fn the_index_lists_every_constraint() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for lint in Lint::all() {
        for name in lint.covers() {
            let link = format!("[{}]({}/{}.md)", lint.name, lint.category, lint.name);
            places.entry(name.to_owned()).or_default().push(link);
        }
    }
    for (name, schemas) in schemas_by_constraint() {
        let links = schemas.iter().map(|file| format!("[{file}](schema/{file})"));
        places.entry(name).or_default().extend(links);
    }
    let mut table = String::from("| constraint | checked by |\n|---|---|\n");
    for (name, places) in places {
        writeln!(table, "| `{name}` | {} |", places.join(", ")).unwrap();
    }
    assert_lines("rules/README.md", "constraints", &table);
}
