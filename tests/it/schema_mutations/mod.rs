//! No constraint of the schemas is decoration: for every keyword, in every place of every object
//! that it is said of, an object that breaks this keyword and nothing else is found to.
//!
//! The test reads the schemas by itself (`schemas`), walks to each place that they speak of
//! (`walk`), makes a clean object that has a valid value there (`fit`), changes it in several ways
//! (`mutate`), keeps what by its own reading of JSON Schema breaks the keyword and as little else
//! as possible (`judge`), and holds catchall to find just that: with the right lint, at the right
//! place, as severely and with the help that stand beside the keyword (`trial`).
//!
//! New schemas, types and constraints are tested without a change here. Where
//! `tests/constraints/clean.json` has no clean object, one is made up from `seed`. What the test
//! cannot know makes it fail: a keyword that no lint words, a `format` without samples, a kind of
//! object without a seed.

mod fit;
mod judge;
mod levels;
mod mutate;
mod schemas;
mod trial;
mod walk;
mod wrong_types;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use catchall::lints::Lint;
use serde_json::{Value, json};

use levels::Moves;
use schemas::{Described, NAMES_WORDED, WORDED};
use trial::{Tally, Trial};

use crate::project;

#[test]
fn every_keyword_is_found_where_it_is_broken() {
    let (sites, described) = (schemas::sites(), schemas::described());
    let clean = &clean_objects();
    let tallies: Vec<Tally> = std::thread::scope(|scope| {
        let start = |object| scope.spawn(move || try_all_places(object, clean));
        let running: Vec<_> = described.iter().map(start).collect();
        running.into_iter().map(|running| running.join().unwrap()).collect()
    });
    let wrong: Vec<&String> = tallies.iter().flat_map(|tally| &tally.wrong).collect();
    assert!(wrong.is_empty(), "{} wrong:\n{wrong:#?}", wrong.len());

    let broken: BTreeSet<_> = tallies.iter().flat_map(|tally| &tally.sites).copied().collect();
    let never: Vec<_> = sites.difference(&broken).copied().collect();
    assert!(never.is_empty(), "{} keywords are never broken: {never:#?}", never.len());

    let places: usize = tallies.iter().map(|tally| tally.places).sum();
    let mutants: usize = tallies.iter().map(|tally| tally.mutants).sum();
    assert!(broken.len() > 500, "only {} keywords", broken.len());
    assert!(places > 1500, "only {places} places of keywords");
    assert!(mutants > 2 * places, "only {mutants} mutants in {places} places");
}

#[test]
fn members_at_a_wrong_level_are_told_once() {
    let described = schemas::described();
    let clean = &clean_objects();
    let moves: Vec<Moves> = std::thread::scope(|scope| {
        let start = |object| scope.spawn(move || move_all_members(object, clean));
        let running: Vec<_> = described.iter().map(start).collect();
        running.into_iter().map(|running| running.join().unwrap()).collect()
    });
    let told: usize = moves.iter().map(|moves| moves.told).sum();
    let silent: Vec<&String> = moves.iter().flat_map(|moves| &moves.silent).collect();
    let repeated: Vec<&String> = moves.iter().flat_map(|moves| &moves.repeated).collect();
    assert!(silent.is_empty(), "of {told}, {} are silent: {silent:#?}", silent.len());
    assert!(repeated.is_empty(), "{} are told again: {repeated:#?}", repeated.len());
    let excepted: usize = moves.iter().map(|moves| moves.excepted).sum();
    assert!(told > 1500 && excepted < told / 6, "{told} are told, {excepted} excepted");
}

fn move_all_members(object: &Described, clean: &BTreeMap<String, Value>) -> Moves {
    let seed = clean.get(&object.title()).cloned().unwrap_or_else(|| seed(object));
    let trial = Trial::new(object, recognisable(object, seed));
    levels::try_all_levels(object, &trial, &walk::places(object.schema))
}

#[test]
fn nothing_follows_from_a_wrong_type() {
    let described = schemas::described();
    let clean = &clean_objects();
    let outcomes: Vec<(usize, Vec<String>)> = std::thread::scope(|scope| {
        let start = |object| scope.spawn(move || change_all_types(object, clean));
        let running: Vec<_> = described.iter().map(start).collect();
        running.into_iter().map(|running| running.join().unwrap()).collect()
    });
    let follows: Vec<&String> = outcomes.iter().flat_map(|(_, follows)| follows).collect();
    assert!(follows.is_empty(), "{} follow: {follows:#?}", follows.len());
    let tried: usize = outcomes.iter().map(|(tried, _)| tried).sum();
    assert!(tried > 1000, "only {tried}");
}

fn change_all_types(object: &Described, clean: &BTreeMap<String, Value>) -> (usize, Vec<String>) {
    let seed = clean.get(&object.title()).cloned().unwrap_or_else(|| seed(object));
    let trial = Trial::with(object, recognisable(object, seed), &|_| true);
    wrong_types::try_all_types(&trial, &object.title(), &walk::places(object.schema))
}

#[test]
fn the_table_names_every_lint_that_words_schemas() {
    let named = WORDED.iter().map(|(_, lint)| *lint).chain(NAMES_WORDED.1);
    let wording = Lint::all().iter().filter(|lint| lint.words_schemas());
    assert_eq!(named.collect::<BTreeSet<_>>(), wording.map(|lint| lint.name).collect());
}

fn try_all_places(object: &Described, clean: &BTreeMap<String, Value>) -> Tally {
    let seed = clean.get(&object.title()).cloned().unwrap_or_else(|| seed(object));
    let mut trial = Trial::new(object, recognisable(object, seed));
    walk::places(object.schema).iter().for_each(|place| trial.try_place(place));
    trial.tally
}

fn clean_objects() -> BTreeMap<String, Value> {
    let path = project::path("tests/constraints/clean.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// What tells such an object from others, for those without a clean one: the schema adds the rest.
fn seed(object: &Described) -> Value {
    let named = object.named.unwrap_or("A_TYPE_OF_NEXT_YEAR");
    match object.kind {
        "policy" => json!({
            "id": "00p1sw5h8lQ8LzbnL5d7",
            "type": named,
            "name": "Employees",
            "status": "ACTIVE",
            "priority": 1,
            "system": false,
            "conditions": {},
        }),
        "rule" => json!({
            "id": "0pr1sw5hbvB0YEyfl5d7",
            "type": named,
            "name": "Everywhere",
            "status": "ACTIVE",
            "priority": 1,
            "system": false,
            "conditions": {},
        }),
        kind => panic!("no clean {kind}: add one to tests/constraints/clean.json"),
    }
}

/// With what tells such an object whatever else of it is broken: the link of a policy or rule to
/// itself, a second result in an answer.
fn recognisable(object: &Described, mut seed: Value) -> Value {
    let policies = "https://example.okta.com/api/v1/policies";
    let id = seed["id"].as_str().unwrap_or_default();
    match object.kind {
        "policy" if seed.get("_links").is_none() => {
            seed["_links"] = json!({ "self": { "href": format!("{policies}/{id}") } });
        }
        "rule" if seed.get("_links").is_none() => {
            let href = format!("{policies}/00p1sw5h8lQ8LzbnL5d7/rules/{id}");
            seed["_links"] = json!({ "self": { "href": href } });
        }
        "answer" => {
            let first = &seed["evaluation"][0];
            seed["evaluation"] = json!([first, first]);
        }
        _ => {}
    }
    seed
}
