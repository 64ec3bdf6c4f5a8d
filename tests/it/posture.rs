//! What is weak in a policy or rule is told where a sign-in gets to it, and nowhere else.

use catchall::Options;
use catchall::filter::Filter;
use serde_json::{Value, json};

use crate::documents::{document, pointer};

/// The lints about posture that report something in an export, each with the pointer of the place;
/// also with nothing else selected.
fn reports(export: &Value) -> Vec<(&'static str, String)> {
    let found = |select: &[&str], ignore: &[&str]| {
        let parse = |names: &[&str]| names.iter().map(|name| name.parse().unwrap()).collect();
        let filter = Filter {
            select: parse(select),
            ignore: parse(ignore),
            pedantic: true,
            ..Filter::default()
        };
        let documents = [document("export.json", export)];
        let checked = catchall::check(documents, &Options { filter, ..Options::default() });
        let findings = checked.findings.iter().filter(|it| it.lint.category == "posture");
        let report =
            |it: &catchall::diagnostic::Finding| (it.lint.name, pointer(it).unwrap_or_default());
        findings.map(report).collect::<Vec<_>>()
    };
    let all = found(&[], &[]);
    assert_eq!(all, found(&["posture"], &[]), "with nothing else selected");
    assert_eq!(all, found(&[], &["reachability"]), "without the lints about reachability");
    all
}

fn lints(export: &Value) -> Vec<&'static str> {
    reports(export).into_iter().map(|(lint, _)| lint).collect()
}

/// A change to what is clean.
fn with(mut object: Value, pointer: &str, value: Value) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    object.pointer_mut(parent).unwrap()[key] = value;
    object
}

fn app_rule(name: &str, priority: u32, conditions: Value, access: &str, mode: &str) -> Value {
    json!({
        "type": "ACCESS_POLICY", "name": name, "status": "ACTIVE", "priority": priority,
        "id": format!("rul7Kd{priority:02}wQmZx3VtLb5d7"), "system": name == "Catch-all Rule",
        "conditions": conditions,
        "actions": {"appSignOn": {"access": access, "verificationMethod": {
            "type": "ASSURANCE", "factorMode": mode, "constraints": [], "reauthenticateIn": "PT2H",
        }}},
    })
}

fn app_policy(rules: Vec<Value>) -> Value {
    json!({
        "type": "ACCESS_POLICY", "id": "rst4Vn8cXpTq2LmWk5d7", "name": "Payroll",
        "status": "ACTIVE", "priority": 1, "system": false, "conditions": null, "rules": rules,
    })
}

/// A rule that gives weak sessions; none of its conditions is about whose they are.
fn session_rule(name: &str, priority: u32, system: bool) -> Value {
    json!({
        "type": "SIGN_ON", "name": name, "status": "ACTIVE", "priority": priority,
        "id": format!("0prJ3h{priority:02}tRvNq6YcMz5d7"), "system": system,
        "conditions": {"network": {"connection": "ANYWHERE"}},
        "actions": {"signon": {
            "access": "ALLOW", "requireFactor": false, "primaryFactor": "PASSWORD_IDP_ANY_FACTOR",
            "session": {
                "usePersistentCookie": true, "maxSessionIdleMinutes": 60,
                "maxSessionLifetimeMinutes": 0,
            },
        }},
    })
}

fn session_policy(id: &str, priority: u32, system: bool, rules: Vec<Value>) -> Value {
    json!({
        "type": "OKTA_SIGN_ON", "id": id, "name": format!("Policy {priority}"), "status": "ACTIVE",
        "priority": priority, "system": system,
        "conditions": {"people": {"groups": {"include": ["00g6Ry2mWvTk8LcQx5d7"]}}},
        "rules": rules,
    })
}

const WEAK_SESSION: [&str; 2] = ["unlimited-session", "persistent-session"];

