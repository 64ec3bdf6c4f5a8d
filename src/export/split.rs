//! Which documents belong to one export: what contradicts itself is not one org at one moment.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::json::{Document, Node, ValueKind};

use super::recognise::{Found, ObjectKind, Recognised, self_link};

/// The outermost value of a document with what was found in it: the smallest part of an export.
#[derive(Debug)]
pub(super) struct Unit<'d> {
    pub(super) document: &'d Document,
    /// The document's path, split at its separators, without the file name.
    pub(super) directories: Vec<&'d str>,
    pub(super) file: &'d str,
    pub(super) recognised: Recognised<'d>,
}

/// Units in exports.
#[derive(Debug, Default)]
pub(super) struct Split<'d> {
    pub(super) exports: Vec<Vec<Unit<'d>>>,
    /// A document that contradicts another of its directory.
    pub(super) contradicting: Option<&'d Document>,
}

/// Splits `units` at the `roots`, and further until none contradicts another: by directory where
/// directories tell them apart, else by file, at last line by line.
///
/// Two units contradict each other when they show the same id with different content, name
/// different orgs in their links, or both hold a default that an org has only once.
pub(super) fn split<'d>(units: Vec<Unit<'d>>, roots: &[String]) -> Split<'d> {
    let mut split = Split::default();
    by_root(units, roots).into_iter().for_each(|units| split.add(units));
    split
}

impl<'d> Split<'d> {
    fn add(&mut self, units: Vec<Unit<'d>>) {
        if units.len() < 2 || !contradict(&units) {
            self.exports.push(units);
            return;
        }
        let mut parts = by_directory(units);
        if parts.len() == 1 {
            parts = by_file(parts);
            let first = parts.first().and_then(|units| units.first());
            self.contradicting = self.contradicting.or(first.map(|unit| unit.document));
        }
        if parts.len() == 1 {
            self.exports.extend(parts.into_iter().flatten().map(|unit| vec![unit]));
        } else {
            parts.into_iter().for_each(|units| self.add(units));
        }
    }
}

/// Groups what lies below each of the `roots`, and the rest.
fn by_root<'d>(units: Vec<Unit<'d>>, roots: &[String]) -> Vec<Vec<Unit<'d>>> {
    let parts = |root: &String| -> Vec<String> {
        let parts = root.split(['/', '\\']).filter(|part| !matches!(*part, "" | "."));
        parts.map(str::to_owned).collect()
    };
    let roots: Vec<Vec<String>> = roots.iter().map(parts).collect();
    group(units, |unit| {
        let directories: Vec<&str> =
            unit.directories.iter().copied().filter(|part| !part.is_empty()).collect();
        let is_below = |root: &Vec<String>| {
            directories.len() >= root.len() && root.iter().zip(&directories).all(|(r, d)| r == d)
        };
        // The innermost root counts.
        let around = roots.iter().enumerate().filter(|(_, root)| is_below(root));
        around.max_by_key(|(_, root)| root.len()).map(|(n, _)| n)
    })
}

fn by_directory(units: Vec<Unit<'_>>) -> Vec<Vec<Unit<'_>>> {
    let shared = units.iter().fold(units[0].directories.clone(), |shared, unit| {
        let common = shared.iter().zip(&unit.directories).take_while(|(one, other)| one == other);
        common.map(|(directory, _)| *directory).collect()
    });
    group(units, |unit| unit.directories.get(shared.len()).copied())
}

fn by_file(parts: Vec<Vec<Unit<'_>>>) -> Vec<Vec<Unit<'_>>> {
    group(parts.into_iter().flatten().collect(), |unit| unit.file)
}

/// Groups in the order of first appearance.
fn group<'d, K: Eq + Hash>(
    units: Vec<Unit<'d>>,
    key: impl Fn(&Unit<'d>) -> K,
) -> Vec<Vec<Unit<'d>>> {
    let mut places: HashMap<K, usize> = HashMap::new();
    let mut groups: Vec<Vec<Unit<'d>>> = Vec::new();
    for unit in units {
        let place = *places.entry(key(&unit)).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Vec::new());
        }
        groups[place].push(unit);
    }
    groups
}

