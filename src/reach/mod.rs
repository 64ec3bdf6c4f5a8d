//! Which rules can ever be the first match, for all possible sign-ins.
//!
//! Conditions become formulas over what may be true of a sign-in; what nobody explains becomes an
//! opaque atom, what Okta's documents leave open a [`Doubt`], and a proof holds whatever the truth
//! is. A rule is unreachable if a solver proves that no sign-in meets its conditions and those of
//! none of the rules before it; it is reachable if a [`Witness`] shows one that does, which the
//! plain evaluator [`first_match`] confirms.

mod competition;
mod conditions;
mod context;
mod cover;
mod decide;
mod evaluate;
mod facts;
mod formula;
mod gaps;
mod names;
mod normal_form;
mod outcome;
mod patterns;
mod search;
mod sign_in;
mod solver;
mod theory;
mod truth;
mod witness;

pub use competition::{Competition, Place, RankedPolicy, RankedRule};
pub use context::{
    Carrier, Choice, Context, Doubt, Membership, Opaque, PlatformDemand, Readings, Subject,
};
pub use evaluate::{FirstMatch, first_match};
pub use facts::Facts;
pub use gaps::Gap;
pub(crate) use names::Names;
pub(crate) use outcome::Access;
pub use truth::Truth;
pub use witness::Witness;

use crate::export::Export;
use crate::json::Node;
use decide::{Decision, Formulas, PolicyDecision, decide};
use formula::Atoms;
use search::Truths;
use theory::Theory;

/// What is proved of a rule or a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// A sign-in reaches it: this one.
    Reachable(Witness),
    /// These rules take every sign-in that meets its conditions: a smallest set of them.
    Unreachable(Vec<Place>),
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
    pub by: Place,
    /// A sign-in that surely meets the conditions of both.
    pub witness: Witness,
    /// Whether such a sign-in is to be expected: it is not in two groups, zones and so on at once
    /// that need not have anything in common, and meets no condition that catchall does not
    /// understand.
    pub is_sure: bool,
}

/// That a rule is only reached by sign-ins of which something is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReachedByGap {
    /// What is not known of them: one of these. Without any of them, no sign-in reaches the rule.
    pub gaps: Vec<Gap>,
    /// A smallest set of rules that take every other sign-in that meets its conditions.
    pub cover: Vec<Place>,
}

/// A competition with what is proved of it.
#[derive(Debug)]
pub struct Analysis<'e, 'd> {
    /// The policies and rules, in order.
    pub competition: Competition<'e, 'd>,
    facts: &'e Facts<'d>,
    atoms: Atoms<'e, 'd>,
    theory: Theory,
    policies: Vec<PolicyDecision>,
}

/// Analyses each competition of an export and keeps what `map` makes of it, in document order.
pub fn analyse_each<'e, 'd, T: Send>(
    export: &'e Export<'d>,
    facts: &'e Facts<'d>,
    map: impl Fn(&Analysis<'e, 'd>) -> T + Send + Sync,
) -> Vec<T> {
    Competition::map_all(export, |competition| map(&Analysis::of(competition, facts)))
}

/// Analyses an export: each of its competitions, in document order.
pub fn analyse<'e, 'd>(export: &'e Export<'d>, facts: &'e Facts<'d>) -> Vec<Analysis<'e, 'd>> {
    Competition::map_all(export, |competition| Analysis::of(competition, facts))
}

impl<'e, 'd> Analysis<'e, 'd> {
    /// Analyses one competition.
    pub fn of(competition: Competition<'e, 'd>, facts: &'e Facts<'d>) -> Self {
        let mut atoms = Atoms::new(facts);
        let formulas = Formulas::of(&competition, &mut atoms);
        let theory = Theory::of(&atoms);
        let policies = decide(&competition, &formulas, &atoms, &theory);
        Self { competition, facts, atoms, theory, policies }
    }

    /// Whether the rule can be the first match.
    pub fn rule(&self, place: Place) -> Verdict {
        self.verdict(&self.decision(place).overall, |witness| {
            match witness.answer(&self.competition, self.facts) {
                FirstMatch::Rule(first) => first == place,
                // Either of them may be the one.
                FirstMatch::OneOf(tied) => tied.contains(&place),
                FirstMatch::Nothing | FirstMatch::Undefined => false,
            }
        })
    }

    /// Whether a sign-in gets to the policy: to one of its rules, where the export has them all.
    pub fn policy(&self, policy: usize) -> Verdict {
        let rules = self.competition.policies[policy].rules.len();
        let needs_rule = self.competition.needs_rule(policy);
        self.verdict(&self.policies[policy].overall, |witness| {
            let mut places = (0..rules).map(|rule| Place { policy, rule });
            let is_matched = places.any(|place| self.matches(place, witness) == Truth::True);
            self.gets_to(policy, witness) && (is_matched || !needs_rule)
        })
    }

    fn verdict(&self, decision: &Decision, is_proof: impl Fn(&Witness) -> bool) -> Verdict {
        match decision {
            Decision::Reachable(truths) => match self.witness(truths, is_proof) {
                Some(witness) => Verdict::Reachable(witness),
                None => Verdict::Disputed,
            },
            Decision::Unreachable(cover) => Verdict::Unreachable(cover.clone()),
            Decision::Contradictory(conditions) => Verdict::Contradictory(conditions.clone()),
            Decision::Undecided => Verdict::Undecided,
        }
    }

