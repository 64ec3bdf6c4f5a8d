//! The fixtures: the clean org is clean, those that nobody has touched are, too, and of the broken one
//! each planted mistake is found, once.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use catchall::Options;
use catchall::discover::discover;
use catchall::filter::Filter;

use crate::documents::pointer;
use crate::project;

fn fixture(org: &str) -> PathBuf {
    project::path("fixtures").join(org)
}

/// What is reported in an org: lint, file, pointer.
fn reports(org: &str, pedantic: bool) -> Vec<[String; 3]> {
    let root = fixture(org);
    let input = discover(std::slice::from_ref(&root)).unwrap();
    let filter = Filter { pedantic, ..Filter::default() };
    let options = Options { filter, ..Options::default() };
    let checked = catchall::check(input.documents, &options);
    let report = |finding: &catchall::diagnostic::Finding| {
        let at = &finding.primary.location;
        let file = Path::new(&*at.file).strip_prefix(&root).unwrap().display().to_string();
        let line = at.start.line;
        let is_lines = file.ends_with(".jsonl");
        let file = if is_lines { format!("{file}:{line}") } else { file };
        let pointer = pointer(finding).unwrap_or("-".to_owned());
        [finding.lint.name.to_owned(), file, pointer]
    };
    checked.findings.iter().map(report).collect()
}

#[test]
fn nothing_is_found_in_the_clean_org() {
    assert_eq!(reports("acme", true), Vec::<[String; 3]>::new());
}

/// What Okta itself sets up is not worth a word, but for protection that does nothing yet.
#[test]
fn orgs_that_nobody_has_touched_are_clean() {
    let reports = reports("untouched", false);
    let lints: Vec<&str> = reports.iter().map(|report| report[0].as_str()).collect();
    assert_eq!(lints, ["response-only-logged"], "{reports:?}");
    assert_eq!(self::reports("untouched-classic", false), Vec::<[String; 3]>::new());
}

#[test]
fn each_planted_mistake_is_found_once_and_nothing_else() {
    let table = std::fs::read_to_string(fixture("broken").join("PLANTED.md")).unwrap();
    let cell = |text: &str| text.trim().trim_matches('`').to_owned();
    let row = |line: &str| {
        let mut cells = line.split('|').skip(1);
        [(); 3].map(|()| cell(cells.next().unwrap()))
    };
    let rows = table.lines().filter(|line| line.starts_with('|')).skip(2);
    let planted: BTreeSet<[String; 3]> = rows.map(row).collect();
    assert!(planted.len() > 40, "only {} mistakes are planted", planted.len());
    let reports = reports("broken", true);
    let found: BTreeSet<[String; 3]> = reports.iter().cloned().collect();
    let missed: Vec<_> = planted.difference(&found).collect();
    let unplanted: Vec<_> = found.difference(&planted).collect();
    assert!(missed.is_empty(), "not found: {missed:#?}");
    assert!(unplanted.is_empty(), "found, but not planted: {unplanted:#?}");
    assert_eq!(reports.len(), found.len(), "something is reported twice");
}
