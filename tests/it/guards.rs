//! Guards: what the settings may state, and what comes of it, from the command line to an oracle that goes
//! through all sign-ins of small orgs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Output;

use catchall::export::{Recognised, assemble};
use catchall::guard::{About, Guard, Requirement, SessionStart, Standing, examine};
use catchall::lints::Lint;
use catchall::model::PolicyRule;
use catchall::outcome::{Access, Answer, Demand, Outcome};
use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::documents::recognised;
use crate::program::{command, run, stderr, stdout};
use crate::project;

/// A folder with settings and an export.
fn folder(settings: &str, export: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("catchall.toml"), settings).unwrap();
    fs::write(folder.path().join("policies.json"), export).unwrap();
    folder
}

fn run_in(folder: &TempDir, arguments: &[&str]) -> Output {
    command(arguments).current_dir(folder.path()).output().unwrap()
}

/// What a check finds of guards: severity, lint, file and line.
fn found(folder: &TempDir, arguments: &[&str]) -> Vec<String> {
    let json = ["check", "--output-format", "json"];
    let output = run_in(folder, &[&json, arguments].concat());
    let report: Value =
        serde_json::from_str(&stdout(&output)).unwrap_or_else(|_| panic!("{}", stderr(&output)));
    let findings = report["findings"].as_array().unwrap().iter();
    let told = findings.map(|finding| {
        let text = |name: &str| finding[name].as_str().unwrap();
        format!("{}[{}] {}", text("severity"), text("lint"), finding["path"])
    });
    told.filter(|told| told.contains("[guard-")).collect()
}

const BROKEN: [&str; 4] =
    ["fixtures/broken", "--config", "fixtures/broken/guards.toml", "--select=guards"];

#[test]
fn guards_of_the_clean_org_are_proved() {
    let output = run(&["guard", "fixtures/acme"]);
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!("acme", stdout(&output));
    let output = run(&["check", "fixtures/acme", "--select", "guards"]);
    assert!(stdout(&output).starts_with("No findings."), "{}", stdout(&output));
}

#[test]
fn guards_that_do_not_hold_are_shown_with_what_breaks_them() {
    let output = run(&[&["guard"], &BROKEN[..3]].concat());
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!("broken", stdout(&output));
    let json = run(&[&["guard", "--output-format", "json"], &BROKEN[..3]].concat());
    assert_eq!(json.status.code(), Some(1));
    insta::assert_snapshot!("broken_json", stdout(&json));
    let check = run(&[&["check"], &BROKEN[..]].concat());
    assert_eq!(check.status.code(), Some(1));
    insta::assert_snapshot!("broken_check", stdout(&check));
}

