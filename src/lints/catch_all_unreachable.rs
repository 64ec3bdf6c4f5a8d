//! A default or catch-all rule that never takes effect, since rules before it take everything
//! (guide "Policy and rule prioritization"). It cannot be removed, so this is only good to know.

use super::{Check, Declaration};
use crate::finding::{Findings, Severity};
use crate::reach::{Analysis, Names, Place};
use crate::wording::series;

pub(super) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Reach(check)]);

fn check<'d>(analysis: &Analysis<'_, 'd>, names: &Names<'_, 'd>, findings: &mut Findings<'d>) {
    let competition = &analysis.competition;
    // Such as the rule of a profile enrollment policy, which has no conditions.
    if competition.kind.has_one_custom_rule() {
        return;
    }
    for (place, ranked) in competition.rules().filter(|(_, ranked)| ranked.rule.system) {
        let Some(cover) = analysis.cover(place) else {
            continue;
        };
        let title = |other: &Place| competition.title(*other, place);
        let message = format!(
            "{} never takes effect: every sign-in is already taken by {}",
            ranked.rule.title(),
            series(cover.iter().map(title), "and"),
        );
        let finding = findings.at(ranked.rule.label(), message);
        for other in cover {
            let taker = competition.rule(*other);
            finding
                .label(taker.rule.label(), format!("takes every sign-in{}", taker.matched(names)));
        }
        finding.help("Give the last custom rule a condition if this rule is meant to decide");
    }
}
