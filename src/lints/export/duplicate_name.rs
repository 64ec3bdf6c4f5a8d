//! Two rules of one policy, or two policies of one type, with the same name. Okta takes names that
//! exist already for some types only (Terraform provider, `okta_app_signon_policy_rules`, on
//! answers with status 409).

use std::collections::HashMap;
use std::hash::Hash;

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::order::several_catch_alls;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Export, PolicyRule, PolicyType};

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::Export(policies), Check::Rules(rules)]);

fn policies<'d>(export: &Export<'d>, cx: &mut Cx<'_, 'd>) {
    // Many orgs have authentication policies of one name, and Okta lets them.
    let named = export.policies.iter().filter(|policy| policy.kind != PolicyType::ACCESS_POLICY);
    let named = named.filter_map(|policy| {
        let name = policy.head.name()?;
        // Those that were not read together may have had the name one after the other.
        Some(((policy.competition(), name.as_str()?), name))
    });
    for (first, second) in repeated(named) {
        let message = format!(
            "two policies of this type are called {}; in lists and logs they look the same",
            second.brief()
        );
        cx.report(second, message)
            .severity(Severity::Info)
            .label(first, "the same name")
            .help("Give each policy a name of its own");
    }
}

fn rules<'d>(rules: &[&PolicyRule<'d>], cx: &mut Cx<'_, 'd>) {
    // Second catch-all rules are told as such.
    let is_told = |rule: &PolicyRule<'d>| {
        several_catch_alls::further(rules).any(|(_, second)| second.node == rule.node)
    };
    let named = rules.iter().filter(|rule| !rule.system || !is_told(rule)).filter_map(|rule| {
        let name = rule.head.name()?;
        Some((name.as_str()?, name))
    });
    for (first, second) in repeated(named) {
        let message = format!("two rules of the policy are called {}", second.brief());
        cx.report(second, message)
            .label(first, "the same name")
            .help("Give each rule a name of its own");
    }
}

/// The names that have been there before, each after the first of its kind.
fn repeated<'d, K: Eq + Hash>(
    named: impl Iterator<Item = (K, Node<'d>)>,
) -> Vec<(Node<'d>, Node<'d>)> {
    let mut first: HashMap<K, Node<'d>> = HashMap::new();
    let pairs = named.map(|(key, name)| (*first.entry(key).or_insert(name), name));
    pairs.filter(|(first, name)| first != name).collect()
}
