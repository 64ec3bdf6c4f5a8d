//! Looks for sign-ins: some that a formula holds of and others do not, or a reason why there are
//! none.

use std::rc::Rc;

use super::budget::Budget;
use super::formula::{Assignment, Atom, Atoms, Formula, Literal};
use super::solver::{Answer, Solver};
use super::theory::{NoTexts, Theory};
use crate::reach::dimensions::Membership;

/// What came of a search.
#[derive(Debug)]
pub(crate) enum Solution {
    /// This sign-in.
    Found(Assignment),
    /// There is none.
    Impossible,
    /// The budget ran out before there was an answer.
    OutOfBudget,
}

/// A search among the sign-ins that formulas over `atoms` speak of.
pub(crate) struct Search<'a, 'f, 'd> {
    atoms: &'a Atoms<'f, 'd>,
    theory: &'a Theory,
    /// Only questions that a guess does not answer need it.
    solver: Option<Solver>,
    /// What may still be spent.
    pub(crate) budget: Rc<Budget>,
    /// Atoms that mostly do not hold: requests from blocklisted zones, which Okta refuses before
    /// it looks at a policy, unless an exempt zone lets them through.
    unlikely: Vec<usize>,
}

impl<'a, 'f, 'd> Search<'a, 'f, 'd> {
    pub(crate) fn new(atoms: &'a Atoms<'f, 'd>, theory: &'a Theory, budget: Budget) -> Self {
        let is_unlikely = |atom: &Atom<'_>| match atom {
            Atom::Has(Membership::Zone, zone) => atoms.facts.is_zone_blocked(zone),
            _ => false,
        };
        let places = atoms.all().iter().enumerate().filter(|(_, atom)| is_unlikely(atom));
        let unlikely = places.map(|(n, _)| n).collect();
        Self { atoms, theory, solver: None, budget: Rc::new(budget), unlikely }
    }

    fn solver(&mut self) -> &mut Solver {
        let (atoms, theory) = (self.atoms, self.theory);
        let budget = &self.budget;
        self.solver.get_or_insert_with(|| {
            let mut solver = Solver::new(atoms.all().len(), Rc::clone(budget));
            for (one, other) in &theory.implications {
                solver.add([!Literal::of(*one), *other]);
            }
            for values in &theory.choices {
                at_most_one(&mut solver, values, None);
            }
            solver
        })
    }

    /// A literal for the formula, to ask with.
    pub(crate) fn define(&mut self, formula: &Formula) -> Literal {
        self.solver().define(formula)
    }

    /// A literal that means nothing yet.
    pub(crate) fn fresh(&mut self) -> Literal {
        self.solver().fresh()
    }

    /// At least one of the literals holds from now on.
    pub(crate) fn add(&mut self, clause: Vec<Literal>) {
        self.solver().add(clause);
    }

    /// A literal that allows only one of each of `sets` to hold while it is assumed.
    pub(crate) fn at_most_one_of_each(&mut self, sets: &[Vec<usize>]) -> Literal {
        let solver = self.solver();
        let sparse = solver.fresh();
        for set in sets {
            at_most_one(solver, set, Some(sparse));
        }
        sparse
    }

    /// Whether the last question had no answer for the sake of this condition, among others.
    pub(crate) fn is_to_blame(&self, condition: Literal) -> bool {
        self.solver.as_ref().is_none_or(|solver| solver.is_to_blame(condition))
    }

    /// A sign-in that `wanted` holds of, and none of what is unwanted, found without the solver; it
    /// may be missed. `taker` is the first unwanted formula that holds of one.
    pub(crate) fn guess<'t>(
        &self,
        wanted: &Formula,
        taker: impl Fn(&Assignment) -> Option<&'t Formula>,
    ) -> Option<Assignment> {
        self.guess_from(&Assignment::default(), wanted, taker)
    }

    /// As [`guess`](Self::guess), a sign-in of which all holds that holds of `start`.
    pub(crate) fn guess_from<'t>(
        &self,
        start: &Assignment,
        wanted: &Formula,
        taker: impl Fn(&Assignment) -> Option<&'t Formula>,
    ) -> Option<Assignment> {
        let size = wanted.size() as u64;
        (0..ALTERNATIVES).find_map(|nth| {
            self.budget.spend(size);
            let first = start.clone();
            let mut assignment =
                self.completed(wanted, first, |first| make_true(wanted, nth, first))?;
            for _ in 0..REPAIRS {
                let Some(taker) = taker(&assignment) else {
                    // Where the budget ran out, there may be one all the same.
                    let is_sure = !self.budget.is_spent() && self.is_likely(&assignment);
                    return is_sure.then_some(assignment);
                };
                // What an unwanted formula excludes gets past it.
                assignment = excluded(taker).find_map(|atom| {
                    self.budget.spend(size);
                    self.completed(wanted, assignment.clone(), |assignment| {
                        assignment.insert(atom);
                    })
                })?;
            }
            None
        })
    }

    /// A sign-in that `wanted` still holds of after a change.
    fn completed(
        &self,
        wanted: &Formula,
        mut assignment: Assignment,
        change: impl Fn(&mut Assignment),
    ) -> Option<Assignment> {
        change(&mut assignment);
        self.budget.spend(self.theory.patterns() as u64);
        let is_possible = self.theory.complete(&mut assignment, self.atoms, &self.budget);
        (is_possible && wanted.holds(&assignment)).then_some(assignment)
    }

    fn is_likely(&self, assignment: &Assignment) -> bool {
        !self.unlikely.iter().any(|atom| assignment.has(*atom))
    }

    /// A sign-in in which all of `conditions` hold, a likely one if there is any.
    pub(crate) fn find(&mut self, conditions: &[Literal]) -> Solution {
        match self.find_any(conditions) {
            Solution::Found(assignment) if !self.is_likely(&assignment) => {
                match self.find_likely(conditions) {
                    Solution::Found(likely) => Solution::Found(likely),
                    Solution::Impossible | Solution::OutOfBudget => Solution::Found(assignment),
                }
            }
            found => found,
        }
    }

    /// As [`find`](Self::find), but none that is not likely.
    pub(crate) fn find_likely(&mut self, conditions: &[Literal]) -> Solution {
        let likely = self.unlikely.iter().map(|atom| !Literal::of(*atom));
        let conditions: Vec<Literal> = conditions.iter().copied().chain(likely).collect();
        self.find_any(&conditions)
    }

    fn find_any(&mut self, conditions: &[Literal]) -> Solution {
        loop {
            let assignment = match self.solver().solve(conditions) {
                Answer::Possible(assignment) => assignment,
                Answer::Unknown => return Solution::OutOfBudget,
                Answer::Impossible => return Solution::Impossible,
            };
            match self.theory.texts(&assignment, self.atoms, &self.budget) {
                Ok(_) => return Solution::Found(assignment),
                Err(NoTexts::GaveUp) => return Solution::OutOfBudget,
                Err(NoTexts::Because(clause)) => self.solver().add(clause),
            }
        }
    }
}

