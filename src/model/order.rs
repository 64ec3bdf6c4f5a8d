//! The order in which Okta tries policies and rules, and which of them compete.

use std::hash::Hash;

use foldhash::HashMap;

use super::export::Export;
use super::id::Id;
use super::list::Together;
use super::object::Status;
use super::password::directory_of;
use super::policy::Policy;
use super::priority::Priority;
use super::rule::PolicyRule;
use super::types::Numbering;
use super::whole::{are_all_rules, may_be_of_one_policy};

impl<'d> Export<'d> {
    /// The policies that compete for the same sign-ins: those of one ordered type (and, for
    /// authorization servers, of one server), as Okta tries them. Each turn holds the policies of
    /// one priority: more than one is a tie, whose order is unknown. Inactive policies, and those
    /// known to have no rules, take no part.
    pub fn evaluation_order(&self, policy: &Policy<'d>) -> Vec<Vec<&Policy<'d>>> {
        turns(self.competitors(policy))
    }

    /// The policies of each ordered type (and authorization server) that came together, in document
    /// order: in one list or, where they came alone, in one directory. What came apart may have
    /// been read at different times, when priorities were others.
    pub fn competitions(&self) -> Vec<Vec<&Policy<'d>>> {
        let ordered = self
            .policies
            .iter()
            .filter(|policy| policy.kind.is_ordered() && !policy.has_unknown_rivals);
        let mut groups = groups(ordered, |policy| policy.competition());
        groups.retain(|policies| policies.len() > 1);
        groups
    }

    /// As [`competitions`](Self::competitions), in turns, and with each policy of another type by
    /// itself.
    pub(crate) fn sequences<'e>(&'e self) -> Vec<Vec<Vec<&'e Policy<'d>>>> {
        let groups = groups(self.policies.iter().enumerate(), |(n, policy)| {
            let is_alone = !policy.kind.is_ordered() || policy.has_unknown_rivals;
            (is_alone.then_some(*n), (!is_alone).then(|| policy.competition()))
        });
        let policies = groups.iter().map(|group| group.iter().map(|(_, policy)| *policy));
        policies.map(turns).collect()
    }

    /// The policies that compete with `policy`, itself included, in document order; it alone where
    /// its type knows no order.
    pub fn competitors(&self, policy: &Policy<'d>) -> impl Iterator<Item = &Policy<'d>> {
        let is_competitor = |other: &Policy<'d>| {
            if !policy.kind.is_ordered() {
                return other.node == policy.node;
            }
            other.kind == policy.kind
                && other.authorization_server() == policy.authorization_server()
        };
        self.policies.iter().filter(move |other| is_competitor(other))
    }

    /// The rules of one policy that came together, in document order, for each policy; also of
    /// policies that are not in the export. A rule of which nothing tells the policy is by itself.
    pub fn rule_lists(&self) -> Vec<Vec<&PolicyRule<'d>>> {
        let mut lists: Vec<_> = self.policies.iter().flat_map(Policy::rule_lists).collect();
        lists.extend(self.lists_of_orphan_rules());
        lists
    }

    /// As [`rule_lists`](Self::rule_lists), of policies that are not in the export alone.
    pub(crate) fn lists_of_orphan_rules(&self) -> Vec<Vec<&PolicyRule<'d>>> {
        let mut lists = self.orphan_rule_lists();
        lists.extend(
            self.orphan_rules.iter().filter(|rule| rule.is_astray()).map(|rule| vec![rule]),
        );
        lists
    }

    /// As [`rule_lists`](Self::rule_lists), of policies that are not in the export.
    pub(crate) fn orphan_rule_lists(&self) -> Vec<Vec<&PolicyRule<'d>>> {
        // A list without links is taken for one policy's, unless it shows that it is not.
        let of_one = |rules: &Vec<&PolicyRule<'d>>| {
            rules[0].policy.is_some()
                || may_be_of_one_policy(rules.iter().map(|rule| rule.object()))
        };
        let known = self.orphan_rules.iter().filter(|rule| !rule.is_astray());
        let mut lists = groups(known, |rule| {
            (
                rule.object().policy.as_ref(),
                rule.kind.to_string(),
                Together::of(rule.list, rule.node),
            )
        });
        lists.retain(of_one);
        lists
    }

    /// As [`orphan_rule_lists`](Self::orphan_rule_lists), each with whether it has all rules of its
    /// policy, as far as the export tells.
    pub(crate) fn orphan_rule_lists_told_whole(&self) -> Vec<(Vec<&PolicyRule<'d>>, bool)> {
        let lists = self.orphan_rule_lists();
        let policy = |rules: &[&PolicyRule<'d>]| rules[0].object().policy.as_ref();
        let mut lists_of: HashMap<&Id<'d>, usize> = HashMap::default();
        for policy in lists.iter().filter_map(|rules| policy(rules)) {
            *lists_of.entry(policy).or_default() += 1;
        }
        let is_only = |rules: &[&PolicyRule<'d>]| {
            policy(rules).is_none_or(|policy| lists_of.get(policy) == Some(&1))
        };
        let lists = lists.into_iter().map(|rules| {
            let are_all = is_only(&rules) && are_all_rules(rules.iter().copied());
            (rules, are_all)
        });
        lists.collect()
    }

    /// The rules of each policy that is not in the export, from whatever lists they came.
    pub(crate) fn orphan_rules_by_policy(&self) -> Vec<Vec<&PolicyRule<'d>>> {
        let known = self.orphan_rules.iter().filter(|rule| !rule.is_astray());
        groups(known, |rule| {
            let policy = rule.object().policy.as_ref();
            let list = policy.is_none().then(|| Together::of(rule.list, rule.node));
            (policy, list, rule.kind.to_string())
        })
    }
}

