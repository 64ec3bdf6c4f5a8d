//! The places for ids of other objects in policies, rules and requests.

use crate::json::Node;
use crate::okta::Key;

use super::conditions::{Conditions, Lists};
use super::kinds::ResourceKind;
use super::object::Members;

/// A place for an id in a policy, a rule or the body of a request to simulate, whatever stands there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IdPlace<'d> {
    /// What is to be referred to.
    pub(crate) kind: ResourceKind,
    /// The condition, action or setting, such as `["conditions", "people", "groups"]`.
    pub(crate) path: &'static [Key],
    /// What stands in the place of the id.
    pub(crate) node: Node<'d>,
}

const USERS: &[Key] = &[Key::CONDITIONS, Key::PEOPLE, Key::USERS];
const GROUPS: &[Key] = &[Key::CONDITIONS, Key::PEOPLE, Key::GROUPS];
const USER_TYPE: &[Key] = &[Key::CONDITIONS, Key::USER_TYPE];
const NETWORK: &[Key] = &[Key::CONDITIONS, Key::NETWORK];
const ASSURANCE: &[Key] = &[Key::CONDITIONS, Key::DEVICE, Key::ASSURANCE];
const APP: &[Key] = &[Key::CONDITIONS, Key::APP];
const IDP_IDS: &[Key] = &[Key::CONDITIONS, Key::IDENTITY_PROVIDER, Key::IDP_IDS];
const CLIENTS: &[Key] = &[Key::CONDITIONS, Key::CLIENTS, Key::INCLUDE];
const PROVIDERS: &[Key] = &[Key::ACTIONS, Key::IDP, Key::PROVIDERS];
const TARGET_GROUPS: &[Key] = &[Key::ACTIONS, Key::PROFILE_ENROLLMENT, Key::TARGET_GROUP_IDS];
const AUTHENTICATORS: &[Key] = &[Key::SETTINGS, Key::AUTHENTICATORS];
const CONTEXT_GROUPS: &[Key] = &[Key::POLICY_CONTEXT, Key::GROUPS, Key::IDS];
const CONTEXT_ZONES: &[Key] = &[Key::POLICY_CONTEXT, Key::ZONES, Key::IDS];
const CONTEXT_USER: &[Key] = &[Key::POLICY_CONTEXT, Key::USER, Key::ID];
const APP_INSTANCE: &[Key] = &[Key::APP_INSTANCE];

/// What the ids are of that stand at a place in a policy or rule, by the names that lead there.
#[cfg(feature = "server")]
pub(crate) fn kind_at(path: &[Key]) -> Option<ResourceKind> {
    let places = [
        (ResourceKind::User, USERS),
        (ResourceKind::Group, GROUPS),
        (ResourceKind::Group, TARGET_GROUPS),
        (ResourceKind::UserType, USER_TYPE),
        (ResourceKind::NetworkZone, NETWORK),
        (ResourceKind::DeviceAssurance, ASSURANCE),
        (ResourceKind::App, APP),
        (ResourceKind::App, CLIENTS),
        (ResourceKind::IdentityProvider, IDP_IDS),
    ];
    places.into_iter().find(|(_, place)| path.starts_with(place)).map(|(kind, _)| kind)
}

impl<'d> Conditions<'d> {
    /// The pairs of lists of ids, with what the ids are of and where the lists stand.
    pub(crate) fn id_lists(
        &self,
    ) -> impl Iterator<Item = (ResourceKind, &'static [Key], Lists<'d>)> + use<'d> {
        let Self { people, user_type, network, device, app, .. } = self;
        let lists = [
            (ResourceKind::User, USERS, people.and_then(|people| people.users())),
            (ResourceKind::Group, GROUPS, people.and_then(|people| people.groups())),
            (ResourceKind::UserType, USER_TYPE, *user_type),
            (ResourceKind::NetworkZone, NETWORK, network.map(|network| network.zones())),
            (ResourceKind::DeviceAssurance, ASSURANCE, device.and_then(|it| it.assurance())),
            (ResourceKind::App, APP, *app),
        ];
        lists.into_iter().filter_map(|(kind, path, lists)| Some((kind, path, lists?)))
    }
}

/// The places for ids in conditions.
pub(super) fn in_conditions<'d>(
    conditions: &Conditions<'d>,
) -> impl Iterator<Item = IdPlace<'d>> + use<'d> {
    // Okta leaves ids behind that `ANYWHERE` does not use.
    let connection = conditions.network.and_then(|network| network.connection());
    let is_anywhere = connection.is_some_and(|connection| connection.is_str("ANYWHERE"));
    let pairs = conditions.id_lists().filter(move |(_, path, _)| !is_anywhere || *path != NETWORK);
    let pairs = pairs.flat_map(|(kind, path, lists)| {
        let lists = lists.both().into_iter();
        lists.flat_map(move |list| listed(kind, path, list))
    });
    let providers = conditions.get(Key::IDENTITY_PROVIDER);
    let providers = providers.and_then(|provider| provider.field(Key::IDP_IDS));
    let clients = conditions.get(Key::CLIENTS).and_then(|clients| clients.field(Key::INCLUDE));
    pairs.chain(listed(ResourceKind::IdentityProvider, IDP_IDS, providers)).chain(listed(
        ResourceKind::App,
        CLIENTS,
        clients,
    ))
}

/// The places for ids in actions.
pub(super) fn in_actions<'d>(actions: &Members<'d>) -> impl Iterator<Item = IdPlace<'d>> + use<'d> {
    let providers = actions.get(Key::IDP).and_then(|idp| idp.field(Key::PROVIDERS));
    let form = actions.get(Key::PROFILE_ENROLLMENT);
    let groups = form.and_then(|form| form.field(Key::TARGET_GROUP_IDS));
    listed(ResourceKind::IdentityProvider, PROVIDERS, providers).chain(listed(
        ResourceKind::Group,
        TARGET_GROUPS,
        groups,
    ))
}

/// The places for ids in the settings of a policy.
pub(super) fn in_settings(settings: Option<Node<'_>>) -> impl Iterator<Item = IdPlace<'_>> {
    let list = settings.and_then(|settings| settings.field(Key::AUTHENTICATORS));
    listed(ResourceKind::Authenticator, AUTHENTICATORS, list)
}

/// The places for ids in the body of a request to simulate.
pub(crate) fn in_request(request: Node<'_>) -> impl Iterator<Item = IdPlace<'_>> {
    let single = |kind, path: &'static [Key]| IdPlace::of(kind, path, request.at(path)?);
    let list = |kind, path: &'static [Key]| listed(kind, path, request.at(path));
    list(ResourceKind::Group, CONTEXT_GROUPS)
        .chain(list(ResourceKind::NetworkZone, CONTEXT_ZONES))
        .chain(single(ResourceKind::User, CONTEXT_USER))
        .chain(single(ResourceKind::App, APP_INSTANCE))
}

/// The places for ids in a list of ids, or of objects with ids.
fn listed<'d>(
    kind: ResourceKind,
    path: &'static [Key],
    list: Option<Node<'d>>,
) -> impl Iterator<Item = IdPlace<'d>> + use<'d> {
    let elements = list.into_iter().flat_map(Node::elements);
    elements.filter_map(move |node| IdPlace::of(kind, path, node))
}

impl<'d> IdPlace<'d> {
    fn of(kind: ResourceKind, path: &'static [Key], node: Node<'d>) -> Option<Self> {
        let node = if node.is_object() { node.field(Key::ID)? } else { node };
        Some(Self { kind, path, node })
    }
}
