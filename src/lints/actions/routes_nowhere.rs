//! A routing rule without any identity provider to route to (Policy API, "Policy Action object":
//! `providers` lists what a rule can route to).

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, Routing};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(routing) = Routing::of(rule).filter(Routing::is_specific) else {
        return;
    };
    let is_empty = |list: &Node<'_>| list.is_array() && !list.has_elements();
    if let Some(providers) = routing.providers.filter(is_empty) {
        cx.report(
            providers,
            format!("{} matches sign-ins, but names no identity provider", rule.title()),
        )
        .help("Add an identity provider, such as one of type \"OKTA\" for Okta itself");
    }
}
