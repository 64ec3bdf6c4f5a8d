//! Authentication policies whose rules get in each other's way, made up: about one rule in ten lies
//! within an earlier one, and one in thirty within two that cover it together.

use serde_json::{Value, json};

/// A deterministic source of numbers (splitmix64), so that every run measures the same policies.
pub struct Numbers(pub u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn happens(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn ids(&mut self, prefix: &str, pool: u64, most: u64) -> Vec<String> {
        let count = 1 + self.below(most);
        let mut ids: Vec<String> =
            (0..count).map(|_| format!("{prefix}{:017}", self.below(pool))).collect();
        ids.sort();
        ids.dedup();
        ids
    }
}

/// An array of policies with embedded rules, as JSON.
pub fn policies(policies: usize, rules: usize) -> String {
    let mut numbers = Numbers(42);
    let all: Vec<Value> = (0..policies).map(|n| policy(n, rules, &mut numbers)).collect();
    Value::Array(all).to_string()
}

fn policy(n: usize, rules: usize, numbers: &mut Numbers) -> Value {
    let mut conditions: Vec<Value> = Vec::new();
    while conditions.len() + 1 < rules {
        let earlier = conditions.len() as u64;
        if earlier > 0 && numbers.happens(10) {
            let mut narrowed = conditions[numbers.below(earlier) as usize].clone();
            narrowed["userType"] = json!({"include": numbers.ids("oty", 6, 2), "exclude": []});
            conditions.push(narrowed);
        } else if numbers.happens(3) {
            let zone = numbers.ids("nzo", 12, 1);
            let people = people(numbers);
            conditions.push(
                json!({"people": people, "network": {"connection": "ZONE", "include": zone}}),
            );
            conditions.push(
                json!({"people": people, "network": {"connection": "ZONE", "exclude": zone}}),
            );
            conditions.push(json!({"people": people, "riskScore": {"level": "HIGH"}}));
        } else {
            conditions.push(one(numbers));
        }
    }
    conditions.truncate(rules - 1);
    let id = format!("rst{n:017}");
    let mut all: Vec<Value> =
        conditions.into_iter().enumerate().map(|(m, conditions)| rule(n, m, conditions)).collect();
    let mut catch_all = rule(n, 99, Value::Null);
    catch_all["system"] = true.into();
    all.push(catch_all);
    json!({
        "id": id, "type": "ACCESS_POLICY", "status": "ACTIVE", "name": format!("Policy {n}"),
        "priority": 1, "system": false, "conditions": null, "_embedded": {"rules": all},
    })
}

fn rule(policy: usize, n: usize, conditions: Value) -> Value {
    json!({
        "id": format!("rul{policy:09}{n:08}"), "type": "ACCESS_POLICY", "status": "ACTIVE",
        "name": format!("Rule {n}"), "priority": n, "system": false, "conditions": conditions,
        "actions": {"appSignOn": {"access": "ALLOW", "verificationMethod": {
            "type": "ASSURANCE", "factorMode": "2FA",
            "reauthenticateIn": format!("PT{}H", n % 7 + 1), "constraints": []}}},
    })
}

fn people(numbers: &mut Numbers) -> Value {
    let mut people = json!({"users": {"exclude": []}});
    if numbers.happens(80) {
        people["groups"] = json!({"include": numbers.ids("00g", 50, 3)});
        if numbers.happens(25) {
            people["groups"]["exclude"] = json!(numbers.ids("00g", 50, 2));
        }
    }
    if numbers.happens(5) {
        people["users"]["exclude"] = json!(numbers.ids("00u", 10, 1));
    }
    people
}

fn one(numbers: &mut Numbers) -> Value {
    let mut conditions = json!({"people": people(numbers), "network": {"connection": "ANYWHERE"}});
    if numbers.happens(40) {
        let list = if numbers.happens(50) { "include" } else { "exclude" };
        conditions["network"] = json!({"connection": "ZONE", list: numbers.ids("nzo", 12, 2)});
    }
    if numbers.happens(25) {
        let level = ["LOW", "MEDIUM", "HIGH"][numbers.below(3) as usize];
        conditions["riskScore"] = json!({"level": level});
    }
    if numbers.happens(20) {
        let platforms = [
            ("MOBILE", "IOS"),
            ("MOBILE", "ANDROID"),
            ("DESKTOP", "MACOS"),
            ("DESKTOP", "WINDOWS"),
        ];
        let count = 1 + numbers.below(3) as usize;
        let include: Vec<Value> = platforms[..count]
            .iter()
            .map(|(class, os)| json!({"type": class, "os": {"type": os}}))
            .collect();
        conditions["platform"] = json!({"include": include, "exclude": []});
    }
    if numbers.happens(20) {
        conditions["device"] = match numbers.happens(50) {
            true => json!({"registered": true}),
            false => json!({"registered": true, "managed": true}),
        };
    }
    if numbers.happens(10) {
        let list = if numbers.happens(50) { "include" } else { "exclude" };
        conditions["userType"] = json!({list: numbers.ids("oty", 6, 2)});
    }
    conditions
}
