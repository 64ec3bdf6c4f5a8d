//! What conditions mean: for each condition of the Policy API one file that reads it, says it as a
//! formula, decides it for one sign-in, and puts it in words.
//!
//! The formula and the decision are written apart, so that each can be held against the other.

mod app;
mod auth_provider;
mod detection;
mod device;
mod expression;
mod ids;
mod network;
mod opaque;
mod people;
mod platform;
mod scopes;
mod user_identifier;

use std::borrow::Cow;
use std::fmt::Debug;

use super::context::{Carrier, Choice, Doubt, Membership, Opaque};
use super::logic::{Atoms, Formula};
use super::names::{Names, either};
use super::sign_in::SignIn;
use super::truth::Truth;
use crate::export::{KNOWN_TYPES, PolicyType};
use crate::json::{Member, Node, ValueKind};
use crate::okta::Key;
use crate::wording::all_of;
use ids::{AnyOf, OneOf};
use opaque::{Doubtful, PerhapsUnheeded};
pub(super) use platform::system_name;

/// What a condition means.
pub(super) trait Meaning<'d>: Debug + Send + Sync {
    /// The sign-ins that meet the condition.
    fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula;

    /// Whether one sign-in meets it.
    fn holds(&self, sign_in: &SignIn<'_, 'd>) -> Truth;

    /// The condition in words, to stand after "if".
    fn words(&self, names: &Names<'_, 'd>) -> String;

    /// Makes the atoms known that *other* conditions have to know of.
    fn declare(&self, _atoms: &mut Atoms<'_, 'd>) {}
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
    fn is_policy_of(self, kind: &str) -> bool {
        self.carrier == Carrier::Policy && self.kind.is(kind)
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
        // Absent, null or empty: no constraint, except where `missing` says otherwise.
        if is_empty_object(member.value) {
            continue;
        }
        let meaning = match meaning(&name, member.value, site) {
            Ok(Some(meaning)) => meaning,
            Ok(None) => continue,
            Err(NotUnderstood) => Opaque::condition(&name, member.value),
        };
        match site.unheeded(&name) {
            None => add(name, meaning),
            Some(unheeded) => add(name, Box::new(PerhapsUnheeded { unheeded, meaning })),
        }
    }
    for (name, meaning) in missing(site) {
        let field = conditions.and_then(|conditions| conditions.field_named(name));
        if field.is_none_or(is_empty_object) {
            add(name.into(), meaning);
        }
    }
    found
}

/// A condition has a form that nobody documents. It may mean anything.
struct NotUnderstood;

/// A condition's meaning; none where it constrains nothing.
type Reading<'d> = Result<Option<Box<dyn Meaning<'d> + 'd>>, NotUnderstood>;

fn meaning<'d>(name: &str, node: Node<'d>, site: Site) -> Reading<'d> {
    match name {
        "people" => people::read(node, site),
        "network" => network::read(node),
        "device" => device::read(node),
        "platform" => platform::read(node),
        "elCondition" => expression::read(node),
        "userIdentifier" => user_identifier::read(node),
        "app" => app::read(node),
        "authProvider" => auth_provider::read(node),
        "riskDetectionTypes" => detection::read(node),
        "scopes" => scopes::read(node),
        // What it once meant on rules for signing in is not said any more.
        "clients" if site.kind.is("OAUTH_AUTHORIZATION_POLICY") => ids::clients(node),
        "grantTypes" => ids::grant_types(node),
        "userType" => OneOf::lists(Choice::UserType, node),
        "authContext" => OneOf::level(Choice::EntryPoint, node, Key::AUTH_TYPE, ids::ENTRY_POINTS),
        "riskScore" => ids::risk_score(node, site),
        "entityRisk" => OneOf::level(Choice::EntityRisk, node, Key::LEVEL, ids::LEVELS),
        "risk" => AnyOf::members(Membership::Behavior, node, Key::BEHAVIORS),
        "identityProvider" => ids::identity_provider(node),
        _ => Err(NotUnderstood),
    }
}

/// Conditions whose absence nobody explains, with what they may mean.
fn missing<'d>(site: Site) -> Vec<(&'static str, Box<dyn Meaning<'d> + 'd>)> {
    let doubtful = |doubt| Box::new(Doubtful(doubt)) as Box<dyn Meaning<'d> + 'd>;
    let mut missing = Vec::new();
    // All of 63 observed policies of these types name groups; the Admin Console demands one.
    if site.is_policy_for_groups() {
        missing.push(("people", doubtful(Doubt::NoGroupsMeanEveryone)));
    }
    if site.is_policy_of("PASSWORD") {
        missing.push(("authProvider", auth_provider::absent()));
    }
    // Servers store the empty list for requests without one.
    if site.kind.is("OAUTH_AUTHORIZATION_POLICY") {
        missing.push(match site.carrier {
            Carrier::Policy => ("clients", doubtful(Doubt::NoClientsMeanAll)),
            Carrier::Rule => ("scopes", doubtful(Doubt::NoScopesMeanAll)),
        });
    }
    missing
}

fn is_empty_object(node: Node<'_>) -> bool {
    node.is_object() && node.fields().next().is_none()
}

/// Whether the object has no members but these, so that nothing else can change its meaning.
fn has_only(node: Node<'_>, known: &[Key]) -> Result<(), NotUnderstood> {
    let is_known = |member: Member<'_>| known.contains(&member.name());
    let is_understood = node.is_object() && node.fields().all(is_known);
    if is_understood { Ok(()) } else { Err(NotUnderstood) }
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

/// `{"include": […], "exclude": […]}`.
#[derive(Debug, Default)]
struct Listed<'d> {
    include: Vec<Cow<'d, str>>,
    exclude: Vec<Cow<'d, str>>,
}

impl<'d> Listed<'d> {
    fn of(node: Node<'d>) -> Result<Self, NotUnderstood> {
        has_only(node, &[Key::INCLUDE, Key::EXCLUDE])?;
        let (include, exclude) = (node.field(Key::INCLUDE), node.field(Key::EXCLUDE));
        Ok(Self { include: strings(include)?, exclude: strings(exclude)? })
    }

    fn is_empty(&self) -> bool {
        self.include.is_empty() && self.exclude.is_empty()
    }
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
