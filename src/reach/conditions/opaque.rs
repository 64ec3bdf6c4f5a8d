//! Conditions that nobody explains.

use super::super::context::Doubt;
use super::super::formula::{Atoms, Formula};
use super::super::names::Names;
use super::super::normal_form::normal_form;
use super::super::sign_in::SignIn;
use super::super::truth::Truth;
use super::Meaning;
use crate::json::Node;
use crate::wording::printable;

/// A condition that catchall does not understand: it may hold or not, but two with equal text hold
/// in the same sign-ins.
#[derive(Debug)]
pub(super) struct Opaque {
    text: String,
}

impl Opaque {
    pub(super) fn of(name: &str, node: Node<'_>) -> Box<Self> {
        Box::new(Self { text: format!("{name}: {}", normal_form(node)) })
    }
}

impl<'d> Meaning<'d> for Opaque {
    fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        atoms.opaque(&self.text)
    }

    fn holds(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        sign_in.opaque(&self.text)
    }

    fn words(&self, _names: &Names<'_, 'd>) -> String {
        format!("`{}` holds", printable(&self.text))
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
