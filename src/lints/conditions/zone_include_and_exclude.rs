//! `ZONE` with both lists. Okta answers "You should either include or exclude network zones"
//! (articulate/terraform-provider-okta issue 236).

use crate::diagnostic::Severity;
use crate::export::Network;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Object(check)]);

fn check<'d>(object: Node<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(network) = Network::of(object).filter(Network::is_by_zone) else {
        return;
    };
    if let (Some(include), Some(exclude)) = (network.zones.included(), network.zones.excluded()) {
        cx.report(
            network.node,
            "network both includes and excludes zones; Okta accepts one or the other",
        )
        .label(include, "zones to include")
        .label(exclude, "zones to exclude")
        .help("Keep one list; to carve a zone out of another, put a rule for it above this one");
    }
}
