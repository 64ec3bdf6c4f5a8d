//! What the place of a value in a file tells of it: which policy it is of, and what it is about.

use crate::json::{Member, Node};
use crate::model::List;
use crate::okta::Key;

use super::ids::is_policy_id;

/// Where a value was found.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place<'d> {
    /// The policy object that holds it.
    pub(super) policy: Option<Node<'d>>,
    /// The key in a bundle under which it stands, itself or in an array.
    pub(super) key: Option<Node<'d>>,
    /// The object that holds that key.
    pub(super) container: Option<Node<'d>>,
    /// The list that it is an element of.
    pub(super) list: Option<List<'d>>,
    /// What else tells of which policy it is, where something does.
    pub(super) owner: Option<Owner<'d>>,
    /// What the keys and addresses around it speak of.
    pub(super) topic: Option<Topic>,
}

/// What tells of which policy something is, without holding it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Owner<'d> {
    /// A policy beside it, as in `{"policy": {…}, "rules": […]}`.
    Beside(Node<'d>),
    /// A text that names a policy: a key, the address that a script asked, or a member like
    /// `policyId`.
    Named(Node<'d>),
}

impl<'d> Place<'d> {
    /// Inside a policy.
    pub(super) fn in_policy(policy: Node<'d>) -> Self {
        Self { policy: Some(policy), ..Self::default() }
    }

    /// Inside an object that is nothing by itself, but may say what it is about: recordings name
    /// the address, scripts the policy.
    pub(super) fn in_container(self, container: Node<'d>) -> Self {
        let place = Self { container: Some(container), list: None, ..self };
        // `{"request": {"url": {"raw": …}}, "response": …}` is the longest way to an address.
        let request = container.field(Key::REQUEST).into_iter().flat_map(Node::fields);
        let request = request.flat_map(|member| [member].into_iter().chain(member.value.fields()));
        let beside = container.fields().chain(request);
        let named = beside.filter(is_name_of_policy).map(|member| member.value);
        named.fold(place, Self::named_by)
    }

    /// Beside a policy.
    pub(super) fn with(self, policy: Option<Node<'d>>) -> Self {
        Self { owner: policy.map(Owner::Beside).or(self.owner), ..self }
    }

    /// Under a key of the container.
    pub(super) fn under(self, key: Node<'d>) -> Self {
        let place = if names_policy(key) { self.named_by(key) } else { self.about(key) };
        Self { key: Some(key), ..place }
    }

    /// Of a rule that says itself of which policy it is, as scripts add it.
    pub(super) fn named_in(self, rule: Node<'d>) -> Self {
        let ids = ["policyId", "policy_id"].iter().filter_map(|name| rule.field_named(name));
        let named = ids.chain(rule.at(&[Key::POLICY, Key::ID]));
        named.filter(|named| names_policy(*named)).fold(self, Self::named_by)
    }

    fn named_by(self, text: Node<'d>) -> Self {
        let is_address = text.as_str().is_some_and(|text| text.contains('/'));
        let place = if is_address { self.about(text) } else { self };
        Self { owner: Some(Owner::Named(text)), ..place }
    }

    fn about(self, text: Node<'d>) -> Self {
        let said = text.as_str().and_then(|text| Topic::of(&text));
        // What is about policies may say so anywhere.
        let topic = said.filter(|topic| *topic != Topic::Policies || self.topic.is_none());
        Self { topic: topic.or(self.topic), ..self }
    }

    /// The id of the policy that a text around the value names.
    pub(super) fn named_policy(&self) -> Option<String> {
        match self.owner? {
            Owner::Named(text) => policy_named_by(&text.as_str()?).map(str::to_owned),
            Owner::Beside(_) => None,
        }
    }

    /// Whether what stands here can only be rules.
    pub(super) fn expects_rules(&self) -> bool {
        self.topic == Some(Topic::Rules) && (self.policy.is_some() || self.owner.is_some())
    }

    /// Whether an array without elements here may be one of Okta's: as a whole document, or where
    /// something speaks of what Okta has.
    pub(super) fn may_be_a_list_of_oktas(&self) -> bool {
        self.key.is_none() || self.topic.is_some()
    }

    /// Whether it surely is: the key itself says so, or that it is of a policy.
    pub(super) fn is_oktas(&self) -> bool {
        let says = |key: Node<'d>| {
            let topic = key.as_str().and_then(|key| Topic::of(&key));
            matches!(topic, Some(Topic::Policies | Topic::Rules))
        };
        self.policy.is_some() || self.owner.is_some() || self.key.is_none_or(says)
    }
}

/// What a list is of, by the words around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    Policies,
    Rules,
    /// The apps that a policy is mapped to.
    Mappings,
}

impl Topic {
    /// What a key, the name of a file or an address speaks of.
    pub(super) fn of(text: &str) -> Option<Self> {
        // Of an address, the host means nothing.
        let text = text.rsplit_once("/api/v1/").map_or(text, |(_, path)| path);
        let text = text.to_ascii_lowercase();
        let is_of_apps = || {
            let mut words = text.split(|char: char| !char.is_ascii_alphanumeric());
            words.any(|word| word == "app") || text.contains("apps")
        };
        if text.contains("rule") {
            Some(Self::Rules)
        } else if text.contains("mapping") || is_of_apps() {
            Some(Self::Mappings)
        } else if text.contains("polic") {
            Some(Self::Policies)
        } else {
            None
        }
    }
}

/// Whether a member of a container names the policy that the container is about: by its id under
/// such a key, or by an address under any.
fn is_name_of_policy(member: &Member<'_>) -> bool {
    const IDS: [&str; 3] = ["id", "policy", "policyid"];
    let is_id = || {
        let key = member.key.as_str().unwrap_or_default().replace(['_', '-'], "");
        IDS.iter().any(|id| key.eq_ignore_ascii_case(id))
    };
    let is_address = || member.value.as_str().is_some_and(|text| text.contains('/'));
    names_policy(member.value) && (is_address() || is_id())
}

fn names_policy(text: Node<'_>) -> bool {
    text.as_str().is_some_and(|text| policy_named_by(&text).is_some())
}

/// The id of the policy that a text names: itself, or in an address under `/policies/`.
fn policy_named_by(text: &str) -> Option<&str> {
    let id = match text.split_once("/policies/") {
        Some((_, after)) => after.split(['/', '?', '#']).next()?,
        None => text,
    };
    is_policy_id(id).then_some(id)
}
