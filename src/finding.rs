//! What a lint reports at a place in a document.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use serde_json::{Value, json};

use crate::export::{Export, Helper, HelperKind, Identified, Policy, PolicyRule};
use crate::json::{Document, Mark, Node};
use crate::lints::Lint;
use crate::okta::Key;
use crate::shape::Violation;
use crate::wording::{harmless, printable};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Advice.
    Info,
    /// Okta accepts it, but it is almost surely a mistake, or it has no effect.
    Warning,
    /// Okta refuses it, or it contradicts a documented invariant that no real export breaks.
    Error,
}

impl Severity {
    /// The severity's name in options and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Who is told of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Everyone.
    Default,
    /// Those who ask for it: it is true, but most orgs leave it as it is.
    Pedantic,
}

impl Tier {
    /// The tier's name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Pedantic => "pedantic",
        }
    }
}

/// One finding.
#[derive(Debug, Clone)]
pub struct Finding<'d> {
    /// The lint that reports it.
    pub lint: &'static Lint,
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
    /// The place, and what there is to say about it in a word or two.
    pub(crate) primary: Label<'d>,
    /// Other places that explain the finding.
    pub(crate) related: Vec<Label<'d>>,
    /// The members whose absence the finding is about, if it is about any.
    lacking: Vec<String>,
    /// The members that are meant by another, and the object that lacks them, perhaps far within.
    meant: Option<(Node<'d>, Vec<String>)>,
}

/// A place with a remark.
#[derive(Debug, Clone)]
pub(crate) struct Label<'d> {
    pub(crate) document: &'d Document,
    pub(crate) mark: Mark<'d>,
    pub(crate) text: String,
}

impl<'d> Label<'d> {
    pub(crate) fn node(&self) -> Option<Node<'d>> {
        self.mark.node()
    }

    pub(crate) fn span(&self) -> Range<usize> {
        self.mark.span()
    }
}

impl<'d> Finding<'d> {
    /// The document that the finding is in.
    pub fn document(&self) -> &'d Document {
        self.primary.document
    }

    /// The bytes that the finding is about.
    pub fn span(&self) -> Range<usize> {
        self.primary.span()
    }

    /// The value that the finding is about; none for a text that is not JSON.
    pub fn node(&self) -> Option<Node<'d>> {
        self.primary.node()
    }

    /// Where the lint's page can be read.
    pub fn url(&self) -> String {
        self.lint.url()
    }

    /// A few words at the place itself.
    pub(crate) fn remark(&mut self, text: impl Into<String>) -> &mut Self {
        self.primary.text = harmless(&text.into());
        self
    }

    /// Another place that explains the finding.
    pub(crate) fn label(&mut self, node: Node<'d>, text: impl Into<String>) -> &mut Self {
        self.related.push(Label {
            document: node.document(),
            mark: Mark::Node(node),
            text: harmless(&text.into()),
        });
        self
    }

    /// Another place of a document that is not JSON.
    pub(crate) fn label_bytes(
        &mut self,
        document: &'d Document,
        span: Range<usize>,
        text: impl Into<String>,
    ) -> &mut Self {
        let text = harmless(&text.into());
        self.related.push(Label { document, mark: Mark::Bytes(span), text });
        self
    }

    /// The severity and help that the schema gives the constraint, where it gives any.
    pub(crate) fn explained_by(&mut self, violation: &Violation<'_>) -> &mut Self {
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

    /// Whether `other` tells why the members are absent that this finding misses.
    pub(crate) fn follows_from(&self, other: &Self) -> bool {
        let (Some((object, meant)), Some(node)) = (&other.meant, self.node()) else {
            return false;
        };
        self.lacking.iter().any(|member| meant.contains(member)) && object.contains(node)
    }

    /// What to do: an imperative sentence without a full stop.
    pub(crate) fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(printable(&help.into()));
        self
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
}

/// The policy and rule that a finding is about, as an admin knows them; or the object that they
/// refer to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// The policy.
    pub policy: Option<Named>,
    /// The rule.
    pub rule: Option<Named>,
    /// The network zone or device assurance policy.
    pub helper: Option<(HelperKind, Named)>,
}

/// A name and an id, as far as the export tells them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// What the Admin Console shows.
    pub name: Option<String>,
    /// Okta's id.
    pub id: Option<String>,
}

impl Named {
    pub(crate) fn of(node: Node<'_>) -> Self {
        let text = |key| node.field(key).and_then(Node::as_str).map(String::from);
        Self { name: text(Key::NAME), id: text(Key::ID) }
    }

    /// Something known by its id alone.
    pub(crate) fn with_id(id: String) -> Self {
        Self { name: None, id: Some(id) }
    }

    pub(crate) fn to_json(&self) -> Value {
        json!({"name": self.name, "id": self.id})
    }
}

