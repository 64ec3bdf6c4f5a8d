//! Which of many formulas a sign-in meets, without a look at each: a formula that asks for one of a
//! few atoms is looked at only where a sign-in has one of these.

use std::ops::Range;

use foldhash::HashMap;

use super::formula::Formula;

/// Formulas, by number, by the atoms that they ask for.
#[derive(Debug, Default)]
pub(crate) struct Takers {
    by_atom: HashMap<usize, Vec<usize>>,
    /// Those that may be met without any atom.
    unguarded: Vec<usize>,
}

/// Who asks for one of more atoms than this is looked at always.
const MOST_GUARDS: usize = 64;

impl Takers {
    pub(crate) fn of<'f>(formulas: impl Iterator<Item = &'f Formula> + Clone) -> Self {
        let mut frequencies: HashMap<usize, usize> = HashMap::default();
        for formula in formulas.clone() {
            count_atoms(formula, &mut frequencies);
        }
        let mut takers = Self::default();
        for (n, formula) in formulas.enumerate() {
            match guard(formula, &frequencies) {
                None => takers.unguarded.push(n),
                Some(guard) => guard
                    .atoms
                    .into_iter()
                    .for_each(|atom| takers.by_atom.entry(atom).or_default().push(n)),
            }
        }
        takers
    }

    /// Those of the formulas numbered `among` that a sign-in with these atoms may meet, and all that
    /// plainly follow from a formula whose atoms these are; in order.
    pub(crate) fn candidates(
        &self,
        atoms: impl IntoIterator<Item = usize>,
        among: Range<usize>,
    ) -> Candidates<'_> {
        let lists = atoms.into_iter().filter_map(|atom| self.by_atom.get(&atom));
        let lists = lists.chain([&self.unguarded]).map(|list| {
            let start = list.partition_point(|n| *n < among.start);
            let end = list.partition_point(|n| *n < among.end);
            list.get(start..end).unwrap_or_default()
        });
        Candidates { lists: lists.filter(|list| !list.is_empty()).collect() }
    }
}

/// Numbers in several lists, each once, in order.
pub(crate) struct Candidates<'t> {
    lists: Vec<&'t [usize]>,
}

impl Iterator for Candidates<'_> {
    /// A number, with what it takes to find it.
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        let first = self.lists.iter().filter_map(|list| list.first()).min().copied()?;
        for list in &mut self.lists {
            if list.first() == Some(&first) {
                *list = &list[1..];
            }
        }
        Some((first, self.lists.len()))
    }
}

/// Atoms one of which holds wherever a formula does.
struct Guard {
    atoms: Vec<usize>,
    /// How often others have them.
    frequency: usize,
}

fn count_atoms(formula: &Formula, frequencies: &mut HashMap<usize, usize>) {
    match formula {
        Formula::Literal(literal) if literal.is_negative() => {}
        Formula::Literal(literal) => *frequencies.entry(literal.variable()).or_default() += 1,
        Formula::All(parts) | Formula::Any(parts) => {
            parts.iter().for_each(|part| count_atoms(part, frequencies));
        }
    }
}

/// The atoms that are rarest, if the formula asks for any.
fn guard(formula: &Formula, frequencies: &HashMap<usize, usize>) -> Option<Guard> {
    match formula {
        Formula::Literal(literal) if literal.is_negative() => None,
        Formula::Literal(literal) => {
            let atom = literal.variable();
            let frequency = frequencies.get(&atom).copied().unwrap_or_default();
            Some(Guard { atoms: vec![atom], frequency })
        }
        Formula::All(parts) => {
            let guards = parts.iter().filter_map(|part| guard(part, frequencies));
            guards.min_by_key(|guard| guard.frequency)
        }
        Formula::Any(parts) => {
            let mut whole = Guard { atoms: Vec::new(), frequency: 0 };
            for part in parts.iter() {
                let guard = guard(part, frequencies)?;
                whole.frequency += guard.frequency;
                whole.atoms.extend(guard.atoms);
                if whole.atoms.len() > MOST_GUARDS {
                    return None;
                }
            }
            whole.atoms.sort_unstable();
            whole.atoms.dedup();
            Some(whole)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::formula::{Assignment, Literal};
    use super::*;

    #[test]
    fn nothing_that_holds_is_missed() {
        let is = |atom| Formula::Literal(Literal::of(atom));
        let formulas = [
            is(0).and(is(1)),
            is(0).or(is(1).and(!is(2))),
            !is(0),
            Formula::TRUE,
            Formula::FALSE,
            is(2).or(!is(1)),
            is(0).or(is(2)).and(is(1)),
        ];
        let takers = Takers::of(formulas.iter());
        for mask in 0..8 {
            let assignment: Assignment = (0..3).filter(|atom| mask >> atom & 1 == 1).collect();
            for among in [0..formulas.len(), 2..5] {
                let atoms = assignment.atoms().iter().copied();
                let found: Vec<usize> =
                    takers.candidates(atoms, among.clone()).map(|(n, _)| n).collect();
                let holding = among.filter(|n| formulas[*n].holds(&assignment));
                assert!(found.is_sorted(), "{found:?}");
                assert!(holding.into_iter().all(|n| found.contains(&n)), "{mask}: {found:?}");
            }
        }
        let none = takers.candidates([], 0..formulas.len());
        assert_eq!(none.map(|(n, _)| n).collect::<Vec<_>>(), [2, 3, 5]);
    }
}
