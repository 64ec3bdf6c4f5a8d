//! Which of Okta's objects stands where, and what it is called.

use crate::diagnostic::Named;
use crate::export::Exports;
use crate::json::Node;
use crate::model::{ObjectKind, PolicyType, named};
use crate::okta::Key;
use crate::wording::printable;

/// An object of Okta's in a document.
#[derive(Clone, Copy)]
pub(super) struct Object<'d> {
    pub(super) node: Node<'d>,
    pub(super) kind: ObjectKind,
    pub(super) of: PolicyType,
}

impl<'d> Object<'d> {
    /// All policies, rules and what they refer to.
    pub(super) fn all(exports: &Exports<'d>) -> impl Iterator<Item = Self> {
        exports.all.iter().flat_map(|export| {
            let policies = export.policies.iter().chain(&export.policy_copies);
            let policies = policies.map(|policy| Self {
                node: policy.node,
                kind: ObjectKind::Policy,
                of: policy.kind,
            });
            let rules = export.rules().chain(&export.rule_copies).map(|rule| Self {
                node: rule.node,
                kind: ObjectKind::Rule,
                of: rule.kind,
            });
            let resources = export.resources.all.iter().map(|resource| Self {
                node: resource.node,
                kind: ObjectKind::Resource(resource.kind),
                of: PolicyType::Unknown,
            });
            policies.chain(rules).chain(resources)
        })
    }

    /// The innermost object around a value.
    pub(super) fn around(exports: &Exports<'d>, node: Node<'d>) -> Option<Self> {
        let around = Self::all(exports).filter(|object| object.node.contains(node));
        around.max_by_key(|object| object.node.span().start)
    }

    /// The objects that have an id.
    pub(super) fn with_id(exports: &Exports<'d>, id: &str) -> impl Iterator<Item = Self> {
        let has_id = |object: &Self| object.node.field(Key::ID).is_some_and(|own| own.is_str(id));
        Self::all(exports).filter(has_id)
    }

    pub(super) fn named(self) -> Named {
        named(self.node)
    }

    /// Such as `network zone "Office"`.
    pub(super) fn title(self) -> String {
        let what = match self.kind {
            ObjectKind::Policy | ObjectKind::Rule if self.of != PolicyType::Unknown => {
                format!("{} {}", self.of, self.kind.name())
            }
            kind => kind.name().to_owned(),
        };
        format!("{what} {}", self.named())
    }

    /// What it is called alone.
    pub(super) fn name(self) -> String {
        let Named { name, id } = self.named();
        name.or(id).map_or_else(|| self.kind.name().to_owned(), |name| printable(&name))
    }

    /// Where its name stands, or else all of it.
    pub(super) fn label(self) -> Node<'d> {
        let names = [Key::NAME, Key::LABEL, Key::ID];
        names.into_iter().find_map(|name| self.node.field(name)).unwrap_or(self.node)
    }
}
