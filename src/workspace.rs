//! Documents in, a report out.

use std::collections::HashSet;

use rayon::prelude::*;

use crate::date::{Date, today};
use crate::diagnostic::{
    Counts, Edit, Finding, Limits, LintName, Notice, NoticeKind, Report, Severity, Silenced,
    Silencer,
};
use crate::discover::Input;
use crate::export::{Exports, Recognised, assemble};
use crate::filter::{Filter, Selector};
use crate::guard::Guards;
use crate::json::Document;
use crate::lints::{self, Interest, Lint, LintOptions, Scope};
use crate::model::Engine;
use crate::silence::{Earlier, Paths, Silence};

/// What to check, and how.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Which findings to report.
    pub filter: Filter,
    /// How many of them.
    pub limits: Limits,
    /// Directories that are exports of their own, beyond what documents tell by themselves; called
    /// as in the names of documents.
    pub export_roots: Vec<String>,
    /// The engine that all exports come from, where the user knows.
    pub engine: Option<Engine>,
    /// What is set of single lints.
    pub lints: LintOptions,
    /// How much findings matter, where that is not what their lints say; the last that is about a finding
    /// counts.
    pub severities: Vec<SeverityOf>,
    /// What users demand of all sign-ins.
    pub guards: Guards,
    /// What is not shown, although it is found.
    pub silence: Silence,
    /// The day to check for; today, in UTC, where none is given.
    pub date: Option<Date>,
}

/// How much the findings of a lint matter to a user.
#[derive(Debug, Clone)]
pub struct SeverityOf {
    /// The lint, or a category of lints.
    pub lint: Selector,
    /// The files in which they do; everywhere, where there are none.
    pub paths: Option<Paths>,
    /// How much; not at all, where there is none.
    pub severity: Option<Severity>,
}

impl SeverityOf {
    fn is_about(&self, lint: LintName, file: &str) -> bool {
        self.lint.names(&lint) && self.paths.as_ref().is_none_or(|paths| paths.have(file))
    }
}

/// A set of documents that is checked as often as one of them changes.
///
/// ```
/// use catchall::json::{Document, Layout};
/// use catchall::{Options, Workspace};
///
/// let rule = |connection: &str| {
///     let text = format!(
///         r#"{{"type": "ACCESS_POLICY", "name": "Contractors",
///             "conditions": {{"network": {{"connection": "{connection}"}}}},
///             "actions": {{"appSignOn": {{"access": "DENY"}}}}}}"#
///     );
///     Document::parse("rule.json", text.into(), Layout::Json)
/// };
/// let mut workspace = Workspace::new(Options::default());
/// workspace.insert(rule("ZONE"));
/// assert_eq!(workspace.check().findings[0].lint.name, "zone-without-list");
/// workspace.insert(rule("ANYWHERE"));
/// assert_eq!(workspace.check().findings, []);
/// ```
#[derive(Debug, Default)]
pub struct Workspace {
    options: Options,
    documents: Vec<Recognised>,
    /// The documents that the user named.
    named: HashSet<String>,
    left_out: Vec<Notice>,
}

impl Workspace {
    /// A workspace without documents.
    pub fn new(options: Options) -> Self {
        Self { options, ..Self::default() }
    }

    /// A workspace with what was read from files.
    pub fn of(options: Options, input: Input) -> Self {
        let Input { documents, named, left_out } = input;
        let mut workspace = Self { options, named, left_out, ..Self::default() };
        let recognised: Vec<_> = documents.into_par_iter().map(Recognised::of).collect();
        for document in recognised {
            workspace.put(document);
        }
        workspace
    }

    /// Checks in another way from now on.
    pub fn set_options(&mut self, options: Options) {
        self.options = options;
    }

    /// Adds a document, in place of the one that has its name, if there is one, which is returned.
    pub fn insert(&mut self, document: Document) -> Option<Document> {
        self.put(Recognised::of(document)).map(Recognised::into_document)
    }

