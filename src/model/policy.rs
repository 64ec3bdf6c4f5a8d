//! Policies.

use std::borrow::Cow;
use std::ops::Deref;

use crate::json::Node;
use crate::okta::Key;

use super::conditions::Conditions;
use super::id::Id;
use super::ids::{self, IdPlace};
use super::list::List;
use super::object::{Head, Status};
use super::priority::Priority;
use super::rule::PolicyRule;
use super::types::PolicyType;

/// What a policy says by itself, read once, and where it was found.
#[derive(Debug)]
pub struct PolicyObject<'d> {
    /// The policy's own JSON.
    pub node: Node<'d>,
    /// Its type.
    pub kind: PolicyType,
    /// Its place in the order.
    pub priority: Priority,
    /// Whether Okta created it as a default.
    pub system: bool,
    /// Whether it takes part in evaluation.
    pub status: Status,
    /// The list that it came in, if it did not come alone.
    pub list: Option<List<'d>>,
    pub(crate) id: Option<Id<'d>>,
    /// Whom and what it is for.
    pub conditions: Box<Conditions<'d>>,
    /// What it says of itself.
    pub(crate) head: Head<'d>,
}

/// A policy, with what the rest of the export tells of it.
#[derive(Debug)]
pub struct Policy<'d> {
    object: &'d PolicyObject<'d>,
    /// The rules of it that are in the export, in document order.
    pub rules: Vec<PolicyRule<'d>>,
    /// Whether one list has all rules that the export knows: then no rule is missing, as far as an
    /// export can tell.
    pub has_all_rules: bool,
    /// Whether that list is inside the policy.
    pub(crate) are_rules_embedded: bool,
    /// Whether its list of mappings is in the export, and empty.
    pub(crate) has_no_mappings: bool,
    /// Whether it is of an authorization server of which nothing tells the other policies.
    pub(crate) has_unknown_rivals: bool,
}

impl<'d> Deref for Policy<'d> {
    type Target = PolicyObject<'d>;

    fn deref(&self) -> &Self::Target {
        self.object
    }
}

impl<'d> Policy<'d> {
    pub(crate) fn of(object: &'d PolicyObject<'d>) -> Self {
        Self {
            object,
            rules: Vec::new(),
            has_all_rules: false,
            are_rules_embedded: false,
            has_no_mappings: false,
            has_unknown_rivals: false,
        }
    }
}

impl<'d> PolicyObject<'d> {
    pub(crate) fn of(node: Node<'d>, list: Option<List<'d>>) -> Self {
        let head = Head::of(node);
        let named = head.kind().and_then(Node::as_str);
        let conditions = Conditions::of(head.conditions());
        Self {
            node,
            kind: named.map_or(PolicyType::Unknown, |name| PolicyType::meant_by_policy(&name)),
            list,
            priority: Priority::of(node),
            system: head.is_system(),
            status: Status::of(head.status()),
            id: Id::in_node(head.id()),
            conditions: Box::new(conditions),
            head,
        }
    }

    /// The places for ids of other objects.
    pub(crate) fn ids(&self) -> impl Iterator<Item = IdPlace<'d>> + use<'d> {
        ids::in_conditions(&self.conditions).chain(ids::in_settings(self.head.settings()))
    }

    /// Whether it came in a list of what there is, and not of bodies of requests.
    pub(crate) fn is_listed(&self) -> bool {
        self.list.is_some() && self.id.is_some()
    }

    /// The policy's id; requests to create one have none.
    pub fn id(&self) -> Option<Cow<'d, str>> {
        self.id.as_ref().map(Id::text)
    }

    /// What to call the policy in a sentence.
    pub fn title(&self) -> String {
        self.head.title("policy")
    }

    /// Whether Okta wrote the object, rather than an admin: it has what nobody writes by hand. Then
    /// what is not beside it in a list was not there when Okta answered.
    pub(crate) fn is_served(&self) -> bool {
        self.head.is_served()
    }

    /// Whether it is surely no default of Okta's: `system` is false or left out, not unreadable.
    pub(crate) fn is_custom(&self) -> bool {
        self.head.is_custom()
    }

    /// What kind of resource an authentication policy says that it is for, if it is `kind`: `APP`,
    /// or `END_USER_ACCOUNT_MANAGEMENT` for the Okta account management policy. Some engines and
    /// endpoints don't say (OpenAPI description, `AccessPolicy`).
    pub(crate) fn resource(&self, kind: &str) -> Option<Node<'d>> {
        self.resource_type().filter(|resource| resource.is_str(kind))
    }

    /// Whether it is an authentication policy that does not say that it is for anything but apps.
    pub(crate) fn is_for_apps(&self) -> bool {
        // The one of account management can only be read.
        let is_read_only = || {
            let allowed = self.node.at(&[Key::LINKS, Key::SELF, Key::HINTS, Key::ALLOW]);
            allowed.is_some_and(|allowed| allowed.strings().eq(["GET"]))
        };
        let is_for_apps = match self.resource_type() {
            Some(resource) => resource.is_str("APP"),
            None => !is_read_only(),
        };
        self.kind == PolicyType::ACCESS_POLICY && is_for_apps
    }

    fn resource_type(&self) -> Option<Node<'d>> {
        self.head.embedded()?.field(Key::RESOURCE_TYPE)
    }

    /// Whether it is of an authorization server, and nothing tells of which.
    pub(crate) fn is_astray(&self) -> bool {
        self.kind == PolicyType::OAUTH_AUTHORIZATION_POLICY && self.authorization_server().is_none()
    }

    /// What to point at to speak of the policy as a whole.
    pub(crate) fn label(&self) -> Node<'d> {
        self.head.name().unwrap_or(self.node)
    }

    /// The authorization server that the policy belongs to, for `OAUTH_AUTHORIZATION_POLICY`.
    /// The policy names it only in its links.
    pub fn authorization_server(&self) -> Option<String> {
        let link = self.head.link()?;
        let (_, after) = link.split_once("/authorizationServers/")?;
        after.split('/').next().map(str::to_owned)
    }
}
