//! Several criteria that find the identity provider of a dynamic routing rule. Okta documents one,
//! and not how several combine (Policy API, "Policy Action with Dynamic IdP routing").

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, Routing};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(criteria) = Routing::of(rule).and_then(|routing| routing.criteria()) else {
        return;
    };
    let count = criteria.elements().count();
    if let Some(second) = criteria.elements().nth(1) {
        cx.report(
            criteria,
            format!("{count} criteria pick the identity provider; Okta documents one"),
        )
        .label(second, "the second")
        .help("Keep one criterion, and add a rule for each of the others");
    }
}
