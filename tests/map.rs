//! `catchall map` from outside: what it prints, and how it exits.

use std::collections::BTreeMap;
use std::process::{Command, Output};

use serde_json::{Value, json};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_catchall")).args(arguments).current_dir(ROOT).output().unwrap()
}

/// What the program prints where all goes well.
fn map(arguments: &[&str]) -> String {
    let output = run(&[&["map"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_whole_org() {
    insta::assert_snapshot!("acme", map(&["fixtures/acme"]));
}

#[test]
fn a_rule_that_two_others_cover() {
    let story = "fixtures/shadow/joint-cover-by-zone-include-and-exclude/export.json";
    insta::assert_snapshot!("joint_cover", map(&[story]));
}

#[test]
fn policies_that_come_one_after_the_other() {
    let story = "fixtures/shadow/policy-behind-everyone/export.json";
    insta::assert_snapshot!("policies_in_order", map(&[story]));
}

#[test]
fn contradictions_ties_and_inactive_rules() {
    let of = |story: &str| map(&[&format!("fixtures/shadow/{story}/export.json")]);
    let stories = ["contradictory-user-types", "tied-twins", "inactive-rule-blocks-nothing"];
    insta::assert_snapshot!("odd_orders", stories.map(of).join(""));
}

#[test]
fn json_for_programs() {
    let story = "fixtures/shadow/joint-cover-by-zone-include-and-exclude/export.json";
    insta::assert_snapshot!("joint_cover_json", map(&[story, "--output-format", "json"]));
}

#[test]
fn without_a_rule_there_is_nothing_to_map() {
    let output = run(&["map", "fixtures/acme/groups.json"]);
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(stderr, "error: there is nothing to map: no rule was found\n");
}

/// More pigeons than holes, each in one, no two in the same: nobody can, but finding out takes a
/// solver more steps than it has.
#[test]
fn what_takes_too_long_is_not_decided() {
    let (pigeons, holes) = (11, 10);
    let sits = |pigeon: usize, hole: usize| format!("user.p{pigeon}h{hole} == 'x'");
    let seated = (0..pigeons).map(|pigeon| {
        let any: Vec<String> = (0..holes).map(|hole| sits(pigeon, hole)).collect();
        format!("({})", any.join(" || "))
    });
    let alone = (0..holes).map(|hole| {
        let pairs = (0..pigeons).flat_map(|one| (0..one).map(move |other| (one, other)));
        let apart =
            pairs.map(|(one, other)| format!("!({} && {})", sits(one, hole), sits(other, hole)));
        format!("({})", apart.collect::<Vec<_>>().join(" && "))
    });
    let expression = seated.chain(alone).collect::<Vec<_>>().join(" && ");
    let rule = serde_json::json!([{
        "type": "ACCESS_POLICY", "id": "rul5t8b2HnJm4KlQw5d7", "name": "Pigeons", "priority": 0,
        "conditions": {"elCondition": {"condition": expression}},
        "actions": {"appSignOn": {"access": "DENY"}},
    }]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rules.json");
    std::fs::write(&file, rule.to_string()).unwrap();
    let file = file.to_string_lossy();
    assert!(map(&[&file]).contains("not decided"));
    let checked = run(&["check", &file, "--output-format", "concise"]);
    let found = String::from_utf8(checked.stdout).unwrap();
    assert!(found.contains("info[unreachable-rule] it is not decided"), "{found}");
}

/// Every kind of action, with what `map` says of it.
#[test]
fn outcomes_are_said_as_they_are() {
    let rows = include_str!("outcomes.json");
    let rows: BTreeMap<String, Vec<Outcome>> = serde_json::from_str(rows).unwrap();
    for (kind, rows) in rows {
        let rules = rows.iter().enumerate().map(|(n, row)| {
            json!({
                "type": kind, "id": format!("rul{n:017}"), "name": "R", "priority": n,
                "conditions": null, "actions": row.actions,
            })
        });
        let provider = json!({"id": "0oa7k2m9xQwLr4TzB5d7", "name": "Partner IdP", "type": "SAML2", "protocol": {"type": "SAML2"}});
        let org = json!({"rules": rules.collect::<Vec<_>>(), "idps": [provider]});
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("org.json");
        std::fs::write(&file, org.to_string()).unwrap();
        let printed = map(&[&file.to_string_lossy(), "--output-format", "json"]);
        let printed: Value = serde_json::from_str(&printed).unwrap();
        let rules = printed["orders"][0]["policies"][0]["rules"].as_array().unwrap();
        assert_eq!(rules.len(), rows.len());
        for (rule, row) in rules.iter().zip(rows) {
            assert_eq!(rule["outcome"], row.words, "{kind}: {}", row.actions);
        }
    }
}

/// A row of `outcomes.json`.
#[derive(serde::Deserialize)]
struct Outcome {
    actions: Value,
    words: String,
}
