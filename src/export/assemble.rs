//! Joins what was recognised: rules to their policies, documents to exports.

use std::borrow::Cow;
use std::collections::HashMap;

use rayon::prelude::*;

use crate::json::{Document, Node};
use crate::notice::Notice;

use super::engine::Engine;
use super::model::{Export, Helper, Policy, PolicyRule, directory};
use super::place::{Owner, Place, Topic};
use super::recognise::{Found, ObjectKind, Recognised};
use super::split::{Split, Unit, same_text, split};

/// All that was recognised in a set of documents.
#[derive(Debug)]
pub struct Exports<'d> {
    /// The exports. Several where documents contradict each other: see [`assemble`].
    pub all: Vec<Export<'d>>,
    /// Indices into the documents that hold nothing of Okta's.
    pub unrelated: Vec<usize>,
    /// What was not joined or not compared.
    pub notices: Vec<Notice>,
}

/// Recognises and links what `documents` hold.
///
/// Documents form one export unless they contradict each other: the same id with different
/// content, different orgs in their links, or two defaults of one type. Then each directory is an
/// export of its own; where documents of one directory contradict each other, each of these is.
/// What lies below one of `roots`, paths of directories, is an export apart in any case. `engine`
/// is the engine that all exports come from, where that is known; else each tells it by itself.
pub fn assemble<'d>(
    documents: &'d [Document],
    roots: &[String],
    engine: Option<Engine>,
) -> Exports<'d> {
    let units: Vec<(usize, Vec<Unit<'_>>)> =
        documents.par_iter().enumerate().map(|(n, document)| (n, units(document))).collect();
    let is_unrelated = |(n, units): &&(usize, Vec<Unit<'_>>)| {
        let is_empty = |unit: &Unit<'_>| unit.recognised.is_empty();
        // What is not even JSON may still be meant for Okta.
        documents[*n].syntax_errors().is_empty() && units.iter().all(is_empty)
    };
    let unrelated = units.iter().filter(is_unrelated).map(|(n, _)| *n).collect();
    let related = units.into_iter().flat_map(|(_, units)| units).collect();
    let Split { exports, notices } = split(related, roots);
    let exports = exports.into_par_iter().map(|units| join(units, engine));
    Exports { all: exports.collect(), unrelated, notices }
}

fn units(document: &Document) -> Vec<Unit<'_>> {
    let (directories, file) = match document.name().rsplit_once('/') {
        Some((directories, file)) => (directories.split('/').collect(), file),
        None => (Vec::new(), document.name()),
    };
    let unit = |root| {
        let mut recognised = Recognised::default();
        recognised.search(root);
        Unit { document, directories: Vec::clone(&directories), file, recognised }
    };
    document.roots().map(unit).collect()
}

