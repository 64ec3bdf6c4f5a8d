//! What users may do about their passwords (Policy API, "Password Action object").

use crate::outcome::meaning::{Setting, drop_all, is};
use crate::outcome::said::{Name, Set, Text, settings};

use super::AuthenticationMethod;

settings! {
    /// Whether users may do something for themselves.
    pub struct Permission<'d> {
        /// `ALLOW` or `DENY`.
        access: Text<'d> = Key::ACCESS,
    }
}

settings! {
    /// Whether users may reset their passwords (Policy API, "Self Service Password Reset Action
    /// object").
    pub struct Reset<'d> (
        /// What is demanded for a reset that is denied.
        fn drop_idle(settings: &mut Vec<Setting<'d>>) {
            if is(settings, "access", "DENY") {
                drop_all(settings, &["requirement"]);
            }
        }
    ) {
        /// `ALLOW` or `DENY`.
        access: Text<'d> = Key::ACCESS,
        /// What that takes.
        requirement: Requirement<'d> = Key::REQUIREMENT,
    }
}

settings! {
    /// What a reset takes (Policy API, "Self Service Password Reset Action Requirement object").
    pub struct Requirement<'d> (
        const EMPTY_IS_NOTHING: bool = true;
    ) {
        /// Whose requirements count: `LEGACY` or `AUTH_POLICY`.
        access_control: Text<'d> = Key::ACCESS_CONTROL,
        /// The first step.
        primary: PrimaryStep<'d> = Key::PRIMARY,
        /// The second step.
        step_up: StepUp<'d> = Key::STEP_UP,
    }
}

settings! {
    /// The first step of a reset.
    pub struct PrimaryStep<'d> {
        /// Methods: alternatives.
        methods: Set<'d, Name<'d>> = Key::METHODS,
        /// Which authenticators count for a method.
        constraints: Set<'d, MethodConstraint<'d>> = Key::METHOD_CONSTRAINTS,
    }
}

settings! {
    /// Which authenticators count for a method of a reset.
    pub struct MethodConstraint<'d> {
        /// The method.
        method: Name<'d> = Key::METHOD,
        /// The authenticators.
        allowed: Set<'d, AuthenticationMethod<'d>> = Key::ALLOWED_AUTHENTICATORS,
    }
}

settings! {
    /// The second step of a reset.
    pub struct StepUp<'d> {
        /// Whether there is one.
        required: bool = Key::REQUIRED,
        /// Methods: alternatives; any other authenticator where there are none.
        methods: Set<'d, Name<'d>> = Key::METHODS,
    }
}
