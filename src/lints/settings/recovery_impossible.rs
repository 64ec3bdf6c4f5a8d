//! A rule that lets users reset their passwords with the recovery factors of the policy, none of
//! which is active (Policy API, "Self Service Password Reset Action object").

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Policy, RecoveryFactors, resets_by_factors};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Policy(check)]);

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(factors) = RecoveryFactors::of(policy).filter(|all| all.usable().is_empty()) else {
        return;
    };
    for reset in resets_by_factors(policy) {
        let message = "password reset is allowed, but no recovery factor of the policy is active";
        cx.report(reset.node, message).label(factors.node, "none is \"ACTIVE\"").help(
            "Add a requirement to selfServicePasswordReset, or set the status of a factor to \
             \"ACTIVE\"",
        );
    }
}
