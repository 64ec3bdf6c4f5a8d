//! What an export tells about the org besides its policies.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::dimensions::{Dimension, Membership};
use crate::json::Node;
use crate::model::{Export, ResourceKind};
use crate::okta::Key;

/// Facts that hold in every sign-in. Where the export does not tell, there is none: missing data
/// makes an analysis weaker, never bolder.
#[derive(Debug, Default)]
pub struct Facts<'d> {
    everyone: Option<Cow<'d, str>>,
    /// Zones that count as defined: active, and meant for policies.
    zones_in_use: HashSet<Cow<'d, str>>,
    /// Zones of which nobody says what they match: inactive ones.
    zones_unsure: HashSet<Cow<'d, str>>,
    /// Zones that Okta refuses before it looks at a policy, unless an exempt zone lets the request
    /// through.
    zones_blocked: HashSet<Cow<'d, str>>,
    app_types: HashMap<Cow<'d, str>, Cow<'d, str>>,
}

impl<'d> Facts<'d> {
    /// What `export` tells.
    pub fn of(export: &Export<'d>) -> Self {
        let mut facts = Self { everyone: everyone(export), ..Self::default() };
        let mut unknown_apps = HashSet::new();
        // Of an object that was read twice, with another text, nobody knows which is in force: only
        // what all its copies say is a fact.
        for resource in export.resources.all.iter().chain(&export.resources.copies) {
            let text = |key| resource.node.field(key).and_then(Node::as_str);
            let Some(id) = text(Key::ID) else {
                continue;
            };
            match resource.kind {
                ResourceKind::NetworkZone => {
                    facts.add_zone(id, text(Key::STATUS), text(Key::USAGE))
                }
                ResourceKind::App => {
                    let name = text(Key::NAME);
                    let known = facts.app_types.get(&id);
                    if name.is_none() || known.is_some_and(|known| Some(known) != name.as_ref()) {
                        unknown_apps.insert(id);
                    } else if let Some(name) = name {
                        facts.app_types.insert(id, name);
                    }
                }
                _ => {}
            }
        }
        facts.app_types.retain(|app, _| !unknown_apps.contains(app));
        let Self { zones_in_use, zones_unsure, zones_blocked, .. } = &mut facts;
        zones_in_use.retain(|zone| !zones_unsure.contains(zone) && !zones_blocked.contains(zone));
        facts
    }

    /// What holds before and after a change of the org.
    pub(crate) fn common(old: &Self, new: &Self) -> Self {
        let both = |some: &HashSet<Cow<'d, str>>, others: &HashSet<Cow<'d, str>>| {
            some.intersection(others).cloned().collect()
        };
        let apps =
            old.app_types.iter().filter(|(app, kind)| new.app_types.get(*app) == Some(*kind));
        Self {
            everyone: old.everyone.clone().filter(|id| new.everyone.as_ref() == Some(id)),
            zones_in_use: both(&old.zones_in_use, &new.zones_in_use),
            zones_unsure: old.zones_unsure.union(&new.zones_unsure).cloned().collect(),
            zones_blocked: both(&old.zones_blocked, &new.zones_blocked),
            app_types: apps.map(|(app, kind)| (app.clone(), kind.clone())).collect(),
        }
    }

    fn add_zone(
        &mut self,
        id: Cow<'d, str>,
        status: Option<Cow<'d, str>>,
        usage: Option<Cow<'d, str>>,
    ) {
        let zones = match (status.as_deref(), usage.as_deref()) {
            (Some("ACTIVE"), Some("POLICY")) => &mut self.zones_in_use,
            (Some("ACTIVE"), Some("BLOCKLIST")) => &mut self.zones_blocked,
            (Some("ACTIVE") | None, _) => return,
            _ => &mut self.zones_unsure,
        };
        zones.insert(id);
    }

    /// The Everyone group, as authorization servers write it (guide "Customize tokens returned
    /// from Okta"). Elsewhere nobody says what it means.
    pub(crate) const EVERYONE: &'static str = "EVERYONE";

    /// The id of the group that every user is in.
    pub(crate) fn everyone(&self) -> Option<&str> {
        self.everyone.as_deref()
    }

    /// Whether every user is in the group, by its id.
    pub(crate) fn is_everyone(&self, group: &str) -> bool {
        self.everyone.as_deref() == Some(group)
    }

    /// Whether a request from the zone is in a defined zone.
    pub(crate) fn is_zone_in_use(&self, zone: &str) -> bool {
        self.zones_in_use.contains(zone)
    }

    /// Whether requests from the zone mostly do not get as far as a policy (help center, "Blocklist
    /// network zones").
    pub(super) fn is_zone_blocked(&self, zone: &str) -> bool {
        self.zones_blocked.contains(zone)
    }

    /// Whether nobody says what the zone matches.
    pub(super) fn is_zone_unsure(&self, zone: &str) -> bool {
        self.zones_unsure.contains(zone)
    }

    /// What else a sign-in has, or has not, that has the value, whatever else it has.
    pub(super) fn entailed(
        &self,
        membership: Membership,
        value: &str,
    ) -> impl Iterator<Item = (&'static str, bool)> {
        let Dimension { entails, general, .. } = membership.dimension();
        let is_general = membership == Membership::Zone && self.is_zone_in_use(value);
        let general = general.filter(|_| is_general).map(|(general, _)| (general, true));
        let by_table = entails.iter().find(|(one, _, _)| *one == value);
        by_table.map(|(_, other, holds)| (*other, *holds)).into_iter().chain(general)
    }

    /// The type of an app, by its id.
    pub(crate) fn app_type(&self, app: &str) -> Option<&str> {
        self.app_types.get(app).map(AsRef::as_ref)
    }
}

/// The group of everyone: its id looks like any other, but the default policies, and no others,
/// have to include exactly it (concepts, "Policies"); an export of the groups names it.
fn everyone<'d>(export: &Export<'d>) -> Option<Cow<'d, str>> {
    let mut found: Option<Cow<'d, str>> = None;
    let of_policies = export.policies.iter().filter(|policy| policy.system).filter_map(|policy| {
        let groups = policy.node.at(&[Key::CONDITIONS, Key::PEOPLE, Key::GROUPS, Key::INCLUDE])?;
        let mut ids = groups.elements();
        let only = ids.next().filter(|_| ids.next().is_none())?;
        only.as_str().filter(|id| id != Facts::EVERYONE)
    });
    let of_groups = export.resources.identified().filter_map(|(id, kind, node)| {
        let is_built_in = node.field(Key::TYPE).is_some_and(|kind| kind.is_str("BUILT_IN"));
        let is_named =
            node.at(&[Key::PROFILE, Key::NAME]).is_some_and(|name| name.is_str("Everyone"));
        (kind == ResourceKind::Group && is_built_in && is_named).then_some(id)
    });
    for id in of_policies.chain(of_groups) {
        match &found {
            Some(known) if *known != id => return None,
            _ => found = Some(id),
        }
    }
    found
}
