//! A lint whose findings are of two tiers says which everybody is told of.

use catchall::Options;
use catchall::filter::Filter;
use serde_json::{Value, json};

use crate::documents::document;

/// Whether the lint reports something in an export: to everybody, and to those who ask.
fn told(lint: &str, export: &Value) -> (bool, bool) {
    let is_told = |pedantic| {
        let filter = Filter { pedantic, ..Filter::default() };
        let documents = [document("export.json", export)];
        let checked = catchall::check(documents, &Options { filter, ..Options::default() });
        checked.findings.iter().any(|finding| finding.lint.name == lint)
    };
    (is_told(false), is_told(true))
}

const EVERYBODY: (bool, bool) = (true, true);
const WHO_ASKS: (bool, bool) = (false, true);

#[test]
fn a_lockout_that_the_directory_may_have_is_pedantic() {
    let policy = |provider: &str, unlock: u32| {
        json!({
            "type": "PASSWORD", "name": "Staff", "status": "ACTIVE", "priority": 1,
            "conditions": {
                "people": {"groups": {"include": ["00g6Ry2mWvTk8LcQx5d7"]}},
                "authProvider": {"provider": provider},
            },
            "settings": {"password": {"lockout": {"maxAttempts": 0, "autoUnlockMinutes": unlock}}},
        })
    };
    assert_eq!(told("no-lockout", &policy("OKTA", 0)), EVERYBODY);
    for unlock in [0, 15] {
        assert_eq!(told("no-lockout", &policy("ACTIVE_DIRECTORY", unlock)), WHO_ASKS);
        assert_eq!(told("no-lockout", &policy("LDAP", unlock)), WHO_ASKS);
    }
}

#[test]
fn an_invalid_rule_is_told_and_an_inactive_one_is_pedantic() {
    let rule = |status: &str| {
        json!({
            "type": "SIGN_ON", "name": "Office", "status": status, "priority": 1,
            "conditions": {"network": {"connection": "ANYWHERE"}},
            "actions": {"signon": {"access": "DENY"}},
        })
    };
    assert_eq!(told("inactive", &rule("INVALID")), EVERYBODY);
    assert_eq!(told("inactive", &rule("INACTIVE")), WHO_ASKS);
}

#[test]
fn empty_clients_are_told_and_empty_scopes_are_pedantic() {
    let policy = json!({
        "type": "OAUTH_AUTHORIZATION_POLICY", "name": "Orders", "status": "ACTIVE", "priority": 1,
        "conditions": {"clients": {"include": []}},
    });
    let rule = json!({
        "type": "RESOURCE_ACCESS", "name": "Staff", "status": "ACTIVE", "priority": 1,
        "conditions": {"grantTypes": {"include": ["authorization_code"]}, "scopes": {"include": []}},
        "actions": {"token": {"accessTokenLifetimeMinutes": 60}},
    });
    assert_eq!(told("empty-clients-or-scopes", &policy), EVERYBODY);
    assert_eq!(told("empty-clients-or-scopes", &rule), WHO_ASKS);
}

#[test]
fn a_policy_that_is_missing_at_an_app_is_told_and_one_without_apps_is_pedantic() {
    let export = |status: &str, mapped: &str| {
        json!({
            "policies": [{
                "type": "ACCESS_POLICY", "id": "rst4Vn8cXpTq2LmWk5d7", "name": "Payroll",
                "status": status, "priority": 1, "system": false, "conditions": null,
            }],
            "apps": [{
                "id": "0oa2Kd6vXqTn8LmRz5d7", "name": "slack", "label": "Slack", "status": "ACTIVE",
                "signOnMode": "SAML_2_0",
                "_links": {"accessPolicy": {"href": format!("https://example.okta.com/api/v1/policies/{mapped}")}},
            }],
        })
    };
    assert_eq!(told("unmapped-policy", &export("INACTIVE", "rst4Vn8cXpTq2LmWk5d7")), EVERYBODY);
    assert_eq!(told("unmapped-policy", &export("ACTIVE", "rst9Zk5hBxMd3QvTc5d7")), WHO_ASKS);
}

/// A policy whose rules do these things in turn, the last of them the catch-all.
fn policy(rules: &[(Value, &str, &str)]) -> Value {
    let rule = |(n, (conditions, access, mode)): (usize, &(Value, &str, &str))| {
        let is_last = n + 1 == rules.len();
        json!({
            "type": "ACCESS_POLICY", "id": format!("rul7Kd{n:02}wQmZx3VtLb5d7"),
            "name": if is_last { "Catch-all Rule".to_owned() } else { format!("Rule {n}") },
            "status": "ACTIVE", "priority": if is_last { 99 } else { n }, "system": is_last,
            "conditions": conditions,
            "actions": {"appSignOn": {"access": access, "verificationMethod": {
                "type": "ASSURANCE", "factorMode": mode, "constraints": [], "reauthenticateIn": "PT2H",
            }}},
        })
    };
    json!({
        "type": "ACCESS_POLICY", "id": "rst4Vn8cXpTq2LmWk5d7", "name": "Payroll",
        "status": "ACTIVE", "priority": 1, "system": false, "conditions": null,
        "rules": rules.iter().enumerate().map(rule).collect::<Vec<_>>(),
    })
}

fn zone(list: &str) -> Value {
    json!({"network": {"connection": "ZONE", list: ["nzo3Tq8mWvRk2LcYx5d7"]}})
}

#[test]
fn a_dead_catch_all_is_pedantic() {
    let anywhere = || json!({"network": {"connection": "ANYWHERE"}});
    let told = |rules: &[(Value, &str, &str)]| told("catch-all-unreachable", &policy(rules));
    let (deny, one, two) = (
        (Value::Null, "DENY", "2FA"),
        (Value::Null, "ALLOW", "1FA"),
        (Value::Null, "ALLOW", "2FA"),
    );
    assert_eq!(told(&[(anywhere(), "ALLOW", "2FA"), deny.clone()]), WHO_ASKS);
    assert_eq!(told(&[(anywhere(), "ALLOW", "1FA"), two]), WHO_ASKS);
    assert_eq!(told(&[(anywhere(), "DENY", "2FA"), one]), WHO_ASKS);
    // Inside and outside a zone.
    let (inside, outside) = (zone("include"), zone("exclude"));
    assert_eq!(told(&[(inside, "ALLOW", "1FA"), (outside, "ALLOW", "2FA"), deny]), WHO_ASKS);
}

#[test]
fn a_rule_that_writes_down_what_the_catch_all_does_is_pedantic() {
    let told = |rules: &[(Value, &str, &str)]| told("redundant-rule", &policy(rules));
    let catch_all = (Value::Null, "ALLOW", "2FA");
    let staff = json!({"people": {"groups": {"include": ["00g6Ry2mWvTk8LcQx5d7"]}}});
    let both = |zone: Value| json!({"people": staff["people"], "network": zone["network"]});
    assert_eq!(told(&[(zone("include"), "ALLOW", "2FA"), catch_all]), WHO_ASKS);
    let deny = (Value::Null, "DENY", "2FA");
    let rules = [(both(zone("include")), "ALLOW", "2FA"), (staff.clone(), "ALLOW", "2FA"), deny];
    assert_eq!(told(&rules), EVERYBODY);
}
