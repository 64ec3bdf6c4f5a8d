//! What catchall does not look into, and conditions that nobody explains.

use super::super::doubts::Doubt;
use super::super::logic::{Atoms, Formula};
use super::super::names::Names;
use super::super::normal_form::normal_form;
use super::super::opaque::Opaque;
use super::super::sign_in::SignIn;
use super::super::truth::Truth;
use super::{ConditionPart, Meaning};
use crate::json::Node;

impl Opaque {
    /// The condition `name` as a whole.
    pub(super) fn condition(name: &str, node: Node<'_>) -> Box<Self> {
        Box::new(Self::Condition { name: name.to_owned(), text: normal_form(node) })
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
pub(super) struct Doubtful {
    pub(super) doubt: Doubt,
    /// Whom it is for: `all clients, or none`.
    pub(super) is_for: &'static str,
}

impl Doubtful {
    pub(super) fn boxed<'d>(self) -> Box<dyn Meaning<'d> + 'd> {
        Box::new(self)
    }
}

impl<'d> Meaning<'d> for Doubtful {
    fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        atoms.doubt(self.doubt)
    }

    fn holds(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        sign_in.reads(self.doubt)
    }

    fn words(&self, _names: &Names<'_, 'd>) -> String {
        format!("it is for {} (Okta does not say)", self.is_for)
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

    fn parts(&self, name: &str, sign_in: &SignIn<'_, 'd>) -> Vec<ConditionPart> {
        let unheeded = sign_in.reads(self.unheeded);
        let parts = self.meaning.parts(name, sign_in).into_iter();
        parts.map(|part| ConditionPart { status: part.status.or(unheeded), ..part }).collect()
    }

    fn words(&self, names: &Names<'_, 'd>) -> String {
        format!("{} (Okta may ignore this here)", self.meaning.words(names))
    }

    fn declare(&self, atoms: &mut Atoms<'_, 'd>) {
        self.meaning.declare(atoms);
    }
}
