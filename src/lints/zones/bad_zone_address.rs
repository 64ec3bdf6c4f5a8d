//! An entry of a network zone that is not the address, the CIDR or the range that its type says
//! (OpenAPI description, `NetworkZoneAddress`).

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{AddressRange, ResourceKind};
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Error, &[Check::Resource(ResourceKind::NetworkZone, check)]);

fn check<'d>(zone: Node<'d>, cx: &mut Cx<'_, 'd>) {
    let lists = [Key::GATEWAYS, Key::PROXIES].into_iter().filter_map(|key| zone.field(key));
    for entry in lists.flat_map(Node::elements) {
        let (Some(Err(reason)), Some(value)) =
            (AddressRange::of_entry(entry), entry.field(Key::VALUE))
        else {
            continue;
        };
        let (example, kind) = match entry.field(Key::TYPE) {
            Some(kind) if kind.is_str("RANGE") => ("\"203.0.113.1-203.0.113.9\"", "a range"),
            _ => ("\"203.0.113.0/24\"", "a CIDR"),
        };
        cx.report(value, format!("{} {reason}; its type says that it is {kind}", value.brief()))
            .help(format!("Write {kind} such as {example}"));
    }
}
