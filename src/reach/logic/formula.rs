//! Conditions as formulas over atoms: what may be true or false of a sign-in.

use std::borrow::Cow;
use std::collections::HashMap;

use super::patterns::Pattern;
use crate::reach::dimensions::{Choice, Membership, TextSource};
use crate::reach::doubts::Doubt;
use crate::reach::facts::Facts;
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

    /// Whether it holds where `assignment` says which variables are true.
    pub(crate) fn holds(self, assignment: &[bool]) -> bool {
        assignment[self.variable()] != self.is_negative()
    }
}

impl std::ops::Not for Literal {
    type Output = Self;

    fn not(self) -> Self {
        Self(self.0 ^ 1)
    }
}

/// A formula in negation normal form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Formula {
    Literal(Literal),
    /// All of them; true without any.
    All(Vec<Formula>),
    /// At least one of them; false without any.
    Any(Vec<Formula>),
}

impl Formula {
    pub(crate) const TRUE: Self = Self::All(Vec::new());
    pub(crate) const FALSE: Self = Self::Any(Vec::new());

    pub(crate) fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Self::All(inner) => kept.extend(inner),
                Self::Any(inner) if inner.is_empty() => return Self::FALSE,
                other => kept.push(other),
            }
        }
        if kept.len() == 1 { kept.swap_remove(0) } else { Self::All(kept) }
    }

    pub(crate) fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Self::Any(inner) => kept.extend(inner),
                Self::All(inner) if inner.is_empty() => return Self::TRUE,
                other => kept.push(other),
            }
        }
        if kept.len() == 1 { kept.swap_remove(0) } else { Self::Any(kept) }
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self::all([self, other])
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self::any([self, other])
    }

    pub(crate) fn holds(&self, assignment: &[bool]) -> bool {
        match self {
            Self::Literal(literal) => literal.holds(assignment),
            Self::All(parts) => parts.iter().all(|part| part.holds(assignment)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(assignment)),
        }
    }

    /// Whether it is plain that the other formula holds wherever this one does. That it does not
    /// is not said.
    pub(crate) fn implies(&self, other: &Self) -> bool {
        match (self, other) {
            (_, Self::All(parts)) => parts.iter().all(|part| self.implies(part)),
            (Self::Any(parts), _) => parts.iter().all(|part| part.implies(other)),
            (Self::All(parts), _) if parts.iter().any(|part| part.implies(other)) => true,
            (_, Self::Any(parts)) => parts.iter().any(|part| self.implies(part)),
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
        match self {
            Self::Literal(literal) if is_open(literal.variable()) => match side {
                Approximation::Under => Self::FALSE,
                Approximation::Over => Self::TRUE,
            },
            Self::Literal(literal) => Self::Literal(*literal),
            Self::All(parts) => {
                Self::all(parts.iter().map(|part| part.approximated(side, is_open)))
            }
            Self::Any(parts) => {
                Self::any(parts.iter().map(|part| part.approximated(side, is_open)))
            }
        }
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

    /// Whether the atom occurs in it.
    pub(crate) fn mentions(&self, atom: usize) -> bool {
        match self {
            Self::Literal(literal) => literal.variable() == atom,
            Self::All(parts) | Self::Any(parts) => parts.iter().any(|part| part.mentions(atom)),
        }
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
        match self {
            Self::Literal(literal) => Self::Literal(!literal),
            Self::All(parts) => Self::Any(parts.into_iter().map(|part| !part).collect()),
            Self::Any(parts) => Self::All(parts.into_iter().map(|part| !part).collect()),
        }
    }
}

/// The atoms that the formulas of one analysis share.
#[derive(Debug)]
pub(crate) struct Atoms<'f, 'd> {
    pub(crate) facts: &'f Facts<'d>,
    known: HashMap<Atom<'d>, usize>,
    all: Vec<Atom<'d>>,
}

impl<'f, 'd> Atoms<'f, 'd> {
    pub(crate) fn new(facts: &'f Facts<'d>) -> Self {
        Self { facts, known: HashMap::new(), all: Vec::new() }
    }

    pub(crate) fn all(&self) -> &[Atom<'d>] {
        &self.all
    }

    pub(crate) fn place(&self, atom: &Atom<'d>) -> Option<usize> {
        self.known.get(atom).copied()
    }

    fn atom(&mut self, atom: Atom<'d>) -> Formula {
        let next = self.all.len();
        let place = *self.known.entry(atom.clone()).or_insert(next);
        if place == next {
            self.all.push(atom);
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
        for one in &formulas {
            for other in formulas.iter().filter(|other| one.implies(other)) {
                assert!(one.summary().may_imply(other.summary()), "{one:?} {other:?}");
                implied += 1;
            }
        }
        assert!(implied > formulas.len());
    }
}
