//! `catchall simulate`: Okta's own requests and answers, its errors, what export and request tell
//! together, and what is beyond Okta, against all sign-ins of small exports.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Output;

use catchall::export::{Recognised, assemble};
use catchall::reach::{
    Analysis, Choice, Context, Facts, FirstMatch, Readings, RuleIndex, Trace, Truth, Witness,
    analyse, first_match,
};
use serde_json::{Value, json};

use crate::corpus;
use crate::program::{command, run, stderr, stdout};
use crate::random_exports::{Case, Checked, Pair, Random, claim, parse, try_all};
use crate::reach_oracle::small_export;
use crate::readers::obeyed;

/// More sign-ins than this agree with a partial one only in exports that tell little.
const PARTS: usize = 4;

#[test]
fn simulations_agree_with_all_sign_ins() {
    try_all("CATCHALL_SIMULATE", 300, small_export, simulations_hold);
}

/// Holds what is said of sign-ins of which not all is known against all that these may be.
fn simulations_hold(case: &Case, random: &mut Random) -> Checked {
    let documents = [Recognised::of(parse(&case.export))];
    let exports = assemble(&documents, &[], None).all;
    let facts = Facts::of(&exports[0]);
    for analysis in analyse(&exports[0], &facts) {
        for _ in 0..PARTS {
            let partial = part_of(random.pick(&case.pairs), random);
            agrees_on_part(case, &analysis, &facts, &partial)?;
        }
    }
    Ok(())
}

/// Some of what is told of a sign-in; of what it has several of, sometimes single ones.
fn part_of(pair: &Pair, random: &mut Random) -> Pair {
    let (mut context, mut readings) = pair.clone();
    let chance = *random.pick(&[30, 60, 85]);
    // Which types are named, and so which app is of none of them, is not settled where a condition on
    // apps is not looked into.
    let is_settled = |choice, value: &Option<String>| choice != Choice::AppType || value.is_some();
    context.choices.retain(|choice, value| is_settled(*choice, value) && random.percent(chance));
    context.texts.retain(|_, _| random.percent(chance));
    context.opaque.retain(|_, _| random.percent(chance));
    readings.0.retain(|_, _| random.percent(chance));
    let memberships = std::mem::take(&mut context.memberships);
    for (kind, values) in memberships {
        if random.percent(chance) {
            context.memberships.insert(kind, values);
        } else if random.percent(chance) {
            for value in values.into_iter().filter(|_| random.percent(50)) {
                context = context.knowing(kind, &value, true);
            }
        }
    }
    (context, readings)
}

/// Whether a sign-in has all that a part tells.
fn is_completion(case: &Case, partial: &Pair, whole: &Pair) -> bool {
    let members = partial.0.members.iter().all(|(kind, told)| {
        told.iter()
            .all(|(value, has)| Truth::from(whole.0.memberships[kind].contains(value)) == *has)
    });
    members && case.universe.agrees(partial, whole)
}

fn agrees_on_part<'e, 'd>(
    case: &Case,
    analysis: &Analysis<'e, 'd>,
    facts: &Facts<'d>,
    partial: &Pair,
) -> Checked {
    let competition = &analysis.competition;
    let completions: Vec<&Pair> =
        case.pairs.iter().filter(|pair| is_completion(case, partial, pair)).collect();
    let said = |what: &dyn std::fmt::Debug| format!("{what:?} of {partial:?}");
    let trace = Trace::of(competition, &partial.0, &partial.1, facts);
    let mut first = BTreeSet::new();
    let mut is_nothing_possible = false;
    for pair in &completions {
        agrees_on_trace(&trace, &Trace::of(competition, &pair.0, &pair.1, facts), &said)?;
        match first_match(competition, &pair.0, &pair.1, facts) {
            FirstMatch::Rule(index) => {
                first.insert(index);
            }
            FirstMatch::OneOf(tied) => first.extend(tied),
            FirstMatch::Nothing => is_nothing_possible = true,
            FirstMatch::Undefined => {
                claim("a complete sign-in leaves nothing open", false, || said(&pair))?;
            }
        }
    }
    let possible = analysis.possible(&partial.0, &partial.1);
    claim("small exports are decided", !possible.is_open, || said(&possible))?;
    let rules: BTreeSet<RuleIndex> = possible.rules.iter().map(|rule| rule.index).collect();
    claim("exactly the rules are possible that are first in some sign-in", rules == first, || {
        format!("{rules:?} instead of {first:?}; {}", said(&()))
    })?;
    let is_nothing_claimed = possible.nothing.is_some();
    claim(
        "no rule may match if so in some sign-in",
        is_nothing_claimed == is_nothing_possible,
        || said(&possible.nothing),
    )?;
    for rule in &possible.rules {
        let given = rule.given.as_ref();
        claim("what is possible is shown", given.is_some(), || said(&rule))?;
        let is_it = |answer| match answer {
            FirstMatch::Rule(first) => first == rule.index,
            FirstMatch::OneOf(tied) => tied.contains(&rule.index),
            FirstMatch::Nothing | FirstMatch::Undefined => false,
        };
        let given = given.cloned().unwrap_or_default();
        let told =
            case.universe.with_consequences(&(given.context.clone(), given.readings.clone()));
        let such = completions.iter().filter(|pair| case.universe.agrees(&told, pair));
        let mut count = 0;
        for pair in such {
            count += 1;
            let answer = first_match(competition, &pair.0, &pair.1, facts);
            claim("given that, the rule is first", is_it(answer), || said(&rule))?;
        }
        claim("what is given can be", count > 0, || said(&rule))?;
    }
    Ok(())
}

