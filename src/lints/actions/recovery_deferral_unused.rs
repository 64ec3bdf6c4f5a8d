//! A password rule that leaves recovery to the Okta account management policy, which then has
//! nothing to decide: the rule denies it, or there is no such policy (Okta's guide "Configure an
//! Okta account management policy").

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::{Export, PolicyRule, PolicyType, Reset, Status};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(
    Severity::Warning,
    &[Check::Rule(denied_by_rule), Check::Export(without_policy)],
);

fn denied_by_rule<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some((reset, deferral)) = deferred(rule) else {
        return;
    };
    let unlock = unlock_access(rule);
    let denied = [
        ("password reset", reset.access.filter(|access| access.is_str("DENY"))),
        ("account unlock", unlock.filter(|access| access.is_str("DENY"))),
    ];
    let operations: Vec<_> =
        denied.into_iter().filter_map(|(name, access)| Some((name, access?))).collect();
    let message = match operations.as_slice() {
        [] => return,
        [(name, _)] => format!(
            "the account management policy is to decide, but the rule denies {name} by itself"
        ),
        _ => "the account management policy is to decide, but the rule denies password reset and \
              account unlock by itself"
            .to_owned(),
    };
    let is_everything = operations.len() == denied.len();
    let severity = if is_everything { Severity::Warning } else { Severity::Info };
    let finding = cx.report(deferral, message).severity(severity);
    finding.help("Set access of selfServicePasswordReset and selfServiceUnlock to \"ALLOW\"");
    for (_, access) in operations {
        finding.label(access, "decided here");
    }
}

fn without_policy<'d>(excerpt: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    if !is_known_to_lack_the_policy(excerpt.export) {
        return;
    }
    for rule in excerpt.rules().filter(|rule| rule.status == Status::Active) {
        let Some((reset, deferral)) = deferred(rule) else {
            continue;
        };
        let is_unlock_allowed = unlock_access(rule).is_some_and(|access| access.is_str("ALLOW"));
        if reset.is_allowed() || is_unlock_allowed {
            let message = format!(
                "the {} leaves recovery to the account management policy, which the export lacks",
                rule.title()
            );
            cx.report(deferral, message).severity(Severity::Info).help(
                "Set accessControl to \"LEGACY\", or turn on the account management policy in the \
                 org",
            );
        }
    }
}

fn deferred<'d>(rule: &PolicyRule<'d>) -> Option<(Reset<'d>, Node<'d>)> {
    let reset = Reset::of(rule)?;
    Some((reset, reset.deferral()?))
}

fn unlock_access<'d>(rule: &PolicyRule<'d>) -> Option<Node<'d>> {
    rule.action(Key::SELF_SERVICE_UNLOCK)?.field(Key::ACCESS)
}

/// Okta returns the policy among the authentication policies, and each says what it is for. A
/// policy that came alone proves nothing of the others.
fn is_known_to_lack_the_policy(export: &Export<'_>) -> bool {
    let mut policies =
        export.policies.iter().filter(|policy| policy.kind == PolicyType::ACCESS_POLICY).peekable();
    policies.peek().is_some()
        && policies.all(|policy| policy.is_listed() && policy.resource("APP").is_some())
}
