//! The files of the project.

use std::fs;
use std::path::{Path, PathBuf};

/// The path of a file or folder of the project.
pub fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The files with an extension in a folder of the project, sorted.
pub fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(path(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|found| found == extension)).collect();
    files.sort();
    files
}

/// Those of the files, each with what it should say, that say something else. With `UPDATE_PAGES=1`
/// they are written, and none is left.
pub fn stale(files: impl IntoIterator<Item = (PathBuf, String)>) -> Vec<PathBuf> {
    let is_stale = |(path, expected): &(PathBuf, String)| {
        let is_stale = fs::read_to_string(path).unwrap() != *expected;
        if is_stale && std::env::var_os("UPDATE_PAGES").is_some_and(|value| value == "1") {
            fs::write(path, expected).unwrap();
            return false;
        }
        is_stale
    };
    files.into_iter().filter(is_stale).map(|(path, _)| path).collect()
}

/// What brings stale files up to date.
pub const UPDATE: &str = "`UPDATE_PAGES=1 cargo test` brings them up to date";
