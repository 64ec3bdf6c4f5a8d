//! What an object is, and which policy a rule is of, shown by what is found in it.

use catchall::Options;
use catchall::filter::Filter;

use crate::documents::{document, documents, pointer};

/// What is found in files: severity, lint and place, by file and place.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let documents = documents(files);
    let checked = catchall::check(documents, &Options::default());
    let line = |finding: &catchall::diagnostic::Finding| {
        let place = pointer(finding).unwrap_or_default();
        format!("{} {} {place}", finding.severity.name(), finding.lint.name)
    };
    checked.findings.iter().map(line).collect()
}

fn found_in(text: &str) -> Vec<String> {
    found(&[("a.json", text)])
}

fn messages(text: &str) -> Vec<String> {
    let documents = [document("a.json", text)];
    let checked = catchall::check(documents, &Options::default());
    checked.findings.iter().map(|finding| finding.message.clone()).collect()
}

const NOTHING: [&str; 0] = [];

/// A policy with a rule under `key`, where `ALOW` is one mistake.
fn with_rules(key: &str, rules: &str) -> String {
    format!(
        r#"{{"type": "ACCESS_POLICY", "id": "rst7hqPz2WcXn4mVb5d7", "name": "Wiki", "status": "ACTIVE",
            {key}: {rules}}}"#
    )
}

const RULE: &str = r#"{"type": "ACCESS_POLICY", "name": "Staff", "priority": 0,
    "actions": {"appSignOn": {"access": "ALOW"}}}"#;

#[test]
fn ids_links_and_settings_tell_policies_from_rules() {
    let rule_with_list = r#"{"type": "PASSWORD", "id": "0pr7hqPz2WcXn4mVb5d7", "name": "Reset",
        "status": "ACTIVE", "priority": 1, "actions": []}"#;
    assert_eq!(found_in(rule_with_list), ["error wrong-type /actions"]);
    let by_link = r#"{"type": "ACCESS_POLICY", "name": "Staff", "priority": 0, "actions": [],
        "_links": {"self": {"href": "https://acme.okta.com/api/v1/policies/rst1/rules/rul1"}}}"#;
    assert_eq!(found_in(by_link), ["error wrong-type /actions"]);
    // A policy's scope has conditions that a rule's has not, and no network.
    let network = r#""conditions": {"network": {"connection": "ANYWHERE"}}"#;
    for policy in [
        format!(
            r#"{{"type": "PASSWORD", "id": "00p7hqPz2WcXn4mVb5d7", "name": "Staff",
            "priority": 1, {network}, "actions": [], "settings": {{}}}}"#
        ),
        format!(
            r#"{{"type": "PASSWORD", "name": "Staff", "priority": 1, {network},
            "settings": {{"delegation": {{"options": {{"skipUnlock": false}}}}}},
            "actions": {{"passwordChange": {{"access": "ALLOW"}}}}}}"#
        ),
        format!(
            r#"{{"type": "OKTA_SIGN_ON", "name": "Staff", "priority": 1, {network},
            "actions": []}}"#
        ),
    ] {
        let found = found_in(&policy);
        assert!(
            found.contains(&"error misplaced-field /conditions/network".to_owned()),
            "{found:?}"
        );
    }
}

