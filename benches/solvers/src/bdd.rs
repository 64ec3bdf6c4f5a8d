//! What the BDD libraries share.

use crate::policy::{
    ATOMS, CLASSES, EXCLUSIVE, GROUPS, MANAGED, Policy, REGISTERED, RISKS, Rule, SYSTEMS, TYPES,
    Term, USERS, ZONES,
};
use crate::{Stage, Unreachable};

/// The part of a BDD library that is measured.
pub trait Engine {
    type Bdd: Clone;
    fn new(vars: usize) -> Self;
    fn all(&self) -> Self::Bdd;
    fn var(&self, level: usize) -> Self::Bdd;
    fn not(&self, a: &Self::Bdd) -> Self::Bdd;
    fn and(&self, a: &Self::Bdd, b: &Self::Bdd) -> Self::Bdd;
    fn or(&self, a: &Self::Bdd, b: &Self::Bdd) -> Self::Bdd;
    fn minus(&self, a: &Self::Bdd, b: &Self::Bdd) -> Self::Bdd;
    fn is_empty(&self, a: &Self::Bdd) -> bool;
    /// How many assignments there are.
    fn count(&self, a: &Self::Bdd) -> f64;
}

/// Groups come last: below everything else, what is left of most rules is a plain "any of
/// these groups", while above it every set of groups would need nodes of its own.
fn levels() -> Vec<usize> {
    let mut order = vec![REGISTERED, MANAGED];
    for set in [CLASSES, SYSTEMS, RISKS, TYPES, USERS, ZONES, GROUPS] {
        order.extend(set);
    }
    let mut levels = vec![0; ATOMS];
    for (level, atom) in order.into_iter().enumerate() {
        levels[atom] = level;
    }
    levels
}

struct Encoder<E: Engine> {
    engine: E,
    atoms: Vec<E::Bdd>,
}

impl<E: Engine> Encoder<E> {
    fn new() -> Self {
        let engine = E::new(ATOMS);
        let atoms = levels().into_iter().map(|level| engine.var(level)).collect();
        Self { engine, atoms }
    }

    fn background(&self) -> E::Bdd {
        let (engine, atoms) = (&self.engine, &self.atoms);
        let mut possible = engine.or(&engine.not(&atoms[MANAGED]), &atoms[REGISTERED]);
        for set in EXCLUSIVE {
            let (mut none, mut single) = (engine.all(), engine.all());
            for atom in &atoms[set] {
                single = engine.or(&engine.minus(&single, atom), &engine.and(&none, atom));
                none = engine.minus(&none, atom);
            }
            possible = engine.and(&possible, &single);
        }
        possible
    }

    fn rule(&self, rule: &Rule) -> E::Bdd {
        let (engine, atoms) = (&self.engine, &self.atoms);
        let mut all = engine.all();
        for condition in rule {
            let any = condition
                .terms
                .iter()
                .map(|&term| match term {
                    Term::Is(a) => atoms[a].clone(),
                    Term::Both(a, b) => engine.and(&atoms[a], &atoms[b]),
                })
                .reduce(|a, b| engine.or(&a, &b))
                .expect("a condition has terms");
            all = if condition.negated { engine.minus(&all, &any) } else { engine.and(&all, &any) };
        }
        all
    }
}

/// Takes the sign-ins of one rule after the other from those that remain.
pub fn remaining<E: Engine>(policy: &Policy, stage: Stage) -> Vec<Unreachable> {
    let encoder = Encoder::<E>::new();
    let engine = &encoder.engine;
    let possible = encoder.background();
    let rules: Vec<E::Bdd> = policy.iter().map(|rule| encoder.rule(rule)).collect();
    let mut found = Vec::new();
    if stage == Stage::Build {
        return found;
    }
    let mut left = possible.clone();
    for (number, rule) in rules.iter().enumerate() {
        if engine.is_empty(&engine.and(&left, rule)) {
            let mut cover = Vec::new();
            if stage == Stage::Covers {
                cover = irreducible(engine, &engine.and(&possible, rule), &rules[..number]);
            }
            found.push(Unreachable { rule: number, cover });
        } else {
            left = engine.minus(&left, rule);
        }
    }
    found
}

/// Takes the earlier rule that leaves the fewest sign-ins until none are left, then leaves
/// out what later choices made needless.
fn irreducible<E: Engine>(engine: &E, target: &E::Bdd, earlier: &[E::Bdd]) -> Vec<usize> {
    let mut cover = Vec::new();
    let mut left = target.clone();
    while !engine.is_empty(&left) {
        let rests = earlier.iter().map(|rule| engine.minus(&left, rule)).enumerate();
        let (best, rest) = rests
            .min_by(|(_, a), (_, b)| engine.count(a).total_cmp(&engine.count(b)))
            .expect("an earlier rule");
        cover.push(best);
        left = rest;
    }
    let mut kept = 0;
    while kept < cover.len() {
        let mut left = target.clone();
        for &rule in cover.iter().filter(|&&rule| rule != cover[kept]) {
            left = engine.minus(&left, &earlier[rule]);
        }
        if engine.is_empty(&left) {
            cover.remove(kept);
        } else {
            kept += 1;
        }
    }
    cover.sort_unstable();
    cover
}
