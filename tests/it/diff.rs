//! `catchall diff` from outside: what it says of a change, how it exits, and what does not change.

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::{Value, json};

use crate::program::{command, run, stderr, stdout};
use crate::shell::{has, skip};

fn diff(arguments: &[&str]) -> Output {
    run(&[&["diff"], arguments].concat())
}

/// What is said, for programs, of a change from one export to another.
fn said(old: &Value, new: &Value) -> Value {
    let folder = tempfile::tempdir().unwrap();
    for (name, export) in [("old.json", old), ("new.json", new)] {
        fs::write(folder.path().join(name), export.to_string()).unwrap();
    }
    let mut command = command(&["diff", "old.json", "new.json", "--format", "json", "--quiet"]);
    let output = command.current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code().map(|code| code < 2), Some(true), "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn kinds(said: &Value) -> Vec<&str> {
    let changes = said["changes"].as_array().unwrap().iter();
    changes.map(|change| change["kind"].as_str().unwrap()).collect()
}

/// An authentication policy with these rules and a catch-all that denies.
fn policy(rules: &[Value]) -> Value {
    let catch_all = json!({
        "id": "rul9Kd82hFqLxZ0vTn5d7", "type": "ACCESS_POLICY", "name": "Catch-all Rule",
        "status": "ACTIVE", "priority": 99, "system": true, "conditions": null,
        "actions": {"appSignOn": {"access": "DENY"}},
    });
    let rules: Vec<Value> = rules.iter().cloned().chain([catch_all]).collect();
    json!([{
        "id": "rst1Kd82hFqLxZ0vTn5d7", "type": "ACCESS_POLICY", "name": "Apps", "status": "ACTIVE",
        "priority": 1, "system": false, "_embedded": {"rules": rules},
    }])
}

fn rule(n: usize, conditions: Value, access: &str) -> Value {
    json!({
        "id": format!("rul{n}Kd82hFqLxZ0vTn5d7"), "type": "ACCESS_POLICY",
        "name": format!("Rule {n}"), "status": "ACTIVE", "priority": n, "system": false,
        "conditions": conditions,
        "actions": {"appSignOn": {"access": access, "verificationMethod": {
            "type": "ASSURANCE", "factorMode": "2FA", "reauthenticateIn": "PT2H"}}},
    })
}

fn from_zone(zone: &str) -> Value {
    json!({"network": {"connection": "ZONE", "include": [zone]}})
}

fn of_group(group: &str) -> Value {
    json!({"people": {"groups": {"include": [group]}}})
}

#[test]
fn a_pull_request_that_weakens_access_in_ways_that_its_text_does_not_show() {
    let formats = ["human", "markdown", "json"];
    for format in formats {
        let output = diff(&["fixtures/acme", "fixtures/changed", "--format", format]);
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        insta::assert_snapshot!(format!("changed_{format}"), stdout(&output));
    }
}

