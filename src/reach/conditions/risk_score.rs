//! `riskScore`: the risk of the sign-in (Policy API, "Risk Score Condition object").

use std::borrow::Cow;

use super::super::dimensions::Choice;
use super::listed::OneOf;
use super::not_understood::PerhapsUnheeded;
use super::{ConditionType, NotUnderstood, Parsed, Site, only};
use crate::json::Node;
use crate::okta::Key;

pub(super) const CONDITION: ConditionType = ConditionType::new(Key::RISK_SCORE, read);

/// Exactly one level of risk (`level`), or that level and above (`minRiskLevel`, of session
/// protection: help center, "Session protection", "Medium and above").
fn read<'d>(node: Node<'d>, site: Site) -> Parsed<'d> {
    let (meaning, path) = match node.field(Key::MIN_RISK_LEVEL).is_some() {
        true => (least_risk(node)?, "riskScore.minRiskLevel"),
        false => (OneOf::level(Choice::Risk, node, Key::LEVEL)?, "riskScore.level"),
    };
    Ok(match (meaning, site.unheeded_part(path)) {
        (Some(meaning), Some(unheeded)) => Some(Box::new(PerhapsUnheeded { unheeded, meaning })),
        (meaning, _) => meaning,
    })
}

fn least_risk<'d>(node: Node<'d>) -> Parsed<'d> {
    let [min_risk_level] = only(node, [Key::MIN_RISK_LEVEL])?;
    let least = min_risk_level.and_then(Node::as_str).ok_or(NotUnderstood)?;
    if !Choice::Risk.dimension().knows(&least) {
        return Err(NotUnderstood);
    }
    let levels = Choice::Risk.dimension().known_values().skip_while(|level| *level != least);
    OneOf::including(Choice::Risk, Key::MIN_RISK_LEVEL, levels.map(Cow::Borrowed).collect())
}
