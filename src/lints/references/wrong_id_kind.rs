//! An id of one kind of object in a place for another. The first characters of an id tell the kind;
//! Okta does not document them, but every observed object bears them out. An id that starts with
//! anything else may be of a kind that is not known, and is left alone.

use std::net::IpAddr;

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Conditions, Lists, Numbering, Policy, PolicyRule, ResourceKind};

pub(crate) const LINT: Declaration = Declaration::new(
    Severity::Warning,
    &[Check::Conditions(conditions), Check::Policy(policy), Check::Rule(rule)],
);

/// How ids start, and of what.
const KINDS: [(&str, &str); 11] = [
    ("00p", "a policy"),
    ("rst", "a policy"),
    ("0pr", "a rule"),
    ("rul", "a rule"),
    (ResourceKind::User.prefix(), "a user"),
    (ResourceKind::Group.prefix(), "a group"),
    (ResourceKind::UserType.prefix(), "a user type"),
    (ResourceKind::NetworkZone.prefix(), "a network zone"),
    (ResourceKind::DeviceAssurance.prefix(), "a device assurance policy"),
    (ResourceKind::Authenticator.prefix(), "an authenticator"),
    (ResourceKind::App.prefix(), "an app or identity provider"),
];

fn conditions<'d>(conditions: &Conditions<'d>, cx: &mut Cx<'_, 'd>) {
    // An app may be a client or a link, whose ids are others.
    let lists = conditions.id_lists().filter(|(of, ..)| *of != ResourceKind::App);
    for (of, _, lists) in lists {
        let ids = lists.both().into_iter().flatten().flat_map(Node::elements);
        for id in ids {
            listed_id(id, &lists, of, cx);
        }
    }
}

fn listed_id<'d>(id: Node<'d>, lists: &Lists<'d>, of: ResourceKind, cx: &mut Cx<'_, 'd>) {
    let prefix = of.prefix();
    let Some(text) = id.as_str() else {
        return;
    };
    if of == ResourceKind::NetworkZone && is_address(&text) {
        let message = format!("{} in network is an address; Okta accepts ids of zones", id.brief());
        cx.report(id, message).help("Put the address into a network zone, and the zone's id here");
    } else if let Some((_, kind)) = kind_of(&text).filter(|(start, _)| *start != prefix) {
        let message = format!(
            "{} in {} looks like the id of {kind}; the id of {} starts with \"{prefix}\"",
            cx.name(id),
            lists.node.name(),
            name_of(prefix),
        );
        cx.report(id, message).help("Give the id of the object that is meant");
    }
}

fn policy<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    let prefix = match policy.kind.numbering() {
        Some(Numbering::V1) => "00p",
        Some(Numbering::V2) => "rst",
        None => return,
    };
    own_id(policy.head.id(), &format!("{} policy", policy.kind), prefix, cx);
}

fn rule<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let (Some(numbering), Some(known)) = (rule.kind.numbering(), rule.kind.known()) else {
        return;
    };
    let prefix = match numbering {
        Numbering::V1 => "0pr",
        Numbering::V2 => "rul",
    };
    own_id(rule.head.id(), &format!("{} rule", known.rule), prefix, cx);
}

fn own_id<'d>(id: Option<Node<'d>>, what: &str, prefix: &str, cx: &mut Cx<'_, 'd>) {
    let Some(id) = id else {
        return;
    };
    let start = id.as_str().and_then(|text| Some(kind_of(&text)?.0));
    if let Some(start) = start.filter(|start| *start != prefix) {
        let message = format!(
            "the id of this {what} starts with \"{start}\"; Okta starts such ids with \"{prefix}\""
        );
        cx.report(id, message)
            .severity(Severity::Info)
            .help("Export the object again, in case ids were mixed up");
    }
}

/// How the id starts, and of what kind of object such ids are.
fn kind_of(id: &str) -> Option<(&'static str, &'static str)> {
    let known = KINDS.into_iter().find(|(start, _)| id.starts_with(start));
    // A word such as "authors" stands in for an id, but is none.
    let is_id = id.chars().all(|char| char.is_ascii_alphanumeric())
        && id.chars().skip(3).any(|char| char.is_ascii_digit());
    known.filter(|_| is_id)
}

fn name_of(prefix: &str) -> &'static str {
    KINDS.into_iter().find(|(start, _)| *start == prefix).map_or("", |(_, name)| name)
}

/// Whether the text is an IP address, with or without the length of a network.
fn is_address(text: &str) -> bool {
    let address = text.split_once('/').map_or(text, |(address, _)| address);
    address.parse::<IpAddr>().is_ok()
}
