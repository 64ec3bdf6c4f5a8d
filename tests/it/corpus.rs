//! The corpus: a folder outside the project with real JSON of Okta's and others' (`corpus/`) and a
//! catalogue of constraints (`reference/`). `CATCHALL_CORPUS` names it; without that it is looked
//! for beside the checkout. Tests that need it skip, and say so, where there is none.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::project;

/// A file or folder of the corpus; `None`, said aloud with the name of the test, where there is no
/// corpus.
pub fn path(name: &str, test: &str) -> Option<PathBuf> {
    let (root, is_named) = match std::env::var_os("CATCHALL_CORPUS") {
        Some(root) => (project::path("").join(root), true),
        None => (project::path("../shared"), false),
    };
    let path = root.join(name);
    if path.exists() {
        return Some(path);
    }
    assert!(!is_named, "{} does not exist: CATCHALL_CORPUS names no corpus", path.display());
    // Not with a macro for printing: what these print is kept back where a test passes.
    let skipped = format!("SKIPPED {test}: it needs {name} in the folder CATCHALL_CORPUS\n");
    std::io::stderr().write_all(skipped.as_bytes()).unwrap();
    None
}

/// The files with an extension below a folder, sorted.
pub fn files_below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut directories = vec![folder.to_owned()];
    while let Some(directory) = directories.pop() {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                directories.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
