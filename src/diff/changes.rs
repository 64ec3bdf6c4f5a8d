//! Which sign-ins end otherwise, and how.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::ends::{End, ends};
use super::respects::{Respect, Respects};
use super::targets::{Target, Targets};
use super::{Change, Diff, Direction, Side, resources};
use crate::map;
use crate::model::{Export, PolicyType, named};
use crate::outcome::Dimension;
use crate::reach::{
    Answer, Asking, Competition, CompetitionIndex, Facts, Inquiry, Moment, Names, Occasion,
    RuleIndex, Universe,
};

/// Compares two exports of one org.
pub(super) fn between<'d>(old: &Export<'d>, new: &Export<'d>) -> Diff {
    let facts = Facts::common(&Facts::of(old), &Facts::of(new));
    let competitions = [old, new].map(Competition::of);
    let Targets { both, mut not_compared } =
        Targets::of((old, &competitions[0]), (new, &competitions[1]));
    let names = [old, new].map(|export| Names { resources: &export.resources, facts: &facts });
    let respects = Respects::default();
    let compared: Vec<Result<Compared, String>> = both
        .into_par_iter()
        .map(|target| {
            let Target { name, old, new } = &target;
            let pair = [&competitions[0][*old], &competitions[1][*new]];
            Pair { name, competitions: pair, facts: &facts, names: &names, respects: &respects }
                .compared()
        })
        .collect();
    let mut diff = Diff { taken_as_unchanged: resources::changed(old, new), ..Diff::default() };
    for one in compared {
        match one {
            Ok(Compared { changes, not_compared: in_part }) => {
                diff.compared += 1;
                diff.changes.extend(changes);
                not_compared.extend(in_part);
            }
            Err(why) => not_compared.push(why),
        }
    }
    diff.not_compared = not_compared;
    diff
}

/// What came of comparing two competitions.
struct Compared {
    changes: Vec<Change>,
    /// Sentences.
    not_compared: Vec<String>,
}

/// By what changes are told apart: what happens now, the respect and the direction.
type Group = (Option<RuleIndex>, Dimension, Direction);

/// Two competitions.
struct Pair<'u, 'e, 'd> {
    name: &'u str,
    competitions: [&'e Competition<'e, 'd>; 2],
    facts: &'u Facts<'d>,
    names: &'u [Names<'u, 'd>; 2],
    respects: &'u Respects<'d>,
}

/// The sign-ins of two competitions that end otherwise, as far as they were looked for.
struct Search<'p, 'u, 'e, 'd> {
    pair: &'p Pair<'u, 'e, 'd>,
    asking: Asking<'p, 'e, 'e, 'd>,
    sides: [CompetitionIndex; 2],
    /// By the classes of both ends.
    respects: HashMap<(usize, usize), Arc<[Respect]>>,
    changes: BTreeMap<Group, Change>,
    /// How many pairs of ends took too long.
    undecided: usize,
    /// Whether a sign-in may be one that no rule takes on one side, and that some rule takes which the
    /// export lacks.
    is_beyond: bool,
}

