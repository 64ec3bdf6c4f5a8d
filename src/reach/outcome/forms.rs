//! What Okta's documents say of each member of an action: its form, what it means to leave it out,
//! and where it counts for nothing.

use super::{Setting, Value};

/// What is documented of a member: its form, and what it means to leave it out.
pub(super) enum Form {
    Flag(Option<bool>),
    Number(Option<i64>),
    Text(Option<&'static str>),
    /// A name whose letter case does not count.
    Name,
    Length,
    Settings(Members),
    /// Settings that mean the same when they are empty and when they are left out.
    Optional(Members),
    /// Settings of which some count for nothing beside others.
    Dependent(Members, for<'d> fn(&mut Vec<Setting<'d>>)),
    /// Its order does not count. An empty one says what none says.
    Set(&'static Form),
    List(&'static Form),
    Constraints,
    /// It changes nothing.
    Idle,
}

pub(super) type Members = &'static [(&'static str, Form)];

impl Form {
    pub(super) fn is_default(&self, value: &Value<'_>) -> bool {
        match (self, value) {
            (Self::Flag(default), Value::Flag(flag)) => *default == Some(*flag),
            (Self::Number(default), Value::Number(number)) => *default == Some(*number),
            (Self::Text(default), Value::Text(text)) => *default == Some(text.as_ref()),
            (Self::Optional(_), Value::Settings(settings)) => settings.is_empty(),
            (Self::Set(_) | Self::Constraints, Value::Set(values)) => values.is_empty(),
            _ => false,
        }
    }

    pub(super) fn has_default(&self) -> bool {
        match self {
            Self::Flag(default) => default.is_some(),
            Self::Number(default) => default.is_some(),
            Self::Text(default) => default.is_some(),
            Self::Optional(_) | Self::Set(_) | Self::Constraints => true,
            Self::Name
            | Self::Length
            | Self::Settings(_)
            | Self::Dependent(..)
            | Self::List(_)
            | Self::Idle => false,
        }
    }
}

pub(super) const ACTIONS: Members = &[
    (
        "appSignOn",
        Form::Settings(&[
            ("access", Form::Text(None)),
            ("verificationMethod", Form::Dependent(VERIFICATION_METHOD, without_foreign_settings)),
            ("keepMeSignedIn", Form::Dependent(KEEP_ME_SIGNED_IN, without_unused_frequency)),
        ]),
    ),
    ("signon", Form::Dependent(SIGN_ON, without_unused_factor)),
    ("enroll", Form::Settings(&[("self", Form::Text(None))])),
    (
        "idp",
        Form::Settings(&[
            ("providers", Form::List(&Form::Settings(PROVIDER))),
            ("idpSelectionType", Form::Text(None)),
            ("matchCriteria", Form::List(&Form::Settings(CRITERION))),
        ]),
    ),
    ("passwordChange", Form::Settings(ACCESS)),
    (
        "selfServicePasswordReset",
        Form::Dependent(
            &[("access", Form::Text(None)), ("requirement", Form::Optional(REQUIREMENT))],
            without_unused_requirement,
        ),
    ),
    ("selfServiceUnlock", Form::Settings(ACCESS)),
    (
        "token",
        Form::Settings(&[
            ("accessTokenLifetimeMinutes", Form::Number(None)),
            ("refreshTokenLifetimeMinutes", Form::Number(None)),
            ("refreshTokenWindowMinutes", Form::Number(None)),
            ("inlineHook", Form::Settings(&[("id", Form::Text(None))])),
        ]),
    ),
    ("entityRisk", Form::Settings(&[("actions", Form::Set(&Form::Settings(RESPONSE)))])),
    (
        "postAuthSession",
        Form::Settings(&[("failureActions", Form::Set(&Form::Settings(RESPONSE)))]),
    ),
];

const ACCESS: Members = &[("access", Form::Text(None))];

/// Policy API, "Signon Action object" and "Signon Session object".
const SIGN_ON: Members = &[
    ("access", Form::Text(None)),
    ("primaryFactor", Form::Text(None)),
    ("requireFactor", Form::Flag(Some(false))),
    ("factorPromptMode", Form::Text(None)),
    ("factorLifetime", Form::Number(None)),
    ("rememberDeviceByDefault", Form::Flag(Some(false))),
    (
        "session",
        Form::Optional(&[
            ("maxSessionIdleMinutes", Form::Number(Some(120))),
            ("maxSessionLifetimeMinutes", Form::Number(Some(0))),
            ("usePersistentCookie", Form::Flag(Some(false))),
        ]),
    ),
];

/// Policy API, "Verification Method object".
const VERIFICATION_METHOD: Members = &[
    ("type", Form::Text(Some("ASSURANCE"))),
    ("factorMode", Form::Text(None)),
    ("reauthenticateIn", Form::Length),
    ("inactivityPeriod", Form::Length),
    ("constraints", Form::Constraints),
    ("chains", Form::Set(&CHAINS)),
    ("id", Form::Text(None)),
];

