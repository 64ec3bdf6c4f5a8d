//! What may be asked of one use of an authenticator.

use std::borrow::Cow;

use super::names::AuthenticatorName;
use super::uses::{Bits, Candidate, UserVerification};
use crate::authenticators::FactorClass;

/// What is asked of one use.
#[derive(Debug)]
pub(super) enum Predicate<'o> {
    /// That a constraint counts it.
    Demanded(Demanded<'o>),
    /// That a constraint bars it, in its class.
    Barred(FactorClass, Entry<'o>),
    /// That it completes the step of a chain.
    Step(Vec<Entry<'o>>),
    /// That it is the first factor of a session.
    Primary(Primary),
    /// That it is like this, whatever it is.
    Like(Like),
    /// That it is one of these.
    Named(Named<'o>),
}

/// The first factor of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Primary {
    /// `PASSWORD_IDP`.
    PasswordOrProvider,
    /// `PASSWORD_IDP_ANY_FACTOR`.
    Any,
}

/// What a constraint demands of a factor.
#[derive(Debug)]
pub(super) struct Demanded<'o> {
    pub(super) class: FactorClass,
    pub(super) types: Vec<Cow<'o, str>>,
    pub(super) methods: Vec<Cow<'o, str>>,
    pub(super) allowed: Vec<Entry<'o>>,
    pub(super) excluded: Vec<Entry<'o>>,
    pub(super) like: Like,
}

/// An authenticator, by its key and as far as is said by method and id.
#[derive(Debug)]
pub(super) struct Entry<'o> {
    pub(super) key: Cow<'o, str>,
    pub(super) method: Option<Cow<'o, str>>,
    pub(super) id: Option<Cow<'o, str>>,
    pub(super) like: Like,
}

/// What a use has to be like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Like {
    pub(super) has: Bits,
    /// How the user may be verified.
    pub(super) verification: Verifies,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verifies {
    /// Or not.
    AsItLikes,
    /// In any way.
    Somehow,
    Only {
        pin: bool,
        biometrics: bool,
    },
}

impl Predicate<'_> {
    pub(super) fn holds(&self, candidate: &Candidate<'_>) -> bool {
        match self {
            Self::Demanded(demanded) => demanded.holds(candidate),
            Self::Barred(class, entry) => candidate.is_of(*class) && entry.holds(candidate),
            Self::Step(entries) => entries.iter().any(|entry| entry.holds(candidate)),
            Self::Primary(Primary::Any) => true,
            Self::Like(like) => like.holds(candidate),
            Self::Named(named) => named.holds(candidate),
            Self::Primary(Primary::PasswordOrProvider) => {
                candidate.key.as_deref() == Some("okta_password")
                    || candidate.kind.as_deref() == Some("federated")
            }
        }
    }

    pub(super) fn entries(&self) -> Vec<&Entry<'_>> {
        match self {
            Self::Demanded(demanded) => demanded.allowed.iter().chain(&demanded.excluded).collect(),
            Self::Barred(_, entry) => vec![entry],
            Self::Step(entries) => entries.iter().collect(),
            Self::Named(named) => named.entries.iter().collect(),
            Self::Primary(_) | Self::Like(_) => Vec::new(),
        }
    }
}

/// Authenticators and methods by the names that people have for them.
#[derive(Debug)]
pub(super) struct Named<'o> {
    names: &'o [AuthenticatorName],
    /// Those that name a key.
    entries: Vec<Entry<'o>>,
}

impl<'o> Named<'o> {
    pub(super) fn of(names: &'o [AuthenticatorName]) -> Self {
        let entry = |name: &'o AuthenticatorName| {
            let method = name.method().map(Cow::Borrowed);
            Some(Entry { key: name.key()?.into(), method, id: None, like: Like::ANYTHING })
        };
        Self { names, entries: names.iter().filter_map(entry).collect() }
    }

    /// Methods that are named without a key.
    pub(super) fn methods(&self) -> impl Iterator<Item = &'o str> {
        let without_key = self.names.iter().filter(|name| name.key().is_none());
        without_key.filter_map(AuthenticatorName::method)
    }

    fn holds(&self, candidate: &Candidate<'_>) -> bool {
        let (key, method) = (candidate.key.as_deref(), candidate.method.as_deref());
        self.names.iter().any(|name| name.is_of(key, method))
    }
}

impl Demanded<'_> {
    fn holds(&self, candidate: &Candidate<'_>) -> bool {
        let is_named = |names: &[Cow<'_, str>], own: &Option<Cow<'_, str>>| {
            let is_own = |name: &Cow<'_, str>| {
                own.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(name))
            };
            names.is_empty() || names.iter().any(is_own)
        };
        candidate.is_of(self.class)
            && is_named(&self.types, &candidate.kind)
            && is_named(&self.methods, &candidate.method)
            && (self.allowed.is_empty() || self.allowed.iter().any(|entry| entry.holds(candidate)))
            && !self.excluded.iter().any(|entry| entry.holds(candidate))
            && self.like.holds(candidate)
    }
}

impl Entry<'_> {
    fn holds(&self, candidate: &Candidate<'_>) -> bool {
        let is_method = |method: &Cow<'_, str>| {
            candidate.method.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(method))
        };
        candidate.key.as_ref() == Some(&self.key)
            && self.method.as_ref().is_none_or(is_method)
            && (self.id.is_none() || self.id == candidate.id)
            && self.like.holds(candidate)
    }
}

impl Like {
    pub(super) const ANYTHING: Self = Self { has: 0, verification: Verifies::AsItLikes };
    /// That it verifies the user.
    pub(super) const VERIFYING: Self = Self { has: 0, verification: Verifies::Somehow };

    fn holds(self, candidate: &Candidate<'_>) -> bool {
        let is_verified = match (self.verification, candidate.verification) {
            (Verifies::AsItLikes, _) => true,
            (_, UserVerification::None) => false,
            (Verifies::Somehow, _) => true,
            (Verifies::Only { pin, .. }, UserVerification::Pin) => pin,
            (Verifies::Only { biometrics, .. }, UserVerification::Biometrics) => biometrics,
        };
        candidate.has & self.has == self.has && is_verified
    }
}
