//! One factor for whoever says to be on a certain platform. The platform is read from the
//! User-Agent, which anyone can write (help center, "Device platform security").

use crate::authenticators::FactorClass;
use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Platform, PolicyRule};
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
    let method = rule.verification()?;
    let mode = method.factor_mode()?;
    // One factor that the user holds, as each alternative asks, may be a strong one.
    let constraints = method.constraints();
    let is_held = !constraints.is_empty()
        && constraints.iter().all(|one| one.of_class(FactorClass::Possession).is_some());
    (method.allows() && mode.is_str("1FA") && !is_held).then_some(mode)
}

fn is_by_platform(rule: &PolicyRule<'_>) -> bool {
    let mut platforms = Platform::included(&rule.conditions).peekable();
    platforms.peek().is_some() && !platforms.any(|platform| platform.is_any())
}

fn is_otherwise_unconditional(rule: &PolicyRule<'_>) -> bool {
    let conditions = rule.conditions.node.into_iter().flat_map(Node::members);
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
