//! What an authentication policy asks of users (Policy API, "Authentication policy action object",
//! "Verification Method object").

use crate::authenticators::{Characteristic, FactorClass};
use crate::json::Node;
use crate::outcome::meaning::{Doubts, Setting, Value, drop_all, is};
use crate::outcome::said::{Form, List, Name, Period, Said, Set, Text, Unlisted, settings};

settings! {
    /// Whether a sign-in to an app goes on, and after which proof (Policy API, "Authentication policy
    /// action object").
    pub struct AppSignOn<'d> {
        /// `ALLOW` or `DENY`.
        access: Text<'d> = Key::ACCESS,
        /// What is asked for.
        verification: Verification<'d> = Key::VERIFICATION_METHOD,
        /// Whether users may stay signed in.
        keep_me_signed_in: KeepMeSignedIn<'d> = Key::KEEP_ME_SIGNED_IN,
    }
}

settings! {
    /// What is asked of the user (Policy API, "Verification Method object"; OpenAPI description,
    /// `AuthenticationMethodChainMethod`, `IdProofingMethod`).
    pub struct Verification<'d> (
        /// What belongs to `ASSURANCE`, Okta drops from a chain (observed; Okta's Terraform provider
        /// leaves it out).
        fn drop_idle(settings: &mut Vec<Setting<'d>>) {
            if is(settings, "type", "AUTH_METHOD_CHAIN") {
                drop_all(settings, &["factorMode", "constraints", "inactivityPeriod"]);
            }
        }
    ) {
        /// `ASSURANCE`, `AUTH_METHOD_CHAIN` or `ID_PROOFING`.
        kind: Text<'d> = Key::TYPE or "ASSURANCE",
        /// The number of factors that `ASSURANCE` asks for: `1FA` or `2FA`.
        factor_mode: Text<'d> = Key::FACTOR_MODE,
        /// When users have to pass again, whatever they do.
        reauthenticate_in: Period<'d> = Key::REAUTHENTICATE_IN,
        /// When users have to pass again who did nothing.
        inactivity_period: Period<'d> = Key::INACTIVITY_PERIOD,
        /// What `ASSURANCE` demands of the factors.
        constraints: Constraints<'d> = Key::CONSTRAINTS,
        /// The chains of `AUTH_METHOD_CHAIN`: alternatives.
        chains: Set<'d, Chain<'d>> = Key::CHAINS,
        /// Which provider proves the identity, of `ID_PROOFING`.
        id: Text<'d> = Key::ID,
    }
}

impl<'d> Verification<'d> {
    /// Whether a number of factors is asked for.
    pub fn is_assurance(&self) -> bool {
        self.kind.is_nothing() || self.kind.is("ASSURANCE")
    }

    /// The number of factors that `ASSURANCE` asks for.
    pub fn factors(&self) -> Option<usize> {
        match self.factor_mode.text()? {
            "1FA" => Some(1),
            "2FA" => Some(2),
            _ => None,
        }
    }

    /// What `ASSURANCE` demands of the factors: alternatives.
    pub fn alternatives(&self) -> &[Said<'d, Constraint<'d>>] {
        match self.constraints.value() {
            Some(Constraints(alternatives)) if self.is_assurance() => alternatives,
            _ => &[],
        }
    }
}

settings! {
    /// Whether users are offered to stay signed in (OpenAPI description, `KeepMeSignedIn`).
    pub struct KeepMeSignedIn<'d> (
        /// The frequency of a prompt that is not allowed.
        fn drop_idle(settings: &mut Vec<Setting<'d>>) {
            if is(settings, "postAuth", "NOT_ALLOWED") {
                drop_all(settings, &["postAuthPromptFrequency"]);
            }
        }
    ) {
        /// `ALLOWED` or `NOT_ALLOWED`.
        post_auth: Text<'d> = Key::POST_AUTH,
        /// How often they are asked.
        prompt_frequency: Period<'d> = Key::POST_AUTH_PROMPT_FREQUENCY,
    }
}

settings! {
    /// One of the alternatives that `ASSURANCE` accepts: what it demands of each factor class (Policy
    /// API, "Constraints"). Inherence cannot be configured.
    pub struct Constraint<'d> {
        /// What users know.
        knowledge: Demand<'d> = Key::KNOWLEDGE,
        /// What users have.
        possession: Demand<'d> = Key::POSSESSION,
        /// What users are.
        inherence: Demand<'d> = Key::INHERENCE,
    }
}

impl<'d> Constraint<'d> {
    /// The demands on the classes that can be configured.
    pub(crate) fn demands(&self) -> impl Iterator<Item = (FactorClass, &Demand<'d>)> {
        let knowledge = self.knowledge.value().map(|demand| (FactorClass::Knowledge, demand));
        let possession = self.possession.value().map(|demand| (FactorClass::Possession, demand));
        knowledge.into_iter().chain(possession)
    }
}

