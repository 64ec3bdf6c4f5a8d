//! Which rules take sign-ins from each other, in the order in which Okta tries them.

use std::borrow::Cow;
use std::collections::HashSet;

use rayon::prelude::*;

use super::conditions::{self, Condition, Site};
use super::doubts::Carrier;
use super::logic::{Atoms, Formula};
use super::names::Names;
use super::sign_in::SignIn;
use super::truth::Truth;
use crate::json::Node;
use crate::model::{Export, Policy, PolicyRule, PolicyType, in_turns};
use crate::okta::Key;
use crate::wording::{all_of, printable, series};

/// The policies that Okta tries one after the other for a sign-in: those of an ordered type, or
/// one policy alone.
#[derive(Debug)]
pub struct Competition<'e, 'd> {
    /// The type of the policies.
    pub kind: PolicyType,
    /// The policies, as Okta tries them.
    pub policies: Vec<RankedPolicy<'e, 'd>>,
    /// Among how many competitions of the export what is hard is shared.
    rivals: usize,
}

/// What the competitions of an export may cost together, in steps, besides what each may for its
/// size: small ones can be hard.
const HARD: u64 = 100_000_000;

/// A policy with its place in the order.
#[derive(Debug)]
pub struct RankedPolicy<'e, 'd> {
    /// The policy; none where the export holds rules of it only.
    pub policy: Option<&'e Policy<'d>>,
    /// When it is tried. Policies of one turn have the same priority: which comes first is unknown.
    pub turn: usize,
    /// The rules, as Okta tries them.
    pub rules: Vec<RankedRule<'e, 'd>>,
    /// Whether no rule is missing, as far as the export tells.
    pub has_all_rules: bool,
    pub(super) conditions: Vec<Condition<'d>>,
}

/// A rule with its place in the order.
#[derive(Debug)]
pub struct RankedRule<'e, 'd> {
    /// The rule.
    pub rule: &'e PolicyRule<'d>,
    /// When it is tried, within its policy. Rules of one turn have the same priority: which comes
    /// first is unknown.
    pub turn: usize,
    pub(super) conditions: Vec<Condition<'d>>,
}

/// How the name of a policy's condition starts beside those of a rule.
pub(super) const OF_POLICY: &str = "the policy's ";

/// A rule of a competition: of which policy, and which of its rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleIndex {
    /// The index of the policy in [`Competition::policies`].
    pub policy: usize,
    /// The index of the rule in [`RankedPolicy::rules`].
    pub rule: usize,
}

impl<'e, 'd> Competition<'e, 'd> {
    /// All competitions of an export, in document order. Types that catchall does not know have
    /// none: nobody says how Okta goes through their rules.
    pub fn of(export: &'e Export<'d>) -> Vec<Self> {
        Self::map_all(export, &|_| true, |competition| competition)
    }

