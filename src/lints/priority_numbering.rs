//! Priorities of the older types that are not 1, 2, 3 and so on (guide "Policy and rule
//! prioritization"): Okta numbers their policies and rules from 1 and closes gaps.

use std::collections::BTreeSet;

use super::{Check, Declaration};
use crate::export::{Numbering, Policy, PolicyRule, PolicyType};
use crate::finding::{Findings, Severity};
use crate::json::Node;
use crate::wording::series;

pub(super) const LINT: Declaration = Declaration::new(
    Severity::Info,
    &[Check::Policy(policy), Check::Rule(rule), Check::Competitors(policies), Check::Rules(rules)],
);

/// How many missing numbers a message names.
const MOST_NAMED: usize = 5;

fn policy<'d>(policy: &Policy<'d>, findings: &mut Findings<'d>) {
    starts_at_one(policy.kind, policy.node, &policy.title(), findings);
}

fn rule<'d>(rule: &PolicyRule<'d>, findings: &mut Findings<'d>) {
    starts_at_one(rule.kind, rule.node, &rule.title(), findings);
}

fn starts_at_one<'d>(kind: PolicyType, object: Node<'d>, title: &str, findings: &mut Findings<'d>) {
    let zero = object.field("priority").filter(|priority| priority.as_i64() == Some(0));
    if let Some(zero) = zero.filter(|_| is_numbered_from_one(kind)) {
        let message =
            format!("{title} has priority 0; Okta numbers {kind} policies and their rules from 1");
        findings
            .at(zero, message)
            .severity(Severity::Warning)
            .help("Number policies and rules from 1, without gaps");
    }
}

fn policies<'d>(policies: &[&Policy<'d>], findings: &mut Findings<'d>) {
    if policies.iter().all(|policy| policy.list.is_some()) {
        without_gaps(policies[0].kind, policies.iter().map(|policy| policy.node), findings);
    }
}

fn rules<'d>(rules: &[&PolicyRule<'d>], findings: &mut Findings<'d>) {
    if rules.iter().all(|rule| rule.list.is_some()) {
        without_gaps(rules[0].kind, rules.iter().map(|rule| rule.node), findings);
    }
}

/// What a list has of one kind, as Okta lists all of it.
fn without_gaps<'d>(
    kind: PolicyType,
    listed: impl Iterator<Item = Node<'d>>,
    findings: &mut Findings<'d>,
) {
    if !is_numbered_from_one(kind) {
        return;
    }
    let mut taken: Vec<(i64, Node<'d>)> = Vec::new();
    for object in listed {
        // What has no id was not listed by Okta.
        let (Some(_), Some(priority)) = (object.field("id"), object.field("priority")) else {
            return;
        };
        let Some(number) = priority.as_i64().filter(|number| *number > 0) else {
            return;
        };
        taken.push((number, priority));
    }
    taken.sort_by_key(|(number, _)| *number);
    let numbers: BTreeSet<i64> = taken.iter().map(|(number, _)| *number).collect();
    let Some(gap) = (1..).zip(&numbers).find(|(expected, number)| expected != *number) else {
        return;
    };
    // Where two share a number, that is what went wrong.
    if numbers.len() < taken.len() {
        return;
    }
    let Some((_, after)) = taken.iter().find(|(number, _)| number == gap.1) else {
        return;
    };
    let message = format!(
        "nothing has priority {}, although Okta leaves no gaps: something is missing here",
        missing(gap.0, *gap.1)
    );
    findings.at(*after, message).help("Export the whole list again");
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

/// Whether it is one of the older types of policies that an org has, rather than a server in it.
fn is_numbered_from_one(kind: PolicyType) -> bool {
    kind.numbering() == Some(Numbering::V1) && !kind.is("OAUTH_AUTHORIZATION_POLICY")
}
