//! What the rules of authentication policies ask of a user, as typed views (Policy API,
//! "Verification Method object"; OpenAPI description, `AuthenticationMethodChainMethod`).

use crate::authenticators::{Characteristic, FactorClass};
use crate::json::Node;
use crate::okta::Key;

use super::model::PolicyRule;

/// The verification method of a rule.
#[derive(Debug, Clone, Copy)]
pub(crate) struct VerificationMethod<'d> {
    /// The verification method.
    pub(crate) node: Node<'d>,
    /// What it stands in, beside `access`.
    pub(crate) action: Node<'d>,
}

impl<'d> VerificationMethod<'d> {
    /// The verification method of `rule`.
    pub(crate) fn of(rule: &PolicyRule<'d>) -> Option<Self> {
        let action = rule.action(Key::APP_SIGN_ON)?;
        let node = action.field(Key::VERIFICATION_METHOD).filter(|node| node.is_object())?;
        Some(Self { node, action })
    }

    /// As [`of`](Self::of), unless the rule denies access: servers return a verification method
    /// then, too, but nobody is asked for it.
    pub(crate) fn in_effect(rule: &PolicyRule<'d>) -> Option<Self> {
        Self::of(rule).filter(|method| !is(method.action, Key::ACCESS, "DENY"))
    }

    /// Whether the rule surely lets in who passes.
    pub(crate) fn allows(&self) -> bool {
        is(self.action, Key::ACCESS, "ALLOW")
    }

    /// Whether a number of factors is asked for. `ASSURANCE` is the only type in Okta's reference.
    pub(crate) fn is_assurance(&self) -> bool {
        self.node.field(Key::TYPE).is_none_or(|kind| kind.is_str("ASSURANCE"))
    }

    /// Whether chains of methods are asked for.
    pub(crate) fn is_chain(&self) -> bool {
        is(self.node, Key::TYPE, "AUTH_METHOD_CHAIN")
    }

    /// The number of factors that `ASSURANCE` asks for.
    pub(crate) fn factors(&self) -> Option<usize> {
        match self.node.field(Key::FACTOR_MODE)?.as_str()?.as_ref() {
            "1FA" => Some(1),
            "2FA" => Some(2),
            _ => None,
        }
    }

    /// The constraints of `ASSURANCE`: alternatives, of which one has to be met.
    pub(crate) fn alternatives(&self) -> impl Iterator<Item = Node<'d>> + use<'d> {
        let constraints = self.node.field(Key::CONSTRAINTS).filter(|_| self.is_assurance());
        constraints.into_iter().flat_map(Node::elements)
    }

    /// The demands of all constraints.
    pub(crate) fn demands(&self) -> impl Iterator<Item = Demand<'d>> + use<'d> {
        self.alternatives().flat_map(Demand::of)
    }

    /// Whether authenticators are constrained not at all: any will do.
    pub(crate) fn is_unconstrained(&self) -> bool {
        let constraints = self.node.field(Key::CONSTRAINTS);
        constraints.is_none_or(|list| list.is_array() && !list.has_elements())
    }

    /// The chains of `AUTH_METHOD_CHAIN`, each as its steps: alternatives, of which one has to be
    /// completed.
    pub(crate) fn chains(&self) -> impl Iterator<Item = Vec<ChainStep<'d>>> + use<'d> {
        let chains = self.node.field(Key::CHAINS).filter(|_| self.is_chain());
        chains.into_iter().flat_map(Node::elements).map(|chain| {
            // Where `next` holds several steps, it is wrong in itself.
            let next = |step: &Node<'d>| step.field(Key::NEXT)?.elements().next();
            std::iter::successors(Some(chain), next).map(|node| ChainStep { node }).collect()
        })
    }
}

/// What a constraint demands of the factors of one class.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Demand<'d> {
    /// The class.
    pub(crate) class: FactorClass,
    /// What is said of it.
    pub(crate) node: Node<'d>,
}

impl<'d> Demand<'d> {
    /// The demands of a constraint, all of which have to be met.
    pub(crate) fn of(constraint: Node<'d>) -> impl Iterator<Item = Self> {
        FactorClass::ALL.into_iter().filter_map(move |class| {
            let node = constraint.field(class.key()).filter(|node| node.is_object())?;
            Some(Self { class, node })
        })
    }

    /// Whether a factor of the class is needed. In a request `required` may be left out, and Okta
    /// takes it to be false beside exclusions.
    pub(crate) fn is_required(&self) -> bool {
        let required = self.node.field(Key::REQUIRED).and_then(Node::said_bool);
        required.unwrap_or(self.list(Self::EXCLUDED).is_none())
    }

    /// The list of authenticators and methods that do not count.
    pub(crate) const EXCLUDED: Key = Key::EXCLUDED_AUTHENTICATION_METHODS;
    /// The list of the only authenticators and methods that count.
    pub(crate) const ALLOWED: Key = Key::AUTHENTICATION_METHODS;

    /// A list with something in it: an empty one constrains nothing.
    pub(crate) fn list(&self, name: Key) -> Option<Node<'d>> {
        self.node.field(name).filter(|list| list.has_elements())
    }

    /// The characteristic, where it is demanded.
    pub(crate) fn requires(&self, characteristic: Characteristic) -> Option<Node<'d>> {
        self.node.field(characteristic.key()).filter(|value| value.is_str("REQUIRED"))
    }
}

/// One step of a chain; methods are alternatives.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ChainStep<'d> {
    /// The step.
    pub(crate) node: Node<'d>,
}

impl<'d> ChainStep<'d> {
    /// The list of methods, where it holds one.
    pub(crate) fn list(&self) -> Option<Node<'d>> {
        self.node.field(Key::AUTHENTICATION_METHODS).filter(|list| list.has_elements())
    }

    /// The methods that complete the step.
    pub(crate) fn methods(&self) -> impl Iterator<Item = Node<'d>> + use<'d> {
        self.list().into_iter().flat_map(Node::elements)
    }
}

/// Whether the member `key` of `node` is the string `value`.
fn is(node: Node<'_>, key: Key, value: &str) -> bool {
    node.field(key).is_some_and(|member| member.is_str(value))
}
