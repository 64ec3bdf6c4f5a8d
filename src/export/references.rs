//! The ids by which policies and rules refer to other objects.

use std::borrow::Cow;
use std::collections::HashSet;

use rayon::prelude::*;

use crate::json::Node;
use crate::okta::Key;

use super::kinds::HelperKind;
use super::model::{Export, Policy, PolicyRule};

/// An id that refers to another object.
#[derive(Debug, Clone)]
pub(crate) struct Reference<'d> {
    /// What it refers to.
    pub(crate) kind: HelperKind,
    /// The id.
    pub(crate) id: Cow<'d, str>,
    /// Where it stands.
    pub(crate) node: Node<'d>,
}

/// Pairs of lists of ids, `include` and `exclude`.
const PAIRS: [(HelperKind, &[Key]); 6] = [
    (HelperKind::User, &[Key::CONDITIONS, Key::PEOPLE, Key::USERS]),
    (HelperKind::Group, &[Key::CONDITIONS, Key::PEOPLE, Key::GROUPS]),
    (HelperKind::UserType, &[Key::CONDITIONS, Key::USER_TYPE]),
    (HelperKind::NetworkZone, &[Key::CONDITIONS, Key::NETWORK]),
    (HelperKind::DeviceAssurance, &[Key::CONDITIONS, Key::DEVICE, Key::ASSURANCE]),
    (HelperKind::App, &[Key::CONDITIONS, Key::APP]),
];

/// Lists of ids, or of objects with ids.
const LISTS: [(HelperKind, &[Key]); 7] = [
    (HelperKind::IdentityProvider, &[Key::CONDITIONS, Key::IDENTITY_PROVIDER, Key::IDP_IDS]),
    (HelperKind::IdentityProvider, &[Key::ACTIONS, Key::IDP, Key::PROVIDERS]),
    (HelperKind::Group, &[Key::ACTIONS, Key::PROFILE_ENROLLMENT, Key::TARGET_GROUP_IDS]),
    (HelperKind::Group, &[Key::POLICY_CONTEXT, Key::GROUPS, Key::IDS]),
    (HelperKind::NetworkZone, &[Key::POLICY_CONTEXT, Key::ZONES, Key::IDS]),
    (HelperKind::App, &[Key::CONDITIONS, Key::CLIENTS, Key::INCLUDE]),
    (HelperKind::Authenticator, &[Key::SETTINGS, Key::AUTHENTICATORS]),
];

/// Single ids.
const SINGLE: [(HelperKind, &[Key]); 2] = [
    (HelperKind::User, &[Key::POLICY_CONTEXT, Key::USER, Key::ID]),
    (HelperKind::App, &[Key::APP_INSTANCE]),
];

/// A place for an id in a policy, a rule or the body of a request to simulate, whatever stands there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IdPlace<'d> {
    /// What is to be referred to.
    pub(crate) kind: HelperKind,
    /// The condition, action or setting, such as `["conditions", "people", "groups"]`.
    pub(crate) path: &'static [Key],
    /// What stands in the place of the id.
    pub(crate) node: Node<'d>,
}

/// The places for ids of other objects in a policy, a rule or the body of a request to simulate, in
/// document order.
pub(crate) fn id_places(object: Node<'_>) -> impl Iterator<Item = IdPlace<'_>> {
    let pairs = PAIRS.iter().flat_map(move |(kind, path)| {
        // Okta leaves ids behind that `ANYWHERE` does not use.
        let is_unused = |lists: &Node<'_>| {
            lists.field(Key::CONNECTION).is_some_and(|connection| connection.is_str("ANYWHERE"))
        };
        let lists = object.at(path).filter(|lists| !is_unused(lists)).into_iter();
        let lists = lists.flat_map(|lists| {
            [Key::INCLUDE, Key::EXCLUDE].into_iter().filter_map(move |key| lists.field(key))
        });
        lists.flat_map(Node::elements).map(|node| (*kind, *path, node))
    });
    let lists = LISTS.iter().flat_map(move |(kind, path)| {
        object.at(path).into_iter().flat_map(Node::elements).map(|node| (*kind, *path, node))
    });
    let single =
        SINGLE.iter().filter_map(move |(kind, path)| Some((*kind, *path, object.at(path)?)));
    pairs.chain(lists).chain(single).filter_map(|(kind, path, node)| {
        let node = if node.is_object() { node.field(Key::ID)? } else { node };
        Some(IdPlace { kind, path, node })
    })
}

/// What a policy, a rule or the body of a request to simulate refers to, in document order.
fn references(object: Node<'_>) -> impl Iterator<Item = Reference<'_>> {
    id_places(object).filter_map(|IdPlace { kind, node, .. }| {
        let id = node.as_str()?;
        // Words such as `ALL_ZONES`, and ids of another kind, refer to no object of this one.
        kind.is_id(&id).then_some(Reference { kind, id, node })
    })
}

/// That an app is mapped to a policy.
#[derive(Debug, Clone)]
pub(crate) struct AccessPolicyLink<'d> {
    /// The id of the policy.
    pub(crate) policy: String,
    /// The id of the app.
    pub(crate) app: Cow<'d, str>,
    /// Where that is said.
    pub(crate) node: Node<'d>,
}

impl<'d> AccessPolicyLink<'d> {
    /// As an app says it (Applications API, "Links").
    fn of_app(app: Node<'d>) -> Option<Self> {
        let node = app.at(&[Key::LINKS, Key::ACCESS_POLICY, Key::HREF])?;
        let policy = last_part(node)?.into_owned();
        Some(Self { policy, app: app.field(Key::ID)?.as_str()?, node })
    }

