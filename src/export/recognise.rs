//! What a JSON value is to Okta: a policy, a rule, a request, a helper object, or none of these.

use std::borrow::Cow;

use crate::json::{Node, ValueKind};
use crate::wording::nearest;

use super::types::{KNOWN_TYPES, PolicyType};

/// Containers nested deeper than this are not searched: admins' bundles nest two or three levels.
const DEEPEST_CONTAINER: usize = 6;

/// Members by which a document says that it is something else, such as an OpenAPI description
/// whose examples would otherwise be taken for an export.
const FOREIGN: &[&str] = &["openapi", "swagger", "asyncapi", "$schema"];

/// What a recognised value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObjectKind {
    /// A policy, as read from Okta or to be written to it.
    Policy,
    /// A rule of a policy.
    Rule,
    /// The body of a request to `POST /api/v1/policies/simulate`.
    SimulateRequest,
    /// The answer to such a request.
    SimulateResponse,
    /// An object that policies refer to by id.
    Helper(HelperKind),
}

impl ObjectKind {
    /// What the object is, in a word or two, as in "the rule".
    pub fn name(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Rule => "rule",
            Self::SimulateRequest => "request",
            Self::SimulateResponse => "answer",
            Self::Helper(kind) => kind.name(),
        }
    }
}

/// Objects that policies refer to by id, in exports for their names and states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HelperKind {
    /// A group (`00g…`)
    Group,
    /// A user (`00u…`)
    User,
    /// A user type (`oty…`)
    UserType,
    /// A network zone (`nzo…`)
    NetworkZone,
    /// An app instance (`0oa…`)
    App,
    /// An identity provider (`0oa…`)
    IdentityProvider,
    /// An authenticator (`aut…`)
    Authenticator,
    /// A device assurance policy (`dae…`)
    DeviceAssurance,
    /// The schema of user profiles (`osc…`)
    UserSchema,
}

impl HelperKind {
    /// What the object is, in a word or two.
    pub fn name(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::User => "user",
            Self::UserType => "user type",
            Self::NetworkZone => "network zone",
            Self::App => "app",
            Self::IdentityProvider => "identity provider",
            Self::Authenticator => "authenticator",
            Self::DeviceAssurance => "device assurance policy",
            Self::UserSchema => "user schema",
        }
    }

    /// As [`name`](Self::name), of several.
    pub fn plural(self) -> String {
        match self.name().strip_suffix('y') {
            Some(stem) => format!("{stem}ies"),
            None => format!("{}s", self.name()),
        }
    }

    /// How the ids start that Okta gives to objects of this kind.
    pub(crate) const fn prefix(self) -> &'static str {
        match self {
            Self::Group => "00g",
            Self::User => "00u",
            Self::UserType => "oty",
            Self::NetworkZone => "nzo",
            Self::App | Self::IdentityProvider => "0oa",
            Self::Authenticator => "aut",
            Self::DeviceAssurance => "dae",
            Self::UserSchema => "osc",
        }
    }

    /// Whether `id` is one that Okta gives to objects of this kind, by its prefix.
    pub fn is_id(self, id: &str) -> bool {
        id.len() > self.prefix().len() && id.starts_with(self.prefix())
    }
}

/// A recognised value, and what its place tells about it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'d> {
    pub(super) node: Node<'d>,
    pub(super) kind: ObjectKind,
    pub(super) place: Place<'d>,
}

/// Where a value was found.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place<'d> {
    /// The policy object that holds it.
    pub(super) policy: Option<Node<'d>>,
    /// The key in a bundle under which it stands, itself or in an array.
    pub(super) key: Option<Node<'d>>,
    /// The object that holds that key.
    pub(super) container: Option<Node<'d>>,
    /// The array that it is an element of, as Okta answers with lists.
    pub(super) list: Option<Node<'d>>,
}

