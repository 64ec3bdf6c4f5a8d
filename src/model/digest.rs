//! Whether objects say the same.

use std::hash::{BuildHasher, Hash};

use foldhash::fast::FixedState;

use crate::json::{Member, Node, ValueKind};
use crate::okta::Key;

/// Whether two objects with the same id read the same, whatever the order and spacing.
pub(crate) fn same_text(one: Node<'_>, other: Node<'_>) -> bool {
    // A policy with its rules embedded is still the same policy.
    let is_own = |member: &Member<'_>| ![Key::EMBEDDED, Key::RULES].contains(&member.name());
    Reading::Whole.are_equal_members(one.fields().filter(is_own), other.fields().filter(is_own))
}

/// Members that change when an admin changes the object. Links, embedded objects and timestamps
/// differ between ways of reading the same object.
const OWN_MEMBERS: [Key; 8] = [
    Key::TYPE,
    Key::NAME,
    Key::STATUS,
    Key::PRIORITY,
    Key::SYSTEM,
    Key::CONDITIONS,
    Key::SETTINGS,
    Key::ACTIONS,
];

/// Whether two objects with the same id say the same of what an admin can change, so that it does
/// not matter which of them is in force.
pub(super) fn says_the_same(one: Node<'_>, other: Node<'_>) -> bool {
    // What means the same as its absence is not stated, as in the bodies of requests.
    let stated = |value: &Node<'_>| !value.is_null() && value.as_bool() != Some(false);
    OWN_MEMBERS.iter().all(|name| {
        match (one.field(*name).filter(stated), other.field(*name).filter(stated)) {
            (Some(one), Some(other)) => Reading::Whole.are_equal(one, other),
            (one, other) => one.is_none() && other.is_none(),
        }
    })
}

/// Whether two objects with the same id cannot be one object that was read in two ways: a member
/// that both have differs.
pub(crate) fn contradict(one: Node<'_>, other: Node<'_>) -> bool {
    OWN_MEMBERS.iter().any(|name| match (one.field(*name), other.field(*name)) {
        (Some(one), Some(other)) => !Reading::Whole.are_equal(one, other),
        _ => false,
    })
}

/// How values are read to be compared: whatever the order and spacing, since the order of members
/// means nothing and most lists of Okta's are sets, which servers return in any order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// All that is there.
    Whole,
    /// What says something: not nulls, empty lists and objects that hold nothing else.
    Stated,
}

impl Reading {
    /// A number that is equal for equal values and rarely for others, to find by it what
    /// [`are_equal`](Self::are_equal) compares; `None` for a value that is not read.
    pub(crate) fn digest(self, node: Node<'_>) -> Option<u64> {
        match node.kind() {
            ValueKind::Object => self.digest_members(node.fields()),
            ValueKind::Array => self.sum(1, node.elements().map(|it| self.digest(it))),
            ValueKind::Null if self == Self::Stated => None,
            ValueKind::Number => Some(match node.as_i64() {
                Some(number) => hash(number),
                None => hash(node.text()),
            }),
            ValueKind::String => Some(hash(node.as_str().as_deref())),
            ValueKind::Null | ValueKind::Boolean => Some(hash(node.text())),
        }
    }

    /// As [`digest`](Self::digest), of members.
    pub(crate) fn digest_members<'d>(
        self,
        members: impl Iterator<Item = Member<'d>>,
    ) -> Option<u64> {
        self.sum(0, members.map(|member| self.of_member(member)))
    }

    fn of_member(self, member: Member<'_>) -> Option<u64> {
        let value = self.digest(member.value)?;
        Some(match member.name() {
            Key::UNKNOWN => hash((member.key.as_str(), value)),
            known => hash((known, value)),
        })
    }

    /// A sum, since the order means nothing.
    fn sum(self, kind: u64, parts: impl Iterator<Item = Option<u64>>) -> Option<u64> {
        let add = |(count, sum): (usize, u64), part: u64| (count + 1, sum.wrapping_add(part));
        let (count, sum) = parts.flatten().fold((0, 0), add);
        (count > 0 || self == Self::Whole).then(|| hash((kind, count, sum)))
    }

    /// Whether two values read the same.
    pub(crate) fn are_equal(self, one: Node<'_>, other: Node<'_>) -> bool {
        if one.kind() != other.kind() {
            return self.digest(one).is_none() && self.digest(other).is_none();
        }
        match one.kind() {
            _ if one.text() == other.text() => true,
            ValueKind::Object => self.are_equal_members(one.fields(), other.fields()),
            ValueKind::Array => {
                let ones = self.sorted(one.elements(), |it| self.digest(*it));
                let others = self.sorted(other.elements(), |it| self.digest(*it));
                let mut pairs = ones.iter().zip(&others);
                ones.len() == others.len()
                    && pairs.all(|((_, one), (_, other))| self.are_equal(*one, *other))
            }
            ValueKind::Number => one.as_i64().is_some() && one.as_i64() == other.as_i64(),
            ValueKind::String => one.as_str() == other.as_str(),
            ValueKind::Null | ValueKind::Boolean => false,
        }
    }

    /// Whether two objects have equal members.
    pub(crate) fn are_equal_members<'a, 'b>(
        self,
        ones: impl Iterator<Item = Member<'a>>,
        others: impl Iterator<Item = Member<'b>>,
    ) -> bool {
        let ones = self.sorted(ones, |member| self.of_member(*member));
        let others = self.sorted(others, |member| self.of_member(*member));
        let is_same = |((_, one), (_, other)): (&(u64, Member<'a>), &(u64, Member<'b>))| {
            one.key.as_str() == other.key.as_str() && self.are_equal(one.value, other.value)
        };
        ones.len() == others.len() && ones.iter().zip(&others).all(is_same)
    }

    /// What is read of some values, by digest: equal ones stand at equal places.
    fn sorted<T>(
        self,
        values: impl Iterator<Item = T>,
        digest: impl Fn(&T) -> Option<u64>,
    ) -> Vec<(u64, T)> {
        let mut said: Vec<_> = values.filter_map(|it| Some((digest(&it)?, it))).collect();
        said.sort_by_key(|(digest, _)| *digest);
        said
    }
}

fn hash(value: impl Hash) -> u64 {
    FixedState::default().hash_one(value)
}
