//! An attribute that user profiles do not have (Schemas API: base and custom attributes).

use std::borrow::Cow;
use std::collections::HashSet;

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::ResourceKind;
use crate::okta::Key;
use crate::wording::nearest;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Export(check)])
    .needing(&[ResourceKind::UserSchema]);

fn check<'d>(excerpt: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let schemas = excerpt.export.resources.of_kind(ResourceKind::UserSchema);
    let known: HashSet<Cow<'d, str>> = schemas.flat_map(attributes).collect();
    for rule in excerpt.rules() {
        let path = [Key::CONDITIONS, Key::USER_IDENTIFIER, Key::ATTRIBUTE];
        let matched = rule.node.at(&path).map(|node| (node, Severity::Warning));
        let path = [Key::ACTIONS, Key::PROFILE_ENROLLMENT, Key::PROFILE_ATTRIBUTES];
        let asked = rule.node.at(&path).into_iter().flat_map(Node::elements);
        let asked = asked.filter_map(|attribute| attribute.field(Key::NAME));
        // What is asked for at enrollment still reaches the registration hook.
        let asked = asked.map(|node| (node, Severity::Info));
        for (node, severity) in matched.into_iter().chain(asked) {
            let Some(name) = node.as_str().filter(|name| !known.contains(name)) else {
                continue;
            };
            let message =
                format!("{} is not an attribute of the org's user profiles", node.brief());
            let meant = nearest(&name, known.iter().map(AsRef::as_ref));
            let help = meant.map_or_else(
                || "Use an attribute of the profile, or add this one to it".to_owned(),
                |meant| format!("Did you mean \"{meant}\"?"),
            );
            cx.report(node, message).help(help).severity(severity);
        }
    }
}

fn attributes<'d>(schema: Node<'d>) -> impl Iterator<Item = Cow<'d, str>> {
    let definitions = schema.field(Key::DEFINITIONS).into_iter().flat_map(Node::members);
    let properties = definitions.filter_map(|definition| definition.value.field(Key::PROPERTIES));
    properties.flat_map(Node::members).filter_map(|property| property.key.as_str())
}
