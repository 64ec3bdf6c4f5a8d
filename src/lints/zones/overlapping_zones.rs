//! Two IP zones that conditions name and that share addresses: a request can be in both (help
//! center, "Network zones").

use std::collections::HashSet;

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{AddressRange, Export, Network, ResourceKind};
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Info, &[Check::Export(check)]).needing(&[ResourceKind::NetworkZone]);

/// Addresses of one zone.
struct Gateway<'d> {
    zone: usize,
    entry: Node<'d>,
    range: AddressRange,
}

fn check<'d>(export: &Export<'d>, cx: &mut Cx<'_, 'd>) {
    let zones = zones_in_conditions(export);
    let mut gateways: Vec<Gateway<'d>> = zones.iter().enumerate().flat_map(gateways).collect();
    gateways.sort_by_key(|gateway| gateway.range.start());
    let mut reported = HashSet::new();
    // Those that reach as far as the addresses at hand; what ends before them meets none after.
    let mut open: Vec<&Gateway<'d>> = Vec::new();
    for gateway in &gateways {
        open.retain(|earlier| earlier.range.overlaps(&gateway.range));
        for earlier in open.iter().filter(|earlier| earlier.zone != gateway.zone) {
            let (one, other) = (gateway.zone.min(earlier.zone), gateway.zone.max(earlier.zone));
            if reported.insert((one, other)) {
                report(&zones, earlier, gateway, cx);
            }
        }
        open.push(gateway);
    }
}

/// The active IP zones that conditions of policies or rules name, in document order. A blocklist
/// zone is none of them: its requests meet no condition.
fn zones_in_conditions<'d>(export: &Export<'d>) -> Vec<Node<'d>> {
    let policies = export.policies.iter().map(|policy| &policy.conditions);
    let conditions = policies.chain(export.rules().map(|rule| &rule.conditions));
    let networks = conditions.filter_map(|it| it.network).filter(Network::is_by_zone);
    let lists = networks.flat_map(|network| network.zones().both());
    let named: HashSet<_> = lists.flatten().flat_map(Node::strings).collect();
    let is_named = |zone: &Node<'d>| {
        let id = zone.field(Key::ID).and_then(Node::as_str);
        id.is_some_and(|id| named.contains(&id))
    };
    let says = |zone: &Node<'d>, key, value| zone.field(key).is_some_and(|it| it.is_str(value));
    let zones = export.resources.of_kind(ResourceKind::NetworkZone);
    zones
        .filter(|zone| !says(zone, Key::STATUS, "INACTIVE") && !says(zone, Key::USAGE, "BLOCKLIST"))
        .filter(is_named)
        .collect()
}

fn gateways<'d>((zone, node): (usize, &Node<'d>)) -> impl Iterator<Item = Gateway<'d>> + use<'d> {
    let entries = node.field(Key::GATEWAYS).into_iter().flat_map(Node::elements);
    entries.filter_map(move |entry| {
        let range = AddressRange::of_entry(entry)?.ok()?;
        Some(Gateway { zone, entry, range })
    })
}

fn report<'d>(zones: &[Node<'d>], one: &Gateway<'d>, other: &Gateway<'d>, cx: &mut Cx<'_, 'd>) {
    let (first, second) = if one.zone < other.zone { (one, other) } else { (other, one) };
    let said = |gateway: &Gateway<'d>| {
        let name = zones[gateway.zone].field(Key::NAME).map_or("?".to_owned(), Node::brief);
        let addresses = gateway.entry.field(Key::VALUE).and_then(Node::as_str).unwrap_or_default();
        format!("{addresses} of zone {name}")
    };
    let message = format!(
        "{} and {} overlap; a request from there is in both zones",
        said(second),
        said(first)
    );
    cx.report(second.entry, message).label(first.entry, "the other zone").help(
        "Put rules for the smaller zone first, or take the addresses out of one of the zones",
    );
}
