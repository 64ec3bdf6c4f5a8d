//! Whether rules and policies are all that there are, as far as an export tells.

use foldhash::{HashSet, HashSetExt};

use super::export::Export;
use super::list::List;
use super::policy::Policy;
use super::priority::Priority;
use super::rule::{PolicyRule, RuleObject};
use super::types::PolicyType;

impl<'d> Export<'d> {
    /// Whether no policy of an ordered type is missing: they are numbered from 1 without gaps, and the
    /// default comes last (guide "Policy and rule prioritization").
    pub(crate) fn has_all_policies(&self, kind: PolicyType) -> bool {
        let of_kind = || self.policies.iter().filter(|policy| policy.kind == kind);
        let last = of_kind().filter(|policy| policy.system).find_map(|it| it.priority.number());
        last.is_some_and(|last| usize::try_from(last).is_ok_and(|last| last <= of_kind().count()))
    }
}

impl<'d> Policy<'d> {
    /// Whether it has exactly as many embedded rules as Okta embeds at most (Policy API, "Get a
    /// Policy with Rules"), so that more may exist. A list with the default rule, which is the last,
    /// is whole, and so is one that came apart.
    pub(crate) fn may_be_cut(&self) -> bool {
        const MOST_EMBEDDED: usize = 20;
        self.are_rules_embedded
            && self.rules.len() == MOST_EMBEDDED
            && !self.rules.iter().any(|rule| rule.system)
    }

    /// The list that has all rules that the export knows, if one has.
    pub(crate) fn list_of_rules(&self) -> Option<List<'d>> {
        list_of(self.rules.iter())
    }
}

/// Whether rules may all be of one policy: it has one default, and no priority twice (guide "Policy
/// and rule prioritization": Okta shifts the others on a collision).
pub(crate) fn may_be_of_one_policy<'e, 'd: 'e>(
    rules: impl Iterator<Item = &'e RuleObject<'d>> + Clone,
) -> bool {
    may_be_siblings(rules.map(|rule| (rule.system, rule.priority)))
}

/// Whether policies may all be of one authorization server, as rules of one policy.
pub(crate) fn may_be_of_one_server(policies: &[&Policy<'_>]) -> bool {
    may_be_siblings(policies.iter().map(|policy| (policy.system, policy.priority)))
}

/// Takes of each whether it is a default, and its priority.
fn may_be_siblings(items: impl Iterator<Item = (bool, Priority)> + Clone) -> bool {
    let mut numbers = HashSet::new();
    let mut taken = items.clone().filter_map(|(_, priority)| priority.number());
    items.filter(|(is_default, _)| *is_default).count() < 2
        && taken.all(|number| numbers.insert(number))
}

/// Whether these are all rules of a policy, as far as an export that has no others tells: one list
/// has them, and shows none to be missing.
pub(crate) fn are_all_rules<'e, 'd: 'e>(
    rules: impl Iterator<Item = &'e PolicyRule<'d>> + Clone,
) -> bool {
    list_of(rules.clone()).is_some() && !shows_that_some_lack(rules)
}

/// The list that has all these rules, if one has.
fn list_of<'e, 'd: 'e>(mut rules: impl Iterator<Item = &'e PolicyRule<'d>>) -> Option<List<'d>> {
    let list = rules.next()?.list?;
    rules.all(|rule| rule.list == Some(list)).then_some(list)
}

/// Whether rules that came in a list cannot be all of their policy: the older types are numbered from
/// 1 without gaps (guide "Policy and rule prioritization"), and the lists of some others end with the
/// catch-all rule.
fn shows_that_some_lack<'e, 'd: 'e>(
    mut rules: impl Iterator<Item = &'e PolicyRule<'d>> + Clone,
) -> bool {
    let Some(kind) = rules.clone().next().map(|rule| rule.kind) else {
        return false;
    };
    if kind.ends_with_catch_all() {
        return rules.all(|rule| rule.is_served() && rule.is_custom());
    }
    if !kind.is_numbered_from_one() {
        return false;
    }
    let count = rules.clone().count();
    let numbers = rules.map(|rule| rule.priority.number().filter(|_| rule.id().is_some()));
    let is_beyond = |number: &i64| usize::try_from(*number).is_ok_and(|number| number > count);
    // Where two share a number, that is what went wrong.
    numbers
        .collect::<Option<HashSet<i64>>>()
        .is_some_and(|numbers| numbers.len() == count && numbers.iter().any(is_beyond))
}
