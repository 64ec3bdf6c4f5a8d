//! What is said of the authenticators that policies ask for, in small exports.

use catchall::Options;
use serde_json::{Value, json};

use crate::documents::{document, pointer};

/// What is found by one of the lints: its name, the JSON Pointer of the place, the severity.
fn found(lints: &[&str], export: &Value) -> Vec<(String, String, &'static str)> {
    let documents = [document("export.json", export)];
    let checked = catchall::check(documents, &Options::default());
    let of_lints = checked.findings.iter().filter(|finding| lints.contains(&finding.lint.name));
    let found = of_lints.map(|finding| {
        let place = pointer(finding).unwrap_or_default();
        (finding.lint.name.to_owned(), place, finding.severity.name())
    });
    found.collect()
}

/// An authentication policy with one rule.
fn access(method: &Value, conditions: &Value) -> Value {
    json!({
        "type": "ACCESS_POLICY",
        "name": "Payroll",
        "rules": [{
            "type": "ACCESS_POLICY",
            "name": "Everybody",
            "status": "ACTIVE",
            "priority": 0,
            "conditions": conditions,
            "actions": { "appSignOn": { "access": "ALLOW", "verificationMethod": method } },
        }],
    })
}

fn assurance(factors: &str, constraints: &Value) -> Value {
    let conditions = json!({ "network": { "connection": "ANYWHERE" } });
    let method = json!({ "type": "ASSURANCE", "factorMode": factors, "constraints": constraints });
    access(&method, &conditions)
}

fn authenticator(key: &str, id: &str, kind: &str, status: &str) -> Value {
    json!({ "key": key, "id": id, "type": kind, "name": format!("The {key}"), "status": status })
}

#[test]
fn inactive_authenticators_in_enrollment() {
    let authenticators = json!([
        authenticator("okta_password", "aut0q2Xb7UOYDB5dFg5d7", "password", "ACTIVE"),
        authenticator("webauthn", "aut1q2Xb7UOYDB5dFg5d7", "security_key", "INACTIVE"),
        authenticator("custom_app", "aut2q2Xb7UOYDB5dFg5d7", "app", "INACTIVE"),
        authenticator("custom_app", "aut3q2Xb7UOYDB5dFg5d7", "app", "ACTIVE"),
    ]);
    for (entry, is_found) in [
        (json!({ "key": "webauthn", "enroll": { "self": "REQUIRED" } }), true),
        (json!({ "key": "webauthn", "enroll": { "self": "OPTIONAL" } }), true),
        (json!({ "key": "webauthn", "enroll": { "self": "NOT_ALLOWED" } }), false),
        (json!({ "key": "okta_password", "enroll": { "self": "REQUIRED" } }), false),
        // Not in the export.
        (json!({ "key": "duo", "enroll": { "self": "REQUIRED" } }), false),
        (
            json!({ "key": "custom_app", "id": "aut2q2Xb7UOYDB5dFg5d7", "enroll": { "self": "OPTIONAL" } }),
            true,
        ),
        (
            json!({ "key": "custom_app", "id": "aut3q2Xb7UOYDB5dFg5d7", "enroll": { "self": "OPTIONAL" } }),
            false,
        ),
        // One of the two is active.
        (json!({ "key": "custom_app", "enroll": { "self": "OPTIONAL" } }), false),
    ] {
        let policy = json!({
            "type": "MFA_ENROLL",
            "name": "Staff",
            "settings": { "type": "AUTHENTICATORS", "authenticators": [entry] },
        });
        let export = json!({ "policies": [policy], "authenticators": authenticators });
        let found = found(&["inactive-reference"], &export);
        let place = "/policies/0/settings/authenticators/0/key".to_owned();
        let expected = ("inactive-reference".to_owned(), place, "warning");
        assert_eq!(found, if is_found { vec![expected] } else { vec![] }, "{entry}");
    }
}

