//! Okta Verify push without the one-time passwords of the same app (release notes of the Policy
//! API, 2023.03.1: since then Okta refuses to allow push alone).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Enrollable, Enrollment, Policy};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Policy(check)]);

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    let factor = |key: &str| Enrollable::factors(policy).find(|factor| factor.key == key);
    let (Some(push), Some(otp)) = (factor("okta_push"), factor("okta_otp")) else {
        return;
    };
    if push.enrollment.is_allowed() && otp.enrollment == Enrollment::NotAllowed {
        cx.report(
            push.node,
            "okta_push can be enrolled, but okta_otp can't; Okta refuses push alone",
        )
        .label(otp.node, "can't be enrolled")
        .help("Set self of okta_otp to \"OPTIONAL\" or \"REQUIRED\"");
    }
}
