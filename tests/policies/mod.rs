//! Random exports, the sign-ins that they can tell apart, and what to do where one of them shows a
//! mistake.

// Each of the tests uses a part.
#![allow(dead_code, unused_imports)]

mod conditions;
mod random;
mod set;
mod universe;

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;
use serde_json::{Map, Value, json};

pub use conditions::KINDS;
use conditions::{APP_TYPES, APPS, Conditions, EVERYONE, Kind, ZONES};
pub use random::Random;
pub use set::Set;
pub use universe::{Pair, Universe, filled};

/// An export, with what its conditions can tell apart.
#[derive(Clone)]
pub struct Case {
    pub export: Value,
    pub universe: Universe,
    /// The sign-ins that it is tried with.
    pub pairs: Vec<Pair>,
}

/// How large a random export is.
pub struct Scale {
    /// Names of each kind, such as groups.
    pub names: usize,
    /// Policies of a type that is tried in order: least and most.
    pub policies: (usize, usize),
    /// Rules of all policies together: least and most.
    pub rules: (usize, usize),
    /// How many conditions of its type occur in the export, at most.
    pub conditions: usize,
    /// In how many of a hundred rules each of these occurs.
    pub density: usize,
}

/// An export with policies of one type, some more often than others.
pub fn draw(random: &mut Random, scale: &Scale) -> (Value, Universe) {
    let kind = match random.below(10) {
        0..2 => &KINDS[0],
        2 => KINDS.iter().find(|kind| kind.policy == "IDP_DISCOVERY").unwrap(),
        _ => random.pick(KINDS),
    };
    let mut universe = Universe::default();
    let helpers = Helpers::draw(random, kind, &mut universe);
    let mut menu = random.some(kind.of_rules, scale.conditions);
    menu.sort_unstable();
    let conditions = Conditions {
        random,
        universe,
        names: scale.names,
        kind,
        inactive_zones: helpers.inactive_zones,
    };
    let mut exporter = Exporter { conditions, scale, menu, drawn: Vec::new() };
    let mut export = helpers.lists;
    let policies = exporter.policies(helpers.is_everyone_known);
    export.insert("policies".to_owned(), policies);
    (Value::Object(export), exporter.conditions.universe)
}

/// A condition that rules of a type may have, with its name.
pub fn another_condition(random: &mut Random, rule_type: &str) -> (String, Value) {
    let kind = KINDS.iter().find(|kind| kind.rule == rule_type).unwrap();
    let name = *random.pick(kind.of_rules);
    let (universe, inactive_zones) = (Universe::default(), Vec::new());
    Conditions { random, universe, names: 4, kind, inactive_zones }.of_rule(name)
}

/// What an export tells besides policies.
struct Helpers {
    lists: Map<String, Value>,
    inactive_zones: Vec<&'static str>,
    is_everyone_known: bool,
}

impl Helpers {
    fn draw(random: &mut Random, kind: &Kind, universe: &mut Universe) -> Self {
        let mut lists = Map::new();
        let mut inactive_zones = Vec::new();
        let mut zones = Vec::new();
        for zone in ZONES {
            let (status, usage) = match random.below(20) {
                0..8 => ("ACTIVE", "POLICY"),
                8..10 => ("ACTIVE", "BLOCKLIST"),
                10..12 => ("INACTIVE", "POLICY"),
                _ => continue,
            };
            match (status, usage) {
                ("ACTIVE", "POLICY") => universe.zone_in_use(zone),
                ("INACTIVE", _) => inactive_zones.push(*zone),
                _ => {}
            }
            zones.push(json!({"id": zone, "type": "IP", "status": status, "usage": usage}));
        }
        let mut apps = Vec::new();
        for app in APPS {
            if random.percent(40) {
                let app_type = *random.pick(APP_TYPES);
                universe.app_type(app, app_type);
                apps.push(json!({"id": app, "name": app_type, "signOnMode": "SAML_2_0"}));
            }
        }
        // Without its system policies an export may still hold the group.
        let is_everyone_known = random.percent(50);
        if is_everyone_known && !kind.is_ordered {
            let profile = json!({"name": "Everyone"});
            let group = json!({"id": EVERYONE, "type": "BUILT_IN", "profile": profile});
            lists.insert("groups".to_owned(), json!([group]));
        }
        lists.insert("zones".to_owned(), Value::Array(zones));
        lists.insert("apps".to_owned(), Value::Array(apps));
        Self { lists, inactive_zones, is_everyone_known }
    }
}

struct Exporter<'r, 's> {
    conditions: Conditions<'r>,
    scale: &'s Scale,
    /// The conditions that occur.
    menu: Vec<&'static str>,
    /// The conditions of the rules so far.
    drawn: Vec<Map<String, Value>>,
}

