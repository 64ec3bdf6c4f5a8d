//! Links that contradict the object that they stand on: Okta links an object to what can be done
//! with it (Policy API, "Links object"; the same on all of 589 observed objects).

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Policy, PolicyRule, Status};
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::Policy(policy), Check::Rule(rule)]);

fn policy<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    check(policy.node, policy.status, policy.system, cx);
}

fn rule<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    check(rule.node, rule.status, rule.system, cx);
}

fn check<'d>(node: Node<'d>, status: Status, is_system: bool, cx: &mut Cx<'_, 'd>) {
    let [links, stated] = node.read([Key::LINKS, Key::STATUS]);
    let Some(links) = links else {
        return;
    };
    if is_system {
        system(node, links, cx);
        return;
    }
    let (name, says) = match status {
        Status::Active => (Key::ACTIVATE, "INACTIVE"),
        Status::Inactive => (Key::DEACTIVATE, "ACTIVE"),
        Status::Other => return,
    };
    let (Some(link), Some(status)) = (links.field(name), stated) else {
        return;
    };
    let message = format!(
        "status is {}, but there is a link to {name} it, as on what is {says}",
        status.brief()
    );
    cx.report(link, message)
        .label(status, "edited after Okta wrote the links")
        .help("Export again to see which status is in force");
}

/// What Okta created can be changed, but neither deleted nor deactivated.
fn system<'d>(node: Node<'d>, links: Node<'d>, cx: &mut Cx<'_, 'd>) {
    let allowed = links.at(&[Key::SELF, Key::HINTS, Key::ALLOW]);
    let delete = allowed.into_iter().flat_map(Node::elements).find(|verb| verb.is_str("DELETE"));
    let places = [
        delete.map(|verb| (verb, "delete")),
        links.field(Key::ACTIVATE).map(|link| (link, "activate")),
        links.field(Key::DEACTIVATE).map(|link| (link, "deactivate")),
    ];
    for (place, verb) in places.into_iter().flatten() {
        let message =
            format!("the links offer to {verb} it, although system says that Okta created it");
        let finding = cx.report(place, message).severity(Severity::Info);
        if let Some(system) = node.field(Key::SYSTEM) {
            finding.label(system, "created by Okta");
        }
        finding.help("Export again to see whether it is one of Okta's own");
    }
}
