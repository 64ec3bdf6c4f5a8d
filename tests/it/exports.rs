//! Everything that admins have on disk is recognised, and rules find their policy.

use catchall::Workspace;
use catchall::diagnostic::NoticeKind;
use catchall::export::{Recognised, assemble};
use catchall::model::{Export, PolicyObject};
use catchall::reach::Competition;

use crate::documents::document;

const SALES: &str = r#"{"type": "OKTA_SIGN_ON", "id": "00pSales000000000001", "name": "Sales",
    "status": "ACTIVE", "priority": 1, "system": false,
    "conditions": {"people": {"groups": {"include": ["00gSales000000000001"]}}}}"#;
const DEFAULT: &str = r#"{"type": "OKTA_SIGN_ON", "id": "00pDefault0000000001", "name": "Default",
    "status": "ACTIVE", "priority": 2, "system": true}"#;

fn rule(name: &str, priority: u32) -> String {
    format!(
        r#"{{"type": "SIGN_ON", "id": "0pr{name}", "name": "{name}", "status": "ACTIVE",
            "priority": {priority}, "system": false, "actions": {{"signon": {{"access": "DENY"}}}}}}"#
    )
}

fn linked(rule: &str, host: &str, policy: &str) -> String {
    let link = format!("https://{host}/api/v1/policies/{policy}/rules/0pr1");
    rule.replacen('{', &format!(r#"{{"_links": {{"self": {{"href": "{link}"}}}}, "#), 1)
}

fn documents(files: &[(&str, String)]) -> Vec<Recognised> {
    let parse = |(name, text): &(&str, String)| {
        let document = document(name, text);
        assert_eq!(document.syntax_errors(), [], "{name}");
        Recognised::of(document)
    };
    files.iter().map(parse).collect()
}

/// Each policy with the names of its rules in evaluation order (ties in brackets), then the rules
/// without a policy, for each export.
fn outline(files: &[(&str, String)], roots: &[&str]) -> Vec<String> {
    let documents = documents(files);
    let roots: Vec<String> = roots.iter().map(|root| (*root).to_owned()).collect();
    let name = |node: catchall::json::Node<'_>| {
        node.field_named("name").unwrap().as_str().unwrap().into_owned()
    };
    let outline = |export: &Export<'_>| {
        let mut lines = Vec::new();
        for policy in &export.policies {
            let turns = policy.evaluation_order().into_iter().map(|turn| {
                let names: Vec<String> = turn.iter().map(|rule| name(rule.node)).collect();
                if names.len() == 1 { names[0].clone() } else { format!("[{}]", names.join(" ")) }
            });
            let rules = turns.collect::<Vec<_>>().join(" ");
            let all = if policy.has_all_rules { "" } else { " …" };
            lines.push(format!("{}({rules}{all})", name(policy.node)));
        }
        lines.extend(export.orphan_rules.iter().map(|rule| format!("loose {}", name(rule.node))));
        lines.join(", ")
    };
    assemble(&documents, &roots, None).all.iter().map(outline).collect()
}

fn one_export(files: &[(&str, String)]) -> String {
    let exports = outline(files, &[]);
    assert_eq!(exports.len(), 1, "{exports:?}");
    exports[0].clone()
}

fn list(items: &[String]) -> String {
    format!("[{}]", items.join(","))
}

#[test]
fn single_objects_and_arrays() {
    assert_eq!(one_export(&[("a.json", SALES.into())]), "Sales( …)");
    let array = list(&[SALES.into(), DEFAULT.into()]);
    assert_eq!(one_export(&[("a.json", array)]), "Sales( …), Default( …)");
    assert_eq!(one_export(&[("a.json", rule("A", 1))]), "loose A");
}

