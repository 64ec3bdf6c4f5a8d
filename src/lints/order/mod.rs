//! The lints of the category `order`.

pub(super) mod catch_all_conditions;
pub(super) mod catch_all_last;
pub(super) mod default_policy_last;
pub(super) mod default_rule_last;
pub(super) mod duplicate_priority;
pub(super) mod inactive;
pub(super) mod policy_without_rules;
pub(super) mod priority_numbering;
pub(super) mod priority_unsorted;
pub(super) mod profile_enrollment_single_rule;
pub(super) mod rule_below_catch_all;
pub(super) mod second_custom_rule;
pub(super) mod several_catch_alls;
pub(super) mod system_object_inactive;
pub(super) mod system_rule_in_custom_policy;
pub(super) mod too_many_rules;
