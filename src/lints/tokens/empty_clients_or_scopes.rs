//! An empty list of clients or scopes, or clients left out: Okta stores it, but does not say what it means.

use crate::diagnostic::{Severity, Tier};
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Conditions, Policy, PolicyType};
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::Conditions(check), Check::Policy(in_policy)]);

/// A policy that leaves the clients out names none, either.
fn in_policy<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    let clients = policy.conditions.get(Key::CLIENTS);
    // What cannot be read may name some.
    let around = clients.or(policy.conditions.node).unwrap_or(policy.node);
    let is_absent = around.is_object() && around.field(Key::INCLUDE).is_none();
    if policy.kind == PolicyType::OAUTH_AUTHORIZATION_POLICY && is_absent {
        no_clients(around, cx);
    }
}

fn no_clients<'d>(place: Node<'d>, cx: &mut Cx<'_, 'd>) {
    cx.report(
        place,
        "the policy names no clients; Okta does not say whether it is for all or none",
    )
    .help("Name the clients, or write \"ALL_CLIENTS\"")
    .for_lack_of(["conditions", "clients", "include"]);
}

fn check<'d>(conditions: &Conditions<'d>, cx: &mut Cx<'_, 'd>) {
    let empty = |condition| {
        let list = conditions.get(condition)?.field(Key::INCLUDE)?;
        (list.is_array() && !list.has_elements()).then_some(list)
    };
    if let Some(list) = empty(Key::CLIENTS) {
        no_clients(list, cx);
    }
    if let Some(list) = empty(Key::SCOPES) {
        cx.report(
            list,
            "the rule names no scopes; Okta does not say whether it matches all or none",
        )
        .severity(Severity::Info)
        .tier(Tier::Pedantic)
        .help("Name the scopes, or write \"*\" for all");
    }
}