#[test]
fn rules_inside_their_policy() {
    let rules = list(&[rule("B", 2), rule("A", 1)]);
    let embedded = SALES.replacen('{', &format!(r#"{{"_embedded": {{"rules": {rules}}}, "#), 1);
    assert_eq!(one_export(&[("a.json", embedded)]), "Sales(A B)");
    let direct = SALES.replacen('{', &format!(r#"{{"rules": {rules}, "#), 1);
    assert_eq!(one_export(&[("a.json", direct)]), "Sales(A B)");
    let none = SALES.replacen('{', r#"{"rules": [], "#, 1);
    assert_eq!(one_export(&[("a.json", none)]), "Sales()");
}

#[test]
fn rules_are_joined_by_their_link() {
    let policies = list(&[SALES.into(), DEFAULT.into()]);
    let rules = list(&[
        linked(&rule("A", 1), "acme.okta.com", "00pDefault0000000001"),
        linked(&rule("B", 1), "acme.okta.com", "00pSales000000000001"),
        linked(&rule("C", 1), "acme.okta.com", "00pGone0000000000001"),
    ]);
    let files = [("policies.json", policies), ("rules.json", rules)];
    assert_eq!(one_export(&files), "Sales(B), Default(A), loose C");
}

#[test]
fn rules_are_joined_by_the_layout_of_files() {
    let policies = list(&[SALES.into(), DEFAULT.into()]);
    for path in [
        "okta/00pSales000000000001/rules.json",
        "okta/00pSales000000000001.rules.json",
        "okta/rules/00pSales000000000001.json",
        "okta/00pSales000000000001_rules.json",
    ] {
        let files = [("okta/policies.json", policies.clone()), (path, list(&[rule("A", 1)]))];
        assert_eq!(one_export(&files), "Sales(A), Default( …)", "{path}");
    }
    let empty = ("okta/00pSales000000000001/rules.json", "[]".to_owned());
    assert_eq!(
        one_export(&[("okta/policies.json", policies.clone()), empty]),
        "Sales(), Default( …)"
    );
    let mappings = ("okta/00pSales000000000001-mappings.json", "[]".to_owned());
    assert_eq!(one_export(&[("okta/policies.json", policies), mappings]), "Sales( …), Default( …)");
}

#[test]
fn rules_beside_the_only_policy() {
    let rules = list(&[rule("A", 1)]);
    let files = [("sales/policy.json", SALES.into()), ("sales/rules.json", rules.clone())];
    assert_eq!(one_export(&files), "Sales(A)");
    let both = list(&[SALES.into(), DEFAULT.into()]);
    let files = [("okta/policies.json", both), ("okta/rules.json", rules)];
    assert_eq!(one_export(&files), "Sales( …), Default( …), loose A", "beside two");
}

#[test]
fn bundles() {
    let rules = list(&[rule("A", 1)]);
    let by_id = format!(
        r#"{{"exported": "2026-03-01", "policies": [{SALES}, {DEFAULT}],
            "rules": {{"00pDefault0000000001": {rules}}}}}"#
    );
    assert_eq!(one_export(&[("org.json", by_id)]), "Sales( …), Default(A)");
    let pairs = format!(
        r#"{{"OKTA_SIGN_ON": [{{"policy": {SALES}, "rules": {rules}}},
            {{"policy": {DEFAULT}, "rules": []}}]}}"#
    );
    assert_eq!(one_export(&[("org.json", pairs)]), "Sales(A), Default()");
    let deep = format!(r#"{{"org": {{"data": {{"policies": {{"OKTA_SIGN_ON": [{SALES}]}}}}}}}}"#);
    assert_eq!(one_export(&[("org.json", deep)]), "Sales( …)");
}

#[test]
fn whatever_names_the_policy_joins_the_rules_to_it() {
    let rules = list(&[rule("A", 1)]);
    let nested = rule("A", 1).replacen('{', r#"{"policy": {"id": "00pDefault0000000001"}, "#, 1);
    let bundle = format!(r#"{{"policies": [{SALES},{DEFAULT}], "rules": [{nested}]}}"#);
    assert_eq!(one_export(&[("org.json", bundle)]), "Sales( …), Default(A)");
    let annotated = rule("A", 1).replacen('{', r#"{"policyId": "00pDefault0000000001", "#, 1);
    let layouts = [
        r#"{"policies": POLICIES, "rulesByPolicyId": {"00pDefault0000000001": RULES}}"#,
        r#"{"policies": POLICIES, "rules": {"Default": RULES}}"#,
        r#"{"policies": POLICIES, "rules": [{"policyName": "Default", "rules": RULES}]}"#,
        r#"{"policies": POLICIES, "rules": [{"policyId": "00pDefault0000000001", "rules": RULES}]}"#,
        r#"{"policies": POLICIES, "rules": [ANNOTATED]}"#,
        r#"{"policies": POLICIES, "00pDefault0000000001": {"rules": {"items": RULES}}}"#,
        r#"[{"url": "/api/v1/policies", "body": POLICIES},
            {"url": "/api/v1/policies/00pDefault0000000001/rules?limit=20", "body": RULES}]"#,
        r#"{"GET /api/v1/policies": POLICIES,
            "GET /api/v1/policies/00pDefault0000000001/rules": {"data": RULES}}"#,
        r#"[{"request": {"url": {"raw": "https://acme.okta.com/api/v1/policies"}}, "response": {"json": POLICIES}},
            {"request": {"url": {"raw": "https://acme.okta.com/api/v1/policies/00pDefault0000000001/rules"}},
             "response": {"json": RULES}}]"#,
    ];
    let policies = list(&[SALES.into(), DEFAULT.into()]);
    for layout in layouts {
        let text = layout.replace("POLICIES", &policies).replace("RULES", &rules);
        let joined = one_export(&[("org.json", text.replace("ANNOTATED", &annotated))]);
        assert_eq!(joined.replace(" …", ""), "Sales(), Default(A)", "{layout}");
    }
    let gone = r#"{"policies": POLICIES, "rules": {"00pGone0000000000001": RULES}}"#;
    let gone = gone.replace("POLICIES", &list(&[SALES.into()])).replace("RULES", &rules);
    assert_eq!(one_export(&[("org.json", gone)]), "Sales( …), loose A");
    for path in ["okta/rules/default.json", "okta/default.rules.json", "okta/Default-rules.json"] {
        let files = [("okta/policies.json", policies.clone()), (path, rules.clone())];
        assert_eq!(one_export(&files), "Sales( …), Default(A)", "{path}");
    }
}

#[test]
fn json_lines() {
    let line = |text: &str| text.replace('\n', " ");
    let linked = linked(&rule("A", 1), "acme.okta.com", "00pSales000000000001");
    let lines = [line(SALES), String::new(), line(&linked), line(DEFAULT)].join("\r\n");
    assert_eq!(one_export(&[("org.jsonl", lines.clone())]), "Sales(A), Default( …)");
    assert_eq!(one_export(&[("org.json", lines)]), "Sales(A), Default( …)", "under another name");
}

#[test]
fn lines_that_cannot_be_read_may_hold_more_rules() {
    let line = |text: &str| text.replace('\n', " ");
    let linked = linked(&rule("A", 1), "acme.okta.com", "00pSales000000000001");
    let lines = [line(SALES), line(&linked), "{\"type\": ".to_owned()].join("\n");
    let documents = [Recognised::of(document("org.jsonl", lines))];
    assert!(!assemble(&documents, &[], None).all[0].policies[0].has_all_rules);
}

#[test]
fn request_bodies_and_unknown_types() {
    let body = r#"{"type": "ACCESS_POLICY", "name": "New", "conditions": {"network": {}}}"#;
    assert_eq!(one_export(&[("body.json", body.into())]), "loose New");
    let body = r#"{"type": "ACCESS_POLICY", "name": "New", "description": "For new apps"}"#;
    assert_eq!(one_export(&[("body.json", body.into())]), "New( …)");
    let future = r#"{"type": "POST_QUANTUM", "id": "rst00000000000000001", "name": "New",
        "_links": {"self": {"href": "https://acme.okta.com/api/v1/policies/rst00000000000000001"}}}"#;
    assert_eq!(one_export(&[("future.json", future.into())]), "New( …)");
}

