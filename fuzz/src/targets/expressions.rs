//! Each line is an expression of the Okta Expression Language, the condition of a rule.

use serde_json::{Value, json};

use super::invariants::export_holds;

pub fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let rules = text.lines().take(12).enumerate().map(|(n, expression)| {
        json!({
            "id": format!("rul{n}"), "type": "ACCESS_POLICY", "name": format!("Rule {n}"),
            "status": "ACTIVE", "priority": n, "system": false,
            "conditions": {"elCondition": {"condition": expression}},
            "actions": {"appSignOn": {"access": if n % 2 == 0 { "ALLOW" } else { "DENY" }}},
        })
    });
    let policy = json!({
        "id": "rst1", "type": "ACCESS_POLICY", "name": "By expression", "status": "ACTIVE",
        "rules": rules.collect::<Vec<Value>>(),
    });
    export_holds("expressions.json", &policy.to_string());
}
