//! What the analysis says of long policies stays true when they are changed in ways that cannot
//! matter, or only in one direction.
//!
//! Policies of dozens of rules have too many sign-ins to try them all: each claim holds what is
//! said of one export against what is said of another.
//!
//! `CATCHALL_PROPERTIES_CASES` says how many exports to try, `CATCHALL_PROPERTIES_SEED` which.

use std::collections::{BTreeMap, BTreeSet};

use catchall::export::{Recognised, assemble};
use catchall::reach::{Competition, Facts, FirstMatch, RuleIndex, Verdict, analyse, first_match};
use serde_json::{Value, json};

use crate::documents::document;
use crate::random_exports::{
    Case, Checked, Pair, Random, Scale, another_condition, claim, draw, try_all, with_rules,
};

#[test]
fn claims_survive_changes_that_do_not_matter() {
    try_all("CATCHALL_PROPERTIES", 200, long_policies, |case, random| {
        let mut changes = Changes { case, said: Answers::of(&case.export, &case.pairs), random };
        changes.removing_unreachable_rules()?;
        changes.reordering_unreachable_rules()?;
        changes.putting_first()?;
        changes.narrowing()?;
        changes.keeping_the_cover()?;
        changes.widening()?;
        changes.shuffling()?;
        changes.deactivating()
    });
}

fn long_policies(random: &mut Random) -> Case {
    let scale = Scale { names: 4, policies: (1, 4), rules: (10, 40), conditions: 5, density: 60 };
    let (export, universe) = draw(random, &scale);
    let pairs = (0..60).map(|_| universe.any(random)).collect();
    Case { export, universe, pairs }
}

/// What is said of the rules of an export, by their ids.
#[derive(Debug, Default, PartialEq)]
struct Answers {
    rules: BTreeMap<String, Answer>,
    /// The rules that sign-ins get to.
    first_matches: Vec<First>,
    /// The rules of each policy, as they are tried.
    turns: BTreeSet<Vec<BTreeSet<String>>>,
}

#[derive(Debug, Clone, PartialEq)]
struct Answer {
    standing: Standing,
    is_redundant: bool,
}

#[derive(Debug, Clone, PartialEq)]
enum Standing {
    Reachable,
    /// The rules that take all that it would.
    Unreachable(Vec<String>),
    Contradictory,
    Undecided,
    Disputed,
}

#[derive(Debug, Clone, PartialEq)]
enum First {
    Rule(String),
    /// In any order.
    OneOf(BTreeSet<String>),
    Nothing,
    Undefined,
}

impl Standing {
    fn is_dead(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Contradictory)
    }

    /// What does not depend on which of several smallest covers was found.
    fn essence(&self) -> (&'static str, usize) {
        match self {
            Self::Reachable => ("reachable", 0),
            Self::Unreachable(cover) => ("unreachable", cover.len()),
            Self::Contradictory => ("contradictory", 0),
            Self::Undecided => ("undecided", 0),
            Self::Disputed => ("disputed", 0),
        }
    }
}

impl Answers {
    fn of(export: &Value, pairs: &[Pair]) -> Self {
        Self::of_text(export.to_string(), pairs)
    }

