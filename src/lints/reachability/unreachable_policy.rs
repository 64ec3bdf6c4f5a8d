//! A policy that no sign-in gets to (Policy API, "Policy evaluation": policies are tried in order
//! of priority; one whose rules all fail passes the sign-in on).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::reach::{Analysis, Names, RuleIndex};

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::Reach(check)]).of_what_has_no_effect();

fn check<'d>(analysis: &Analysis<'_, 'd>, names: &Names<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let competition = &analysis.competition;
    for (n, ranked) in competition.policies.iter().enumerate() {
        // A system policy cannot be removed, and has to stand last.
        let Some(policy) = ranked.policy.filter(|policy| !policy.system) else {
            continue;
        };
        let Some(cover) = analysis.policy_cover(n).filter(|cover| !cover.is_empty()) else {
            continue;
        };
        let matched = match (analysis.competition.needs_rule(n), ranked.matched(names)) {
            (false, matched) => matched,
            (true, matched) if matched.is_empty() => " that its rules match".to_owned(),
            (true, matched) => format!(" that its rules match ({})", matched.trim_start()),
        };
        // Its cover is of other policies, whichever of its rules stands for it.
        let first = RuleIndex { policy: n, rule: 0 };
        let message = format!(
            "{} never applies: {} every sign-in{matched}",
            policy.title(),
            competition.already_match(cover, first),
        );
        let finding = cx.report(policy.label(), message);
        finding.primary_label("no sign-in gets here");
        for other in cover {
            let matched = competition.matched(*other, true, names);
            let label = competition.rule(*other).rule.label();
            finding.label(label, format!("matches every sign-in{matched}"));
        }
        let moved = competition.moved_before_cover(first, cover);
        finding.help(format!("{moved}, or delete this policy"));
    }
}
