//! `reauthenticateIn` of five years or more, as which the Admin Console stores that users are never
//! asked again within a session (help center, page on app sign-in policy rules).

use super::{Check, Declaration};
use crate::duration::Duration;
use crate::export::{PolicyRule, VerificationMethod};
use crate::finding::{Findings, Severity};

pub(super) const LINT: Declaration =
    Declaration::new(Severity::Info, &[Check::Rule(check)]).pedantic();

/// Five years, as the console writes them: `PT43800H`.
const NEVER: Duration = Duration::hours(43_800);

fn check<'d>(rule: &PolicyRule<'d>, findings: &mut Findings<'d>) {
    let Some(method) = VerificationMethod::in_effect(rule) else {
        return;
    };
    // The times of the constraints take precedence.
    if method.demands().any(|demand| demand.node.field("reauthenticateIn").is_some()) {
        return;
    }
    let Some(time) = method.node.field("reauthenticateIn") else {
        return;
    };
    let duration = time.as_str().and_then(|text| Duration::parse(&text));
    if duration.is_some_and(|duration| duration.is_at_least(NEVER)) {
        let message = format!(
            "reauthenticateIn is {}: users are asked once, and never again within the session",
            time.brief()
        );
        findings.at(time, message).help("Ask again after hours, if the app is worth protecting");
    }
}
