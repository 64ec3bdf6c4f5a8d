//! What outcomes of several rules accept together: the smallest proofs that all of them accept.

use std::collections::BTreeSet;

use super::Outcome;
use super::predicates::Predicate;
use super::proofs::{Kind, OutOfBudget, Proof, Universe, as_proof, is_known};
use super::requirement::{Ages, Requirement};

/// How many proofs are looked at.
const MOST_PROOFS: usize = 200_000;

/// A proof as kinds of uses, by their places, in ascending order.
pub(super) type Places = Vec<usize>;

/// A smallest proof that meets an alternative of one outcome.
pub(super) struct Way {
    pub(super) proof: Places,
    /// How long it counts, where the rule is one that says so.
    pub(super) ages: Option<Ages>,
}

/// The ways to get in.
pub(super) struct Ways<'o> {
    pub(super) universe: Universe<'o>,
    /// For each requirement.
    pub(super) each: Vec<Vec<Way>>,
    /// The smallest proofs that meet all requirements, the weakest first.
    pub(super) smallest: Vec<Places>,
    /// How many proofs may still be looked at.
    left: usize,
}

impl<'o> Requirement<'o> {
    /// What an outcome asks for at each sign-in; none where Okta's documents do not explain it.
    pub(super) fn of(outcome: &'o Outcome<'_>) -> Option<Self> {
        match outcome.app_sign_on() {
            Some(action) => Self::of_app(action.verification.value()?),
            None => Self::of_each_sign_in(outcome.sign_on()?),
        }
    }
}

