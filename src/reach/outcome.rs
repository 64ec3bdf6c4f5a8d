//! What a rule does to the sign-ins that it takes, in a form that is equal for outcomes that surely
//! mean the same: the order inside lists that are sets, units of time, and members that say what
//! Okta assumes without them make no difference.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::duration::{Duration, Length};
use crate::export::PolicyRule;
use crate::json::{Node, ValueKind};

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Outcome<'d> {
    pub(super) access: Option<Access>,
    /// Of each member of `actions`; nothing where nothing but the denial counts.
    actions: Vec<Setting<'d>>,
    /// Whether Okta's documents explain all of it.
    is_understood: bool,
}

/// Whether the sign-in goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Access {
    Allow,
    Deny,
}

impl Access {
    /// What the rule says of sign-ins to Okta or to apps.
    pub(crate) fn of(rule: &PolicyRule<'_>) -> Option<Self> {
        ["appSignOn", "signon"].into_iter().find_map(|name| {
            let access = rule.action(name)?.field("access")?;
            match access.as_str()?.as_ref() {
                "ALLOW" => Some(Self::Allow),
                "DENY" => Some(Self::Deny),
                _ => None,
            }
        })
    }
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Setting<'d> {
    name: Cow<'d, str>,
    value: Value<'d>,
    /// Whether it is documented what its absence means, which is something else.
    has_default: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Value<'d> {
    Flag(bool),
    Number(i64),
    Text(Cow<'d, str>),
    Length(Length),
    Settings(Vec<Setting<'d>>),
    /// Sorted, each once.
    Set(Vec<Value<'d>>),
    List(Vec<Value<'d>>),
    /// As it is written.
    Other(&'d str),
}

impl<'d> Outcome<'d> {
    /// None where the export does not tell.
    pub(super) fn of(rule: &PolicyRule<'d>) -> Option<Self> {
        let actions = rule.node.field("actions")?;
        let access = Access::of(rule);
        // What else a rule says that denies counts for nothing (Policy API, "Authentication policy
        // action object"); servers still return it.
        if access == Some(Access::Deny) {
            return Some(Self { access, actions: Vec::new(), is_understood: true });
        }
        let mut reader = Reader { is_understood: true };
        let actions = reader.settings(actions, ACTIONS);
        Some(Self { access, actions, is_understood: reader.is_understood })
    }

    /// Whether the outcomes surely mean different things. That outcomes mean the same is said by
    /// their being equal; others may do either.
    pub(super) fn surely_differs(&self, other: &Self) -> bool {
        if let (Some(one), Some(another)) = (self.access, other.access)
            && one != another
        {
            return true;
        }
        self.is_understood && other.is_understood && differ(&self.actions, &other.actions)
    }
}

/// Numbers for outcomes, equal where the outcomes surely are.
#[derive(Debug, Default)]
pub(super) struct Classes<'d> {
    known: HashMap<Outcome<'d>, usize>,
    untold: usize,
}

impl<'d> Classes<'d> {
    pub(super) fn class(&mut self, outcome: Option<Outcome<'d>>) -> usize {
        let next = self.known.len() + self.untold;
        match outcome {
            Some(outcome) => *self.known.entry(outcome).or_insert(next),
            None => {
                self.untold += 1;
                next
            }
        }
    }
}

/// Whether settings of one kind surely mean different things.
fn differ(some: &[Setting<'_>], others: &[Setting<'_>]) -> bool {
    let lacks = |setting: &Setting<'_>, all: &[Setting<'_>]| {
        setting.has_default && !all.iter().any(|other| other.name == setting.name)
    };
    some.iter().any(|setting| {
        let other = others.iter().find(|other| other.name == setting.name);
        other.map_or(setting.has_default, |other| setting.value.surely_differs(&other.value))
    }) || others.iter().any(|setting| lacks(setting, some))
}

impl Value<'_> {
    fn surely_differs(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Settings(some), Self::Settings(others)) => differ(some, others),
            // What another order means is not documented.
            (Self::List(some), Self::List(others)) => sorted(some) != sorted(others),
            _ => self != other,
        }
    }
}

fn sorted<'v, 'd>(values: &'v [Value<'d>]) -> Vec<&'v Value<'d>> {
    let mut sorted: Vec<&Value<'d>> = values.iter().collect();
    sorted.sort();
    sorted
}

/// What is documented of a member: its form, and what it means to leave it out.
enum Form {
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

type Members = &'static [(&'static str, Form)];

const ACTIONS: Members = &[
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
    ("chains", Form::Set(&Form::Settings(&CHAIN))),
    ("id", Form::Text(None)),
];

/// OpenAPI description, `KeepMeSignedIn`.
const KEEP_ME_SIGNED_IN: Members =
    &[("postAuth", Form::Text(None)), ("postAuthPromptFrequency", Form::Length)];

