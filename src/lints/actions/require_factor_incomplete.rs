//! `requireFactor` without what it needs (Policy API, "Signon Action object": `factorPromptMode` is
//! required with it, and so is `factorLifetime`, which has a meaning with the mode `SESSION` only).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, SignOn};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(signon) = SignOn::of(rule).filter(|signon| signon.access("DENY").is_none()) else {
        return;
    };
    let Some(required) = signon.required_factor() else {
        return;
    };
    let lifetime = signon.node.field(Key::FACTOR_LIFETIME);
    let has_lifetime = lifetime.is_some();
    let none = lifetime.filter(|lifetime| lifetime.said_i64() == Some(0));
    match signon.node.field(Key::FACTOR_PROMPT_MODE) {
        None => {
            cx.report(signon.node, "requireFactor is true, but factorPromptMode is missing")
                .label(required, "asks for a second factor")
                .help("Set factorPromptMode to \"ALWAYS\", \"SESSION\" or \"DEVICE\"")
                .for_lack_of(["factorPromptMode"]);
        }
        Some(mode) if mode.is_str("SESSION") && !has_lifetime => {
            cx.report(
                signon.node,
                "factorPromptMode is \"SESSION\", but factorLifetime is missing",
            )
            .label(mode, "asks again after factorLifetime minutes")
            .help("Set factorLifetime to the minutes after which Okta asks again")
            .for_lack_of(["factorLifetime"]);
        }
        Some(mode) if mode.is_str("SESSION") && none.is_some() => {
            cx.report(
                none.unwrap_or(mode),
                "factorLifetime is 0, and when Okta asks again then is not documented",
            )
            .severity(Severity::Info)
            .label(mode, "asks again after factorLifetime minutes")
            .help(
                "Set factorLifetime to some minutes, or factorPromptMode to \"ALWAYS\" to ask \
                     at every sign-in",
            );
        }
        // What Okta returned without it, Okta has accepted.
        Some(_) if !has_lifetime && rule.id().is_none() => {
            cx.report(signon.node, "requireFactor is true, but factorLifetime is missing")
                .severity(Severity::Info)
                .label(required, "documented to require it")
                .help("Set factorLifetime to some minutes, as Okta's reference asks for it")
                .for_lack_of(["factorLifetime"]);
        }
        Some(_) => {}
    }
}
