//! In which zones an address is.

use std::net::IpAddr;

use crate::json::Node;
use crate::model::{AddressRange, Export, ResourceKind};
use crate::okta::Key;
use crate::reach::{Context, Facts, Membership, Truth};

/// What is known of an address.
#[derive(Debug, Default)]
pub(super) struct Located<'d> {
    /// The zones that hold it, or not; of others nobody knows.
    pub(super) context: Context,
    /// The zone for which Okta refuses the request before it looks at a policy.
    pub(super) blocked_by: Option<Node<'d>>,
    /// The zone that keeps Okta from that.
    pub(super) exempted_by: Option<Node<'d>>,
}

/// The zone whose addresses are not blocked (Okta's OpenAPI description, tag `NetworkZone`).
const EXEMPT: &str = "DefaultExemptIpZone";

/// Zones hold an address by their gateways; dynamic ones, inactive ones, and those of which the export
/// has two versions may hold it or not.
pub(super) fn located<'d>(address: IpAddr, export: &Export<'d>, facts: &Facts<'d>) -> Located<'d> {
    let zones: Vec<Zone<'d>> = export
        .resources
        .of_kind(ResourceKind::NetworkZone)
        .filter_map(|node| Zone::of(node, address, export))
        .collect();
    let is_hit = |zone: &&Zone<'d>| zone.holds == Truth::True;
    let mut context = Context::default();
    for zone in zones.iter().filter(|zone| zone.holds != Truth::Undefined) {
        context = context.knowing(Membership::Zone, &zone.id, zone.holds);
    }
    let is_in_use = |zone: &&Zone<'d>| facts.is_zone_in_use(&zone.id);
    let are_all_known = export.resources.are_whole(ResourceKind::NetworkZone);
    if zones.iter().filter(is_in_use).any(|zone| is_hit(&zone)) {
        context = context.knowing(Membership::Zone, Membership::ALL_ZONES, true);
    } else if are_all_known && zones.iter().all(|zone| zone.holds == Truth::False) {
        context = context.knowing(Membership::Zone, Membership::ALL_ZONES, false);
    }
    let is_exempt =
        |zone: &&Zone<'d>| zone.node.field(Key::NAME).is_some_and(|it| it.is_str(EXEMPT));
    let exempt = zones.iter().filter(is_exempt).find(is_hit);
    let blocking = zones.iter().filter(is_hit).find(|zone| zone.is_blocking());
    Located {
        context,
        blocked_by: blocking.filter(|_| exempt.is_none()).map(|zone| zone.node),
        exempted_by: exempt.filter(|_| blocking.is_some()).map(|zone| zone.node),
    }
}

struct Zone<'d> {
    id: String,
    node: Node<'d>,
    /// Whether it holds the address.
    holds: Truth,
}

impl<'d> Zone<'d> {
    fn of(node: Node<'d>, address: IpAddr, export: &Export<'d>) -> Option<Self> {
        let id = node.field(Key::ID)?.as_str()?.into_owned();
        let has_id = |other: Node<'d>| other.field(Key::ID).is_some_and(|it| it.is_str(&id));
        let is_doubled = export.resources.copies.iter().any(|copy| has_id(copy.node));
        let is = |key, text| node.field(key).is_some_and(|value| value.is_str(text));
        let is_sure = !is_doubled && is(Key::TYPE, "IP") && is(Key::STATUS, "ACTIVE");
        let holds = if is_sure { holds(node, address) } else { Truth::Undefined };
        Some(Self { id, node, holds })
    }

    fn is_blocking(&self) -> bool {
        self.node.field(Key::USAGE).is_some_and(|usage| usage.is_str("BLOCKLIST"))
    }
}

/// Okta goes by the last address of the request that is no proxy of the zone's (support, "How is Okta
/// evaluating my IP address while using an IP Zone in a policy"): of a proxy, nobody knows which that
/// is.
fn holds(zone: Node<'_>, address: IpAddr) -> Truth {
    match listed(zone, Key::PROXIES, address) {
        Truth::False => listed(zone, Key::GATEWAYS, address),
        Truth::True | Truth::Undefined => Truth::Undefined,
    }
}

/// Whether the address is in the list; unknown, where an entry cannot be read.
fn listed(zone: Node<'_>, list: Key, address: IpAddr) -> Truth {
    let address = AddressRange::of_address(address);
    let entries = zone.field(list).into_iter().flat_map(Node::elements);
    let held = entries.map(|entry| match AddressRange::of_entry(entry) {
        Some(Ok(range)) => Some(range.overlaps(&address)),
        Some(Err(_)) | None => None,
    });
    let held: Vec<Option<bool>> = held.collect();
    if held.contains(&Some(true)) {
        return Truth::True;
    }
    if held.contains(&None) { Truth::Undefined } else { Truth::False }
}
