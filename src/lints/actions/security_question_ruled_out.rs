//! `userPresence: OPTIONAL` with two factors: a security question cannot be the additional factor
//! then (help center, page on app sign-in policy rules).

use crate::authenticators::{AUTHENTICATORS, FactorClass};
use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Demand, PolicyRule};
use crate::okta::Key;
use crate::satisfiability::List;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Info, &[Check::Rule(check)]).pedantic();

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(method) = rule.verification_in_effect() else {
        return;
    };
    if method.factors() != Some(2) {
        return;
    }
    for alternative in method.alternatives() {
        let of_class = |class| alternative.of_class(class);
        let presence = of_class(FactorClass::Possession)
            .and_then(|demand| demand.get(Key::USER_PRESENCE))
            .filter(|presence| presence.is_str("OPTIONAL"));
        let Some(presence) = presence else {
            continue;
        };
        if of_class(FactorClass::Knowledge).is_some_and(|demand| !admits_question(demand)) {
            continue;
        }
        cx.report(
            presence,
            "userPresence is \"OPTIONAL\", so a security question cannot be the additional factor",
        )
        .help("Tell users who rely on a security question, or set userPresence to \"REQUIRED\"");
    }
}

/// Whether the lists of the demand let a security question count.
fn admits_question(demand: &Demand<'_>) -> bool {
    let mut questions = AUTHENTICATORS.iter().filter(|row| row.key == "security_question");
    questions.any(|row| List::all_of(demand).iter().all(|list| list.admits(row)))
}
