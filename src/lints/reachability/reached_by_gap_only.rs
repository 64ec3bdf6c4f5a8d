//! A rule that is only reached by sign-ins of which Okta does not know what it usually knows, since
//! rules before it take all others (Policy API, "Policy evaluation": the first rule that matches
//! wins).

use super::report_undecided;
use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::reach::{Analysis, Gap, Names, Question, RuleIndex};
use crate::wording::series;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Reach(check)]);

fn check<'d>(analysis: &Analysis<'_, 'd>, names: &Names<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let competition = &analysis.competition;
    for (place, ranked) in competition.rules() {
        let Some(reached) = analysis.reached_by_gap(place) else {
            continue;
        };
        let is_of_other = |other: &&RuleIndex| other.policy != place.policy;
        let is_across_policies = reached.cover.iter().any(|other| is_of_other(&other));
        let message = format!(
            "{} is only reached by sign-ins {}: {} every other sign-in{}",
            ranked.rule.title(),
            series(reached.gaps.iter().map(|gap| Gap::words(*gap).to_owned()), "or"),
            competition.already_match(&reached.cover, place),
            competition.matched(place, is_across_policies, names),
        );
        let finding = cx.report(ranked.rule.label(), message);
        finding.primary_label("rarely the first to match");
        for other in &reached.cover {
            let matched = competition.matched(*other, is_of_other(&other), names);
            let label = competition.rule(*other).rule.label();
            finding.label(label, format!("matches every sign-in{matched}"));
        }
        let moved = competition.moved_before_cover(place, &reached.cover);
        finding.help(format!("{moved}, or leave it if these sign-ins are what it is for"));
    }
    report_undecided(
        analysis,
        Question::ReachedByGap,
        "a rule is only reached by sign-ins of which something is not known",
        cx,
    );
}
