//! What a lint reports at a place in a file.

use super::fingerprint::Fingerprint;
use super::location::Location;
use super::severity::{Severity, Tier};
use super::subject::Subject;

/// The lint that reports a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LintName {
    /// The lint's kebab-case name.
    pub name: &'static str,
    /// Its category: the folder of its page.
    pub category: &'static str,
}

impl LintName {
    /// Where the lint's page can be read.
    pub fn url(&self) -> String {
        const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");
        format!("{REPOSITORY}/blob/main/rules/{}/{}.md", self.category, self.name)
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The lint that reports it.
    pub lint: LintName,
    /// How much it matters.
    pub severity: Severity,
    /// Who is told of it.
    pub tier: Tier,
    /// One sentence that says what is wrong, with the values in it.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The policy and rule that the place belongs to.
    pub subject: Subject,
    /// The place, and what there is to say about it in a word or two, which may be nothing.
    pub primary: Label,
    /// Other places that explain the finding.
    pub related: Vec<Label>,
    /// How many more such places there are.
    pub more_labels: usize,
    /// What to change, where it is plain.
    pub fix: Option<Fix>,
    /// What it is known by from one run to the next.
    pub fingerprint: Fingerprint,
}

/// A place, and what there is to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub location: Location,
    /// A few words, or none.
    pub text: String,
}

/// A change that mends what a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an imperative.
    pub title: String,
    /// Whether it may be applied unseen.
    pub safety: Safety,
    /// The edits, all of which belong together; they do not overlap.
    pub edits: Vec<Edit>,
}

/// Whether a fix may change what the object means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Safety {
    /// Okta reads the object as before; or it refuses what stands there, and only this can be meant.
    Safe,
    /// Somebody has to look at it.
    Unsafe,
}

/// A part of a file with another text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What the text stands in place of.
    pub location: Location,
    /// The text.
    pub text: String,
}

impl Edit {
    /// Where a byte is after edits of its file, none of which takes it away.
    pub(crate) fn moved(edits: &[&Self], at: usize) -> usize {
        let spans = edits.iter().map(|edit| &edit.location.span);
        let gone: usize = spans.map(|span| span.end.min(at).saturating_sub(span.start)).sum();
        let before = edits.iter().filter(|edit| edit.location.span.end <= at);
        let new: usize = before.map(|edit| edit.text.len()).sum();
        at.saturating_sub(gone) + new
    }
}
