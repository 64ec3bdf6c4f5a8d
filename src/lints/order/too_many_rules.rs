//! An authentication policy with more than 100 rules (Policy API, "Authentication policy" note).
//!
//! The catch-all is counted: with it, 100 is the reading that no real policy exceeds.

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration, LintOption};
use crate::model::{PolicyRule, PolicyType};

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Error, &[Check::Rules(check)]).with(&[MOST]);

/// Okta raises the limit for some orgs.
const MOST: LintOption = LintOption {
    name: "most",
    default: 100,
    bounds: (1, 100_000),
    meaning: "how many rules Okta accepts in a policy of this org, the catch-all included",
};

fn check<'d>(rules: &[&PolicyRule<'d>], cx: &mut Cx<'_, 'd>) {
    let most = usize::try_from(cx.option(&MOST)).unwrap_or(usize::MAX);
    if rules.len() <= most || rules[0].kind != PolicyType::ACCESS_POLICY || rules[0].list.is_none()
    {
        return;
    }
    let mut in_order = rules.to_vec();
    in_order.sort_by_key(|rule| rule.priority.number().unwrap_or(i64::MAX));
    let message = format!(
        "the policy has {} rules; Okta accepts at most {most}, the catch-all included",
        rules.len()
    );
    cx.report(in_order[most].node, message)
        .primary_label("the first rule beyond the limit")
        .help("Merge rules that do the same, or split the policy by app");
}
