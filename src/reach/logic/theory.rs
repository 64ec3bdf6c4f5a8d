//! What holds of atoms in every sign-in: one user, one platform, managed devices are registered.

use std::collections::{BTreeMap, HashMap};

use super::budget::Budget;
use super::formula::{Assignment, Atom, Atoms, Literal};
use super::patterns::{MatchingText, Pattern, text};
use crate::reach::dimensions::{Choice, TextSource};
use crate::reach::doubts::Doubt;
use crate::reach::facts::Facts;
use crate::reach::moment::Moment;

/// The background of all questions of one analysis.
#[derive(Debug, Default)]
pub(crate) struct Theory {
    /// Where the atom holds, so does the literal; in order.
    pub(crate) implications: Vec<(usize, Literal)>,
    /// At most one of each holds.
    pub(crate) choices: Vec<Vec<usize>>,
    /// Of each atom that is in one, which of the choices.
    choice_of: HashMap<usize, usize>,
    /// The patterns of each text.
    texts: BTreeMap<TextSource, Vec<usize>>,
    case_unheeded: Option<usize>,
}

/// Literals of which at least one holds.
pub(crate) type Clause = Vec<Literal>;

/// Why there are no texts for an assignment.
pub(crate) enum NoTexts {
    /// Because of this.
    Because(Clause),
    /// Nobody knows: finding out took too long.
    GaveUp,
}

impl Theory {
    pub(crate) fn of(atoms: &Atoms<'_, '_>) -> Self {
        let mut theory = Self { case_unheeded: case_unheeded(atoms), ..Self::default() };
        let mut choices: BTreeMap<(Moment, Choice), Vec<usize>> = BTreeMap::new();
        let mut types: Vec<(usize, Moment, &str)> = Vec::new();
        for (n, (atom, moment)) in atoms.each().enumerate() {
            match atom {
                Atom::Is(choice, name) => {
                    choices.entry((moment, *choice)).or_default().push(n);
                    if *choice == Choice::AppType {
                        types.push((n, moment, name));
                    }
                }
                Atom::Matches(source, _) => {
                    theory.texts.entry(source.clone()).or_default().push(n);
                }
                Atom::Has(..) | Atom::Opaque(_) | Atom::Doubt(_) => {}
            }
        }
        theory.choices = choices.into_values().filter(|values| values.len() > 1).collect();
        for (n, value) in theory.choices.iter().enumerate() {
            theory.choice_of.extend(value.iter().map(|atom| (*atom, n)));
        }
        for (n, (atom, moment)) in atoms.each().enumerate() {
            match atom {
                Atom::Has(membership, value) => {
                    for (other, holds) in atoms.facts.entailed(*membership, value) {
                        let other = Atom::Has(*membership, other.into());
                        let other = atoms.place_at(moment, &other);
                        let other = other.map(Literal::of);
                        let other = other.map(|other| if holds { other } else { !other });
                        theory.implications.extend(other.map(|other| (n, other)));
                    }
                }
                Atom::Opaque(opaque) => {
                    let opposite = opaque.opposite_of_false().map(Atom::Opaque);
                    let opposite = opposite.and_then(|opposite| atoms.place_at(moment, &opposite));
                    theory.implications.extend(opposite.map(|one| (n, !Literal::of(one))));
                }
                Atom::Is(Choice::App, app) => {
                    let types = types.iter().filter(|(_, its, _)| *its == moment);
                    let types = types.map(|(place, _, name)| (*place, *name));
                    theory.implications.extend(of_type(app, n, types, atoms.facts));
                }
                Atom::Is(..) | Atom::Matches(..) | Atom::Doubt(_) => {}
            }
        }
        theory
    }

    /// How many patterns there are.
    pub(crate) fn patterns(&self) -> usize {
        self.texts.values().map(Vec::len).sum()
    }

    /// What follows from the atom.
    fn consequences(&self, atom: usize) -> impl Iterator<Item = Literal> {
        let start = self.implications.partition_point(|(one, _)| *one < atom);
        let of_atom = self.implications[start..].iter().take_while(move |(one, _)| *one == atom);
        of_atom.map(|(_, other)| *other)
    }

