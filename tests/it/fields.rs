//! What is said of members that stand where Okta does not know them, and of values that cannot be
//! what is meant: one finding for each mistake.

use catchall::Options;
use serde_json::{Value, json};

use crate::documents::{document, pointer};

/// All that is found in one document, a finding a line.
fn found(content: &Value) -> String {
    let documents = [document("example.json", content)];
    let checked = catchall::check(documents, &Options::default());
    let line = |finding: &catchall::diagnostic::Finding| {
        let pointer = pointer(finding).unwrap_or("-".to_owned());
        let help = finding.help.as_deref().unwrap_or("-");
        let (severity, lint) = (finding.severity, finding.lint.name);
        format!("{severity}[{lint}] {pointer}: {}\n  help: {help}\n", finding.message)
    };
    checked.findings.iter().map(line).collect()
}

/// A rule of an authentication policy, with more or other members.
fn access_rule(more: &Value) -> Value {
    let mut rule = json!({
        "type": "ACCESS_POLICY",
        "name": "Payroll",
        "actions": { "appSignOn": { "access": "DENY" } },
    });
    merge(&mut rule, more);
    rule
}

fn merge(object: &mut Value, more: &Value) {
    for (name, value) in more.as_object().unwrap() {
        match value {
            Value::Object(_) if object[name].is_object() => merge(&mut object[name], value),
            _ => object[name] = value.clone(),
        }
    }
}

#[test]
fn known_members_at_a_wrong_level() {
    let rule = access_rule(&json!({
        "riskScore": { "level": "HIGH" },
        "conditions": { "users": { "exclude": ["00u1sw5h7cKcvf8Gs5d7"] } },
        "actions": { "appSignOn": { "factorMode": "2FA", "possession": { "deviceBound": "REQUIRED" } } },
    }));
    insta::assert_snapshot!("rule_at_a_wrong_level", found(&rule));
    let policy = json!({
        "type": "PASSWORD",
        "name": "Staff",
        "conditions": { "people": { "groups": { "include": ["00g1sw5h7cKcvf8Gs5d7"] } } },
        "complexity": { "minNumber": 1 },
        "settings": { "lockout": { "maxAttempts": 5 }, "password": { "historyCount": 4 } },
    });
    insta::assert_snapshot!("policy_at_a_wrong_level", found(&policy));
}

/// Neither what stands at a wrong level nor what it should stand in is missing besides.
#[test]
fn what_it_should_stand_in_is_not_missing_besides() {
    let groups = json!({ "include": ["00g1sw5h7cKcvf8Gs5d7"] });
    let policy = |more: Value| {
        let mut policy = json!({ "type": "OKTA_SIGN_ON", "name": "Staff" });
        merge(&mut policy, &more);
        found(&policy)
    };
    insta::assert_snapshot!(format!(
        "{}{}",
        policy(json!({ "conditions": { "groups": groups } })),
        policy(json!({ "people": { "groups": groups } })),
    ));
}

#[test]
fn what_is_misspelt_is_not_missing_besides() {
    let rule = json!({ "type": "ACCESS_POLICY", "name": "Payroll", "actions": { "appSignOn": { "acess": "DENY" } } });
    insta::assert_snapshot!(found(&rule));
}

