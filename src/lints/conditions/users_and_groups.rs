//! A rule that includes users and groups. Whether a user has to be in both lists or in one, Okta's
//! reference leaves open ("People Condition object"), and its help pages say one thing for
//! authentication policies and another for older rules.

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Lists, PolicyRule, PolicyType};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    // Enrollment rules take neither: `misplaced-field`.
    let people = rule.conditions.people.filter(|_| rule.kind != PolicyType::MFA_ENROLL);
    let Some(people) = people else {
        return;
    };
    let included = |lists: Option<Lists<'d>>| lists?.included();
    let (Some(users), Some(groups)) = (included(people.users()), included(people.groups())) else {
        return;
    };
    let message = format!(
        "{} includes both users and groups; Okta does not say whether one of the two is enough",
        rule.title()
    );
    cx.report(people.node, message)
        .label(users, "these users")
        .label(groups, "members of these groups")
        .help("Make one rule for the users and another for the groups");
}
