//! How members of actions are read: each once, into what it says. What is not understood is kept as
//! it is written.

use std::borrow::Cow;

use super::meaning::{Doubts, Setting, Value};
use crate::duration::Duration;
use crate::json::Node;

/// What a member says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Said<'d, T> {
    /// It is not there, or `null`, which is the same to Okta.
    #[default]
    Nothing,
    /// Something of the form that Okta documents.
    Value(T),
    /// Something of another form.
    Other(Node<'d>),
}

impl<'d, T> Said<'d, T> {
    /// What is said, where it is of the form that Okta documents.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Nothing | Self::Other(_) => None,
        }
    }

    /// Whether nothing is said.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }
}

impl<'d> Said<'d, Text<'d>> {
    /// The text.
    pub fn text(&self) -> Option<&str> {
        self.value().map(AsRef::as_ref)
    }

    /// Whether it is this text.
    pub fn is(&self, text: &str) -> bool {
        self.text() == Some(text)
    }
}

impl<'d> Said<'d, Name<'d>> {
    /// The name, as it is written.
    pub fn text(&self) -> Option<&str> {
        self.value().map(|Name(name)| name.as_ref())
    }
}

impl Said<'_, bool> {
    /// Whether it is true.
    pub fn is_true(&self) -> bool {
        self.value() == Some(&true)
    }

    /// Also of a text, where the document writes texts for Booleans: for words and advice, never for
    /// what is proved.
    pub(crate) fn said(&self) -> Option<bool> {
        match self {
            Self::Nothing => None,
            Self::Value(flag) => Some(*flag),
            Self::Other(node) => node.said_bool(),
        }
    }
}

impl<'d> Said<'d, Period<'d>> {
    /// The text, whether or not it is a duration.
    pub(crate) fn written(&self) -> Option<Cow<'d, str>> {
        match self {
            Self::Nothing => None,
            Self::Value(period) => Some(period.written.clone()),
            Self::Other(node) => node.as_str(),
        }
    }
}

impl<'d, T> Said<'d, Set<'d, T>> {
    /// What the elements say, in the order of the document.
    pub fn elements(&self) -> &[Said<'d, T>] {
        self.value().map_or(&[], |Set(elements)| elements)
    }

    /// The elements of the form that Okta documents.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.elements().iter().filter_map(Said::value)
    }
}

impl<'d, T> Said<'d, List<'d, T>> {
    /// What the elements say, in order.
    pub fn elements(&self) -> &[Said<'d, T>] {
        self.value().map_or(&[], |List(elements)| elements)
    }

    /// The elements of the form that Okta documents.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.elements().iter().filter_map(Said::value)
    }
}

/// A text that is compared letter by letter.
pub type Text<'d> = Cow<'d, str>;

/// A name whose letter case does not count: types and methods of authenticators, which servers
/// return in lower case and Okta's documents have in upper case.
#[derive(Debug, Clone)]
pub struct Name<'d>(pub Text<'d>);

/// A time: a duration of ISO 8601.
#[derive(Debug, Clone)]
pub struct Period<'d> {
    /// As it is written.
    pub written: Text<'d>,
    pub(crate) duration: Duration,
}

/// A list whose order does not count, and in which an empty one says what none says.
#[derive(Debug, Clone)]
pub struct Set<'d, T>(pub Vec<Said<'d, T>>);

/// A list whose order counts, or may.
#[derive(Debug, Clone)]
pub struct List<'d, T>(pub Vec<Said<'d, T>>);

/// Something that changes nothing: it is there to be read.
#[derive(Debug, Clone)]
pub struct Remark<'d>(pub Option<Text<'d>>);

/// Something whose meaning Okta's documents do not explain, so that only what is written in the same
/// way is surely the same; read for the sake of words.
#[derive(Debug, Clone)]
pub struct Unexplained<'d, T> {
    /// As it is written.
    pub node: Node<'d>,
    /// What it seems to say.
    pub value: T,
}

