//! What ids tell of the objects that bear them.

use crate::json::Node;
use crate::okta::Key;

/// How the ids of policies start.
pub(super) const POLICY_IDS: [&str; 2] = ["00p", "rst"];

pub(super) fn has_id(node: Node<'_>, prefixes: &[&str]) -> bool {
    let id = node.field(Key::ID).and_then(Node::as_str);
    id.is_some_and(|id| is_id(&id, prefixes))
}

/// Whether a text reads like the id of a policy.
pub(super) fn is_policy_id(text: &str) -> bool {
    is_id(text, &POLICY_IDS)
}

/// Whether `id` reads like one of Okta's: one word that starts so. What starts like an English word
/// (`rule1`, `rstudio`) has the length of all ids, too.
fn is_id(id: &str, prefixes: &[&str]) -> bool {
    const LENGTH: usize = 20;
    let Some(rest) = prefixes.iter().find_map(|prefix| id.strip_prefix(prefix)) else {
        return false;
    };
    let is_lower = |first: char| first.is_ascii_lowercase();
    let is_word = id.starts_with(is_lower) && rest.starts_with(is_lower);
    let is_alphanumeric = rest.chars().all(|char| char.is_ascii_alphanumeric());
    !rest.is_empty() && is_alphanumeric && (!is_word || id.len() == LENGTH)
}
