//! A simulation with both an address and zones (Policy API, "Access simulation" note: either `ip`
//! or `zones.ids`, not both).

use crate::finding::{Findings, Severity};
use crate::json::Node;
use crate::lints::{Check, Declaration};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Simulation(check)]);

fn check<'d>(request: Node<'d>, findings: &mut Findings<'d>) {
    let Some(context) = request.field("policyContext") else {
        return;
    };
    let has_ids = |zones: &Node<'d>| zones.field("ids").is_some_and(Node::has_elements);
    if let (Some(ip), Some(zones)) = (context.field("ip"), context.field("zones").filter(has_ids)) {
        findings
            .at(context, "policyContext has both ip and zones; Okta accepts one of them")
            .label(ip, "an address")
            .label(zones, "zones")
            .help("Keep ip to let Okta find the zones, zones to name them");
    }
}
