//! Okta's authenticators: which types, methods and factor classes go together, and what each can
//! do (Policy API, "Authenticator key, type, method, and characteristic relationships for
//! constraints").
//!
//! An asterisk in that table, "only satisfied with certain configurations, devices, or flows",
//! counts as "can", but not as "always". Names are as servers return them, in lower case; Okta's
//! documents have types and methods in upper case, too.

use crate::okta::Key;

/// What kind of proof a factor is. Okta lets constraints name these two; the third, inherence, can
/// only come with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FactorClass {
    /// Something that the user knows.
    Knowledge,
    /// Something that the user has.
    Possession,
}

impl FactorClass {
    /// The classes that a constraint can have.
    pub(crate) const ALL: [Self; 2] = [Self::Knowledge, Self::Possession];

    /// The class's name in a constraint.
    pub(crate) fn key(self) -> Key {
        match self {
            Self::Knowledge => Key::KNOWLEDGE,
            Self::Possession => Key::POSSESSION,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        self.key().name()
    }
}

/// What a possession factor may have to be able to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Characteristic {
    HardwareProtection,
    DeviceBound,
    PhishingResistant,
    UserPresence,
    UserVerification,
}

impl Characteristic {
    pub(crate) const ALL: [Self; 5] = [
        Self::HardwareProtection,
        Self::DeviceBound,
        Self::PhishingResistant,
        Self::UserPresence,
        Self::UserVerification,
    ];

    /// The characteristic's name in a constraint.
    pub(crate) fn key(self) -> Key {
        match self {
            Self::HardwareProtection => Key::HARDWARE_PROTECTION,
            Self::DeviceBound => Key::DEVICE_BOUND,
            Self::PhishingResistant => Key::PHISHING_RESISTANT,
            Self::UserPresence => Key::USER_PRESENCE,
            Self::UserVerification => Key::USER_VERIFICATION,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        self.key().name()
    }
}

/// A row of the table: an authenticator with one of its methods.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Authenticator {
    pub(crate) key: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) method: &'static str,
    classes: &'static [FactorClass],
    can: &'static [Characteristic],
    /// What it can do with certain configurations, devices or flows only.
    sometimes: &'static [Characteristic],
}

impl Authenticator {
    pub(crate) fn is_of(&self, class: FactorClass) -> bool {
        self.classes.contains(&class)
    }

    pub(crate) fn can(&self, characteristic: Characteristic) -> bool {
        self.can.contains(&characteristic)
    }

    /// Whether all its uses have the characteristic.
    pub(crate) fn always(&self, characteristic: Characteristic) -> bool {
        self.can(characteristic) && !self.sometimes.contains(&characteristic)
    }

    const fn sometimes(mut self, sometimes: &'static [Characteristic]) -> Self {
        self.sometimes = sometimes;
        self
    }

    /// What to call it in a sentence: by its method, too, where it has several.
    pub(crate) fn title(&self) -> String {
        if methods_of(self.key).count() > 1 {
            format!("\"{}\" ({})", self.key, self.method)
        } else {
            format!("\"{}\"", self.key)
        }
    }

    /// Whether `key` is its own or that of its newer form.
    pub(crate) fn answers_to(&self, key: &str) -> bool {
        let is_same = |other: &Self| (other.kind, other.method) == (self.kind, self.method);
        self.key == key || NEWER.iter().any(|newer| newer.key == key && is_same(newer))
    }
}

/// The row that a newer key stands for.
pub(crate) fn older(key: &str) -> Option<&'static Authenticator> {
    let newer = NEWER.iter().find(|newer| newer.key == key)?;
    AUTHENTICATORS.iter().find(|row| row.answers_to(newer.key))
}

/// The methods of the authenticator with this key; none for a key that the table does not know.
pub(crate) fn methods_of(key: &str) -> impl Iterator<Item = &'static str> {
    AUTHENTICATORS.iter().filter(move |row| row.key == key).map(|row| row.method)
}

/// Whether the table knows the method, with any authenticator.
pub(crate) fn is_known_method(method: &str) -> bool {
    AUTHENTICATORS.iter().any(|row| row.method.eq_ignore_ascii_case(method))
}

