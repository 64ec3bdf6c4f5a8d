//! From ids to objects and back, and from a rule to what takes its sign-ins.

use lsp_types::{Location, Position, Url};

use super::hover::is_key;
use super::objects::Object;
use super::session::Session;
use crate::json::Node;
use crate::map::entries;
use crate::okta::Key;

impl Session {
    /// The object that has the id; of a rule that does nothing, what takes its sign-ins.
    pub(super) fn definition(&self, uri: &Url, position: Position) -> Option<Vec<Location>> {
        let encoding = self.client.encoding;
        let (folder, name) = self.whole_folder_with(uri)?;
        let node = folder.node_at(&name, position, encoding)?;
        let exports = folder.workspace.exports();
        let object = Object::around(&exports, node)?;
        let mut targets: Vec<Node<'_>> = Vec::new();
        if let Some(id) = node.as_str().filter(|_| !is_key(node)) {
            let others = Object::with_id(&exports, &id).filter(|other| other.node != object.node);
            targets.extend(others.map(Object::label));
        }
        if targets.is_empty() {
            let of_object = entries(&exports, |node| node == object.node);
            let rules = of_object.into_iter().flat_map(|entry| entry.verdict.because_of);
            targets.extend(rules.map(|rule| Object { node: rule, ..object }.label()));
        }
        Some(targets.into_iter().filter_map(|node| self.location(node, encoding)).collect())
    }

    /// All places where the id stands, or that of the object.
    pub(super) fn references(
        &self,
        uri: &Url,
        position: Position,
        has_own: bool,
    ) -> Option<Vec<Location>> {
        let encoding = self.client.encoding;
        let (folder, name) = self.whole_folder_with(uri)?;
        let node = folder.node_at(&name, position, encoding)?;
        let exports = folder.workspace.exports();
        let of_value = node.as_str().filter(|_| !is_key(node));
        let is_known = |id: &str| Object::with_id(&exports, id).next().is_some();
        let id = of_value
            .filter(|id| is_known(id))
            .or_else(|| Object::around(&exports, node)?.node.field(Key::ID)?.as_str())?;
        let mut places: Vec<Node<'_>> = Vec::new();
        for export in &exports.all {
            let references = export.references().filter(|reference| reference.id == id);
            places.extend(references.map(|reference| reference.node));
        }
        if has_own {
            let own = Object::with_id(&exports, &id);
            places.extend(own.filter_map(|object| object.node.field(Key::ID)));
        }
        Some(places.into_iter().filter_map(|node| self.location(node, encoding)).collect())
    }
}
