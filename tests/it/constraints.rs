//! Every constraint on Okta's objects that catchall claims to check is checked: a clean object of
//! its kind with something in it that violates the constraint has that finding, in that place, with
//! that severity, and no other.
//!
//! `constraints/clean.json` holds the clean objects, the other files beside it one row for each
//! constraint. A row's `snippet` is put into the clean object `on` (a JSON merge patch); where `on`
//! is `export`, it is an export whose policies and rules are put into clean ones of their types, both
//! as it is written, with the rules under the ids of their policies, and with the rules inside them.
//! `repeat` makes many of one element of the snippet first.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use catchall::lints::Lint;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::corpus;
use crate::documents::{document, pedantic, pointer};
use crate::project;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    constraint: String,
    on: String,
    snippet: Value,
    repeat: Option<Repeat>,
    /// The lint, the JSON Pointer of the place, and the severity.
    finds: (String, String, String),
    /// What cannot be wrong without this being wrong, too.
    #[serde(default)]
    also: Vec<(String, String, String)>,
    /// Why the snippet is not the catalogue's.
    adjusted: Option<String>,
    /// Why the severity is not the catalogue's.
    argued: Option<String>,
}

/// Makes many of one element of an array.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Repeat {
    /// The JSON Pointer of the element in the snippet. `#` in its texts stands for the number of
    /// the copy; a text that is nothing else becomes that number.
    at: String,
    times: usize,
}

impl Repeat {
    fn apply(&self, snippet: &mut Value) {
        let (array, index) = self.at.rsplit_once('/').unwrap();
        let array = snippet.pointer_mut(array).unwrap().as_array_mut().unwrap();
        let index: usize = index.parse().unwrap();
        let element = array[index].clone();
        let copies = (1..=self.times).map(|n| numbered(&element, n));
        array.splice(index..=index, copies.collect::<Vec<_>>());
    }
}

fn numbered(value: &Value, number: usize) -> Value {
    match value {
        Value::String(text) if text == "#" => json!(number),
        Value::String(text) => json!(text.replace('#', &number.to_string())),
        Value::Array(elements) => elements.iter().map(|one| numbered(one, number)).collect(),
        Value::Object(members) => {
            members.iter().map(|(key, one)| (key.clone(), numbered(one, number))).collect()
        }
        other => other.clone(),
    }
}

fn rows() -> Vec<Row> {
    let files = project::files("tests/constraints", "json").into_iter();
    let files = files.filter(|path| path.file_name().unwrap() != "clean.json");
    let mut rows: Vec<Row> = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let read: Vec<Row> = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        rows.extend(read);
    }
    rows
}

