//! The questions, a file each: which rules sign-ins reach, and what else follows from their order.
//!
//! Whatever is claimed is proved by the solver or shown by a sign-in. A question is answered for
//! the whole competition at once, in order, by a search of its own, with its share of the budget of
//! the competition. What it needs of another question is that question's answer, never the state of
//! its solver: so the competition alone decides each answer, whatever else is asked, and when.

mod blockers;
mod by_gap;
mod effects;
mod falls_through;
mod hitting_set;
mod let_in;
mod possible;
mod reachability;
mod redundancy;
mod same_conditions;

use std::rc::Rc;

use super::competition::Competition;
use super::encoding::Encoding;
use super::logic::{
    Approximation, Assignment, Atom, Budget, Formula, Literal, Search, Solution, Takers,
};
use blockers::Blockers;

pub use by_gap::ReachedByGap;
pub(crate) use by_gap::reached_by_gap;
pub(crate) use effects::Effects;
pub(crate) use falls_through::falls_through;
pub(crate) use let_in::{LetInProof, let_in};
pub(crate) use possible::{Prospect, possible};
pub(crate) use reachability::{Decision, Reachability};
pub(crate) use redundancy::redundant;
pub(crate) use same_conditions::same_conditions;

/// What a question says of each rule or policy, and where its budget ran out before that.
#[derive(Debug)]
pub(crate) struct Answers<T> {
    pub(crate) each: Vec<T>,
    /// How many were given up.
    pub(crate) given_up: usize,
}

/// One question, with a search of its own.
struct Inquiry<'a, 'e, 'd> {
    competition: &'a Competition<'e, 'd>,
    encoding: &'a Encoding<'e, 'd>,
    search: Search<'a, 'e, 'd>,
    budget: Rc<Budget>,
    /// The literals that stand for the rules that were asked about.
    literals: Vec<Option<Literal>>,
    /// The rules with every doubt taken so that they take more.
    perhaps: Option<Perhaps>,
}

/// Rules as formulas that hold wherever the rules may take a sign-in.
struct Perhaps {
    formulas: Vec<Formula>,
    literals: Vec<Option<Literal>>,
    takers: Takers,
}

/// What came of a search for a sign-in that rules miss.
enum Missed {
    /// None of them takes this one.
    Found(Assignment),
    /// These of them take all.
    Impossible(Vec<usize>),
    OutOfBudget,
}

/// When a rule counts as one that takes a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Takes {
    /// Where its formula holds.
    ByFormula,
    /// Where it may, whatever the answers to doubts.
    Perhaps,
}

/// So many rules are all put to the solver at once; of more, only those that take what it finds.
const FEW: usize = 128;

impl<'a, 'e, 'd> Inquiry<'a, 'e, 'd> {
    fn new(
        competition: &'a Competition<'e, 'd>,
        encoding: &'a Encoding<'e, 'd>,
        budget: Budget,
    ) -> Self {
        let search = Search::new(&encoding.atoms, &encoding.theory, budget);
        Self {
            competition,
            encoding,
            budget: Rc::clone(&search.budget),
            search,
            literals: vec![None; encoding.rules.len()],
            perhaps: None,
        }
    }