    fn of_text(text: String, pairs: &[Pair]) -> Self {
        let document = document("export.json", text);
        assert_eq!(document.syntax_errors(), []);
        let documents = [Recognised::of(document)];
        let exports = assemble(&documents, &[], None).all;
        let facts = Facts::of(&exports[0]);
        let mut answers = Self::default();
        for analysis in analyse(&exports[0], &facts) {
            let competition = &analysis.competition;
            let name = |place: RuleIndex| id(competition, place);
            for (place, _) in competition.rules() {
                let standing = match analysis.verdict(place) {
                    Verdict::Reachable(_) => Standing::Reachable,
                    Verdict::Disputed => Standing::Disputed,
                    Verdict::Unreachable(cover) => {
                        Standing::Unreachable(cover.into_iter().map(name).collect())
                    }
                    Verdict::Contradictory(_) => Standing::Contradictory,
                    Verdict::Undecided => Standing::Undecided,
                };
                let is_redundant = analysis.redundant_with(place).is_some();
                answers.rules.insert(name(place), Answer { standing, is_redundant });
            }
            answers.first_matches.extend(pairs.iter().map(
                |(context, readings)| match first_match(competition, context, readings, &facts) {
                    FirstMatch::Rule(place) => First::Rule(name(place)),
                    FirstMatch::OneOf(tied) => First::OneOf(tied.into_iter().map(name).collect()),
                    FirstMatch::Nothing => First::Nothing,
                    FirstMatch::Undefined => First::Undefined,
                },
            ));
            for (policy, ranked) in competition.policies.iter().enumerate() {
                let mut turns: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
                for (rule, ranked) in ranked.rules.iter().enumerate() {
                    turns.entry(ranked.turn).or_default().insert(name(RuleIndex { policy, rule }));
                }
                answers.turns.insert(turns.into_values().collect());
            }
        }
        if answers.turns.is_empty() {
            // No policy takes part.
            answers.first_matches = vec![First::Nothing; pairs.len()];
        }
        answers
    }

    fn standing(&self, id: &str) -> &Standing {
        &self.rules[id].standing
    }

    fn dead(&self) -> Vec<&str> {
        let dead = self.rules.iter().filter(|(_, answer)| answer.standing.is_dead());
        dead.map(|(id, _)| id.as_str()).collect()
    }

    /// What is said of rules without regard to which of several smallest covers was found.
    fn essence(&self) -> BTreeMap<&str, (&'static str, usize)> {
        self.rules.iter().map(|(id, answer)| (id.as_str(), answer.standing.essence())).collect()
    }

    /// As [`essence`](Self::essence), without the sizes of covers.
    fn kinds(&self) -> BTreeMap<&str, &'static str> {
        self.essence().into_iter().map(|(id, (kind, _))| (id, kind)).collect()
    }
}

fn id(competition: &Competition<'_, '_>, place: RuleIndex) -> String {
    competition.rule(place).rule.id().unwrap().into_owned()
}

/// Changes of an export, with what is said of it before.
struct Changes<'c> {
    case: &'c Case,
    said: Answers,
    random: &'c mut Random,
}

