//! The proofs that a rule accepts, and whether those of one rule are among those of another.
//!
//! A proof is a set of uses of authenticators. Uses that no demand of the rules tells apart are one
//! kind, so that there are few kinds, and few proofs to look at.

use std::collections::BTreeMap;

use super::candidates::KnownNames;
use super::predicates::Predicate;
use super::requirement::{Alternative, Requirement};
use super::uses::{Bits, Candidate, LONGEST, Use};

/// What gets a user in: uses of authenticators, fewest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof(pub Vec<Use>);

/// Whether all that one requirement accepts, another does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Containment {
    /// It does.
    Contained,
    /// The other surely does not accept this.
    Escapes(Proof),
    /// The other may not accept this, whose authenticators no table describes.
    MayEscape(Proof),
    /// There are too many kinds of uses to look at.
    OutOfBudget,
}

/// How many kinds of uses and proofs are looked at.
const MOST_USES: usize = 100_000;
const MOST_PROOFS: usize = 1_000_000;

/// Uses that no requirement tells apart.
pub(super) struct Kind<'o> {
    /// The classes that it proves.
    pub(super) proves: Bits,
    /// The predicates that hold of it, of all requirements.
    meets: u128,
    /// Up to the longest proof of one requirement: of different authenticators first.
    examples: Vec<Candidate<'o>>,
    /// How many of the examples are of different authenticators.
    different: usize,
}

impl<'o> Kind<'o> {
    fn add(&mut self, candidate: Candidate<'o>) {
        let is_like = |other: &Candidate<'_>| {
            other.key == candidate.key
                && other.method == candidate.method
                && other.id == candidate.id
        };
        if !self.examples.iter().take(self.different).any(is_like) {
            self.examples.insert(self.different, candidate);
            self.different += 1;
        } else {
            self.examples.push(candidate);
        }
        self.examples.truncate(LONGEST);
        self.different = self.different.min(LONGEST);
    }

    /// How many uses there are, up to the longest proof of one requirement.
    pub(super) fn count(&self) -> usize {
        self.examples.len()
    }

    /// The characteristics of the first example.
    pub(super) fn has(&self) -> Bits {
        self.examples.first().map_or(0, |example| example.has)
    }

    /// Whether Okta's table describes its uses.
    pub(super) fn is_known(&self) -> bool {
        self.examples.iter().all(|example| example.is_known)
    }
}

/// The uses of authenticators by kind, as some requirements see them.
pub(super) struct Universe<'o> {
    pub(super) kinds: Vec<Kind<'o>>,
    /// Where the predicates of each requirement begin.
    starts: Vec<usize>,
}

