//! What the rules of authentication policies ask of a user, as typed views (Policy API,
//! "Verification Method object"; OpenAPI description, `AuthenticationMethodChainMethod`).

use crate::authenticators::{Characteristic, FactorClass};
use crate::json::{Kept, Node};
use crate::okta::Key;

use super::object::Members;

/// The verification method of a rule, read once.
#[derive(Debug, Clone)]
pub(crate) struct VerificationMethod<'d> {
    /// The verification method.
    pub(crate) node: Node<'d>,
    kind: Kept,
    factor_mode: Kept,
    reauthenticate_in: Kept,
    inactivity_period: Kept,
    access: Kept,
    /// What stands in the place of the list of constraints.
    list: Kept,
    constraints: Box<[Constraint<'d>]>,
    chains: Box<[Box<[ChainStep<'d>]>]>,
}

impl<'d> VerificationMethod<'d> {
    pub(super) fn of(actions: &Members<'d>) -> Option<Self> {
        let action = actions.get(Key::APP_SIGN_ON)?;
        let [node, access] = action.read([Key::VERIFICATION_METHOD, Key::ACCESS]);
        let node = node.filter(|node| node.is_object())?;
        let [kind, factor_mode, reauthenticate_in, inactivity_period, list, chains] = node.read([
            Key::TYPE,
            Key::FACTOR_MODE,
            Key::REAUTHENTICATE_IN,
            Key::INACTIVITY_PERIOD,
            Key::CONSTRAINTS,
            Key::CHAINS,
        ]);
        let constraints = list.into_iter().flat_map(Node::elements).map(Constraint::of);
        let chains = chains.into_iter().flat_map(Node::elements).map(|chain| {
            // Where `next` holds several steps, it is wrong in itself.
            let next = |step: &ChainStep<'d>| step.next()?.elements().next().map(ChainStep::of);
            std::iter::successors(Some(ChainStep::of(chain)), next).collect()
        });
        Some(Self {
            node,
            kind: Kept::of(kind),
            factor_mode: Kept::of(factor_mode),
            reauthenticate_in: Kept::of(reauthenticate_in),
            inactivity_period: Kept::of(inactivity_period),
            access: Kept::of(access),
            list: Kept::of(list),
            constraints: constraints.collect(),
            chains: chains.collect(),
        })
    }

    pub(crate) fn kind(&self) -> Option<Node<'d>> {
        self.node.kept(self.kind)
    }

    pub(crate) fn factor_mode(&self) -> Option<Node<'d>> {
        self.node.kept(self.factor_mode)
    }

    pub(crate) fn reauthenticate_in(&self) -> Option<Node<'d>> {
        self.node.kept(self.reauthenticate_in)
    }

    pub(crate) fn inactivity_period(&self) -> Option<Node<'d>> {
        self.node.kept(self.inactivity_period)
    }

    fn access(&self) -> Option<Node<'d>> {
        self.node.kept(self.access)
    }

    fn list(&self) -> Option<Node<'d>> {
        self.node.kept(self.list)
    }

    /// Whether the rule surely lets in who passes.
    pub(crate) fn allows(&self) -> bool {
        self.access().is_some_and(|access| access.is_str("ALLOW"))
    }

    /// Whether nobody gets in.
    pub(super) fn denies(&self) -> bool {
        self.access().is_some_and(|access| access.is_str("DENY"))
    }

    /// Whether a number of factors is asked for. `ASSURANCE` is the only type in Okta's reference.
    pub(crate) fn is_assurance(&self) -> bool {
        self.kind().is_none_or(|kind| kind.is_str("ASSURANCE"))
    }

    /// Whether chains of methods are asked for.
    pub(crate) fn is_chain(&self) -> bool {
        self.kind().is_some_and(|kind| kind.is_str("AUTH_METHOD_CHAIN"))
    }

    /// The number of factors that `ASSURANCE` asks for.
    pub(crate) fn factors(&self) -> Option<usize> {
        let mode = self.factor_mode()?;
        match () {
            () if mode.is_str("1FA") => Some(1),
            () if mode.is_str("2FA") => Some(2),
            () => None,
        }
    }

    /// The constraints, whatever the type is: alternatives, of which one has to be met (Policy API,
    /// "Constraints").
    pub(crate) fn constraints(&self) -> &[Constraint<'d>] {
        &self.constraints
    }

    /// The constraints of `ASSURANCE`.
    pub(crate) fn alternatives(&self) -> &[Constraint<'d>] {
        if self.is_assurance() { &self.constraints } else { &[] }
    }

    /// The demands of all constraints.
    pub(crate) fn demands(&self) -> impl Iterator<Item = &Demand<'d>> {
        self.alternatives().iter().flat_map(|constraint| &constraint.demands)
    }

    /// Whether authenticators are constrained not at all: any will do.
    pub(crate) fn is_unconstrained(&self) -> bool {
        self.list().is_none_or(|list| list.is_array() && self.constraints.is_empty())
    }

    /// The chains of `AUTH_METHOD_CHAIN`, each as its steps: alternatives, of which one has to be
    /// completed.
    pub(crate) fn chains(&self) -> &[Box<[ChainStep<'d>]>] {
        if self.is_chain() { &self.chains } else { &[] }
    }

    /// The steps of all chains.
    pub(crate) fn steps(&self) -> impl Iterator<Item = &ChainStep<'d>> {
        self.chains().iter().flat_map(|chain| chain.iter())
    }
}

