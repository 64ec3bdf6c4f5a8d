//! One sign-in attempt as Okta sees it.

use std::collections::{BTreeMap, BTreeSet};

use super::dimensions::{Choice, Membership, TextSource};
use super::facts::Facts;
use super::opaque::Opaque;
use super::truth::Truth;

/// One sign-in attempt, or as much of it as is known. What was not given leaves the conditions on
/// it undefined.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// What the sign-in has one of; `None` within is none of those that a condition names.
    pub choices: BTreeMap<Choice, Option<String>>,
    /// What the sign-in may have several of: all that it has.
    pub memberships: BTreeMap<Membership, BTreeSet<String>>,
    /// What is told of single ones of these, which counts for more: that the sign-in has it, that it
    /// has not, or that nobody knows although all others are known.
    pub members: BTreeMap<Membership, BTreeMap<String, Truth>>,
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

    /// Says of a single one whether the sign-in has it. Of others that tells nothing.
    #[must_use]
    pub fn knowing(mut self, membership: Membership, value: &str, has: impl Into<Truth>) -> Self {
        self.members.entry(membership).or_default().insert(value.to_owned(), has.into());
        self
    }

    /// The context with what follows from it in every sign-in, as far as conditions do not say it.
    pub(super) fn with_consequences(&self, facts: &Facts<'_>) -> Self {
        let mut whole = self.clone();
        for (kind, told) in &mut whole.members {
            let mut new: Vec<String> = told
                .iter()
                .filter(|(_, has)| **has == Truth::True)
                .map(|(it, _)| it.clone())
                .collect();
            while let Some(value) = new.pop() {
                for (other, holds) in facts.entailed(*kind, &value) {
                    let has = told.entry(other.to_owned()).or_insert(Truth::Undefined);
                    if *has == Truth::Undefined {
                        *has = holds.into();
                        new.extend(holds.then(|| other.to_owned()));
                    }
                }
            }
        }
        // What is true is not false, and the other way round; what fails is neither.
        for (opaque, _) in self.opaque.iter().filter(|(_, holds)| **holds) {
            if let Opaque::Part { text, is } = opaque {
                let other = Opaque::Part { text: text.clone(), is: !is };
                whole.opaque.entry(other).or_insert(false);
            }
        }
        let app = self.choices.get(&Choice::App).and_then(Option::as_deref);
        if let Some(its) = app.and_then(|app| facts.app_type(app)) {
            whole.choices.entry(Choice::AppType).or_insert_with(|| Some(its.to_owned()));
        }
        whole
    }

    /// The context with what `other` tells besides.
    pub(super) fn completed_by(&self, other: &Self) -> Self {
        /// What the first one tells counts.
        fn joined<K: Ord + Clone, V: Clone>(
            one: &BTreeMap<K, V>,
            other: &BTreeMap<K, V>,
        ) -> BTreeMap<K, V> {
            let told = one.iter().map(|(key, value)| (key.clone(), value.clone()));
            let mut all = other.clone();
            all.extend(told);
            all
        }
        let mut members = self.members.clone();
        for (membership, told) in &mut members {
            let Some(values) = other.memberships.get(membership) else { continue };
            for (value, has) in told.iter_mut().filter(|(_, has)| **has == Truth::Undefined) {
                *has = values.contains(value).into();
            }
        }
        Self {
            choices: joined(&self.choices, &other.choices),
            memberships: joined(&self.memberships, &other.memberships),
            members,
            texts: joined(&self.texts, &other.texts),
            opaque: joined(&self.opaque, &other.opaque),
        }
    }
}
