//! No text of an export and no path steers what reads the output: a terminal, a person who looks at it,
//! a runner of CI jobs that takes some lines for commands.

use std::collections::BTreeSet;
use std::fs;

use catchall::diagnostic::Report;
use catchall::json::{Document, Layout};
use catchall::output::{FORMATS, harmless};
use catchall::{Options, Workspace};
use proptest::prelude::*;
use serde_json::Value;

use crate::program::{command, stderr, stdout};
use crate::project;
use crate::readers::{all_output, obeyed, our_commands, spoil, steers};

fn some_nasty() -> impl Strategy<Value = String> {
    let steering: Vec<char> = (char::MIN..=char::MAX).filter(|char| steers(*char)).collect();
    let piece = prop_oneof![
        3 => prop::sample::select(steering).prop_map(String::from),
        2 => prop::sample::select(vec!["::", "##[", "##vso[", "##teamcity[", "##", "[", "#", " ", "SSWS ", "…"])
            .prop_map(str::to_owned),
        1 => prop::sample::select(vec![
            "\n::error file=a,line=1::b", "\r##[error]x", "\u{85}::warning ::x", "\u{1b}]0;x\u{7}",
        ]).prop_map(str::to_owned),
        1 => (0..30_usize).prop_map(|n| format!("{} ", "x".repeat(n)) + &"::error::y ".repeat(20)),
    ];
    prop::collection::vec(piece, 1..5).prop_map(|pieces| pieces.concat())
}

/// The exports of the fixtures, as values.
fn fixtures() -> Vec<Value> {
    let stories = ["joint-cover-by-zone-include-and-exclude", "policy-behind-everyone"];
    let stories = stories.map(|story| format!("fixtures/shadow/{story}/export.json"));
    let rules = fs::read_dir(project::path("fixtures/broken/rules")).unwrap();
    let rules = rules.map(|entry| entry.unwrap().path());
    let files = stories.into_iter().map(|path| project::path(&path)).chain(rules);
    let values =
        files.filter_map(|path| serde_json::from_str(&fs::read_to_string(path).ok()?).ok());
    values.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_text_of_an_export_steers_what_reads_the_output(
        nasty in prop::collection::vec((0..16_u8, some_nasty()), 20..60),
        first in 0..16_usize,
        width in prop::sample::select(vec![1, 40, 79, 100]),
        is_minified in any::<bool>(),
        names in prop::collection::vec(some_nasty(), 3),
        broken in some_nasty(),
    ) {
        let all = fixtures();
        let mut nasty = nasty.into_iter().cycle();
        let mut workspace = Workspace::new(Options::default());
        for (n, name) in names.iter().enumerate() {
            let mut value = all[(first + n) % all.len()].clone();
            spoil(&mut value, &mut nasty);
            let text = if is_minified { value.to_string() } else { format!("{value:#}") };
            workspace.insert(Document::parse(name.clone(), text.into(), Layout::Json));
        }
        let text = format!("{{\"type\": \"ACCESS_POLICY\",{broken}\n{broken} x: [}}");
        workspace.insert(Document::parse(format!("{broken}.json"), text.into(), Layout::Json));
        let report = workspace.check();
        for output in all_output(&workspace, &report, width) {
            prop_assert_eq!(obeyed(&output), None);
            if output.starts_with('{') {
                let mut values = serde_json::Deserializer::from_str(&output).into_iter::<Value>();
                prop_assert!(values.all(|value| value.is_ok()), "{}", output);
            }
        }
    }
}

/// A rule of its own with one mistake.
fn rule(name: &str) -> String {
    let name = Value::from(name);
    format!(
        r#"{{"type": "SIGN_ON", "id": "0prq2c8vXnR4tLb6Y5d7", "name": {name}, "status": "ACTIVE",
            "conditions": {{"network": {{"connection": "ZONE"}}}}, "actions": {{"signon": {{"access": "DENY"}}}}}}"#
    )
}

#[test]
fn every_character_that_steers_is_escaped() {
    let all: Vec<char> = (char::MIN..=char::MAX).filter(|char| steers(*char)).collect();
    let mut workspace = Workspace::new(Options::default());
    for (n, some) in all.chunks(300).enumerate() {
        let some: String = some.iter().collect();
        let rule = rule(&some).replace("0prq2c8v", &format!("0prq2c{n:02}"));
        // Where a text may hold it as it is, and as an escape of JSON.
        let escaped: String = some.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
        let texts =
            [rule.clone(), rule.replace("\"name\"", &format!("\"{escaped}\": 1, \"name\""))];
        for (m, text) in texts.into_iter().enumerate() {
            let text = text.replace("0prq2c", &format!("0prq2{m}"));
            workspace.insert(Document::parse(format!("{m}{some}"), text.into(), Layout::Json));
        }
    }
    let report = workspace.check();
    assert!(report.findings.len() >= 2 * all.len() / 300, "{}", report.findings.len());
    for output in all_output(&workspace, &report, 100) {
        assert_eq!(obeyed(&output), None);
    }
}

#[test]
fn a_file_is_not_taken_for_standard_input() {
    let name = |path: &str| catchall::discover::name(std::path::Path::new(path));
    assert_eq!(name("-"), "<stdin>");
    assert_eq!(name("<stdin>"), "./<stdin>");
    assert_eq!(name("./-"), "-");
    assert_eq!(name("./::a.json"), "::a.json");
    assert_eq!(name("./a.json"), "a.json");
}

