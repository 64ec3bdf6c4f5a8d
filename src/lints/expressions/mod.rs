//! The lints of the category `expressions`.

pub(super) mod access_request_elsewhere;
pub(super) mod assignment_in_expression;
pub(super) mod blocked_word_expression;
pub(super) mod broken_expression;
pub(super) mod constant_expression;
pub(super) mod expression_not_boolean;
pub(super) mod group_criterion;
pub(super) mod group_name_prefix;
pub(super) mod impossible_value;
pub(super) mod mixed_and_or;
pub(super) mod throwing_conversion;
pub(super) mod unbalanced_expression;
pub(super) mod unguarded_device_attribute;
pub(super) mod unknown_operation;
pub(super) mod unknown_reference;
pub(super) mod version_as_text;
