//! A folder that is checked as `catchall check` does, while its texts change.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use lsp_types::Position;

use super::positions::{Encoding, Lines};
use crate::config::{Config, ConfigError, NAMES, closest};
use crate::diagnostic::{Finding, Report};
use crate::discover::{self, discover, is_foreign, layout};
use crate::guard::Guards;
use crate::json::{Document, Layout, Node};
use crate::{Options, Workspace};

/// A folder of the client's or, where a text belongs to none, that text alone.
pub(super) struct Folder {
    /// None for a text that belongs to no folder.
    root: Option<PathBuf>,
    options: Options,
    /// What is wrong with the settings, so that those before are still heeded.
    pub(super) config_error: Option<ConfigError>,
    pub(super) workspace: Workspace,
    /// Texts that are no JSON just now; the workspace has what they were before.
    broken: HashMap<String, Document>,
    report: Option<Report>,
    /// The texts that have changed since.
    changed: BTreeSet<String>,
    /// What was found in single texts since anything has changed.
    found: HashMap<String, Vec<Finding>>,
    /// How long it took to check all of it.
    took: Option<Duration>,
}

/// What takes no longer is done at once.
const QUICK: Duration = Duration::from_millis(60);
/// And what is no larger, in bytes, as long as nobody knows.
const SMALL: usize = 1 << 20;

impl Folder {
    /// Reads what is in the folder; `text` gives the settings.
    pub(super) fn read(root: PathBuf, text: impl Fn(&Path) -> io::Result<String>) -> Self {
        let mut folder = Self { root: Some(root), ..Self::of_one() };
        folder.read_settings(text);
        folder.read_again();
        folder
    }

    /// Of a text that belongs to no folder.
    pub(super) fn of_one() -> Self {
        Self {
            root: None,
            options: Options::default(),
            config_error: None,
            workspace: Workspace::new(Options::default()),
            broken: HashMap::new(),
            report: None,
            changed: BTreeSet::new(),
            found: HashMap::new(),
            took: None,
        }
    }

    pub(super) fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// Whether the file is in it.
    pub(super) fn has(&self, file: &Path) -> bool {
        self.root.as_ref().is_some_and(|root| file.starts_with(root))
    }

    /// The file with its settings, or where it would be.
    pub(super) fn settings_file(&self) -> Option<PathBuf> {
        let root = self.root.as_ref()?;
        Some(closest(root).unwrap_or_else(|| root.join(NAMES[0])))
    }

    /// Reads the settings again. Those before count on where these are wrong.
    pub(super) fn read_settings(&mut self, text: impl Fn(&Path) -> io::Result<String>) {
        let Some(root) = &self.root else { return };
        match closest(root).map_or_else(
            || Ok(Options::default()),
            |file| options(&Config::read_with(&file, text)?, root),
        ) {
            Ok(options) => {
                self.options = options;
                self.config_error = None;
                self.workspace.set_options(self.options.clone());
            }
            Err(error) => self.config_error = Some(error),
        }
        self.forget();
    }

    /// Reads all files again.
    pub(super) fn read_again(&mut self) {
        let Some(root) = &self.root else { return };
        // What cannot be read is not there for now; a change of it is told.
        let input = discover(std::slice::from_ref(root)).unwrap_or_default();
        self.workspace = Workspace::of(self.options.clone(), input);
        self.broken.clear();
        self.forget();
    }

    /// Whether a file that is there was left out when the folder was read, as git ignores it or it is
    /// hidden. What was only no JSON of Okta's may become some.
    pub(super) fn leaves_out(&self, file: &Path) -> bool {
        if self.document(&discover::name(file)).is_some() || !file.is_file() {
            return false;
        }
        let read = layout(file).and_then(|layout| discover::read(file, layout).ok());
        read.is_none_or(|document| !is_foreign(&document))
    }

    /// The text that a file has now.
    pub(super) fn set(&mut self, name: &str, text: &str) {
        let layout = layout(Path::new(name)).unwrap_or(Layout::Json);
        self.put(Document::parse(name, text.as_bytes().to_vec(), layout));
    }

    /// Reads one file again.
    pub(super) fn read_file(&mut self, file: &Path) {
        let read = layout(file).and_then(|layout| discover::read(file, layout).ok());
        match read {
            Some(document) => self.put(document),
            None => self.remove(&discover::name(file)),
        }
    }

