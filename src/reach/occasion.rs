//! A sign-in together with the one that its session began with.

use std::collections::BTreeMap;

use super::context::Context;
use super::doubts::Readings;
use super::facts::Facts;
use super::logic::{Assignment, Atoms, Theory};
use super::moment::Moment;
use super::names::Names;
use super::sign_in::SignIn;
use super::witness::{Simplification, Witness};

/// A sign-in that proves a claim, at each moment that the claim speaks of. What is not given in it
/// does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Occasion {
    /// The sign-in at each moment; who the user is, is the same in all.
    pub contexts: BTreeMap<Moment, Context>,
    /// The answers to doubts that the claim rests on.
    pub readings: Readings,
}

impl Occasion {
    /// The occasion with this assignment; none if no text meets the patterns that it should.
    pub(super) fn of(
        assignment: &Assignment,
        moments: impl IntoIterator<Item = Moment>,
        atoms: &Atoms<'_, '_>,
        theory: &Theory,
    ) -> Option<Self> {
        let mut occasion = Self::default();
        for moment in moments {
            let Witness { context, readings } = Witness::at(moment, assignment, atoms, theory)?;
            occasion.contexts.insert(moment, context);
            occasion.readings = readings;
        }
        Some(occasion)
    }

    pub(super) fn sign_in<'a, 'd>(
        &'a self,
        moment: Moment,
        facts: &'a Facts<'d>,
    ) -> Option<SignIn<'a, 'd>> {
        let context = self.contexts.get(&moment)?;
        Some(SignIn { context, readings: &self.readings, facts })
    }

    /// The occasion without what the claim does not need, as far as so many `confirmations` show it.
    pub(super) fn simplified(
        mut self,
        facts: &Facts<'_>,
        mut confirmations: usize,
        is_proof: impl Fn(&Self) -> bool,
    ) -> Self {
        let changes: Vec<(Moment, Simplification)> = self
            .contexts
            .keys()
            .flat_map(|moment| {
                let changes = self.at(*moment).simplifications().into_iter();
                changes.map(|change| (*moment, change))
            })
            .collect();
        for (moment, change) in changes {
            let Some(left) = confirmations.checked_sub(2) else {
                break;
            };
            confirmations = left;
            let simpler = self.with(moment, &change);
            let complete = || simpler.with_consequences(facts);
            if is_proof(&simpler) && complete().is_none_or(|complete| is_proof(&complete)) {
                self = simpler;
            }
        }
        self
    }

    fn at(&self, moment: Moment) -> Witness {
        let context = self.contexts.get(&moment).cloned().unwrap_or_default();
        Witness { context, readings: self.readings.clone() }
    }

    /// The occasion with a change at one moment, or at all where it is about what lasts.
    fn with(&self, moment: Moment, change: &Simplification) -> Self {
        let mut changed = self.clone();
        for (its, context) in &mut changed.contexts {
            if *its == moment || change.is_lasting() {
                let readings = std::mem::take(&mut changed.readings);
                let mut witness = Witness { context: std::mem::take(context), readings };
                change.apply(&mut witness);
                *context = witness.context;
                changed.readings = witness.readings;
            }
        }
        changed
    }

    /// The occasion with what it entails; none where it says all of that already.
    fn with_consequences(&self, facts: &Facts<'_>) -> Option<Self> {
        let mut complete = self.clone();
        let mut says_more = false;
        for (moment, context) in &mut complete.contexts {
            if let Some(witness) = self.at(*moment).with_consequences(facts) {
                *context = witness.context;
                says_more = true;
            }
        }
        says_more.then_some(complete)
    }

    /// The sign-in in words, to stand after "such as"; and what else is told of when its session
    /// began.
    ///
    /// ```
    /// use catchall::export::assemble;
    /// use catchall::reach::{Context, Facts, Membership, Moment, Names, Occasion};
    ///
    /// let mut occasion = Occasion::default();
    /// let contractor = Context::default().having(Membership::Group, ["00gContractors"]);
    /// let office = contractor.clone().having(Membership::Zone, ["nzoOffice"]);
    /// occasion.contexts.insert(Moment::Access, contractor);
    /// occasion.contexts.insert(Moment::SessionStart, office);
    /// # let documents = [catchall::export::Recognised::of(catchall::json::Document::parse(
    /// #     "groups.json", "[]".into(), catchall::json::Layout::Json,
    /// # ))];
    /// # let exports = assemble(&documents, &[], None);
    /// # let Some(export) = exports.all.first() else { return };
    /// let facts = Facts::of(export);
    /// let names = Names { resources: &export.resources, facts: &facts };
    /// assert_eq!(
    ///     occasion.words(&names),
    ///     "a user in 00gContractors, in a session that began from nzoOffice"
    /// );
    /// ```
    pub fn words(&self, names: &Names<'_, '_>) -> String {
        let mut words = self.at(Moment::Access).words(names);
        let mut began = self.at(Moment::SessionStart);
        let Context { choices, memberships, texts, opaque, .. } = &mut began.context;
        choices.retain(|choice, _| !choice.dimension().is_lasting);
        memberships.retain(|membership, _| !membership.dimension().is_lasting);
        opaque.retain(|opaque, _| !opaque.is_lasting());
        texts.clear();
        let says_nothing = choices.is_empty() && memberships.is_empty() && opaque.is_empty();
        if !says_nothing {
            began.readings = Readings::default();
            words = format!("{words}, in a session that began {}", began.words(names));
        }
        words
    }
}
