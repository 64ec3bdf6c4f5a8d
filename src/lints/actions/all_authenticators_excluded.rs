//! A constraint whose exclusions leave none of the authenticators that its other lists admit
//! (Policy API, "Constraints", `excludedAuthenticationMethods`).

use super::allowed_and_excluded::overlaps;
use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;
use crate::satisfiability::{List, Obstacle, Unsatisfiable, obstacle};
use crate::wording::series;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(method) = rule.verification_in_effect() else {
        return;
    };
    for demand in method.demands() {
        let Some(Obstacle::AllExcluded(excluded)) = obstacle(demand) else {
            continue;
        };
        // What both lists name is told of one by one.
        if !overlaps(demand).is_empty() {
            continue;
        }
        let lists = List::all_of(demand);
        let unsatisfiable = Unsatisfiable::of(rule).filter(|_| demand.is_required());
        let message = format!(
            "every {} authenticator that {} allows is excluded{}",
            demand.class.name(),
            series(lists.iter().map(|list| list.node.name()), "and"),
            Unsatisfiable::aftermath(unsatisfiable.as_ref())
        );
        let finding = cx.report(excluded, message);
        for list in &lists {
            finding.label(list.node, "nothing of this is left");
        }
        finding.help("Exclude less, or allow another authenticator");
    }
}