impl<'d> Policy<'d> {
    /// The rules as Okta tries them. Each turn holds the rules of one priority: more than one is a
    /// tie, whose order is unknown. Inactive rules take no part.
    pub fn evaluation_order(&self) -> Vec<Vec<&PolicyRule<'d>>> {
        turns(self.rules.iter())
    }

    /// What a policy shares with those of an ordered type that it competes with: the type, the
    /// authorization server, and that they came together.
    pub(crate) fn competition(&self) -> impl Eq + Hash + use<'d> {
        let together = Together::of(self.list, self.node);
        (self.kind.to_string(), self.authorization_server(), together)
    }

    /// The rules that came together, in document order: all of them, unless they were read at
    /// different times.
    pub(crate) fn rule_lists(&self) -> Vec<Vec<&PolicyRule<'d>>> {
        groups(&self.rules, |rule| Together::of(rule.list, rule.node))
    }
}

/// Rules of one policy in turns, as [`Policy::evaluation_order`] gives them.
pub(crate) fn in_turns<'e, 'd>(rules: &[&'e PolicyRule<'d>]) -> Vec<Vec<&'e PolicyRule<'d>>> {
    turns(rules.iter().copied())
}

/// Groups in the order of first appearance.
pub(crate) fn groups<T, K: Eq + Hash>(
    items: impl IntoIterator<Item = T>,
    key: impl Fn(&T) -> K,
) -> Vec<Vec<T>> {
    let mut places: HashMap<K, usize> = HashMap::default();
    let mut groups: Vec<Vec<T>> = Vec::new();
    for item in items {
        let place = *places.entry(key(&item)).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Vec::new());
        }
        groups[place].push(item);
    }
    groups
}

/// What takes a turn in an order of priority.
trait Prioritised {
    fn priority(&self) -> Priority;
    fn takes_part(&self) -> bool;

    /// Whether Okta keeps it last, whatever number an edited export gives it (Policy API, "Default
    /// Rules"; an out-of-range number is clamped).
    fn is_default(&self) -> bool;

    /// Whether a number beyond the catch-all's may stand: then nobody says which of them Okta tries
    /// first.
    fn is_numbered_beyond_default(&self) -> bool;
}

impl Prioritised for Policy<'_> {
    fn priority(&self) -> Priority {
        self.priority
    }

    /// The system's password policy for a directory stands before or after the default (both were
    /// observed in one org), and goes by its number.
    fn is_default(&self) -> bool {
        self.system && directory_of(self).is_none()
    }

    fn is_numbered_beyond_default(&self) -> bool {
        false
    }

    /// Policies without rules are never applied (Policy API, "Policy evaluation"); that a policy
    /// has none is known only where the export holds its whole rule list.
    fn takes_part(&self) -> bool {
        self.status == Status::Active && !(self.has_all_rules && self.rules.is_empty())
    }
}

impl Prioritised for PolicyRule<'_> {
    fn priority(&self) -> Priority {
        self.priority
    }

    fn is_default(&self) -> bool {
        self.system
    }

    fn is_numbered_beyond_default(&self) -> bool {
        self.kind.numbering() == Some(Numbering::V2)
            && match self.priority {
                Priority::Number(number) => number >= Priority::CATCH_ALL,
                Priority::Unreadable => true,
                Priority::Absent => false,
            }
    }

    fn takes_part(&self) -> bool {
        self.status == Status::Active
    }
}

/// Those that take part, in turns. Which of those that share a turn comes first is unknown, and
/// nothing may be concluded from it: they have the same priority, which Okta never returns, or one
/// that cannot be read, or a custom rule stands at or beyond the number of the catch-all.
fn turns<'a, T: Prioritised>(items: impl Iterator<Item = &'a T>) -> Vec<Vec<&'a T>> {
    let taking_part = items.filter(|item| item.takes_part());
    let (defaults, customs): (Vec<&T>, Vec<&T>) = taking_part.partition(|item| item.is_default());
    if customs.iter().any(|custom| custom.is_numbered_beyond_default()) {
        let (before, unsure): (Vec<&T>, Vec<&T>) = customs.into_iter().partition(|custom| {
            custom.priority().number().is_some() && !custom.is_numbered_beyond_default()
        });
        let mut turns = by_priority(before);
        let last: Vec<&T> = unsure.into_iter().chain(defaults).collect();
        // One that cannot be read may stand anywhere.
        if last.iter().any(|item| item.priority() == Priority::Unreadable) {
            return vec![turns.into_iter().flatten().chain(last).collect()];
        }
        turns.push(last);
        return turns;
    }
    [customs, defaults].into_iter().flat_map(by_priority).collect()
}

fn by_priority<T: Prioritised>(mut items: Vec<&T>) -> Vec<Vec<&T>> {
    if items.is_empty() {
        return Vec::new();
    }
    if items.iter().any(|item| item.priority() == Priority::Unreadable) {
        return vec![items];
    }
    let rank = |item: &&T| item.priority().number().unwrap_or(i64::MAX);
    items.sort_by_key(rank);
    items.chunk_by(|one, other| rank(one) == rank(other)).map(<[_]>::to_vec).collect()
}