/// Bounds on guessing.
const ALTERNATIVES: usize = 3;
const REPAIRS: usize = 8;

/// Makes a formula true by few atoms, where that is simple: by the nth alternative of each.
fn make_true(formula: &Formula, nth: usize, assignment: &mut Assignment) {
    match formula {
        Formula::Literal(literal) if !literal.is_negative() => {
            assignment.insert(literal.variable());
        }
        Formula::Literal(_) => {}
        Formula::All(parts) => parts.iter().for_each(|part| make_true(part, nth, assignment)),
        Formula::Any(parts) => {
            if !parts.iter().any(|part| part.holds(assignment)) {
                // What has to be false is true by now.
                let is_open = |part: &&Formula| match part {
                    Formula::Literal(literal) => !literal.is_negative(),
                    Formula::All(_) | Formula::Any(_) => true,
                };
                let open = || parts.iter().filter(is_open);
                if let Some(part) = open().nth(nth % open().count().max(1)) {
                    make_true(part, nth, assignment);
                }
            }
        }
    }
}

/// The atoms that have to be false for the formula to hold.
fn excluded(formula: &Formula) -> impl Iterator<Item = usize> {
    let parts = match formula {
        Formula::All(parts) => parts,
        one => std::slice::from_ref(one),
    };
    parts.iter().filter_map(|part| match part {
        Formula::Literal(literal) if literal.is_negative() => Some(literal.variable()),
        _ => None,
    })
}

/// Numbers the values in binary, so that each contradicts all others by a bit of its number; where
/// `condition` holds, if one is given.
fn at_most_one(solver: &mut Solver, values: &[usize], condition: Option<Literal>) {
    let bits = usize::BITS - values.len().saturating_sub(1).leading_zeros();
    for bit in 0..bits {
        let is_set = solver.fresh();
        for (number, value) in values.iter().enumerate() {
            let own = if number >> bit & 1 == 1 { is_set } else { !is_set };
            let clause = [!Literal::of(*value), own].into_iter();
            solver.add(clause.chain(condition.map(|condition| !condition)));
        }
    }
}