#[test]
fn inactive_authenticators_in_constraints_and_chains() {
    let authenticators = json!([
        authenticator("okta_password", "aut0q2Xb7UOYDB5dFg5d7", "password", "ACTIVE"),
        authenticator("okta_verify", "aut4q2Xb7UOYDB5dFg5d7", "app", "ACTIVE"),
        authenticator("phone_number", "aut5q2Xb7UOYDB5dFg5d7", "phone", "INACTIVE"),
        authenticator("webauthn", "aut1q2Xb7UOYDB5dFg5d7", "security_key", "INACTIVE"),
    ]);
    let chain = |methods: Value| {
        let chains = json!([{ "authenticationMethods": methods }]);
        access(&json!({ "type": "AUTH_METHOD_CHAIN", "chains": chains }), &Value::Null)
    };
    let possession = |demand: Value| assurance("2FA", &json!([{ "possession": demand }]));
    let webauthn = json!({ "key": "webauthn", "method": "webauthn" });
    let push = json!({ "key": "okta_verify", "method": "push" });
    let base = "/policies/0/rules/0/actions/appSignOn/verificationMethod/";
    for (policy, place, severity) in [
        (
            possession(json!({ "authenticationMethods": [webauthn] })),
            "constraints/0/possession/authenticationMethods/0/key",
            "warning",
        ),
        (
            possession(json!({ "authenticationMethods": [push, webauthn] })),
            "constraints/0/possession/authenticationMethods/1/key",
            "info",
        ),
        (
            possession(json!({ "types": ["SECURITY_KEY"] })),
            "constraints/0/possession/types/0",
            "warning",
        ),
        (
            possession(json!({ "methods": ["sms"] })),
            "constraints/0/possession/methods/0",
            "warning",
        ),
        (possession(json!({ "types": ["app", "phone"] })), "", ""),
        (possession(json!({ "excludedAuthenticationMethods": [webauthn] })), "", ""),
        (chain(json!([webauthn])), "chains/0/authenticationMethods/0/key", "warning"),
        (chain(json!([push])), "", ""),
    ] {
        let export = json!({ "policies": [policy], "authenticators": authenticators });
        let found = found(&["inactive-reference"], &export);
        let expected = ("inactive-reference".to_owned(), format!("{base}{place}"), severity);
        assert_eq!(found, if place.is_empty() { vec![] } else { vec![expected] }, "{policy}");
    }
}

#[test]
fn what_a_password_alone_gets_through() {
    let lints = ["one-factor-suffices", "weak-alternative", "redundant-alternative"];
    let strong = json!({ "possession": { "phishingResistant": "REQUIRED" } });
    let password = json!({ "knowledge": { "types": ["password"] } });
    let place = |n: usize, class: &str| {
        format!("/rules/0/actions/appSignOn/verificationMethod/constraints/{n}{class}")
    };
    for (policy, expected) in [
        (
            assurance("1FA", &json!([password])),
            Some(("one-factor-suffices", place(0, "/knowledge"))),
        ),
        (
            assurance(
                "1FA",
                &json!([{ "knowledge": { "methods": ["PASSWORD"], "required": true } }]),
            ),
            Some(("one-factor-suffices", place(0, "/knowledge"))),
        ),
        (
            assurance(
                "1FA",
                &json!([{ "knowledge": { "authenticationMethods": [{ "key": "okta_password", "method": "password" }] } }]),
            ),
            Some(("one-factor-suffices", place(0, "/knowledge"))),
        ),
        (
            assurance("1FA", &json!([strong, password])),
            Some(("one-factor-suffices", place(1, "/knowledge"))),
        ),
        (assurance("2FA", &json!([strong, password])), Some(("weak-alternative", place(1, "")))),
        (
            assurance("2FA", &json!([strong, { "possession": { "types": ["phone"] } }])),
            Some(("weak-alternative", place(1, ""))),
        ),
        (assurance("2FA", &json!([password])), None),
        (
            assurance(
                "2FA",
                &json!([strong, { "possession": { "hardwareProtection": "REQUIRED" } }]),
            ),
            None,
        ),
        (
            assurance(
                "2FA",
                &json!([strong, { "possession": { "authenticationMethods": [{ "key": "webauthn" }], "deviceBound": "OPTIONAL" } }]),
            ),
            None,
        ),
        // What is written out for some is meant.
        (
            access(
                &json!({ "type": "ASSURANCE", "factorMode": "1FA", "constraints": [password] }),
                &json!({ "people": { "groups": { "include": ["00g1sw5h7cKcvf8Gs5d7"] } } }),
            ),
            None,
        ),
    ] {
        let found: Vec<_> =
            found(&lints, &policy).into_iter().map(|(lint, place, _)| (lint, place)).collect();
        let expected: Vec<_> =
            expected.into_iter().map(|(lint, place)| (lint.to_owned(), place)).collect();
        assert_eq!(found, expected, "{policy}");
    }
}