/// What matches or does not for a part of a sign-in does so for the whole.
fn agrees_on_trace(
    partial: &Trace,
    whole: &Trace,
    said: &dyn Fn(&dyn std::fmt::Debug) -> String,
) -> Checked {
    let holds = |part: Truth, whole: Truth| part == Truth::Undefined || part == whole;
    for (part, whole) in partial.policies.iter().zip(&whole.policies) {
        claim("what a policy is for stays", holds(part.applies, whole.applies), || said(&part))?;
        claim("the status of a policy stays", holds(part.status, whole.status), || said(&part))?;
        for (part, whole) in part.rules.iter().zip(&whole.rules) {
            claim("the status of a rule stays", holds(part.status, whole.status), || said(&part))?;
            for (part, whole) in part.conditions.iter().zip(&whole.conditions) {
                let stays = holds(part.status, whole.status);
                claim("the status of a condition stays", stays, || said(&part))?;
                for (part, whole) in part.parts.iter().zip(&whole.parts) {
                    let stays = part.name == whole.name && holds(part.status, whole.status);
                    claim("the status of a part stays", stays, || said(&part))?;
                }
                let all = |truth| part.parts.iter().all(|one| one.status == truth);
                claim(
                    "a condition holds if all its parts do",
                    !all(Truth::True) || part.status == Truth::True,
                    || said(&part),
                )?;
            }
        }
    }
    Ok(())
}

#[test]
fn what_needs_nothing_else_is_given_nothing() {
    let documents = [Recognised::of(parse(&org(&[json!({})])))];
    let exports = assemble(&documents, &[], None).all;
    let facts = Facts::of(&exports[0]);
    let analyses = analyse(&exports[0], &facts);
    let possible = analyses[0].possible(&Context::default(), &Readings::default());
    assert_eq!(possible.rules[0].given, Some(Witness::default()));
    assert_eq!(possible.certain(), Some(RuleIndex { policy: 0, rule: 0 }));
}

/// A session policy for everyone, of these conditions, with a default rule.
fn org(conditions: &[Value]) -> Value {
    let rule = |n: usize, conditions: &Value, is_default: bool| {
        json!({
            "id": format!("0pr{n}Kd82hFqLxZ0vTn5d7"), "type": "SIGN_ON", "name": format!("Rule {n}"),
            "status": "ACTIVE", "priority": n + 1, "system": is_default, "conditions": conditions,
            "actions": {"signon": {"access": if is_default { "DENY" } else { "ALLOW" }}},
        })
    };
    let mut rules: Vec<Value> =
        conditions.iter().enumerate().map(|(n, one)| rule(n, one, false)).collect();
    rules.push(rule(conditions.len(), &Value::Null, true));
    json!({
        "policies": [{
            "id": "00pQ3vXn7LpYw2Ks95d7", "type": "OKTA_SIGN_ON", "name": "Default Policy",
            "status": "ACTIVE", "priority": 1, "system": true,
            "conditions": {"people": {"groups": {"include": [EVERYONE]}}}, "rules": rules,
        }],
        "groups": [
            {"id": EVERYONE, "type": "BUILT_IN", "profile": {"name": "Everyone"}},
            {"id": STAFF, "type": "OKTA_GROUP", "profile": {"name": "Staff"}},
        ],
        "zones": [
            zone("nzo1Kd82hFqLxZ0vTn5d7", "Quay", "POLICY", &["198.51.100.0/24"]),
            zone("nzo2Kd82hFqLxZ0vTn5d7", "Pier", "POLICY", &["203.0.113.1-203.0.113.9"]),
            zone("nzo3Kd82hFqLxZ0vTn5d7", "Embargo", "BLOCKLIST", &["192.0.2.0/24"]),
            zone("nzo5Kd82hFqLxZ0vTn5d7", "DefaultExemptIpZone", "POLICY", &["192.0.2.7"]),
        ],
        "users": [],
    })
}

const EVERYONE: &str = "00g1Kd82hFqLxZ0vTn5d7";
const STAFF: &str = "00g2Kd82hFqLxZ0vTn5d7";
const QUAY: &str = "nzo1Kd82hFqLxZ0vTn5d7";
const PIER: &str = "nzo2Kd82hFqLxZ0vTn5d7";

fn zone(id: &str, name: &str, usage: &str, gateways: &[&str]) -> Value {
    let gateways = gateways.iter().map(|value| {
        let kind = if value.contains('-') { "RANGE" } else { "CIDR" };
        json!({"type": kind, "value": value})
    });
    json!({
        "id": id, "name": name, "type": "IP", "status": "ACTIVE", "usage": usage,
        "gateways": gateways.collect::<Vec<_>>(), "proxies": null,
    })
}

fn from(zones: &[&str]) -> Value {
    json!({"network": {"connection": "ZONE", "include": zones}})
}

/// Writes the files into a folder of their own and simulates there, with `request.json`.
fn simulated(files: &[(&str, &Value)], arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        fs::write(folder.path().join(name), content.to_string()).unwrap();
    }
    let mut command = command(&["simulate", "request.json", "org.json"]);
    command.args(arguments).current_dir(folder.path()).output().unwrap()
}

