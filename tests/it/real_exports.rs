//! What Okta's servers returned is no error, in whatever way it is saved.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ACCEPTED: &str = "okta-sdk-python/accepted";

fn assert_no_errors(paths: &[&Path]) {
    let output = Command::new(env!("CARGO_BIN_EXE_catchall"))
        .args(["check", "--min-severity", "error", "--output-format", "concise"])
        .args(paths)
        .output()
        .unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{paths:?}\n{stdout}\n{stderr}");
}

fn accepted() -> Option<Vec<PathBuf>> {
    crate::corpus::files(ACCEPTED, "json")
}

#[test]
fn each_body_alone() {
    for file in accepted().into_iter().flatten() {
        assert_no_errors(&[&file]);
    }
}

#[test]
fn all_bodies_by_name_and_by_directory() {
    let Some(files) = accepted() else { return };
    assert_no_errors(&files.iter().map(PathBuf::as_path).collect::<Vec<_>>());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(ACCEPTED);
    assert_no_errors(&[&root]);
}

#[test]
fn minified_and_as_json_lines() {
    let Some(files) = accepted() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut lines = String::new();
    for (n, file) in files.iter().enumerate() {
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
    if accepted().is_none() {
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(ACCEPTED);
    let output = Command::new(env!("CARGO_BIN_EXE_catchall"))
        .args(["check", "--select", "reachability", "--output-format", "concise"])
        .arg(&root)
        .output()
        .unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(stdout.starts_with("No findings."), "{stdout}");
    let mapped =
        Command::new(env!("CARGO_BIN_EXE_catchall")).arg("map").arg(&root).output().unwrap();
    assert_eq!(mapped.status.code(), Some(0));
    assert!(!String::from_utf8_lossy(&mapped.stdout).contains("not decided"));
}