impl Exporter<'_, '_> {
    fn policies(&mut self, has_default: bool) -> Value {
        let (kind, scale) = (self.conditions.kind, self.scale);
        let rules = self.random().between(scale.rules);
        if !kind.is_ordered {
            let policy = self.policy(0, 1, rules, Map::new());
            return json!([policy]);
        }
        let count = self.random().between(scale.policies);
        let mut policies = Vec::new();
        let mut priority = 0;
        for n in 0..count {
            priority += usize::from(!self.random().percent(5));
            let conditions = self.conditions.of_policy();
            let rules = (rules / count).max(1);
            policies.push(self.policy(n, priority, rules, conditions));
        }
        if has_default && kind.of_policies.contains(&"people") {
            policies.push(self.default_policy(count));
        }
        if self.random().percent(30) {
            self.random().shuffle(&mut policies);
        }
        Value::Array(policies)
    }

    fn random(&mut self) -> &mut Random {
        self.conditions.random
    }

    fn policy(
        &mut self,
        n: usize,
        priority: usize,
        rules: usize,
        conditions: Map<String, Value>,
    ) -> Value {
        let kind = self.conditions.kind;
        let status = if self.random().percent(4) { "INACTIVE" } else { "ACTIVE" };
        let mut policy = json!({
            "id": format!("00p{n}"), "type": kind.policy, "name": format!("Policy {n}"),
            "status": status, "priority": priority, "system": false,
            "conditions": if conditions.is_empty() { Value::Null } else { json!(conditions) },
        });
        // A list of policies does not tell their rules; an empty list tells that there are none.
        match self.random().below(30) {
            0 if kind.is_ordered => {}
            1 if kind.is_ordered => policy["rules"] = json!([]),
            _ => policy["rules"] = self.rules(n, rules),
        }
        policy
    }

    fn default_policy(&mut self, n: usize) -> Value {
        let mut conditions = json!({"people": {"groups": {"include": [EVERYONE]}}});
        if self.conditions.kind.of_policies.contains(&"authProvider") {
            conditions["authProvider"] = json!({"provider": "ANY"});
        }
        let mut policy = self.policy(n, n + 1, 1, Map::new());
        policy["name"] = json!("Default Policy");
        policy["system"] = json!(true);
        policy["status"] = json!("ACTIVE");
        policy["conditions"] = conditions;
        policy
    }

    fn rules(&mut self, policy: usize, count: usize) -> Value {
        let mut rules = Vec::new();
        let mut priority = 0;
        for n in 0..count {
            priority += usize::from(!self.random().percent(4));
            let conditions = self.conditions_of_rule();
            let mut rule = self.rule(format!("{policy}-{n}"), json!(conditions));
            rule["priority"] = json!(priority);
            if self.random().percent(3) {
                // Without one a rule comes last, above the catch-all.
                rule["priority"] = Value::Null;
            }
            if self.random().percent(6) {
                rule["status"] = json!("INACTIVE");
            }
            rules.push(rule);
        }
        let chance = if self.conditions.kind.is_ordered { 15 } else { 60 };
        let is_authorization_server = self.conditions.kind.of_rules.contains(&"scopes");
        if self.random().percent(chance) && !is_authorization_server {
            let mut rule = self.rule(format!("{policy}-last"), Value::Null);
            rule["system"] = json!(true);
            rule["priority"] = json!(99);
            rules.push(rule);
        }
        if self.random().percent(30) {
            self.random().shuffle(&mut rules);
        }
        Value::Array(rules)
    }

    fn rule(&mut self, name: String, conditions: Value) -> Value {
        let kind = self.conditions.kind;
        let actions = *self.random().pick(kind.actions);
        json!({
            "id": format!("0pr{name}"), "type": kind.rule, "name": format!("Rule {name}"),
            "status": "ACTIVE", "priority": 1, "system": false, "conditions": conditions,
            "actions": serde_json::from_str::<Value>(actions).unwrap(),
        })
    }

    fn conditions_of_rule(&mut self) -> Map<String, Value> {
        let mut conditions = Map::new();
        // A variation on an earlier rule, or a rule of its own.
        let is_variation = !self.drawn.is_empty() && self.random().percent(35);
        let chance = if is_variation { 12 } else { self.scale.density };
        if is_variation {
            let n = self.conditions.random.below(self.drawn.len());
            conditions = self.drawn[n].clone();
            let names: Vec<String> = conditions.keys().cloned().collect();
            for name in names {
                if self.random().percent(15) {
                    conditions.remove(&name);
                } else if self.random().percent(35) {
                    self.conditions.turn_around(&name, &mut conditions[&name]);
                }
            }
        }
        for name in self.menu.clone() {
            if self.random().percent(chance) {
                conditions.extend([self.conditions.of_rule(name)]);
            } else if self.random().percent(5) && !conditions.contains_key(name) {
                let neutral = self.random().pick(&[Value::Null, json!({})]).clone();
                conditions.insert(name.to_owned(), neutral);
            }
        }
        // Rules that take everything leave little to say of those after them.
        if conditions.is_empty() && self.random().percent(85) {
            let name = *self.conditions.random.pick(&self.menu);
            conditions.extend([self.conditions.of_rule(name)]);
        }
        self.conditions.note_missing_of_rule(&conditions);
        self.drawn.push(conditions.clone());
        conditions
    }
}

