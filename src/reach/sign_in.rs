//! What a condition asks of one sign-in.

use std::collections::BTreeSet;

use super::context::Context;
use super::dimensions::{Choice, Membership, TextSource};
use super::doubts::{Doubt, Readings};
use super::facts::Facts;
use super::logic::Pattern;
use super::opaque::Opaque;
use super::truth::Truth;

/// A context with answers to doubts, in an org.
#[derive(Debug, Clone, Copy)]
pub(super) struct SignIn<'a, 'd> {
    pub(super) context: &'a Context,
    pub(super) readings: &'a Readings,
    pub(super) facts: &'a Facts<'d>,
}

impl SignIn<'_, '_> {
    pub(super) fn is(&self, choice: Choice, value: &str) -> Truth {
        let known = self.context.choices.get(&choice);
        known.map(|known| known.as_deref() == Some(value)).into()
    }

    pub(super) fn is_one_of(&self, choice: Choice, values: &[impl AsRef<str>]) -> Truth {
        Truth::any(values.iter().map(|value| self.is(choice, value.as_ref())))
    }

    pub(super) fn has(&self, membership: Membership, value: &str) -> Truth {
        if membership == Membership::Group && self.facts.is_everyone(value) {
            return Truth::True;
        }
        let told = self.context.members.get(&membership).and_then(|told| told.get(value));
        if let Some(has) = told {
            return *has;
        }
        let known = self.context.memberships.get(&membership);
        known.map(|known| known.contains(value)).into()
    }

    pub(super) fn has_any(&self, membership: Membership, values: &[impl AsRef<str>]) -> Truth {
        Truth::any(values.iter().map(|value| self.has(membership, value.as_ref())))
    }

    /// Whether all that it has of a kind is such.
    pub(super) fn all_within(&self, kind: Membership, is_such: impl Fn(&String) -> bool) -> Truth {
        let told = self.context.members.get(&kind);
        let is_told = |value: &String| told.is_some_and(|told| told.contains_key(value));
        let single = told.into_iter().flatten().filter(|(value, _)| !is_such(value));
        let single = Truth::all(single.map(|(_, has)| !*has));
        let listed = self.context.memberships.get(&kind);
        let is_within =
            |values: &BTreeSet<String>| values.iter().all(|value| is_told(value) || is_such(value));
        single.and(listed.map(is_within).into())
    }

    pub(super) fn matches(&self, source: &TextSource, pattern: &Pattern<'_>) -> Truth {
        let Some(text) = self.context.texts.get(source) else {
            return Truth::Undefined;
        };
        let Some(text) = text else {
            return Truth::False;
        };
        let (heeded, unheeded) = (pattern.takes(text, false), pattern.takes(text, true));
        match self.reads(Doubt::CaseUnheeded) {
            Truth::True => unheeded.into(),
            Truth::False => heeded.into(),
            Truth::Undefined if heeded == unheeded => heeded.into(),
            Truth::Undefined => Truth::Undefined,
        }
    }

    pub(super) fn reads(&self, doubt: Doubt) -> Truth {
        self.readings.answer(doubt)
    }

    pub(super) fn opaque(&self, opaque: &Opaque) -> Truth {
        self.context.opaque.get(opaque).copied().into()
    }
}