impl<'d> Search<'_, '_, '_, 'd> {
    /// Looks for sign-ins that ended at the one and end at the other.
    fn look_at(&mut self, old: &End<'d>, new: &End<'d>) {
        let respects = self.respects.entry((old.class, new.class));
        let respects = respects.or_insert_with(|| self.pair.respects.of(old, new));
        let group = |respect: &Respect| (new.index, respect.dimension, respect.direction());
        let is_open = |respect: &&Respect| {
            self.changes.get(&group(respect)).is_none_or(|change| !change.is_sure)
        };
        let open: Vec<Respect> = respects.iter().filter(is_open).cloned().collect();
        // Authorization servers refuse whoever no rule takes (Policy API, "Policy evaluation").
        let is_refused = self.pair.competitions[0].kind == PolicyType::OAUTH_AUTHORIZATION_POLICY;
        let is_beyond = !is_refused && (old.index.is_none() || new.index.is_none());
        if open.is_empty() || is_beyond && self.is_beyond {
            return;
        }
        let (occasion, is_sure) = match self.asking.ask(&self.inquiry(old, new)) {
            Answer::Never { .. } => return,
            Answer::OutOfBudget | Answer::Disputed => return self.undecided += 1,
            Answer::Sure(_) | Answer::Possible(_) if is_beyond => return self.is_beyond = true,
            Answer::Sure(occasion) => (occasion, true),
            Answer::Possible(occasion) => (occasion, false),
        };
        for respect in open {
            let change = self.pair.change(&respect, [old, new], &occasion, is_sure);
            match is_sure {
                true => drop(self.changes.insert(group(&respect), change)),
                false => drop(self.changes.entry(group(&respect)).or_insert(change)),
            }
        }
    }

    fn inquiry(&self, old: &End<'d>, new: &End<'d>) -> Inquiry {
        let ends = self.sides.into_iter().zip([old.index, new.index]);
        ends.fold(Inquiry::default(), |inquiry, (side, rule)| match rule {
            Some(rule) => inquiry.first(side, rule),
            None => inquiry.unmatched(side),
        })
    }

    fn compared(self) -> Compared {
        let Self { pair: Pair { name, .. }, changes, undecided, is_beyond, .. } = self;
        let pairs = if undecided == 1 { "pair of rules takes" } else { "pairs of rules take" };
        let took_long =
            (undecided > 0).then(|| format!("{name}: {undecided} {pairs} too long to compare"));
        let lacking = is_beyond.then(|| {
            format!(
                "{name}: sign-ins that no rule takes on one side, where the export lacks a default"
            )
        });
        Compared {
            changes: changes.into_values().collect(),
            not_compared: took_long.into_iter().chain(lacking).collect(),
        }
    }
}

impl<'d> Pair<'_, '_, 'd> {
    /// What changes; or why nobody knows.
    fn compared(&self) -> Result<Compared, String> {
        for (competition, which) in self.competitions.iter().zip(["old", "new"]) {
            if !competition.has_all_rules() {
                return Err(format!("{}: rules are missing in the {which} export", self.name));
            }
        }
        let mut builder = Universe::builder(self.facts);
        let sides = self.competitions.map(|one| builder.compete(one, Moment::Access));
        let universe = builder.build();
        let [old, new] = ends(self.competitions, &universe, sides);
        let mut search = Search {
            pair: self,
            asking: Asking::of(&universe),
            sides,
            respects: HashMap::new(),
            changes: BTreeMap::new(),
            undecided: 0,
            is_beyond: false,
        };
        // What neither was nor is otherwise ends the same way for all that reach it.
        let changed: Vec<&End<'d>> = old.iter().filter(|end| !end.stays).collect();
        let all: Vec<&End<'d>> = old.iter().collect();
        for new in &new {
            let old = if new.stays { &changed } else { &all };
            for old in old.iter().filter(|old| old.class != new.class) {
                search.look_at(old, new);
            }
        }
        Ok(search.compared())
    }

    fn change(
        &self,
        respect: &Respect,
        [old, new]: [&End<'d>; 2],
        occasion: &Occasion,
        is_sure: bool,
    ) -> Change {
        Change {
            target: self.name.to_owned(),
            dimension: respect.dimension,
            strength: respect.strength,
            settings: respect.settings.clone(),
            old: self.side(0, old),
            new: self.side(1, new),
            sign_in: occasion.words(&self.names[1]),
            is_sure,
            gained: respect.gained.as_ref().map(ToString::to_string),
        }
    }

    fn side(&self, n: usize, end: &End<'d>) -> Side {
        let competition = self.competitions[n];
        let Some(index) = end.index else {
            let outcome = match competition.kind == PolicyType::OAUTH_AUTHORIZATION_POLICY {
                true => "refused: no rule matches",
                false => "no rule of the export matches",
            };
            return Side { outcome: outcome.to_owned(), ..Side::default() };
        };
        let rule = competition.rule(index).rule;
        let document = rule.node.document();
        Side {
            policy: competition.policies[index.policy].policy.map(|policy| named(policy.node)),
            rule: Some(named(rule.node)),
            location: Some(document.location(rule.node.span(), Some(rule.node.pointer()))),
            outcome: map::outcome_words(rule, &self.names[n]),
        }
    }
}
