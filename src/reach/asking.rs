//! Questions about a universe, and what comes of them.

use std::rc::Rc;

use super::competition::RuleIndex;
use super::evaluate::FirstMatch;
use super::inquiry::Inquiry;
use super::logic::{Approximation, Assignment, Atom, Budget, Formula, Literal, Search, Solution};
use super::moment::Moment;
use super::occasion::Occasion;
use super::sparse::sparse_sets;
use super::truth::Truth;
use super::universe::{CompetitionIndex, Rivals, StatementIndex, Universe};

/// What came of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// There is such a sign-in: this one, whatever Okta makes of what its documents leave open, and
    /// even if nothing holds that catchall does not look into.
    Sure(Occasion),
    /// There may be one: this one, if what it says of doubts and expressions is so.
    Possible(Occasion),
    /// There is none: proved.
    Never {
        /// Whether the proof rests on what was assumed.
        is_assumed: bool,
    },
    /// Nobody knows: there are too many combinations.
    OutOfBudget,
    /// Solver and evaluator disagree: a mistake in catchall, so that neither is believed.
    Disputed,
}

/// What all questions about a universe may cost, in steps, besides what they may for its size.
const STEPS: u64 = 50_000_000;
/// The same for each part of a formula.
const STEPS_PER_PART: u64 = 10_000;
/// One question may take a sixteenth of what is left.
const SHARE: usize = 16;
/// How many rules may be evaluated to confirm one answer.
const EVALUATED: usize = 200_000;

/// Questions about a universe, one after the other: what one needs is kept for the next.
pub struct Asking<'a, 'u, 'e, 'd> {
    universe: &'a Universe<'u, 'e, 'd>,
    search: Search<'a, 'u, 'd>,
    budget: Rc<Budget>,
    /// That nothing holds that catchall does not look into.
    nothing_opaque: Vec<Literal>,
    /// Allows nothing special while it is assumed.
    sparse: Option<Literal>,
    /// Of each rule, by its competition: as the solver likes, and against either side.
    rules: Vec<Vec<[Option<Literal>; 3]>>,
}

/// How formulas are taken whose doubts are open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Doubts {
    /// As the solver likes.
    Open,
    /// Against what is asked for.
    Against,
}

