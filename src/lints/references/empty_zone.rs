//! A condition on an IP zone without an address (Zones API: gateways and proxies are what an IP zone
//! consists of).

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::{Export, Policy, ResourceKind};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Export(check)])
    .needing(&[ResourceKind::NetworkZone]);

fn check<'d>(excerpt: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let zones = excerpt.resolved(ResourceKind::NetworkZone);
    for (reference, zone) in zones.filter(|(_, zone)| is_empty(*zone)) {
        // Okta's own policies ask for the legacy zone, filled or not; that matters once apps do.
        if is_legacy(zone) && !is_in_use(excerpt.export, reference.node) {
            continue;
        }
        let message = format!(
            "network zone {} has no address, so no request comes from it",
            cx.name(reference.node)
        );
        cx.report(reference.node, message)
            .label(zone.field(Key::NAME).unwrap_or(zone), "without gateways and proxies")
            .help("Add gateways to the zone, or remove it from the condition");
    }
}

/// Whether what holds the node may decide anything: not a policy for apps that none is mapped to.
fn is_in_use(export: &Export<'_>, node: Node<'_>) -> bool {
    let owners: Vec<_> = std::iter::successors(Some(node), |node| node.parent()).collect();
    let holds = |policy: &&Policy<'_>| policy.rules.iter().any(|rule| owners.contains(&rule.node));
    let Some(policy) = export.policies.iter().find(holds).filter(|policy| policy.is_for_apps())
    else {
        return true;
    };
    export.access_policy_links().any(|link| policy.id().is_some_and(|id| *id == link.policy))
}

fn is_legacy(zone: Node<'_>) -> bool {
    zone.field(Key::NAME).is_some_and(|name| name.is_str("LegacyIpZone"))
}

/// Whether it says of itself that it has no address. Okta fills its own zones by itself, but for the
/// one that admins are to fill; and an export that left the lists out says nothing.
fn is_empty(zone: Node<'_>) -> bool {
    let is_system =
        zone.field(Key::SYSTEM).and_then(Node::as_bool) == Some(true) && !is_legacy(zone);
    // What cannot be read may name some.
    let has = |key| zone.field(key).is_some_and(|list| !list.is_array() || list.has_elements());
    zone.field(Key::TYPE).is_some_and(|kind| kind.is_str("IP"))
        && !is_system
        && zone.get(Key::GATEWAYS).is_some()
        && !has(Key::GATEWAYS)
        && !has(Key::PROXIES)
}
