//! Two rules of one policy with the same conditions, the same priority and different actions: only
//! one of them can take effect, and nobody knows which (Policy API, "Policy evaluation").

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::okta::Key;
use crate::reach::{Analysis, Names};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Reach(check)]);

fn check<'d>(analysis: &Analysis<'_, 'd>, _names: &Names<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let competition = &analysis.competition;
    for (place, ranked) in competition.rules() {
        let Some(other) = analysis.same_conditions(place) else {
            continue;
        };
        let other = competition.rule(other);
        // Of two turns, the later is dead, and that says so (`unreachable-rule`).
        if other.turn != ranked.turn || analysis.cover(place).is_some() {
            continue;
        }
        let message = format!(
            "{} and {} have the same conditions and the same priority, but different actions; which \
             of them takes effect is not known",
            other.rule.title(),
            ranked.rule.title(),
        );
        let actions = |rule: &crate::model::PolicyRule<'d>| {
            rule.node.field(Key::ACTIONS).unwrap_or(rule.node)
        };
        cx.report(actions(ranked.rule), message)
            .label(other.rule.label(), "the same conditions")
            .about_all()
            .help("Decide what should happen and delete the other rule");
    }
}
