//! Documents with what was recognised in them.

use rayon::prelude::*;
use self_cell::self_cell;

use super::place::Place;
use super::recognise::{Contents, FoundObject, Unread};
use super::ties::Ties;
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
    /// Whether it is a line of JSON Lines.
    pub(super) is_line: bool,
    /// The document's path, split at its separators, without the file name.
    pub(super) directories: Vec<&'d str>,
    pub(super) file: &'d str,
    /// What the policies say, in document order.
    pub(super) policies: Vec<PolicyObject<'d>>,
    /// What the rules say, in document order.
    rules: Vec<RuleObject<'d>>,
    /// Where each of the rules was found.
    places: Vec<Place<'d>>,
    /// What else was found.
    pub(super) others: Vec<FoundObject<'d>>,
    /// Arrays without elements, as Okta answers where there is nothing to list.
    pub(super) empty_lists: Vec<Place<'d>>,
    /// What is Okta's, but in a form that is not read.
    pub(super) unread: Option<Unread>,
    /// Whether nothing was found that is Okta's.
    pub(super) is_empty: bool,
    pub(super) ties: Ties<'d>,
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
        let is_empty = contents.is_empty();
        let Contents { mut found, empty_lists, unread } = contents;
        let of_kind = |kind| -> Vec<&FoundObject<'d>> {
            found.iter().filter(|found| found.kind == kind).collect()
        };
        let policies = of_kind(ObjectKind::Policy);
        let policies: Vec<_> =
            policies.into_par_iter().map(|it| PolicyObject::of(it.node, it.place.list)).collect();
        let rules = of_kind(ObjectKind::Rule);
        let places = rules.iter().map(|it| it.place).collect();
        let mut rules: Vec<_> =
            rules.into_par_iter().map(|it| RuleObject::of(it.node, it.place.list)).collect();
        share_policies(&mut rules);
        let ties = Ties::of(&found, &policies, &rules);
        found.retain(|found| !matches!(found.kind, ObjectKind::Policy | ObjectKind::Rule));
        Self {
            document,
            is_line: list.is_some(),
            directories,
            file,
            policies,
            rules,
            places,
            others: found,
            empty_lists,
            unread,
            is_empty,
            ties,
        }
    }

    /// The rules, each with where it was found.
    pub(super) fn rules(&self) -> impl Iterator<Item = (&RuleObject<'d>, &Place<'d>)> {
        self.rules.iter().zip(&self.places)
    }

    /// The names along the document's path, from the file outwards.
    pub(super) fn names(&self) -> impl Iterator<Item = &'d str> {
        std::iter::once(self.file).chain(self.directories.iter().rev().copied())
    }
}

/// Rules that came together mostly are of one policy: its id is one text to all of them, which is at hand
/// when the next asks for it.
fn share_policies(rules: &mut [RuleObject<'_>]) {
    for n in 1..rules.len() {
        let (before, rest) = rules.split_at_mut(n);
        if let ([.., one], [next, ..]) = (before, rest)
            && let (Some(policy), Some(of_next)) = (&one.policy, &mut next.policy)
        {
            of_next.share_with(policy);
        }
    }
}
