//! `ALL_ZONES` beside other zones (Policy API, "Network Condition object": pass it as the only
//! element).

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Conditions, Network};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Conditions(check)]);

fn check<'d>(conditions: &Conditions<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(network) = conditions.network.filter(Network::is_by_zone) else {
        return;
    };
    for list in network.zones().both().into_iter().flatten() {
        let is_all = |zone: &Node<'d>| zone.is_str(Network::ALL_ZONES);
        let Some(all) = list.elements().find(is_all) else {
            continue;
        };
        let others = list.elements().filter(|zone| !is_all(zone)).count();
        if others > 0 {
            let zones = if others == 1 { "another zone" } else { "other zones" };
            cx.report(list, format!("{} has \"ALL_ZONES\" beside {zones}", list.name()))
                .label(all, "stands for every zone")
                .help("Keep \"ALL_ZONES\" alone, or name the zones that you mean");
        }
    }
}
