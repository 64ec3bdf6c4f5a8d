//! Several criteria that find the identity provider of a dynamic routing rule. Okta documents one,
//! and not how several combine (Policy API, "Policy Action with Dynamic IdP routing").

use crate::export::{PolicyRule, Routing};
use crate::finding::{Findings, Severity};
use crate::lints::{Check, Declaration};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, findings: &mut Findings<'d>) {
    let Some(criteria) = Routing::of(rule).and_then(|routing| routing.criteria()) else {
        return;
    };
    let count = criteria.elements().count();
    if let Some(second) = criteria.elements().nth(1) {
        findings
            .at(
                criteria,
                format!("{count} criteria pick the identity provider; Okta documents one"),
            )
            .label(second, "the second")
            .help("Keep one criterion, and add a rule for each of the others");
    }
}
