//! An entity risk rule whose detections all come with another level than the one that it asks for
//! (help center, "Risk detections").

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Lists, PolicyRule};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let level = rule.condition(Key::ENTITY_RISK).and_then(|risk| risk.field(Key::LEVEL));
    let detections = rule.condition(Key::RISK_DETECTION_TYPES).map(Lists::of);
    let (Some(level), Some(detections)) = (level, detections) else {
        return;
    };
    let (Some(include), None) = (detections.included(), detections.excluded()) else {
        return;
    };
    if level.is_str("ANY") {
        return;
    }
    let never_meets = |detection: Node<'d>| {
        let fixed = detection.as_str().and_then(|name| fixed_level(&name));
        fixed.is_some_and(|fixed| !level.is_str(fixed))
    };
    if !include.elements().all(never_meets) {
        return;
    }
    let message = format!("level is {}, but none of the detections comes with it", level.brief());
    let finding = cx.report(level, message);
    for detection in include.elements() {
        let fixed = detection.as_str().and_then(|name| fixed_level(&name)).unwrap_or_default();
        finding.label(detection, format!("always {fixed}"));
    }
    finding.help("Set level to \"ANY\": the detections tell the level");
}

/// The level that a detection always comes with.
fn fixed_level(detection: &str) -> Option<&'static str> {
    match detection {
        "BRUTE_FORCE_ATTACK" | "SESSION_INFLUENCED_USER_RISK" | "SUSPICIOUS_APP_ACCESS" => {
            Some("MEDIUM")
        }
        "ENTITY_CRITICAL_ACTION_FROM_HIGH_THREAT_IP"
        | "OKTA_THREAT_INTELLIGENCE"
        | "USER_REPORTED_SUSPICIOUS_ACTIVITY" => Some("HIGH"),
        _ => None,
    }
}
