//! A setting of "keep me signed in" that has no effect (OpenAPI description, `KeepMeSignedIn`: the
//! frequency counts if the prompt is allowed; who is denied access sees no prompt).

use crate::diagnostic::{Safety, Severity};
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(action) = rule.action(Key::APP_SIGN_ON) else {
        return;
    };
    let [kept, access] = action.read([Key::KEEP_ME_SIGNED_IN, Key::ACCESS]);
    let Some(kept) = kept else {
        return;
    };
    let [Some(prompt), frequency] = kept.read([Key::POST_AUTH, Key::POST_AUTH_PROMPT_FREQUENCY])
    else {
        return;
    };
    if let Some(frequency) = frequency.filter(|_| prompt.is_str("NOT_ALLOWED")) {
        cx.report(frequency, "postAuthPromptFrequency has no effect: the prompt is not allowed")
            .label(prompt, "the prompt is never shown")
            .help("Remove postAuthPromptFrequency, or set postAuth to \"ALLOWED\"")
            .fix(Safety::Safe, "Remove postAuthPromptFrequency")
            .remove(frequency);
    }
    let denial = access.filter(|access| access.is_str("DENY"));
    if let Some(denial) = denial.filter(|_| prompt.is_str("ALLOWED")) {
        cx.report(
            prompt,
            "postAuth has no effect: the rule denies access, so nobody sees the prompt",
        )
        .severity(Severity::Info)
        .label(denial, "nobody gets to the prompt")
        .help("Set postAuth to \"NOT_ALLOWED\"")
        .fix(Safety::Safe, "Set postAuth to \"NOT_ALLOWED\"")
        .replace(prompt, "NOT_ALLOWED");
    }
}