#[cfg(unix)]
#[test]
fn no_path_steers_what_reads_the_output() {
    let folder = tempfile::tempdir().unwrap();
    let names = [
        "::error file=x::y.json",
        "  ::error::y.json",
        "a\n::error::y.json",
        "##[error]x.json",
        "##vso[task.x]y.json",
        "a\u{1b}[31m\u{202e}\u{e0041}.json",
        "-x.json",
    ];
    for (n, name) in names.into_iter().enumerate() {
        let rule = rule(name).replace("0prq2c8v", &format!("0prq2c8{n}"));
        fs::write(folder.path().join(name), rule).unwrap();
    }
    fs::write(folder.path().join("::warning::broken.json"), "{\"ACCESS_POLICY\": ").unwrap();
    fs::write(folder.path().join("::warning::foreign.json"), "{\"a\": ").unwrap();
    for format in FORMATS {
        let arguments = ["check", "--output-format", format.name];
        let output = command(&arguments).current_dir(folder.path()).output().unwrap();
        let text = match format.name {
            "github" => {
                let (files, rest) = our_commands(&stdout(&output));
                let expected =
                    names.map(harmless).into_iter().chain(["::warning::broken.json".into()]);
                let (found, expected): (BTreeSet<_>, _) =
                    (files.into_iter().collect(), expected.collect());
                assert_eq!(found, expected);
                rest
            }
            _ => stdout(&output),
        };
        assert_eq!(obeyed(&text), None, "{arguments:?}");
        assert_eq!(obeyed(&stderr(&output)), None, "{arguments:?}");
    }
    for arguments in [
        &["map"][..],
        &["map", "--output-format", "json"],
        &["check", "a\n::error::gone.json"],
        &["check", "::error::gone.json"],
        &["check", "--a\n::error::b"],
        &["check", "--select", "a\n##[error]b"],
        &["a\n::error::b"],
        &["check", "--output-format", "\u{1b}[31m"],
    ] {
        let output = command(arguments).current_dir(folder.path()).output().unwrap();
        assert_eq!(obeyed(&stdout(&output)), None, "{arguments:?}");
        assert_eq!(obeyed(&stderr(&output)), None, "{arguments:?}");
    }
    let arguments = ["check", "--output-format", "concise", "::error file=x::y.json"];
    let output = command(&arguments).current_dir(folder.path()).output().unwrap();
    assert!(stdout(&output).starts_with("./::error file=x::y.json:2:"), "{}", stdout(&output));
}

#[test]
fn a_line_that_goes_on_starts_with_a_mark() {
    let name = "x".repeat(50) + &" ::error file=a,line=1::b".repeat(12);
    let mut workspace = Workspace::new(Options::default());
    workspace.insert(Document::parse("rule.json", rule(&name).into(), Layout::Json));
    let report = workspace.check();
    let full = &all_output(&workspace, &report, 80)[0];
    assert!(full.lines().filter(|line| line.starts_with("      │ ")).count() > 3, "{full}");
}

#[test]
fn the_server_of_a_map_is_on_its_line() {
    let policy = r#"{"type": "OAUTH_AUTHORIZATION_POLICY", "id": "00p1", "name": "Staff", "status": "ACTIVE",
        "_links": {"self": {"href": "https://x/api/v1/authorizationServers/a%0A::error\n::error b/policies/00p1"}}}"#;
    let mut workspace = Workspace::new(Options::default());
    workspace.insert(Document::parse("policy.json", policy.into(), Layout::Json));
    for output in all_output(&workspace, &Report::default(), 80) {
        assert_eq!(obeyed(&output), None);
    }
}

#[test]
fn secrets_that_happen_to_lie_in_a_file_are_not_quoted() {
    const API_TOKEN: &str = "00aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789_-ab";
    const JWT: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl";
    const OTHER: &str = "correct-horse-battery-staple";
    let rule = rule("Staff").replace(
        "\"conditions\": {",
        &format!(
            "\"client_secret\": \"{OTHER}\",\n \"note\": \"SSWS {API_TOKEN}\", \"conditions\": {{\"token\": \"{JWT}\",\n"
        ),
    );
    let spread = rule.replace(", ", ",\n").replace('{', "{\n");
    let headers =
        format!("HTTP/1.1 200 OK\nAuthorization: SSWS {OTHER}1\nset-cookie: sid={OTHER}\n{rule}");
    let long = format!("Cookie: sid={OTHER}; {}; {JWT} \"{API_TOKEN}\" {rule}", "x=y; ".repeat(40));
    let texts = [
        rule.clone(),
        spread,
        rule.replace('\n', ""),
        headers,
        long.replace('\n', ""),
        format!("{{\"type\": \"ACCESS_POLICY\" \"{API_TOKEN}\"}}"),
        format!("{{\"type\": \"ACCESS_POLICY\", \"x\": \"y\" \"{JWT}\"}}"),
        rule.replace("SIGN_ON", API_TOKEN),
        rule.replace("\"ZONE\"", &format!("\"{API_TOKEN}\"")),
        rule.replace("\"DENY\"", &format!("\"SSWS {API_TOKEN}\"")),
    ];
    for text in texts {
        let mut workspace = Workspace::new(Options::default());
        workspace.insert(Document::parse("rule.json", text.clone().into(), Layout::Json));
        let report = workspace.check();
        assert!(!report.findings.is_empty(), "{text}");
        for output in all_output(&workspace, &report, 100) {
            for secret in [&API_TOKEN[..15], &JWT[..25], OTHER] {
                assert!(!output.contains(secret), "{secret} of {text} in {output}");
            }
        }
    }
}
