//! Which rules have the conditions of another one, and do something else.

use foldhash::HashMap;

use super::Effects;
use crate::outcome::Outcome;
use crate::reach::competition::{Competition, RuleIndex};
use crate::reach::encoding::Encoding;

/// With so many outcomes of rules with equal conditions each other one is compared.
const MOST: usize = 32;

/// Of each rule, the first rule of the policy that stands before it, in an earlier turn or the same,
/// with equal conditions and an outcome that surely is another.
pub(crate) fn same_conditions(
    competition: &Competition<'_, '_>,
    encoding: &Encoding<'_, '_>,
    effects: &Effects,
) -> Vec<Option<RuleIndex>> {
    // By a digest of their formulas, so that few have to be compared: of those that do the same, the
    // first.
    let mut alike: HashMap<(usize, u64), Vec<usize>> = HashMap::default();
    let ranked = |n: usize| competition.rule(encoding.rules[n].index).rule;
    let surely_differ = |n: usize, m: usize| {
        let outcomes = Outcome::of(ranked(n)).zip(Outcome::of(ranked(m)));
        outcomes.is_some_and(|(one, other)| one.meaning().surely_differs(&other.meaning()))
    };
    let rivals = encoding.rules.iter().enumerate().map(|(n, rule)| {
        let place = (rule.index.policy, rule.formula.digest());
        let earlier = alike.entry(place).or_default();
        let is_rival = |m: &&usize| {
            let other = &encoding.rules[**m];
            !effects.are_same(n, **m)
                && other.formula.sorted() == rule.formula.sorted()
                && surely_differ(n, **m)
        };
        let is_custom = ranked(n).is_custom();
        let rival = earlier.iter().find(is_rival).filter(|_| is_custom).copied();
        let is_new = earlier.len() < MOST && !earlier.iter().any(|m| effects.are_same(n, *m));
        earlier.extend(is_new.then_some(n));
        rival.map(|m| encoding.rules[m].index)
    });
    rivals.collect()
}
