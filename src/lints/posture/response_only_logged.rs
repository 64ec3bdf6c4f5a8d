//! A rule of session protection or entity risk without a response: Okta logs the event and does
//! nothing (policy reference, "Post auth session" and "Entity risk" actions).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    // A catch-all is there to log what no rule is for.
    if rule.system {
        return;
    }
    const SESSION: &str = "a session that fails its evaluation";
    let lists = [
        (Key::POST_AUTH_SESSION, Key::FAILURE_ACTIONS, SESSION),
        (Key::ENTITY_RISK, Key::ACTIONS, "the risk"),
    ];
    for (action, list_name, what) in lists {
        let Some(action) = rule.action(action).filter(|action| action.is_object()) else {
            continue;
        };
        let place = match action.field(list_name) {
            None => action,
            Some(list) if list.is_array() && !list.has_elements() => list,
            Some(_) => continue,
        };
        cx.report(place, format!("{} only logs {what}", rule.title()))
            .help("Add a response, such as to end sessions or to run a workflow")
            .for_lack_of([list_name.name()]);
    }
    let evaluation = rule.action(Key::SESSION_VIOLATION_DETECTION);
    let enabled = evaluation.and_then(|action| action.at(&[Key::POLICY_EVALUATION, Key::ENABLED]));
    if let Some(enabled) = enabled.filter(|enabled| enabled.said_bool() == Some(false)) {
        let message =
            format!("{} finds violations, but has no policy evaluated then", rule.title());
        cx.report(enabled, message).help("Set enabled to true, or remove the rule");
    }
}
