//! A grace period for an enrollment that nobody is made to do (Okta's help, "Authenticator
//! enrollment policies": grace periods let users postpone the enrollment of a required
//! authenticator).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Enrollable, Enrollment, Policy};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Policy(check)]);

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    for entry in Enrollable::authenticators(policy) {
        let is_undemanded =
            matches!(entry.enrollment, Enrollment::NotAllowed | Enrollment::Optional);
        let Some(grace) = entry.detail(Key::GRACE_PERIOD).filter(|_| is_undemanded) else {
            continue;
        };
        let demand = entry.demand_node();
        let message = format!(
            "\"{}\" has a grace period, but its enrollment is {}, not \"REQUIRED\"",
            entry.key,
            demand.brief()
        );
        cx.report(grace, message)
            .label(demand, "nothing to put off")
            .help("Remove gracePeriod, or set self to \"REQUIRED\"");
    }
}
