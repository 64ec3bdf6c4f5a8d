//! The one place that knows the SAT solver.

use std::cell::RefCell;
use std::rc::Rc;

use batsat::{
    Callbacks, ClauseKind, Lit, Solver as Inner, SolverInterface, SolverOpts, Theory, TheoryArg,
    Var, lbool,
};
use foldhash::HashMap;

use super::budget::Budget;
use super::formula::{Assignment, Formula, Literal, Parts};

/// Decides whether clauses can be met at once.
pub(crate) struct Solver {
    inner: Inner<Stop>,
    budget: Rc<Budget>,
    /// How many of the variables are atoms: they come first.
    atoms: usize,
    variables: Vec<Var>,
    watchers: Rc<Watchers>,
    clause: Vec<Lit>,
    /// The literals that hold exactly where all of these do, in order: what was defined once is not
    /// defined again.
    conjunctions: HashMap<Vec<Literal>, Literal>,
    /// What formulas share, by where that is kept.
    shared: HashMap<*const Formula, (Parts, Literal)>,
}

/// What came of a question.
#[derive(Debug)]
pub(crate) enum Answer {
    /// These atoms may hold, and no others.
    Possible(Assignment),
    /// Not all of it can hold at once.
    Impossible,
    /// The budget ran out.
    Unknown,
}

/// Of each literal, how many clauses are looked at where it comes to hold, in eighths: of each, two
/// literals are watched at a time.
#[derive(Default)]
struct Watchers(RefCell<Vec<u32>>);

impl Watchers {
    fn grow(&self, literals: usize) {
        let mut watchers = self.0.borrow_mut();
        let length = watchers.len() + literals;
        watchers.resize(length, 0);
    }

    fn change(&self, clause: &[Lit], change: impl Fn(u32, u32) -> u32) {
        let share = (16 / clause.len().max(1)).max(1) as u32;
        let mut watchers = self.0.borrow_mut();
        for literal in clause {
            if let Some(watchers) = watchers.get_mut((!*literal).idx() as usize) {
                *watchers = change(*watchers, share);
            }
        }
    }

    fn add(&self, clause: &[Lit]) {
        self.change(clause, u32::saturating_add);
    }

    fn remove(&self, clause: &[Lit]) {
        self.change(clause, u32::saturating_sub);
    }
}

/// Ends a search where its budget does.
struct Stop {
    budget: Rc<Budget>,
    watchers: Rc<Watchers>,
}

/// What it costs to learn from a conflict, besides each literal of what is learnt.
const CONFLICT: u64 = 500;
/// What it costs to learn a literal.
const LEARNT: u64 = 10;

impl Callbacks for Stop {
    fn on_new_clause(&mut self, clause: &[Lit], kind: ClauseKind) {
        if kind == ClauseKind::Learnt {
            self.budget.spend(CONFLICT + LEARNT * clause.len() as u64);
            self.watchers.add(clause);
        }
    }

    fn on_delete_clause(&mut self, clause: &[Lit]) {
        self.watchers.remove(clause);
    }

    fn stop(&self) -> bool {
        self.budget.is_spent()
    }
}

/// Counts what the solver assigns, and the clauses that it looks at for that.
struct Meter<'s> {
    budget: &'s Budget,
    watchers: &'s Watchers,
    /// How many literals are counted, at each level.
    levels: Vec<usize>,
    counted: usize,
}

impl Theory for Meter<'_> {
    fn partial_check(&mut self, search: &mut TheoryArg<'_>) {
        let assigned = search.model();
        let new = &assigned[self.counted.min(assigned.len())..];
        let watchers = self.watchers.0.borrow();
        let of = |literal: &Lit| watchers.get(literal.idx() as usize).copied().unwrap_or(0);
        let steps = new.iter().map(|literal| 8 + u64::from(of(literal)));
        self.budget.spend(1 + steps.sum::<u64>() / 8);
        self.counted = assigned.len();
    }

    fn final_check(&mut self, _search: &mut TheoryArg<'_>) {}

    fn create_level(&mut self) {
        self.levels.push(self.counted);
    }

    fn pop_levels(&mut self, levels: usize) {
        let kept = self.levels.len().saturating_sub(levels);
        self.counted = self.levels.get(kept).copied().unwrap_or(self.counted).min(self.counted);
        self.levels.truncate(kept);
    }

    fn n_levels(&self) -> usize {
        self.levels.len()
    }

    fn explain_propagation(&mut self, _literal: Lit) -> &[Lit] {
        // It never propagates.
        &[]
    }
}

