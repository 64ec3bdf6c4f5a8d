//! The questions, a file each: which rules sign-ins reach, and what else follows from their order.
//!
//! Whatever is claimed is proved by the solver or shown by a sign-in. A question is answered for
//! the whole competition at once, in order, by a search of its own. What it needs of another
//! question is that question's answer, and what that left of the budget, never the state of its
//! solver: so the competition alone decides each answer, whatever else is asked, and when.

mod by_gap;
mod effects;
mod falls_through;
mod hitting_set;
mod let_in;
mod reachability;
mod redundancy;
mod same_conditions;

use super::competition::Competition;
use super::encoding::Encoding;
use super::logic::{Approximation, Assignment, Atom, Budget, Formula, Literal, Search, Solution};

pub use by_gap::ReachedByGap;
pub(crate) use by_gap::reached_by_gap;
pub(crate) use effects::Effects;
pub(crate) use falls_through::falls_through;
pub(crate) use let_in::{LetInProof, let_in};
pub(crate) use reachability::{Decision, Reachability};
pub(crate) use redundancy::redundant;
pub(crate) use same_conditions::same_conditions;

/// One question, with a search of its own.
struct Inquiry<'a, 'e, 'd> {
    competition: &'a Competition<'e, 'd>,
    encoding: &'a Encoding<'e, 'd>,
    search: Search<'a, 'e, 'd>,
    /// The literals that stand for the rules that were asked about.
    literals: Vec<Option<Literal>>,
}

impl<'a, 'e, 'd> Inquiry<'a, 'e, 'd> {
    fn new(
        competition: &'a Competition<'e, 'd>,
        encoding: &'a Encoding<'e, 'd>,
        budget: Budget,
    ) -> Self {
        let search = Search::new(&encoding.atoms, &encoding.theory, budget);
        Self { competition, encoding, search, literals: vec![None; encoding.rules.len()] }
    }

    fn formula(&self, n: usize) -> &'a Formula {
        &self.encoding.rules[n].formula
    }

    fn turn(&self, n: usize) -> usize {
        self.encoding.rules[n].turn
    }

    /// Whether it is a default of Okta's, or may be one.
    fn is_system(&self, n: usize) -> bool {
        !self.competition.rule(self.encoding.rules[n].index).rule.is_custom()
    }

    fn literal(&mut self, n: usize) -> Literal {
        let formula = self.formula(n);
        let search = &mut self.search;
        *self.literals[n].get_or_insert_with(|| search.define(formula))
    }

    fn literals(&mut self, rules: &[usize]) -> Vec<Literal> {
        rules.iter().map(|n| self.literal(*n)).collect()
    }

    /// The rules that take the sign-in.
    fn takers(&self, rules: &[usize], assignment: &[bool]) -> Vec<usize> {
        let takes = |n: &usize| self.formula(*n).holds(assignment);
        rules.iter().copied().filter(takes).collect()
    }

    /// A sign-in that meets `target` and that none of the rules takes.
    fn missed(&mut self, target: Literal, rules: &[usize]) -> Solution {
        let mut conditions = vec![target];
        conditions.extend(self.literals(rules).into_iter().map(|literal| !literal));
        self.search.find(&conditions)
    }

    /// A sign-in that surely meets all of `met`, and surely none of the rules `unmet` takes.
    fn surely(
        &mut self,
        met: &[Formula],
        unmet: &[usize],
        assumed: &[Literal],
    ) -> Option<Assignment> {
        let mut conditions = assumed.to_vec();
        for formula in met {
            let surely_met = self.without_doubts(formula, Approximation::Under);
            conditions.push(self.search.define(&surely_met));
        }
        for n in unmet {
            let perhaps_met = self.without_doubts(self.formula(*n), Approximation::Over);
            conditions.push(!self.search.define(&perhaps_met));
        }
        // What only requests show that Okta refuses anyway is no example.
        match self.search.find_likely(&conditions) {
            Solution::Found(assignment) => Some(assignment),
            Solution::Impossible | Solution::OutOfBudget => None,
        }
    }

    /// The formula with every doubt taken to one side.
    fn without_doubts(&self, formula: &Formula, side: Approximation) -> Formula {
        let atoms = self.encoding.atoms.all();
        formula.approximated(side, &|atom| matches!(atoms.get(atom), Some(Atom::Doubt(_))))
    }
}