impl<'a, 'u, 'e, 'd> Asking<'a, 'u, 'e, 'd> {
    /// Questions about a universe.
    pub fn of(universe: &'a Universe<'u, 'e, 'd>) -> Self {
        let rules = universe.sides.iter().flat_map(|side| &side.rules);
        let size: usize = rules.map(|(_, formula)| formula.size()).sum();
        let budget = Budget::of(STEPS + STEPS_PER_PART * size as u64);
        let search = Search::new(&universe.atoms, &universe.theory, budget);
        let is_opaque = |(n, (atom, _)): (usize, (&Atom<'d>, Moment))| {
            matches!(atom, Atom::Opaque(_)).then_some(!Literal::of(n))
        };
        let nothing_opaque = universe.atoms.each().enumerate().filter_map(is_opaque).collect();
        let rules = universe.sides.iter().map(|side| vec![[None; 3]; side.rules.len()]).collect();
        let budget = Rc::clone(&search.budget);
        Self { universe, search, budget, nothing_opaque, sparse: None, rules }
    }

    /// Whether there is a sign-in of which all is true that is asked for. Each that is shown was
    /// confirmed by the plain evaluator.
    pub fn ask(&mut self, inquiry: &Inquiry) -> Answer {
        self.budget.begin(SHARE);
        let mut conditions = self.conditions(inquiry, Doubts::Open);
        let assumed = self.assumed(Doubts::Open);
        conditions.extend(&assumed);
        let assignment = match self.search.find(&conditions) {
            Solution::Found(assignment) => assignment,
            Solution::OutOfBudget => return Answer::OutOfBudget,
            Solution::Impossible => {
                let is_assumed = assumed.iter().any(|one| self.search.is_to_blame(*one));
                return Answer::Never { is_assumed };
            }
        };
        if let Some(sure) = self.surely(inquiry) {
            return Answer::Sure(sure);
        }
        match self.confirmed(inquiry, &assignment, false) {
            Some(occasion) => Answer::Possible(occasion),
            None => Answer::Disputed,
        }
    }

    /// A sign-in that is surely one, nothing special where that is possible.
    fn surely(&mut self, inquiry: &Inquiry) -> Option<Occasion> {
        let mut conditions = self.conditions(inquiry, Doubts::Against);
        conditions.extend(self.assumed(Doubts::Against));
        conditions.extend(&self.nothing_opaque);
        let sparse = self.sparse();
        let special = conditions.clone();
        conditions.push(sparse);
        [conditions, special].into_iter().find_map(|conditions| {
            match self.search.find_likely(&conditions) {
                Solution::Found(assignment) => self.confirmed(inquiry, &assignment, true),
                Solution::Impossible | Solution::OutOfBudget => None,
            }
        })
    }

    fn confirmed(&self, inquiry: &Inquiry, found: &Assignment, is_sure: bool) -> Option<Occasion> {
        let Universe { facts, atoms, theory, moments, sides, .. } = self.universe;
        let mut occasion = Occasion::of(found, moments.iter().copied(), atoms, theory)?;
        if is_sure {
            occasion.readings = Default::default();
        }
        let is_proof = |one: &Occasion| confirms(self.universe, inquiry, one, is_sure);
        let rules: usize = sides.iter().map(|side| side.rules.len()).sum();
        let confirmations = EVALUATED / rules.max(1);
        is_proof(&occasion).then(|| occasion.simplified(facts, confirmations, is_proof))
    }

    /// The literals of all that is asked for.
    fn conditions(&mut self, inquiry: &Inquiry, doubts: Doubts) -> Vec<Literal> {
        let universe = self.universe;
        let mut conditions = Vec::new();
        for (CompetitionIndex(side), index) in &inquiry.first {
            let rules = &universe.sides[*side].rules;
            let Rivals { mut earlier, tied } = universe.sides[*side].rivals(*index);
            if doubts == Doubts::Against {
                earlier.extend(tied);
            }
            if let Some(n) = rules.iter().position(|(one, _)| one == index) {
                conditions.push(self.rule(*side, n, true, doubts));
            }
            conditions.extend(earlier.into_iter().map(|n| self.rule(*side, n, false, doubts)));
        }
        for CompetitionIndex(side) in &inquiry.unmatched {
            let rules = 0..universe.sides[*side].rules.len();
            conditions.extend(rules.map(|n| self.rule(*side, n, false, doubts)));
        }
        for (statement, is_true) in &inquiry.stated {
            let formula = &universe.statements[statement.0].formula;
            conditions.push(self.literal(formula, *is_true, doubts));
        }
        conditions
    }

    /// The literals of what is assumed.
    fn assumed(&mut self, doubts: Doubts) -> Vec<Literal> {
        let universe = self.universe;
        universe.assumptions.iter().map(|one| self.literal(&one.formula, true, doubts)).collect()
    }

    /// As [`literal`](Self::literal), of a rule.
    fn rule(&mut self, side: usize, n: usize, is_true: bool, doubts: Doubts) -> Literal {
        let kept = match (doubts, is_true) {
            (Doubts::Open, _) => 0,
            (Doubts::Against, true) => 1,
            (Doubts::Against, false) => 2,
        };
        let known = self.rules[side][n][kept];
        let literal = known.unwrap_or_else(|| {
            let literal = self.literal(&self.universe.sides[side].rules[n].1, is_true, doubts);
            if is_true { literal } else { !literal }
        });
        self.rules[side][n][kept] = Some(literal);
        if is_true { literal } else { !literal }
    }

    /// A literal that holds where the formula does, or does not.
    fn literal(&mut self, formula: &Formula, is_true: bool, doubts: Doubts) -> Literal {
        let literal = match doubts {
            Doubts::Open => self.search.define(formula),
            Doubts::Against => {
                let side = if is_true { Approximation::Under } else { Approximation::Over };
                let atoms = self.universe.atoms.all();
                let is_doubt = |n: usize| matches!(atoms.get(n), Some(Atom::Doubt(_)));
                self.search.define(&formula.approximated(side, &is_doubt))
            }
        };
        if is_true { literal } else { !literal }
    }

    fn sparse(&mut self) -> Literal {
        let Self { universe, search, sparse, .. } = self;
        *sparse.get_or_insert_with(|| search.at_most_one_of_each(&sparse_sets(&universe.atoms)))
    }
}

/// Whether the occasion is what is asked for, surely or at least possibly.
fn confirms(
    universe: &Universe<'_, '_, '_>,
    inquiry: &Inquiry,
    occasion: &Occasion,
    is_sure: bool,
) -> bool {
    // What does not meet the conditions of the rules themselves is seen at once.
    let meets = |(side, rule): &(CompetitionIndex, RuleIndex)| {
        universe.sides[side.0].matches(*rule, occasion, universe.facts) == Truth::True
    };
    let are_first = || {
        inquiry.first.iter().all(|(side, rule)| {
            match universe.sides[side.0].answer(occasion, universe.facts) {
                FirstMatch::Rule(first) => first == *rule,
                FirstMatch::OneOf(tied) => !is_sure && tied.contains(rule),
                FirstMatch::Nothing | FirstMatch::Undefined => false,
            }
        })
    };
    let is_unmatched = |side: &CompetitionIndex| {
        universe.sides[side.0].answer(occasion, universe.facts) == FirstMatch::Nothing
    };
    let is_so = |(statement, is_true): &(StatementIndex, bool)| {
        universe.statements[statement.0].holds(occasion, universe.facts) == Truth::from(*is_true)
    };
    inquiry.first.iter().all(meets)
        && are_first()
        && inquiry.unmatched.iter().all(is_unmatched)
        && inquiry.stated.iter().all(is_so)
        && universe
            .assumptions
            .iter()
            .all(|one| one.holds(occasion, universe.facts) != Truth::False)
}
