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
        let message = format!(
            "{} never applies: every sign-in of its users is already taken by {}",
            policy.title(),
            series(cover.iter().map(title), "and"),
        );
        let finding = findings.at(policy.label(), message);
        finding.remark("no sign-in gets here");
        for other in cover {
            let taker = competition.rule(*other);
            let text = format!("takes every sign-in{}", taker.matched(names));
            finding.label(taker.rule.label(), text);
        }
        finding.help("Move it above the other policy, narrow that policy, or delete this one");
    }
}
