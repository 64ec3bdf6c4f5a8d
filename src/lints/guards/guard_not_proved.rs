//! A rule of which nobody knows whether it breaks a guard.

use super::{guard, report, rule};
use crate::diagnostic::Severity;
use crate::guard::{Held, Standing};
use crate::lints::{Check, Cx, Declaration};
use crate::wording::series;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Guard(check)]);

fn check<'d>(held: &Held<'d, 'd>, cx: &mut Cx<'_, 'd>) {
    for verdict in &held.verdicts {
        let Standing::NotProved(breaches) = &verdict.standing else { continue };
        for breach in breaches {
            let why = series(breach.why.iter().cloned(), "and");
            let message = format!(
                "{} may break {}, since {why}, for sign-ins such as {}",
                rule(breach),
                guard(held),
                breach.sign_in
            );
            let help = "Let the rule ask for what is demanded in any case, or state what is known with `[[assume]]`";
            report(held, breach, &message, cx).help(help);
        }
    }
}
