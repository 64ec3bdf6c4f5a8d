//! Paths to documents: walks directories, reads files, leaves out what is none of ours.

mod git;
mod walk;

use std::collections::HashSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::diagnostic::{Notice, NoticeKind};
use crate::json::{Document, Layout};
use crate::model::KNOWN_TYPES;
use crate::wording::series;
use walk::{FoundFiles, Reason};

/// The path that stands for standard input.
pub const STANDARD_INPUT: &str = "-";

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
    /// A path leads to a pipe or a device.
    #[error("cannot read {path}: it is neither a file nor a folder")]
    NotAFile {
        /// The path, as it was given.
        path: String,
    },
    /// A directory cannot be walked.
    #[error("cannot look through the directories")]
    Walk(#[from] ignore::Error),
}

/// Reads the files at `paths`, and the JSON files below the directories among them, in parallel.
///
/// Directories are walked as git sees them: what git tracks is read, and what it does not ignore.
/// What is hidden has to be tracked.
///
/// # Errors
/// A path that does not exist, or a file that cannot be read.
pub fn discover(paths: &[PathBuf]) -> Result<Input, DiscoverError> {
    let FoundFiles { files, hidden, mut left_out } = walk::search(paths)?;
    let read = files.into_par_iter().map(|(real, name)| {
        let layout = layout(&name.path).or_else(|| layout(&real)).unwrap_or(Layout::Json);
        Ok((read(&name.path, layout)?, name.is_named()))
    });
    let mut read = read.collect::<Result<Vec<_>, DiscoverError>>()?;
    read.sort_by(|(one, _), (other, _)| one.name().cmp(other.name()));
    let mut input = Input::default();
    let mut foreign = Vec::new();
    for (document, is_named) in read {
        if is_named {
            input.named.insert(document.name().to_owned());
        } else if !document.syntax_errors().is_empty() && !looks_like_okta(document.text()) {
            foreign.push(document.name().to_owned());
            continue;
        }
        input.documents.push(document);
    }
    let why = "not JSON, and nothing in it looks like Okta's";
    input.left_out.extend(left_out_notice(NoticeKind::NotJson, "skipped", foreign, why));
    let hidden = hidden.into_par_iter().filter(|(file, _)| holds_okta(file));
    left_out.extend(hidden.map(|(_, found)| (Reason::Hidden, found.path)).collect::<Vec<_>>());
    for of_reason in Vec::from_iter(left_out).chunk_by(|(one, _), (other, _)| one == other) {
        let why = of_reason[0].0.words();
        let names = of_reason.iter().map(|(_, path)| name(path)).collect();
        input.left_out.extend(left_out_notice(NoticeKind::LeftOut, "left out", names, why));
    }
    Ok(input)
}

/// One line that names the first few.
fn left_out_notice(
    kind: NoticeKind,
    how: &str,
    mut names: Vec<String>,
    why: &str,
) -> Option<Notice> {
    const MOST: usize = 3;
    let first = names.first()?.clone();
    let more = names.len().saturating_sub(MOST);
    names.truncate(MOST);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    let message = format!("{how} {}: {why}", series(names, "and"));
    Some(Notice::of_file(kind, &first, message))
}

/// How a file with this extension is laid out; `None` for files that are not JSON.
fn layout(path: &Path) -> Option<Layout> {
    // A name such as `.json` is all extension.
    let name = path.file_name()?.as_encoded_bytes();
    let dot = memchr::memrchr(b'.', name)?;
    match name[dot + 1..].to_ascii_lowercase().as_slice() {
        b"json" => Some(Layout::Json),
        b"jsonl" | b"ndjson" => Some(Layout::Lines),
        _ => None,
    }
}

fn read(path: &Path, layout: Layout) -> Result<Document, DiscoverError> {
    let name = name(path);
    let bytes = if is_standard_input(path) {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    let bytes = bytes.map_err(|source| DiscoverError::Unreadable { path: name.clone(), source })?;
    Ok(Document::parse(name, bytes, layout))
}

fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == STANDARD_INPUT
}

/// What documents and directories are called: the path with `/` between its parts, relative where
/// it was given so. Different paths have different names: where a path is not text, its bytes are
/// written as `\xff`, and where a backslash is part of a name, it is doubled.
pub fn name(path: &Path) -> String {
    if is_standard_input(path) {
        return "<stdin>".to_owned();
    }
    let path = path.strip_prefix(".").unwrap_or(path);
    let backslash = if std::path::is_separator('\\') { "/" } else { r"\\" };
    let mut name = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        name += &chunk.valid().replace('\\', backslash);
        name.extend(chunk.invalid().iter().map(|byte| format!(r"\x{byte:02x}")));
    }
    name
}

/// Whether a file that is not checked holds something that would be.
fn holds_okta(file: &Path) -> bool {
    let is_file = fs::metadata(file).is_ok_and(|found| found.is_file());
    let text = is_file.then(|| fs::read(file).ok()).flatten();
    text.is_some_and(|text| looks_like_okta(&String::from_utf8_lossy(&text)))
}

/// Whether a text, as far as one sees without reading it as JSON, was meant to be an export: a
/// repository also holds files like `tsconfig.json`, whose comments are none of our business.
fn looks_like_okta(text: &str) -> bool {
    let types = KNOWN_TYPES.iter().flat_map(|known| [known.policy, known.rule]);
    // UTF-16 reads as text with a NUL beside each character.
    let text = &text.replace('\0', "");
    let quoted = |name: &str| text.contains(&format!("\"{name}\""));
    text.contains("/api/v1/policies")
        || text.contains("\"policyContext\"")
        || types.into_iter().any(quoted)
}
