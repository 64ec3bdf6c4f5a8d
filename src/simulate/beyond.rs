//! What no request of Okta's can say, in a member of its own: `x-catchall`.

use std::collections::BTreeMap;

use super::error::SimulateError;
use crate::json::{Member, Node};
use crate::reach::{Choice, Context, Doubt, Membership, Opaque, Readings, TextSource, Truth};
use crate::wording::{nearest, printable};

/// The member's name, in requests and answers.
pub(super) const NAME: &str = "x-catchall";

/// What else is told of a sign-in, and of Okta. It counts for more than the rest of the request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beyond {
    /// Of the sign-in.
    pub context: Context,
    /// Of what Okta's documents leave open.
    pub readings: Readings,
}

const IDENTIFIER: &str = "identifier";
const ATTRIBUTES: &str = "attributes";
const EXPRESSIONS: &str = "expressions";
const READINGS: &str = "readings";

impl Beyond {
    pub(super) fn read(body: Node<'_>) -> Result<Self, SimulateError> {
        body.field_named(NAME).map_or_else(|| Ok(Self::default()), Self::of)
    }

    /// Reads the object itself.
    ///
    /// # Errors
    /// What says nothing that catchall knows.
    pub fn of(told: Node<'_>) -> Result<Self, SimulateError> {
        if !told.is_object() {
            return Err(wrong_form(told, "an object"));
        }
        let mut beyond = Self::default();
        for member in told.members() {
            beyond.add(member)?;
        }
        Ok(beyond)
    }

    fn add(&mut self, Member { key, value }: Member<'_>) -> Result<(), SimulateError> {
        let name = key.as_str().unwrap_or_default();
        if let Some(choice) = Choice::ALL.iter().find(|choice| choice.name() == name) {
            self.context.choices.insert(*choice, text_or_none(value)?);
        } else if let Some(kind) = Membership::ALL.iter().find(|kind| kind.name() == name) {
            self.add_members(*kind, value)?;
        } else if name == IDENTIFIER {
            self.context.texts.insert(TextSource::Identifier, text_or_none(value)?);
        } else if name == ATTRIBUTES {
            for (attribute, value) in members(value)? {
                let text = text_or_none(value)?;
                self.context.texts.insert(TextSource::Attribute(attribute), text);
            }
        } else if name == EXPRESSIONS {
            for (expression, value) in members(value)? {
                self.add_expression(&expression, value)?;
            }
        } else if name == READINGS {
            for (doubt, value) in members(value)? {
                let names: Vec<_> = Doubt::names().collect();
                let doubt = Doubt::named(&doubt)
                    .ok_or_else(|| unknown(&doubt, names.iter().map(AsRef::as_ref)))?;
                let answer = value.as_bool().ok_or_else(|| wrong_form(value, "true or false"))?;
                self.readings.0.insert(doubt, answer);
            }
        } else {
            return Err(unknown(&name, Self::names()));
        }
        Ok(())
    }

    /// What `x-catchall` may have.
    fn names() -> impl Iterator<Item = &'static str> + Clone {
        let choices = Choice::ALL.iter().map(|choice| choice.name());
        let memberships = Membership::ALL.iter().map(|membership| membership.name());
        choices.chain(memberships).chain([IDENTIFIER, ATTRIBUTES, EXPRESSIONS, READINGS])
    }

    /// A list has all that there are; an object says of single ones whether the sign-in has them.
    fn add_members(&mut self, kind: Membership, value: Node<'_>) -> Result<(), SimulateError> {
        if value.is_array() {
            let values = value.elements().map(|element| {
                let text = element.as_str().map(|text| text.into_owned());
                text.ok_or_else(|| wrong_form(element, "a string"))
            });
            self.context.memberships.insert(kind, values.collect::<Result<_, _>>()?);
            return Ok(());
        }
        let mut told: BTreeMap<String, Truth> = BTreeMap::new();
        for (member, value) in members(value)? {
            told.insert(member, flag_or_none(value)?.into());
        }
        self.context.members.insert(kind, told);
        Ok(())
    }

    /// A part of an expression is true or false, or null where it fails.
    fn add_expression(&mut self, text: &str, value: Node<'_>) -> Result<(), SimulateError> {
        let said = Opaque::said_of_part(text, flag_or_none(value)?).ok_or_else(|| {
            let message = format!("the expression `{}` has parts, or is none", printable(text));
            SimulateError::unusable(message, "Say of each part of it whether it is true")
        })?;
        self.context.opaque.extend(said);
        Ok(())
    }
}

/// The members of an object, those that are `null` included.
fn members(node: Node<'_>) -> Result<Vec<(String, Node<'_>)>, SimulateError> {
    if !node.is_object() {
        return Err(wrong_form(node, "an object"));
    }
    let named = |member: Member<'_>| member.key.as_str().unwrap_or_default().into_owned();
    Ok(node.members().map(|member| (named(member), member.value)).collect())
}

fn text_or_none(node: Node<'_>) -> Result<Option<String>, SimulateError> {
    // Not everything that says so has `null`.
    if node.is_null() || node.as_bool() == Some(false) {
        return Ok(None);
    }
    let text = node.as_str().map(|text| text.into_owned());
    text.map(Some).ok_or_else(|| wrong_form(node, "a string or null"))
}

fn flag_or_none(node: Node<'_>) -> Result<Option<bool>, SimulateError> {
    if node.is_null() {
        return Ok(None);
    }
    node.as_bool().map(Some).ok_or_else(|| wrong_form(node, "true, false or null"))
}

fn wrong_form(node: Node<'_>, expected: &str) -> SimulateError {
    let message = format!("{} is {}, and catchall takes {expected}", node.pointer(), node.kind());
    SimulateError::unusable(message, "docs/simulate.md shows what x-catchall may say")
}

fn unknown<'k>(name: &str, known: impl Iterator<Item = &'k str> + Clone) -> SimulateError {
    let message = format!("x-catchall knows no \"{}\"", printable(name));
    let help = match nearest(name, known.clone()) {
        Some(meant) => format!("Did you mean \"{meant}\"?"),
        None => format!("There are {}", known.collect::<Vec<_>>().join(", ")),
    };
    SimulateError::unusable(message, help)
}
