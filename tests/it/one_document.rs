//! What is found in one document is what is found in it among all.

use std::sync::atomic::{AtomicUsize, Ordering};

use catchall::diagnostic::Finding;
use catchall::discover::discover;
use catchall::json::Document;
use catchall::lints::Lint;
use catchall::{Options, Workspace};
use serde_json::Value;

use crate::catalogue::examples;
use crate::documents::{document, documents, pedantic};
use crate::layouts::{LAYOUTS, org};
use crate::project;

/// Checks each document alone, and all.
pub fn assert_same_alone(workspace: &Workspace, what: &str) {
    let in_all = workspace.check().findings;
    for document in workspace.documents() {
        let name = document.name();
        let mut alone = workspace.check_document(name);
        let there: Vec<&Finding> =
            in_all.iter().filter(|finding| *finding.primary.location.file == *name).collect();
        // Those that are alike in several documents are numbered.
        for (one, other) in alone.iter_mut().zip(&there) {
            one.fingerprint = other.fingerprint;
        }
        assert_eq!(alone.iter().collect::<Vec<_>>(), there, "{name} of {what}");
    }
}

fn workspace(documents: impl IntoIterator<Item = Document>, options: Options) -> Workspace {
    let mut workspace = Workspace::new(options);
    documents.into_iter().for_each(|document| drop(workspace.insert(document)));
    workspace
}

fn fixture(name: &str) -> Vec<Document> {
    discover(&[project::path("fixtures").join(name)]).unwrap().documents
}

#[test]
fn of_fixtures() {
    for name in ["acme", "broken", "untouched", "untouched-classic"] {
        for options in [Options::default(), pedantic()] {
            assert_same_alone(&workspace(fixture(name), options), name);
        }
    }
}

#[test]
fn of_orgs_in_any_layout() {
    for (layout, write) in LAYOUTS {
        assert_same_alone(&workspace(documents(&write(&org())), pedantic()), layout);
    }
}

#[test]
fn of_orgs_that_contradict_each_other() {
    let (_, write) = LAYOUTS[3];
    let files = write(&org());
    let of = |folder: &str, from: &str, to: &str| -> Vec<Document> {
        let files = files.iter();
        let files = files.map(|(name, text)| (format!("{folder}/{name}"), text.replace(from, to)));
        documents(&files.collect::<Vec<_>>())
    };
    let both = of("old", "", "").into_iter().chain(of("new", "\"DENY\"", "\"ALLOW\""));
    assert_same_alone(&workspace(both, pedantic()), "two orgs");
    let copies = of("a", "", "").into_iter().chain(of("b", "https://acme.okta.com", "https://x"));
    assert_same_alone(&workspace(copies, pedantic()), "an org and a copy of it");
}

#[test]
fn nothing_is_said_of_all_where_nobody_waits_for_it() {
    let workspace = workspace(fixture("broken"), Options::default());
    let asked = AtomicUsize::new(0);
    let ask = |patience: usize| {
        asked.store(0, Ordering::Relaxed);
        workspace.check_while(|| asked.fetch_add(1, Ordering::Relaxed) < patience)
    };
    assert!(ask(0).is_none());
    assert!(asked.load(Ordering::Relaxed) < 100, "it is not asked again");
    assert!(ask(100).is_none());
    let whole = ask(usize::MAX).unwrap();
    assert_eq!(whole.findings, workspace.check().findings);
    assert!(asked.load(Ordering::Relaxed) > 100, "it is asked often");
}

/// Each of the objects of an example in a file of its own.
#[test]
fn of_the_examples_of_lints_in_pieces() {
    for lint in Lint::all().iter().filter(|lint| lint.category != "config") {
        for example in examples(lint.page, "failing") {
            let Ok(Value::Array(objects)) = serde_json::from_str(example) else { continue };
            let named = objects.iter().enumerate();
            let objects = named.map(|(n, object)| document(&format!("okta/{n}.json"), object));
            assert_same_alone(&workspace(objects, pedantic()), lint.name);
        }
    }
}
