//! Documents with what was recognised in them.

use rayon::prelude::*;
use self_cell::self_cell;

use super::recognise::{Contents, FoundObject};
use crate::json::{Document, Node};
use crate::model::{List, ObjectKind, PolicyObject, RuleObject};

self_cell!(
    /// What is read borrows the document: both stay together, so that neither is read again while the
    /// document does not change.
    struct ReadDocument {
        owner: Document,
        #[covariant]
        dependent: Units,
    }

    impl {Debug}
);

/// A document, and the policies, rules and other objects of Okta's that were recognised in it and read
/// once.
#[derive(Debug)]
pub struct Recognised(ReadDocument);

/// What was recognised in a document, by outermost value.
#[derive(Debug)]
struct Units<'d>(Vec<Unit<'d>>);

/// The outermost value of a document with what was found in it: the smallest part of an export.
#[derive(Debug)]
pub(super) struct Unit<'d> {
    pub(super) document: &'d Document,
    /// The document's path, split at its separators, without the file name.
    pub(super) directories: Vec<&'d str>,
    pub(super) file: &'d str,
    pub(super) contents: Contents<'d>,
    /// What the policies say, in document order.
    policies: Vec<PolicyObject<'d>>,
    /// What the rules say, in document order.
    rules: Vec<RuleObject<'d>>,
}

impl Recognised {
    /// Recognises what a document holds, and reads it.
    pub fn of(document: Document) -> Self {
        Self(ReadDocument::new(document, |document| Units::of(document)))
    }

    /// The document.
    pub fn document(&self) -> &Document {
        self.0.borrow_owner()
    }

    /// The document alone.
    pub fn into_document(self) -> Document {
        self.0.into_owner()
    }

    pub(super) fn units(&self) -> &[Unit<'_>] {
        &self.0.borrow_dependent().0
    }
}

impl<'d> Units<'d> {
    fn of(document: &'d Document) -> Self {
        // Of lines that cannot be read nobody knows what they hold.
        let is_list = document.syntax_errors().is_empty() && document.roots().nth(1).is_some();
        let list = is_list.then_some(List::Lines(document));
        Self(document.roots().map(|root| Unit::of(root, list)).collect())
    }
}

impl<'d> Unit<'d> {
    fn of(root: Node<'d>, list: Option<List<'d>>) -> Self {
        let document = root.document();
        let (directories, file) = match document.name().rsplit_once('/') {
            Some((directories, file)) => (directories.split('/').collect(), file),
            None => (Vec::new(), document.name()),
        };
        let contents = Contents::of(root, list);
        let found = |kind| -> Vec<&FoundObject<'d>> {
            contents.found.iter().filter(|found| found.kind == kind).collect()
        };
        let policies = found(ObjectKind::Policy);
        let policies =
            policies.into_par_iter().map(|it| PolicyObject::of(it.node, it.place.list)).collect();
        let rules = found(ObjectKind::Rule);
        let rules =
            rules.into_par_iter().map(|it| RuleObject::of(it.node, it.place.list)).collect();
        Self { document, directories, file, contents, policies, rules }
    }

    /// The policies, each where it was found.
    pub(super) fn policies(&self) -> impl Iterator<Item = (&FoundObject<'d>, &PolicyObject<'d>)> {
        self.of_kind(ObjectKind::Policy).zip(&self.policies)
    }

    /// The rules, each where it was found.
    pub(super) fn rules(&self) -> impl Iterator<Item = (&FoundObject<'d>, &RuleObject<'d>)> {
        self.of_kind(ObjectKind::Rule).zip(&self.rules)
    }

    fn of_kind(&self, kind: ObjectKind) -> impl Iterator<Item = &FoundObject<'d>> {
        self.contents.found.iter().filter(move |found| found.kind == kind)
    }

    /// The names along the document's path, from the file outwards.
    pub(super) fn names(&self) -> impl Iterator<Item = &'d str> {
        std::iter::once(self.file).chain(self.directories.iter().rev().copied())
    }
}
