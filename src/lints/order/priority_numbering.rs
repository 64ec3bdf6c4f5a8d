//! Priorities of the older types that are not 1, 2, 3 and so on (guide "Policy and rule
//! prioritization"): Okta numbers their policies and rules from 1 and closes gaps.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::{KNOWN_TYPES, List, Policy, PolicyType};
use crate::okta::Key;
use crate::wording::series;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Info, &[Check::Policy(policy), Check::Export(export)]);

/// How many missing numbers a message names.
const MOST_NAMED: usize = 5;

fn policy<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    starts_at_one(policy.kind, policy.node, &policy.title(), cx);
    // Of a rule that belongs elsewhere, the number says nothing.
    let own = policy.rules.iter().filter(|rule| rule.kind == policy.kind);
    own.for_each(|rule| starts_at_one(rule.kind, rule.node, &rule.title(), cx));
}

fn export<'d>(excerpt: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    for rule in excerpt.orphans() {
        starts_at_one(rule.kind, rule.node, &rule.title(), cx);
    }
    gaps(excerpt, cx);
}

fn starts_at_one<'d>(kind: PolicyType, object: Node<'d>, title: &str, cx: &mut Cx<'_, 'd>) {
    let zero = object.field(Key::PRIORITY).filter(|priority| priority.as_i64() == Some(0));
    if let Some(zero) = zero.filter(|_| kind.is_numbered_from_one()) {
        let message =
            format!("{title} has priority 0; Okta numbers {kind} policies and their rules from 1");
        cx.report(zero, message)
            .severity(Severity::Warning)
            .help("Number policies and rules from 1, without gaps");
    }
}

fn gaps<'d>(excerpt: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let known = KNOWN_TYPES.iter().map(PolicyType::Known);
    for kind in known.filter(|kind| kind.is_for_groups()) {
        let of_kind = excerpt.export.policies.iter().filter(|policy| policy.kind == kind);
        let listed = of_kind.map(|policy| (policy.node, policy.list));
        without_gaps(listed, &format!("{kind} policy"), cx);
    }
    for (policy, rules) in excerpt.rules_by_policy() {
        let kind = policy.map_or(rules[0].kind, |policy| policy.kind);
        if kind.is_numbered_from_one() && rules.iter().all(|rule| rule.kind == kind) {
            let listed = rules.iter().map(|rule| (rule.node, rule.list));
            without_gaps(listed, "rule of this policy", cx);
        }
    }
}

/// All that the export has of one type of policy, or of the rules of one policy, with the lists
/// that it came in.
fn without_gaps<'d>(
    siblings: impl Iterator<Item = (Node<'d>, Option<List<'d>>)>,
    what: &str,
    cx: &mut Cx<'_, 'd>,
) {
    let mut taken: BTreeMap<i64, Node<'d>> = BTreeMap::new();
    for (object, list) in siblings {
        // What came alone, or without an id, says nothing about what is beside it in Okta.
        let is_listed = object.field(Key::ID).is_some() && list.is_some();
        let Some(priority) = object.field(Key::PRIORITY).filter(|_| is_listed) else {
            return;
        };
        let Some(number) = priority.as_i64().filter(|number| *number > 0) else {
            return;
        };
        // Where two share a number, that is what went wrong.
        if taken.insert(number, priority).is_some() {
            return;
        }
    }
    let mut expected = (1..).zip(taken);
    let Some((first, (next, after))) = expected.find(|(number, (own, _))| number != own) else {
        return;
    };
    let message = format!(
        "no {what} has priority {}, although Okta leaves no gaps: the export lacks something",
        missing(first, next)
    );
    cx.report(after, message).help("Export the whole list again");
}

/// The numbers from `first` up to `next`, in words.
fn missing(first: i64, next: i64) -> String {
    let numbers: Vec<String> =
        (first..next).take(MOST_NAMED + 1).map(|number| number.to_string()).collect();
    match numbers.len() > MOST_NAMED {
        true => format!("{first} to {}", next - 1),
        false => series(numbers, "or"),
    }
}
