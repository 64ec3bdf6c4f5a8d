use batsat::{BasicSolver, SolverInterface, Var, lbool};

use crate::policy::ATOMS;
use crate::sat::{Lit, Solver};

/// With `ALL` the solver may decide every variable, else only the inputs, as these determine
/// all others.
#[derive(Default)]
pub struct Batsat<const ALL: bool> {
    solver: BasicSolver,
    /// Reused, since the solver takes every clause as a vector of its own.
    lits: Vec<batsat::Lit>,
}

fn to(lit: Lit) -> batsat::Lit {
    batsat::Lit::new(Var::unsafe_from_idx(lit.unsigned_abs() - 1), lit > 0)
}

fn from(lit: batsat::Lit) -> Lit {
    let number = lit.var().idx() as Lit + 1;
    if lit.sign() { number } else { -number }
}

impl<const ALL: bool> Solver for Batsat<ALL> {
    fn new() -> Self {
        Self::default()
    }

    fn var(&mut self, input: bool) -> Lit {
        self.solver.new_var(lbool::UNDEF, ALL || input).idx() as Lit + 1
    }

    fn clause(&mut self, lits: &[Lit]) {
        self.lits.clear();
        self.lits.extend(lits.iter().copied().map(to));
        self.solver.add_clause_reuse(&mut self.lits);
    }

    fn solve(&mut self, assumptions: &[Lit]) -> bool {
        self.lits.clear();
        self.lits.extend(assumptions.iter().copied().map(to));
        let answer = self.solver.solve_limited(&self.lits);
        assert!(answer != lbool::UNDEF, "batsat gave up");
        answer == lbool::TRUE
    }

    fn core(&self) -> Vec<Lit> {
        // The literals come as the clause that was learnt, that is, negated.
        self.solver.unsat_core().iter().map(|&lit| from(!lit)).collect()
    }
}

impl<const ALL: bool> Batsat<ALL> {
    /// The sign-in that made the last `solve` succeed.
    pub fn model(&self) -> Vec<bool> {
        self.solver.get_model()[..ATOMS].iter().map(|&value| value == lbool::TRUE).collect()
    }
}
