//! What of an export is looked at: all of it or, while somebody types, what is in one document.

use std::collections::HashSet;
use std::sync::OnceLock;

use crate::json::{Document, Node, NodeKey};
use crate::model::{
    Export, IdReference, Policy, PolicyRule, Resource, ResourceKind, references_in,
};
use crate::reach::Facts;

/// Where findings are wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scope<'d> {
    Everywhere,
    /// In one document, whatever the others hold: what is looked at has to be in it, or be about it.
    Within(&'d Document),
}

impl<'d> Scope<'d> {
    pub(crate) fn has_document(self, document: &Document) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Within(only) => std::ptr::eq(only, document),
        }
    }

    fn has(self, node: Node<'d>) -> bool {
        self.has_document(node.document())
    }
}

/// An export, and what of it is looked at.
pub(crate) struct Excerpt<'e, 'd> {
    /// All of it, to see what is looked at among the rest.
    pub(crate) export: &'e Export<'d>,
    scope: Scope<'d>,
    /// The policies that are looked at, themselves or a rule of theirs.
    policies: Vec<&'e Policy<'d>>,
    /// The rules without a policy that are looked at.
    orphans: Vec<&'e PolicyRule<'d>>,
    /// Both of these, to be found; none where all is looked at.
    keys: Option<HashSet<NodeKey>>,
    facts: OnceLock<Facts<'d>>,
}

impl<'e, 'd> Excerpt<'e, 'd> {
    pub(super) fn of(export: &'e Export<'d>, scope: Scope<'d>) -> Self {
        let has_rule = |rule: &&PolicyRule<'d>| scope.has(rule.node);
        let is_around = |policy: &&Policy<'d>| {
            scope.has(policy.node) || policy.rules.iter().any(|rule| has_rule(&rule))
        };
        let policies: Vec<_> = export.policies.iter().filter(is_around).collect();
        let orphans: Vec<_> = export.orphan_rules.iter().filter(has_rule).collect();
        let keys = match scope {
            Scope::Everywhere => None,
            Scope::Within(_) => {
                let rules = orphans.iter().map(|rule| rule.node.key());
                Some(policies.iter().map(|policy| policy.node.key()).chain(rules).collect())
            }
        };
        Self { export, scope, policies, orphans, keys, facts: OnceLock::new() }
    }

    /// Whether a place is looked at.
    pub(crate) fn has(&self, node: Node<'d>) -> bool {
        self.scope.has(node)
    }

    /// Whether a document is looked at.
    pub(super) fn has_document(&self, document: &Document) -> bool {
        self.scope.has_document(document)
    }

    /// Whether something of a policy, or a rule without one, is looked at.
    pub(super) fn has_something_of(&self, policy_or_orphan: Node<'d>) -> bool {
        self.keys.as_ref().is_none_or(|keys| keys.contains(&policy_or_orphan.key()))
    }

    /// The policies.
    pub(crate) fn policies(&self) -> impl Iterator<Item = &'e Policy<'d>> {
        self.policies.iter().copied().filter(|policy| self.has(policy.node))
    }

    /// The policies, and those of which a rule is looked at.
    pub(crate) fn policies_with_rules(&self) -> &[&'e Policy<'d>] {
        &self.policies
    }

    /// The rules without a policy.
    pub(crate) fn orphans(&self) -> &[&'e PolicyRule<'d>] {
        &self.orphans
    }

    /// The rules, those without their policy last.
    pub(crate) fn rules(&self) -> impl Iterator<Item = &'e PolicyRule<'d>> {
        self.rules_and_policies().map(|(rule, _)| rule)
    }

    /// The rules, each with its policy.
    pub(crate) fn rules_and_policies(
        &self,
    ) -> impl Iterator<Item = (&'e PolicyRule<'d>, Option<&'e Policy<'d>>)> {
        let of_policies = self.policies.iter().copied().flat_map(|policy| {
            let rules = policy.rules.iter().filter(|rule| self.has(rule.node));
            rules.map(move |rule| (rule, Some(policy)))
        });
        of_policies.chain(self.orphans.iter().map(|rule| (*rule, None)))
    }

    /// The rules of each policy from whatever lists they came, with the policy, where one of them is
    /// looked at: see [`Export::rules_by_policy`].
    pub(crate) fn rules_by_policy(
        &self,
    ) -> impl Iterator<Item = (Option<&'e Policy<'d>>, Vec<&'e PolicyRule<'d>>)> {
        let known =
            self.policies.iter().map(|policy| (Some(*policy), policy.rules.iter().collect()));
        let known = known.filter(|(_, rules): &(_, Vec<_>)| !rules.is_empty());
        let orphans = match self.orphans.is_empty() {
            true => Vec::new(),
            false => self.export.orphan_rules_by_policy(),
        };
        let has_any = |rules: &Vec<&PolicyRule<'d>>| rules.iter().any(|rule| self.has(rule.node));
        known.chain(orphans.into_iter().filter(has_any).map(|rules| (None, rules)))
    }

    /// The objects that policies refer to.
    pub(crate) fn resources(&self) -> impl Iterator<Item = &'e Resource<'d>> {
        self.export.resources.all.iter().filter(|resource| self.has(resource.node))
    }

    /// What the policies, rules and simulations refer to.
    pub(crate) fn references(&self) -> impl Iterator<Item = IdReference<'d>> {
        let requests = self.export.simulations.iter().copied();
        references_in(self.policies(), self.rules(), requests.filter(|request| self.has(*request)))
    }

    /// The references to objects of a kind that the export holds, each with the object.
    pub(crate) fn resolved(
        &self,
        kind: ResourceKind,
    ) -> impl Iterator<Item = (IdReference<'d>, Node<'d>)> {
        let of_kind = self.references().filter(move |reference| reference.kind == kind);
        of_kind.filter_map(|reference| {
            let object = self.export.resources.get(&reference.id)?.node;
            Some((reference, object))
        })
    }

    /// What the export tells of the org besides its policies.
    pub(crate) fn facts(&self) -> &Facts<'d> {
        self.facts.get_or_init(|| Facts::of(self.export))
    }
}
