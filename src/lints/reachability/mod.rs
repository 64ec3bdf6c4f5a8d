//! The lints of the category `reachability`.

pub(super) mod catch_all_unreachable;
pub(super) mod conflicting_actions_same_conditions;
pub(super) mod contradictory_conditions;
pub(super) mod deny_after_allow;
pub(super) mod policy_falls_through;
pub(super) mod reached_by_gap_only;
pub(super) mod redundant_rule;
pub(super) mod unreachable_policy;
pub(super) mod unreachable_rule;
