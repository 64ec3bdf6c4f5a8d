//! What users enroll: authenticators and profiles.

use crate::outcome::said::{List, Text, settings};

settings! {
    /// When users are asked to enroll authenticators (Policy API, "Policy Action object" of
    /// authenticator enrollment policies).
    pub struct EnrollmentPrompt<'d> {
        /// `LOGIN`, `CHALLENGE`, `NEVER` or `NEVER_INCLUDING_RECOVERY`.
        when: Text<'d> = Key::SELF,
    }
}

settings! {
    /// How unknown users register and known ones complete their profile (Policy API, "Profile
    /// Enrollment Action object"). What of it makes no difference is not documented.
    pub struct ProfileEnrollment<'d> {
        /// `ALLOW` or `DENY`.
        access: Text<'d> = Key::ACCESS,
        /// Whether unknown users may register: `REGISTER` or `DENY`.
        unknown_user_action: Text<'d> = Key::UNKNOWN_USER_ACTION,
        /// What users are asked for.
        attributes: List<'d, ProfileAttribute<'d>> = Key::PROFILE_ATTRIBUTES,
        /// Whether known users are asked for what is missing: `ENABLED` or `DISABLED`.
        progressive_profiling: Text<'d> = Key::PROGRESSIVE_PROFILING_ACTION,
        /// What an account takes to become active.
        activation: ActivationRequirements<'d> = Key::ACTIVATION_REQUIREMENTS,
        /// The groups that users are added to.
        groups: List<'d, Text<'d>> = Key::TARGET_GROUP_IDS,
        /// What runs before.
        inline_hooks: List<'d, InlineHook<'d>> = Key::PRE_REGISTRATION_INLINE_HOOKS,
        /// By which attributes users are known.
        identifiers: List<'d, Text<'d>> = Key::ALLOWED_IDENTIFIERS,
    }
}

settings! {
    /// An attribute that users are asked for.
    pub struct ProfileAttribute<'d> {
        /// Its name.
        name: Text<'d> = Key::NAME,
        /// Whether they have to tell.
        required: bool = Key::REQUIRED,
    }
}

settings! {
    /// What an account takes to become active.
    pub struct ActivationRequirements<'d> {
        /// Whether the user has to prove the email address.
        email_verification: bool = Key::EMAIL_VERIFICATION,
    }
}

settings! {
    /// An inline hook that runs before users are registered.
    pub struct InlineHook<'d> {
        /// Its id.
        id: Text<'d> = Key::INLINE_HOOK_ID,
    }
}
