//! Conditions as formulas over atoms: what may be true or false of a sign-in.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

use foldhash::HashMap;

use super::patterns::Pattern;
use crate::reach::dimensions::{Choice, Membership, TextSource};
use crate::reach::doubts::Doubt;
use crate::reach::facts::Facts;
use crate::reach::moment::Moment;
use crate::reach::opaque::Opaque;

/// Something that is true or false of a sign-in, or of Okta.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Atom<'d> {
    /// The sign-in's one value of the choice is this.
    Is(Choice, Cow<'d, str>),
    /// This is among what the sign-in has.
    Has(Membership, Cow<'d, str>),
    /// The text is there and the pattern takes it.
    Matches(TextSource, Pattern<'d>),
    /// What catchall does not look into holds.
    Opaque(Opaque),
    /// The answer to the doubt is yes.
    Doubt(Doubt),
}

impl Atom<'_> {
    /// Whether it is the same at each sign-in of a user.
    fn is_lasting(&self) -> bool {
        match self {
            Self::Is(choice, _) => choice.dimension().is_lasting,
            Self::Has(membership, _) => membership.dimension().is_lasting,
            Self::Opaque(opaque) => opaque.is_lasting(),
            Self::Matches(..) | Self::Doubt(_) => true,
        }
    }
}

/// An atom, by its place among the [`Atoms`], or its negation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Literal(u32);

impl Literal {
    pub(crate) fn of(variable: usize) -> Self {
        // A policy with 2^31 atoms would not fit into a document of 4 GiB.
        Self((variable as u32) << 1)
    }

    pub(crate) fn variable(self) -> usize {
        (self.0 >> 1) as usize
    }

    pub(crate) fn is_negative(self) -> bool {
        self.0 & 1 == 1
    }

    pub(crate) fn holds(self, assignment: &Assignment) -> bool {
        assignment.has(self.variable()) != self.is_negative()
    }
}

impl std::ops::Not for Literal {
    type Output = Self;

    fn not(self) -> Self {
        Self(self.0 ^ 1)
    }
}

/// One sign-in: the atoms that hold, by their places, in order. All others do not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Assignment(Vec<usize>);

impl Assignment {
    pub(crate) fn has(&self, atom: usize) -> bool {
        self.0.binary_search(&atom).is_ok()
    }

    /// Makes the atom hold. Whether it did not before.
    pub(crate) fn insert(&mut self, atom: usize) -> bool {
        let place = self.0.binary_search(&atom);
        let place = place.map_err(|place| self.0.insert(place, atom));
        place.is_err()
    }

    pub(crate) fn remove(&mut self, atom: usize) {
        self.0.retain(|one| *one != atom);
    }

    /// The atoms that hold.
    pub(crate) fn atoms(&self) -> &[usize] {
        &self.0
    }
}

impl FromIterator<usize> for Assignment {
    fn from_iter<I: IntoIterator<Item = usize>>(atoms: I) -> Self {
        let mut atoms: Vec<usize> = atoms.into_iter().collect();
        atoms.sort_unstable();
        atoms.dedup();
        Self(atoms)
    }
}

/// Formulas that are joined. What holds the same formula twice shares it: nested expressions say of
/// each part that it is true, and that it is false, several times over.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parts(Option<Arc<[Formula]>>);

impl Parts {
    const NONE: Self = Self(None);

    /// By what others that share the formulas are told, where any may do so.
    pub(super) fn shared(&self) -> Option<*const Formula> {
        let parts = self.0.as_ref().filter(|parts| Arc::strong_count(parts) > 1)?;
        Some(parts.as_ptr())
    }
}

impl From<Vec<Formula>> for Parts {
    fn from(parts: Vec<Formula>) -> Self {
        if parts.is_empty() { Self::NONE } else { Self(Some(parts.into())) }
    }
}

impl std::ops::Deref for Parts {
    type Target = [Formula];

    fn deref(&self) -> &[Formula] {
        self.0.as_deref().unwrap_or_default()
    }
}

impl PartialEq for Parts {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && (self.as_ptr() == other.as_ptr() || self[..] == other[..])
    }
}

impl Eq for Parts {}

impl PartialOrd for Parts {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Parts {
    fn cmp(&self, other: &Self) -> Ordering {
        self[..].cmp(&other[..])
    }
}

/// A formula in negation normal form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Formula {
    Literal(Literal),
    /// All of them; true without any.
    All(Parts),
    /// At least one of them; false without any.
    Any(Parts),
}

