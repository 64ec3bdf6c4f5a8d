//! A rule without which every sign-in would have the same outcome, since rules after it do the
//! same.

use super::{Check, Declaration};
use crate::finding::{Findings, Severity, Tier};
use crate::reach::{Analysis, Names};

pub(super) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Reach(check)]);

fn check<'d>(analysis: &Analysis<'_, 'd>, _names: &Names<'_, 'd>, findings: &mut Findings<'d>) {
    let competition = &analysis.competition;
    if competition.kind.has_one_custom_rule() {
        return;
    }
    for (place, ranked) in competition.rules() {
        let Some(other) = analysis.redundant_with(place) else {
            continue;
        };
        // It was meant to change something, and comes too late for that (`deny-after-allow`).
        if !analysis.let_in(place).is_empty() {
            continue;
        }
        // Of two rules that do the same, the later is dead, and that is enough to say.
        if analysis.cover(other).is_some_and(|cover| cover.contains(&place)) {
            continue;
        }
        let other = competition.rule(other).rule;
        let message = format!(
            "{} changes nothing: without it, rules after it, such as {}, would do the same",
            ranked.rule.title(),
            other.title(),
        );
        let finding = findings.at(ranked.rule.label(), message);
        finding
            .label(other.label(), "does the same")
            .help("Delete it, unless it is there for a change to come");
        // Who writes down what the catch-all does anyway may want to have it written.
        if other.system {
            finding.tier(Tier::Pedantic);
        }
    }
}
