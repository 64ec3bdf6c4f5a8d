//! The same identity provider or profile attribute twice in one list, even if the two entries
//! differ in what else they say.

use crate::diagnostic::{Safety, Severity};
use crate::json::Node;
use crate::lints::repetition::{HERE, repeated, report};
use crate::lints::{Check, Cx, Declaration, Draft};
use crate::model::{PolicyRule, ProfileEnrollment, Reading, Routing, is_provider_of};
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
    let known = listed.filter_map(|provider| Some((identity(provider)?, provider)));
    for providers in repeated(known) {
        let second = providers[1];
        let name = second.field(Key::ID).or_else(|| second.field(Key::TYPE)).unwrap_or(second);
        let name = cx.name(name);
        let often = often(providers.len());
        let message = format!("the identity provider {name} stands in providers {often}");
        let finding = report(&providers, second, message, HERE, cx);
        finding.help("Keep one of the two, or give the other the id that it was meant to have");
        remove_copies(&providers, finding);
    }
}

fn attributes<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let attributes = ProfileEnrollment::of(rule).and_then(|form| form.attributes);
    let asked = attributes.into_iter().flat_map(Node::elements);
    let names = asked.filter_map(|attribute| attribute.field(Key::NAME));
    let known = names.filter_map(|name| Some((name.as_str()?, name)));
    for names in repeated(known) {
        let message = format!("the form asks for {} {}", names[0].brief(), often(names.len()));
        let finding = report(&names, names[1], message, HERE, cx);
        finding
            .help("Keep one of the two, or name the attribute that the other was meant to ask for");
        let entries: Vec<Node<'d>> = names.iter().filter_map(|name| name.parent()).collect();
        remove_copies(&entries, finding);
    }
}

/// Of entries that say different things, nobody knows which is meant.
fn remove_copies<'d>(entries: &[Node<'d>], finding: &mut Draft<'d>) {
    let Some((first, copies)) = entries.split_first() else { return };
    if copies.iter().all(|copy| Reading::Whole.are_equal(*first, *copy)) {
        finding.fix(Safety::Unsafe, "Keep the first").remove_all(copies.iter().copied());
    }
}

fn often(count: usize) -> String {
    if count == 2 { "twice".to_owned() } else { format!("{count} times") }
}
