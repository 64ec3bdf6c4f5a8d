//! Which documents belong to one export: what contradicts itself is not one org at one moment.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::diagnostic::{Notice, NoticeKind};
use crate::json::{Document, Member, Node, ValueKind};
use crate::okta::Key;

use super::kinds::ObjectKind;
use super::model::{groups, is_system};
use super::recognise::{Found, Recognised, self_link};

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
    /// Names the first document that contradicts another of its directory, so that it is an export
    /// of its own. Then little can be said of how it fits together with others.
    pub(super) notices: Vec<Notice>,
}

/// Splits `units` at the `roots`, and further until none contradicts another: by directory where
/// directories tell them apart, then by org; else those that contradict each other stand alone.
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
        let contradictions = contradictions(&units);
        if contradictions.is_empty() {
            self.exports.push(units);
            return;
        }
        let depth = shared_depth(&units);
        let directory = |unit: &Unit<'d>| unit.directories.get(depth).copied();
        let pairs = contradictions.iter().map(|&(one, other)| [&units[one], &units[other]]);
        let apart = pairs.map(|pair| pair.map(directory)).filter(|[one, other]| one != other);
        let apart: HashSet<Option<&str>> = apart.flatten().collect();
        if !apart.is_empty() {
            // Directories that contradict nothing go with the files beside them, if those are one
            // of the exports: `rules/` with `policies.json`, where `old/` is the other.
            let parts = groups(units, |unit| {
                directory(unit).filter(|own| apart.contains(&Some(*own)) || !apart.contains(&None))
            });
            parts.into_iter().for_each(|units| self.add(units));
            return;
        }
        let orgs: HashSet<String> = units.iter().filter_map(Unit::org).collect();
        if orgs.len() > 1 {
            groups(units, Unit::org).into_iter().for_each(|units| self.add(units));
            return;
        }
        let alone: HashSet<usize> =
            contradictions.into_iter().flat_map(|(one, other)| [one, other]).collect();
        if let (Some(&first), true) = (alone.iter().min(), self.notices.is_empty()) {
            let name = units[first].document.name();
            let message = format!(
                "{name} and other files of its folder contradict each other, so each was read alone"
            );
            self.notices.push(Notice::of_file(NoticeKind::Contradicting, name, message));
        }
        let numbered = units.into_iter().enumerate();
        let (alone, rest): (Vec<_>, Vec<_>) = numbered.partition(|(n, _)| alone.contains(n));
        self.exports.extend(alone.into_iter().map(|(_, unit)| vec![unit]));
        if !rest.is_empty() {
            self.exports.push(rest.into_iter().map(|(_, unit)| unit).collect());
        }
    }
}

impl<'d> Unit<'d> {
    /// The names along the document's path, from the file outwards.
    pub(super) fn names(&self) -> impl Iterator<Item = &'d str> {
        std::iter::once(self.file).chain(self.directories.iter().rev().copied())
    }

    /// The org's address, as the links of its objects give it. All come from one org.
    fn org(&self) -> Option<String> {
        self.recognised.found.iter().find_map(|found| org_of(found.node))
    }
}

/// How many directories all units have in common.
fn shared_depth(units: &[Unit<'_>]) -> usize {
    let first = units.first().map(|unit| unit.directories.as_slice()).unwrap_or_default();
    let common = |unit: &Unit<'_>| {
        first.iter().zip(&unit.directories).take_while(|(one, other)| one == other).count()
    };
    units.iter().map(common).min().unwrap_or(0)
}