/// The answer to a request.
fn answer(org: &Value, request: &Value) -> Value {
    let output = simulated(
        &[("org.json", org), ("request.json", request)],
        &["--output-format", "json", "--expand", "evaluated,rule"],
    );
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A request with this context, for the session policy.
fn request(context: Value) -> Value {
    json!({"appInstance": "0oa1Kd82hFqLxZ0vTn5d7", "policyTypes": ["OKTA_SIGN_ON"], "policyContext": context})
}

/// The ids of the rules in a list of an answer, with their statuses.
fn rules<'a>(answer: &'a Value, list: &str) -> Vec<(&'a str, &'a str)> {
    let policies = answer["evaluation"][0][list]["policies"].as_array().unwrap();
    let rules = policies.iter().flat_map(|policy| policy["rules"].as_array().unwrap());
    let text = |value: &'a Value| value.as_str().unwrap();
    rules.map(|rule| (text(&rule["name"]), text(&rule["status"]))).collect()
}

/// The names of the rules that could be first.
fn possible(answer: &Value) -> Vec<&str> {
    let possible = answer["evaluation"][0]["x-catchall"]["possible"].as_array().unwrap();
    possible.iter().map(|rule| rule["rule"]["name"].as_str().unwrap()).collect()
}

#[test]
fn addresses_are_in_zones_by_their_gateways() {
    let org = org(&[from(&[QUAY]), from(&[PIER]), from(&["ALL_ZONES"])]);
    let at = |ip: &str| answer(&org, &request(json!({"groups": {"ids": [STAFF]}, "ip": ip})));
    assert_eq!(rules(&at("198.51.100.77"), "result"), [("Rule 0", "MATCH")]);
    assert_eq!(rules(&at("203.0.113.9"), "result"), [("Rule 1", "MATCH")]);
    // The exempt zone is a zone.
    assert_eq!(rules(&at("192.0.2.7"), "result"), [("Rule 2", "MATCH")]);
    let elsewhere = at("203.0.113.10");
    assert_eq!(rules(&elsewhere, "result"), [("Rule 3", "MATCH")]);
    let evaluated = [("Rule 0", "NOT_MATCH"), ("Rule 1", "NOT_MATCH"), ("Rule 2", "NOT_MATCH")];
    assert_eq!(rules(&elsewhere, "evaluated"), evaluated);
    // A name or an id of a zone in place of an address.
    assert_eq!(rules(&at("Pier"), "result"), [("Rule 1", "MATCH")]);
    assert_eq!(rules(&at(QUAY), "result"), [("Rule 0", "MATCH")]);
}

#[test]
fn blocked_addresses_come_to_no_policy() {
    let blocked = request(json!({"groups": {"ids": [STAFF]}, "ip": "192.0.2.8"}));
    let answer = answer(&org(&[json!({})]), &blocked);
    assert_eq!(answer["x-catchall"]["blockedBy"]["name"], "Embargo");
    assert_eq!(rules(&answer, "result"), []);
}

#[test]
fn zones_with_proxies_or_of_other_types_are_open() {
    let mut org = org(&[from(&[QUAY]), from(&[PIER])]);
    org["zones"][0]["proxies"] = json!([{"type": "CIDR", "value": "198.51.100.1/32"}]);
    org["zones"][1] = json!({
        "id": PIER, "name": "Pier", "type": "DYNAMIC", "status": "ACTIVE", "usage": "POLICY",
        "asns": ["23457"],
    });
    let at = |ip: &str| answer(&org, &request(json!({"groups": {"ids": [STAFF]}, "ip": ip})));
    let undefined = [("Rule 0", "UNDEFINED"), ("Rule 1", "UNDEFINED")];
    assert_eq!(rules(&at("198.51.100.1"), "undefined"), undefined);
    assert_eq!(rules(&at("198.51.100.2"), "result"), [("Rule 0", "MATCH")]);
    assert_eq!(rules(&at("203.0.113.77"), "undefined"), [("Rule 1", "UNDEFINED")]);
}

#[test]
fn inside_and_outside_settle_together_what_stays_open_for_each() {
    let outside = json!({"network": {"connection": "ZONE", "exclude": [QUAY]}});
    let org = org(&[from(&[QUAY]), outside]);
    let answer = answer(&org, &request(json!({"groups": {"ids": [STAFF]}})));
    assert_eq!(rules(&answer, "result"), [("Rule 2", "MATCH")]);
    assert_eq!(possible(&answer), ["Rule 0", "Rule 1"]);
    assert_eq!(answer["x-catchall"]["outcome"]["access"], "ALLOW");
}

#[test]
fn conditions_have_the_names_of_their_members() {
    let conditions = json!({
        "people": {"groups": {"include": [STAFF]}, "users": {"exclude": ["00u1"]}},
        "network": {"connection": "ZONE", "include": [QUAY]},
        "riskScore": {"level": "LOW"},
    });
    let context = json!({
        "groups": {"ids": [STAFF]}, "zones": {"ids": []}, "risk": {"level": "LOW"},
    });
    let answer = answer(&org(&[conditions]), &request(context));
    let policy = &answer["evaluation"][0]["evaluated"]["policies"][0];
    assert_eq!(policy["conditions"], json!([]), "everyone is not listed");
    assert_eq!(
        policy["rules"][0]["conditions"],
        json!([
            {"type": "network.include", "status": "NOT_MATCH"},
            {"type": "people.groups.include", "status": "MATCH"},
            {"type": "people.users.exclude", "status": "UNDEFINED"},
            {"type": "riskScore.level", "status": "MATCH"},
        ])
    );
}