/// A constraint on the factors of one class (Policy API, "Constraints").
const DEMAND: Members = &[
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

struct Reader {
    is_understood: bool,
}

impl Reader {
    /// The members that say something, by name.
    fn settings<'d>(&mut self, node: Node<'d>, known: Members) -> Vec<Setting<'d>> {
        let mut settings = Vec::new();
        for member in node.members().filter(|member| !member.value.is_null()) {
            let Some((name, form)) = known.iter().find(|(name, _)| member.key.is_str(name)) else {
                self.is_understood = false;
                let name = member.key.as_str().unwrap_or_default();
                let value = Value::Other(member.value.text());
                settings.push(Setting { name, value, has_default: false });
                continue;
            };
            // Of a repeated key the last counts.
            let is_repeated = node.member(name).is_some_and(|last| last.value != member.value);
            let value = if is_repeated { None } else { self.value(member.value, form) };
            if let Some(value) = value {
                let has_default = form.has_default();
                settings.push(Setting { name: Cow::Borrowed(name), value, has_default });
            }
        }
        settings.sort();
        settings
    }

    /// The value; none where it says what its absence says.
    fn value<'d>(&mut self, node: Node<'d>, form: &Form) -> Option<Value<'d>> {
        let read = match form {
            Form::Idle => return None,
            Form::Flag(_) => node.as_bool().map(Value::Flag),
            Form::Number(_) => node.as_i64().map(Value::Number),
            Form::Text(_) => node.as_str().map(Value::Text),
            Form::Name => node.as_str().map(|name| Value::Text(name.to_uppercase().into())),
            Form::Length => {
                let duration = node.as_str().and_then(|text| Duration::parse(&text));
                duration.map(|duration| Value::Length(duration.length()))
            }
            Form::Settings(known) | Form::Optional(known) if node.is_object() => {
                Some(Value::Settings(self.settings(node, known)))
            }
            Form::Dependent(known, drop_idle) if node.is_object() => {
                let mut settings = self.settings(node, known);
                drop_idle(&mut settings);
                Some(Value::Settings(settings))
            }
            Form::Set(each) if node.is_array() => Some(Value::Set(self.values(node, each, true))),
            Form::List(each) if node.is_array() => {
                Some(Value::List(self.values(node, each, false)))
            }
            Form::Constraints if node.is_array() => Some(Value::Set(self.constraints(node))),
            _ => None,
        };
        let Some(value) = read else {
            self.is_understood = false;
            return Some(Value::Other(node.text()));
        };
        (!form.is_default(&value)).then_some(value)
    }

    fn values<'d>(&mut self, list: Node<'d>, each: &Form, is_set: bool) -> Vec<Value<'d>> {
        let elements = list.elements().filter(|element| element.kind() != ValueKind::Null);
        let mut values: Vec<Value<'d>> =
            elements.filter_map(|element| self.value(element, each)).collect();
        if is_set {
            values.sort();
            values.dedup();
        }
        values
    }

    /// The alternatives of which one has to be met; none where one of them asks for nothing.
    fn constraints<'d>(&mut self, list: Node<'d>) -> Vec<Value<'d>> {
        const CLASSES: Members = &[
            ("knowledge", Form::Settings(DEMAND)),
            ("possession", Form::Settings(DEMAND)),
            ("inherence", Form::Settings(DEMAND)),
        ];
        let mut alternatives = self.values(list, &Form::Settings(CLASSES), true);
        for alternative in &mut alternatives {
            if let Value::Settings(classes) = alternative {
                classes.retain_mut(|class| match &mut class.value {
                    Value::Settings(demands) => asks_for_something(demands),
                    _ => true,
                });
            }
        }
        if alternatives.iter().any(|alternative| *alternative == Value::Settings(Vec::new())) {
            return Vec::new();
        }
        alternatives.sort();
        alternatives.dedup();
        alternatives
    }
}

/// Whether the demands on one class of factors ask for anything. One that is not required excludes
/// methods, and says nothing else (Policy API, "Constraints", `required`: true by default, false
/// beside exclusions).
fn asks_for_something(demands: &mut Vec<Setting<'_>>) -> bool {
    let excludes = demands.iter().any(|demand| demand.name == "excludedAuthenticationMethods");
    let given = demands.iter().position(|demand| demand.name == "required");
    let given = given.map(|place| demands.remove(place).value);
    let is_required = match given {
        Some(Value::Flag(is_required)) => is_required,
        Some(_) => return true,
        None => !excludes,
    };
    if !is_required {
        let counts = ["excludedAuthenticationMethods", "reauthenticateIn"];
        demands.retain(|demand| counts.contains(&demand.name.as_ref()));
        return !demands.is_empty();
    }
    // So that it differs from the same exclusions without a demand.
    if excludes {
        let (name, value) = ("required".into(), Value::Flag(true));
        demands.push(Setting { name, value, has_default: true });
    }
    true
}

impl Form {
    fn is_default(&self, value: &Value<'_>) -> bool {
        match (self, value) {
            (Self::Flag(default), Value::Flag(flag)) => *default == Some(*flag),
            (Self::Number(default), Value::Number(number)) => *default == Some(*number),
            (Self::Text(default), Value::Text(text)) => *default == Some(text.as_ref()),
            (Self::Optional(_), Value::Settings(settings)) => settings.is_empty(),
            (Self::Set(_) | Self::Constraints, Value::Set(values)) => values.is_empty(),
            _ => false,
        }
    }

    fn has_default(&self) -> bool {
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
