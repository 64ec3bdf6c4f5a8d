//! Paths to documents: walks directories, reads files, leaves out what is none of ours.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use rayon::prelude::*;

use crate::export::KNOWN_TYPES;
use crate::json::{Document, Layout};
use crate::notice::{Notice, NoticeKind};

/// The path that stands for standard input.
pub const STANDARD_INPUT: &str = "-";

/// What was read.
#[derive(Debug, Default)]
pub struct Input {
    /// The documents, sorted by name.
    pub documents: Vec<Document>,
    /// Names of files that the user gave, rather than their directory.
    pub named: Vec<String>,
    /// Names of files that were met by walking, are not JSON and do not look like Okta's.
    pub skipped: Vec<String>,
}

impl Input {
    /// What of it was not looked at, where the documents at these indices hold nothing of Okta's.
    pub fn notices(&self, unrelated: &[usize]) -> Vec<Notice> {
        let mut notices = Vec::new();
        for name in unrelated.iter().map(|&document| self.documents[document].name()) {
            if self.named.iter().any(|named| named == name) {
                let message = format!("{name} holds no policy, rule or simulation");
                notices.push(Notice::of_file(NoticeKind::Unrelated, name, message));
            }
        }
        if let [first, others @ ..] = self.skipped.as_slice() {
            let and_others = match others.len() {
                0 => String::new(),
                count => format!(" and {count} more"),
            };
            let message = format!(
                "skipped {first}{and_others}: not JSON, and nothing in it looks like Okta's"
            );
            notices.push(Notice::of_file(NoticeKind::NotJson, first, message));
        }
        notices
    }
}

/// Why the input could not be read.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum DiscoverError {
    /// A path does not exist or cannot be read.
    #[error("cannot read {path}")]
    Unreadable {
        /// The path, as it was given or met.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// A directory cannot be walked.
    #[error("cannot look through the directories")]
    Walk(#[from] ignore::Error),
}

/// Reads the files at `paths`, and the JSON files below the directories among them, in parallel.
///
/// Directories are walked as git sees them: hidden and ignored files are left out.
///
/// # Errors
/// A path that does not exist, or a file that cannot be read.
pub fn discover(paths: &[PathBuf]) -> Result<Input, DiscoverError> {
    let mut files = Vec::new();
    for path in paths {
        if is_standard_input(path) || !path.is_dir() {
            files.push((path.clone(), true));
        } else {
            files.extend(walk(path)?.into_iter().map(|file| (file, false)));
        }
    }
    // A file that is both named and met counts as named.
    files.sort_by_cached_key(|(path, named)| (name(path), !named));
    files.dedup_by(|(later, _), (earlier, _)| name(later) == name(earlier));
    let read = files.into_par_iter().map(|(path, named)| Ok((read(&path)?, named)));
    let mut input = Input::default();
    for (document, named) in read.collect::<Result<Vec<_>, DiscoverError>>()? {
        if named {
            input.named.push(document.name().to_owned());
        } else if !document.syntax_errors().is_empty() && !looks_like_okta(document.text()) {
            input.skipped.push(document.name().to_owned());
            continue;
        }
        input.documents.push(document);
    }
    Ok(input)
}

fn walk(directory: &Path) -> Result<Vec<PathBuf>, DiscoverError> {
    let mut files = Vec::new();
    for entry in WalkBuilder::new(directory).build() {
        let entry = entry?;
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        if is_file && layout(entry.path()).is_some() {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

/// How a file with this extension is laid out; `None` for files that are not JSON.
fn layout(path: &Path) -> Option<Layout> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "json" => Some(Layout::Json),
        "jsonl" | "ndjson" => Some(Layout::Lines),
        _ => None,
    }
}

fn read(path: &Path) -> Result<Document, DiscoverError> {
    let name = name(path);
    let bytes = if is_standard_input(path) {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    let bytes = bytes.map_err(|source| DiscoverError::Unreadable { path: name.clone(), source })?;
    Ok(Document::parse(name, bytes, layout(path).unwrap_or(Layout::Json)))
}

fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == STANDARD_INPUT
}

/// The path with `/` between its parts, relative where it was given so.
fn name(path: &Path) -> String {
    if is_standard_input(path) {
        return "<stdin>".to_owned();
    }
    let path = path.strip_prefix(".").unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}

/// Whether a text that is not JSON was meant to be an export: a repository also holds files like
/// `tsconfig.json`, whose comments are none of our business.
fn looks_like_okta(text: &str) -> bool {
    let types = KNOWN_TYPES.iter().flat_map(|known| [known.policy, known.rule]);
    let quoted = |name: &str| text.contains(&format!("\"{name}\""));
    // UTF-16 reads as text with a NUL beside each character.
    let text = &text.replace('\0', "");
    text.contains("/api/v1/policies")
        || text.contains("\"policyContext\"")
        || types.into_iter().any(quoted)
}
