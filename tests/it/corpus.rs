//! The corpus of real Okta JSON that lies beside the project, where there is one.

use std::path::{Path, PathBuf};

/// The files with an extension below a folder of the corpus, sorted; `None`, said aloud, where the
/// corpus is not there.
pub fn files(folder: &str, extension: &str) -> Option<Vec<PathBuf>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(folder);
    if !root.is_dir() {
        eprintln!("SKIPPED: no corpus at {}", root.display());
        return None;
    }
    let mut files = Vec::new();
    let mut directories = vec![root];
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
    Some(files)
}
