use splr::{Certificate, Config, SolveIF};

use crate::sat::{Lit, Solver};

/// Splr knows no assumptions and no cores, so every question solves all clauses anew, with
/// the assumptions added as clauses of one literal.
#[derive(Default)]
pub struct Splr {
    vars: Lit,
    clauses: Vec<Vec<Lit>>,
    assumed: Vec<Lit>,
}

impl Solver for Splr {
    fn new() -> Self {
        Self::default()
    }

    fn var(&mut self, _input: bool) -> Lit {
        self.vars += 1;
        self.vars
    }

    fn clause(&mut self, lits: &[Lit]) {
        self.clauses.push(lits.to_vec());
    }

    fn solve(&mut self, assumptions: &[Lit]) -> bool {
        self.assumed = assumptions.to_vec();
        let kept = self.clauses.len();
        self.clauses.extend(assumptions.iter().map(|&lit| vec![lit]));
        let config = Config { quiet_mode: true, ..Config::default() };
        let answer = match splr::Solver::try_from((config, &self.clauses[..])) {
            Ok(mut solver) => solver.solve(),
            // A contradiction met while clauses are added comes as an error.
            Err(answer) => answer,
        };
        self.clauses.truncate(kept);
        match answer {
            Ok(Certificate::SAT(_)) => true,
            Ok(Certificate::UNSAT) => false,
            Err(splr::SolverError::EmptyClause | splr::SolverError::RootLevelConflict(_)) => false,
            Err(error) => panic!("splr gave up: {error}"),
        }
    }

    fn core(&self) -> Vec<Lit> {
        self.assumed.clone()
    }
}
