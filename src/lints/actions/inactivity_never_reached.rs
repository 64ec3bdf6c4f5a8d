//! An inactivity limit that is no shorter than the time after which users authenticate again anyway
//! (Policy API, "Verification Method object": `reauthenticateIn` counts regardless of activity).

use crate::diagnostic::Severity;
use crate::duration::Duration;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(method) = rule.verification_in_effect() else {
        return;
    };
    let (Some(inactivity), Some(reauthenticate)) =
        (method.inactivity_period(), method.reauthenticate_in())
    else {
        return;
    };
    // The times of the constraints take precedence, so that the limit has to reach all of them.
    let own = method.demands().filter_map(|demand| demand.get(Key::REAUTHENTICATE_IN));
    let mut times = own.chain([reauthenticate]);
    let Some(limit) = parse(inactivity).filter(|_| method.is_assurance()) else {
        return;
    };
    if times.all(|time| parse(time).is_some_and(|time| limit.is_at_least(time))) {
        let message = format!(
            "inactivityPeriod is {}, but users authenticate again after {} anyway",
            inactivity.brief(),
            reauthenticate.brief()
        );
        cx.report(inactivity, message)
            .label(reauthenticate, "ends before")
            .help("Make inactivityPeriod shorter than reauthenticateIn, or remove it");
    }
}

fn parse(node: Node<'_>) -> Option<Duration> {
    Duration::parse(&node.as_str()?)
}
