//! A rule without which every sign-in would have the same outcome, since rules after it do the
//! same.

use super::report_undecided;
use crate::diagnostic::{Severity, Tier};
use crate::lints::{Check, Cx, Declaration};
use crate::reach::{Analysis, Names, Question};

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Info, &[Check::Reach(check)]).of_what_has_no_effect();

fn check<'d>(analysis: &Analysis<'_, 'd>, _names: &Names<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let competition = &analysis.competition;
    for (place, ranked) in competition.rules() {
        let Some(other) = analysis.redundant_with(place) else {
            continue;
        };
        let other = competition.rule(other).rule;
        let message = format!(
            "{} changes nothing: without it, rules after it, such as {}, would do the same",
            ranked.rule.title(),
            other.title(),
        );
        let finding = cx.report(ranked.rule.label(), message);
        finding
            .label(other.label(), "does the same")
            .help("Delete it, unless it is there for a change to come");
        // Who writes down what the catch-all does anyway may want to have it written.
        if other.system {
            finding.tier(Tier::Pedantic);
        }
    }
    report_undecided(analysis, Question::Redundant, "a rule changes nothing", cx);
}