    fn put(&mut self, document: Recognised) -> Option<Recognised> {
        match self.place(document.document().name()) {
            Ok(place) => Some(std::mem::replace(&mut self.documents[place], document)),
            Err(place) => {
                self.documents.insert(place, document);
                None
            }
        }
    }

    /// Takes out the document that has this name.
    pub fn remove(&mut self, name: &str) -> Option<Document> {
        let place = self.place(name).ok()?;
        Some(self.documents.remove(place).into_document())
    }

    /// The document that has this name, or the settings that guards or entries of [`Silence`] are written
    /// in.
    pub fn document(&self, name: &str) -> Option<&Document> {
        let document = self.place(name).ok().map(|place| self.documents[place].document());
        let Options { silence, guards, .. } = &self.options;
        document.or_else(|| silence.file(name)).or_else(|| guards.file(name))
    }

    /// How it checks.
    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    /// Gives settings another text, in which these edits were made.
    pub(crate) fn rewrite_settings(&mut self, name: &str, edits: &[&Edit], text: String) {
        self.options.guards.rewrite(name, edits, &text);
        self.options.silence.rewrite(name, edits, text);
    }

    /// All documents, by name.
    pub fn documents(&self) -> impl Iterator<Item = &Document> {
        self.documents.iter().map(Recognised::document)
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.documents.binary_search_by(|document| document.document().name().cmp(name))
    }

