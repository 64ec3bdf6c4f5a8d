//! Whether an object is a policy or a rule.

use crate::export::ids::{POLICY_IDS, has_id};
use crate::export::place::Place;
use crate::json::{Member, Node};
use crate::model::{KNOWN_TYPES, ObjectKind, PolicyType, self_link};
use crate::okta::Key;
use crate::wording::nearest;

/// Whether the object is a policy or a rule. What tells the two apart best comes first: where Okta
/// served the object and what it called it, then what only one of them has. A script leaves
/// `actions` on anything.
pub(super) fn policy_or_rule(node: Node<'_>, place: &Place<'_>) -> Option<ObjectKind> {
    let named = node.field(Key::TYPE).and_then(Node::as_str);
    let known = named.as_deref().map_or(Named::Nothing, Named::of);
    let named = named.as_deref();
    if is_group_rule(node, named) || is_form_field(node, named) {
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
            Named::Policy | Named::Either => is_no_mere_mention(node),
            // Authenticators, too, have types such as `password`, and so have credentials.
            Named::Nearly => has_order(node) && node.get(Key::NAME).is_some(),
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
    if known == Named::Rule && is_no_mere_mention(node) {
        return true;
    }
    let Some(actions) = node.field(Key::ACTIONS) else {
        return known == Named::Either && has_rule_conditions(node);
    };
    let acts_as_known = actions.fields().any(|action| {
        let name = action.key.as_str().unwrap_or_default();
        (known.is_exact() || !is_value(action.value))
            && PolicyType::of_action(&name).known().is_some()
    });
    // Many things have actions and a type `PASSWORD`.
    let is_like_a_rule = || actions.is_object() || has_order(node);
    let may_be_a_rule = matches!(known, Named::Rule | Named::Either | Named::Nearly);
    acts_as_known || (may_be_a_rule && is_like_a_rule())
}

/// Whether the object has what puts policies and rules in order, or what they apply to.
fn has_order(node: Node<'_>) -> bool {
    [Key::PRIORITY, Key::CONDITIONS, Key::SYSTEM].iter().any(|key| node.get(*key).is_some())
}

/// The address says it: `/policies/{policyId}` and `/policies/{policyId}/rules/{ruleId}`, or that
/// the object has rules.
fn kind_by_link(node: Node<'_>) -> Option<ObjectKind> {
    let link = self_link(node).filter(|link| link.contains("/api/v1/"));
    let after = link.as_deref().and_then(|link| link.split_once("/policies/"));
    match after {
        Some((_, after)) if after.contains("/rules/") => Some(ObjectKind::Rule),
        Some((_, id)) if !id.contains('/') => Some(ObjectKind::Policy),
        _ => node.at(&[Key::LINKS, Key::RULES, Key::HREF]).map(|_| ObjectKind::Policy),
    }
}

/// How the ids start that Okta gives to policies and to rules.
pub(super) fn kind_by_id(node: Node<'_>) -> Option<ObjectKind> {
    if has_id(node, &POLICY_IDS) {
        return Some(ObjectKind::Policy);
    }
    has_id(node, &["0pr", "rul"]).then_some(ObjectKind::Rule)
}

/// A rule that puts users into groups has an id like those of policies' rules (Group Rules API).
fn is_group_rule(node: Node<'_>, named: Option<&str>) -> bool {
    named == Some("group_rule") || node.at(&[Key::ACTIONS, Key::ASSIGN_USER_TO_GROUPS]).is_some()
}

/// Fields of forms, too, have a name and the type `PASSWORD`, and lists of conditions and actions.
fn is_form_field(node: Node<'_>, named: Option<&str>) -> bool {
    const CONTENT: [Key; 3] = [Key::CONDITIONS, Key::ACTIONS, Key::SETTINGS];
    let is_oktas = || {
        let is_content = |key: &Key| node.field(*key).is_some_and(|content| !content.is_array());
        let is_in_order = [Key::PRIORITY, Key::SYSTEM, Key::LAST_UPDATED, Key::LINKS];
        CONTENT.iter().any(is_content) || is_in_order.iter().any(|key| node.get(*key).is_some())
    };
    named == Some("PASSWORD") && !is_oktas() && kind_by_id(node).is_none()
}

/// Whether the object has settings as policies of some types have.
fn has_policy_settings(node: Node<'_>, known: Named) -> bool {
    const OF_PASSWORDS: [Key; 3] = [Key::COMPLEXITY, Key::AGE, Key::LOCKOUT];
    let Some(settings) = node.field(Key::SETTINGS) else {
        return false;
    };
    // Without a type, the words alone are those of many programs' settings.
    let is_of_policy = || {
        let password = settings.field(Key::PASSWORD);
        let mut listed = settings.field(Key::AUTHENTICATORS).into_iter().flat_map(Node::elements);
        let mut factors = settings.field(Key::FACTORS).into_iter().flat_map(Node::fields);
        password.is_some_and(|password| OF_PASSWORDS.iter().any(|key| password.get(*key).is_some()))
            || listed.any(|listed| listed.get(Key::KEY).is_some())
            || factors.any(|factor| factor.value.get(Key::ENROLL).is_some())
    };
    match known {
        Named::Policy | Named::Either => settings.fields().next().is_some(),
        Named::Nearly | Named::Nothing => is_of_policy(),
        Named::Rule | Named::Unknown => false,
    }
}

/// Whether the object has anything that a rule has and a mere mention of one has not.
fn is_rule_shaped(node: Node<'_>) -> bool {
    let has = |key: Key| node.get(key).is_some();
    has(Key::ACTIONS) || has(Key::CONDITIONS) || (has(Key::PRIORITY) && has(Key::NAME))
}

/// Whether the object has conditions that stand only on rules.
fn has_rule_conditions(node: Node<'_>) -> bool {
    const ON_RULES: &[Key] = &[
        Key::NETWORK,
        Key::PLATFORM,
        Key::RISK_SCORE,
        Key::DEVICE,
        Key::USER_TYPE,
        Key::EL_CONDITION,
        Key::USER_IDENTIFIER,
        Key::AUTH_CONTEXT,
        Key::RISK,
        Key::IDENTITY_PROVIDER,
        Key::ENTITY_RISK,
        Key::GRANT_TYPES,
        Key::SCOPES,
    ];
    let conditions = node.field(Key::CONDITIONS);
    let is_on_rules =
        |key: &Key| conditions.is_some_and(|conditions| conditions.get(*key).is_some());
    node.get(Key::SETTINGS).is_none() && ON_RULES.iter().any(is_on_rules)
}

/// Whether the object has what Okta's own objects have, and those that Terraform keeps of them do
/// not.
fn has_content(node: Node<'_>) -> bool {
    const CONTENT: &[Key] =
        &[Key::LINKS, Key::CONDITIONS, Key::ACTIONS, Key::SETTINGS, Key::LAST_UPDATED];
    CONTENT.iter().any(|key| node.get(*key).is_some())
}

/// Whether the object has more of a policy or rule than a type and what logs, too, say of it: without
/// any content it has a name and, beside what is in every policy and rule, no mere values.
fn is_no_mere_mention(node: Node<'_>) -> bool {
    const ENVELOPE: [&str; 8] =
        ["id", "type", "name", "description", "status", "priority", "system", "created"];
    let may_be_oktas = |member: Member<'_>| {
        let is_known = |key: &str| ENVELOPE.contains(&key) || nearest(key, ENVELOPE).is_some();
        !is_value(member.value) || member.key.as_str().is_some_and(|key| is_known(&key))
    };
    has_content(node)
        || has_order(node)
        || (node.get(Key::NAME).is_some() && node.fields().all(may_be_oktas))
}

fn is_value(node: Node<'_>) -> bool {
    !node.is_object() && !node.is_array() && !node.is_null()
}

fn is_near_type(name: &str) -> bool {
    let types = KNOWN_TYPES.iter().flat_map(|known| [known.policy, known.rule]);
    nearest(name, types).is_some()
}