    /// As a mapping says it (Okta's OpenAPI description, `PolicyMapping`).
    pub(super) fn of_mapping(mapping: Node<'d>) -> Option<Self> {
        let app = last_part(mapping.at(&[Key::LINKS, Key::APPLICATION, Key::HREF])?)?;
        let node = mapping.at(&[Key::LINKS, Key::POLICY, Key::HREF])?;
        Some(Self { policy: last_part(node)?.into_owned(), app, node })
    }

    /// As a list of the apps of a policy says it, of an app that does not say it itself.
    pub(super) fn of_listed(app: Node<'d>, policy: Option<Cow<'d, str>>) -> Option<Self> {
        let policy = policy.filter(|_| Self::of_app(app).is_none())?.into_owned();
        let node = app.field(Key::LABEL).unwrap_or(app);
        Some(Self { policy, app: app.field(Key::ID)?.as_str()?, node })
    }
}

/// The id at the end of an address.
fn last_part(href: Node<'_>) -> Option<Cow<'_, str>> {
    match href.as_str()? {
        Cow::Borrowed(href) => href.rsplit('/').next().map(Cow::Borrowed),
        Cow::Owned(href) => href.rsplit('/').next().map(|id| Cow::Owned(id.to_owned())),
    }
}

impl<'d> Export<'d> {
    /// Which policies apps are mapped to, as the apps, the mappings of policies and the lists of
    /// their apps say.
    pub(crate) fn access_policy_links(&self) -> impl Iterator<Item = AccessPolicyLink<'d>> {
        let apps = self.helpers.of_kind(HelperKind::App).filter_map(AccessPolicyLink::of_app);
        apps.chain(self.mappings.iter().cloned())
    }

    /// The authentication policies that no app is mapped to: where apps tell their policies and none
    /// of them seems to be missing, or where their own list of mappings is empty.
    pub(crate) fn unmapped_policies(&self) -> impl Iterator<Item = &Policy<'d>> {
        let mapped: HashSet<String> = self.access_policy_links().map(|link| link.policy).collect();
        let apps = self.helpers.all.iter();
        let apps = apps.filter(|helper| helper.kind == HelperKind::App && !helper.is_of_policy);
        let came_alone = apps.clone().all(|app| app.list.is_none());
        let are_all_there = came_alone || self.helpers.are_whole(HelperKind::App);
        // Apps that tell no policy at all were written by hand, or come from Classic Engine.
        let mut links = apps.filter_map(|app| AccessPolicyLink::of_app(app.node));
        let is_shown = links.next().is_some() && are_all_there;
        let for_apps = self.policies.iter().filter(|policy| policy.is_for_apps());
        for_apps.filter(move |policy| {
            let is_mapped = policy.id().is_none_or(|id| mapped.contains(id.as_ref()));
            !is_mapped && (is_shown || policy.has_no_mappings)
        })
    }

    /// Whether the export holds objects of the kind or, of apps, tells at least which policies they
    /// are mapped to.
    pub(crate) fn tells_of(&self, kind: HelperKind) -> bool {
        let tells_mappings = || {
            !self.mappings.is_empty() || self.policies.iter().any(|policy| policy.has_no_mappings)
        };
        self.helpers.has(kind) || (kind == HelperKind::App && tells_mappings())
    }

    /// The kinds of objects that the export's policies are about, whether it holds them or not:
    /// those that ids refer to, the apps that authentication policies are for, and the schema of
    /// the profiles whose attributes rules name.
    pub(crate) fn kinds_of_interest(&self) -> HashSet<HelperKind> {
        let of_policy = |policy: &Policy<'d>| {
            let rules = policy.rules.iter().map(|rule| rule.node);
            let kinds = std::iter::once(policy.node).chain(rules).flat_map(references);
            kinds.map(|reference| reference.kind).collect::<HashSet<_>>()
        };
        let of_others = self.loose_rules.iter().map(|rule| rule.node);
        let of_others = of_others.chain(self.simulations.iter().copied()).flat_map(references);
        let mut kinds: HashSet<_> = self.policies.par_iter().flat_map_iter(of_policy).collect();
        kinds.extend(of_others.map(|reference| reference.kind));
        if self.policies.iter().any(|policy| policy.kind.is("ACCESS_POLICY")) {
            kinds.insert(HelperKind::App);
        }
        let names_attributes = |rule: &PolicyRule<'_>| {
            let identifier = rule.condition(Key::USER_IDENTIFIER);
            identifier.is_some_and(|identifier| identifier.field(Key::ATTRIBUTE).is_some())
                || rule.action(Key::PROFILE_ENROLLMENT).is_some()
        };
        if self.rules().any(names_attributes) {
            kinds.insert(HelperKind::UserSchema);
        }
        kinds
    }

    /// The references to objects of a kind that the export holds, each with the object.
    pub(crate) fn resolved(
        &self,
        kind: HelperKind,
    ) -> impl Iterator<Item = (Reference<'d>, Node<'d>)> {
        let of_kind = self.references().filter(move |reference| reference.kind == kind);
        of_kind.filter_map(|reference| {
            let object = self.helpers.get(&reference.id)?.node;
            Some((reference, object))
        })
    }

    /// What the policies, rules and simulations of the export refer to.
    pub(crate) fn references(&self) -> impl Iterator<Item = Reference<'d>> {
        let policies = self.policies.iter().map(|policy| policy.node);
        let rules = self.rules().map(|rule| rule.node);
        let objects = policies.chain(rules).chain(self.simulations.iter().copied());
        objects.flat_map(references)
    }
}
