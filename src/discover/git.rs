//! What git tracks, as the index of a working tree lists it (gitformat-index(5)). Only names are
//! needed of it, so it is read here, and neither git nor a library of git has to be there.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::layout::layout;

/// A path that git tracks.
#[derive(Debug)]
pub(super) struct Tracked {
    pub(super) path: PathBuf,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Link,
    /// A repository of its own in the working tree, a submodule.
    Repository,
}

/// The JSON files, links and submodules below `directory` that git tracks; `None` where the
/// directory is in no working tree, or where it cannot be told what git tracks there.
pub(super) fn tracked_below(directory: &Path) -> Option<Vec<Tracked>> {
    let root = directory.ancestors().find(|around| is_root(around))?;
    let mut tracked = tracked(root, &git_directory(root)?)?;
    tracked.retain(|entry| entry.path.starts_with(directory));
    Some(tracked)
}

/// Whether a working tree starts at `directory`.
pub(super) fn is_root(directory: &Path) -> bool {
    directory.join(".git").exists()
}

/// Where git keeps what it knows of the working tree: beside it, or for submodules and additional
/// working trees where a file says.
fn git_directory(root: &Path) -> Option<PathBuf> {
    let git = root.join(".git");
    if git.is_dir() {
        return Some(git);
    }
    let text = fs::read_to_string(git).ok()?;
    Some(root.join(text.strip_prefix("gitdir:")?.trim()))
}

fn tracked(root: &Path, git: &Path) -> Option<Vec<Tracked>> {
    let index = match fs::read(git.join("index")) {
        Ok(bytes) => Index::of(&bytes)?,
        Err(error) if error.kind() == ErrorKind::NotFound && is_fresh(git) => Index::default(),
        Err(_) => return None,
    };
    let mut entries = index.entries;
    if let Some(shared) = index.shared {
        // What of it was deleted since counts as tracked, which does no harm.
        let bytes = fs::read(git.join(format!("sharedindex.{shared}"))).ok()?;
        entries.extend(Index::of(&bytes)?.entries);
    }
    let tracked = entries.into_iter().map(|(kind, name)| {
        let path = root.join(path_of(name)?);
        let is_wanted = kind != Kind::File || layout(&path).is_some();
        Some(is_wanted.then_some(Tracked { path, kind }))
    });
    let tracked: Option<Vec<Option<Tracked>>> = tracked.collect();
    Some(tracked?.into_iter().flatten().collect())
}

/// Whether nothing was ever added to the repository. One without an index that has objects is cut
/// down, and does not say what is tracked.
fn is_fresh(git: &Path) -> bool {
    let names = |directory: &str| -> Option<Vec<_>> {
        let entries = fs::read_dir(git.join(directory)).ok()?;
        entries.map(|entry| Some(entry.ok()?.file_name())).collect()
    };
    let is_empty = |directory| names(directory).is_none_or(|names| names.is_empty());
    names("objects").is_some_and(|names| names.iter().all(|name| name == "info" || name == "pack"))
        && is_empty("objects/info")
        && is_empty("objects/pack")
}

#[cfg(unix)]
pub(super) fn path_of(name: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    Some(std::ffi::OsString::from_vec(name).into())
}

#[cfg(not(unix))]
pub(super) fn path_of(name: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(name).ok().map(PathBuf::from)
}

#[derive(Debug, Default)]
struct Index {
    entries: Vec<(Kind, Vec<u8>)>,
    /// The hash of the index that has most of the entries, where it is split.
    shared: Option<String>,
}

impl Index {
    fn of(bytes: &[u8]) -> Option<Self> {
        // The index does not say how long its hashes are; only with the right length do entries and
        // extensions end where the checksum starts.
        const SHA_1: usize = 20;
        const SHA_256: usize = 32;
        [SHA_1, SHA_256].into_iter().find_map(|hash| Reader(bytes).index(hash))
    }
}

/// The bytes that are still to be read.
struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn index(mut self, hash: usize) -> Option<Index> {
        const EXTENDED: u16 = 0x4000;
        let mut index = Index::default();
        let signature = self.array::<4>()?;
        let version = self.number()?;
        if signature != *b"DIRC" || !(2..=4).contains(&version) {
            return None;
        }
        let mut name = Vec::new();
        for _ in 0..self.number()? {
            let at_start = self.0.len();
            self.take(24)?;
            let mode = self.number()?;
            self.take(12 + hash)?;
            let flags = u16::from_be_bytes(self.array()?);
            if version >= 3 && flags & EXTENDED != 0 {
                self.take(2)?;
            }
            // Version 4 leaves out what a name has in common with the one before.
            let kept = match version {
                4 => name.len().checked_sub(self.offset()?)?,
                _ => 0,
            };
            name.truncate(kept);
            name.extend(self.until_nul()?);
            if version < 4 {
                let length = at_start - self.0.len();
                self.take(length.next_multiple_of(8) - length)?;
            }
            let kind = match mode >> 12 {
                0o10 => Kind::File,
                0o12 => Kind::Link,
                0o16 => Kind::Repository,
                // A directory of a sparse checkout, of which no file is there.
                0o04 => continue,
                _ => return None,
            };
            // Names that the shared index has are left out.
            if !name.is_empty() {
                index.entries.push((kind, name.clone()));
            }
        }
        while self.0.len() > hash {
            let signature = self.array::<4>()?;
            let length = self.number()?;
            let content = self.take(usize::try_from(length).ok()?)?;
            if signature == *b"link" {
                let shared = content.get(..hash)?;
                let is_split = shared.iter().any(|byte| *byte != 0);
                let hex = || shared.iter().map(|byte| format!("{byte:02x}")).collect();
                index.shared = is_split.then(hex);
            }
        }
        (self.0.len() == hash).then_some(index)
    }

    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn number(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    /// A number in as many bytes as it needs, as packs encode offsets.
    fn offset(&mut self) -> Option<usize> {
        let mut value = 0_usize;
        loop {
            let [byte] = self.array()?;
            value = value.checked_mul(128)?.checked_add(usize::from(byte & 0x7f))?;
            if byte & 0x80 == 0 {
                return Some(value);
            }
            value += 1;
        }
    }

    fn until_nul(&mut self) -> Option<&'b [u8]> {
        let text = self.take(memchr::memchr(0, self.0)?)?;
        self.take(1)?;
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets() {
        // Each further byte starts where the shorter ones end.
        for (bytes, value) in [
            (&[0x7f][..], 127),
            (&[0x80, 0x00], 128),
            (&[0xff, 0x7f], 16_511),
            (&[0x80, 0x80, 0], 16_512),
        ] {
            assert_eq!(Reader(bytes).offset(), Some(value), "{bytes:?}");
        }
        assert_eq!(Reader(&[0xff; 30]).offset(), None);
    }

    #[test]
    fn what_is_no_index_says_nothing() {
        for bytes in [&b""[..], b"DIRC", b"DIRC\0\0\0\x02\xff\xff\xff\xff", &[0; 64]] {
            assert!(Index::of(bytes).is_none(), "{bytes:?}");
        }
    }
}
