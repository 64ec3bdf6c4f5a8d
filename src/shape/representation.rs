//! Our tree as the `jsonschema` crate sees it, without a copy.
//!
//! Members that are `null` are hidden: Okta returns `null` for what is not set, so it must mean
//! the same as a member that is not there.

use std::borrow::Cow;
use std::iter;

use jsonschema::json::{Array, Json, JsonNumber, Node as SchemaNode, NodeIdentity, Object};
use jsonschema::types::JsonType;
use serde_json::Value;

use crate::json::{self, Node, ValueKind};

/// The representation's name for the type system.
pub(super) enum Exported {}

/// A value to validate.
#[derive(Clone, Copy)]
pub(super) enum Instance<'d> {
    Node(Node<'d>),
    /// A member's name, which `propertyNames` validates like a value.
    Name(&'d str),
}

impl Json for Exported {
    type Node<'d> = Instance<'d>;
    type PreparedKey = String;
    type StringBuffer = String;

    /// A lookup walks the members: one pass over them is never dearer.
    const KEYS_PER_LOOKUP: usize = 64;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>(
        buffer: &mut String,
        string: &str,
        f: impl FnOnce(Instance<'_>) -> T,
    ) -> T {
        string.clone_into(buffer);
        f(Instance::Name(buffer))
    }
}

impl<'d> Instance<'d> {
    fn node(self, kind: ValueKind) -> Option<Node<'d>> {
        match self {
            Self::Node(node) if node.kind() == kind => Some(node),
            _ => None,
        }
    }
}

impl<'d> SchemaNode<'d, Exported> for Instance<'d> {
    type Object = Members<'d>;
    type Array = Elements<'d>;
    type Number = Number<'d>;

    fn as_object(&self) -> Option<Members<'d>> {
        self.node(ValueKind::Object).map(Members)
    }

    fn as_array(&self) -> Option<Elements<'d>> {
        self.node(ValueKind::Array).map(Elements)
    }

    fn as_string(&self) -> Option<Cow<'d, str>> {
        match self {
            Self::Node(node) => node.as_str(),
            Self::Name(name) => Some(Cow::Borrowed(name)),
        }
    }

    fn as_number(&self) -> Option<Number<'d>> {
        self.node(ValueKind::Number)?.as_number().map(Number)
    }

    fn as_boolean(&self) -> Option<bool> {
        self.node(ValueKind::Boolean)?.as_bool()
    }

    fn is_null(&self) -> bool {
        matches!(self, Self::Node(node) if node.is_null())
    }

    fn json_type(&self) -> JsonType {
        match self {
            Self::Name(_) => JsonType::String,
            Self::Node(node) => match node.kind() {
                ValueKind::Null => JsonType::Null,
                ValueKind::Boolean => JsonType::Boolean,
                ValueKind::Number => JsonType::Number,
                ValueKind::String => JsonType::String,
                ValueKind::Array => JsonType::Array,
                ValueKind::Object => JsonType::Object,
            },
        }
    }

    /// Strings make up nearly all of the sets in our schemas: they compare without a copy.
    fn equals_value(&self, expected: &Value) -> bool {
        match (self, expected) {
            (Self::Node(node), Value::String(expected)) => node.is_str(expected),
            (Self::Name(name), Value::String(expected)) => name == expected,
            _ => *self.to_value() == *expected,
        }
    }

    fn to_value(&self) -> Cow<'d, Value> {
        Cow::Owned(match self {
            Self::Name(name) => Value::from(*name),
            Self::Node(node) => serde_json::from_str(node.text()).unwrap_or(Value::Null),
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        Some(match self {
            Self::Node(node) => {
                let document = std::ptr::from_ref(node.document());
                NodeIdentity::tagged(document.addr(), node.index())
            }
            Self::Name(name) => NodeIdentity::new(name.as_ptr().addr()),
        })
    }
}

pub(super) struct Members<'d>(Node<'d>);

impl<'d> Object<'d, Exported> for Members<'d> {
    type Node = Instance<'d>;
    type MemberName = Cow<'d, str>;
    type MembersIter = PresentMembers<'d>;

    fn len(&self) -> usize {
        self.0.fields().count()
    }

    fn get(&self, key: &String) -> Option<Instance<'d>> {
        self.0.field_named(key).map(Instance::Node)
    }

    fn members(&self) -> PresentMembers<'d> {
        PresentMembers(self.0.fields())
    }
}

/// The members that count, by their names.
pub(super) struct PresentMembers<'d>(json::Fields<'d>);

impl<'d> Iterator for PresentMembers<'d> {
    type Item = (Cow<'d, str>, Instance<'d>);

    fn next(&mut self) -> Option<Self::Item> {
        let present = self.0.next()?;
        let name = present.key.as_str().unwrap_or_default();
        Some((name, Instance::Node(present.value)))
    }
}

pub(super) struct Elements<'d>(Node<'d>);

impl<'d> Array<'d, Exported> for Elements<'d> {
    type Node = Instance<'d>;
    type ElementsIter = iter::Map<json::Elements<'d>, fn(Node<'d>) -> Instance<'d>>;

    fn len(&self) -> usize {
        self.0.elements().count()
    }

    fn elements(&self) -> Self::ElementsIter {
        self.0.elements().map(Instance::Node)
    }
}

/// A number as it is written.
pub(super) struct Number<'d>(&'d str);

impl JsonNumber for Number<'_> {
    fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    fn as_f64(&self) -> Option<f64> {
        self.0.parse().ok()
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0)
    }

    fn to_number(&self) -> Cow<'_, serde_json::Number> {
        // Beyond what a float holds only the sign matters to a bound.
        let huge =
            || serde_json::Number::from(if self.0.starts_with('-') { i64::MIN } else { i64::MAX });
        Cow::Owned(self.0.parse().unwrap_or_else(|_| huge()))
    }
}
