//! The lints of the category `conditions`.

pub(super) mod all_zones_not_alone;
pub(super) mod ambiguous_condition;
pub(super) mod assurance_needs_registered;
pub(super) mod default_policy_provider;
pub(super) mod deny_on_behavior;
pub(super) mod detection_include_and_exclude;
pub(super) mod detection_never_at_level;
pub(super) mod empty_patterns;
pub(super) mod include_exclude_overlap;
pub(super) mod ldap_primary_factor;
pub(super) mod managed_needs_registered;
pub(super) mod needless_exclusion;
pub(super) mod platform_class_mismatch;
pub(super) mod policy_groups_only;
pub(super) mod regex_case;
pub(super) mod single_pattern;
pub(super) mod stale_condition_value;
pub(super) mod stale_zone_list;
pub(super) mod subsumed_pattern;
pub(super) mod subsumed_platform;
pub(super) mod suffix_without_at;
pub(super) mod users_and_groups;
pub(super) mod zone_include_and_exclude;
pub(super) mod zone_without_list;
