//! A profile enrollment policy with several rules (Policy API, "Profile Enrollment policy": it can
//! only have one rule; adding more is not allowed).

use super::{Check, Declaration};
use crate::export::PolicyRule;
use crate::finding::{Findings, Severity};

pub(super) const LINT: Declaration = Declaration {
    severity: Severity::Error,
    checks: &[Check::Rules(check)],
};

fn check<'d>(rules: &[&PolicyRule<'d>], findings: &mut Findings<'d>) {
    let [first, second, ..] = rules else {
        return;
    };
    if !first.kind.is("PROFILE_ENROLLMENT") {
        return;
    }
    let message = format!("a profile enrollment policy has one rule, but this one has {}", rules.len());
    findings
        .at(second.node, message)
        .label(first.node, "the policy's rule")
        .help("Edit the rule that Okta made with the policy instead of adding another");
}
