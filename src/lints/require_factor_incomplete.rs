//! `requireFactor` without what it needs (Policy API, "Signon Action object": `factorPromptMode` is
//! required with it, and `factorLifetime` with the mode `SESSION`).

use super::{Check, Declaration};
use crate::export::PolicyRule;
use crate::finding::{Findings, Severity};

pub(super) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, findings: &mut Findings<'d>) {
    let Some(signon) = rule.action("signon") else {
        return;
    };
    let is_denied = signon.field("access").is_some_and(|access| access.is_str("DENY"));
    let required = signon.field("requireFactor");
    let Some(required) = required.filter(|required| required.as_bool() == Some(true)) else {
        return;
    };
    if is_denied {
        return;
    }
    match signon.field("factorPromptMode") {
        None => {
            findings
                .at(signon, "requireFactor is true, but factorPromptMode is missing")
                .label(required, "asks for a second factor")
                .help("Set factorPromptMode to \"ALWAYS\", \"SESSION\" or \"DEVICE\"");
        }
        Some(mode) if mode.is_str("SESSION") && signon.field("factorLifetime").is_none() => {
            findings
                .at(signon, "factorPromptMode is \"SESSION\", but factorLifetime is missing")
                .label(mode, "asks again after factorLifetime minutes")
                .help("Set factorLifetime to the minutes after which Okta asks again");
        }
        Some(_) => {}
    }
}
