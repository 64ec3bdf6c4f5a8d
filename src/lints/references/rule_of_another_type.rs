//! A rule whose type does not follow from that of its policy, or from its own actions (Policy API,
//! "Rules object" and "Actions object").

use crate::diagnostic::Severity;
use crate::json::{Member, Node};
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::{Policy, PolicyRule, PolicyType};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Export(check)]);

fn check<'d>(excerpt: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    for (rule, policy) in excerpt.rules_and_policies() {
        check_rule(rule, policy, cx);
    }
}

fn check_rule<'d>(rule: &PolicyRule<'d>, policy: Option<&Policy<'d>>, cx: &mut Cx<'_, 'd>) {
    // Without a type, the actions are what is foreign.
    let Some(named) = rule.head.kind() else {
        return;
    };
    let Some(meant) = named.as_str().map(|name| PolicyType::meant_by_rule(&name)) else {
        return;
    };
    let severity = match meant {
        PolicyType::Known(_) => Severity::Error,
        // Okta adds types.
        PolicyType::Unknown => Severity::Warning,
    };
    let of_policy = policy.filter(|policy| policy.kind.known().is_some());
    if meant == rule.kind && of_policy.is_none_or(|policy| policy.kind == rule.kind) {
        return;
    }
    match (of_policy, action_of_kind(rule)) {
        (Some(policy), _) if policy.kind != rule.kind => {
            contradicts_policy(rule, named, policy, severity, cx);
        }
        (_, Some(action)) if meant != rule.kind => {
            contradicts_action(rule, named, action, severity, cx);
        }
        (Some(policy), None) if meant != rule.kind => {
            contradicts_policy(rule, named, policy, severity, cx);
        }
        _ => {}
    }
}

/// What the rule does that only rules of its type do.
fn action_of_kind<'d>(rule: &PolicyRule<'d>) -> Option<Member<'d>> {
    let known = rule.kind.known()?;
    let mut actions = rule.node.field(Key::ACTIONS)?.fields();
    actions.find(|action| known.actions.iter().any(|own| action.key.is_str(own)))
}

fn contradicts_policy<'d>(
    rule: &PolicyRule<'d>,
    named: Node<'d>,
    policy: &Policy<'d>,
    severity: Severity,
    cx: &mut Cx<'_, 'd>,
) {
    let (Some(known), Some(policy_type)) = (policy.kind.known(), policy.node.field(Key::TYPE))
    else {
        return;
    };
    let message = format!(
        "{} has the type {}; the rules of {} are of type \"{}\"",
        rule.title(),
        named.brief(),
        policy.title(),
        known.rule
    );
    cx.report(named, message)
        .severity(severity)
        .label(policy_type, "the type of its policy")
        .help("Move the rule to a policy of its own type");
}

fn contradicts_action<'d>(
    rule: &PolicyRule<'d>,
    named: Node<'d>,
    action: Member<'d>,
    severity: Severity,
    cx: &mut Cx<'_, 'd>,
) {
    let Some(known) = rule.kind.known() else {
        return;
    };
    let message = format!(
        "type is {}, but {} stands on rules of type \"{}\"",
        named.brief(),
        action.key.brief(),
        known.rule
    );
    cx.report(named, message)
        .severity(severity)
        .label(action.key, "what the rule does")
        .help(format!("Set the type to \"{}\", or write the actions of its type", known.rule));
}
