//! What a rule does to the sign-ins that it takes, in a form that is equal for outcomes that surely
//! mean the same: the order inside lists that are sets, units of time, and members that say what
//! Okta assumes without them make no difference.

mod forms;
mod reader;

use std::borrow::Cow;
use std::collections::HashMap;

use crate::duration::Length;
use crate::export::PolicyRule;
use crate::okta::Key;
use forms::ACTIONS;
use reader::Reader;

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Outcome<'d> {
    pub(super) access: Option<Access>,
    /// Of each member of `actions`; nothing where nothing but the denial counts.
    actions: Vec<Setting<'d>>,
    /// Whether Okta's documents explain all of it.
    is_understood: bool,
}

/// Whether the sign-in goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Access {
    Allow,
    Deny,
}

impl Access {
    /// What the rule says of sign-ins to Okta or to apps.
    pub(crate) fn of(rule: &PolicyRule<'_>) -> Option<Self> {
        [Key::APP_SIGN_ON, Key::SIGNON].into_iter().find_map(|name| {
            let access = rule.action(name)?.field(Key::ACCESS)?;
            match access.as_str()?.as_ref() {
                "ALLOW" => Some(Self::Allow),
                "DENY" => Some(Self::Deny),
                _ => None,
            }
        })
    }
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Setting<'d> {
    name: Cow<'d, str>,
    value: Value<'d>,
    /// Whether it is documented what its absence means, which is something else.
    has_default: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Value<'d> {
    Flag(bool),
    Number(i64),
    Text(Cow<'d, str>),
    Length(Length),
    Settings(Vec<Setting<'d>>),
    /// Sorted, each once.
    Set(Vec<Value<'d>>),
    List(Vec<Value<'d>>),
    /// As it is written.
    Other(&'d str),
}

impl<'d> Outcome<'d> {
    /// None where the export does not tell.
    pub(super) fn of(rule: &PolicyRule<'d>) -> Option<Self> {
        let actions = rule.node.field(Key::ACTIONS)?;
        let access = Access::of(rule);
        // What else a rule says that denies counts for nothing (Policy API, "Authentication policy
        // action object"); servers still return it.
        if access == Some(Access::Deny) {
            return Some(Self { access, actions: Vec::new(), is_understood: true });
        }
        let mut reader = Reader { is_understood: true };
        let actions = reader.settings(actions, ACTIONS);
        Some(Self { access, actions, is_understood: reader.is_understood })
    }

    /// Whether the outcomes surely mean different things. That outcomes mean the same is said by
    /// their being equal; others may do either.
    pub(super) fn surely_differs(&self, other: &Self) -> bool {
        if let (Some(one), Some(another)) = (self.access, other.access)
            && one != another
        {
            return true;
        }
        self.is_understood && other.is_understood && differ(&self.actions, &other.actions)
    }
}

/// Numbers for outcomes, equal where the outcomes surely are.
#[derive(Debug, Default)]
pub(super) struct Classes<'d> {
    known: HashMap<Outcome<'d>, usize>,
    untold: usize,
}

impl<'d> Classes<'d> {
    pub(super) fn class(&mut self, outcome: Option<Outcome<'d>>) -> usize {
        let next = self.known.len() + self.untold;
        match outcome {
            Some(outcome) => *self.known.entry(outcome).or_insert(next),
            None => {
                self.untold += 1;
                next
            }
        }
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

impl Value<'_> {
    fn surely_differs(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Settings(some), Self::Settings(others)) => differ(some, others),
            // What another order means is not documented.
            (Self::List(some), Self::List(others)) => sorted(some) != sorted(others),
            _ => self != other,
        }
    }
}

fn sorted<'v, 'd>(values: &'v [Value<'d>]) -> Vec<&'v Value<'d>> {
    let mut sorted: Vec<&Value<'d>> = values.iter().collect();
    sorted.sort();
    sorted
}
