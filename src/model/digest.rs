//! Whether objects say the same.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::json::{Member, Node, ValueKind};
use crate::okta::Key;

use super::export::Export;

impl<'d> Export<'d> {
    /// The policies and rules of which a copy says something else, with the copy: nobody knows which
    /// is in force.
    pub(crate) fn ambiguous(&self) -> Vec<(Node<'d>, Node<'d>)> {
        let copies = self.policy_copies.iter().map(|policy| policy.node);
        let copies: Vec<_> = copies.chain(self.rule_copies.iter().map(|rule| rule.node)).collect();
        if copies.is_empty() {
            return Vec::new();
        }
        let id = |node: Node<'d>| node.field(Key::ID)?.as_str();
        let objects = self.policies.iter().map(|policy| policy.node);
        let objects = objects.chain(self.rules().map(|rule| rule.node));
        let by_id: HashMap<_, _> = objects.filter_map(|node| Some((id(node)?, node))).collect();
        let pairs = copies.into_iter().filter_map(|copy| Some((*by_id.get(&id(copy)?)?, copy)));
        pairs.filter(|(object, copy)| !says_the_same(*object, *copy)).collect()
    }
}

/// Whether two objects with the same id read the same, whatever the order and spacing.
pub(crate) fn same_text(one: Node<'_>, other: Node<'_>) -> bool {
    let said = |node: Node<'_>| {
        // A policy with its rules embedded is still the same policy.
        let members = node
            .fields()
            .filter(|member| !member.key.is_str("_embedded") && !member.key.is_str("rules"));
        digest_members(members)
    };
    said(one) == said(other)
}

/// Whether two objects with the same id say the same of what an admin can change, so that it does
/// not matter which of them is in force.
pub(crate) fn says_the_same(one: Node<'_>, other: Node<'_>) -> bool {
    Fingerprint::of_stated(one) == Fingerprint::of_stated(other)
}

/// Whether two objects with the same id cannot be one object that was read in two ways.
pub(crate) fn contradict(one: Node<'_>, other: Node<'_>) -> bool {
    Fingerprint::of(one).contradicts(&Fingerprint::of(other))
}

/// What an object says, member by member, whatever the order and spacing of its text.
#[derive(PartialEq, Eq)]
struct Fingerprint([Option<u64>; Self::MEMBERS.len()]);

impl Fingerprint {
    /// Members that change when an admin changes the object. Links, embedded objects and
    /// timestamps differ between ways of reading the same object.
    const MEMBERS: [Key; 8] = [
        Key::TYPE,
        Key::NAME,
        Key::STATUS,
        Key::PRIORITY,
        Key::SYSTEM,
        Key::CONDITIONS,
        Key::SETTINGS,
        Key::ACTIONS,
    ];

    fn of(node: Node<'_>) -> Self {
        Self(Self::MEMBERS.map(|member| node.field(member).map(digest)))
    }

    /// As [`of`](Self::of), without what means the same as its absence, as in the bodies of requests.
    fn of_stated(node: Node<'_>) -> Self {
        let is_stated = |value: &Node<'_>| !value.is_null() && value.as_bool() != Some(false);
        Self(Self::MEMBERS.map(|member| node.field(member).filter(is_stated).map(digest)))
    }

    /// Whether a member that both have differs.
    fn contradicts(&self, other: &Self) -> bool {
        let pairs = self.0.iter().zip(&other.0);
        pairs.into_iter().any(|pair| matches!(pair, (Some(one), Some(other)) if one != other))
    }
}

/// A number that is equal for values that read the same, whatever the order and spacing, and rarely
/// for others.
pub(crate) fn digest(node: Node<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    match node.kind() {
        ValueKind::Object => ("object", digest_members(node.fields())).hash(&mut hasher),
        ValueKind::Array => {
            // Most lists of Okta's are sets, which servers return in any order.
            let sum = node.elements().map(digest).fold(0, u64::wrapping_add);
            ("array", node.elements().count(), sum).hash(&mut hasher);
        }
        ValueKind::Number => match node.as_i64() {
            Some(number) => ("number", number).hash(&mut hasher),
            None => node.text().hash(&mut hasher),
        },
        ValueKind::String => ("string", node.as_str()).hash(&mut hasher),
        _ => node.text().hash(&mut hasher),
    }
    hasher.finish()
}

/// A sum, since the order of members means nothing.
fn digest_members<'d>(members: impl Iterator<Item = Member<'d>>) -> u64 {
    members.fold(0, |sum, member| {
        let mut hasher = DefaultHasher::new();
        member.key.as_str().hash(&mut hasher);
        digest(member.value).hash(&mut hasher);
        sum.wrapping_add(hasher.finish())
    })
}