settings! {
    /// What a constraint demands of the factors of one class (Policy API, "Constraints").
    pub struct Demand<'d> {
        /// Types of authenticators, one of which counts.
        types: Set<'d, Name<'d>> = Key::TYPES,
        /// Methods, one of which counts.
        methods: Set<'d, Name<'d>> = Key::METHODS,
        /// Authenticators, one of which counts.
        allowed: Set<'d, AuthenticationMethod<'d>> = Key::AUTHENTICATION_METHODS,
        /// Authenticators that do not count.
        excluded: Set<'d, AuthenticationMethod<'d>> = Key::EXCLUDED_AUTHENTICATION_METHODS,
        /// When a factor of the class has to be given again.
        reauthenticate_in: Period<'d> = Key::REAUTHENTICATE_IN,
        /// Whether a factor of the class is needed.
        required: bool = Key::REQUIRED,
        /// Whether it has to be bound to a device.
        device_bound: Text<'d> = Key::DEVICE_BOUND or "OPTIONAL",
        /// Whether hardware has to protect its keys.
        hardware_protection: Text<'d> = Key::HARDWARE_PROTECTION or "OPTIONAL",
        /// Whether it has to resist phishing.
        phishing_resistant: Text<'d> = Key::PHISHING_RESISTANT or "OPTIONAL",
        /// Whether the user has to be there.
        user_presence: Text<'d> = Key::USER_PRESENCE or "REQUIRED",
        /// Whether it has to verify who uses it.
        user_verification: Text<'d> = Key::USER_VERIFICATION or "OPTIONAL",
        /// How it may verify the user.
        user_verification_methods: Set<'d, Name<'d>> = Key::USER_VERIFICATION_METHODS,
    }
}

impl<'d> Demand<'d> {
    /// Whether a factor of the class is needed. In a request `required` may be left out, and Okta
    /// takes it to be false beside exclusions (Policy API, "Constraints").
    pub(crate) fn is_required(&self) -> bool {
        self.required.said().unwrap_or(self.excluded.elements().is_empty())
    }

    /// What is said of a characteristic.
    pub(crate) fn characteristic(&self, characteristic: Characteristic) -> &Said<'d, Text<'d>> {
        match characteristic {
            Characteristic::HardwareProtection => &self.hardware_protection,
            Characteristic::DeviceBound => &self.device_bound,
            Characteristic::PhishingResistant => &self.phishing_resistant,
            Characteristic::UserPresence => &self.user_presence,
            Characteristic::UserVerification => &self.user_verification,
        }
    }
}

settings! {
    /// An authenticator with one of its methods, or all of them (OpenAPI description,
    /// `AuthenticationMethod`).
    pub struct AuthenticationMethod<'d> {
        /// The authenticator.
        key: Text<'d> = Key::KEY,
        /// The method.
        method: Name<'d> = Key::METHOD,
        /// Which of several authenticators with the key.
        id: Text<'d> = Key::ID,
        /// Whether hardware has to protect its keys.
        hardware_protection: Text<'d> = Key::HARDWARE_PROTECTION or "OPTIONAL",
        /// Whether it has to resist phishing.
        phishing_resistant: Text<'d> = Key::PHISHING_RESISTANT or "OPTIONAL",
        /// Whether it has to verify who uses it.
        user_verification: Text<'d> = Key::USER_VERIFICATION or "OPTIONAL",
        /// How it may verify the user.
        user_verification_methods: Set<'d, Name<'d>> = Key::USER_VERIFICATION_METHODS,
    }
}

impl AuthenticationMethod<'_> {
    /// Whether the characteristic is demanded, even if Okta's documents do not list it here.
    pub(crate) fn requires(&self, characteristic: Characteristic) -> bool {
        match characteristic {
            Characteristic::HardwareProtection => self.hardware_protection.is("REQUIRED"),
            Characteristic::PhishingResistant => self.phishing_resistant.is("REQUIRED"),
            Characteristic::UserVerification => self.user_verification.is("REQUIRED"),
            Characteristic::DeviceBound | Characteristic::UserPresence => {
                let said = |unlisted: &&Unlisted<'_>| unlisted.name == characteristic.name();
                let last = self.unlisted.iter().rfind(said);
                last.is_some_and(|unlisted| unlisted.node.is_str("REQUIRED"))
            }
        }
    }
}

settings! {
    /// A chain of authenticators, or what is left of it after a step (OpenAPI description,
    /// `AuthenticationMethodChain`).
    pub struct Chain<'d> {
        /// What completes the first step: alternatives.
        methods: Set<'d, AuthenticationMethod<'d>> = Key::AUTHENTICATION_METHODS,
        /// What comes after it. Where it holds several steps, it is wrong in itself.
        next: List<'d, Chain<'d>> = Key::NEXT,
        /// When users have to pass the chain again.
        reauthenticate_in: Period<'d> = Key::REAUTHENTICATE_IN,
    }
}

impl<'d> Chain<'d> {
    /// The steps, from the first; none for one that is no object.
    pub(crate) fn steps(&self) -> impl Iterator<Item = Option<&Chain<'d>>> {
        std::iter::successors(Some(Some(self)), |step| {
            Some((*step)?.next.elements().first()?.value())
        })
    }
}

/// The constraints of `ASSURANCE`: alternatives, of which one has to be met.
#[derive(Debug, Clone)]
pub struct Constraints<'d>(pub Vec<Said<'d, Constraint<'d>>>);

impl<'d> Form<'d> for Constraints<'d> {
    const EMPTY_IS_NOTHING: bool = true;

    fn read(node: Node<'d>) -> Option<Self> {
        node.is_array().then(|| Self(node.elements().map(Said::of).collect()))
    }

    /// None of them counts where one asks for nothing.
    fn meaning(&self, doubts: &mut Doubts) -> Option<Value<'d>> {
        let alternatives = self.0.iter().filter_map(|alternative| alternative.meaning(doubts));
        let mut alternatives: Vec<Value<'d>> = alternatives.collect();
        for alternative in &mut alternatives {
            if let Value::Settings(classes) = alternative {
                classes.retain_mut(|class| match &mut class.value {
                    Value::Settings(demands) => asks_for_something(demands),
                    _ => true,
                });
            }
        }
        if alternatives.iter().any(|alternative| *alternative == Value::Settings(Vec::new())) {
            return Some(Value::Set(Vec::new()));
        }
        alternatives.sort();
        alternatives.dedup();
        Some(Value::Set(alternatives))
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
