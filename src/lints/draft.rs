//! A finding while a lint writes it: it speaks of nodes, and becomes a [`Finding`] that owns its places.

use std::ops::Range;

use super::Lint;
use super::identity::{fingerprint, of_guard};
use super::mending::Mending;
use super::subjects::Subjects;
use crate::diagnostic::{Finding, Fingerprint, Label, Safety, Severity, Subject, Tier};
use crate::json::{Anchor, Document, Node};
use crate::schema::Violation;
use crate::wording::printable;

/// A finding that is being written.
#[derive(Debug, Clone)]
pub(crate) struct Draft<'d> {
    pub(super) lint: &'static Lint,
    pub(super) severity: Severity,
    pub(super) tier: Tier,
    pub(super) message: String,
    help: Option<String>,
    primary: Spot<'d>,
    related: Vec<Spot<'d>>,
    fix: Option<Mending<'d>>,
    /// The members whose absence the finding is about, if it is about any.
    lacking: Vec<String>,
    /// The members that are meant by another, and the object that lacks them, perhaps far within.
    meant: Option<(Node<'d>, Vec<String>)>,
    /// How many places at the end of `related` are not shown.
    more_labels: usize,
    /// How many findings it is reported for.
    stands_for: usize,
    /// The finding, once it was told apart from others that are alike.
    pub(super) known: Option<Box<Finding>>,
    /// Whether it is about the objects of all its places alike, and stands at one by chance.
    is_about_all: bool,
    /// The guard that it is about: whose object it is and which guard are all that it is known by.
    guard: Option<String>,
}

/// A place with what there is to say about it.
#[derive(Debug, Clone)]
struct Spot<'d> {
    document: &'d Document,
    anchor: Anchor<'d>,
    text: String,
}

impl Spot<'_> {
    fn finished(self) -> Label {
        let node = self.anchor.node();
        let location = self.document.location(self.anchor.span(), node.and_then(pointer));
        Label { location, text: self.text }
    }
}

/// Where a value is; none where it would take more to say than the value is worth.
fn pointer(node: Node<'_>) -> Option<String> {
    const LONGEST: usize = 2_000;
    Some(node.pointer()).filter(|pointer| pointer.len() <= LONGEST)
}

impl<'d> Draft<'d> {
    pub(super) fn new(
        lint: &'static Lint,
        document: &'d Document,
        anchor: Anchor<'d>,
        message: &str,
    ) -> Self {
        Self {
            lint,
            severity: lint.severity(),
            tier: lint.tier(),
            message: printable(message),
            help: None,
            primary: Spot { document, anchor, text: String::new() },
            related: Vec::new(),
            fix: None,
            lacking: Vec::new(),
            meant: None,
            more_labels: 0,
            stands_for: 1,
            known: None,
            is_about_all: false,
            guard: None,
        }
    }