/// Finds the policy and rule that a place belongs to.
pub(crate) struct Subjects<'e, 'd> {
    /// The objects, in document order within each document.
    by_document: HashMap<*const Document, Vec<(Node<'d>, Whose<'e, 'd>)>>,
}

#[derive(Clone, Copy)]
enum Whose<'e, 'd> {
    Policy(&'e Policy<'d>),
    Rule(Option<&'e Policy<'d>>, &'e PolicyRule<'d>),
    Helper(HelperKind),
}

impl<'e, 'd> Subjects<'e, 'd> {
    pub(crate) fn of(exports: &'e [Export<'d>]) -> Self {
        let mut subjects = Self { by_document: HashMap::new() };
        for policy in exports.iter().flat_map(|export| &export.policies) {
            subjects.add(policy.node, Whose::Policy(policy));
            for rule in &policy.rules {
                subjects.add(rule.node, Whose::Rule(Some(policy), rule));
            }
        }
        for copy in exports.iter().flat_map(|export| &export.policy_copies) {
            subjects.add(copy.node, Whose::Policy(copy));
        }
        let loose =
            exports.iter().flat_map(|export| export.loose_rules.iter().chain(&export.rule_copies));
        for rule in loose {
            subjects.add(rule.node, Whose::Rule(None, rule));
        }
        // The other kinds are not checked.
        let kinds = [HelperKind::NetworkZone, HelperKind::DeviceAssurance];
        let helpers = exports
            .iter()
            .flat_map(|export| export.helpers.all.iter().chain(&export.helpers.copies));
        for Helper { kind, node, .. } in helpers.filter(|helper| kinds.contains(&helper.kind)) {
            subjects.add(*node, Whose::Helper(*kind));
        }
        for objects in subjects.by_document.values_mut() {
            objects.sort_by_key(|(object, _)| object.index());
        }
        subjects
    }

    fn add(&mut self, node: Node<'d>, whose: Whose<'e, 'd>) {
        self.by_document.entry(node.document()).or_default().push((node, whose));
    }

    pub(crate) fn find(&self, node: Node<'d>) -> Subject {
        let objects = self.by_document.get(&std::ptr::from_ref(node.document()));
        let objects = objects.map(Vec::as_slice).unwrap_or_default();
        let before = objects.partition_point(|(object, _)| object.index() <= node.index());
        // The innermost object is the last that starts before; policies embed rules, no deeper.
        let mut around = objects[..before].iter().rev();
        match around.find(|(object, _)| object.contains(node)) {
            Some((_, Whose::Policy(policy))) => {
                Subject { policy: Some(Named::of(policy.node)), ..Subject::default() }
            }
            Some((object, Whose::Helper(kind))) => {
                Subject { helper: Some((*kind, Named::of(*object))), ..Subject::default() }
            }
            Some((_, Whose::Rule(policy, rule))) => Subject {
                policy: match policy {
                    Some(policy) => Some(Named::of(policy.node)),
                    None => rule.policy_id().map(Named::with_id),
                },
                rule: Some(Named::of(rule.node)),
                helper: None,
            },
            None => Subject::default(),
        }
    }
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.name, &self.id) {
            (Some(name), Some(id)) => write!(f, "\"{}\" ({})", printable(name), printable(id)),
            (Some(name), None) => write!(f, "\"{}\"", printable(name)),
            (None, Some(id)) => f.write_str(&printable(id)),
            (None, None) => f.write_str("without a name"),
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.policy, &self.rule) {
            (Some(policy), Some(rule)) => write!(f, "policy {policy} › rule {rule}"),
            (Some(policy), None) => write!(f, "policy {policy}"),
            (None, Some(rule)) => write!(f, "rule {rule}"),
            (None, None) => match &self.helper {
                Some((kind, helper)) => write!(f, "{} {helper}", kind.name()),
                None => Ok(()),
            },
        }
    }
}

/// Collects what lints report, one after the other.
pub(crate) struct Findings<'d> {
    lint: &'static Lint,
    /// Whose names the export tells; none where a lint looks at a document by itself.
    objects: Identified<'d>,
    found: Vec<Finding<'d>>,
}

impl<'d> Findings<'d> {
    pub(crate) fn new(lint: &'static Lint, objects: Identified<'d>) -> Self {
        Self { lint, objects, found: Vec::new() }
    }

    /// Whatever is reported from now on, this lint reports.
    pub(crate) fn set_lint(&mut self, lint: &'static Lint) {
        self.lint = lint;
    }

    /// The id of an object, to quote in a sentence: after its name, where the export tells it. A
    /// value that is no text as it stands in the file.
    pub(crate) fn name(&self, id: Node<'d>) -> String {
        let named = id.as_str().and_then(|text| Some((self.objects.name(&text)?, text)));
        match named.filter(|(name, id)| name != id) {
            Some((name, id)) => format!("\"{name}\" ({id})"),
            None => id.brief(),
        }
    }

    /// Reports `message` at `node`: one sentence, sentence case, no full stop.
    pub(crate) fn at(&mut self, node: Node<'d>, message: impl Into<String>) -> &mut Finding<'d> {
        self.push(node.document(), Mark::Node(node), message.into())
    }

    /// Reports `message` at a place of a document that is not JSON.
    pub(crate) fn at_bytes(
        &mut self,
        document: &'d Document,
        span: Range<usize>,
        message: String,
    ) -> &mut Finding<'d> {
        self.push(document, Mark::Bytes(span), message)
    }

    fn push(
        &mut self,
        document: &'d Document,
        mark: Mark<'d>,
        message: String,
    ) -> &mut Finding<'d> {
        let finding = Finding {
            lint: self.lint,
            severity: self.lint.severity(),
            tier: self.lint.tier(),
            message: printable(&message),
            help: None,
            subject: Subject::default(),
            primary: Label { document, mark, text: String::new() },
            related: Vec::new(),
            lacking: Vec::new(),
            meant: None,
        };
        self.found.push(finding);
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    pub(crate) fn into_found(self) -> Vec<Finding<'d>> {
        self.found
    }
}