    /// The answers, once all is asked.
    fn answers<T>(self, each: Vec<T>) -> Answers<T> {
        self.encoding.count(self.budget.spent());
        Answers { each, given_up: self.budget.given_up() }
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

    /// The rules that take the sign-in, in order.
    fn takers<'s>(
        &'s self,
        blockers: Blockers<'s>,
        assignment: &'s Assignment,
    ) -> impl Iterator<Item = usize> + 's {
        self.takers_as(Takes::ByFormula, blockers, assignment)
    }

    /// The first rule that takes the sign-in; none where the budget runs out on the way.
    fn taker(&self, blockers: Blockers<'_>, assignment: &Assignment) -> Option<&'a Formula> {
        self.takers_within_budget(Takes::ByFormula, blockers, assignment)
            .next()
            .map(|n| self.formula(n))
    }

    /// As [`takers_as`](Self::takers_as), up to where the budget runs out.
    fn takers_within_budget<'s>(
        &'s self,
        takes: Takes,
        blockers: Blockers<'s>,
        assignment: &'s Assignment,
    ) -> impl Iterator<Item = usize> + 's {
        self.looked_at(takes, blockers, assignment)
            .take_while(|_| !self.budget.is_spent())
            .filter_map(|(n, is_taker)| is_taker.then_some(n))
    }

    fn takers_as<'s>(
        &'s self,
        takes: Takes,
        blockers: Blockers<'s>,
        assignment: &'s Assignment,
    ) -> impl Iterator<Item = usize> + 's {
        let looked_at = self.looked_at(takes, blockers, assignment);
        looked_at.filter_map(|(n, is_taker)| is_taker.then_some(n))
    }

    /// The rules that may take the sign-in, in order, each with whether it does.
    fn looked_at<'s>(
        &'s self,
        takes: Takes,
        blockers: Blockers<'s>,
        assignment: &'s Assignment,
    ) -> impl Iterator<Item = (usize, bool)> + 's {
        let perhaps = self.perhaps.as_ref().filter(|_| takes == Takes::Perhaps);
        let takers = perhaps.map_or(&self.encoding.takers, |perhaps| &perhaps.takers);
        let atoms = assignment.atoms();
        let candidates =
            blockers.among(move |range| takers.candidates(atoms.iter().copied(), range));
        candidates.map(move |(n, width)| {
            self.budget.spend((width + self.encoding.rules[n].size) as u64);
            let formula = perhaps.map_or(self.formula(n), |perhaps| &perhaps.formulas[n]);
            (n, formula.holds(assignment))
        })
    }

    /// A literal that holds where the rule takes a sign-in.
    fn literal_as(&mut self, takes: Takes, n: usize) -> Literal {
        let search = &mut self.search;
        match self.perhaps.as_mut().filter(|_| takes == Takes::Perhaps) {
            None => self.literal(n),
            Some(perhaps) => {
                *perhaps.literals[n].get_or_insert_with(|| search.define(&perhaps.formulas[n]))
            }
        }
    }

    /// A sign-in that meets `target` and that none of the rules takes.
    fn missed(&mut self, target: &[Literal], blockers: Blockers<'_>) -> Missed {
        self.missed_as(Takes::ByFormula, target, blockers)
    }

    fn missed_as(&mut self, takes: Takes, target: &[Literal], blockers: Blockers<'_>) -> Missed {
        let mut asked: Vec<usize> = Vec::new();
        if blockers.most() <= FEW {
            asked.extend(blockers.iter());
        }
        let mut conditions = target.to_vec();
        for n in &asked {
            conditions.push(!self.literal_as(takes, *n));
        }
        loop {
            let found = match takes {
                Takes::ByFormula => self.search.find(&conditions),
                // What only requests show that Okta refuses anyway is no example.
                Takes::Perhaps => self.search.find_likely(&conditions),
            };
            let assignment = match found {
                Solution::Found(assignment) => assignment,
                Solution::OutOfBudget => return Missed::OutOfBudget,
                Solution::Impossible => {
                    let mut to_blame = Vec::new();
                    for n in asked {
                        let literal = self.literal_as(takes, n);
                        to_blame.extend(self.search.is_to_blame(literal).then_some(n));
                    }
                    to_blame.sort_unstable();
                    return Missed::Impossible(to_blame);
                }
            };
            let takers: Vec<usize> = match blockers.most() <= FEW {
                true => Vec::new(),
                false => {
                    self.takers_within_budget(takes, blockers, &assignment).take(FEW).collect()
                }
            };
            if takers.is_empty() {
                let is_cut_off = blockers.most() > FEW && self.budget.is_spent();
                return if is_cut_off { Missed::OutOfBudget } else { Missed::Found(assignment) };
            }
            for n in takers {
                conditions.push(!self.literal_as(takes, n));
                asked.push(n);
            }
        }
    }

    /// A sign-in that surely meets all of `met`, and surely none of the rules `unmet` takes; none
    /// where there is none, or nobody knows.
    fn surely(&mut self, met: &[Literal], unmet: Blockers<'_>) -> Option<Assignment> {
        self.perhaps();
        match self.missed_as(Takes::Perhaps, met, unmet) {
            Missed::Found(assignment) => Some(assignment),
            Missed::Impossible(_) | Missed::OutOfBudget => None,
        }
    }

    /// The rules as they may take sign-ins.
    fn perhaps(&mut self) -> &mut Perhaps {
        let encoding = self.encoding;
        let budget = &self.budget;
        self.perhaps.get_or_insert_with(|| {
            let rules = encoding.rules.iter();
            let formulas: Vec<Formula> = rules
                .map(|rule| without_doubts(&rule.formula, Approximation::Over, encoding))
                .collect();
            budget.spend(encoding.size() as u64);
            let takers = Takers::of(formulas.iter());
            Perhaps { literals: vec![None; formulas.len()], takers, formulas }
        })
    }

    /// A literal that holds where the formula surely does.
    fn surely_met(&mut self, formula: &Formula) -> Literal {
        let surely = without_doubts(formula, Approximation::Under, self.encoding);
        self.search.define(&surely)
    }
}

/// The formula with every doubt taken to one side.
fn without_doubts(formula: &Formula, side: Approximation, encoding: &Encoding<'_, '_>) -> Formula {
    let atoms = encoding.atoms.all();
    formula.approximated(side, &|atom| matches!(atoms.get(atom), Some(Atom::Doubt(_))))
}
