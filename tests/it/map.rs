//! `catchall map` from outside: what it prints, and how it exits.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::program::{command, run};

/// What the program prints where all goes well.
fn map(arguments: &[&str]) -> String {
    let output = run(&[&["map"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The map of one file, `org.json`, with this text.
fn map_of(org: &Value, arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("org.json"), org.to_string()).unwrap();
    let mut command = command(&["map", "org.json"]);
    command.args(arguments).current_dir(folder.path());
    let output = command.output().unwrap();
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

/// An authentication policy of these rules, with zones.
fn org(conditions: &[Value]) -> Value {
    let rules = conditions.iter().enumerate().map(|(n, conditions)| {
        json!({
            "id": format!("rul{n}Kd82hFqLxZ0vTn5d7"), "type": "ACCESS_POLICY",
            "name": format!("Rule {n}"), "status": "ACTIVE", "priority": n, "system": false,
            "conditions": conditions, "actions": {"appSignOn": {"access": "DENY"}},
        })
    });
    let zone = |id: &str, name: &str, status: &str, usage: &str| json!({"id": id, "name": name, "type": "IP", "status": status, "usage": usage});
    json!({
        "policies": [{
            "id": "rstQ3vXn7LpYw2Ks95d7", "type": "ACCESS_POLICY", "name": "Harbour",
            "status": "ACTIVE", "priority": 1, "system": false, "conditions": null,
            "rules": rules.collect::<Vec<_>>(),
        }],
        "zones": [
            zone("nzo1Kd82hFqLxZ0vTn5d7", "Embargo", "ACTIVE", "BLOCKLIST"),
            zone("nzo2Kd82hFqLxZ0vTn5d7", "Quay", "ACTIVE", "POLICY"),
            zone("nzo3Kd82hFqLxZ0vTn5d7", "Old dock", "INACTIVE", "POLICY"),
        ],
    })
}

#[test]
fn a_sign_in_comes_from_no_blocklisted_zone_if_another_will_do() {
    let zones = json!(["nzo1Kd82hFqLxZ0vTn5d7", "nzo2Kd82hFqLxZ0vTn5d7"]);
    let from = |zones: &Value| json!({"network": {"connection": "ZONE", "include": zones}});
    let map = map_of(&org(&[from(&zones)]), &[]);
    assert!(map.contains("reachable: from \"Quay\"\n"), "{map}");
    // An exempt zone may let it through, so that nothing is proved.
    let map = map_of(&org(&[from(&json!([zones[0]]))]), &[]);
    assert!(map.contains("reachable: from \"Embargo\"\n"), "{map}");
}

#[test]
fn what_stays_opaque_is_said_in_words() {
    let entry = |kind: &str, os: Value| json!({"include": [{"type": kind, "os": os}]});
    let conditions = [
        json!({"network": {"connection": "ZONE", "include": ["nzo3Kd82hFqLxZ0vTn5d7"]}}),
        json!({"network": {"connection": "ZONE", "exclude": ["nzo3Kd82hFqLxZ0vTn5d7"]}}),
        json!({"network": {"connection": "ON_NETWORK"}}),
        json!({"platform": entry("DESKTOP", json!({"type": "OTHER", "expression": ""}))}),
        json!({"platform": entry("DESKTOP", json!({"type": "OTHER", "expression": "CrOS"}))}),
        json!({"platform": entry("MOBILE", json!({"type": "IOS", "version": {"value": "17"}}))}),
        json!({"platform": entry("OTHER", json!({"type": "ANY"}))}),
        json!({"platform": {"exclude": entry("MOBILE", json!({"type": "IOS"}))["include"]}}),
        json!({"people": {"groups": {"include": ["EVERYONE"]}}}),
        json!({"people": {"groups": {"exclude": ["EVERYONE"]}}}),
        json!({"device": {"registered": true, "assurance": {"include": []}}}),
        json!({"riskScore": {"minRiskLevel": "HIGH"}}),
        json!({"authContext": {"authType": "LDAP_INTERFACE"}}),
        json!({"elCondition": {"condition": "user.profile.a == 'x' || user.profile.b == 'y'"}}),
        json!({"tide": {"level": "high"}}),
    ];
    let lines = |map: &str, starts: &[&str]| -> String {
        let lines = map.lines().map(str::trim);
        let chosen = lines.filter(|line| starts.iter().any(|start| line.starts_with(start)));
        chosen.map(|line| format!("{line}\n")).collect()
    };
    let last = lines(&map_of(&org(&conditions), &[]), &["✓"]);
    let alone = conditions.map(|condition| lines(&map_of(&org(&[condition]), &[]), &["if", "✓"]));
    insta::assert_snapshot!("opaque", format!("{}\none after the other:\n{last}", alone.concat()));
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
    assert!(stderr.starts_with("error: there is nothing to map: no rule was found\n"), "{stderr}");
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
        let printed = map_of(&org, &["--output-format", "json"]);
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

/// An app, mapped to the authentication policy with this id.
fn app(n: usize, policy: &str) -> Value {
    json!({
        "id": format!("0oa{n:017}"), "label": format!("App {n}"), "name": "saml", "signOnMode": "SAML_2_0",
        "_links": {"accessPolicy": {"href": format!("https://acme.okta.example/api/v1/policies/{policy}")}},
    })
}

#[test]
fn the_apps_of_each_authentication_policy() {
    let policy = |n: usize| {
        let id = format!("rst{n:017}");
        json!({"type": "ACCESS_POLICY", "id": id, "name": format!("Policy {n}"), "rules": [{
            "type": "ACCESS_POLICY", "id": format!("rul{n:017}"), "name": "Catch-all Rule", "priority": 99, "system": true,
            "conditions": null, "actions": {"appSignOn": {"access": "DENY"}},
        }]})
    };
    let policies: Vec<Value> = (0..4).map(policy).collect();
    let link = |n: usize| format!("rst{n:017}");
    let mut apps: Vec<Value> = (0..7).map(|n| app(n, &link(0))).collect();
    apps.push(app(8, &link(1)));
    apps.push(json!({"id": "0oa00000000000000009", "signOnMode": "SAML_2_0", "_links": {"accessPolicy": {"href": link(2)}}}));
    let used = |org: &Value| {
        let lines = map_of(org, &[]);
        let of_apps = lines.lines().filter(|line| line.contains("used by"));
        of_apps.map(str::trim).map(str::to_owned).collect::<Vec<_>>()
    };
    let org = json!({"policies": policies, "apps": apps});
    assert_eq!(
        used(&org),
        [
            r#"used by "App 0", "App 1", "App 2", "App 3", "App 4" and 2 others"#,
            r#"used by "App 8""#,
            "used by 0oa00000000000000009",
            "used by no app of the export",
        ]
    );
    let printed: Value = serde_json::from_str(&map_of(&org, &["--output-format", "json"])).unwrap();
    let apps: Vec<_> = printed["orders"]
        .as_array()
        .unwrap()
        .iter()
        .map(|order| &order["policies"][0]["apps"])
        .collect();
    assert_eq!(apps[0].as_array().unwrap().len(), 7);
    assert_eq!(*apps[1], json!([{"id": "0oa00000000000000008", "name": "App 8"}]));
    assert_eq!(*apps[3], json!([]));

    // Without apps, or without their links, nothing is known of it.
    let without = json!({"policies": policies, "apps": [{"id": "0oa00000000000000009", "signOnMode": "SAML_2_0"}]});
    assert_eq!(used(&without), Vec::<String>::new());
    let printed: Value =
        serde_json::from_str(&map_of(&without, &["--output-format", "json"])).unwrap();
    assert!(printed["orders"][0]["policies"][0]["apps"].is_null());
}

#[test]
fn an_export_cannot_write_to_the_terminal() {
    let evil = "\u{1b}[31m\nred\u{202e}";
    let server =
        format!("https://acme.okta.example/api/v1/authorizationServers/aus{evil}/policies/00p1");
    let policies = json!([
        {"type": "OAUTH_AUTHORIZATION_POLICY", "id": format!("00p{evil}"), "name": evil, "priority": 1,
            "conditions": {"clients": {"include": [evil]}}, "_links": {"self": {"href": server}},
            "rules": [{"type": "RESOURCE_ACCESS", "id": format!("0pr{evil}"), "name": evil, "priority": 1,
                "conditions": {"grantTypes": {"include": [evil]}, "scopes": {"include": [evil]}, evil: {"a": evil}},
                "actions": {"token": {"inlineHook": {"id": evil}}, evil: {}}}]},
        {"type": "ACCESS_POLICY", "id": "rst1", "name": "A", "rules": [{"type": "ACCESS_POLICY", "id": "rul1", "name": "R", "priority": 0,
            "conditions": {
                "platform": {"include": [{"type": "DESKTOP", "os": {"type": evil}}]}, "riskScore": {"level": evil},
                "elCondition": {"condition": format!("user.a == '{evil}' && user.b == '{evil}'")}},
            "actions": {"appSignOn": {"access": "ALLOW", "verificationMethod": {"type": "ASSURANCE", "factorMode": "1FA", "reauthenticateIn": evil,
                "constraints": [{"possession": {"methods": [evil], "authenticationMethods": [{"key": evil, "method": evil}]}}]}}}}]},
    ]);
    let printed = map_of(&policies, &[]);
    assert!(printed.contains("red"));
    let steers = |char: char| char.is_control() && char != '\n' || char == '\u{202e}';
    assert!(
        !printed.contains(steers) && !printed.lines().any(|line| line.starts_with("red")),
        "{printed}"
    );
}

#[test]
fn conditions_read_one_way_only() {
    let el = |text: &str| json!({"elCondition": {"condition": text}});
    let rows = [
        (
            json!({"people": {"users": {"include": ["00u1", "00u2"], "exclude": ["00u3", "00u4"]}, "groups": {"include": ["00g1", "00g2"]}},
                "network": {"connection": "ZONE", "include": ["nzo1", "nzo2"]}}),
            "if the request is from either nzo1 or nzo2, and the user is either 00u1 or 00u2 and/or is in either 00g1 or 00g2, \
             and the user is not either 00u3 or 00u4",
        ),
        (
            json!({"people": {"groups": {"include": ["00g1"], "exclude": ["00g2"]}}}),
            "if the user is in 00g1, and the user is not in 00g2",
        ),
        (el("user.a == 'x' && user.b == 'y'"), "if `user.a == 'x'`, and `user.b == 'y'`"),
        (el("user.a == 'x' or user.b == 'y'"), "if either `user.a == 'x'` or `user.b == 'y'`"),
        (
            el("(user.a == 'x' || user.b == 'y') && !(user.c == 'z' && user.d == 'z')"),
            "if (`user.a == 'x'` or `user.b == 'y'`), and not (`user.c == 'z'` and `user.d == 'z'`)",
        ),
        (
            el("user.a == 'x' && user.b == 'y' || user.c == 'z'"),
            "if either (`user.a == 'x'` and `user.b == 'y'`) or `user.c == 'z'`",
        ),
        (el("user.a == 'x' || (user.b"), "if `user.a == 'x' || (user.b`"),
    ];
    for (conditions, words) in rows {
        let rule = json!([{
            "type": "ACCESS_POLICY", "id": "rul1", "name": "R", "priority": 0,
            "conditions": conditions, "actions": {"appSignOn": {"access": "DENY"}},
        }]);
        let printed = map_of(&rule, &[]);
        assert!(printed.lines().any(|line| line.trim() == words), "{words}\n{printed}");
    }
}

#[test]
fn what_okta_skips_is_on_the_map_with_why() {
    let rule = |n: usize, status: &str| {
        json!({"type": "SIGN_ON", "id": format!("0pr{n:017}"), "name": format!("Rule {n}"), "priority": n, "status": status,
            "conditions": {}, "actions": {"signon": {"access": "DENY"}}})
    };
    let policy = |n: usize, status: &str, rules: Value| {
        json!({"type": "OKTA_SIGN_ON", "id": format!("00p{n:017}"), "name": format!("Policy {n}"), "priority": n, "status": status,
            "conditions": {"people": {"groups": {"include": ["00g1"]}}}, "rules": rules})
    };
    let org = json!([
        policy(1, "ACTIVE", json!([rule(1, "INVALID"), rule(2, "ACTIVE"), rule(3, "INACTIVE")])),
        policy(2, "INACTIVE", json!([rule(4, "ACTIVE")])),
        policy(3, "ACTIVE", json!([])),
        {"type": "RESOURCE_ACCESS", "id": "0pr9", "name": "Loose", "status": "INACTIVE", "actions": {"token": {}}},
    ]);
    insta::assert_snapshot!("skipped", map_of(&org, &[]));
}
