//! The lints of the category `export`.

pub(super) mod cut_list;
pub(super) mod default_missing;
pub(super) mod duplicate_id;
pub(super) mod duplicate_name;
pub(super) mod everyone_groups_differ;
pub(super) mod links_contradict_object;
pub(super) mod one_per_org;
pub(super) mod saved_error;
pub(super) mod too_many_policies;
