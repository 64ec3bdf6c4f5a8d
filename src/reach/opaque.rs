//! What catchall does not look into, by its kinds: what each is called, and what is known of it all
//! the same.

use super::dimensions::TextSource;
use super::names::Names;
use crate::wording::printable;

/// What catchall does not look into: it holds of a sign-in or not, and only equal ones are known to
/// do so together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Opaque {
    /// A part of an expression is true, or is false; it may also fail.
    Part {
        /// The part, in normal form.
        text: String,
        /// Whether it is true that is meant.
        is: bool,
    },
    /// A text fits a regular expression.
    Fits(TextSource, String),
    /// Okta takes the request to be in an inactive zone, or to be outside of it.
    InactiveZone {
        /// The zone, by id.
        zone: String,
        /// Whether it is in it that is meant.
        is_inside: bool,
    },
    /// Okta takes the user to be in a group that is called `EVERYONE` where only ids are known, or
    /// to be in no such group.
    EveryoneByName {
        /// Whether it is in it that is meant.
        is_inside: bool,
    },
    /// The platform is one that an entry describes by more than its class and system.
    Platform {
        /// The entry, in normal form.
        entry: String,
        /// What it demands.
        demand: PlatformDemand,
    },
    /// The list of excluded platforms, in normal form, lets the platform be.
    PlatformNotExcluded(String),
    /// The condition on apps, in normal form, does not exclude the app.
    AppNotExcluded(String),
    /// A condition that catchall does not understand holds.
    Condition {
        /// The member of `conditions`.
        name: String,
        /// The condition, in normal form.
        text: String,
    },
}

/// What an entry of a platform condition demands besides a class of device and a known system.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlatformDemand {
    /// The system is `OTHER`.
    OtherSystem,
    /// The system fits an expression.
    Expression(String),
    /// The version of the system fits a text.
    Version(String),
    /// What catchall does not know.
    Unknown,
}

/// What kind of thing is not looked into. What is of one kind says the same about different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum OpaqueKind {
    TruePart,
    FalsePart,
    Fits,
    InactiveZone,
    EveryoneByName,
    Platform,
    PlatformNotExcluded,
    AppNotExcluded,
    Condition,
}

impl OpaqueKind {
    /// Whether it is about a part of an expression.
    pub(crate) fn is_part(self) -> bool {
        matches!(self, Self::TruePart | Self::FalsePart)
    }

    /// Whether it may be about a platform that Okta has a name for.
    pub(crate) fn is_about_platform(self) -> bool {
        matches!(self, Self::Platform | Self::PlatformNotExcluded)
    }
}

impl Opaque {
    pub(crate) fn kind(&self) -> OpaqueKind {
        match self {
            Self::Part { is: true, .. } => OpaqueKind::TruePart,
            Self::Part { is: false, .. } => OpaqueKind::FalsePart,
            Self::Fits(..) => OpaqueKind::Fits,
            Self::InactiveZone { .. } => OpaqueKind::InactiveZone,
            Self::EveryoneByName { .. } => OpaqueKind::EveryoneByName,
            Self::Platform { .. } => OpaqueKind::Platform,
            Self::PlatformNotExcluded(_) => OpaqueKind::PlatformNotExcluded,
            Self::AppNotExcluded(_) => OpaqueKind::AppNotExcluded,
            Self::Condition { .. } => OpaqueKind::Condition,
        }
    }

    /// Whether it is the same at each sign-in of a user.
    pub(super) fn is_lasting(&self) -> bool {
        match self.kind() {
            OpaqueKind::Fits | OpaqueKind::EveryoneByName => true,
            OpaqueKind::TruePart
            | OpaqueKind::FalsePart
            | OpaqueKind::InactiveZone
            | OpaqueKind::Platform
            | OpaqueKind::PlatformNotExcluded
            | OpaqueKind::AppNotExcluded
            | OpaqueKind::Condition => false,
        }
    }

    /// Of what is false, that it is true: nothing is both, but what fails is neither.
    pub(crate) fn opposite_of_false(&self) -> Option<Self> {
        match self {
            Self::Part { text, is: false } => Some(Self::Part { text: text.clone(), is: true }),
            _ => None,
        }
    }

    /// That it holds, or does not, as a clause.
    pub(crate) fn clause(&self, holds: bool, names: &Names<'_, '_>) -> String {
        let whether = |yes: &str, no: &str| (if holds { yes } else { no }).to_owned();
        match self {
            Self::Part { text, is } => {
                let not = if holds { "" } else { "not " };
                format!("`{}` is {not}{is}", printable(text))
            }
            Self::Fits(source, expression) => {
                let verb = whether("fits", "does not fit");
                format!("{} {verb} `{}`", source.words(), printable(expression))
            }
            Self::InactiveZone { zone, is_inside } => {
                let place = if *is_inside { "in" } else { "outside" };
                let verb = whether("takes", "does not take");
                format!("Okta {verb} the request to be {place} the inactive {}", names.of(zone))
            }
            Self::EveryoneByName { is_inside } => {
                let place = if *is_inside { "in a group" } else { "in no group" };
                let verb = whether("takes", "does not take");
                format!("Okta {verb} the user to be {place} with the id EVERYONE")
            }
            Self::Platform { demand, .. } => match demand {
                PlatformDemand::OtherSystem => {
                    whether("the system counts as OTHER", "the system does not count as OTHER")
                }
                PlatformDemand::Expression(expression) => {
                    let verb = whether("fits", "does not fit");
                    format!("the system {verb} `{}`", printable(expression))
                }
                PlatformDemand::Version(version) => {
                    let verb = whether("fits", "does not fit");
                    format!("the system's version {verb} {}", printable(version))
                }
                PlatformDemand::Unknown => whether(
                    "the platform is one that catchall does not know",
                    "the platform is not one that catchall does not know",
                ),
            },
            Self::PlatformNotExcluded(_) => {
                whether("the platform is not excluded", "the platform is excluded")
            }
            Self::AppNotExcluded(_) => whether("the app is not excluded", "the app is excluded"),
            Self::Condition { name, .. } => {
                let verb = whether("is met", "is not met");
                format!("the condition `{}` {verb}", printable(name))
            }
        }
    }
}
