//! What the map says of single policies and rules, for those who look at one.

use super::human::{used_by, weakest_way, words};
use super::{PolicyEntry, RuleEntry, RuleName, Standing, orders};
use crate::diagnostic::Named;
use crate::export::Exports;
use crate::json::Node;
use crate::reach::Facts;
use crate::wording::{all_of, harmless};

/// What the map says of a policy or rule.
pub(crate) struct Entry<'d> {
    /// The object.
    pub(crate) node: Node<'d>,
    pub(crate) is_rule: bool,
    /// Whom it is for, what it does, which apps use it, each as a sentence without a full stop.
    pub(crate) said: Vec<String>,
    /// What is proved of it.
    pub(crate) verdict: Verdict<'d>,
}

/// What is proved of a policy or rule.
pub(crate) struct Verdict<'d> {
    /// In a word or two.
    pub(crate) brief: &'static str,
    /// As a sentence without a full stop.
    pub(crate) words: String,
    /// The rules that take all its sign-ins, or do the same without it.
    pub(crate) because_of: Vec<Node<'d>>,
}

/// What the map says of those policies and rules that somebody wants to see.
pub(crate) fn entries<'d>(
    exports: &Exports<'d>,
    is_wanted: impl Fn(Node<'d>) -> bool + Sync,
) -> Vec<Entry<'d>> {
    let mut entries = Vec::new();
    for export in &exports.all {
        let facts = Facts::of(export);
        for order in orders(export, &facts, &is_wanted) {
            for policy in &order.policies {
                entries.extend(Entry::of_policy(policy));
                let of_rule = |rule| Entry::of_rule(rule, policy.named.as_ref());
                entries.extend(policy.rules.iter().map(of_rule));
            }
        }
    }
    entries.retain(|entry| is_wanted(entry.node));
    entries
}

impl<'d> Entry<'d> {
    fn of_policy(entry: &PolicyEntry<'_, 'd>) -> Option<Self> {
        let mut said = Vec::new();
        if !entry.conditions.is_empty() {
            said.push(format!("if {}", all_of(&entry.conditions)));
        }
        said.extend(entry.apps.as_deref().map(used_by));
        said.extend(entry.weakest.as_ref().map(weakest_way));
        let falls_through = entry.falls_through.as_ref();
        said.extend(falls_through.map(|sample| format!("falls through: {}", sample.words)));
        let verdict = Verdict::of(&entry.standing, None, entry.named.as_ref());
        Some(Self { node: entry.policy?.node, is_rule: false, said: harmless_all(said), verdict })
    }

    fn of_rule(entry: &RuleEntry<'_, 'd>, policy: Option<&Named>) -> Self {
        let conditions = || match all_of(&entry.conditions) {
            none if none.is_empty() => "always".to_owned(),
            conditions => format!("if {conditions}"),
        };
        let is_tried = entry.turn.is_some();
        let conditions = is_tried.then(conditions);
        let said = conditions.into_iter().chain([format!("then {}", entry.outcome)]);
        let verdict = Verdict::of(&entry.standing, entry.redundant_with.as_ref(), policy);
        Self { node: entry.rule.node, is_rule: true, said: harmless_all(said), verdict }
    }
}

impl<'d> Verdict<'d> {
    fn of(
        standing: &Standing<'d>,
        redundant: Option<&RuleName<'d>>,
        policy: Option<&Named>,
    ) -> Self {
        let (mut brief, cover) = match standing {
            Standing::Reachable(_) => ("reachable", &[][..]),
            Standing::Unreachable(cover) => ("unreachable", cover.as_slice()),
            Standing::Contradictory(_) => ("never matches", &[][..]),
            Standing::Undecided | Standing::Disputed => ("not decided", &[][..]),
            Standing::Skipped(_) => ("skipped", &[][..]),
        };
        let mut words = harmless(&words(standing, policy));
        if let Some(other) = redundant {
            brief = "redundant";
            words += &format!("; redundant: without it, rule {} would do the same", other.rule);
        }
        let because_of = cover.iter().chain(redundant).map(|name| name.node).collect();
        Self { brief, words, because_of }
    }
}

fn harmless_all(said: impl IntoIterator<Item = String>) -> Vec<String> {
    said.into_iter().map(|said| harmless(&said)).collect()
}
