//! Holds objects against the JSON Schemas in `rules/schema/`, the one place that states a
//! field-level constraint. What the schemas find, the lints of the category `fields` put in words.

mod assertions;
#[cfg(feature = "server")]
mod described;
mod formats;
#[cfg(test)]
mod oracle;
mod strays;
mod tables;
mod walk;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::diagnostic::Severity;
use crate::json::{Node, NodeKey};
use crate::model::{ObjectKind, PolicyType};
use crate::okta::Key;

use assertions::Constraint;
pub(crate) use assertions::{Assertion, Format, Literal, Type};
#[cfg(feature = "server")]
pub(crate) use described::Described;
pub(crate) use formats::{pattern_error, pattern_literals};
use strays::Surroundings;
pub(crate) use strays::{Home, Stray, says_nothing};
use tables::PlaceId;
use walk::{Broken, Unknown, Walk};

/// A keyword of a schema that a value breaks.
pub(crate) struct Violation<'d> {
    /// The keyword, such as `enum`.
    pub(crate) keyword: &'static str,
    /// The value that breaks it.
    pub(crate) node: Node<'d>,
    /// What the keyword demands.
    pub(crate) assertion: &'static Assertion,
    constraint: &'static Constraint,
    /// The member that is meant, for keywords about an object's members.
    pub(crate) member: Option<String>,
    /// What is meant by the member, where Okta does not know its name.
    pub(crate) stray: Option<Stray>,
    /// How much it matters that what stands here at a wrong level is refused here, if it is.
    pub(crate) refused: Option<Severity>,
    /// How often the constraint is broken, where that is not told each time.
    pub(crate) times: usize,
    /// The whole object.
    pub(crate) whole: Node<'d>,
    /// What `node` is called: its key, or what the whole object is.
    pub(crate) name: String,
    /// What the whole object is, such as "PASSWORD rule".
    pub(crate) object: String,
}

impl Violation<'_> {
    /// The severity that the schema gives this constraint, where it differs from the lint's.
    pub(crate) fn severity(&self) -> Option<Severity> {
        self.constraint.severity
    }

    /// What the schema says of it, where that is more than what the keyword does.
    pub(crate) fn message(&self) -> Option<&'static str> {
        self.constraint.message
    }

    /// What the schema advises.
    pub(crate) fn help(&self) -> Option<&'static str> {
        self.constraint.help
    }
}

/// What in `node` breaks the schema of its kind.
pub(crate) fn violations<'d>(
    kind: ObjectKind,
    of: PolicyType,
    node: Node<'d>,
) -> Vec<Violation<'d>> {
    let Some(place) = tables::whole(kind, of) else {
        return Vec::new();
    };
    let Walk { broken, unknown, .. } = Walk::over(node, place);
    let whole = Whole { kind, of, node };
    let mut found: Vec<Violation<'d>> =
        broken.into_iter().map(|broken| whole.violation(broken)).collect();
    // A value of the wrong type breaks what else is said of it, too; that would be noise.
    let mistyped: HashSet<_> =
        found.iter().filter(|v| v.keyword == "type").map(|v| v.node.key()).collect();
    found.retain(|v| v.keyword == "type" || !mistyped.contains(&v.node.key()));
    let surroundings =
        Surroundings { kind, object: node, whole: place, partner: partner(kind, of) };
    // What stands beside the strays of an object, found once for all of them.
    let mut beside: HashMap<NodeKey, HashSet<Key>> = HashMap::new();
    let strays = unknown.into_iter().filter_map(|unknown| {
        let names = || unknown.parent.fields().map(|member| member.name()).collect();
        let beside = beside.entry(unknown.parent.key()).or_insert_with(names);
        let stray = surroundings.judge(&unknown, beside)?;
        let Unknown { parent, name, constraint, .. } = unknown;
        let broken = Broken { node: parent, constraint, member: Some(name), times: 1 };
        Some(Violation { stray: Some(stray), ..whole.violation(broken) })
    });
    let mut told = Told::by(&found);
    let mut strays: Vec<Violation<'d>> = strays.collect();
    strays.retain_mut(|stray| told.is_told_only_here(stray));
    let mut place = 0..;
    found.retain(|other| place.next().is_some_and(|place| !told.leaves_out(place, other)));
    found.extend(strays);
    found
}

