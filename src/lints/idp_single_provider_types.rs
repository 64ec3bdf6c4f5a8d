//! Several providers of a type that a routing rule may have once (Policy API, "Limitations" of IdP
//! discovery: one provider for each of `AgentlessDSSO`, `IWA`, `X509`).

use super::{Check, Declaration};
use crate::export::PolicyRule;
use crate::finding::{Findings, Severity};
use crate::json::Node;

pub(super) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

const SINGLE: [&str; 3] = ["AgentlessDSSO", "IWA", "X509"];

fn check<'d>(rule: &PolicyRule<'d>, findings: &mut Findings<'d>) {
    let providers = rule.action("idp").and_then(|idp| idp.field("providers"));
    for kind in SINGLE {
        let is_kind =
            |provider: &Node<'d>| provider.field("type").is_some_and(|named| named.is_str(kind));
        let mut of_kind = providers.into_iter().flat_map(Node::elements).filter(is_kind);
        let Some(first) = of_kind.next() else {
            continue;
        };
        for other in of_kind {
            findings
                .at(other, format!("the rule has another provider of type {kind}; Okta takes one"))
                .label(first, "the first")
                .help("Keep one, or route to the others by rules of their own");
        }
    }
}
