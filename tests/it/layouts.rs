//! One org, written to files in many ways, is one org: the findings and the map are the same.

use std::collections::BTreeSet;

use catchall::{Options, Workspace};
use serde_json::{Map, Value, json};

use crate::documents::documents;

/// A policy and its rules, as Okta returns them.
pub struct Entry {
    pub policy: Value,
    pub rules: Vec<Value>,
}

pub type Files = Vec<(String, String)>;

fn policy(id: &str, kind: &str, priority: u32, conditions: &Value) -> Value {
    json!({
        "id": id, "type": kind, "name": format!("Policy {id}"), "status": "ACTIVE",
        "priority": priority, "system": id.contains("Default"), "conditions": conditions,
        "created": "2026-01-10T10:00:00.000Z", "lastUpdated": "2026-02-10T10:00:00.000Z",
        "_links": {"self": {"href": format!("https://acme.okta.com/api/v1/policies/{id}")}},
    })
}

fn rule(policy: &Value, name: &str, priority: u32, conditions: Value, actions: Value) -> Value {
    let (kind, policy) = (&policy["type"], policy["id"].as_str().unwrap());
    let (kind, prefix) = match kind.as_str().unwrap() {
        "OKTA_SIGN_ON" => ("SIGN_ON", "0pr"),
        "ACCESS_POLICY" => ("ACCESS_POLICY", "rul"),
        other => (other, "0pr"),
    };
    let id = format!("{prefix}{}{}", &policy[3..], name.replace(' ', ""));
    let link = format!("https://acme.okta.com/api/v1/policies/{policy}/rules/{id}");
    json!({
        "id": id, "type": kind, "name": name, "status": "ACTIVE", "priority": priority,
        "system": name.starts_with("Default") || name.starts_with("Catch-all"),
        "conditions": conditions, "actions": actions,
        "created": "2026-01-10T10:00:00.000Z", "lastUpdated": "2026-02-10T10:00:00.000Z",
        "_links": {"self": {"href": link}},
    })
}