    fn put(&mut self, document: Document) {
        self.forget();
        let name = document.name().to_owned();
        self.changed.insert(name.clone());
        let is_broken = !document.syntax_errors().is_empty();
        let before = self.workspace.document(&name);
        if is_broken && before.is_some_and(|before| before.syntax_errors().is_empty()) {
            // What the others refer to is still known from before.
            self.broken.insert(name, document);
            return;
        }
        self.broken.remove(&name);
        match is_foreign(&document) {
            true => drop(self.workspace.remove(&name)),
            false => drop(self.workspace.insert(document)),
        }
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.forget();
        self.broken.remove(name);
        self.workspace.remove(name);
    }

    /// The text that its findings speak of.
    pub(super) fn document(&self, name: &str) -> Option<&Document> {
        self.broken.get(name).or_else(|| self.workspace.document(name))
    }

    /// The innermost value or key of a document at a place.
    pub(super) fn node_at(&self, name: &str, at: Position, encoding: Encoding) -> Option<Node<'_>> {
        let document = self.workspace.document(name)?;
        document.innermost(Lines::of(document.text(), encoding).offset(at))
    }

    /// Whether the text is no JSON just now.
    pub(super) fn is_broken(&self, name: &str) -> bool {
        self.broken.contains_key(name)
    }

    pub(super) fn is_checked(&self) -> bool {
        self.report.is_some()
    }

    /// Whether nobody has to wait for all of it to be checked.
    pub(super) fn is_quick(&self) -> bool {
        let size =
            || self.workspace.documents().map(|document| document.text().len()).sum::<usize>();
        self.took.map_or_else(|| size() <= SMALL, |took| took <= QUICK)
    }

    /// The texts that have changed since all was checked.
    pub(super) fn changed(&self) -> impl Iterator<Item = &String> {
        self.changed.iter()
    }

    /// What is found in one file: as among all files, and sooner.
    pub(super) fn findings_in(&mut self, name: &str) -> Vec<Finding> {
        if self.is_quick() {
            self.check_all(|| true);
        }
        if self.is_checked() {
            let is_there = |finding: &&Finding| *finding.primary.location.file == *name;
            return self.known_findings().iter().filter(is_there).cloned().collect();
        }
        if let Some(found) = self.found.get(name) {
            return found.clone();
        }
        let found = match self.broken.get(name) {
            Some(broken) => self.check_alone(broken),
            None => self.workspace.check_document(name),
        };
        self.found.insert(name.to_owned(), found.clone());
        found
    }

    /// Checks, if anything has changed; what takes long only while somebody wants it. Whether all is
    /// checked now.
    pub(super) fn check_all(&mut self, is_wanted: impl Fn() -> bool + Sync) -> bool {
        if self.report.is_none() {
            let start = Instant::now();
            let is_quick = self.is_quick();
            if let Some(report) = self.check(|| is_quick || is_wanted()) {
                self.report = Some(report);
                self.took = Some(start.elapsed());
                self.changed.clear();
            }
        }
        self.is_checked()
    }

    /// Something has changed.
    fn forget(&mut self) {
        self.report = None;
        self.found.clear();
    }

    /// What was found in all files when they were checked last.
    pub(super) fn known_findings(&self) -> &[Finding] {
        self.report.as_ref().map_or(&[], |report| &report.findings)
    }

    fn check(&self, is_wanted: impl Fn() -> bool + Sync) -> Option<Report> {
        let mut report = self.workspace.check_while(is_wanted)?;
        report
            .findings
            .retain(|finding| !self.broken.contains_key(&*finding.primary.location.file));
        report.findings.extend(self.broken.values().flat_map(|broken| self.check_alone(broken)));
        Some(report)
    }

    /// What is found in a text that is no JSON just now.
    fn check_alone(&self, broken: &Document) -> Vec<Finding> {
        let name = broken.name();
        let layout = layout(Path::new(name)).unwrap_or(Layout::Json);
        // By itself it tells nothing of all sign-ins.
        let options = Options { guards: Guards::default(), ..self.options.clone() };
        let mut alone = Workspace::new(options);
        alone.insert(Document::parse(name, broken.text().as_bytes().to_vec(), layout));
        let mut findings = alone.check().findings;
        findings.retain(|finding| *finding.primary.location.file == *name);
        findings
    }
}

fn options(config: &Config, root: &Path) -> Result<Options, ConfigError> {
    let mut options = Options::default();
    config.apply(&mut options)?;
    options.silence.baseline = config.baseline()?;
    options.silence.is_whole = config.folder().is_some_and(|folder| folder.starts_with(root));
    Ok(options)
}
