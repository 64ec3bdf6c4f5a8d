//! How users get in: sessions, identity providers, tokens.

use super::authenticators;
use super::time::minutes;
use crate::outcome::Said;
use crate::outcome::actions::{
    Challenge, Criterion, Factor, FactorStep, Provider, Routing, SignOn, Tokens,
};
use crate::reach::Names;
use crate::wording::{printable, series};

/// Policy API, "Signon Action object".
pub(super) fn sign_on(action: &SignOn<'_>) -> String {
    let mut words = match action.access.text() {
        Some("CHALLENGE") => challenge(action.challenge.value().map(|one| &one.value)),
        Some("ALLOW") => "allow".to_owned(),
        _ => return super::unless_allowed(&action.access).unwrap_or_default(),
    };
    match action.primary_factor.text() {
        Some("PASSWORD_IDP") => words.push_str(" with password or IdP"),
        Some("PASSWORD_IDP_ANY_FACTOR") => words.push_str(" with any factor"),
        _ => {}
    }
    if action.require_factor.is_true() {
        words.push_str(if words == "allow" { " with" } else { " and" });
        words.push_str(" a second factor");
        let lifetime = action.factor_lifetime.value().map(|lifetime| minutes(*lifetime));
        match (action.factor_prompt_mode.text(), lifetime) {
            (Some("ALWAYS"), _) => words.push_str(" every time"),
            (Some("DEVICE"), _) => words.push_str(" once per device"),
            (Some("SESSION"), None) => words.push_str(" once per session"),
            (Some("SESSION"), Some(lifetime)) => {
                words.push_str(&format!(" (again after {lifetime})"));
            }
            _ => {}
        }
    }
    let Some(session) = action.session.value() else {
        return words;
    };
    match session.max_lifetime_minutes.value() {
        Some(0) => words.push_str(", for a session without end"),
        Some(lifetime) => words.push_str(&format!(", for {}", minutes(*lifetime))),
        None => {}
    }
    if let Some(idle) = session.max_idle_minutes.value() {
        words.push_str(&format!(", ended after {} idle", minutes(*idle)));
    }
    if session.uses_persistent_cookie.is_true() {
        words.push_str(", kept when the browser closes");
    }
    words
}

/// Factor sequencing in Classic Engine (Terraform provider, `okta_policy_rule_signon`): chains,
/// each of steps that accept one of several factors.
fn challenge(challenge: Option<&Challenge<'_>>) -> String {
    let factor = |factor: &Factor<'_>| factor.kind.text().map(authenticators::kind);
    let step = |step: &FactorStep<'_>| series(step.criteria.values().filter_map(factor), "or");
    let chain = |chain: &FactorStep<'_>| {
        let steps = chain.steps().map(|one| one.map(step).unwrap_or_default());
        steps.collect::<Vec<_>>().join(", then ")
    };
    let chains = challenge.into_iter().flat_map(|challenge| challenge.chains.elements());
    let chains = chains.map(|one| one.value().map(chain).unwrap_or_default());
    match chains.collect::<Vec<_>>().join("; or ") {
        none if none.is_empty() => "ask for a sequence of factors".to_owned(),
        chains => format!("ask for a sequence of factors ({chains})"),
    }
}

/// Policy API, "IdP Discovery Policy".
pub(super) fn routing(action: &Routing<'_>, names: &Names<'_, '_>) -> String {
    if action.selection.is("DYNAMIC") {
        let criterion = |criterion: &Criterion<'_>| {
            format!(
                "{} is `{}`",
                printable(criterion.property.text().unwrap_or_default()),
                printable(criterion.expression.text().unwrap_or_default())
            )
        };
        let criteria = action.criteria.elements().iter();
        let criteria = criteria.map(|one| match one {
            Said::Value(one) => criterion(one),
            Said::Nothing | Said::Other(_) => criterion(&Criterion::default()),
        });
        let criteria = series(criteria, "or");
        return format!("sign in at the provider whose {criteria}");
    }
    let providers = action.providers.elements().iter();
    let providers = providers.map(|one| match one {
        Said::Value(one) => provider(one, names),
        Said::Nothing | Said::Other(_) => provider(&Provider::default(), names),
    });
    let providers = series(providers, "or");
    if providers.is_empty() {
        return "sign in at no provider that the file names".to_owned();
    }
    format!("sign in at {providers}")
}

fn provider(provider: &Provider<'_>, names: &Names<'_, '_>) -> String {
    let name = provider.name.value().and_then(|name| name.0.as_deref());
    match (name, provider.id.text(), provider.kind.text()) {
        (Some(name), ..) => format!("\"{}\"", printable(name)),
        (None, Some(id), _) => names.of(id),
        (None, None, Some("OKTA")) => "Okta".to_owned(),
        (None, None, Some("AgentlessDSSO")) => "agentless desktop single sign-on".to_owned(),
        (None, None, Some("X509")) => "a smart card provider".to_owned(),
        (None, None, kind) => printable(kind.unwrap_or("a provider without a type")),
    }
}

/// Authorization servers API, "Token object".
pub(super) fn tokens(action: &Tokens<'_>, names: &Names<'_, '_>) -> String {
    let mut words = match action.access_minutes.value() {
        Some(lifetime) => format!("access tokens for {}", minutes(*lifetime)),
        None => "access tokens".to_owned(),
    };
    match action.refresh_minutes.value() {
        Some(0) => words.push_str(", refresh tokens without end"),
        Some(lifetime) => words.push_str(&format!(", refresh tokens for {}", minutes(*lifetime))),
        None => {}
    }
    match action.refresh_window_minutes.value() {
        None => {}
        Some(window) if words.contains("refresh") => {
            words.push_str(&format!(" unless unused for {}", minutes(*window)));
        }
        Some(window) => {
            words.push_str(&format!(", refresh tokens unless unused for {}", minutes(*window)));
        }
    }
    let hook = action.inline_hook.value().and_then(|hook| hook.id.text());
    if let Some(hook) = hook {
        words.push_str(&format!(", changed by inline hook {}", names.of(hook)));
    }
    words
}
