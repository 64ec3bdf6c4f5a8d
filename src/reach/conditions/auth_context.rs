//! `authContext`: interfaces other than the browser's (Policy API, "AuthContext Condition object").

use super::super::dimensions::Choice;
use super::ConditionType;
use super::listed::OneOf;
use crate::okta::Key;

pub(super) const CONDITION: ConditionType = ConditionType::new(Key::AUTH_CONTEXT, |node, _| {
    OneOf::level(Choice::EntryPoint, node, Key::AUTH_TYPE)
});
