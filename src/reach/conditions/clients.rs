//! `clients`: which client asks an authorization server.

use super::super::dimensions::Choice;
use super::super::doubts::Doubt;
use super::listed::OneOf;
use super::not_understood::Doubtful;
use super::{ConditionType, NotUnderstood, Parsed, Site, only, strings};
use crate::json::Node;
use crate::model::PolicyType;
use crate::okta::Key;

pub(super) const CONDITION: ConditionType = ConditionType::new(Key::CLIENTS, read)
    .doubtful_if_absent(|_, site| {
        // Servers store the empty list for requests without one.
        let is_missed = site.is_policy_of(PolicyType::OAUTH_AUTHORIZATION_POLICY);
        is_missed.then(|| all_or_none(Doubt::NoClientsMeanAll).boxed())
    });

fn all_or_none(doubt: Doubt) -> Doubtful {
    Doubtful { doubt, is_for: "all clients, or none" }
}

/// That an empty list means all is not documented.
fn read<'d>(node: Node<'d>, site: Site) -> Parsed<'d> {
    // What it once meant on rules for signing in is not said any more.
    if site.kind != PolicyType::OAUTH_AUTHORIZATION_POLICY {
        return Err(NotUnderstood);
    }
    let [include] = only(node, [Key::INCLUDE])?;
    let clients = strings(include)?;
    if clients.iter().any(|client| client == "ALL_CLIENTS") {
        return Ok(None);
    }
    if clients.is_empty() {
        return Ok(Some(all_or_none(Doubt::EmptyClientsMeanAll).boxed()));
    }
    OneOf::including(Choice::Client, Key::INCLUDE, clients)
}