/// Nor does another lint miss what is there under another name, or at another level.
#[test]
fn nothing_else_misses_what_is_misspelt_or_misplaced() {
    let sign_on = |settings: Value| {
        let mut signon = json!({ "access": "ALLOW", "factorPromptMode": "SESSION" });
        merge(&mut signon, &settings);
        found(&json!({ "type": "SIGN_ON", "name": "Remote", "actions": { "signon": signon } }))
    };
    let verified = json!({ "type": "ASSURANCE", "factorMode": "2FA", "constraints": [] });
    let access = |action: Value| found(&access_rule(&json!({ "actions": action })));
    let attributes = ["email", "firstName", "lastName"];
    let attributes =
        attributes.map(|name| json!({ "name": name, "label": name, "required": true }));
    let form = json!({
        "access": "ALLOW",
        "unknownUserAction": "DENY",
        "activationRequirements": { "emailVerification": true },
        "profileAttributes": attributes,
        "uiSchemaID": "uis1sw5h7cKcvf8Gs5d7",
    });
    let reset =
        json!({ "access": "ALLOW", "requirement": { "methods": ["email"], "primary": {} } });
    let groups = json!({ "include": ["00g1sw5h7cKcvf8Gs5d7"] });
    let rules = [
        sign_on(json!({ "requireFactor": true, "factorLifeTime": 15 })),
        sign_on(json!({ "requireFactor": true, "session": { "factorLifetime": 15 } })),
        sign_on(json!({ "requiresFactor": true, "factorLifetime": 15 })),
        access(json!({ "appSignOn": { "access": "ALLOW" }, "verificationMethod": verified })),
        access(json!({ "appSignOn": {
            "access": "ALLOW", "reauthenticateIn": "PT8H", "verificationMethod": {
                "type": "ASSURANCE", "factorMode": "2FA",
                "constraints": [{ "possession": { "deviceBound": "REQUIRED" } }],
            },
        } })),
        access(json!({ "appSignOn": { "access": "ALLOW", "verificationMethods": verified } })),
        found(&access_rule(&json!({ "conditions": { "network": {
            "connection": "ZONE", "includes": ["nzo1sw5ioLpMkNjBh5d7"],
        } } }))),
        found(&json!({
            "type": "PROFILE_ENROLLMENT", "name": "Sign-up",
            "actions": { "profileEnrollment": form },
        })),
        found(&json!({
            "type": "PASSWORD", "name": "Everywhere",
            "actions": { "selfServicePasswordReset": reset },
        })),
        found(&json!({
            "type": "POST_AUTH_SESSION", "name": "Sessions",
            "actions": { "postAuthSession": {}, "failureActions": [{ "action": "TERMINATE_SESSION" }] },
        })),
        found(&json!({
            "type": "RESOURCE_ACCESS", "name": "Partners",
            "conditions": {
                "people": { "users": { "include": [] } },
                "groups": groups,
                "grantTypes": { "include": ["authorization_code"] },
                "scopes": { "include": ["openid"] },
            },
            "actions": { "token": { "accessTokenLifetimeMinutes": 60 } },
        })),
        found(&json!({
            "type": "PASSWORD", "name": "Staff",
            "conditions": { "people": { "groups": { "exclude": ["00g1sw5h7cKcvf8Gs5d7"] } } },
        })),
    ];
    assert!(rules.iter().all(|found| found.matches("help: ").count() == 1), "{rules:#?}");
    insta::assert_snapshot!(rules.concat());
}

#[test]
fn a_second_catch_all_of_the_same_name() {
    let catch_all = |id: &str| {
        let mut rule = access_rule(&json!({ "id": id, "name": "Catch-all Rule", "system": true }));
        rule["priority"] = json!(99);
        rule["lastUpdated"] = json!("2026-03-01T09:30:00.000Z");
        rule
    };
    let rules = ["rul1sw5h7cKcvf8Gs5d7", "rul1sw5h7cKcvf8Gs5d8"].map(catch_all);
    let found = found(&json!({
        "type": "ACCESS_POLICY",
        "id": "rst1sw5h7cKcvf8Gs5d7",
        "name": "Payroll",
        "_embedded": { "rules": rules },
    }));
    assert!(found.contains("[several-catch-alls] /_embedded/rules/1/system"), "{found}");
    assert!(!found.contains("duplicate-name"), "{found}");
}

/// A second mistake of the kind, in another part of the rule, is one.
#[test]
fn what_is_missing_elsewhere_is_told_too() {
    let rule = access_rule(&json!({ "conditions": {
        "people": { "groups": { "inclued": ["00g1sw5h7cKcvf8Gs5d7"] } },
        "network": { "connection": "ZONE" },
    } }));
    let found = found(&rule);
    assert!(found.contains("[misspelled-field] /conditions/people/groups/inclued"), "{found}");
    assert!(found.contains("[zone-without-list] /conditions/network"), "{found}");
}

/// What another element of an array has is not what this one lacks.
#[test]
fn the_home_of_a_member_is_in_its_own_element() {
    let policy = json!({
        "type": "MFA_ENROLL",
        "name": "Staff",
        "conditions": { "people": { "groups": { "include": ["00g1sw5h7cKcvf8Gs5d7"] } } },
        "settings": { "type": "AUTHENTICATORS", "authenticators": [
            { "key": "okta_password", "enroll": { "self": "REQUIRED" } },
            { "key": "webauthn", "enroll": {}, "self": "OPTIONAL" },
        ] },
    });
    insta::assert_snapshot!(found(&policy));
}

