//! Which outcomes mean the same, and which is stricter: examples, properties, and an oracle that looks
//! at every proof.

mod demand;
mod oracle;

use std::collections::BTreeMap;

use catchall::export::{Recognised, assemble};
use catchall::json::{Document, Layout};
use catchall::outcome::{Comparison, Dimension, Outcome, PasswordSettings, Strength};
use proptest::prelude::*;
use serde_json::{Value, json};

/// How a rule that does the one relates to a rule that does the other.
fn compare(one: &Value, other: &Value) -> Comparison {
    with_outcomes(&[one, other], |outcomes| outcomes[0].compared_with(&outcomes[1]))
}

fn with_outcomes<T>(actions: &[&Value], ask: impl FnOnce(&[Outcome<'_>]) -> T) -> T {
    let rules = actions.iter().enumerate().map(|(n, actions)| {
        json!({
            "type": "ACCESS_POLICY", "id": format!("rul{n:017}"), "name": "R", "priority": n,
            "conditions": null, "actions": actions,
        })
    });
    let text = Value::from(rules.collect::<Vec<_>>()).to_string();
    let document = Document::parse("rules.json", text.into_bytes(), Layout::Json);
    let documents = [Recognised::of(document)];
    let exports = assemble(&documents, &[], None);
    let mut rules: Vec<_> = exports.all.iter().flat_map(|export| export.rules()).collect();
    rules.sort_by_key(|rule| rule.node.span().start);
    let outcomes: Vec<_> = rules.iter().map(|rule| Outcome::of(rule).unwrap()).collect();
    assert_eq!(outcomes.len(), actions.len());
    ask(&outcomes)
}

fn app(method: &Value) -> Value {
    json!({"appSignOn": {"access": "ALLOW", "verificationMethod": method}})
}

fn assurance(factors: &str, constraints: &Value) -> Value {
    app(&json!({
        "type": "ASSURANCE", "factorMode": factors, "constraints": constraints,
        "reauthenticateIn": "PT2H",
    }))
}

fn in_assurance(one: &Value, other: &Value) -> Strength {
    compare(one, other).of(Dimension::Assurance)
}

#[test]
fn assurance_by_the_table_of_authenticators() {
    let possession = |demand: Value| json!([{"possession": demand}]);
    let any = json!([]);
    let resistant = possession(json!({"phishingResistant": "REQUIRED"}));
    let bound = possession(json!({"deviceBound": "REQUIRED"}));
    let verified = possession(json!({"userVerification": "REQUIRED"}));
    let biometric = possession(json!({
        "userVerification": "REQUIRED", "userVerificationMethods": ["BIOMETRICS"],
    }));
    let webauthn = possession(json!({"authenticationMethods": [{"key": "webauthn"}]}));
    let keys = possession(json!({"types": ["SECURITY_KEY"]}));
    let push = possession(json!({"methods": ["PUSH"]}));
    let no_text = json!([{"possession": {
        "excludedAuthenticationMethods": [{"key": "phone_number", "method": "sms"}],
        "required": false,
    }}]);
    let no_phone = json!([{"possession": {
        "excludedAuthenticationMethods": [{"key": "phone_number"}], "required": false,
    }}]);
    let password = json!([{"knowledge": {"types": ["password"]}}]);
    let both = json!([{"knowledge": {"types": ["password"]}, "possession": {}}]);
    let either = json!([resistant[0], password[0]]);
    let temporary = possession(json!({"authenticationMethods": [{"key": "tac"}]}));
    for (one, other, strength) in [
        (("1FA", &any), ("2FA", &any), Strength::Weaker),
        (("2FA", &any), ("2FA", &resistant), Strength::Weaker),
        // All that resists phishing is bound to a device.
        (("2FA", &bound), ("2FA", &resistant), Strength::Weaker),
        (("2FA", &webauthn), ("2FA", &resistant), Strength::Stronger),
        (("2FA", &webauthn), ("2FA", &keys), Strength::Stronger),
        (("2FA", &push), ("2FA", &resistant), Strength::Incomparable),
        (("2FA", &biometric), ("2FA", &verified), Strength::Stronger),
        (("2FA", &any), ("2FA", &no_text), Strength::Weaker),
        (("2FA", &no_text), ("2FA", &no_phone), Strength::Weaker),
        (("2FA", &either), ("2FA", &resistant), Strength::Weaker),
        (("2FA", &json!([{}, resistant[0]])), ("2FA", &any), Strength::Same),
        (("2FA", &password), ("2FA", &both), Strength::Weaker),
        // A device that verifies its user is two factors, and a password need not be one of them.
        (("1FA", &verified), ("2FA", &any), Strength::Stronger),
        (("1FA", &verified), ("2FA", &password), Strength::Incomparable),
        (("1FA", &verified), ("2FA", &verified), Strength::Same),
        // What a temporary access code is, no table tells.
        (("2FA", &temporary), ("2FA", &any), Strength::Stronger),
        (("2FA", &temporary), ("2FA", &resistant), Strength::Unknown),
        (("2FA", &temporary), ("2FA", &temporary), Strength::Same),
    ] {
        let (one, other) = (assurance(one.0, one.1), assurance(other.0, other.1));
        assert_eq!(in_assurance(&one, &other), strength, "{one} and {other}");
    }
}

/// Pairs of outcomes with how the one relates to the other, and the source of that.
#[test]
fn pairs_by_what_okta_documents() {
    let pairs: Vec<Value> = serde_json::from_str(include_str!("pairs.json")).unwrap();
    assert!(pairs.len() > 60);
    for pair in pairs {
        let there = compare(&pair["one"], &pair["other"]).dimensions;
        let back = compare(&pair["other"], &pair["one"]).dimensions;
        let in_dimension = |dimensions: &BTreeMap<Dimension, Strength>| {
            let is_it = |dimension: &Dimension| {
                format!("{dimension:?}") == pair["dimension"].as_str().unwrap()
            };
            let found = dimensions.iter().find(|(dimension, _)| is_it(dimension));
            found.map_or(Strength::Same, |(_, strength)| *strength)
        };
        let strength = in_dimension(&there);
        assert_eq!(format!("{strength:?}"), pair["strength"].as_str().unwrap(), "{pair}");
        assert_eq!(in_dimension(&back), strength.reversed(), "{pair}");
    }
}

#[test]
fn chains_and_identity_proofing() {
    let step = |key: &str| json!([{"key": key}]);
    let chain = |steps: &[Value]| {
        let next = steps.iter().rev().fold(Value::Null, |next, methods| {
            json!({"authenticationMethods": methods, "next": if next.is_null() { json!([]) } else { json!([next]) }})
        });
        app(&json!({"type": "AUTH_METHOD_CHAIN", "chains": [next], "reauthenticateIn": "PT2H"}))
    };
    let proofing = |id: &str| app(&json!({"type": "ID_PROOFING", "id": id}));
    let two = chain(&[step("okta_password"), step("webauthn")]);
    for (one, other, strength) in [
        (chain(&[step("okta_password")]), two.clone(), Strength::Weaker),
        // The order of steps is another outcome, but no stricter one.
        (chain(&[step("webauthn"), step("okta_password")]), two.clone(), Strength::Same),
        (assurance("2FA", &json!([])), two.clone(), Strength::Weaker),
        (chain(&[step("okta_email"), step("webauthn")]), two.clone(), Strength::Incomparable),
        (proofing("0oa1"), proofing("0oa1"), Strength::Same),
        (proofing("0oa1"), proofing("0oa2"), Strength::Incomparable),
        (proofing("0oa1"), two, Strength::Incomparable),
    ] {
        assert_eq!(in_assurance(&one, &other), strength, "{one} and {other}");
    }
}

#[test]
fn a_proof_says_what_changed() {
    let resistant = json!([{"possession": {"phishingResistant": "REQUIRED"}}]);
    let comparison = compare(&assurance("1FA", &json!([])), &assurance("2FA", &resistant));
    let gained = comparison.gained.unwrap().0;
    let keys: Vec<_> = gained.iter().map(|one| one.key.as_deref()).collect();
    assert_eq!(keys, [Some("okta_password")]);
    assert_eq!(comparison.lost, None);
}

#[test]
fn dimensions_by_themselves() {
    let timed = |time: &str| app(&json!({"factorMode": "2FA", "reauthenticateIn": time}));
    let own = |knowledge: &str, possession: &str| {
        let constraints = json!([{
            "knowledge": {"reauthenticateIn": knowledge},
            "possession": {"reauthenticateIn": possession},
        }]);
        app(&json!({"factorMode": "2FA", "constraints": constraints, "reauthenticateIn": "PT1H"}))
    };
    let session = |session: Value| json!({"signon": {"access": "ALLOW", "session": session}});
    let factor = |mode: &str, lifetime: i64| {
        json!({"signon": {
            "access": "ALLOW", "primaryFactor": "PASSWORD_IDP", "requireFactor": true,
            "factorPromptMode": mode, "factorLifetime": lifetime,
        }})
    };
    let tokens = |refresh: i64| json!({"token": {"refreshTokenLifetimeMinutes": refresh}});
    let enroll = |when: &str| json!({"enroll": {"self": when}});
    let risk = |actions: &[&str]| {
        let actions: Vec<_> = actions.iter().map(|action| json!({"action": action})).collect();
        json!({"entityRisk": {"actions": actions}})
    };
    let unlock = |access: &str| json!({"selfServiceUnlock": {"access": access}});
    let provider = |id: &str| json!({"idp": {"providers": [{"id": id}]}});
    let deny = json!({"appSignOn": {"access": "DENY"}});
    for (dimension, laxer, stricter) in [
        (Dimension::Access, timed("PT0S"), deny.clone()),
        (Dimension::Reauthentication, timed("PT2H"), timed("PT0S")),
        (Dimension::Reauthentication, timed("PT43800H"), timed("PT120M")),
        (Dimension::Reauthentication, own("PT2H", "PT1H"), own("PT1H", "PT60M")),
        (Dimension::Session, session(json!({})), session(json!({"maxSessionLifetimeMinutes": 60}))),
        (Dimension::Session, session(json!({"maxSessionIdleMinutes": 121})), session(json!({}))),
        (Dimension::Session, session(json!({"usePersistentCookie": true})), session(json!({}))),
        (Dimension::SessionPrompt, factor("DEVICE", 15), factor("SESSION", 15)),
        (Dimension::SessionPrompt, factor("SESSION", 15), factor("SESSION", 5)),
        (Dimension::SessionPrompt, factor("SESSION", 5), factor("ALWAYS", 15)),
        (Dimension::Tokens, tokens(0), tokens(90)),
        (Dimension::Enrollment, enroll("NEVER"), enroll("CHALLENGE")),
        (Dimension::Enrollment, enroll("CHALLENGE"), enroll("LOGIN")),
        (Dimension::Response, risk(&[]), risk(&["TERMINATE_ALL_SESSIONS"])),
        (Dimension::SelfService, unlock("ALLOW"), unlock("DENY")),
    ] {
        let comparison = compare(&laxer, &stricter);
        assert_eq!(comparison.of(dimension), Strength::Weaker, "{laxer} and {stricter}");
        assert_eq!(comparison.overall(), Strength::Weaker, "{laxer} and {stricter}");
    }
    for (dimension, one, other, strength) in [
        (Dimension::Reauthentication, timed("PT43800H"), timed("PT50000H"), Strength::Same),
        (Dimension::Reauthentication, timed("P1M"), timed("P30D"), Strength::Unknown),
        (
            Dimension::Reauthentication,
            app(&json!({"factorMode": "2FA"})),
            timed("PT2H"),
            Strength::Unknown,
        ),
        (
            Dimension::Reauthentication,
            own("PT2H", "PT1H"),
            own("PT1H", "PT2H"),
            Strength::Incomparable,
        ),
        (
            Dimension::Session,
            session(json!({"maxSessionIdleMinutes": 0})),
            session(json!({})),
            Strength::Unknown,
        ),
        (Dimension::Routing, provider("0oa1"), provider("0oa2"), Strength::Incomparable),
        (Dimension::Other, json!({"tide": 1}), json!({"tide": 2}), Strength::Unknown),
        (Dimension::Assurance, deny.clone(), timed("PT2H"), Strength::Same),
    ] {
        assert_eq!(compare(&one, &other).of(dimension), strength, "{one} and {other}");
    }
}

#[test]
fn password_settings_one_by_one() {
    let policy = |settings: Value| json!({"type": "PASSWORD", "id": "00p1sw5h8pRrJb2fD5d7", "name": "P", "settings": {"password": settings}});
    let compare = |one: Value, other: Value| -> Vec<(&'static str, Strength)> {
        let read = |policy: Value| {
            let text = policy.to_string().into_bytes();
            Recognised::of(Document::parse("policy.json", text, Layout::Json))
        };
        let documents = [[read(policy(one))], [read(policy(other))]];
        let exports = documents.each_ref().map(|documents| assemble(documents, &[], None));
        let [one, other] = exports
            .each_ref()
            .map(|exports| PasswordSettings::of(&exports.all[0].policies[0]).unwrap());
        one.compared_with(&other)
    };
    for (laxer, stricter, name) in [
        (json!({"complexity": {"minLength": 7}}), json!({}), "complexity.minLength"),
        (
            json!({"complexity": {"minSymbol": 0}}),
            json!({"complexity": {}}),
            "complexity.minSymbol",
        ),
        (
            json!({}),
            json!({"complexity": {"excludeAttributes": ["firstName"]}}),
            "complexity.excludeAttributes",
        ),
        (
            json!({"complexity": {"dictionary": null}}),
            json!({"complexity": {"dictionary": {"common": {"exclude": true}}}}),
            "complexity.dictionary.common.exclude",
        ),
        (json!({"age": {"maxAgeDays": 0}}), json!({"age": {"maxAgeDays": 90}}), "age.maxAgeDays"),
        (
            json!({"lockout": {"maxAttempts": 10}}),
            json!({"lockout": {"maxAttempts": 3}}),
            "lockout.maxAttempts",
        ),
        (json!({}), json!({"lockout": {"maxAttempts": 3}}), "lockout.maxAttempts"),
        (json!({"lockout": {"autoUnlockMinutes": 15}}), json!({}), "lockout.autoUnlockMinutes"),
    ] {
        assert_eq!(compare(laxer.clone(), stricter.clone()), [(name, Strength::Weaker)]);
        assert_eq!(compare(stricter, laxer), [(name, Strength::Stronger)]);
    }
    let told = json!({"age": {"expireWarnDays": 5}, "lockout": {"showLockoutFailures": true}});
    assert_eq!(compare(told, json!({})), []);
    let unclear = json!({"complexity": {"minLength": "8"}});
    assert_eq!(compare(unclear, json!({})), [("complexity.minLength", Strength::Unknown)]);
}

/// Some of each kind of value that outcomes are made of.
fn demand(class: &'static str) -> impl Strategy<Value = Value> {
    let (types, methods, keys) = match class {
        "knowledge" => (
            vec!["password", "SECURITY_QUESTION"],
            vec!["password", "security_question"],
            vec![("okta_password", None), ("security_question", None), ("tac", None)],
        ),
        _ => (
            vec!["app", "PHONE", "security_key", "email"],
            vec!["push", "SMS", "signed_nonce", "otp", "webauthn", "cert"],
            vec![
                ("okta_verify", Some("push")),
                ("okta_verify", None),
                ("phone_number", Some("sms")),
                ("webauthn", None),
                ("smart_card_idp", None),
                ("passkey", None),
            ],
        ),
    };
    let entries = prop::collection::vec(prop::sample::select(keys), 0..3);
    let excluded = entries.clone();
    let flags = prop::collection::vec(0..8u8, 5);
    let types = prop::collection::vec(prop::sample::select(types), 0..2);
    let methods = prop::collection::vec(prop::sample::select(methods), 0..2);
    let times = prop::sample::select(vec!["", "", "", "PT0S", "PT1H", "PT2H"]);
    (types, methods, entries, excluded, flags, prop::option::of(any::<bool>()), times).prop_map(
        move |(types, methods, allowed, excluded, flags, required, time)| {
            let entries = |entries: Vec<(&str, Option<&str>)>| -> Value {
                entries
                    .iter()
                    .map(|(key, method)| match method {
                        Some(method) => json!({"key": key, "method": method}),
                        None => json!({"key": key}),
                    })
                    .collect()
            };
            let mut demand = json!({
                "types": types, "methods": methods, "authenticationMethods": entries(allowed),
            });
            if flags[0] == 0 {
                demand["excludedAuthenticationMethods"] = entries(excluded);
            }
            if class == "possession" {
                for (n, name) in
                    ["phishingResistant", "hardwareProtection", "deviceBound", "userVerification"]
                        .iter()
                        .enumerate()
                {
                    if flags[n + 1] == 0 {
                        demand[*name] = "REQUIRED".into();
                    }
                }
                if flags[0] == 1 {
                    demand["userPresence"] = "OPTIONAL".into();
                }
            }
            if let Some(required) = required.filter(|required| *required || flags[0] < 3) {
                demand["required"] = required.into();
            }
            if !time.is_empty() {
                demand["reauthenticateIn"] = time.into();
            }
            demand
        },
    )
}

fn constraint() -> impl Strategy<Value = Value> {
    let knowledge = prop::option::weighted(0.4, demand("knowledge"));
    let possession = prop::option::weighted(0.7, demand("possession"));
    (knowledge, possession).prop_map(|(knowledge, possession)| {
        let mut constraint = json!({});
        if let Some(knowledge) = knowledge {
            constraint["knowledge"] = knowledge;
        }
        if let Some(possession) = possession {
            constraint["possession"] = possession;
        }
        constraint
    })
}

fn any_assurance() -> impl Strategy<Value = Value> {
    let times = prop::sample::select(vec!["PT0S", "PT1H", "PT2H", "PT43800H"]);
    let modes = prop::sample::select(vec!["1FA", "2FA"]);
    (modes, prop::collection::vec(constraint(), 0..3), times).prop_map(|(mode, constraints, time)| {
        json!({"factorMode": mode, "constraints": constraints, "reauthenticateIn": time})
    })
}

fn any_chain() -> impl Strategy<Value = Value> {
    let method = (
        prop::sample::select(vec![
            ("okta_password", "password"),
            ("okta_email", "email"),
            ("webauthn", "webauthn"),
            ("okta_verify", "push"),
            ("okta_verify", "signed_nonce"),
        ]),
        any::<bool>(),
    )
        .prop_map(|((key, method), is_verified)| {
            let verification =
                if is_verified && key != "okta_password" { "REQUIRED" } else { "OPTIONAL" };
            json!({"key": key, "method": method, "userVerification": verification})
        });
    let step = prop::collection::vec(method, 1..3);
    let chain = prop::collection::vec(step, 1..4).prop_map(|steps| {
        steps.iter().rev().fold(Value::Null, |next, methods| match next {
            Value::Null => json!({"authenticationMethods": methods}),
            next => json!({"authenticationMethods": methods, "next": [next]}),
        })
    });
    let times = prop::sample::select(vec!["PT0S", "PT1H", "PT2H"]);
    (prop::collection::vec(chain, 1..3), times).prop_map(|(chains, time)| {
        json!({"type": "AUTH_METHOD_CHAIN", "chains": chains, "reauthenticateIn": time})
    })
}

fn any_method() -> impl Strategy<Value = Value> {
    prop_oneof![4 => any_assurance(), 1 => any_chain()]
}

fn any_actions() -> impl Strategy<Value = Value> {
    let number = || prop::option::of(prop::sample::select(vec![0_i64, 5, 60, 120]));
    let flag = || prop::option::of(any::<bool>());
    let text = |texts: &[&'static str]| prop::option::of(prop::sample::select(texts.to_vec()));
    let session = (number(), number(), flag()).prop_map(|(idle, lifetime, cookie)| {
        json!({
            "maxSessionIdleMinutes": idle, "maxSessionLifetimeMinutes": lifetime,
            "usePersistentCookie": cookie,
        })
    });
    let sign_on = (
        text(&["PASSWORD_IDP", "PASSWORD_IDP_ANY_FACTOR"]), flag(),
        text(&["ALWAYS", "SESSION", "DEVICE"]), number(), flag(), prop::option::of(session),
        text(&["ALLOW", "DENY"]),
    ).prop_map(|(primary, required, mode, lifetime, remembered, session, access)| {
        json!({"signon": {
            "access": access.unwrap_or("ALLOW"), "primaryFactor": primary, "requireFactor": required,
            "factorPromptMode": mode, "factorLifetime": lifetime,
            "rememberDeviceByDefault": remembered, "session": session,
        }})
    });
    let tokens = (number(), number(), number(), text(&["cal1", "cal2"])).prop_map(
        |(access, refresh, window, hook)| {
            let hook = hook.map(|id| json!({"id": id}));
            json!({"token": {
                "accessTokenLifetimeMinutes": access, "refreshTokenLifetimeMinutes": refresh,
                "refreshTokenWindowMinutes": window, "inlineHook": hook,
            }})
        },
    );
    let permission = || text(&["ALLOW", "DENY"]).prop_map(|access| json!({"access": access}));
    let passwords = (permission(), permission(), permission()).prop_map(|(change, reset, unlock)| {
        json!({
            "passwordChange": change, "selfServicePasswordReset": reset, "selfServiceUnlock": unlock,
        })
    });
    let responses = prop::collection::vec(
        prop::sample::select(vec!["TERMINATE_SESSION", "TERMINATE_ALL_SESSIONS", "RUN_WORKFLOW"]),
        0..3,
    )
    .prop_map(|actions| {
        let actions: Vec<_> = actions.iter().map(|action| json!({"action": action})).collect();
        json!({"postAuthSession": {"failureActions": actions}})
    });
    let enroll =
        text(&["LOGIN", "CHALLENGE", "NEVER"]).prop_map(|when| json!({"enroll": {"self": when}}));
    let to_app =
        (any_method(), text(&["ALLOWED", "NOT_ALLOWED"]), text(&["ALLOW", "DENY", "ALLOW"]))
            .prop_map(|(method, kept, access)| {
                json!({"appSignOn": {
                    "access": access.unwrap_or("ALLOW"), "verificationMethod": method,
                    "keepMeSignedIn": kept.map(|kept| json!({"postAuth": kept})),
                }})
            });
    prop_oneof![4 => to_app, 3 => sign_on, 1 => tokens, 1 => passwords, 1 => responses, 1 => enroll]
}

/// Three of a kind: more than that have nothing in common.
fn three_of_a_kind() -> impl Strategy<Value = [Value; 3]> {
    prop::collection::vec(any_actions(), 24).prop_filter_map("three of a kind", |all| {
        let kind = |one: &Value| one.as_object()?.keys().next().cloned();
        let first = kind(&all[0]);
        let same: Vec<_> = all.into_iter().filter(|one| kind(one) == first).take(3).collect();
        same.try_into().ok()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn strength_is_a_preorder(actions in three_of_a_kind()) {
        let [a, b, c] = &actions;
        with_outcomes(&[a, b, c], |outcomes| {
            let [a, b, c] = outcomes else { unreachable!() };
            for one in outcomes {
                assert_eq!(one.compared_with(one).overall(), Strength::Same);
                for other in outcomes {
                    let (there, back) = (one.compared_with(other), other.compared_with(one));
                    for (dimension, strength) in &there.dimensions {
                        assert_eq!(back.of(*dimension), strength.reversed(), "{dimension:?}");
                    }
                    if one.meaning() == other.meaning() {
                        assert_eq!(there.overall(), Strength::Same);
                    }
                    if there.overall() != Strength::Same && there.overall() != Strength::Unknown {
                        assert_ne!(one.meaning(), other.meaning());
                    }
                }
            }
            let (ab, bc, ac) = (a.compared_with(b), b.compared_with(c), a.compared_with(c));
            // What no table describes may leave it open, but contradicts nothing.
            let follows = |strength: Strength| strength.is_at_least() || strength == Strength::Unknown;
            if ab.overall().is_at_least() && bc.overall().is_at_least() {
                assert!(follows(ac.overall()), "{ac:?}");
            }
            for (dimension, strength) in &ac.dimensions {
                // Only proofs that both accept are compared, which may be others each time.
                let is_of_proofs = *dimension == Dimension::Reauthentication;
                let is_moot = *dimension != Dimension::Access
                    && [&ab, &bc, &ac].iter().any(|one| one.of(Dimension::Access) != Strength::Same);
                let are_ordered = ab.of(*dimension).is_at_least() && bc.of(*dimension).is_at_least();
                if are_ordered && !is_of_proofs && !is_moot {
                    assert!(follows(*strength), "{dimension:?}: {ac:?}");
                }
            }
        });
    }

    #[test]
    fn more_alternatives_are_no_stricter(method in any_assurance(), more in constraint()) {
        let mut laxer = method.clone();
        let constraints = laxer["constraints"].as_array_mut().unwrap();
        // Without any, everything is accepted.
        prop_assume!(!constraints.is_empty());
        constraints.push(more);
        let strength = in_assurance(&app(&laxer), &app(&method));
        prop_assert!(strength.reversed().is_at_least() || strength == Strength::Unknown, "{strength:?}");
    }

    #[test]
    fn more_demands_are_no_laxer(method in any_assurance(), name in prop::sample::select(vec!["phishingResistant", "deviceBound", "userVerification"])) {
        let mut stricter = method.clone();
        stricter["factorMode"] = "2FA".into();
        for constraint in stricter["constraints"].as_array_mut().unwrap() {
            if let Some(possession) = constraint.get_mut("possession") {
                possession[name] = "REQUIRED".into();
            }
        }
        let strength = in_assurance(&app(&stricter), &app(&method));
        prop_assert!(strength.is_at_least() || strength == Strength::Unknown, "{strength:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn assurance_agrees_with_the_oracle(one in any_method(), other in any_method()) {
        let text = format!("{one}{other}");
        // The oracle knows the table, and nothing else.
        prop_assume!(!text.contains("tac") && !text.contains("passkey"));
        let comparison = compare(&app(&one), &app(&other));
        let (assurance, ages) = oracle::compare(&one, &other);
        prop_assert_eq!(comparison.of(Dimension::Assurance), assurance);
        prop_assert_eq!(comparison.of(Dimension::Reauthentication), ages);
    }
}
