//! The lints of the category `simulation`.

pub(super) mod simulate_body_in_list;
pub(super) mod simulate_ip_and_zones;
pub(super) mod simulate_managed_unregistered;
pub(super) mod simulate_user_and_groups;
