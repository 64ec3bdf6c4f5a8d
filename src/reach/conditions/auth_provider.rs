//! `authProvider`: where the user's password is kept (Policy API, "Authentication Provider
//! Condition object").

use std::borrow::Cow;

use super::super::dimensions::Choice;
use super::super::doubts::Doubt;
use super::super::logic::{Atoms, Formula};
use super::super::names::Names;
use super::super::sign_in::SignIn;
use super::super::truth::Truth;
use super::{ConditionPart, ConditionType, Meaning, NotUnderstood, Parsed, Site, only, strings};
use crate::json::Node;
use crate::model::PolicyType;
use crate::okta::Key;

pub(super) const CONDITION: ConditionType = ConditionType::new(Key::AUTH_PROVIDER, read)
    .doubtful_if_absent(|_, site| site.is_policy_of(PolicyType::PASSWORD).then(absent));

#[derive(Debug)]
struct Provider<'d> {
    provider: Cow<'d, str>,
    /// Directory instances; all, where it is empty.
    instances: Vec<Cow<'d, str>>,
    /// What a policy without the condition means: documented as Okta's own users, but so is that
    /// an absent condition constrains nothing.
    is_absent: bool,
}

fn absent<'d>() -> Box<dyn Meaning<'d> + 'd> {
    Box::new(Provider { provider: "OKTA".into(), instances: Vec::new(), is_absent: true })
}

fn read<'d>(node: Node<'d>, _: Site) -> Parsed<'d> {
    let [provider, include] = only(node, [Key::PROVIDER, Key::INCLUDE])?;
    let provider = provider.and_then(Node::as_str).ok_or(NotUnderstood)?;
    let instances = strings(include)?;
    match provider.as_ref() {
        "ANY" if instances.is_empty() => return Ok(None),
        "OKTA" if instances.is_empty() => {}
        "ACTIVE_DIRECTORY" | "LDAP" => {}
        _ => return Err(NotUnderstood),
    }
    Ok(Some(Box::new(Provider { provider, instances, is_absent: false })))
}

impl<'d> Meaning<'d> for Provider<'d> {
    fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        let mut met = atoms.is(Choice::AuthProvider, self.provider.clone());
        if !self.instances.is_empty() {
            met = met.and(atoms.is_one_of(Choice::Directory, &self.instances));
        }
        if self.is_absent {
            met = met.or(atoms.doubt(Doubt::NoAuthProviderMeansAny));
        }
        met
    }

    fn holds(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        let is_kept_there = sign_in.is(Choice::AuthProvider, &self.provider);
        let is_instance = Truth::from(self.instances.is_empty())
            .or(sign_in.is_one_of(Choice::Directory, &self.instances));
        let means_any =
            Truth::from(self.is_absent).and(sign_in.reads(Doubt::NoAuthProviderMeansAny));
        is_kept_there.and(is_instance).or(means_any)
    }

    fn parts(&self, name: &str, sign_in: &SignIn<'_, 'd>) -> Vec<ConditionPart> {
        vec![ConditionPart::member(name, Key::PROVIDER, self.holds(sign_in))]
    }

    fn words(&self, names: &Names<'_, 'd>) -> String {
        let provider = names.called(Choice::AuthProvider.dimension(), &self.provider);
        let instances = if self.instances.is_empty() {
            String::new()
        } else {
            format!(" ({})", names.any_of(&self.instances))
        };
        let doubt = if self.is_absent { ", and perhaps others (Okta does not say)" } else { "" };
        format!("the password is kept by {provider}{instances}{doubt}")
    }
}
