//! What a JSON value is to Okta: a policy, a rule, a request, a helper object, or none of these.

use std::borrow::Cow;

use crate::json::{Member, Node, ValueKind};
use crate::wording::nearest;

use super::list::List;
use super::place::{Place, Topic};
use super::types::{KNOWN_TYPES, PolicyType};

/// Containers nested deeper than this are not searched: admins' bundles nest two or three levels.
const DEEPEST_CONTAINER: usize = 6;

/// Members of a policy that hold no rules.
const WITHOUT_RULES: &[&str] = &["conditions", "settings", "actions", "_links"];

/// How the ids of policies start.
const POLICY_IDS: [&str; 2] = ["00p", "rst"];

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
    /// That an app is mapped to a policy, as `GET /api/v1/policies/{policyId}/mappings` lists it.
    Mapping,
    /// What Okta answers to a request that fails.
    ErrorAnswer,
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
            Self::Mapping => "mapping",
            Self::ErrorAnswer => "error",
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
        let is_of_ids = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_');
        id.len() > self.prefix().len() && id.starts_with(self.prefix()) && id.chars().all(is_of_ids)
    }
}

/// A recognised value, and what its place tells about it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'d> {
    pub(super) node: Node<'d>,
    pub(super) kind: ObjectKind,
    pub(super) place: Place<'d>,
}

/// What was found in one document.
#[derive(Debug, Default)]
pub(super) struct Recognised<'d> {
    pub(super) found: Vec<Found<'d>>,
    /// Arrays without elements, as Okta answers where there is nothing to list.
    pub(super) empty_lists: Vec<Place<'d>>,
    /// What is Okta's, but in a form that is not read.
    pub(super) unread: Option<Unread>,
}

/// Forms in which others keep what Okta has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread {
    /// A state, plan or configuration of Terraform.
    Terraform,
    /// JSON as a text inside JSON, as browsers and proxies record it.
    Texts,
}

impl<'d> Recognised<'d> {
    /// Whether nothing was found that is Okta's.
    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty() && !self.empty_lists.iter().any(Place::is_oktas)
    }

    /// Searches an outermost value of a document, in a list where the document is one.
    pub(super) fn search(&mut self, root: Node<'d>, list: Option<List<'d>>) {
        if is_of_terraform(root) {
            self.unread = Some(Unread::Terraform);
        } else if !is_foreign(root) {
            self.visit(root, Place { list, ..Place::default() }, 0);
        }
    }

    fn visit(&mut self, node: Node<'d>, place: Place<'d>, depth: usize) {
        match node.kind() {
            ValueKind::Array => {
                if !node.has_elements() && place.may_be_a_list_of_oktas() {
                    self.empty_lists.push(place);
                }
                let listed = Place { list: Some(List::Array(node)), ..place };
                node.elements().for_each(|element| self.visit(element, listed, depth));
            }
            ValueKind::Object => match kind_of(node, &place) {
                Some(kind) => self.take(node, kind, place, depth),
                None if depth < DEEPEST_CONTAINER => {
                    let place = place.in_container(node).with(policy_of_pair(node));
                    for member in node.fields() {
                        self.visit(member.value, place.under(member.key), depth + 1);
                    }
                }
                None => {}
            },
            ValueKind::String if is_answer_as_text(node) => self.unread = Some(Unread::Texts),
            _ => {}
        }
    }

    fn take(&mut self, node: Node<'d>, kind: ObjectKind, place: Place<'d>, depth: usize) {
        let place = if kind == ObjectKind::Rule { place.named_in(node) } else { place };
        self.found.push(Found { node, kind, place });
        if kind == ObjectKind::Policy {
            // `_embedded.rules` (from `?expand=rules`), `rules`, or whatever a script calls them.
            let inside = Place::in_policy(node);
            let may_hold_rules = |member: &Member<'d>| {
                (member.value.is_array() || member.value.is_object())
                    && !WITHOUT_RULES.iter().any(|key| member.key.is_str(key))
            };
            for member in node.fields().filter(may_hold_rules) {
                self.visit(member.value, inside.under(member.key), depth + 1);
            }
        }
    }
}