    pub(super) fn document(&self) -> &'d Document {
        self.primary.document
    }

    /// The bytes that the finding is about.
    pub(super) fn span(&self) -> Range<usize> {
        self.primary.anchor.span()
    }

    /// The value that the finding is about; none for a text that is not JSON.
    pub(super) fn node(&self) -> Option<Node<'d>> {
        self.primary.anchor.node()
    }

    /// A few words at the place itself.
    pub(crate) fn primary_label(&mut self, text: impl Into<String>) -> &mut Self {
        self.primary.text = printable(&text.into());
        self
    }

    /// Another place that explains the finding.
    pub(crate) fn label(&mut self, node: Node<'d>, text: impl Into<String>) -> &mut Self {
        let (document, anchor) = (node.document(), Anchor::Node(node));
        self.related.push(Spot { document, anchor, text: printable(&text.into()) });
        self
    }

    /// Another place of a document that is not JSON.
    pub(crate) fn label_bytes(
        &mut self,
        document: &'d Document,
        span: Range<usize>,
        text: impl Into<String>,
    ) -> &mut Self {
        let text = printable(&text.into());
        self.related.push(Spot { document, anchor: Anchor::Bytes(span), text });
        self
    }

    /// The severity and help that the schema gives the constraint, where it gives any.
    pub(crate) fn explained_by(&mut self, violation: &Violation<'_>) -> &mut Self {
        self.stands_for = violation.times;
        if let Some(severity) = violation.severity() {
            self.severity = severity;
        }
        if let Some(help) = violation.help() {
            self.help = Some(help.to_owned());
        }
        self
    }

    /// Is about the absence of one of these members: nobody needs to know of it where one of them was
    /// meant by another that is reported.
    pub(crate) fn for_lack_of<'m>(
        &mut self,
        members: impl IntoIterator<Item = &'m str>,
    ) -> &mut Self {
        self.lacking.extend(members.into_iter().map(str::to_owned));
        self
    }

    /// Is about a member by which one of `members` is meant, which `object` lacks somewhere.
    pub(crate) fn instead_of<'m>(
        &mut self,
        object: Node<'d>,
        members: impl IntoIterator<Item = &'m str>,
    ) -> &mut Self {
        self.meant = Some((object, members.into_iter().map(str::to_owned).collect()));
        self
    }

    /// Whether it tells why others are found.
    pub(super) fn is_cause(&self) -> bool {
        self.meant.is_some()
    }

    /// Whether `other` tells why the members are absent that this finding misses.
    pub(super) fn follows_from(&self, other: &Self) -> bool {
        let (Some((object, meant)), Some(node)) = (&other.meant, self.node()) else {
            return false;
        };
        object.contains(node) && self.lacking.iter().any(|member| meant.contains(member))
    }

    /// Whether it says what to do.
    pub(crate) fn has_help(&self) -> bool {
        self.help.is_some()
    }

    /// What to do: an imperative sentence without a full stop.
    pub(crate) fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(printable(&help.into()));
        self
    }

    /// What mends it: a title in the imperative, and whether it may be applied unseen. What it does is
    /// said of what is returned, as in `fix(Safety::Safe, "Remove the copy").remove(copy)`; one that does
    /// nothing is none.
    pub(crate) fn fix(&mut self, safety: Safety, title: impl Into<String>) -> &mut Mending<'d> {
        self.fix.insert(Mending::new(safety, title.into()))
    }

    /// Is reported for so many of its kind.
    pub(crate) fn standing_for(&mut self, count: usize) -> &mut Self {
        self.stands_for = count;
        self
    }

    /// How many findings it is reported for.
    pub(super) fn stands_for(&self) -> usize {
        self.stands_for
    }

    /// Keeps so many of the places that explain the finding.
    pub(super) fn limit_labels(&mut self, most: usize) {
        // They stay until it is known what the finding is known by.
        self.more_labels = self.related.len().saturating_sub(most);
        if let Some(known) = &mut self.known {
            known.more_labels = self.more_labels;
            known.related.truncate(most);
        }
    }

    /// Is about the objects of all its places alike: at which it stands, the order in the file decides.
    pub(crate) fn about_all(&mut self) -> &mut Self {
        self.is_about_all = true;
        self
    }

    /// Is about a guard of this name.
    pub(crate) fn of_guard(&mut self, name: &str) -> &mut Self {
        self.guard = Some(name.to_owned());
        self
    }

    /// The documents with the objects that it is known by.
    pub(super) fn documents(&self) -> impl Iterator<Item = &'d Document> {
        let others = self.related.iter().filter(|_| self.is_about_all);
        [&self.primary].into_iter().chain(others).map(|spot| spot.document)
    }

    /// What it is known by.
    fn fingerprint(&self, subjects: &Subjects<'_, 'd>) -> Fingerprint {
        if let Some(guard) = &self.guard {
            let owner = self.node().and_then(|node| subjects.find(node));
            return of_guard(self.lint.name, guard, owner.as_ref());
        }
        let of = |spot: &Spot<'d>| {
            let node = spot.anchor.node();
            let owner = node.and_then(|node| subjects.find(node));
            let within = node.filter(|_| !self.is_about_all);
            fingerprint(self.lint.name, spot.document, within, owner.as_ref())
        };
        let own = of(&self.primary);
        let others = self.related.iter().filter(|_| self.is_about_all).map(of);
        others.fold(own, Ord::min)
    }

    /// A severity other than the lint's own.
    pub(crate) fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }

    /// A tier other than the lint's own.
    pub(crate) fn tier(&mut self, tier: Tier) -> &mut Self {
        self.tier = tier;
        self
    }

    /// The finding, as it leaves the lints.
    pub(super) fn finished(self, subjects: &Subjects<'_, 'd>) -> Finding {
        if let Some(known) = self.known {
            return *known;
        }
        let owner = self.node().and_then(|node| subjects.find(node));
        let fingerprint = self.fingerprint(subjects);
        let shown = self.related.len() - self.more_labels;
        let fix = self.fix.and_then(|fix| {
            fix.finished(|document, span, node| document.location(span, node.and_then(pointer)))
        });
        Finding {
            lint: self.lint.id(),
            severity: self.severity,
            tier: self.tier,
            message: self.message,
            help: self.help,
            subject: owner.map_or_else(Subject::default, |owner| owner.subject()),
            primary: self.primary.finished(),
            related: self.related.into_iter().take(shown).map(Spot::finished).collect(),
            more_labels: self.more_labels,
            fix,
            fingerprint,
        }
    }
}
