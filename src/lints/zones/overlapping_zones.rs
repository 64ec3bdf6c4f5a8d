//! Two IP zones that conditions name and that share addresses: a request can be in both (help
//! center, "Network zones").

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashSet};

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration, Excerpt};
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

/// Zones that a finding speaks of beside its own: of many that overlap, nobody needs all pairs.
const MOST_OTHERS: usize = 50;

fn check<'d>(Excerpt { export, .. }: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let zones = zones_in_conditions(export);
    let mut gateways: Vec<Gateway<'d>> = zones.iter().enumerate().flat_map(gateways).collect();
    gateways.sort_by_key(|gateway| gateway.range.start());
    let mut pairs = Pairs { told: HashSet::new(), counts: vec![0; zones.len()] };
    let mut open = Open::default();
    for gateway in &gateways {
        open.close_before(gateway);
        let mut others = pairs.untold(gateway.zone, &open);
        if !others.is_empty() {
            others.sort_by_key(|other| other.zone);
            let count = open.zones.keys().filter(|zone| **zone != gateway.zone).count();
            report(&zones, gateway, &others, count, cx);
        }
        open.add(gateway);
    }
}

/// Where a gateway ends, its zone, and where it stands among all.
type End = ((bool, u128), usize, usize);

/// Those gateways that reach as far as the addresses at hand; what ends before them meets none after.
#[derive(Default)]
struct Open<'g, 'd> {
    /// The next that ends first.
    ends: BinaryHeap<Reverse<End>>,
    /// By zone: where they stand in `all`.
    zones: BTreeMap<usize, BTreeSet<usize>>,
    all: Vec<&'g Gateway<'d>>,
}

impl<'g, 'd> Open<'g, 'd> {
    fn close_before(&mut self, next: &Gateway<'d>) {
        while let Some(Reverse((_, zone, place))) = self.ends.peek().copied() {
            if self.all[place].range.overlaps(&next.range) {
                break;
            }
            self.ends.pop();
            let of_zone = self.zones.entry(zone).or_default();
            of_zone.remove(&place);
            if of_zone.is_empty() {
                self.zones.remove(&zone);
            }
        }
    }

    fn add(&mut self, gateway: &'g Gateway<'d>) {
        let place = self.all.len();
        self.all.push(gateway);
        self.ends.push(Reverse((gateway.range.end(), gateway.zone, place)));
        self.zones.entry(gateway.zone).or_default().insert(place);
    }
}

/// The pairs of zones that are told already.
struct Pairs {
    told: HashSet<(usize, usize)>,
    /// Of how many others is told for a zone.
    counts: Vec<usize>,
}

impl Pairs {
    /// A gateway of each open zone that is not told to overlap this one, up to a bound: then enough is
    /// told of the zone.
    fn untold<'g, 'd>(&mut self, zone: usize, open: &Open<'g, 'd>) -> Vec<&'g Gateway<'d>> {
        let mut untold = Vec::new();
        if self.counts[zone] >= MOST_OTHERS {
            return untold;
        }
        let others = open.zones.iter().filter(|(other, _)| **other != zone);
        for (n, (&other, places)) in others.enumerate() {
            if self.counts[zone] >= MOST_OTHERS || n >= 2 * MOST_OTHERS {
                self.counts[zone] = MOST_OTHERS;
                break;
            }
            if self.told.insert((zone.min(other), zone.max(other))) {
                self.counts[zone] += 1;
                untold.extend(places.first().map(|place| open.all[*place]));
            }
        }
        untold
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

fn report<'d>(
    zones: &[Node<'d>],
    gateway: &Gateway<'d>,
    others: &[&Gateway<'d>],
    count: usize,
    cx: &mut Cx<'_, 'd>,
) {
    let said = |gateway: &Gateway<'d>| {
        let name = zones[gateway.zone].field(Key::NAME).map_or("?".to_owned(), Node::brief);
        let addresses = gateway.entry.field(Key::VALUE).and_then(Node::as_str).unwrap_or_default();
        format!("{addresses} of zone {name}")
    };
    let finding = match others {
        [other] => {
            let (first, second) =
                if gateway.zone < other.zone { (gateway, *other) } else { (*other, gateway) };
            let message = format!(
                "{} and {} overlap; a request from there is in both zones",
                said(second),
                said(first)
            );
            cx.report(second.entry, message).label(first.entry, "the other zone")
        }
        _ => {
            let message = format!(
                "{} and addresses of {count} other zones overlap; a request from there is in \
                 several zones",
                said(gateway),
            );
            let finding = cx.report(gateway.entry, message);
            for other in others {
                finding.label(other.entry, "another zone");
            }
            finding
        }
    };
    finding.about_all().help(
        "Put rules for the smaller zone first, or take the addresses out of one of the zones",
    );
}
