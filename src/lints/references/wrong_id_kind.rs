//! An id of one kind of object in a place for another. The first characters of an id tell the kind;
//! Okta does not document them, but every observed object bears them out. An id that starts with
//! anything else may be of a kind that is not known, and is left alone.

use std::net::IpAddr;

use crate::diagnostic::Severity;
use crate::export::{HelperKind, Lists, Numbering, Policy, PolicyRule};
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(
    Severity::Warning,
    &[Check::Object(conditions), Check::Policy(policy), Check::Rule(rule)],
);

/// How ids start, and of what.
const KINDS: [(&str, &str); 11] = [
    ("00p", "a policy"),
    ("rst", "a policy"),
    ("0pr", "a rule"),
    ("rul", "a rule"),
    (HelperKind::User.prefix(), "a user"),
    (HelperKind::Group.prefix(), "a group"),
    (HelperKind::UserType.prefix(), "a user type"),
    (HelperKind::NetworkZone.prefix(), "a network zone"),
    (HelperKind::DeviceAssurance.prefix(), "a device assurance policy"),
    (HelperKind::Authenticator.prefix(), "an authenticator"),
    (HelperKind::App.prefix(), "an app or identity provider"),
];

/// The conditions with lists of ids, and of what.
const CONDITIONS: [(&[Key], HelperKind); 5] = [
    (&[Key::CONDITIONS, Key::PEOPLE, Key::USERS], HelperKind::User),
    (&[Key::CONDITIONS, Key::PEOPLE, Key::GROUPS], HelperKind::Group),
    (&[Key::CONDITIONS, Key::USER_TYPE], HelperKind::UserType),
    (&[Key::CONDITIONS, Key::NETWORK], HelperKind::NetworkZone),
    (&[Key::CONDITIONS, Key::DEVICE, Key::ASSURANCE], HelperKind::DeviceAssurance),
];

fn conditions<'d>(object: Node<'d>, cx: &mut Cx<'_, 'd>) {
    for (path, of) in CONDITIONS {
        let Some(lists) = object.at(path).map(Lists::of) else {
            continue;
        };
        let ids = [lists.include, lists.exclude].into_iter().flatten().flat_map(Node::elements);
        for id in ids {
            listed_id(id, &lists, of, cx);
        }
    }
}

fn listed_id<'d>(id: Node<'d>, lists: &Lists<'d>, of: HelperKind, cx: &mut Cx<'_, 'd>) {
    let prefix = of.prefix();
    let Some(text) = id.as_str() else {
        return;
    };
    if of == HelperKind::NetworkZone && is_address(&text) {
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
    own_id(policy.node, &format!("{} policy", policy.kind), prefix, cx);
}

fn rule<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let (Some(numbering), Some(known)) = (rule.kind.numbering(), rule.kind.known()) else {
        return;
    };
    let prefix = match numbering {
        Numbering::V1 => "0pr",
        Numbering::V2 => "rul",
    };
    own_id(rule.node, &format!("{} rule", known.rule), prefix, cx);
}

fn own_id<'d>(object: Node<'d>, what: &str, prefix: &str, cx: &mut Cx<'_, 'd>) {
    let Some(id) = object.field(Key::ID) else {
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
