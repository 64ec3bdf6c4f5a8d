//! Several providers of a type that a routing rule may have once (Policy API, "Limitations" of IdP
//! discovery: one provider for each of `AgentlessDSSO`, `IWA`, `X509`).

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, Routing, is_provider_of};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(routing) = Routing::of(rule) else {
        return;
    };
    for kind in Routing::SINGLE_TYPES {
        let is_kind = |provider: &Node<'d>| is_provider_of(*provider, &[kind]);
        let mut of_kind = routing.each_provider().filter(is_kind);
        let Some(first) = of_kind.next() else {
            continue;
        };
        for other in of_kind {
            cx.report(
                other,
                format!("the rule has another provider of type {kind}; Okta accepts one"),
            )
            .label(first, "the first")
            .help("Keep one, or route to the others by rules of their own");
        }
    }
}