impl Formula {
    pub(crate) const TRUE: Self = Self::All(Parts::NONE);
    pub(crate) const FALSE: Self = Self::Any(Parts::NONE);

    pub(crate) fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut parts = parts.into_iter();
        let mut kept = Vec::new();
        // What is the only one is shared.
        let first = match (parts.next(), parts.next()) {
            (Some(only), None) => return only,
            (first, second) => [first, second],
        };
        for part in first.into_iter().flatten().chain(parts) {
            match part {
                Self::All(inner) => kept.extend_from_slice(&inner),
                Self::Any(inner) if inner.is_empty() => return Self::FALSE,
                other => kept.push(other),
            }
        }
        if kept.len() == 1 { kept.swap_remove(0) } else { Self::All(kept.into()) }
    }

    pub(crate) fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Self::Any(inner) => kept.extend_from_slice(&inner),
                Self::All(inner) if inner.is_empty() => return Self::TRUE,
                other => kept.push(other),
            }
        }
        if kept.len() == 1 { kept.swap_remove(0) } else { Self::Any(kept.into()) }
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self::all([self, other])
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self::any([self, other])
    }

    pub(crate) fn holds(&self, assignment: &Assignment) -> bool {
        match self {
            Self::Literal(literal) => literal.holds(assignment),
            Self::All(parts) => parts.iter().all(|part| part.holds(assignment)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(assignment)),
        }
    }

    /// How many literals it has, each as often as it is written.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Literal(_) => 1,
            Self::All(parts) | Self::Any(parts) => 1 + parts.iter().map(Self::size).sum::<usize>(),
        }
    }

    /// Whether it is plain that the other formula holds wherever this one does. That it does not
    /// is not said, and neither is anything once it has taken too many `steps`.
    pub(crate) fn implies(&self, other: &Self, steps: &mut u64) -> bool {
        let Some(left) = steps.checked_sub(1) else {
            return false;
        };
        *steps = left;
        match (self, other) {
            (_, Self::All(parts)) => parts.iter().all(|part| self.implies(part, steps)),
            (Self::Any(parts), _) => parts.iter().all(|part| part.implies(other, steps)),
            (Self::All(parts), _) if parts.iter().any(|part| part.implies(other, steps)) => true,
            (_, Self::Any(parts)) => parts.iter().any(|part| self.implies(part, steps)),
            (one, other) => one == other,
        }
    }

    /// The formula with every atom that is open taken the way that makes it hold least, or most.
    /// What stays is free of them.
    pub(crate) fn approximated(
        &self,
        side: Approximation,
        is_open: &dyn Fn(usize) -> bool,
    ) -> Self {
        let taken = match side {
            Approximation::Under => Self::FALSE,
            Approximation::Over => Self::TRUE,
        };
        let replace = |literal: Literal| match is_open(literal.variable()) {
            true => taken.clone(),
            false => Self::Literal(literal),
        };
        self.replaced(&replace, &mut HashMap::default())
    }

    /// The formula with its literals replaced. What it shares stays shared.
    fn replaced(
        &self,
        replace: &dyn Fn(Literal) -> Self,
        known: &mut HashMap<*const Self, Self>,
    ) -> Self {
        let parts = match self {
            Self::Literal(literal) => return replace(*literal),
            Self::All(parts) | Self::Any(parts) => parts,
        };
        let shared = parts.shared();
        if let Some(done) = shared.and_then(|shared| known.get(&shared)) {
            return done.clone();
        }
        let each: Vec<Self> = parts.iter().map(|part| part.replaced(replace, known)).collect();
        let done = match self {
            _ if each[..] == parts[..] => self.clone(),
            Self::All(_) => Self::all(each),
            _ => Self::any(each),
        };
        if let Some(shared) = shared {
            known.insert(shared, done.clone());
        }
        done
    }

    /// A summary that shows of most formulas which of them do not plainly imply each other.
    pub(crate) fn summary(&self) -> Summary {
        match self {
            Self::Literal(literal) => {
                let bit = 1 << (mixed(u64::from(literal.0)) % 64);
                Summary { has: bit, needs: bit }
            }
            Self::All(parts) => {
                parts.iter().map(Self::summary).fold(Summary { has: 0, needs: 0 }, |whole, part| {
                    Summary { has: whole.has | part.has, needs: whole.needs | part.needs }
                })
            }
            Self::Any(parts) => parts.iter().map(Self::summary).fold(
                Summary { has: 0, needs: u64::MAX },
                |whole, part| Summary {
                    has: whole.has | part.has,
                    needs: whole.needs & part.needs,
                },
            ),
        }
    }

    /// The atoms that it asks for, in order.
    pub(crate) fn positive_atoms(&self) -> Vec<usize> {
        self.atoms_of(&|literal| !literal.is_negative())
    }

    /// The atoms that occur in it, in order.
    pub(crate) fn atoms(&self) -> Vec<usize> {
        self.atoms_of(&|_| true)
    }

    fn atoms_of(&self, counts: &dyn Fn(Literal) -> bool) -> Vec<usize> {
        fn collect(formula: &Formula, counts: &dyn Fn(Literal) -> bool, atoms: &mut Vec<usize>) {
            match formula {
                Formula::Literal(literal) if counts(*literal) => atoms.push(literal.variable()),
                Formula::Literal(_) => {}
                Formula::All(parts) | Formula::Any(parts) => {
                    parts.iter().for_each(|part| collect(part, counts, atoms));
                }
            }
        }
        let mut atoms = Vec::new();
        collect(self, counts, &mut atoms);
        atoms.sort_unstable();
        atoms.dedup();
        atoms
    }

    /// A number that is equal for formulas that differ in the order of their parts only, and rarely
    /// for others.
    pub(crate) fn digest(&self) -> u64 {
        let (parts, salt) = match self {
            Self::Literal(literal) => return mixed(u64::from(literal.0)),
            Self::All(parts) => (parts, 1),
            Self::Any(parts) => (parts, 2),
        };
        let sum = parts.iter().map(Self::digest).fold(salt, u64::wrapping_add);
        mixed(sum)
    }

    /// The formula with its parts in order, so that formulas that differ in order only are equal.
    pub(crate) fn sorted(&self) -> Self {
        let sorted = |parts: &[Self]| {
            let mut parts: Vec<Self> = parts.iter().map(Self::sorted).collect();
            parts.sort();
            parts.dedup();
            parts
        };
        match self {
            Self::Literal(literal) => Self::Literal(*literal),
            Self::All(parts) => Self::all(sorted(parts)),
            Self::Any(parts) => Self::any(sorted(parts)),
        }
    }
}

