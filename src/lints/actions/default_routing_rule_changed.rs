//! A default routing rule that does not route to Okta (Policy API, "IdP Discovery Policy": an
//! immutable default rule routes to the org's sign-in page).

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, Routing, is_provider_of};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(routing) = Routing::of(rule).filter(|_| rule.system) else {
        return;
    };
    let is_dynamic = |selection: &Node<'d>| selection.is_str("DYNAMIC");
    let mut providers = routing.each_provider();
    let elsewhere = providers.find(|provider| !is_provider_of(*provider, &["OKTA"]));
    if let Some(changed) = elsewhere.or_else(|| routing.selection.filter(is_dynamic)) {
        cx.report(changed, "the default routing rule routes elsewhere than to Okta")
            .help("Route by a rule above it, and leave the default to the provider \"OKTA\"");
    }
}