    /// What `map` makes of each competition with a policy or rule that somebody wants to look at, in
    /// document order. They are read in parallel, and only when their turn comes: the conditions of a
    /// large org take much memory.
    pub(crate) fn map_all<T: Send>(
        export: &'e Export<'d>,
        is_wanted: &(impl Fn(Node<'d>) -> bool + Sync + ?Sized),
        map: impl Fn(Self) -> T + Send + Sync,
    ) -> Vec<T> {
        let ambiguous = AmbiguousIds::of(export);
        let (sequences, orphans) = (export.sequences(), orphan_competitions(export));
        let rivals = sequences.len() + orphans.len();
        let has_wanted = |sequence: &Vec<Vec<&Policy<'d>>>| {
            sequence.iter().flatten().any(|policy| {
                is_wanted(policy.node) || policy.rules.iter().any(|rule| is_wanted(rule.node))
            })
        };
        let of_policies = sequences
            .into_par_iter()
            .filter(has_wanted)
            .flat_map_iter(|sequence| Self::of_sequence(&ambiguous, sequence, rivals));
        let orphans = orphans.into_par_iter();
        let orphans = orphans.filter(|(rules, _)| rules.iter().any(|rule| is_wanted(rule.node)));
        let orphans = orphans.map(|(rules, are_all)| Self {
            kind: rules[0].kind,
            policies: vec![ambiguous.policy(None, 0, &rules, are_all)],
            rivals,
        });
        let is_known = |found: &Self| found.kind != PolicyType::Unknown;
        of_policies.chain(orphans).filter(is_known).map(map).collect()
    }

    /// The policies that Okta tries with `policy`, itself included, as their priorities order them:
    /// wherever they and their rules came from. So they are tried, as long as all were read at one
    /// moment. None where the policy is not tried.
    pub(crate) fn with(export: &'e Export<'d>, policy: &Policy<'d>) -> Option<Self> {
        let ambiguous = AmbiguousIds::of(export);
        let turns = export.evaluation_order(policy);
        let policies: Vec<RankedPolicy<'e, 'd>> = numbered(turns)
            .map(|(turn, policy)| {
                let rules: Vec<&PolicyRule<'d>> = policy.rules.iter().collect();
                ambiguous.policy(Some(policy), turn, &rules, policy.has_all_rules)
            })
            .collect();
        (!policies.is_empty()).then_some(Self { kind: policy.kind, policies, rivals: 1 })
    }

    fn of_sequence(
        ambiguous: &AmbiguousIds,
        sequence: Vec<Vec<&'e Policy<'d>>>,
        rivals: usize,
    ) -> Vec<Self> {
        let Some(kind) = sequence.iter().flatten().map(|policy| policy.kind).next() else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let mut policies = Vec::new();
        for (turn, policy) in numbered(sequence) {
            let mut lists = policy.rule_lists();
            // Rules that were read at different times say little about each other, and nothing
            // about other policies.
            let is_together = lists.len() <= 1;
            let rules = if is_together { lists.pop().unwrap_or_default() } else { Vec::new() };
            let are_all = is_together && policy.has_all_rules;
            policies.push(ambiguous.policy(Some(policy), turn, &rules, are_all));
            found.extend(lists.iter().map(|rules| {
                let alone = ambiguous.policy(Some(policy), 0, rules, false);
                Self { kind, policies: vec![alone], rivals }
            }));
        }
        found.push(Self { kind, policies, rivals });
        found
    }

    /// Whether no rule of its policies is missing, as far as the export tells.
    pub(crate) fn has_all_rules(&self) -> bool {
        self.policies.iter().all(|policy| policy.has_all_rules)
    }

    /// When the rule is tried: the turn of its policy, and its own.
    pub(crate) fn turn(&self, RuleIndex { policy, rule }: RuleIndex) -> (usize, usize) {
        let policy = &self.policies[policy];
        (policy.turn, policy.rules[rule].turn)
    }

    /// Whether nobody knows which of both rules is tried first.
    pub(crate) fn are_tied(&self, one: RuleIndex, other: RuleIndex) -> bool {
        let ((policy, rule), (other_policy, other_rule)) = (self.turn(one), self.turn(other));
        policy == other_policy && (one.policy != other.policy || rule == other_rule)
    }

    /// Makes the atoms known that conditions have to know of others.
    pub(super) fn declare(&self, atoms: &mut Atoms<'_, 'd>) {
        let of_policies = self.policies.iter().flat_map(|policy| &policy.conditions);
        let of_rules = self.rules().flat_map(|(_, rule)| &rule.conditions);
        for condition in of_policies.chain(of_rules) {
            condition.meaning.declare(atoms);
        }
    }

    /// What its questions may cost, in steps, besides what they may for its size.
    pub(super) fn granted(&self) -> u64 {
        HARD / self.rivals.max(1) as u64
    }

    /// The rules with their indexes, as Okta tries them.
    pub fn rules(&self) -> impl Iterator<Item = (RuleIndex, &RankedRule<'e, 'd>)> {
        self.policies.iter().enumerate().flat_map(|(policy, ranked)| {
            let rules = ranked.rules.iter().enumerate();
            rules.map(move |(rule, ranked)| (RuleIndex { policy, rule }, ranked))
        })
    }

    /// Whether a sign-in gets to the policy only if a rule of it matches. Others than those in the
    /// export may match, and whether the settings of a password policy need one that does is not
    /// documented.
    pub(crate) fn needs_rule(&self, policy: usize) -> bool {
        let RankedPolicy { rules, has_all_rules, .. } = &self.policies[policy];
        *has_all_rules && !rules.is_empty() && self.kind != PolicyType::PASSWORD
    }

    /// The rule at a index.
    pub fn rule(&self, index: RuleIndex) -> &RankedRule<'e, 'd> {
        &self.policies[index.policy].rules[index.rule]
    }
}

impl<'d> Competition<'_, 'd> {
    /// The sign-ins that the rule matches, in words to stand after "every sign-in": with the
    /// conditions of its policy, where rules of other policies are spoken of, too.
    pub(crate) fn matched(
        &self,
        index: RuleIndex,
        is_across_policies: bool,
        names: &Names<'_, 'd>,
    ) -> String {
        let policy = Some(&self.policies[index.policy]).filter(|_| is_across_policies);
        let of_policy = policy.map(|policy| policy.words(names)).unwrap_or_default();
        such_that(&[of_policy, self.rule(index).words(names)].concat())
    }

