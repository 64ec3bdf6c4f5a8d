//! What may be typed: names of members, values, and ids by the names of their objects.

use lsp_types::{CompletionItem, CompletionItemKind, CompletionTextEdit, Position, TextEdit, Url};

use super::cursor::{Cursor, Step};
use super::names;
use super::objects::Object;
use super::positions::Lines;
use super::session::Session;
use crate::export::Exports;
use crate::json::Node;
use crate::model::{ObjectKind, ResourceKind, kind_at};
use crate::okta::Key;
use crate::schema::Described;
use crate::wording::{clipped, printable};

/// How many objects are offered.
const MOST: usize = 1_000;

impl Session {
    pub(super) fn completions(&mut self, uri: &Url, at: Position) -> Option<Vec<CompletionItem>> {
        let name = names::name(uri);
        let text = &self.open.get(&name)?.text;
        let lines = Lines::of(text, self.client.encoding);
        let offset = lines.offset(at);
        let cursor = Cursor::at(text, offset);
        let range = lines.range(&cursor.token);
        // What the text was when it was JSON last tells what object this is.
        let folder = self.known_folder_with(uri)?;
        let document = folder.workspace.document(&name)?;
        let exports = folder.workspace.exports();
        let deepest = deepest(document.roots().next()?, &cursor.path);
        let object = Object::around(&exports, deepest)?;
        let path = cursor.path.get(object.node.steps().len()..)?;
        let whole = Described::whole(object.kind, object.of)?;
        let place = path.iter().try_fold(whole, |place, step| match step {
            Step::Member(name) => place.member(name),
            Step::Element(_) => place.element(),
        })?;
        let edit = |new_text: String| Some(CompletionTextEdit::Edit(TextEdit { range, new_text }));
        if let Some(present) = &cursor.members {
            let is_new = |name: &str| !present.iter().any(|known| known == name);
            let members = place.members().filter(|(name, _)| is_new(name));
            let colon = if cursor.has_colon { "" } else { ": " };
            let items = members.map(|(name, description)| CompletionItem {
                label: name.to_owned(),
                kind: Some(CompletionItemKind::FIELD),
                detail: Some(description.to_owned()).filter(|said| !said.is_empty()),
                filter_text: Some(format!("\"{name}\"")),
                text_edit: edit(format!("\"{name}\"{colon}")),
                ..CompletionItem::default()
            });
            return Some(items.collect());
        }
        let values = place.values().into_iter().map(|value| CompletionItem {
            label: value.trim_matches('"').to_owned(),
            kind: Some(CompletionItemKind::VALUE),
            filter_text: Some(value.clone()),
            text_edit: edit(value),
            ..CompletionItem::default()
        });
        let ids = referred(object, path).into_iter().flat_map(|kind| named(&exports, kind));
        let ids = ids.take(MOST).map(|(id, name)| CompletionItem {
            label: printable(&name),
            kind: Some(CompletionItemKind::REFERENCE),
            detail: Some(printable(&id)),
            filter_text: Some(format!("\"{}\"", clipped(&name))),
            text_edit: edit(serde_json::Value::from(id).to_string()),
            ..CompletionItem::default()
        });
        Some(values.chain(ids).collect())
    }
}

/// The innermost value that the path leads to, as far as there is one.
fn deepest<'d>(root: Node<'d>, path: &[Step]) -> Node<'d> {
    let mut at = root;
    for step in path {
        let next = match step {
            Step::Member(name) => at.get_named(name),
            Step::Element(index) => at.elements().nth(*index),
        };
        match next {
            Some(next) => at = next,
            None => return at,
        }
    }
    at
}

/// What the ids are of that stand there.
fn referred(object: Object<'_>, path: &[Step]) -> Option<ResourceKind> {
    let names = path.iter().filter_map(|step| match step {
        Step::Member(name) => Some(Key::of(name)),
        Step::Element(_) => None,
    });
    let is_it = matches!(object.kind, ObjectKind::Policy | ObjectKind::Rule);
    is_it.then(|| kind_at(&names.collect::<Vec<_>>()))?
}

/// The objects of a kind, by name: each with its id.
fn named(exports: &Exports<'_>, kind: ResourceKind) -> impl Iterator<Item = (String, String)> {
    let objects = exports.all.iter().flat_map(|export| export.resources.of_kind(kind));
    let mut named: Vec<(String, String)> = objects
        .filter_map(|object| Some(object.field(Key::ID)?.as_str()?.into_owned()))
        .map(|id| {
            let mut names = exports.all.iter().filter_map(|export| export.resources.name(&id));
            let name = names.next().map_or_else(|| id.clone(), |name| name.into_owned());
            (id, name)
        })
        .collect();
    named.sort_by(|(_, one), (_, other)| one.cmp(other));
    named.into_iter()
}