#[test]
fn a_schema_on_top_makes_nothing_foreign() {
    let rule = RULE.replacen('{', r#"{"$schema": "../schema/access-policy-rule.json", "#, 1);
    assert_eq!(found_in(&rule), ["error unknown-value /actions/appSignOn/access"]);
    let policy = with_rules(r#""rules""#, &format!("[{RULE}]"));
    let schema = r#"{"$schema": "https://acme.example/export.json", "policies": [POLICY]}"#;
    assert_eq!(
        found_in(&schema.replace("POLICY", &policy)),
        ["error unknown-value /policies/0/rules/0/actions/appSignOn/access"]
    );
    for foreign in [
        r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "examples": [RULE]}"#,
        r#"{"$schema": "./meta.json", "properties": {"rule": {"default": RULE}}}"#,
        r#"{"openapi": "3.1.0", "components": {"examples": {"rule": {"value": RULE}}}}"#,
    ] {
        assert_eq!(found_in(&foreign.replace("RULE", RULE)), NOTHING, "{foreign}");
    }
}

#[test]
fn parts_of_the_answer_to_a_simulation_are_no_policies_and_rules() {
    let rule = r#"{"id": "rul7hqPz2WcXn4mVb5d7", "name": "Staff", "status": "NOT_MATCH",
        "conditions": [{"type": "network", "status": "NOT_MATCH"}]}"#;
    let policy = format!(
        r#"{{"id": "rst7hqPz2WcXn4mVb5d7", "name": "Wiki", "status": "UNDEFINED",
            "conditions": [], "rules": [{rule}]}}"#
    );
    for answer in [
        format!("[{rule}]"),
        policy.clone(),
        format!(r#"{{"evaluated": {{"policies": [{policy}]}}}}"#),
        format!(r#"{{"result": {{"policies": [{{"status": "MATCH", "rules": [{rule}]}}]}}}}"#),
    ] {
        assert_eq!(found_in(&answer), NOTHING, "{answer}");
    }
    // Beside the policies themselves they contradict nothing.
    let beside = [("a.json", policy.as_str()), ("b.json", WIKI)];
    assert_eq!(catchall::check(documents(&beside), &Options::default()).notices, []);
    // A policy or rule with such a status is one all the same.
    let written = RULE.replace(r#""priority": 0"#, r#""status": "MATCH""#);
    assert!(found_in(&written).contains(&"error unknown-value /actions/appSignOn/access".into()));
}

#[test]
fn rules_are_read_under_any_key_of_their_policy() {
    let untyped = RULE.replace(r#""type": "ACCESS_POLICY", "#, "");
    for (key, rules, place) in [
        ("rules", format!("[{RULE}]"), "rules/0"),
        ("policyRules", format!("[{RULE}]"), "policyRules/0"),
        ("children", format!("[{RULE}]"), "children/0"),
        ("policy_rules", format!(r#"{{"data": [{RULE}]}}"#), "policy_rules/data/0"),
        ("rules", format!(r#"{{"rul7hqPz2WcXn4mVb5d7": {RULE}}}"#), "rules/rul7hqPz2WcXn4mVb5d7"),
        ("_embedded", format!(r#"{{"policyRules": [{RULE}]}}"#), "_embedded/policyRules/0"),
        ("rules", format!("[{untyped}]"), "rules/0"),
    ] {
        let found = found_in(&with_rules(&format!("\"{key}\""), &rules));
        let expected = format!("error unknown-value /{place}/actions/appSignOn/access");
        assert!(found.contains(&expected), "{key}: {found:?}");
    }
}

#[test]
fn an_empty_list_of_rules_is_said_wherever_it_stands() {
    let policy = r#"{"type": "PASSWORD", "id": "00p7hqPz2WcXn4mVb5d7", "name": "Staff",
        "status": "ACTIVE", "priority": 1, "system": false,
        "conditions": {"people": {"groups": {"include": ["00g7hqPz2WcXn4mVb5d7"]}}},
        "settings": {"password": {"complexity": {"minLength": 14}}}}"#;
    let bare = "warning policy-without-rules";
    for bundle in [
        r#"{"policies": [POLICY], "rules": {"00p7hqPz2WcXn4mVb5d7": []}}"#,
        r#"{"policies": [POLICY], "rulesByPolicyId": {"00p7hqPz2WcXn4mVb5d7": []}}"#,
        r#"{"policies": [POLICY], "details": {"00p7hqPz2WcXn4mVb5d7": {"rules": []}}}"#,
        r#"{"policies": [POLICY], "all": [{"policyId": "00p7hqPz2WcXn4mVb5d7", "rules": []}]}"#,
        r#"{"policy": POLICY, "rules": []}"#,
        r#"[{"policy": POLICY, "policy_rules": {"items": []}}]"#,
        r#"[{"url": "https://acme.okta.com/api/v1/policies?type=PASSWORD", "response": [POLICY]},
            {"url": "https://acme.okta.com/api/v1/policies/00p7hqPz2WcXn4mVb5d7/rules", "body": []}]"#,
        r#"[{"request": {"method": "GET", "url": "/api/v1/policies"}, "response": {"body": [POLICY]}},
            {"request": {"method": "GET", "url": "/api/v1/policies/00p7hqPz2WcXn4mVb5d7/rules"},
             "response": {"status": 200, "body": []}}]"#,
    ] {
        let found = found_in(&bundle.replace("POLICY", policy));
        assert!(found.iter().any(|line| line.starts_with(bare)), "{bundle}: {found:?}");
    }
    for bundle in [
        r#"{"policies": [POLICY], "mappings": {"00p7hqPz2WcXn4mVb5d7": []}}"#,
        r#"{"policies": [POLICY], "rules": []}"#,
        r#"{"policies": [POLICY], "tags": {"00p7hqPz2WcXn4mVb5d7": []}}"#,
    ] {
        let found = found_in(&bundle.replace("POLICY", policy));
        assert!(!found.iter().any(|line| line.starts_with(bare)), "{bundle}: {found:?}");
    }
}

#[test]
fn a_rule_of_another_type_is_told_however_it_is_joined() {
    let policy = r#"{"type": "MFA_ENROLL", "id": "00p7hqPz2WcXn4mVb5d7", "name": "Staff",
        "status": "ACTIVE", "priority": 1, "system": true, "conditions": {},
        "settings": {"type": "AUTHENTICATORS", "authenticators": []}}"#;
    // Priority 0 would be wrong in such a policy.
    let rule = r#"{"type": "ACCESS_POLICY", "id": "rul7hqPz2WcXn4mVb5d7", "name": "Wiki",
        "status": "ACTIVE", "priority": 0, "actions": {"appSignOn": {"access": "DENY"}}}"#;
    let of_rules = |files: &[(&str, &str)]| -> Vec<String> {
        let found = found(files).into_iter();
        found.filter(|line| line.starts_with("error") || line.contains("numbering")).collect()
    };
    for (bundle, place) in [
        (
            r#"{"policies": [POLICY], "rules": {"00p7hqPz2WcXn4mVb5d7": [RULE]}}"#,
            "/rules/00p7hqPz2WcXn4mVb5d7/0",
        ),
        (r#"[{"policy": POLICY, "rules": [RULE]}]"#, "/0/rules/0"),
        (
            r#"{"policies": [POLICY], "all": [{"policy_id": "00p7hqPz2WcXn4mVb5d7", "rules": [RULE]}]}"#,
            "/all/0/rules/0",
        ),
        (
            r#"[POLICY, {"url": "/api/v1/policies/00p7hqPz2WcXn4mVb5d7/rules?limit=50", "response": [RULE]}]"#,
            "/1/response/0",
        ),
    ] {
        let text = bundle.replace("POLICY", policy).replace("RULE", rule);
        let expected = format!("error rule-of-another-type {place}/type");
        assert_eq!(of_rules(&[("a.json", &text)]), [expected], "{bundle}");
    }
    let rules = format!("[{rule}]");
    for path in ["okta/00p7hqPz2WcXn4mVb5d7/rules.json", "okta/00p7hqPz2WcXn4mVb5d7.rules.json"] {
        let files = [("okta/policies.json", policy), (path, rules.as_str())];
        assert_eq!(of_rules(&files), ["error rule-of-another-type /0/type"], "{path}");
    }
    for path in ["okta/staff/rules.json", "okta/staff/rules/wiki.json"] {
        let files = [("okta/staff/policy.json", policy), (path, rules.as_str())];
        assert_eq!(of_rules(&files), ["error rule-of-another-type /0/type"], "{path}");
    }
    // Files that merely lie together say nothing of each other.
    let files = [("okta/mfa_enroll.json", policy), ("okta/wiki.json", rules.as_str())];
    assert_eq!(of_rules(&files), NOTHING);
}

#[test]
fn a_rule_without_type_follows_its_policy() {
    let rule = r#"{"name": "Staff", "priority": 0, "actions": {"signon": {"access": "DENY"}}}"#;
    let rule = format!("[{rule}]");
    let inside = with_rules(r#""rules""#, &rule);
    assert_eq!(
        found_in(&inside),
        ["error missing-field /rules/0", "error misplaced-field /rules/0/actions/signon"]
    );
    let policy = with_rules(r#""description""#, r#""Pages""#);
    let bundle =
        format!(r#"{{"policies": [{policy}], "rules": {{"rst7hqPz2WcXn4mVb5d7": {rule}}}}}"#);
    let place = "/rules/rst7hqPz2WcXn4mVb5d7/0";
    assert_eq!(
        found_in(&bundle),
        [
            format!("error missing-field {place}"),
            format!("error misplaced-field {place}/actions/signon")
        ]
    );
}

#[test]
fn a_type_that_the_actions_contradict_is_one_mistake() {
    let rule = |named: &str, action: &str| {
        format!(
            r#"{{"type": "{named}", "name": "Staff", "priority": 0,
            "actions": {{"{action}": {{"access": "DENY"}}}}}}"#
        )
    };
    assert_eq!(
        messages(&rule("ACCESS_POLICY_RULE", "appSignOn")),
        [
            r#"type is "ACCESS_POLICY_RULE", but "appSignOn" stands on rules of type "ACCESS_POLICY""#
        ]
    );
    assert_eq!(
        messages(&rule("SIGN_ON", "appSignOn")),
        [r#"type is "SIGN_ON", but "appSignOn" stands on rules of type "ACCESS_POLICY""#]
    );
    assert_eq!(found_in(&rule("SIGN_ON", "appSignOn")), ["error rule-of-another-type /type"]);
    assert_eq!(found_in(&rule("APP_ACCESS", "appSignOn")), ["warning rule-of-another-type /type"]);
    assert_eq!(found_in(&rule("ACCES_POLICY", "appSignOn")), ["warning unknown-value /type"]);
    // The conditions tell what was copied from elsewhere.
    let risk = |named: &str, action: &str| {
        rule(named, action).replace(
            r#""priority""#,
            r#""conditions": {"elCondition": {"condition": "user.profile.vip == true"}}, "priority""#,
        )
    };
    assert_eq!(found_in(&risk("SIGN_ON", "appSignOn")), ["error rule-of-another-type /type"]);
    assert_eq!(
        found_in(&risk("ACCESS_POLICY", "signon")),
        ["error misplaced-field /actions/signon"]
    );
    // In a policy of the type that the actions have, and in one of the type that it names.
    let inside = with_rules(r#""rules""#, &format!("[{}]", rule("SIGN_ON", "appSignOn")));
    assert_eq!(found_in(&inside), ["error rule-of-another-type /rules/0/type"]);
    let inside = with_rules(r#""rules""#, &format!("[{}]", rule("ACCESS_POLICY", "signon")));
    assert_eq!(found_in(&inside), ["error misplaced-field /rules/0/actions/signon"]);
}

#[test]
fn what_others_call_policies_and_rules_is_not_read() {
    for (name, text) in [
        ("package.json", r#"{"name": "rules", "type": "module", "actions": [], "rules": []}"#),
        (
            ".eslintrc.json",
            r#"{"$schema": "https://json.schemastore.org/eslintrc", "rules": {"quotes": ["error", "double"]}, "overrides": [{"files": ["*.ts"], "rules": {"semi": []}}]}"#,
        ),
        (
            "iam.json",
            r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:*"], "Resource": "*"}]}"#,
        ),
        (
            "network-policy.json",
            r#"{"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "spec": {"policyTypes": ["Ingress"], "ingress": [{"from": [], "ports": []}]}}"#,
        ),
        (
            "stack.json",
            r#"{"Resources": {"Rule": {"Type": "AWS::Events::Rule", "Properties": {"Targets": []}}, "Policy": {"Type": "AWS::IAM::Policy"}}}"#,
        ),
        (
            "opa.json",
            r#"{"package": "authz", "policies": [{"id": "rstudio", "name": "RStudio", "conditions": []}], "rules": [{"id": "rule1", "conditions": {"all": []}, "actions": [{"type": "notify"}], "priority": 1}]}"#,
        ),
        (
            "insurer.json",
            r#"{"id": "p1", "name": "Car", "status": "ACTIVE", "_links": {"self": {"href": "https://api.insurer.example/policies/p1"}}}"#,
        ),
        ("form.json", r#"{"fields": [{"type": "PASSWORD", "actions": ["reveal"]}]}"#),
        (
            "login.json",
            r#"[{"type": "PASSWORD", "name": "pin", "label": "PIN", "required": true}]"#,
        ),
        (
            "recording.json",
            r#"[{"url": "/api/v1/policies/rst7hqPz2WcXn4mVb5d7/rules", "headers": {"accept": "*/*", "priority": "u=1, i"}, "status": 200}]"#,
        ),
        ("match.json", r#"[{"id": 7, "name": "Smith", "status": "MATCH"}]"#),
        (
            "realm.json",
            r#"{"users": [{"username": "ada", "credentials": [{"id": "6f1c0bb5", "type": "password", "userLabel": "Mine", "createdDate": 1600000000, "secretData": "{}", "priority": 10}]}]}"#,
        ),
        (
            "fields.json",
            r#"[{"type": "PASSWORD", "name": "password", "description": "Yours"}, {"type": "PASSWORD", "name": "pin", "conditions": [{"field": "user"}], "actions": []}]"#,
        ),
        (
            "events.json",
            r#"[{"type": "SIGN_ON", "status": "SUCCESS", "user": "ada"}, {"type": "RESOURCE_ACCESS", "name": "read", "status": "OK", "user": "ada"}, {"type": "ENTITY_RISK", "description": "high", "status": "OPEN", "entity": "ada"}]"#,
        ),
        (
            "scan.json",
            r#"[{"policyType": "ACL", "result": "ok"}, {"policyType": "ACL", "result": []}]"#,
        ),
        (
            "settings.json",
            r#"{"name": "web", "settings": {"password": {"min": 8}, "theme": "dark"}}"#,
        ),
        ("ldap.json", r#"{"name": "web", "settings": {"authenticators": ["ldap"], "factors": 2}}"#),
        ("tenant.json", r#"{"policyContext": {"tenant": "acme"}, "input": 1}"#),
        (
            "player.json",
            r#"{"rules": [{"name": "jingle", "priority": 1, "conditions": [], "actions": {"signon": "play"}}]}"#,
        ),
    ] {
        assert_eq!(found(&[(name, text)]), NOTHING, "{name}");
    }
}

#[test]
fn policies_are_read_in_the_app_that_has_them() {
    let policy = with_rules("\"rules\"", &format!("[{RULE}]"));
    for member in [
        format!(r#""policy": {policy}"#),
        format!(r#""policies": [{policy}]"#),
        format!(r#""_embedded": {{"accessPolicy": {policy}}}"#),
    ] {
        let app = format!(
            r#"{{"id": "0oa7hqPz2WcXn4mVb5d7", "name": "wiki", "label": "Wiki", "status": "ACTIVE",
                "signOnMode": "OPENID_CONNECT", {member}}}"#
        );
        let found = found_in(&app);
        assert_eq!(found.len(), 1, "{member}: {found:?}");
        assert!(found[0].starts_with("error unknown-value"), "{member}: {found:?}");
    }
}

const PAYROLL: &str = r#"{"id": "rst3kTq8LmZx6pRw2d7a", "type": "ACCESS_POLICY", "name": "Payroll",
    "status": "ACTIVE", "priority": 1, "system": false, "conditions": null}"#;
const WIKI: &str = r#"{"id": "rst7hqPz2WcXn4mVb5d7", "type": "ACCESS_POLICY", "name": "Wiki",
    "status": "ACTIVE", "priority": 1, "system": false, "conditions": null}"#;

/// Which of the two policies is said to be unmapped.
fn unmapped(files: &[(&str, &str)]) -> Vec<String> {
    let text = |text: &str| {
        let mapping = r#"{"id": "map5fGt2QxWn8kLr4d7b", "_links": {
            "application": {"href": "https://acme.okta.com/api/v1/apps/0oa4mXc9TzQw1nLp5d7"},
            "policy": {"href": "https://acme.okta.com/api/v1/policies/rst7hqPz2WcXn4mVb5d7"}}}"#;
        let app = r#"{"id": "0oa4mXc9TzQw1nLp5d7", "name": "wiki", "label": "Wiki",
            "status": "ACTIVE", "signOnMode": "SAML_2_0"}"#;
        let policies = format!("[{PAYROLL}, {WIKI}]");
        let text =
            text.replace("POLICIES", &policies).replace("ONE", PAYROLL).replace("MAPPING", mapping);
        text.replace("APP", app)
            .replace("WIKI", "rst7hqPz2WcXn4mVb5d7")
            .replace("PAYROLL", "rst3kTq8LmZx6pRw2d7a")
    };
    let files: Vec<_> = files.iter().map(|(name, content)| (*name, text(content))).collect();
    let documents = documents(&files);
    let filter = Filter { select: vec!["unmapped-policy".parse().unwrap()], ..Filter::default() };
    let checked = catchall::check(documents, &Options { filter, ..Options::default() });
    checked.findings.into_iter().map(|finding| finding.message).collect()
}

#[test]
fn the_mappings_of_policies_are_read_like_the_links_of_apps() {
    let expected = [r#"no app is mapped to policy "Payroll", so it is never used"#];
    for bundle in [
        r#"{"policies": POLICIES, "mappings": {"PAYROLL": [], "WIKI": [MAPPING]}}"#,
        r#"{"policies": POLICIES, "apps": {"PAYROLL": [], "WIKI": [APP]}}"#,
        r#"[{"url": "/api/v1/policies?type=ACCESS_POLICY", "response": POLICIES},
            {"url": "/api/v1/policies/PAYROLL/mappings", "response": []},
            {"url": "/api/v1/policies/WIKI/mappings", "response": [MAPPING]}]"#,
        r#"[{"url": "/api/v1/policies?type=ACCESS_POLICY", "response": POLICIES},
            {"url": "/api/v1/policies/PAYROLL/app", "response": []},
            {"url": "/api/v1/policies/WIKI/app", "response": [APP]}]"#,
    ] {
        assert_eq!(unmapped(&[("a.json", bundle)]), expected, "{bundle}");
    }
    let files = [
        ("okta/policies.json", "POLICIES"),
        ("okta/PAYROLL-mappings.json", "[]"),
        ("okta/WIKI-mappings.json", "[MAPPING]"),
    ]
    .map(|(name, text)| (name.replace("PAYROLL", "rst3kTq8LmZx6pRw2d7a"), text));
    let files = files.each_ref().map(|(name, text)| (name.as_str(), *text));
    assert_eq!(unmapped(&files), expected);
    // The apps of one policy, or some mappings, are not all that there are.
    for bundle in [
        r#"{"policies": POLICIES, "mappings": {"WIKI": [MAPPING]}}"#,
        r#"{"policies": POLICIES, "mappings": [MAPPING]}"#,
        r#"{"policies": POLICIES, "apps": {"WIKI": [APP]}}"#,
        r#"{"policies": POLICIES, "mappings": []}"#,
        r#"{"policy": ONE, "apps": [APP]}"#,
    ] {
        assert_eq!(unmapped(&[("a.json", bundle)]), NOTHING, "{bundle}");
    }
}

#[test]
fn objects_without_an_id_are_no_list_of_what_there_is() {
    let office = r#"{"type": "IP", "name": "Office", "gateways": [{"type": "CIDR", "value": "203.0.113.0/24"}]}"#;
    let lab = r#"{"id": "nzo5tRw8KcZq3mXv5d7a", "type": "IP", "name": "Lab", "status": "ACTIVE",
        "gateways": [{"type": "CIDR", "value": "198.51.100.0/24"}]}"#;
    let rule = r#"{"type": "ACCESS_POLICY", "name": "Staff",
        "conditions": {"network": {"connection": "ZONE", "include": ["nzo9qLm2VxTb7kWd5d7c"]}},
        "actions": {"appSignOn": {"access": "DENY"}}}"#;
    let dangling = |zones: &str| {
        let found = found_in(&format!(r#"{{"zones": {zones}, "rule": {rule}}}"#));
        found.iter().any(|line| line.contains("dangling-reference"))
    };
    assert!(!dangling(&format!("[{office}]")));
    assert!(!dangling(&format!("[{lab}, {office}]")));
    assert!(!dangling(lab), "an object alone is no list");
    assert!(dangling(&format!("[{lab}]")));
    // The body of a request beside the list changes nothing.
    assert!(dangling(&format!(r#"{{"all": [{lab}], "new": {office}}}"#)));
}

#[test]
fn an_error_that_was_saved_is_named() {
    let error = |code: &str, text: &str| {
        format!(r#"{{"errorCode": "{code}", "errorSummary": "{text}", "errorCauses": []}}"#)
    };
    let expired = error("E0000011", "Invalid token provided");
    assert_eq!(
        messages(&expired),
        [
            r#"Okta answered with the error E0000011, "Invalid token provided", so what was asked for is not in the export"#
        ]
    );
    let recorded = format!(
        r#"[{{"url": "/api/v1/policies/rst7hqPz2WcXn4mVb5d7/rules", "response": {expired}}}]"#
    );
    assert_eq!(found_in(&recorded), ["warning saved-error /0/response/errorSummary"]);
    let feature = error("E0000015", "You do not have permission to access the feature");
    assert_eq!(found_in(&feature), ["info saved-error /errorSummary"]);
    let others = r#"{"errorCode": "E42", "errorSummary": "Out of paper"}"#;
    assert_eq!(found_in(others), NOTHING);
}

#[test]
fn what_terraform_knows_is_said_not_to_be_read() {
    let state = r#"{"version": 4, "terraform_version": "1.9.5", "resources": [{"mode": "data",
        "type": "okta_policy_password", "instances": [{"attributes": {"id": "00p7hqPz2WcXn4mVb5d7",
        "type": "PASSWORD", "name": "Staff"}}]}]}"#;
    let notices = |text: &str| -> Vec<String> {
        let documents = [document("a.json", text)];
        let checked = catchall::check(documents, &Options::default());
        assert!(checked.findings.is_empty());
        checked.notices.iter().map(|notice| notice.message.clone()).collect()
    };
    let told = notices(state);
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with(
            "a.json is Terraform's (a state, plan or configuration), which is not read"
        ),
        "{told:?}"
    );
    let others = state.replace("okta_policy_password", "aws_iam_policy").replace("00p7", "AID7");
    assert_eq!(notices(&others.replace("PASSWORD", "managed")), NOTHING);
}

#[test]
fn answers_that_are_texts_are_said_not_to_be_read() {
    let har = r#"{"log": {"entries": [{"request": {"url": "https://acme.okta.com/api/v1/policies"},
        "response": {"content": {"text": "[{\"id\": \"rst1\", \"_links\": {\"self\": {\"href\":
        \"https://acme.okta.com/api/v1/policies/rst1\"}}}]"}}}]}}"#;
    let har = har.replace('\n', "");
    let documents = [document("a.har", har)];
    let checked = catchall::check(documents, &Options::default());
    let told =
        "a.har holds answers of Okta's as texts inside JSON, which are not read: save each as JSON";
    assert_eq!(checked.notices.len(), 1);
    assert_eq!(checked.notices[0].message, told);
}
