//! Whether an object is one that policies refer to, and of which kind.

use crate::export::ids::has_id;
use crate::json::Node;
use crate::model::ResourceKind;
use crate::okta::Key;
use crate::wording::nearest;

pub(super) fn resource_kind(node: Node<'_>) -> Option<ResourceKind> {
    if is_user_schema(node) {
        return Some(ResourceKind::UserSchema);
    }
    let has = |key| node.field(key).is_some();
    if has_id(node, &["nzo"]) || is_zone_body(node) {
        return Some(ResourceKind::NetworkZone);
    }
    if has_id(node, &["00g"]) && has(Key::PROFILE) {
        return Some(ResourceKind::Group);
    }
    if has_id(node, &["00u"]) && has(Key::PROFILE) {
        return Some(ResourceKind::User);
    }
    if has_id(node, &["oty"]) && (has(Key::NAME) || has(Key::DISPLAY_NAME)) {
        return Some(ResourceKind::UserType);
    }
    let is_assurance =
        || has(Key::PLATFORM) || ASSURANCE.iter().any(|key| is_container(node, *key));
    if (has_id(node, &["dae"]) && is_assurance()) || is_assurance_body(node) {
        return Some(ResourceKind::DeviceAssurance);
    }
    if has_id(node, &["aut"]) && has(Key::KEY) {
        return Some(ResourceKind::Authenticator);
    }
    if has_id(node, &["0oa"]) && has(Key::SIGN_ON_MODE) {
        return Some(ResourceKind::App);
    }
    if has_id(node, &["0oa"]) && (has(Key::PROTOCOL) || has(Key::ISSUER_MODE)) {
        return Some(ResourceKind::IdentityProvider);
    }
    None
}

/// The answer to `GET /api/v1/meta/schemas/user/{id}`, a JSON Schema (Schemas API).
fn is_user_schema(node: Node<'_>) -> bool {
    node.at(&[Key::DEFINITIONS, Key::BASE, Key::PROPERTIES, Key::LOGIN]).is_some()
}

/// The body of a request to create a network zone: a name and a type are not enough, since many
/// things have a name and the type `IP`.
fn is_zone_body(node: Node<'_>) -> bool {
    const TYPES: [&str; 3] = ["IP", "DYNAMIC", "DYNAMIC_V2"];
    const USAGES: [&str; 2] = ["POLICY", "BLOCKLIST"];
    const LISTS: [Key; 5] =
        [Key::GATEWAYS, Key::PROXIES, Key::ASNS, Key::LOCATIONS, Key::IP_SERVICE_CATEGORIES];
    let has_of_oktas = || {
        // Where the type is only nearly Okta's, what others keep in lists, texts, tells nothing.
        let is_exact =
            TYPES.iter().any(|kind| node.field(Key::TYPE).is_some_and(|t| t.is_str(kind)));
        let is_like_oktas = |key: &Key| {
            let list = node.get(*key);
            list.is_some_and(|list| is_exact || list.elements().next().is_some_and(Node::is_object))
        };
        is_one_of(node.field(Key::USAGE), &USAGES)
            || node.get(Key::PROXY_TYPE).is_some()
            || LISTS.iter().any(is_like_oktas)
    };
    let lists_addresses = || {
        let gateways = node.field(Key::GATEWAYS).into_iter().flat_map(Node::elements);
        let mut first = gateways.take(1);
        first.any(|entry| {
            is_one_of(entry.field(Key::TYPE), &["CIDR", "RANGE"])
                && entry.field(Key::VALUE).is_some()
        })
    };
    node.field(Key::NAME).is_some()
        && ((is_one_of(node.field(Key::TYPE), &TYPES) && has_of_oktas()) || lists_addresses())
}

/// The body of a request to create a device assurance policy.
fn is_assurance_body(node: Node<'_>) -> bool {
    const PLATFORMS: [&str; 5] = ["ANDROID", "CHROMEOS", "IOS", "MACOS", "WINDOWS"];
    // What nothing else is likely to have: it tells the kind where the platform was forgotten.
    const TELLING: [Key; 2] = [Key::SCREEN_LOCK_TYPE, Key::DISK_ENCRYPTION_TYPE];
    let has_any = |keys: &[Key]| keys.iter().any(|key| is_container(node, *key));
    // A list of versions is what devices have that somebody tests with.
    let lists_versions = || node.field(Key::OS_VERSION).is_some_and(Node::is_array);
    let is_of_platform = || is_one_of(node.field(Key::PLATFORM), &PLATFORMS);
    let has_flag =
        || node.field(Key::SECURE_HARDWARE_PRESENT).is_some_and(|flag| flag.as_bool().is_some());
    let is_telling = || node.field(Key::PLATFORM).is_none() && has_any(&TELLING);
    node.field(Key::NAME).is_some()
        && ((is_of_platform() && !lists_versions() && (has_any(&ASSURANCE) || has_flag()))
            || is_telling())
}

/// Members of device assurance policies.
const ASSURANCE: [Key; 6] = [
    Key::OS_VERSION,
    Key::OS_VERSION_CONSTRAINTS,
    Key::SCREEN_LOCK_TYPE,
    Key::DISK_ENCRYPTION_TYPE,
    Key::THIRD_PARTY_SIGNAL_PROVIDERS,
    Key::GRACE_PERIOD,
];

/// Whether the member is an object or a list. Test tools, too, speak of a platform and a version, in
/// texts.
fn is_container(node: Node<'_>, key: Key) -> bool {
    node.field(key).is_some_and(|content| content.is_object() || content.is_array())
}

/// Whether the text is one of the names, or nearly.
fn is_one_of(text: Option<Node<'_>>, names: &[&str]) -> bool {
    let text = text.and_then(Node::as_str);
    text.is_some_and(|text| {
        names.contains(&&*text) || nearest(&text, names.iter().copied()).is_some()
    })
}
