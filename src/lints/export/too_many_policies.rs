//! More policies of a type than Okta stores for an org (Policy API, "Authentication policy" and
//! "Profile Enrollment policy" notes).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::PolicyType;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Export(check)]);

const LIMITS: [(PolicyType, usize); 2] =
    [(PolicyType::ACCESS_POLICY, 5000), (PolicyType::PROFILE_ENROLLMENT, 500)];

fn check<'d>(Excerpt { export, .. }: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    for (kind, limit) in LIMITS {
        let of_kind = || export.policies.iter().filter(|policy| policy.kind == kind);
        if let Some(beyond) = of_kind().nth(limit) {
            let message = format!(
                "the org has {} policies of type {kind}; Okta accepts at most {limit}",
                of_kind().count()
            );
            cx.report(beyond.label(), message)
                .primary_label("the first beyond the limit")
                .help("Let apps that need the same rules share a policy");
        }
    }
}
