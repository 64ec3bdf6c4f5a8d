//! Parts of self-service password reset that have no effect: a requirement where the reset is
//! denied, a constraint on a method that is not offered (Policy API, "Self Service Password Reset
//! Action object").

use crate::diagnostic::{Safety, Severity};
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, Reset};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(reset) = Reset::of(rule) else {
        return;
    };
    // What is left to the account management policy isn't read from here.
    let Some(requirement) = reset.requirement.filter(|_| reset.deferral().is_none()) else {
        return;
    };
    if let Some(denied) = reset.access.filter(|_| reset.is_denied()) {
        cx.report(requirement, "password reset is denied, so its requirement has no effect")
            .label(denied, "no reset")
            .help("Remove requirement, or set access to \"ALLOW\"")
            .fix(Safety::Unsafe, "Remove requirement")
            .remove(requirement);
        return;
    }
    let Some(primary) = requirement.field(Key::PRIMARY) else {
        return;
    };
    let is_otp = |method: Node<'d>| method.as_str().is_some_and(|m| m.eq_ignore_ascii_case("otp"));
    let mut methods = primary.field(Key::METHODS).into_iter().flat_map(Node::elements);
    if methods.any(is_otp) {
        return;
    }
    let mut constraints =
        primary.field(Key::METHOD_CONSTRAINTS).into_iter().flat_map(Node::elements);
    let on_otp = |constraint: &Node<'d>| constraint.field(Key::METHOD).is_some_and(is_otp);
    if let Some(constraint) = constraints.find(on_otp) {
        cx.report(constraint, "methodConstraints limits \"otp\", which is not among methods")
            .help("Add \"otp\" to methods, or remove the constraint")
            .fix(Safety::Safe, "Remove the constraint")
            .remove(constraint);
    }
}