/// The literals of a formula, each as one of 64 bits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Summary {
    /// Those that occur in it.
    has: u64,
    /// Those that occur in every formula that plainly implies it.
    needs: u64,
}

impl Summary {
    /// Whether a formula that some assignment meets may plainly imply another.
    pub(crate) fn may_imply(self, other: Self) -> bool {
        other.needs & !self.has == 0
    }
}

/// Spreads the bits of a number (splitmix64).
fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// How what is open is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Approximation {
    /// What holds now surely holds.
    Under,
    /// What does not hold now surely does not hold.
    Over,
}

impl std::ops::Not for Formula {
    type Output = Self;

    fn not(self) -> Self {
        let negated = |parts: &Parts| -> Parts {
            parts.iter().map(|part| !part.clone()).collect::<Vec<Self>>().into()
        };
        match &self {
            Self::Literal(literal) => Self::Literal(!*literal),
            Self::All(parts) => Self::Any(negated(parts)),
            Self::Any(parts) => Self::All(negated(parts)),
        }
    }
}

/// The atoms that the formulas of one analysis share.
#[derive(Debug)]
pub(crate) struct Atoms<'f, 'd> {
    pub(crate) facts: &'f Facts<'d>,
    /// By the moment that they are about; what is lasting is about the first.
    known: [HashMap<Atom<'d>, usize>; Moment::ALL.len()],
    all: Vec<Atom<'d>>,
    moments: Vec<Moment>,
    /// What is said now is about this one.
    pub(crate) moment: Moment,
}

impl<'f, 'd> Atoms<'f, 'd> {
    pub(crate) fn new(facts: &'f Facts<'d>) -> Self {
        let known = Moment::ALL.map(|_| HashMap::default());
        Self { facts, known, all: Vec::new(), moments: Vec::new(), moment: Moment::Access }
    }

