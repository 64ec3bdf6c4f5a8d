//! A competition as formulas, in which every question about it is asked.

use std::ops::Range;

use super::competition::{Competition, RuleIndex};
use super::conditions::Condition;
use super::facts::Facts;
use super::logic::{Atoms, Formula, Summary, Theory};

/// The conditions of a competition as formulas over the same atoms.
#[derive(Debug)]
pub(super) struct Encoding<'e, 'd> {
    pub(super) atoms: Atoms<'e, 'd>,
    pub(super) theory: Theory,
    /// The rules, as Okta tries them.
    pub(super) rules: Vec<EncodedRule>,
    policies: Vec<EncodedPolicy>,
}

/// A rule as formulas.
#[derive(Debug)]
pub(super) struct EncodedRule {
    pub(super) index: RuleIndex,
    /// When it is tried, within its policy.
    pub(super) turn: usize,
    /// Each of its own conditions.
    pub(super) conditions: Vec<Formula>,
    /// The conditions of the policy and of the rule.
    pub(super) formula: Formula,
    pub(super) summary: Summary,
}

#[derive(Debug)]
struct EncodedPolicy {
    conditions: Vec<Formula>,
    rules: Range<usize>,
    /// How many rules policies in earlier turns have: they stand before all others.
    earlier: usize,
}

impl<'e, 'd> Encoding<'e, 'd> {
    pub(super) fn of(competition: &Competition<'e, 'd>, facts: &'e Facts<'d>) -> Self {
        let mut atoms = Atoms::new(facts);
        let of_policies = competition.policies.iter().flat_map(|policy| &policy.conditions);
        let of_rules = competition.rules().flat_map(|(_, rule)| &rule.conditions);
        for condition in of_policies.chain(of_rules) {
            condition.meaning.declare(&mut atoms);
        }
        let mut each = |conditions: &[Condition<'d>]| -> Vec<Formula> {
            conditions.iter().map(|condition| condition.meaning.formula(&mut atoms)).collect()
        };
        let of_policies: Vec<Vec<Formula>> =
            competition.policies.iter().map(|policy| each(&policy.conditions)).collect();
        let mut rules = Vec::new();
        let mut policies: Vec<EncodedPolicy> = Vec::new();
        for (policy, of_policy) in of_policies.into_iter().enumerate() {
            let ranked = &competition.policies[policy];
            let start = rules.len();
            rules.extend(ranked.rules.iter().enumerate().map(|(rule, ranked)| {
                let conditions = each(&ranked.conditions);
                let formula = Formula::all(of_policy.iter().chain(&conditions).cloned());
                EncodedRule {
                    index: RuleIndex { policy, rule },
                    turn: ranked.turn,
                    conditions,
                    summary: formula.summary(),
                    formula,
                }
            }));
            let is_tied = policy > 0 && competition.policies[policy - 1].turn == ranked.turn;
            let earlier = if is_tied { policies[policy - 1].earlier } else { start };
            policies.push(EncodedPolicy {
                conditions: of_policy,
                rules: start..rules.len(),
                earlier,
            });
        }
        let theory = Theory::of(&atoms);
        Self { atoms, theory, rules, policies }
    }

    /// Where the rule stands among all.
    pub(super) fn number(&self, RuleIndex { policy, rule }: RuleIndex) -> usize {
        self.policies[policy].rules.start + rule
    }

    /// The conditions of the policy itself.
    pub(super) fn of_policy(&self, policy: usize) -> &[Formula] {
        &self.policies[policy].conditions
    }

    /// That a sign-in meets the conditions of the policy itself.
    pub(super) fn applies(&self, policy: usize) -> Formula {
        Formula::all(self.of_policy(policy).iter().cloned())
    }

    /// The rules of the policy.
    pub(super) fn own(&self, policy: usize) -> Range<usize> {
        self.policies[policy].rules.clone()
    }

    /// The rules of policies in earlier turns.
    pub(super) fn others_before(&self, policy: usize) -> Range<usize> {
        0..self.policies[policy].earlier
    }

    /// The rules of the same policy in earlier turns.
    pub(super) fn own_before(&self, n: usize) -> Range<usize> {
        let EncodedRule { index, turn, .. } = &self.rules[n];
        let start = self.policies[index.policy].rules.start;
        let of_turn = self.rules[start..n].iter().rev().take_while(|rule| rule.turn == *turn);
        start..n - of_turn.count()
    }

    /// All rules that are tried before.
    pub(super) fn before(&self, n: usize) -> Vec<usize> {
        self.others_before(self.rules[n].index.policy).chain(self.own_before(n)).collect()
    }
}
