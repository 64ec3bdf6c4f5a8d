//! A simulation with both an address and zones (Policy API, "Access simulation" note: either `ip`
//! or `zones.ids`, not both).

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Simulation(check)]);

fn check<'d>(request: Node<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(context) = request.field(Key::POLICY_CONTEXT) else {
        return;
    };
    let has_ids = |zones: &Node<'d>| zones.field(Key::IDS).is_some_and(Node::has_elements);
    if let (Some(ip), Some(zones)) =
        (context.field(Key::IP), context.field(Key::ZONES).filter(has_ids))
    {
        cx.report(context, "policyContext has both ip and zones; Okta accepts one of them")
            .label(ip, "an address")
            .label(zones, "zones")
            .help("Keep ip to let Okta find the zones, zones to name them");
    }
}
