//! What documents are called by clients, by the file system and in findings.

use std::path::{Path, PathBuf, absolute};

use lsp_types::Url;

use crate::discover;

/// The file of an address, if it is one of a file.
pub(super) fn path(url: &Url) -> Option<PathBuf> {
    (url.scheme() == "file").then(|| url.to_file_path().ok())?
}

/// What a document is called in findings: as files that are read are, and others by their address.
pub(super) fn name(url: &Url) -> String {
    path(url).map_or_else(|| url.to_string(), |path| discover::name(&path))
}

/// The file that is called so in findings.
pub(super) fn file(name: &str) -> PathBuf {
    let path = name.replace(r"\\", r"\");
    absolute(Path::new(&path)).unwrap_or_else(|_| PathBuf::from(path))
}

/// The address of what is called so in findings.
pub(super) fn url(name: &str) -> Option<Url> {
    Url::from_file_path(file(name)).ok()
}

/// What a file is called in findings.
pub(super) fn name_of(path: &Path) -> String {
    discover::name(path)
}

/// What it is called by its whole path, as open documents are.
pub(super) fn whole(name: &str) -> String {
    match name.contains("://") || name.starts_with("untitled:") {
        true => name.to_owned(),
        false => name_of(&file(name)),
    }
}