#[test]
fn a_catch_all_that_takes_nobody_lets_nobody_in() {
    let catch_all = || app_rule("Catch-all Rule", 99, Value::Null, "ALLOW", "1FA");
    let deny = |conditions| app_rule("Nobody else", 8, conditions, "DENY", "2FA");
    let anywhere = json!({"network": {"connection": "ANYWHERE"}});
    assert_eq!(lints(&app_policy(vec![catch_all()])), ["catch-all-one-factor"]);
    assert_eq!(lints(&app_policy(vec![deny(anywhere.clone()), catch_all()])), [""; 0]);
    // What takes part of the sign-ins, or is inactive, leaves some.
    let registered = json!({"device": {"registered": false}});
    let part = app_policy(vec![deny(registered), catch_all()]);
    assert_eq!(lints(&part), ["catch-all-one-factor"]);
    let inactive = with(deny(anywhere), "/status", json!("INACTIVE"));
    assert_eq!(lints(&app_policy(vec![inactive, catch_all()])), ["catch-all-one-factor"]);
}

#[test]
fn a_rule_behind_one_that_takes_all_is_left_alone() {
    let weak = |n| app_rule(&format!("Rule {n}"), n, json!({"platform": null}), "ALLOW", "1FA");
    let catch_all = app_rule("Catch-all Rule", 99, Value::Null, "DENY", "2FA");
    let policy = app_policy(vec![weak(0), weak(1), catch_all]);
    assert_eq!(
        reports(&policy),
        [(
            "one-factor-suffices",
            "/rules/0/actions/appSignOn/verificationMethod/factorMode".into()
        )]
    );
}

#[test]
fn a_rule_that_contradicts_itself_is_left_alone() {
    let rule = |expression: &str| {
        let conditions = json!({
            "riskScore": {"level": "HIGH"}, "elCondition": {"condition": expression},
        });
        app_rule("Rule", 1, conditions, "ALLOW", "1FA")
    };
    assert_eq!(lints(&rule("security.risk.level == 'HIGH'")), ["one-factor-suffices"]);
    assert_eq!(lints(&rule("security.risk.level == 'LOW'")), [""; 0]);
}

#[test]
fn what_is_inactive_is_left_alone_wherever_it_stands() {
    let rule = session_rule("Office", 1, false);
    assert_eq!(lints(&rule), WEAK_SESSION);
    let inactive = |object| with(object, "/status", json!("INACTIVE"));
    assert_eq!(lints(&inactive(rule.clone())), [""; 0]);
    let id = "00p1Wd5vKqXt8LmRz5d7";
    let policy = session_policy(id, 1, false, vec![rule.clone()]);
    assert_eq!(lints(&policy), WEAK_SESSION);
    assert_eq!(lints(&inactive(policy)), [""; 0]);
    // The rules of an inactive policy in a list of their own.
    let policies = [inactive(session_policy(id, 1, false, Vec::new()))];
    assert_eq!(lints(&json!({"policies": policies, "rules": {id: [rule]}})), [""; 0]);
}

#[test]
fn policies_are_left_alone_like_rules() {
    let policy = json!({
        "type": "PASSWORD", "id": "00p8Lx3mVtQk6WcRz5d7", "name": "Old directory",
        "status": "ACTIVE", "priority": 1, "system": false,
        "conditions": {"people": {"groups": {"include": ["00g6Ry2mWvTk8LcQx5d7"]}}},
        "settings": {"password": {
            "complexity": {"minLength": 6}, "lockout": {"maxAttempts": 0, "autoUnlockMinutes": 0},
        }},
    });
    assert_eq!(lints(&policy), ["short-password", "no-lockout"]);
    assert_eq!(lints(&with(policy, "/status", json!("INACTIVE"))), [""; 0]);
}

#[test]
fn a_policy_behind_one_that_takes_all_is_left_alone() {
    let first = session_policy("00p1Wd5vKqXt8LmRz5d7", 1, false, vec![session_rule("A", 1, false)]);
    let second =
        session_policy("00p2Hn7xTcVq4LmYz5d7", 2, false, vec![session_rule("B", 2, false)]);
    let second = with(second, "/rules/0/actions/signon/session/maxSessionIdleMinutes", json!(15));
    let at = |policy: u32| {
        let session = format!("/{policy}/rules/0/actions/signon/session");
        let keys = ["maxSessionLifetimeMinutes", "usePersistentCookie"];
        [0, 1].map(|n| (WEAK_SESSION[n], format!("{session}/{}", keys[n])))
    };
    assert_eq!(reports(&json!([first, second])), at(0));
    let zone = json!({"connection": "ZONE", "include": ["nzo3Tq8mWvRk2LcYx5d7"]});
    let first = with(first, "/rules/0/conditions/network", zone);
    assert_eq!(reports(&json!([first, second])), [at(0), at(1)].concat());
}

