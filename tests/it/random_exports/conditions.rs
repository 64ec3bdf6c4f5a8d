//! Random conditions, in all the forms that exports have them.

use catchall::reach::{Carrier, Choice, Doubt, Membership, Opaque, PlatformDemand, TextSource};
use serde_json::{Map, Value, json};

use super::random::Random;
use super::universe::Universe;

/// The group of everyone, where the export tells that it is.
pub const EVERYONE: &str = "00gEveryone";

const USERS: &[&str] = &["00uAda", "00uBob", "00uCyd", "00uDee", "00uEve"];
const GROUPS: &[&str] = &["00gSales", "00gStaff", "00gAdmins", "00gLegal", "00gGuests"];
const USER_TYPES: &[&str] = &["otyHuman", "otyRobot", "otyGuest", "otyIntern"];
pub const ZONES: &[&str] = &["nzoBerlin", "nzoLisbon", "nzoTokyo", "nzoGhent", "nzoOslo"];
const BEHAVIORS: &[&str] = &["bhaNewIp", "bhaNewCity", "bhaVelocity", "bhaNewDevice"];
const ASSURANCES: &[&str] = &["daeMacs", "daePhones", "daeWindows", "daeChrome"];
const PROVIDERS: &[&str] = &["0oaPartner", "0oaBank", "0oaSchool"];
const DIRECTORIES: &[&str] = &["0oaForest", "0oaMeadow"];
pub const APPS: &[&str] = &["0oaMail", "0oaWiki", "0oaPay", "0oaChat"];
pub const APP_TYPES: &[&str] = &["office", "wiki", "bank"];
const CLIENTS: &[&str] = &["0oaWeb", "0oaBatch", "0oaPhone"];
const SCOPES: &[&str] = &["read", "write", "admin", "openid"];
const GRANTS: &[&str] = &["client_credentials", "authorization_code", "implicit"];
const LEVELS: &[&str] = &["LOW", "MEDIUM", "HIGH"];
const SYSTEMS: &[&str] = &["OSX", "MACOS", "WINDOWS", "IOS", "ANDROID"];
const DETECTIONS: &[&str] = &["NEW_IP", "BREACHED_PASSWORD", "SESSION_THEFT"];
/// Parts of expressions, as they are written, without spaces that do not count.
const PARTS: &[&str] =
    &["user.profile.a=='x'", "device.fresh", "user.isMemberOf({'group.id':{'00g1'}})"];
/// A part that says something about another condition's risk.
const HIGH_RISK: &str = "security.risk.level=='HIGH'";
const EXPRESSIONS: &[&str] = &["adm.*", "[a-z]+@corp"];

/// A policy type, with the conditions of its policies and rules.
pub struct Kind {
    pub policy: &'static str,
    pub rule: &'static str,
    /// Whether policies are tried one after the other.
    pub is_ordered: bool,
    pub of_policies: &'static [&'static str],
    pub of_rules: &'static [&'static str],
    /// The `actions` that a rule may have, as JSON.
    pub actions: &'static [&'static str],
}

/// Two conditions that nobody explains.
const UNKNOWN: [&str; 2] = ["mdm", "trust"];