/// Whether a document says that it is something else: an OpenAPI description or a JSON Schema,
/// whose examples would otherwise be taken for an export. Editors want `$schema` on top of other
/// objects, too.
fn is_foreign(root: Node<'_>) -> bool {
    const DESCRIPTIONS: [&str; 3] = ["openapi", "swagger", "asyncapi"];
    const IN_SCHEMAS: [&str; 7] =
        ["$id", "$defs", "definitions", "properties", "allOf", "anyOf", "oneOf"];
    let has = |key: &&str| root.get(key).is_some();
    let is_schema = || {
        let dialect = root.field("$schema").and_then(Node::as_str);
        dialect.is_some_and(|dialect| {
            dialect.contains("json-schema.org") || IN_SCHEMAS.iter().any(has)
        })
    };
    (DESCRIPTIONS.iter().any(has) || is_schema()) && kind_of(root, &Place::default()).is_none()
}

/// A state, what `terraform show -json` prints, or a configuration in JSON, with policies of Okta's
/// in it.
fn is_of_terraform(root: Node<'_>) -> bool {
    const RESOURCES: [&str; 4] = [
        "\"okta_policy_",
        "\"okta_app_signon_policy",
        "\"okta_app_access_policy",
        "\"okta_auth_server_policy",
    ];
    let is_configuration = ["resource", "data"]
        .iter()
        .any(|key| root.field(key).is_some_and(|kinds| kinds.is_object()));
    (root.field("terraform_version").is_some() || is_configuration)
        && RESOURCES.iter().any(|kind| root.text().contains(kind))
}

/// Whether a text is JSON with links to policies in it.
fn is_answer_as_text(node: Node<'_>) -> bool {
    let text = node.text();
    text.starts_with(['"'])
        && text[1..].starts_with(['[', '{'])
        && text.contains("/api/v1/policies/")
}

/// The policy in `{"policy": {…}, "rules": […]}`.
fn policy_of_pair(container: Node<'_>) -> Option<Node<'_>> {
    let speaks_of_policies = |member: &Member<'_>| {
        let topic = member.key.as_str().and_then(|key| Topic::of(&key));
        topic == Some(Topic::Policies) && (member.value.is_object() || member.value.is_array())
    };
    let mut policies = container.fields().filter(speaks_of_policies);
    let first = policies.next()?.value;
    let is_policy = policy_or_rule(first, &Place::default()) == Some(ObjectKind::Policy);
    (is_policy && policies.next().is_none()).then_some(first)
}

fn kind_of(node: Node<'_>, place: &Place<'_>) -> Option<ObjectKind> {
    if is_simulate_response(node) {
        return Some(ObjectKind::SimulateResponse);
    }
    policy_or_rule(node, place).or_else(|| {
        if is_simulate_request(node) {
            Some(ObjectKind::SimulateRequest)
        } else if is_mapping(node) {
            Some(ObjectKind::Mapping)
        } else if is_error_answer(node) {
            Some(ObjectKind::ErrorAnswer)
        } else {
            helper_kind(node).map(ObjectKind::Helper)
        }
    })
}

/// Whether the object is a policy or a rule. What tells the two apart best comes first: where Okta
/// served the object and what it called it, then what only one of them has. A script leaves
/// `actions` on anything.
fn policy_or_rule(node: Node<'_>, place: &Place<'_>) -> Option<ObjectKind> {
    let named = node.field("type").and_then(Node::as_str);
    let known = named.as_deref().map_or(Named::Nothing, Named::of);
    if is_group_rule(node) || is_form_field(node) {
        return None;
    }
    let by_id = || kind_by_id(node).filter(|_| known.is_exact() || has_content(node));
    if let Some(kind) = kind_by_link(node).or_else(by_id) {
        return Some(kind);
    }
    if has_policy_settings(node, known) {
        return Some(ObjectKind::Policy);
    }
    is_rule(node, known, place).then_some(ObjectKind::Rule).or_else(|| {
        let is_policy = match known {
            Named::Rule => false,
            Named::Policy | Named::Either => has_envelope(node),
            // Authenticators, too, have types such as `password`.
            Named::Nearly => has_order(node),
            Named::Unknown | Named::Nothing => false,
        };
        is_policy.then_some(ObjectKind::Policy)
    })
}

/// What an object's `type` tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    /// A type that only policies have.
    Policy,
    /// A type that only rules have.
    Rule,
    /// A type that policies share with their rules.
    Either,
    /// Nearly such a type.
    Nearly,
    /// Another type.
    Unknown,
    /// There is none.
    Nothing,
}

impl Named {
    fn of(name: &str) -> Self {
        let is_policy = PolicyType::of_policy(name).known().is_some();
        let is_rule = PolicyType::of_rule(name).known().is_some();
        match (is_policy, is_rule) {
            (true, true) => Self::Either,
            (true, false) => Self::Policy,
            (false, true) => Self::Rule,
            (false, false) if is_near_type(name) => Self::Nearly,
            (false, false) => Self::Unknown,
        }
    }

