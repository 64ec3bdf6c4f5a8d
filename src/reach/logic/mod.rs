//! What can be proved of formulas, whatever they are about: a formula has an assignment that meets
//! it, or none.
//!
//! Only this knows the SAT solver and the library of automata.

mod formula;
mod patterns;
mod search;
mod solver;
mod theory;

pub(crate) use formula::{Approximation, Atom, Atoms, Formula, Literal, Summary};
pub(crate) use patterns::{Pattern, Test};
pub(crate) use search::{Assignment, Budget, Search, Solution};
pub(crate) use theory::{Clause, Theory};