impl Solver {
    /// A solver for variables `0..atoms`.
    pub(crate) fn new(atoms: usize, budget: Rc<Budget>) -> Self {
        let watchers = Rc::new(Watchers::default());
        watchers.grow(2 * atoms);
        let stop = Stop { budget: Rc::clone(&budget), watchers: Rc::clone(&watchers) };
        let mut inner = Inner::new(SolverOpts::default(), stop);
        let variables = (0..atoms).map(|_| inner.new_var_default()).collect();
        budget.spend(atoms as u64);
        Self {
            inner,
            budget,
            atoms,
            variables,
            watchers,
            clause: Vec::new(),
            conjunctions: HashMap::default(),
            shared: HashMap::default(),
        }
    }

    /// A variable of its own. What the atoms are decides what it is, so that the solver need not
    /// choose.
    pub(crate) fn fresh(&mut self) -> Literal {
        self.variables.push(self.inner.new_var(lbool::UNDEF, false));
        self.watchers.grow(2);
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
        self.budget.spend(clause.len() as u64);
        self.watchers.add(&clause);
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
        // `Any` is the negation of all negations.
        let sign = |literal: Literal| if is_all { literal } else { !literal };
        let shared = parts.shared();
        if let Some((_, known)) = shared.and_then(|shared| self.shared.get(&shared)) {
            return sign(*known);
        }
        let mut each: Vec<Literal> = parts.iter().map(|part| sign(self.define(part))).collect();
        self.budget.spend(each.len() as u64);
        each.sort_unstable();
        each.dedup();
        let whole = match each[..] {
            [only] => only,
            _ => self.conjunction(each),
        };
        if let Some(shared) = shared {
            // Kept, so that nothing else comes to that place.
            self.shared.insert(shared, (parts.clone(), whole));
        }
        sign(whole)
    }

    /// A literal that holds exactly where all of `parts` do.
    fn conjunction(&mut self, parts: Vec<Literal>) -> Literal {
        if let Some(known) = self.conjunctions.get(&parts) {
            return *known;
        }
        let whole = self.fresh();
        for part in &parts {
            self.add([!whole, *part]);
        }
        self.add(parts.iter().map(|part| !*part).chain([whole]));
        self.conjunctions.insert(parts, whole);
        whole
    }

    /// Whether all clauses and assumptions can hold at once.
    pub(crate) fn solve(&mut self, assumptions: &[Literal]) -> Answer {
        if self.budget.is_spent() {
            return Answer::Unknown;
        }
        // To take the assumptions and to hand out what was assigned.
        self.budget.spend((assumptions.len() + self.variables.len() / 8) as u64);
        let lits: Vec<Lit> = assumptions.iter().map(|literal| self.lit(*literal)).collect();
        let mut meter = Meter {
            budget: &self.budget,
            watchers: &self.watchers,
            levels: Vec::new(),
            counted: 0,
        };
        let result = self.inner.solve_limited_th(&mut meter, &lits);
        if result == lbool::TRUE {
            let is_true = |atom: &usize| self.inner.value_var(self.variables[*atom]) == lbool::TRUE;
            return Answer::Possible((0..self.atoms).filter(is_true).collect());
        }
        if result == lbool::UNDEF {
            return Answer::Unknown;
        }
        // It was told as learnt, but the solver does not keep what is to blame.
        self.watchers.remove(self.inner.unsat_core());
        Answer::Impossible
    }

    /// Whether the last question had no answer for the sake of this assumption, among others.
    pub(crate) fn is_to_blame(&self, assumption: Literal) -> bool {
        self.inner.unsat_core_contains_var(self.variables[assumption.variable()])
    }
}
