//! A constraint whose exclusions leave none of the authenticators that its other lists admit
//! (Policy API, "Constraints", `excludedAuthenticationMethods`).

use super::allowed_and_excluded::overlaps;
use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::satisfiability::{List, Obstacle, UnmetDemand, Unsatisfiable};
use crate::wording::series;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::UnmetDemand(check)]);

fn check<'d>(unmet: &UnmetDemand<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let demand = unmet.demand;
    // What both lists name is told of one by one.
    if let Obstacle::AllExcluded(excluded) = unmet.obstacle
        && overlaps(demand).is_empty()
    {
        let lists = List::all_of(demand);
        let message = format!(
            "every {} authenticator that {} allows is excluded{}",
            demand.class.name(),
            series(lists.iter().map(|list| list.node.name()), "and"),
            Unsatisfiable::aftermath(unmet.consequence())
        );
        let finding = cx.report(excluded, message);
        for list in &lists {
            finding.label(list.node, "nothing of this is left");
        }
        finding.help("Exclude less, or allow another authenticator");
    }
}
