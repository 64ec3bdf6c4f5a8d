//! What is printed does not grow faster than what was read, and what is left out is counted.

use std::collections::BTreeSet;

use catchall::diagnostic::{Limits, Report, Severity};
use catchall::filter::Filter;
use catchall::json::{Document, Layout};
use catchall::lints::Lint;
use catchall::output::{FORMATS, Style};
use catchall::{Options, Workspace};
use serde_json::{Value, json};

use crate::program::{command, stdout};

/// What is found in a text, with what each format writes of it.
fn checked(text: &str, options: Options) -> (Report, Vec<String>) {
    let mut workspace = Workspace::new(options);
    let layout = if text.contains("}\n{") { Layout::Lines } else { Layout::Json };
    workspace.insert(Document::parse("org.json", text.as_bytes().to_vec(), layout));
    let report = workspace.check();
    let outputs = FORMATS.iter().map(|format| {
        let mut out = Vec::new();
        format
            .write(&mut out, &report, &workspace, Style { color: false, links: false, width: 100 })
            .unwrap();
        String::from_utf8(out).unwrap()
    });
    let outputs = outputs.collect();
    (report, outputs)
}

/// As [`checked`], of a text that is told in at most 30 times its size, the pages of lints aside.
fn in_proportion(text: &str) -> Report {
    let (report, outputs) = checked(text, Options::default());
    for (output, format) in outputs.iter().zip(FORMATS) {
        let reported: BTreeSet<&str> = report.findings.iter().map(|one| one.lint.name).collect();
        let pages = Lint::all().iter().filter(|lint| reported.contains(lint.name));
        // SARIF has each once, and parts of it once more.
        let pages: usize = pages.map(|lint| 2 * lint.page.len()).sum();
        let most = 30 * text.len() + if format.name == "sarif" { pages } else { 0 };
        assert!(output.len() <= most, "{format:?}: {} of {}", output.len(), text.len());
    }
    let findings: Value = serde_json::from_str(&outputs[2]).unwrap();
    for (finding, written) in report.findings.iter().zip(findings["findings"].as_array().unwrap()) {
        assert!(finding.related.len() <= 10);
        assert_eq!(written["moreLabels"].as_u64().unwrap_or(0), finding.more_labels as u64);
    }
    report
}

fn rule(conditions: &Value) -> Value {
    json!({
        "type": "ACCESS_POLICY", "id": "rul2c8vXnR4tLb6Y5d7", "name": "Staff", "status": "ACTIVE",
        "priority": 0, "system": false, "conditions": conditions,
        "actions": {"appSignOn": {"access": "DENY"}},
    })
}

/// The findings of one lint.
fn of(report: &Report, lint: &str) -> usize {
    report.findings.iter().filter(|finding| finding.lint.name == lint).count()
}

#[test]
fn a_thousand_zones_of_the_same_addresses() {
    let id = |n: usize| format!("nzo{n:017}");
    let zones: Vec<Value> = (0..1_000)
        .map(|n| {
            json!({"type": "IP", "id": id(n), "name": format!("Zone {n}"), "status": "ACTIVE",
                "usage": "POLICY", "gateways": [{"type": "CIDR", "value": "10.0.0.0/8"}]})
        })
        .collect();
    let ids: Vec<String> = (0..1_000).map(id).collect();
    let rule = rule(&json!({"network": {"connection": "ZONE", "include": ids}}));
    let org = json!({"rules": [rule], "zones": zones}).to_string();
    let report = in_proportion(&org);
    assert_eq!(of(&report, "overlapping-zones"), Limits::default().findings);
    assert_eq!(report.not_shown[0].count, 999 - Limits::default().findings);
    let many = report.findings.iter().find(|one| one.message.contains(" 150 other zones")).unwrap();
    assert!(many.message.starts_with("10.0.0.0/8 of zone \"Zone 150\" and addresses of"));
    assert_eq!((many.related.len(), many.more_labels), (10, 40));
}