/// Groups what lies below each of the `roots`, and the rest.
fn by_root<'d>(units: Vec<Unit<'d>>, roots: &[String]) -> Vec<Vec<Unit<'d>>> {
    let parts = |root: &String| -> Vec<String> {
        let parts = root.split('/').filter(|part| !matches!(*part, "" | "."));
        parts.map(str::to_owned).collect()
    };
    let roots: Vec<Vec<String>> = roots.iter().map(parts).collect();
    groups(units, |unit| {
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

/// Pairs of units that contradict each other, by index.
fn contradictions(units: &[Unit<'_>]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    if units.len() < 2 {
        return pairs;
    }
    let mut by_id: HashMap<Cow<'_, str>, (usize, Node<'_>)> = HashMap::new();
    let mut defaults: HashMap<_, (usize, Cow<'_, str>)> = HashMap::new();
    let mut org: Option<(usize, String)> = None;
    for (unit, Unit { recognised, .. }) in units.iter().enumerate() {
        // Answers to simulations tell what was so for one sign-in.
        let of_org = recognised.found.iter();
        let of_org = of_org.filter(|found| found.kind != ObjectKind::SimulateResponse);
        for found in of_org {
            let Some(id) = found.node.field(Key::ID).and_then(Node::as_str) else {
                continue;
            };
            let (first, node) = *by_id.entry(id.clone()).or_insert((unit, found.node));
            if first != unit && Fingerprint::of(node).contradicts(&Fingerprint::of(found.node)) {
                pairs.push((first, unit));
            }
            if let Some(default) = default_of(found) {
                let (first, known) = defaults.entry(default).or_insert((unit, id.clone()));
                if *first != unit && *known != id {
                    pairs.push((*first, unit));
                }
            }
        }
        if let Some(own) = units[unit].org() {
            let (first, known) = org.get_or_insert_with(|| (unit, own.clone()));
            if *known != own {
                pairs.push((*first, unit));
            }
        }
    }
    pairs
}

/// Whether two objects with the same id read the same, whatever the order and spacing.
pub(super) fn same_text(one: Node<'_>, other: Node<'_>) -> bool {
    let said = |node: Node<'_>| {
        // A policy with its rules embedded is still the same policy.
        let members = node
            .fields()
            .filter(|member| !member.key.is_str("_embedded") && !member.key.is_str("rules"));
        digest_members(members)
    };
    said(one) == said(other)
}

/// Whether two objects with the same id say the same of what an admin can change, so that it does
/// not matter which of them is in force.
pub(super) fn says_the_same(one: Node<'_>, other: Node<'_>) -> bool {
    Fingerprint::of_stated(one) == Fingerprint::of_stated(other)
}

/// Whether two objects with the same id cannot be one object that was read in two ways.
pub(crate) fn contradict(one: Node<'_>, other: Node<'_>) -> bool {
    Fingerprint::of(one).contradicts(&Fingerprint::of(other))
}

/// The org's address, as an object's link gives it.
fn org_of(node: Node<'_>) -> Option<String> {
    let link = self_link(node)?;
    let (_, after_scheme) = link.split_once("://")?;
    let host = after_scheme.split('/').next()?.to_ascii_lowercase();
    // The Admin Console has an address of its own for the same org.
    Some(host.replacen("-admin.", ".", 1))
}

/// What a system policy is the default of. An org has one for each type, but for passwords, where
/// Active Directory has its own, and for authorization servers.
#[derive(PartialEq, Eq, Hash)]
struct DefaultOf<'d> {
    kind: Option<Cow<'d, str>>,
    provider: Option<Cow<'d, str>>,
}

fn default_of<'d>(found: &Found<'d>) -> Option<DefaultOf<'d>> {
    let Found { node, kind, .. } = found;
    let text = |path| node.at(path).and_then(Node::as_str);
    let default = DefaultOf {
        kind: text(&[Key::TYPE]),
        provider: text(&[Key::CONDITIONS, Key::AUTH_PROVIDER, Key::PROVIDER]),
    };
    let is_of_org = default.kind.as_deref() != Some("OAUTH_AUTHORIZATION_POLICY");
    (*kind == ObjectKind::Policy && is_system(*node) && is_of_org).then_some(default)
}

/// What an object says, member by member, whatever the order and spacing of its text.
#[derive(PartialEq, Eq)]
struct Fingerprint([Option<u64>; Self::MEMBERS.len()]);

impl Fingerprint {
    /// Members that change when an admin changes the object. Links, embedded objects and
    /// timestamps differ between ways of reading the same object.
    const MEMBERS: [Key; 8] = [
        Key::TYPE,
        Key::NAME,
        Key::STATUS,
        Key::PRIORITY,
        Key::SYSTEM,
        Key::CONDITIONS,
        Key::SETTINGS,
        Key::ACTIONS,
    ];

    fn of(node: Node<'_>) -> Self {
        Self(Self::MEMBERS.map(|member| node.field(member).map(digest)))
    }

    /// As [`of`](Self::of), without what means the same as its absence, as in the bodies of requests.
    fn of_stated(node: Node<'_>) -> Self {
        let is_stated = |value: &Node<'_>| !value.is_null() && value.as_bool() != Some(false);
        Self(Self::MEMBERS.map(|member| node.field(member).filter(is_stated).map(digest)))
    }

    /// Whether a member that both have differs.
    fn contradicts(&self, other: &Self) -> bool {
        let pairs = self.0.iter().zip(&other.0);
        pairs.into_iter().any(|pair| matches!(pair, (Some(one), Some(other)) if one != other))
    }
}

/// A number that is equal for values that read the same, whatever the order and spacing, and rarely
/// for others.
pub(crate) fn digest(node: Node<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    match node.kind() {
        ValueKind::Object => ("object", digest_members(node.fields())).hash(&mut hasher),
        ValueKind::Array => {
            // Most lists of Okta's are sets, which servers return in any order.
            let sum = node.elements().map(digest).fold(0, u64::wrapping_add);
            ("array", node.elements().count(), sum).hash(&mut hasher);
        }
        ValueKind::Number => match node.as_i64() {
            Some(number) => ("number", number).hash(&mut hasher),
            None => node.text().hash(&mut hasher),
        },
        ValueKind::String => ("string", node.as_str()).hash(&mut hasher),
        _ => node.text().hash(&mut hasher),
    }
    hasher.finish()
}

/// A sum, since the order of members means nothing.
fn digest_members<'d>(members: impl Iterator<Item = Member<'d>>) -> u64 {
    members.fold(0, |sum, member| {
        let mut hasher = DefaultHasher::new();
        member.key.as_str().hash(&mut hasher);
        digest(member.value).hash(&mut hasher);
        sum.wrapping_add(hasher.finish())
    })
}
