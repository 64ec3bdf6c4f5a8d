//! What can be proved of formulas, whatever they are about: a formula has an assignment that meets
//! it, or none.
//!
//! Only this knows the SAT solver.

mod automaton;
mod budget;
mod formula;
mod patterns;
mod search;
mod solver;
mod takers;
mod theory;

pub(crate) use automaton::Test;
pub(crate) use budget::Budget;
pub(crate) use formula::{Approximation, Assignment, Atom, Atoms, Formula, Literal, Summary};
pub(crate) use patterns::Pattern;
pub(crate) use search::{Search, Solution};
pub(crate) use takers::Takers;
pub(crate) use theory::{Clause, Theory};