    pub(crate) fn all(&self) -> &[Atom<'d>] {
        &self.all
    }

    /// Each atom with the moment that it is about; what is lasting is about all.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&Atom<'d>, Moment)> {
        self.all.iter().zip(self.moments.iter().copied())
    }

    /// The atoms that are true or false at the moment, by their places.
    pub(crate) fn at(&self, moment: Moment) -> impl Iterator<Item = (usize, &Atom<'d>)> {
        let all = self.each().enumerate();
        let is_at = move |(_, (atom, its)): &(usize, (&Atom<'d>, Moment))| {
            *its == moment || atom.is_lasting()
        };
        all.filter(is_at).map(|(n, (atom, _))| (n, atom))
    }

    pub(crate) fn place(&self, atom: &Atom<'d>) -> Option<usize> {
        self.place_at(Moment::Access, atom)
    }

    pub(crate) fn place_at(&self, moment: Moment, atom: &Atom<'d>) -> Option<usize> {
        self.known[moment.of(atom.is_lasting()) as usize].get(atom).copied()
    }

    fn atom(&mut self, atom: Atom<'d>) -> Formula {
        let next = self.all.len();
        let moment = self.moment.of(atom.is_lasting());
        let place = *self.known[moment as usize].entry(atom.clone()).or_insert(next);
        if place == next {
            self.all.push(atom);
            self.moments.push(moment);
        }
        Formula::Literal(Literal::of(place))
    }

    pub(crate) fn is(&mut self, choice: Choice, value: impl Into<Cow<'d, str>>) -> Formula {
        self.atom(Atom::Is(choice, value.into()))
    }

    pub(crate) fn is_one_of(&mut self, choice: Choice, values: &[Cow<'d, str>]) -> Formula {
        Formula::any(values.iter().map(|value| self.is(choice, value.clone())))
    }

    pub(crate) fn has(
        &mut self,
        membership: Membership,
        value: impl Into<Cow<'d, str>>,
    ) -> Formula {
        let value = value.into();
        if membership == Membership::Group && self.facts.is_everyone(&value) {
            return Formula::TRUE;
        }
        self.atom(Atom::Has(membership, value))
    }

    pub(crate) fn has_any(&mut self, membership: Membership, values: &[Cow<'d, str>]) -> Formula {
        Formula::any(values.iter().map(|value| self.has(membership, value.clone())))
    }

    pub(crate) fn matches(&mut self, source: &TextSource, pattern: &Pattern<'d>) -> Formula {
        // Whether case counts decides which patterns take a text.
        self.doubt(Doubt::CaseUnheeded);
        self.atom(Atom::Matches(source.clone(), pattern.clone()))
    }

    pub(crate) fn doubt(&mut self, doubt: Doubt) -> Formula {
        self.atom(Atom::Doubt(doubt))
    }

    pub(crate) fn opaque(&mut self, opaque: &Opaque) -> Formula {
        self.atom(Atom::Opaque(opaque.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Formulas of two levels over three atoms.
    fn formulas() -> Vec<Formula> {
        let literals = (0..3).flat_map(|n| [Literal::of(n), !Literal::of(n)]);
        let literals: Vec<Formula> = literals.map(Formula::Literal).collect();
        let pairs = |all: &[Formula]| -> Vec<Formula> {
            let pairs = all.iter().flat_map(|one| all.iter().map(move |other| (one, other)));
            let both = |(one, other): (&Formula, &Formula)| {
                [one.clone().and(other.clone()), one.clone().or(other.clone())]
            };
            pairs.flat_map(both).collect()
        };
        let mut all = pairs(&literals);
        all.extend(literals);
        all.push(Formula::TRUE);
        let more: Vec<Formula> = all.iter().step_by(7).cloned().collect();
        all.extend(pairs(&more));
        all
    }

    #[test]
    fn what_plainly_implies_another_may_do_so_by_its_summary() {
        let (formulas, mut implied) = (formulas(), 0);
        let implies = |one: &Formula, other: &Formula| one.implies(other, &mut u64::MAX.clone());
        for one in &formulas {
            for other in formulas.iter().filter(|other| implies(one, other)) {
                assert!(one.summary().may_imply(other.summary()), "{one:?} {other:?}");
                implied += 1;
            }
        }
        assert!(implied > formulas.len());
    }
}
