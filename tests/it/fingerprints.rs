//! A finding is known by the same fingerprint however its export is written, and by another than every
//! other finding.

use std::collections::BTreeSet;

use catchall::discover::discover;
use catchall::json::{Document, Layout, Node};
use catchall::{Options, Workspace};
use serde_json::Value;

use crate::documents::{documents, pedantic};
use crate::layouts::{Entry, LAYOUTS, Write, org};
use crate::program::{run, stdout};
use crate::project;

/// Lints that speak of the order in which a file has things, which is no fact of the org: another order
/// is another finding.
const OF_FILES: [&str; 1] = ["priority-unsorted"];

/// The story in which an object stands twice with different content, so that the order decides which of
/// the two counts.
const READ_TWICE: &str = "shadow/zone-read-twice";

/// The fingerprints of what is found, each with the lint.
fn fingerprints(documents: impl IntoIterator<Item = Document>) -> BTreeSet<String> {
    let report = catchall::check(documents, &pedantic());
    let findings = report.findings.iter().filter(|one| !OF_FILES.contains(&one.lint.name));
    let known = findings.map(|one| format!("{} {}", one.fingerprint, one.lint.name));
    let all: Vec<String> = known.collect();
    let different: BTreeSet<String> = all.iter().cloned().collect();
    assert_eq!(all.len(), different.len(), "two findings are known by the same: {all:#?}");
    different
}

/// The documents of an org among the fixtures.
fn fixture(org: &str) -> Vec<Document> {
    let mut documents = discover(&[project::path("fixtures").join(org)]).unwrap().documents;
    documents.sort_by(|one, other| one.name().cmp(other.name()));
    documents
}

fn orgs() -> Vec<String> {
    let stories = std::fs::read_dir(project::path("fixtures/shadow")).unwrap();
    let stories = stories.map(|story| story.unwrap().path()).filter(|path| path.is_dir());
    let stories = stories.map(|path| format!("shadow/{}", path.file_name().unwrap().display()));
    let whole = ["broken", "untouched", "untouched-classic"].map(str::to_owned);
    let mut orgs: Vec<String> = stories.chain(whole).collect();
    orgs.sort();
    orgs
}

/// How to write a text again.
#[derive(Clone, Copy)]
struct Style {
    /// Blanks for each level; none for all on one line.
    indent: Option<usize>,
    /// Whether the members of objects, and the policies, rules and zones of lists, stand in reverse.
    is_reversed: bool,
}

fn write(node: Node<'_>, style: Style, level: usize, out: &mut String) {
    let line = |level: usize| match style.indent {
        Some(width) => format!("\n{}", " ".repeat(width * level)),
        None => String::new(),
    };
    let mut items: Vec<(Option<Node<'_>>, Node<'_>)> = if node.is_object() {
        node.members().map(|member| (Some(member.key), member.value)).collect()
    } else {
        node.elements().map(|element| (None, element)).collect()
    };
    if items.is_empty() {
        *out += node.text();
        return;
    }
    let names: BTreeSet<_> =
        items.iter().filter_map(|(key, _)| key.and_then(Node::as_str)).collect();
    let is_of_objects = || {
        let has = |node: &Node<'_>, name| node.get_named(name).is_some();
        // Not authenticators and such, whose order says something.
        items.iter().all(|(_, one)| has(one, "name") && has(one, "status"))
    };
    // Of a key that stands twice, the last counts.
    let may_be_reversed =
        if node.is_object() { names.len() == items.len() } else { is_of_objects() };
    if style.is_reversed && may_be_reversed {
        items.reverse();
    }
    out.push(if node.is_object() { '{' } else { '[' });
    for (n, (key, value)) in items.into_iter().enumerate() {
        if n > 0 {
            out.push(',');
        }
        *out += &line(level + 1);
        if let Some(key) = key {
            *out += key.text();
            out.push(':');
        }
        write(value, style, level + 1, out);
    }
    *out += &line(level);
    out.push(if node.is_object() { '}' } else { ']' });
}

/// The document written again under its name.
fn rewritten(document: &Document, style: Style) -> Document {
    let name = document.name().to_owned();
    if !document.syntax_errors().is_empty() {
        return Document::parse(name, document.text().into(), Layout::Json);
    }
    let roots: Vec<String> = document
        .roots()
        .map(|root| {
            let mut text = String::new();
            // What is on lines of its own stays there.
            let indent = style.indent.filter(|_| !document.name().ends_with(".jsonl"));
            write(root, Style { indent, ..style }, 0, &mut text);
            text
        })
        .collect();
    let layout = if roots.len() == 1 { Layout::Json } else { Layout::Lines };
    Document::parse(name, roots.join("\n").into(), layout)
}

