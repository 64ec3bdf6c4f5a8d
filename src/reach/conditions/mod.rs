//! What conditions mean: for each condition of the Policy API one file that reads it, says it as a
//! formula, decides it for one sign-in, and puts it in words. [`ALL`] lists them.
//!
//! The formula and the decision are written apart, so that each can be held against the other.

mod app;
mod auth_context;
mod auth_provider;
mod clients;
mod detection;
mod device;
mod entity_risk;
pub(super) mod expression;
mod grant_types;
mod identity_provider;
mod listed;
pub(super) mod network;
mod not_understood;
mod people;
mod platform;
mod risk;
mod risk_score;
mod scopes;
mod user_identifier;
mod user_type;

use std::borrow::Cow;
use std::fmt::Debug;

use super::doubts::{Carrier, Doubt};
use super::logic::{Atoms, Formula};
use super::names::{Names, either};
use super::opaque::Opaque;
use super::sign_in::SignIn;
use super::truth::Truth;
use crate::json::{Member, Node, ValueKind};
use crate::model::{KNOWN_TYPES, PolicyType};
use crate::okta::Key;
use crate::wording::all_of;
use not_understood::PerhapsUnheeded;

/// All conditions. Whose absence is doubtful is told in this order.
const ALL: &[ConditionType] = &[
    people::CONDITION,
    auth_provider::CONDITION,
    clients::CONDITION,
    scopes::CONDITION,
    network::CONDITION,
    device::CONDITION,
    platform::CONDITION,
    expression::CONDITION,
    user_identifier::CONDITION,
    app::CONDITION,
    detection::CONDITION,
    grant_types::CONDITION,
    user_type::CONDITION,
    auth_context::CONDITION,
    risk_score::CONDITION,
    entity_risk::CONDITION,
    risk::CONDITION,
    identity_provider::CONDITION,
];

/// A condition of the Policy API: how a member of `conditions` is read.
struct ConditionType {
    /// The member, such as `network`.
    member: Key,
    /// What it means where it stands.
    read: for<'d> fn(Node<'d>, Site) -> Parsed<'d>,
    /// What its absence from a policy or rule may mean, where nobody explains that.
    absent: for<'d> fn(Node<'d>, Site) -> Option<Box<dyn Meaning<'d> + 'd>>,
}

impl ConditionType {
    /// A condition whose absence constrains nothing.
    const fn new(member: Key, read: for<'d> fn(Node<'d>, Site) -> Parsed<'d>) -> Self {
        Self { member, read, absent: |_, _| None }
    }

    /// The same, but for places where nobody says what its absence means.
    const fn doubtful_if_absent(
        self,
        absent: for<'d> fn(Node<'d>, Site) -> Option<Box<dyn Meaning<'d> + 'd>>,
    ) -> Self {
        Self { absent, ..self }
    }
}

/// What a condition means.
pub(super) trait Meaning<'d>: Debug + Send + Sync {
    /// The sign-ins that meet the condition.
    fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula;

    /// Whether one sign-in meets it.
    fn holds(&self, sign_in: &SignIn<'_, 'd>) -> Truth;

    /// The condition in words, to stand after "if".
    fn words(&self, names: &Names<'_, 'd>) -> String;

    /// The parts that Okta's answers to simulations tell apart, each by its path below `conditions`;
    /// one, unless the condition has more. What holds of every sign-in is none.
    fn parts(&self, name: &str, sign_in: &SignIn<'_, 'd>) -> Vec<ConditionPart> {
        vec![ConditionPart::new(name, self.holds(sign_in))]
    }

    /// Makes the atoms known that *other* conditions have to know of.
    fn declare(&self, _atoms: &mut Atoms<'_, 'd>) {}
}

/// A part of a condition, as Okta's answers to simulations name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionPart {
    /// Its path below `conditions`, such as `people.groups.include` (Policy API, "Access simulation").
    /// Of others than this one Okta publishes no example, so that they are named alike.
    pub name: String,
    /// Whether a sign-in meets it.
    pub status: Truth,
}

impl ConditionPart {
    fn new(name: impl Into<String>, status: Truth) -> Self {
        Self { name: name.into(), status }
    }

    /// The member `member` of the condition `of`.
    fn member(of: &str, member: Key, status: Truth) -> Self {
        Self::new(format!("{of}.{member}"), status)
    }
}

/// One of the conditions of a policy or rule.
#[derive(Debug)]
pub(super) struct Condition<'d> {
    /// The member of `conditions`, such as `network`.
    pub(super) name: Cow<'d, str>,
    pub(super) meaning: Box<dyn Meaning<'d> + 'd>,
}

/// Where a condition stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Site {
    pub(super) kind: PolicyType,
    pub(super) carrier: Carrier,
}

impl Site {
    fn is_policy_of(self, kind: PolicyType) -> bool {
        self.carrier == Carrier::Policy && self.kind == kind
    }