impl Changes<'_> {
    fn answers(&self, export: &Value) -> Answers {
        Answers::of(export, &self.case.pairs)
    }

    /// Some of the rules that are unreachable but not contradictory, with their covers.
    fn covered(&mut self, most: usize) -> Vec<(String, Vec<String>)> {
        let rules = self.said.rules.iter();
        let covered: Vec<_> = rules
            .filter_map(|(id, answer)| match &answer.standing {
                Standing::Unreachable(cover) => Some((id.clone(), cover.clone())),
                _ => None,
            })
            .collect();
        if covered.is_empty() { covered } else { self.random.some(&covered, most) }
    }

    fn removing_unreachable_rules(&self) -> Checked {
        // Where a rule's priority cannot be read, nobody knows the order, until the rule is gone.
        let is_readable = |id: &&str| {
            let mut export = self.case.export.clone();
            rule(&mut export, id)["priority"].is_number()
        };
        let mut dead = self.said.dead();
        dead.retain(is_readable);
        let without = self.answers(&with_rules(&self.case.export, |id| !dead.contains(&id)));
        for (n, first) in self.said.first_matches.iter().enumerate() {
            let claimed = "unreachable rules take nothing";
            claim(claimed, without.first_matches.get(n) == Some(first), || {
                let pair = &self.case.pairs[n];
                format!("{first:?} instead of {:?} for {pair:?}", without.first_matches.get(n))
            })?;
        }
        let mut kinds = self.said.kinds();
        kinds.retain(|id, _| !dead.contains(id));
        claim("unreachable rules keep nothing from others", kinds == without.kinds(), || {
            format!("{kinds:?} became {:?}", without.kinds())
        })
    }

    fn reordering_unreachable_rules(&mut self) -> Checked {
        let is_dead = |turn: &BTreeSet<String>| {
            turn.len() == 1 && turn.iter().all(|id| self.said.standing(id).is_dead())
        };
        let pairs = self.said.turns.iter().flat_map(|turns| turns.windows(2));
        let neighbours: Vec<[&String; 2]> = pairs
            .filter(|pair| pair.iter().all(is_dead))
            .map(|pair| [&pair[0], &pair[1]].map(|turn| turn.first().unwrap()))
            .collect();
        if neighbours.is_empty() {
            return Ok(());
        }
        let [one, other] = *self.random.pick(&neighbours);
        let mut export = self.case.export.clone();
        let priority = |export: &mut Value, id| rule(export, id)["priority"].clone();
        let (first, second) = (priority(&mut export, one), priority(&mut export, other));
        if rule(&mut export, other)["system"] == json!(true) {
            return Ok(());
        }
        for (id, priority) in [(one, second), (other, first)] {
            let members = rule(&mut export, id).as_object_mut().unwrap();
            match priority {
                Value::Null => members.remove("priority"),
                number => members.insert("priority".to_owned(), number),
            };
        }
        let reordered = self.answers(&export);
        let is_same = reordered.first_matches == self.said.first_matches
            && reordered.kinds() == self.said.kinds();
        claim("the order of unreachable rules does not matter", is_same, || {
            format!("{one} and {other}: {:?} became {:?}", self.said.kinds(), reordered.kinds())
        })
    }

    fn putting_first(&mut self) -> Checked {
        for (id, _) in self.covered(2) {
            let alone = self.answers(&with_rules(&self.case.export, |other| other == id));
            let is_reachable = *alone.standing(&id) == Standing::Reachable;
            claim("with nothing before it a rule is reachable", is_reachable, || id)?;
        }
        for (id, _) in self.said.rules.iter() {
            if *self.said.standing(id) == Standing::Contradictory {
                let alone = self.answers(&with_rules(&self.case.export, |other| other == *id));
                let is_same = *alone.standing(id) == Standing::Contradictory;
                claim("a contradiction is the rule's own", is_same, || id.clone())?;
            }
        }
        Ok(())
    }

    fn narrowing(&mut self) -> Checked {
        let dead: Vec<String> = self.said.dead().into_iter().map(String::from).collect();
        if dead.is_empty() {
            return Ok(());
        }
        for id in self.random.some(&dead, 2) {
            let mut export = self.case.export.clone();
            let rule = rule(&mut export, &id);
            let kind = rule["type"].as_str().unwrap();
            let (name, condition) = another_condition(self.random, kind);
            // The absence of some conditions is no freedom: nobody says what it means.
            if name == "scopes" || !rule["conditions"][&name].is_null() {
                continue;
            }
            if rule["conditions"].is_null() {
                rule["conditions"] = json!({});
            }
            rule["conditions"][&name] = condition.clone();
            let narrowed = self.answers(&export);
            claim(
                "one more condition makes no rule reachable",
                narrowed.standing(&id).is_dead(),
                || format!("{id} with {name} {condition}"),
            )?;
        }
        Ok(())
    }

    fn keeping_the_cover(&mut self) -> Checked {
        for (id, cover) in self.covered(2) {
            let kept = |except: Option<&String>| {
                with_rules(&self.case.export, |other| {
                    let is_kept = cover.iter().any(|kept| kept == other);
                    other == id || is_kept && except.is_none_or(|except| except != other)
                })
            };
            let covered = self.answers(&kept(None));
            let is_unreachable = matches!(covered.standing(&id), Standing::Unreachable(_));
            claim("a cover suffices", is_unreachable, || format!("{id} behind {cover:?}"))?;
            for spared in &cover {
                let uncovered = self.answers(&kept(Some(spared)));
                let is_reachable = *uncovered.standing(&id) == Standing::Reachable;
                claim("a cover needs each of its rules", is_reachable, || {
                    format!("{id} behind {cover:?} without {spared}")
                })?;
            }
        }
        Ok(())
    }

    fn widening(&mut self) -> Checked {
        for (id, cover) in self.covered(2) {
            let blocker = self.random.pick(&cover).clone();
            let mut export = self.case.export.clone();
            let conditions = &mut rule(&mut export, &blocker)["conditions"];
            let Some(conditions) = conditions.as_object_mut() else {
                continue;
            };
            // Nobody says that a rule without scopes takes them all.
            let names: Vec<String> =
                conditions.keys().filter(|name| *name != "scopes").cloned().collect();
            if names.is_empty() {
                continue;
            }
            let name = self.random.pick(&names);
            conditions.remove(name);
            let widened = self.answers(&export);
            let is_unreachable = matches!(widened.standing(&id), Standing::Unreachable(_));
            claim("a rule that takes more keeps unreachable ones so", is_unreachable, || {
                format!("{id} behind {blocker} without {name}")
            })?;
        }
        Ok(())
    }

    fn shuffling(&mut self) -> Checked {
        let shuffled = shuffled(&self.case.export, self.random);
        let answers = Answers::of_text(shuffled.clone(), &self.case.pairs);
        let is_same = answers.essence() == self.said.essence()
            && answers.first_matches == self.said.first_matches
            && answers.turns == self.said.turns;
        claim("order and hidden members do not matter", is_same, || {
            format!("{:?} became {:?} in {shuffled}", self.said, answers)
        })?;
        let redundant = |answers: &Answers| -> Vec<String> {
            let redundant = answers.rules.iter().filter(|(_, answer)| answer.is_redundant);
            redundant.map(|(id, _)| id.clone()).collect()
        };
        let is_same = redundant(&answers) == redundant(&self.said);
        claim("the same rules are redundant in any order of elements", is_same, || {
            format!("{:?} became {:?} in {shuffled}", redundant(&self.said), redundant(&answers))
        })
    }

    fn deactivating(&mut self) -> Checked {
        let ids: Vec<&String> = self.said.rules.keys().collect();
        if ids.is_empty() {
            return Ok(());
        }
        let id = *self.random.pick(&ids);
        let mut export = self.case.export.clone();
        rule(&mut export, id)["status"] = json!("INACTIVE");
        let inactive = self.answers(&export);
        let removed = self.answers(&with_rules(&self.case.export, |other| other != id));
        let is_same =
            inactive.rules == removed.rules && inactive.first_matches == removed.first_matches;
        claim("an inactive rule is as good as none", is_same, || {
            format!("{id} inactive: {inactive:?}, removed: {removed:?}")
        })
    }
}