#[test]
fn zones_that_overlap_in_pairs_are_told_in_pairs() {
    let zone = |id: &str, ranges: &[&str]| {
        let gateways: Vec<Value> =
            ranges.iter().map(|range| json!({"type": "RANGE", "value": range})).collect();
        json!({"type": "IP", "id": id, "name": id, "status": "ACTIVE", "usage": "POLICY", "gateways": gateways})
    };
    let zones = [
        zone("nzo1", &["10.0.0.0-10.0.0.99", "10.0.1.0-10.0.1.9"]),
        zone("nzo2", &["10.0.0.10-10.0.0.19", "10.0.1.5-10.0.1.6"]),
        zone("nzo3", &["10.0.0.20-10.0.0.29"]),
        zone("nzo4", &["10.0.0.25-10.0.0.35"]),
    ];
    let ids = ["nzo1", "nzo2", "nzo3", "nzo4"];
    let rule = rule(&json!({"network": {"connection": "ZONE", "include": ids}}));
    let (report, _) =
        checked(&json!({"rules": [rule], "zones": zones}).to_string(), Options::default());
    let messages: Vec<&str> = report.findings.iter().map(|one| one.message.as_str()).collect();
    let overlapping: Vec<&&str> = messages.iter().filter(|one| one.contains("overlap;")).collect();
    assert_eq!(overlapping.len(), 3, "{messages:?}");
    assert!(overlapping[0].starts_with("10.0.0.10-10.0.0.19 of zone \"nzo2\" and 10.0.0.0-"));
    assert!(overlapping[2].contains("\"nzo4\" and addresses of 2 other zones overlap"));
}

#[test]
fn one_id_ten_thousand_times() {
    let groups = vec!["00g2c8vXnR4tLb6Y5d71"; 10_000];
    let rule = rule(&json!({"people": {"groups": {"include": groups}}}));
    let report = in_proportion(&rule.to_string());
    let repeated: Vec<_> =
        report.findings.iter().filter(|one| one.lint.name == "repeated-value").collect();
    let [finding] = repeated.as_slice() else { panic!("{repeated:?}") };
    assert!(finding.message.ends_with(" stands in include 10000 times"), "{}", finding.message);
    assert_eq!((finding.related.len(), finding.more_labels), (10, 9_989));
}

#[test]
fn one_key_ten_thousand_times() {
    let repeated = vec!["\"description\": 1"; 10_000].join(",");
    let text = rule(&json!({})).to_string().replacen('{', &format!("{{{repeated},"), 1);
    let report = in_proportion(&text);
    assert_eq!(of(&report, "duplicate-key"), 1);
    assert!(report.findings.iter().any(|one| one.message.contains("10000 times in one object")));
}

#[test]
fn a_long_name_and_many_findings() {
    let users: Vec<String> = (0..300).map(|n| format!("00g{n:017}")).collect();
    let mut rule = rule(&json!({"people": {"users": {"include": users}}}));
    rule["name"] = "x".repeat(100_000).into();
    let report = in_proportion(&rule.to_string());
    let name = |one: &catchall::diagnostic::Finding| one.subject.rule.as_ref()?.name.clone();
    assert!(report.findings.len() > 100);
    let names = report.findings.iter().filter_map(name);
    assert!(names.clone().count() > 100);
    assert!(names.into_iter().all(|name| name.chars().count() == 401));
}

#[test]
fn a_long_key_around_many_findings() {
    let rules = (0..100).map(|n| {
        let mut rule = rule(&json!({"network": {"connection": "ZONE"}}));
        rule["id"] = format!("rul{n:017}").into();
        rule
    });
    let text = json!({"x".repeat(50_000): rules.collect::<Vec<_>>()}).to_string();
    let report = in_proportion(&text);
    assert!(report.findings.len() > 50);
    assert!(report.findings.iter().all(|one| one.primary.location.pointer.is_none()));
}

