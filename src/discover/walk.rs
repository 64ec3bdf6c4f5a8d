//! Which files there are: those that the user names, and the JSON files in the folders among them.
//!
//! Of a folder in a working tree of git, everything is read that git tracks, and what it neither
//! tracks nor ignores; elsewhere everything. What is hidden has to be tracked to be read. Of what
//! might have been read but is not, somebody is told.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use ignore::WalkBuilder;

use super::error::DiscoverError;
use super::git::{self, Tracked};
use super::is_standard_input;
use super::layout::layout;

/// What was found, by the one path that a file has whatever it is called.
#[derive(Debug, Default)]
pub(super) struct FoundFiles {
    pub(super) files: HashMap<PathBuf, Name>,
    /// Files that are hidden and not tracked, so that they are not read.
    pub(super) hidden: HashMap<PathBuf, Name>,
    pub(super) left_out: BTreeSet<(Reason, PathBuf)>,
}

/// What a file is called. Of several names the least is shown.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    through_link: bool,
    is_met: bool,
    path: PathBuf,
}

/// Why a file was not read that is called like JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reason {
    Hidden,
    Ignored,
    Outside,
    Nowhere,
    Special,
}

impl Reason {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Hidden => "hidden, and not tracked by git",
            Self::Ignored => "ignored by git, and not tracked",
            Self::Outside => "linked to a folder that is not checked",
            Self::Nowhere => "linked to nothing",
            Self::Special => "neither a file nor a folder",
        }
    }
}

/// Looks for files at `paths`.
pub(super) fn search(paths: &[PathBuf]) -> Result<FoundFiles, DiscoverError> {
    let real = |path: &PathBuf| path.is_dir().then(|| fs::canonicalize(path).ok())?;
    let mut search = Walker {
        roots: paths.iter().filter_map(real).collect(),
        walked: HashSet::new(),
        links: BTreeSet::new(),
        empty: Vec::new(),
        found: FoundFiles::default(),
    };
    for path in paths {
        match real(path) {
            Some(real) if !is_standard_input(path) => {
                if !search.folder(path, &real, false)? {
                    search.empty.push((path, real));
                }
            }
            _ => search.named(path)?,
        }
    }
    while let Some(link) = search.links.pop_first() {
        search.follow(&link)?;
    }
    search.look_again()?;
    let FoundFiles { files, hidden, .. } = &mut search.found;
    hidden.retain(|file, name| match name.through_link {
        true => !fs::canonicalize(file).is_ok_and(|file| files.contains_key(&file)),
        false => !files.contains_key(file),
    });
    Ok(search.found)
}

struct Walker<'p> {
    /// The folders that the user names.
    roots: Vec<PathBuf>,
    walked: HashSet<PathBuf>,
    /// Links that are not followed yet.
    links: BTreeSet<Met>,
    /// Folders that the user names, and in which nothing was met.
    empty: Vec<(&'p Path, PathBuf)>,
    found: FoundFiles,
}

/// What was met in a folder.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Met {
    shown: PathBuf,
    real: PathBuf,
    is_hidden: bool,
}

