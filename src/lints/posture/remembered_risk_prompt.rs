//! A rule for risky sign-ins whose second factor a remembered device or an earlier prompt stands in
//! for (help center, HealthInsight task "MFA requirements"; Okta's OpenAPI description,
//! `factorPromptMode`).

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some((condition, what)) = risk(rule) else {
        return;
    };
    let Some(signon) = rule.action(Key::SIGNON) else {
        return;
    };
    let is_denied = signon.field(Key::ACCESS).is_some_and(|access| access.is_str("DENY"));
    if is_denied || signon.field(Key::REQUIRE_FACTOR).and_then(Node::said_bool) != Some(true) {
        return;
    }
    let Some(mode) = signon.field(Key::FACTOR_PROMPT_MODE) else {
        return;
    };
    let skipped_by = match mode.as_str().as_deref() {
        Some("DEVICE") => "on a remembered device",
        Some("SESSION") => "until factorLifetime is over",
        _ => return,
    };
    let message = format!(
        "the rule is for {what}, but factorPromptMode {} skips the prompt {skipped_by}",
        mode.brief()
    );
    cx.report(mode, message)
        .label(condition, "what the prompt is for")
        .help("Set factorPromptMode to \"ALWAYS\"");
}

/// The condition that makes the rule one for risky sign-ins, and what these are.
fn risk<'d>(rule: &PolicyRule<'d>) -> Option<(Node<'d>, &'static str)> {
    let level = rule.condition(Key::RISK_SCORE).and_then(|risk| risk.field(Key::LEVEL));
    if let Some(level) = level.filter(|level| level.is_str("HIGH")) {
        return Some((level, "high risk"));
    }
    let behaviors = rule.condition(Key::RISK)?.field(Key::BEHAVIORS)?;
    behaviors.has_elements().then_some((behaviors, "unusual behavior"))
}
