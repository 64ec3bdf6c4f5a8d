//! A request as a context: with what the export tells of its user, its address and its app.

use std::collections::BTreeSet;

use super::error::SimulateError;
use super::lookup::{NotFound, id_of};
use super::request::{Device, Origin, Request, User, Who};
use super::zones::located;
use crate::diagnostic::Named;
use crate::json::Node;
use crate::model::{Export, ResourceKind, named};
use crate::okta::Key;
use crate::reach::{Choice, Context, Facts, Membership, Readings, TextSource, Truth};
use crate::wording::printable;

/// What is known of a sign-in.
#[derive(Debug, Default)]
pub(super) struct Situation {
    pub(super) context: Context,
    pub(super) readings: Readings,
    /// The zone for which Okta refuses the request before it looks at a policy.
    pub(super) blocked_by: Option<Named>,
    /// What somebody may not expect of it, one sentence each.
    pub(super) notes: Vec<String>,
}

impl Situation {
    pub(super) fn of<'d>(
        request: &Request,
        export: &Export<'d>,
        facts: &Facts<'d>,
    ) -> Result<Self, SimulateError> {
        let mut situation = Self::default();
        if let Some(app) = &request.app {
            situation.add_app(app, export, facts);
        }
        match &request.who {
            Who::User(user) => situation.add_user(user, export),
            Who::MemberOf(groups) => situation.set(Membership::Group, groups),
        }
        match &request.origin {
            None => {}
            Some(Origin::Zones(zones)) => situation.add_zones(zones, facts),
            Some(Origin::Zone(zone)) => situation.add_zones(&[zone_id(zone, export)?], facts),
            Some(Origin::Address(address)) => {
                let located = located(*address, export, facts);
                situation.context.members.extend(located.context.members);
                situation.blocked_by = located.blocked_by.map(named);
                situation.notes.extend(
                    located
                        .exempted_by
                        .map(|zone| format!("{} keeps Okta from blocking {address}", named(zone))),
                );
            }
        }
        if let Some(level) = &request.risk {
            situation.context.choices.insert(Choice::Risk, Some(level.clone()));
        }
        situation.add_device(&request.device);
        situation.add_beyond(request);
        Ok(situation)
    }

    /// Says which of a kind the sign-in has: these, and no others.
    fn set(&mut self, kind: Membership, values: &[String]) {
        self.context.memberships.insert(kind, values.iter().cloned().collect());
    }

    fn add_app(&mut self, app: &str, export: &Export<'_>, facts: &Facts<'_>) {
        self.context.choices.insert(Choice::App, Some(app.to_owned()));
        if let Some(kind) = facts.app_type(app) {
            self.context.choices.insert(Choice::AppType, Some(kind.to_owned()));
        }
        let is_missing = export.resources.get(app).is_none();
        if is_missing && export.resources.are_whole(ResourceKind::App) {
            self.notes.push(format!("the app {} is not in the export", printable(app)));
        }
    }

    /// The user, with what the export tells of them, where the request does not.
    fn add_user(&mut self, user: &User, export: &Export<'_>) {
        let object = export.resources.get(&user.id).map(|resource| resource.node);
        let known = object.map(User::told_by).unwrap_or_default();
        self.context.choices.insert(Choice::User, Some(user.id.clone()));
        if let Some(kind) = user.user_type.as_ref().or(known.user_type.as_ref()) {
            self.context.choices.insert(Choice::UserType, Some(kind.clone()));
        }
        for (attribute, value) in known.profile.iter().chain(&user.profile) {
            if attribute == "login" {
                self.context.texts.insert(TextSource::Identifier, value.clone());
            }
            let source = TextSource::Attribute(attribute.clone());
            self.context.texts.insert(source, value.clone());
        }
        match object.and_then(groups_of) {
            Some(groups) => {
                self.context.memberships.insert(Membership::Group, groups);
            }
            None => self.add_member_lists(&user.id, export),
        }
        if !self.context.memberships.contains_key(&Membership::Group)
            && !self.context.members.contains_key(&Membership::Group)
        {
            self.notes.push(format!(
                "the export does not tell the groups of user {}",
                export.resources.name(&user.id).map_or_else(
                    || printable(&user.id),
                    |name| format!("\"{}\"", printable(&name))
                )
            ));
        }
    }

    /// The groups whose members the export lists.
    fn add_member_lists(&mut self, user: &str, export: &Export<'_>) {
        for group in export.resources.of_kind(ResourceKind::Group) {
            let id = group.field(Key::ID).and_then(Node::as_str);
            let Some((id, members)) = id.zip(ids_in(group, &["members", "users"])) else {
                continue;
            };
            let of_groups = self.context.members.entry(Membership::Group).or_default();
            of_groups.insert(id.into_owned(), members.contains(user).into());
        }
    }

    fn add_zones(&mut self, zones: &[String], facts: &Facts<'_>) {
        let mut all: BTreeSet<String> = zones.iter().cloned().collect();
        // A request from a zone in use is from a defined zone; one from none of them is not.
        if zones.iter().any(|zone| facts.is_zone_in_use(zone)) {
            all.insert(Membership::ALL_ZONES.to_owned());
        } else if !zones.is_empty() && !all.contains(Membership::ALL_ZONES) {
            let of_zones = self.context.members.entry(Membership::Zone).or_default();
            of_zones.insert(Membership::ALL_ZONES.to_owned(), Truth::Undefined);
        }
        self.context.memberships.insert(Membership::Zone, all);
    }

    fn add_device(&mut self, device: &Device) {
        let Device { platform, registered, managed, assurance } = device;
        if let Some(platform) = platform {
            self.context.choices.insert(Choice::System, Some(platform.clone()));
            if let Some(class) = device_class(platform) {
                self.context.choices.insert(Choice::DeviceClass, Some(class.to_owned()));
            }
        }
        let mut know = |state: &str, has: bool| {
            let states = self.context.members.entry(Membership::DeviceState).or_default();
            states.insert(state.to_owned(), has.into());
        };
        if let Some(managed) = *managed {
            know(Membership::MANAGED, managed);
            know(Membership::UNMANAGED, !managed);
        }
        // Okta manages no device that it has not registered.
        if let Some(registered) = registered.or(managed.filter(|managed| *managed)) {
            know(Membership::REGISTERED, registered);
            know(Membership::UNREGISTERED, !registered);
        }
        if *registered == Some(false) {
            know(Membership::MANAGED, false);
        }
        if let Some(assurance) = assurance {
            self.set(Membership::Assurance, std::slice::from_ref(assurance));
        }
    }

    /// What no request of Okta's can say counts for more.
    fn add_beyond(&mut self, request: &Request) {
        let Context { choices, memberships, members, texts, opaque } = &request.beyond.context;
        self.context.choices.extend(choices.clone());
        self.context.texts.extend(texts.clone());
        self.context.opaque.extend(opaque.clone());
        for (kind, values) in memberships {
            self.context.members.remove(kind);
            self.context.memberships.insert(*kind, values.clone());
        }
        for (kind, values) in members {
            self.context.members.entry(*kind).or_default().extend(values.clone());
        }
        self.readings = request.beyond.readings.clone();
    }
}

