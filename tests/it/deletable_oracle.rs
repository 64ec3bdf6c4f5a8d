//! What the lints report to have no effect can be deleted, all of it together or any part of it,
//! without a change for any sign-in.
//!
//! Each case is a random export that speaks of few things, with every sign-in that its conditions
//! can tell apart and every answer to every doubt about Okta. What is reported is deleted from the
//! JSON, and the plain evaluator is asked of each sign-in what happens to it before and after.
//!
//! `CATCHALL_DELETABLE_CASES` says how many exports to try, `CATCHALL_DELETABLE_SEED` which.

use std::collections::{BTreeMap, BTreeSet};

use catchall::Options;
use catchall::export::{Recognised, assemble};
use catchall::filter::Filter;
use catchall::json::Document;
use catchall::reach::{Competition, Facts, FirstMatch, RuleIndex, first_match};
use serde_json::Value;

use crate::documents::pointer;
use crate::random_exports::{Case, Pair, Random, Scale, claim, draw, parse, try_all};

/// More sign-ins than this take too long: another export is drawn.
const MOST_PAIRS: usize = 1_000;

/// What a rule or policy is called that has no effect.
const DEAD: [&str; 4] =
    ["unreachable-rule", "unreachable-policy", "contradictory-conditions", "redundant-rule"];

#[test]
fn what_is_reported_can_be_deleted_together() {
    try_all("CATCHALL_DELETABLE", 3_000, small_export, |case, random| {
        let reported = reported(parse(&case.export));
        let before = outcomes(case, parse(&case.export));
        let some: BTreeSet<String> =
            reported.iter().filter(|_| random.percent(50)).cloned().collect();
        for deleted in [&reported, &some] {
            let rest = without(&case.export, deleted);
            let after = outcomes(case, parse(&rest));
            let mut changed = before.iter().zip(&after).zip(&case.pairs);
            // Without a rule whose priority cannot be read, what was unknown may be known.
            let is_kept = |before: &BTreeSet<String>, after: &BTreeSet<String>| {
                after.is_subset(before) && after.is_empty() == before.is_empty()
            };
            let changed = changed.find(|((before, after), _)| !is_kept(before, after));
            claim("without what has no effect nothing changes", changed.is_none(), || {
                format!("without {deleted:?}: {changed:?}")
            })?;
        }
        Ok(())
    });
}

fn small_export(random: &mut Random) -> Case {
    let scale = Scale { names: 2, policies: (1, 3), rules: (3, 8), conditions: 2, density: 65 };
    loop {
        let (mut export, universe) = draw(random, &scale);
        if let Some(pairs) = universe.pairs(MOST_PAIRS) {
            vary_actions(&mut export, random);
            return Case { export, universe, pairs };
        }
    }
}

/// The places, as JSON Pointers, of the policies and rules that are reported to have no effect.
fn reported(document: Document) -> BTreeSet<String> {
    let select = DEAD.map(|lint| lint.parse().unwrap()).to_vec();
    let filter = Filter { select, ..Filter::default() };
    let options = Options { filter, ..Options::default() };
    let checked = catchall::check([document], &options);
    // Undecided rules are told under the same name.
    let dead = checked.findings.iter().filter(|found| !found.message.contains("not decided"));
    let pointers = dead.map(|found| pointer(found).unwrap());
    pointers.map(|pointer| object_of(&pointer).to_owned()).collect()
}

/// `/policies/1` or `/policies/1/rules/0`, of what lies within.
fn object_of(pointer: &str) -> &str {
    let slashes: Vec<usize> = pointer.match_indices('/').map(|(at, _)| at).collect();
    let depth = if pointer.split('/').nth(3) == Some("rules") { 4 } else { 2 };
    slashes.get(depth).map_or(pointer, |end| &pointer[..*end])
}

fn without(export: &Value, deleted: &BTreeSet<String>) -> Value {
    let mut rest = export.clone();
    // From behind, so that the places of what stays do not move.
    for pointer in deleted.iter().rev() {
        let (list, place) = pointer.rsplit_once('/').unwrap();
        let list = rest.pointer_mut(list).unwrap().as_array_mut().unwrap();
        list.remove(place.parse().unwrap());
    }
    rest
}

