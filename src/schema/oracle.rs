//! The `jsonschema` crate as an oracle: it reads the schemas by itself, and must tell the same of
//! every object.
//!
//! Held against each other are the keyword, where it stands, the value that breaks it, and the
//! member that is meant; on every object in the project and in the corpus, against every schema, and
//! on mutants that break every keyword of every schema.

#![allow(clippy::unwrap_used, clippy::panic, reason = "all of it is a test")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Keyword, Retrieve, Uri, ValidationError, Validator};
use serde_json::{Map, Value, json};

use super::assertions::{Assertion, Condition, Constraint, Format, Literal, Type};
use super::tables::{ADDRESSES, Branch, CONSTRAINTS, OBJECTS, Place, PlaceId, Way};
use super::walk::Walk;
use crate::json::{Document, Layout, Node};

/// What is told of an object: where the keyword stands, the pointer of the value that breaks it, the
/// member that is meant; with how often.
type Told = BTreeMap<(String, String, String), usize>;

/// The schema of a kind of object, as both read it.
struct Subject {
    place: PlaceId,
    address: String,
    validator: Validator,
}

#[test]
fn every_object_of_the_project() {
    let texts = ["rules", "fixtures", "tests"].map(texts_in).concat();
    let tried = hold_against_all(&objects_in(&texts));
    assert!(tried > 1000, "only {tried} objects");
}

#[test]
fn every_object_of_the_corpus() {
    let outside = std::env::var("CATCHALL_CORPUS").unwrap_or_else(|_| "../shared".to_owned());
    if !root().join(&outside).is_dir() {
        eprintln!("SKIPPED: there is no corpus in the folder CATCHALL_CORPUS");
        return;
    }
    let folders = ["okta-sdk-python", "okta-openapi-examples"];
    let texts = folders.map(|folder| texts_in(&format!("{outside}/corpus/{folder}"))).concat();
    let tried = hold_against_all(&objects_in(&texts));
    assert!(tried > 100, "only {tried} objects");
}

#[test]
fn mutants_of_every_keyword() {
    let subjects = subjects();
    let broken: BTreeSet<String> = std::thread::scope(|scope| {
        let start = |subject| scope.spawn(move || try_mutants(subject));
        let running: Vec<_> = subjects.iter().map(start).collect();
        running.into_iter().flat_map(|running| running.join().unwrap()).collect()
    });
    // Of near misses the oracle knows nothing.
    let all = ADDRESSES.iter().filter(|address| !address.ends_with("/x-near-miss"));
    let never: Vec<&&str> = all.filter(|address| !broken.contains(**address)).collect();
    assert!(never.is_empty(), "{} keywords are never broken: {never:#?}", never.len());
}

/// Holds the objects against every schema, and returns how many there are.
fn hold_against_all(objects: &BTreeSet<String>) -> usize {
    let subjects = subjects();
    std::thread::scope(|scope| {
        for subject in &subjects {
            scope.spawn(move || objects.iter().for_each(|text| _ = compare(subject, text)));
        }
    });
    objects.len()
}

/// Asserts that both tell the same of the object, and returns it.
fn compare(subject: &Subject, text: &str) -> Told {
    let document = Document::parse("object.json", text.as_bytes().to_vec(), Layout::Json);
    let node = document.roots().next().unwrap_or_else(|| panic!("not JSON: {text}"));
    let (ours, theirs) = (told(subject.place, node), subject.told(&plain(node)));
    assert_eq!(ours, theirs, "{} on {text}", subject.address);
    ours
}

/// What the walk tells.
fn told(place: PlaceId, node: Node<'_>) -> Told {
    let mut told = Told::new();
    for broken in Walk::over(node, place).broken {
        let member = broken.member.unwrap_or_default().into_owned();
        let key = (address(broken.constraint).to_owned(), broken.node.pointer(), member);
        *told.entry(key).or_default() += 1;
    }
    told
}