/// Sign-on, password and authentication policies with mistakes of many kinds: dead and redundant
/// rules, a policy that others leave nothing, misspelt fields, unknown values, a gap.
pub fn org() -> Vec<Entry> {
    let groups = |ids: &[&str]| json!({"people": {"groups": {"include": ids}}});
    let zone = |id: &str| json!({"network": {"connection": "ZONE", "include": [id]}});
    let anywhere = || json!({"network": {"connection": "ANYWHERE"}});
    let session = |access: &str| {
        json!({"signon": {"access": access, "requireFactor": false, "session":
            {"maxSessionIdleMinutes": 60, "maxSessionLifetimeMinutes": 480, "usePersistentCookie": false}}})
    };
    let app = |access: &str, mode: &str| {
        json!({"appSignOn": {"access": access, "verificationMethod":
            {"type": "ASSURANCE", "factorMode": mode, "reauthenticateIn": "PT2H", "constraints": []}}})
    };
    let password = || {
        json!({"passwordChange": {"access": "ALLOW"}, "selfServicePasswordReset": {"access": "DENY"},
            "selfServiceUnlock": {"access": "DENY"}})
    };
    let everyone = "00gEveryone000000001";
    let sales = "00gSales000000000001";
    let first = policy("00pFirst000000000001", "OKTA_SIGN_ON", 1, &groups(&[sales]));
    let first = Entry {
        rules: vec![
            rule(&first, "Office", 1, zone("nzoOffice0000000001"), session("ALLOW")),
            rule(&first, "Anywhere", 2, anywhere(), session("ALLOW")),
            rule(&first, "Tor", 3, zone("nzoTor00000000000001"), session("DENY")),
        ],
        policy: first,
    };
    let second = policy("00pSecond00000000001", "OKTA_SIGN_ON", 2, &groups(&[sales]));
    let second = Entry {
        rules: vec![rule(&second, "Late", 1, anywhere(), session("ALOW"))],
        policy: second,
    };
    let third = policy(
        "00pThird000000000001",
        "OKTA_SIGN_ON",
        3,
        &groups(&["00gPartners0000000001", sales]),
    );
    let third = Entry {
        rules: vec![rule(&third, "Home", 1, zone("nzoHome0000000000001"), session("ALLOW"))],
        policy: third,
    };
    let default = policy("00pDefault0000000001", "OKTA_SIGN_ON", 4, &groups(&[everyone]));
    let default = Entry {
        rules: vec![
            rule(&default, "Blocked", 1, zone("nzoTor00000000000001"), session("DENY")),
            rule(&default, "Default Rule", 2, anywhere(), session("ALLOW")),
        ],
        policy: default,
    };
    let apps = policy("rstApps0000000000001", "ACCESS_POLICY", 1, &Value::Null);
    let apps = Entry {
        rules: vec![
            rule(&apps, "Staff", 0, groups(&[sales]), app("ALLOW", "2FA")),
            rule(&apps, "Again", 4, groups(&[sales, sales]), app("DENY", "2FA")),
            rule(
                &apps,
                "Misspelt",
                7,
                json!({"netwrok": {"connection": "ANYWHERE"}}),
                app("ALLOW", "3FA"),
            ),
            rule(&apps, "Catch-all Rule", 99, Value::Null, app("DENY", "2FA")),
        ],
        policy: apps,
    };
    let wiki = policy("rstDefault0000000001", "ACCESS_POLICY", 1, &Value::Null);
    let wiki = Entry {
        rules: vec![
            rule(&wiki, "Everybody", 0, anywhere(), app("ALLOW", "2FA")),
            rule(&wiki, "Catch-all Rule", 99, Value::Null, app("DENY", "2FA")),
        ],
        policy: wiki,
    };
    let mut passwords = policy("00pDefaultPasswords1", "PASSWORD", 1, &groups(&[everyone]));
    passwords["settings"] = json!({"password": {"complexity": {"minLength": 2}}});
    let passwords = Entry {
        rules: vec![
            rule(&passwords, "One", 1, anywhere(), password()),
            rule(&passwords, "Three", 3, zone("nzoHome0000000000001"), password()),
        ],
        policy: passwords,
    };
    vec![first, second, third, default, apps, wiki, passwords]
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

fn id(object: &Value) -> &str {
    object["id"].as_str().unwrap()
}

fn with_rules(entry: &Entry, key: &str) -> Value {
    let mut policy = entry.policy.clone();
    match key {
        "_embedded" => policy[key] = json!({"rules": entry.rules}),
        key => policy[key] = json!(entry.rules),
    }
    policy
}

fn without_links(mut object: Value) -> Value {
    object.as_object_mut().unwrap().remove("_links");
    object
}

fn all_policies(org: &[Entry]) -> Vec<Value> {
    org.iter().map(|entry| entry.policy.clone()).collect()
}

fn all_rules(org: &[Entry]) -> Vec<Value> {
    org.iter().flat_map(|entry| entry.rules.clone()).collect()
}

fn by_id(org: &[Entry]) -> Value {
    let rules = org.iter().map(|entry| (id(&entry.policy).to_owned(), json!(entry.rules)));
    Value::Object(rules.collect::<Map<_, _>>())
}

fn by_type(org: &[Entry]) -> Vec<(String, Vec<&Entry>)> {
    let mut types: Vec<(String, Vec<&Entry>)> = Vec::new();
    for entry in org {
        let kind = entry.policy["type"].as_str().unwrap();
        match types.iter_mut().find(|(known, _)| known == kind) {
            Some((_, entries)) => entries.push(entry),
            None => types.push((kind.to_owned(), vec![entry])),
        }
    }
    types
}

/// The members of all objects in reverse.
fn reversed(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            Value::Object(members.iter().rev().map(|(k, v)| (k.clone(), reversed(v))).collect())
        }
        Value::Array(elements) => elements.iter().map(reversed).collect(),
        other => other.clone(),
    }
}

fn one(name: &str, text: String) -> Files {
    vec![(name.to_owned(), text)]
}

pub type Write = fn(&[Entry]) -> Files;

