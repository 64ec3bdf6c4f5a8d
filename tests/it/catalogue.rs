//! Every example in the catalogue runs: the failing one is reported by its lint and by no other,
//! the passing one by none.

use std::path::PathBuf;

use catchall::diagnostic::{Safety, Tier};
use catchall::fix::{Mended, mend};
use catchall::lints::Lint;
use catchall::output::{Format, Style};
use catchall::{Options, Workspace};
use similar::TextDiff;

use crate::documents::{document, pedantic};
use crate::project;

/// The lints that report an example.
fn reports(example: &str, options: &Options) -> Vec<String> {
    let documents = [document("example.json", example)];
    let checked = catchall::check(documents, options);
    assert!(checked.counts.files == 1, "nothing of Okta's was recognised in {example}");
    checked.findings.iter().map(|finding| finding.lint.name.to_owned()).collect()
}

/// The blocks of a page that are fenced as ```` ```json <kind> ````.
pub fn examples<'p>(page: &'p str, kind: &str) -> Vec<&'p str> {
    let fence = format!("```json {kind}\n");
    let blocks = page.split(&fence).skip(1);
    blocks.map(|rest| rest.split("```").next().unwrap_or_default()).collect()
}

/// The lints that look at Okta's objects alone. The others look at the settings, too; `config.rs` and
/// `guards.rs` run their examples.
fn of_objects() -> impl Iterator<Item = &'static Lint> {
    Lint::all().iter().filter(|lint| !["config", "guards"].contains(&lint.category))
}

/// What cannot be wrong without something else being wrong, too: which of two rules comes first is
/// unknown where they have the same priority; where every rule denies, the default one does.
const CONSEQUENCES: [(&str, &str); 2] = [
    ("conflicting-actions-same-conditions", "duplicate-priority"),
    ("lockout", "default-rule-denies"),
];