pub const KINDS: &[Kind] = &[
    Kind {
        policy: "ACCESS_POLICY",
        rule: "ACCESS_POLICY",
        is_ordered: false,
        of_policies: &[],
        of_rules: &[
            "people",
            "network",
            "device",
            "platform",
            "elCondition",
            "riskScore",
            "userType",
            UNKNOWN[0],
            UNKNOWN[1],
        ],
        actions: &[
            r#"{"appSignOn": {"access": "ALLOW", "verificationMethod": {"factorMode": "1FA"}}}"#,
            r#"{"appSignOn": {"access": "ALLOW", "verificationMethod": {"factorMode": "2FA"}}}"#,
            r#"{"appSignOn": {"access": "DENY"}}"#,
            r#"{"appSignOn": {"access": "DENY", "verificationMethod": {"factorMode": "2FA"}}}"#,
        ],
    },
    Kind {
        policy: "OKTA_SIGN_ON",
        rule: "SIGN_ON",
        is_ordered: true,
        of_policies: &["people"],
        of_rules: &[
            "people",
            "network",
            "authContext",
            "riskScore",
            "risk",
            "identityProvider",
            UNKNOWN[0],
        ],
        actions: &[
            r#"{"signon": {"access": "ALLOW", "requireFactor": true}}"#,
            r#"{"signon": {"access": "ALLOW", "requireFactor": false}}"#,
            r#"{"signon": {"access": "DENY"}}"#,
        ],
    },
    Kind {
        policy: "PASSWORD",
        rule: "PASSWORD",
        is_ordered: true,
        of_policies: &["people", "authProvider"],
        of_rules: &["people", "network"],
        actions: &[
            r#"{"passwordChange": {"access": "ALLOW"}}"#,
            r#"{"passwordChange": {"access": "DENY"}}"#,
        ],
    },
    Kind {
        policy: "MFA_ENROLL",
        rule: "MFA_ENROLL",
        is_ordered: true,
        of_policies: &["people"],
        of_rules: &["people", "network", "app"],
        actions: &[r#"{"enroll": {"self": "LOGIN"}}"#, r#"{"enroll": {"self": "NEVER"}}"#],
    },
    Kind {
        policy: "IDP_DISCOVERY",
        rule: "IDP_DISCOVERY",
        is_ordered: false,
        of_policies: &[],
        of_rules: &["network", "platform", "userIdentifier", "app"],
        actions: &[
            r#"{"idp": {"providers": [{"type": "OKTA"}]}}"#,
            r#"{"idp": {"providers": [{"type": "SAML2", "id": "0oaPartner"}]}}"#,
        ],
    },
    Kind {
        policy: "OAUTH_AUTHORIZATION_POLICY",
        rule: "RESOURCE_ACCESS",
        is_ordered: true,
        of_policies: &["clients"],
        of_rules: &["people", "grantTypes", "scopes"],
        actions: &[
            r#"{"token": {"accessTokenLifetimeMinutes": 5}}"#,
            r#"{"token": {"accessTokenLifetimeMinutes": 60}}"#,
        ],
    },
    Kind {
        policy: "ENTITY_RISK",
        rule: "ENTITY_RISK",
        is_ordered: false,
        of_policies: &[],
        of_rules: &["people", "entityRisk", "riskDetectionTypes"],
        actions: &[
            r#"{"entityRisk": {"actions": []}}"#,
            r#"{"entityRisk": {"actions": [{"action": "TERMINATE_ALL_SESSIONS"}]}}"#,
        ],
    },
    Kind {
        policy: "SESSION_VIOLATION_DETECTION",
        rule: "SESSION_VIOLATION_DETECTION",
        is_ordered: false,
        of_policies: &[],
        of_rules: &["network", "minRiskLevel"],
        actions: &[
            r#"{"sessionViolationDetection": {"enabled": true}}"#,
            r#"{"sessionViolationDetection": {"enabled": false}}"#,
        ],
    },
];

/// Draws conditions, and notes what sign-ins they can tell apart.
pub struct Conditions<'r> {
    pub random: &'r mut Random,
    pub universe: Universe,
    /// How many names there are of a kind.
    pub names: usize,
    pub kind: &'static Kind,
    pub inactive_zones: Vec<&'static str>,
    /// Whether no document lists the condition that is drawn.
    pub is_misplaced: bool,
}

/// Conditions that some types have, with a type whose rules have them.
const SOMEWHERE: &[&str] = &[
    "people",
    "network",
    "device",
    "platform",
    "elCondition",
    "riskScore",
    "userType",
    "authContext",
    "risk",
    "identityProvider",
    "userIdentifier",
    "app",
    "grantTypes",
    "scopes",
    "entityRisk",
    "riskDetectionTypes",
    "authProvider",
    "clients",
];

/// Lists of people that no document lists on rules that have people (semantics, 3.1).
fn undocumented_lists(rule: &str) -> &'static [&'static str] {
    match rule {
        "MFA_ENROLL" => &["people.users.include", "people.groups.include", "people.groups.exclude"],
        "RESOURCE_ACCESS" => &["people.users.exclude", "people.groups.exclude"],
        _ => &[],
    }
}