/// Ways to write an org to files.
pub const LAYOUTS: &[(&str, Write)] = &[
    ("a list of policies, each with its rules", |org| {
        one("org.json", pretty(&org.iter().map(|entry| with_rules(entry, "rules")).collect()))
    }),
    ("rules embedded by Okta", |org| {
        one("org.json", pretty(&org.iter().map(|entry| with_rules(entry, "_embedded")).collect()))
    }),
    ("on one line", |org| {
        let org: Value = org.iter().map(|entry| with_rules(entry, "_embedded")).collect();
        one("org.json", org.to_string())
    }),
    ("policies in one file, rules by the policy's id", |org| {
        let mut files = one("policies.json", pretty(&json!(all_policies(org))));
        files.extend(org.iter().map(|entry| {
            (format!("rules/{}.json", id(&entry.policy)), pretty(&json!(entry.rules)))
        }));
        files
    }),
    ("without links", |org| {
        let policies: Value = all_policies(org).into_iter().map(without_links).collect();
        let mut files = one("policies.json", pretty(&policies));
        files.extend(org.iter().map(|entry| {
            let rules: Value = entry.rules.iter().cloned().map(without_links).collect();
            (format!("{}.rules.json", id(&entry.policy)), pretty(&rules))
        }));
        files
    }),
    ("policies by type, all rules in one list", |org| {
        let types = by_type(org).into_iter();
        let mut files: Files = types
            .map(|(kind, entries)| {
                let policies: Value = entries.iter().map(|entry| entry.policy.clone()).collect();
                (format!("{}.json", kind.to_lowercase()), pretty(&policies))
            })
            .collect();
        files.extend(one("all-rules.json", pretty(&json!(all_rules(org)))));
        files
    }),
    ("a file for each policy, its rules in it", |org| {
        let file = |entry: &Entry| {
            (format!("okta/{}.json", id(&entry.policy)), pretty(&with_rules(entry, "rules")))
        };
        org.iter().map(file).collect()
    }),
    ("a folder for each policy", |org| {
        org.iter()
            .flat_map(|entry| {
                let file = |name: &str| format!("okta/{}/{name}.json", id(&entry.policy));
                [
                    (file("policy"), pretty(&entry.policy)),
                    (file("rules"), pretty(&json!(entry.rules))),
                ]
            })
            .collect()
    }),
    ("a folder by the name of each policy, its file by the id", |org| {
        let files = org.iter().flat_map(|entry| {
            let folder =
                format!("okta/{}", entry.policy["name"].as_str().unwrap().replace(' ', "-"));
            let policy = format!("{folder}/{}.json", id(&entry.policy));
            let rules = pretty(&json!(entry.rules));
            [(policy, pretty(&entry.policy)), (format!("{folder}/rules.json"), rules)]
        });
        files.collect()
    }),
    ("rules that name their policies", |org| {
        let rules = org.iter().flat_map(|entry| {
            let rules = entry.rules.iter().cloned().map(without_links);
            rules.map(|mut rule| {
                rule["policyName"] = entry.policy["name"].clone();
                rule
            })
        });
        let bundle = json!({"policies": all_policies(org), "rules": rules.collect::<Value>()});
        one("org.json", pretty(&bundle))
    }),
    ("rules in a folder by the name of their policy", |org| {
        let mut files = one("policies.json", pretty(&json!(all_policies(org))));
        files.extend(org.iter().map(|entry| {
            let rules: Value = entry.rules.iter().cloned().map(without_links).collect();
            (format!("{}/rules.json", entry.policy["name"].as_str().unwrap()), pretty(&rules))
        }));
        files
    }),
    ("a bundle with rules by policy", |org| {
        one("org.json", pretty(&json!({"policies": all_policies(org), "rules": by_id(org)})))
    }),
    ("a bundle under other keys", |org| {
        let bundle = json!({"org": {"policies": all_policies(org), "rulesByPolicyId": by_id(org)}});
        one("org.json", pretty(&bundle))
    }),
    ("a bundle by type", |org| {
        let types = by_type(org).into_iter().map(|(kind, entries)| {
            let policies: Value =
                entries.into_iter().map(|entry| with_rules(entry, "rules")).collect();
            (kind, policies)
        });
        one("org.json", pretty(&Value::Object(types.collect())))
    }),
    ("pairs", |org| {
        let pair = |entry: &Entry| json!({"policy": entry.policy, "rules": entry.rules});
        let types = by_type(org)
            .into_iter()
            .map(|(kind, entries)| (kind, entries.into_iter().map(pair).collect::<Value>()));
        one("org.json", pretty(&Value::Object(types.collect())))
    }),
    ("recorded answers", |org| {
        let types = by_type(org).into_iter().map(|(kind, entries)| {
            let policies: Value = entries.iter().map(|entry| entry.policy.clone()).collect();
            json!({"url": format!("https://acme.okta.com/api/v1/policies?type={kind}"), "response": policies})
        });
        let rules = org.iter().map(|entry| {
            let url = format!("https://acme.okta.com/api/v1/policies/{}/rules", id(&entry.policy));
            json!({"url": url, "response": entry.rules})
        });
        one("recording.json", pretty(&types.chain(rules).collect()))
    }),
    ("JSON Lines, rules embedded", |org| {
        let lines = org.iter().map(|entry| with_rules(entry, "_embedded").to_string());
        one("org.jsonl", lines.collect::<Vec<_>>().join("\n"))
    }),
    ("JSON Lines, an object a line", |org| {
        let objects = all_policies(org).into_iter().chain(all_rules(org));
        let lines: Vec<String> = objects.map(|object| object.to_string()).collect();
        one("org.jsonl", lines.join("\n"))
    }),
    ("everything in another order", |org| {
        let policies: Value = all_policies(org).into_iter().rev().collect();
        let rules: Value = all_rules(org).into_iter().rev().collect();
        vec![("b.json".into(), pretty(&rules)), ("a.json".into(), pretty(&policies))]
    }),
    ("members in another order", |org| {
        let org: Value = org.iter().map(|entry| reversed(&with_rules(entry, "rules"))).collect();
        one("org.json", pretty(&org))
    }),
    ("everything twice", |org| {
        let embedded: Value = org.iter().map(|entry| with_rules(entry, "_embedded")).collect();
        let mut files = one("a.json", embedded.to_string());
        files.extend(one("b.json", pretty(&json!(all_policies(org)))));
        files.extend(one("c.json", pretty(&json!(all_rules(org)))));
        files
    }),
    ("copies one by one that sort earlier", |org| {
        let objects = all_policies(org).into_iter().chain(all_rules(org));
        let copies = objects.map(|object| (format!("0/{}.json", id(&object)), pretty(&object)));
        let mut files: Files = copies.collect();
        files.extend(one("1/policies.json", pretty(&json!(all_policies(org)))));
        files.extend(one("1/rules.json", pretty(&json!(all_rules(org)))));
        files
    }),
    ("one by one in two folders, now one, now the other first", |org| {
        let files = org.iter().enumerate().flat_map(|(n, entry)| {
            let beside = if n % 2 == 0 { format!("a{n}.json") } else { format!("z{n}.json") };
            [beside, format!("okta/{n}.json")]
                .map(|name| (name, pretty(&with_rules(entry, "_embedded"))))
        });
        files.collect()
    }),
    ("a copy of a part that is older", |org| {
        let mut first = org[0].rules[0].clone();
        first["lastUpdated"] = json!("2025-02-10T10:00:00.000Z");
        let mut files = one("0.json", pretty(&json!([first])));
        files.extend(one(
            "org.json",
            pretty(&org.iter().map(|entry| with_rules(entry, "rules")).collect()),
        ));
        files
    }),
];

