//! A rule that can never be the first match (Policy API, "Policy evaluation": the first rule that
//! matches wins).

use super::{Check, Declaration};
use crate::finding::{Findings, Severity};
use crate::reach::{Analysis, Names, Place};
use crate::wording::series;

pub(super) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Reach(check)]);

fn check<'d>(analysis: &Analysis<'_, 'd>, names: &Names<'_, 'd>, findings: &mut Findings<'d>) {
    let competition = &analysis.competition;
    for (place, ranked) in competition.rules() {
        if analysis.is_undecided(place) {
            let message = format!(
                "it is not decided whether {} can ever fire: there are too many combinations of \
                 conditions to go through",
                ranked.rule.title()
            );
            findings.at(ranked.rule.label(), message).severity(Severity::Info).help(
                "Simplify the expressions of this rule and of those before it to have it decided",
            );
            continue;
        }
        // Where no sign-in gets to the policy, that is what there is to say.
        let is_policy_unreachable = analysis.policy_cover(place.policy).is_some();
        let cover = match is_policy_unreachable {
            true => analysis.cover_in_policy(place),
            false => analysis.cover(place),
        };
        let Some(cover) = cover.filter(|_| !ranked.rule.system) else {
            continue;
        };
        let title = |other: &Place| competition.title(*other, place);
        let takers = series(cover.iter().map(title), "and");
        let together = if cover.len() > 1 { " together" } else { "" };
        let message = format!(
            "{} can never fire: every sign-in{} is already taken by {takers}{together}",
            ranked.rule.title(),
            ranked.matched(names),
        );
        let finding = findings.at(ranked.rule.label(), message);
        finding.remark("never the first to match");
        for other in cover {
            let taker = competition.rule(*other);
            finding
                .label(taker.rule.label(), format!("takes every sign-in{}", taker.matched(names)));
        }
        let them = if cover.len() > 1 { "those rules" } else { "that rule" };
        finding.help(format!("Move it above {them}, narrow {them}, or delete it"));
    }
}
