//! Objects of an export by what people call them.

use crate::json::Node;
use crate::model::{Export, ResourceKind};
use crate::okta::Key;
use crate::wording::{nearest, printable};

/// What names no object, as a sentence without a full stop, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NotFound {
    pub(super) message: String,
    pub(super) help: String,
}

/// The id of the object that has this id or name. What looks like an id need not be in the export.
pub(super) fn id_of(
    text: &str,
    kind: ResourceKind,
    export: &Export<'_>,
) -> Result<String, NotFound> {
    let id = |object: Node<'_>| object.field(Key::ID)?.as_str().map(|id| id.into_owned());
    let all: Vec<(String, Option<String>)> = export
        .resources
        .of_kind(kind)
        .filter_map(id)
        .map(|id| {
            let name = export.resources.name(&id).map(|name| name.into_owned());
            (id, name)
        })
        .collect();
    let is_called =
        |(id, name): &&(String, Option<String>)| id == text || name.as_deref() == Some(text);
    if let Some((id, _)) = all.iter().find(is_called) {
        return Ok(id.clone());
    }
    if kind.is_id(text) {
        return Ok(text.to_owned());
    }
    let names = || all.iter().filter_map(|(_, name)| name.as_deref());
    let help = match nearest(text, names()) {
        Some(meant) => format!("Did you mean \"{}\"?", printable(meant)),
        None if all.is_empty() => format!("Give an id: the export has no {}", kind.plural()),
        None => format!("Give the id or name of a {} of the export", kind.name()),
    };
    let message = format!("there is no {} \"{}\" in the export", kind.name(), printable(text));
    Err(NotFound { message, help })
}