/// What happens to each sign-in: one outcome, or several that it may be.
fn outcomes(case: &Case, document: Document) -> Vec<BTreeSet<String>> {
    let documents = [Recognised::of(document)];
    let exports = assemble(&documents, &[], None).all;
    let Some(export) = exports.first() else {
        return vec![BTreeSet::new(); case.pairs.len()];
    };
    let facts = Facts::of(export);
    let competitions: Vec<_> = Competition::of(export)
        .into_iter()
        .map(|competition| {
            let outcomes: BTreeMap<RuleIndex, String> = competition
                .rules()
                .map(|(place, _)| (place, outcome(&competition, place)))
                .collect();
            (competition, outcomes)
        })
        .collect();
    let of_pair = |(context, readings): &Pair| {
        let firsts = competitions.iter().map(|(competition, outcomes)| {
            let outcome = |place: &RuleIndex| outcomes[place].clone();
            match first_match(competition, context, readings, &facts) {
                FirstMatch::Rule(place) => vec![outcome(&place)],
                FirstMatch::OneOf(places) => places.iter().map(outcome).collect(),
                FirstMatch::Nothing => Vec::new(),
                FirstMatch::Undefined => unreachable!("a complete sign-in leaves nothing open"),
            }
        });
        firsts.flatten().collect()
    };
    case.pairs.iter().map(of_pair).collect()
}

/// The policy, whose settings apply, and what the rule's actions mean.
fn outcome(competition: &Competition<'_, '_>, place: RuleIndex) -> String {
    let policy = competition.policies[place.policy].policy.unwrap().id().unwrap();
    let actions = competition.rule(place).rule.node.field_named("actions").unwrap().text();
    let actions: Value = serde_json::from_str(actions).unwrap();
    let is_meant = |way: &&str| serde_json::from_str::<Value>(way).unwrap() == actions;
    let meaning = MEANINGS.iter().position(|ways| ways.iter().any(is_meant));
    meaning.map_or_else(|| format!("{policy}: {actions}"), |n| format!("{policy}: meaning {n}"))
}

/// Outcomes, each in several ways of writing it.
const MEANINGS: &[&[&str]] = &[
    &[
        r#"{"appSignOn": {"access": "DENY"}}"#,
        r#"{"appSignOn": {"access": "DENY", "verificationMethod": {"factorMode": "2FA"}}}"#,
    ],
    &[
        r#"{"appSignOn": {"access": "ALLOW", "verificationMethod": {"factorMode": "2FA",
            "reauthenticateIn": "PT2H", "constraints": [
            {"possession": {"deviceBound": "REQUIRED"}},
            {"knowledge": {"types": ["PASSWORD"]}}]}}}"#,
        r#"{"appSignOn": {"access": "ALLOW", "verificationMethod": {"type": "ASSURANCE",
            "factorMode": "2FA", "reauthenticateIn": "PT120M", "inactivityPeriod": null,
            "constraints": [
            {"knowledge": {"types": ["password"], "required": true}},
            {"possession": {"userPresence": "REQUIRED", "deviceBound": "REQUIRED"}}]}}}"#,
    ],
    &[
        r#"{"appSignOn": {"access": "ALLOW", "verificationMethod": {"factorMode": "2FA",
            "reauthenticateIn": "PT2H"}}}"#,
        r#"{"appSignOn": {"access": "ALLOW", "verificationMethod": {"factorMode": "2FA",
            "reauthenticateIn": "PT2H", "constraints": [
            {"possession": {"deviceBound": "REQUIRED", "required": false}}]}}}"#,
    ],
    // A factor that needs no presence, and one whose age is not known.
    &[r#"{"appSignOn": {"access": "ALLOW", "verificationMethod": {"factorMode": "2FA",
            "reauthenticateIn": "PT2H", "constraints": [
            {"possession": {"userPresence": "OPTIONAL"}}]}}}"#],
    &[r#"{"appSignOn": {"access": "ALLOW", "verificationMethod": {"factorMode": "2FA"}}}"#],
    &[
        r#"{"signon": {"access": "ALLOW", "requireFactor": false}}"#,
        r#"{"signon": {"access": "ALLOW", "factorLifetime": 15, "session": {
            "maxSessionIdleMinutes": 120, "usePersistentCookie": false}}}"#,
    ],
    &[r#"{"signon": {"access": "ALLOW", "session": {"maxSessionLifetimeMinutes": 60}}}"#],
    &[r#"{"signon": {"access": "DENY"}}"#],
];

/// Gives rules other actions for which `MEANINGS` tell what is the same.
fn vary_actions(export: &mut Value, random: &mut Random) {
    for policy in export["policies"].as_array_mut().unwrap() {
        for rule in policy["rules"].as_array_mut().into_iter().flatten() {
            let action = match rule["type"].as_str() {
                Some("ACCESS_POLICY") => "appSignOn",
                Some("SIGN_ON") => "signon",
                _ => continue,
            };
            let is_of_type = |ways: &&&[&str]| ways[0].contains(action);
            let of_type: Vec<&[&str]> = MEANINGS.iter().filter(is_of_type).copied().collect();
            let ways = *random.pick(&of_type);
            let way = *random.pick::<&str>(ways);
            rule["actions"] = serde_json::from_str(way).unwrap();
        }
    }
}