    /// What to call it: all policies of its type or server, or its only policy.
    pub(crate) fn title_of_all(&self) -> String {
        let first = self.policies.iter().find_map(|ranked| ranked.policy);
        match first {
            Some(policy) if !self.kind.is_ordered() => policy.title(),
            Some(policy) => match policy.authorization_server() {
                Some(server) => format!("authorization server {}", printable(&server)),
                None => format!("{} policies", self.kind),
            },
            None => format!("{} rules", self.kind),
        }
    }

    /// How to advise that the policy has to come before another one, to go on with what else there
    /// is to do; without that, where the policy cannot move.
    pub(crate) fn moved_before(&self, policy: usize, other: usize) -> String {
        match (self.policies[policy].policy, self.policies[other].policy) {
            (Some(this), Some(other)) if !this.system => {
                format!("Move {} above {}, narrow", this.title(), other.title())
            }
            _ => "Narrow".to_owned(),
        }
    }

    /// As [`moved_before`](Self::moved_before), of the rule at `index` and the rules of its cover.
    pub(crate) fn moved_before_cover(&self, index: RuleIndex, cover: &[RuleIndex]) -> String {
        let them = if cover.len() > 1 { "those rules" } else { "that rule" };
        match cover.iter().find(|other| other.policy != index.policy) {
            None => format!("Move it above {them}, narrow {them}"),
            // Only the order of the policies puts it before a rule of another policy.
            Some(other) => format!("{} {them}", self.moved_before(index.policy, other.policy)),
        }
    }

    /// That the rules of a cover already match what the rule at `index` does, to go on with "every
    /// sign-in".
    pub(crate) fn already_match(&self, cover: &[RuleIndex], index: RuleIndex) -> String {
        let titles = series(cover.iter().map(|other| self.title(*other, index)), "and");
        let match_it = if cover.len() > 1 { "together match" } else { "matches" };
        format!("{titles} already {match_it}")
    }

    /// Each of the conditions that exclude each other, by name and in words.
    pub(crate) fn contradicting(
        &self,
        index: RuleIndex,
        conditions: &[String],
        names: &Names<'_, 'd>,
    ) -> Vec<String> {
        let policy = &self.policies[index.policy];
        let own = self.rule(index).conditions.iter().map(|condition| ("", condition));
        let of_policy = policy.conditions.iter().map(|condition| (OF_POLICY, condition));
        let all = own.chain(of_policy).map(|(whose, condition)| {
            (format!("{whose}{}", condition.name), condition.meaning.words(names))
        });
        let named = all.filter(|(name, _)| conditions.contains(name));
        named.map(|(name, words)| format!("{name} ({words})")).collect()
    }

    /// What to call the rule at `index` beside the rule at `beside`: with its policy, where that is
    /// another one.
    pub(crate) fn title(&self, index: RuleIndex, beside: RuleIndex) -> String {
        let title = self.rule(index).rule.title();
        match self.policies[index.policy].policy {
            Some(policy) if index.policy != beside.policy => {
                format!("{title} of {}", policy.title())
            }
            _ => title,
        }
    }
}

impl<'d> RankedPolicy<'_, 'd> {
    /// Whether it is in the export, and people made it: they can move it and delete it.
    pub(crate) fn is_custom(&self) -> bool {
        self.policy.is_some_and(|policy| !policy.system)
    }

    /// That a sign-in meets the conditions of the policy itself.
    pub(super) fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        all_said(&self.conditions, atoms)
    }

    /// Whether a sign-in meets the conditions of the policy itself.
    pub(super) fn applies(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        all_hold(&self.conditions, sign_in)
    }

    /// The sign-ins that the policy is for, in words to stand after "every sign-in".
    pub(crate) fn matched(&self, names: &Names<'_, 'd>) -> String {
        such_that(&self.words(names))
    }

    /// The conditions of the policy itself, in words.
    pub(crate) fn words(&self, names: &Names<'_, 'd>) -> Vec<String> {
        words(&self.conditions, names)
    }
}

