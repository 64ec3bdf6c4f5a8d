//! Which rules change nothing: later ones do the same for all sign-ins that they take.

use super::super::competition::Place;
use super::super::formula::Formula;
use super::super::outcome::Access;
use super::super::search::Found;
use super::{Decider, Fate};

/// How many of the later rules are tried by a guess before the solver is asked.
const GUESSES: usize = 8;

/// The rules of a policy that come after one.
struct Later {
    /// Those that stay and do the same.
    same: Vec<usize>,
    /// Those that may do something else, dead or not.
    others: Vec<usize>,
}

impl Later {
    fn than(n: usize, decider: &Decider<'_, '_, '_, '_>) -> Self {
        let this = &decider.entries[n];
        let later = decider.own(this.place.policy);
        let later = later.filter(|m| decider.turn(*m) > decider.turn(n));
        let does_same = |m: &usize| decider.entries[*m].class == this.class;
        let (mut same, others): (Vec<usize>, Vec<usize>) = later.partition(does_same);
        same.retain(|m| decider.entries[*m].fate == Fate::Stays);
        Self { same, others }
    }
}

impl Decider<'_, '_, '_, '_> {
    /// Whether every sign-in that rule `n` takes would have the same outcome without it, and nothing
    /// speaks for it all the same; `truths` is one of them.
    ///
    /// What was reported of earlier rules is taken to be deleted, and so is what no sign-in
    /// reaches, so that all of it together may be. It need not be: rules that would come to life
    /// have to do the same, too.
    pub(super) fn is_redundant(&mut self, n: usize, truths: &[bool]) -> bool {
        let policy = self.entries[n].place.policy;
        let is_tied = self.own(policy).any(|m| m != n && self.turn(m) == self.turn(n));
        let has_all_rules = self.competition.policies[policy].has_all_rules;
        // Such a policy has to have its rule.
        let is_needed = self.is_system(n) || self.competition.kind.has_one_custom_rule();
        if is_tied || !has_all_rules || is_needed {
            return false;
        }
        let later = Later::than(n, self);
        let before = self.before(n);
        let before: Vec<usize> =
            before.into_iter().filter(|m| self.entries[*m].fate == Fate::Stays).collect();
        self.is_done_after(n, truths, &later, &before) == Some(true)
            && !self.denies_what_may_be_let_in(n)
    }

    /// Whether every sign-in that rule `n` takes, and none of the rules `before`, would have the
    /// same outcome by the rules that are `later`; none if the budget runs out.
    fn is_done_after(
        &mut self,
        n: usize,
        truths: &[bool],
        later: &Later,
        before: &[usize],
    ) -> Option<bool> {
        // Already one of these sign-ins would go elsewhere.
        let Some(mut taker) = self.same_after(truths, later) else {
            return Some(false);
        };
        let unwanted: Vec<&Formula> = before.iter().map(|m| &self.entries[*m].formula).collect();
        for m in later.others.iter().take(GUESSES) {
            let both = self.entries[n].formula.clone().and(self.entries[*m].formula.clone());
            if let Some(truths) = self.search.guess(&both, &unwanted)
                && self.same_after(&truths, later).is_none()
            {
                return Some(false);
            }
        }
        // Sign-ins are sought one by one that this rule takes and that none of the later rules
        // found so far would take to the same outcome, until one ends otherwise or none is left.
        let mut conditions = vec![self.literal(n)];
        conditions.extend(self.literals(before).into_iter().map(|literal| !literal));
        let active = self.search.fresh();
        conditions.push(active);
        loop {
            // It goes elsewhere if it is not the taker's, or a rule before that takes it.
            let turn = self.turn(taker);
            let rivals: Vec<usize> =
                later.others.iter().copied().filter(|m| self.turn(*m) <= turn).collect();
            let mut clause = vec![!active, !self.literal(taker)];
            clause.extend(self.literals(&rivals));
            self.search.add(clause);
            match self.search.find(&conditions) {
                Found::None => return Some(true),
                Found::OutOfBudget => return None,
                Found::SignIn(truths) => match self.same_after(&truths, later) {
                    Some(next) => taker = next,
                    None => return Some(false),
                },
            }
        }
    }

    /// The rule that surely takes the sign-in to the same outcome, of all later ones.
    fn same_after(&self, truths: &[bool], later: &Later) -> Option<usize> {
        let takes = |m: &&usize| self.entries[**m].formula.holds(truths);
        let same = *later.same.iter().find(takes)?;
        let other = later.others.iter().find(takes);
        other.is_none_or(|other| self.turn(*other) > self.turn(same)).then_some(same)
    }

    /// The rule that takes the sign-in of the redundant rule `n` where all that is reported is
    /// deleted.
    pub(super) fn stand_in(&self, n: usize, truths: &[bool]) -> Option<Place> {
        let later = Later::than(n, self);
        let first = later.same.into_iter().find(|m| self.entries[*m].formula.holds(truths));
        first.map(|m| self.entries[m].place)
    }

    /// Whether the rule denies what an earlier one may let in: somebody wanted it denied, and where
    /// it stands it does not do so.
    fn denies_what_may_be_let_in(&mut self, n: usize) -> bool {
        if self.entries[n].access != Some(Access::Deny) {
            return false;
        }
        let denied = self.entries[n].formula.clone();
        self.allowing_before(n).into_iter().any(|m| {
            let both = self.entries[m].formula.clone().and(denied.clone());
            self.search.guess(&both, &[]).is_some() || {
                let both = self.search.define(&both);
                !matches!(self.search.find(&[both]), Found::None)
            }
        })
    }
}
