//! Which rules and policies sign-ins reach, and which rules keep all sign-ins from the others.
//!
//! A rule is unreachable if no sign-in meets its conditions and those of none of the rules before
//! it, under every answer to every doubt.

use std::ops::Range;

use super::blockers::Blockers;
use super::hitting_set::smallest_hitting_set;
use super::{Inquiry, Missed};
use crate::reach::competition::{Competition, OF_POLICY, RuleIndex};
use crate::reach::encoding::Encoding;
use crate::reach::logic::{Assignment, Formula, Literal, Solution};

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

/// What came of the search for a sign-in that reaches a rule or policy.
enum Reached {
    Decided(Decision),
    /// None does.
    Covered(Covered),
}

impl Reached {
    fn covered(self) -> Option<Covered> {
        match self {
            Self::Decided(_) => None,
            Self::Covered(covered) => Some(covered),
        }
    }
}

/// That rules take every sign-in that meets `target`, so that there is a smallest set that does.
struct Covered {
    target: Literal,
    /// Among which rules the set is.
    ranges: Vec<Range<usize>>,
    /// One of these sign-ins.
    assignment: Assignment,
    /// Rules that take them all.
    to_blame: Vec<usize>,
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
}

impl Reachability {
    pub(crate) fn of<'e, 'd>(
        competition: &Competition<'e, 'd>,
        encoding: &Encoding<'e, 'd>,
    ) -> Self {
        let mut inquiry = Inquiry::new(competition, encoding, encoding.budget(6));
        let items = encoding.rules.len() + competition.policies.len();
        let (mut rules, mut is_dead_in_policy) = (Vec::new(), Vec::new());
        let mut policies = Vec::new();
        let (mut of_rules, mut of_policies) = (Vec::new(), Vec::new());
        for policy in 0..competition.policies.len() {
            let own = encoding.own(policy);
            for n in own.clone() {
                inquiry.budget.begin(items - n - policy);
                let (reached, is_dead) = inquiry.reachability(n);
                rules.push(inquiry.decision(&reached));
                of_rules.extend(reached.covered().map(|covered| (n, covered)));
                is_dead_in_policy.push(is_dead);
            }
            inquiry.budget.begin(items - own.end - policy);
            let reached = inquiry.whole_policy(policy, &rules[own]);
            policies.push(inquiry.decision(&reached));
            of_policies.extend(reached.covered().map(|covered| (policy, covered)));
        }
        // Which covers are smallest takes what deciding has left over.
        let mut left = of_rules.len() + of_policies.len();
        let found = [(&mut rules, of_rules), (&mut policies, of_policies)];
        for (decisions, covered) in found {
            for (n, covered) in covered {
                inquiry.budget.begin(left);
                left -= 1;
                decisions[n] = inquiry.smallest(covered);
            }
        }
        encoding.count(inquiry.budget.spent());
        Self { rules, is_dead_in_policy, policies }
    }
}

/// How many steps it may take to see that one rule plainly takes all that another one does.
const PLAIN: u64 = 10_000;
/// How many sign-ins are asked for their takers to find a smallest cover.
const ROUNDS: usize = 2_000;
/// How many steps it may take to find the smallest sets for one cover.
const SMALLEST: u64 = 2_000_000;