    fn is_exact(self) -> bool {
        matches!(self, Self::Policy | Self::Rule | Self::Either)
    }
}

/// Whether what the object does, or where it stands, tells that it is a rule.
fn is_rule(node: Node<'_>, known: Named, place: &Place<'_>) -> bool {
    if place.expects_rules() && (known.is_exact() || is_rule_shaped(node)) {
        return true;
    }
    if known == Named::Rule && has_envelope(node) {
        return true;
    }
    let Some(actions) = node.field("actions") else {
        return known == Named::Either && has_rule_conditions(node);
    };
    let acts_as_known = actions.fields().any(|action| {
        let action = action.key.as_str().unwrap_or_default();
        PolicyType::of_action(&action).known().is_some()
    });
    // Many things have actions and a type `PASSWORD`.
    let is_like_a_rule = || actions.is_object() || has_order(node);
    let may_be_a_rule = matches!(known, Named::Rule | Named::Either | Named::Nearly);
    acts_as_known || (may_be_a_rule && is_like_a_rule())
}

/// Whether the object has what puts policies and rules in order, or what they apply to.
fn has_order(node: Node<'_>) -> bool {
    ["priority", "conditions", "system"].iter().any(|key| node.get(key).is_some())
}

/// The address says it: `/policies/{policyId}` and `/policies/{policyId}/rules/{ruleId}`, or that
/// the object has rules.
fn kind_by_link(node: Node<'_>) -> Option<ObjectKind> {
    let link = self_link(node).filter(|link| link.contains("/api/v1/"));
    let after = link.as_deref().and_then(|link| link.split_once("/policies/"));
    match after {
        Some((_, after)) if after.contains("/rules/") => Some(ObjectKind::Rule),
        Some((_, id)) if !id.contains('/') => Some(ObjectKind::Policy),
        _ => node.at(&["_links", "rules", "href"]).map(|_| ObjectKind::Policy),
    }
}

/// How the ids start that Okta gives to policies and to rules.
fn kind_by_id(node: Node<'_>) -> Option<ObjectKind> {
    if has_id(node, &POLICY_IDS) {
        return Some(ObjectKind::Policy);
    }
    has_id(node, &["0pr", "rul"]).then_some(ObjectKind::Rule)
}

/// A rule that puts users into groups has an id like those of policies' rules (Group Rules API).
fn is_group_rule(node: Node<'_>) -> bool {
    node.field("type").is_some_and(|kind| kind.is_str("group_rule"))
        || node.at(&["actions", "assignUserToGroups"]).is_some()
}

/// Fields of forms, too, have a name and the type `PASSWORD`.
fn is_form_field(node: Node<'_>) -> bool {
    const OF_BOTH: [&str; 5] = ["id", "type", "name", "description", "status"];
    let is_of_both = |member: &Member<'_>| OF_BOTH.iter().any(|key| member.key.is_str(key));
    let is_password = || node.field("type").is_some_and(|kind| kind.is_str("PASSWORD"));
    is_password()
        && !has_content(node)
        && !has_order(node)
        && !node.members().all(|m| is_of_both(&m))
}

/// Whether the object has settings as policies of some types have.
fn has_policy_settings(node: Node<'_>, known: Named) -> bool {
    const OF_POLICIES: [&str; 3] = ["password", "authenticators", "factors"];
    let Some(settings) = node.field("settings") else {
        return false;
    };
    let is_of_policy = || OF_POLICIES.iter().any(|key| settings.get(key).is_some());
    match known {
        Named::Policy | Named::Either => settings.fields().next().is_some(),
        Named::Nearly | Named::Nothing => is_of_policy(),
        Named::Rule | Named::Unknown => false,
    }
}

/// Whether the object has anything that a rule has and a mere mention of one has not.
fn is_rule_shaped(node: Node<'_>) -> bool {
    let has = |key: &str| node.get(key).is_some();
    has("actions") || has("conditions") || (has("priority") && has("name"))
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
    node.get("settings").is_none() && ON_RULES.iter().any(is_on_rules)
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
        "settings",
        "priority",
        "system",
        "status",
        "_links",
        "description",
    ];
    ENVELOPE.iter().any(|key| node.get(key).is_some())
}

fn is_near_type(name: &str) -> bool {
    let types = KNOWN_TYPES.iter().flat_map(|known| [known.policy, known.rule]);
    nearest(name, types).is_some()
}

/// The address under which Okta served the object.
pub(super) fn self_link<'d>(node: Node<'d>) -> Option<Cow<'d, str>> {
    node.at(&["_links", "self", "href"])?.as_str()
}

