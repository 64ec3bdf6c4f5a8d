//! Conditions that compare one thing with a list of ids or names.

use std::borrow::Cow;

use super::super::context::{Choice, Doubt, Membership};
use super::super::logic::{Atoms, Formula};
use super::super::names::{Names, either};
use super::super::sign_in::SignIn;
use super::super::truth::Truth;
use super::opaque::{Doubtful, PerhapsUnheeded};
use super::{
    Listed, Meaning, NotUnderstood, Reading, Site, clause, conjunction, has_only, strings,
};
use crate::json::Node;
use crate::okta::Key;

/// Levels of risk, lowest first.
pub(super) const LEVELS: &[&str] = &["LOW", "MEDIUM", "HIGH"];
/// Interfaces other than the browser's (Policy API, "AuthContext Condition object").
pub(super) const ENTRY_POINTS: &[&str] = &["LDAP_INTERFACE", "RADIUS"];

/// The sign-in has one of these, or none of those.
#[derive(Debug)]
pub(super) struct OneOf<'d> {
    choice: Choice,
    /// Anything, where nothing is included; what is excluded outweighs it.
    listed: Listed<'d>,
}

impl<'d> OneOf<'d> {
    fn including(choice: Choice, include: Vec<Cow<'d, str>>) -> Reading<'d> {
        let listed = Listed { include, exclude: Vec::new() };
        Ok(Some(Box::new(Self { choice, listed })))
    }

    /// `{"include": […], "exclude": […]}`, both empty for no constraint.
    pub(super) fn lists(choice: Choice, node: Node<'d>) -> Reading<'d> {
        let listed = Listed::of(node)?;
        if listed.is_empty() {
            return Ok(None);
        }
        Ok(Some(Box::new(Self { choice, listed })))
    }

    /// `{"level": "ANY"}` for no constraint, or exactly one of the `known` values.
    pub(super) fn level(choice: Choice, node: Node<'d>, field: Key, known: &[&str]) -> Reading<'d> {
        has_only(node, &[field])?;
        let value = node.field(field).and_then(Node::as_str).ok_or(NotUnderstood)?;
        if value == "ANY" {
            return Ok(None);
        }
        if !known.contains(&value.as_ref()) {
            return Err(NotUnderstood);
        }
        Self::including(choice, vec![value])
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
        let is_included = Truth::from(self.listed.include.is_empty())
            .or(sign_in.is_one_of(self.choice, &self.listed.include));
        is_included.and(!sign_in.is_one_of(self.choice, &self.listed.exclude))
    }

    fn words(&self, names: &Names<'_, 'd>) -> String {
        let (what, what_not) = match self.choice {
            Choice::UserType => ("the user's type is", "the user's type is not"),
            Choice::EntryPoint => ("the entry point is", "the entry point is not"),
            Choice::Risk => ("risk is", "risk is not"),
            Choice::EntityRisk => ("the user's risk is", "the user's risk is not"),
            Choice::Client => ("the client is", "the client is not"),
            Choice::GrantType => ("the grant is", "the grant is not"),
            _ => ("the value is", "the value is not"),
        };
        let name = |id: &Cow<'d, str>| names.of_choice(self.choice, id);
        conjunction([
            clause(what, &self.listed.include, &name),
            clause(what_not, &self.listed.exclude, &name),
        ])
    }
}

/// Exactly one level of risk (`level`), or that level and above (`minRiskLevel`, of session
/// protection: help center, "Session protection", "Medium and above").
pub(super) fn risk_score<'d>(node: Node<'d>, site: Site) -> Reading<'d> {
    let (meaning, path) = match node.field(Key::MIN_RISK_LEVEL).is_some() {
        true => (least_risk(node)?, "riskScore.minRiskLevel"),
        false => (OneOf::level(Choice::Risk, node, Key::LEVEL, LEVELS)?, "riskScore.level"),
    };
    Ok(match (meaning, site.unheeded_part(path)) {
        (Some(meaning), Some(unheeded)) => Some(Box::new(PerhapsUnheeded { unheeded, meaning })),
        (meaning, _) => meaning,
    })
}

fn least_risk<'d>(node: Node<'d>) -> Reading<'d> {
    has_only(node, &[Key::MIN_RISK_LEVEL])?;
    let least = node.field(Key::MIN_RISK_LEVEL).and_then(Node::as_str).ok_or(NotUnderstood)?;
    let from = LEVELS.iter().position(|level| *level == least).ok_or(NotUnderstood)?;
    let levels = LEVELS[from..].iter().copied().map(Cow::Borrowed).collect();
    OneOf::including(Choice::Risk, levels)
}

/// The clients of an authorization server. That an empty list means all is not documented.
pub(super) fn clients<'d>(node: Node<'d>) -> Reading<'d> {
    has_only(node, &[Key::INCLUDE])?;
    let clients = strings(node.field(Key::INCLUDE))?;
    if clients.iter().any(|client| client == "ALL_CLIENTS") {
        return Ok(None);
    }
    if clients.is_empty() {
        return Ok(Some(Box::new(Doubtful(Doubt::EmptyClientsMeanAll))));
    }
    OneOf::including(Choice::Client, clients)
}

/// The grant types of a token request; what an empty list means is not documented.
pub(super) fn grant_types<'d>(node: Node<'d>) -> Reading<'d> {
    has_only(node, &[Key::INCLUDE])?;
    let grants = strings(node.field(Key::INCLUDE))?;
    if grants.is_empty() {
        return Err(NotUnderstood);
    }
    OneOf::including(Choice::GrantType, grants)
}

/// How the session began. Whether one sign-in can go through Okta and an identity provider both is
/// not documented, so that these are apart.
pub(super) fn identity_provider<'d>(node: Node<'d>) -> Reading<'d> {
    has_only(node, &[Key::PROVIDER, Key::IDP_IDS])?;
    let provider = node.field(Key::PROVIDER).and_then(Node::as_str).ok_or(NotUnderstood)?;
    let idps = strings(node.field(Key::IDP_IDS))?;
    let any_of = match provider.as_ref() {
        "ANY" if idps.is_empty() => return Ok(None),
        "OKTA" if idps.is_empty() => vec![provider],
        "SPECIFIC_IDP" if !idps.is_empty() => idps,
        _ => return Err(NotUnderstood),
    };
    Ok(Some(Box::new(AnyOf { membership: Membership::IdentityProvider, any_of })))
}

/// The sign-in has at least one of these.
#[derive(Debug)]
pub(super) struct AnyOf<'d> {
    membership: Membership,
    any_of: Vec<Cow<'d, str>>,
}

impl<'d> AnyOf<'d> {
    /// `{"behaviors": […]}`, empty for no constraint.
    pub(super) fn members(membership: Membership, node: Node<'d>, field: Key) -> Reading<'d> {
        has_only(node, &[field])?;
        let any_of = strings(node.field(field))?;
        if any_of.is_empty() {
            return Ok(None);
        }
        Ok(Some(Box::new(Self { membership, any_of })))
    }
}

impl<'d> Meaning<'d> for AnyOf<'d> {
    fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        atoms.has_any(self.membership, &self.any_of)
    }

    fn holds(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        sign_in.has_any(self.membership, &self.any_of)
    }

    fn words(&self, names: &Names<'_, 'd>) -> String {
        match self.membership {
            Membership::IdentityProvider => {
                let name = |id: &Cow<'d, str>| names.of_member(self.membership, id);
                format!("the user is authenticated by {}", either(self.any_of.iter().map(name)))
            }
            _ => format!("the behavior is {}", names.any_of(&self.any_of)),
        }
    }
}
