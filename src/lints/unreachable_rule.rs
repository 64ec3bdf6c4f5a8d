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
        let is_of_other = |other: &&Place| other.policy != place.policy;
        let other_policy = cover.iter().find(is_of_other).map(|other| other.policy);
        let message = format!(
            "{} can never fire: {} already {} every sign-in{}",
            ranked.rule.title(),
            series(cover.iter().map(title), "and"),
            if cover.len() > 1 { "together match" } else { "matches" },
            competition.matched(place, other_policy.is_some(), names),
        );
        let finding = findings.at(ranked.rule.label(), message);
        finding.remark("never the first to match");
        for other in cover {
            let matched = competition.matched(*other, is_of_other(&other), names);
            let label = competition.rule(*other).rule.label();
            finding.label(label, format!("matches every sign-in{matched}"));
        }
        let them = if cover.len() > 1 { "those rules" } else { "that rule" };
        let moved = match other_policy {
            None => format!("Move it above {them}, narrow"),
            // Only the order of the policies puts it before a rule of another policy.
            Some(other) => competition.moved_before(place.policy, other),
        };
        finding.help(format!("{moved} {them}, or delete it"));
    }
}
