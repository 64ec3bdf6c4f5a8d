//! Random exports of one policy type: its policies, their rules, and some of what these name.

use catchall::reach::Carrier;
use serde_json::{Map, Value, json};

use super::conditions::{APP_TYPES, APPS, Conditions, EVERYONE, KINDS, Kind, ZONES};
use super::random::Random;
use super::universe::Universe;

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
    let resources = Resources::draw(random, kind, &mut universe);
    let mut menu = random.some(kind.of_rules, scale.conditions);
    menu.sort_unstable();
    let conditions = Conditions {
        random,
        universe,
        names: scale.names,
        kind,
        inactive_zones: resources.inactive_zones,
        is_misplaced: false,
    };
    let mut exporter = Exporter { conditions, scale, menu, drawn: Vec::new() };
    let mut export = resources.lists;
    let policies = exporter.policies(resources.is_everyone_known);
    export.insert("policies".to_owned(), policies);
    (Value::Object(export), exporter.conditions.universe)
}

/// A condition that rules of a type may have, with its name.
pub fn another_condition(random: &mut Random, rule_type: &str) -> (String, Value) {
    let kind = KINDS.iter().find(|kind| kind.rule == rule_type).unwrap();
    let name = *random.pick(kind.of_rules);
    let (universe, inactive_zones) = (Universe::default(), Vec::new());
    let is_misplaced = false;
    Conditions { random, universe, names: 4, kind, inactive_zones, is_misplaced }.of_rule(name)
}

/// What an export tells besides policies.
struct Resources {
    lists: Map<String, Value>,
    inactive_zones: Vec<&'static str>,
    is_everyone_known: bool,
}

impl Resources {
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
                ("ACTIVE", _) => universe.zone_blocked(zone),
                _ => inactive_zones.push(*zone),
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
            let mut conditions = Map::new();
            if self.random().percent(5) {
                conditions.extend([self.conditions.misplaced(Carrier::Policy)]);
            }
            let policy = self.policy(0, 1, rules, conditions);
            return json!([policy]);
        }
        let count = self.random().between(scale.policies);
        let mut policies = Vec::new();
        let mut priority = 0;
        for n in 0..count {
            priority += usize::from(!self.random().percent(5));
            let mut conditions = self.conditions.of_policy();
            if self.random().percent(6) {
                conditions.extend([self.conditions.misplaced(Carrier::Policy)]);
            }
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
        // Only its link tells the server of such a policy.
        if kind.policy == "OAUTH_AUTHORIZATION_POLICY" {
            let server = "https://acme.okta.com/api/v1/authorizationServers/aus0/policies";
            policy["_links"] = json!({"self": {"href": format!("{server}/00p{n}")}});
        }
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
            let conditions = self.conditions_of_rule();
            let mut rule = self.rule(format!("{policy}-{n}"), json!(conditions));
            // Without a priority a rule comes last, above the catch-all.
            if !self.random().percent(3) {
                priority = (priority + usize::from(!self.random().percent(4))).max(1);
                rule["priority"] = json!(priority);
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
            rule["priority"] =
                json!(if self.conditions.kind.is_ordered { priority + 1 } else { 99 });
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
        if self.random().percent(3) {
            conditions.extend([self.conditions.misplaced(Carrier::Rule)]);
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
