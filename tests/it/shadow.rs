//! The stories in `fixtures/shadow`: each says which of its rules can ever fire, and why.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::fs;
use std::path::PathBuf;

use catchall::export::assemble;
use catchall::model::{KNOWN_TYPES, Status};
use catchall::reach::{Analysis, Facts, RuleIndex, Verdict, analyse};
use serde_json::{Map, Value, json};

use crate::documents::{document, pedantic, recognised};
use crate::project;

/// A folder of `fixtures/shadow`.
struct Story {
    name: String,
    export: String,
    expected: Value,
}

fn stories() -> Vec<Story> {
    let root = project::path("fixtures/shadow");
    let mut folders: Vec<PathBuf> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
        .into_iter()
        .map(|folder| {
            let export = fs::read_to_string(folder.join("export.json")).unwrap();
            let verdicts = fs::read(folder.join("verdicts.json")).unwrap();
            Story {
                name: folder.file_name().unwrap().to_string_lossy().into_owned(),
                export,
                expected: serde_json::from_slice(&verdicts).unwrap(),
            }
        })
        .collect()
}

/// What is proved of the rules and policies, by id, in the form of `verdicts.json`.
fn verdicts(export: impl Display) -> (Map<String, Value>, Map<String, Value>) {
    let documents = recognised(&[("export.json", export)]);
    let exports = assemble(&documents, &[], None);
    let (mut rules, mut policies) = (Map::new(), Map::new());
    for export in &exports.all {
        let facts = Facts::of(export);
        for analysis in analyse(export, &facts) {
            for (place, ranked) in analysis.competition.rules() {
                rules.insert(ranked.rule.id().unwrap().into(), verdict(&analysis, place));
            }
            for (n, ranked) in analysis.competition.policies.iter().enumerate() {
                let Some(policy) = ranked.policy else {
                    continue;
                };
                let is = name(&analysis.policy_verdict(n));
                policies.insert(policy.id().unwrap().into(), json!({"is": is}));
            }
        }
    }
    (rules, policies)
}

fn verdict(analysis: &Analysis<'_, '_>, place: RuleIndex) -> Value {
    let verdict = analysis.verdict(place);
    let mut value = json!({"is": name(&verdict)});
    if let Verdict::Unreachable(cover) = verdict {
        let ids =
            cover.into_iter().map(|other| analysis.competition.rule(other).rule.id().unwrap());
        value["by"] = ids.collect::<Vec<_>>().into();
    }
    value
}

fn name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Reachable(_) => "reachable",
        Verdict::Unreachable(_) => "unreachable",
        Verdict::Contradictory(_) => "contradictory",
        Verdict::Undecided => "undecided",
        Verdict::Disputed => "disputed",
    }
}

/// Covers are sets: their order says nothing.
fn sorted(mut verdict: Value) -> Value {
    if let Some(Value::Array(by)) = verdict.get_mut("by") {
        by.sort_by_key(Value::to_string);
    }
    verdict
}

#[test]
fn every_rule_is_what_its_story_says() {
    let stories = stories();
    assert!(stories.len() >= 25, "only {} stories", stories.len());
    for story in stories {
        let (rules, policies) = verdicts(&story.export);
        for (kind, found) in [("rules", rules), ("policies", policies)] {
            let expected = story.expected[kind].as_object().into_iter().flatten();
            for (id, expected) in expected {
                let found = found.get(id).cloned().unwrap_or_default();
                let (found, expected) = (sorted(found), sorted(expected.clone()));
                assert_eq!(found, expected, "{kind} {id} in {}", story.name);
            }
        }
    }
}

#[test]
fn every_story_has_its_findings() {
    for story in stories() {
        let checked = catchall::check([document("export.json", &story.export)], &pedantic());
        let of_order = checked.findings.iter().filter(|f| f.lint.category == "reachability");
        let found: BTreeSet<&str> = of_order.map(|finding| finding.lint.name).collect();
        let expected = story.expected["findings"].as_array().into_iter().flatten();
        let expected: BTreeSet<&str> = expected.filter_map(Value::as_str).collect();
        assert_eq!(found, expected, "in {}", story.name);
    }
}

#[test]
fn every_active_rule_has_a_verdict() {
    for story in stories() {
        let documents = recognised(&[("export.json", &story.export)]);
        let exports = assemble(&documents, &[], None);
        let told = story.expected["rules"].as_object().unwrap();
        let policies = exports.all.iter().flat_map(|export| &export.policies);
        let policies = policies.filter(|policy| policy.status == Status::Active);
        let active = policies.flat_map(|policy| policy.evaluation_order().into_iter().flatten());
        for rule in active {
            let id = rule.id().unwrap();
            assert!(told.contains_key(id.as_ref()), "{id} in {}", story.name);
        }
    }
}