impl Conditions<'_> {
    /// The value of the member `name` of a rule's conditions, with its name.
    pub fn of_rule(&mut self, name: &str) -> (String, Value) {
        let value = match name {
            "people" => self.people(),
            "network" => self.network(),
            "device" => self.device(),
            "platform" => self.platform(),
            "elCondition" => self.el_condition(),
            "riskScore" => self.risk_score(),
            "minRiskLevel" => return ("riskScore".to_owned(), self.min_risk_level()),
            "userType" => self.user_type(),
            "authContext" => self.auth_context(),
            "risk" => self.behaviors(),
            "identityProvider" => self.identity_provider(),
            "userIdentifier" => self.user_identifier(),
            "app" => self.app(),
            "grantTypes" => self.grant_types(),
            "scopes" => self.scopes(),
            "entityRisk" => self.entity_risk(),
            "riskDetectionTypes" => self.detections(),
            "authProvider" => self.auth_provider(),
            "clients" if self.is_of_tokens() => self.clients(),
            unknown => {
                let value = json!({"level": self.random.below(2)});
                self.opaque(unknown, value)
            }
        };
        (name.to_owned(), value)
    }

    /// A condition where no document lists it: Okta may ignore it (semantics, 4).
    pub fn misplaced(&mut self, carrier: Carrier) -> (String, Value) {
        let documented: &[&str] = match (carrier, self.kind.policy) {
            // Older documents list these (semantics, 4).
            (Carrier::Policy, "MFA_ENROLL") => &["people", "network", "app"],
            (Carrier::Policy, _) => self.kind.of_policies,
            (Carrier::Rule, "SESSION_VIOLATION_DETECTION") => &["network", "riskScore"],
            (Carrier::Rule, _) => self.kind.of_rules,
        };
        let names: Vec<&str> =
            SOMEWHERE.iter().copied().filter(|name| !documented.contains(name)).collect();
        let name = *self.random.pick(&names);
        self.is_misplaced = true;
        let condition = self.of_rule(name);
        self.is_misplaced = false;
        self.universe.doubt(Doubt::Unheeded(carrier, name));
        condition
    }

    /// Makes of a condition, where that is simple, one for the sign-ins that do not meet it.
    pub fn turn_around(&mut self, name: &str, condition: &mut Value) {
        match name {
            "network" if condition["connection"] == "ZONE" && !is_all_zones_and_more(condition) => {
                swap_lists(condition);
                for list in ["include", "exclude"] {
                    let zones = condition[list].as_array().cloned().unwrap_or_default();
                    let zones = zones.iter().filter_map(Value::as_str);
                    self.note_zones(list, &zones.collect::<Vec<_>>());
                }
            }
            "people" if condition.get("users").is_none() => {
                condition.get_mut("groups").into_iter().for_each(swap_lists);
                self.note_people(condition);
            }
            "userType" | "riskDetectionTypes" => swap_lists(condition),
            "elCondition" => {
                if let Some(expression) = condition["condition"].as_str() {
                    *condition = json!({"condition": format!("!({expression})")});
                }
            }
            _ => {}
        }
    }

    /// The conditions of a policy.
    pub fn of_policy(&mut self) -> Map<String, Value> {
        let mut conditions = Map::new();
        for name in self.kind.of_policies {
            // Where it is absent, nobody says what that means.
            if !self.random.percent(12) {
                let value = match *name {
                    "people" => self.groups_of_policy(),
                    "authProvider" => self.auth_provider(),
                    "clients" => self.clients(),
                    other => unreachable!("{other}"),
                };
                conditions.insert((*name).to_owned(), value);
            }
        }
        for name in self.kind.of_policies.iter().filter(|name| !conditions.contains_key(**name)) {
            match *name {
                "people" => self.universe.doubt(Doubt::NoGroupsMeanEveryone),
                "authProvider" => {
                    self.universe.names(Choice::AuthProvider, "OKTA");
                    self.universe.doubt(Doubt::NoAuthProviderMeansAny);
                }
                "clients" => self.universe.doubt(Doubt::NoClientsMeanAll),
                other => unreachable!("{other}"),
            }
        }
        conditions
    }

    /// Notes what it means that a rule lacks a condition.
    pub fn note_missing_of_rule(&mut self, conditions: &Map<String, Value>) {
        let is_authorization_server = self.kind.of_rules.contains(&"scopes");
        let is_empty = |value: &Value| value.is_null() || value == &json!({});
        if is_authorization_server && conditions.get("scopes").is_none_or(is_empty) {
            self.universe.doubt(Doubt::NoScopesMeanAll);
        }
    }

    fn pool<T>(&self, pool: &'static [T]) -> &'static [T] {
        &pool[..self.names.min(pool.len())]
    }

    fn some(&mut self, pool: &'static [&'static str]) -> Vec<&'static str> {
        let pool = self.pool(pool);
        self.random.some(pool, 2)
    }

    /// Nothing, in so many cases of a hundred.
    fn perhaps(&mut self, chance: usize, pool: &'static [&'static str]) -> Vec<&'static str> {
        if self.random.percent(chance) { self.some(pool) } else { Vec::new() }
    }

    fn names(&mut self, choice: Choice, values: &[&str]) {
        values.iter().for_each(|value| self.universe.names(choice, value));
    }

    fn tells(&mut self, membership: Membership, values: &[&str]) {
        values.iter().for_each(|value| self.universe.tells(membership, value));
    }

    /// A condition whose form nobody explains.
    fn opaque(&mut self, name: &str, value: Value) -> Value {
        let text = normal_form(&value);
        self.universe.opaque(Opaque::Condition { name: name.to_owned(), text });
        value
    }

    fn is_of_tokens(&self) -> bool {
        self.kind.rule == "RESOURCE_ACCESS"
    }

    /// The lists under their names. An empty one is left out or not.
    fn lists(&mut self, lists: [(&str, &[&str]); 2]) -> Value {
        let mut object = Map::new();
        for (name, list) in lists {
            if !list.is_empty() || self.random.percent(50) {
                object.insert(name.to_owned(), json!(list));
            }
        }
        Value::Object(object)
    }

    fn group_list(&mut self, chance: usize) -> Vec<&'static str> {
        let mut groups = self.perhaps(chance, GROUPS);
        if !groups.is_empty() && self.random.percent(12) {
            groups.push(EVERYONE);
        }
        let chance = if self.is_of_tokens() { 15 } else { 4 };
        if !groups.is_empty() && self.random.percent(chance) {
            groups.push("EVERYONE");
        }
        groups
    }

    /// Groups that users are in or not. What is called `EVERYONE` is one for authorization servers
    /// only (semantics, 1.6).
    fn note_groups(&mut self, groups: &[&str], is_inside: bool) {
        for group in groups {
            match *group {
                "EVERYONE" if self.is_of_tokens() => {}
                "EVERYONE" => self.universe.opaque(Opaque::EveryoneByName { is_inside }),
                group => self.universe.tells(Membership::Group, group),
            }
        }
    }

    fn people(&mut self) -> Value {
        let (users, no_users) = (self.perhaps(40, USERS), self.perhaps(35, USERS));
        let (groups, no_groups) = (self.group_list(50), self.group_list(30));
        let mut value =
            json!({"groups": self.lists([("include", &groups), ("exclude", &no_groups)])});
        if !users.is_empty() || !no_users.is_empty() || self.random.percent(30) {
            value["users"] = self.lists([("include", &users), ("exclude", &no_users)]);
        }
        self.note_people(&value);
        value
    }

    fn note_people(&mut self, people: &Value) {
        const LISTS: [(&str, &str, &str); 4] = [
            ("users", "include", "people.users.include"),
            ("users", "exclude", "people.users.exclude"),
            ("groups", "include", "people.groups.include"),
            ("groups", "exclude", "people.groups.exclude"),
        ];
        let is_listed = self.kind.of_rules.contains(&"people");
        let ids = |kind: &str, list: &str| -> Vec<&str> {
            people[kind][list].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
        };
        for (kind, list, path) in LISTS {
            let ids = ids(kind, list);
            if is_listed && !ids.is_empty() && undocumented_lists(self.kind.rule).contains(&path) {
                self.universe.doubt(Doubt::Unheeded(Carrier::Rule, path));
            }
            match kind {
                "users" => self.names(Choice::User, &ids),
                _ => self.note_groups(&ids, list == "include"),
            }
        }
        let has_users = !ids("users", "include").is_empty();
        if has_users && !ids("groups", "include").is_empty() {
            self.universe.doubt(Doubt::UsersAndGroupsBothRequired);
        }
        if has_users && !ids("groups", "exclude").is_empty() {
            self.universe.doubt(Doubt::ListedUserBeatsExcludedGroup);
        }
        if self.is_of_tokens() {
            self.names(Choice::GrantType, &["client_credentials"]);
            self.universe.doubt(Doubt::PeopleUnheededForClients);
        }
    }

    fn groups_of_policy(&mut self) -> Value {
        let groups = self.group_list(92);
        self.note_groups(&groups, true);
        if groups.is_empty() {
            self.universe.doubt(Doubt::EmptyGroupsMeanEveryone);
        }
        let mut value = json!({"groups": {"include": groups}});
        if !self.random.percent(12) {
            return value;
        }
        // Documents list included groups only (semantics, 3.1).
        let (list, path) = *self.random.pick(&[
            (("users", "include"), "people.users.include"),
            (("users", "exclude"), "people.users.exclude"),
            (("groups", "exclude"), "people.groups.exclude"),
        ]);
        let ids = if list.0 == "users" { self.some(USERS) } else { self.some(GROUPS) };
        value[list.0][list.1] = json!(ids);
        if groups.is_empty() {
            return self.opaque("people", value);
        }
        match list {
            ("users", _) => self.names(Choice::User, &ids),
            _ => self.note_groups(&ids, false),
        }
        if list == ("users", "include") {
            self.universe.doubt(Doubt::UsersAndGroupsBothRequired);
        }
        self.universe.doubt(Doubt::Unheeded(Carrier::Policy, path));
        value
    }

    fn network(&mut self) -> Value {
        let form = self.random.below(100);
        let zones = self.some(ZONES);
        let all = vec![Membership::ALL_ZONES];
        let (include, exclude) = match form {
            0..30 => (zones, Vec::new()),
            30..60 => (Vec::new(), zones),
            60..72 => (all, Vec::new()),
            72..82 => (Vec::new(), all),
            82..88 => (zones, self.some(ZONES)),
            88..91 => return json!({"connection": "ANYWHERE", "include": zones}),
            91..94 => return self.opaque("network", json!({"connection": "ON_NETWORK"})),
            94..97 => return self.opaque("network", json!({"connection": "ZONE"})),
            _ => {
                let value = json!({"connection": "ZONE", "include": ["ALL_ZONES", zones[0]]});
                return self.opaque("network", value);
            }
        };
        if !include.is_empty() && !exclude.is_empty() {
            self.universe.doubt(Doubt::ZoneExclusionUnheeded);
        }
        self.note_zones("include", &include);
        self.note_zones("exclude", &exclude);
        let mut value = self.lists([("include", &include), ("exclude", &exclude)]);
        value["connection"] = json!("ZONE");
        value
    }

    fn note_zones(&mut self, list: &str, zones: &[&str]) {
        for zone in zones {
            if self.inactive_zones.contains(zone) {
                // What it matches is not said, nor that a request is in it or not.
                let is_inside = list == "include";
                self.universe.opaque(Opaque::InactiveZone { zone: zone.to_string(), is_inside });
            } else {
                self.universe.tells(Membership::Zone, zone);
            }
        }
    }

    fn device(&mut self) -> Value {
        let states = [
            Membership::REGISTERED,
            Membership::UNREGISTERED,
            Membership::MANAGED,
            Membership::UNMANAGED,
        ];
        let mut value = match self.random.below(12) {
            0..3 => json!({"registered": true}),
            3..6 => json!({"registered": true, "managed": true}),
            6..8 => {
                self.universe.doubt(Doubt::UnmanagedIncludesManaged);
                json!({"registered": true, "managed": false})
            }
            8..10 => {
                self.universe.doubt(Doubt::UnregisteredIncludesRegistered);
                json!({"registered": false})
            }
            10 => return self.opaque("device", json!({"managed": true})),
            _ => json!({}),
        };
        self.tells(Membership::DeviceState, &states);
        if self.random.percent(8) {
            // Not established as neutral (semantics, 3.0).
            self.universe.doubt(Doubt::EmptyAssurancesMeanAny);
            value["assurance"] = json!({"include": []});
        } else if value == json!({}) || self.random.percent(25) {
            let assurances = self.some(ASSURANCES);
            self.tells(Membership::Assurance, &assurances);
            self.universe.doubt(Doubt::AssuranceWithoutRegistration);
            value["assurance"] = json!({"include": assurances});
        }
        value
    }

    fn platform(&mut self) -> Value {
        let count = self.random.below(3);
        let include: Vec<Value> = (0..count).map(|_| self.platform_entry()).collect();
        let mut value = json!({"include": include});
        if self.random.percent(10) {
            let exclude = json!([self.platform_entry()]);
            self.universe.opaque(Opaque::PlatformNotExcluded(normal_form(&exclude)));
            value["exclude"] = exclude;
        }
        value
    }

    fn platform_entry(&mut self) -> Value {
        let class = *self.random.pick(&["DESKTOP", "MOBILE", "ANY"]);
        let systems = self.pool(SYSTEMS);
        let system = match self.random.below(10) {
            0..2 => "ANY",
            2 => "OTHER",
            _ => *self.random.pick(systems),
        };
        if class != "ANY" {
            self.universe.names(Choice::DeviceClass, class);
        }
        let mut entry = json!({"type": class, "os": {"type": system}});
        match system {
            "ANY" => {}
            "OTHER" => {
                let (entry_text, demand) = (normal_form(&entry), PlatformDemand::OtherSystem);
                self.universe.opaque(Opaque::Platform { entry: entry_text, demand });
                // Servers return this, and it says nothing.
                entry["os"]["expression"] = json!("");
            }
            system => {
                self.universe.names(Choice::System, system);
                if ["OSX", "MACOS"].contains(&system) {
                    self.names(Choice::System, &["OSX", "MACOS"]);
                    self.universe.doubt(Doubt::OsxIsMacos);
                }
                if self.random.percent(8) {
                    entry["os"]["version"] = json!({"matchType": "SEMVER", "value": "11"});
                    let demand = PlatformDemand::Version("11".to_owned());
                    self.universe.opaque(Opaque::Platform { entry: normal_form(&entry), demand });
                }
            }
        }
        entry
    }

    fn el_condition(&mut self) -> Value {
        let condition = self.expression(2);
        json!({"condition": condition})
    }

    fn expression(&mut self, depth: usize) -> String {
        let form = if depth == 0 { 0 } else { self.random.below(10) };
        if form < 4 {
            if self.random.percent(15) {
                self.universe.part(HIGH_RISK);
                self.names(Choice::Risk, &["HIGH"]);
                return HIGH_RISK.replace("==", " == ");
            }
            let parts = self.pool(PARTS);
            let part = *self.random.pick(parts);
            self.universe.part(part);
            return part.replace("==", " == ");
        }
        if form < 6 {
            return format!("!({})", self.expression(depth - 1));
        }
        self.universe.doubt(Doubt::FailedPartIsNotTrue);
        self.universe.doubt(Doubt::DecidedExpressionStands);
        let (one, other) = (self.expression(depth - 1), self.expression(depth - 1));
        let one = if self.random.percent(50) { format!("({one})") } else { one };
        let sign = *self.random.pick(&["&&", "||", "and", "OR"]);
        format!("{one}  {sign} {other}")
    }

    fn risk_score(&mut self) -> Value {
        match self.random.below(20) {
            0 => json!({"level": "ANY"}),
            // Rules of session protection have it, and no others (semantics, 3.6).
            1 => {
                if !self.is_misplaced {
                    self.universe.doubt(Doubt::Unheeded(Carrier::Rule, "riskScore.minRiskLevel"));
                }
                self.min_risk_level()
            }
            2 => self.opaque("riskScore", json!({"level": "CRITICAL"})),
            _ => {
                let level = *self.random.pick(LEVELS);
                self.names(Choice::Risk, &[level]);
                json!({"level": level})
            }
        }
    }

    fn min_risk_level(&mut self) -> Value {
        if self.kind.of_rules.contains(&"minRiskLevel") && self.random.percent(10) {
            self.universe.doubt(Doubt::Unheeded(Carrier::Rule, "riskScore.level"));
            self.names(Choice::Risk, &["HIGH"]);
            return json!({"level": "HIGH"});
        }
        let least = self.random.below(3);
        self.names(Choice::Risk, &LEVELS[least..]);
        json!({"minRiskLevel": LEVELS[least]})
    }

    fn user_type(&mut self) -> Value {
        let (include, exclude) = (self.perhaps(60, USER_TYPES), self.perhaps(50, USER_TYPES));
        self.names(Choice::UserType, &include);
        self.names(Choice::UserType, &exclude);
        self.lists([("include", &include), ("exclude", &exclude)])
    }

    fn auth_context(&mut self) -> Value {
        let entry_point = *self.random.pick(&["ANY", "LDAP_INTERFACE", "RADIUS"]);
        if entry_point != "ANY" {
            self.names(Choice::EntryPoint, &[entry_point]);
        }
        json!({"authType": entry_point})
    }

    fn behaviors(&mut self) -> Value {
        let behaviors = self.perhaps(92, BEHAVIORS);
        self.tells(Membership::Behavior, &behaviors);
        json!({"behaviors": behaviors})
    }

    fn identity_provider(&mut self) -> Value {
        match self.random.below(10) {
            0 => json!({"provider": "ANY"}),
            1 => {
                let value = json!({"provider": "SPECIFIC_IDP", "idpIds": []});
                self.opaque("identityProvider", value)
            }
            2..5 => {
                self.tells(Membership::IdentityProvider, &["OKTA"]);
                json!({"provider": "OKTA"})
            }
            _ => {
                let ids = self.some(PROVIDERS);
                self.tells(Membership::IdentityProvider, &ids);
                json!({"provider": "SPECIFIC_IDP", "idpIds": ids})
            }
        }
    }

    fn user_identifier(&mut self) -> Value {
        let attribute = self.random.percent(30).then_some("department");
        let source =
            attribute.map_or(TextSource::Identifier, |name| TextSource::Attribute(name.into()));
        let count = self.random.below(3);
        let patterns: Vec<Value> = (0..count).map(|_| self.pattern(&source)).collect();
        match attribute {
            Some(name) => json!({"type": "ATTRIBUTE", "attribute": name, "patterns": patterns}),
            None => json!({"type": "IDENTIFIER", "patterns": patterns}),
        }
    }

    fn pattern(&mut self, source: &TextSource) -> Value {
        const VALUES: &[&str] = &["a", "A", "ab", "b", "ba", "aA", "bb", "Ab"];
        let tests = ["EQUALS", "STARTS_WITH", "CONTAINS", "SUFFIX", "EXPRESSION"];
        let mut test = tests[self.random.below(tests.len())];
        let value = match test {
            "EXPRESSION" if self.random.percent(50) => ".*",
            "EXPRESSION" if self.random.percent(50) => {
                let expression = self.pool(EXPRESSIONS)[0];
                self.universe.opaque(Opaque::Fits(source.clone(), expression.to_owned()));
                expression
            }
            "EXPRESSION" => {
                test = "SUFFIX";
                "a"
            }
            _ => *self.random.pick(VALUES),
        };
        self.universe.pattern(source.clone(), test, value);
        json!({"matchType": test, "value": value})
    }

    fn app_list(&mut self, chance: usize) -> Vec<Value> {
        let count = if self.random.percent(chance) { 1 + self.random.below(2) } else { 0 };
        let entry = |this: &mut Self| {
            if this.random.percent(60) {
                let app = this.some(APPS)[0];
                this.names(Choice::App, &[app]);
                json!({"type": "APP", "id": app})
            } else {
                let app_type = this.some(APP_TYPES)[0];
                this.names(Choice::AppType, &[app_type]);
                json!({"type": "APP_TYPE", "name": app_type})
            }
        };
        (0..count).map(|_| entry(self)).collect()
    }

    fn app(&mut self) -> Value {
        let (include, exclude) = (self.app_list(70), self.app_list(35));
        let has_types = include.iter().chain(&exclude).any(|entry| entry["type"] == "APP_TYPE");
        let has_exclusion = !exclude.is_empty();
        let value = json!({"include": include, "exclude": exclude});
        match (has_exclusion, has_types) {
            (true, true) => {
                self.universe.opaque(Opaque::AppNotExcluded(normal_form(&value)));
                value
            }
            (true, false) => {
                self.universe.doubt(Doubt::AppExclusionUnheeded);
                value
            }
            (false, _) => value,
        }
    }

    fn auth_provider(&mut self) -> Value {
        let provider = *self.random.pick(&["OKTA", "ACTIVE_DIRECTORY", "LDAP", "ANY"]);
        let directories = match provider {
            "ACTIVE_DIRECTORY" | "LDAP" => self.perhaps(40, DIRECTORIES),
            _ => self.perhaps(5, DIRECTORIES),
        };
        let value = json!({"provider": provider, "include": directories});
        match provider {
            "OKTA" | "ANY" if !directories.is_empty() => self.opaque("authProvider", value),
            "ANY" => value,
            _ => {
                self.names(Choice::AuthProvider, &[provider]);
                self.names(Choice::Directory, &directories);
                value
            }
        }
    }

    fn clients(&mut self) -> Value {
        match self.random.below(10) {
            0..2 => json!({"include": ["ALL_CLIENTS"]}),
            2 => {
                self.universe.doubt(Doubt::EmptyClientsMeanAll);
                json!({"include": []})
            }
            _ => {
                let clients = self.some(CLIENTS);
                self.names(Choice::Client, &clients);
                json!({"include": clients})
            }
        }
    }

    fn grant_types(&mut self) -> Value {
        if self.random.percent(5) {
            return self.opaque("grantTypes", json!({"include": []}));
        }
        let grants = self.some(GRANTS);
        self.names(Choice::GrantType, &grants);
        json!({"include": grants})
    }

    fn scopes(&mut self) -> Value {
        match self.random.below(10) {
            0..2 => json!({"include": ["*"]}),
            2 => {
                self.universe.doubt(Doubt::EmptyScopesMeanAll);
                json!({"include": []})
            }
            _ => {
                let scopes = self.some(SCOPES);
                self.tells(Membership::Scope, &scopes);
                self.tells(Membership::Scope, &[Membership::ANOTHER_SCOPE]);
                json!({"include": scopes})
            }
        }
    }

    fn entity_risk(&mut self) -> Value {
        let level = *self.random.pick(&["LOW", "MEDIUM", "HIGH", "ANY"]);
        if level != "ANY" {
            self.names(Choice::EntityRisk, &[level]);
        }
        json!({"level": level})
    }

    fn detections(&mut self) -> Value {
        let types = self.some(DETECTIONS);
        if self.random.percent(6) {
            let value = json!({"include": types, "exclude": types});
            return self.opaque("riskDetectionTypes", value);
        }
        self.tells(Membership::Detection, &types);
        self.tells(Membership::Detection, &[Membership::DETECTED]);
        let list = *self.random.pick(&["include", "exclude"]);
        json!({list: types})
    }
}

