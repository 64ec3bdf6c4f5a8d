//! What is said of expressions: nothing of those that Okta's documents and real exports show, and
//! one thing of each mistake.

use catchall::Options;
use serde_json::json;

use crate::documents::document;

/// Lints that claim that an expression cannot work.
const CLAIMS: [&str; 10] = [
    "assignment-in-expression",
    "blocked-word-expression",
    "broken-expression",
    "constant-expression",
    "group-criterion",
    "impossible-value",
    "syntax-error",
    "unbalanced-expression",
    "unknown-operation",
    "unknown-reference",
];

/// What is found in a rule with this condition, by lint and message.
fn found(condition: &str) -> Vec<(String, String)> {
    let rule = json!({
        "type": "ACCESS_POLICY",
        "name": "By expression",
        "conditions": { "elCondition": { "condition": condition } },
        "actions": { "appSignOn": { "access": "DENY" } },
    });
    findings(rule)
}

fn findings(object: serde_json::Value) -> Vec<(String, String)> {
    let documents = [document("rule.json", object)];
    let checked = catchall::check(documents, &Options::default());
    let mut found: Vec<_> = checked
        .findings
        .iter()
        .map(|finding| (finding.lint.name.to_owned(), finding.message.clone()))
        .collect();
    found.sort();
    found
}

#[test]
fn documented_expressions_are_left_alone() {
    for condition in [
        // OEL reference for Identity Engine.
        "user.profile.firstName == 'John'",
        "user.profile.country == \"United States\"",
        "user.profile.intArray.contains(0)",
        "user.profile.isContractor || user.created.withinSeconds(0)",
        "{1, 2, 3}.contains('one')",
        "{}.isEmpty()",
        "{{1}, {2, 3}}.flatten().size() == 3",
        "{'one', 'two'}.add('two').size() == 3",
        "'This is a test'.contains('Test')",
        "'hello'.replaceFirst('l', 'p') == 'heplo'",
        "-1.6.toInteger() == -2",
        "2147483647.7.toInteger() < 0",
        "'US'.parseCountryCode().toName() == 'United States'",
        "user.getGroups({'group.id': {'00gjitX9HqABSoqTB0g3'}}, {'group.profile.name': 'West Coast.*'}).isEmpty()",
        "user.getGroups({'group.profile.name': 'Everyone'}).![profile.name].contains('Everyone')",
        "user.isMemberOf({'group.id': {'00gjitX9HqABSoqTB0g3', '00garwpuyxHaWOkdV0g4'}}, {'group.type': 'APP_GROUP'})",
        "user.isMemberOf({'group.source.id': '0aae4be2456eb62f7c3d'} , {'group.profile.name': {'Engineering Users'}} )",
        "user.isMemberOf({'group.profile.name': 'West Coast', 'operator': 'EXACT' })",
        "user.getLinkedObject(\"manager\").lastName == 'Gates'",
        "DateTime.now().toZone('Asia/Tokyo').plusHours(-1).toUnix() > '0'",
        "Time.now().minusDays(3).withinDays(4)",
        "'17 June 2015 00:23:19'.parseStringTime('dd MMMM yyyy HH:mm:ss').withinDays(1)",
        "user.profile.isContractor && user.isMemberOf({'group.profile.name': 'West Coast Users'}) ? \"West coast contractors\" : \"Others\"",
        "user.profile.firstName + \" \" + (user.profile.middleInitial.length() == 0 ? \"\" : (user.profile.middleInitial.substring(0, 1) + \". \")) + user.profile.lastName == 'x'",
        "device.provider.wsc.fireWall == 'GOOD' && device.provider.zta.overall > 50",
        "session.amr.contains('mfa') && session.id != null",
        "security.behaviors.contains('New IP') && security.behaviors.contains('New Device')",
        "appuser.entitlements.role.contains('admin')",
        "accessRequest.operation == 'recover' && accessRequest.metadata.type == 'expiry'",
        "accessRequest.authenticator.key == 'okta_verify' || accessRequest.authenticator.id == 'aut1'",
        "user.getInternalProperty(\"status\") == \"ACTIVE\"",
        "user.isMemberOf(criteria) && user.profile.a == True && user.profile.b != NULL",
        "user.profile.a == $placeholder",
        "Arrays.contains(session.amr, 'mfa') || String.stringContains(user.profile.title, 'x')",
        "user.isMemberOf({'group.type': user.profile.kind}, {'group.profile.description': 'x'})",
        "{'LOW', 'MEDIUM'}.contains(security.risk.level) && 'ACTIVE STAGED'.contains(user.status)",
        // Policy API, "Okta Expression Language Condition object".
        "security.risk.level == 'HIGH'",
        // Help center, "Expression Language attributes for devices" and pages beside it.
        "device.profile.registered == true && device.profile.managed == true && device.profile.secureHardwarePresent == true",
        "device.provider.oktaVerify.version.versionGreaterThan('9.43') == true",
        "device.provider.oktaVerify.version == '9.46.1.2025.710.1826'",
        "device.profile.displayName.substring(0,3).contains(\"X\")",
        "device.profile.platform == 'MOBILE_OTHER' || device.assurance.screenLockType != 'NONE'",
        "device.caller.bindingType == 'APPLE_SSO_EXTENSION'",
        "user.realmId == \"o4cbj6ybZl1QShj0g7\" OR user.realmId == \"guo4c8usniIlFgluO0g7\"",
        "user.profile.title == 'A' AND NOT user.profile.isContractor",
        "!user.isMemberOf({'group.id': '00gjitX9HqABSoqTB0g3'})",
        // Spring's language beyond that.
        "user?.profile?.title ?: 'none' matches '(?i)engineer.*'",
        "user.profile['title'] eq 'x' and not (user.profile.level lt 3)",
        "user.profile.name == 'O''Brien' || user.profile.name == \"say \"\"hi\"\"\"",
        "user.profile.name == 'O’Brien'",
        "user.profile.levels.?[#this > 3].size() > 0",
        "user.profile.title.startsWith('x') && user.profile.title.equalsIgnoreCase('y')",
        "user.profile.a == '1' && user.profile.a == 1",
        "user.profile.a == 'x' && user.profile.a == 'X'",
        "user.profile.a != 'x' && user.profile.a != 'y'",
        "user.profile.a == 'x' || user.profile.a == 'y'",
        "user.profile.a == '1' && user.profile.a == '1.0'",
        "DateTime.now() == 'x' || DateTime.now() != 'x'",
    ] {
        let mut claims = found(condition);
        claims.retain(|(lint, _)| CLAIMS.contains(&lint.as_str()));
        assert_eq!(claims, [], "{condition}");
    }
}