fn contradict(units: &[Unit<'_>]) -> bool {
    let objects = || {
        let numbered = units.iter().enumerate();
        numbered.flat_map(|(n, unit)| unit.recognised.found.iter().map(move |found| (n, found)))
    };
    same_id_differs(objects()) || two_orgs(objects()) || two_defaults(objects())
}

fn same_id_differs<'d: 'u, 'u>(objects: impl Iterator<Item = (usize, &'u Found<'d>)>) -> bool {
    let mut by_id: HashMap<_, Vec<(usize, Node<'d>)>> = HashMap::new();
    for (unit, found) in objects {
        if let Some(id) = found.node.field("id").and_then(Node::as_str) {
            by_id.entry(id).or_default().push((unit, found.node));
        }
    }
    by_id.values().filter(|same| same.len() > 1).any(|same| {
        let (first_unit, first) = same[0];
        let first = Fingerprint::of(first);
        let others = same[1..].iter().filter(|(unit, _)| *unit != first_unit);
        others.into_iter().any(|(_, node)| first.contradicts(&Fingerprint::of(*node)))
    })
}

/// Whether two objects with the same id differ in what they say.
pub(super) fn contradicts(one: Node<'_>, other: Node<'_>) -> bool {
    Fingerprint::of(one).contradicts(&Fingerprint::of(other))
}

/// The org's address, as its objects' links give it.
fn two_orgs<'d: 'u, 'u>(objects: impl Iterator<Item = (usize, &'u Found<'d>)>) -> bool {
    let mut first: Option<String> = None;
    // Linked objects of one file share their org: one of each file is enough.
    let mut seen_unit = None;
    for (unit, found) in objects {
        if seen_unit == Some(unit) {
            continue;
        }
        let Some(org) = org(found.node) else { continue };
        seen_unit = Some(unit);
        if *first.get_or_insert_with(|| org.clone()) != org {
            return true;
        }
    }
    false
}

fn org(node: Node<'_>) -> Option<String> {
    let link = self_link(node)?;
    let (_, after_scheme) = link.split_once("://")?;
    let host = after_scheme.split('/').next()?.to_ascii_lowercase();
    // The Admin Console has an address of its own for the same org.
    Some(host.replacen("-admin.", ".", 1))
}

/// Whether there are two system policies of one type. An org has one, but for passwords, where
/// Active Directory has its own (semantics: "Defaults and system objects").
fn two_defaults<'d: 'u, 'u>(objects: impl Iterator<Item = (usize, &'u Found<'d>)>) -> bool {
    let mut defaults: HashMap<_, (usize, _)> = HashMap::new();
    for (unit, Found { node, kind, .. }) in objects {
        let is_system = node.field("system").and_then(Node::as_bool) == Some(true);
        let id = node.field("id").and_then(Node::as_str);
        let (ObjectKind::Policy, true, Some(id)) = (kind, is_system, id) else {
            continue;
        };
        let kind = node.field("type").and_then(Node::as_str);
        let provider = node.at(&["conditions", "authProvider", "provider"]);
        let of = (kind, provider.and_then(Node::as_str));
        let (first_unit, first_id) = defaults.entry(of).or_insert((unit, id.clone()));
        if *first_unit != unit && *first_id != id {
            return true;
        }
    }
    false
}

/// What an object says, member by member, whatever the order and spacing of its text.
struct Fingerprint([Option<u64>; Self::MEMBERS.len()]);

impl Fingerprint {
    /// Members that change when an admin changes the object. Links, embedded objects and
    /// timestamps differ between ways of reading the same object.
    const MEMBERS: [&'static str; 8] =
        ["type", "name", "status", "priority", "system", "conditions", "settings", "actions"];

    fn of(node: Node<'_>) -> Self {
        Self(Self::MEMBERS.map(|member| node.field(member).map(digest)))
    }

    /// Whether a member that both have differs.
    fn contradicts(&self, other: &Self) -> bool {
        let pairs = self.0.iter().zip(&other.0);
        pairs.into_iter().any(|pair| matches!(pair, (Some(one), Some(other)) if one != other))
    }
}

fn digest(node: Node<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    match node.kind() {
        ValueKind::Object => {
            // A sum, since the order of members means nothing.
            let members = node.members().filter(|member| !member.value.is_null());
            let sum = members.fold(0u64, |sum, member| {
                let mut hasher = DefaultHasher::new();
                member.key.as_str().hash(&mut hasher);
                digest(member.value).hash(&mut hasher);
                sum.wrapping_add(hasher.finish())
            });
            ("object", sum).hash(&mut hasher);
        }
        ValueKind::Array => {
            "array".hash(&mut hasher);
            node.elements().for_each(|element| digest(element).hash(&mut hasher));
        }
        ValueKind::String => ("string", node.as_str()).hash(&mut hasher),
        _ => node.text().hash(&mut hasher),
    }
    hasher.finish()
}