fn rule<'v>(export: &'v mut Value, id: &str) -> &'v mut Value {
    let policies = export["policies"].as_array_mut().unwrap().iter_mut();
    let mut rules = policies
        .filter_map(|policy| policy.get_mut("rules")?.as_array_mut())
        .flat_map(|rules| rules.iter_mut());
    rules.find(|rule| rule["id"] == id).unwrap()
}

/// The text with elements and members in any order, except in what a rule does, and some members
/// written twice: the last counts.
fn shuffled(value: &Value, random: &mut Random) -> String {
    match value {
        Value::Array(elements) => {
            let mut elements: Vec<String> =
                elements.iter().map(|element| shuffled(element, random)).collect();
            random.shuffle(&mut elements);
            format!("[{}]", elements.join(", "))
        }
        Value::Object(object) => {
            let mut members: Vec<String> = object
                .iter()
                .map(|(key, value)| {
                    let value = match key.as_str() {
                        "actions" => value.to_string(),
                        _ => shuffled(value, random),
                    };
                    format!("{}: {value}", json!(key))
                })
                .collect();
            random.shuffle(&mut members);
            if !members.is_empty() && random.percent(10) {
                let (key, value) = *random.pick(&object.iter().collect::<Vec<_>>());
                let hidden = [&Value::Null, &json!({}), &json!(["other"]), &json!("other"), value];
                members.insert(0, format!("{}: {}", json!(key), random.pick(&hidden)));
            }
            format!("{{{}}}", members.join(", "))
        }
        other => other.to_string(),
    }
}
