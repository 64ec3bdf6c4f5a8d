//! What outcomes mean, in a form that is equal for outcomes that surely mean the same: the order
//! inside lists that are sets, units of time, and members that say what Okta assumes without them
//! make no difference.

use std::borrow::Cow;

use crate::duration::Length;
use crate::json::Node;

/// What a rule does, in normal form: equal where that surely is the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Meaning<'d> {
    pub(super) access: Option<super::Access>,
    /// Of each member of `actions`; nothing where nothing but the denial counts.
    pub(super) actions: Vec<Setting<'d>>,
    /// Whether Okta's documents explain all of it.
    pub(super) is_understood: bool,
}

impl Meaning<'_> {
    /// Whether the outcomes surely mean different things. That outcomes mean the same is said by
    /// their being equal; others may do either.
    pub fn surely_differs(&self, other: &Self) -> bool {
        if let (Some(one), Some(another)) = (self.access, other.access)
            && one != another
        {
            return true;
        }
        self.is_understood && other.is_understood && differ(&self.actions, &other.actions)
    }
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Setting<'d> {
    pub(super) name: Cow<'d, str>,
    pub(super) value: Value<'d>,
    /// Whether it is documented what its absence means, which is something else.
    pub(super) has_default: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Value<'d> {
    Flag(bool),
    Number(i64),
    Text(Cow<'d, str>),
    Length(Length),
    Settings(Vec<Setting<'d>>),
    /// Sorted, each once.
    Set(Vec<Value<'d>>),
    List(Vec<Value<'d>>),
    /// As it is written, but for spaces and the order of members.
    Other(Cow<'d, str>),
}

impl From<bool> for Value<'_> {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl<'d> From<&'d str> for Value<'d> {
    fn from(text: &'d str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl Value<'_> {
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Set(values) => values.is_empty(),
            Self::Settings(settings) => settings.is_empty(),
            _ => false,
        }
    }

    fn surely_differs(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Settings(some), Self::Settings(others)) => differ(some, others),
            // What another order means is not documented.
            (Self::List(some), Self::List(others)) => sorted(some) != sorted(others),
            _ => self != other,
        }
    }
}

/// Whether Okta's documents explain what was met.
#[derive(Debug, Default)]
pub(super) struct Doubts {
    pub(super) any: bool,
}

impl Doubts {
    /// What nobody explains.
    pub(super) fn as_written<'d>(&mut self, node: Node<'d>) -> Value<'d> {
        self.any = true;
        Value::Other(node.canonical())
    }
}

/// Whether settings of one kind surely mean different things.
fn differ(some: &[Setting<'_>], others: &[Setting<'_>]) -> bool {
    let lacks = |setting: &Setting<'_>, all: &[Setting<'_>]| {
        setting.has_default && !all.iter().any(|other| other.name == setting.name)
    };
    some.iter().any(|setting| {
        let other = others.iter().find(|other| other.name == setting.name);
        other.map_or(setting.has_default, |other| setting.value.surely_differs(&other.value))
    }) || others.iter().any(|setting| lacks(setting, some))
}

fn sorted<'v, 'd>(values: &'v [Value<'d>]) -> Vec<&'v Value<'d>> {
    let mut sorted: Vec<&Value<'d>> = values.iter().collect();
    sorted.sort();
    sorted
}

/// Whether the setting with this name is this text.
pub(super) fn is(settings: &[Setting<'_>], name: &str, text: &str) -> bool {
    let found = settings.iter().find(|setting| setting.name == name);
    found.is_some_and(|setting| matches!(&setting.value, Value::Text(is) if is == text))
}

/// Drops the settings with these names.
pub(super) fn drop_all(settings: &mut Vec<Setting<'_>>, names: &[&str]) {
    settings.retain(|setting| !names.contains(&setting.name.as_ref()));
}
