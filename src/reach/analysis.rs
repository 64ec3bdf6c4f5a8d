//! What can be asked about a competition, and what is proved.

use std::sync::OnceLock;

use super::competition::{Competition, RankedRule, RuleIndex};
use super::encoding::Encoding;
use super::evaluate::FirstMatch;
use super::facts::Facts;
use super::logic::Assignment;
use super::questions::{
    Answers, Decision, Effects, LetInProof, Reachability, ReachedByGap, falls_through, let_in,
    reached_by_gap, redundant, same_conditions,
};
use super::truth::Truth;
use super::witness::Witness;
use crate::json::Node;
use crate::model::Export;

/// What is proved of a rule or a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// A sign-in reaches it: this one.
    Reachable(Witness),
    /// These rules take every sign-in that meets its conditions: a smallest set of them.
    Unreachable(Vec<RuleIndex>),
    /// No sign-in meets these of its conditions at once.
    Contradictory(Vec<String>),
    /// The budget ran out before there was an answer.
    Undecided,
    /// Solver and evaluator disagree: a mistake in catchall, so that neither is believed.
    Disputed,
}

/// A rule that lets in what a later one is there to deny.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetIn {
    /// The rule that allows.
    pub by: RuleIndex,
    /// A sign-in that surely meets the conditions of both.
    pub witness: Witness,
    /// Whether such a sign-in is to be expected: it is not in two groups, zones and so on at once
    /// that need not have anything in common, and meets no condition that catchall does not
    /// understand.
    pub is_sure: bool,
}

/// A question about each rule or policy, besides whether a sign-in gets there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Question {
    Redundant,
    ReachedByGap,
    LetIn,
    FallsThrough,
}

/// A competition, and what can be asked about it.
///
/// Each method is a question. It is answered when somebody asks, for all rules of the competition
/// at once, and the answer is kept; what nobody asks costs nothing. The answer depends on the
/// competition alone, not on what else was asked: each question has a search of its own, with its
/// share of a budget that is a count of steps.
#[derive(Debug)]
pub struct Analysis<'e, 'd> {
    /// The policies and rules, in order.
    pub competition: Competition<'e, 'd>,
    facts: &'e Facts<'d>,
    encoding: OnceLock<Encoding<'e, 'd>>,
    effects: OnceLock<Effects>,
    reachability: OnceLock<Reachability>,
    same_conditions: OnceLock<Vec<Option<RuleIndex>>>,
    redundant: OnceLock<Answers<Option<RuleIndex>>>,
    reached_by_gap: OnceLock<Answers<Option<ReachedByGap>>>,
    let_in: OnceLock<Answers<Vec<LetInProof>>>,
    falls_through: OnceLock<Answers<Option<Assignment>>>,
}

/// How many rules and policies may be evaluated to confirm all witnesses of a competition.
const EVALUATED: usize = 50_000_000;

