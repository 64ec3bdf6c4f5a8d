//! An empty list of clients or scopes: Okta stores it, but does not say what it means.

use super::{Check, Declaration};
use crate::finding::{Findings, Severity, Tier};
use crate::json::Node;

pub(super) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Object(check)]);

fn check<'d>(object: Node<'d>, findings: &mut Findings<'d>) {
    let empty = |condition| {
        let list = object.at(&["conditions", condition, "include"])?;
        (list.is_array() && !list.has_elements()).then_some(list)
    };
    if let Some(list) = empty("clients") {
        findings
            .at(
                list,
                "the policy names no clients; Okta does not say whether it is for all or none",
            )
            .help("Name the clients, or write \"ALL_CLIENTS\"");
    }
    if let Some(list) = empty("scopes") {
        findings
            .at(list, "the rule names no scopes; Okta does not say whether it matches all or none")
            .severity(Severity::Info)
            .tier(Tier::Pedantic)
            .help("Name the scopes, or write \"*\" for all");
    }
}
