//! Which documents belong to one export: what contradicts itself is not one org at one moment.

use std::collections::hash_map::Entry;

use foldhash::fast::RandomState;
use foldhash::{HashMap, HashSet};

use crate::diagnostic::{Notice, NoticeKind};
use crate::json::Node;
use crate::model::{Id, contradict, groups};

use super::recognised::Unit;

/// Units in exports.
#[derive(Debug, Default)]
pub(super) struct Split<'d> {
    pub(super) exports: Vec<Part<'d>>,
    /// Names the first document that contradicts another of its directory, so that it is an export
    /// of its own. Then little can be said of how it fits together with others.
    pub(super) notices: Vec<Notice>,
}

/// The units of one export.
#[derive(Debug)]
pub(super) struct Part<'d> {
    pub(super) units: Vec<&'d Unit<'d>>,
    /// The ids that objects have more than once, which are few.
    pub(super) repeated: HashSet<&'d Id<'d>>,
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
        let Comparison { contradictions, repeated } = Comparison::of(&units);
        if contradictions.is_empty() {
            self.exports.push(Part { units, repeated });
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
        let org = |unit: &&'d Unit<'d>| unit.ties.org.as_deref();
        let orgs: HashSet<&str> = units.iter().filter_map(org).collect();
        if orgs.len() > 1 {
            groups(units, org).into_iter().for_each(|units| self.add(units));
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
        self.exports.extend(alone.into_iter().map(|(_, unit)| Part::of(vec![unit])));
        if !rest.is_empty() {
            self.exports.push(Part::of(rest.into_iter().map(|(_, unit)| unit).collect()));
        }
    }
}

impl<'d> Part<'d> {
    fn of(units: Vec<&'d Unit<'d>>) -> Self {
        let Comparison { repeated, .. } = Comparison::of(&units);
        Self { units, repeated }
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

/// Whether units go together.
#[derive(Default)]
struct Comparison<'d> {
    /// Pairs of units that contradict each other, by index.
    contradictions: Vec<(usize, usize)>,
    /// The ids that objects have more than once.
    repeated: HashSet<&'d Id<'d>>,
}

impl<'d> Comparison<'d> {
    fn of(units: &[&'d Unit<'d>]) -> Self {
        let mut found = Self::default();
        let count = units.iter().map(|unit| unit.ties.ids.len()).sum();
        let mut by_id: HashMap<&Id<'_>, (usize, &Node<'_>)> =
            HashMap::with_capacity_and_hasher(count, RandomState::default());
        let mut defaults: HashMap<_, (usize, &Id<'_>)> = HashMap::default();
        let mut org: Option<(usize, &str)> = None;
        for (unit, Unit { ties, .. }) in units.iter().enumerate() {
            for (id, node) in &ties.ids {
                match by_id.entry(id) {
                    Entry::Vacant(free) => drop(free.insert((unit, node))),
                    Entry::Occupied(known) => {
                        found.repeated.insert(id);
                        let (first, known) = *known.get();
                        if first != unit && contradict(*known, *node) {
                            found.contradictions.push((first, unit));
                        }
                    }
                }
            }
            for (default, id) in &ties.defaults {
                let (first, known) = *defaults.entry(default).or_insert((unit, id));
                if first != unit && known != id {
                    found.contradictions.push((first, unit));
                }
            }
            if let Some(own) = &ties.org {
                let (first, known) = *org.get_or_insert((unit, own));
                if known != own {
                    found.contradictions.push((first, unit));
                }
            }
        }
        found
    }
}