/// What is told of members that stand where Okta does not know their names, so that one mistake is told
/// once.
struct Told {
    /// What other types have where they stand, or what is no key of a map: by object and member.
    elsewhere: HashMap<(NodeKey, String), (usize, Severity)>,
    /// Which of these are told better.
    better: HashSet<usize>,
    /// What is misspelt is not missing besides.
    misspelt: HashSet<(NodeKey, &'static str)>,
    /// What stands at a wrong level is not missing besides, nor is what it should stand in.
    misplaced: HashSet<String>,
}

impl Told {
    fn by(found: &[Violation<'_>]) -> Self {
        let elsewhere = found.iter().enumerate().filter_map(|(place, one)| {
            let is_it = matches!(one.keyword, "x-elsewhere" | "propertyNames");
            let severity = one.severity().unwrap_or(Severity::Error);
            let member = one.member.clone().filter(|_| is_it)?;
            Some(((one.node.key(), member), (place, severity)))
        });
        Self {
            elsewhere: elsewhere.collect(),
            better: HashSet::new(),
            misspelt: HashSet::new(),
            misplaced: HashSet::new(),
        }
    }

    /// Takes note of what a stray tells besides. Whether it is worth telling.
    fn is_told_only_here(&mut self, stray: &mut Violation<'_>) -> bool {
        let member = stray.member.clone().unwrap_or_default();
        let told = self.elsewhere.get(&(stray.node.key(), member.clone())).copied();
        match &stray.stray {
            Some(Stray::Misspelt(meant)) => {
                self.misspelt.insert((stray.node.key(), meant));
            }
            Some(Stray::Elsewhere(homes)) if homes.iter().all(|home| home.is_own) => {
                stray.refused = told.map(|(_, severity)| severity);
                self.better.extend(told.map(|(place, _)| place));
                let names = homes.iter().flat_map(|home| &home.path).map(ToString::to_string);
                self.misplaced.extend(names.chain([member]));
            }
            _ => return told.is_none(),
        }
        true
    }

    /// Whether the violation in this place is told otherwise.
    fn leaves_out(&self, place: usize, other: &Violation<'_>) -> bool {
        let member = other.member.as_deref().filter(|_| other.keyword == "required");
        let misspelt: &HashSet<(NodeKey, &str)> = &self.misspelt;
        let is_told = |member: &str| {
            misspelt.contains(&(other.node.key(), member)) || self.misplaced.contains(member)
        };
        self.better.contains(&place) || member.is_some_and(is_told)
    }
}

/// The place of the policy that a rule belongs to, or of the rules that a policy has.
fn partner(kind: ObjectKind, of: PolicyType) -> Option<PlaceId> {
    match kind {
        ObjectKind::Policy => tables::whole(ObjectKind::Rule, of),
        ObjectKind::Rule => tables::whole(ObjectKind::Policy, of),
        _ => None,
    }
}

/// The object that is held against its schema.
#[derive(Clone, Copy)]
struct Whole<'d> {
    kind: ObjectKind,
    of: PolicyType,
    node: Node<'d>,
}

impl<'d> Whole<'d> {
    fn violation(self, broken: Broken<'d>) -> Violation<'d> {
        let Broken { node, constraint, member, times } = broken;
        let name = match self.kind {
            _ if node != self.node => node.name(),
            kind => format!("the {}", kind.name()),
        };
        let object = match (self.kind, self.of.known()) {
            (ObjectKind::Policy, Some(known)) => format!("{} policy", known.policy),
            (ObjectKind::Rule, Some(known)) => format!("{} rule", known.rule),
            _ => self.kind.name().to_owned(),
        };
        Violation {
            keyword: constraint.assertion.keyword(),
            node,
            assertion: &constraint.assertion,
            constraint,
            member: member.map(Cow::into_owned),
            stray: None,
            refused: None,
            times,
            whole: self.node,
            name,
            object,
        }
    }
}