/// The class of a device with this system, where Okta has a name for it.
fn device_class(system: &str) -> Option<&'static str> {
    match system {
        "IOS" | "ANDROID" => Some("MOBILE"),
        "WINDOWS" | "MACOS" | "OSX" | "CHROMEOS" | "LINUX" => Some("DESKTOP"),
        _ => None,
    }
}

/// The groups that a user object lists.
fn groups_of(user: Node<'_>) -> Option<BTreeSet<String>> {
    ids_in(user, &["groups", "groupIds"])
}

/// The ids in a list that an object has under one of these names, by itself or embedded: texts, or
/// objects with an id.
fn ids_in(object: Node<'_>, names: &[&str]) -> Option<BTreeSet<String>> {
    let embedded = object.field(Key::EMBEDDED);
    let places = [Some(object), embedded].into_iter().flatten();
    let lists =
        places.flat_map(|place| names.iter().filter_map(move |name| place.field_named(name)));
    let list = lists.into_iter().find(|list| list.is_array())?;
    let id = |element: Node<'_>| {
        let id = element.field(Key::ID).unwrap_or(element);
        id.as_str().map(|id| id.into_owned())
    };
    list.elements().map(id).collect()
}

/// The zone that a request means in place of an address, by its id or name.
fn zone_id(text: &str, export: &Export<'_>) -> Result<String, SimulateError> {
    id_of(text, ResourceKind::NetworkZone, export).map_err(|NotFound { message, help }| {
        SimulateError::unusable(format!("{message}, and it is no address"), help)
    })
}