fn address(constraint: &'static Constraint) -> &'static str {
    static ALL: LazyLock<HashMap<usize, &str>> = LazyLock::new(|| {
        let constraints = CONSTRAINTS.iter().map(|one| std::ptr::from_ref(one).addr());
        constraints.zip(ADDRESSES).collect()
    });
    ALL[&std::ptr::from_ref(constraint).addr()]
}

impl Subject {
    /// What the oracle tells.
    fn told(&self, value: &Value) -> Told {
        let mut told = Told::new();
        for error in self.validator.iter_errors(value) {
            let member = match error.kind() {
                ValidationErrorKind::Required { property } => property.as_str().unwrap().to_owned(),
                ValidationErrorKind::Custom { message, .. } => message.clone(),
                ValidationErrorKind::PropertyNames { error } => {
                    error.instance().as_str().unwrap().to_owned()
                }
                _ => String::new(),
            };
            let location = error.absolute_keyword_location().unwrap().as_str();
            let (file, pointer) = location.split_once('#').unwrap();
            let file = file.rsplit('/').next().unwrap();
            // A `$` in a fragment is percent-encoded; what is wrong with a name stands in a schema of
            // its own, below the keyword.
            let pointer =
                pointer.replace("%24", "$").replace("/propertyNames/enum", "/propertyNames");
            let key = (format!("{file}#{pointer}"), error.instance_path().to_string(), member);
            *told.entry(key).or_default() += 1;
        }
        told
    }
}

/// The value without members that are `null`, which count as absent; of a repeated key the last.
fn plain(node: Node<'_>) -> Value {
    if node.is_object() {
        let mut members = Map::new();
        for member in node.members() {
            members.insert(member.key.as_str().unwrap().into_owned(), plain(member.value));
        }
        members.retain(|_, value| !value.is_null());
        Value::Object(members)
    } else if node.is_array() {
        node.elements().map(plain).collect()
    } else {
        serde_json::from_str(node.text()).unwrap()
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The schema files, by name.
static FILES: LazyLock<BTreeMap<String, Value>> = LazyLock::new(|| {
    let files = files_in(&root().join("rules/schema")).into_iter();
    let schemas = files.filter(|path| path.extension().is_some_and(|found| found == "json"));
    let parse = |path: PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap())
    };
    schemas.map(parse).collect()
});

/// The schemas of objects.
fn subjects() -> Vec<Subject> {
    let subjects = described().map(|(address, schema)| {
        let kind = schema["x-object"]["kind"].as_str().unwrap();
        let named = schema["x-object"]["type"].as_str();
        let object = OBJECTS.iter().find(|(its, other, _)| *its == kind && *other == named);
        let place = object.unwrap_or_else(|| panic!("{address} is not in the tables")).2;
        let validator = validator(&address);
        Subject { place, address, validator }
    });
    subjects.collect()
}

fn described() -> impl Iterator<Item = (String, &'static Value)> {
    let all = FILES.values().flat_map(|file| {
        let id = file["$id"].as_str().unwrap();
        let definitions = file["$defs"].as_object().into_iter().flatten();
        let definitions =
            definitions.map(move |(name, schema)| (format!("{id}#/$defs/{name}"), schema));
        definitions.chain([(id.to_owned(), file)])
    });
    all.filter(|(_, schema)| schema.get("x-object").is_some())
}

fn validator(address: &str) -> Validator {
    let date_time = jsonschema::options()
        .should_validate_formats(true)
        .build(&json!({ "type": "string", "format": "date-time" }))
        .unwrap();
    let duration = regex::Regex::new(
        r"^P([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+([.][0-9]+)?S)?)?$",
    )
    .unwrap();
    jsonschema::options()
        .with_retriever(Files)
        .should_validate_formats(true)
        .with_format("iso8601-duration", move |text: &str| {
            duration.is_match(text) && !text.ends_with(['P', 'T'])
        })
        .with_format("okta-date-time", move |text: &str| {
            // Okta leaves the colon out of offsets.
            let offset = text.len().saturating_sub(5);
            let lacks_colon = text.get(offset..=offset).is_some_and(|sign| "+-".contains(sign));
            let with_colon = || format!("{}:{}", &text[..offset + 3], &text[offset + 3..]);
            date_time.is_valid(&json!(if lacks_colon { with_colon() } else { text.to_owned() }))
        })
        .with_format("java-regex", |text: &str| regex::Regex::new(text).is_ok())
        .with_keyword("x-elsewhere", elsewhere)
        .build(&json!({ "$ref": address }))
        .unwrap()
}

struct Files;

impl Retrieve for Files {
    fn retrieve(
        &self,
        uri: &Uri<String>,
    ) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let name = uri.path().as_str().rsplit('/').next().unwrap();
        FILES.get(name).cloned().ok_or_else(|| format!("no schema file {name}").into())
    }
}

/// Our keyword for "these are all the members that belong here".
struct Elsewhere(BTreeSet<String>);

