//! What the name of a file tells of what is in it.

use std::path::Path;

use crate::json::Layout;

/// How a file with this extension is laid out; `None` for files that are not JSON.
pub(crate) fn layout(path: &Path) -> Option<Layout> {
    // A name such as `.json` is all extension.
    let name = path.file_name()?.as_encoded_bytes();
    let dot = memchr::memrchr(b'.', name)?;
    match name[dot + 1..].to_ascii_lowercase().as_slice() {
        b"json" => Some(Layout::Json),
        b"jsonl" | b"ndjson" => Some(Layout::Lines),
        _ => None,
    }
}
