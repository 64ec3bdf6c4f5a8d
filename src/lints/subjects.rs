//! What a place belongs to, for those who read a finding.

use std::borrow::Cow;

use foldhash::HashMap;

use crate::diagnostic::{Named, Subject};
use crate::json::{Document, Node};
use crate::model::{Export, Policy, PolicyRule, Resource, ResourceKind, named};
use crate::okta::Key;

/// Finds the policy and rule that a place belongs to, once for each finding that is reported: lints
/// look at whole exports and documents, too, so that only the place itself tells.
pub(super) struct Subjects<'e, 'd> {
    /// The objects, in document order, by where their document is kept: names may repeat.
    by_document: HashMap<usize, Vec<(Node<'d>, Whose<'e, 'd>)>>,
}

#[derive(Clone, Copy)]
enum Whose<'e, 'd> {
    Policy(&'e Policy<'d>),
    Rule(Option<&'e Policy<'d>>, &'e PolicyRule<'d>),
    Resource(ResourceKind),
}

impl<'e, 'd> Subjects<'e, 'd> {
    /// Of places in these documents.
    pub(super) fn of(
        exports: &'e [Export<'d>],
        documents: impl Iterator<Item = &'d Document>,
    ) -> Self {
        let documents = documents.map(|document| (place(document), Vec::new()));
        let mut subjects = Self { by_document: documents.collect() };
        for policy in exports.iter().flat_map(|export| &export.policies) {
            subjects.add(policy.node, Whose::Policy(policy));
            for rule in &policy.rules {
                subjects.add(rule.node, Whose::Rule(Some(policy), rule));
            }
        }
        for copy in exports.iter().flat_map(|export| &export.policy_copies) {
            subjects.add(copy.node, Whose::Policy(copy));
        }
        let orphans =
            exports.iter().flat_map(|export| export.orphan_rules.iter().chain(&export.rule_copies));
        for rule in orphans {
            subjects.add(rule.node, Whose::Rule(None, rule));
        }
        // The other kinds are not checked.
        let kinds = [ResourceKind::NetworkZone, ResourceKind::DeviceAssurance];
        let resources = exports
            .iter()
            .flat_map(|export| export.resources.all.iter().chain(&export.resources.copies));
        for Resource { kind, node, .. } in
            resources.filter(|resource| kinds.contains(&resource.kind))
        {
            subjects.add(*node, Whose::Resource(*kind));
        }
        for objects in subjects.by_document.values_mut() {
            objects.sort_by_key(|(object, _)| object.index());
        }
        subjects
    }

    fn add(&mut self, node: Node<'d>, whose: Whose<'e, 'd>) {
        if let Some(objects) = self.by_document.get_mut(&place(node.document())) {
            objects.push((node, whose));
        }
    }

    /// The innermost object around a place.
    pub(super) fn find(&self, node: Node<'d>) -> Option<Owner<'e, 'd>> {
        let objects = self.by_document.get(&place(node.document()))?;
        let before = objects.partition_point(|(object, _)| object.index() <= node.index());
        // It is the last that starts before; policies embed rules, no deeper.
        let mut around = objects[..before].iter().rev();
        let (object, whose) = around.find(|(object, _)| object.contains(node))?;
        Some(Owner { object: *object, whose: *whose })
    }
}

/// Where a document is kept.
fn place(document: &Document) -> usize {
    std::ptr::from_ref(document).addr()
}

/// The object that a place belongs to.
#[derive(Clone, Copy)]
pub(super) struct Owner<'e, 'd> {
    /// Its JSON.
    pub(super) object: Node<'d>,
    whose: Whose<'e, 'd>,
}

impl Owner<'_, '_> {
    /// What to call it.
    pub(super) fn subject(&self) -> Subject {
        match self.whose {
            Whose::Policy(policy) => {
                Subject { policy: Some(named(policy.node)), ..Subject::default() }
            }
            Whose::Resource(kind) => {
                Subject { resource: Some((kind.name(), named(self.object))), ..Subject::default() }
            }
            Whose::Rule(policy, rule) => Subject {
                policy: match policy {
                    Some(policy) => Some(named(policy.node)),
                    None => rule.policy_id().map(|id| Named::clipped(None, Some(&id))),
                },
                rule: Some(named(rule.node)),
                resource: None,
            },
        }
    }

    /// What tells it from others, wherever it stands: its kind, and its id. What has no id yet is known
    /// by its type and name, a rule within its policy.
    pub(super) fn identity(&self) -> Vec<Cow<'_, str>> {
        let own = id_or_name(self.object);
        let kind = match self.whose {
            Whose::Policy(_) => "policy",
            Whose::Rule(..) => "rule",
            Whose::Resource(kind) => kind.name(),
        };
        let mut identity = vec![Cow::Borrowed(kind)];
        if let Whose::Rule(policy, rule) = self.whose
            && self.object.field(Key::ID).is_none()
        {
            match policy {
                Some(policy) => identity.extend(id_or_name(policy.node)),
                None => identity.extend(rule.policy_id()),
            }
        }
        identity.extend(own);
        identity
    }
}

fn id_or_name(object: Node<'_>) -> Vec<Cow<'_, str>> {
    let text = |key| object.field(key).and_then(Node::as_str);
    match text(Key::ID) {
        Some(id) => vec![id],
        None => [Key::TYPE, Key::NAME].into_iter().filter_map(text).collect(),
    }
}
