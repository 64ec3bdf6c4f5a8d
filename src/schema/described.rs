//! What the schemas tell people of a place in an object.

use super::assertions::{Assertion, Literal, Type};
use super::tables::{Member, Place, whole};
use crate::json::{Node, Step};
use crate::model::{ObjectKind, PolicyType};
use crate::okta::Key;

/// A place in an object of Okta's.
#[derive(Clone, Copy)]
pub(crate) struct Described {
    place: &'static Place,
    /// What led there; none for the whole object.
    member: Option<&'static Member>,
}

impl Described {
    /// The place of a whole object.
    pub(crate) fn whole(kind: ObjectKind, of: PolicyType) -> Option<Self> {
        Some(Self { place: whole(kind, of)?.place(), member: None })
    }

    /// The place of a value in it; none where the schemas say nothing of it.
    pub(crate) fn within(self, object: Node<'_>, value: Node<'_>) -> Option<Self> {
        let depth = object.steps().len();
        value.steps().into_iter().skip(depth).try_fold(self, |place, step| match step {
            Step::Element(..) => place.element(),
            Step::Member(key) => place.member(&key.as_str()?),
        })
    }

    /// The place of a member of an object there.
    pub(crate) fn member(self, name: &str) -> Option<Self> {
        let member = self.place.member(Key::of(name));
        let place = member.way.as_ref()?.place.place();
        Some(Self { place, member: Some(member).filter(|member| member.is_known) })
    }

    /// The place of an element of an array there.
    pub(crate) fn element(self) -> Option<Self> {
        Some(Self { place: self.place.elements.as_ref()?.place.place(), ..self })
    }

    /// What the schemas say of it.
    pub(crate) fn description(self) -> Option<&'static str> {
        self.member.map(|member| member.description).filter(|said| !said.is_empty())
    }

    /// The members that an object there may have, by name, with what the schemas say of them.
    pub(crate) fn members(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let known = self.place.members().iter().filter(|member| member.is_known);
        known.map(|member| (member.name.name(), member.description))
    }

    /// The values that may stand there, as JSON, whatever else the object says.
    pub(crate) fn values(self) -> Vec<String> {
        let text = |literal: &Literal| match literal {
            Literal::Text(text) => format!("\"{text}\""),
            Literal::Boolean(value) => value.to_string(),
        };
        let of_check = |assertion: &Assertion| match assertion {
            Assertion::Const(literal) => vec![text(literal)],
            Assertion::Enum { values, unlisted, .. } => {
                let is_listed = |literal: &&Literal| match literal {
                    Literal::Text(text) => !unlisted.contains(text),
                    Literal::Boolean(_) => true,
                };
                values.iter().filter(is_listed).map(text).collect()
            }
            Assertion::Type([Type::Boolean] | [Type::Boolean, Type::Null]) => {
                vec!["true".to_owned(), "false".to_owned()]
            }
            _ => Vec::new(),
        };
        let checks = self.place.checks().iter();
        let mut values: Vec<String> =
            checks.flat_map(|check| of_check(&check.constraint().assertion)).collect();
        values.sort();
        values.dedup();
        values
    }
}
