//! One sign-in attempt as Okta sees it.

use std::collections::{BTreeMap, BTreeSet};

use super::dimensions::{Choice, Membership, TextSource};
use super::opaque::Opaque;

/// One sign-in attempt, or as much of it as is known. What was not given leaves the conditions on
/// it undefined.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// What the sign-in has one of; `None` within is none of those that a condition names.
    pub choices: BTreeMap<Choice, Option<String>>,
    /// What the sign-in may have several of: all that it has.
    pub memberships: BTreeMap<Membership, BTreeSet<String>>,
    /// Texts; `None` within is one that is not there or not known yet.
    pub texts: BTreeMap<TextSource, Option<String>>,
    /// Whether what catchall does not look into holds.
    pub opaque: BTreeMap<Opaque, bool>,
}

impl Context {
    /// Sets what the sign-in has one of.
    #[must_use]
    pub fn with(mut self, choice: Choice, value: &str) -> Self {
        self.choices.insert(choice, Some(value.to_owned()));
        self
    }

    /// Says that the sign-in has none that a condition names.
    #[must_use]
    pub fn without(mut self, choice: Choice) -> Self {
        self.choices.insert(choice, None);
        self
    }

    /// Sets all that the sign-in has of a kind.
    #[must_use]
    pub fn having<'v>(
        mut self,
        membership: Membership,
        values: impl IntoIterator<Item = &'v str>,
    ) -> Self {
        self.memberships.insert(membership, values.into_iter().map(String::from).collect());
        self
    }
}