/// A member that Okta's documents do not list.
#[derive(Debug, Clone)]
pub struct Unlisted<'d> {
    /// Its key.
    pub name: Text<'d>,
    /// What it is.
    pub node: Node<'d>,
}

/// A form that Okta documents for members.
pub(super) trait Form<'d>: Sized {
    /// Whether an empty one says what none says.
    const EMPTY_IS_NOTHING: bool = false;

    /// Drops members that count for nothing beside others.
    fn drop_idle(_: &mut Vec<Setting<'d>>) {}

    /// What `node` says, where it is of this form.
    fn read(node: Node<'d>) -> Option<Self>;

    /// What it means; none where it changes nothing.
    fn meaning(&self, doubts: &mut Doubts) -> Option<Value<'d>>;
}

impl<'d, T> Said<'d, T> {
    pub(super) fn of(node: Node<'d>) -> Self
    where
        T: Form<'d>,
    {
        if node.is_null() {
            return Self::Nothing;
        }
        T::read(node).map_or(Self::Other(node), Self::Value)
    }

    pub(super) fn meaning(&self, doubts: &mut Doubts) -> Option<Value<'d>>
    where
        T: Form<'d>,
    {
        match self {
            Self::Nothing => None,
            Self::Value(value) => value.meaning(doubts),
            Self::Other(node) => Some(doubts.as_written(*node)),
        }
    }
}

impl<'d> Form<'d> for bool {
    fn read(node: Node<'d>) -> Option<Self> {
        node.as_bool()
    }

    fn meaning(&self, _: &mut Doubts) -> Option<Value<'d>> {
        Some(Value::Flag(*self))
    }
}

impl<'d> Form<'d> for i64 {
    fn read(node: Node<'d>) -> Option<Self> {
        node.as_i64()
    }

    fn meaning(&self, _: &mut Doubts) -> Option<Value<'d>> {
        Some(Value::Number(*self))
    }
}

impl<'d> Form<'d> for Text<'d> {
    fn read(node: Node<'d>) -> Option<Self> {
        node.as_str()
    }

    fn meaning(&self, _: &mut Doubts) -> Option<Value<'d>> {
        Some(Value::Text(self.clone()))
    }
}

impl<'d> Form<'d> for Name<'d> {
    fn read(node: Node<'d>) -> Option<Self> {
        node.as_str().map(Self)
    }

    fn meaning(&self, _: &mut Doubts) -> Option<Value<'d>> {
        Some(Value::Text(self.0.to_uppercase().into()))
    }
}

impl<'d> Form<'d> for Period<'d> {
    fn read(node: Node<'d>) -> Option<Self> {
        let written = node.as_str()?;
        let duration = Duration::parse(&written)?;
        Some(Self { written, duration })
    }

    fn meaning(&self, _: &mut Doubts) -> Option<Value<'d>> {
        Some(Value::Length(self.duration.length()))
    }
}

impl<'d, T: Form<'d>> Form<'d> for Set<'d, T> {
    const EMPTY_IS_NOTHING: bool = true;

    fn read(node: Node<'d>) -> Option<Self> {
        node.is_array().then(|| Self(node.elements().map(Said::of).collect()))
    }

    fn meaning(&self, doubts: &mut Doubts) -> Option<Value<'d>> {
        let mut meanings = each_meaning(&self.0, doubts);
        meanings.sort();
        meanings.dedup();
        Some(Value::Set(meanings))
    }
}

impl<'d, T: Form<'d>> Form<'d> for List<'d, T> {
    fn read(node: Node<'d>) -> Option<Self> {
        node.is_array().then(|| Self(node.elements().map(Said::of).collect()))
    }

    fn meaning(&self, doubts: &mut Doubts) -> Option<Value<'d>> {
        Some(Value::List(each_meaning(&self.0, doubts)))
    }
}

fn each_meaning<'d, T: Form<'d>>(elements: &[Said<'d, T>], doubts: &mut Doubts) -> Vec<Value<'d>> {
    elements.iter().filter_map(|element| element.meaning(doubts)).collect()
}

impl<'d> Form<'d> for Remark<'d> {
    fn read(node: Node<'d>) -> Option<Self> {
        Some(Self(node.as_str()))
    }

    fn meaning(&self, _: &mut Doubts) -> Option<Value<'d>> {
        None
    }
}

