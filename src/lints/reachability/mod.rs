//! The lints of the category `reachability`.

use crate::diagnostic::Severity;
use crate::reach::{Analysis, Question};

use super::Cx;

pub(super) mod catch_all_unreachable;
pub(super) mod conflicting_actions_same_conditions;
pub(super) mod contradictory_conditions;
pub(super) mod deny_after_allow;
pub(super) mod policy_falls_through;
pub(super) mod reached_by_gap_only;
pub(super) mod redundant_rule;
pub(super) mod unreachable_policy;
pub(super) mod unreachable_rule;

/// Says of how many rules or policies a question is not decided, if it is not of all.
fn report_undecided<'d>(
    analysis: &Analysis<'_, 'd>,
    question: Question,
    whether: &str,
    cx: &mut Cx<'_, 'd>,
) {
    let count = analysis.undecided(question);
    let policies = &analysis.competition.policies;
    let first = policies.iter().find_map(|ranked| {
        let rule = || ranked.rules.first().map(|ranked| ranked.rule.label());
        ranked.policy.map(|policy| policy.label()).or_else(rule)
    });
    let Some(first) = first.filter(|_| count > 0) else {
        return;
    };
    let message = format!(
        "it is not decided, in {count} cases, whether {whether}: there are too many combinations of \
         conditions to go through"
    );
    cx.report(first, message).severity(Severity::Info).help(
        "Simplify the conditions of these rules, or check fewer of them at once, to have it decided",
    );
}
