//! What a JSON value is to Okta: a policy, a rule, a request, a resource object, or none of these.

mod policy_or_rule;
mod resource;

use crate::json::{Member, Node, ValueKind};
use crate::model::{List, ObjectKind};
use crate::okta::Key;

use super::ids::{POLICY_IDS, has_id};
use super::place::{Place, Topic};
use policy_or_rule::{kind_by_id, policy_or_rule};
use resource::resource_kind;

/// Containers nested deeper than this are not searched: admins' bundles nest two or three levels.
const DEEPEST_CONTAINER: usize = 6;

/// Members of a policy that hold no rules.
const WITHOUT_RULES: &[&str] = &["conditions", "settings", "actions", "_links"];

/// A recognised value, and what its place tells about it.
#[derive(Debug, Clone, Copy)]
pub(super) struct FoundObject<'d> {
    pub(super) node: Node<'d>,
    pub(super) kind: ObjectKind,
    pub(super) place: Place<'d>,
}

/// What was found in an outermost value of a document.
#[derive(Debug, Default)]
pub(super) struct Contents<'d> {
    pub(super) found: Vec<FoundObject<'d>>,
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

impl<'d> Contents<'d> {
    /// Searches an outermost value of a document, in a list where the document is one.
    pub(super) fn of(root: Node<'d>, list: Option<List<'d>>) -> Self {
        let mut contents = Self::default();
        if is_of_terraform(root) {
            contents.unread = Some(Unread::Terraform);
        } else if !is_foreign(root) {
            contents.visit(root, Place { list, ..Place::default() }, 0);
        }
        contents
    }

    /// Whether nothing was found that is Okta's.
    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty() && !self.empty_lists.iter().any(Place::is_oktas)
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
        self.found.push(FoundObject { node, kind, place });
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
        } else if matches!(kind, ObjectKind::Resource(_)) {
            self.visit_policies_of(node, depth);
        }
    }

    /// Policies that a script put into the app or group that has them: known by their ids, since apps
    /// hold much else.
    fn visit_policies_of(&mut self, resource: Node<'d>, depth: usize) {
        let embedded = resource.field(Key::EMBEDDED).into_iter().flat_map(Node::fields);
        for member in resource.fields().chain(embedded) {
            let first = member.value.elements().next().unwrap_or(member.value);
            let is_by_id = has_id(first, &POLICY_IDS);
            if is_by_id && policy_or_rule(first, &Place::default()) == Some(ObjectKind::Policy) {
                self.visit(member.value, Place::default().under(member.key), depth + 1);
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
    let has = |name: &&str| root.get_named(name).is_some();
    let is_schema = || {
        let dialect = root.field(Key::SCHEMA).and_then(Node::as_str);
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
        .any(|name| root.field_named(name).is_some_and(|kinds| kinds.is_object()));
    (root.field(Key::TERRAFORM_VERSION).is_some() || is_configuration)
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
            resource_kind(node).map(ObjectKind::Resource)
        }
    })
}

fn is_simulate_request(node: Node<'_>) -> bool {
    const CONTEXT: [Key; 6] = [Key::USER, Key::GROUPS, Key::IP, Key::ZONES, Key::RISK, Key::DEVICE];
    let has = |key| node.get(key).is_some();
    let context = node.field(Key::POLICY_CONTEXT);
    let is_oktas = |context: Node<'_>| CONTEXT.iter().any(|key| context.get(*key).is_some());
    (has(Key::APP_INSTANCE) && context.is_some())
        || context.is_some_and(is_oktas)
        || (has(Key::APP_INSTANCE) && (has(Key::POLICY_TYPES) || has(Key::POLICY_TYPE)))
}

/// The answer to a simulation, or a part of it: its policies and rules are summaries, not policies
/// and rules.
fn is_simulate_response(node: Node<'_>) -> bool {
    let is_result = |node: Node<'_>| {
        node.get(Key::POLICY_TYPE).is_some()
            && [Key::RESULT, Key::EVALUATED, Key::UNDEFINED]
                .iter()
                .any(|key| node.get(*key).is_some_and(|part| part.is_object() || part.is_null()))
    };
    let evaluations = node.field(Key::EVALUATION).into_iter().flat_map(Node::elements);
    is_result(node) || evaluations.into_iter().any(is_result) || is_evaluated(node)
}

/// A policy or rule in such an answer, by its status (Policy API, "Policy Simulation").
fn is_evaluated(node: Node<'_>) -> bool {
    const STATUSES: [&str; 3] = ["MATCH", "NOT_MATCH", "UNDEFINED"];
    let has_outcome = || {
        node.field(Key::STATUS)
            .is_some_and(|status| STATUSES.iter().any(|known| status.is_str(known)))
    };
    let is_written_out = || {
        [Key::ACTIONS, Key::SETTINGS].iter().any(|key| node.field(*key).is_some())
            || node.field(Key::CONDITIONS).is_some_and(Node::is_object)
    };
    let is_list = |key| node.field(key).is_some_and(Node::is_array);
    let is_summary =
        || kind_by_id(node).is_some() || [Key::CONDITIONS, Key::RULES].into_iter().any(is_list);
    has_outcome() && !is_written_out() && is_summary()
}

/// Okta's OpenAPI description, `PolicyMapping`.
fn is_mapping(node: Node<'_>) -> bool {
    let is_link = |name| node.at(&[Key::LINKS, name, Key::HREF]).is_some();
    is_link(Key::APPLICATION) && is_link(Key::POLICY)
}

/// Okta's OpenAPI description, `Error`: codes read `E0000011`.
fn is_error_answer(node: Node<'_>) -> bool {
    let code = node.field(Key::ERROR_CODE).and_then(Node::as_str);
    let number = code.as_deref().and_then(|code| code.strip_prefix('E'));
    number.is_some_and(|number| {
        number.len() == 7 && number.bytes().all(|digit| digit.is_ascii_digit())
    }) && node.field(Key::ERROR_SUMMARY).is_some()
}
