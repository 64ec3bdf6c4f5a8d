//! What a revision has of the paths that are checked, by the names that its files would have in the
//! working tree. Git itself reads it, and looks at neither the working tree nor the index.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use rayon::prelude::*;

use super::error::RevisionError;
use super::layout::layout;
use super::read::{LARGEST, gather};
use super::walk::{Name, add};
use super::{Input, git, is_standard_input, name};
use crate::json::{Document, Layout};

/// Reads what a revision of git has of the files at `paths`, and of the JSON files below the directories
/// among them: the documents that [`discover`](super::discover) would read, were it checked out.
///
/// Files are as git keeps them: without what filters make of them. What a link leads to outside of the
/// repository belongs to no revision.
///
/// # Errors
/// Without git, outside of a repository, or without such a revision.
pub fn discover_at(revision: &str, paths: &[PathBuf]) -> Result<Input, RevisionError> {
    let mut listing = Listing::default();
    let mut named: BTreeMap<PathBuf, Vec<(&Path, PathBuf)>> = BTreeMap::new();
    for path in paths {
        let has_none = || RevisionError::NotAFile { path: name(path) };
        if is_standard_input(path) {
            return Err(has_none());
        }
        let unreadable = |source| RevisionError::Unreadable { path: name(path), source };
        let found = fs::metadata(path).map_err(unreadable)?;
        let real = fs::canonicalize(path).map_err(|_| has_none())?;
        if found.is_dir() {
            listing.folder(path, &real, revision)?;
        } else if found.is_file() {
            // A link may lead into another repository.
            let file = if Name::given(path).is_through_link() { &real } else { path };
            let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
            let folder = folder.unwrap_or(Path::new(".")).to_owned();
            named.entry(folder).or_default().push((path, real));
        } else {
            return Err(has_none());
        }
    }
    for (folder, files) in named {
        listing.named(&folder, files, revision)?;
    }
    listing.read(revision)
}

/// Whether something is staged for the next commit, in the repository of the current folder.
///
/// # Errors
/// Without git, or outside of a repository.
pub fn is_something_staged() -> Result<bool, RevisionError> {
    // With the index that the environment names: in a hook, it is the one that is committed.
    let mut command = Command::new("git");
    command.args(["diff-index", "--cached", "--quiet", "HEAD", "--"]);
    let output = command.stdin(Stdio::null()).output().map_err(RevisionError::NoGit)?;
    match output.status.code() {
        Some(0) => Ok(false),
        Some(1) => Ok(true),
        // Before the first commit, all is new.
        _ if Repository::at(Path::new("."))?.is_unborn()? => Ok(true),
        _ => Err(RevisionError::Failed { said: words(&output.stderr) }),
    }
}

/// What is to be read.
#[derive(Default)]
struct Listing {
    repositories: Vec<Repository>,
    /// By the path that each has in the working tree.
    files: HashMap<PathBuf, Name>,
    /// The same, with the repository that they are in.
    blobs: HashMap<PathBuf, (usize, Object)>,
    links: Vec<Link>,
    listed: HashSet<PathBuf>,
}

/// A link that a revision has.
struct Link {
    repository: usize,
    blob: Object,
    /// What `git cat-file` follows.
    path: Vec<u8>,
    shown: PathBuf,
}

/// The id of an object.
type Object = String;

/// Beyond the largest number of letters that a path has on any system.
const LONGEST_LINK: u64 = 1 << 16;

