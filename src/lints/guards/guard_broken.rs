//! A rule that breaks a guard: some sign-in surely gets in with less.

use super::{demand, report, rule};
use crate::diagnostic::Severity;
use crate::guard::{Breach, Held, Standing};
use crate::lints::{Check, Cx, Declaration};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Guard(check)]);

fn check<'d>(held: &Held<'d, 'd>, cx: &mut Cx<'_, 'd>) {
    for verdict in &held.verdicts {
        let Standing::Refuted(breaches) = &verdict.standing else { continue };
        for breach in breaches {
            let message = format!("{} {}", demand(held, breach), told(breach));
            let help =
                "Let the rule ask for more, or say with `when` which sign-ins the guard is about";
            report(held, breach, &message, cx).help(help);
        }
    }
}

fn told(breach: &Breach<'_>) -> String {
    let (rule, sign_in) = (rule(breach), &breach.sign_in);
    match &breach.proof {
        Some(proof) => {
            format!("but {rule} lets in, with {proof}, sign-ins such as {sign_in}")
        }
        None => format!("which {rule} does not meet for sign-ins such as {sign_in}"),
    }
}
