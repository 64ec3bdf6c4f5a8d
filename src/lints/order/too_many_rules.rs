//! An authentication policy with more than 100 rules (Policy API, "Authentication policy" note).
//!
//! The catch-all is counted: with it, 100 is the reading that no real policy exceeds.

use crate::export::PolicyRule;
use crate::finding::{Findings, Severity};
use crate::lints::{Check, Declaration};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rules(check)]);

const MOST_RULES: usize = 100;

fn check<'d>(rules: &[&PolicyRule<'d>], findings: &mut Findings<'d>) {
    if rules.len() <= MOST_RULES || !rules[0].kind.is("ACCESS_POLICY") || rules[0].list.is_none() {
        return;
    }
    let mut in_order = rules.to_vec();
    in_order.sort_by_key(|rule| rule.priority.number().unwrap_or(i64::MAX));
    let message = format!(
        "the policy has {} rules; Okta accepts at most {MOST_RULES}, the catch-all included",
        rules.len()
    );
    findings
        .at(in_order[MOST_RULES].node, message)
        .remark("the first rule beyond the limit")
        .help("Merge rules that do the same, or split the policy by app");
}
