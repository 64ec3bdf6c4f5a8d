//! Which rules let in what a later one denies.

use std::collections::BTreeMap;

use super::{Effects, Inquiry, Reachability};
use crate::outcome::Access;
use crate::reach::competition::{Competition, RuleIndex};
use crate::reach::dimensions::{Dimension, Membership};
use crate::reach::encoding::Encoding;
use crate::reach::logic::{Approximation, Assignment, Atom, Formula, Literal};

/// A rule that lets in what a later one denies.
#[derive(Debug)]
pub(crate) struct LetInProof {
    pub(crate) by: RuleIndex,
    /// A sign-in of both.
    pub(crate) assignment: Assignment,
    /// Whether there has to be such a sign-in, as far as catchall understands the conditions.
    pub(crate) is_sure: bool,
}

/// Of each rule, the rules that let in what it denies: where they allow it although it surely meets
/// the conditions of both. An earlier rule that is an exception, all of whose sign-ins the later
/// one would deny, is meant so. Where there has to be such a sign-in, those are all that count;
/// else there may be one who is in two groups, zones and so on at once, or meets a condition that
/// catchall does not understand.
pub(crate) fn let_in<'e, 'd>(
    competition: &Competition<'e, 'd>,
    encoding: &Encoding<'e, 'd>,
    reachability: &Reachability,
    effects: &Effects,
) -> Vec<Vec<LetInProof>> {
    let inquiry = Inquiry::new(competition, encoding, reachability.left);
    let mut question = Question { inquiry, reachability, effects, sparse: None };
    let decisions = reachability.rules.iter().enumerate();
    let let_in = decisions.map(|(n, decision)| match decision.assignment() {
        Some(_) => question.let_in(n),
        None => Vec::new(),
    });
    let_in.collect()
}

struct Question<'a, 'e, 'd> {
    inquiry: Inquiry<'a, 'e, 'd>,
    reachability: &'a Reachability,
    effects: &'a Effects,
    /// Assumed, it allows one group, one zone and so on at a time.
    sparse: Option<Literal>,
}

impl Question<'_, '_, '_> {
    fn let_in(&mut self, n: usize) -> Vec<LetInProof> {
        if !self.effects.is(n, Access::Deny) || self.inquiry.is_system(n) {
            return Vec::new();
        }
        let encoding = self.inquiry.encoding;
        let policy_of = |m: usize| encoding.rules[m].index.policy;
        let policy = policy_of(n);
        let mut allowing = self.effects.allowing_before(n, encoding, self.reachability);
        // A rule without conditions is there for what the others leave over. Where a policy is for
        // some people only, it still is what denies them.
        if encoding.rules[n].conditions.is_empty() {
            let is_for_all = encoding.of_policy(policy).iter().all(|one| *one == Formula::TRUE);
            allowing.retain(|m| policy_of(*m) != policy && !is_for_all);
        }
        let denied = self.inquiry.formula(n).clone();
        allowing.retain(|m| {
            let exception = [self.inquiry.formula(*m).clone(), !denied.clone()];
            self.inquiry.surely(&exception, &[], &[]).is_some()
        });
        let sure = self.let_in_by(n, &allowing, true);
        if !sure.is_empty() {
            return sure;
        }
        // That the first of a user's policies decides is what policies for groups are made for,
        // unless one lets nobody in: it is there to keep people out.
        if encoding.own(policy).any(|m| self.effects.is(m, Access::Allow)) {
            allowing.retain(|m| policy_of(*m) == policy);
        }
        self.let_in_by(n, &allowing, false)
    }

    fn let_in_by(&mut self, n: usize, allowing: &[usize], is_sure: bool) -> Vec<LetInProof> {
        let encoding = self.inquiry.encoding;
        let atoms = encoding.atoms.all();
        let mut found = Vec::new();
        for m in allowing {
            let (allowed, denied) = (self.inquiry.formula(*m), self.inquiry.formula(n));
            // Nobody says whether what nobody explains goes together with anything else.
            let is_opaque = |atom: usize| {
                let is_opaque = matches!(atoms.get(atom), Some(Atom::Opaque(_)));
                is_opaque && !(allowed.mentions(atom) && denied.mentions(atom))
            };
            let denied = denied.approximated(Approximation::Under, &is_opaque);
            let allowed = match is_sure {
                true => allowed.approximated(Approximation::Under, &is_opaque),
                false => allowed.clone(),
            };
            let assumed = if is_sure { vec![self.sparse()] } else { Vec::new() };
            let before = encoding.before(*m);
            if let Some(assignment) = self.inquiry.surely(&[allowed, denied], &before, &assumed) {
                found.push(LetInProof { by: encoding.rules[*m].index, assignment, is_sure });
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
        for (n, atom) in self.inquiry.encoding.atoms.all().iter().enumerate() {
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
            sets.entry(set).or_default().push(n);
        }
        let sets: Vec<Vec<usize>> = sets.into_values().collect();
        let sparse = self.inquiry.search.at_most_one_of_each(&sets);
        self.sparse = Some(sparse);
        sparse
    }
}
