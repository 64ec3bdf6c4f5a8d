//! `userType`: the user's type (Policy API, "UserType Condition object").

use super::super::dimensions::Choice;
use super::ConditionType;
use super::listed::OneOf;
use crate::okta::Key;

pub(super) const CONDITION: ConditionType =
    ConditionType::new(Key::USER_TYPE, |node, _| OneOf::lists(Choice::UserType, node));
