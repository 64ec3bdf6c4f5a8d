//! The proofs that a rule accepts, and whether those of one rule are among those of another.
//!
//! A proof is a set of at most three uses of authenticators. Uses that no demand of either rule tells
//! apart are one kind, so that there are few kinds, and few proofs to look at.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::authenticators::{AUTHENTICATORS, Authenticator, Characteristic, FactorClass};
use crate::model::has_instances;

use super::requirement::{Alternative, Demanded, Entry, Predicate, Requirement};
use super::uses::{Bits, Candidate, LONGEST, Use, UserVerification, bits, class_bit};

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

/// Uses that neither of two requirements tells apart.
pub(super) struct Kind<'o> {
    /// The classes that it proves.
    proves: Bits,
    /// The predicates that hold of it, of both requirements.
    meets: u128,
    example: Candidate<'o>,
    /// How many there are, up to the longest proof.
    count: usize,
}

/// The uses of authenticators by kind, as two requirements see them.
pub(super) struct Universe<'o> {
    kinds: Vec<Kind<'o>>,
    /// Where the predicates of the second requirement begin.
    split: usize,
}

impl<'o> Universe<'o> {
    /// None where there are too many.
    pub(super) fn of(one: &'o Requirement<'_>, other: &'o Requirement<'_>) -> Option<Self> {
        let predicates: Vec<&Predicate<'_>> =
            one.predicates.iter().chain(&other.predicates).collect();
        if predicates.len() > u128::BITS as usize {
            return None;
        }
        let mut universe = Self { kinds: Vec::new(), split: one.predicates.len() };
        let mut index: BTreeMap<(bool, Bits, u128), usize> = BTreeMap::new();
        let mut uses = 0;
        let mut add = |candidate: Candidate<'o>| {
            uses += 1;
            let holds = predicates.iter().map(|predicate| predicate.holds(&candidate));
            let meets = holds.enumerate().fold(0, |met, (n, holds)| met | u128::from(holds) << n);
            let proves = candidate.proves();
            let next = universe.kinds.len();
            let n = *index.entry((candidate.is_known, proves, meets)).or_insert(next);
            match universe.kinds.get_mut(n) {
                Some(kind) => kind.count = LONGEST.min(kind.count + 1),
                None => {
                    universe.kinds.push(Kind { proves, meets, example: candidate, count: 1 });
                }
            }
            uses <= MOST_USES
        };
        let names = KnownNames::of(predicates.iter().copied());
        let is_within = names.rows().into_iter().all(|row| row.uses(&names, &mut add));
        is_within.then_some(universe)
    }

    /// Whether all that the one requirement accepts, the other does; the second one's predicates come
    /// after those of the first.
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
        let known: Vec<&Kind<'o>> =
            self.kinds.iter().filter(|kind| kind.example.is_known).collect();
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

    pub(super) fn accepts(&self, (requirement, side): Asked<'_, '_>, proof: &[&Kind<'_>]) -> bool {
        requirement.alternatives.iter().any(|one| self.meets(one, side, proof))
    }

    /// Whether the proof meets the alternative.
    pub(super) fn meets(&self, alternative: &Alternative, side: Side, proof: &[&Kind<'_>]) -> bool {
        let start = match side {
            Side::First => 0,
            Side::Second => self.split,
        };
        let holds = |kind: &Kind<'_>, n: usize| kind.meets >> (start + n) & 1 == 1;
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

/// A requirement, and which of two it is.
pub(super) type Asked<'r, 'o> = (&'r Requirement<'o>, Side);

/// Of two requirements, which one.
#[derive(Debug, Clone, Copy)]
pub(super) enum Side {
    First,
    Second,
}

/// There is too much to look at.
#[derive(Debug)]
pub(super) struct OutOfBudget;

/// Whether Okta's table describes all of its uses.
pub(super) fn is_known(proof: &[&Kind<'_>]) -> bool {
    proof.iter().all(|kind| kind.example.is_known)
}

fn as_proof(kinds: &[&Kind<'_>]) -> Proof {
    Proof(kinds.iter().map(|kind| kind.example.to_use()).collect())
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
        if taken < kind.count {
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

/// What requirements name.
struct KnownNames<'o> {
    types: Vec<&'o str>,
    methods: Vec<&'o str>,
    entries: Vec<&'o Entry<'o>>,
}

/// An authenticator with a method, as far as it is given.
struct Row<'o> {
    table: Option<&'static Authenticator>,
    key: Option<Cow<'o, str>>,
    kind: Option<Cow<'o, str>>,
    method: Option<Cow<'o, str>>,
    id: Option<Cow<'o, str>>,
    is_known: bool,
}

impl<'o> KnownNames<'o> {
    fn of(predicates: impl Iterator<Item = &'o Predicate<'o>>) -> Self {
        let mut names = Self { types: Vec::new(), methods: Vec::new(), entries: Vec::new() };
        for predicate in predicates {
            names.entries.extend(predicate.entries());
            if let Predicate::Demanded(Demanded { types, methods, .. }) = predicate {
                names.types.extend(types.iter().map(AsRef::as_ref));
                names.methods.extend(methods.iter().map(AsRef::as_ref));
            }
        }
        // In a fixed order, each once.
        names.types.sort_unstable();
        names.types.dedup_by(|one, other| one.eq_ignore_ascii_case(other));
        names.methods.sort_unstable();
        names.methods.dedup_by(|one, other| one.eq_ignore_ascii_case(other));
        names
    }

    /// Okta's table, and what is named that is not in it.
    fn rows(&self) -> Vec<Row<'o>> {
        let mut rows = Vec::new();
        for table in &AUTHENTICATORS {
            let ids = self.ids(table.key).filter(|_| has_instances(table.key));
            let named: Vec<&'o str> = ids.collect();
            // Beside those that are named, there may be another.
            let is_known = named.is_empty();
            rows.push(Row::of_table(table, None, is_known));
            rows.extend(named.into_iter().map(|id| Row::of_table(table, Some(id), true)));
        }
        let is_in_table = |entry: &Entry<'_>| {
            let of_key = || AUTHENTICATORS.iter().filter(|row| row.key == entry.key);
            let is_method =
                |row: &Authenticator, method: &str| row.method.eq_ignore_ascii_case(method);
            match &entry.method {
                None => of_key().next().is_some(),
                Some(method) => of_key().any(|row| is_method(row, method)),
            }
        };
        let mut opaque: Vec<(&'o str, Option<&'o str>, Option<&'o str>)> = Vec::new();
        for entry in self.entries.iter().copied().filter(|entry| !is_in_table(entry)) {
            let methods = [None, entry.method.as_deref()];
            let ids = [None].into_iter().chain(self.ids(&entry.key).map(Some));
            for id in ids {
                opaque.extend(methods.map(|method| (entry.key.as_ref(), method, id)));
            }
        }
        opaque.sort_unstable();
        opaque.dedup();
        rows.extend(opaque.into_iter().map(|(key, method, id)| Row {
            key: Some(key.into()),
            method: method.map(Cow::Borrowed),
            id: id.map(Cow::Borrowed),
            ..Row::unknown()
        }));
        let is_kind =
            |kind: &str| AUTHENTICATORS.iter().any(|row| row.kind.eq_ignore_ascii_case(kind));
        let is_method =
            |name: &str| AUTHENTICATORS.iter().any(|row| row.method.eq_ignore_ascii_case(name));
        let kinds = self.types.iter().filter(|kind| !is_kind(kind));
        rows.extend(kinds.map(|kind| Row { kind: Some((*kind).into()), ..Row::unknown() }));
        let methods = self.methods.iter().filter(|method| !is_method(method));
        rows.extend(methods.map(|name| Row { method: Some((*name).into()), ..Row::unknown() }));
        rows
    }

    /// The ids that are named beside a key.
    fn ids(&self, key: &str) -> impl Iterator<Item = &'o str> {
        let of_key = self.entries.iter().filter(move |entry| entry.key == key);
        let mut ids: Vec<&'o str> = of_key.filter_map(|entry| entry.id.as_deref()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter()
    }
}

impl<'o> Row<'o> {
    fn of_table(table: &'static Authenticator, id: Option<&'o str>, is_known: bool) -> Self {
        Self {
            table: Some(table),
            key: Some(table.key.into()),
            kind: Some(table.kind.into()),
            method: Some(table.method.into()),
            id: id.map(Cow::Borrowed),
            is_known,
        }
    }

    fn unknown() -> Self {
        Self { table: None, key: None, kind: None, method: None, id: None, is_known: false }
    }

    /// Adds the ways to use it, until `add` says that there are too many.
    fn uses(&self, names: &KnownNames<'o>, add: &mut impl FnMut(Candidate<'o>) -> bool) -> bool {
        use UserVerification::{Biometrics, Pin};
        let candidate = |classes, has, verification| Candidate {
            key: self.key.clone(),
            kind: self.kind.clone(),
            method: self.method.clone(),
            id: self.id.clone(),
            classes,
            has,
            verification,
            is_known: self.is_known,
        };
        let mut each =
            |classes: Bits, always: Bits, sometimes: Bits, verifies: bool, like: &Likeness<'o>| {
                let verifications: &[UserVerification] = match verifies {
                    true => &[UserVerification::None, Pin, Biometrics],
                    false => &[UserVerification::None],
                };
                subsets(sometimes).all(|more| {
                    verifications.iter().all(|verification| {
                        let mut candidate = candidate(classes, always | more, *verification);
                        candidate.kind = candidate.kind.or(like.kind.map(Cow::Borrowed));
                        candidate.method = candidate.method.or(like.method.map(Cow::Borrowed));
                        add(candidate)
                    })
                })
            };
        if let Some(table) = self.table {
            let classes = FactorClass::ALL.into_iter().filter(|class| table.is_of(*class));
            let classes = classes.map(class_bit).fold(0, |classes, bit| classes | bit);
            let always = bits(|one| table.always(one));
            let sometimes = bits(|one| table.can(one)) & !always;
            let verifies = table.can(Characteristic::UserVerification);
            return each(classes, always, sometimes, verifies, &Likeness::default());
        }
        // It may be anything.
        let knowledge = class_bit(FactorClass::Knowledge);
        let possession = class_bit(FactorClass::Possession);
        let all = bits(|_| true);
        let kinds = if self.kind.is_some() { &[][..] } else { &names.types };
        let methods = if self.method.is_some() { &[][..] } else { &names.methods };
        [knowledge, possession, knowledge | possession].into_iter().all(|classes| {
            options(kinds).all(|kind| {
                options(methods)
                    .all(|method| each(classes, 0, all, true, &Likeness { kind, method }))
            })
        })
    }
}

/// What an authenticator that no table describes may have in common with others.
#[derive(Default)]
struct Likeness<'o> {
    kind: Option<&'o str>,
    method: Option<&'o str>,
}

fn options<'n, 'o>(names: &'n [&'o str]) -> impl Iterator<Item = Option<&'o str>> + use<'n, 'o> {
    [None].into_iter().chain(names.iter().map(|name| Some(*name)))
}

/// All subsets of a set of bits.
fn subsets(of: Bits) -> impl Iterator<Item = Bits> {
    (0..=Bits::MAX).filter(move |bits| bits & !of == 0)
}
