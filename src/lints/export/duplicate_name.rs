//! Two rules of one policy, or two policies of one type, with the same name. Okta takes names that
//! exist already for some types only (Terraform provider, `okta_app_signon_policy_rules`, on
//! answers with status 409).

use std::collections::HashSet;

use crate::diagnostic::Severity;
use crate::lints::order::several_catch_alls;
use crate::lints::repetition::{repeated, report};
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::{PolicyRule, PolicyType};

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::Export(policies), Check::Rules(rules)]);

/// What other places are labelled with.
const SAME: &str = "the same name";

fn policies<'d>(Excerpt { export, .. }: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    // Many orgs have authentication policies of one name, and Okta lets them.
    let named = export.policies.iter().filter(|policy| policy.kind != PolicyType::ACCESS_POLICY);
    let named = named.filter_map(|policy| {
        let name = policy.head.name()?;
        // Those that were not read together may have had the name one after the other.
        Some(((policy.competition(), name.as_str()?), name))
    });
    for names in repeated(named) {
        let message = format!(
            "{} policies of this type are called {}; in lists and logs they look the same",
            number(names.len()),
            names[0].brief()
        );
        report(&names, names[1], message, [SAME; 2], cx)
            .severity(Severity::Info)
            .about_all()
            .help("Give each policy a name of its own");
    }
}

fn rules<'d>(rules: &[&PolicyRule<'d>], cx: &mut Cx<'_, 'd>) {
    // Second catch-all rules are told as such.
    let told: HashSet<_> =
        several_catch_alls::further(rules).map(|(_, second)| second.node.key()).collect();
    let untold = rules.iter().filter(|rule| !rule.system || !told.contains(&rule.node.key()));
    let named = untold.filter_map(|rule| {
        let name = rule.head.name()?;
        Some((name.as_str()?, name))
    });
    for names in repeated(named) {
        let count = number(names.len());
        let message = format!("{count} rules of the policy are called {}", names[0].brief());
        report(&names, names[1], message, [SAME; 2], cx)
            .about_all()
            .help("Give each rule a name of its own");
    }
}

fn number(count: usize) -> String {
    if count == 2 { "two".to_owned() } else { count.to_string() }
}
