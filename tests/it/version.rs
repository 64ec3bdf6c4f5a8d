//! What the program says of itself in a release build.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::shell::{has, skip};

#[path = "../../build/version.rs"]
mod build;

fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=x", "-c", "user.email=x@example.com"]).args(arguments);
    command.current_dir(folder).env("GIT_COMMITTER_DATE", "2026-11-28T12:00:00Z");
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"] {
        command.env_remove(name);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn a_clone_has_the_commit_and_watches_what_changes_with_it() {
    if !has("git") {
        return skip("the commit in the version", "git");
    }
    let around = tempfile::tempdir().unwrap();
    let clone = around.path().join("clone");
    git(around.path(), &["init", "--quiet", "clone"]);
    // Nothing was committed yet.
    assert_eq!(build::of_clone("1.2.3", &clone).0, "1.2.3");
    let commit = |folder: &Path| {
        git(folder, &["commit", "--quiet", "--allow-empty", "--message", "x"]);
        let head = git(folder, &["rev-parse", "HEAD"]);
        format!("1.2.3 ({} 2026-11-28)", &head[..7])
    };
    let first = commit(&clone);
    git(&clone, &["worktree", "add", "--quiet", "../other"]);
    let other = around.path().join("other");
    for folder in [&clone, &other] {
        let (said, watched) = build::of_clone("1.2.3", folder);
        assert_eq!(said, first);
        let state = || watched.iter().map(|file| fs::read(file).unwrap()).collect::<Vec<_>>();
        let before = state();
        let next = commit(folder);
        assert_ne!(state(), before, "{watched:?} did not change with the commit");
        assert_eq!(build::of_clone("1.2.3", folder).0, next);
        // Without its log, and with branches kept in one file.
        fs::remove_file(&watched[0]).unwrap();
        git(folder, &["pack-refs", "--all"]);
        let (_, watched) = build::of_clone("1.2.3", folder);
        assert!(watched.len() == 2 && watched.iter().all(|file| file.is_file()), "{watched:?}");
        let state = || watched.iter().map(|file| fs::read(file).unwrap()).collect::<Vec<_>>();
        let before = state();
        git(folder, &["checkout", "--quiet", "--detach"]);
        assert_ne!(state(), before, "{watched:?} did not change with what is checked out");
    }
}

#[test]
fn what_is_no_clone_has_its_version_alone() {
    let around = tempfile::tempdir().unwrap();
    let package = around.path().join("vendor/catchall");
    fs::create_dir_all(&package).unwrap();
    assert_eq!(build::of_clone("1.2.3", &package), ("1.2.3".to_owned(), vec![]));
    if !has("git") {
        return skip("a package in another repository", "git");
    }
    git(around.path(), &["init", "--quiet"]);
    git(around.path(), &["commit", "--quiet", "--allow-empty", "--message", "x"]);
    assert_eq!(build::of_clone("1.2.3", &package), ("1.2.3".to_owned(), vec![]));
}