#[test]
fn what_is_read_only_in_the_default_rule_is_left_alone() {
    assert_eq!(lints(&session_rule("Default Rule", 1, true)), [""; 0]);
    assert_eq!(lints(&session_rule("Default Rule", 1, false)), WEAK_SESSION);
}

#[test]
fn a_lockout_is_told_although_nobody_gets_to_the_default_policy() {
    let denying = |name: &str, system| {
        with(session_rule(name, 1, system), "/actions/signon", json!({"access": "DENY"}))
    };
    let custom =
        session_policy("00p1Wd5vKqXt8LmRz5d7", 1, false, vec![denying("Emergency", false)]);
    let default =
        session_policy("00p2Hn7xTcVq4LmYz5d7", 2, true, vec![denying("Default Rule", true)]);
    let custom = with(custom, "/rules/0/conditions/authContext", json!({"authType": "ANY"}));
    assert_eq!(reports(&json!([custom, default])), [("lockout", "/0/name".into())]);
}

#[test]
fn policies_that_no_app_is_mapped_to_are_left_alone() {
    let rule = app_rule("Staff", 0, json!({"platform": null}), "ALLOW", "1FA");
    let policy = app_policy(vec![rule]);
    let export = |of: &str| json!({"policies": [policy], "apps": [app("0oa2", "slack", of)]});
    assert_eq!(lints(&policy), ["one-factor-suffices"]);
    assert_eq!(lints(&export("rst4Vn8cXpTq2LmWk5d7")), ["one-factor-suffices"]);
    assert_eq!(lints(&export("rst9Zk5hBxMd3QvTc5d7")), [""; 0]);
}

fn app(id: &str, name: &str, policy: &str) -> Value {
    json!({
        "id": id, "name": name, "label": "An app", "status": "ACTIVE",
        "signOnMode": "OPENID_CONNECT",
        "_links": {"accessPolicy": {"href": format!("https://example.okta.com/api/v1/policies/{policy}")}},
    })
}

#[test]
fn a_lax_catch_all_matters_as_much_as_its_policy_is_used() {
    let policy = app_policy(vec![app_rule("Catch-all Rule", 99, Value::Null, "ALLOW", "1FA")]);
    let severity = |export: &Value| {
        let documents = [document("export.json", export)];
        let checked = catchall::check(documents, &Options::default());
        let mut found = checked.findings.iter().filter(|it| it.lint.category == "posture");
        found.next().map(|finding| finding.severity.name())
    };
    let own = app("0oa2Kd6vXqTn8LmRz5d7", "oidc_client", "rst4Vn8cXpTq2LmWk5d7");
    let other = app("0oa3Wn7xTcVq4LmYz5d7", "oidc_client", "rst9Zk5hBxMd3QvTc5d7");
    let with_apps = |apps: &[&Value]| json!({"policies": [policy], "apps": apps});
    assert_eq!(severity(&policy), Some("info"));
    assert_eq!(severity(&with_apps(&[&own, &other])), Some("warning"));
    assert_eq!(severity(&with_apps(&[&other])), None);
    // Apps that tell no policy show nothing, and where there may be more apps, one may be mapped.
    let untold = with(other.clone(), "/_links", json!({}));
    assert_eq!(severity(&with_apps(&[&untold])), Some("info"));
    let page: Vec<Value> =
        (0..20).map(|n| app(&format!("0oa3Wn7xTcVq4LmY{n:02}d7"), "oidc_client", "rst9")).collect();
    assert_eq!(severity(&with_apps(&page.iter().collect::<Vec<_>>())), Some("info"));
    // The policy of account management is in force without an app.
    let account =
        with(policy.clone(), "/_embedded", json!({"resourceType": "END_USER_ACCOUNT_MANAGEMENT"}));
    assert_eq!(severity(&json!({"policies": [account], "apps": [other]})), Some("warning"));
    let unsaid = with(policy.clone(), "/_links", json!({"self": {"hints": {"allow": ["GET"]}}}));
    assert_eq!(severity(&json!({"policies": [unsaid], "apps": [other]})), Some("warning"));
}

