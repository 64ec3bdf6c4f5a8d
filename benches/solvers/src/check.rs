//! Checks an answer: every model against the rules themselves, without the encoding.

use crate::Unreachable;
use crate::batsat::Batsat;
use crate::policy::{Policy, matches, possible};
use crate::sat::{Solver, encode};

/// Asserts that rules are unreachable as said, and every cover covers and is irreducible.
pub fn check(policy: &Policy, found: &[Unreachable]) {
    let mut solver = Batsat::<true>::new();
    let selectors = encode(&mut solver, policy);
    let mut first_match = |rule: usize, earlier: &[usize]| {
        let mut assumed = vec![selectors[rule]];
        assumed.extend(earlier.iter().map(|&earlier| -selectors[earlier]));
        let found = solver.solve(&assumed);
        if found {
            let atoms = solver.model();
            assert!(possible(&atoms) && matches(&policy[rule], &atoms));
            assert!(!earlier.iter().any(|&earlier| matches(&policy[earlier], &atoms)));
        }
        found
    };
    for rule in 0..policy.len() {
        let Some(unreachable) = found.iter().find(|unreachable| unreachable.rule == rule) else {
            assert!(first_match(rule, &(0..rule).collect::<Vec<_>>()), "rule {rule} is reachable");
            continue;
        };
        let cover = &unreachable.cover;
        assert!(cover.iter().all(|&earlier| earlier < rule));
        assert!(!first_match(rule, cover), "rule {rule} is not covered by {cover:?}");
        for leave in cover {
            let rest: Vec<_> = cover.iter().copied().filter(|earlier| earlier != leave).collect();
            assert!(first_match(rule, &rest), "rule {rule} is covered without {leave}");
        }
    }
}
