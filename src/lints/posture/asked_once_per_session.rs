//! `reauthenticateIn` of five years or more, as which the Admin Console stores that users are never
//! asked again within a session (help center, page on app sign-in policy rules).

use crate::diagnostic::Severity;
use crate::duration::Duration;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, VerificationMethod};
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Info, &[Check::Rule(check)]).pedantic();

/// Five years, as the console writes them: `PT43800H`.
const NEVER: Duration = Duration::hours(43_800);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(method) = rule.verification_in_effect() else {
        return;
    };
    for time in times(method) {
        let duration = time.as_str().and_then(|text| Duration::parse(&text));
        if duration.is_some_and(|duration| duration.is_at_least(NEVER)) {
            let message = format!(
                "reauthenticateIn is {}: users are asked once, and never again within the session",
                time.brief()
            );
            cx.report(time, message).help("Ask again after hours, if the app is worth protecting");
        }
    }
}

/// The times that count: those of chains and constraints take precedence over that of all.
fn times<'d>(method: &VerificationMethod<'d>) -> Vec<Node<'d>> {
    let of_chains = method.chains().iter().filter_map(|steps| steps.first()?.reauthenticate_in());
    let of_demands = method.demands().filter_map(|one| one.get(Key::REAUTHENTICATE_IN));
    let own: Vec<_> = of_chains.chain(of_demands).collect();
    match own.is_empty() {
        true => method.reauthenticate_in().into_iter().collect(),
        // A constraint may leave the other factor to be asked for more often.
        false if method.is_assurance() => Vec::new(),
        false => own,
    }
}
