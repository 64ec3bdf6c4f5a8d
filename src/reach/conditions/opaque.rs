//! What catchall does not look into, and conditions that nobody explains.

use super::super::context::{Doubt, Opaque, PlatformDemand, Subject};
use super::super::logic::{Atoms, Formula};
use super::super::names::Names;
use super::super::normal_form::normal_form;
use super::super::sign_in::SignIn;
use super::super::truth::Truth;
use super::Meaning;
use crate::json::Node;
use crate::wording::printable;

impl Opaque {
    /// The condition `name` as a whole.
    pub(super) fn condition(name: &str, node: Node<'_>) -> Box<Self> {
        Box::new(Self::Condition { name: name.to_owned(), text: normal_form(node) })
    }

    /// That it holds, or does not, as a clause.
    pub(in super::super) fn clause(&self, holds: bool, names: &Names<'_, '_>) -> String {
        let whether = |yes: &str, no: &str| (if holds { yes } else { no }).to_owned();
        match self {
            Self::Part { text, is } => {
                let not = if holds { "" } else { "not " };
                format!("`{}` is {not}{is}", printable(text))
            }
            Self::Fits(subject, expression) => {
                let what = subject_words(subject);
                let verb = whether("fits", "does not fit");
                format!("{what} {verb} `{}`", printable(expression))
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

/// The text that patterns are compared with, as people call it.
pub(super) fn subject_words(subject: &Subject) -> String {
    match subject {
        Subject::Identifier => "the identifier".to_owned(),
        Subject::Attribute(attribute) => format!("the user's {}", printable(attribute)),
    }
}

impl<'d> Meaning<'d> for Opaque {
    fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        atoms.opaque(self)
    }

    fn holds(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        sign_in.opaque(self)
    }

    fn words(&self, names: &Names<'_, 'd>) -> String {
        format!("{} (catchall does not understand it)", self.clause(true, names))
    }
}

/// A condition that means everything or nothing, and nobody says which.
#[derive(Debug)]
pub(super) struct Doubtful(pub(super) Doubt);

impl<'d> Meaning<'d> for Doubtful {
    fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        atoms.doubt(self.0)
    }

    fn holds(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        sign_in.reads(self.0)
    }

    fn words(&self, _names: &Names<'_, 'd>) -> String {
        let what = match self.0 {
            Doubt::EmptyClientsMeanAll | Doubt::NoClientsMeanAll => "all clients, or none",
            Doubt::EmptyScopesMeanAll | Doubt::NoScopesMeanAll => "all scopes, or none",
            _ => "everyone, or nobody",
        };
        format!("it is for {what} (Okta does not say)")
    }
}

/// A condition where no document lists it: it counts, or Okta ignores it.
#[derive(Debug)]
pub(super) struct PerhapsUnheeded<'d> {
    pub(super) unheeded: Doubt,
    pub(super) meaning: Box<dyn Meaning<'d> + 'd>,
}

impl<'d> Meaning<'d> for PerhapsUnheeded<'d> {
    fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        self.meaning.formula(atoms).or(atoms.doubt(self.unheeded))
    }

    fn holds(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        self.meaning.holds(sign_in).or(sign_in.reads(self.unheeded))
    }

    fn words(&self, names: &Names<'_, 'd>) -> String {
        format!("{} (Okta may ignore this here)", self.meaning.words(names))
    }

    fn declare(&self, atoms: &mut Atoms<'_, 'd>) {
        self.meaning.declare(atoms);
    }
}