    /// The sign-in, simplified; none unless the evaluator confirms that it is a proof.
    fn witness(&self, truths: &Truths, is_proof: impl Fn(&Witness) -> bool) -> Option<Witness> {
        let witness = Witness::of(truths, &self.atoms, &self.theory)?;
        is_proof(&witness).then(|| witness.simplified(self.facts, is_proof))
    }

    /// Whether the sign-in surely meets the conditions of the policy, and no rule of earlier ones.
    fn gets_to(&self, policy: usize, witness: &Witness) -> bool {
        let sign_in = witness.sign_in(self.facts);
        let own = &self.competition.policies[policy];
        let earlier = self.competition.policies.iter().filter(|other| other.turn < own.turn);
        let mut taken = earlier.flat_map(|other| {
            let rules = other.rules.iter();
            rules.map(|rule| other.applies(&sign_in).and(rule.matches(&sign_in)))
        });
        own.applies(&sign_in) == Truth::True && taken.all(|taken| taken == Truth::False)
    }

    fn decision(&self, place: Place) -> &decide::RuleDecision {
        &self.policies[place.policy].rules[place.rule]
    }

    /// The smallest set of rules that take every sign-in that the rule matches, if they do.
    pub fn cover(&self, place: Place) -> Option<&[Place]> {
        match &self.decision(place).overall {
            Decision::Unreachable(cover) => Some(cover),
            _ => None,
        }
    }

    /// The policies and rules that no sign-in gets to.
    pub(crate) fn dead(&self) -> impl Iterator<Item = Node<'d>> {
        let policies = self.competition.policies.iter().zip(&self.policies);
        let policies = policies.filter(|(_, decided)| decided.overall.is_dead());
        let policies = policies.filter_map(|(ranked, _)| Some(ranked.policy?.node));
        let rules = self.competition.rules();
        let rules = rules.filter(|(place, _)| self.decision(*place).overall.is_dead());
        policies.chain(rules.map(|(_, ranked)| ranked.rule.node))
    }

    /// As [`cover`](Self::cover), where the rules of the rule's own policy suffice.
    pub(crate) fn cover_in_policy(&self, place: Place) -> Option<&[Place]> {
        self.cover(place).filter(|_| self.decision(place).is_dead_in_policy)
    }

    /// The conditions of the rule that no sign-in meets at once, if there are any.
    pub fn contradiction(&self, place: Place) -> Option<&[String]> {
        match &self.decision(place).overall {
            Decision::Contradictory(conditions) => Some(conditions),
            _ => None,
        }
    }

    /// The smallest set of rules of earlier policies that take every sign-in that gets to the
    /// policy, if they do.
    pub fn policy_cover(&self, policy: usize) -> Option<&[Place]> {
        match &self.policies[policy].overall {
            Decision::Unreachable(cover) => Some(cover),
            _ => None,
        }
    }

    /// Whether the budget ran out before it was clear whether the rule can be the first match.
    pub(crate) fn is_undecided(&self, place: Place) -> bool {
        self.decision(place).overall == Decision::Undecided
    }

    /// A later rule of the policy that would do the same for sign-ins that this one takes, where
    /// each of them would have the same outcome without it. All rules that have one can be deleted
    /// together, and with them all that no sign-in reaches: the later rule is none of these.
    pub fn redundant_with(&self, place: Place) -> Option<Place> {
        self.decision(place).redundant_with
    }

    /// Why hardly any sign-in reaches the rule, where it has conditions of its own: those that do
    /// lack something that Okta usually knows.
    pub fn reached_by_gap(&self, place: Place) -> Option<&ReachedByGap> {
        self.decision(place).reached_by_gap.as_ref()
    }

    /// A rule of the policy that stands before, with the same conditions and surely another outcome:
    /// it is tried earlier, or in the same turn.
    pub fn same_conditions(&self, place: Place) -> Option<Place> {
        self.decision(place).same_conditions
    }

    /// Earlier rules that let in what this one is there to deny.
    pub fn let_in(&self, place: Place) -> Vec<LetIn> {
        let let_in = self.decision(place).let_in.iter();
        let proved = let_in.filter_map(|decide::LetIn { by, truths, is_sure }| {
            let is_proof = |witness: &Witness| {
                witness.answer(&self.competition, self.facts) == FirstMatch::Rule(*by)
                    && self.matches(place, witness) == Truth::True
            };
            let witness = self.witness(truths, is_proof)?;
            Some(LetIn { by: *by, witness, is_sure: *is_sure })
        });
        proved.collect()
    }

    /// A sign-in that surely gets to the policy and meets its conditions, but no rule of it.
    pub fn falls_through(&self, policy: usize) -> Option<Witness> {
        let truths = self.policies[policy].falls_through.as_ref()?;
        let rules = self.competition.policies[policy].rules.len();
        self.witness(truths, |witness| {
            let mut places = (0..rules).map(|rule| Place { policy, rule });
            self.gets_to(policy, witness)
                && places.all(|place| self.matches(place, witness) == Truth::False)
        })
    }

    /// Whether the sign-in meets the conditions of the rule and its policy.
    fn matches(&self, place: Place, witness: &Witness) -> Truth {
        let sign_in = witness.sign_in(self.facts);
        let policy = &self.competition.policies[place.policy];
        policy.applies(&sign_in).and(policy.rules[place.rule].matches(&sign_in))
    }
}