    /// What the documents describe.
    pub fn exports(&self) -> Exports<'_> {
        assemble(&self.documents, &self.options.export_roots, self.options.engine)
    }

    /// What was not read, or holds nothing of Okta's although the user named it, beside what is said
    /// of the exports.
    pub fn notices(&self, exports: &Exports<'_>) -> Vec<Notice> {
        let is_told = |name: &&str| {
            exports.notices.iter().any(|notice| notice.path.as_deref() == Some(*name))
        };
        let unrelated =
            exports.unrelated.iter().map(|&document| self.documents[document].document().name());
        let named = unrelated.filter(|name| self.named.contains(*name));
        let unrelated = named.filter(|name| !is_told(name)).map(|name| {
            let message = format!("{name} holds no policy, rule or simulation");
            Notice::of_file(NoticeKind::Unrelated, name, message)
        });
        unrelated.chain(self.left_out.iter().cloned()).collect()
    }

    /// Checks all documents.
    pub fn check(&self) -> Report {
        self.check_within(self.options.limits, Scope::Everywhere, &Interest::while_it(&|| true))
    }

    /// As [`check`](Self::check), but gives up once nobody wants to know any more.
    pub fn check_while(&self, is_wanted: impl Fn() -> bool + Sync) -> Option<Report> {
        let interest = Interest::while_it(&is_wanted);
        let report = self.check_within(self.options.limits, Scope::Everywhere, &interest);
        (!interest.was_lost()).then_some(report)
    }

    /// What [`check`](Self::check) finds in one document, for less work: of the others only what is
    /// about it is looked at. Findings that are known by the same in several documents may be
    /// numbered otherwise.
    pub fn check_document(&self, name: &str) -> Vec<Finding> {
        let Ok(place) = self.place(name) else { return Vec::new() };
        let scope = Scope::Within(self.documents[place].document());
        let interest = Interest::while_it(&|| true);
        let mut findings = self.check_within(self.options.limits, scope, &interest).findings;
        findings.retain(|finding| *finding.primary.location.file == *name);
        findings
    }

    /// As [`check`](Self::check), without a limit on findings, and without the labels that explain them.
    pub fn check_in_full(&self) -> Report {
        let limits = Limits { findings: usize::MAX, labels: 0 };
        self.check_within(limits, Scope::Everywhere, &Interest::while_it(&|| true))
    }

    fn check_within<'d>(
        &'d self,
        limits: Limits,
        scope: Scope<'d>,
        interest: &Interest<'_>,
    ) -> Report {
        let Options { filter, lints: of_lints, severities, guards, silence, date, .. } =
            &self.options;
        let date = date.unwrap_or_else(today);
        let exports = self.exports();
        let mut findings = lints::run(
            &self.documents,
            &exports,
            of_lints,
            guards,
            date,
            (scope, interest),
            |lint| filter.runs(lint),
        );
        let weight = |lint: LintName, file: &str, severity| {
            let mut said = severities.iter().rev();
            let said = said.find(|said| said.is_about(lint, file));
            said.map_or(Some(severity), |said| said.severity)
        };
        findings.weigh(weight);
        // What is left is left whether it is asked for or not.
        let mut silenced = match silence.is_empty() {
            true => Vec::new(),
            false => findings.silence(&exports, |finding| silence.of(finding, date)),
        };
        let is_readable = self.documents().all(|document| document.syntax_errors().is_empty());
        let has_run =
            |lint: &Lint| is_readable && filter.runs(lint) && lints::has_run_in(&exports, lint);
        let stale = silence.stale(&silenced, filter, date, has_run);
        let known = silenced.iter().map(|one| one.finding.fingerprint).chain(findings.known());
        let stale_baseline = silence.stale_baseline(&known.collect(), has_run);
        silenced.retain(|Silenced { finding, .. }| {
            let is_reported = |lint: &'static Lint| filter.reports(lint, finding.tier);
            filter.admits(finding.severity)
                && Lint::named(finding.lint.name).is_some_and(is_reported)
        });
        let found = findings.retain(|_, severity, _| filter.admits(severity));
        let reported = findings.retain(|lint, _, tier| filter.reports(lint, tier));
        let stale = stale.into_iter().filter_map(|finding| {
            let file = &finding.primary.location.file;
            let severity = weight(finding.lint, file, finding.severity)?;
            filter.admits(severity).then_some(Finding { severity, ..finding })
        });
        let not_shown = findings.limit(limits);
        let not_run = match scope {
            Scope::Everywhere => lints::not_run(&exports, |lint| {
                filter.runs(lint) && filter.reports(lint, lint.tier())
            }),
            Scope::Within(_) => Vec::new(),
        };
        let mut notices = exports.notices.clone();
        notices.extend(self.notices(&exports));
        let mut findings = findings.finished(&exports);
        // Of these there is no draft.
        let is_earlier = |finding: &Finding| {
            silence.earlier.as_ref().is_some_and(|earlier| earlier.has(finding.fingerprint))
        };
        let (earlier, stale): (Vec<_>, Vec<_>) = stale.partition(is_earlier);
        silenced
            .extend(earlier.into_iter().map(|finding| Silenced { finding, by: Silencer::Earlier }));
        let of_documents = findings.len();
        findings.extend(stale);
        if findings.len() > of_documents {
            findings.sort_by(|one, other| {
                let place = |finding: &Finding| finding.primary.location.span.start;
                let (file, other_file) = (&one.primary.location.file, &other.primary.location.file);
                file.cmp(other_file).then_with(|| place(one).cmp(&place(other)))
            });
        }
        Report {
            findings,
            silenced,
            since: silence.earlier.as_ref().map(Earlier::revision),
            stale_baseline,
            not_shown,
            more_if_pedantic: found - reported,
            not_run,
            notices,
            counts: Counts {
                files: self.documents.len() - exports.unrelated.len(),
                policies: exports.all.iter().map(|export| export.policies.len()).sum(),
                rules: exports.all.iter().map(|export| export.rules().count()).sum(),
            },
        }
    }
}

/// Checks documents, once. Of documents of one name the last counts.
pub fn check(documents: impl IntoIterator<Item = Document>, options: &Options) -> Report {
    let mut workspace = Workspace::new(options.clone());
    for document in documents {
        workspace.insert(document);
    }
    workspace.check()
}
