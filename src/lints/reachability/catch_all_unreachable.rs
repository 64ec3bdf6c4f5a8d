//! A default or catch-all rule that never takes effect, since rules before it take everything
//! (guide "Policy and rule prioritization"). It cannot be removed, so this is only good to know.

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::posture::catch_all_one_factor::lets_in_with_one_factor;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;
use crate::reach::{Analysis, Names};

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Info, &[Check::Reach(check)]).pedantic();

fn check<'d>(analysis: &Analysis<'_, 'd>, names: &Names<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let competition = &analysis.competition;
    // Such as the rule of a profile enrollment policy, which has no conditions.
    if competition.kind.has_one_custom_rule() {
        return;
    }
    for (place, ranked) in competition.rules().filter(|(_, ranked)| ranked.rule.system) {
        let Some(cover) = analysis.cover(place) else {
            continue;
        };
        let message = format!(
            "{} never takes effect: {} every sign-in",
            ranked.rule.title(),
            competition.already_match(cover, place),
        );
        let finding = cx.report(ranked.rule.label(), message);
        for other in cover {
            let taker = competition.rule(*other);
            let across = other.policy != place.policy;
            let matched = competition.matched(*other, across, names);
            finding.label(taker.rule.label(), format!("matches every sign-in{matched}"));
        }
        if let Some(mode) = one_factor(ranked.rule) {
            finding.label(mode, "one factor would let in, but nobody gets here");
        }
        finding.help("Give the last custom rule a condition if this rule is meant to decide");
    }
}

/// What audits stumble over in a rule that decides nothing.
fn one_factor<'d>(rule: &PolicyRule<'d>) -> Option<Node<'d>> {
    let method = rule.verification().filter(|method| lets_in_with_one_factor(method))?;
    method.factor_mode()
}
