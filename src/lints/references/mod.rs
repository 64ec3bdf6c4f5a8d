//! The lints of the category `references`.

pub(super) mod account_management_app;
pub(super) mod assurance_platform_mismatch;
pub(super) mod blocklist_zone;
pub(super) mod dangling_reference;
pub(super) mod empty_zone;
pub(super) mod everyone_and_others;
pub(super) mod impossible_id;
pub(super) mod inactive_reference;
pub(super) mod rule_of_another_type;
pub(super) mod unknown_attribute;
pub(super) mod unmapped_policy;
pub(super) mod wrong_id_kind;
