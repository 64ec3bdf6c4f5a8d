//! What ids in policies and rules refer to.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use crate::json::Node;
use crate::okta::Key;

use super::export::Export;
use super::ids::{IdPlace, in_request};
use super::kinds::ResourceKind;
use super::mappings::AccessPolicyLink;
use super::policy::Policy;
use super::rule::PolicyRule;
use super::types::PolicyType;

/// An id that refers to another object.
#[derive(Debug, Clone)]
pub(crate) struct IdReference<'d> {
    /// What it refers to.
    pub(crate) kind: ResourceKind,
    /// The id.
    pub(crate) id: Cow<'d, str>,
    /// Where it stands.
    pub(crate) node: Node<'d>,
}

impl<'d> IdPlace<'d> {
    /// What the id refers to. Words such as `ALL_ZONES`, and ids of another kind, refer to no object of
    /// this one.
    fn reference(self) -> Option<IdReference<'d>> {
        let Self { kind, node, .. } = self;
        let id = node.as_str()?;
        kind.is_id(&id).then_some(IdReference { kind, id, node })
    }
}

impl<'d> Export<'d> {
    /// Which policies apps are mapped to, as the apps, the mappings of policies and the lists of
    /// their apps say.
    pub(crate) fn access_policy_links(&self) -> impl Iterator<Item = AccessPolicyLink<'d>> {
        let apps = self.resources.of_kind(ResourceKind::App).filter_map(AccessPolicyLink::of_app);
        apps.chain(self.mappings.iter().cloned())
    }

    /// The ids of the policies of a type that the export maps an app to, each once: of others than
    /// those that the app's own links name, only what is in the export tells the type.
    pub(crate) fn policies_of_app(&self, app: &str, kind: PolicyType) -> Vec<String> {
        let own = |app: Node<'d>| {
            if kind == PolicyType::ACCESS_POLICY {
                AccessPolicyLink::of_app(app)
            } else if kind == PolicyType::PROFILE_ENROLLMENT {
                AccessPolicyLink::of_enrollment(app)
            } else {
                None
            }
        };
        let is_listed = |link: &&AccessPolicyLink<'d>| {
            let is_linked = |policy: &Policy<'d>| policy.id().is_some_and(|id| id == *link.policy);
            let mut of_kind = self.policies.iter().filter(|policy| policy.kind == kind);
            link.app == app && of_kind.any(is_linked)
        };
        let own = self.resources.of_kind(ResourceKind::App).filter_map(own);
        let listed = self.mappings.iter().filter(is_listed).cloned();
        let of_app = own.chain(listed).filter(|link| link.app == app);
        let ids: BTreeSet<String> = of_app.map(|link| link.policy).collect();
        ids.into_iter().collect()
    }

    /// The authentication policies that no app is mapped to: where apps tell their policies and none
    /// of them seems to be missing, or where their own list of mappings is empty.
    pub(crate) fn unmapped_policies(&self) -> impl Iterator<Item = &Policy<'d>> {
        let mapped: HashSet<String> = self.access_policy_links().map(|link| link.policy).collect();
        let apps = self.resources.all.iter();
        let apps =
            apps.filter(|resource| resource.kind == ResourceKind::App && !resource.is_of_policy);
        let came_alone = apps.clone().all(|app| app.list.is_none());
        let are_all_there = came_alone || self.resources.are_whole(ResourceKind::App);
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
    pub(crate) fn tells_of(&self, kind: ResourceKind) -> bool {
        let tells_mappings = || {
            !self.mappings.is_empty() || self.policies.iter().any(|policy| policy.has_no_mappings)
        };
        self.resources.has(kind) || (kind == ResourceKind::App && tells_mappings())
    }

    /// The kinds of objects that the export's policies are about, whether it holds them or not:
    /// those that ids refer to, the apps that authentication policies are for, and the schema of
    /// the profiles whose attributes rules name.
    pub(crate) fn kinds_of_interest(&self) -> HashSet<ResourceKind> {
        let mut kinds = HashSet::new();
        let requests = self.simulations.iter().copied();
        for place in id_places(self.policies.iter(), self.rules(), requests) {
            // One of each kind suffices.
            if !kinds.contains(&place.kind) && place.reference().is_some() {
                kinds.insert(place.kind);
            }
        }
        if self.policies.iter().any(|policy| policy.kind == PolicyType::ACCESS_POLICY) {
            kinds.insert(ResourceKind::App);
        }
        let names_attributes = |rule: &PolicyRule<'_>| {
            let identifier = rule.conditions.user_identifier;
            identifier.is_some_and(|identifier| identifier.node.field(Key::ATTRIBUTE).is_some())
                || rule.action(Key::PROFILE_ENROLLMENT).is_some()
        };
        if self.rules().any(names_attributes) {
            kinds.insert(ResourceKind::UserSchema);
        }
        kinds
    }

    /// What the policies, rules and simulations of the export refer to.
    #[cfg(feature = "server")]
    pub(crate) fn references(&self) -> impl Iterator<Item = IdReference<'d>> {
        references_in(self.policies.iter(), self.rules(), self.simulations.iter().copied())
    }
}

/// What policies, rules and requests to simulate refer to.
pub(crate) fn references_in<'e, 'd: 'e>(
    policies: impl Iterator<Item = &'e Policy<'d>>,
    rules: impl Iterator<Item = &'e PolicyRule<'d>>,
    requests: impl Iterator<Item = Node<'d>>,
) -> impl Iterator<Item = IdReference<'d>> {
    id_places(policies, rules, requests).filter_map(IdPlace::reference)
}

fn id_places<'e, 'd: 'e>(
    policies: impl Iterator<Item = &'e Policy<'d>>,
    rules: impl Iterator<Item = &'e PolicyRule<'d>>,
    requests: impl Iterator<Item = Node<'d>>,
) -> impl Iterator<Item = IdPlace<'d>> {
    let policies = policies.flat_map(|policy| policy.ids());
    let rules = rules.flat_map(|rule| rule.ids());
    policies.chain(rules).chain(requests.flat_map(in_request))
}
