//! The group of everyone beside other groups. Included groups are alternatives (help center, app
//! sign-in policy rules: "at least one of the following groups"), so that the others add nobody.

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::PolicyType;
use crate::reach::Facts;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Export(check)]);

fn check<'d>(excerpt: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let facts = excerpt.facts();
    let policies = excerpt.policies().map(|policy| (&policy.conditions, policy.kind));
    let rules = excerpt.rules().map(|rule| (&rule.conditions, rule.kind));
    for (conditions, kind) in policies.chain(rules) {
        let groups = conditions.people.and_then(|people| people.groups());
        let Some(included) = groups.and_then(|groups| groups.included()) else {
            continue;
        };
        let is_of_tokens = kind == PolicyType::OAUTH_AUTHORIZATION_POLICY;
        let is_everyone = |group: &Node<'d>| {
            group.as_str().is_some_and(|id| facts.is_everyone(&id))
                || is_of_tokens && group.is_str(Facts::EVERYONE)
        };
        let everyone = included.elements().find(is_everyone);
        let Some(other) = included.elements().find(|group| !is_everyone(group)) else {
            continue;
        };
        if let Some(everyone) = everyone {
            let message =
                format!("{} adds nobody to Everyone, which is included, too", cx.name(other));
            cx.report(other, message)
                .label(everyone, "every user")
                .help("Remove Everyone if only the other groups are meant, or else the others");
        }
    }
}
