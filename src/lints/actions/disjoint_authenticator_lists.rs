//! Lists of a constraint that no authenticator is on together, such as type phone and method OTP.
//! An authenticator has to be on each list (Policy API, "Constraints": each property must be
//! satisfied).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::satisfiability::{Obstacle, UnmetDemand, Unsatisfiable};
use crate::wording::series;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::UnmetDemand(check)]);

fn check<'d>(unmet: &UnmetDemand<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    if let Obstacle::Disjoint(lists) = &unmet.obstacle
        && let Some((last, others)) = lists.split_last()
    {
        let named = lists.iter().map(|list| format!("{} {}", list.node.name(), list.titles()));
        let message = format!(
            "{} have no {} authenticator in common{}",
            series(named, "and"),
            unmet.demand.class.name(),
            Unsatisfiable::aftermath(unmet.consequence())
        );
        let finding = cx.report(last.node, message);
        for other in others {
            finding.label(other.node, "an authenticator has to be on this list, too");
        }
        finding.help("Remove one of the lists, or name authenticators that are on each");
    }
}