#[test]
fn policies_of_apps_go_by_mappings() {
    let policy = |id: &str, name: &str| {
        json!({
            "id": id, "type": "ACCESS_POLICY", "name": name, "status": "ACTIVE", "system": false,
            "rules": [{
                "id": format!("rul{name}"), "type": "ACCESS_POLICY", "name": name, "system": true,
                "status": "ACTIVE", "priority": 99, "actions": {"appSignOn": {"access": "DENY"}},
            }],
        })
    };
    let app = |id: &str, policy: &str| {
        json!({
            "id": id, "name": "bookmark", "label": id, "signOnMode": "BOOKMARK",
            "_links": {"accessPolicy": {"href": format!("https://o.okta.com/api/v1/policies/{policy}")}},
        })
    };
    let org = json!({
        "policies": [policy("rst1Kd82hFqLxZ0vTn5d7", "One"), policy("rst2Kd82hFqLxZ0vTn5d7", "Two")],
        "apps": [app("0oa1Kd82hFqLxZ0vTn5d7", "rst2Kd82hFqLxZ0vTn5d7")],
    });
    let request = |app: &str| {
        json!({
            "appInstance": app, "policyTypes": ["ACCESS_POLICY"],
            "policyContext": {"groups": {"ids": [STAFF]}},
        })
    };
    let mapped = answer(&org, &request("0oa1Kd82hFqLxZ0vTn5d7"));
    assert_eq!(rules(&mapped, "result"), [("Two", "MATCH")]);
    assert_eq!(mapped["x-catchall"]["outcome"]["access"], "DENY");
    let unmapped = answer(&org, &request("0oa2Kd82hFqLxZ0vTn5d7"));
    assert_eq!(unmapped["evaluation"][0]["status"], "UNDEFINED");
    assert_eq!(rules(&unmapped, "result"), []);
}

#[test]
fn users_have_what_the_export_tells_of_them() {
    let conditions = [
        json!({"people": {"users": {"exclude": ["00u1Kd82hFqLxZ0vTn5d7"]}}}),
        json!({"userType": {"include": ["otyContractor"]}}),
    ];
    let mut org = org(&conditions);
    org["policies"].as_array_mut().unwrap().insert(0, json!({
        "id": "00p2", "type": "OKTA_SIGN_ON", "name": "Staff", "status": "ACTIVE", "priority": 1,
        "system": false, "conditions": {"people": {"groups": {"include": [STAFF]}}},
        "rules": [{"id": "0prStaff", "type": "SIGN_ON", "name": "Staff", "priority": 1}],
    }));
    org["policies"][1]["priority"] = json!(2);
    let user = |id: &str| json!({"id": id, "profile": {"login": "ann@example.com"}, "type": {"id": "otyContractor"}});
    org["users"] = json!([user("00u1Kd82hFqLxZ0vTn5d7"), user("00u2Kd82hFqLxZ0vTn5d7")]);
    org["users"][0]["groups"] = json!([EVERYONE]);
    org["users"][1]["groups"] = json!([{"id": STAFF}]);
    let of = |id: &str| answer(&org, &request(json!({"user": {"id": id}})));
    assert_eq!(rules(&of("00u1Kd82hFqLxZ0vTn5d7"), "result"), [("Rule 1", "MATCH")]);
    assert_eq!(rules(&of("00u2Kd82hFqLxZ0vTn5d7"), "result"), [("Staff", "MATCH")]);
    let unknown = of("00u3Kd82hFqLxZ0vTn5d7");
    assert_eq!(rules(&unknown, "result"), [("Rule 0", "MATCH")]);
    assert_eq!(rules(&unknown, "undefined"), [("Staff", "MATCH")]);
}

#[test]
fn what_okta_cannot_be_told_is_told_beside() {
    let conditions =
        [json!({"authContext": {"authType": "RADIUS"}}), json!({"risk": {"behaviors": ["bhv1"]}})];
    let org = org(&conditions);
    let with = |beyond: Value| {
        let mut request = request(json!({"groups": {"ids": [STAFF]}}));
        request["x-catchall"] = beyond;
        answer(&org, &request)
    };
    let told = with(json!({"entryPoint": null, "behaviors": {"bhv1": true}}));
    assert_eq!(rules(&told, "result"), [("Rule 1", "MATCH")]);
    assert_eq!(possible(&told), ["Rule 1"]);
    assert_eq!(told["evaluation"][0]["x-catchall"]["certain"], true);
    let open = with(json!({"behaviors": []}));
    assert_eq!(possible(&open), ["Rule 0", "Rule 2"]);
}

#[test]
fn devices_are_of_the_class_of_their_platform() {
    let platform = |class: &str, system: &str| json!({"platform": {"include": [{"type": class, "os": {"type": system}}]}});
    let org =
        org(&[platform("MOBILE", "ANY"), platform("DESKTOP", "LINUX"), platform("DESKTOP", "ANY")]);
    let on = |system: &str| {
        answer(&org, &request(json!({"groups": {"ids": [STAFF]}, "device": {"platform": system}})))
    };
    assert_eq!(rules(&on("IOS"), "result"), [("Rule 0", "MATCH")]);
    assert_eq!(rules(&on("LINUX"), "result"), [("Rule 1", "MATCH")]);
    assert_eq!(rules(&on("CHROMEOS"), "result"), [("Rule 2", "MATCH")]);
    assert_eq!(possible(&on("TVOS")), ["Rule 0", "Rule 2", "Rule 3"]);
}

