//! `scopes`: what a token request asks for (API Access Management, "Rules object").

use std::borrow::Cow;

use super::super::dimensions::Membership;
use super::super::doubts::{Carrier, Doubt};
use super::super::logic::{Atom, Atoms, Formula};
use super::super::names::Names;
use super::super::sign_in::SignIn;
use super::super::truth::Truth;
use super::not_understood::Doubtful;
use super::{ConditionPart, ConditionType, Meaning, Parsed, Site, only, strings};
use crate::json::Node;
use crate::model::PolicyType;
use crate::okta::Key;

pub(super) const CONDITION: ConditionType = ConditionType::new(Key::SCOPES, read)
    .doubtful_if_absent(|_, site| {
        // Servers store the empty list for requests without one.
        let is_missed =
            site.carrier == Carrier::Rule && site.kind == PolicyType::OAUTH_AUTHORIZATION_POLICY;
        is_missed.then(|| all_or_none(Doubt::NoScopesMeanAll).boxed())
    });

fn all_or_none(doubt: Doubt) -> Doubtful {
    Doubtful { doubt, is_for: "all scopes, or none" }
}

/// Every requested scope is among these (support, "Tokens not issued with lifetime configured in
/// access rule").
#[derive(Debug)]
struct Scopes<'d>(Vec<Cow<'d, str>>);

fn read<'d>(node: Node<'d>, _: Site) -> Parsed<'d> {
    let [include] = only(node, [Key::INCLUDE])?;
    let scopes = strings(include)?;
    if scopes.iter().any(|scope| scope == "*") {
        return Ok(None);
    }
    if scopes.is_empty() {
        return Ok(Some(all_or_none(Doubt::EmptyScopesMeanAll).boxed()));
    }
    Ok(Some(Box::new(Scopes(scopes))))
}

impl<'d> Meaning<'d> for Scopes<'d> {
    /// Other rules' scopes are requested, too, and this rule does not take them.
    fn declare(&self, atoms: &mut Atoms<'_, 'd>) {
        atoms.has(Membership::Scope, Membership::ANOTHER_SCOPE);
        atoms.has_any(Membership::Scope, &self.0);
    }

    fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        let others: Vec<Cow<'d, str>> = atoms
            .all()
            .iter()
            .filter_map(|atom| match atom {
                Atom::Has(Membership::Scope, scope) if !self.0.contains(scope) => {
                    Some(scope.clone())
                }
                _ => None,
            })
            .collect();
        !atoms.has_any(Membership::Scope, &others)
    }

    fn holds(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        let is_taken = |scope: &String| self.0.iter().any(|taken| taken == scope.as_str());
        sign_in.all_within(Membership::Scope, is_taken)
    }

    fn parts(&self, name: &str, sign_in: &SignIn<'_, 'd>) -> Vec<ConditionPart> {
        vec![ConditionPart::member(name, Key::INCLUDE, self.holds(sign_in))]
    }

    fn words(&self, names: &Names<'_, 'd>) -> String {
        format!("each requested scope is {}", names.any_of(&self.0))
    }
}
