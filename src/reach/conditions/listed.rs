//! Conditions that compare one dimension of a context with a list of values.

use std::borrow::Cow;

use super::super::dimensions::{Choice, Membership};
use super::super::logic::{Atoms, Formula};
use super::super::names::{Names, either};
use super::super::sign_in::SignIn;
use super::super::truth::Truth;
use super::{ConditionPart, Meaning, NotUnderstood, Parsed, clause, conjunction, only, strings};
use crate::json::Node;
use crate::okta::Key;

/// `{"include": […], "exclude": […]}`.
#[derive(Debug, Default)]
pub(super) struct Listed<'d> {
    pub(super) include: Vec<Cow<'d, str>>,
    pub(super) exclude: Vec<Cow<'d, str>>,
}

impl<'d> Listed<'d> {
    pub(super) fn of(node: Node<'d>) -> Result<Self, NotUnderstood> {
        let [include, exclude] = only(node, [Key::INCLUDE, Key::EXCLUDE])?;
        Ok(Self { include: strings(include)?, exclude: strings(exclude)? })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.include.is_empty() && self.exclude.is_empty()
    }
}

/// The sign-in has one of these, or none of those.
#[derive(Debug)]
pub(super) struct OneOf<'d> {
    choice: Choice,
    /// Anything, where nothing is included; what is excluded outweighs it.
    listed: Listed<'d>,
    /// The member that says what is included.
    including: Key,
}

impl<'d> OneOf<'d> {
    pub(super) fn including(
        choice: Choice,
        including: Key,
        include: Vec<Cow<'d, str>>,
    ) -> Parsed<'d> {
        let listed = Listed { include, exclude: Vec::new() };
        Ok(Some(Box::new(Self { choice, listed, including })))
    }

    /// `{"include": […], "exclude": […]}`, both empty for no constraint.
    pub(super) fn lists(choice: Choice, node: Node<'d>) -> Parsed<'d> {
        let listed = Listed::of(node)?;
        if listed.is_empty() {
            return Ok(None);
        }
        Ok(Some(Box::new(Self { choice, listed, including: Key::INCLUDE })))
    }

    /// `{"level": "ANY"}` for no constraint, or exactly one of the values that are known.
    pub(super) fn level(choice: Choice, node: Node<'d>, field: Key) -> Parsed<'d> {
        let [value] = only(node, [field])?;
        let value = value.and_then(Node::as_str).ok_or(NotUnderstood)?;
        if value == "ANY" {
            return Ok(None);
        }
        if !choice.dimension().knows(&value) {
            return Err(NotUnderstood);
        }
        Self::including(choice, field, vec![value])
    }
}

impl<'d> OneOf<'d> {
    fn is_included(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        let Listed { include, .. } = &self.listed;
        Truth::from(include.is_empty()).or(sign_in.is_one_of(self.choice, include))
    }

    fn is_unexcluded(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        !sign_in.is_one_of(self.choice, &self.listed.exclude)
    }
}

impl<'d> Meaning<'d> for OneOf<'d> {
    fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        let excluded = atoms.is_one_of(self.choice, &self.listed.exclude);
        if self.listed.include.is_empty() {
            return !excluded;
        }
        atoms.is_one_of(self.choice, &self.listed.include).and(!excluded)
    }

    fn holds(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        self.is_included(sign_in).and(self.is_unexcluded(sign_in))
    }

    fn parts(&self, name: &str, sign_in: &SignIn<'_, 'd>) -> Vec<ConditionPart> {
        let Listed { include, exclude } = &self.listed;
        let included = || ConditionPart::member(name, self.including, self.is_included(sign_in));
        let unexcluded = || ConditionPart::member(name, Key::EXCLUDE, self.is_unexcluded(sign_in));
        let included = (!include.is_empty()).then(included);
        included.into_iter().chain((!exclude.is_empty()).then(unexcluded)).collect()
    }

    fn words(&self, names: &Names<'_, 'd>) -> String {
        let dimension = self.choice.dimension();
        let name = |value: &Cow<'d, str>| names.called(dimension, value);
        conjunction([
            clause(dimension.clause, &self.listed.include, &name),
            clause(&format!("{} not", dimension.clause), &self.listed.exclude, &name),
        ])
    }
}

/// The sign-in has at least one of these.
#[derive(Debug)]
pub(super) struct AnyOf<'d> {
    pub(super) membership: Membership,
    pub(super) any_of: Vec<Cow<'d, str>>,
    /// The member that says which.
    pub(super) including: Key,
}

impl<'d> Meaning<'d> for AnyOf<'d> {
    fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        atoms.has_any(self.membership, &self.any_of)
    }

    fn holds(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        sign_in.has_any(self.membership, &self.any_of)
    }

    fn parts(&self, name: &str, sign_in: &SignIn<'_, 'd>) -> Vec<ConditionPart> {
        vec![ConditionPart::member(name, self.including, self.holds(sign_in))]
    }

    fn words(&self, names: &Names<'_, 'd>) -> String {
        let dimension = self.membership.dimension();
        let called = self.any_of.iter().map(|value| names.called(dimension, value));
        format!("{} {}", dimension.clause, either(called))
    }
}