/// The export with those of its rules whose ids are `kept`.
pub fn with_rules(export: &Value, kept: impl Fn(&str) -> bool) -> Value {
    let mut export = export.clone();
    for policy in export["policies"].as_array_mut().unwrap() {
        if let Some(rules) = policy.get_mut("rules").and_then(Value::as_array_mut) {
            rules.retain(|rule| kept(rule["id"].as_str().unwrap()));
        }
    }
    export
}

/// A claim that does not hold, with what shows it.
#[derive(Debug)]
pub struct Disagreement {
    claim: &'static str,
    detail: String,
}

/// What comes of checking claims.
pub type Checked = Result<(), Disagreement>;

/// Fails with the claim unless it `holds`.
pub fn claim(claim: &'static str, holds: bool, detail: impl FnOnce() -> String) -> Checked {
    if holds { Ok(()) } else { Err(Disagreement { claim, detail: detail() }) }
}

/// Draws cases and tries them. `{name}_CASES` and `{name}_SEED` in the environment say how many,
/// and which. Where one fails, its export is made as small as it gets.
pub fn try_all(
    name: &str,
    cases: u64,
    draw: impl Fn(&mut Random) -> Case + Sync,
    check: impl Fn(&Case, &mut Random) -> Checked + Sync,
) {
    let setting = |what: &str, default| {
        let value = std::env::var(format!("{name}_{what}"));
        value.map_or(default, |value| value.parse().expect("a number"))
    };
    let (cases, seed): (u64, u64) = (setting("CASES", cases), setting("SEED", 1));
    let failure = (0..cases).into_par_iter().find_map_first(|n| {
        // So that the cases of neighbouring seeds have nothing in common.
        let seed = Random::new(seed).next() ^ n;
        let mut random = Random::new(Random::new(seed).next());
        let case = draw(&mut random);
        let check = |case: &Case| {
            let checked = catch_unwind(AssertUnwindSafe(|| check(case, &mut random.clone())));
            checked.unwrap_or_else(|_| claim("nothing panics", false, String::new))
        };
        let first = check(&case).err()?;
        let fails = |case: &Case| check(case).is_err_and(|found| found.claim == first.claim);
        let smallest = shrunk(case, fails);
        let last = check(&smallest).unwrap_err();
        Some((n, last, smallest.export))
    });
    if let Some((n, Disagreement { claim, detail }, export)) = failure {
        panic!("case {n} of {name}_SEED={seed}: it does not hold that {claim}: {detail}\n{export}");
    }
}

/// The smallest export that still fails.
fn shrunk(mut case: Case, fails: impl Fn(&Case) -> bool) -> Case {
    loop {
        let smaller = smaller(&case.export).into_iter().find_map(|export| {
            let smaller = Case { export, ..case.clone() };
            fails(&smaller).then_some(smaller)
        });
        match smaller {
            Some(smaller) => case = smaller,
            None => return case,
        }
    }
}

/// The export without one policy, rule or condition, or one helper that no condition names. What
/// the universe rests on stays: helpers that are named, and system policies.
fn smaller(export: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    let named = export["policies"].to_string();
    for list in ["zones", "apps"] {
        for (n, helper) in export[list].as_array().unwrap().iter().enumerate() {
            if !named.contains(helper["id"].as_str().unwrap()) {
                all.push(without_element(export, &format!("/{list}"), n));
            }
        }
    }
    let policies = export["policies"].as_array().unwrap();
    for (n, policy) in policies.iter().enumerate() {
        let is_system = policy["system"] == json!(true);
        if !is_system {
            all.push(without_element(export, "/policies", n));
            all.extend(without_each_condition(export, &format!("/policies/{n}")));
        }
        let rules = policy["rules"].as_array().map_or(0, Vec::len);
        for m in 0..rules {
            let path = format!("/policies/{n}/rules");
            all.push(without_element(export, &path, m));
            all.extend(without_each_condition(export, &format!("{path}/{m}")));
        }
    }
    all
}

fn without_element(export: &Value, path: &str, n: usize) -> Value {
    let mut smaller = export.clone();
    smaller.pointer_mut(path).unwrap().as_array_mut().unwrap().remove(n);
    smaller
}

fn without_each_condition(export: &Value, path: &str) -> Vec<Value> {
    let path = format!("{path}/conditions");
    let conditions = export.pointer(&path).and_then(Value::as_object);
    let names = conditions.into_iter().flat_map(|conditions| conditions.keys());
    names
        .map(|name| {
            let mut smaller = export.clone();
            smaller.pointer_mut(&path).unwrap().as_object_mut().unwrap().remove(name);
            smaller
        })
        .collect()
}