#[test]
fn rules_that_share_a_priority_are_not_put_in_order() {
    let mut org = org(&[from(&[QUAY]), json!({"riskScore": {"level": "LOW"}}), json!({})]);
    org["policies"][0]["rules"][1]["priority"] = json!(1);
    let context = json!({
        "groups": {"ids": [STAFF]}, "zones": {"ids": [QUAY]}, "risk": {"level": "LOW"},
    });
    let tied = answer(&org, &request(context));
    assert_eq!(rules(&tied, "result"), [("Rule 0", "MATCH"), ("Rule 1", "MATCH")]);
    assert_eq!(possible(&tied), ["Rule 0", "Rule 1"]);
    assert_eq!(tied["evaluation"][0]["x-catchall"]["certain"], false);
    let one = answer(&org, &request(json!({"groups": {"ids": [STAFF]}, "zones": {"ids": [QUAY]}})));
    assert_eq!(rules(&one, "result"), [("Rule 0", "MATCH")]);
    assert_eq!(possible(&one), ["Rule 0", "Rule 1"]);
}

#[test]
fn nothing_is_certain_where_the_export_may_lack_rules() {
    let certain = |org: &Value| {
        let answer = answer(org, &request(json!({"groups": {"ids": [STAFF]}})));
        let beyond = &answer["evaluation"][0]["x-catchall"];
        (beyond["certain"].clone(), beyond["lacking"].as_array().unwrap().len())
    };
    let whole = org(&[json!({})]);
    assert_eq!(certain(&whole), (json!(true), 0));
    // The default policy is the second, and there is no first.
    let mut first_missing = whole.clone();
    first_missing["policies"][0]["priority"] = json!(2);
    assert_eq!(certain(&first_missing), (json!(false), 1));
    let mut without_rules = whole.clone();
    without_rules["policies"].as_array_mut().unwrap().insert(0, json!({
        "id": "00p2", "type": "OKTA_SIGN_ON", "name": "Staff", "status": "ACTIVE", "priority": 1,
        "system": false, "conditions": {"people": {"groups": {"include": [STAFF]}}},
    }));
    without_rules["policies"][1]["priority"] = json!(2);
    assert_eq!(certain(&without_rules), (json!(false), 1));
}

#[test]
fn groups_may_list_their_members() {
    let mut org = org(&[]);
    org["policies"].as_array_mut().unwrap().insert(0, json!({
        "id": "00p2", "type": "OKTA_SIGN_ON", "name": "Staff", "status": "ACTIVE", "priority": 1,
        "system": false, "conditions": {"people": {"groups": {"include": [STAFF]}}},
        "rules": [{"id": "0prStaff", "type": "SIGN_ON", "name": "Staff", "priority": 1}],
    }));
    org["policies"][1]["priority"] = json!(2);
    org["groups"][1]["members"] = json!(["00u1Kd82hFqLxZ0vTn5d7"]);
    let of = |id: &str| possible(&answer(&org, &request(json!({"user": {"id": id}})))).join(" ");
    assert_eq!(of("00u1Kd82hFqLxZ0vTn5d7"), "Staff");
    assert_eq!(of("00u2Kd82hFqLxZ0vTn5d7"), "Rule 0");
}

#[test]
fn devices_that_cannot_be_are_not_simulated() {
    let device = json!({"registered": false, "managed": true});
    let request = request(json!({"user": {"id": "00u1"}, "device": device}));
    let output = simulated(&[("org.json", &org(&[])), ("request.json", &request)], &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("no device is like that"), "{}", stderr(&output));
}

#[test]
fn managed_devices_are_registered_and_what_is_not_said_is_open() {
    let device = |device: Value| json!({"device": device});
    let org = org(&[
        device(json!({"registered": true, "managed": true})),
        device(json!({"registered": true})),
    ]);
    let with = |device: Value| {
        let mut request = request(json!({"groups": {"ids": [STAFF]}, "device": device}));
        // No document lists the condition here.
        request["x-catchall"] = json!({"readings": {"unheededOnRule:device": false}});
        answer(&org, &request)
    };
    assert_eq!(rules(&with(json!({"managed": true})), "result"), [("Rule 0", "MATCH")]);
    let registered = with(json!({"registered": true}));
    assert_eq!(rules(&registered, "result"), [("Rule 1", "MATCH")]);
    assert_eq!(possible(&registered), ["Rule 0", "Rule 1"]);
    assert_eq!(possible(&with(json!({"registered": false}))), ["Rule 2"]);
    assert_eq!(possible(&with(json!({"managed": false}))), ["Rule 1", "Rule 2"]);
}

#[test]
fn no_text_steers_what_reads_the_output() {
    let nasty = "\u{1b}[2J\u{202e}x\n::error file=a::b\r##[error]y";
    let mut org = org(&[from(&[QUAY]), json!({"elCondition": {"condition": nasty}})]);
    org["policies"][0]["name"] = json!(nasty);
    org["policies"][0]["rules"][0]["name"] = json!(nasty);
    org["zones"][0]["name"] = json!(nasty);
    org["zones"][2]["name"] = json!(nasty);
    let mut outputs = Vec::new();
    for context in [
        json!({"groups": {"ids": [STAFF, nasty]}}),
        json!({"user": {"id": nasty, "profile": {"login": nasty}}}),
        json!({"groups": {"ids": [STAFF]}, "ip": "192.0.2.8"}),
        json!({"groups": {"ids": [STAFF]}, "ip": nasty}),
        json!({"groups": {"ids": [STAFF]}, "risk": nasty}),
        json!({"groups": {"ids": [STAFF]}, "device": nasty}),
    ] {
        let mut body = request(context);
        body["appInstance"] = json!(nasty);
        body["policyTypes"] = json!(null);
        for format in ["full", "json"] {
            let recorded = json!({"evaluation": [{
                "policyType": "OKTA_SIGN_ON", "result": {"policies": [{"id": nasty, "status": nasty}]},
            }]});
            let files = [("org.json", &org), ("request.json", &body), ("answer.json", &recorded)];
            outputs.push(simulated(&files, &["--format", format, "--expect", "answer.json"]));
        }
    }
    let quoted = json!(nasty).to_string();
    let one = |rest: &str| format!("[[scenario]]\nname = {quoted}\n{rest}\n");
    for rest in [
        "groups = ['Staff']\nexpect.rule = 'Rule 2'".to_owned(),
        format!("groups = ['Staff']\nexpect.rule = {quoted}"),
        format!("groups = [{quoted}]\nexpect.rule = {quoted}"),
        format!("groups = ['Staff']\nrisk = {quoted}\nexpect.access = 'deny'"),
    ] {
        for format in ["full", "json", "junit"] {
            outputs.push(tried(&org, &one(&rest), &["--format", format]));
        }
    }
    for output in outputs {
        assert_eq!(obeyed(&stdout(&output)), None, "{}", stdout(&output));
        assert_eq!(obeyed(&stderr(&output)), None, "{}", stderr(&output));
    }
}

