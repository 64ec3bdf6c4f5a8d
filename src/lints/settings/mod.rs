//! The lints of the category `settings`.

pub(super) mod authenticator_without_id;
pub(super) mod delegation_unused;
pub(super) mod grace_period_over;
pub(super) mod grace_period_unused;
pub(super) mod nothing_to_enroll;
pub(super) mod password_age_mismatch;
pub(super) mod password_and_email_optional;
pub(super) mod push_without_otp;
pub(super) mod recovery_impossible;
pub(super) mod repeated_authenticator;
pub(super) mod required_never_enrolled;
pub(super) mod webauthn_only_settings;
