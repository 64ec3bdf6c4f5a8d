//! Reads the files that are there, and leaves out what is none of ours.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::error::DiscoverError;
use super::layout::layout;
use super::walk::{self, FoundFiles, Reason};
use super::{Input, is_standard_input, name};
use crate::diagnostic::{Notice, NoticeKind};
use crate::json::{Document, Layout};
use crate::model::KNOWN_TYPES;
use crate::wording::series;

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
        let layout = layout(name.path()).or_else(|| layout(&real)).unwrap_or(Layout::Json);
        Ok((read(name.path(), layout)?, name.is_named()))
    });
    let mut input = gather(read.collect::<Result<Vec<_>, DiscoverError>>()?);
    let hidden = hidden.into_par_iter().filter(|(file, _)| holds_okta(file));
    let hidden = hidden.map(|(_, found)| (Reason::Hidden, found.path().to_owned()));
    left_out.extend(hidden.collect::<Vec<_>>());
    for of_reason in Vec::from_iter(left_out).chunk_by(|(one, _), (other, _)| one == other) {
        let why = of_reason[0].0.words();
        let names = of_reason.iter().map(|(_, path)| name(path)).collect();
        input.left_out.extend(left_out_notice(NoticeKind::LeftOut, "left out", names, why));
    }
    Ok(input)
}

/// The documents that are checked of those that were read, each with whether the user named it.
pub(super) fn gather(mut read: Vec<(Document, bool)>) -> Input {
    read.sort_by(|(one, _), (other, _)| one.name().cmp(other.name()));
    let mut input = Input::default();
    let mut foreign = Vec::new();
    for (document, is_named) in read {
        if is_named {
            input.named.insert(document.name().to_owned());
        } else if is_foreign(&document) {
            foreign.push(document.name().to_owned());
            continue;
        }
        input.documents.push(document);
    }
    let why = "not JSON, and nothing in it looks like Okta's";
    input.left_out.extend(left_out_notice(NoticeKind::NotJson, "skipped", foreign, why));
    input
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

/// Whether a document is left out: it is not JSON, and nothing in it looks like Okta's.
pub(crate) fn is_foreign(document: &Document) -> bool {
    !document.syntax_errors().is_empty() && !looks_like_okta(document.text())
}

/// Reads one file.
///
/// # Errors
/// A file that cannot be read, or is too large.
pub(crate) fn read(path: &Path, layout: Layout) -> Result<Document, DiscoverError> {
    let name = name(path);
    let bytes = if is_standard_input(path) {
        read_up_to(LARGEST, io::stdin().lock(), 0)
    } else {
        let size = |file: &fs::File| file.metadata().map(|found| found.len());
        fs::File::open(path).and_then(|file| read_up_to(LARGEST, &file, size(&file)?))
    };
    match bytes {
        Ok(Some(bytes)) => Ok(Document::parse(name, bytes, layout)),
        Ok(None) => Err(DiscoverError::TooLarge { path: name }),
        Err(source) => Err(DiscoverError::Unreadable { path: name, source }),
    }
}

/// What places in a document can count.
pub(super) const LARGEST: u64 = u32::MAX as u64;

/// All that there is to read, which may be `size` bytes; `None` where it is more than `most`: it may
/// never end.
fn read_up_to(most: u64, from: impl Read, size: u64) -> io::Result<Option<Vec<u8>>> {
    if size > most {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    from.take(most + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes).filter(|bytes| bytes.len() as u64 <= most))
}

/// Whether a file that is not checked holds something that would be.
fn holds_okta(file: &Path) -> bool {
    // Nobody hides so much that is not meant to be found.
    const MOST: u64 = 1 << 26;
    let Some(found) = fs::metadata(file).ok().filter(fs::Metadata::is_file) else {
        return false;
    };
    let text = fs::File::open(file).and_then(|file| read_up_to(MOST, file, found.len()));
    match text {
        Ok(Some(text)) => looks_like_okta(&String::from_utf8_lossy(&text)),
        Ok(None) => true,
        Err(_) => false,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_end_is_not_read_to_its_end() {
        assert_eq!(read_up_to(3, &b"abc"[..], 0).unwrap().unwrap(), b"abc");
        assert_eq!(read_up_to(3, &b"abcd"[..], 0).unwrap(), None);
        assert_eq!(read_up_to(3, io::repeat(0), 0).unwrap(), None);
        assert_eq!(read_up_to(3, &b""[..], 4).unwrap(), None);
    }
}