/// Analyses each competition of an export with a policy or rule that somebody wants to look at, and
/// keeps what `map` makes of it, in document order.
pub fn analyse_each<'e, 'd, T: Send>(
    export: &'e Export<'d>,
    facts: &'e Facts<'d>,
    is_wanted: impl Fn(Node<'d>) -> bool + Sync,
    map: impl Fn(&Analysis<'e, 'd>) -> T + Send + Sync,
) -> Vec<T> {
    Competition::map_all(export, &is_wanted, |competition| map(&Analysis::of(competition, facts)))
}

/// Analyses an export: each of its competitions, in document order.
pub fn analyse<'e, 'd>(export: &'e Export<'d>, facts: &'e Facts<'d>) -> Vec<Analysis<'e, 'd>> {
    Competition::map_all(export, &|_| true, |competition| Analysis::of(competition, facts))
}

impl<'e, 'd> Analysis<'e, 'd> {
    /// What can be asked about one competition.
    pub fn of(competition: Competition<'e, 'd>, facts: &'e Facts<'d>) -> Self {
        Self {
            competition,
            facts,
            encoding: OnceLock::new(),
            effects: OnceLock::new(),
            reachability: OnceLock::new(),
            same_conditions: OnceLock::new(),
            redundant: OnceLock::new(),
            reached_by_gap: OnceLock::new(),
            let_in: OnceLock::new(),
            falls_through: OnceLock::new(),
        }
    }

    /// What the export tells besides, on which all answers rest.
    pub fn facts(&self) -> &'e Facts<'d> {
        self.facts
    }

    /// Whether the rule can be the first match.
    ///
    #[doc = "```"]
    #[doc = include_str!("ask_in_examples.md")]
    /// let network = r#"{"network": {"connection": "ZONE", "include": ["nzoOffice"]}}"#;
    /// ask(&[(network, "ALLOW"), ("{}", "DENY")], |analysis| {
    ///     let Verdict::Reachable(witness) = analysis.verdict(first) else { unreachable!() };
    ///     assert_eq!(witness.context.memberships.len(), 2); // a group and a zone
    /// });
    /// ```
    pub fn verdict(&self, index: RuleIndex) -> Verdict {
        self.proved(self.decision(index), |witness| {
            // What does not meet its own conditions is seen at once.
            self.matches(index, witness) == Truth::True
                && match witness.answer(&self.competition, self.facts) {
                    FirstMatch::Rule(first) => first == index,
                    // Either of them may be the one.
                    FirstMatch::OneOf(tied) => tied.contains(&index),
                    FirstMatch::Nothing | FirstMatch::Undefined => false,
                }
        })
    }

    /// Whether a sign-in gets to the policy: to one of its rules, where the export has them all.
    ///
    #[doc = "```"]
    #[doc = include_str!("ask_in_examples.md")]
    /// ask(&[("{}", "ALLOW")], |analysis| {
    ///     assert!(matches!(analysis.policy_verdict(0), Verdict::Reachable(_)));
    /// });
    /// ```
    pub fn policy_verdict(&self, policy: usize) -> Verdict {
        let rules = self.competition.policies[policy].rules.len();
        let needs_rule = self.competition.needs_rule(policy);
        self.proved(&self.reachability().policies[policy], |witness| {
            let mut indexes = (0..rules).map(|rule| RuleIndex { policy, rule });
            let is_matched = indexes.any(|index| self.matches(index, witness) == Truth::True);
            self.gets_to(policy, witness) && (is_matched || !needs_rule)
        })
    }

    fn proved(&self, decision: &Decision, is_proof: impl Fn(&Witness) -> bool) -> Verdict {
        match decision {
            // To confirm any of so many would take too long.
            Decision::Reachable(_) if self.confirmations() == 0 => Verdict::Undecided,
            Decision::Reachable(assignment) => match self.witness(assignment, is_proof) {
                Some(witness) => Verdict::Reachable(witness),
                None => Verdict::Disputed,
            },
            Decision::Unreachable(cover) => Verdict::Unreachable(cover.clone()),
            Decision::Contradictory(conditions) => Verdict::Contradictory(conditions.clone()),
            Decision::Undecided => Verdict::Undecided,
        }
    }

    /// The sign-in, simplified; none unless the evaluator confirms that it is a proof.
    pub(super) fn witness(
        &self,
        assignment: &Assignment,
        is_proof: impl Fn(&Witness) -> bool,
    ) -> Option<Witness> {
        let Encoding { atoms, theory, .. } = self.encoding();
        let left = self.confirmations().checked_sub(1)?;
        let witness = Witness::of(assignment, atoms, theory)?;
        is_proof(&witness).then(|| witness.simplified(self.facts, left, is_proof))
    }

    /// How often the evaluator may be asked about one witness: as many as all of them together may
    /// cost, which grows with the rules that it goes through for each.
    fn confirmations(&self) -> usize {
        let Competition { policies, .. } = &self.competition;
        let rules = || policies.iter().map(|policy| policy.rules.len());
        let one = policies.len() + rules().max().unwrap_or(0);
        let all = policies.len() + rules().sum::<usize>();
        EVALUATED / one.saturating_mul(all).max(1)
    }

    /// Whether the sign-in surely meets the conditions of the policy, and no rule of earlier ones.
    fn gets_to(&self, policy: usize, witness: &Witness) -> bool {
        let sign_in = witness.sign_in(self.facts);
        let own = &self.competition.policies[policy];
        let mut earlier =
            self.competition.policies.iter().take_while(|other| other.turn < own.turn);
        own.applies(&sign_in) == Truth::True
            && earlier.all(|other| {
                let applies = other.applies(&sign_in);
                let takes = |rule: &RankedRule<'e, 'd>| applies.and(rule.matches(&sign_in));
                applies == Truth::False
                    || other.rules.iter().all(|rule| takes(rule) == Truth::False)
            })
    }

    fn decision(&self, index: RuleIndex) -> &Decision {
        &self.reachability().rules[self.encoding().number(index)]
    }

    pub(super) fn encoding(&self) -> &Encoding<'e, 'd> {
        self.encoding.get_or_init(|| Encoding::of(&self.competition, self.facts))
    }

    fn effects(&self) -> &Effects {
        self.effects.get_or_init(|| Effects::of(&self.competition, self.encoding()))
    }

    fn reachability(&self) -> &Reachability {
        self.reachability.get_or_init(|| Reachability::of(&self.competition, self.encoding()))
    }

    /// The smallest set of rules that take every sign-in that the rule matches, if they do.
    ///
    #[doc = "```"]
    #[doc = include_str!("ask_in_examples.md")]
    /// let network = r#"{"network": {"connection": "ZONE", "include": ["nzoOffice"]}}"#;
    /// ask(&[("{}", "ALLOW"), (network, "DENY")], |analysis| {
    ///     assert_eq!(analysis.cover(second), Some(&[first][..]));
    ///     assert_eq!(analysis.cover(first), None);
    /// });
    /// ```
    pub fn cover(&self, index: RuleIndex) -> Option<&[RuleIndex]> {
        match self.decision(index) {
            Decision::Unreachable(cover) => Some(cover),
            _ => None,
        }
    }

    /// The policies and rules that no sign-in gets to.
    pub(crate) fn dead(&self) -> impl Iterator<Item = Node<'d>> {
        let policies = self.competition.policies.iter().zip(&self.reachability().policies);
        let policies = policies.filter(|(_, decision)| decision.is_dead());
        let policies = policies.filter_map(|(ranked, _)| Some(ranked.policy?.node));
        let rules = self.competition.rules();
        let rules = rules.filter(|(index, _)| self.decision(*index).is_dead());
        policies.chain(rules.map(|(_, ranked)| ranked.rule.node))
    }

    /// As [`cover`](Self::cover), where the rules of the rule's own policy suffice.
    pub(crate) fn cover_in_policy(&self, index: RuleIndex) -> Option<&[RuleIndex]> {
        let n = self.encoding().number(index);
        self.cover(index).filter(|_| self.reachability().is_dead_in_policy[n])
    }

    /// The conditions of the rule that no sign-in meets at once, if there are any.
    ///
    #[doc = "```"]
    #[doc = include_str!("ask_in_examples.md")]
    /// let nobody = r#"{"people": {"users": {"include": ["00uAnn"], "exclude": ["00uAnn"]}}}"#;
    /// ask(&[(nobody, "ALLOW")], |analysis| {
    ///     assert_eq!(analysis.contradiction(first), Some(&["people".to_owned()][..]));
    /// });
    /// ```
    pub fn contradiction(&self, index: RuleIndex) -> Option<&[String]> {
        match self.decision(index) {
            Decision::Contradictory(conditions) => Some(conditions),
            _ => None,
        }
    }

    /// The smallest set of rules of earlier policies that take every sign-in that gets to the
    /// policy, if they do.
    ///
    #[doc = "```"]
    #[doc = include_str!("ask_in_examples.md")]
    /// ask(&[("{}", "ALLOW")], |analysis| assert_eq!(analysis.policy_cover(0), None));
    /// ```
    pub fn policy_cover(&self, policy: usize) -> Option<&[RuleIndex]> {
        match &self.reachability().policies[policy] {
            Decision::Unreachable(cover) => Some(cover),
            _ => None,
        }
    }

    /// Whether the budget ran out before it was clear whether the rule can be the first match.
    pub(crate) fn is_undecided(&self, index: RuleIndex) -> bool {
        *self.decision(index) == Decision::Undecided
    }

    /// How much work the questions asked so far took, in steps: it depends on the export alone. No
    /// question takes more than its share of what there may be for all, which grows with the number
    /// of values in the conditions.
    ///
    #[doc = "```"]
    #[doc = include_str!("ask_in_examples.md")]
    /// ask(&[("{}", "ALLOW")], |analysis| {
    ///     analysis.verdict(first);
    ///     assert!((1..1_000).contains(&analysis.steps()));
    /// });
    /// ```
    pub fn steps(&self) -> u64 {
        self.encoding.get().map_or(0, Encoding::steps)
    }

    /// A later rule of the policy that would do the same for sign-ins that this one takes, where
    /// each of them would have the same outcome without it. All rules that have one can be deleted
    /// together, and with them all that no sign-in reaches: the later rule is none of these.
    ///
    #[doc = "```"]
    #[doc = include_str!("ask_in_examples.md")]
    /// let network = r#"{"network": {"connection": "ZONE", "include": ["nzoOffice"]}}"#;
    /// ask(&[(network, "ALLOW"), ("{}", "ALLOW")], |analysis| {
    ///     assert_eq!(analysis.redundant_with(first), Some(second));
    /// });
    /// ```
    pub fn redundant_with(&self, index: RuleIndex) -> Option<RuleIndex> {
        self.redundant().each[self.encoding().number(index)]
    }

    fn redundant(&self) -> &Answers<Option<RuleIndex>> {
        self.redundant.get_or_init(|| {
            let (reachability, effects) = (self.reachability(), self.effects());
            redundant(&self.competition, self.encoding(), reachability, effects)
        })
    }

    /// Why hardly any sign-in reaches the rule, where it has conditions of its own: those that do
    /// lack something that Okta usually knows.
    ///
    #[doc = "```"]
    #[doc = include_str!("ask_in_examples.md")]
    /// let level = |level| format!(r#"{{"riskScore": {{"level": "{level}"}}}}"#);
    /// let [low, medium, high] = ["LOW", "MEDIUM", "HIGH"].map(level);
    /// let vpn = r#"{"network": {"connection": "ZONE", "include": ["nzoVpn"]}}"#;
    /// let rules = [(&*low, "ALLOW"), (&*medium, "ALLOW"), (&*high, "DENY"), (vpn, "ALLOW")];
    /// ask(&rules, |analysis| {
    ///     let reached = analysis.reached_by_gap(RuleIndex { policy: 0, rule: 3 });
    ///     assert_eq!(reached.map(|reached| reached.cover.len()), Some(3));
    /// });
    /// ```
    pub fn reached_by_gap(&self, index: RuleIndex) -> Option<&ReachedByGap> {
        self.gaps().each[self.encoding().number(index)].as_ref()
    }

    fn gaps(&self) -> &Answers<Option<ReachedByGap>> {
        self.reached_by_gap
            .get_or_init(|| reached_by_gap(&self.competition, self.encoding(), self.reachability()))
    }

    /// A rule of the policy that stands before, with the same conditions and surely another outcome:
    /// it is tried earlier, or in the same turn.
    ///
    #[doc = "```"]
    #[doc = include_str!("ask_in_examples.md")]
    /// ask(&[("{}", "ALLOW"), ("{}", "DENY")], |analysis| {
    ///     assert_eq!(analysis.same_conditions(second), Some(first));
    /// });
    /// ```
    pub fn same_conditions(&self, index: RuleIndex) -> Option<RuleIndex> {
        let same = self
            .same_conditions
            .get_or_init(|| same_conditions(&self.competition, self.encoding(), self.effects()));
        let other = same[self.encoding().number(index)]?;
        // What no sign-in meets is told as such.
        self.contradiction(index).is_none().then_some(other)
    }

    /// Earlier rules that let in what this one is there to deny.
    ///
    #[doc = "```"]
    #[doc = include_str!("ask_in_examples.md")]
    /// let network = r#"{"network": {"connection": "ZONE", "include": ["nzoOffice"]}}"#;
    /// let group = r#"{"people": {"groups": {"include": ["00gContractors"]}}}"#;
    /// ask(&[(network, "ALLOW"), (group, "DENY"), ("{}", "ALLOW")], |analysis| {
    ///     let let_in = analysis.let_in(second);
    ///     assert_eq!(let_in.first().map(|let_in| let_in.by), Some(first));
    /// });
    /// ```
    pub fn let_in(&self, index: RuleIndex) -> Vec<LetIn> {
        let proofs = self.let_in_proofs().each[self.encoding().number(index)].iter();
        let proved = proofs.filter_map(|LetInProof { by, assignment, is_sure }| {
            let is_proof = |witness: &Witness| {
                self.matches(index, witness) == Truth::True
                    && self.matches(*by, witness) == Truth::True
                    && witness.answer(&self.competition, self.facts) == FirstMatch::Rule(*by)
            };
            let witness = self.witness(assignment, is_proof)?;
            Some(LetIn { by: *by, witness, is_sure: *is_sure })
        });
        proved.collect()
    }

    fn let_in_proofs(&self) -> &Answers<Vec<LetInProof>> {
        self.let_in.get_or_init(|| {
            let (reachability, effects) = (self.reachability(), self.effects());
            let_in(&self.competition, self.encoding(), reachability, effects)
        })
    }

    /// A sign-in that surely gets to the policy and meets its conditions, but no rule of it.
    ///
    #[doc = "```"]
    #[doc = include_str!("ask_in_examples.md")]
    /// let network = r#"{"network": {"connection": "ZONE", "include": ["nzoOffice"]}}"#;
    /// ask(&[(network, "ALLOW")], |analysis| {
    ///     let witness = analysis.falls_through(0).unwrap();
    ///     assert_eq!(witness.context.memberships.len(), 2); // in the group, in no zone
    /// });
    /// ```
    pub fn falls_through(&self, policy: usize) -> Option<Witness> {
        let assignment = self.fallen().each[policy].as_ref()?;
        let rules = self.competition.policies[policy].rules.len();
        self.witness(assignment, |witness| {
            let mut indexes = (0..rules).map(|rule| RuleIndex { policy, rule });
            indexes.all(|index| self.matches(index, witness) == Truth::False)
                && self.gets_to(policy, witness)
        })
    }

    fn fallen(&self) -> &Answers<Option<Assignment>> {
        self.falls_through.get_or_init(|| falls_through(&self.competition, self.encoding()))
    }

    /// Of how many rules or policies a question is not decided: there are too many combinations. Of
    /// the first question, verdicts tell.
    pub(crate) fn undecided(&self, question: Question) -> usize {
        match question {
            Question::Redundant => self.redundant().given_up,
            Question::ReachedByGap => self.gaps().given_up,
            Question::LetIn => self.let_in_proofs().given_up,
            Question::FallsThrough => self.fallen().given_up,
        }
    }

    /// Whether the sign-in meets the conditions of the rule and its policy.
    fn matches(&self, index: RuleIndex, witness: &Witness) -> Truth {
        let sign_in = witness.sign_in(self.facts);
        let policy = &self.competition.policies[index.policy];
        policy.applies(&sign_in).and(policy.rules[index.rule].matches(&sign_in))
    }
}