#[test]
fn nothing_is_unused_where_a_text_says_what_it_is_for() {
    let rule = found(&json!({
        "type": "SIGN_ON",
        "name": "Remote",
        "actions": { "signon": {
            "access": "ALLOW", "requireFactor": "true", "factorPromptMode": "SESSION", "factorLifetime": 15,
        } },
    }));
    insta::assert_snapshot!(rule);
}

#[test]
fn what_stands_in_the_right_place_too_and_what_says_nothing() {
    let rule = access_rule(&json!({
        "network": { "connection": "ANYWHERE" },
        "conditions": { "network": { "connection": "ANYWHERE" }, "constraints": [] },
    }));
    insta::assert_snapshot!(found(&rule));
}

/// Okta may give these names to any object one day.
#[test]
fn common_names_are_told_only_where_their_own_place_lacks_them() {
    let told = access_rule(&json!({ "conditions": { "status": "INACTIVE" } }));
    insta::assert_snapshot!(found(&told));
    let untold = access_rule(&json!({ "status": "ACTIVE", "conditions": { "status": "ACTIVE" } }));
    assert_eq!(found(&untold), "");
}

#[test]
fn a_rule_holds_what_is_of_its_policy() {
    let rule = json!({
        "id": "0pr1sw5inGtHyJuKi5d7",
        "type": "PASSWORD",
        "name": "Desktops",
        "conditions": { "network": { "connection": "ANYWHERE" } },
        "settings": { "password": { "complexity": { "minLength": 12 } } },
        "actions": { "passwordChange": { "access": "ALLOW" } },
    });
    insta::assert_snapshot!(found(&rule));
}

#[test]
fn an_exclusion_where_there_is_none() {
    let policy = |clients: Value| {
        json!({
            "type": "OAUTH_AUTHORIZATION_POLICY",
            "name": "Partners",
            "conditions": { "clients": clients },
        })
    };
    let client = "0oa1sw5imAqSwDeFr5d7";
    let alone = found(&policy(json!({ "exclude": [client] })));
    let beside = found(&policy(json!({ "include": ["ALL_CLIENTS"], "exclude": [client] })));
    insta::assert_snapshot!(format!("{alone}{beside}"));
    assert_eq!(found(&policy(json!({ "include": ["ALL_CLIENTS"], "exclude": [] }))), "");
}

#[test]
fn exclusions_of_assurance_grants_and_scopes() {
    let device =
        json!({ "registered": true, "assurance": { "exclude": ["dae1sw5iuwFgHjKlQ5d7"] } });
    let sign_in = found(&access_rule(&json!({ "conditions": { "device": device } })));
    let tokens = found(&json!({
        "type": "RESOURCE_ACCESS",
        "name": "Service accounts",
        "conditions": {
            "people": { "groups": { "include": ["EVERYONE"] } },
            "grantTypes": { "include": ["authorization_code"], "exclude": ["implicit"] },
            "scopes": { "include": ["openid"], "exclude": ["offline_access"] },
        },
        "actions": { "token": { "accessTokenLifetimeMinutes": 60 } },
    }));
    insta::assert_snapshot!(format!("{sign_in}{tokens}"));
}

#[test]
fn keys_that_differ_in_letter_case_or_a_plural() {
    let rule = access_rule(&json!({
        "conditions": {
            "network": {
                "connection": "ZONE",
                "include": ["nzo1sw5ioLpMkNjBh5d7"],
                "Include": ["nzo1sw5ioLpMkNjBh5d8"],
            },
        },
    }));
    let routing = json!({
        "type": "IDP_DISCOVERY",
        "name": "Partners",
        "conditions": {
            "network": { "connection": "ANYWHERE" },
            "apps": { "include": [{ "type": "APP", "id": "0oa1sw5imAqSwDeFr5d7" }] },
        },
        "actions": { "idp": { "providers": [{ "type": "OKTA" }] } },
    });
    insta::assert_snapshot!(format!("{}{}", found(&rule), found(&routing)));
}