impl Inquiry<'_, '_, '_> {
    /// Whether sign-ins reach the rule, and whether none does for its own policy's sake alone.
    fn reachability(&mut self, n: usize) -> (Reached, bool) {
        let [others, own] = self.encoding.before(n);
        let formula = self.formula(n);
        let in_policy = self.reach(formula, std::slice::from_ref(&own));
        let is_dead_in_policy = match &in_policy {
            Reached::Decided(decision) => decision.is_dead(),
            Reached::Covered(_) => true,
        };
        let before = [others, own];
        let others = Blockers::all(&before[..1]);
        let reached = match in_policy {
            Reached::Decided(Decision::Reachable(assignment)) => {
                // Perhaps no rule of the other policies takes that sign-in either.
                match self.taker(others, &assignment) {
                    None if !self.budget.is_spent() => {
                        Reached::Decided(Decision::Reachable(assignment))
                    }
                    _ => self.reach(formula, &before),
                }
            }
            Reached::Decided(Decision::Contradictory(_)) => {
                Reached::Decided(Decision::Contradictory(self.contradiction(n)))
            }
            reached => reached,
        };
        (reached, is_dead_in_policy)
    }

    /// Whether some sign-in meets `formula`, and none of the rules in `ranges` takes it.
    fn reach(&mut self, formula: &Formula, ranges: &[Range<usize>]) -> Reached {
        let blockers = Blockers::all(ranges);
        let guess = self.search.guess(formula, |one| self.taker(blockers, one));
        if let Some(assignment) = guess {
            return Reached::Decided(Decision::Reachable(assignment));
        }
        let is_possible = || self.search.guess(formula, |_| None).is_some();
        if let Some(taker) = self.plain_taker(formula, blockers).filter(|_| is_possible()) {
            let index = self.encoding.rules[taker].index;
            return Reached::Decided(Decision::Unreachable(vec![index]));
        }
        let target = self.search.define(formula);
        Reached::Decided(match self.missed(&[target], blockers) {
            Missed::Found(assignment) => Decision::Reachable(assignment),
            Missed::OutOfBudget => Decision::Undecided,
            Missed::Impossible(to_blame) => match self.search.find(&[target]) {
                Solution::Impossible => Decision::Contradictory(Vec::new()),
                Solution::OutOfBudget => Decision::Undecided,
                Solution::Found(assignment) => {
                    let ranges = ranges.to_vec();
                    return Reached::Covered(Covered { target, ranges, assignment, to_blame });
                }
            },
        })
    }

    /// What is proved, as long as nobody looks for a smaller cover.
    fn decision(&self, reached: &Reached) -> Decision {
        match reached {
            Reached::Decided(decision) => decision.clone(),
            Reached::Covered(covered) => self.unreachable(&covered.to_blame),
        }
    }

    fn unreachable(&self, cover: &[usize]) -> Decision {
        Decision::Unreachable(cover.iter().map(|n| self.encoding.rules[*n].index).collect())
    }

    /// The same, with the smallest cover.
    fn smallest(&mut self, covered: Covered) -> Decision {
        let Covered { target, ranges, assignment, to_blame } = covered;
        let cover = self.cover(target, Blockers::all(&ranges), &assignment, to_blame);
        self.unreachable(&cover)
    }

    /// The first rule that plainly takes all sign-ins that meet `formula`.
    fn plain_taker(&self, formula: &Formula, blockers: Blockers<'_>) -> Option<usize> {
        let summary = formula.summary();
        let atoms = formula.positive_atoms();
        self.budget.spend((formula.size() + atoms.len()) as u64);
        let takes_all = |n: &usize| {
            let rule = &self.encoding.rules[*n];
            if !summary.may_imply(rule.summary) {
                self.budget.spend(1);
                return false;
            }
            let allowed = self.budget.left().min(PLAIN);
            let mut left = allowed;
            let is_implied = formula.implies(&rule.formula, &mut left);
            self.budget.spend(1 + allowed - left);
            is_implied
        };
        let (takers, atoms) = (&self.encoding.takers, &atoms);
        let mut candidates =
            blockers.among(move |range| takers.candidates(atoms.iter().copied(), range));
        let found = candidates.find(|(n, width)| {
            self.budget.spend(*width as u64);
            takes_all(n)
        });
        found.map(|(n, _)| n)
    }

    /// The smallest set of `blockers` that takes every sign-in that meets `target`; `assignment` is
    /// one of them. Each sign-in says which rules take it; a cover has one of each of these sets,
    /// and the smallest set that has is a cover or there is a sign-in that it misses. Where there
    /// are too many ways to find the smallest, it is what is left `to_blame`, all of which take
    /// them together: a set that no rule can be left out of.
    pub(super) fn cover(
        &mut self,
        target: Literal,
        blockers: Blockers<'_>,
        assignment: &Assignment,
        to_blame: Vec<usize>,
    ) -> Vec<usize> {
        let mut sets: Vec<Vec<usize>> = vec![self.takers(blockers, assignment).collect()];
        let mut steps = SMALLEST.min(self.budget.left() / 2);
        for _ in 0..ROUNDS {
            let allowed = steps;
            let smallest = smallest_hitting_set(&sets, &mut steps);
            self.budget.spend(allowed - steps);
            let Some(cover) = smallest else {
                break;
            };
            match self.missed(&[target], Blockers::Listed(&cover)) {
                Missed::Found(assignment) => {
                    sets.push(self.takers(blockers, &assignment).collect());
                }
                Missed::OutOfBudget => break,
                Missed::Impossible(_) => return cover,
            }
        }
        self.fewest(target, to_blame)
    }

    /// Those of the rules that take every sign-in that meets `target`, without any that can be left
    /// out.
    fn fewest(&mut self, target: Literal, mut cover: Vec<usize>) -> Vec<usize> {
        for n in cover.clone().into_iter().rev() {
            let Ok(place) = cover.binary_search(&n) else {
                continue;
            };
            let mut others = cover.clone();
            others.remove(place);
            match self.missed(&[target], Blockers::Listed(&others)) {
                Missed::Impossible(to_blame) => cover = to_blame,
                Missed::Found(_) => {}
                Missed::OutOfBudget => break,
            }
        }
        cover
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
    fn whole_policy(&mut self, policy: usize, rules: &[Decision]) -> Reached {
        for decision in rules {
            match decision {
                Decision::Reachable(_) | Decision::Undecided => {
                    return Reached::Decided(decision.clone());
                }
                Decision::Unreachable(_) | Decision::Contradictory(_) => {}
            }
        }
        let others = [self.encoding.others_before(policy)];
        let target = if self.competition.needs_rule(policy) {
            let own = self.encoding.rules[self.encoding.own(policy)].iter();
            Formula::any(own.map(|rule| rule.formula.clone()))
        } else {
            self.encoding.applies(policy)
        };
        self.reach(&target, &others)
    }
}
