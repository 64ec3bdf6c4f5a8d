//! Looks for sign-ins: some that a formula holds of and others do not, or a reason why there are
//! none.

use super::context::Membership;
use super::formula::{Atom, Atoms, Formula, Literal};
use super::solver::{Answer, Solver};
use super::theory::{NoTexts, Theory};

/// Which atoms hold, by their places: one sign-in.
pub(super) type Truths = Vec<bool>;

/// What came of a search.
#[derive(Debug)]
pub(super) enum Found {
    /// This sign-in.
    SignIn(Truths),
    /// There is none.
    None,
    /// The budget ran out before there was an answer.
    OutOfBudget,
}

/// A search among the sign-ins that formulas over `atoms` speak of.
pub(super) struct Search<'a, 'f, 'd> {
    atoms: &'a Atoms<'f, 'd>,
    theory: &'a Theory,
    /// Only questions that a guess does not answer need it.
    solver: Option<Solver>,
    /// How many impossible sets of patterns may be found.
    lemmas_left: usize,
    /// Atoms that mostly do not hold: requests from blocklisted zones, which Okta refuses before
    /// it looks at a policy, unless an exempt zone lets them through.
    unlikely: Vec<usize>,
}

/// Bounds on the work for one competition, in counts, so that an answer does not depend on the
/// machine: conflicts of the solver, and sets of patterns that turn out impossible.
const CONFLICTS: u64 = 5_000;
const LEMMAS: usize = 5_000;

impl<'a, 'f, 'd> Search<'a, 'f, 'd> {
    pub(super) fn new(atoms: &'a Atoms<'f, 'd>, theory: &'a Theory) -> Self {
        let is_unlikely = |atom: &Atom<'_>| match atom {
            Atom::Has(Membership::Zone, zone) => atoms.facts.is_zone_blocked(zone),
            _ => false,
        };
        let places = atoms.all().iter().enumerate().filter(|(_, atom)| is_unlikely(atom));
        let unlikely = places.map(|(n, _)| n).collect();
        Self { atoms, theory, solver: None, lemmas_left: LEMMAS, unlikely }
    }

    fn solver(&mut self) -> &mut Solver {
        let (atoms, theory) = (self.atoms, self.theory);
        self.solver.get_or_insert_with(|| {
            let mut solver = Solver::new(atoms.all().len(), CONFLICTS);
            for (one, other) in &theory.implications {
                solver.add([!*one, *other]);
            }
            for values in &theory.choices {
                at_most_one(&mut solver, values);
            }
            solver
        })
    }

    /// A literal for the formula, to ask with.
    pub(super) fn define(&mut self, formula: &Formula) -> Literal {
        self.solver().define(formula)
    }

    /// A literal that means nothing yet.
    pub(super) fn fresh(&mut self) -> Literal {
        self.solver().fresh()
    }

    /// At least one of the literals holds from now on.
    pub(super) fn add(&mut self, clause: Vec<Literal>) {
        self.solver().add(clause);
    }

    /// A literal that allows only one of each of `sets` to hold while it is assumed.
    pub(super) fn at_most_one_of_each(&mut self, sets: &[Vec<usize>]) -> Literal {
        let solver = self.solver();
        let sparse = solver.fresh();
        for set in sets {
            for (n, one) in set.iter().enumerate() {
                for other in &set[..n] {
                    solver.add([!sparse, !Literal::of(*one), !Literal::of(*other)]);
                }
            }
        }
        sparse
    }

    /// A sign-in that `wanted` holds of and none of `unwanted`, found without the solver; it may be
    /// missed.
    pub(super) fn guess(&self, wanted: &Formula, unwanted: &[&Formula]) -> Option<Truths> {
        (0..ALTERNATIVES).find_map(|nth| {
            let mut truths =
                self.completed(wanted, |truths| make_true(wanted, nth, truths), None)?;
            for _ in 0..REPAIRS {
                let Some(taker) = unwanted.iter().find(|formula| formula.holds(&truths)) else {
                    return self.is_likely(&truths).then_some(truths);
                };
                // What an unwanted formula excludes gets past it.
                truths = excluded(taker).find_map(|atom| {
                    self.completed(wanted, |truths| truths[atom] = true, Some(&truths))
                })?;
            }
            None
        })
    }

    /// A sign-in that `wanted` still holds of after a change.
    fn completed(
        &self,
        wanted: &Formula,
        change: impl Fn(&mut Truths),
        from: Option<&Truths>,
    ) -> Option<Truths> {
        let none = || vec![false; self.atoms.all().len()];
        let mut truths = from.map_or_else(none, Clone::clone);
        change(&mut truths);
        let is_possible = self.theory.complete(&mut truths, self.atoms);
        (is_possible && wanted.holds(&truths)).then_some(truths)
    }

    fn is_likely(&self, truths: &[bool]) -> bool {
        !self.unlikely.iter().any(|atom| truths[*atom])
    }

    /// A sign-in in which all of `conditions` hold, a likely one if there is any.
    pub(super) fn find(&mut self, conditions: &[Literal]) -> Found {
        match self.find_any(conditions) {
            Found::SignIn(truths) if !self.is_likely(&truths) => match self.find_likely(conditions)
            {
                Found::SignIn(likely) => Found::SignIn(likely),
                Found::None | Found::OutOfBudget => Found::SignIn(truths),
            },
            found => found,
        }
    }

    /// As [`find`](Self::find), but none that is not likely.
    pub(super) fn find_likely(&mut self, conditions: &[Literal]) -> Found {
        let likely = self.unlikely.iter().map(|atom| !Literal::of(*atom));
        let conditions: Vec<Literal> = conditions.iter().copied().chain(likely).collect();
        self.find_any(&conditions)
    }

    fn find_any(&mut self, conditions: &[Literal]) -> Found {
        loop {
            let truths = match self.solver().solve(conditions) {
                Answer::Possible(truths) => truths,
                Answer::Unknown => return Found::OutOfBudget,
                Answer::Impossible => return Found::None,
            };
            match self.theory.texts(&truths, self.atoms) {
                Ok(_) => return Found::SignIn(truths[..self.atoms.all().len()].to_vec()),
                Err(NoTexts::GaveUp) => return Found::OutOfBudget,
                Err(NoTexts::Because(_)) if self.lemmas_left == 0 => return Found::OutOfBudget,
                Err(NoTexts::Because(clause)) => {
                    self.lemmas_left -= 1;
                    self.solver().add(clause);
                }
            }
        }
    }
}