#[test]
fn policies_of_oktas_own_apps_stay_apart() {
    let policy = |id: &str, name: &str| {
        let catch_all = app_rule("Catch-all Rule", 99, Value::Null, "ALLOW", "2FA");
        let catch_all = with(catch_all, "/id", json!(id.replace("rst", "rul")));
        with(with(app_policy(vec![catch_all]), "/id", json!(id)), "/name", json!(name))
    };
    let (one, two) = ("rst5Xc2mVtQk6WcRz5d7", "rst6Yd3nWuRl7XdSa5d7");
    let export = |names: [&str; 2], apps: [&str; 2]| {
        json!({
            "policies": [policy(one, names[0]), policy(two, names[1])],
            "apps": [app("0oa1", apps[0], one), app("0oa2", apps[1], two)],
        })
    };
    let theirs = ["Intranet", "Wiki"];
    assert_eq!(lints(&export(theirs, ["oidc_client", "slack"])), ["duplicate-policy"]);
    assert_eq!(lints(&export(theirs, ["oidc_client", "okta_org2org"])), ["duplicate-policy"]);
    assert_eq!(lints(&export(theirs, ["saasure", "okta_enduser"])), [""; 0]);
    assert_eq!(lints(&export(theirs, ["slack", "okta_flow_sso"])), [""; 0]);
    let own = ["Okta Admin Console", "Okta Dashboard"];
    assert_eq!(lints(&json!([policy(one, own[0]), policy(two, own[1])])), [""; 0]);
}

#[test]
fn a_policy_is_no_duplicate_of_what_is_to_be_deleted_itself() {
    let policy = |n: u32, groups: &[&str], rules: Vec<Value>| {
        let id = format!("00p8Ke{n:02}mXvTq3LcWz5d7");
        with(
            session_policy(&id, n, false, rules),
            "/conditions",
            json!({
                "people": {"groups": {"include": groups}},
            }),
        )
    };
    let rule = |n: u32, priority: u32, zone: bool, days: u32| {
        let mut rule = session_rule("Any", priority, false);
        rule["id"] = json!(format!("0prJ3h{n:02}tRvNq6YcMz5d7"));
        rule["actions"]["signon"]["session"] = json!({
            "usePersistentCookie": false, "maxSessionIdleMinutes": 60,
            "maxSessionLifetimeMinutes": days * 1440,
        });
        if zone {
            rule["conditions"] =
                json!({"network": {"connection": "ZONE", "include": ["nzo5Rw8kTvXc2LmQz5d7"]}});
        }
        rule
    };
    let (sales, support) = ("00g6Ry2mWvTk8LcQx5d7", "00g7Sz3nXwUl9MdRy5d7");
    let for_sales = || policy(1, &[sales], vec![rule(1, 1, false, 1)]);
    let for_both = || policy(3, &[sales, support], vec![rule(3, 1, false, 1)]);
    assert_eq!(lints(&json!([for_sales(), for_both()])), ["duplicate-policy"]);
    let for_support = policy(2, &[support], vec![rule(2, 1, false, 1)]);
    assert_eq!(lints(&json!([for_sales(), for_support, for_both()])), [""; 0], "it never applies");
    // A rule of the second is dead, but only since the first does the same.
    let two = |n, groups: &[&str]| {
        policy(n, groups, vec![rule(10 * n, 1, true, 1), rule(10 * n + 1, 2, false, 2)])
    };
    let (one, both) = (two(2, &[sales]), two(3, &[sales, support]));
    assert_eq!(lints(&json!([one, both])), ["duplicate-policy"]);
    let in_zone = policy(1, &[support], vec![rule(1, 1, true, 3)]);
    assert_eq!(lints(&json!([in_zone, one, both])), [""; 0]);
}
