//! Which rules and policies sign-ins reach, and which rules keep all sign-ins from the others.
//!
//! A rule is unreachable if no sign-in meets its conditions and those of none of the rules before
//! it, under every answer to every doubt.

use super::Inquiry;
use super::hitting_set::{STEPS, small_hitting_set, smallest_hitting_set};
use crate::reach::competition::{Competition, OF_POLICY, RuleIndex};
use crate::reach::encoding::Encoding;
use crate::reach::logic::{Assignment, Budget, Formula, Literal, Solution};

/// What is proved of a rule or policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Decision {
    /// This sign-in reaches it.
    Reachable(Assignment),
    /// These rules take every sign-in that meets its conditions: the smallest such set.
    Unreachable(Vec<RuleIndex>),
    /// No sign-in meets these of its conditions at once, by name.
    Contradictory(Vec<String>),
    /// The budget ran out.
    Undecided,
}

impl Decision {
    /// Whether it is proved that no sign-in gets there.
    pub(crate) fn is_dead(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Contradictory(_))
    }

    /// A sign-in that reaches it, if one surely does.
    pub(crate) fn assignment(&self) -> Option<&Assignment> {
        match self {
            Self::Reachable(assignment) => Some(assignment),
            _ => None,
        }
    }
}

/// The answer for all rules and policies of a competition.
#[derive(Debug)]
pub(crate) struct Reachability {
    /// Of each rule, among all rules of the competition.
    pub(crate) rules: Vec<Decision>,
    /// Of each rule, whether already the rules of its own policy, or its own conditions, keep
    /// sign-ins from it.
    pub(crate) is_dead_in_policy: Vec<bool>,
    /// Of each policy, whether some sign-in gets to it.
    pub(crate) policies: Vec<Decision>,
    /// What is left of the budget for the questions that need the answer.
    pub(crate) left: Budget,
}

impl Reachability {
    pub(crate) fn of<'e, 'd>(
        competition: &Competition<'e, 'd>,
        encoding: &Encoding<'e, 'd>,
    ) -> Self {
        let mut inquiry = Inquiry::new(competition, encoding, Budget::WHOLE);
        let (mut rules, mut is_dead_in_policy) = (Vec::new(), Vec::new());
        let mut policies = Vec::new();
        for policy in 0..competition.policies.len() {
            let own = encoding.own(policy);
            for n in own.clone() {
                let (decision, is_dead) = inquiry.reachability(n);
                rules.push(decision);
                is_dead_in_policy.push(is_dead);
            }
            policies.push(inquiry.whole_policy(policy, &rules[own]));
        }
        Self { rules, is_dead_in_policy, policies, left: inquiry.search.left() }
    }
}

/// How many sign-ins are asked for their takers to find a smallest cover.
const ROUNDS: usize = 2_000;