#[test]
fn what_okta_refuses_is_refused_in_its_words() {
    let org = org(&[]);
    let refusals = [
        (json!([request(json!({"user": {"id": "00u1"}}))]), "E0000003", "not well-formed"),
        (json!({"policyContext": {"user": {"id": "00u1"}}}), "E0000001", "appInstance"),
        (request(json!({})), "E0000001", "policyContext"),
        (
            request(json!({"user": {"id": "00u1"}, "groups": {"ids": ["00g1"]}})),
            "E0000001",
            "policyContext",
        ),
        (
            request(json!({"user": {"id": "00u1"}, "ip": "1.2.3.4", "zones": {"ids": ["nzo1"]}})),
            "E0000001",
            "policyContext",
        ),
        (
            request(json!({"user": {"id": "00u1"}, "risk": {"level": "ANY"}})),
            "E0000001",
            "policyContext.risk.level",
        ),
        (
            json!({"appInstance": "0oa1", "policyTypes": ["PASSWORD"], "policyContext": {"user": {"id": "00u1"}}}),
            "E0000001",
            "policyTypes",
        ),
        (request(json!({"user": "00u1"})), "E0000003", "not well-formed"),
    ];
    for (body, code, summary) in refusals {
        let files = [("org.json", &org), ("request.json", &body)];
        let output = simulated(&files, &["--output-format", "json"]);
        assert_eq!(output.status.code(), Some(2), "{body}");
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(answer["errorCode"], code, "{body}");
        assert!(answer["errorSummary"].as_str().unwrap().contains(summary), "{answer}");
        let output = simulated(&files, &[]);
        assert_eq!(output.status.code(), Some(2), "{body}");
        assert!(stderr(&output).contains(code), "{}", stderr(&output));
        assert_eq!(stdout(&output), "");
    }
}

#[test]
fn the_form_of_the_request_is_as_loose_as_oktas_examples() {
    let org = org(&[json!({"riskScore": {"level": "LOW"}})]);
    let loose = json!({
        "appInstance": "0oa1", "policyType": ["OKTA_SIGN_ON"],
        "policyContext": {"groups": {"ids": [STAFF]}, "risk": "LOW", "ip": null, "device": null},
    });
    let loose = answer(&org, &loose);
    assert_eq!(loose["evaluation"].as_array().unwrap().len(), 1);
    assert_eq!(rules(&loose, "result"), [("Rule 0", "MATCH")]);
}

