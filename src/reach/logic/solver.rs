//! The one place that knows the SAT solver.

use batsat::{
    Callbacks, ClauseKind, Lit, Solver as Inner, SolverInterface, SolverOpts, Var, lbool,
};

use super::formula::{Formula, Literal};

/// Decides whether clauses can be met at once.
pub(crate) struct Solver {
    inner: Inner<Budget>,
    variables: Vec<Var>,
    clause: Vec<Lit>,
}

/// What came of a question.
#[derive(Debug)]
pub(crate) enum Answer {
    /// The variables may be so.
    Possible(Vec<bool>),
    /// Not all of it can hold at once.
    Impossible,
    /// The budget ran out.
    Unknown,
}

/// Counts conflicts, so that a search ends at the same point on every machine.
#[derive(Default)]
struct Budget {
    left: u64,
}

impl Callbacks for Budget {
    fn on_new_clause(&mut self, _clause: &[Lit], kind: ClauseKind) {
        if kind == ClauseKind::Learnt {
            self.left = self.left.saturating_sub(1);
        }
    }

    fn stop(&self) -> bool {
        self.left == 0
    }
}

impl Solver {
    /// A solver for variables `0..variables`; `budget` bounds the conflicts of all questions
    /// together.
    pub(crate) fn new(variables: usize, budget: u64) -> Self {
        let mut inner = Inner::new(SolverOpts::default(), Budget { left: budget });
        let variables = (0..variables).map(|_| inner.new_var_default()).collect();
        Self { inner, variables, clause: Vec::new() }
    }

    /// How many conflicts of the budget are left.
    pub(crate) fn conflicts_left(&self) -> u64 {
        self.inner.cb().left
    }

    /// A variable of its own. What the first variables are decides what it is, so that the solver
    /// need not choose.
    pub(crate) fn fresh(&mut self) -> Literal {
        self.variables.push(self.inner.new_var(lbool::UNDEF, false));
        Literal::of(self.variables.len() - 1)
    }

    fn lit(&self, literal: Literal) -> Lit {
        Lit::new(self.variables[literal.variable()], !literal.is_negative())
    }

    /// At least one of the literals holds.
    pub(crate) fn add(&mut self, literals: impl IntoIterator<Item = Literal>) {
        let mut clause = std::mem::take(&mut self.clause);
        clause.clear();
        clause.extend(literals.into_iter().map(|literal| self.lit(literal)));
        self.inner.add_clause_reuse(&mut clause);
        self.clause = clause;
    }

    /// A literal that holds exactly where the formula does.
    pub(crate) fn define(&mut self, formula: &Formula) -> Literal {
        let (parts, is_all) = match formula {
            Formula::Literal(literal) => return *literal,
            Formula::All(parts) => (parts, true),
            Formula::Any(parts) => (parts, false),
        };
        let parts: Vec<Literal> = parts.iter().map(|part| self.define(part)).collect();
        let whole = self.fresh();
        // `Any` is the negation of all negations.
        let sign = |literal: Literal| if is_all { literal } else { !literal };
        for part in &parts {
            self.add([sign(!whole), sign(*part)]);
        }
        self.add(parts.iter().map(|part| sign(!*part)).chain([sign(whole)]));
        whole
    }

    /// Whether all clauses and assumptions can hold at once.
    pub(crate) fn solve(&mut self, assumptions: &[Literal]) -> Answer {
        let lits: Vec<Lit> = assumptions.iter().map(|literal| self.lit(*literal)).collect();
        let result = self.inner.solve_limited(&lits);
        if result == lbool::TRUE {
            let is_true = |var: &Var| self.inner.value_var(*var) == lbool::TRUE;
            return Answer::Possible(self.variables.iter().map(is_true).collect());
        }
        if result == lbool::UNDEF { Answer::Unknown } else { Answer::Impossible }
    }
}
