//! A condition on an IP zone without an address (Zones API: gateways and proxies are what an IP zone
//! consists of).

use super::{Check, Declaration};
use crate::export::{Export, HelperKind};
use crate::finding::{Findings, Severity};
use crate::json::Node;

pub(super) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Export(check)])
    .needing(&[HelperKind::NetworkZone]);

fn check<'d>(export: &Export<'d>, findings: &mut Findings<'d>) {
    let empty = export.resolved(HelperKind::NetworkZone).filter(|(_, zone)| is_empty(*zone));
    for (reference, zone) in empty {
        let message = format!(
            "network zone {} has no address, so no request comes from it",
            findings.name(reference.node)
        );
        findings
            .at(reference.node, message)
            .label(zone.field("name").unwrap_or(zone), "without gateways and proxies")
            .help("Add gateways to the zone, or remove it from the condition");
    }
}

/// Whether it says of itself that it has no address. Okta fills its own zones by itself, and an
/// export that left the lists out says nothing.
fn is_empty(zone: Node<'_>) -> bool {
    let is_system = zone.field("system").and_then(Node::as_bool) == Some(true);
    let has = |key| zone.field(key).is_some_and(Node::has_elements);
    zone.field("type").is_some_and(|kind| kind.is_str("IP"))
        && !is_system
        && zone.get("gateways").is_some()
        && !has("gateways")
        && !has("proxies")
}