impl<'d> RankedRule<'_, 'd> {
    /// That a sign-in meets the conditions of the rule.
    pub(super) fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        all_said(&self.conditions, atoms)
    }

    /// Whether a sign-in meets the conditions of the rule.
    pub(super) fn matches(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        all_hold(&self.conditions, sign_in)
    }

    /// The conditions in words.
    pub(crate) fn words(&self, names: &Names<'_, 'd>) -> Vec<String> {
        words(&self.conditions, names)
    }
}

/// ` where a, and b`.
fn such_that(conditions: &[String]) -> String {
    match all_of(conditions) {
        none if none.is_empty() => none,
        words => format!(" where {words}"),
    }
}

fn words<'d>(conditions: &[Condition<'d>], names: &Names<'_, 'd>) -> Vec<String> {
    conditions.iter().map(|condition| condition.meaning.words(names)).collect()
}

fn all_said<'d>(conditions: &[Condition<'d>], atoms: &mut Atoms<'_, 'd>) -> Formula {
    Formula::all(conditions.iter().map(|condition| condition.meaning.formula(atoms)))
}

fn all_hold<'d>(conditions: &[Condition<'d>], sign_in: &SignIn<'_, 'd>) -> Truth {
    Truth::all(conditions.iter().map(|condition| condition.meaning.holds(sign_in)))
}

/// Ids that stand for objects that say different things: nobody knows which is in force.
struct AmbiguousIds(HashSet<String>);

impl AmbiguousIds {
    fn of(export: &Export<'_>) -> Self {
        let objects = export.ambiguous().into_iter().map(|(object, _)| object);
        let ids = objects.filter_map(|object| object.field(Key::ID)?.as_str());
        Self(ids.map(Cow::into_owned).collect())
    }

    fn has(&self, node: Node<'_>) -> bool {
        let id = node.field(Key::ID).and_then(Node::as_str);
        id.is_some_and(|id| self.0.contains(id.as_ref()))
    }

    fn policy<'e, 'd>(
        &self,
        policy: Option<&'e Policy<'d>>,
        turn: usize,
        rules: &[&'e PolicyRule<'d>],
        are_all: bool,
    ) -> RankedPolicy<'e, 'd> {
        let is_policy_known = !policy.is_some_and(|policy| self.has(policy.node));
        let known: Vec<&'e PolicyRule<'d>> =
            rules.iter().copied().filter(|rule| is_policy_known && !self.has(rule.node)).collect();
        let has_all_rules = are_all && known.len() == rules.len();
        let ranked = |(turn, rule): (usize, &'e PolicyRule<'d>)| RankedRule {
            rule,
            turn,
            conditions: conditions::read(
                rule.node,
                Site { kind: rule.kind, carrier: Carrier::Rule },
            ),
        };
        RankedPolicy {
            policy,
            turn,
            rules: numbered(in_turns(&known)).map(ranked).collect(),
            has_all_rules,
            conditions: policy.map_or_else(Vec::new, |policy| {
                conditions::read(policy.node, Site { kind: policy.kind, carrier: Carrier::Policy })
            }),
        }
    }
}

/// The rules whose policy is not in the export: those that surely belong to one together, any other
/// by itself. Each with whether no rule of the policy is missing, as far as the export tells.
fn orphan_competitions<'e, 'd>(export: &'e Export<'d>) -> Vec<(Vec<&'e PolicyRule<'d>>, bool)> {
    let mut lists = export.orphan_rule_lists_told_whole();
    lists.retain(|(rules, _)| is_of_one_policy(rules));
    let listed = lists.iter().flat_map(|(rules, _)| rules);
    let listed: HashSet<_> = listed.map(|rule| rule.node.key()).collect();
    let alone = export.orphan_rules.iter().filter(|rule| !listed.contains(&rule.node.key()));
    lists.extend(alone.map(|rule| (vec![rule], false)));
    lists
}

/// Whether rules whose policy is not in the export surely belong to one: a list of requests may be
/// for several policies.
fn is_of_one_policy(rules: &[&PolicyRule<'_>]) -> bool {
    let mut rules = rules.iter();
    rules.clone().all(|rule| rule.policy_id().is_some()) || rules.all(|rule| rule.id().is_some())
}

/// What takes turns, each with the number of its turn.
fn numbered<T>(turns: Vec<Vec<T>>) -> impl Iterator<Item = (usize, T)> {
    turns.into_iter().enumerate().flat_map(|(n, turn)| turn.into_iter().map(move |one| (n, one)))
}
