//! A second catch-all rule in one policy. Okta makes one with each policy, and nobody can create or
//! delete one (Policy API, "Authentication policy"; guide "Policy and rule prioritization").

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Numbering, PolicyRule, PolicyType};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rules(check)]);

fn check<'d>(rules: &[&PolicyRule<'d>], cx: &mut Cx<'_, 'd>) {
    for (first, second) in further(rules) {
        let message = format!(
            "{} is a second catch-all rule beside {}; Okta makes one in each policy",
            second.title(),
            first.title()
        );
        cx.report(second.node.field(Key::SYSTEM).unwrap_or(second.node), message)
            .label(first.node.field(Key::SYSTEM).unwrap_or(first.node), "the first one")
            .help("Keep the catch-all rule of this policy, and remove the one of another policy");
    }
}

/// The catch-all rules after the first, each with the first.
pub(crate) fn further<'r, 'd>(
    rules: &'r [&'r PolicyRule<'d>],
) -> impl Iterator<Item = (&'r PolicyRule<'d>, &'r PolicyRule<'d>)> {
    // Of a second rule in a profile enrollment policy, `profile-enrollment-single-rule` speaks.
    let is_catch_all = |rule: &&PolicyRule<'d>| {
        rule.system
            && rule.kind.numbering() == Some(Numbering::V2)
            && rule.kind != PolicyType::PROFILE_ENROLLMENT
    };
    let mut catch_alls = rules.iter().copied().filter(is_catch_all);
    let first = catch_alls.next();
    let pairs = catch_alls.filter_map(move |second| Some((first?, second)));
    pairs.filter(|(first, second)| first.id().is_none() || first.id() != second.id())
}
