//! `ZONE` with both lists. Okta answers "You should either include or exclude network zones"
//! (articulate/terraform-provider-okta issue 236).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Conditions, Network};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Conditions(check)]);

fn check<'d>(conditions: &Conditions<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(network) = conditions.network.filter(Network::is_by_zone) else {
        return;
    };
    if let (Some(include), Some(exclude)) = (network.zones().included(), network.zones().excluded())
    {
        cx.report(
            network.node,
            "network both includes and excludes zones; Okta accepts one or the other",
        )
        .label(include, "zones to include")
        .label(exclude, "zones to exclude")
        .help("Keep one list; to carve a zone out of another, put a rule for it above this one");
    }
}