    fn is_policy_for_groups(self) -> bool {
        self.carrier == Carrier::Policy && self.kind.is_for_groups()
    }

    /// The doubt whether Okta ignores a member of `conditions`, by its path, if no document lists
    /// it here.
    fn unheeded(self, path: &str) -> Option<Doubt> {
        let known = self.kind.known()?;
        let listed = match self.carrier {
            Carrier::Policy => known.policy_conditions,
            Carrier::Rule => known.rule_conditions,
        };
        if listed.contains(&path) {
            return None;
        }
        let all =
            KNOWN_TYPES.iter().flat_map(|known| [known.rule_conditions, known.policy_conditions]);
        let path = all.flatten().find(|other| **other == path)?;
        Some(Doubt::Unheeded(self.carrier, path))
    }

    /// As [`unheeded`](Self::unheeded), of a member of a condition that is listed itself.
    fn unheeded_part(self, path: &str) -> Option<Doubt> {
        let (condition, _) = path.split_once('.')?;
        if self.unheeded(condition).is_none() { self.unheeded(path) } else { None }
    }
}

/// The conditions of a policy or rule that constrain anything. All of them have to be met (Policy
/// API, "Conditions object").
pub(super) fn read<'d>(object: Node<'d>, site: Site) -> Vec<Condition<'d>> {
    let mut found = Vec::new();
    let mut add = |name: Cow<'d, str>, meaning: Box<dyn Meaning<'d> + 'd>| {
        found.push(Condition { name, meaning });
    };
    let conditions = object.field(Key::CONDITIONS);
    if let Some(strange) = conditions.filter(|conditions| conditions.kind() != ValueKind::Object) {
        add("conditions".into(), Opaque::condition("conditions", strange));
    }
    for member in conditions.into_iter().flat_map(Node::fields) {
        let name = member.key.as_str().unwrap_or_default();
        // Absent, null or empty: no constraint, except where `absent` says otherwise.
        if is_empty_object(member.value) {
            continue;
        }
        let meaning = match meaning(member, site) {
            Ok(Some(meaning)) => meaning,
            Ok(None) => continue,
            Err(NotUnderstood) => Opaque::condition(&name, member.value),
        };
        match site.unheeded(&name) {
            None => add(name, meaning),
            Some(unheeded) => add(name, Box::new(PerhapsUnheeded { unheeded, meaning })),
        }
    }
    for ConditionType { member, absent, .. } in ALL {
        let field = || conditions.and_then(|conditions| conditions.field(*member));
        if let Some(meaning) = absent(object, site).filter(|_| field().is_none_or(is_empty_object))
        {
            add(member.name().into(), meaning);
        }
    }
    found
}

/// A condition has a form that nobody documents. It may mean anything.
struct NotUnderstood;

/// A condition's meaning; none where it constrains nothing.
type Parsed<'d> = Result<Option<Box<dyn Meaning<'d> + 'd>>, NotUnderstood>;

fn meaning<'d>(member: Member<'d>, site: Site) -> Parsed<'d> {
    let known = ALL.iter().find(|condition| condition.member == member.name());
    known.map_or(Err(NotUnderstood), |condition| (condition.read)(member.value, site))
}

fn is_empty_object(node: Node<'_>) -> bool {
    node.is_object() && node.fields().next().is_none()
}

/// The members of these names, of an object that has no others.
fn only<'d, const N: usize>(
    node: Node<'d>,
    names: [Key; N],
) -> Result<[Option<Node<'d>>; N], NotUnderstood> {
    if !node.is_object() {
        return Err(NotUnderstood);
    }
    let mut found = [None; N];
    for member in node.fields() {
        let place = names.iter().position(|name| *name == member.name()).ok_or(NotUnderstood)?;
        found[place] = Some(member.value);
    }
    Ok(found)
}

/// The strings of a list; none where it is absent. What an empty one stands for is not said.
fn strings<'d>(list: Option<Node<'d>>) -> Result<Vec<Cow<'d, str>>, NotUnderstood> {
    let Some(list) = list else {
        return Ok(Vec::new());
    };
    if !list.is_array() {
        return Err(NotUnderstood);
    }
    list.elements().map(|element| text(Some(element))).collect()
}

/// A string with something in it.
fn text<'d>(node: Option<Node<'d>>) -> Result<Cow<'d, str>, NotUnderstood> {
    node.and_then(Node::as_str).filter(|text| !text.is_empty()).ok_or(NotUnderstood)
}

/// `the user is either a, b or c`; none where there is nothing to list.
fn clause<'d>(
    what: &str,
    ids: &[Cow<'d, str>],
    name: &dyn Fn(&Cow<'d, str>) -> String,
) -> Option<String> {
    (!ids.is_empty()).then(|| format!("{what} {}", either(ids.iter().map(name))))
}

/// The clauses that there are, all of which have to hold.
fn conjunction(clauses: impl IntoIterator<Item = Option<String>>) -> String {
    all_of(&clauses.into_iter().flatten().collect::<Vec<_>>())
}