fn clean() -> BTreeMap<String, Value> {
    let text = fs::read_to_string(project::path("tests/constraints/clean.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// RFC 7396.
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = json!({});
    }
    for (key, value) in patch {
        if value.is_null() {
            target.as_object_mut().unwrap().remove(key);
        } else {
            merge(&mut target[key], value);
        }
    }
}

/// The documents that a row is about.
fn documents(row: &Row, clean: &BTreeMap<String, Value>) -> Vec<String> {
    let merged = |on: &str, patch: &Value| {
        let mut object = clean.get(on).unwrap_or_else(|| panic!("no clean {on}")).clone();
        merge(&mut object, patch);
        object
    };
    let mut snippet = row.snippet.clone();
    if let Some(repeat) = &row.repeat {
        repeat.apply(&mut snippet);
    }
    match row.on.as_str() {
        // As it is, such as a text that is not JSON.
        "text" => vec![snippet.as_str().unwrap().to_owned()],
        "bare" => vec![snippet.to_string()],
        "export" => {
            let bundle = completed(&snippet, merged);
            vec![bundle.to_string(), with_rules_inside(bundle).to_string()]
        }
        on => vec![merged(on, &snippet).to_string()],
    }
}

/// `{"policies": [...], "rules": {policy: [...]}}` with whole policies and rules.
fn completed(snippet: &Value, merged: impl Fn(&str, &Value) -> Value) -> Value {
    let mut bundle = snippet.clone();
    let mut kinds: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let policies = bundle["policies"].as_array_mut().unwrap();
    for (of, policy) in policies.iter_mut().enumerate() {
        let kind = policy["type"].as_str().unwrap().to_owned();
        if let Some(id) = policy["id"].as_str() {
            kinds.insert(id.to_owned(), (of, kind.clone()));
        }
        let is_named = policy.get("name").is_some();
        *policy = merged(&format!("{kind} policy"), policy);
        // Each policy has a name of its own, unless the snippet says otherwise.
        if !is_named {
            policy["name"] = json!(format!("Policy {}", of + 1));
        }
    }
    let lists = bundle.get_mut("rules").and_then(Value::as_object_mut);
    for (policy, rules) in lists.into_iter().flatten() {
        let Some((of, kind)) = kinds.get(policy) else { continue };
        let rule_kind = match kind.as_str() {
            "OKTA_SIGN_ON" => "SIGN_ON",
            "OAUTH_AUTHORIZATION_POLICY" => "RESOURCE_ACCESS",
            other => other,
        };
        for (n, rule) in rules.as_array_mut().unwrap().iter_mut().enumerate() {
            let given = rule.clone();
            *rule = merged(&format!("{rule_kind} rule"), &given);
            // Each rule has an id and a name of its own, unless the snippet says otherwise.
            if given.get("id").is_none() {
                let id = rule["id"].as_str().unwrap().to_owned();
                rule["id"] = json!(format!("{}{of:02}{n:02}", &id[..id.len() - 4]));
            }
            if given.get("name").is_none() {
                rule["name"] = json!(format!("Rule {}", n + 1));
            }
        }
    }
    bundle
}

/// The same bundle with the rules inside their policies.
fn with_rules_inside(mut bundle: Value) -> Value {
    let rules = bundle.as_object_mut().unwrap().remove("rules").unwrap_or_default();
    for policy in bundle["policies"].as_array_mut().unwrap() {
        if let Some(own) = rules.get(policy["id"].as_str().unwrap_or_default()) {
            policy["rules"] = own.clone();
        }
    }
    bundle
}

/// The place of a rule in a bundle as that of one inside its policy.
fn inside_policy(pointer: &str, text: &str) -> String {
    let place = || {
        let (policy, rest) = pointer.strip_prefix("/rules/")?.split_once('/')?;
        let bundle: Value = serde_json::from_str(text).ok()?;
        let policy = bundle["policies"].as_array()?.iter().position(|one| one["id"] == policy)?;
        Some(format!("/policies/{policy}/rules/{rest}"))
    };
    place().unwrap_or_else(|| pointer.to_owned())
}

/// What is found in a document: lint, JSON Pointer, severity.
fn found(text: &str) -> BTreeSet<(String, String, String)> {
    let documents = [document("example.json", text)];
    let checked = catchall::check(documents, &pedantic());
    let report = |finding: &catchall::diagnostic::Finding| {
        let pointer =
            pointer(finding).map_or("-".to_owned(), |pointer| inside_policy(&pointer, text));
        (finding.lint.name.to_owned(), pointer, finding.severity.name().to_owned())
    };
    checked.findings.iter().map(report).collect()
}

#[test]
fn clean_objects_are_clean() {
    for (on, object) in clean() {
        let found = found(&object.to_string());
        assert!(found.is_empty(), "in the clean {on}: {found:?}");
    }
}

#[test]
fn every_violation_is_found_and_nothing_else() {
    let clean = clean();
    let rows = rows();
    let mut wrong = Vec::new();
    for row in &rows {
        let expected: BTreeSet<_> = row.also.iter().chain([&row.finds]).cloned().collect();
        for text in documents(row, &clean) {
            let found = found(&text);
            if found != expected {
                wrong.push(format!("{}: {found:?}, not {expected:?}, in {text}", row.constraint));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// The constraints that each lint's page names.
fn covered_by_pages() -> BTreeMap<&'static str, BTreeSet<String>> {
    let names = |lint: &'static Lint| (lint.name, lint.covers().map(str::to_owned).collect());
    Lint::all().iter().map(names).collect()
}

/// The constraints that the schemas name beside their keywords.
fn covered_by_schemas() -> BTreeSet<String> {
    fn collect(schema: &Value, names: &mut BTreeSet<String>) {
        let covers = schema.get("covers").and_then(Value::as_array);
        names.extend(covers.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
        match schema {
            Value::Object(members) => members.values().for_each(|value| collect(value, names)),
            Value::Array(elements) => elements.iter().for_each(|value| collect(value, names)),
            _ => {}
        }
    }
    let mut names = BTreeSet::new();
    for file in project::files("rules/schema", "json") {
        let text = fs::read_to_string(file).unwrap();
        collect(&serde_json::from_str(&text).unwrap(), &mut names);
    }
    names
}

#[test]
fn what_finds_a_violation_says_that_it_covers_the_constraint() {
    let (pages, schemas) = (covered_by_pages(), covered_by_schemas());
    let rows = rows();
    for row in &rows {
        let lint = row.finds.0.as_str();
        let by_page = pages.get(lint).is_some_and(|covers| covers.contains(&row.constraint));
        let is_of_schemas = Lint::all().iter().any(|one| one.name == lint && one.words_schemas());
        let by_schema = is_of_schemas && schemas.contains(&row.constraint);
        assert!(by_page || by_schema, "{lint} does not name {}", row.constraint);
    }
    // And the other way round.
    let tested: BTreeSet<&String> = rows.iter().map(|row| &row.constraint).collect();
    let claimed: BTreeSet<&String> = pages.values().flatten().chain(&schemas).collect();
    let untested: Vec<_> = claimed.difference(&tested).collect();
    assert!(untested.is_empty(), "claimed, but not tested: {untested:?}");
}

/// What is not checked, with the reason: the table in `rules/not-checked.md`.
fn not_checked() -> BTreeMap<String, String> {
    let text = fs::read_to_string(project::path("rules/not-checked.md")).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    let cells = |line: &str| {
        let mut cells =
            line.split('|').skip(1).map(|cell| cell.trim().trim_matches('`').to_owned());
        (cells.next().unwrap(), cells.next().unwrap())
    };
    rows.map(cells).collect()
}

#[derive(Debug, Deserialize)]
struct Catalogued {
    name: String,
    severity: String,
    violating: String,
}

#[test]
fn each_constraint_of_the_catalogue_is_checked_or_there_is_a_reason() {
    let test = "each_constraint_of_the_catalogue_is_checked_or_there_is_a_reason";
    let Some(path) = corpus::path("reference/constraints.json", test) else { return };
    let catalogue: Vec<Catalogued> =
        serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    let mut wrong = Vec::new();
    for row in self::rows() {
        if let Some(row) = rows.insert(row.constraint.clone(), row) {
            wrong.push(format!("{} has two rows", row.constraint));
        }
    }
    let mut not_checked = not_checked();
    for Catalogued { name, severity, violating } in catalogue {
        let reason = not_checked.remove(&name);
        match (rows.remove(&name), reason) {
            (None, None) => wrong.push(format!("{name} is not checked, for no reason")),
            (Some(_), Some(_)) => wrong.push(format!("{name} is checked, and said not to be")),
            (None, Some(reason)) if reason.is_empty() => wrong.push(format!("{name}: no reason")),
            (None, Some(_)) => {}
            (Some(row), None) => {
                if row.finds.2 != severity && row.argued.is_none() {
                    wrong.push(format!("{name} is catalogued as {severity}"));
                }
                let same = match row.on.as_str() {
                    "text" => row.snippet.as_str() == Some(&violating),
                    _ => {
                        serde_json::from_str::<Value>(&violating).is_ok_and(|it| it == row.snippet)
                    }
                };
                if !same && row.adjusted.is_none() {
                    wrong.push(format!("{name} is catalogued with {violating}"));
                }
            }
        }
    }
    wrong.extend(rows.keys().map(|name| format!("{name} is in no catalogue")));
    wrong.extend(not_checked.keys().map(|name| format!("{name} is in no catalogue")));
    assert!(wrong.is_empty(), "{} mistakes:\n{}", wrong.len(), wrong.join("\n"));
}
