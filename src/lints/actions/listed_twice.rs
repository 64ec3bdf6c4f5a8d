//! The same identity provider or profile attribute twice in one list, even if the two entries
//! differ in what else they say.

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, ProfileEnrollment, Routing, is_provider_of};
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::Rule(providers), Check::Rule(attributes)]);

fn providers<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(routing) = Routing::of(rule) else {
        return;
    };
    // Of some types a rule may have one provider at all, which is another finding.
    let is_limited = |provider: &Node<'d>| is_provider_of(*provider, &Routing::SINGLE_TYPES);
    let listed = routing.each_provider().filter(|provider| !is_limited(provider));
    let identity = |provider: Node<'d>| {
        let kind = provider.field(Key::TYPE)?.as_str()?;
        let id = provider.field(Key::ID).and_then(Node::as_str);
        // Another that lacks its id may be any.
        (id.is_some() || kind == "OKTA").then_some((kind, id))
    };
    for (first, second) in repetitions(listed, identity) {
        let name = second.field(Key::ID).or_else(|| second.field(Key::TYPE)).unwrap_or(second);
        let name = cx.name(name);
        cx.report(second, format!("the identity provider {name} stands in providers twice"))
            .label(first, "here first")
            .help("Keep one of the two, or give the other the id that it was meant to have");
    }
}

fn attributes<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let attributes = ProfileEnrollment::of(rule).and_then(|form| form.attributes);
    let asked = attributes.into_iter().flat_map(Node::elements);
    let names = asked.filter_map(|attribute| attribute.field(Key::NAME));
    for (first, second) in repetitions(names, Node::as_str) {
        cx.report(second, format!("the form asks for {} twice", second.brief()))
            .label(first, "here first")
            .help("Keep one of the two, or name the attribute that the other was meant to ask for");
    }
}

/// Each entry that has the identity of an earlier one, behind the first that has it.
fn repetitions<'d, K: PartialEq>(
    entries: impl Iterator<Item = Node<'d>>,
    identity: impl Fn(Node<'d>) -> Option<K>,
) -> Vec<(Node<'d>, Node<'d>)> {
    let mut seen: Vec<(K, Node<'d>)> = Vec::new();
    let mut repeated = Vec::new();
    for entry in entries {
        let Some(key) = identity(entry) else {
            continue;
        };
        match seen.iter().find(|(earlier, _)| *earlier == key) {
            Some((_, first)) => repeated.push((*first, entry)),
            None => seen.push((key, entry)),
        }
    }
    repeated
}