fn assert_same(of: &str, expected: &BTreeSet<String>, found: &BTreeSet<String>) {
    let lost: Vec<_> = expected.difference(found).collect();
    let gained: Vec<_> = found.difference(expected).collect();
    assert!(lost.is_empty() && gained.is_empty(), "{of}: lost {lost:#?}, gained {gained:#?}");
}

#[test]
fn fingerprints_do_not_depend_on_how_much_is_shown() {
    let known = |labels: &str| {
        let arguments = ["check", "fixtures/broken", "--format", "json", "--max-labels", labels];
        let report: Value = serde_json::from_str(&stdout(&run(&arguments))).unwrap();
        let findings = report["findings"].as_array().unwrap().iter();
        findings.map(|finding| finding["fingerprint"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(known("0"), known("10"));
}

#[test]
fn fingerprints_stay_when_files_are_written_otherwise() {
    let styles = [
        ("on one line", Style { indent: None, is_reversed: false }),
        ("indented by four", Style { indent: Some(4), is_reversed: false }),
        ("in reverse", Style { indent: Some(2), is_reversed: true }),
    ];
    let mut found = 0;
    for org in orgs() {
        let documents = fixture(&org);
        let again = styles.map(|(how, style)| {
            (how, documents.iter().map(|one| rewritten(one, style)).collect::<Vec<_>>())
        });
        let expected = fingerprints(documents);
        found += expected.len();
        for (how, documents) in again {
            if org == READ_TWICE && how == "in reverse" {
                continue;
            }
            assert_same(&format!("{org} {how}"), &expected, &fingerprints(documents));
        }
    }
    assert!(found > 200, "{found}");
}

#[test]
fn fingerprints_stay_in_every_layout() {
    let org = org();
    let said = |write: Write| fingerprints(documents(&write(&org)));
    let (_, write) = LAYOUTS[0];
    let expected = said(write);
    assert!(expected.len() > 10, "{expected:#?}");
    for (layout, write) in &LAYOUTS[1..] {
        assert_same(layout, &expected, &said(*write));
    }
}

/// Layouts that say by themselves of which policy a rule is.
const TELLING: [&str; 6] = [
    "a list of policies, each with its rules",
    "policies in one file, rules by the policy's id",
    "a file for each policy, its rules in it",
    "a folder for each policy",
    "a bundle with rules by policy",
    "pairs",
];

/// What the exports of fixtures hold, spread over files in another way.
#[test]
fn fingerprints_stay_when_exports_are_split_otherwise() {
    let mut compared = 0;
    for org in orgs().iter().filter(|org| org.starts_with("shadow/")) {
        let documents = fixture(org);
        let mut workspace = Workspace::new(Options::default());
        documents.into_iter().for_each(|document| drop(workspace.insert(document)));
        let exports = workspace.exports();
        let [export] = exports.all.as_slice() else { continue };
        let is_plain = export.orphan_rules.is_empty()
            && export.policies.iter().all(|policy| policy.id().is_some());
        if !is_plain {
            continue;
        }
        let value =
            |node: Node<'_>| serde_json::from_str::<serde_json::Value>(node.text()).unwrap();
        let entry = |policy: &catchall::model::Policy<'_>| {
            let mut own = value(policy.node);
            own.as_object_mut()
                .unwrap()
                .retain(|key, _| !["rules", "_embedded"].contains(&key.as_str()));
            Entry { policy: own, rules: policy.rules.iter().map(|rule| value(rule.node)).collect() }
        };
        let entries: Vec<Entry> = export.policies.iter().map(entry).collect();
        let resources = export.resources.identified().map(|(.., node)| value(node));
        let resources = serde_json::Value::from(resources.collect::<Vec<_>>()).to_string();
        // Not those in which links alone say of which policy a rule is, which stories do without.
        let told = LAYOUTS
            .iter()
            .filter(|(layout, _)| layout.contains("embedded") || TELLING.contains(layout));
        let mut all = told.map(|(layout, write)| {
            let mut files = write(&entries);
            files.push(("resources.json".to_owned(), resources.clone()));
            (layout, fingerprints(self::documents(&files)))
        });
        let (_, expected) = all.next().unwrap();
        for (layout, found) in all {
            assert_same(&format!("{org}, {layout}"), &expected, &found);
        }
        compared += 1;
    }
    assert!(compared > 20, "{compared}");
}
