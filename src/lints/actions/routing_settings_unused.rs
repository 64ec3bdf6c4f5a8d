//! Parts of a routing rule that have no effect: an id that its provider's type has no use for, and
//! providers beside Okta that are never offered (Policy API, "IdP Discovery Policy", note on `id`
//! and "Limitations").

use crate::diagnostic::{Safety, Severity};
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, Routing, is_provider_of};
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Info, &[Check::Rule(ids), Check::Rule(never_offered)]);

/// What these types stand for exists once in an org.
const WITHOUT_ID: [&str; 3] = ["OKTA", "AgentlessDSSO", "IWA"];

fn ids<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let providers = Routing::of(rule).into_iter().flat_map(|routing| routing.each_provider());
    for provider in providers.filter(|provider| is_provider_of(*provider, &WITHOUT_ID)) {
        if let (Some(kind), Some(id)) = (provider.field(Key::TYPE), provider.field(Key::ID)) {
            cx.report(id, format!("a provider of type {} needs no id", kind.brief()))
                .label(kind, "exists once in an org")
                .help("Remove the id, or set type to that of the identity provider with this id")
                .fix(Safety::Safe, "Remove the id")
                .remove(id);
        }
    }
}

fn never_offered<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let identifier = rule.conditions.user_identifier.and_then(|identifier| identifier.patterns());
    let Some(patterns) = identifier.filter(|patterns| patterns.has_elements()) else {
        return;
    };
    let providers = Routing::of(rule).into_iter().flat_map(|routing| routing.each_provider());
    let (okta, others): (Vec<_>, Vec<_>) =
        providers.partition(|provider| is_provider_of(*provider, &["OKTA"]));
    let (Some(okta), Some(first)) = (okta.first(), others.first()) else {
        return;
    };
    let (what, are) = if others.len() == 1 { ("provider", "is") } else { ("providers", "are") };
    let message = "with a user identifier, Okta handles the sign-in alone";
    cx.report(*first, format!("{message}, so the other {what} {are} never offered"))
        .label(*okta, "handles the sign-in")
        .label(patterns, "the user identifier")
        .help("Remove the provider \"OKTA\", the others, or the condition userIdentifier");
}
