//! `risk`: what Okta detected of the sign-in (OpenAPI description, `RiskPolicyRuleCondition`; help
//! center, "Behavior Detection").

use super::super::dimensions::Membership;
use super::listed::AnyOf;
use super::{ConditionType, Parsed, Site, only, strings};
use crate::json::Node;
use crate::okta::Key;

pub(super) const CONDITION: ConditionType = ConditionType::new(Key::RISK, read);

/// `{"behaviors": […]}`, empty for no constraint.
fn read<'d>(node: Node<'d>, _: Site) -> Parsed<'d> {
    let [behaviors] = only(node, [Key::BEHAVIORS])?;
    let any_of = strings(behaviors)?;
    if any_of.is_empty() {
        return Ok(None);
    }
    let (membership, including) = (Membership::Behavior, Key::BEHAVIORS);
    Ok(Some(Box::new(AnyOf { membership, any_of, including })))
}
