//! How users get in: sessions, identity providers, tokens.

use crate::outcome::meaning::{Setting, drop_all, is};
use crate::outcome::said::{List, Remark, Text, Unexplained, settings};

settings! {
    /// Whether a sign-in to Okta goes on, with which factors and for how long (Policy API, "Signon
    /// Action object").
    pub struct SignOn<'d> (
        /// The second factor where none is required, and remembered devices where Okta asks every
        /// time.
        fn drop_idle(settings: &mut Vec<Setting<'d>>) {
            if !settings.iter().any(|setting| setting.name == "requireFactor") {
                drop_all(settings, &["factorPromptMode", "factorLifetime", "rememberDeviceByDefault"]);
            } else if is(settings, "factorPromptMode", "ALWAYS") {
                drop_all(settings, &["rememberDeviceByDefault"]);
            }
        }
    ) {
        /// `ALLOW`, `DENY`, or in Classic Engine `CHALLENGE`.
        access: Text<'d> = Key::ACCESS,
        /// The first factor: `PASSWORD_IDP` or `PASSWORD_IDP_ANY_FACTOR`.
        primary_factor: Text<'d> = Key::PRIMARY_FACTOR,
        /// Whether there has to be a second factor.
        require_factor: bool = Key::REQUIRE_FACTOR or false,
        /// When it is asked for: `ALWAYS`, `DEVICE` or `SESSION`.
        factor_prompt_mode: Text<'d> = Key::FACTOR_PROMPT_MODE,
        /// After how many minutes it is asked for again, in the mode `SESSION`.
        factor_lifetime: i64 = Key::FACTOR_LIFETIME,
        /// Whether users are offered not to be asked on this device again, and it is ticked.
        remember_device: bool = Key::REMEMBER_DEVICE_BY_DEFAULT or false,
        /// How long the session lasts.
        session: Session<'d> = Key::SESSION,
        /// The sequence of factors that `CHALLENGE` asks for.
        challenge: Unexplained<'d, Challenge<'d>> = Key::CHALLENGE,
    }
}

settings! {
    /// How long a session lasts (Policy API, "Signon Session object").
    pub struct Session<'d> (
        const EMPTY_IS_NOTHING: bool = true;
    ) {
        /// After how many idle minutes it ends.
        max_idle_minutes: i64 = Key::MAX_SESSION_IDLE_MINUTES or 120,
        /// After how many minutes it ends; 0 for never.
        max_lifetime_minutes: i64 = Key::MAX_SESSION_LIFETIME_MINUTES or 0,
        /// Whether it outlives the browser.
        uses_persistent_cookie: bool = Key::USE_PERSISTENT_COOKIE or false,
    }
}

settings! {
    /// Factor sequencing in Classic Engine (Terraform provider, `okta_policy_rule_signon`).
    pub struct Challenge<'d> {
        /// Alternatives.
        chains: List<'d, FactorStep<'d>> = Key::CHAIN,
    }
}

settings! {
    /// A step of a sequence of factors, with what comes after it.
    pub struct FactorStep<'d> {
        /// What completes the step: alternatives.
        criteria: List<'d, Factor<'d>> = Key::CRITERIA,
        /// The next step.
        next: List<'d, FactorStep<'d>> = Key::NEXT,
    }
}

impl<'d> FactorStep<'d> {
    /// The steps, from this one; none for one that is no object.
    pub(crate) fn steps(&self) -> impl Iterator<Item = Option<&FactorStep<'d>>> {
        std::iter::successors(Some(Some(self)), |step| {
            Some((*step)?.next.elements().first()?.value())
        })
    }
}

settings! {
    /// A factor of Classic Engine.
    pub struct Factor<'d> {
        /// Its type, such as `push`.
        kind: Text<'d> = Key::FACTOR_TYPE,
    }
}

settings! {
    /// Where users sign in (Policy API, "IdP Discovery Policy").
    pub struct Routing<'d> {
        /// The providers.
        providers: List<'d, Provider<'d>> = Key::PROVIDERS,
        /// Whether the providers are named, `SPECIFIC`, or found, `DYNAMIC`.
        selection: Text<'d> = Key::IDP_SELECTION_TYPE,
        /// How the provider is found.
        criteria: List<'d, Criterion<'d>> = Key::MATCH_CRITERIA,
    }
}

settings! {
    /// An identity provider. Its name is there to be read.
    pub struct Provider<'d> {
        /// Its type.
        kind: Text<'d> = Key::TYPE,
        /// Its id.
        id: Text<'d> = Key::ID,
        /// What it is called.
        name: Remark<'d> = Key::NAME,
    }
}

settings! {
    /// How the provider is found.
    pub struct Criterion<'d> {
        /// What of the provider is compared.
        property: Text<'d> = Key::PROPERTY_NAME or "name",
        /// With what.
        expression: Text<'d> = Key::PROVIDER_EXPRESSION,
    }
}

settings! {
    /// How long tokens are valid (Authorization servers API, "Token object").
    pub struct Tokens<'d> {
        /// How many minutes an access token is valid.
        access_minutes: i64 = Key::ACCESS_TOKEN_LIFETIME_MINUTES,
        /// How many minutes a refresh token is valid; 0 for ever.
        refresh_minutes: i64 = Key::REFRESH_TOKEN_LIFETIME_MINUTES,
        /// How many minutes a refresh token may go unused.
        refresh_window_minutes: i64 = Key::REFRESH_TOKEN_WINDOW_MINUTES,
        /// What may change the tokens.
        inline_hook: HookReference<'d> = Key::INLINE_HOOK,
    }
}

settings! {
    /// An inline hook.
    pub struct HookReference<'d> {
        /// Its id.
        id: Text<'d> = Key::ID,
    }
}
