//! The lints of the category `devices`.

pub(super) mod grace_period_length;
pub(super) mod two_os_version_requirements;