/// OpenAPI description, `KeepMeSignedIn`.
const KEEP_ME_SIGNED_IN: Members =
    &[("postAuth", Form::Text(None)), ("postAuthPromptFrequency", Form::Length)];

/// A constraint on the factors of one class (Policy API, "Constraints").
pub(super) const DEMAND: Members = &[
    ("types", Form::Set(&Form::Name)),
    ("methods", Form::Set(&Form::Name)),
    ("authenticationMethods", Form::Set(&Form::Settings(METHOD))),
    ("excludedAuthenticationMethods", Form::Set(&Form::Settings(METHOD))),
    ("reauthenticateIn", Form::Length),
    ("required", Form::Flag(None)),
    ("deviceBound", Form::Text(Some("OPTIONAL"))),
    ("hardwareProtection", Form::Text(Some("OPTIONAL"))),
    ("phishingResistant", Form::Text(Some("OPTIONAL"))),
    ("userPresence", Form::Text(Some("REQUIRED"))),
    ("userVerification", Form::Text(Some("OPTIONAL"))),
    ("userVerificationMethods", Form::Set(&Form::Name)),
];

/// OpenAPI description, `AuthenticationMethod`.
const METHOD: Members = &[
    ("key", Form::Text(None)),
    ("method", Form::Name),
    ("id", Form::Text(None)),
    ("hardwareProtection", Form::Text(Some("OPTIONAL"))),
    ("phishingResistant", Form::Text(Some("OPTIONAL"))),
    ("userVerification", Form::Text(Some("OPTIONAL"))),
    ("userVerificationMethods", Form::Set(&Form::Name)),
];

static CHAINS: Form = Form::Settings(&CHAIN);

/// OpenAPI description, `AuthenticationMethodChain`.
static CHAIN: [(&str, Form); 3] = [
    ("authenticationMethods", Form::Set(&Form::Settings(METHOD))),
    ("next", Form::List(&Form::Settings(&CHAIN))),
    ("reauthenticateIn", Form::Length),
];

/// Policy API, "IdP Discovery Policy". The name of a provider is there to be read.
const PROVIDER: Members =
    &[("type", Form::Text(None)), ("id", Form::Text(None)), ("name", Form::Idle)];

const CRITERION: Members =
    &[("propertyName", Form::Text(Some("name"))), ("providerExpression", Form::Text(None))];

/// Policy API, "Self Service Password Reset Action Requirement object".
const REQUIREMENT: Members = &[
    ("accessControl", Form::Text(None)),
    (
        "primary",
        Form::Settings(&[
            ("methods", Form::Set(&Form::Name)),
            ("methodConstraints", Form::Set(&Form::Settings(METHOD_CONSTRAINT))),
        ]),
    ),
    (
        "stepUp",
        Form::Settings(&[("required", Form::Flag(None)), ("methods", Form::Set(&Form::Name))]),
    ),
];

const METHOD_CONSTRAINT: Members =
    &[("method", Form::Name), ("allowedAuthenticators", Form::Set(&Form::Settings(METHOD)))];

/// OpenAPI description, `EntityRiskPolicyRuleActionsObject`.
const RESPONSE: Members =
    &[("action", Form::Text(None)), ("workflow", Form::Settings(&[("id", Form::Number(None))]))];

/// The second factor where none is required, and remembered devices where Okta asks every time
/// (Policy API, "Signon Action object").
fn without_unused_factor(settings: &mut Vec<Setting<'_>>) {
    if !settings.iter().any(|setting| setting.name == "requireFactor") {
        drop_all(settings, &["factorPromptMode", "factorLifetime", "rememberDeviceByDefault"]);
    } else if is(settings, "factorPromptMode", "ALWAYS") {
        drop_all(settings, &["rememberDeviceByDefault"]);
    }
}

/// What belongs to `ASSURANCE`, Okta drops from a chain (observed; Okta's Terraform provider leaves
/// it out).
fn without_foreign_settings(settings: &mut Vec<Setting<'_>>) {
    if is(settings, "type", "AUTH_METHOD_CHAIN") {
        drop_all(settings, &["factorMode", "constraints", "inactivityPeriod"]);
    }
}

/// The frequency of a prompt that is not allowed (OpenAPI description, `KeepMeSignedIn`).
fn without_unused_frequency(settings: &mut Vec<Setting<'_>>) {
    if is(settings, "postAuth", "NOT_ALLOWED") {
        drop_all(settings, &["postAuthPromptFrequency"]);
    }
}

/// What is demanded for a reset that is denied.
fn without_unused_requirement(settings: &mut Vec<Setting<'_>>) {
    if is(settings, "access", "DENY") {
        drop_all(settings, &["requirement"]);
    }
}

fn is(settings: &[Setting<'_>], name: &str, text: &str) -> bool {
    let found = settings.iter().find(|setting| setting.name == name);
    found.is_some_and(|setting| matches!(&setting.value, Value::Text(is) if is == text))
}

fn drop_all(settings: &mut Vec<Setting<'_>>, names: &[&str]) {
    settings.retain(|setting| !names.contains(&setting.name.as_ref()));
}
