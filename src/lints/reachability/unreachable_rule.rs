//! A rule that can never be the first match (Policy API, "Policy evaluation": the first rule that
//! matches wins).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::outcome::Access;
use crate::reach::{Analysis, Names, RuleIndex};

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::Reach(check)]).of_what_has_no_effect();

fn check<'d>(analysis: &Analysis<'_, 'd>, names: &Names<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let competition = &analysis.competition;
    for (place, ranked) in competition.rules() {
        if analysis.is_undecided(place) {
            let message = format!(
                "it is not decided whether {} can ever fire: there are too many combinations of \
                 conditions to go through",
                ranked.rule.title()
            );
            cx.report(ranked.rule.label(), message).severity(Severity::Info).help(
                "Simplify the expressions of this rule and of those before it to have it decided",
            );
            continue;
        }
        // Where no sign-in gets to the policy, that is what there is to say; a system policy cannot
        // be moved or deleted, so that nothing is said of it.
        let is_policy_reported = competition.policies[place.policy].is_custom()
            && analysis.policy_cover(place.policy).is_some_and(|cover| !cover.is_empty());
        let cover = match is_policy_reported {
            true => analysis.cover_in_policy(place),
            false => analysis.cover(place),
        };
        let Some(cover) = cover.filter(|_| ranked.rule.is_custom()) else {
            continue;
        };
        let is_of_other = |other: &&RuleIndex| other.policy != place.policy;
        let is_across_policies = cover.iter().any(|other| is_of_other(&other));
        let message = format!(
            "{} can never fire: {} every sign-in{}",
            ranked.rule.title(),
            competition.already_match(cover, place),
            competition.matched(place, is_across_policies, names),
        );
        let finding = cx.report(ranked.rule.label(), message);
        finding.primary_label("never the first to match");
        let twin = analysis.same_conditions(place);
        for other in cover {
            let label = competition.rule(*other).rule.label();
            let text = match twin == Some(*other) {
                true => "has the same conditions and other actions".to_owned(),
                false => {
                    let matched = competition.matched(*other, is_of_other(&other), names);
                    format!("matches every sign-in{matched}")
                }
            };
            finding.label(label, text);
        }
        if let Some(twin) = twin.filter(|twin| !cover.contains(twin)) {
            let label = competition.rule(twin).rule.label();
            finding.label(label, "has the same conditions and other actions, too");
        }
        // Somebody wanted it denied: without the rule, nothing would tell.
        let access = |place: &RuleIndex| Access::of(competition.rule(*place).rule);
        let is_denial_let_in = access(&place) == Some(Access::Deny)
            && cover.iter().any(|other| access(other) == Some(Access::Allow));
        let or_delete = match is_denial_let_in {
            true => "or, if what it denies is meant to get in, delete it",
            false => "or delete it",
        };
        let moved = competition.moved_before_cover(place, cover);
        finding.help(format!("{moved}, {or_delete}"));
    }
}
