//! What sign-ins may end at, and which of it stays as it was.

use std::collections::HashMap;

use super::alignment::common;
use crate::json::Node;
use crate::model::PolicyType;
use crate::okta::Key;
use crate::outcome::{Classes, Outcome, PasswordSettings};
use crate::reach::{Competition, CompetitionIndex, RuleIndex, Universe};

/// What a sign-in may end at: a rule, or nothing.
pub(super) struct End<'d> {
    /// None where no rule matches.
    pub(super) index: Option<RuleIndex>,
    pub(super) outcome: Option<Outcome<'d>>,
    pub(super) settings: Option<PasswordSettings<'d>>,
    /// Both, as they are written.
    pub(super) written: [Option<&'d str>; 2],
    /// Equal where the same surely happens.
    pub(super) class: usize,
    /// Whether it is as it was, and where.
    pub(super) stays: bool,
}

/// What sign-ins may end at, before and after.
pub(super) fn ends<'d>(
    competitions: [&Competition<'_, 'd>; 2],
    universe: &Universe<'_, '_, 'd>,
    sides: [CompetitionIndex; 2],
) -> [Vec<End<'d>>; 2] {
    let conditions = universe.condition_classes(sides);
    let mut classes = Classes::default();
    let mut numbers: HashMap<(usize, Option<&str>), usize> = HashMap::new();
    let mut rows: [Vec<Row>; 2] = Default::default();
    let mut ends: [Vec<End<'d>>; 2] = Default::default();
    for (n, competition) in competitions.into_iter().enumerate() {
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
                written: [
                    ranked.rule.node.field(Key::ACTIONS).map(Node::text),
                    settings.map(Node::text),
                ],
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
        let nothing = End {
            index: None,
            outcome: None,
            settings: None,
            written: [None; 2],
            class: 0,
            stays: true,
        };
        ends.push(nothing);
    }
    ends
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
