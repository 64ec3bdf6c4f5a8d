//! The places in Okta's objects and what the schemas demand at each, in tables that `build/` makes.
//!
//! All schemas that apply at a place are there together. What stands behind `then` and `else`
//! applies only where a condition holds, so the schemas of a place come in groups: group 0 always
//! applies, a [`Branch`] says when another does.

use crate::diagnostic::Severity;
use crate::model::{ObjectKind, PolicyType};

use crate::okta::Key;

use super::assertions::{Assertion, Condition, Constraint, Format, Literal, Pattern, Type};

// `OBJECTS`, `PLACES`, `CHECKS`, `BRANCHES`, `REQUIREMENTS`, `MEMBERS`, `OPENINGS`,
// `CONSTRAINTS`, `CONDITIONS`, and for tests `ADDRESSES`.
include!(concat!(env!("OUT_DIR"), "/schemas.rs"));

/// The number of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PlaceId(u16);

/// A place in objects of one kind, or in several that are described alike.
pub(super) struct Place {
    checks: Span,
    branches: Span,
    requirements: Span,
    members: Span,
    /// A member of any name that `members` lacks.
    pub(super) others: Member,
    pub(super) elements: Option<Way>,
    /// The constraint that calls the known members all the names that Okta knows here.
    complete: Option<u16>,
    /// Whether nothing but `null` may stand here, so that the name is at home elsewhere.
    pub(super) is_barred: bool,
}

/// A part of a table.
struct Span(u16, u16);

/// A constraint on the value at a place, where its group applies.
pub(super) struct Check {
    pub(super) group: u8,
    constraint: u16,
}

/// Where `group` applies, one of two others does; 0 where nothing else does.
pub(super) struct Branch {
    pub(super) group: u8,
    condition: u16,
    pub(super) then: u8,
    pub(super) otherwise: u8,
}

/// Members that the object at a place must have.
pub(super) struct Requirement {
    pub(super) check: Check,
    /// The bits of the members.
    pub(super) members: u64,
}

/// A member of the object at a place.
pub(super) struct Member {
    pub(super) name: Key,
    /// Whether the schemas describe it by its name.
    pub(super) is_known: bool,
    /// What the schemas say of it, for people; nothing, where they say nothing.
    #[cfg_attr(not(feature = "server"), expect(dead_code, reason = "editors show it"))]
    pub(super) description: &'static str,
    pub(super) way: Option<Way>,
    /// What its presence breaks.
    breaks: Span,
    /// Its bit among those that are required here.
    pub(super) requirement: u64,
}

/// From a place to one inside it.
pub(super) struct Way {
    pub(super) place: PlaceId,
    opens: Span,
}

/// With a group at a place, a group at the place inside applies.
pub(super) struct Opening {
    here: u8,
    there: u8,
}

/// The groups that apply at a place, one bit each.
#[derive(Clone, Copy)]
pub(super) struct Groups(u64);

impl Groups {
    /// Group 0 alone.
    pub(super) const ALWAYS: Self = Self(1);

    pub(super) fn has(self, group: u8) -> bool {
        self.0 >> group & 1 == 1
    }

    pub(super) fn with(self, group: u8) -> Self {
        Self(self.0 | 1 << group)
    }
}

/// The place that is a whole object: of a type without a schema of its own, that of its kind.
pub(super) fn whole(kind: ObjectKind, of: PolicyType) -> Option<PlaceId> {
    let named = match kind {
        ObjectKind::Policy => of.known().map(|known| known.policy),
        ObjectKind::Rule => of.known().map(|known| known.rule),
        _ => None,
    };
    let find = |named: Option<&str>| {
        let key = (kind.name(), named);
        let found = OBJECTS.binary_search_by(|(kind, named, _)| (*kind, *named).cmp(&key));
        found.ok().map(|at| OBJECTS[at].2)
    };
    find(named).or_else(|| find(None))
}

impl PlaceId {
    pub(super) fn place(self) -> &'static Place {
        &PLACES[usize::from(self.0)]
    }
}

impl Span {
    fn of<T>(&self, table: &'static [T]) -> &'static [T] {
        &table[usize::from(self.0)..usize::from(self.1)]
    }
}

impl Place {
    pub(super) fn checks(&self) -> &'static [Check] {
        self.checks.of(&CHECKS)
    }

    pub(super) fn branches(&self) -> &'static [Branch] {
        self.branches.of(&BRANCHES)
    }

    pub(super) fn requirements(&self) -> &'static [Requirement] {
        self.requirements.of(&REQUIREMENTS)
    }

    /// The members that the schemas speak of, by name.
    pub(super) fn members(&self) -> &'static [Member] {
        self.members.of(&MEMBERS)
    }

    /// What the schemas say of the member with this name.
    pub(super) fn member(&self, name: Key) -> &Member {
        let members = self.members();
        let found = members.binary_search_by_key(&name, |member| member.name);
        found.map_or(&self.others, |at| &members[at])
    }

    /// The constraint that calls the known members all the names that Okta knows here.
    pub(super) fn complete(&self) -> Option<&'static Constraint> {
        self.complete.map(constraint)
    }
}

impl Check {
    pub(super) fn constraint(&self) -> &'static Constraint {
        constraint(self.constraint)
    }
}

impl Branch {
    pub(super) fn condition(&self) -> &'static Condition {
        &CONDITIONS[usize::from(self.condition)]
    }
}

impl Member {
    pub(super) fn breaks(&self) -> &'static [Check] {
        self.breaks.of(&CHECKS)
    }
}

impl Way {
    /// The groups that apply at its end.
    pub(super) fn opens(&self, here: Groups) -> Groups {
        let opened = self.opens.of(&OPENINGS).iter().filter(|opening| here.has(opening.here));
        opened.fold(Groups::ALWAYS, |groups, opening| groups.with(opening.there))
    }
}

fn constraint(number: u16) -> &'static Constraint {
    &CONSTRAINTS[usize::from(number)]
}
