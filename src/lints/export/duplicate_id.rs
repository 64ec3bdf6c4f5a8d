//! Two different objects with the same id in one export. An id names one object; what says the same
//! twice is harmless.

use std::borrow::Cow;

use foldhash::HashMap;

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::{Id, contradict};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Export(check)]);

fn check<'d>(Excerpt { export, .. }: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    if export.repeated_ids.is_empty() {
        return;
    }
    let is_repeated =
        |id: &Option<Id<'d>>| id.as_ref().is_some_and(|id| export.repeated_ids.contains(id));
    let policies = export.policies.iter().chain(&export.policy_copies);
    let policies = policies.filter(|policy| is_repeated(&policy.id));
    repeated(policies.map(|policy| (policy.node, policy.head.id(), || policy.title())), cx);
    let rules = export.rules().chain(&export.rule_copies);
    let rules = rules.filter(|rule| is_repeated(&rule.object().id));
    repeated(rules.map(|rule| (rule.node, rule.head.id(), || rule.title())), cx);
}

/// Looks at objects, each with its id and what tells its title.
fn repeated<'d, T: Fn() -> String + Copy>(
    objects: impl Iterator<Item = (Node<'d>, Option<Node<'d>>, T)>,
    cx: &mut Cx<'_, 'd>,
) {
    let mut known: HashMap<Cow<'d, str>, (Node<'d>, Node<'d>, T)> = HashMap::default();
    for (object, id, title) in objects {
        let Some((id, text)) = id.and_then(|id| Some((id, id.as_str()?))) else {
            continue;
        };
        let (first, first_id, other) = known.entry(text.clone()).or_insert((object, id, title));
        if *first == object || !contradict(*first, object) {
            continue;
        }
        let message =
            format!("{} has the id {text}, and so has {}, which differs", title(), other());
        cx.report(id, message)
            .label(*first_id, "the same id")
            .help("Keep the one that is in force, or give the copy no id so that Okta makes one");
    }
}