fn join(units: Vec<Unit<'_>>, engine: Option<Engine>) -> Export<'_> {
    let mut export = Export::default();
    let mut policies = Policies::default();
    for found in units.iter().flat_map(|unit| &unit.recognised.found) {
        match found.kind {
            ObjectKind::Policy => policies.add(&mut export, found),
            ObjectKind::SimulateRequest => export.simulations.push(found.node),
            ObjectKind::Helper(kind) => {
                export.helpers.add(Helper { kind, node: found.node, list: found.place.list });
            }
            ObjectKind::SimulateResponse => export.simulation_results.push(found.node),
            ObjectKind::Rule => {}
        }
    }
    let mut known: HashMap<_, Node<'_>> = HashMap::new();
    for unit in &units {
        for Found { node, kind, place } in &unit.recognised.found {
            if *kind != ObjectKind::Rule {
                continue;
            }
            let rule = PolicyRule::of(*node, place.list);
            let policy = policies.of_rule(&rule, place, unit, &export);
            // The same rule may stand embedded in its policy and in a list of its own.
            if let Some(id) = rule.id() {
                let first = *known.entry((policy, id)).or_insert(rule.node);
                if first != rule.node {
                    if !same_text(first, rule.node) {
                        export.rule_copies.push(rule);
                    }
                    continue;
                }
            }
            match policy {
                Some(policy) => {
                    let policy = &mut export.policies[policy];
                    policy.has_all_rules |= place.list.is_some();
                    policy.rules.push(rule.of_policy(policy.kind));
                }
                None => export.loose_rules.push(rule),
            }
        }
        for place in &unit.recognised.empty_lists {
            if let Some((policy, Topic::Rules)) = policies.of_empty_list(place, unit) {
                export.policies[policy].has_all_rules = true;
            }
        }
    }
    export.engine = engine.or_else(|| Engine::of(&export));
    // Only Classic Engine embeds rules, up to a number.
    if export.engine != Some(Engine::Identity) {
        for policy in &mut export.policies {
            policy.has_all_rules &= !policy.may_be_cut();
        }
    }
    export
}

/// Ways to find a policy's index in the export.
#[derive(Default)]
struct Policies<'d> {
    by_id: HashMap<Cow<'d, str>, usize>,
    by_node: HashMap<(*const Document, u32), usize>,
    /// The policies of one document, for bundles that hold a policy and its rules side by side.
    by_document: HashMap<*const Document, Vec<(Node<'d>, usize)>>,
    /// The policies in one directory, for rule files beside the only one.
    by_directory: HashMap<&'d str, Vec<usize>>,
    /// The policies in files called `policy.json`, whose directories are about them.
    by_folder: HashMap<&'d str, Vec<usize>>,
}

impl<'d> Policies<'d> {
    fn add(&mut self, export: &mut Export<'d>, found: &Found<'d>) {
        let node = found.node;
        let policy = Policy::of(node, found.place.list);
        let next = export.policies.len();
        let index = policy.id().map_or(next, |id| *self.by_id.entry(id).or_insert(next));
        let document = node.document();
        self.by_node.insert((document, node.index()), index);
        self.by_document.entry(document).or_default().push((node, index));
        let beside = self.by_directory.entry(directory(document)).or_default();
        if !beside.contains(&index) {
            beside.push(index);
        }
        if document.name().to_ascii_lowercase().ends_with("/policy.json") {
            self.by_folder.entry(directory(document)).or_default().push(index);
        }
        if index == next {
            export.policies.push(policy);
        } else if !same_text(export.policies[index].node, node) {
            export.policy_copies.push(policy);
        }
    }

    /// The policy of a rule: the one that holds it, else the one that its link names, else the
    /// one that its place names, else the one beside it, if that is of its type.
    fn of_rule(
        &self,
        rule: &PolicyRule<'d>,
        place: &Place<'d>,
        unit: &Unit<'d>,
        export: &Export<'d>,
    ) -> Option<usize> {
        if let Some(policy) = place.policy {
            return self.holding(policy);
        }
        if let Some(id) = rule.policy_id().or_else(|| place.named_policy()) {
            return self.by_id.get(id.as_str()).copied();
        }
        // The body of a request says nothing of its policy.
        if rule.id().is_none() && place.list.is_none() && place.owner.is_none() {
            return None;
        }
        self.of_place(place, unit).or_else(|| {
            let beside = self.beside(rule.node, place);
            beside.filter(|policy| export.policies[*policy].kind == rule.kind)
        })
    }

    /// The policy of a list without elements, and what the list is of.
    fn of_empty_list(&self, place: &Place<'d>, unit: &Unit<'d>) -> Option<(usize, Topic)> {
        let path = || {
            let mut path = std::iter::once(&unit.file).chain(unit.directories.iter().rev());
            path.find_map(|part| Topic::of(part))
        };
        Some((self.of_place(place, unit)?, place.topic.or_else(path)?))
    }

    /// The policy that holds the place, or that keys and names around it say.
    fn of_place(&self, place: &Place<'d>, unit: &Unit<'d>) -> Option<usize> {
        if let Some(policy) = place.policy {
            return self.holding(policy);
        }
        if let Some(id) = place.named_policy() {
            return self.by_id.get(id.as_str()).copied();
        }
        let beside = match place.owner {
            Some(Owner::Beside(policy)) => self.holding(policy),
            _ => None,
        };
        beside
            .or_else(|| self.by_key(place))
            .or_else(|| self.by_path(unit))
            .or_else(|| self.by_folder(unit))
    }

    /// `<any name>/policy.json`, with the rules beside it or in a folder there.
    fn by_folder(&self, unit: &Unit<'d>) -> Option<usize> {
        let folder = directory(unit.document);
        let (around, name) = folder.rsplit_once('/').unwrap_or((folder, folder));
        let around = Some(around).filter(|_| Topic::of(name) == Some(Topic::Rules));
        let mut policies = [Some(folder), around].into_iter().flatten();
        policies.find_map(|folder| only(self.by_folder.get(folder)?.iter().copied()))
    }

    fn holding(&self, policy: Node<'d>) -> Option<usize> {
        self.by_node.get(&(policy.document() as *const _, policy.index())).copied()
    }

    /// A bundle that maps policy ids to rules.
    fn by_key(&self, place: &Place<'d>) -> Option<usize> {
        let key = place.key?.as_str()?;
        self.by_id.get(&key).copied()
    }

    /// `<policyId>/rules.json`, `<policyId>.rules.json`, `rules/<policyId>.json` and the like.
    fn by_path(&self, unit: &Unit<'d>) -> Option<usize> {
        let mut parts = std::iter::once(&unit.file).chain(unit.directories.iter().rev());
        parts.find_map(|part| {
            let mut words = part.split(|char: char| !char.is_ascii_alphanumeric());
            words.find_map(|word| self.by_id.get(word).copied())
        })
    }

    /// The only policy of the same bundle object, document or directory.
    fn beside(&self, node: Node<'d>, place: &Place<'d>) -> Option<usize> {
        let in_document = self.by_document.get(&(node.document() as *const _));
        if let Some(policies) = in_document {
            let inside = |policy: &&(Node<'d>, usize)| match place.container {
                Some(container) => {
                    let (around, policy) = (container.span(), policy.0.span());
                    around.start <= policy.start && policy.end <= around.end
                }
                None => true,
            };
            return only(policies.iter().filter(inside).map(|(_, index)| *index));
        }
        let beside = self.by_directory.get(directory(node.document()));
        only(beside.into_iter().flatten().copied())
    }
}

fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next();
    if items.next().is_some() { None } else { first }
}
