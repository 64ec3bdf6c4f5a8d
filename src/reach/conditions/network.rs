//! `network`: from where the request comes (Policy API, "Network Condition object").

use std::borrow::Cow;

use super::super::dimensions::Membership;
use super::super::doubts::Doubt;
use super::super::logic::{Atoms, Formula};
use super::super::names::Names;
use super::super::opaque::Opaque;
use super::super::sign_in::SignIn;
use super::super::truth::Truth;
use super::{
    ConditionPart, ConditionType, Meaning, NotUnderstood, Parsed, Site, conjunction, only, strings,
};
use crate::json::Node;
use crate::okta::Key;

pub(super) const CONDITION: ConditionType = ConditionType::new(Key::NETWORK, read);

/// `ZONE`: in any of the included zones, or in none of the excluded ones.
#[derive(Debug)]
struct Zones<'d> {
    include: Vec<Cow<'d, str>>,
    exclude: Vec<Cow<'d, str>>,
}

fn read<'d>(node: Node<'d>, _: Site) -> Parsed<'d> {
    let [connection, include, exclude] = only(node, [Key::CONNECTION, Key::INCLUDE, Key::EXCLUDE])?;
    let connection = connection.and_then(Node::as_str).ok_or(NotUnderstood)?;
    match connection.as_ref() {
        // Lists beside it are left over from before, and go unheeded.
        "ANYWHERE" => return Ok(None),
        "ZONE" => {}
        // `ON_NETWORK` and `OFF_NETWORK` go by a list of addresses that was replaced by zones.
        _ => return Err(NotUnderstood),
    }
    let include = strings(include)?;
    let exclude = strings(exclude)?;
    let is_sole = |list: &[Cow<'_, str>]| {
        list.len() == 1 || !list.iter().any(|zone| zone == Membership::ALL_ZONES)
    };
    // Okta refuses a condition without zones, and one that has others beside all zones.
    if include.is_empty() && exclude.is_empty() || !is_sole(&include) || !is_sole(&exclude) {
        return Err(NotUnderstood);
    }
    Ok(Some(Box::new(Zones { include, exclude })))
}

/// That the request is from the zone.
pub(in crate::reach) fn from<'d>(zone: String) -> Box<dyn Meaning<'d> + 'd> {
    Box::new(Zones { include: vec![zone.into()], exclude: Vec::new() })
}

/// What an inactive zone matches is not said, nor that a request is either in it or not.
fn inactive(zone: &str, is_inside: bool) -> Opaque {
    Opaque::InactiveZone { zone: zone.to_owned(), is_inside }
}

impl<'d> Zones<'d> {
    /// Whether the request is in an included zone, if there is any.
    fn is_included(&self, sign_in: &SignIn<'_, 'd>) -> Option<Truth> {
        let enters = |zone: &Cow<'d, str>| match sign_in.facts.is_zone_unsure(zone) {
            true => sign_in.opaque(&inactive(zone, true)),
            false => sign_in.has(Membership::Zone, zone),
        };
        (!self.include.is_empty()).then(|| Truth::any(self.include.iter().map(enters)))
    }

    /// Whether the request is in no excluded zone, if there is any.
    fn is_unexcluded(&self, sign_in: &SignIn<'_, 'd>) -> Option<Truth> {
        let avoids = |zone: &Cow<'d, str>| match sign_in.facts.is_zone_unsure(zone) {
            true => sign_in.opaque(&inactive(zone, false)),
            false => !sign_in.has(Membership::Zone, zone),
        };
        let unexcluded = Truth::all(self.exclude.iter().map(avoids));
        match (self.include.is_empty(), self.exclude.is_empty()) {
            (_, true) => None,
            (true, false) => Some(unexcluded),
            (false, false) => Some(sign_in.reads(Doubt::ZoneExclusionUnheeded).or(unexcluded)),
        }
    }
}

impl<'d> Meaning<'d> for Zones<'d> {
    fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        let enters = |zone: &Cow<'d, str>, atoms: &mut Atoms<'_, 'd>| {
            if atoms.facts.is_zone_unsure(zone) {
                atoms.opaque(&inactive(zone, true))
            } else {
                atoms.has(Membership::Zone, zone.clone())
            }
        };
        let avoids = |zone: &Cow<'d, str>, atoms: &mut Atoms<'_, 'd>| {
            if atoms.facts.is_zone_unsure(zone) {
                atoms.opaque(&inactive(zone, false))
            } else {
                !atoms.has(Membership::Zone, zone.clone())
            }
        };
        let included = Formula::any(self.include.iter().map(|zone| enters(zone, atoms)));
        let unexcluded = Formula::all(self.exclude.iter().map(|zone| avoids(zone, atoms)));
        match (self.include.is_empty(), self.exclude.is_empty()) {
            (true, _) => unexcluded,
            (_, true) => included,
            // Okta refuses both together; where an older export has both, the exclusion may or
            // may not count.
            _ => included.and(atoms.doubt(Doubt::ZoneExclusionUnheeded).or(unexcluded)),
        }
    }

    fn holds(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        Truth::all([self.is_included(sign_in), self.is_unexcluded(sign_in)].into_iter().flatten())
    }

    fn parts(&self, name: &str, sign_in: &SignIn<'_, 'd>) -> Vec<ConditionPart> {
        let parts = [
            (Key::INCLUDE, self.is_included(sign_in)),
            (Key::EXCLUDE, self.is_unexcluded(sign_in)),
        ];
        let told = parts.into_iter().filter_map(|(member, status)| Some((member, status?)));
        told.map(|(member, status)| ConditionPart::member(name, member, status)).collect()
    }

    fn words(&self, names: &Names<'_, 'd>) -> String {
        let is_all =
            |zones: &[Cow<'d, str>]| zones.iter().any(|zone| zone == Membership::ALL_ZONES);
        let list = |zones: &[Cow<'d, str>]| {
            if is_all(zones) { "any zone".to_owned() } else { names.any_of(zones) }
        };
        conjunction([
            (!self.include.is_empty())
                .then(|| format!("the request is from {}", list(&self.include))),
            (!self.exclude.is_empty())
                .then(|| format!("the request is not from {}", list(&self.exclude))),
        ])
    }
}