impl<'o> Universe<'o> {
    /// As requirements with these predicates see them; none where there are too many.
    pub(super) fn of(all: &[&'o [Predicate<'o>]]) -> Option<Self> {
        let starts = all.iter().scan(0, |next, predicates| {
            let start = *next;
            *next += predicates.len();
            Some(start)
        });
        let mut universe = Self { kinds: Vec::new(), starts: starts.collect() };
        let predicates: Vec<&Predicate<'_>> = all.iter().copied().flatten().collect();
        if predicates.len() > u128::BITS as usize {
            return None;
        }
        let mut index: BTreeMap<(bool, Bits, u128), usize> = BTreeMap::new();
        let mut uses = 0;
        let mut add = |candidate: Candidate<'o>| {
            uses += 1;
            let holds = predicates.iter().map(|predicate| predicate.holds(&candidate));
            let meets = holds.enumerate().fold(0, |met, (n, holds)| met | u128::from(holds) << n);
            let proves = candidate.proves();
            let next = universe.kinds.len();
            let n = *index.entry((candidate.is_known, proves, meets)).or_insert(next);
            if n == next {
                universe.kinds.push(Kind { proves, meets, examples: Vec::new(), different: 0 });
            }
            if let Some(kind) = universe.kinds.get_mut(n) {
                kind.add(candidate);
            }
            uses <= MOST_USES
        };
        let names = KnownNames::of(predicates.iter().copied());
        let is_within = names.rows().into_iter().all(|row| row.uses(&names, &mut add));
        is_within.then_some(universe)
    }

    /// Whether all that the one requirement accepts, the other does.
    pub(super) fn contains(&self, inner: Asked<'_, '_>, outer: Asked<'_, '_>) -> Containment {
        let longest = inner.0.alternatives.iter().map(Alternative::most_uses).max().unwrap_or(0);
        let escapes =
            |proof: &[&Kind<'_>]| self.accepts(inner, proof) && !self.accepts(outer, proof);
        match self.find(longest, &escapes) {
            Ok(None) => Containment::Contained,
            Ok(Some(proof)) if is_known(&proof) => Containment::Escapes(as_proof(&proof)),
            Ok(Some(proof)) => Containment::MayEscape(as_proof(&proof)),
            Err(OutOfBudget) => Containment::OutOfBudget,
        }
    }

    /// A proof with at most so many uses of which `wanted` holds; one that Okta's table describes, if
    /// there is one.
    pub(super) fn find<'u>(
        &'u self,
        longest: usize,
        wanted: &dyn Fn(&[&'u Kind<'o>]) -> bool,
    ) -> Result<Option<Vec<&'u Kind<'o>>>, OutOfBudget> {
        let known: Vec<&Kind<'o>> = self.kinds.iter().filter(|kind| kind.is_known()).collect();
        let all: Vec<&Kind<'o>> = self.kinds.iter().collect();
        let mut left = MOST_PROOFS;
        for kinds in [known, all] {
            for length in 1..=longest {
                let mut proof = Vec::new();
                if extend(&mut proof, &kinds, length, wanted, &mut left)? {
                    return Ok(Some(proof));
                }
            }
        }
        Ok(None)
    }

    pub(super) fn accepts(&self, (requirement, place): Asked<'_, '_>, proof: &[&Kind<'_>]) -> bool {
        requirement.alternatives.iter().any(|one| self.meets(one, place, proof))
    }

    /// Whether a predicate of the requirement at this place holds of the kind.
    pub(super) fn holds(&self, kind: &Kind<'_>, place: usize, predicate: usize) -> bool {
        let start = self.starts.get(place).copied().unwrap_or_default();
        kind.meets >> (start + predicate) & 1 == 1
    }

    /// Whether the proof meets the alternative of the requirement at this place.
    pub(super) fn meets(
        &self,
        alternative: &Alternative,
        place: usize,
        proof: &[&Kind<'_>],
    ) -> bool {
        let holds = |kind: &Kind<'_>, n: usize| self.holds(kind, place, n);
        match alternative {
            Alternative::Factors { count, demands, barred, .. } => {
                let counts = |kind: &&&Kind<'_>| !barred.iter().any(|n| holds(kind, *n));
                let counting = || proof.iter().filter(counts);
                let classes = counting().fold(0, |classes, kind| classes | kind.proves);
                classes.count_ones() as usize >= *count
                    && demands.iter().all(|n| counting().any(|kind| holds(kind, *n)))
            }
            Alternative::Chain { steps, .. } => are_taken(steps, proof, &holds),
            Alternative::Session { primary, has_second } => {
                proof.iter().enumerate().any(|(n, first)| {
                    let others = proof.iter().enumerate().filter(|(m, _)| *m != n);
                    let mut others = others.map(|(_, other)| other.proves & !first.proves);
                    holds(first, *primary) && (!has_second || others.any(|more| more != 0))
                })
            }
        }
    }
}

/// A requirement, and its place among those that the universe is of.
pub(super) type Asked<'r, 'o> = (&'r Requirement<'o>, usize);

/// There is too much to look at.
#[derive(Debug)]
pub(super) struct OutOfBudget;

/// Whether Okta's table describes all of its uses.
pub(super) fn is_known(proof: &[&Kind<'_>]) -> bool {
    proof.iter().all(|kind| kind.is_known())
}

/// The first examples of the kinds, each use once.
pub(super) fn as_proof(kinds: &[&Kind<'_>]) -> Proof {
    let uses = kinds.iter().enumerate().filter_map(|(n, kind)| {
        let before = kinds.iter().take(n).filter(|other| std::ptr::eq(**other, *kind)).count();
        Some(kind.examples.get(before)?.to_use())
    });
    Proof(uses.collect())
}

/// Extends a proof by kinds, each as often as there are uses of it, until it is long enough and
/// wanted.
fn extend<'u, 'o>(
    proof: &mut Vec<&'u Kind<'o>>,
    kinds: &[&'u Kind<'o>],
    length: usize,
    wanted: &dyn Fn(&[&'u Kind<'o>]) -> bool,
    left: &mut usize,
) -> Result<bool, OutOfBudget> {
    if proof.len() == length {
        *left = left.checked_sub(1).ok_or(OutOfBudget)?;
        return Ok(wanted(proof));
    }
    for (n, kind) in kinds.iter().enumerate() {
        let taken = proof.iter().filter(|taken| std::ptr::eq(**taken, *kind)).count();
        if taken < kind.count() {
            proof.push(kind);
            if extend(proof, &kinds[n..], length, wanted, left)? {
                return Ok(true);
            }
            proof.pop();
        }
    }
    Ok(false)
}

/// Whether each step has a use of its own.
fn are_taken<'k>(
    steps: &[usize],
    proof: &[&'k Kind<'_>],
    holds: &dyn Fn(&Kind<'_>, usize) -> bool,
) -> bool {
    let Some((step, later)) = steps.split_first() else {
        return true;
    };
    (0..proof.len()).any(|n| {
        let mut others = proof.to_vec();
        let taken = others.swap_remove(n);
        holds(taken, *step) && are_taken(later, &others, holds)
    })
}
