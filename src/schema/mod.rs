//! Holds objects against the JSON Schemas in `rules/schema/`, the one place that states a
//! field-level constraint. What the schemas find, the lints of the category `fields` put in words.

mod assertions;
mod formats;
#[cfg(test)]
mod oracle;
mod strays;
mod tables;
mod walk;

use std::borrow::Cow;

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::model::{ObjectKind, PolicyType};

use assertions::Constraint;
pub(crate) use assertions::{Assertion, Format, Literal, Type};
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
    let Walk { broken, unknown } = Walk::over(node, place);
    let whole = Whole { kind, of, node };
    let mut found: Vec<Violation<'d>> =
        broken.into_iter().map(|broken| whole.violation(broken)).collect();
    // A value of the wrong type breaks what else is said of it, too; that would be noise.
    let mistyped: Vec<Node<'d>> =
        found.iter().filter(|v| v.keyword == "type").map(|v| v.node).collect();
    found.retain(|v| v.keyword == "type" || !mistyped.contains(&v.node));
    let surroundings =
        Surroundings { kind, object: node, whole: place, partner: partner(kind, of) };
    let strays = unknown.into_iter().filter_map(|unknown| {
        let stray = surroundings.judge(&unknown)?;
        let Unknown { parent, name, constraint, .. } = unknown;
        let broken = Broken { node: parent, constraint, member: Some(name) };
        Some(Violation { stray: Some(stray), ..whole.violation(broken) })
    });
    for mut stray in strays {
        // What other types have here, or what is no key of a map.
        let is_told = |other: &Violation<'d>| {
            let is_same = other.member == stray.member && other.node == stray.node;
            is_same && matches!(other.keyword, "x-elsewhere" | "propertyNames")
        };
        match &stray.stray {
            // What is misspelt is not missing besides.
            Some(Stray::Misspelt(meant)) => found.retain(|other| {
                other.keyword != "required"
                    || other.node != stray.node
                    || other.member.as_deref() != Some(*meant)
            }),
            // What stands at a wrong level is not missing besides.
            Some(Stray::Elsewhere(homes)) if homes.iter().all(|home| home.is_own) => {
                let told = found.iter().find(|other| is_told(other));
                stray.refused = told.map(|told| told.severity().unwrap_or(Severity::Error));
                // Nor is what it should stand in.
                let member = stray.member.as_deref().unwrap_or_default();
                let belongs = |name: &str| {
                    name == member || homes.iter().any(|home| home.path.contains(&name))
                };
                let is_missing = |other: &Violation<'d>| {
                    other.keyword == "required" && other.member.as_deref().is_some_and(belongs)
                };
                found.retain(|other| !is_told(other) && !is_missing(other));
            }
            _ if found.iter().any(is_told) => continue,
            _ => {}
        }
        found.push(stray);
    }
    found
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
        let Broken { node, constraint, member } = broken;
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
            whole: self.node,
            name,
            object,
        }
    }
}
