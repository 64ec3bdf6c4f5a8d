//! A large org, made up: authentication policies of twenty rules each, as Okta writes them.

use std::fmt::Write;

const RULES: usize = 20;

/// An array of `policies` policies with embedded rules, on one line.
pub fn minified(policies: usize) -> String {
    let mut json = String::from("[");
    for n in 0..policies {
        json.push_str(if n == 0 { "" } else { "," });
        policy(&mut json, n);
    }
    json.push(']');
    json
}

/// One policy with its rules, on one line.
pub fn policy(json: &mut String, n: usize) {
    let id = format!("rst{n:012}aB5d7");
    let link = format!("https://acme.okta.com/api/v1/policies/{id}");
    write!(
        json,
        r#"{{"type":"ACCESS_POLICY","id":"{id}","status":"ACTIVE","name":"Policy {n}","description":"Apps of team {n}","priority":1,"system":false,"conditions":null,"created":"2024-04-25T17:35:02.000Z","lastUpdated":"2024-04-25T17:35:02.000Z","_links":{{"self":{{"href":"{link}","hints":{{"allow":["GET","PUT","DELETE"]}}}},"rules":{{"href":"{link}/rules","hints":{{"allow":["GET","POST"]}}}}}},"_embedded":{{"resourceType":"APP","rules":["#
    )
    .unwrap();
    for rule in 0..RULES - 1 {
        let id = format!("rul{n:08}{rule:04}aB5d7");
        write!(
            json,
            r#"{{"id":"{id}","status":"ACTIVE","name":"Team {rule}","priority":{rule},"created":"2024-04-25T17:35:02.000Z","lastUpdated":"2024-04-25T17:35:02.000Z","system":false,"conditions":{{"people":{{"users":{{"exclude":["00u{n:08}{rule:04}aB5d7"]}},"groups":{{"include":["00g{n:08}{rule:04}aB5d7","00g{rule:012}cD5d7"]}}}},"network":{{"connection":"ZONE","include":["nzo{rule:012}eF5d7"]}},"riskScore":{{"level":"ANY"}},"userType":{{"include":[],"exclude":[]}},"platform":{{"include":[{{"type":"DESKTOP","os":{{"type":"MACOS"}}}}],"exclude":[]}}}},"actions":{{"appSignOn":{{"access":"ALLOW","keepMeSignedIn":{{"postAuth":"NOT_ALLOWED"}},"verificationMethod":{{"factorMode":"2FA","type":"ASSURANCE","reauthenticateIn":"PT2H","constraints":[{{"knowledge":{{"required":true,"types":["password"],"reauthenticateIn":"PT2H"}},"possession":{{"required":true,"deviceBound":"REQUIRED"}}}}]}}}}}},"_links":{{"self":{{"href":"{link}/rules/{id}","hints":{{"allow":["GET","PUT","DELETE"]}}}},"deactivate":{{"href":"{link}/rules/{id}/lifecycle/deactivate","hints":{{"allow":["POST"]}}}}}},"type":"ACCESS_POLICY"}},"#
        )
        .unwrap();
    }
    let id = format!("rul{n:08}0099aB5d7");
    write!(
        json,
        r#"{{"id":"{id}","status":"ACTIVE","name":"Catch-all Rule","priority":99,"created":"2024-04-25T17:35:02.000Z","lastUpdated":"2024-04-25T17:35:02.000Z","system":true,"conditions":null,"actions":{{"appSignOn":{{"access":"DENY","keepMeSignedIn":{{"postAuth":"NOT_ALLOWED"}},"verificationMethod":{{"factorMode":"2FA","type":"ASSURANCE","reauthenticateIn":"PT2H","constraints":[]}}}}}},"_links":{{"self":{{"href":"{link}/rules/{id}","hints":{{"allow":["GET","PUT"]}}}}}},"type":"ACCESS_POLICY"}}]}}}}"#
    )
    .unwrap();
}