impl Walker<'_> {
    /// What the user names, but no folder.
    fn named(&mut self, path: &Path) -> Result<(), DiscoverError> {
        // What is open already has no path: standard input, or a pipe as in `<(curl …)`.
        let real = (!is_standard_input(path)).then(|| fs::canonicalize(path).ok()).flatten();
        // Another pipe or a device may never end.
        if real.is_some() && fs::metadata(path).is_ok_and(|found| !found.is_file()) {
            return Err(DiscoverError::NotAFile { path: super::name(path) });
        }
        add(&mut self.found.files, real.unwrap_or_else(|| path.to_owned()), Name::given(path));
        Ok(())
    }

    /// Says what git ignores where nothing else was met.
    fn look_again(&mut self) -> Result<(), DiscoverError> {
        for (shown, real) in &self.empty {
            let mut all = WalkBuilder::new(real);
            for entry in all.standard_filters(false).hidden(true).build() {
                let path = entry?.into_path();
                let is_read = self.found.files.contains_key(&path);
                if layout(&path).is_some() && path.is_file() && !is_read {
                    self.found.left_out.insert((Reason::Ignored, joined(shown, real, &path)));
                }
            }
        }
        Ok(())
    }

    /// Walks through a folder, all of which may be hidden. Whether anything was there.
    fn folder(
        &mut self,
        shown: &Path,
        real: &Path,
        is_hidden: bool,
    ) -> Result<bool, DiscoverError> {
        if !self.walked.insert(real.to_owned()) {
            return Ok(true);
        }
        let tracked = git::tracked_below(real);
        let follows_git = tracked.is_some();
        let (sender, repositories) = mpsc::channel();
        let mut walk = WalkBuilder::new(real);
        walk.standard_filters(false)
            .parents(follows_git)
            .git_ignore(follows_git)
            .git_exclude(follows_git)
            .git_global(follows_git)
            .filter_entry(move |entry| {
                let is_directory = entry.file_type().is_some_and(|kind| kind.is_dir());
                // What a repository in the folder tracks, its own index says.
                let is_repository = is_directory && git::is_root(entry.path());
                if is_repository {
                    // Nobody but this function listens, and it does so until the end.
                    let _ = sender.send(entry.path().to_owned());
                }
                !is_repository && entry.file_name() != ".git"
            });
        let mut is_there = false;
        for entry in walk.build() {
            let entry = entry?;
            let (path, kind) = (entry.path(), entry.file_type());
            let Some(kind) = kind.filter(|_| entry.depth() > 0) else { continue };
            let is_hidden = is_hidden || is_dotted(real, path);
            let met = Met { shown: joined(shown, real, path), real: path.to_owned(), is_hidden };
            is_there |= self.meet(met, kind);
        }
        for Tracked { path, kind } in tracked.into_iter().flatten() {
            let shown = joined(shown, real, &path);
            match (kind, fs::symlink_metadata(&path)) {
                (git::Kind::Repository, Ok(_)) if git::is_root(&path) => {
                    is_there |= self.folder(&shown, &path, is_hidden)?;
                }
                (git::Kind::File | git::Kind::Link, Ok(found)) => {
                    // Some file systems find a name in another case or composition than their own.
                    let is_known = found.is_symlink() || self.found.files.contains_key(&path);
                    let real =
                        if is_known { path } else { fs::canonicalize(&path).unwrap_or(path) };
                    is_there |= self.meet(Met { shown, real, is_hidden }, found.file_type());
                }
                _ => {}
            }
        }
        for repository in repositories.try_iter() {
            let is_hidden = is_hidden || is_dotted(real, &repository);
            is_there |= self.folder(&joined(shown, real, &repository), &repository, is_hidden)?;
        }
        Ok(is_there)
    }

    /// Takes note of what was met. Whether it counts.
    fn meet(&mut self, met: Met, kind: fs::FileType) -> bool {
        let is_json = layout(&met.shown).is_some();
        if met.is_hidden {
            if is_json && !kind.is_dir() {
                add(&mut self.found.hidden, met.real, Name::met(met.shown, kind.is_symlink()));
            }
            return false;
        }
        if kind.is_symlink() {
            self.links.insert(met);
        } else if kind.is_file() && is_json {
            add(&mut self.found.files, met.real, Name::met(met.shown, false));
        } else if !kind.is_dir() && is_json {
            self.found.left_out.insert((Reason::Special, met.shown));
        } else {
            return false;
        }
        true
    }

    /// Reads the file that a link leads to, wherever it is, and the folder if it is inside.
    fn follow(&mut self, Met { shown, real, .. }: &Met) -> Result<(), DiscoverError> {
        let is_json = layout(shown).is_some();
        let mut leave_out = |reason| {
            self.found.left_out.insert((reason, shown.clone()));
        };
        match (fs::canonicalize(real), fs::metadata(real)) {
            (Ok(target), Ok(found))
                if found.is_file() && (is_json || layout(&target).is_some()) =>
            {
                add(&mut self.found.files, target, Name::met(shown.clone(), true));
            }
            (Ok(target), Ok(found)) if found.is_dir() => {
                if self.roots.iter().any(|root| target.starts_with(root)) {
                    self.folder(shown, &target, false)?;
                } else {
                    leave_out(Reason::Outside);
                }
            }
            (Ok(_), Ok(_)) if is_json => leave_out(Reason::Special),
            _ if is_json => leave_out(Reason::Nowhere),
            _ => {}
        }
        Ok(())
    }
}

pub(super) fn add(files: &mut HashMap<PathBuf, Name>, real: PathBuf, name: Name) {
    match files.entry(real) {
        Entry::Vacant(entry) => {
            entry.insert(name);
        }
        Entry::Occupied(mut entry) => {
            // A file that is both named and met counts as named.
            let is_met = entry.get().is_met && name.is_met;
            if name < *entry.get() {
                entry.insert(name);
            }
            entry.get_mut().is_met = is_met;
        }
    }
}

impl Name {
    /// What the user calls it.
    pub(super) fn given(path: &Path) -> Self {
        let through_link = fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
        Self { through_link, is_met: false, path: path.to_owned() }
    }

    pub(super) fn met(path: PathBuf, through_link: bool) -> Self {
        Self { through_link, is_met: true, path }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn is_through_link(&self) -> bool {
        self.through_link
    }

    pub(super) fn is_named(&self) -> bool {
        !self.is_met
    }
}

/// What the user would call `path`, which is in the folder `real` that is shown as `shown`.
fn joined(shown: &Path, real: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(real).map_or_else(|_| path.to_owned(), |relative| shown.join(relative))
}

/// Whether `path`, which is in the folder `real`, is hidden there.
fn is_dotted(real: &Path, path: &Path) -> bool {
    let relative = path.strip_prefix(real).unwrap_or(path);
    relative.iter().any(|name| name.as_encoded_bytes().starts_with(b"."))
}
