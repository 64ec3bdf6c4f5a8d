//! What is said of the order of rules holds in the org, however little of it an export shows:
//! priorities written in any form or not at all, lists that hold a part, copies, several files.
//!
//! The org is known here; catchall sees only what the files say. Whether a claim holds is worked
//! out from the org and Okta's rules of priority alone.

use std::collections::BTreeSet;

use catchall::check;
use serde_json::{Value, json};

use crate::documents::{documents, pedantic};
use crate::random_exports::Random;

/// Where an object stands among its siblings.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Priority {
    Number(i64),
    /// Last, above the default.
    Absent,
    /// Nobody knows.
    Unreadable,
}

/// A rule, or a policy without its rules.
#[derive(Debug, Clone)]
struct Thing {
    id: String,
    priority: Priority,
    is_default: bool,
    /// Any of these groups; all users where there is none.
    groups: Vec<usize>,
    /// Inside the zone, or outside.
    zone: Option<bool>,
}

#[derive(Debug)]
struct Policy {
    own: Thing,
    rules: Vec<Thing>,
    /// Whether its rules are numbered up to a catch-all at 99.
    is_mapped: bool,
}

const GROUPS: [&str; 3] = ["00gA0000000000000001", "00gB0000000000000001", "00gC0000000000000001"];
const EVERYONE: &str = "00gE0000000000000001";
const ZONE: &str = "nzoZ0000000000000001";

/// A sign-in: which groups, and whether from the zone.
fn sign_ins() -> impl Iterator<Item = ([bool; 3], bool)> {
    (0..16u8).map(|bits| ([bits & 1 > 0, bits & 2 > 0, bits & 4 > 0], bits & 8 > 0))
}

impl Thing {
    fn matches(&self, (groups, zone): ([bool; 3], bool)) -> bool {
        (self.groups.is_empty() || self.groups.iter().any(|group| groups[*group]))
            && self.zone.is_none_or(|inside| inside == zone)
    }

    /// Whether Okta surely tries it before its sibling.
    fn is_surely_before(&self, other: &Self, is_mapped: bool) -> bool {
        if self.is_default {
            return false;
        }
        if other.is_default {
            return !is_mapped
                || match self.priority {
                    Priority::Number(number) => number < 99,
                    Priority::Absent => true,
                    Priority::Unreadable => false,
                };
        }
        match (self.priority, other.priority) {
            (Priority::Number(own), Priority::Number(other)) => own < other,
            (Priority::Number(own), Priority::Absent) => !is_mapped || own < 99,
            _ => false,
        }
    }

    fn conditions(&self) -> Value {
        let mut conditions = json!({});
        if !self.groups.is_empty() {
            let ids: Vec<&str> = self.groups.iter().map(|group| GROUPS[*group]).collect();
            conditions["people"] = json!({"groups": {"include": ids}});
        }
        conditions["network"] = match self.zone {
            None => json!({"connection": "ANYWHERE"}),
            Some(true) => json!({"connection": "ZONE", "include": [ZONE]}),
            Some(false) => json!({"connection": "ZONE", "exclude": [ZONE]}),
        };
        conditions
    }
}

struct Writer<'r> {
    random: &'r mut Random,
    files: Vec<(String, Value)>,
}

