//! `ZONE` without a zone (Policy API, "Network Condition object": one of the arrays is required).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Conditions, Network};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Conditions(check)]);

fn check<'d>(conditions: &Conditions<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(network) = conditions.network.filter(Network::is_by_zone) else {
        return;
    };
    let zones = network.zones();
    if zones.are_readable() && zones.included().is_none() && zones.excluded().is_none() {
        let message = "connection is \"ZONE\", but neither include nor exclude names a zone";
        cx.report(network.node, message)
            .help("List the zones in include or in exclude, or set connection to \"ANYWHERE\"")
            .for_lack_of(["include", "exclude"]);
    }
}