fn elsewhere<'a>(
    parent: &'a Map<String, Value>,
    place: &'a Value,
    _: jsonschema::paths::Location,
) -> Result<Box<dyn for<'i> Keyword<'i>>, ValidationError<'a>> {
    let (kinds, pointer): (&[&str], _) = match place.as_str().unwrap() {
        "policy" => (&["policy"], "/properties"),
        "conditions" => (&["policy", "rule"], "/properties/conditions/properties"),
        "actions" => (&["rule"], "/properties/actions/properties"),
        other => panic!("no place {other}"),
    };
    let is_of_kind = |schema: &Value| kinds.iter().any(|kind| schema["x-object"]["kind"] == *kind);
    let of_kind = described().map(|(_, schema)| schema).filter(|schema| is_of_kind(schema));
    let members = of_kind.filter_map(|schema| schema.pointer(pointer)?.as_object());
    let mut all: BTreeSet<String> = members.flat_map(Map::keys).cloned().collect();
    let own = parent.get("properties").unwrap_or(&Value::Null);
    all.retain(|name| own.get(name).is_none());
    Ok(Box::new(Elsewhere(all)))
}

impl<'i> Keyword<'i> for Elsewhere {
    fn validate(&self, instance: &'i Value) -> Result<(), ValidationError<'i>> {
        self.iter_errors(instance).next().map_or(Ok(()), Err)
    }

    fn is_valid(&self, instance: &'i Value) -> bool {
        self.validate(instance).is_ok()
    }

    fn iter_errors(
        &self,
        instance: &'i Value,
    ) -> Box<dyn Iterator<Item = ValidationError<'i>> + 'i> {
        let names = instance.as_object().into_iter().flat_map(Map::keys);
        let misplaced: Vec<String> = names.filter(|name| self.0.contains(*name)).cloned().collect();
        Box::new(
            misplaced
                .into_iter()
                .map(|name| -> ValidationError<'i> { ValidationError::custom(name) }),
        )
    }
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, mut files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    files.extend(folders.iter().flat_map(|folder| files_in(folder)));
    files.sort();
    files
}

/// Everything in the files of a folder that may be JSON: whole files, and examples on pages.
fn texts_in(folder: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for path in files_in(&root().join(folder)) {
        let text = || fs::read_to_string(&path).unwrap_or_default();
        match path.extension().and_then(|found| found.to_str()) {
            Some("md") => {
                let text = text();
                let blocks =
                    text.split("```json").skip(1).filter_map(|block| block.split_once('\n'));
                let examples = blocks.filter_map(|(_, block)| Some(block.split_once("```")?.0));
                texts.extend(examples.map(str::to_owned));
            }
            Some("json") => texts.push(text()),
            Some("jsonl") => texts.extend(text().lines().map(str::to_owned)),
            _ => {}
        }
    }
    texts
}

/// The objects in the texts, however deep, that have enough members to be one of Okta's.
fn objects_in(texts: &[String]) -> BTreeSet<String> {
    const FEWEST: usize = 4;
    fn collect(value: &Value, objects: &mut BTreeSet<String>) {
        match value {
            Value::Object(members) => {
                if members.len() >= FEWEST {
                    objects.insert(value.to_string());
                }
                members.values().for_each(|member| collect(member, objects));
            }
            Value::Array(elements) => {
                elements.iter().for_each(|element| collect(element, objects));
            }
            _ => {}
        }
    }
    let mut objects = BTreeSet::new();
    let parsed = texts.iter().filter_map(|text| serde_json::from_str(text).ok());
    parsed.for_each(|value: Value| collect(&value, &mut objects));
    objects
}

/// Holds mutants of a full object against the schema, and returns the keywords that they break.
fn try_mutants(subject: &Subject) -> Vec<String> {
    let mut broken = BTreeSet::new();
    let full = full(subject.place, &mut Vec::new());
    let mut try_out = |text: &str| {
        let told = compare(subject, text);
        broken.extend(told.into_keys().map(|(address, _, _)| address));
    };
    for mutant in mutants(subject.place, &full) {
        try_out(&mutant.to_string());
    }
    // Of a repeated key the last counts, however it is written.
    let rest = full.to_string();
    for (name, value) in full.as_object().into_iter().flatten() {
        let escaped = format!("\\u{:04x}{}", u32::from(name.as_bytes()[0]), &name[1..]);
        for first in ["null", "7", "{}", "\"text\""] {
            try_out(&format!("{{\"{name}\":{first},{}", &rest[1..]));
            try_out(&format!("{{\"{escaped}\":{first},{}", &rest[1..]));
            try_out(&format!("{},\"{escaped}\":{first}}}", &rest[..rest.len() - 1]));
            try_out(&format!("{{\"{name}\":{value},\"{name}\":{first}}}"));
        }
    }
    broken.into_iter().collect()
}

/// A value with all that can stand at a place and inside.
fn full(here: PlaceId, around: &mut Vec<PlaceId>) -> Value {
    const DEEPEST: usize = 2;
    let place = here.place();
    let is_too_deep = around.iter().filter(|other| **other == here).count() >= DEEPEST;
    around.push(here);
    let members = place.members().iter().filter(|member| member.is_known && !is_too_deep);
    let members: Map<String, Value> = members
        .filter_map(|member| {
            Some((member.name.name().to_owned(), full(member.way.as_ref()?.place, around)))
        })
        .collect();
    let elements = place.elements.as_ref().filter(|_| !is_too_deep);
    let value = if !members.is_empty() {
        Value::Object(members)
    } else if let Some(way) = elements {
        json!([full(way.place, around)])
    } else {
        samples(place).into_iter().next().unwrap_or_else(|| json!("text"))
    };
    around.pop();
    value
}

fn written(literal: &Literal) -> Value {
    match literal {
        Literal::Text(text) => json!(text),
        Literal::Boolean(value) => json!(value),
    }
}

/// Values that may stand at a place.
fn samples(place: &Place) -> Vec<Value> {
    let mut samples = Vec::new();
    for check in place.checks() {
        match &check.constraint().assertion {
            Assertion::Enum { values, .. } => samples.extend(values.iter().map(written)),
            Assertion::Const(value) => samples.push(written(value)),
            Assertion::Format(Format::Duration) => samples.push(json!("PT2H")),
            Assertion::Format(Format::DateTime) => samples.push(json!("2026-03-01T09:30:00.000Z")),
            _ => {}
        }
    }
    for check in place.checks() {
        let Assertion::Type(types) = &check.constraint().assertion else { continue };
        samples.extend(types.iter().filter_map(|named| {
            Some(match named {
                Type::Boolean => json!(true),
                Type::Integer | Type::Number => json!(1),
                Type::String => json!("text"),
                Type::Array => json!([]),
                Type::Object => json!({}),
                Type::Null => return None,
            })
        }));
    }
    samples
}

/// The object with something else at each place in it, or nothing, or something more; and the same
/// where it meets the condition of a branch.
fn mutants(whole: PlaceId, object: &Value) -> Vec<Value> {
    let mut mutants = vec![object.clone()];
    for (pointer, here) in places_in(whole, object, "") {
        let value = object.pointer(&pointer).unwrap();
        mutants.extend(others(value, here).into_iter().map(|other| with(object, &pointer, other)));
        for group in here.branches().iter().flat_map(|branch| [branch.then, branch.otherwise]) {
            let mut variant = object.clone();
            open_group(here, group, variant.pointer_mut(&pointer).unwrap());
            let inside = places_in(whole, &variant, &pointer).into_iter();
            for (inner, there) in inside.filter(|(_, there)| is_guarded(there)) {
                let others = others(variant.pointer(&inner).unwrap(), there).into_iter();
                mutants.extend(others.map(|other| with(&variant, &inner, other)));
            }
        }
    }
    mutants
}

/// Whether some of what is demanded at a place is so under a condition.
fn is_guarded(place: &Place) -> bool {
    let checks = place.requirements().iter().map(|requirement| &requirement.check);
    checks.chain(place.checks()).any(|check| check.group != 0)
}

/// Changes the value at a place so that a group of schemas applies there, as far as that is simple.
fn open_group(place: &Place, group: u8, value: &mut Value) {
    let opens = |branch: &&Branch| group != 0 && [branch.then, branch.otherwise].contains(&group);
    if let Some(branch) = place.branches().iter().find(opens) {
        open_group(place, branch.group, value);
        meet(branch.condition(), branch.then == group, value);
    }
}

fn with(object: &Value, pointer: &str, value: Value) -> Value {
    let mut object = object.clone();
    *object.pointer_mut(pointer).unwrap() = value;
    object
}

/// The places in an object that are at a pointer or inside, where something stands.
fn places_in(whole: PlaceId, object: &Value, within: &str) -> Vec<(String, &'static Place)> {
    let mut places = vec![(String::new(), whole.place())];
    let mut at = 0;
    while let Some((pointer, place)) = places.get(at).cloned() {
        let inside = |token: &str, way: &Way| (format!("{pointer}/{token}"), way.place.place());
        let ways = place
            .members()
            .iter()
            .filter_map(|member| Some((member.name.name(), member.way.as_ref()?)));
        let ways = ways.chain(place.elements.as_ref().map(|way| ("0", way)));
        let ways = ways.map(|(token, way)| inside(token, way));
        places.extend(ways.filter(|(pointer, _)| object.pointer(pointer).is_some()));
        at += 1;
    }
    places.retain(|(pointer, _)| pointer.starts_with(within));
    places
}

/// Changes a value so that it meets a condition, or does not.
fn meet(condition: &Condition, holds: bool, value: &mut Value) {
    match condition {
        Condition::Meets(Assertion::Const(Literal::Boolean(only))) => {
            *value = json!(*only == holds)
        }
        Condition::Meets(Assertion::Const(only)) if holds => *value = written(only),
        Condition::Meets(Assertion::Enum { values, .. }) if holds => {
            *value = values.last().map(written).unwrap_or_default();
        }
        Condition::Meets(Assertion::Enum { values, .. })
            if !values.iter().any(|one| written(one) == *value) => {}
        Condition::Meets(Assertion::Const(_) | Assertion::Enum { .. }) => *value = json!("text"),
        Condition::Meets(Assertion::Required(names)) if !holds => {
            value.as_object_mut().and_then(|members| members.remove(names[0].name()));
        }
        Condition::Meets(_) => {}
        Condition::Member(key, condition) => {
            let mut member = value.get(key.name()).cloned().unwrap_or_default();
            meet(condition, holds, &mut member);
            if !value.is_object() {
                *value = json!({});
            }
            value[key.name()] = member;
        }
        // One is enough for the contrary.
        Condition::All(all) if holds => all.iter().for_each(|one| meet(one, true, value)),
        Condition::All(all) => all.iter().take(1).for_each(|one| meet(one, false, value)),
        Condition::Any(any) if holds => any.iter().take(1).for_each(|one| meet(one, true, value)),
        Condition::Any(any) => any.iter().for_each(|one| meet(one, false, value)),
        Condition::Not(condition) => meet(condition, !holds, value),
    }
}

/// Values to stand in the place of one.
fn others(value: &Value, place: &Place) -> Vec<Value> {
    let mut others = samples(place);
    for group in place.branches().iter().flat_map(|branch| [branch.then, branch.otherwise]) {
        let mut alone = Value::Null;
        open_group(place, group, &mut alone);
        others.push(alone);
    }
    others.extend([json!(null), json!(true), json!(false), json!({}), json!([]), json!("text")]);
    match value {
        Value::Object(members) => {
            for known in place.members() {
                let mut changed = members.clone();
                if changed.remove(known.name.name()).is_none() {
                    changed.insert(known.name.name().to_owned(), json!({ "include": ["x"] }));
                }
                others.push(Value::Object(changed));
            }
            let mut changed = members.clone();
            changed.insert("someOtherName".to_owned(), json!(7));
            others.push(Value::Object(changed));
        }
        Value::String(text) => {
            others.extend(["", "P1M", "P", "(", "US-CA"].map(Value::from));
            others.push(json!(text.to_lowercase()));
        }
        _ => others.extend([json!(-1), json!(0), json!(1.0), json!(7.5), json!(1e15)]),
    }
    for check in place.checks() {
        match check.constraint().assertion {
            Assertion::MaxLength(most) => others.push(json!("\u{e9}".repeat(most + 1))),
            Assertion::MaxItems(most) => others.push(json!(vec!["x"; most + 1])),
            Assertion::UniqueItems => {
                let numbers = || (0..40).map(|n| json!(format!("{n}")));
                others.push(json!(["a", "b", "\u{e9}", "a"]));
                others.push(json!([null, { "a": 1 }, { "a": 1.0 }, { "a": 1, "b": 2 }]));
                others.push(json!([{ "a": 1, "b": [1] }, { "b": [1], "a": 1 }]));
                others.push(json!([{ "a": 1, "b": null }, { "a": 1 }]));
                others.push(json!(["a", "b", ["a", "b"], ["b", "a"]]));
                others.push(numbers().collect());
                others.push(numbers().chain([json!("7")]).collect());
            }
            _ => {}
        }
    }
    others
}
