//! What of an export is not compared with each other, and why: order is a fact of one moment.

use std::collections::HashSet;

use crate::diagnostic::{Notice, NoticeKind};
use crate::json::Node;
use crate::model::{Export, Policy, PolicyRule, Together, groups};
use crate::wording::series;

/// What the analysis of order leaves out, one notice for each reason.
pub(super) fn not_compared(export: &Export<'_>) -> Vec<Notice> {
    let mut notices = policies_apart(export);
    notices.extend(rules_apart(export));
    notices.extend(ambiguous(export));
    notices.extend(policies_of_unknown_servers(export));
    notices.extend(rules_of_unknown_policies(export));
    notices
}

/// Policies of one order that came apart.
fn policies_apart(export: &Export<'_>) -> Vec<Notice> {
    let ordered = export.policies.iter().filter(|policy| policy.kind.is_ordered());
    // The body of a request was not read from Okta, and without their authorization servers
    // policies need not be of one order.
    let ordered = ordered.filter(|policy| policy.id().is_some() && !policy.is_astray());
    let orders = groups(ordered, |policy| (policy.kind.to_string(), policy.authorization_server()));
    let apart = orders.into_iter().filter_map(|policies| {
        let batches = groups(policies.iter(), |policy| Together::of(policy.list, policy.node));
        (batches.len() > 1).then(|| {
            let places = documents(&batches, |policy| policy.node);
            let apart = match places.len() {
                1 => "stand in several lists",
                _ => "did not come together",
            };
            let message = format!(
                "the {} policies in {} {apart} and may have been read at different times, so they \
                 were not compared with each other",
                policies[0].kind,
                series(named(&places), "and"),
            );
            Notice::of_file(NoticeKind::NotCompared, places[0], message)
        })
    });
    apart.collect()
}

/// The rules of one policy that came apart, where no list holds them all.
fn rules_apart(export: &Export<'_>) -> Option<Notice> {
    let is_apart = |policy: &&Policy<'_>| {
        let mut batches = policy.rules.iter().map(|rule| Together::of(rule.list, rule.node));
        let first = batches.next();
        batches.any(|batch| Some(batch) != first)
    };
    let policies: Vec<_> = export.policies.iter().filter(is_apart).collect();
    let first = policies.first()?;
    let places = documents(&first.rule_lists(), |rule| rule.node);
    let message = format!(
        "the rules of {}{} are in {}, and none of these holds them all, so they were not compared \
         with each other",
        first.title(),
        and_others(policies.len() - 1, "policy", "policies"),
        series(named(&places), "and"),
    );
    Some(Notice::of_file(NoticeKind::NotCompared, places[0], message))
}

/// Objects that say different things in different places.
fn ambiguous(export: &Export<'_>) -> Option<Notice> {
    let ambiguous = export.ambiguous();
    let (object, copy) = ambiguous.first()?;
    let policies = export.policies.iter().map(|policy| (policy.node, policy.title()));
    let rules = export.rules().map(|rule| (rule.node, rule.title()));
    let (_, title) = policies.chain(rules).find(|(node, _)| node == object)?;
    let places = [object, copy].map(|node| node.document().name());
    let message = format!(
        "{title}{} has copies that differ, {}, so nothing was concluded from its place in the order",
        and_others(ambiguous.len() - 1, "object", "objects"),
        match places {
            [one, other] if one == other => format!("in {one}"),
            [one, other] => format!("in {one} and {other}"),
        },
    );
    Some(Notice::of_file(NoticeKind::NotCompared, places[0], message))
}

/// Policies of which nothing tells the authorization server.
fn policies_of_unknown_servers(export: &Export<'_>) -> Option<Notice> {
    let mut astray =
        export.policies.iter().filter(|policy| policy.has_unknown_rivals && policy.id().is_some());
    let first = astray.next()?;
    let others = astray.count();
    // There are others to compare with.
    export.policies.iter().filter(|policy| policy.kind == first.kind).nth(1)?;
    let name = first.node.document().name();
    let message = format!(
        "nothing tells the authorization server of {}{} in {name}, so no other policies were compared \
         with it",
        first.title(),
        and_others(others, "policy", "policies"),
    );
    Some(Notice::of_file(NoticeKind::NotCompared, name, message))
}

/// Rules that Okta returned and of which nothing tells the policy, or not for sure.
fn rules_of_unknown_policies(export: &Export<'_>) -> Option<Notice> {
    let lists = export.orphan_rule_lists();
    let compared: HashSet<_> = lists
        .iter()
        .filter(|rules| rules.len() > 1)
        .flatten()
        .map(|rule| rule.node.key())
        .collect();
    let is_lone = |rule: &&PolicyRule<'_>| {
        rule.id().is_some() && rule.policy_id().is_none() && !compared.contains(&rule.node.key())
    };
    let rules: Vec<_> = export.orphan_rules.iter().filter(is_lone).collect();
    // There are others to compare with.
    export.rules().nth(1)?;
    let (first, others) = rules.split_first()?;
    let message = format!(
        "nothing tells the policy of {}{} in {}, so no other rules were compared with it",
        first.title(),
        and_others(others.len(), "rule", "rules"),
        first.node.document().name(),
    );
    Some(Notice::of_file(NoticeKind::NotCompared, first.node.document().name(), message))
}

/// The names of the documents that hold the first of each batch, each once.
fn documents<'d, T>(batches: &[Vec<&T>], node: impl Fn(&T) -> Node<'d>) -> Vec<&'d str> {
    let mut names = Vec::new();
    for name in batches.iter().map(|batch| node(batch[0]).document().name()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The first few names, and how many more there are.
fn named(names: &[&str]) -> Vec<String> {
    const MOST: usize = 3;
    let mut named: Vec<String> = names.iter().take(MOST).map(|name| (*name).to_owned()).collect();
    if names.len() > MOST {
        named.push(format!("{} more places", names.len() - MOST));
    }
    named
}

fn and_others(count: usize, one: &str, several: &str) -> String {
    match count {
        0 => String::new(),
        1 => format!(" and 1 more {one}"),
        _ => format!(" and {count} more {several}"),
    }
}
