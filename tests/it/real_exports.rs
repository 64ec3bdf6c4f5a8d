//! What Okta's servers returned is no error, in whatever way it is saved.

use std::fs;
use std::path::{Path, PathBuf};

use crate::corpus;
use crate::program::{command, stderr, stdout};

fn assert_no_errors(paths: &[&Path]) {
    let mut command = command(&["check", "--min-severity", "error", "--output-format", "concise"]);
    let output = command.args(paths).output().unwrap();
    let (code, stdout, stderr) = (output.status.code(), stdout(&output), stderr(&output));
    assert_eq!(code, Some(0), "{paths:?}\n{stdout}\n{stderr}");
}

/// The folder of what servers returned.
fn accepted(test: &str) -> Option<PathBuf> {
    corpus::path("corpus/okta-sdk-python/accepted", test)
}

fn bodies(folder: &Path) -> Vec<PathBuf> {
    corpus::files_below(folder, "json")
}

#[test]
fn each_body_alone() {
    let Some(folder) = accepted("each_body_alone") else { return };
    for file in bodies(&folder) {
        assert_no_errors(&[&file]);
    }
}

#[test]
fn all_bodies_by_name_and_by_directory() {
    let Some(folder) = accepted("all_bodies_by_name_and_by_directory") else { return };
    assert_no_errors(&bodies(&folder).iter().map(PathBuf::as_path).collect::<Vec<_>>());
    assert_no_errors(&[&folder]);
}

#[test]
fn minified_and_as_json_lines() {
    let Some(accepted) = accepted("minified_and_as_json_lines") else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut lines = String::new();
    for (n, file) in bodies(&accepted).iter().enumerate() {
        let body: serde_json::Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
        let minified = body.to_string();
        let path = folder.path().join(format!("{n}.json"));
        fs::write(&path, &minified).unwrap();
        assert_no_errors(&[&path]);
        lines.push_str(&minified);
        lines.push('\n');
    }
    assert_no_errors(&[folder.path()]);
    let all = tempfile::tempdir().unwrap();
    for name in ["all.jsonl", "all.json"] {
        let path = all.path().join(name);
        fs::write(&path, &lines).unwrap();
        assert_no_errors(&[&path]);
    }
}

/// What a server returned was made by hand for a test, and by and large is as its author meant it.
#[test]
fn nothing_is_said_to_be_unreachable() {
    let Some(folder) = accepted("nothing_is_said_to_be_unreachable") else { return };
    let mut check = command(&["check", "--select", "reachability", "--output-format", "concise"]);
    let checked = stdout(&check.arg(&folder).output().unwrap());
    assert!(checked.starts_with("No findings."), "{checked}");
    let mapped = command(&["map"]).arg(&folder).output().unwrap();
    assert_eq!(mapped.status.code(), Some(0));
    assert!(!stdout(&mapped).contains("not decided"));
}
