//! Which sign-ins end otherwise, and how.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::alignment::common;
use super::targets::{Target, Targets};
use super::{Change, Diff, Direction, Side, resources};
use crate::json::Node;
use crate::map;
use crate::model::{Export, PolicyType, named};
use crate::okta::Key;
use crate::outcome::{Classes, Comparison, Dimension, Outcome, PasswordSettings, Proof, Strength};
use crate::reach::{
    Answer, Competition, CompetitionIndex, Facts, Inquiry, Moment, Names, Occasion, RuleIndex,
    Universe,
};

/// Compares two exports of one org.
pub(super) fn between<'d>(old: &Export<'d>, new: &Export<'d>) -> Diff {
    let facts = Facts::common(&Facts::of(old), &Facts::of(new));
    let competitions = [old, new].map(Competition::of);
    let Targets { both, mut not_compared } =
        Targets::of((old, &competitions[0]), (new, &competitions[1]));
    let names = [old, new].map(|export| Names { resources: &export.resources, facts: &facts });
    let compared: Vec<Result<Compared, String>> = both
        .into_par_iter()
        .map(|target| {
            let Target { name, old, new } = &target;
            let pair = [&competitions[0][*old], &competitions[1][*new]];
            Pair { name, competitions: pair, facts: &facts, names: &names }.compared()
        })
        .collect();
    let mut diff = Diff { taken_as_unchanged: resources::changed(old, new), ..Diff::default() };
    for one in compared {
        match one {
            Ok(Compared { changes, undecided }) => {
                diff.compared += 1;
                diff.changes.extend(changes);
                not_compared.extend(undecided);
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
    undecided: Option<String>,
}

/// What a sign-in may end at: a rule, or nothing.
struct End<'d> {
    /// None where no rule matches.
    index: Option<RuleIndex>,
    outcome: Option<Outcome<'d>>,
    settings: Option<PasswordSettings<'d>>,
    /// Equal where the same surely happens.
    class: usize,
    /// Whether it is as it was, and where.
    stays: bool,
}

/// How what happens now relates to what happened before, in one respect.
#[derive(Clone)]
struct Respect {
    dimension: Dimension,
    strength: Strength,
    settings: Vec<&'static str>,
    gained: Option<Proof>,
}

/// By what changes are told apart: what happens now, the respect and the direction.
type Group = (Option<RuleIndex>, Dimension, Direction);

/// Two competitions.
struct Pair<'u, 'e, 'd> {
    name: &'u str,
    competitions: [&'e Competition<'e, 'd>; 2],
    facts: &'u Facts<'d>,
    names: &'u [Names<'u, 'd>; 2],
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
        let [old_ends, new_ends] = self.ends(&universe, sides);
        let mut asking = universe.asking();
        let mut known: HashMap<(usize, usize), Vec<Respect>> = HashMap::new();
        let mut changes: BTreeMap<Group, Change> = BTreeMap::new();
        let mut undecided = 0_usize;
        for (new, old) in new_ends.iter().flat_map(|new| old_ends.iter().map(move |old| (new, old)))
        {
            if old.class == new.class || old.stays && new.stays {
                continue;
            }
            let respects =
                known.entry((old.class, new.class)).or_insert_with(|| respects(old, new));
            let group = |respect: &Respect| (new.index, respect.dimension, respect.direction());
            let is_open = |respect: &&Respect| {
                changes.get(&group(respect)).is_none_or(|change| !change.is_sure)
            };
            let open: Vec<&Respect> = respects.iter().filter(is_open).collect();
            if open.is_empty() {
                continue;
            }
            let ends = [(sides[0], old.index), (sides[1], new.index)];
            let inquiry =
                ends.into_iter().fold(Inquiry::default(), |inquiry, (side, rule)| match rule {
                    Some(rule) => inquiry.first(side, rule),
                    None => inquiry.unmatched(side),
                });
            let (occasion, is_sure) = match asking.ask(&inquiry) {
                Answer::Sure(occasion) => (occasion, true),
                Answer::Possible(occasion) => (occasion, false),
                Answer::Never { .. } => continue,
                Answer::OutOfBudget | Answer::Disputed => {
                    undecided += 1;
                    continue;
                }
            };
            for respect in open {
                let change = self.change(respect, [old, new], &occasion, is_sure);
                if is_sure {
                    changes.insert(group(respect), change);
                } else {
                    changes.entry(group(respect)).or_insert(change);
                }
            }
        }
        let undecided = (undecided > 0).then(|| {
            let pairs = if undecided == 1 { "pair of rules takes" } else { "pairs of rules take" };
            format!("{}: {undecided} {pairs} too long to compare", self.name)
        });
        Ok(Compared { changes: changes.into_values().collect(), undecided })
    }

    /// What sign-ins may end at, before and after.
    fn ends(
        &self,
        universe: &Universe<'_, '_, 'd>,
        sides: [CompetitionIndex; 2],
    ) -> [Vec<End<'d>>; 2] {
        let conditions = universe.condition_classes(sides);
        let mut classes = Classes::default();
        let mut numbers: HashMap<(usize, Option<&str>), usize> = HashMap::new();
        let mut rows: [Vec<Row>; 2] = Default::default();
        let mut ends: [Vec<End<'d>>; 2] = Default::default();
        for (n, competition) in self.competitions.into_iter().enumerate() {
            let mut told: Vec<(Row, End<'d>)> = Vec::new();
            for ((index, ranked), condition) in competition.rules().zip(&conditions[n]) {
                let policy = competition.policies[index.policy].policy;
                let settings = policy.filter(|policy| policy.kind == PolicyType::PASSWORD);
                let settings = settings.and_then(|policy| policy.node.field(Key::SETTINGS));
                let next = numbers.len() + 1;
                let class = (classes.of(ranked.rule).1, settings.map(Node::text));
                let class = *numbers.entry(class).or_insert(next);
                let end = End {
                    index: Some(index),
                    outcome: Outcome::of(ranked.rule),
                    settings: policy.and_then(PasswordSettings::of),
                    class,
                    stays: false,
                };
                told.push((Row { condition: *condition, class, tied: Vec::new() }, end));
            }
            (rows[n], ends[n]) = with_ties(competition, told).into_iter().unzip();
        }
        let stay = common(&rows[0], &rows[1]);
        for (ends, stay) in ends.iter_mut().zip(stay) {
            for (end, stays) in ends.iter_mut().zip(stay) {
                end.stays = stays;
            }
            let nothing = End { index: None, outcome: None, settings: None, class: 0, stays: true };
            ends.push(nothing);
        }
        ends
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

/// What has to be equal for a rule to stay as it was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    condition: usize,
    class: usize,
    /// The rules that are tried at once with it, itself included. Nobody knows in which order, but it is
    /// the same before and after where all of them stay.
    tied: Vec<(usize, usize)>,
}

/// The rules with what they are tied with, in an order that does not depend on how files are written.
fn with_ties<'d>(
    competition: &Competition<'_, 'd>,
    mut rules: Vec<(Row, End<'d>)>,
) -> Vec<(Row, End<'d>)> {
    let turn = |end: &End<'d>| end.index.map(|index| competition.turn(index));
    rules.sort_by_key(|(_, end)| turn(end));
    let turn_of_policy = |end: &End<'d>| turn(end).map(|(of_policy, _)| of_policy);
    let of_turn = |(_, one): &(Row, End<'d>), (_, other): &(Row, End<'d>)| {
        turn_of_policy(one) == turn_of_policy(other)
    };
    for turn in rules.chunk_by_mut(of_turn) {
        let all: Vec<(Option<RuleIndex>, (usize, usize))> =
            turn.iter().map(|(row, end)| (end.index, (row.condition, row.class))).collect();
        for (row, end) in turn {
            let is_tied = |other: &Option<RuleIndex>| {
                end.index.zip(*other).is_some_and(|(one, other)| competition.are_tied(one, other))
            };
            let tied = all.iter().filter(|(other, _)| is_tied(other));
            row.tied = tied.map(|(_, row)| *row).collect();
            row.tied.sort_unstable();
        }
    }
    rules.sort_by(|(one, end), (other, other_end)| {
        turn(end).cmp(&turn(other_end)).then_with(|| one.cmp(other))
    });
    rules
}

impl Respect {
    fn of(dimension: Dimension, strength: Strength) -> Self {
        Self { dimension, strength, settings: Vec::new(), gained: None }
    }

    fn direction(&self) -> Direction {
        Direction::of(self.strength, self.gained.is_some())
    }
}

/// The respects in which two ends differ.
fn respects(old: &End<'_>, new: &End<'_>) -> Vec<Respect> {
    // Where no rule matches, an authorization server refuses (Policy API, "Policy evaluation").
    match (old.index, new.index) {
        (None, _) => return vec![Respect::of(Dimension::Access, Strength::Weaker)],
        (_, None) => return vec![Respect::of(Dimension::Access, Strength::Stronger)],
        _ => {}
    }
    let (Some(before), Some(after)) = (&old.outcome, &new.outcome) else {
        return vec![Respect::of(Dimension::Other, Strength::Unknown)];
    };
    let comparison = after.compared_with(before);
    let Comparison { dimensions, gained, .. } = &comparison;
    let mut respects: Vec<Respect> = dimensions
        .iter()
        .filter(|(_, strength)| **strength != Strength::Same)
        .map(|(dimension, strength)| Respect::of(*dimension, *strength))
        .collect();
    for respect in &mut respects {
        if respect.dimension == Dimension::Assurance {
            respect.gained.clone_from(gained);
        }
    }
    if let (Some(before), Some(after)) = (&old.settings, &new.settings) {
        let mut settings: BTreeMap<Direction, Respect> = BTreeMap::new();
        for (setting, strength) in after.compared_with(before) {
            let respect = Respect::of(Dimension::SelfService, strength);
            let respect = settings.entry(respect.direction()).or_insert(respect);
            respect.settings.push(setting);
        }
        respects.extend(settings.into_values());
    }
    respects
}