#[test]
fn the_group_of_everyone_is_everybody() {
    let everyone = "00g1sw5h7cKcvf8Gs5d7";
    let default = json!({
        "type": "OKTA_SIGN_ON",
        "id": "00p1sw5h7cKcvf8Gs5d7",
        "name": "Default Policy",
        "status": "ACTIVE",
        "priority": 1,
        "system": true,
        "conditions": { "people": { "groups": { "include": [everyone] } } },
    });
    let by_groups = |groups: Value| {
        let constraints = json!([{ "knowledge": { "types": ["password"] } }]);
        let method =
            json!({ "type": "ASSURANCE", "factorMode": "1FA", "constraints": constraints });
        let people = json!({ "users": { "exclude": [] }, "groups": groups });
        let policy = access(&method, &json!({ "people": people }));
        found(&["one-factor-suffices"], &json!([default, policy])).len()
    };
    assert_eq!(by_groups(json!({ "include": [everyone], "exclude": [] })), 1);
    assert_eq!(by_groups(json!({ "include": [everyone], "exclude": ["00g2sw5h7cKcvf8Gs5d7"] })), 0);
    assert_eq!(by_groups(json!({ "include": ["00g2sw5h7cKcvf8Gs5d7"] })), 0);
}

#[test]
fn what_is_not_required_cannot_be_demanded() {
    for (demand, is_found) in [
        (
            json!({ "required": false, "phishingResistant": "REQUIRED", "deviceBound": "REQUIRED" }),
            true,
        ),
        (json!({ "required": false, "hardwareProtection": "REQUIRED" }), true),
        (json!({ "required": true, "phishingResistant": "REQUIRED" }), false),
        (json!({ "phishingResistant": "REQUIRED" }), false),
        (
            json!({ "required": false, "deviceBound": "OPTIONAL", "userPresence": "REQUIRED" }),
            false,
        ),
        // With exclusions, Okta says false itself.
        (
            json!({ "required": false, "phishingResistant": "REQUIRED", "excludedAuthenticationMethods": [{ "key": "okta_email" }] }),
            false,
        ),
    ] {
        let policy = assurance("2FA", &json!([{ "possession": demand }]));
        let found = found(&["voided-characteristic"], &policy);
        let place = "/rules/0/actions/appSignOn/verificationMethod/constraints/0/possession";
        let expected = ("voided-characteristic".to_owned(), place.to_owned(), "warning");
        assert_eq!(found, if is_found { vec![expected] } else { vec![] }, "{demand}");
    }
}

#[test]
fn protection_that_only_logs() {
    let rule = |kind: &str, actions: Value| json!({ "type": kind, "name": "Protection", "status": "ACTIVE", "priority": 0, "actions": actions });
    for (rule, place) in [
        (rule("POST_AUTH_SESSION", json!({ "postAuthSession": {} })), "/actions/postAuthSession"),
        (
            rule("POST_AUTH_SESSION", json!({ "postAuthSession": { "failureActions": [] } })),
            "/actions/postAuthSession/failureActions",
        ),
        (
            rule("ENTITY_RISK", json!({ "entityRisk": { "actions": [] } })),
            "/actions/entityRisk/actions",
        ),
        (
            rule(
                "SESSION_VIOLATION_DETECTION",
                json!({ "sessionViolationDetection": { "policyEvaluation": { "enabled": false } } }),
            ),
            "/actions/sessionViolationDetection/policyEvaluation/enabled",
        ),
    ] {
        let found = found(&["response-only-logged", "missing-field"], &rule);
        let expected = ("response-only-logged".to_owned(), place.to_owned(), "info");
        assert_eq!(found, [expected], "{rule}");
    }
    let entity = rule("ENTITY_RISK", json!({ "entityRisk": {} }));
    assert_eq!(found(&["response-only-logged", "missing-field"], &entity).len(), 1, "{entity}");
}
