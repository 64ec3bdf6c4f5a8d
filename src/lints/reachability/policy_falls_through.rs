//! A policy that meets users whose sign-in none of its rules matches: the next policy decides
//! (Policy API, "Policy evaluation").

use super::report_undecided;
use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::reach::{Analysis, Names, Question};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Reach(check)]);

fn check<'d>(analysis: &Analysis<'_, 'd>, names: &Names<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    for (n, ranked) in analysis.competition.policies.iter().enumerate() {
        let (Some(policy), Some(witness)) = (ranked.policy, analysis.falls_through(n)) else {
            continue;
        };
        let message = format!(
            "{} has no rule for some sign-ins of its users, which the next policy decides: {}",
            policy.title(),
            witness.words(names),
        );
        cx.report(policy.label(), message)
            .help("Add a last rule without conditions if the policy is meant to decide them");
    }
    report_undecided(
        analysis,
        Question::FallsThrough,
        "a policy has no rule for some sign-ins of its users",
        cx,
    );
}
