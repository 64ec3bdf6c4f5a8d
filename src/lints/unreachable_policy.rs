//! A policy that no sign-in gets to (Policy API, "Policy evaluation": policies are tried in order
//! of priority; one whose rules all fail passes the sign-in on).

use super::{Check, Declaration};
use crate::finding::{Findings, Severity};
use crate::reach::{Analysis, Names, Place};
use crate::wording::series;

pub(super) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Reach(check)]);

fn check<'d>(analysis: &Analysis<'_, 'd>, names: &Names<'_, 'd>, findings: &mut Findings<'d>) {
    let competition = &analysis.competition;
    for (n, ranked) in competition.policies.iter().enumerate() {
        // A system policy cannot be removed, and has to stand last.
        let Some(policy) = ranked.policy.filter(|policy| !policy.system) else {
            continue;
        };
        let Some(cover) = analysis.policy_cover(n).filter(|cover| !cover.is_empty()) else {
            continue;
        };
        let title = |other: &Place| {
            let policy = competition.policies[other.policy].policy;
            let of = policy.map(|policy| format!(" of {}", policy.title())).unwrap_or_default();
            format!("{}{of}", competition.rule(*other).rule.title())
        };
        let matched = match (analysis.competition.needs_rule(n), ranked.matched(names)) {
            (false, matched) => matched,
            (true, matched) if matched.is_empty() => " that its rules match".to_owned(),
            (true, matched) => format!(" that its rules match ({})", matched.trim_start()),
        };
        let message = format!(
            "{} never applies: {} already {} every sign-in{matched}",
            policy.title(),
            series(cover.iter().map(title), "and"),
            if cover.len() > 1 { "together match" } else { "matches" },
        );
        let finding = findings.at(policy.label(), message);
        finding.remark("no sign-in gets here");
        for other in cover {
            let matched = competition.matched(*other, true, names);
            let label = competition.rule(*other).rule.label();
            finding.label(label, format!("matches every sign-in{matched}"));
        }
        let them = if cover.len() > 1 { "those rules" } else { "that rule" };
        let moved = competition.moved_before(n, cover[0].policy);
        finding.help(format!("{moved} {them}, or delete this policy"));
    }
}