#[test]
fn each_mistake_is_told_once() {
    for (condition, lint, words) in [
        (" \t ", "broken-expression", "nothing but blanks"),
        ("user.status == 'ACTIVE' ||", "broken-expression", "after `||`"),
        ("&& user.status == 'ACTIVE'", "broken-expression", "before `&&`"),
        ("user.status == 'ACTIVE' && || user.id != null", "broken-expression", "`&& ||`"),
        ("user profile.title == 'x'", "broken-expression", "`user profile.title`"),
        ("user.status === 'ACTIVE'", "broken-expression", "`===`"),
        ("user.status <> 'ACTIVE'", "broken-expression", "`<>`"),
        ("user.status == “ACTIVE”", "broken-expression", "`“ACTIVE”`"),
        ("user.status\u{200b} == 'ACTIVE'", "broken-expression", "U+200B"),
        (
            "user.profile.title contains 'x'",
            "broken-expression",
            "`user.profile.title contains 'x'`",
        ),
        ("(user.status == 'ACTIVE'", "unbalanced-expression", "`(`"),
        ("user.status = 'ACTIVE'", "assignment-in-expression", "`user.status = 'ACTIVE'`"),
        ("user.ismemberOf({'group.id': '00g1'})", "unknown-reference", "`ismemberOf`"),
        ("user.profile.title.toUppercase() == 'X'", "unknown-reference", "`toUppercase`"),
        (
            "isMemberOf({'group.id': '00g1'})",
            "unknown-reference",
            "`isMemberOf` is called on nothing",
        ),
        ("isMemberofGroupName('x')", "unknown-reference", "`isMemberofGroupName`"),
        ("accessRequest.authenticator.key == 'okta_verfy'", "impossible-value", "\"okta_verfy\""),
        ("user.isMemberOf({'group.ids': '00g1'})", "group-criterion", "\"group.ids\""),
        (
            "user.isMemberOf({'group.name': 'x', 'operator': 'EXACT'})",
            "group-criterion",
            "\"group.name\"",
        ),
        (
            "user.isMemberOf({'group.profile.name': 'x', 'operator': 'EQUALS'})",
            "group-criterion",
            "\"EQUALS\"",
        ),
        (
            "user.getGroups({'group.type': {'OKTA_GROUP', 'AD_GROUP'}}).isEmpty()",
            "group-criterion",
            "\"AD_GROUP\"",
        ),
        ("user.isMemberOf('00g1')", "group-criterion", "`'00g1'`"),
        ("user.isMemberOf()", "group-criterion", "no criterion"),
        ("user.isMemberOf({'00g1', '00g2'})", "group-criterion", "`{'00g1', '00g2'}`"),
        ("user.status == ACTIVE", "unknown-reference", "`ACTIVE`"),
        ("device.managed == true", "unknown-reference", "`device.managed`"),
        ("security.riskLevel == 'HIGH'", "unknown-reference", "`security.riskLevel`"),
        ("security.risk == 'HIGH'", "unknown-reference", "`security.risk`"),
        ("device.profile.managd == true", "unknown-reference", "`device.profile.managd`"),
        ("user->status == 'ACTIVE'", "broken-expression", "`->`"),
        ("usr.profile.title == 'x'", "unknown-reference", "`usr`"),
        ("user.profil.title == 'x'", "unknown-reference", "`user.profil`"),
        ("security.behaviours.contains('New IP')", "unknown-reference", "`security.behaviours`"),
        ("securty.risk.level == 'LOW'", "unknown-reference", "`securty`"),
        ("security.risk.level == 'SEVERE'", "impossible-value", "\"SEVERE\""),
        ("'high' == security.risk.level", "impossible-value", "\"high\""),
        ("{'LOW', 'MIDDLE'}.contains(security.risk.level)", "impossible-value", "\"MIDDLE\""),
        ("user.status != 'LOCKED'", "impossible-value", "\"LOCKED\""),
        ("accessRequest.operation == 'enrol'", "unknown-operation", "\"enrol\""),
        (
            "user.profile.a != 'A' && user.profile.a == 'A'",
            "constant-expression",
            "`user.profile.a != 'A'` and `user.profile.a == 'A'`",
        ),
        (
            "user.id != null && (user.profile.a == 1 && 2 == user.profile.a)",
            "constant-expression",
            "`user.profile.a == 1` and `2 == user.profile.a`",
        ),
        (
            "security.risk.level == 'LOW' && security.risk.level != 'LOW'",
            "constant-expression",
            "never both true",
        ),
        ("user.profile.a != 'x' or user.profile.a ne 'y'", "constant-expression", "always holds"),
        (
            "security.risk.level == 'LOW' && security.risk.level == 'HIGH'",
            "contradictory-conditions",
            "elCondition",
        ),
        (
            "user.status == 'ACTIVE' && !(user.status == 'ACTIVE')",
            "contradictory-conditions",
            "elCondition",
        ),
    ] {
        let found = found(condition);
        let [(name, message)] = found.as_slice() else {
            panic!("{condition}: {found:?}");
        };
        assert_eq!(name, lint, "{condition}: {message}");
        assert!(message.contains(words), "{condition}: {message}");
    }
}