/// One constraint: all of its demands have to be met.
#[derive(Debug, Clone)]
pub(crate) struct Constraint<'d> {
    /// The constraint.
    pub(crate) node: Node<'d>,
    /// What is said of knowledge and of possession, in this order.
    pub(crate) demands: Box<[Demand<'d>]>,
    /// Whether it has no other members.
    pub(crate) is_known: bool,
}

impl<'d> Constraint<'d> {
    pub(crate) fn of(node: Node<'d>) -> Self {
        let classes = node.read(FactorClass::ALL.map(FactorClass::key));
        let demands = FactorClass::ALL.into_iter().zip(classes).filter_map(|(class, node)| {
            let node = node.filter(|node| node.is_object())?;
            Some(Demand::of(class, node))
        });
        let is_class = |name: Key| FactorClass::ALL.iter().any(|class| class.key() == name);
        Self {
            node,
            demands: demands.collect(),
            is_known: node.fields().all(|member| is_class(member.name())),
        }
    }

    /// The demands that need a factor of their class.
    pub(crate) fn required(&self) -> impl Iterator<Item = &Demand<'d>> {
        self.demands.iter().filter(|demand| demand.is_required())
    }

    /// What is said of factors of the class.
    pub(crate) fn of_class(&self, class: FactorClass) -> Option<&Demand<'d>> {
        self.demands.iter().find(|demand| demand.class == class)
    }
}

/// What a constraint demands of the factors of one class.
#[derive(Debug, Clone)]
pub(crate) struct Demand<'d> {
    /// The class.
    pub(crate) class: FactorClass,
    /// What is said of it.
    pub(crate) node: Node<'d>,
    members: Members<'d>,
}

impl<'d> Demand<'d> {
    fn of(class: FactorClass, node: Node<'d>) -> Self {
        Self { class, node, members: Members::of(Some(node)) }
    }

    /// A member.
    pub(crate) fn get(&self, name: Key) -> Option<Node<'d>> {
        self.members.get(name)
    }

    /// The names of all members.
    pub(crate) fn names(&self) -> impl Iterator<Item = Key> {
        self.members.iter().map(|(name, _)| name)
    }

    /// Whether a factor of the class is needed. In a request `required` may be left out, and Okta
    /// takes it to be false beside exclusions.
    pub(crate) fn is_required(&self) -> bool {
        let required = self.get(Key::REQUIRED).and_then(Node::said_bool);
        required.unwrap_or(self.list(Self::EXCLUDED).is_none())
    }

    /// The list of authenticators and methods that do not count.
    pub(crate) const EXCLUDED: Key = Key::EXCLUDED_AUTHENTICATION_METHODS;
    /// The list of the only authenticators and methods that count.
    pub(crate) const ALLOWED: Key = Key::AUTHENTICATION_METHODS;

    /// A list with something in it: an empty one constrains nothing.
    pub(crate) fn list(&self, name: Key) -> Option<Node<'d>> {
        self.get(name).filter(|list| list.has_elements())
    }

    /// The characteristic, where it is demanded.
    pub(crate) fn requires(&self, characteristic: Characteristic) -> Option<Node<'d>> {
        self.get(characteristic.key()).filter(|value| value.is_str("REQUIRED"))
    }
}

/// One step of a chain; methods are alternatives.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ChainStep<'d> {
    /// The step.
    pub(crate) node: Node<'d>,
    list: Kept,
    next: Kept,
    reauthenticate_in: Kept,
}

impl<'d> ChainStep<'d> {
    fn of(node: Node<'d>) -> Self {
        let names = [Key::AUTHENTICATION_METHODS, Key::NEXT, Key::REAUTHENTICATE_IN];
        let [list, next, reauthenticate_in] = node.read(names).map(Kept::of);
        Self { node, list, next, reauthenticate_in }
    }

    fn next(&self) -> Option<Node<'d>> {
        self.node.kept(self.next)
    }

    pub(crate) fn reauthenticate_in(&self) -> Option<Node<'d>> {
        self.node.kept(self.reauthenticate_in)
    }

    /// The list of methods, where it holds one.
    pub(crate) fn list(&self) -> Option<Node<'d>> {
        self.node.kept(self.list).filter(|list| list.has_elements())
    }

    /// The methods that complete the step.
    pub(crate) fn methods(&self) -> impl Iterator<Item = Node<'d>> + use<'d> {
        self.list().into_iter().flat_map(Node::elements)
    }
}
