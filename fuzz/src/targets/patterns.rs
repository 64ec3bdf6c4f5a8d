//! Each line is a routing rule, and the parts between its tabs are patterns of what the user is called, or
//! after `@` of an attribute. The first character of a pattern says how it is compared.

use serde_json::{Value, json};

use super::invariants::export_holds;

pub fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let rules = text.lines().take(12).enumerate().map(|(n, line)| {
        let attribute = line.strip_prefix('@');
        let patterns: Vec<Value> =
            attribute.unwrap_or(line).split('\t').take(12).map(pattern).collect();
        let mut identifier = json!({"type": "IDENTIFIER", "patterns": patterns});
        if attribute.is_some() {
            identifier["type"] = "ATTRIBUTE".into();
            identifier["attribute"] = "login".into();
        }
        json!({
            "id": format!("0pr{n}"), "type": "IDP_DISCOVERY", "name": format!("Rule {n}"),
            "status": "ACTIVE", "priority": n + 1, "system": false,
            "conditions": {"userIdentifier": identifier},
            "actions": {"idp": {"providers": [{"type": "OKTA"}]}},
        })
    });
    let policy = json!({
        "id": "00p1", "type": "IDP_DISCOVERY", "name": "Routing", "status": "ACTIVE",
        "rules": rules.collect::<Vec<Value>>(),
    });
    export_holds("patterns.json", &policy.to_string());
}

fn pattern(text: &str) -> Value {
    let tests = [
        ('^', "STARTS_WITH"),
        ('*', "CONTAINS"),
        ('$', "SUFFIX"),
        ('~', "EXPRESSION"),
        ('=', "EQUALS"),
    ];
    let test = tests.iter().find_map(|(mark, test)| Some((*test, text.strip_prefix(*mark)?)));
    let (test, value) = test.unwrap_or(("EQUALS", text));
    json!({"matchType": test, "value": value})
}