#[test]
fn bodies_of_zones_and_device_assurance_policies() {
    use catchall::model::ResourceKind::{DeviceAssurance, NetworkZone};
    let bodies = [
        (r#"{"type": "IP", "name": "HQ", "gateways": null, "proxies": null}"#, Some(NetworkZone)),
        (
            r#"{"type": "DYNAMC", "name": "US", "locations": [{"country": "US"}]}"#,
            Some(NetworkZone),
        ),
        (
            r#"{"name": "HQ", "gateways": [{"type": "CIDR", "value": "203.0.113.0/24"}]}"#,
            Some(NetworkZone),
        ),
        (
            r#"{"name": "Macs", "platform": "MacOS", "osVersion": {"minimum": "14"}}"#,
            Some(DeviceAssurance),
        ),
        (
            r#"{"name": "Phones", "platform": "IOS", "secureHardwarePresent": true}"#,
            Some(DeviceAssurance),
        ),
        (
            r#"{"type": "ip", "name": "HQ", "gateways": [{"type": "CIDR", "value": "203.0.113.0/24"}]}"#,
            Some(NetworkZone),
        ),
        (r#"{"type": "IP", "name": "eth0", "status": "up"}"#, None),
        (r#"{"type": "ip", "name": "pool", "usage": 0.7}"#, None),
        (r#"{"type": "dynamic", "name": "eu", "locations": ["fra", "ams"]}"#, None),
        (r#"{"type": "dynamic", "name": "auto", "proxies": ["a", "b"]}"#, None),
        (r#"{"name": "lan", "gateways": [{"type": "ipv4", "value": "10.0.0.1"}]}"#, None),
        (r#"{"name": "phone", "platform": "iOS", "osVersion": ["17.0", "17.1"]}"#, None),
        (r#"{"name": "mesh", "gateways": ["istio-system/gateway"]}"#, None),
        (r#"{"name": "smoke test", "platform": "iOS", "osVersion": "17.5"}"#, None),
        (r#"{"name": "app", "platform": "android"}"#, None),
    ];
    for (body, expected) in bodies {
        let documents = documents(&[("a.json", body.into())]);
        let assembled = assemble(&documents, &[], None);
        let resources = assembled.all.iter().flat_map(|export| &export.resources.all);
        let kinds: Vec<_> = resources.map(|resource| resource.kind).collect();
        assert_eq!(kinds, Vec::from_iter(expected), "{body}");
    }
}

#[test]
fn what_is_not_oktas_is_left_alone() {
    let unrelated = [
        r#"{"name": "web", "type": "module", "version": "1.0.0", "scripts": {"build": "x"}}"#,
        r#"{"openapi": "3.1.0", "components": {"examples": {"P": {"value": {"type": "PASSWORD", "name": "P", "priority": 1}}}}}"#,
        r#"{"id": "aut1", "key": "okta_password", "type": "password", "name": "Password", "status": "ACTIVE", "settings": {}}"#,
        r#"{"resource_changes": [{"type": "okta_policy_password", "change": {"actions": ["create"]}}]}"#,
        r#"{"type": "password", "status": "ACTIVE", "_links": {"self": {"href": "https://acme.okta.com/api/v1/authenticators/aut1/methods/password"}}}"#,
        r#"{"type": "group_rule", "id": "0pr1group", "name": "Engineers", "status": "ACTIVE", "conditions": {"people": {"users": {"exclude": []}}}, "actions": {"assignUserToGroups": {"groupIds": ["00g1"]}}}"#,
        r#"[{"policyType": "OKTA_SIGN_ON", "result": {"policies": [{"id": "00p4eromwukk6qUku0g7", "name": "Sales", "status": "MATCH", "conditions": [], "rules": [{"id": "0pr4erof85nGcyC7Y0g7", "name": null, "status": "MATCH"}]}]}}]"#,
        r#"{"target": [{"id": "00pUnauthorized", "type": "PolicyEntity", "displayName": "Sales"}]}"#,
        r#"{"id": "mapslfl8j3PMAhTFCm0g7", "_links": {"self": {"href": "https://acme.okta.com/api/v1/policies/rst1/mappings/map1"}, "policy": {"href": "https://acme.okta.com/api/v1/policies/rst1"}}}"#,
        r#"{"values": {"id": "0pr1abc", "name": "x", "priority": 1, "status": "ACTIVE", "policy_id": "00p1"}}"#,
        r#"{"name": "web", "files": []}"#,
        r#"[1, "PASSWORD", null]"#,
        "42",
    ];
    for text in unrelated {
        let documents = documents(&[("a.json", text.into())]);
        let assembled = assemble(&documents, &[], None);
        let found: usize =
            assembled.all.iter().map(|e| e.policies.len() + e.orphan_rules.len()).sum();
        assert_eq!(found, 0, "{text}");
    }
}

#[test]
fn the_same_object_twice_counts_once() {
    let minified = SALES.replace("\n    ", "");
    let files = [("a.json", SALES.into()), ("b.json", list(&[minified, DEFAULT.into()]))];
    assert_eq!(one_export(&files), "Sales( …), Default( …)");
}

#[test]
fn exports_that_contradict_each_other_are_split_by_directory() {
    let renamed = SALES.replace("\"Sales\"", "\"Sales EMEA\"");
    let other_default = DEFAULT.replace("00pDefault0000000001", "00pDefault0000000002");
    let files = [
        ("2026-01/policies.json", list(&[SALES.into(), DEFAULT.into()])),
        ("2026-01/00pSales000000000001/rules.json", list(&[rule("A", 1)])),
        ("2026-02/policies.json", list(&[renamed, DEFAULT.into()])),
        ("2026-02/00pSales000000000001/rules.json", list(&[rule("A", 1), rule("B", 2)])),
    ];
    assert_eq!(outline(&files, &[]), ["Sales(A), Default( …)", "Sales EMEA(A B), Default( …)"]);
    let files =
        [("prod/a.json", list(&[SALES.into(), DEFAULT.into()])), ("preview/a.json", other_default)];
    assert_eq!(outline(&files, &[]), ["Sales( …), Default( …)", "Default( …)"], "two defaults");
}

#[test]
fn orgs_are_told_apart_by_their_links() {
    let policy = |id: &str, host: &str| {
        let link = format!("https://{host}/api/v1/policies/{id}");
        let policy = SALES.replace("00pSales000000000001", id);
        policy.replacen('{', &format!(r#"{{"_links": {{"self": {{"href": "{link}"}}}}, "#), 1)
    };
    let files = [
        ("prod.json", policy("00p1", "acme.okta.com")),
        ("preview.json", policy("00p2", "acme.oktapreview.com")),
    ];
    assert_eq!(outline(&files, &[]).len(), 2);
    let files = [
        ("a.json", policy("00p1", "acme.okta.com")),
        ("b.json", policy("00p2", "acme-admin.okta.com")),
    ];
    assert_eq!(outline(&files, &[]).len(), 1, "the Admin Console's address is the same org");
}

#[test]
fn exports_are_split_at_the_roots_that_the_user_names() {
    let files = [("prod/a.json", SALES.into()), ("preview/a.json", DEFAULT.into())];
    assert_eq!(outline(&files, &[]).len(), 1);
    assert_eq!(outline(&files, &["prod/"]), ["Sales( …)", "Default( …)"]);
}

#[test]
fn evaluation_order() {
    let inactive = rule("Off", 1).replace("ACTIVE", "INACTIVE");
    let unnumbered = rule("New", 1).replace(r#""priority": 1, "#, "");
    let default = rule("Default", 3).replace(r#""system": false"#, r#""system": true"#);
    let rules = list(&[default, rule("B", 2), inactive, unnumbered, rule("A", 1), rule("C", 2)]);
    let policy = SALES.replacen('{', &format!(r#"{{"rules": {rules}, "#), 1);
    assert_eq!(one_export(&[("a.json", policy)]), "Sales(A [B C] New Default)");
}

/// A policy with these rules.
fn with_rules(rules: &[String]) -> String {
    SALES.replacen('{', &format!(r#"{{"rules": {}, "#, list(rules)), 1)
}

#[test]
fn priorities_are_numbers_however_they_are_written() {
    let written = |name: &str, priority: &str| {
        rule(name, 0).replace(r#""priority": 0"#, &format!(r#""priority": {priority}"#))
    };
    let rules = [written("C", "3e0"), written("B", "20e-1"), written("A", "1.0")];
    assert_eq!(one_export(&[("a.json", with_rules(&rules))]), "Sales(A B C)");
    for unreadable in ["\"1\"", "null", "1.5", "true", "[1]", "1e30"] {
        let default = rule("Default", 3).replace(r#""system": false"#, r#""system": true"#);
        let rules = [written("A", "1"), default, written("B", unreadable)];
        assert_eq!(one_export(&[("a.json", with_rules(&rules))]), "Sales([A B] Default)");
    }
}

#[test]
fn a_custom_rule_beyond_the_catch_all_may_be_before_or_after_it() {
    let policy =
        r#"{"type": "ACCESS_POLICY", "id": "rst00000000000000001", "name": "Apps", "rules": "#;
    let rule = |name: &str, priority: &str, system: bool| {
        format!(
            r#"{{"type": "ACCESS_POLICY", "id": "rul{name}", "name": "{name}", {priority}
                "system": {system}, "actions": {{"appSignOn": {{"access": "DENY"}}}}}}"#
        )
    };
    let order = |rules: &[String]| one_export(&[("a.json", format!("{policy}{}}}", list(rules)))]);
    let last = rule("Last", r#""priority": 99,"#, true);
    let first = rule("First", r#""priority": 98,"#, false);
    let unnumbered = rule("New", "", false);
    let beyond = rule("Beyond", r#""priority": 100,"#, false);
    let same = rule("Same", r#""priority": 99,"#, false);
    let text = rule("Text", r#""priority": "1","#, false);
    assert_eq!(order(&[last.clone(), first.clone(), unnumbered.clone()]), "Apps(First New Last)");
    for beyond in [beyond, same] {
        let name = if beyond.contains("Beyond") { "Beyond" } else { "Same" };
        assert_eq!(
            order(&[beyond, last.clone(), first.clone(), unnumbered.clone()]),
            format!("Apps(First [{name} New Last])")
        );
    }
    assert_eq!(order(&[text, last, first]), "Apps([First Text Last])");
}

#[test]
fn the_password_policy_for_a_directory_goes_by_its_number() {
    let policy = |name: &str, provider: &str, system: bool, priority: u32| {
        format!(
            r#"{{"type": "PASSWORD", "id": "00p{name}", "name": "{name}", "system": {system},
                "priority": {priority}, "conditions": {{"authProvider": {{"provider": "{provider}"}}}}}}"#
        )
    };
    let order = |directory: u32| {
        let policies = list(&[
            policy("Default", "OKTA", true, 9),
            policy("Directory", "ACTIVE_DIRECTORY", true, directory),
            policy("Custom", "OKTA", false, 2),
        ]);
        let documents = documents(&[("a.json", policies)]);
        let export = &assemble(&documents, &[], None).all[0];
        let turns = export.evaluation_order(&export.policies[0]);
        let names = turns.iter().map(|turn| turn[0].title());
        names.collect::<Vec<_>>().join(" ").replace("policy ", "").replace('"', "")
    };
    assert_eq!(order(1), "Directory Custom Default");
    assert_eq!(order(3), "Custom Directory Default");
}

#[test]
fn the_list_that_holds_all_known_rules_counts() {
    let policies = list(&[SALES.into(), DEFAULT.into()]);
    let link = |name: &str, priority| {
        linked(&rule(name, priority), "acme.okta.com", "00pSales000000000001")
    };
    let (a, b, c) = (link("A", 1), link("B", 2), link("C", 3));
    let all = list(&[a.clone(), b.clone(), c.clone()]);
    let copied = a.replacen('{', r#"{"lastUpdated": "2026-01-01T00:00:00.000Z", "#, 1);
    // Whatever the names of the files, and whatever else a copy says of when it was read.
    for [one, other, whole] in [["1", "2", "3"], ["2", "3", "1"], ["3", "1", "2"]] {
        let name = |n: &str| format!("{n}.json");
        let (one, other, whole) = (name(one), name(other), name(whole));
        let part = list(&[c.clone(), b.clone()]);
        let files = [
            ("policies.json", policies.clone()),
            (one.as_str(), copied.clone()),
            (other.as_str(), part),
            (whole.as_str(), all.clone()),
        ];
        assert_eq!(one_export(&files), "Sales(A B C), Default( …)");
    }
    let files =
        [("policies.json", policies), ("a.json", list(&[a, b.clone()])), ("b.json", list(&[b, c]))];
    assert_eq!(one_export(&files), "Sales(A B C …), Default( …)", "no list holds them all");
}

#[test]
fn a_list_of_rules_whose_policy_is_elsewhere_may_show_that_some_lack() {
    let link = |name: &str, priority| {
        linked(&rule(name, priority), "acme.okta.com", "00pSales000000000001")
    };
    let (a, b, c) = (link("A", 1), link("B", 2), link("C", 3));
    let are_all = |lists: &[&[&String]]| -> Vec<bool> {
        let names: Vec<String> = (0..lists.len()).map(|n| format!("{n}.json")).collect();
        let lists = lists.iter().map(|rules| {
            let rules: Vec<String> = rules.iter().map(|rule| (*rule).clone()).collect();
            list(&rules)
        });
        let files: Vec<(&str, String)> = names.iter().map(String::as_str).zip(lists).collect();
        let documents = documents(&files);
        let exports = assemble(&documents, &[], None);
        let competitions = Competition::of(&exports.all[0]);
        competitions.iter().map(|found| found.policies[0].has_all_rules).collect()
    };
    assert_eq!(are_all(&[&[&a, &b, &c]]), [true]);
    assert_eq!(are_all(&[&[&a, &c]]), [false], "the second is missing");
    assert_eq!(are_all(&[&[&a, &b, &c], &[&b]]), [true], "a copy is no other list");
    assert_eq!(are_all(&[&[&a, &b], &[&c]]), [false, false], "each lacks what the other has");
    let staff = rule("Staff", 0).replace("SIGN_ON", "ACCESS_POLICY").replace("signon", "appSignOn");
    let staff = linked(&staff, "acme.okta.com", "rstApps0000000000001");
    assert_eq!(are_all(&[&[&staff]]), [false], "the catch-all is missing");
}

#[test]
fn copies_that_do_not_tell_their_policy_are_found_by_their_id() {
    let (a, b, c) = (rule("A", 1), rule("B", 2), rule("C", 3));
    let of_default = rule("D", 1);
    let with_rules = |policy: &str, rules: &[String]| {
        policy.replacen('{', &format!(r#"{{"rules": {}, "#, list(rules)), 1)
    };
    let policies = list(&[
        with_rules(SALES, &[a.clone(), b.clone()]),
        with_rules(DEFAULT, std::slice::from_ref(&of_default)),
    ]);
    let joined = |name: &str, text: String| {
        one_export(&[("org/policies.json", policies.clone()), (name, text)])
    };
    let as_without_copies = "Sales(A B), Default(D)";
    assert_eq!(joined("b.json", b.clone()), as_without_copies);
    assert_eq!(joined("some.json", list(&[b.clone(), of_default, a.clone()])), as_without_copies);
    assert_eq!(
        joined("some.json", list(&[a, b, c.clone()])),
        "Sales(A B C), Default(D)",
        "what is not embedded is in the rest of the list"
    );
    assert_eq!(joined("c.json", c), "Sales(A B), Default(D), loose C");
}

#[test]
fn rules_without_ids_in_two_copies_of_their_policy_are_the_same_rules() {
    let anonymous = |name: &str, priority| {
        rule(name, priority).replacen(&format!(r#""id": "0pr{name}", "#), "", 1)
    };
    let rules = [anonymous("A", 1), anonymous("A", 1), anonymous("B", 2)];
    let policy = with_rules(&rules);
    let files = [("a.json", policy.clone()), ("b.json", list(&[policy, DEFAULT.into()]))];
    assert_eq!(one_export(&files), "Sales([A A] B), Default( …)");
}

#[test]
fn embedded_rules_that_may_be_cut_off_count_where_a_list_of_their_own_holds_as_many() {
    let policy = SALES.replace("OKTA_SIGN_ON", "PASSWORD");
    let rules: Vec<String> = (1..=20)
        .map(|n| {
            let rule = rule(&format!("R{n}"), n).replace("SIGN_ON", "PASSWORD");
            let rule = rule.replace("signon", "passwordChange");
            linked(&rule, "acme.okta.com", "00pSales000000000001")
        })
        .collect();
    let embedded =
        policy.replacen('{', &format!(r#"{{"_embedded": {{"rules": {}}}, "#, list(&rules)), 1);
    let is_whole = |files: &[(&str, String)]| {
        let documents = documents(files);
        assemble(&documents, &[], None).all[0].policies[0].has_all_rules
    };
    assert!(!is_whole(&[("a.json", embedded.clone())]));
    assert!(is_whole(&[("a.json", embedded.clone()), ("b.json", list(&rules))]));
    assert!(is_whole(&[("b.json", embedded), ("a.json", list(&rules))]));
}

#[test]
fn lists_without_links_in_which_priorities_repeat_are_of_several_policies() {
    let (a, b, again) = (rule("A", 1), rule("B", 2), rule("C", 1));
    let policy = ("sales/policy.json", SALES.to_owned());
    let one = ("sales/rules.json", list(&[a.clone(), b.clone()]));
    assert_eq!(one_export(&[policy.clone(), one]), "Sales(A B)");
    let several = ("sales/rules.json", list(&[a, b, again]));
    assert_eq!(
        one_export(&[policy.clone(), several.clone()]),
        "Sales( …), loose A, loose B, loose C",
        "the only policy beside them is not the one of all"
    );
    let lines =
        ("sales/rules.jsonl", several.1.replace('\n', " ").replace("},{\"type", "}\n{\"type"));
    let lines = (lines.0, lines.1.trim_matches(['[', ']']).to_owned());
    assert_eq!(one_export(&[policy, lines]), "Sales( …), loose A, loose B, loose C", "as lines");
}

#[test]
fn lists_without_links_in_which_priorities_repeat_are_of_several_authorization_servers() {
    let policy = |name: &str, priority: u32, system: bool, link: &str| {
        format!(
            r#"{{"type": "OAUTH_AUTHORIZATION_POLICY", "id": "00p{name}", "name": "{name}",
                "priority": {priority}, "system": {system}, "_links": {{{link}}}}}"#
        )
    };
    let competitions = |policies: &[String]| -> Vec<usize> {
        let documents = documents(&[("policies.json", list(policies))]);
        let exports = assemble(&documents, &[], None).all;
        exports[0].competitions().iter().map(Vec::len).collect()
    };
    let (a, b) = (policy("A", 1, false, ""), policy("B", 2, false, ""));
    let of_another = policy("C", 1, false, "");
    assert_eq!(competitions(&[a.clone(), b.clone()]), [2]);
    assert_eq!(competitions(&[a, b, of_another]), [0; 0]);
    let default = |name: &str, priority| policy(name, priority, true, "");
    assert_eq!(competitions(&[default("D", 1), default("E", 2)]), [0; 0], "each has a default");
    let link = r#""self": {"href": "https://acme.okta.com/api/v1/authorizationServers/aus1/policies/00p"}"#;
    let linked = [policy("A", 1, false, link), policy("B", 1, false, link)];
    assert_eq!(competitions(&linked), [2], "a tie");
    let files = [("aus1.json", default("D", 1)), ("aus2.json", default("E", 1))];
    assert_eq!(
        not_compared(&files),
        [
            "nothing tells the authorization server of policy \"D\" and 1 more policy in aus1.json, so \
          no other policies were compared with it"
        ],
        "nor do the defaults of two contradict each other"
    );
}

#[test]
fn copies_whose_sets_stand_in_another_order_do_not_contradict_each_other() {
    let rule = |zones: &str, priority: &str| {
        format!(
            r#"{{"type": "SIGN_ON", "id": "0pr1", "name": "A", "priority": {priority}, "conditions":
                {{"network": {{"connection": "ZONE", "include": [{zones}]}}}},
                "actions": {{"signon": {{"access": "DENY"}}}}}}"#
        )
    };
    let files =
        [("a.json", rule(r#""nzo1", "nzo2""#, "1")), ("b.json", rule(r#""nzo2", "nzo1""#, "1.0"))];
    assert_eq!(one_export(&files), "loose A");
    let other = ("c.json", rule(r#""nzo2", "nzo2""#, "1"));
    assert_eq!(outline(&[files[0].clone(), other], &[]).len(), 2);
}

#[test]
fn the_same_id_with_other_content_in_one_file_is_not_lost() {
    let renamed = SALES.replace("\"Sales\"", "\"Sales EMEA\"");
    let files = [("a.json", list(&[SALES.into(), renamed.clone()]))];
    let both = documents(&files);
    let export = &assemble(&both, &[], None).all[0];
    assert_eq!((export.policies.len(), export.policy_copies.len()), (1, 1));
    let files = documents(&[("a.json", SALES.into()), ("b.json", renamed)]);
    let exports = assemble(&files, &[], None);
    assert_eq!(exports.all.len(), 2);
    assert_eq!(exports.notices[0].kind, NoticeKind::Contradicting);
    assert_eq!(exports.notices[0].path.as_deref(), Some("a.json"));
}

#[test]
fn one_stale_copy_leaves_the_rest_together() {
    let files = [
        ("okta/policies.json", list(&[DEFAULT.into()])),
        ("okta/rules/00pDefault0000000001.json", list(&[rule("A", 1)])),
        ("okta/sales.json", SALES.into()),
        ("okta/sales.old.json", SALES.replace("\"Sales\"", "\"Sales EMEA\"")),
    ];
    assert_eq!(outline(&files, &[]), ["Sales( …)", "Sales EMEA( …)", "Default(A)"]);
}

#[test]
fn what_contradicts_nothing_stays_with_the_files_beside_it() {
    let files = [
        ("okta/policies.json", list(&[SALES.into(), DEFAULT.into()])),
        ("okta/rules/00pSales000000000001.json", list(&[rule("A", 1)])),
        ("okta/old/policies.json", list(&[SALES.replace("\"Sales\"", "\"Sales EMEA\"")])),
    ];
    assert_eq!(outline(&files, &[]), ["Sales(A), Default( …)", "Sales EMEA( …)"]);
}

/// What was not compared, in words.
fn not_compared(files: &[(&str, String)]) -> Vec<String> {
    let documents = documents(files);
    let notices = assemble(&documents, &[], None).notices;
    notices.into_iter().map(|notice| notice.message).collect()
}

#[test]
fn what_is_not_compared_is_said() {
    let link = |rule: &str| linked(rule, "acme.okta.com", "00pSales000000000001");
    let together = list(&[SALES.into(), DEFAULT.into()]);
    assert_eq!(not_compared(&[("a.json", together.clone())]), Vec::<String>::new());
    let apart = [("a/list.json", list(&[SALES.into()])), ("b/list.json", list(&[DEFAULT.into()]))];
    assert_eq!(
        not_compared(&apart),
        ["the OKTA_SIGN_ON policies in a/list.json and b/list.json did not come together and may \
          have been read at different times, so they were not compared with each other"]
    );
    let folders =
        [("okta/sales/policy.json", SALES.into()), ("okta/default/policy.json", DEFAULT.into())];
    assert_eq!(not_compared(&folders), Vec::<String>::new(), "a folder for each");
    let folders =
        [("okta/sales/settings.json", SALES.into()), ("okta/default/main.json", DEFAULT.into())];
    assert_eq!(not_compared(&folders), Vec::<String>::new(), "a folder by the name of each");
    let lists = format!("[[{SALES}],[{DEFAULT}]]");
    assert_eq!(
        not_compared(&[("a.json", lists)]),
        ["the OKTA_SIGN_ON policies in a.json stand in several lists and may have been read at \
          different times, so they were not compared with each other"]
    );
    let body = r#"{"type": "OKTA_SIGN_ON", "name": "New", "conditions": {}}"#;
    let with_body = [("a.json", together.clone()), ("new/body.json", body.into())];
    assert_eq!(not_compared(&with_body), Vec::<String>::new(), "a body was not read from Okta");
    let of_server = |name: &str| {
        list(&[format!(
            r#"{{"type": "OAUTH_AUTHORIZATION_POLICY", "id": "00p{name}", "name": "{name}"}}"#
        )])
    };
    let of_servers = [("api/p.json", of_server("A")), ("hr/p.json", of_server("B"))];
    assert_eq!(not_compared(&of_servers), Vec::<String>::new(), "policies of several servers");
    let [a, b, c] = ["A", "B", "C"].map(|name| link(&rule(name, 1)));
    let files = [
        ("policies.json", together.clone()),
        ("1.json", list(&[a.clone(), b.clone()])),
        ("2.json", list(&[b.clone(), c])),
    ];
    assert_eq!(
        not_compared(&files),
        ["the rules of policy \"Sales\" are in 1.json and 2.json, and none of these holds them \
          all, so they were not compared with each other"]
    );
    let [x, y] = ["X", "Y"].map(|name| rule(name, 1));
    assert_eq!(
        not_compared(&[("rules.json", list(&[x, y]))]),
        [
            "nothing tells the policy of rule \"X\" and 1 more rule in rules.json, so no other rules \
          were compared with it"
        ]
    );
    let rules = list(&[a.clone(), b.clone()]);
    let body = rule("A", 1);
    for body in [body.clone(), body.replace(r#""system": false, "#, "")] {
        let files = [
            ("policies.json", together.clone()),
            ("rules.json", rules.clone()),
            ("put/a.json", body),
        ];
        assert_eq!(not_compared(&files), Vec::<String>::new(), "a copy without links");
    }
    let denied = b.replace("DENY", "ALLOW");
    let files = [("org.json", format!("[{together},{}]", list(&[a, b, denied])))];
    assert_eq!(
        not_compared(&files),
        [
            "rule \"B\" has copies that differ, in org.json, so nothing was concluded from its place \
          in the order"
        ]
    );
}

#[test]
fn nobody_is_locked_out_where_policies_may_be_missing() {
    let locks_out = |priority: u32| {
        let policy = DEFAULT.replace(r#""priority": 2"#, &format!(r#""priority": {priority}"#));
        let rules = list(&[rule("Default", 1).replace(r#""system": false"#, r#""system": true"#)]);
        let policy = policy.replacen('{', &format!(r#"{{"rules": {rules}, "#), 1);
        let documents = documents(&[("default.json", policy)]);
        let checked = catchall::check(
            documents.into_iter().map(Recognised::into_document),
            &Default::default(),
        );
        checked.findings.iter().any(|finding| finding.lint.name == "lockout")
    };
    assert!(locks_out(1));
    assert!(!locks_out(2), "another policy comes before it");
}

#[test]
fn what_did_not_change_is_not_read_again() {
    let mut workspace = Workspace::default();
    workspace.insert(document("policies.json", list(&[SALES.into()])));
    workspace.insert(document("rules/00pSales000000000001.json", list(&[rule("A", 1)])));
    // What a policy says is read when its document comes, and stays where it is.
    let policy = |workspace: &Workspace| -> *const PolicyObject<'static> {
        let exports = workspace.exports();
        let object: *const PolicyObject<'_> = &*exports.all[0].policies[0];
        object.cast()
    };
    let rules = |workspace: &Workspace| workspace.exports().all[0].policies[0].rules.len();
    let (before, rules_before) = (policy(&workspace), rules(&workspace));
    let changed = list(&[rule("A", 1), rule("B", 2)]);
    workspace.insert(document("rules/00pSales000000000001.json", changed));
    assert_eq!((rules_before, rules(&workspace)), (1, 2));
    assert_eq!(policy(&workspace), before);
    workspace.insert(document("policies.json", list(&[SALES.into()])));
    assert_ne!(policy(&workspace), before);
}