impl Inquiry<'_, '_, '_> {
    /// Whether sign-ins reach the rule, and whether none does for its own policy's sake alone.
    fn reachability(&mut self, n: usize) -> (Decision, bool) {
        let own: Vec<usize> = self.encoding.own_before(n).collect();
        let formula = self.formula(n);
        let in_policy = self.reach(formula, &own);
        let is_dead_in_policy = in_policy.is_dead();
        let others: Vec<usize> =
            self.encoding.others_before(self.encoding.rules[n].index.policy).collect();
        let decision = match in_policy {
            // A sign-in that no rule of the other policies takes either.
            Decision::Reachable(assignment) if self.takers(&others, &assignment).is_empty() => {
                Decision::Reachable(assignment)
            }
            Decision::Reachable(_) => self.reach(formula, &[others, own].concat()),
            Decision::Contradictory(_) => Decision::Contradictory(self.contradiction(n)),
            decided => decided,
        };
        (decision, is_dead_in_policy)
    }

    /// Whether some sign-in meets `formula`, and none of `blockers` takes it.
    fn reach(&mut self, formula: &Formula, blockers: &[usize]) -> Decision {
        let unwanted: Vec<&Formula> = blockers.iter().map(|n| self.formula(*n)).collect();
        if let Some(assignment) = self.search.guess(formula, &unwanted) {
            return Decision::Reachable(assignment);
        }
        let is_possible = || self.search.guess(formula, &[]).is_some();
        let summary = formula.summary();
        let takes_all = |n: &&usize| {
            let rule = &self.encoding.rules[**n];
            summary.may_imply(rule.summary) && formula.implies(&rule.formula)
        };
        let taker = blockers.iter().find(takes_all);
        if let Some(taker) = taker.filter(|_| is_possible()) {
            return Decision::Unreachable(vec![self.encoding.rules[*taker].index]);
        }
        let target = self.search.define(formula);
        match self.missed(target, blockers) {
            Solution::Found(assignment) => Decision::Reachable(assignment),
            Solution::OutOfBudget => Decision::Undecided,
            Solution::Impossible => match self.search.find(&[target]) {
                Solution::Impossible => Decision::Contradictory(Vec::new()),
                Solution::OutOfBudget => Decision::Undecided,
                Solution::Found(assignment) => {
                    let cover = self.cover(target, blockers, assignment);
                    let indexes = cover.into_iter().map(|n| self.encoding.rules[n].index);
                    Decision::Unreachable(indexes.collect())
                }
            },
        }
    }

    /// The smallest set of `blockers` that takes every sign-in that meets `target`; `assignment` is
    /// one of them. Each sign-in says which rules take it; a cover has one of each of these sets,
    /// and the smallest set that has is a cover or there is a sign-in that it misses. Where there
    /// are too many ways to find the smallest, it is a set that no rule can be left out of.
    pub(super) fn cover(
        &mut self,
        target: Literal,
        blockers: &[usize],
        assignment: Assignment,
    ) -> Vec<usize> {
        let mut sets = vec![self.takers(blockers, &assignment)];
        let mut steps = STEPS;
        for _ in 0..ROUNDS {
            let smallest = smallest_hitting_set(&sets, &mut steps);
            let is_smallest = smallest.is_some();
            let mut cover = smallest.unwrap_or_else(|| small_hitting_set(&sets));
            match self.missed(target, &cover) {
                Solution::Found(assignment) => sets.push(self.takers(blockers, &assignment)),
                Solution::OutOfBudget => break,
                Solution::Impossible if is_smallest => return cover,
                Solution::Impossible => {
                    for n in (0..cover.len()).rev() {
                        let left_out = cover.remove(n);
                        if !matches!(self.missed(target, &cover), Solution::Impossible) {
                            cover.insert(n, left_out);
                        }
                    }
                    cover.sort_unstable();
                    return cover;
                }
            }
        }
        // All of them are a cover, too.
        blockers.to_vec()
    }

    /// A smallest set of conditions, of the rule or of its policy, that no sign-in meets at once.
    fn contradiction(&mut self, n: usize) -> Vec<String> {
        let RuleIndex { policy, rule } = self.encoding.rules[n].index;
        let ranked = &self.competition.policies[policy];
        let own = ranked.rules[rule].conditions.iter();
        let names = own
            .map(|condition| condition.name.to_string())
            .chain(ranked.conditions.iter().map(|one| format!("{OF_POLICY}{}", one.name)));
        let of_policy = self.encoding.of_policy(policy);
        let formulas = self.encoding.rules[n].conditions.iter().chain(of_policy);
        let mut kept: Vec<(String, Literal)> = Vec::new();
        for (name, formula) in names.zip(formulas) {
            kept.push((name, self.search.define(formula)));
        }
        for n in (0..kept.len()).rev() {
            let fewer: Vec<Literal> = kept
                .iter()
                .enumerate()
                .filter(|(m, _)| *m != n)
                .map(|(_, (_, one))| *one)
                .collect();
            if matches!(self.search.find(&fewer), Solution::Impossible) {
                kept.remove(n);
            }
        }
        kept.into_iter().map(|(name, _)| name).collect()
    }

    /// Whether a sign-in gets to the policy: some sign-in that meets its conditions, and those of
    /// a rule, if the export has all of its rules.
    fn whole_policy(&mut self, policy: usize, rules: &[Decision]) -> Decision {
        for decision in rules {
            match decision {
                Decision::Reachable(_) | Decision::Undecided => return decision.clone(),
                Decision::Unreachable(_) | Decision::Contradictory(_) => {}
            }
        }
        let others: Vec<usize> = self.encoding.others_before(policy).collect();
        let target = if self.competition.needs_rule(policy) {
            let own = self.encoding.rules[self.encoding.own(policy)].iter();
            Formula::any(own.map(|rule| rule.formula.clone()))
        } else {
            self.encoding.applies(policy)
        };
        self.reach(&target, &others)
    }
}
