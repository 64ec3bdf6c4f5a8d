//! Which rules let in what a later one denies.

use std::collections::BTreeMap;

use super::super::competition::Place;
use super::super::context::Membership;
use super::super::formula::{Atom, Formula, Literal, Settled};
use super::super::outcome::Access;
use super::super::search::Truths;
use super::{Decider, Fate};

/// A rule that lets in what a later one denies.
#[derive(Debug)]
pub(in super::super) struct LetIn {
    pub(in super::super) by: Place,
    /// A sign-in of both.
    pub(in super::super) truths: Truths,
    /// Whether there has to be such a sign-in, as far as catchall understands the conditions.
    pub(in super::super) is_sure: bool,
}

impl Decider<'_, '_, '_, '_> {
    /// The rules that are tried before and let sign-ins in.
    pub(super) fn allowing_before(&self, n: usize) -> Vec<usize> {
        let lets_in = |m: &usize| {
            let entry = &self.entries[*m];
            entry.access == Some(Access::Allow) && entry.fate != Fate::Dead
        };
        self.before(n).into_iter().filter(lets_in).collect()
    }

    /// The rules that let in what rule `n` denies: where they allow it although it surely meets the
    /// conditions of both. An earlier rule that is an exception, all of whose sign-ins the later
    /// one would deny, is meant so. Where there has to be such a sign-in, those are all that count;
    /// else there may be one who is in two groups, zones and so on at once, or meets a condition
    /// that catchall does not understand.
    pub(super) fn let_in(&mut self, n: usize) -> Vec<LetIn> {
        let Place { policy, rule } = self.entries[n].place;
        if self.entries[n].access != Some(Access::Deny) || self.is_system(n) {
            return Vec::new();
        }
        let mut allowing = self.allowing_before(n);
        // A rule without conditions is there for what the others leave over. Where a policy is for
        // some people only, it still is what denies them.
        let is_unconditional = self.formulas.rules[policy][rule].is_empty();
        if is_unconditional {
            let is_for_all = self.formulas.policies[policy].iter().all(|one| *one == Formula::TRUE);
            allowing.retain(|m| self.entries[*m].place.policy != policy && !is_for_all);
        }
        let denied = self.entries[n].formula.clone();
        allowing.retain(|m| {
            let exception = [self.entries[*m].formula.clone(), !denied.clone()];
            self.surely(&exception, &[], &[]).is_some()
        });
        let sure = self.let_in_by(n, &allowing, true);
        if !sure.is_empty() {
            return sure;
        }
        // That the first of a user's policies decides is what policies for groups are made for,
        // unless one lets nobody in: it is there to keep people out.
        let lets_in = |m: usize| self.entries[m].access == Some(Access::Allow);
        if self.own(policy).any(lets_in) {
            allowing.retain(|m| self.entries[*m].place.policy == policy);
        }
        self.let_in_by(n, &allowing, false)
    }

    fn let_in_by(&mut self, n: usize, allowing: &[usize], is_sure: bool) -> Vec<LetIn> {
        let mut found = Vec::new();
        for m in allowing {
            let (allowed, denied) = (&self.entries[*m].formula, &self.entries[n].formula);
            // Nobody says whether what nobody explains goes together with anything else.
            let atoms = self.atoms.all();
            let is_opaque = |atom: usize| {
                let is_opaque = matches!(atoms.get(atom), Some(Atom::Opaque(_)));
                is_opaque && !(allowed.mentions(atom) && denied.mentions(atom))
            };
            let denied = denied.settle(Settled::Least, &is_opaque);
            let allowed = match is_sure {
                true => allowed.settle(Settled::Least, &is_opaque),
                false => allowed.clone(),
            };
            let before = self.before(*m);
            let assumed = if is_sure { vec![self.sparse()] } else { Vec::new() };
            if let Some(truths) = self.surely(&[allowed, denied], &before, &assumed) {
                found.push(LetIn { by: self.entries[*m].place, truths, is_sure });
            }
        }
        found
    }

    fn sparse(&mut self) -> Literal {
        if let Some(sparse) = self.sparse {
            return sparse;
        }
        // In order: the clauses decide which of several sign-ins the solver finds.
        let mut sets: BTreeMap<Option<Membership>, Vec<usize>> = BTreeMap::new();
        for (n, atom) in self.atoms.all().iter().enumerate() {
            let set = match atom {
                Atom::Has(
                    Membership::DeviceState | Membership::Scope | Membership::Detection,
                    _,
                ) => continue,
                Atom::Has(Membership::Zone, zone) if zone == Membership::ALL_ZONES => continue,
                Atom::Has(membership, _) => Some(*membership),
                Atom::Opaque(_) => None,
                _ => continue,
            };
            sets.entry(set).or_default().push(n);
        }
        let sets: Vec<Vec<usize>> = sets.into_values().collect();
        let sparse = self.search.at_most_one_of_each(&sets);
        self.sparse = Some(sparse);
        sparse
    }
}