impl Listing {
    fn folder(&mut self, shown: &Path, real: &Path, revision: &str) -> Result<(), RevisionError> {
        if !self.listed.insert(real.to_owned()) {
            return Ok(());
        }
        let repository = Repository::at(shown)?;
        let Some(tree) = repository.tree(revision)? else { return Ok(()) };
        let entries = repository.entries(&tree, true)?;
        let n = self.repositories.len();
        self.repositories.push(repository);
        for Entry { mode, object, path: bytes } in entries {
            let Some(path) = git::path_of(bytes.clone()) else { continue };
            let (shown, real) = (shown.join(&path), real.join(&path));
            match mode.as_slice() {
                b"120000" => {
                    let path = [tree.as_bytes(), b":./", bytes.as_slice()].concat();
                    self.links.push(Link { repository: n, blob: object, path, shown });
                }
                // The commit of a submodule.
                b"160000" if git::is_root(&real) => self.folder(&shown, &real, &object)?,
                mode if mode.starts_with(b"100") && layout(&path).is_some() => {
                    add(&mut self.files, real.clone(), Name::met(shown, false));
                    self.blobs.insert(real, (n, object));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Files that the user names, which are all in a folder.
    fn named(
        &mut self,
        folder: &Path,
        files: Vec<(&Path, PathBuf)>,
        revision: &str,
    ) -> Result<(), RevisionError> {
        let repository = Repository::at(folder)?;
        let Some(tree) = repository.tree(revision)? else { return Ok(()) };
        let entries = repository.entries(&tree, false)?.into_iter();
        let entries = entries.filter(|entry| entry.mode.starts_with(b"100"));
        let entries = entries.filter_map(|entry| Some((git::path_of(entry.path)?, entry.object)));
        let objects: HashMap<PathBuf, Object> = entries.collect();
        let n = self.repositories.len();
        self.repositories.push(repository);
        for (path, real) in files {
            let object = real.file_name().and_then(|name| objects.get(Path::new(name)));
            if let Some(object) = object {
                self.blobs.insert(real.clone(), (n, object.clone()));
                add(&mut self.files, real, Name::given(path));
            }
        }
        Ok(())
    }

    /// Reads all that is listed.
    fn read(mut self, revision: &str) -> Result<Input, RevisionError> {
        self.links.sort_by(|one, other| one.shown.cmp(&other.shown));
        let mut read = Vec::new();
        for (n, repository) in self.repositories.iter().enumerate() {
            let mut known = HashSet::new();
            let files = self.files.iter().filter_map(|(real, name)| {
                let (of, object) = self.blobs.get(real)?;
                let layout = layout(name.path()).or_else(|| layout(real)).unwrap_or(Layout::Json);
                (*of == n).then_some((object, name, layout))
            });
            let files: Vec<(&Object, &Name, Layout)> = files.collect();
            let requests = files.iter().map(|(object, ..)| object.as_bytes().to_vec()).collect();
            for ((object, file, layout), answer) in
                files.into_iter().zip(repository.objects(requests, LARGEST)?)
            {
                let path = file.path().to_owned();
                match answer {
                    Answer::Blob { bytes, .. } => {
                        read.push((path, bytes, layout, file.is_named()));
                    }
                    Answer::TooLarge => return Err(too_large(revision, &path)),
                    Answer::Other => {
                        return Err(failed(format!("there is no {revision}:{}", name(&path))));
                    }
                }
                known.insert(object.clone());
            }
            let links = repository.links(self.links.iter().filter(|link| link.repository == n))?;
            let requests = links.iter().map(|(link, _)| link.path.clone()).collect();
            for ((link, layout), answer) in
                links.into_iter().zip(repository.objects(requests, LARGEST)?)
            {
                match answer {
                    // What is read by another name already is not read again.
                    Answer::Blob { object, bytes } if known.insert(object.clone()) => {
                        read.push((link.shown.clone(), bytes, layout, false));
                    }
                    Answer::TooLarge => return Err(too_large(revision, &link.shown)),
                    Answer::Blob { .. } | Answer::Other => {}
                }
            }
        }
        let read = read.into_par_iter().map(|(path, bytes, layout, is_named)| {
            (Document::parse(name(&path), bytes, layout), is_named)
        });
        Ok(gather(read.collect()))
    }
}

/// What `git ls-tree` says of a path.
struct Entry {
    mode: Vec<u8>,
    object: Object,
    path: Vec<u8>,
}

/// What `git cat-file` answers.
enum Answer {
    Blob {
        object: Object,
        bytes: Vec<u8>,
    },
    TooLarge,
    /// It is missing, no file, or out of reach.
    Other,
}

/// The repository around a folder.
struct Repository {
    folder: PathBuf,
    is_shallow: bool,
}

impl Repository {
    fn at(folder: &Path) -> Result<Self, RevisionError> {
        let mut repository = Self { folder: folder.to_owned(), is_shallow: false };
        match repository.run(&["rev-parse", "--is-shallow-repository"])? {
            Ok(said) => {
                repository.is_shallow = said.starts_with(b"true");
                Ok(repository)
            }
            Err(said) => {
                let path = Some(name(folder)).filter(|path| !path.is_empty());
                let path = path.unwrap_or_else(|| "the current folder".to_owned());
                Err(RevisionError::NoRepository { path, said })
            }
        }
    }

    fn command(&self) -> Command {
        let mut command = Command::new("git");
        command.current_dir(&self.folder);
        // In a hook these are about the current folder, which may be in another repository.
        for variable in
            ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"]
        {
            command.env_remove(variable);
        }
        command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
        command
    }

    /// What git prints, or what it says instead.
    fn run(&self, arguments: &[&str]) -> Result<Result<Vec<u8>, String>, RevisionError> {
        let output = self.command().args(arguments).stdin(Stdio::null()).output();
        let output = output.map_err(RevisionError::NoGit)?;
        Ok(if output.status.success() { Ok(output.stdout) } else { Err(words(&output.stderr)) })
    }

    /// The tree of a revision; `None` for that of the commit that is to be the first.
    fn tree(&self, revision: &str) -> Result<Option<Object>, RevisionError> {
        // On standard input, where nothing is an option.
        let request = format!("{revision}^{{tree}}").into_bytes();
        let is_line = !request.contains(&b'\n');
        if is_line
            && let Some(tree) =
                self.batch(&["--batch-check"], vec![request], header)?.pop().flatten()
        {
            return Ok(Some(tree.object));
        }
        if matches!(revision, "HEAD" | "@") && self.is_unborn()? {
            return Ok(None);
        }
        let said = self.run(&["rev-list", "--max-count=1", "--end-of-options", revision, "--"])?;
        let said = said.err().unwrap_or_else(|| "it is no single revision".to_owned());
        let (revision, is_shallow) = (revision.to_owned(), self.is_shallow);
        Err(RevisionError::Unknown { revision, said, is_shallow })
    }

    /// Whether nothing was committed yet on the branch that is checked out.
    fn is_unborn(&self) -> Result<bool, RevisionError> {
        let is_branch = self.run(&["symbolic-ref", "--quiet", "HEAD"])?.is_ok();
        Ok(is_branch && self.run(&["rev-parse", "--verify", "--quiet", "HEAD"])?.is_err())
    }

    /// What a tree has in the folder, and below it.
    fn entries(&self, tree: &str, is_recursive: bool) -> Result<Vec<Entry>, RevisionError> {
        let arguments: &[&str] = match is_recursive {
            true => &["ls-tree", "-r", "-z", tree],
            false => &["ls-tree", "-z", tree],
        };
        let printed = self.run(arguments)?.map_err(|said| RevisionError::Failed { said })?;
        let entries = printed.split(|byte| *byte == 0).filter(|entry| !entry.is_empty());
        let entry = |entry: &[u8]| -> Option<Entry> {
            let (about, path) = entry.split_at(memchr::memchr(b'\t', entry)?);
            let mut words = about.split(|byte| *byte == b' ');
            let (mode, _, object) = (words.next()?, words.next()?, words.next()?);
            let object = std::str::from_utf8(object).ok()?.to_owned();
            Some(Entry { mode: mode.to_vec(), object, path: path[1..].to_vec() })
        };
        let unexpected = || failed("git ls-tree prints something new");
        entries.map(|text| entry(text).ok_or_else(unexpected)).collect()
    }

    /// The links that lead to JSON, as far as names tell.
    fn links<'l>(
        &self,
        links: impl Iterator<Item = &'l Link>,
    ) -> Result<Vec<(&'l Link, Layout)>, RevisionError> {
        let links: Vec<&Link> = links.collect();
        let texts = links.iter().map(|link| link.blob.clone().into_bytes()).collect();
        let texts = self.objects(texts, LONGEST_LINK)?;
        let links = links.into_iter().zip(texts).filter_map(|(link, text)| {
            let Answer::Blob { bytes, .. } = text else { return None };
            let layout = layout(&link.shown).or_else(|| layout(&git::path_of(bytes)?))?;
            // Requests are lines.
            (!link.path.contains(&b'\n')).then_some((link, layout))
        });
        Ok(links.collect())
    }

    /// The contents of objects, each of `most` bytes at most.
    fn objects(&self, requests: Vec<Vec<u8>>, most: u64) -> Result<Vec<Answer>, RevisionError> {
        if requests.is_empty() {
            return Ok(Vec::new());
        }
        let read = |from: &mut dyn BufRead| {
            let Some(Header { object, kind, size }) = header(from)? else {
                return Ok(Answer::Other);
            };
            let mut content = from.take(size);
            let answer = if kind != "blob" {
                Answer::Other
            } else if size > most {
                Answer::TooLarge
            } else {
                let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
                content.read_to_end(&mut bytes)?;
                Answer::Blob { object, bytes }
            };
            io::copy(&mut content, &mut io::sink())?;
            // A line ends behind it.
            from.read_exact(&mut [0])?;
            Ok(answer)
        };
        self.batch(&["--batch", "--follow-symlinks"], requests, read)
    }

    /// What `git cat-file` answers to each request.
    fn batch<T>(
        &self,
        how: &[&str],
        requests: Vec<Vec<u8>>,
        mut read: impl FnMut(&mut dyn BufRead) -> io::Result<T>,
    ) -> Result<Vec<T>, RevisionError> {
        let mut command = self.command();
        command.arg("cat-file").args(how);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut git = command.spawn().map_err(RevisionError::NoGit)?;
        let (stdin, stdout, stderr) = (git.stdin.take(), git.stdout.take(), git.stderr.take());
        let count = requests.len();
        thread::scope(|scope| {
            // All three at once, since none of the pipes holds all.
            scope.spawn(move || {
                let mut stdin = stdin?;
                // Where git has ended, it says why.
                requests
                    .iter()
                    .try_for_each(|request| stdin.write_all(&[request.as_slice(), b"\n"].concat()))
                    .ok()
            });
            let said = scope.spawn(move || {
                let mut said = Vec::new();
                stderr.map(|mut stderr| stderr.read_to_end(&mut said));
                said
            });
            let mut answers = Vec::new();
            let mut stdout = BufReader::new(stdout.ok_or_else(|| failed("no output"))?);
            while answers.len() < count {
                match read(&mut stdout) {
                    Ok(answer) => answers.push(answer),
                    Err(error) => {
                        drop(stdout);
                        let _ = git.wait();
                        let said = words(&said.join().unwrap_or_default());
                        return Err(failed(if said.is_empty() { error.to_string() } else { said }));
                    }
                }
            }
            drop(stdout);
            git.wait().map_err(RevisionError::NoGit)?;
            Ok(answers)
        })
    }
}

fn failed(said: impl Into<String>) -> RevisionError {
    RevisionError::Failed { said: said.into() }
}

fn too_large(revision: &str, path: &Path) -> RevisionError {
    RevisionError::TooLarge { path: format!("{revision}:{}", name(path)) }
}

/// What is said of an object before its content, if there is one.
struct Header {
    object: String,
    kind: String,
    size: u64,
}

fn header(from: &mut dyn BufRead) -> io::Result<Option<Header>> {
    let mut line = Vec::new();
    from.read_until(b'\n', &mut line)?;
    if line.pop() != Some(b'\n') {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let line = String::from_utf8_lossy(&line);
    let words: Vec<&str> = line.split(' ').collect();
    Ok(match words[..] {
        [object, kind, size] => size.parse().ok().map(|size| Header {
            object: object.to_owned(),
            kind: kind.to_owned(),
            size,
        }),
        // A link that leads nowhere, with its text.
        ["symlink" | "dangling" | "loop" | "notdir", size] => size
            .parse()
            .ok()
            .map(|size| Header { object: String::new(), kind: String::new(), size }),
        _ => None,
    })
}

/// What git says, in a line.
fn words(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