#[test]
fn recorded_answers_are_compared() {
    let org = org(&[from(&[QUAY])]);
    let request = request(json!({"groups": {"ids": [STAFF]}, "ip": "198.51.100.77"}));
    let recorded = answer(&org, &request);
    let compare = |recorded: &Value| {
        let files = [("org.json", &org), ("request.json", &request), ("answer.json", recorded)];
        simulated(&files, &["--expect", "answer.json", "--quiet"])
    };
    assert_eq!(compare(&recorded).status.code(), Some(0));
    let mut other = recorded.clone();
    let rule = &mut other["evaluation"][0]["result"]["policies"][0]["rules"][0];
    rule["id"] = json!("0pr1Kd82hFqLxZ0vTn5d7");
    let output = compare(&other);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    assert!(
        text.contains("difference: OKTA_SIGN_ON, policy 00pQ3vXn7LpYw2Ks95d7 › rule 0pr0Kd"),
        "{text}"
    );
    let output = compare(&json!({"nothing": true}));
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn people_read_a_trace() {
    let traced = |request: &str| {
        let output =
            run(&["simulate", &format!("fixtures/acme/simulate/{request}"), "fixtures/acme"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        stdout(&output)
    };
    insta::assert_snapshot!("admin", traced("admin-on-privileged-network.json"));
    insta::assert_snapshot!("contractor", traced("contractor-from-home.json"));
}

/// The program tries the scenarios of a file with an org.
fn tried(org: &Value, scenarios: &str, arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("org.json"), org.to_string()).unwrap();
    fs::write(folder.path().join("catchall.toml"), scenarios).unwrap();
    let mut command = command(&["test", "org.json"]);
    command.args(arguments).current_dir(folder.path()).output().unwrap()
}

fn scenario(rest: &str) -> String {
    format!("[[scenario]]\nname = \"One\"\n{rest}\n")
}

#[test]
fn scenarios_hold_fail_or_are_undecided() {
    let org = org(&[from(&[QUAY]), json!({"riskScore": {"level": "LOW"}})]);
    let last = |rest: &str| {
        let output = tried(&org, &scenario(rest), &[]);
        let last = stdout(&output).lines().last().unwrap_or_default().to_owned();
        (output.status.code(), last)
    };
    let [hold, fail, undecided] = [
        "1 hold, 0 fail, 0 undecided",
        "0 hold, 1 fail, 0 undecided",
        "0 hold, 0 fail, 1 undecided",
    ]
    .map(|counts| format!("1 scenario: {counts}"));
    let inside = "groups = ['Staff']\nzones = ['Quay']\n";
    assert_eq!(last(&format!("{inside}expect.rule = 'Rule 0'")), (Some(0), hold.clone()));
    assert_eq!(last(&format!("{inside}expect.policy = 'Default Policy'")), (Some(0), hold.clone()));
    assert_eq!(last(&format!("{inside}expect.access = 'allow'")), (Some(0), hold.clone()));
    assert_eq!(last(&format!("{inside}expect.access = 'deny'")), (Some(1), fail.clone()));
    assert_eq!(last(&format!("{inside}expect.rule = 'Rule 1'")), (Some(1), fail.clone()));
    let anywhere = "groups = ['Staff']\n";
    assert_eq!(last(&format!("{anywhere}expect.rule = 'Rule 0'")), (Some(0), undecided.clone()));
    assert_eq!(last(&format!("{anywhere}expect.access = 'allow'")), (Some(0), undecided));
    let outside = "groups = ['Staff']\nip = '203.0.113.200'\nalso.risk = false\n";
    assert_eq!(last(&format!("{outside}expect.rule = 'Rule 2'")), (Some(0), hold.clone()));
    let unknown = "groups = ['Staff']\n";
    assert_eq!(last(&format!("{unknown}expect.rule = 'Rule 9'")), (Some(1), fail.clone()));
    let output = tried(&org, &scenario(&format!("{unknown}expect.policy = 'Default Polcy'")), &[]);
    assert!(stdout(&output).contains("(did you mean \"Default Policy\"?)"), "{}", stdout(&output));
    let blocked = "groups = ['Staff']\nip = '192.0.2.1'\n";
    assert_eq!(last(&format!("{blocked}expect.access = 'deny'")), (Some(0), hold));
    assert_eq!(last(&format!("{blocked}expect.rule = 'Rule 0'")), (Some(1), fail));
}

#[test]
fn what_a_scenario_says_that_means_nothing_is_drawn() {
    let org = org(&[from(&[QUAY])]);
    let refused = |rest: &str| {
        let output = tried(&org, &scenario(rest), &[]);
        assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
        stderr(&output)
    };
    for (rest, message, help) in [
        ("groups = ['Staf']\nexpect.rule = 'Rule 0'", "no group \"Staf\"", "\"Staff\""),
        (
            "groups = ['Staff']\nzones = ['Kay']\nexpect.rule = 'Rule 0'",
            "zone \"Kay\"",
            "id or name",
        ),
        (
            "groups = ['Staff']\nexpect.type = 'MFA_ENROL'\nexpect.rule = 'a'",
            "MFA_ENROL",
            "\"MFA_ENROLL\"",
        ),
        ("groups = ['Staff']\nexpect = {}", "this expects nothing", "a rule, a policy or access"),
        ("expect.rule = 'Rule 0'", "needs a user or groups", "Add user"),
        (
            "groups = ['Staff']\nzone = ['Quay']\nexpect.rule = 'Rule 0'",
            "no setting `zone`",
            "`zones`",
        ),
        (
            "groups = ['Staff']\nalso.entrypoint = 'RADIUS'\nexpect.rule = 'Rule 0'",
            "entrypoint",
            "entryPoint",
        ),
        ("groups = ['Staff']\nrisk = 'ANY'\nexpect.rule = 'Rule 0'", "no level of risk", "LOW"),
    ] {
        let said = refused(rest);
        assert!(said.contains(message) && said.contains(help), "{rest}: {said}");
        assert!(said.contains("catchall.toml:"), "{said}");
    }
    let none = tried(&org, "", &[]);
    assert!(stderr(&none).contains("there is no scenario to try"), "{}", stderr(&none));
}

#[test]
fn scenarios_stand_in_files_that_the_settings_name() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    fs::create_dir(folder.path().join("access")).unwrap();
    write("org.json", &org(&[from(&[QUAY])]).to_string());
    write("catchall.toml", "scenarios = ['access/*.toml']");
    let one = scenario("groups = ['Staff']\nzones = ['Quay']\nexpect.rule = 'Rule 0'");
    write("access/one.toml", &one);
    write("access/two.toml", &one);
    write("three.toml", &one);
    let try_with = |arguments: &[&str]| {
        let mut command = command(&["test", "--format", "json"]);
        let output = command.args(arguments).current_dir(folder.path()).output().unwrap();
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    };
    assert_eq!(try_with(&[])["summary"], json!({"holds": 2, "fails": 0, "undecided": 0}));
    let all = try_with(&["--scenarios", "three.toml"]);
    let files: Vec<&str> = all["scenarios"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["file"].as_str().unwrap())
        .collect();
    assert_eq!(files, ["access/one.toml", "access/two.toml", "three.toml"]);
    write("catchall.toml", "scenarios = ['acess/*.toml']");
    let mut command = command(&["test"]);
    let output = command.current_dir(folder.path()).output().unwrap();
    assert!(stderr(&output).contains("no file is called"), "{}", stderr(&output));
}

#[test]
fn junit_has_a_test_for_each_scenario() {
    let org = org(&[from(&[QUAY])]);
    let scenarios = [
        scenario("groups = ['Staff']\nzones = ['Quay']\nexpect.rule = 'Rule 0'"),
        scenario("groups = ['Staff']\nzones = ['Pier']\nexpect.rule = 'Rule 0'"),
        scenario("groups = ['Staff']\nexpect.rule = 'Rule 0'"),
    ];
    let text = stdout(&tried(&org, &scenarios.concat(), &["--output-format", "junit"]));
    let count = |what: &str| text.matches(what).count();
    assert_eq!([count("<testcase"), count("<failure"), count("<skipped")], [3, 1, 1], "{text}");
}

#[test]
fn the_scenarios_of_the_fixtures() {
    let of = |org: &str| {
        let (org, file) = (format!("fixtures/{org}"), format!("fixtures/{org}/scenarios.toml"));
        run(&["test", &org, "--scenarios", &file])
    };
    let clean = of("acme");
    assert_eq!(clean.status.code(), Some(0), "{}", stdout(&clean));
    assert!(
        stdout(&clean).ends_with("6 scenarios: 6 hold, 0 fail, 0 undecided\n"),
        "{}",
        stdout(&clean)
    );
    let broken = of("broken");
    assert_eq!(broken.status.code(), Some(1));
    insta::assert_snapshot!("broken_scenarios", stdout(&broken));
}

/// What the page shows is printed, in its order; an ellipsis stands for lines.
#[test]
fn the_page_shows_what_is_printed() {
    let page = fs::read_to_string(crate::project::path("docs/simulate.md")).unwrap();
    let mut shown = 0;
    for part in page.split("```console\n$ catchall ").skip(1) {
        let (arguments, rest) = part.split_once("\n```\n").unwrap();
        if !arguments.contains("fixtures/") {
            continue;
        }
        let printed = stdout(&run(&arguments.split(' ').collect::<Vec<_>>()));
        let block = rest.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
        let mut lines = printed.lines();
        for line in block.lines().filter(|line| *line != "…") {
            assert!(lines.any(|one| one == line), "{arguments} does not print {line:?}");
        }
        shown += 1;
    }
    assert_eq!(shown, 2);
}

#[test]
fn oktas_examples_give_its_answers() {
    let name = "corpus/okta-openapi-examples";
    let Some(folder) = corpus::path(name, "oktas_examples_give_its_answers") else { return };
    let read = |name: &str| -> Value {
        serde_json::from_slice(&fs::read(Path::new(&folder).join(name)).unwrap()).unwrap()
    };
    for example in ["SimulatePolicy", "SimulatePolicyElExpression"] {
        let request = read(&format!("{example}Body.json"));
        let response = read(&format!("{example}Response.json"));
        let org = org_of(&request, &response);
        let answer = answer(&org, &request);
        for evaluation in answer["evaluation"].as_array().unwrap() {
            let published = response["evaluation"].as_array().unwrap();
            let published =
                published.iter().find(|it| it["policyType"] == evaluation["policyType"]);
            let mut own = evaluation.clone();
            own.as_object_mut().unwrap().remove("x-catchall");
            // What the example's org has besides, of which the answer tells nothing.
            own["evaluated"] = json!({"policies": []});
            assert_eq!(own, *published.unwrap());
        }
        let files = [("org.json", &org), ("request.json", &request), ("answer.json", &response)];
        let output = simulated(&files, &["--expect", "answer.json"]);
        assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    }
}

/// An org in which a request has the published answer: the policies and rules of the answer, with
/// conditions that the request is told to meet.
fn org_of(request: &Value, response: &Value) -> Value {
    let app = request["appInstance"].as_str().unwrap();
    let group = request["policyContext"]["groups"]["ids"][0].as_str();
    let user = request["policyContext"]["user"]["id"].as_str();
    let mut links = json!({});
    let mut policies = Vec::new();
    for evaluation in response["evaluation"].as_array().unwrap() {
        let kind = evaluation["policyType"].as_str().unwrap();
        let shown = &evaluation["result"]["policies"][0];
        let is_of_app = ["ACCESS_POLICY", "PROFILE_ENROLLMENT"].contains(&kind);
        let mut rule = shown["rules"][0].clone();
        let is_conditional = rule["conditions"] != json!([]);
        rule["conditions"] = match is_conditional {
            true => json!({"people": {"groups": {"include": [group.unwrap_or(STAFF)]}}}),
            false => Value::Null,
        };
        rule.as_object_mut().unwrap().remove("status");
        policies.push(json!({
            "id": shown["id"], "name": shown["name"], "type": kind, "status": "ACTIVE", "priority": 1,
            "system": true, "rules": [rule],
            "conditions": if is_of_app { Value::Null } else {
                json!({"people": {"groups": {"include": [EVERYONE]}}})
            },
        }));
        if is_of_app {
            let link = if kind == "ACCESS_POLICY" { "accessPolicy" } else { "profileEnrollment" };
            let policy = shown["id"].as_str().unwrap();
            links[link] = json!({"href": format!("https://o.okta.com/api/v1/policies/{policy}")});
        }
    }
    let users = user.map(|id| json!({"id": id, "profile": {"login": "ann"}, "groups": [STAFF]}));
    json!({
        "policies": policies,
        "groups": [
            {"id": EVERYONE, "type": "BUILT_IN", "profile": {"name": "Everyone"}},
        ],
        "users": users.into_iter().collect::<Vec<_>>(),
        "apps": [{"id": app, "name": "bookmark", "label": "App", "signOnMode": "BOOKMARK", "_links": links}],
    })
}