impl Writer<'_> {
    /// A priority in one of the ways in which it can be written.
    fn write(&mut self, object: &mut Value, priority: Priority) {
        let members = object.as_object_mut().unwrap();
        let written = match priority {
            Priority::Absent => return,
            Priority::Number(number) => match self.random.below(4) {
                0 => json!(number as f64),
                1 => serde_json::from_str(&format!("{number}e0")).unwrap(),
                _ => json!(number),
            },
            Priority::Unreadable => {
                [json!("1"), Value::Null, json!(1.5), json!([])][self.random.below(4)].clone()
            }
        };
        members.insert("priority".to_owned(), written);
    }

    fn file(&mut self, content: Value) {
        // Names that sort in any order.
        let name = format!("{}-{}.json", self.random.below(1000), self.files.len());
        self.files.push((name, content));
    }

    fn rule(&mut self, policy: &Policy, rule: &Thing) -> Value {
        let kind = if policy.is_mapped { "ACCESS_POLICY" } else { "SIGN_ON" };
        let actions = if policy.is_mapped {
            json!({"appSignOn": {"access": "DENY"}})
        } else {
            json!({"signon": {"access": "DENY"}})
        };
        let link =
            format!("https://acme.okta.com/api/v1/policies/{}/rules/{}", policy.own.id, rule.id);
        let mut object = json!({
            "id": rule.id, "type": kind, "name": rule.id, "status": "ACTIVE",
            "system": rule.is_default, "conditions": rule.conditions(), "actions": actions,
            "_links": {"self": {"href": link}},
        });
        self.write(&mut object, rule.priority);
        object
    }

    fn policy(&mut self, policy: &Policy) -> Value {
        let kind = if policy.is_mapped { "ACCESS_POLICY" } else { "OKTA_SIGN_ON" };
        let ids: Vec<&str> = policy.own.groups.iter().map(|group| GROUPS[*group]).collect();
        let groups = if ids.is_empty() { json!([EVERYONE]) } else { json!(ids) };
        let conditions = json!({"people": {"groups": {"include": groups}}});
        let mut object = json!({
            "id": policy.own.id, "type": kind, "name": policy.own.id, "status": "ACTIVE",
            "system": policy.own.is_default && !policy.is_mapped,
            "conditions": if policy.is_mapped { Value::Null } else { conditions },
        });
        self.write(&mut object, policy.own.priority);
        object
    }

    /// Some of the rules, each with a chance.
    fn some(&mut self, rules: &[Value], percent: usize) -> Vec<Value> {
        let mut some: Vec<Value> =
            rules.iter().filter(|_| self.random.percent(percent)).cloned().collect();
        if self.random.percent(30) {
            some.reverse();
        }
        some
    }

    /// The org, as far as an export may show it.
    fn org(&mut self, policies: &[Policy]) {
        let mut objects = Vec::new();
        for policy in policies {
            let mut object = self.policy(policy);
            let rules: Vec<Value> =
                policy.rules.iter().map(|rule| self.rule(policy, rule)).collect();
            match self.random.below(4) {
                // All of them in a list, and perhaps some of them again.
                0 | 1 => {
                    let all = self.some(&rules, 100);
                    if self.random.percent(50) {
                        object["rules"] = json!(all);
                    } else {
                        self.file(json!(all));
                    }
                    let again = self.some(&rules, 30);
                    match self.random.below(3) {
                        0 if !again.is_empty() => self.file(json!(again)),
                        1 => again.into_iter().for_each(|rule| self.file(rule)),
                        _ => {}
                    }
                }
                // Some of them one by one.
                2 => self.some(&rules, 70).into_iter().for_each(|rule| self.file(rule)),
                // Lists of which each lacks what the other has.
                _ if rules.len() > 1 => {
                    for lacking in 0..2 {
                        let mut list = rules.clone();
                        list.remove(lacking);
                        self.file(json!(list));
                    }
                }
                _ => {}
            }
            objects.push(object);
        }
        match self.random.below(4) {
            0 => objects.into_iter().for_each(|object| self.file(object)),
            1 => {
                let copy = objects[self.random.below(objects.len())].clone();
                self.file(copy);
                self.file(json!(objects));
            }
            _ => self.file(json!(objects)),
        }
    }
}

fn thing(random: &mut Random, id: String, priority: Priority, is_default: bool) -> Thing {
    let groups =
        if is_default { Vec::new() } else { (0..3).filter(|_| random.percent(35)).collect() };
    let zone = if is_default || random.percent(60) { None } else { Some(random.percent(50)) };
    Thing { id, priority, is_default, groups, zone }
}

fn rules(random: &mut Random, policy: usize, is_mapped: bool, has_default: bool) -> Vec<Thing> {
    let (prefix, first) = if is_mapped { ("rul", 0) } else { ("0pr", 1) };
    let count = 1 + random.below(4);
    let mut rules: Vec<Thing> = (0..count)
        .map(|n| {
            let priority = match random.below(14) {
                0 => Priority::Absent,
                1 => Priority::Unreadable,
                2 if is_mapped => Priority::Number(98 + random.below(4) as i64),
                3 => Priority::Number(first + random.below(count) as i64),
                _ => Priority::Number(first + n as i64),
            };
            thing(random, format!("{prefix}R{policy}x{n}00000000000000"), priority, false)
        })
        .collect();
    if has_default {
        let last = if is_mapped { 99 } else { count as i64 + 1 };
        let id = format!("{prefix}D{policy}00000000000000000");
        rules.push(thing(random, id, Priority::Number(last), true));
    }
    rules
}