impl Place<'_> {
    /// Whether an array without elements here is one of Okta's: as a whole document, in a policy,
    /// or under a key that speaks of policies or rules.
    fn may_list_policies_or_rules(&self) -> bool {
        let key = self.key.and_then(Node::as_str).map(|key| key.to_ascii_lowercase());
        let speaks = |key: String| key.contains("polic") || key.contains("rule");
        self.policy.is_some() || key.is_none_or(speaks)
    }
}

/// What was found in one document.
#[derive(Debug, Default)]
pub(super) struct Recognised<'d> {
    pub(super) found: Vec<Found<'d>>,
    /// Arrays without elements, as Okta answers where there is nothing to list.
    pub(super) empty_lists: Vec<Place<'d>>,
}

impl<'d> Recognised<'d> {
    /// Whether nothing was found that is Okta's.
    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty() && self.empty_lists.is_empty()
    }

    /// Searches a document's outermost value.
    pub(super) fn search(&mut self, root: Node<'d>) {
        let says_foreign = |key: &&str| root.get(key).is_some();
        if !FOREIGN.iter().any(says_foreign) || is_user_schema(root) {
            self.visit(root, Place::default(), 0);
        }
    }

    fn visit(&mut self, node: Node<'d>, place: Place<'d>, depth: usize) {
        match node.kind() {
            ValueKind::Array => {
                let mut elements = node.elements().peekable();
                if elements.peek().is_none() && place.may_list_policies_or_rules() {
                    self.empty_lists.push(place);
                }
                let listed = Place { list: Some(node), ..place };
                elements.for_each(|element| self.visit(element, listed, depth));
            }
            ValueKind::Object => match kind_of(node) {
                Some(kind) => self.take(node, kind, place, depth),
                None if depth < DEEPEST_CONTAINER => {
                    for member in node.fields() {
                        let inside = Place {
                            key: Some(member.key),
                            container: Some(node),
                            list: None,
                            ..place
                        };
                        self.visit(member.value, inside, depth + 1);
                    }
                }
                None => {}
            },
            _ => {}
        }
    }

    fn take(&mut self, node: Node<'d>, kind: ObjectKind, place: Place<'d>, depth: usize) {
        self.found.push(Found { node, kind, place });
        if kind == ObjectKind::Policy {
            for rules in embedded_rules(node) {
                let inside = Place { policy: Some(node), ..Place::default() };
                self.visit(rules, inside, depth + 1);
            }
        }
    }
}

/// The rule lists inside a policy: `_embedded.rules` (from `?expand=rules`) and `rules`.
fn embedded_rules<'d>(policy: Node<'d>) -> impl Iterator<Item = Node<'d>> {
    let embedded = policy.at(&["_embedded", "rules"]);
    let rules = policy.field("rules");
    embedded.into_iter().chain(rules)
}

fn kind_of(node: Node<'_>) -> Option<ObjectKind> {
    if is_simulate_response(node) {
        Some(ObjectKind::SimulateResponse)
    } else if is_rule(node) {
        Some(ObjectKind::Rule)
    } else if is_policy(node) {
        Some(ObjectKind::Policy)
    } else if is_simulate_request(node) {
        Some(ObjectKind::SimulateRequest)
    } else {
        helper_kind(node).map(ObjectKind::Helper)
    }
}

fn is_rule(node: Node<'_>) -> bool {
    let named = node.field("type").and_then(Node::as_str);
    let named = named.as_deref();
    let known = named.is_some_and(|name| PolicyType::of_rule(name).known().is_some());
    let rule_only =
        known && named.is_some_and(|name| PolicyType::of_policy(name).known().is_none());
    if rule_only || is_linked_as(node, "/rules/") {
        return has_envelope(node);
    }
    let Some(actions) = node.field("actions") else {
        return (has_id(node, &["0pr", "rul"]) && has_content(node))
            || (known && has_rule_conditions(node));
    };
    let acts_as_known = actions.fields().any(|action| {
        let action = action.key.as_str().unwrap_or_default();
        PolicyType::of_action(&action).known().is_some()
    });
    let is_named = || (known || is_near_type(named)) && has_envelope(node);
    actions.is_object() && (acts_as_known || is_named())
}