/// What is found and what is mapped, without what depends on where it stands.
fn said(files: &[(String, String)]) -> (BTreeSet<String>, Vec<String>) {
    let mut workspace = Workspace::new(Options::default());
    for document in documents(files) {
        workspace.insert(document);
    }
    let checked = workspace.check();
    // That a list stands in another order is a fact of the layout.
    let findings = checked.findings.iter().filter(|found| found.lint.name != "priority-unsorted");
    let findings = findings.map(|found| {
        format!("{}[{}] {} ({})", found.severity, found.lint.name, found.message, found.subject)
    });
    let mut map = Vec::new();
    catchall::map::write(&mut map, catchall::map::MapFormat::Json, &workspace.exports(), &[])
        .unwrap();
    let map: Value = serde_json::from_slice(&map).unwrap();
    let mut orders: Vec<String> = map["orders"]
        .as_array()
        .unwrap()
        .iter()
        .map(|order| without_places(order).to_string())
        .collect();
    orders.sort();
    (findings.collect(), orders)
}

fn without_places(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept =
                members.iter().filter(|(key, _)| !["path", "pointer"].contains(&key.as_str()));
            Value::Object(kept.map(|(key, value)| (key.clone(), without_places(value))).collect())
        }
        Value::Array(elements) => elements.iter().map(without_places).collect(),
        other => other.clone(),
    }
}

#[test]
fn every_layout_of_one_org_says_the_same() {
    let org = org();
    let (first, write) = LAYOUTS[0];
    let expected = said(&write(&org));
    for lint in
        ["unreachable-rule", "unreachable-policy", "policy-falls-through", "misspelled-field"]
    {
        assert!(expected.0.iter().any(|found| found.contains(lint)), "{lint}: {:#?}", expected.0);
    }
    let mut differences = Vec::new();
    for (layout, write) in &LAYOUTS[1..] {
        let (findings, orders) = said(&write(&org));
        let lost: Vec<_> = expected.0.difference(&findings).collect();
        let gained: Vec<_> = findings.difference(&expected.0).collect();
        if !lost.is_empty() || !gained.is_empty() {
            differences.push(format!("{layout}: lost {lost:#?}, gained {gained:#?}"));
        } else if let Some(n) = (0..orders.len()).find(|n| Some(&orders[*n]) != expected.1.get(*n))
        {
            let same = |(one, other): &(char, char)| one == other;
            let shared = orders[n].chars().zip(expected.1[n].chars()).take_while(same).count();
            let from = |order: &str| {
                order.chars().skip(shared.saturating_sub(60)).take(160).collect::<String>()
            };
            differences.push(format!(
                "{layout}: maps {}, not {}",
                from(&orders[n]),
                from(&expected.1[n])
            ));
        }
    }
    assert!(differences.is_empty(), "against {first}:\n{}", differences.join("\n"));
}
