//! A list whose order is not that of the priorities. Okta lists policies and rules in the order in
//! which it tries them (every one of 367 observed lists).

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Numbering, Policy, PolicyRule, Priority};
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Info, &[Check::Competitors(policies), Check::Rules(rules)]);

fn policies<'d>(policies: &[&Policy<'d>], cx: &mut Cx<'_, 'd>) {
    if policies.iter().all(|policy| policy.list.is_some()) {
        check(policies.iter().map(|policy| (policy.node, policy.title())), cx);
    }
}

fn rules<'d>(rules: &[&PolicyRule<'d>], cx: &mut Cx<'_, 'd>) {
    if rules.iter().all(|rule| rule.list.is_some()) {
        let sorted = rules.iter().filter(|rule| !is_misnumbered(rule));
        check(sorted.map(|rule| (rule.node, rule.title())), cx);
    }
}

/// Whether its number is wrong by itself, which `catch-all-last` and `rule-below-catch-all` tell.
fn is_misnumbered(rule: &PolicyRule<'_>) -> bool {
    let is_wrong = |number: i64| match rule.system {
        true => number != Priority::CATCH_ALL,
        false => number >= Priority::CATCH_ALL,
    };
    rule.kind.numbering() == Some(Numbering::V2) && rule.priority.number().is_some_and(is_wrong)
}

fn check<'d>(listed: impl Iterator<Item = (Node<'d>, String)>, cx: &mut Cx<'_, 'd>) {
    let with_priority = |(object, title): (Node<'d>, String)| {
        let priority = object.field(Key::PRIORITY)?;
        Some((priority.as_i64()?, priority, title))
    };
    let listed: Vec<_> = listed.filter_map(with_priority).collect();
    let Some([before, after]) = listed.windows(2).find(|pair| pair[0].0 > pair[1].0) else {
        return;
    };
    let message = format!(
        "{} with priority {} stands after {} with priority {}; Okta goes by the priority",
        after.2, after.0, before.2, before.0
    );
    cx.report(after.1, message)
        .label(before.1, "listed earlier, tried later")
        .help("Sort the list by priority, so that it reads as Okta tries it");
}
