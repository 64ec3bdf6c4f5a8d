//! A constraint that only authenticators meet which no enrollment policy lets users enroll (Policy
//! API, "Authenticator enrollment policy", `enroll`; both kinds of policy spell the keys alike).

use std::borrow::Cow;

use crate::authenticators::{AUTHENTICATORS, Authenticator};
use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::{Demand, Export, Policy, PolicyRule, PolicyType, Status};
use crate::okta::Key;
use crate::satisfiability::able;
use crate::wording::series;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Export(check)]);

/// Users come by these in other ways: with the account, from a directory, from another provider.
const NOT_ENROLLED: [&str; 4] = ["okta_password", "okta_email", "external_idp", "smart_card_idp"];

fn check<'d>(excerpt: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let Some(enrollable) = enrollable(excerpt.export) else {
        return;
    };
    for rule in excerpt.rules().filter(|rule| rule.status == Status::Active) {
        check_rule(rule, &enrollable, cx);
    }
}

fn check_rule<'d>(rule: &PolicyRule<'d>, enrollable: &[Cow<'_, str>], cx: &mut Cx<'_, 'd>) {
    let Some(method) = rule.verification_in_effect() else {
        return;
    };
    let can_have = |row: &&Authenticator| {
        NOT_ENROLLED.contains(&row.key) || enrollable.iter().any(|key| row.answers_to(key))
    };
    let is_known = |key: &Cow<'_, str>| AUTHENTICATORS.iter().any(|row| row.answers_to(key));
    let has_unknown = !enrollable.iter().all(is_known);
    for demand in method.demands().filter(|demand| demand.is_required()) {
        // An authenticator that the table does not know may do, unless others are named.
        if has_unknown && demand.list(Demand::ALLOWED).is_none() {
            continue;
        }
        let able = able(demand).unwrap_or_default();
        if able.is_empty() || able.iter().any(can_have) {
            continue;
        }
        let mut keys: Vec<&str> = able.iter().map(|row| row.key).collect();
        keys.dedup();
        let message = format!(
            "only {} can meet {}, but no enrollment policy lets users enroll {}",
            series(keys.iter().map(|key| format!("\"{key}\"")), "or"),
            demand.class.name(),
            if keys.len() > 1 { "any of them" } else { "it" },
        );
        cx.report(demand.node, message)
            .help("Allow one of them in an authenticator enrollment policy, or demand less");
    }
}

/// The keys that some active enrollment policy lets users enroll. `None` unless the export surely
/// holds all such policies, and they are about authenticators.
fn enrollable<'d>(export: &Export<'d>) -> Option<Vec<Cow<'d, str>>> {
    let policies: Vec<&Policy<'d>> =
        export.policies.iter().filter(|policy| policy.kind == PolicyType::MFA_ENROLL).collect();
    if !export.has_all_policies(PolicyType::MFA_ENROLL) {
        return None;
    }
    let mut keys = Vec::new();
    for policy in policies.iter().filter(|policy| policy.status != Status::Inactive) {
        let settings = policy.node.field(Key::SETTINGS)?;
        if settings.field(Key::TYPE).is_some_and(|kind| !kind.is_str("AUTHENTICATORS")) {
            return None;
        }
        let entries = settings.field(Key::AUTHENTICATORS)?.elements();
        let is_allowed = |entry: &Node<'d>| {
            let own = entry.at(&[Key::ENROLL, Key::SELF]);
            own.is_none_or(|own| !own.is_str("NOT_ALLOWED"))
        };
        keys.extend(entries.filter(is_allowed).filter_map(|entry| entry.field(Key::KEY)?.as_str()));
    }
    Some(keys)
}
