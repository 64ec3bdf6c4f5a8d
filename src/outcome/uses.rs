//! Uses of authenticators, as rules see them.

use std::borrow::Cow;

use crate::authenticators::{Characteristic, FactorClass};

/// A way to use an authenticator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The key of the authenticator, such as `okta_verify`; none where a rule accepts one that it does
    /// not name and no table describes.
    pub key: Option<String>,
    /// The method, such as `push`.
    pub method: Option<String>,
    /// Which of several authenticators with the key.
    pub id: Option<String>,
    /// What it is like, by the names that constraints have for it, such as `phishingResistant`.
    pub characteristics: Vec<&'static str>,
    /// Whether the user is verified, and how.
    pub verification: UserVerification,
}

/// Whether an authenticator verifies who uses it, and how (OpenAPI description,
/// `PossessionConstraint.userVerificationMethods`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UserVerification {
    /// It does not.
    None,
    /// By a PIN or passcode.
    Pin,
    /// By a fingerprint, a face or the like.
    Biometrics,
}

/// The longest proof: a chain has no more steps (help center, "authentication method chain").
pub(super) const LONGEST: usize = 3;
/// Factor classes and characteristics as bits.
pub(super) type Bits = u8;

const INHERENCE: Bits = 1 << 2;

pub(super) fn class_bit(class: FactorClass) -> Bits {
    match class {
        FactorClass::Knowledge => 1,
        FactorClass::Possession => 1 << 1,
    }
}

pub(super) fn characteristic_bit(characteristic: Characteristic) -> Bits {
    match characteristic {
        Characteristic::HardwareProtection => 1,
        Characteristic::DeviceBound => 1 << 1,
        Characteristic::PhishingResistant => 1 << 2,
        Characteristic::UserPresence => 1 << 3,
        // It varies from use to use, and has ways of its own.
        Characteristic::UserVerification => 0,
    }
}

pub(super) const CHARACTERISTICS: [Characteristic; 4] = [
    Characteristic::HardwareProtection,
    Characteristic::DeviceBound,
    Characteristic::PhishingResistant,
    Characteristic::UserPresence,
];

pub(super) fn bits(has: impl Fn(Characteristic) -> bool) -> Bits {
    let had = CHARACTERISTICS.into_iter().filter(|one| has(*one));
    had.map(characteristic_bit).fold(0, |bits, bit| bits | bit)
}

/// A use as rules see it.
#[derive(Debug, Clone)]
pub(super) struct Candidate<'o> {
    pub(super) key: Option<Cow<'o, str>>,
    pub(super) kind: Option<Cow<'o, str>>,
    pub(super) method: Option<Cow<'o, str>>,
    pub(super) id: Option<Cow<'o, str>>,
    /// Without inherence, which comes with the verification.
    pub(super) classes: Bits,
    pub(super) has: Bits,
    pub(super) verification: UserVerification,
    /// Whether Okta's table describes it.
    pub(super) is_known: bool,
}

impl Candidate<'_> {
    pub(super) fn is_of(&self, class: FactorClass) -> bool {
        self.classes & class_bit(class) != 0
    }

    /// The factor classes that it proves: who verifies the user, proves what the user is or knows
    /// besides (Policy API, note on inherence below the table of authenticators).
    pub(super) fn proves(&self) -> Bits {
        match self.verification {
            UserVerification::None => self.classes,
            UserVerification::Pin | UserVerification::Biometrics => self.classes | INHERENCE,
        }
    }

    pub(super) fn to_use(&self) -> Use {
        let had =
            CHARACTERISTICS.into_iter().filter(|one| self.has & characteristic_bit(*one) != 0);
        let text = |text: &Option<Cow<'_, str>>| text.as_deref().map(str::to_owned);
        Use {
            key: text(&self.key),
            method: text(&self.method),
            id: text(&self.id),
            characteristics: had.map(Characteristic::name).collect(),
            verification: self.verification,
        }
    }
}
