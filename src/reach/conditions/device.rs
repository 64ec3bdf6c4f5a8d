//! `device`: what Okta knows of the device (Policy API, "Device Condition object").

use std::borrow::Cow;

use super::super::dimensions::Membership;
use super::super::doubts::Doubt;
use super::super::logic::{Atoms, Formula};
use super::super::names::Names;
use super::super::sign_in::SignIn;
use super::super::truth::Truth;
use super::{
    ConditionPart, ConditionType, Meaning, NotUnderstood, Parsed, Site, conjunction, only, strings,
};
use crate::json::Node;
use crate::okta::Key;

pub(super) const CONDITION: ConditionType = ConditionType::new(Key::DEVICE, read);

#[derive(Debug)]
struct Device<'d> {
    state: Option<State>,
    /// Any of these device assurance policies. What an empty list means is not documented.
    assurances: Option<Vec<Cow<'d, str>>>,
}

/// What the device has to be. A device whose signals are missing is none of these, so that states
/// never add up to every device.
#[derive(Debug, Clone, Copy)]
enum State {
    Registered,
    RegisteredAndManaged,
    /// `managed: false`: Okta's guides contradict each other on whether it keeps managed devices
    /// out (guide on device signals, against help center, "Use Device Context").
    RegisteredNotManaged,
    /// `registered: false`: refused by some clients, explained by none.
    NotRegistered,
}

fn read<'d>(node: Node<'d>, _: Site) -> Parsed<'d> {
    let [registered, managed, assurance] =
        only(node, [Key::REGISTERED, Key::MANAGED, Key::ASSURANCE])?;
    let flag = |flag: Option<Node<'d>>| match flag {
        None => Ok(None),
        Some(flag) => flag.as_bool().map(Some).ok_or(NotUnderstood),
    };
    let state = match (flag(registered)?, flag(managed)?) {
        (None, None) => None,
        (Some(true), None) => Some(State::Registered),
        (Some(true), Some(true)) => Some(State::RegisteredAndManaged),
        (Some(true), Some(false)) => Some(State::RegisteredNotManaged),
        (Some(false), None) => Some(State::NotRegistered),
        // Documented as invalid.
        (None | Some(false), Some(_)) => return Err(NotUnderstood),
    };
    let assurances = match assurance {
        None => None,
        Some(assurance) => {
            let [include] = only(assurance, [Key::INCLUDE])?;
            include.map(|list| strings(Some(list))).transpose()?
        }
    };
    if state.is_none() && assurances.is_none() {
        return Ok(None);
    }
    Ok(Some(Box::new(Device { state, assurances })))
}

impl Device<'_> {
    /// What is demanded of the device, by its path, each with whether it holds.
    fn demands(&self, sign_in: &SignIn<'_, '_>) -> impl Iterator<Item = (&'static str, Truth)> {
        let is = |state| sign_in.has(Membership::DeviceState, state);
        let registered = is(Membership::REGISTERED);
        let [is_registered, is_managed] = match self.state {
            None => [None, None],
            Some(State::Registered) => [Some(registered), None],
            Some(State::RegisteredAndManaged) => [Some(registered), Some(is(Membership::MANAGED))],
            Some(State::RegisteredNotManaged) => {
                let lenient = sign_in.reads(Doubt::UnmanagedIncludesManaged);
                [Some(registered), Some(is(Membership::UNMANAGED).or(lenient))]
            }
            Some(State::NotRegistered) => {
                let lenient = sign_in.reads(Doubt::UnregisteredIncludesRegistered);
                [Some(is(Membership::UNREGISTERED).or(lenient)), None]
            }
        };
        let is_assured = self.assurances.as_ref().map(|assurances| match assurances.is_empty() {
            true => sign_in.reads(Doubt::EmptyAssurancesMeanAny),
            false => {
                let assured = sign_in.has_any(Membership::Assurance, assurances);
                assured.and(registered.or(sign_in.reads(Doubt::AssuranceWithoutRegistration)))
            }
        });
        let demands = [
            ("registered", is_registered),
            ("managed", is_managed),
            ("assurance.include", is_assured),
        ];
        demands.into_iter().filter_map(|(path, status)| Some((path, status?)))
    }
}

impl<'d> Meaning<'d> for Device<'d> {
    fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        let registered = atoms.has(Membership::DeviceState, Membership::REGISTERED);
        let state = match self.state {
            None => Formula::TRUE,
            Some(State::Registered) => registered.clone(),
            Some(State::RegisteredAndManaged) => {
                registered.clone().and(atoms.has(Membership::DeviceState, Membership::MANAGED))
            }
            Some(State::RegisteredNotManaged) => {
                let unmanaged = atoms.has(Membership::DeviceState, Membership::UNMANAGED);
                let lenient = atoms.doubt(Doubt::UnmanagedIncludesManaged);
                registered.clone().and(unmanaged.or(lenient))
            }
            Some(State::NotRegistered) => {
                let unregistered = atoms.has(Membership::DeviceState, Membership::UNREGISTERED);
                unregistered.or(atoms.doubt(Doubt::UnregisteredIncludesRegistered))
            }
        };
        let Some(assurances) = &self.assurances else {
            return state;
        };
        if assurances.is_empty() {
            return state.and(atoms.doubt(Doubt::EmptyAssurancesMeanAny));
        }
        let assured = atoms.has_any(Membership::Assurance, assurances);
        let unregistered_too = atoms.doubt(Doubt::AssuranceWithoutRegistration);
        Formula::all([state, assured, registered.or(unregistered_too)])
    }

    fn holds(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        Truth::all(self.demands(sign_in).map(|(_, status)| status))
    }

    fn parts(&self, name: &str, sign_in: &SignIn<'_, 'd>) -> Vec<ConditionPart> {
        let demands = self.demands(sign_in);
        demands.map(|(path, status)| ConditionPart::new(format!("{name}.{path}"), status)).collect()
    }

    fn words(&self, names: &Names<'_, 'd>) -> String {
        let state = self.state.map(|state| match state {
            State::Registered => "the device is registered".to_owned(),
            State::RegisteredAndManaged => "the device is registered and managed".to_owned(),
            State::RegisteredNotManaged => {
                "the device is registered and perhaps not managed (Okta contradicts itself)"
                    .to_owned()
            }
            State::NotRegistered => {
                "the device is not registered (Okta does not say that it heeds this)".to_owned()
            }
        });
        let assured = self.assurances.as_ref().map(|assurances| match assurances.is_empty() {
            true => {
                "the device meets any device assurance policy, or none (Okta does not say what \
                     an empty list means)"
                    .to_owned()
            }
            false => format!("the device meets {}", names.any_of(assurances)),
        });
        conjunction([state, assured])
    }
}
