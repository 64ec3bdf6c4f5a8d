//! A custom policy that is tried after the system default of its type (Policy API, "Default
//! Policies": the default policy is always the last).
//!
//! Passwords have two system policies, whose order among each other varies; a custom policy is
//! out of place only below both.

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::Policy;
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::Competitors(check)]);

fn check<'d>(policies: &[&Policy<'d>], cx: &mut Cx<'_, 'd>) {
    let systems = policies.iter().filter(|policy| policy.system);
    let Some(default) = systems.max_by_key(|policy| policy.priority.number()) else {
        return;
    };
    let (Some(last), Some(priority)) =
        (default.priority.number(), default.node.field(Key::PRIORITY))
    else {
        return;
    };
    let is_below =
        |policy: &&&Policy<'d>| policy.is_custom() && policy.priority.number() > Some(last);
    let below: Vec<_> = policies.iter().filter(is_below).collect();
    let Some(first) = below.first() else {
        return;
    };
    let message = format!(
        "the default policy has priority {last}, but {} comes after it; Okta keeps the default last",
        first.title()
    );
    let finding = cx.report(priority, message);
    for policy in &below {
        finding.label(policy.head.priority().unwrap_or(policy.node), "after the default");
    }
    finding.help("Move it above the default policy, or export the policies again");
}
