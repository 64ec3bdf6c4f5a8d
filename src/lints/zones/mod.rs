//! The lints of the category `zones`.

pub(super) mod bad_zone_address;
pub(super) mod overlapping_zones;
