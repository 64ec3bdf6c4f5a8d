//! What something means.

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind, Position, Url};

use super::objects::Object;
use super::positions::Lines;
use super::session::Session;
use crate::json::Node;
use crate::map::entries;
use crate::okta::Key;
use crate::schema::Described;
use crate::wording::{printable, series};

/// With more values than these, a list helps nobody.
const MOST_VALUES: usize = 12;

impl Session {
    pub(super) fn hover(&self, uri: &Url, position: Position) -> Option<Hover> {
        let encoding = self.client.encoding;
        let (folder, name) = self.whole_folder_with(uri)?;
        let node = folder.node_at(&name, position, encoding)?;
        let exports = folder.workspace.exports();
        let object = Object::around(&exports, node)?;
        let mut said = Vec::new();
        if let Some(id) = node.as_str().filter(|_| !is_key(node)) {
            let called = Object::with_id(&exports, &id).next();
            let called = called.filter(|called| called.node != object.node);
            said.extend(called.map(|called| {
                let file = printable(called.node.document().name());
                format!("{}, in {file}", called.title())
            }));
        }
        said.extend(member(object, node));
        if is_about_all(object, node) {
            let is_it = |node: Node<'_>| node == object.node;
            for entry in entries(&exports, is_it) {
                said.push(object.title());
                said.extend(entry.said);
                said.push(entry.verdict.words);
            }
        }
        if said.is_empty() {
            return None;
        }
        // Names are others' to choose: as markup they could show anything.
        let contents = MarkupContent { kind: MarkupKind::PlainText, value: said.join("\n\n") };
        let range = Some(Lines::of(node.document().text(), encoding).range(&node.span()));
        Some(Hover { contents: HoverContents::Markup(contents), range })
    }
}

/// Whether the node is the key of a member.
pub(super) fn is_key(node: Node<'_>) -> bool {
    node.own_key() == Some(node)
}

/// What the schemas say of the member.
fn member(object: Object<'_>, node: Node<'_>) -> Option<String> {
    let place = Described::whole(object.kind, object.of)?.within(object.node, node)?;
    let mut said = place.description()?.to_owned();
    let values = place.values();
    if (1..=MOST_VALUES).contains(&values.len()) {
        said += &format!("\n\nOne of {}", series(values, "and"));
    }
    Some(said)
}

/// Whether the place stands for all of the object: its own brackets and members, its conditions and
/// actions, and what these are called.
fn is_about_all(object: Object<'_>, node: Node<'_>) -> bool {
    let depth = node.steps().len() - object.node.steps().len();
    let names = |name: Key| object.node.get(name).is_some_and(|member| member.contains(node));
    match depth {
        0 | 1 => true,
        2 => names(Key::CONDITIONS) || names(Key::ACTIONS),
        _ => false,
    }
}
