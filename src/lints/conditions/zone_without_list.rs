//! `ZONE` without a zone (Policy API, "Network Condition object": one of the arrays is required).

use crate::diagnostic::Severity;
use crate::export::Network;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Object(check)]);

fn check<'d>(object: Node<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(network) = Network::of(object).filter(Network::is_by_zone) else {
        return;
    };
    let zones = network.zones;
    if zones.are_readable() && zones.included().is_none() && zones.excluded().is_none() {
        let message = "connection is \"ZONE\", but neither include nor exclude names a zone";
        cx.report(network.node, message)
            .help("List the zones in include or in exclude, or set connection to \"ANYWHERE\"")
            .for_lack_of(["include", "exclude"]);
    }
}
