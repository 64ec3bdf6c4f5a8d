//! What the addresses say under which Okta served objects.

use std::borrow::Cow;

use super::id::Id;
use crate::json::Node;
use crate::okta::Key;

/// The address under which Okta served the object.
pub(crate) fn self_link<'d>(node: Node<'d>) -> Option<Cow<'d, str>> {
    node.at(&[Key::LINKS, Key::SELF, Key::HREF])?.as_str()
}

/// The id of the policy of a rule, as the rule's own address tells it.
pub(super) fn policy_in_link(link: Cow<'_, str>) -> Option<Id<'_>> {
    let policy = match link {
        Cow::Borrowed(link) => Cow::Borrowed(policy_in(link)?),
        Cow::Owned(link) => Cow::Owned(policy_in(&link)?.to_owned()),
    };
    Some(Id::of(policy))
}

fn policy_in(link: &str) -> Option<&str> {
    let (_, after) = link.split_once("/policies/")?;
    let (policy, rest) = after.split_once('/')?;
    rest.starts_with("rules").then_some(policy)
}
