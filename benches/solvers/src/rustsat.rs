use rustsat::solvers::{Solve, SolveIncremental, SolverResult};
use rustsat_batsat::BasicSolver;

use crate::sat::{Lit, Solver};

#[derive(Default)]
pub struct Rustsat {
    solver: BasicSolver,
    vars: Lit,
    core: Vec<Lit>,
}

fn to(lit: Lit) -> rustsat::types::Lit {
    rustsat::types::Lit::from_ipasir(lit).expect("a literal")
}

impl Solver for Rustsat {
    fn new() -> Self {
        Self::default()
    }

    fn var(&mut self, _input: bool) -> Lit {
        // The solver creates variables when a clause names them.
        self.vars += 1;
        self.vars
    }

    fn clause(&mut self, lits: &[Lit]) {
        self.solver.add_clause(lits.iter().copied().map(to).collect()).expect("room for a clause");
    }

    fn solve(&mut self, assumptions: &[Lit]) -> bool {
        let assumptions: Vec<_> = assumptions.iter().copied().map(to).collect();
        match self.solver.solve_assumps(&assumptions).expect("an answer") {
            SolverResult::Sat => true,
            SolverResult::Unsat => {
                // Asking for the core needs a mutable solver; its literals come negated.
                let core = self.solver.core().expect("a failed solve");
                self.core = core.into_iter().map(|lit| (!lit).to_ipasir()).collect();
                false
            }
            SolverResult::Interrupted => panic!("rustsat-batsat gave up"),
        }
    }

    fn core(&self) -> Vec<Lit> {
        self.core.clone()
    }
}