fn is_simulate_request(node: Node<'_>) -> bool {
    let has = |key| node.get(key).is_some();
    has("policyContext") || (has("appInstance") && (has("policyTypes") || has("policyType")))
}

/// The answer to a simulation, or a part of it: its policies and rules are summaries, not policies
/// and rules.
fn is_simulate_response(node: Node<'_>) -> bool {
    let is_result = |node: Node<'_>| {
        node.get("policyType").is_some()
            && ["result", "evaluated", "undefined"].iter().any(|key| node.get(key).is_some())
    };
    let evaluations = node.field("evaluation").into_iter().flat_map(Node::elements);
    is_result(node) || evaluations.into_iter().any(is_result) || is_evaluated(node)
}

/// A policy or rule in such an answer, by its status (Policy API, "Policy Simulation").
fn is_evaluated(node: Node<'_>) -> bool {
    const STATUSES: [&str; 3] = ["MATCH", "NOT_MATCH", "UNDEFINED"];
    let has_outcome = || {
        node.field("status").is_some_and(|status| STATUSES.iter().any(|known| status.is_str(known)))
    };
    let is_written_out = ["actions", "settings"].iter().any(|key| node.field(key).is_some())
        || node.field("conditions").is_some_and(Node::is_object);
    let is_list = |key: &str| node.field(key).is_some_and(Node::is_array);
    let is_summary =
        || kind_by_id(node).is_some() || ["conditions", "rules"].into_iter().any(is_list);
    !is_written_out && is_summary() && has_outcome()
}

/// Okta's OpenAPI description, `PolicyMapping`.
fn is_mapping(node: Node<'_>) -> bool {
    let is_link = |name| node.at(&["_links", name, "href"]).is_some();
    is_link("application") && is_link("policy")
}

/// Okta's OpenAPI description, `Error`: codes read `E0000011`.
fn is_error_answer(node: Node<'_>) -> bool {
    let code = node.field("errorCode").and_then(Node::as_str);
    let number = code.as_deref().and_then(|code| code.strip_prefix('E'));
    number.is_some_and(|number| {
        number.len() == 7 && number.bytes().all(|digit| digit.is_ascii_digit())
    }) && node.field("errorSummary").is_some()
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
    let is_assurance = || has("platform") || ASSURANCE.iter().any(|key| is_container(node, key));
    if (has_id(node, &["dae"]) && is_assurance()) || is_assurance_body(node) {
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
    // What nothing else is likely to have: it tells the kind where the platform was forgotten.
    const TELLING: [&str; 2] = ["screenLockType", "diskEncryptionType"];
    let has_any = |keys: &[&str]| keys.iter().any(|key| is_container(node, key));
    let is_of_platform = || is_one_of(node.field("platform"), &PLATFORMS);
    let has_flag =
        || node.field("secureHardwarePresent").is_some_and(|flag| flag.as_bool().is_some());
    let is_telling = || node.field("platform").is_none() && has_any(&TELLING);
    node.field("name").is_some()
        && ((is_of_platform() && (has_any(&ASSURANCE) || has_flag())) || is_telling())
}

/// Members of device assurance policies.
const ASSURANCE: [&str; 6] = [
    "osVersion",
    "osVersionConstraints",
    "screenLockType",
    "diskEncryptionType",
    "thirdPartySignalProviders",
    "gracePeriod",
];

/// Whether the member is an object or a list. Test tools, too, speak of a platform and a version, in
/// texts.
fn is_container(node: Node<'_>, key: &str) -> bool {
    node.field(key).is_some_and(|content| content.is_object() || content.is_array())
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
    id.is_some_and(|id| is_id(&id, prefixes))
}

/// Whether a text reads like the id of a policy.
pub(super) fn is_policy_id(text: &str) -> bool {
    is_id(text, &POLICY_IDS)
}

/// Whether `id` reads like one of Okta's: one word that starts so. What starts like an English word
/// (`rule1`, `rstudio`) has the length of all ids, too.
fn is_id(id: &str, prefixes: &[&str]) -> bool {
    const LENGTH: usize = 20;
    let Some(rest) = prefixes.iter().find_map(|prefix| id.strip_prefix(prefix)) else {
        return false;
    };
    let is_lower = |first: char| first.is_ascii_lowercase();
    let is_word = id.starts_with(is_lower) && rest.starts_with(is_lower);
    let is_alphanumeric = rest.chars().all(|char| char.is_ascii_alphanumeric());
    !rest.is_empty() && is_alphanumeric && (!is_word || id.len() == LENGTH)
}