/// Okta refuses all zones beside others.
fn is_all_zones_and_more(network: &Value) -> bool {
    let zones = network["include"].as_array();
    zones.is_some_and(|zones| zones.len() > 1 && zones[0] == Membership::ALL_ZONES)
}

/// Includes what is excluded, or the other way round, where it is not both.
fn swap_lists(lists: &mut Value) {
    let Some(members) = lists.as_object_mut() else {
        return;
    };
    let is_empty = |name| members.get(name).is_none_or(|list| *list == json!([]));
    if is_empty("include") != is_empty("exclude") {
        let (include, exclude) = (members.remove("include"), members.remove("exclude"));
        members.extend(include.map(|list| ("exclude".to_owned(), list)));
        members.extend(exclude.map(|list| ("include".to_owned(), list)));
    }
}

/// A condition's text without what does not change its meaning: members and elements in order.
fn normal_form(value: &Value) -> String {
    match value {
        Value::Array(elements) => {
            let mut elements: Vec<String> = elements.iter().map(normal_form).collect();
            elements.sort();
            format!("[{}]", elements.join(","))
        }
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| {
                let value = normal_form(value);
                format!("{key:?}:{value}")
            });
            let mut members: Vec<String> = members.collect();
            members.sort();
            format!("{{{}}}", members.join(","))
        }
        other => other.to_string(),
    }
}