#[test]
fn without_a_guard_there_is_nothing_to_do() {
    let output = run(&["guard", "fixtures/acme", "--isolated"]);
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(stderr(&output), @r#"
    error: no guard is stated here
      help: State one in catchall.toml, such as `guard = [{ name = "Two factors", apps = ["*"], require = { factors = 2 } }]`
    "#);
    // What is shown is a guard.
    let shown = stderr(&output);
    let first = shown.split('`').nth(1).unwrap();
    let output = run(&["guard", "fixtures/acme", "--isolated", "--config", first]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

/// A guard with these lines besides its name.
fn guard(lines: &str) -> String {
    format!("[[guard]]\nname = \"Two\"\n{lines}\n")
}

#[test]
fn what_means_nothing_is_drawn_where_it_stands() {
    let two = "require = { factors = 2 }";
    let told = [
        guard(""),
        guard("apps = [\"*\"]"),
        guard("apps = []\nrequire = { factors = 2 }"),
        guard("apps = [\"*\"]\npolicies = [\"A\"]\nrequire = { factors = 2 }"),
        guard("apps = [\"*\"]\nexists = [\"password\"]\nrequire = { factors = 2 }"),
        guard("apps = [\"*\"]\nrequire = {}"),
        guard("apps = [\"*\"]\nrequire = { phishing-resistant = false }"),
        guard("apps = [\"*\"]\nrequire = { fishing-resistant = true }"),
        guard("apps = [\"*\"]\nrequire = { factors = 4 }"),
        guard("apps = [\"*\"]\nrequire = { access = \"denied\" }"),
        guard("apps = [\"*\"]\nrequire = { never = [\"okta_verfy\"] }"),
        guard("apps = [\"*\"]\nrequire = { session-at-most = \"P1M\" }"),
        guard("apps = [\"*\"]\nexists = [\"\"]"),
        guard(&format!("apps = [\"*\"]\nsession = \"some\"\n{two}")),
        guard(&format!("apps = [\"*\"]\nwhen = \"not grup('A')\"\n{two}")),
        guard(&format!("apps = [\"*\"]\nwhen = '''\nrisk(high)\nand rsik(low)'''\n{two}")),
        guard(&format!("apps = [\"*\"]\nwhen = \"not grup(\\\"A\\\")\"\n{two}")),
        guard(&format!("apps = [\"*\"]\nwhen = \"risk(high\"\n{two}")),
        format!("[[guard]]\nname = \" \"\napps = [\"*\"]\n{two}\n"),
        format!("[[guard]]\napps = [\"*\"]\n{two}\n"),
        [guard(&format!("apps = [\"*\"]\n{two}")), guard(&format!("apps = [\"A\"]\n{two}"))]
            .concat(),
        "[[assume]]\nthat = \"rsik(low)\"\n".to_owned(),
    ];
    let told = told.map(|settings| {
        let output = run_in(&folder(&settings, "[]"), &["check"]);
        assert_eq!(output.status.code(), Some(2), "{settings}: {}", stdout(&output));
        stderr(&output)
    });
    insta::assert_snapshot!(told.join("\n"));
}

/// A page's first export, and its examples of a kind.
fn page_of(lint: &Lint) -> (&str, impl Fn(&str) -> Vec<String>) {
    let (_, export) = lint.page.split_once("```json\n").unwrap();
    let (export, _) = export.split_once("```").unwrap();
    let examples = |kind: &str| {
        let fence = format!("```toml {kind}\n");
        let blocks = lint.page.split(&fence).skip(1);
        blocks.map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
    };
    (export, examples)
}

fn of_guards() -> impl Iterator<Item = &'static Lint> {
    Lint::all().iter().filter(|lint| lint.category == "guards")
}

#[test]
fn the_examples_of_pages_are_reported_by_their_lint_alone() {
    assert_eq!(of_guards().count(), 3);
    for lint in of_guards() {
        let (export, examples) = page_of(lint);
        let file = if lint.name == "guard-not-checked" { "catchall.toml" } else { "policies.json" };
        for example in examples("failing") {
            let expected = format!("{}[{}] \"{file}\"", lint.severity().name(), lint.name);
            assert_eq!(found(&folder(&example, export), &[]), [expected], "{example}");
        }
        for example in examples("passing") {
            assert!(found(&folder(&example, export), &[]).is_empty(), "{example}");
            let output = run_in(&folder(&example, export), &["guard"]);
            assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
        }
    }
}

/// The failing example of `guard-broken`, and its export.
fn broken() -> (String, &'static str) {
    let lint = of_guards().find(|lint| lint.name == "guard-broken").unwrap();
    let (export, examples) = page_of(lint);
    (examples("failing").remove(0), export)
}

#[test]
fn findings_of_guards_are_chosen_weighed_and_left_as_any_others_are() {
    let (settings, export) = broken();
    let with = |more: &str| folder(&format!("{more}\n{settings}"), export);
    let error = "error[guard-broken] \"policies.json\"";
    for (more, arguments, expected) in [
        ("", &[][..], Some(error)),
        ("", &["--select", "guards"], Some(error)),
        ("", &["--select", "guard-broken"], Some(error)),
        ("", &["--select", "posture"], None),
        ("", &["--ignore", "guards"], None),
        ("", &["--isolated"], None),
        ("[lint.severity]\nguards = \"info\"\n", &[], Some("info[guard-broken] \"policies.json\"")),
        ("[[override]]\npaths = [\"*.json\"]\nignore = [\"guards\"]\n", &[], None),
        ("[[ignore]]\nlint = \"guard-broken\"\nrule = \"Office\"\nreason = \"known\"\n", &[], None),
        (
            "[[ignore]]\nlint = \"guard-broken\"\nrule = \"Other\"\nreason = \"known\"\n",
            &[],
            Some(error),
        ),
    ] {
        let found = found(&with(more), arguments);
        assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{more} {arguments:?}");
    }
    let folder = with("baseline = \"known.json\"\n");
    fs::write(folder.path().join("known.json"), "{\"version\": 1, \"findings\": {}}").unwrap();
    assert_eq!(found(&folder, &[]), [error]);
    run_in(&folder, &["baseline", "write"]);
    assert!(found(&folder, &[]).is_empty());
    // Another rule order, another place, and a mended guard beside it: known by the same.
    let moved = export.replace("[\n  {\n    \"id\": \"00pk", "[ {   \"id\": \"00pk");
    assert_ne!(moved, export);
    fs::write(folder.path().join("policies.json"), moved).unwrap();
    assert!(found(&folder, &[]).is_empty());
    let renamed = settings.replace("Payroll takes", "Payroll always takes");
    let text = format!("baseline = \"known.json\"\n{renamed}");
    fs::write(folder.path().join("catchall.toml"), text).unwrap();
    assert_eq!(found(&folder, &[]), [error]);
}

/// What is told of a guard is told of the file as it is after a fix.
#[test]
fn a_guard_is_shown_where_it_stands_after_a_fix() {
    let (settings, export) = broken();
    let stale = "[[ignore]]\nlint = \"zones\"\nreason = \"gone\"\nexpires = 2020-01-31\n\n";
    let folder = folder(&format!("{stale}{settings}"), export);
    let output = run_in(&folder, &["check", "--fix", "--select", "guards,config"]);
    assert_eq!(stderr(&output), "Fixed 1 finding in 1 file.\n");
    assert_eq!(fs::read_to_string(folder.path().join("catchall.toml")).unwrap(), settings);
    assert!(stdout(&output).contains("[catchall.toml:2:8]"), "{}", stdout(&output));
}

#[test]
fn guards_of_a_file_that_is_extended_hold_until_the_nearer_one_states_them_otherwise() {
    let (settings, export) = broken();
    let folder = folder("extend = \"base.toml\"\n", export);
    fs::write(folder.path().join("base.toml"), &settings).unwrap();
    assert_eq!(found(&folder, &[]).len(), 1);
    let weaker = settings.replace("factors = 2", "factors = 1");
    let text = format!("extend = \"base.toml\"\n{weaker}");
    fs::write(folder.path().join("catchall.toml"), text).unwrap();
    assert!(found(&folder, &[]).is_empty());
}

#[test]
fn of_several_exports_each_is_checked_and_named() {
    let (settings, export) = broken();
    let folder = folder(&settings, "[]");
    for name in ["prod", "sandbox"] {
        fs::create_dir(folder.path().join(name)).unwrap();
        let export = export.replace("d7\"", if name == "prod" { "d7\"" } else { "d8\"" });
        fs::write(folder.path().join(name).join("policies.json"), export).unwrap();
    }
    let roots = ["--export-root", "prod", "--export-root", "sandbox"];
    let output = run_in(&folder, &[&["guard"], &roots[..]].concat());
    let told = stdout(&output);
    for name in ["prod", "sandbox"] {
        let line =
            format!("refuted: Payroll takes two factors (the export with {name}/policies.json)");
        assert!(told.contains(&line), "{told}");
    }
    assert!(told.ends_with("2 guards: 2 refuted\n"), "{told}");
    assert_eq!(found(&folder, &roots).len(), 2);
}

#[test]
fn a_guard_is_never_passed_over_in_silence() {
    let (settings, export) = broken();
    let policies: Value = serde_json::from_str(export).unwrap();
    let not_checked = "warning[guard-not-checked] \"catchall.toml\"";
    for (export, expected) in [
        (json!([]), not_checked),
        // Nobody knows what sessions ask for.
        (json!([policies[1]]), "warning[guard-not-proved] \"policies.json\""),
        (json!([policies[0]]), not_checked),
    ] {
        let folder = folder(&settings, &export.to_string());
        assert_eq!(found(&folder, &[]), [expected], "{export}");
        assert_eq!(run_in(&folder, &["guard"]).status.code(), Some(1));
    }
    // Where a session may deny, nobody can tell without it that some way in is always there.
    let exists = "[[guard]]\nname = \"A\"\npolicies = [\"Payroll\"]\nwhen = \"zone(nzok6p3TzBv2MwEyG5d7)\"\nexists = [\"password\"]\n";
    let folder = folder(exists, &json!([policies[1]]).to_string());
    assert_eq!(found(&folder, &[]), [not_checked]);
}

/// `docs/guards.md`: each example comes to what the page says, in the org of the fixtures.
#[test]
fn the_examples_of_the_page_come_to_what_it_says() {
    let page = fs::read_to_string(project::path("docs/guards.md")).unwrap();
    let mut tried = BTreeSet::new();
    for block in page.split("```toml ").skip(1) {
        let (kind, rest) = block.split_once('\n').unwrap();
        let example = rest.split("```").next().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("guards.toml");
        fs::write(&file, example).unwrap();
        let output = run(&["guard", "fixtures/acme", "--config", file.to_str().unwrap()]);
        let told = stdout(&output);
        assert!(
            told.starts_with(kind),
            "{kind}, says the page: {told}{}\n{example}",
            stderr(&output)
        );
        tried.insert(kind.to_owned());
    }
    let kinds = ["not checked", "proved", "proved, as assumed", "refuted"];
    assert_eq!(tried, kinds.map(str::to_owned).into());
    let readme = fs::read_to_string(project::path("README.md")).unwrap();
    let output = run(&[&["guard"], &BROKEN[..3]].concat());
    let (_, shown) = readme.split_once("$ catchall guard fixtures/broken").unwrap();
    let (_, shown) = shown.split_once("```text\n").unwrap();
    let (shown, _) = shown.split_once("…\n```").unwrap();
    assert!(stdout(&output).starts_with(shown), "{}", stdout(&output));
}

// What follows is the oracle: small orgs, all of whose sign-ins are gone through.

const GROUPS: [&str; 2] = ["00g1aaaaaaaaaaaaaaaa", "00g2aaaaaaaaaaaaaaaa"];
const ZONES: [&str; 2] = ["nzo1aaaaaaaaaaaaaaaa", "nzo2aaaaaaaaaaaaaaaa"];
const RISKS: [&str; 3] = ["LOW", "MEDIUM", "HIGH"];

/// A sign-in: a bit for each group and zone.
#[derive(Debug, Clone, Copy)]
struct SignIn {
    groups: usize,
    zones: usize,
    risk: Option<usize>,
}

/// What a rule or policy is about: all that is said.
#[derive(Debug, Clone, Copy, Default)]
struct Matched {
    group: Option<usize>,
    /// A zone, and whether the sign-in is to come from it.
    zone: Option<(usize, bool)>,
    risk: Option<usize>,
}

impl Matched {
    fn matches(&self, sign_in: SignIn) -> bool {
        let has = |set: usize, n: usize| set & (1 << n) != 0;
        self.group.is_none_or(|group| has(sign_in.groups, group))
            && self.zone.is_none_or(|(zone, is_in)| has(sign_in.zones, zone) == is_in)
            && self.risk.is_none_or(|risk| sign_in.risk == Some(risk))
    }

    fn conditions(&self) -> Value {
        let mut conditions = json!({});
        if let Some(group) = self.group {
            conditions["people"] = json!({"groups": {"include": [GROUPS[group]]}});
        }
        if let Some((zone, is_in)) = self.zone {
            let list = if is_in { "include" } else { "exclude" };
            conditions["network"] = json!({"connection": "ZONE", list: [ZONES[zone]]});
        }
        if let Some(risk) = self.risk {
            conditions["riskScore"] = json!({"level": RISKS[risk]});
        }
        conditions
    }

    fn query(&self) -> String {
        let group = self.group.map(|group| format!("group({})", GROUPS[group]));
        let zone = self.zone.map(|(zone, is_in)| {
            format!("{}zone({})", if is_in { "" } else { "not " }, ZONES[zone])
        });
        let risk = self.risk.map(|risk| format!("risk({})", RISKS[risk].to_lowercase()));
        let parts: Vec<String> = [group, zone, risk].into_iter().flatten().collect();
        if parts.is_empty() { "any".to_owned() } else { parts.join(" and ") }
    }
}

#[derive(Debug, Clone)]
struct Org {
    /// For the first group, before those for everybody.
    session_of_group: Vec<(Matched, usize)>,
    session: Vec<(Matched, usize)>,
    app: Vec<(Matched, usize)>,
    when: Matched,
    demand: usize,
    is_same: bool,
}

/// The rule that takes a sign-in, in the order in which they stand.
fn first(rules: &[(Matched, usize)], sign_in: SignIn) -> Option<usize> {
    rules.iter().position(|(about, _)| about.matches(sign_in))
}

fn signon(kind: usize) -> Value {
    let two = |mode: &str| {
        json!({"access": "ALLOW", "requireFactor": true, "factorPromptMode": mode,
            "factorLifetime": 60, "primaryFactor": "PASSWORD_IDP"})
    };
    match kind {
        0 => json!({"access": "DENY"}),
        1 => json!({"access": "ALLOW", "requireFactor": false, "primaryFactor": "PASSWORD_IDP"}),
        2 => two("ALWAYS"),
        _ => two("DEVICE"),
    }
}

fn app_sign_on(kind: usize) -> Value {
    let allow = |method: Value| json!({"access": "ALLOW", "verificationMethod": method});
    let assurance = |mode: &str, constraints: Value| {
        json!({"type": "ASSURANCE", "factorMode": mode, "reauthenticateIn": "PT2H",
            "constraints": constraints})
    };
    match kind {
        0 => json!({"access": "DENY"}),
        1 => allow(assurance("1FA", json!([]))),
        2 => allow(assurance("2FA", json!([]))),
        3 => allow(assurance("1FA", json!([{"knowledge": {"types": ["password"]}}]))),
        _ => allow(assurance(
            "2FA",
            json!([{"possession": {"phishingResistant": "REQUIRED", "deviceBound": "REQUIRED"}}]),
        )),
    }
}

fn demands() -> [Demand; 6] {
    let none = Demand::default();
    [
        Demand { factors: 2, ..none.clone() },
        Demand { phishing_resistant: true, ..none.clone() },
        Demand { access: Some(Access::Deny), ..none.clone() },
        Demand { access: Some(Access::Allow), ..none.clone() },
        Demand { never: vec!["password".parse().unwrap()], ..none.clone() },
        Demand { device_bound: true, factors: 1, ..none },
    ]
}

impl Org {
    fn export(&self) -> Value {
        let rules = |kind: &str, prefix: &str, rules: &[(Matched, usize)], from: usize| {
            let rule = |(n, (about, outcome)): (usize, &(Matched, usize))| {
                let is_last = n + 1 == rules.len() && prefix != "0prGroup";
                let actions = match kind {
                    "SIGN_ON" => json!({"signon": signon(*outcome)}),
                    _ => json!({"appSignOn": app_sign_on(*outcome)}),
                };
                json!({"id": format!("{prefix}{n}"), "type": kind, "name": format!("{prefix}{n}"),
                    "status": "ACTIVE", "priority": n + from, "system": is_last,
                    "conditions": about.conditions(), "actions": actions})
            };
            rules.iter().enumerate().map(rule).collect::<Vec<_>>()
        };
        let policy = |id: &str, kind: &str, priority: usize, group: &str, rules: Vec<Value>| {
            json!({"id": id, "type": kind, "name": id, "status": "ACTIVE", "priority": priority,
                "system": id == "00pAll", "_embedded": {"rules": rules},
                "conditions": {"people": {"groups": {"include": [group]}}}})
        };
        let mut policies = Vec::new();
        if !self.session_of_group.is_empty() {
            let rules = rules("SIGN_ON", "0prGroup", &self.session_of_group, 1);
            policies.push(policy("00pGroup", "OKTA_SIGN_ON", 1, GROUPS[0], rules));
        }
        let all = rules("SIGN_ON", "0prAll", &self.session, 1);
        policies.push(policy("00pAll", "OKTA_SIGN_ON", policies.len() + 1, "00gEveryone", all));
        let mut app = policy(
            "rstApp",
            "ACCESS_POLICY",
            1,
            "",
            rules("ACCESS_POLICY", "rulApp", &self.app, 0),
        );
        app["conditions"] = Value::Null;
        policies.push(app);
        json!(policies)
    }

    /// The session rule of a sign-in, by its id.
    fn session_rule(&self, sign_in: SignIn) -> Option<String> {
        let of_group = sign_in.groups & 1 != 0;
        let own = of_group.then(|| first(&self.session_of_group, sign_in)).flatten();
        let own = own.map(|n| format!("0prGroup{n}"));
        own.or_else(|| first(&self.session, sign_in).map(|n| format!("0prAll{n}")))
    }
}

fn sign_ins() -> Vec<SignIn> {
    let risks = || [None, Some(0), Some(1), Some(2)];
    let zones =
        |groups| (0..4).flat_map(move |zones| risks().map(|risk| SignIn { groups, zones, risk }));
    (0..4).flat_map(zones).collect()
}

fn any_about(with_group: bool, with_risk: bool) -> impl Strategy<Value = Matched> {
    let group = proptest::option::of(0..2_usize).prop_map(move |one| one.filter(|_| with_group));
    let risk = proptest::option::of(0..3_usize).prop_map(move |one| one.filter(|_| with_risk));
    let zone = proptest::option::of((0..2_usize, any::<bool>()));
    (group, zone, risk).prop_map(|(group, zone, risk)| Matched { group, zone, risk })
}

prop_compose! {
    fn any_org()(
        session_of_group in proptest::collection::vec((any_about(false, false), 0..4_usize), 0..3),
        mut session in proptest::collection::vec((any_about(false, false), 0..4_usize), 0..2),
        default in 0..4_usize,
        mut app in proptest::collection::vec((any_about(true, true), 0..5_usize), 0..4),
        catch_all in 0..5_usize,
        when in any_about(true, true),
        demand in 0..6_usize,
        is_same in any::<bool>(),
    ) -> Org {
        session.push((Matched::default(), default));
        app.push((Matched::default(), catch_all));
        Org { session_of_group, session, app, when, demand, is_same }
    }
}

/// What the oracle expects: the rules that some sign-in breaks the demand by, and those that one may.
fn expected(org: &Org, rules: &[(String, Outcome<'_>)], demand: &Demand) -> [BTreeSet<String>; 2] {
    let outcome = |id: &str| &rules.iter().find(|(known, _)| known == id).unwrap().1;
    let (mut broken, mut unknown) = (BTreeSet::new(), BTreeSet::new());
    let mut known: BTreeMap<(String, String), Answer> = BTreeMap::new();
    let all = sign_ins();
    for opened in all.iter().filter(|opened| org.when.matches(**opened)) {
        let app = format!("rulApp{}", first(&org.app, *opened).unwrap());
        for began in all.iter().filter(|began| began.groups == opened.groups) {
            let is_one = began.zones == opened.zones && began.risk == opened.risk;
            if org.is_same && !is_one {
                continue;
            }
            let session = org.session_rule(*began).unwrap();
            let meet = || Outcome::all_meet(&[outcome(&session), outcome(&app)], demand);
            match known.entry((session.clone(), app.clone())).or_insert_with(meet) {
                Answer::Met => {}
                Answer::Broken { .. } => {
                    broken.insert(app.clone());
                }
                Answer::Unknown { .. } => {
                    unknown.insert(app.clone());
                }
            }
        }
    }
    [broken, unknown]
}

fn id(rule: &PolicyRule<'_>) -> String {
    rule.id().unwrap().into_owned()
}

/// What comes of the guard: how it stands, and the rules that are named.
fn told(org: &Org, demand: &Demand, documents: &[Recognised]) -> (&'static str, BTreeSet<String>) {
    let exports = assemble(documents, &[], None);
    let session = if org.is_same { SessionStart::Same } else { SessionStart::Any };
    let guard = Guard {
        about: About::Policies(vec!["rstApp".to_owned()]),
        when: Some(org.when.query().parse().unwrap()),
        requirement: Requirement::Each(demand.clone()),
        session,
    };
    let mut verdicts = examine(&exports.all[0], &guard, &[]);
    assert_eq!(verdicts.len(), 1);
    let standing = verdicts.remove(0).standing;
    let name = standing.name();
    let breaches = match standing {
        Standing::Refuted(breaches) | Standing::NotProved(breaches) => breaches,
        Standing::Proved { .. } => Vec::new(),
        Standing::NotChecked(why) => panic!("{why}"),
    };
    let rules = breaches.iter().map(|breach| breach.rule.get_named("id").unwrap());
    (name, rules.map(|id| id.as_str().unwrap().into_owned()).collect())
}

fn documents(org: &Org) -> Vec<Recognised> {
    let everyone = json!([{"id": "00gEveryone", "type": "BUILT_IN", "objectClass": ["okta:user_group"],
        "profile": {"name": "Everyone"}}]);
    recognised(&[("policies.json", org.export()), ("groups.json", everyone)])
}

fn cases() -> u32 {
    let cases = std::env::var("CATCHALL_GUARD_CASES").ok();
    cases.and_then(|cases| cases.parse().ok()).unwrap_or(150)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn what_comes_of_a_guard_agrees_with_all_pairs_of_sign_ins(org in any_org()) {
        let documents = documents(&org);
        let exports = assemble(&documents, &[], None);
        let rules: Vec<(String, Outcome<'_>)> =
            exports.all[0].rules().map(|rule| (id(rule), Outcome::of(rule).unwrap())).collect();
        let demand = &demands()[org.demand];
        let [broken, unknown] = expected(&org, &rules, demand);
        let expected = match (broken.is_empty(), unknown.is_empty()) {
            (false, _) => ("refuted", broken),
            (true, false) => ("not proved", unknown),
            (true, true) => ("proved", BTreeSet::new()),
        };
        prop_assert_eq!(told(&org, demand, &documents), expected, "{}", org.export());
    }
}

/// A session that began in the office asked for nothing, and an app is opened in it from outside.
#[test]
fn a_session_gives_no_credit_for_what_it_may_never_have_seen() {
    let office = Matched { zone: Some((0, true)), ..Matched::default() };
    let outside = Matched { zone: Some((0, false)), ..Matched::default() };
    let org = Org {
        session_of_group: Vec::new(),
        // A password in the office, two factors elsewhere.
        session: vec![(office, 1), (Matched::default(), 2)],
        app: vec![(Matched::default(), 1)],
        when: outside,
        demand: 0,
        is_same: false,
    };
    let demand = &demands()[0];
    let same = Org { is_same: true, ..org.clone() };
    assert_eq!(told(&org, demand, &documents(&org)).0, "refuted");
    assert_eq!(told(&same, demand, &documents(&same)).0, "proved");
    // Nor for a factor that is asked for once per device.
    let once = Org { session: vec![(Matched::default(), 3)], ..same };
    assert_eq!(told(&once, demand, &documents(&once)).0, "refuted");
}
