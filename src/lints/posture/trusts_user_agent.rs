//! One factor for whoever says to be on a certain platform. The platform is read from the
//! User-Agent, which anyone can write (help center, "Device platform security").

use crate::diagnostic::Severity;
use crate::export::{Platform, PolicyRule, constraints};
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(mode) = single_factor(rule) else {
        return;
    };
    let Some(platform) = rule.condition(Key::PLATFORM).filter(|_| is_by_platform(rule)) else {
        return;
    };
    if is_otherwise_unconditional(rule) {
        cx.report(
            platform,
            format!("{} trusts the User-Agent, which anyone can forge", rule.title()),
        )
        .label(mode, "one factor is enough")
        .help("Ask for two factors, or require a registered device as well");
    }
}

/// The factor mode of a rule that lets in with one factor of any kind.
fn single_factor<'d>(rule: &PolicyRule<'d>) -> Option<Node<'d>> {
    let action = rule.action(Key::APP_SIGN_ON)?;
    let mode = action.at(&[Key::VERIFICATION_METHOD, Key::FACTOR_MODE])?;
    let is_allowed = action.field(Key::ACCESS)?.is_str("ALLOW");
    // One factor that the user holds, as each alternative asks, may be a strong one.
    let mut alternatives = constraints(rule.node).peekable();
    let is_held = alternatives.peek().is_some()
        && alternatives.all(|alternative| alternative.field(Key::POSSESSION).is_some());
    (is_allowed && mode.is_str("1FA") && !is_held).then_some(mode)
}

fn is_by_platform(rule: &PolicyRule<'_>) -> bool {
    let mut platforms = Platform::included(rule.node).peekable();
    platforms.peek().is_some() && !platforms.any(|platform| platform.is_any())
}

fn is_otherwise_unconditional(rule: &PolicyRule<'_>) -> bool {
    let conditions = rule.node.field(Key::CONDITIONS).into_iter().flat_map(Node::members);
    let mut others = conditions.filter(|condition| !condition.key.is_str("platform"));
    !others.any(|condition| constrains(condition.value))
}

/// Whether the value is anything but one of those that servers return for what is not set.
pub(crate) fn constrains(value: Node<'_>) -> bool {
    if value.is_object() {
        return value.fields().any(|member| constrains(member.value));
    }
    if value.is_array() {
        return value.has_elements();
    }
    !(value.is_null() || value.is_str("ANYWHERE") || value.is_str("ANY"))
}