#[test]
fn texts_that_cannot_be_ids() {
    let zone = "nzo1sw5ioLpMkNjBh5d7";
    let rule = access_rule(&json!({
        "conditions": {
            "people": {
                "users": { "exclude": ["lee@example.com", "", "00u1sw5h7cKcvf8Gs5d7, 00u1sw5h7cKcvf8Gs5d8"] },
                "groups": { "include": ["Head Office", "*"], "exclude": ["EVERYONE"] },
            },
            "userType": { "include": [" oty1sw5h7cKcvf8Gs5d7"] },
            "network": { "connection": "ZONE", "include": ["Office"], "exclude": ["All Zones"] },
            "device": { "registered": true, "assurance": { "include": ["macOS (strict)"] } },
        },
    }));
    insta::assert_snapshot!("texts_in_a_rule", found(&rule));
    let routing = json!({
        "type": "IDP_DISCOVERY",
        "name": "Partners",
        "conditions": {
            "network": { "connection": "ZONE", "include": [zone] },
            "app": { "include": [{ "type": "APP", "id": "" }, { "type": "APP_TYPE", "name": "salesforce", "id": "" }] },
        },
        "actions": { "idp": { "providers": [{ "type": "OKTA", "id": "" }] } },
    });
    insta::assert_snapshot!("texts_in_a_routing_rule", found(&routing));
    let clients = json!({
        "type": "OAUTH_AUTHORIZATION_POLICY",
        "name": "Partners",
        "conditions": { "clients": { "include": ["all_clients", "Portal", "two words"] } },
    });
    insta::assert_snapshot!("texts_in_clients", found(&clients));
}

/// Rules of authorization servers alone know a word for everyone.
#[test]
fn words_for_everyone_in_policies() {
    let policy = |word: &str| {
        let groups = json!({ "include": [word] });
        found(&json!({
            "type": "OKTA_SIGN_ON",
            "name": "Staff",
            "conditions": { "people": { "groups": groups } },
        }))
    };
    insta::assert_snapshot!(["EVERYONE", "*"].map(policy).concat());
}

#[test]
fn scopes_are_single_words() {
    let rule = |scopes: Value| {
        found(&json!({
            "type": "RESOURCE_ACCESS",
            "name": "Partners",
            "conditions": {
                "people": { "groups": { "include": ["EVERYONE"] } },
                "grantTypes": { "include": ["authorization_code"] },
                "scopes": { "include": scopes },
            },
            "actions": { "token": { "accessTokenLifetimeMinutes": 60 } },
        }))
    };
    insta::assert_snapshot!(rule(json!(["openid profile", "", " email"])));
    assert_eq!(rule(json!(["openid", "https://api.example.com/orders:read"])), "");
}

#[test]
fn a_policy_that_leaves_its_clients_out() {
    let policy = |conditions: Value| {
        found(&json!({
            "type": "OAUTH_AUTHORIZATION_POLICY",
            "name": "Partners",
            "conditions": conditions,
        }))
    };
    let absent =
        [json!(null), json!({}), json!({ "clients": {} }), json!({ "clients": { "include": [] } })];
    insta::assert_snapshot!(absent.map(policy).concat());
    assert_eq!(policy(json!({ "clients": { "include": ["ALL_CLIENTS"] } })), "");
}

#[test]
fn odd_ids_and_placeholders_are_left_alone() {
    let rule = access_rule(&json!({
        "conditions": {
            "people": {
                "users": { "exclude": ["${break_glass}", "u-1"] },
                "groups": { "include": ["grp-admins", "{groupId}", "00gKhd9QhVPM9GN45d7", "zzz9sw5ioLpMkNjBh5d7"] },
            },
            "network": { "connection": "ZONE", "include": ["ALL_ZONES"] },
        },
    }));
    let found = found(&rule);
    assert!(!found.contains("impossible-id"), "{found}");
}

#[test]
fn a_policy_for_groups_without_a_group() {
    let policy = |conditions: Value| {
        found(
            &json!({ "type": "OKTA_SIGN_ON", "name": "Staff", "priority": 1, "conditions": conditions }),
        )
    };
    let levels =
        [json!(null), json!({}), json!({ "people": {} }), json!({ "people": { "groups": {} } })];
    insta::assert_snapshot!(levels.map(policy).concat());
    let default = json!({ "type": "PASSWORD", "name": "Default Policy", "system": true });
    assert_eq!(found(&default), "");
}

#[test]
fn rules_without_what_restricts_them() {
    let rule = |kind: &str, id: &str| {
        found(&json!({ "type": kind, "id": id, "name": "Any", "priority": 1, "_links": {
            "self": { "href": format!("https://example.okta.com/api/v1/policies/rst1/rules/{id}") },
        } }))
    };
    insta::assert_snapshot!(
        [
            rule("RESOURCE_ACCESS", "0pr1sw5inGtHyJuKi5d7"),
            rule("ENTITY_RISK", "rul1sw5inGtHyJuKi5d7"),
            rule("POST_AUTH_SESSION", "rul1sw5inGtHyJuKi5d7"),
            rule("SESSION_VIOLATION_DETECTION", "rul1sw5inGtHyJuKi5d7"),
        ]
        .concat()
    );
}