fn is_policy(node: Node<'_>) -> bool {
    let Some(name) = node.field("type").and_then(Node::as_str) else {
        // Without a type only what nothing but a policy has.
        return node.at(&["_links", "rules", "href"]).is_some()
            || node.at(&["settings", "password"]).is_some()
            || node.at(&["settings", "authenticators"]).is_some()
            || (has_id(node, &["00p", "rst"]) && has_content(node));
    };
    if PolicyType::of_policy(&name).known().is_some() {
        return has_envelope(node);
    }
    // Under a type that we do not know, or that is misspelt, only what else tells a policy:
    // authenticators, too, have types such as `password`.
    let is_served = self_link(node).is_some_and(|link| {
        let after = link.split_once("/policies/").map(|(_, after)| after);
        after.is_some_and(|id| !id.contains('/'))
    });
    let has_order = ["priority", "conditions", "system"].iter().any(|key| node.get(key).is_some());
    is_served
        || (has_order && is_near_type(Some(&name)))
        || (has_id(node, &["00p", "rst"]) && has_content(node))
}

/// Whether the object has conditions that stand only on rules.
fn has_rule_conditions(node: Node<'_>) -> bool {
    const ON_RULES: &[&str] = &[
        "network",
        "platform",
        "riskScore",
        "device",
        "userType",
        "elCondition",
        "userIdentifier",
        "authContext",
        "risk",
        "identityProvider",
        "entityRisk",
        "grantTypes",
        "scopes",
    ];
    let conditions = node.field("conditions");
    let is_on_rules =
        |key: &&str| conditions.is_some_and(|conditions| conditions.get(key).is_some());
    let is_policy = has_id(node, &["00p", "rst"]) || node.get("settings").is_some();
    !is_policy && ON_RULES.iter().any(is_on_rules)
}

/// Whether the object has what Okta's own objects have, and those that Terraform keeps of them do
/// not.
fn has_content(node: Node<'_>) -> bool {
    const CONTENT: &[&str] = &["_links", "conditions", "actions", "settings", "lastUpdated"];
    CONTENT.iter().any(|key| node.get(key).is_some())
}

/// Whether the object has more of a policy or rule than a type.
fn has_envelope(node: Node<'_>) -> bool {
    const ENVELOPE: &[&str] = &[
        "name",
        "conditions",
        "actions",
        "settings",
        "priority",
        "system",
        "status",
        "_links",
        "description",
    ];
    ENVELOPE.iter().any(|key| node.get(key).is_some())
}

fn is_near_type(name: Option<&str>) -> bool {
    let types = KNOWN_TYPES.iter().flat_map(|known| [known.policy, known.rule]);
    name.is_some_and(|name| nearest(name, types).is_some())
}

fn is_linked_as(node: Node<'_>, collection: &str) -> bool {
    let href = self_link(node);
    href.is_some_and(|href| {
        let after = href.split_once("/policies/").map(|(_, after)| after);
        after.is_some_and(|after| after.contains(collection))
    })
}

/// The address under which Okta served the object.
pub(super) fn self_link<'d>(node: Node<'d>) -> Option<Cow<'d, str>> {
    node.at(&["_links", "self", "href"])?.as_str()
}

fn is_simulate_request(node: Node<'_>) -> bool {
    let has = |key| node.get(key).is_some();
    has("policyContext") || (has("appInstance") && (has("policyTypes") || has("policyType")))
}

/// The answer to a simulation, or one of its results: its policies are summaries, not policies.
fn is_simulate_response(node: Node<'_>) -> bool {
    let is_result = |node: Node<'_>| {
        node.get("policyType").is_some()
            && ["result", "evaluated", "undefined"].iter().any(|key| node.get(key).is_some())
    };
    let evaluations = node.field("evaluation").into_iter().flat_map(Node::elements);
    is_result(node) || evaluations.into_iter().any(is_result)
}

