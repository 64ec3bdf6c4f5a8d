//! A rule of session protection or entity risk without a response: Okta logs the event and does
//! nothing (policy reference, "Post auth session" and "Entity risk" actions).

use super::{Check, Declaration};
use crate::export::{PolicyRule, Status};
use crate::finding::{Findings, Severity};

pub(super) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, findings: &mut Findings<'d>) {
    // A catch-all is there to log what no rule is for.
    if rule.system || rule.status != Status::Active {
        return;
    }
    let of_sessions =
        rule.action("postAuthSession").and_then(|action| action.field("failureActions"));
    let of_risks = rule.action("entityRisk").and_then(|action| action.field("actions"));
    let (list, what) = match (of_sessions, of_risks) {
        (Some(list), _) => (list, "a session that fails its evaluation"),
        (None, Some(list)) => (list, "the risk"),
        _ => return,
    };
    if list.is_array() && !list.has_elements() {
        findings
            .at(list, format!("{} only logs {what}", rule.title()))
            .help("Add a response, such as to end sessions or to run a workflow");
    }
}