/// Whether the authenticator with this key proves nothing but knowledge.
pub(crate) fn is_knowledge_only(key: &str) -> bool {
    AUTHENTICATORS.iter().any(|row| row.key == key && row.classes == KNOWLEDGE)
}

const KNOWLEDGE: &[FactorClass] = &[FactorClass::Knowledge];
const POSSESSION: &[FactorClass] = &[FactorClass::Possession];
const BOTH: &[FactorClass] = &FactorClass::ALL;

use Characteristic::{
    DeviceBound, HardwareProtection, PhishingResistant, UserPresence, UserVerification,
};

const PRESENT: &[Characteristic] = &[UserPresence];
const BOUND: &[Characteristic] = &[DeviceBound, UserPresence];
const HARD: &[Characteristic] = &[HardwareProtection, DeviceBound, UserPresence];
const VERIFYING: &[Characteristic] =
    &[HardwareProtection, DeviceBound, UserPresence, UserVerification];
const EVERYTHING: &[Characteristic] = &Characteristic::ALL;

const fn row(
    key: &'static str,
    kind: &'static str,
    method: &'static str,
    classes: &'static [FactorClass],
    can: &'static [Characteristic],
) -> Authenticator {
    Authenticator { key, kind, method, classes, can, sometimes: &[] }
}

/// The table.
///
/// It has no mark for hardware protection in the row of `webauthn`, but the help center offers
/// FIDO2 authenticators that are protected by hardware, so that the row has it here.
pub(crate) const AUTHENTICATORS: [Authenticator; 19] = [
    row("okta_password", "password", "password", KNOWLEDGE, PRESENT),
    row("security_question", "security_question", "security_question", KNOWLEDGE, PRESENT),
    row("okta_email", "email", "email", POSSESSION, PRESENT),
    row("phone_number", "phone", "sms", POSSESSION, PRESENT),
    row("phone_number", "phone", "voice", POSSESSION, PRESENT),
    row("duo", "app", "duo", POSSESSION, BOUND).sometimes(&[DeviceBound]),
    row("symantec_vip", "app", "otp", POSSESSION, BOUND),
    row("google_otp", "app", "otp", POSSESSION, BOUND),
    row("okta_verify", "app", "totp", POSSESSION, BOUND).sometimes(&[UserPresence]),
    row("okta_verify", "app", "push", POSSESSION, VERIFYING).sometimes(&[UserPresence]),
    row("okta_verify", "app", "signed_nonce", POSSESSION, EVERYTHING).sometimes(&[
        HardwareProtection,
        PhishingResistant,
        UserPresence,
    ]),
    row("custom_app", "app", "push", POSSESSION, VERIFYING).sometimes(&[HardwareProtection]),
    row("webauthn", "security_key", "webauthn", POSSESSION, EVERYTHING)
        .sometimes(&[HardwareProtection]),
    row("custom_otp", "security_key", "otp", POSSESSION, BOUND),
    row("onprem_mfa", "security_key", "otp", POSSESSION, BOUND),
    row("rsa_token", "security_key", "otp", POSSESSION, BOUND),
    row("yubikey_token", "security_key", "otp", POSSESSION, HARD),
    row("external_idp", "federated", "idp", POSSESSION, PRESENT),
    row("smart_card_idp", "federated", "cert", BOTH, EVERYTHING).sometimes(&[HardwareProtection]),
];

/// Keys that Okta added in 2026 and no table describes. Where a constraint names one, it may stand
/// for anything; where others are excluded, it may be what is left, and is taken for what its name
/// says.
pub(crate) const NEWER: [Authenticator; 4] = [
    row("okta_verify_totp", "app", "totp", POSSESSION, BOUND),
    row("okta_verify_push", "app", "push", POSSESSION, VERIFYING),
    row("okta_verify_fastpass", "app", "signed_nonce", POSSESSION, EVERYTHING),
    row("passkey", "security_key", "webauthn", POSSESSION, EVERYTHING),
];
