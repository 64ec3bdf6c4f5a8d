//! `riskDetectionTypes`: what a risk detection reports (OpenAPI description,
//! `RiskDetectionTypesPolicyRuleCondition`).

use std::borrow::Cow;

use super::super::dimensions::Membership;
use super::super::logic::{Atoms, Formula};
use super::super::names::Names;
use super::super::sign_in::SignIn;
use super::super::truth::Truth;
use super::listed::Listed;
use super::{ConditionPart, ConditionType, Meaning, NotUnderstood, Parsed, Site};
use crate::json::Node;
use crate::okta::Key;

pub(super) const CONDITION: ConditionType = ConditionType::new(Key::RISK_DETECTION_TYPES, read);

/// Included or excluded types, not both. Types are added, so that no list is complete, and an
/// event without a detection has none of either.
#[derive(Debug)]
enum Detections<'d> {
    AnyOf(Vec<Cow<'d, str>>),
    NoneOf(Vec<Cow<'d, str>>),
}

fn read<'d>(node: Node<'d>, _: Site) -> Parsed<'d> {
    let Listed { include, exclude } = Listed::of(node)?;
    match (include.is_empty(), exclude.is_empty()) {
        (false, true) => Ok(Some(Box::new(Detections::AnyOf(include)))),
        (true, false) => Ok(Some(Box::new(Detections::NoneOf(exclude)))),
        _ => Err(NotUnderstood),
    }
}

impl<'d> Meaning<'d> for Detections<'d> {
    fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        let detected = atoms.has(Membership::Detection, Membership::DETECTED);
        match self {
            Self::AnyOf(types) => detected.and(atoms.has_any(Membership::Detection, types)),
            Self::NoneOf(types) => detected.and(!atoms.has_any(Membership::Detection, types)),
        }
    }

    fn holds(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        let detected = sign_in.has(Membership::Detection, Membership::DETECTED);
        detected.and(match self {
            Self::AnyOf(types) => sign_in.has_any(Membership::Detection, types),
            Self::NoneOf(types) => !sign_in.has_any(Membership::Detection, types),
        })
    }

    fn parts(&self, name: &str, sign_in: &SignIn<'_, 'd>) -> Vec<ConditionPart> {
        let list = match self {
            Self::AnyOf(_) => Key::INCLUDE,
            Self::NoneOf(_) => Key::EXCLUDE,
        };
        vec![ConditionPart::member(name, list, self.holds(sign_in))]
    }

    fn words(&self, names: &Names<'_, 'd>) -> String {
        match self {
            Self::AnyOf(types) => format!("{} is detected", names.any_of(types)),
            Self::NoneOf(types) => {
                format!("something other than {} is detected", names.any_of(types))
            }
        }
    }
}
