//! A competition as formulas, in which every question about it is asked.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use super::competition::{Competition, RuleIndex};
use super::conditions::Condition;
use super::facts::Facts;
use super::logic::{Atoms, Budget, Formula, Summary, Takers, Theory};

/// The conditions of a competition as formulas over the same atoms.
#[derive(Debug)]
pub(super) struct Encoding<'e, 'd> {
    pub(super) atoms: Atoms<'e, 'd>,
    pub(super) theory: Theory,
    /// The rules, as Okta tries them.
    pub(super) rules: Vec<EncodedRule>,
    pub(super) takers: Takers,
    policies: Vec<EncodedPolicy>,
    /// How much there is to look at.
    size: usize,
    /// What all questions together may cost, in steps.
    granted: u64,
    /// What those that were asked have cost.
    taken: AtomicU64,
}

/// What may be spent for each value that conditions list, besides what each competition is granted.
const STEPS: u64 = 10_000;
/// What one condition counts for at most: nested expressions are longer as formulas than as texts.
const LARGEST: usize = 32;

/// A rule as formulas.
#[derive(Debug)]
pub(super) struct EncodedRule {
    pub(super) index: RuleIndex,
    /// When it is tried, within its policy.
    pub(super) turn: usize,
    /// The rules of the policy that are tried in the same turn.
    of_turn: Range<usize>,
    /// Each of its own conditions.
    pub(super) conditions: Vec<Formula>,
    /// The conditions of the policy and of the rule.
    pub(super) formula: Formula,
    pub(super) size: usize,
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
        competition.declare(&mut atoms);
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
            let mut first_of_turn = start;
            for (rule, one) in ranked.rules.iter().enumerate() {
                let conditions = each(&one.conditions);
                let formula = Formula::all(of_policy.iter().chain(&conditions).cloned());
                if rule > 0 && ranked.rules[rule - 1].turn != one.turn {
                    first_of_turn = start + rule;
                }
                rules.push(EncodedRule {
                    index: RuleIndex { policy, rule },
                    turn: one.turn,
                    of_turn: first_of_turn..start + rule + 1,
                    conditions,
                    summary: formula.summary(),
                    size: formula.size(),
                    formula,
                });
            }
            // The last of a turn knows all of it.
            for n in (start + 1..rules.len()).rev() {
                if rules[n].turn == rules[n - 1].turn {
                    rules[n - 1].of_turn.end = rules[n].of_turn.end;
                }
            }
            let is_tied = policy > 0 && competition.policies[policy - 1].turn == ranked.turn;
            let earlier = if is_tied { policies[policy - 1].earlier } else { start };
            policies.push(EncodedPolicy {
                conditions: of_policy,
                rules: start..rules.len(),
                earlier,
            });
        }
        let theory = Theory::of(&atoms);
        let takers = Takers::of(rules.iter().map(|rule| &rule.formula));
        let of_rules = rules.iter().flat_map(|rule| &rule.conditions);
        let conditions = of_rules.chain(policies.iter().flat_map(|policy| &policy.conditions));
        let size = conditions.map(|one| one.size().min(LARGEST)).sum::<usize>() + rules.len();
        let granted = competition.granted() + STEPS * size as u64;
        let taken = AtomicU64::default();
        Self { atoms, theory, rules, takers, policies, size, granted, taken }
    }

    /// How much there is to look at: about how many values its conditions list.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// What a question may cost that is given so many sixteenths of what there is for all.
    pub(super) fn budget(&self, sixteenths: u64) -> Budget {
        Budget::of(self.granted / 16 * sixteenths)
    }

    /// Counts what a question has cost.
    pub(super) fn count(&self, steps: u64) {
        self.taken.fetch_add(steps, Ordering::Relaxed);
    }

    /// What the questions that were asked have cost.
    pub(super) fn steps(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
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
        let EncodedRule { index, of_turn, .. } = &self.rules[n];
        self.policies[index.policy].rules.start..of_turn.start
    }

    /// The rules of the same policy that are tried in the same turn, itself included.
    pub(super) fn turn_of(&self, n: usize) -> Range<usize> {
        self.rules[n].of_turn.clone()
    }

    /// All rules that are tried before: those of other policies, and those of its own.
    pub(super) fn before(&self, n: usize) -> [Range<usize>; 2] {
        [self.others_before(self.rules[n].index.policy), self.own_before(n)]
    }
}