    /// Whether it is possible for all of `assignment` to be so, apart from texts.
    fn allows(&self, assignment: &Assignment) -> bool {
        let atoms = || assignment.atoms().iter();
        let mut choices: Vec<usize> =
            atoms().filter_map(|atom| self.choice_of.get(atom).copied()).collect();
        choices.sort_unstable();
        let is_single = choices.windows(2).all(|pair| pair[0] != pair[1]);
        is_single
            && atoms().all(|atom| self.consequences(*atom).all(|other| other.holds(assignment)))
    }

    /// Texts for which exactly those patterns hold that `assignment` says; none of a text that no
    /// pattern has to take.
    pub(crate) fn texts(
        &self,
        assignment: &Assignment,
        atoms: &Atoms<'_, '_>,
        budget: &Budget,
    ) -> Result<BTreeMap<TextSource, Option<String>>, NoTexts> {
        let ignore_case = self.case_unheeded.is_some_and(|case| assignment.has(case));
        let mut texts = BTreeMap::new();
        for (source, places) in &self.texts {
            let (met, unmet): (Vec<usize>, Vec<usize>) =
                places.iter().partition(|place| assignment.has(**place));
            if met.is_empty() {
                texts.insert(source.clone(), None);
                continue;
            }
            let patterns = |places: &[usize]| -> Vec<&Pattern<'_>> {
                places.iter().filter_map(|place| pattern(atoms, *place)).collect()
            };
            match text(&patterns(&met), &patterns(&unmet), ignore_case, budget) {
                MatchingText::Found(text) => texts.insert(source.clone(), Some(text)),
                MatchingText::GaveUp => return Err(NoTexts::GaveUp),
                MatchingText::Impossible { met: because, unmet: because_not } => {
                    let mut clause: Clause =
                        because.iter().map(|n| !Literal::of(met[*n])).collect();
                    clause.extend(because_not.iter().map(|n| Literal::of(unmet[*n])));
                    clause.extend(self.case_unheeded.map(|case| {
                        let case = Literal::of(case);
                        if ignore_case { !case } else { case }
                    }));
                    return Err(NoTexts::Because(clause));
                }
            };
        }
        Ok(texts)
    }

    /// Makes what follows from `assignment` true: consequences, and patterns that happen to take a text
    /// for the patterns that hold. Returns whether all is possible.
    pub(crate) fn complete(
        &self,
        assignment: &mut Assignment,
        atoms: &Atoms<'_, '_>,
        budget: &Budget,
    ) -> bool {
        let mut new = assignment.atoms().to_vec();
        while let Some(atom) = new.pop() {
            for other in self.consequences(atom).filter(|other| !other.is_negative()) {
                if assignment.insert(other.variable()) {
                    new.push(other.variable());
                }
            }
        }
        let ignore_case = self.case_unheeded.is_some_and(|case| assignment.has(case));
        for places in self.texts.values() {
            let met: Vec<&Pattern<'_>> = places
                .iter()
                .filter(|place| assignment.has(**place))
                .filter_map(|place| pattern(atoms, *place))
                .collect();
            if met.is_empty() {
                continue;
            }
            let MatchingText::Found(text) = text(&met, &[], ignore_case, budget) else {
                return false;
            };
            for place in places {
                match pattern(atoms, *place).is_some_and(|one| one.takes(&text, ignore_case)) {
                    true => {
                        assignment.insert(*place);
                    }
                    false => assignment.remove(*place),
                }
            }
        }
        self.allows(assignment)
    }
}

fn case_unheeded(atoms: &Atoms<'_, '_>) -> Option<usize> {
    atoms.place(&Atom::Doubt(Doubt::CaseUnheeded))
}

fn pattern<'a, 'd>(atoms: &'a Atoms<'_, 'd>, place: usize) -> Option<&'a Pattern<'d>> {
    match &atoms.all()[place] {
        Atom::Matches(_, pattern) => Some(pattern),
        _ => None,
    }
}

/// An app instance is of one type (Apps API, `name`), which an export of the apps tells.
fn of_type<'t>(
    app: &str,
    here: usize,
    types: impl Iterator<Item = (usize, &'t str)>,
    facts: &Facts<'_>,
) -> Vec<(usize, Literal)> {
    let Some(its) = facts.app_type(app) else {
        return Vec::new();
    };
    let is_its = |place: usize, name: &str| {
        let place = Literal::of(place);
        if name == its { place } else { !place }
    };
    types.map(|(place, name)| (here, is_its(place, name))).collect()
}