#[test]
fn failing_examples_are_reported_by_their_lint_alone() {
    let mut wrong = Vec::new();
    for lint in of_objects() {
        let examples = examples(lint.page, "failing");
        assert!(!examples.is_empty(), "{} has no failing example", lint.name);
        for example in examples {
            let mut reports = reports(example, &pedantic());
            reports.dedup();
            reports.retain(|name| !CONSEQUENCES.contains(&(lint.name, name)));
            if reports != [lint.name] {
                wrong.push(format!("{reports:?} for a failing example of {}", lint.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pages_say_what_is_reported_to_those_who_ask_only() {
    for lint in of_objects() {
        let is_pedantic = lint.tier() == Tier::Pedantic;
        let mut paragraphs = lint.page.split("\n\n").take_while(|text| !text.starts_with("## "));
        let says_so = paragraphs.any(|text| text == "Pedantic: reported with `--pedantic` only.");
        assert_eq!(says_so, is_pedantic, "the page of {}", lint.name);
        // The first example is what the lint is about.
        let first = reports(examples(lint.page, "failing")[0], &Options::default());
        assert_eq!(first.iter().any(|name| name == lint.name), !is_pedantic, "of {}", lint.name);
    }
}

#[test]
fn passing_examples_are_not_reported() {
    let mut wrong = Vec::new();
    for lint in of_objects() {
        let examples = examples(lint.page, "passing");
        assert!(!examples.is_empty(), "{} has no passing example", lint.name);
        for example in examples {
            let reports = reports(example, &pedantic());
            if !reports.is_empty() {
                wrong.push(format!("{reports:?} for a passing example of {}", lint.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the program prints about an example, without the last lines, which sum up.
fn output(example: &str) -> String {
    let mut workspace = Workspace::new(pedantic());
    workspace.insert(document("example.json", example));
    let style = Style { color: false, links: false, width: 100 };
    let format = Format::named("full").unwrap();
    let mut out = Vec::new();
    format.write(&mut out, &workspace.check(), &workspace, style).unwrap();
    let text = String::from_utf8(out).unwrap();
    let (findings, _) = text.rsplit_once("\nFound ").unwrap();
    findings.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

/// The pages of objects, which stand beside their schemas: path and text.
fn object_pages() -> Vec<(PathBuf, String)> {
    let with_text = |file: PathBuf| {
        let text = std::fs::read_to_string(&file).unwrap();
        (file, text)
    };
    project::files("rules/schema", "md").into_iter().map(with_text).collect()
}

#[test]
fn every_type_of_policy_has_a_page_whose_examples_run() {
    let pages = object_pages();
    for (file, page) in &pages {
        let name = file.file_name().unwrap().display();
        assert!(file.with_extension("json").exists(), "{name} has no schema beside it");
        let (failing, passing) = (examples(page, "failing"), examples(page, "passing"));
        assert!(!failing.is_empty() && !passing.is_empty(), "{name} lacks an example");
        for example in failing {
            assert_eq!(reports(example, &pedantic()).len(), 1, "for the failing example of {name}");
        }
        for example in passing {
            assert_eq!(reports(example, &pedantic()), [""; 0], "for the passing example of {name}");
        }
        let headings: Vec<&str> = page.lines().filter(|line| line.starts_with("## ")).collect();
        let expected =
            ["## What it decides", "## How Okta finds it", "## Failing", "## Passing", "## Source"];
        assert_eq!(headings, expected, "in {name}");
    }
    for known in catchall::model::KNOWN_TYPES {
        let title = format!("# {}\n", known.policy);
        let has_page = pages.iter().any(|(_, page)| page.starts_with(&title));
        assert!(has_page, "{} has no page in rules/schema", known.policy);
    }
}

/// What mends an example, each fix by itself, as far as the lints of the page have one: as it is asked for,
/// and the lines that change.
fn mending(example: &str) -> String {
    let mut workspace = Workspace::new(pedantic());
    workspace.insert(document("example.json", example));
    let mut text = String::new();
    for (flag, safety) in [("--fix", Safety::Safe), ("--unsafe-fixes", Safety::Unsafe)] {
        for Mended { before, after, .. } in mend(&mut workspace, safety) {
            let diff = TextDiff::from_lines(&before, &after);
            let changes = diff.unified_diff().context_radius(1).to_string();
            text += &format!("\n`{flag}` changes:\n\n```diff\n{changes}```\n");
        }
    }
    text
}

/// A page with the output of each failing example below it, and what mends it.
fn with_outputs(page: &str) -> String {
    let mut parts = page.split("```json failing\n");
    let mut text = parts.next().unwrap().to_owned();
    for part in parts {
        let (example, mut rest) = part.split_once("```\n").unwrap();
        for start in [
            "\n```text\n",
            "\n`--fix` changes:\n\n```diff\n",
            "\n`--unsafe-fixes` changes:\n\n```diff\n",
        ] {
            let old = rest.strip_prefix(start).and_then(|old| old.split_once("```\n"));
            rest = old.map_or(rest, |(_, after)| after);
        }
        let (output, mending) = (output(example), mending(example));
        text += &format!("```json failing\n{example}```\n\n```text\n{output}```\n{mending}{rest}");
    }
    text
}

#[test]
fn pages_show_what_the_program_prints() {
    let rules = project::path("rules");
    let page = |lint: &Lint| {
        let file = rules.join(lint.category).join(lint.name).with_extension("md");
        (file, lint.page.to_owned())
    };
    let pages = Lint::all().iter().map(page).chain(object_pages());
    let stale = project::stale(pages.map(|(file, text)| (file, with_outputs(&text))));
    assert!(stale.is_empty(), "these show another output: {stale:#?}; {}", project::UPDATE);
}

#[test]
fn pages_have_the_same_form() {
    for lint in Lint::all() {
        let title = format!("# {}\n", lint.name);
        assert!(lint.page.starts_with(&title), "{} starts with another title", lint.name);
        let headings: Vec<&str> =
            lint.page.lines().filter(|line| line.starts_with("## ")).collect();
        let options = (!lint.options().is_empty()).then_some("## Options");
        let mut expected = vec!["## Why it matters", "## Failing", "## Passing", "## How to fix"];
        expected.extend(options.into_iter().chain(["## Source"]));
        assert_eq!(headings, expected, "in the page of {}", lint.name);
        let (_, fix) = lint.page.split_once("## How to fix").unwrap();
        let (fix, _) = fix.split_once("\n## ").unwrap();
        let is_about_settings = lint.category == "config" || lint.name == "guard-not-checked";
        let places = if is_about_settings { &[][..] } else { &["Admin Console", "JSON"] };
        for place in places {
            let words = fix.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(words.contains(place), "{} has no fix in {place}", lint.name);
        }
        assert!(!lint.summary().contains('\n'), "{} has a summary of several lines", lint.name);
    }
}