/// Bounds on guessing.
const ALTERNATIVES: usize = 3;
const REPAIRS: usize = 8;

/// Makes a formula true by few atoms, where that is simple: by the nth alternative of each.
fn make_true(formula: &Formula, nth: usize, truths: &mut [bool]) {
    match formula {
        Formula::Literal(literal) if !literal.is_negative() => truths[literal.variable()] = true,
        Formula::Literal(_) => {}
        Formula::All(parts) => parts.iter().for_each(|part| make_true(part, nth, truths)),
        Formula::Any(parts) if parts.is_empty() => {}
        Formula::Any(parts) => {
            if !parts.iter().any(|part| part.holds(truths)) {
                make_true(&parts[nth % parts.len()], nth, truths);
            }
        }
    }
}

/// The atoms that have to be false for the formula to hold.
fn excluded(formula: &Formula) -> impl Iterator<Item = usize> {
    let parts = match formula {
        Formula::All(parts) => parts.as_slice(),
        one => std::slice::from_ref(one),
    };
    parts.iter().filter_map(|part| match part {
        Formula::Literal(literal) if literal.is_negative() => Some(literal.variable()),
        _ => None,
    })
}

/// Numbers the values in binary, so that each contradicts all others by a bit of its number.
fn at_most_one(solver: &mut Solver, values: &[usize]) {
    let bits = usize::BITS - (values.len() - 1).leading_zeros();
    for bit in 0..bits {
        let is_set = solver.fresh();
        for (number, value) in values.iter().enumerate() {
            let own = if number >> bit & 1 == 1 { is_set } else { !is_set };
            solver.add([!Literal::of(*value), own]);
        }
    }
}
