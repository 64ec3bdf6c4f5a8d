//! What the keywords of schemas assert of values.

use std::fmt;

use crate::diagnostic::Severity;
use crate::duration::Duration;
use crate::json::{Member, Node, ValueKind};
use crate::model::Reading;
use crate::okta::Key;

use super::formats;

/// A keyword in a schema, with what the schema says of it.
pub(crate) struct Constraint {
    pub(crate) assertion: Assertion,
    /// The severity, where it differs from the lint's.
    pub(super) severity: Option<Severity>,
    /// What to say of it, where that is more than what the keyword does.
    pub(super) message: Option<&'static str>,
    /// What to do.
    pub(super) help: Option<&'static str>,
}

/// What a keyword asserts of a value: what a value must be to be valid (JSON Schema, "assertions").
#[allow(dead_code, reason = "some keywords stand in no schema yet")]
pub(crate) enum Assertion {
    Type(&'static [Type]),
    Const(Literal),
    Enum {
        values: &'static [Literal],
        /// Whether Okta adds values to the set.
        is_open: bool,
        /// Values of the set that Okta may return, but that nobody should write.
        unlisted: &'static [&'static str],
    },
    Minimum(f64),
    Maximum(f64),
    ExclusiveMinimum(f64),
    ExclusiveMaximum(f64),
    MinLength(usize),
    MaxLength(usize),
    MinItems(usize),
    MaxItems(usize),
    Required(&'static [Key]),
    Pattern(Pattern),
    Format(Format),
    UniqueItems,
    /// All names that members may have.
    PropertyNames(&'static [Key]),
    /// The members that the schema describes are all that Okta knows.
    NearMiss,
    /// No member is one that objects of other types have there.
    Elsewhere,
}

/// A type of JSON Schema.
#[allow(dead_code, reason = "some types stand in no schema yet")]
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

/// A value in a schema.
#[derive(Clone, Copy)]
pub(crate) enum Literal {
    Text(&'static str),
    Boolean(bool),
}

/// What a text stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Duration,
    DateTime,
    JavaRegex,
}

/// An automaton that finds a pattern in a text.
pub(crate) struct Pattern {
    /// The class of each byte.
    pub(super) classes: &'static [u8; 256],
    pub(super) width: usize,
    /// For each state, the next by class. State 0 finds nothing more, state 1 has found the pattern.
    pub(super) next: &'static [u8],
    /// Whether the pattern was found if the text ends here, for each state.
    pub(super) accepts: &'static [bool],
}

/// What stands under `if`.
pub(super) enum Condition {
    Meets(Assertion),
    /// Of the member with this name, if there is one.
    Member(Key, &'static Condition),
    All(&'static [Condition]),
    Any(&'static [Condition]),
    Not(&'static Condition),
}

impl Assertion {
    /// The keyword.
    pub(crate) fn keyword(&self) -> &'static str {
        match self {
            Self::Type(_) => "type",
            Self::Const(_) => "const",
            Self::Enum { .. } => "enum",
            Self::Minimum(_) => "minimum",
            Self::Maximum(_) => "maximum",
            Self::ExclusiveMinimum(_) => "exclusiveMinimum",
            Self::ExclusiveMaximum(_) => "exclusiveMaximum",
            Self::MinLength(_) => "minLength",
            Self::MaxLength(_) => "maxLength",
            Self::MinItems(_) => "minItems",
            Self::MaxItems(_) => "maxItems",
            Self::Required(_) => "required",
            Self::Pattern(_) => "pattern",
            Self::Format(_) => "format",
            Self::UniqueItems => "uniqueItems",
            Self::PropertyNames(_) => "propertyNames",
            Self::NearMiss => "x-near-miss",
            Self::Elsewhere => "x-elsewhere",
        }
    }

    /// The names of members that it lists.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        let keys = match self {
            Self::Required(names) | Self::PropertyNames(names) => *names,
            _ => &[],
        };
        keys.iter().map(|key| key.name())
    }

    /// Whether the value meets it. Demands on the names of members are looked at with the members.
    pub(super) fn is_met(&self, node: Node<'_>) -> bool {
        let number = || node.as_number().and_then(|number| number.parse::<f64>().ok());
        let length = || Some(node.as_str()?.chars().count());
        let count = || node.is_array().then(|| node.elements().count());
        match self {
            Self::Type(types) => types.iter().any(|one| one.is_of(node)),
            Self::Const(literal) => literal.is(node),
            Self::Enum { values, .. } => values.iter().any(|value| value.is(node)),
            Self::Minimum(least) => number().is_none_or(|number| number >= *least),
            Self::Maximum(most) => number().is_none_or(|number| number <= *most),
            Self::ExclusiveMinimum(less) => number().is_none_or(|number| number > *less),
            Self::ExclusiveMaximum(more) => number().is_none_or(|number| number < *more),
            Self::MinLength(least) => length().is_none_or(|length| length >= *least),
            Self::MaxLength(most) => length().is_none_or(|length| length <= *most),
            Self::MinItems(least) => count().is_none_or(|count| count >= *least),
            Self::MaxItems(most) => count().is_none_or(|count| count <= *most),
            Self::Required(names) => {
                let has = |name: &Key| node.field(*name).is_some();
                !node.is_object() || names.iter().all(has)
            }
            Self::Pattern(pattern) => node.as_str().is_none_or(|text| pattern.is_in(&text)),
            Self::Format(format) => node.as_str().is_none_or(|text| format.is_that_of(&text)),
            Self::UniqueItems => is_unique(node),
            Self::PropertyNames(_) | Self::NearMiss | Self::Elsewhere => true,
        }
    }
}

impl Type {
    fn is_of(self, node: Node<'_>) -> bool {
        match self {
            Self::Null => node.is_null(),
            Self::Boolean => node.kind() == ValueKind::Boolean,
            Self::Integer => node.as_number().is_some_and(is_whole),
            Self::Number => node.kind() == ValueKind::Number,
            Self::String => node.kind() == ValueKind::String,
            Self::Array => node.is_array(),
            Self::Object => node.is_object(),
        }
    }
}

fn is_whole(number: &str) -> bool {
    let digits = number.strip_prefix('-').unwrap_or(number);
    digits.bytes().all(|byte| byte.is_ascii_digit())
        || number.parse::<f64>().is_ok_and(|number| number.fract() == 0.0)
}

impl Literal {
    /// The text, if it is one.
    pub(crate) fn text(self) -> Option<&'static str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Boolean(_) => None,
        }
    }

    fn is(self, node: Node<'_>) -> bool {
        match self {
            Self::Text(text) => node.is_str(text),
            Self::Boolean(value) => node.as_bool() == Some(value),
        }
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "\"{text}\""),
            Self::Boolean(value) => write!(f, "{value}"),
        }
    }
}

