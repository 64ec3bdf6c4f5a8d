//! Sign-ins that are nothing special: they have at most one of each kind of thing that need not have
//! anything in common.

use std::collections::BTreeMap;

use super::dimensions::{Dimension, Membership};
use super::logic::{Atom, Atoms};
use super::moment::Moment;

/// The sets of atoms of which at most one holds in a sign-in that is nothing special: groups, zones
/// and the like, and what catchall does not look into.
///
/// They are in order: the clauses that are made of them decide which of several sign-ins is found.
pub(super) fn sparse_sets(atoms: &Atoms<'_, '_>) -> Vec<Vec<usize>> {
    let mut sets: BTreeMap<(Moment, Option<Membership>), Vec<usize>> = BTreeMap::new();
    for (n, (atom, moment)) in atoms.each().enumerate() {
        let set = match atom {
            Atom::Has(membership, value) => {
                let Dimension { goes_together, general, .. } = membership.dimension();
                if *goes_together || general.is_some_and(|(general, _)| general == value) {
                    continue;
                }
                Some(*membership)
            }
            Atom::Opaque(_) => None,
            _ => continue,
        };
        sets.entry((moment, set)).or_default().push(n);
    }
    sets.into_values().collect()
}