fn org(random: &mut Random) -> Vec<Policy> {
    if random.percent(40) {
        let own = Thing {
            id: "rstP0000000000000001".to_owned(),
            priority: Priority::Number(1),
            is_default: false,
            groups: Vec::new(),
            zone: None,
        };
        return vec![Policy { own, rules: rules(random, 0, true, true), is_mapped: true }];
    }
    let count = 1 + random.below(3);
    (0..=count)
        .map(|n| {
            let is_default = n == count;
            let priority = match random.below(12) {
                0 => Priority::Unreadable,
                1 => Priority::Number(1 + random.below(count) as i64),
                _ => Priority::Number(n as i64 + 1),
            };
            let mut own = thing(random, format!("00pP{n}00000000000000000"), priority, is_default);
            // Policies for groups name at least one, and no zone.
            own.zone = None;
            if !is_default && own.groups.is_empty() {
                own.groups.push(random.below(3));
            }
            Policy { own, rules: rules(random, n, false, is_default), is_mapped: false }
        })
        .collect()
}

/// Whether some sign-in can get to the rule, in some order that Okta may try the rules in.
fn is_reachable(org: &[Policy], policy: usize, rule: usize) -> bool {
    let (own, is_mapped) = (&org[policy], org[policy].is_mapped);
    sign_ins().any(|sign_in| {
        let is_taken_in = |policy: &Policy, is_before: &dyn Fn(&Thing) -> bool| {
            policy.own.matches(sign_in)
                && policy.rules.iter().any(|rule| is_before(rule) && rule.matches(sign_in))
        };
        let mut earlier =
            org.iter().filter(|other| other.own.is_surely_before(&own.own, is_mapped));
        let is_before = |other: &Thing| other.is_surely_before(&own.rules[rule], is_mapped);
        own.own.matches(sign_in)
            && own.rules[rule].matches(sign_in)
            && !earlier.any(|other| is_taken_in(other, &|_| true))
            && !is_taken_in(own, &is_before)
    })
}

/// Lints that say that a rule or a policy is of no use to any sign-in.
const DEAD: [&str; 3] = ["unreachable-rule", "unreachable-policy", "catch-all-unreachable"];

#[test]
fn what_is_called_unreachable_is_so_in_the_org() {
    let mut claims = BTreeSet::new();
    for seed in 0..2000 {
        let mut random = Random::new(seed);
        let org = org(&mut random);
        let mut writer = Writer { random: &mut random, files: Vec::new() };
        writer.org(&org);
        let files = writer.files;
        let mut documents = documents(&files);
        documents.sort_by(|one, other| one.name().cmp(other.name()));
        let checked = check(documents, &pedantic());
        for finding in checked.findings.iter().filter(|found| DEAD.contains(&found.lint.name)) {
            let rule_id = finding.subject.rule.as_ref().and_then(|rule| rule.id.clone());
            let policy_id = finding.subject.policy.as_ref().and_then(|policy| policy.id.clone());
            let Some(policy) = org.iter().position(|it| Some(&it.own.id) == policy_id.as_ref())
            else {
                continue;
            };
            let rules = &org[policy].rules;
            let claimed = (0..rules.len())
                .filter(|n| rule_id.is_none() || Some(&rules[*n].id) == rule_id.as_ref());
            for rule in claimed {
                assert!(
                    !is_reachable(&org, policy, rule),
                    "seed {seed}: {} of {}\n{org:#?}\n{files:#?}",
                    finding.message,
                    rules[rule].id
                );
                claims.insert((finding.lint.name, seed % 2));
            }
        }
    }
    assert_eq!(claims.len(), 2 * DEAD.len(), "every kind of claim is made: {claims:?}");
}
