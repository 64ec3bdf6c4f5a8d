//! A rule whose type does not follow from that of its policy (Policy API, "Rules object").

use super::{Check, Declaration};
use crate::export::{Policy, PolicyRule};
use crate::finding::{Findings, Severity};

pub(super) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Policy(check)]);

fn check<'d>(policy: &Policy<'d>, findings: &mut Findings<'d>) {
    let (Some(known), Some(policy_type)) = (policy.kind.known(), policy.node.field("type")) else {
        return;
    };
    let is_foreign = |rule: &&PolicyRule<'d>| {
        rule.kind.known().is_some_and(|of_rule| of_rule.policy != known.policy)
    };
    for rule in policy.rules.iter().filter(is_foreign) {
        // Without a type, the actions are what is foreign.
        let Some(rule_type) = rule.node.field("type") else {
            continue;
        };
        let message = format!(
            "{} has the type {}; the rules of {} are of type \"{}\"",
            rule.title(),
            rule_type.brief(),
            policy.title(),
            known.rule
        );
        findings
            .at(rule_type, message)
            .label(policy_type, "the type of its policy")
            .help("Move the rule to a policy of its own type");
    }
}
