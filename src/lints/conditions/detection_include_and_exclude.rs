//! Detections to include and to exclude in one condition (OpenAPI description,
//! `RiskDetectionTypesPolicyRuleCondition`: one or the other, not both).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Lists, PolicyRule};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(detections) = rule.condition(Key::RISK_DETECTION_TYPES).map(Lists::of) else {
        return;
    };
    if let (Some(include), Some(exclude)) = (detections.included(), detections.excluded()) {
        let message = "riskDetectionTypes both includes and excludes detections; Okta accepts one or \
                       the other";
        cx.report(detections.node, message)
            .label(include, "detections to include")
            .label(exclude, "detections to exclude")
            .help("Keep include to name detections, exclude to name all others");
    }
}
