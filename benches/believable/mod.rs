//! Orgs of any size, made up from a seed: the same seed gives the same bytes.
//!
//! What the rules ask for is mixed as admins mix it: groups that overlap, zones, platforms, denials
//! between permissions, expressions here and there, and a catch-all rule at the end.

/// How large an org is, and which one of its size.
#[derive(Clone, Copy)]
pub struct Org {
    pub seed: u64,
    pub policies: usize,
    /// Of each policy, the catch-all rule included.
    pub rules: usize,
}

/// A generator of numbers that look random (xorshift64*, Vigna 2016).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % end
    }

    fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

impl Org {
    /// The policies, each as one line of JSON with its rules embedded.
    pub fn policies(self) -> impl Iterator<Item = String> {
        (0..self.policies).map(move |n| self.policy(n))
    }

    /// All policies in one array, indented as `jq` does it.
    pub fn indented(self) -> String {
        let policies: Vec<String> = self.policies().collect();
        indented(&format!("[{}]", policies.join(",")))
    }

    fn policy(self, n: usize) -> String {
        // No state of zero, of which all would be zero.
        let mut random = Random(((self.seed << 32) ^ n as u64) * 2 + 1);
        for _ in 0..8 {
            random.below(2);
        }
        let id = format!("rst{n:012}aB5d7");
        let link = format!("https://acme.okta.com/api/v1/policies/{id}");
        let mut json = format!(
            r#"{{"type":"ACCESS_POLICY","id":"{id}","status":"ACTIVE","name":"Apps of team {n}","description":"What team {n} signs in to","priority":1,"system":false,"conditions":null,"created":"2024-04-25T17:35:02.000Z","lastUpdated":"2025-11-03T08:12:44.000Z","_links":{{"self":{{"href":"{link}","hints":{{"allow":["GET","PUT","DELETE"]}}}},"rules":{{"href":"{link}/rules","hints":{{"allow":["GET","POST"]}}}}}},"_embedded":{{"resourceType":"APP","rules":["#
        );
        for rule in 0..self.rules {
            json.push_str(if rule == 0 { "" } else { "," });
            self.rule(&mut json, &mut random, &link, n, rule);
        }
        json.push_str("]}}");
        json
    }

    fn rule(self, json: &mut String, random: &mut Random, link: &str, policy: usize, n: usize) {
        let is_last = n + 1 == self.rules;
        let id = format!("rul{policy:08}{n:04}aB5d7");
        let (name, priority) = match is_last {
            true => ("Catch-all Rule".to_owned(), 99),
            false => (format!("Rule {n} of team {policy}"), n),
        };
        let conditions =
            if is_last { "null".to_owned() } else { self.conditions(random, policy, n) };
        let denies = random.percent(15);
        let access = if denies { "DENY" } else { "ALLOW" };
        let factors = if !is_last && random.percent(20) { "1FA" } else { "2FA" };
        let every = ["PT0S", "PT2H", "PT12H", "PT43800H"][random.below(4)];
        let constraints = match random.below(if factors == "1FA" { 2 } else { 3 }) {
            0 => "",
            1 => {
                r#"{"possession":{"required":true,"deviceBound":"REQUIRED","phishingResistant":"REQUIRED"}}"#
            }
            _ => {
                r#"{"knowledge":{"required":true,"types":["password"],"reauthenticateIn":"PT2H"},"possession":{"required":true,"deviceBound":"REQUIRED"}}"#
            }
        };
        // Okta's own rule stays.
        let (methods, deactivate) = match is_last {
            true => (r#""GET","PUT""#, String::new()),
            false => (
                r#""GET","PUT","DELETE""#,
                format!(
                    r#","deactivate":{{"href":"{link}/rules/{id}/lifecycle/deactivate","hints":{{"allow":["POST"]}}}}"#
                ),
            ),
        };
        *json += &format!(
            r#"{{"id":"{id}","status":"ACTIVE","name":"{name}","priority":{priority},"created":"2024-04-25T17:35:02.000Z","lastUpdated":"2025-11-03T08:12:44.000Z","system":{is_last},"conditions":{conditions},"actions":{{"appSignOn":{{"access":"{access}","keepMeSignedIn":{{"postAuth":"NOT_ALLOWED"}},"verificationMethod":{{"factorMode":"{factors}","type":"ASSURANCE","reauthenticateIn":"{every}","constraints":[{constraints}]}}}}}},"_links":{{"self":{{"href":"{link}/rules/{id}","hints":{{"allow":[{methods}]}}}}{deactivate}}},"type":"ACCESS_POLICY"}}"#
        );
    }

    fn conditions(self, random: &mut Random, policy: usize, n: usize) -> String {
        let mut parts = Vec::new();
        let group = |random: &mut Random| format!(r#""00g{:012}cD5d7""#, random.below(60));
        let groups: Vec<String> = (0..1 + random.below(4)).map(|_| group(random)).collect();
        let mut groups = groups;
        groups.sort();
        groups.dedup();
        let users = match random.percent(30) {
            true => format!(r#""users":{{"exclude":["00u{policy:08}{n:04}aB5d7"]}},"#),
            false => String::new(),
        };
        parts.push(format!(r#""people":{{{users}"groups":{{"include":[{}]}}}}"#, groups.join(",")));
        parts.push(match random.percent(40) {
            true => format!(
                r#""network":{{"connection":"ZONE","include":["nzo{:012}eF5d7"]}}"#,
                random.below(12)
            ),
            false => r#""network":{"connection":"ANYWHERE"}"#.to_owned(),
        });
        parts.push(format!(r#""riskScore":{{"level":"{}"}}"#, ["ANY", "LOW"][random.below(2)]));
        parts.push(r#""userType":{"include":[],"exclude":[]}"#.to_owned());
        if random.percent(30) {
            let (class, system) =
                [("DESKTOP", "MACOS"), ("DESKTOP", "WINDOWS"), ("MOBILE", "IOS")][random.below(3)];
            parts.push(format!(
                r#""platform":{{"include":[{{"type":"{class}","os":{{"type":"{system}"}}}}],"exclude":[]}}"#
            ));
        }
        if random.percent(10) {
            parts.push(
                r#""elCondition":{"condition":"user.profile.department == \"Finance\""}"#
                    .to_owned(),
            );
        }
        format!("{{{}}}", parts.join(","))
    }
}

/// A JSON text on one line, indented by two spaces.
pub fn indented(json: &str) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let (mut depth, mut is_text, mut is_escaped) = (0, false, false);
    let mut rest = json.chars().peekable();
    while let Some(char) = rest.next() {
        if is_text {
            is_text = is_escaped || char != '"';
            is_escaped = !is_escaped && char == '\\';
            out.push(char);
            continue;
        }
        let is_empty = matches!(rest.peek(), Some('}' | ']'));
        let line = |out: &mut String, depth: usize| {
            out.push('\n');
            out.extend(std::iter::repeat_n("  ", depth));
        };
        match char {
            '{' | '[' => {
                depth += 1;
                out.push(char);
                if !is_empty {
                    line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth -= 1;
                if !out.ends_with(['{', '[']) {
                    line(&mut out, depth);
                }
                out.push(char);
            }
            ',' => {
                out.push(char);
                line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            _ => {
                is_text = char == '"';
                out.push(char);
            }
        }
    }
    out.push('\n');
    out
}