#[test]
fn the_same_object_twice_in_a_list() {
    let zone =
        json!({ "id": "nzo1sw5ioLpMkNjBh5d7", "name": "Office", "type": "IP", "usage": "POLICY" });
    let possession = json!({ "possession": { "deviceBound": "REQUIRED", "newest": true } });
    let rule = access_rule(&json!({
        "id": "rul1sw5inGtHyJuKi5d7",
        "actions": { "appSignOn": { "access": "ALLOW", "verificationMethod": {
            "type": "ASSURANCE", "factorMode": "2FA", "reauthenticateIn": "PT8H",
            "constraints": [possession, possession],
        } } },
    }));
    insta::assert_snapshot!(found(&json!({ "zones": [zone, zone], "rules": [rule, rule] })));
}

#[test]
fn an_enrollment_form_need_not_ask_for_what_no_schema_requires() {
    let rule = json!({
        "type": "PROFILE_ENROLLMENT",
        "id": "rul1sw5inGtHyJuKi5d7",
        "name": "Catch-all Rule",
        "actions": { "profileEnrollment": {
            "access": "DENY",
            "unknownUserAction": "REGISTER",
            "profileAttributes": [{ "name": "email", "label": "Email", "required": true }],
            "activationRequirements": { "emailVerification": true },
        } },
    });
    let schema = json!({ "definitions": { "base": {
        "properties": { "login": {}, "email": {}, "firstName": {}, "lastName": {} },
        "required": ["login", "lastName"],
    } } });
    let (alone, with_schema) =
        (json!({ "rules": [rule] }), json!({ "rules": [rule], "schema": schema }));
    insta::assert_snapshot!(format!("{}{}", found(&alone), found(&with_schema)));
}

/// Servers store null for what a request leaves out.
#[test]
fn the_expression_of_another_system_is_needed_in_a_request_alone() {
    let other = json!({ "type": "DESKTOP", "os": { "type": "OTHER", "expression": null } });
    let mut rule = access_rule(&json!({ "conditions": { "platform": { "include": [other] } } }));
    insta::assert_snapshot!(found(&rule));
    rule["id"] = json!("rul1sw5inGtHyJuKi5d7");
    assert_eq!(found(&rule), "");
}

#[test]
fn zones_and_device_assurance_policies() {
    let places: Vec<Value> =
        (0..76).map(|n| json!({ "country": "US", "region": format!("US-{n}") })).collect();
    let zone = json!({ "type": "DYNAMIC", "name": "Many", "usage": "POLICY", "locations": places });
    let assurance =
        json!({ "id": "dae1sw5iuwFgHjKlQ5d7", "name": "Macs", "osVersion": { "minimum": "14.1" } });
    let body = json!({ "name": "Phones", "screenLockType": { "include": ["BIOMETRIC"] } });
    let legacy = json!({
        "id": "nzo1sw5ioLpMkNjBh5d7", "type": "IP", "name": "LegacyIpZone", "status": "ACTIVE",
        "usage": "POLICY", "system": true, "gateways": null, "proxies": null,
    });
    let network = json!({ "connection": "ZONE", "include": ["nzo1sw5ioLpMkNjBh5d7"] });
    let rule = access_rule(&json!({ "conditions": { "network": network } }));
    let found = [zone, assurance, body, json!({ "zones": [legacy], "rules": [rule] })]
        .map(|one| found(&one));
    insta::assert_snapshot!(found.concat());
}

#[test]
fn rules_of_authorization_servers_are_numbered_from_one() {
    let rule = json!({
        "type": "RESOURCE_ACCESS",
        "name": "Partners",
        "priority": 0,
        "conditions": {
            "people": { "groups": { "include": ["EVERYONE"] } },
            "grantTypes": { "include": ["authorization_code"] },
            "scopes": { "include": ["openid"] },
        },
        "actions": { "token": { "accessTokenLifetimeMinutes": 60 } },
    });
    insta::assert_snapshot!(found(&rule));
}

