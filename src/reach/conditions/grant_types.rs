//! `grantTypes`: how a token is asked for.

use super::super::dimensions::Choice;
use super::listed::OneOf;
use super::{ConditionType, NotUnderstood, Parsed, Site, only, strings};
use crate::json::Node;
use crate::okta::Key;

pub(super) const CONDITION: ConditionType = ConditionType::new(Key::GRANT_TYPES, read);

/// What an empty list means is not documented.
fn read<'d>(node: Node<'d>, _: Site) -> Parsed<'d> {
    let [include] = only(node, [Key::INCLUDE])?;
    let grants = strings(include)?;
    if grants.is_empty() {
        return Err(NotUnderstood);
    }
    OneOf::including(Choice::GrantType, Key::INCLUDE, grants)
}