#[test]
fn names_that_are_nearly_oktas() {
    let letters = || 'a'..='z';
    let near = letters().flat_map(|a| letters().map(move |b| format!("ne{a}wo{b}k")));
    let near = near.filter(|name| name != "network").map(|name| format!("\"{name}\":1"));
    let conditions = format!("\"conditions\":{{{}}}", near.collect::<Vec<_>>().join(","));
    let text = rule(&json!({})).to_string().replacen("\"conditions\":{}", &conditions, 1);
    let report = in_proportion(&text);
    assert_eq!(of(&report, "misspelled-field"), Limits::default().findings);
}

#[test]
fn broken_lines_are_counted() {
    let text = format!("{}\n{}", rule(&json!({})), "{}\nx x x x x x\n".repeat(2_000));
    let report = in_proportion(&text);
    assert_eq!(report.count(Severity::Error), 2_000);
    assert_eq!(of(&report, "syntax-error"), Limits::default().findings);
}

#[test]
fn the_limits_can_be_set_and_the_worst_is_shown() {
    // Values that Okta may have added, and at the end one that is surely misspelt.
    let rules = |n: usize| {
        let access = if n == 30 { "ALOW" } else { "SOMETHING_NEW_ALTOGETHER" };
        let mut rule = rule(&json!({}));
        rule["id"] = format!("rul{n:017}").into();
        rule["name"] = format!("Rule {n}").into();
        rule["priority"] = n.into();
        rule["actions"] = json!({"appSignOn": {"access": access}});
        rule
    };
    let org = Value::from((0..31).map(rules).collect::<Vec<_>>()).to_string();
    let only = Filter { select: vec!["unknown-value".parse().unwrap()], ..Filter::default() };
    let limits = Limits { findings: 5, labels: 0 };
    let (report, _) = checked(&org, Options { filter: only, limits, ..Options::default() });
    let severities: Vec<Severity> = report.findings.iter().map(|one| one.severity).collect();
    let all = report.count(Severity::Error) + report.count(Severity::Warning);
    assert_eq!(all, 31, "{severities:?}");
    assert!(report.findings.len() <= 10);
    assert!(severities.contains(&Severity::Error));

    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("org.json"), &org).unwrap();
    let arguments =
        ["check", "--select", "unknown-value", "--format", "concise", "--max-findings", "2"];
    let output = command(&arguments).current_dir(folder.path()).output().unwrap();
    let (shown, summary): (Vec<&str>, Vec<&str>) =
        { stdout(&output).leak().lines().partition(|line| line.starts_with("org.json:")) };
    assert!(shown.len() <= 4, "{shown:?}");
    assert!(
        summary[1].starts_with("and ") && summary[1].ends_with(" in org.json: see --max-findings")
    );
    let arguments =
        ["check", "--max-labels", "0", "--max-findings", "0", "--output-format", "concise"];
    let output = command(&arguments).current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "what is not shown counts");
    assert!(stdout(&output).starts_with("Found "), "{}", stdout(&output));
}

#[test]
fn a_file_too_large_to_count_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = std::fs::File::create(folder.path().join("large.json")).unwrap();
    // Some file systems have no files with holes.
    if file.set_len(5 << 30).is_err() {
        return;
    }
    for path in [".", "large.json"] {
        let output = command(&["check", path]).current_dir(folder.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(error, "error: cannot read large.json: it is larger than 4 GiB\n");
    }
}

#[test]
fn values_of_a_wrong_type_in_one_list() {
    let types: Vec<Value> =
        (0..21_000).map(|n| if n % 2 == 0 { 1.into() } else { "x".into() }).collect();
    let mut rule = rule(&json!({"userType": {"include": types}}));
    rule["actions"]["appSignOn"]["verificationMethod"] = json!({"type": "ASSURANCE", "factorMode": "2FA", "constraints": [{"possession": {"types": types}}]});
    let report = in_proportion(&rule.to_string());
    let wrong = report.not_shown.iter().filter(|others| others.lint.name == "wrong-type");
    assert_eq!(wrong.map(|others| others.count).sum::<usize>() + of(&report, "wrong-type"), 21_000);
}