/// As an integration writes what it has read into objects of its own.
#[test]
fn every_number_and_boolean_written_as_text() {
    let rule = |name: &str, priority: &str, lifetime: &str, network: Value| {
        json!({
            "id": format!("rul-{priority}"),
            "type": "SIGN_ON",
            "name": name,
            "status": "ACTIVE",
            "system": "False",
            "priority": priority,
            "conditions": { "people": { "users": { "exclude": [] } }, "network": network },
            "actions": { "signon": {
                "access": "ALLOW",
                "requireFactor": "True",
                "primaryFactor": "PASSWORD_IDP",
                "factorPromptMode": "ALWAYS",
                "rememberDeviceByDefault": "False",
                "session": { "usePersistentCookie": "True", "maxSessionLifetimeMinutes": lifetime },
            } },
        })
    };
    let office = json!({ "connection": "ZONE", "include": ["nzo1sw5ioLpMkNjBh5d7"] });
    let anywhere = json!({ "connection": "ANYWHERE" });
    let rules = [rule("Office", "1", "480", office), rule("Anywhere", "2", "0", anywhere)];
    let export = json!({ "rules": rules });
    insta::assert_snapshot!(found(&export));
    let slip = access_rule(&json!({ "conditions": { "device": { "registered": "true" } } }));
    insta::assert_snapshot!("one_boolean_written_as_text", found(&slip));
}

#[test]
fn a_default_that_cannot_be_read_as_one_is_not_missing() {
    let rule = |name: &str, priority: u32, system: Value| {
        let mut rule =
            access_rule(&json!({ "name": name, "priority": priority, "system": system }));
        rule["id"] = json!(format!("rul1sw5inGtHyJuKi{priority:03}"));
        rule["lastUpdated"] = json!("2026-03-01T09:30:00.000Z");
        rule["conditions"] = json!({ "riskScore": { "level": "HIGH" } });
        rule
    };
    let mut last = rule("Catch-all Rule", 99, json!("true"));
    last["conditions"] = json!(null);
    let found = found(&json!([rule("Risky", 0, json!(false)), last.clone()]));
    assert!(found.contains("[wrong-type] /1/system"), "{found}");
    assert!(!found.contains("default-missing"), "{found}");
    let mut everybody = rule("Everybody", 0, json!(false));
    everybody["conditions"] = json!(null);
    let found = self::found(&json!([everybody, last]));
    assert!(!found.contains("unreachable-rule"), "nobody can delete it: {found}");
}

#[test]
fn a_wrong_number_is_told_once() {
    let rule = |n: u32, priority: u32, system: bool| {
        let mut rule = access_rule(&json!({ "priority": priority, "system": system }));
        rule["name"] = json!(format!("Rule {n}"));
        rule["id"] = json!(format!("rul1sw5inGtHyJuKi{n:03}"));
        rule["conditions"] = match system {
            true => json!(null),
            false => {
                json!({ "people": { "groups": { "include": [format!("00g1sw5inGtHyJuKi{n:03}")] } } })
            }
        };
        rule
    };
    let about_order = |rules: [Value; 3]| -> Vec<String> {
        let policy = json!({
            "type": "ACCESS_POLICY", "id": "rst1sw5inGtHyJuKi0d7", "name": "Wiki", "priority": 1,
            "status": "ACTIVE", "system": false, "conditions": null, "rules": rules,
        });
        let found = found(&policy);
        const LINTS: [&str; 4] =
            ["priority-unsorted", "catch-all-last", "rule-below-catch-all", "several-catch-alls"];
        let is_about = |lint: &&str| found.contains(&format!("[{lint}]"));
        LINTS.iter().filter(|lint| is_about(lint)).map(|lint| (*lint).to_owned()).collect()
    };
    let custom = |n, priority| rule(n, priority, false);
    let catch_all = |n, priority| rule(n, priority, true);
    let beyond = [custom(1, 0), custom(2, 120), catch_all(3, 99)];
    assert_eq!(about_order(beyond), ["rule-below-catch-all"]);
    let early = [custom(1, 0), custom(2, 7), catch_all(3, 5)];
    assert_eq!(about_order(early), ["catch-all-last"]);
    let two = [custom(1, 0), catch_all(2, 98), catch_all(3, 99)];
    assert_eq!(about_order(two), ["several-catch-alls"]);
    let unsorted = [catch_all(1, 99), custom(2, 0), custom(3, 1)];
    assert_eq!(about_order(unsorted), ["priority-unsorted"]);
}