/// The answer to `GET /api/v1/meta/schemas/user/{id}`, a JSON Schema (Schemas API).
fn is_user_schema(node: Node<'_>) -> bool {
    node.at(&["definitions", "base", "properties", "login"]).is_some()
}

fn helper_kind(node: Node<'_>) -> Option<HelperKind> {
    if is_user_schema(node) {
        return Some(HelperKind::UserSchema);
    }
    let has = |key| node.field(key).is_some();
    if has_id(node, &["nzo"]) || is_zone_body(node) {
        return Some(HelperKind::NetworkZone);
    }
    if has_id(node, &["00g"]) && has("profile") {
        return Some(HelperKind::Group);
    }
    if has_id(node, &["00u"]) && has("profile") {
        return Some(HelperKind::User);
    }
    if has_id(node, &["oty"]) && (has("name") || has("displayName")) {
        return Some(HelperKind::UserType);
    }
    if (has_id(node, &["dae"]) && has("platform")) || is_assurance_body(node) {
        return Some(HelperKind::DeviceAssurance);
    }
    if has_id(node, &["aut"]) && has("key") {
        return Some(HelperKind::Authenticator);
    }
    if has_id(node, &["0oa"]) && has("signOnMode") {
        return Some(HelperKind::App);
    }
    if has_id(node, &["0oa"]) && (has("protocol") || has("issuerMode")) {
        return Some(HelperKind::IdentityProvider);
    }
    None
}

/// The body of a request to create a network zone: a name and a type are not enough, since many
/// things have a name and the type `IP`.
fn is_zone_body(node: Node<'_>) -> bool {
    const TYPES: [&str; 3] = ["IP", "DYNAMIC", "DYNAMIC_V2"];
    const CONTENT: [&str; 7] =
        ["usage", "gateways", "proxies", "asns", "proxyType", "locations", "ipServiceCategories"];
    let lists_addresses = || {
        let gateways = node.field("gateways").into_iter().flat_map(Node::elements);
        let mut first = gateways.take(1);
        first.any(|entry| entry.field("type").is_some() && entry.field("value").is_some())
    };
    node.field("name").is_some()
        && ((is_one_of(node.field("type"), &TYPES)
            && CONTENT.iter().any(|key| node.get(key).is_some()))
            || lists_addresses())
}

/// The body of a request to create a device assurance policy.
fn is_assurance_body(node: Node<'_>) -> bool {
    const PLATFORMS: [&str; 5] = ["ANDROID", "CHROMEOS", "IOS", "MACOS", "WINDOWS"];
    const CONTENT: [&str; 6] = [
        "osVersion",
        "osVersionConstraints",
        "screenLockType",
        "diskEncryptionType",
        "thirdPartySignalProviders",
        "gracePeriod",
    ];
    // Test tools, too, speak of a platform and a version, in texts.
    let is_container = |key: &str| {
        node.field(key).is_some_and(|content| content.is_object() || content.is_array())
    };
    let has_flag =
        || node.field("secureHardwarePresent").is_some_and(|flag| flag.as_bool().is_some());
    node.field("name").is_some()
        && is_one_of(node.field("platform"), &PLATFORMS)
        && (CONTENT.iter().any(|key| is_container(key)) || has_flag())
}

/// Whether the text is one of the names, or nearly.
fn is_one_of(text: Option<Node<'_>>, names: &[&str]) -> bool {
    let text = text.and_then(Node::as_str);
    text.is_some_and(|text| {
        names.contains(&&*text) || nearest(&text, names.iter().copied()).is_some()
    })
}

fn has_id(node: Node<'_>, prefixes: &[&str]) -> bool {
    let id = node.field("id").and_then(Node::as_str);
    id.is_some_and(|id| id.len() > 3 && prefixes.iter().any(|prefix| id.starts_with(prefix)))
}