#[test]
fn routing_and_password_policies_have_expressions_too() {
    let routing = |expression: &str| {
        findings(json!({
            "type": "IDP_DISCOVERY",
            "name": "By domain",
            "conditions": { "network": { "connection": "ANYWHERE" } },
            "actions": { "idp": {
                "idpSelectionType": "DYNAMIC",
                "matchCriteria": [{ "providerExpression": expression, "propertyName": "name" }],
                "providers": [],
            } },
        }))
    };
    assert_eq!(routing("login.identifier.substringAfter('@')"), []);
    assert_eq!(routing("login.identifier + ")[0].0, "broken-expression");
    assert_eq!(routing("login.identifer.substringAfter('@')")[0].0, "unknown-reference");
    assert_eq!(routing("login.identifier.substringafter('@')")[0].0, "unknown-reference");

    let password = |statement: &str| {
        findings(json!({
            "type": "PASSWORD",
            "name": "Passwords",
            "conditions": { "people": { "groups": { "include": ["00g1sw5h7cKcvf8Gs5d7"] } } },
            "settings": { "password": { "complexity": { "oelStatement": statement } } },
        }))
    };
    assert_eq!(password("password.value.contains('a') OR password.value.contains('b')"), []);
    let found = password("password.value.contains('a') OR OR password.value.contains('b')");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, "broken-expression");
}