/// What is reported of the order in one file.
fn of_order(export: &Value) -> Vec<String> {
    let documents = [document("export.json", export)];
    let checked = catchall::check(documents, &pedantic());
    let findings = checked.findings.iter().filter(|found| found.lint.category == "reachability");
    findings.map(|finding| finding.lint.name.to_owned()).collect()
}

#[test]
fn requests_for_who_knows_which_policies_are_not_compared() {
    let rule = |name: &str, priority: i64| {
        json!({
            "type": "ACCESS_POLICY", "name": name, "priority": priority, "conditions": null,
            "actions": {"appSignOn": {"access": "DENY"}},
        })
    };
    let mut rules = [rule("Wiki", 0), rule("Payroll", 1)];
    assert_eq!(of_order(&json!(rules)), [""; 0]);
    for (rule, id) in rules.iter_mut().zip(["rul4Qm2xTn8LdWk7Rb5d7", "rul9Hc3yRmBf6XjVz5d7"]) {
        rule["id"] = id.into();
    }
    assert_eq!(of_order(&json!(rules)), ["unreachable-rule"]);
}

/// Each condition, in a form that constrains something.
fn each_condition() -> Value {
    let ios = json!({"type": "MOBILE", "os": {"type": "IOS"}});
    let ends = json!({"matchType": "SUFFIX", "value": "@acme.example"});
    json!({
        "people": {"groups": {"include": ["00g4Qm2xTn8LdWk7Rb5d7"]}},
        "network": {"connection": "ZONE", "include": ["nzo4Qm2xTn8LdWk7Rb5d7"]},
        "device": {"registered": true},
        "platform": {"include": [ios]},
        "elCondition": {"condition": "user.profile.badge == 'blue'"},
        "riskScore": {"level": "HIGH"},
        "userType": {"include": ["oty4Qm2xTn8LdWk7Rb5d7"]},
        "authContext": {"authType": "RADIUS"},
        "risk": {"behaviors": ["bhv4Qm2xTn8LdWk7Rb5d7"]},
        "identityProvider": {"provider": "OKTA"},
        "userIdentifier": {"type": "IDENTIFIER", "patterns": [ends]},
        "app": {"include": [{"type": "APP", "id": "0oa4Qm2xTn8LdWk7Rb5d7"}]},
        "authProvider": {"provider": "ACTIVE_DIRECTORY"},
        "clients": {"include": ["0oa4Qm2xTn8LdWk7Rb5d7"]},
        "grantTypes": {"include": ["implicit"]},
        "scopes": {"include": ["read"]},
        "entityRisk": {"level": "HIGH"},
        "riskDetectionTypes": {"include": ["BRUTE_FORCE_ATTACK"]},
        "tide": {"level": "high"},
    })
}

#[test]
fn every_condition_is_decided_wherever_it_stands() {
    let all = each_condition();
    let listed = KNOWN_TYPES
        .iter()
        .flat_map(|known| known.policy_conditions.iter().chain(known.rule_conditions));
    // An action that a guide nests in the conditions by mistake is none.
    let mut listed = listed.filter(|path| !path.contains('.') && **path != "actions");
    assert!(listed.all(|name| all.get(name).is_some()), "one is not tried");
    for known in KNOWN_TYPES {
        for (name, condition) in all.as_object().unwrap() {
            let rule = |n: usize, conditions: &Value| {
                json!({
                    "id": format!("0pr{n}Qm2xTn8LdWk7Rb5d7"), "type": known.rule, "name": n.to_string(),
                    "status": "ACTIVE", "priority": n, "system": false, "conditions": conditions,
                    "actions": {},
                })
            };
            let (this, none) = (json!({name: condition}), json!({}));
            for (carrier, of_policy, own) in [("policy", &this, &none), ("rule", &none, &this)] {
                let export = json!({
                    "id": "00p4Qm2xTn8LdWk7Rb5d7", "type": known.policy, "name": "Pilots",
                    "status": "ACTIVE", "priority": 1, "system": false,
                    "conditions": of_policy,
                    "rules": [rule(1, own), rule(2, &none), rule(3, own)],
                });
                let (rules, policies) = verdicts(export);
                let said = format!("{name} on a {carrier} of {}: {rules:?}", known.policy);
                assert_eq!(policies.values().next().unwrap()["is"], "reachable", "{said}");
                let first = &rules["0pr1Qm2xTn8LdWk7Rb5d7"]["is"];
                let second = &rules["0pr2Qm2xTn8LdWk7Rb5d7"]["is"];
                let third = &rules["0pr3Qm2xTn8LdWk7Rb5d7"]["is"];
                assert_eq!(first, "reachable", "{said}");
                // Without a condition of their own, the rules are alike.
                let is_second = if carrier == "rule" { "reachable" } else { "unreachable" };
                assert_eq!((second, third), (&json!(is_second), &json!("unreachable")), "{said}");
            }
        }
    }
}