impl<'d, T: Form<'d>> Form<'d> for Unexplained<'d, T> {
    fn read(node: Node<'d>) -> Option<Self> {
        T::read(node).map(|value| Self { node, value })
    }

    fn meaning(&self, doubts: &mut Doubts) -> Option<Value<'d>> {
        Some(doubts.as_written(self.node))
    }
}

/// The members of an object that say something, as they come.
#[derive(Debug, Default)]
pub(super) struct Settings<'d>(Vec<Setting<'d>>);

impl<'d> Settings<'d> {
    /// Adds what a member means, unless that is what leaving it out means.
    pub(super) fn add<T: Form<'d>>(
        &mut self,
        name: &'static str,
        said: &Said<'d, T>,
        default: Option<Value<'static>>,
        doubts: &mut Doubts,
    ) {
        let Some(value) = said.meaning(doubts) else {
            return;
        };
        let is_default =
            default.as_ref() == Some(&value) || T::EMPTY_IS_NOTHING && value.is_empty();
        if !is_default {
            let has_default = default.is_some() || T::EMPTY_IS_NOTHING;
            self.0.push(Setting { name: Cow::Borrowed(name), value, has_default });
        }
    }

    pub(super) fn add_unlisted(&mut self, unlisted: &[Unlisted<'d>], doubts: &mut Doubts) {
        self.0.extend(unlisted.iter().map(|Unlisted { name, node }| Setting {
            name: name.clone(),
            value: doubts.as_written(*node),
            has_default: false,
        }));
    }

    /// In normal form: by name.
    pub(super) fn finish(mut self) -> Vec<Setting<'d>> {
        self.0.sort();
        self.0
    }
}

/// Declares an object of an action: its members, what each is called in the file, its form, and what
/// leaving it out means where that is documented and something of its own.
macro_rules! settings {
    (
        $(#[$meta:meta])*
        pub struct $name:ident<$lifetime:lifetime> $(($($option:tt)*))? {
            $($(#[$member:meta])* $field:ident: $form:ty = Key::$key:ident $(or $default:expr)?,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default)]
        pub struct $name<$lifetime> {
            $($(#[$member])* pub $field: crate::outcome::said::Said<$lifetime, $form>,)*
            /// Members that Okta's documents do not list here.
            pub unlisted: Vec<crate::outcome::said::Unlisted<$lifetime>>,
        }

        impl<$lifetime> crate::outcome::said::Form<$lifetime> for $name<$lifetime> {
            $($($option)*)?

            fn read(node: crate::json::Node<$lifetime>) -> Option<Self> {
                if !node.is_object() {
                    return None;
                }
                let mut this = Self::default();
                // Of a repeated key the last counts.
                for member in node.members() {
                    match member.name() {
                        $(crate::okta::Key::$key => this.$field = crate::outcome::said::Said::of(member.value),)*
                        _ if member.value.is_null() => {}
                        _ => this.unlisted.push(crate::outcome::said::Unlisted {
                            name: member.key.as_str().unwrap_or_default(),
                            node: member.value,
                        }),
                    }
                }
                Some(this)
            }

            fn meaning(
                &self,
                doubts: &mut crate::outcome::meaning::Doubts,
            ) -> Option<crate::outcome::meaning::Value<$lifetime>> {
                let mut settings = crate::outcome::said::Settings::default();
                $(
                    let default = None$(.or(Some(crate::outcome::meaning::Value::from($default))))?;
                    settings.add(crate::okta::Key::$key.name(), &self.$field, default, doubts);
                )*
                settings.add_unlisted(&self.unlisted, doubts);
                let mut settings = settings.finish();
                Self::drop_idle(&mut settings);
                Some(crate::outcome::meaning::Value::Settings(settings))
            }
        }
    };
}

pub(super) use settings;
