//! What the SAT solvers share: the encoding, and how reachability and covers are asked.

use std::collections::HashMap;

use crate::policy::{ATOMS, EXCLUSIVE, MANAGED, Policy, REGISTERED, Term};
use crate::{Stage, Unreachable};

/// A literal as DIMACS writes it: the number of a variable from 1, negative if negated.
pub type Lit = i32;

/// The part of a SAT solver that is measured.
pub trait Solver {
    fn new() -> Self;
    /// A new variable; `input` if no other variables determine its value.
    fn var(&mut self, input: bool) -> Lit;
    fn clause(&mut self, lits: &[Lit]);
    fn solve(&mut self, assumptions: &[Lit]) -> bool;
    /// Which assumptions made the last `solve` fail.
    fn core(&self) -> Vec<Lit>;
}

/// Adds a policy to a solver, and returns what stands for each rule.
pub fn encode<S: Solver>(solver: &mut S, policy: &Policy) -> Vec<Lit> {
    let atoms: Vec<Lit> = (0..ATOMS).map(|_| solver.var(true)).collect();
    for set in EXCLUSIVE {
        for a in set.clone() {
            for b in a + 1..set.end {
                solver.clause(&[-atoms[a], -atoms[b]]);
            }
        }
    }
    solver.clause(&[-atoms[MANAGED], atoms[REGISTERED]]);

    let mut pairs = HashMap::new();
    let mut selectors = Vec::with_capacity(policy.len());
    let (mut all, mut any) = (Vec::new(), Vec::new());
    for rule in policy {
        all.clear();
        for condition in rule {
            any.clear();
            for &term in &condition.terms {
                any.push(match term {
                    Term::Is(a) => atoms[a],
                    Term::Both(a, b) => *pairs
                        .entry((a, b))
                        .or_insert_with(|| conjunction(solver, &mut vec![atoms[a], atoms[b]])),
                });
            }
            if condition.negated {
                all.extend(any.iter().map(|lit| -lit));
            } else if let [lit] = any[..] {
                all.push(lit);
            } else {
                any.iter_mut().for_each(|lit| *lit = -*lit);
                all.push(-conjunction(solver, &mut any));
            }
        }
        selectors.push(conjunction(solver, &mut all));
    }
    selectors
}

/// A variable that is true exactly if all of these literals are.
fn conjunction<S: Solver>(solver: &mut S, lits: &mut Vec<Lit>) -> Lit {
    let all = solver.var(false);
    for lit in lits.iter_mut() {
        solver.clause(&[-all, *lit]);
        *lit = -*lit;
    }
    lits.push(all);
    solver.clause(lits);
    all
}

/// Asks for every rule with all earlier ones assumed not to match.
pub fn assumptions<S: Solver>(policy: &Policy, stage: Stage) -> Vec<Unreachable> {
    let mut solver = S::new();
    let selectors = encode(&mut solver, policy);
    let mut found = Vec::new();
    if stage == Stage::Build {
        return found;
    }
    for rule in 0..policy.len() {
        if let Some(cover) = cover(&mut solver, &selectors, rule, stage) {
            found.push(Unreachable { rule, cover });
        }
    }
    found
}

/// Forbids every rule for good once it is decided; covers come from a second solver.
pub fn units<S: Solver>(policy: &Policy, stage: Stage) -> Vec<Unreachable> {
    let mut solver = S::new();
    let selectors = encode(&mut solver, policy);
    let mut found = Vec::new();
    if stage == Stage::Build {
        return found;
    }
    let mut second = None;
    for (rule, &selector) in selectors.iter().enumerate() {
        if !solver.solve(&[selector]) {
            let mut cover = Vec::new();
            if stage == Stage::Covers {
                let second = second.get_or_insert_with(|| {
                    let mut second = S::new();
                    encode(&mut second, policy);
                    second
                });
                cover = self::cover(second, &selectors, rule, stage).expect("an unreachable rule");
            }
            found.push(Unreachable { rule, cover });
        }
        solver.clause(&[-selector]);
    }
    found
}

/// Forbids decided rules under a guard, so that the same solver can give the covers.
pub fn guarded<S: Solver>(policy: &Policy, stage: Stage) -> Vec<Unreachable> {
    let mut solver = S::new();
    let selectors = encode(&mut solver, policy);
    let guard = solver.var(true);
    let mut found = Vec::new();
    if stage == Stage::Build {
        return found;
    }
    for (rule, &selector) in selectors.iter().enumerate() {
        if !solver.solve(&[guard, selector]) {
            let mut cover = Vec::new();
            if stage == Stage::Covers {
                cover = self::cover(&mut solver, &selectors, rule, stage).expect("the same answer");
            }
            found.push(Unreachable { rule, cover });
        }
        solver.clause(&[-guard, -selector]);
    }
    found
}

/// The cover of a rule, or nothing if the rule is reachable; an empty one if not asked for.
pub fn cover<S: Solver>(
    solver: &mut S,
    selectors: &[Lit],
    rule: usize,
    stage: Stage,
) -> Option<Vec<usize>> {
    let mut assumed = Vec::with_capacity(rule + 1);
    assumed.push(selectors[rule]);
    assumed.extend(selectors[..rule].iter().map(|earlier| -earlier));
    if solver.solve(&assumed) {
        return None;
    }
    if stage != Stage::Covers {
        return Some(Vec::new());
    }
    let core = solver.core();
    Some(irreducible(solver, selectors, rule, core))
}

/// Leaves out one rule of a core after the other, as long as the rest still covers.
fn irreducible<S: Solver>(
    solver: &mut S,
    selectors: &[Lit],
    rule: usize,
    mut core: Vec<Lit>,
) -> Vec<usize> {
    let target = selectors[rule];
    core.retain(|&lit| lit != target);
    core.sort_unstable();
    let mut kept = 0;
    while kept < core.len() {
        let assumed: Vec<Lit> = [target]
            .into_iter()
            .chain(core.iter().enumerate().filter(|&(i, _)| i != kept).map(|(_, &lit)| lit))
            .collect();
        if solver.solve(&assumed) {
            kept += 1;
        } else {
            let failed = solver.core();
            // Those found necessary stay first, in their order.
            core.retain(|lit| failed.contains(lit));
        }
    }
    let number = |lit: &Lit| selectors.iter().position(|&selector| selector == -lit);
    let mut cover: Vec<usize> = core.iter().map(|lit| number(lit).expect("a rule")).collect();
    cover.sort_unstable();
    cover
}