#[test]
fn an_export_does_not_differ_from_itself() {
    for fixture in ["fixtures/acme", "fixtures/broken", "fixtures/untouched"] {
        let output = diff(&[fixture, fixture, "--format", "json", "--quiet"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let said: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(said["changes"], json!([]));
        assert_ne!(said["compared"], json!(0));
    }
}

#[test]
fn a_change_and_its_undoing_mirror_each_other() {
    let [there, back] = [["acme", "changed"], ["changed", "acme"]].map(|sides| {
        let [old, new] = sides.map(|side| format!("fixtures/{side}"));
        let output = diff(&[&old, &new, "--format", "json", "--quiet", "--fail-on", "never"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    });
    let count = |said: &Value, direction: &str| {
        let changes = said["changes"].as_array().unwrap().iter();
        changes.filter(|change| change["direction"] == direction).count()
    };
    assert_eq!(count(&there, "weaker"), count(&back, "stronger"));
    assert_eq!(count(&there, "stronger"), count(&back, "weaker"));
}

#[test]
fn what_no_sign_in_notices_is_no_change() {
    let rules = [
        rule(0, from_zone("nzo1Kd82hFqLxZ0vTn5d7"), "DENY"),
        rule(1, of_group("00g1Kd82hFqLxZ0vTn5d7"), "ALLOW"),
        // Nobody gets there.
        rule(2, of_group("00g1Kd82hFqLxZ0vTn5d7"), "DENY"),
    ];
    let old = policy(&rules);
    let mut renamed = rules.clone();
    renamed[1]["name"] = json!("Staff");
    renamed[1]["lastUpdated"] = json!("2026-01-01T00:00:00.000Z");
    renamed[1]["actions"]["appSignOn"]["verificationMethod"]["reauthenticateIn"] = json!("PT120M");
    let without = [rules[0].clone(), rules[1].clone()];
    for new in [policy(&renamed), policy(&without)] {
        assert_eq!(kinds(&said(&old, &new)), Vec::<&str>::new(), "{new}");
    }
}

#[test]
fn a_rule_that_moves_takes_sign_ins_with_it() {
    let deny = |n| rule(n, from_zone("nzo1Kd82hFqLxZ0vTn5d7"), "DENY");
    let allow = |n| rule(n, of_group("00g1Kd82hFqLxZ0vTn5d7"), "ALLOW");
    let (old, new) = (policy(&[deny(0), allow(1)]), policy(&[allow(0), deny(1)]));
    let changed = said(&old, &new);
    assert_eq!(kinds(&changed), ["access-widened"]);
    let change = &changed["changes"][0];
    assert_eq!(change["isSure"], json!(true));
    assert_eq!(change["signIn"], "a user in 00g1Kd82hFqLxZ0vTn5d7, from nzo1Kd82hFqLxZ0vTn5d7");
    assert_eq!(kinds(&said(&new, &old)), ["access-lost"]);
}

#[test]
fn what_is_not_compared_is_said() {
    let old = policy(&[rule(0, from_zone("nzo1Kd82hFqLxZ0vTn5d7"), "ALLOW")]);
    let mut new = old.clone();
    new[0].as_object_mut().unwrap().remove("_embedded");
    let without_rules = said(&old, &new);
    assert_eq!(without_rules["changes"], json!([]));
    let why = without_rules["notCompared"].to_string();
    assert!(why.contains("rules are missing in the new export"), "{why}");
    let mut other = old.clone();
    other[0]["id"] = json!("rst2Kd82hFqLxZ0vTn5d7");
    let why = said(&old, &other)["notCompared"].to_string();
    assert!(why.contains("is only in the old export"), "{why}");
    assert!(why.contains("is only in the new export"), "{why}");
}

#[test]
fn a_zone_that_changes_itself_is_said() {
    let export = |gateway: &str| {
        json!({
            "policies": policy(&[rule(0, from_zone("nzo1Kd82hFqLxZ0vTn5d7"), "ALLOW")]),
            "zones": [{
                "id": "nzo1Kd82hFqLxZ0vTn5d7", "type": "IP", "name": "HQ", "status": "ACTIVE",
                "usage": "POLICY", "gateways": [{"type": "CIDR", "value": gateway}],
            }],
        })
    };
    let said = said(&export("192.0.2.0/24"), &export("0.0.0.0/0"));
    assert_eq!(said["changes"], json!([]));
    assert_eq!(said["takenAsUnchanged"], json!(["network zone \"HQ\" (nzo1Kd82hFqLxZ0vTn5d7)"]));
}

#[test]
fn exports_of_two_orgs_are_refused() {
    let of_org = |org: &str| {
        let mut policy = policy(&[]);
        let link = format!("https://{org}.okta.com/api/v1/policies/rst1Kd82hFqLxZ0vTn5d7");
        policy[0]["_links"] = json!({"self": {"href": link}});
        policy
    };
    let folder = tempfile::tempdir().unwrap();
    for (name, org) in [("old.json", "acme"), ("new.json", "globex")] {
        fs::write(folder.path().join(name), of_org(org).to_string()).unwrap();
    }
    let mut command = command(&["diff", "old.json", "new.json"]);
    let output = command.current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(said.contains("the old export is of acme.okta.com"), "{said}");
}

#[test]
fn a_revision_of_git_is_compared_with() {
    if !has("git") {
        return skip("a_revision_of_git_is_compared_with", "git");
    }
    let folder = tempfile::tempdir().unwrap();
    let git = |arguments: &[&str]| {
        let mut git = std::process::Command::new("git");
        git.current_dir(folder.path()).env("HOME", folder.path());
        let settings = ["-c", "user.name=x", "-c", "user.email=x@example.com"];
        assert!(git.args(settings).args(arguments).output().unwrap().status.success());
    };
    let write = |path: &Path, export: Value| fs::write(path, export.to_string()).unwrap();
    let file = folder.path().join("export.json");
    git(&["init", "--quiet"]);
    write(&file, policy(&[rule(0, from_zone("nzo1Kd82hFqLxZ0vTn5d7"), "ALLOW")]));
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "x"]);
    write(&file, policy(&[rule(0, json!({}), "ALLOW")]));
    let mut command = command(&["diff", "--base", "HEAD", "--quiet"]);
    let output = command.current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stdout(&output).starts_with("Weaker\n\naccess-widened: policy \"Apps\""));
}

/// What the pages show is printed, in its order; an ellipsis stands for lines.
#[test]
fn the_pages_show_what_is_printed() {
    let mut shown = 0;
    for page in ["docs/diff.md", "docs/ask.md"] {
        let page = fs::read_to_string(crate::project::path(page)).unwrap();
        for part in page.split("```console\n$ catchall ").skip(1) {
            let (line, rest) = part.split_once("\n```\n").unwrap();
            if !line.contains("fixtures/") {
                continue;
            }
            let printed = stdout(&run(&arguments(line)));
            let block = rest.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
            let mut lines = printed.lines();
            for line in block.lines().filter(|line| *line != "…") {
                assert!(lines.any(|one| one == line), "not printed: {line:?}\n{printed}");
            }
            shown += 1;
        }
    }
    assert_eq!(shown, 3);
}

/// The arguments of a line, some of them in quotes.
fn arguments(line: &str) -> Vec<&str> {
    let quoted = line.split('\'').enumerate();
    let parts = quoted.flat_map(|(n, part)| match n % 2 {
        1 => vec![part],
        _ => part.split_whitespace().collect(),
    });
    parts.collect()
}

/// What is said of acme with one file changed.
fn said_of_acme_with(file: &str, change: impl Fn(&mut Value)) -> Value {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()) {
            let target = to.join(entry.file_name().unwrap());
            match entry.is_dir() {
                true => copy(&entry, &target),
                false => drop(fs::copy(&entry, &target).unwrap()),
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    copy(&crate::project::path("fixtures/acme"), folder.path());
    let path = folder.path().join(file);
    let mut value: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    change(&mut value);
    fs::write(&path, value.to_string()).unwrap();
    let new = folder.path().to_str().unwrap();
    let output = diff(&["fixtures/acme", new, "--format", "json", "--quiet"]);
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn an_app_that_moves_to_another_policy_is_seen() {
    let said = said_of_acme_with("apps.json", |apps| {
        let apps = apps.as_array_mut().unwrap();
        let place = |label: &str| apps.iter().position(|app| app["label"] == label).unwrap();
        let (workday, slack) = (place("Workday"), place("Slack"));
        apps[workday]["_links"]["accessPolicy"] = apps[slack]["_links"]["accessPolicy"].clone();
    });
    let changes = said["changes"].as_array().unwrap();
    assert!(changes.iter().all(|change| change["target"] == "app \"Workday\""), "{changes:?}");
    assert!(kinds(&said).contains(&"access-widened"));
    assert!(kinds(&said).contains(&"access-lost"));
}

#[test]
fn an_export_that_is_written_otherwise_is_the_same() {
    for file in ["apps.json", "zones.json", "policies/password.json", "policies/mfa_enroll.json"] {
        let said = said_of_acme_with(file, |_| {});
        assert_eq!(said["changes"], json!([]), "{file}");
        assert_eq!(said["takenAsUnchanged"], json!([]), "{file}");
    }
}

#[test]
fn settings_of_a_password_policy_are_told_by_name() {
    let said = said_of_acme_with("policies/password.json", |policies| {
        policies[0]["settings"]["password"]["complexity"]["minLength"] = json!(6);
    });
    let changes = said["changes"].as_array().unwrap();
    assert!(!changes.is_empty());
    for change in changes {
        assert_eq!(change["kind"], "password-weakened");
        assert_eq!(change["settings"], json!(["complexity.minLength"]));
    }
}
