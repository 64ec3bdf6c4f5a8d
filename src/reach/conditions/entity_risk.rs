//! `entityRisk`: the risk of the user (OpenAPI description, `EntityRiskScorePolicyRuleCondition`).

use super::super::dimensions::Choice;
use super::ConditionType;
use super::listed::OneOf;
use crate::okta::Key;

pub(super) const CONDITION: ConditionType = ConditionType::new(Key::ENTITY_RISK, |node, _| {
    OneOf::level(Choice::EntityRisk, node, Key::LEVEL)
});
