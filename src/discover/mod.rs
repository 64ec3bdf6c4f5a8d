//! Paths to documents: walks folders, reads files, leaves out what is none of ours.
//!
//! A program that has its documents from elsewhere needs none of it, and can leave out the feature
//! `walk`: it gives what it has to [`Document::parse`] and [`Workspace::insert`], and calls documents
//! as [`name`] calls files.
//!
//! [`Workspace::insert`]: crate::Workspace::insert

#[cfg(feature = "walk")]
mod error;
#[cfg(feature = "walk")]
mod git;
#[cfg(feature = "walk")]
mod layout;
#[cfg(feature = "walk")]
mod read;
#[cfg(feature = "walk")]
mod revision;
#[cfg(feature = "walk")]
mod walk;

use std::collections::HashSet;
use std::path::Path;

use crate::diagnostic::Notice;
use crate::json::Document;

#[cfg(feature = "walk")]
pub use error::{DiscoverError, RevisionError};
#[cfg(feature = "server")]
pub(crate) use layout::layout;
#[cfg(feature = "walk")]
pub use read::discover;
#[cfg(feature = "server")]
pub(crate) use read::{is_foreign, read};
#[cfg(feature = "walk")]
pub use revision::{discover_at, is_something_staged};

/// The path that stands for standard input.
pub const STANDARD_INPUT: &str = "-";

/// What standard input is called.
const STANDARD_INPUT_NAME: &str = "<stdin>";

/// What was read.
#[derive(Debug, Default)]
pub struct Input {
    /// The documents, sorted by name.
    pub documents: Vec<Document>,
    /// The names of documents that the user named, rather than their directory.
    pub named: HashSet<String>,
    /// What was met and not read, or read and left out.
    pub left_out: Vec<Notice>,
}

fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == STANDARD_INPUT
}

/// What documents and directories are called: the path with `/` between its parts, relative where
/// it was given so. Different paths have different names: where a path is not text, its bytes are
/// written as `\xff`, and where a backslash is part of a name, it is doubled.
pub fn name(path: &Path) -> String {
    if is_standard_input(path) {
        return STANDARD_INPUT_NAME.to_owned();
    }
    let path = path.strip_prefix(".").unwrap_or(path);
    let backslash = if std::path::is_separator('\\') { "/" } else { r"\\" };
    let mut name = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        name += &chunk.valid().replace('\\', backslash);
        name.extend(chunk.invalid().iter().map(|byte| format!(r"\x{byte:02x}")));
    }
    match name.as_str() {
        // A file that is called so.
        STANDARD_INPUT_NAME => format!("./{name}"),
        _ => name,
    }
}