impl<'o> Ways<'o> {
    /// Those that meet all requirements. Uses are told apart by `others`, too, which come after them.
    pub(super) fn of(
        requirements: &'o [Requirement<'o>],
        others: &'o [Predicate<'o>],
    ) -> Result<Self, OutOfBudget> {
        let own = requirements.iter().map(|one| one.predicates.as_slice());
        let all: Vec<&[Predicate<'_>]> = own.chain([others]).collect();
        let universe = Universe::of(&all).ok_or(OutOfBudget)?;
        let mut left = MOST_PROOFS;
        let mut each = Vec::new();
        for (place, requirement) in requirements.iter().enumerate() {
            let mut ways = Vec::new();
            for alternative in &requirement.alternatives {
                let is_met = |proof: &[&Kind<'_>]| universe.meets(alternative, place, proof);
                let smallest = universe.smallest(alternative.most_uses(), &is_met, &mut left)?;
                let ages = alternative.ages();
                ways.extend(smallest.into_iter().map(|proof| Way { proof, ages }));
            }
            each.push(ways);
        }
        let proofs: Vec<Vec<&Places>> =
            each.iter().map(|ways| ways.iter().map(|way| &way.proof).collect()).collect();
        let joined = joined(&proofs, &mut left)?;
        let is_met = |proof: &[&Kind<'_>]| {
            let mut all = requirements.iter().enumerate();
            all.all(|(place, one)| universe.accepts((one, place), proof))
        };
        let smallest = joined.into_iter().filter(|proof| universe.is_smallest(proof, &is_met));
        let mut smallest: Vec<Places> = smallest.collect();
        smallest.sort_by_cached_key(|proof| universe.weight(proof));
        Ok(Self { universe, each, smallest, left })
    }

    /// What has a proof of each list in it.
    pub(super) fn joined(&self, lists: &[Vec<&Places>]) -> Result<BTreeSet<Places>, OutOfBudget> {
        joined(lists, &mut self.left.clone())
    }
}

impl<'o> Universe<'o> {
    /// The kinds at these places.
    pub(super) fn at<'u>(&'u self, places: &[usize]) -> Vec<&'u Kind<'o>> {
        places.iter().filter_map(|place| self.kinds.get(*place)).collect()
    }

    /// The smallest proofs, of at most so many uses, that `is_met` holds of; it holds of whatever
    /// contains one.
    fn smallest(
        &self,
        longest: usize,
        is_met: &dyn Fn(&[&Kind<'_>]) -> bool,
        left: &mut usize,
    ) -> Result<Vec<Places>, OutOfBudget> {
        let mut found = Vec::new();
        let mut open: Vec<Places> = vec![Vec::new()];
        while let Some(proof) = open.pop() {
            *left = left.checked_sub(1).ok_or(OutOfBudget)?;
            if is_met(&self.at(&proof)) {
                found.push(proof);
            } else if proof.len() < longest {
                let first = proof.last().copied().unwrap_or_default();
                let next = (first..self.kinds.len()).filter(|kind| self.has_another(&proof, *kind));
                open.extend(next.map(|kind| [proof.as_slice(), &[kind]].concat()));
            }
        }
        found.retain(|proof| self.is_smallest(proof, is_met));
        Ok(found)
    }

    /// Whether there is another use of the kind than those in the proof.
    fn has_another(&self, proof: &[usize], kind: usize) -> bool {
        let taken = proof.iter().filter(|taken| **taken == kind).count();
        self.kinds.get(kind).is_some_and(|kind| taken < kind.count())
    }

    /// Whether the proof needs all its uses.
    fn is_smallest(&self, proof: &[usize], is_met: &dyn Fn(&[&Kind<'_>]) -> bool) -> bool {
        (0..proof.len()).all(|n| {
            let mut others = self.at(proof);
            others.remove(n);
            !is_met(&others)
        })
    }

    /// Less for a weaker proof: of fewer uses, that prove less. Those that the table describes come
    /// before others of as many uses.
    pub(super) fn weight(&self, proof: &[usize]) -> (usize, bool, u32, u32, Places) {
        let kinds = self.at(proof);
        let classes = kinds.iter().map(|kind| kind.proves.count_ones()).sum();
        let characteristics = kinds.iter().map(|kind| kind.has().count_ones()).sum();
        (proof.len(), !is_known(&kinds), classes, characteristics, proof.to_vec())
    }

    pub(super) fn proof(&self, proof: &[usize]) -> Proof {
        as_proof(&self.at(proof))
    }
}

/// Whether each use of the one proof can be paired with one of the other that proves and is no less,
/// and not the other way round: nobody shows the other who could show the one.
pub(super) fn is_weaker(one: &[&Kind<'_>], other: &[&Kind<'_>]) -> bool {
    is_no_stronger(one, other) && !is_no_stronger(other, one)
}

fn is_no_stronger(one: &[&Kind<'_>], other: &[&Kind<'_>]) -> bool {
    let Some((first, rest)) = one.split_first() else {
        return other.is_empty();
    };
    (0..other.len()).any(|n| {
        let mut others = other.to_vec();
        let taken = others.swap_remove(n);
        first.proves & !taken.proves == 0
            && first.has() & !taken.has() == 0
            && is_no_stronger(rest, &others)
    })
}

/// What has one of each list in it, and nothing else: each a smallest proof or one that contains it.
fn joined(lists: &[Vec<&Places>], left: &mut usize) -> Result<BTreeSet<Places>, OutOfBudget> {
    let mut joined = BTreeSet::from([Places::new()]);
    for list in lists {
        *left = left.checked_sub(joined.len() * list.len()).ok_or(OutOfBudget)?;
        let pairs = joined.iter().flat_map(|one| list.iter().map(move |other| (one, other)));
        joined = pairs.map(|(one, other)| union(one, other)).collect();
    }
    Ok(joined)
}

/// The fewest uses with both proofs among them. A use may serve either, so that it takes no more of a
/// kind than one of them needs.
fn union(one: &[usize], other: &[usize]) -> Places {
    let mut union = one.to_vec();
    let mut rest = one.to_vec();
    for place in other {
        match rest.iter().position(|own| own == place) {
            Some(n) => drop(rest.remove(n)),
            None => union.push(*place),
        }
    }
    union.sort_unstable();
    union
}
