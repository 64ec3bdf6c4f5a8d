//! Which documents belong to one export: what contradicts itself is not one org at one moment.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::Hash;

use foldhash::HashMap;

use crate::diagnostic::{Notice, NoticeKind};
use crate::json::Node;
use crate::model::{ObjectKind, contradict, groups, is_system, self_link};
use crate::okta::Key;

use super::recognise::FoundObject;
use super::recognised::Unit;

/// Units in exports.
#[derive(Debug, Default)]
pub(super) struct Split<'d> {
    pub(super) exports: Vec<Vec<&'d Unit<'d>>>,
    /// Names the first document that contradicts another of its directory, so that it is an export
    /// of its own. Then little can be said of how it fits together with others.
    pub(super) notices: Vec<Notice>,
}

/// Splits `units` at the `roots`, and further until none contradicts another: by directory where
/// directories tell them apart, then by org; else those that contradict each other stand alone.
///
/// Two units contradict each other when they show the same id with different content, name
/// different orgs in their links, or both hold a default that an org has only once.
pub(super) fn split<'d>(units: Vec<&'d Unit<'d>>, roots: &[String]) -> Split<'d> {
    let mut split = Split::default();
    by_root(units, roots).into_iter().for_each(|units| split.add(units));
    split
}

impl<'d> Split<'d> {
    fn add(&mut self, units: Vec<&'d Unit<'d>>) {
        let contradictions = contradictions(&units);
        if contradictions.is_empty() {
            self.exports.push(units);
            return;
        }
        let depth = shared_depth(&units);
        let directory = |unit: &&Unit<'d>| unit.directories.get(depth).copied();
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
        let orgs: HashSet<String> = units.iter().filter_map(|unit| unit.org()).collect();
        if orgs.len() > 1 {
            groups(units, |unit| unit.org()).into_iter().for_each(|units| self.add(units));
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
    /// The org's address, as the links of its objects give it. All come from one org.
    fn org(&self) -> Option<String> {
        self.contents.found.iter().find_map(|found| org_of(found.node))
    }
}

/// How many directories all units have in common.
fn shared_depth(units: &[&Unit<'_>]) -> usize {
    let first = units.first().map(|unit| unit.directories.as_slice()).unwrap_or_default();
    let common = |unit: &&Unit<'_>| {
        first.iter().zip(&unit.directories).take_while(|(one, other)| one == other).count()
    };
    units.iter().map(common).min().unwrap_or(0)
}

/// Groups what lies below each of the `roots`, and the rest.
fn by_root<'d>(units: Vec<&'d Unit<'d>>, roots: &[String]) -> Vec<Vec<&'d Unit<'d>>> {
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
fn contradictions(units: &[&Unit<'_>]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    if units.len() < 2 {
        return pairs;
    }
    let mut by_id: HashMap<Cow<'_, str>, (usize, Node<'_>)> = HashMap::default();
    let mut defaults: HashMap<_, (usize, Cow<'_, str>)> = HashMap::default();
    let mut org: Option<(usize, String)> = None;
    for (unit, Unit { contents, .. }) in units.iter().enumerate() {
        // Answers to simulations tell what was so for one sign-in.
        let of_org = contents.found.iter();
        let of_org = of_org.filter(|found| found.kind != ObjectKind::SimulateResponse);
        for found in of_org {
            let Some(id) = found.node.field(Key::ID).and_then(Node::as_str) else {
                continue;
            };
            let (first, node) = *by_id.entry(id.clone()).or_insert((unit, found.node));
            if first != unit && contradict(node, found.node) {
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

/// The org's address, as an object's link gives it.
pub(crate) fn org_of(node: Node<'_>) -> Option<String> {
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

fn default_of<'d>(found: &FoundObject<'d>) -> Option<DefaultOf<'d>> {
    let FoundObject { node, kind, .. } = found;
    let text = |path| node.at(path).and_then(Node::as_str);
    let default = DefaultOf {
        kind: text(&[Key::TYPE]),
        provider: text(&[Key::CONDITIONS, Key::AUTH_PROVIDER, Key::PROVIDER]),
    };
    let is_of_org = default.kind.as_deref() != Some("OAUTH_AUTHORIZATION_POLICY");
    (*kind == ObjectKind::Policy && is_system(*node) && is_of_org).then_some(default)
}
