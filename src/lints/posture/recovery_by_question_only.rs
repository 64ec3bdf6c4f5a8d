//! A password policy by which a security question is all that it takes to recover an account
//! (Policy API, "Recovery object").

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Policy, RecoveryFactors, resets_by_factors};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Policy(check)]);

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(factors) = RecoveryFactors::of(policy) else {
        return;
    };
    // The factors count only for rules that have no requirement of their own.
    let is_unused = policy.has_all_rules && resets_by_factors(policy).next().is_none();
    if factors.usable() == ["recovery_question"] && !is_unused {
        cx.report(factors.node, "users recover their accounts with a security question alone")
            .help(
                "Set the status of okta_email to \"ACTIVE\", and of recovery_question to \
                 \"INACTIVE\"",
            );
    }
}
