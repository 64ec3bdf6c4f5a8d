//! The lints of the category `posture`.

pub(super) mod asked_once_per_session;
pub(super) mod catch_all_one_factor;
pub(super) mod catch_all_weaker;
pub(super) mod duplicate_policy;
pub(super) mod lockout;
pub(super) mod no_lockout;
pub(super) mod one_factor_suffices;
pub(super) mod persistent_session;
pub(super) mod recovery_by_question_only;
pub(super) mod remembered_risk_prompt;
pub(super) mod response_only_logged;
pub(super) mod short_password;
pub(super) mod trusts_user_agent;
pub(super) mod unlimited_session;
pub(super) mod unverified_registration;
pub(super) mod weak_alternative;
