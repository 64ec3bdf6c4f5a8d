//! Lists of a constraint that no authenticator is on together, such as type phone and method OTP.
//! An authenticator has to be on each list (Policy API, "Constraints": each property must be
//! satisfied).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;
use crate::satisfiability::{Obstacle, Unsatisfiable, obstacle};
use crate::wording::series;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(method) = rule.verification_in_effect() else {
        return;
    };
    for demand in method.demands() {
        let Some(Obstacle::Disjoint(lists)) = obstacle(demand) else {
            continue;
        };
        let Some((last, others)) = lists.split_last() else {
            continue;
        };
        let unsatisfiable = Unsatisfiable::of(rule).filter(|_| demand.is_required());
        let named = lists.iter().map(|list| format!("{} {}", list.node.name(), list.titles()));
        let message = format!(
            "{} have no {} authenticator in common{}",
            series(named, "and"),
            demand.class.name(),
            Unsatisfiable::aftermath(unsatisfiable.as_ref())
        );
        let finding = cx.report(last.node, message);
        for other in others {
            finding.label(other.node, "an authenticator has to be on this list, too");
        }
        finding.help("Remove one of the lists, or name authenticators that are on each");
    }
}