impl Format {
    fn is_that_of(self, text: &str) -> bool {
        match self {
            Self::Duration => Duration::parse(text).is_some(),
            Self::DateTime => formats::is_date_time(text),
            Self::JavaRegex => formats::pattern_error(text).is_none(),
        }
    }
}

impl Pattern {
    const START: u8 = 2;

    fn is_in(&self, text: &str) -> bool {
        let step = |state: u8, byte: u8| {
            let class = self.classes[usize::from(byte)];
            self.next[usize::from(state) * self.width + usize::from(class)]
        };
        self.accepts[usize::from(text.bytes().fold(Self::START, step))]
    }
}

impl Condition {
    pub(super) fn holds(&self, node: Node<'_>) -> bool {
        match self {
            Self::Meets(assertion) => assertion.is_met(node),
            Self::Member(name, condition) => {
                node.field(*name).is_none_or(|member| condition.holds(member))
            }
            Self::All(all) => all.iter().all(|condition| condition.holds(node)),
            Self::Any(any) => any.iter().any(|condition| condition.holds(node)),
            Self::Not(condition) => !condition.holds(node),
        }
    }
}

/// Whether no two elements of an array are equal.
fn is_unique(node: Node<'_>) -> bool {
    // Up to this many are compared with each other.
    const FEW: usize = 16;
    let elements = || node.elements();
    if elements().nth(FEW).is_none() {
        let is_new = |(n, one)| !elements().take(n).any(|earlier| is_equal(earlier, one));
        return elements().enumerate().all(is_new);
    }
    let mut digests: Vec<(Option<u64>, Node<'_>)> =
        elements().map(|one| (Reading::Whole.digest(one), one)).collect();
    digests.sort_unstable_by_key(|(digest, _)| *digest);
    let mut runs = digests.chunk_by(|(one, _), (other, _)| one == other);
    runs.all(|run| {
        let is_new = |n: usize| !run[..n].iter().any(|(_, earlier)| is_equal(*earlier, run[n].1));
        (0..run.len()).all(is_new)
    })
}

/// Whether two values are the same, however numbers and texts are written and members ordered.
fn is_equal(one: Node<'_>, other: Node<'_>) -> bool {
    if one.kind() != other.kind() {
        return false;
    }
    match one.kind() {
        ValueKind::Object => {
            let is_same = |Member { key, value }: Member<'_>| {
                let same = key.as_str().and_then(|name| other.field_named(&name));
                same.is_some_and(|same| is_equal(value, same))
            };
            one.fields().count() == other.fields().count() && one.fields().all(is_same)
        }
        ValueKind::Array => {
            let (mut ones, mut others) = (one.elements(), other.elements());
            loop {
                match (ones.next(), others.next()) {
                    (None, None) => return true,
                    (Some(one), Some(other)) if is_equal(one, other) => {}
                    _ => return false,
                }
            }
        }
        ValueKind::Number => {
            let number = |node: Node<'_>| node.as_number()?.parse::<f64>().ok();
            one.text() == other.text() || number(one) == number(other)
        }
        ValueKind::String => one.as_str() == other.as_str(),
        ValueKind::Boolean | ValueKind::Null => one.text() == other.text(),
    }
}
