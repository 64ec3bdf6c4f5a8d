use varisat::ExtendFormula;

use crate::sat::{Lit, Solver};

#[derive(Default)]
pub struct Varisat {
    solver: varisat::Solver<'static>,
    lits: Vec<varisat::Lit>,
}

fn to(lit: Lit) -> varisat::Lit {
    varisat::Lit::from_dimacs(lit as isize)
}

impl Solver for Varisat {
    fn new() -> Self {
        Self::default()
    }

    fn var(&mut self, _input: bool) -> Lit {
        self.solver.new_var().to_dimacs() as Lit
    }

    fn clause(&mut self, lits: &[Lit]) {
        self.lits.clear();
        self.lits.extend(lits.iter().copied().map(to));
        self.solver.add_clause(&self.lits);
    }

    fn solve(&mut self, assumptions: &[Lit]) -> bool {
        self.lits.clear();
        self.lits.extend(assumptions.iter().copied().map(to));
        self.solver.assume(&self.lits);
        self.solver.solve().expect("varisat gave up")
    }

    fn core(&self) -> Vec<Lit> {
        let core = self.solver.failed_core().expect("a failed solve");
        core.iter().map(|lit| lit.to_dimacs() as Lit).collect()
    }
}
