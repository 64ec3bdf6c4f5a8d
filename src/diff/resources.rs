//! Objects that policies refer to and whose own content changed: the same id means something else.

use std::collections::BTreeMap;

use crate::json::{Node, ValueKind};
use crate::model::{Export, ResourceKind};
use crate::wording::printable;

/// The kinds whose content decides which sign-ins a condition matches.
const KINDS: [ResourceKind; 2] = [ResourceKind::NetworkZone, ResourceKind::DeviceAssurance];

/// The objects that both exports hold with another content, in words.
pub(super) fn changed(old: &Export<'_>, new: &Export<'_>) -> Vec<String> {
    let contents = |export: &Export<'_>| -> BTreeMap<String, (ResourceKind, String)> {
        let all = export.resources.identified().filter(|(_, kind, _)| KINDS.contains(kind));
        all.map(|(id, kind, node)| (id.into_owned(), (kind, content(node)))).collect()
    };
    let (before, after) = (contents(old), contents(new));
    let changed =
        before.iter().filter(|(id, one)| after.get(*id).is_some_and(|other| other != *one));
    let words = changed.map(|(id, (kind, _))| {
        let name = new.resources.name(id).map_or_else(
            || printable(id),
            |name| format!("\"{}\" ({})", printable(&name), printable(id)),
        );
        format!("{} {name}", kind.name())
    });
    words.collect()
}

/// What an object says of itself, in an order that does not depend on how it is written.
fn content(object: Node<'_>) -> String {
    const APART: [&str; 4] = ["_links", "created", "lastUpdated", "name"];
    let members = object.fields().filter(|member| {
        let name = member.key.as_str();
        !name.is_some_and(|name| APART.contains(&name.as_ref()))
    });
    let members = members.map(|member| format!("{}:{}", member.key.text(), text(member.value)));
    let mut members: Vec<String> = members.collect();
    members.sort();
    members.join(",")
}

fn text(node: Node<'_>) -> String {
    let mut parts: Vec<String> = match node.kind() {
        ValueKind::Object => return content(node),
        ValueKind::Array => node.elements().map(text).collect(),
        _ => return node.text().to_owned(),
    };
    parts.sort();
    parts.join(",")
}
