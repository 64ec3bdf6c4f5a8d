//! What the map says of the policies and rules of a text: in symbols, hints and hovers.

use lsp_types::{
    DocumentSymbol, DocumentSymbolResponse, InlayHint, InlayHintLabel, InlayHintParams,
    InlayHintTooltip, Location, Position, SymbolInformation, SymbolKind, Url,
};
use serde_json::Value;

use super::folder::Folder;
use super::names;
use super::objects::Object;
use super::positions::Lines;
use super::session::Session;
use crate::export::Exports;
use crate::json::Node;
use crate::map::{Entry, entries};
use crate::model::ObjectKind;

/// How many symbols are told of a whole workspace: whoever wants another one types more of its name.
const MOST: usize = 500;

impl Session {
    pub(super) fn document_symbols(&self, uri: &Url) -> Option<DocumentSymbolResponse> {
        let (encoding, is_nested) = (self.client.encoding, self.client.nests_symbols);
        let (folder, name) = self.whole_folder_with(uri)?;
        let document = folder.workspace.document(&name)?;
        let lines = Lines::of(document.text(), encoding);
        let exports = folder.workspace.exports();
        let here = |node: Node<'_>| std::ptr::eq(node.document(), document);
        let entries = entries(&exports, here);
        let mut objects: Vec<Object<'_>> =
            Object::all(&exports).filter(|object| here(object.node)).collect();
        // Outer ones first.
        objects.sort_by_key(|object| (object.node.span().start, object.node.span().end));
        objects.dedup_by_key(|object| object.node.span().start);
        let mut symbols: Vec<(std::ops::Range<usize>, DocumentSymbol)> = Vec::new();
        for object in objects {
            let entry = entries.iter().find(|entry| entry.node.span() == object.node.span());
            let symbol = symbol(object, entry, &lines);
            let span = object.node.span();
            match symbols.last_mut() {
                Some((around, parent)) if is_nested && span.end <= around.end => {
                    parent.children.get_or_insert_default().push(symbol);
                }
                _ => symbols.push((span, symbol)),
            }
        }
        let symbols = symbols.into_iter().map(|(_, symbol)| symbol);
        Some(match is_nested {
            true => DocumentSymbolResponse::Nested(symbols.collect()),
            false => {
                let flat = symbols.map(|symbol| {
                    let location = Location { uri: uri.clone(), range: symbol.selection_range };
                    information(symbol.name, symbol.kind, location)
                });
                DocumentSymbolResponse::Flat(flat.collect())
            }
        })
    }

    pub(super) fn workspace_symbols(&self, query: &str) -> Vec<SymbolInformation> {
        let query = query.to_lowercase();
        let encoding = self.client.encoding;
        let mut symbols = Vec::new();
        for folder in &self.folders {
            let exports = folder.workspace.exports();
            let wanted = Object::all(&exports).filter(|object| {
                let named = object.named();
                let texts = [named.name, named.id];
                texts.iter().flatten().any(|text| text.to_lowercase().contains(&query))
            });
            for object in wanted.take(MOST - symbols.len().min(MOST)) {
                let location = self.location(object.label(), encoding);
                symbols.extend(
                    location.map(|location| information(object.name(), kind(object), location)),
                );
            }
        }
        symbols
    }

    /// The verdict of each rule, behind its name.
    pub(super) fn hints(&self, params: &InlayHintParams) -> Option<Vec<InlayHint>> {
        let encoding = self.client.encoding;
        let (folder, name) = self.whole_folder_with(&params.text_document.uri)?;
        let document = folder.workspace.document(&name)?;
        let lines = Lines::of(document.text(), encoding);
        let asked = lines.span(&params.range);
        let exports = folder.workspace.exports();
        let is_asked_for = |node: Node<'_>| {
            let span = node.span();
            std::ptr::eq(node.document(), document)
                && span.start <= asked.end
                && asked.start <= span.end
        };
        let rules = entries(&exports, is_asked_for).into_iter().filter(|entry| entry.is_rule);
        let hints = rules.map(|entry| {
            let end = label(&exports, &entry).span().end;
            hint(lines.position(end), &entry)
        });
        Some(hints.collect())
    }

    /// Where a value stands.
    pub(super) fn location(
        &self,
        node: Node<'_>,
        encoding: super::positions::Encoding,
    ) -> Option<Location> {
        let document = node.document();
        let range = Lines::of(document.text(), encoding).range(&node.span());
        Some(Location { uri: self.url(&names::whole(document.name()))?, range })
    }

    /// What is checked together with a text, and what that is called, unless it is no JSON just now.
    pub(super) fn whole_folder_with(&self, uri: &Url) -> Option<(&Folder, String)> {
        let name = names::name(uri);
        let folder = self.known_folder_with(uri)?;
        (!folder.is_broken(&name)).then_some((folder, name))
    }
}

fn label<'d>(exports: &Exports<'d>, entry: &Entry<'d>) -> Node<'d> {
    let object = Object::around(exports, entry.node);
    object.map_or(entry.node, Object::label)
}

fn hint(position: Position, entry: &Entry<'_>) -> InlayHint {
    InlayHint {
        position,
        label: InlayHintLabel::String(entry.verdict.brief.to_owned()),
        kind: None,
        text_edits: None,
        tooltip: Some(InlayHintTooltip::String(entry.verdict.words.clone())),
        padding_left: Some(true),
        padding_right: None,
        data: None::<Value>,
    }
}

#[expect(deprecated, reason = "the type has a member that is")]
fn symbol(object: Object<'_>, entry: Option<&Entry<'_>>, lines: &Lines<'_>) -> DocumentSymbol {
    DocumentSymbol {
        name: object.name(),
        detail: entry.map(|entry| entry.verdict.brief.to_owned()),
        kind: kind(object),
        tags: None,
        deprecated: None,
        range: lines.range(&object.node.span()),
        selection_range: lines.range(&object.label().span()),
        children: None,
    }
}

#[expect(deprecated, reason = "the type has a member that is")]
fn information(name: String, kind: SymbolKind, location: Location) -> SymbolInformation {
    SymbolInformation { name, kind, tags: None, deprecated: None, location, container_name: None }
}

fn kind(object: Object<'_>) -> SymbolKind {
    match object.kind {
        ObjectKind::Policy => SymbolKind::CLASS,
        ObjectKind::Rule => SymbolKind::METHOD,
        _ => SymbolKind::OBJECT,
    }
}
