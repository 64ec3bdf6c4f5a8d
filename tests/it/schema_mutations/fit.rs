//! Values that are as valid as the schemas say, near to given ones.

use std::collections::HashSet;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use super::judge::{format, is_of_type};
use super::schemas::{Schema, elements, escape, members};

/// What a schema is to the value at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It is to be tested here.
    Asserted,
    /// It holds here, and is tested elsewhere.
    Known,
    /// The condition of the branch that is tested here.
    Assumed,
    /// A condition that must not hold, since its `else` is tested here.
    Denied,
}

/// A schema that applies to the value at a place.
#[derive(Debug, Clone, Copy)]
pub struct Applied {
    pub schema: Schema,
    pub role: Role,
}

/// From a value to one inside of it.
#[derive(Debug, Clone)]
pub enum Step {
    Member(String),
    /// The first.
    Element,
}

/// A place in an object: the schemas that apply on the way to it, and to it.
#[derive(Debug, Clone)]
pub struct Place {
    pub route: Vec<(Vec<Applied>, Step)>,
    pub applied: Vec<Applied>,
}

impl Place {
    /// The JSON Pointer.
    pub fn pointer(&self) -> String {
        pointer(&self.route)
    }

    /// The object with what leads to the place, and something valid there.
    pub fn fit(&self, object: &Value) -> Option<Value> {
        // A branch may refuse what its condition asks for: then something valid without it.
        let without = || fit(&self.route, &known(&self.applied), object);
        let fitted = fit(&self.route, &self.applied, object).or_else(without)?;
        // The way there may ask for more around it.
        let root = self.route.first().map_or(&self.applied, |(applied, _)| applied);
        let repaired = satisfy(root, &fitted);
        let there = self.pointer();
        let is_still_there = |repaired: &Value| repaired.pointer(&there) == fitted.pointer(&there);
        Some(repaired.filter(is_still_there).unwrap_or(fitted))
    }

    /// The same with other values beside the way: what may stand there may depend on them.
    pub fn alternatives(&self, fitted: &Value) -> impl Iterator<Item = Value> {
        let choices = (0..self.route.len()).flat_map(|depth| {
            let (around, _) = &self.route[depth];
            let pointer = pointer(&self.route[..depth]);
            choices(&expand(around)).into_iter().map(move |choice| (pointer.clone(), choice))
        });
        choices.filter_map(|(pointer, (name, choice))| {
            let mut other = fitted.clone();
            other.pointer_mut(&pointer)?[name] = choice;
            self.fit(&other)
        })
    }
}

fn pointer(route: &[(Vec<Applied>, Step)]) -> String {
    let token = |(_, step): &(_, Step)| match step {
        Step::Member(name) => format!("/{}", escape(name)),
        Step::Element => "/0".to_owned(),
    };
    route.iter().map(token).collect()
}

/// The members of an object whose values are one of a set, with each value.
fn choices(all: &[Applied]) -> Vec<(&'static str, Value)> {
    let names = all.iter().flat_map(|one| one.schema.properties());
    let of_member = |name: &'static str| {
        let inner = expand(&inside(all, &Step::Member(name.to_owned())));
        let sets = inner.into_iter().filter_map(|one| one.schema.get("enum"));
        sets.flat_map(elements).map(move |value| (name, value.clone())).collect::<Vec<_>>()
    };
    names.flat_map(of_member).collect()
}

fn fit(route: &[(Vec<Applied>, Step)], last: &[Applied], current: &Value) -> Option<Value> {
    let Some(((applied, step), rest)) = route.split_first() else {
        return satisfy(last, current);
    };
    match step {
        Step::Member(name) => {
            let mut value = satisfy_with(applied, current, Some("object"))?;
            value[name] = fit(rest, last, value.get(name).unwrap_or(&Value::Null))?;
            Some(value)
        }
        Step::Element => {
            let value = satisfy_with(applied, current, Some("array"))?;
            let first = fit(rest, last, value.get(0).unwrap_or(&Value::Null))?;
            let others = elements(&value).skip(1).cloned();
            Some([first].into_iter().chain(others).collect())
        }
    }
}

/// What applies at a place whatever the branch that is tested there says; all, where none is.
fn known(applied: &[Applied]) -> Vec<Applied> {
    let known: Vec<_> = applied.iter().filter(|one| one.role == Role::Known).copied().collect();
    if known.is_empty() { applied.to_vec() } else { known }
}

/// The schemas, and all that they refer to for the same value.
pub fn expand(applied: &[Applied]) -> Vec<Applied> {
    let mut all = applied.to_vec();
    let mut next = 0;
    while let Some(Applied { schema, role }) = all.get(next).copied() {
        let parts = schema.target().into_iter().chain(schema.listed("allOf"));
        all.extend(parts.filter(|_| role != Role::Denied).map(|schema| Applied { schema, role }));
        next += 1;
    }
    all
}

/// What applies to a member of an object, or to the elements of an array.
pub fn inside(all: &[Applied], step: &Step) -> Vec<Applied> {
    let inner = |schema: Schema| match step {
        Step::Member(name) => schema.member(name),
        Step::Element => schema.below(&["items"]),
    };
    let all = all.iter().filter(|one| one.role != Role::Denied);
    all.filter_map(|one| Some(Applied { schema: inner(one.schema)?, ..*one })).collect()
}

fn conforms(applied: &[Applied], value: &Value) -> bool {
    applied.iter().all(|one| one.schema.holds(value) == (one.role != Role::Denied))
}

/// A value, near to `current`, to which all of `applied` can apply. It is `null` only where nothing
/// else may stand.
pub fn satisfy(applied: &[Applied], current: &Value) -> Option<Value> {
    satisfy_with(applied, current, None)
}

fn satisfy_with(applied: &[Applied], current: &Value, needed: Option<&str>) -> Option<Value> {
    let near = satisfy_near(applied, current, needed);
    near.or_else(|| satisfy_near(applied, &without_denied(applied, current), needed))
        .or_else(|| satisfy_near(applied, &Value::Null, needed))
}

/// Without the members whose presence a condition tests that must not hold.
fn without_denied(applied: &[Applied], current: &Value) -> Value {
    let mut current = current.clone();
    let denied = applied.iter().filter(|one| one.role == Role::Denied);
    if let Some(members) = current.as_object_mut() {
        denied.flat_map(|one| one.schema.required()).for_each(|name| {
            members.remove(name);
        });
    }
    current
}

fn satisfy_near(applied: &[Applied], current: &Value, needed: Option<&str>) -> Option<Value> {
    let alternatives = alternatives(applied);
    if !alternatives.is_empty() && (current.is_null() || !conforms(applied, current)) {
        let each = alternatives.into_iter().map(|one| [applied, &[one]].concat());
        return each.into_iter().find_map(|applied| satisfy_near(&applied, current, needed));
    }
    const TYPES: [&str; 6] = ["object", "array", "string", "integer", "number", "boolean"];
    let mut applied = applied.to_vec();
    let is_needed = |value: &Value| needed.is_none_or(|needed| is_of_type(value, &json!(needed)));
    loop {
        let fits = |value: &Value| is_needed(value) && conforms(&applied, value);
        if !current.is_null() && fits(current) {
            return Some(current.clone());
        }
        let all = expand(&applied);
        if !TYPES.iter().any(|named| allows(&all, named)) {
            return Some(Value::Null);
        }
        let made = containers(&all, current);
        if let Some(value) = made.iter().find(|value| fits(value)) {
            return Some(value.clone());
        }
        // What was made may meet conditions that ask for more.
        let made = made.into_iter().find(is_needed).unwrap_or_default();
        let branches = all.iter().filter_map(|one| one.schema.branch(&made));
        let more: Vec<Schema> = branches
            .filter(|branch| !made.is_null() && applied.iter().all(|one| one.schema != *branch))
            .collect();
        if more.is_empty() {
            return scalars(&all).into_iter().find(fits);
        }
        applied.extend(more.into_iter().map(|schema| Applied { schema, role: Role::Known }));
    }
}

/// The schemas of an `anyOf` or `oneOf`, where none of them is among `applied`.
fn alternatives(applied: &[Applied]) -> Vec<Applied> {
    let is_chosen = |one: &Schema| applied.iter().any(|applied| applied.schema == *one);
    for Applied { schema, role } in expand(applied) {
        for keyword in ["anyOf", "oneOf"] {
            let several: Vec<Schema> = schema.listed(keyword).collect();
            if role != Role::Denied && !several.is_empty() && !several.iter().any(is_chosen) {
                return several.into_iter().map(|schema| Applied { schema, role }).collect();
            }
        }
    }
    Vec::new()
}

/// Objects and arrays that are likely to be valid, near to `current`.
pub fn containers(all: &[Applied], current: &Value) -> Vec<Value> {
    const OF_OBJECTS: [&str; 5] =
        ["type", "properties", "required", "propertyNames", "additionalProperties"];
    const OF_ARRAYS: [&str; 3] = ["type", "items", "minItems"];
    let speaks_of = |keywords: &[&str]| {
        let says = |schema: Schema| keywords.iter().any(|keyword| schema.get(keyword).is_some());
        all.iter().any(|one| one.role != Role::Denied && says(one.schema))
    };
    let is_object = allows(all, "object") && speaks_of(&OF_OBJECTS);
    let is_array = allows(all, "array") && speaks_of(&OF_ARRAYS);
    let object = is_object.then(|| object(all, current)).flatten();
    object.into_iter().chain(is_array.then(|| array(all, current)).flatten()).collect()
}

fn object(all: &[Applied], current: &Value) -> Option<Value> {
    let asked = all.iter().filter(|one| one.role != Role::Denied);
    let required: Vec<&str> = asked.flat_map(|one| one.schema.required()).collect();
    let given = members(current).map(|(name, _)| name);
    let mut object = json!({});
    for name in given.chain(required.iter().copied()) {
        let inner = inside(all, &Step::Member(name.to_owned()));
        match satisfy(&inner, current.get(name).unwrap_or(&Value::Null)) {
            Some(Value::Null) => {}
            Some(member) => object[name] = member,
            None if required.contains(&name) => return None,
            None => {}
        }
    }
    Some(object)
}

fn array(all: &[Applied], current: &Value) -> Option<Value> {
    let bounds = |keyword: &'static str| {
        let bounds = all.iter().filter_map(move |one| one.schema.get(keyword)?.as_u64());
        bounds.map(|bound| usize::try_from(bound).unwrap())
    };
    let inner = inside(all, &Step::Element);
    let mut kept: Vec<Value> =
        elements(current).filter_map(|element| satisfy(&inner, element)).collect();
    let least = bounds("minItems").max().unwrap_or(0);
    if kept.len() < least {
        kept = several(all, least)?;
    }
    kept.truncate(bounds("maxItems").min().unwrap_or(usize::MAX));
    Some(Value::Array(kept))
}

/// So many valid elements of an array, no two of them the same where that is asked and possible.
pub fn several(all: &[Applied], count: usize) -> Option<Vec<Value>> {
    let applied = inside(all, &Step::Element);
    let first = satisfy(&applied, &Value::Null)?;
    let must_differ = all.iter().any(|one| one.schema.get("uniqueItems").is_some());
    let different = if must_differ { count } else { 1 };
    let others = scalars(&expand(&applied)).into_iter();
    let others = others.chain((1..=different).flat_map(|n| variations(&first, n)));
    let mut seen = HashSet::new();
    let values = [first.clone()].into_iter().chain(others);
    let values = values.filter(|value| seen.insert(value.to_string()) && conforms(&applied, value));
    let mut values: Vec<Value> = values.take(different).collect();
    values.resize(count, first);
    Some(values)
}

/// Values that differ from `value` by `n`.
fn variations(value: &Value, n: usize) -> Vec<Value> {
    match value {
        Value::String(text) => vec![json!(format!("{text}{n}"))],
        Value::Object(_) => {
            let with = |name: &str, member: Value| {
                let mut value = value.clone();
                value[name] = member;
                value
            };
            let vary = |(name, member)| variations(member, n).into_iter().map(move |m| (name, m));
            let varied = members(value).flat_map(vary).map(|(name, member)| with(name, member));
            varied.chain([with("name", json!(format!("Number {n}")))]).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether every `type` in `all` allows this one.
fn allows(all: &[Applied], named: &str) -> bool {
    let types = all.iter().filter(|one| one.role != Role::Denied);
    types.filter_map(|one| one.schema.get("type")).all(|types| match types {
        Value::Array(types) => types.iter().any(|one| one == named),
        one => one == named,
    })
}

/// Values that are no containers: those of the sets, and some of each type that is allowed.
pub fn scalars(all: &[Applied]) -> Vec<Value> {
    let mut scalars = Vec::new();
    let mut texts = Vec::new();
    let mut numbers = vec![1.0, 0.0];
    let asked = all.iter().filter(|one| one.role != Role::Denied);
    for (keyword, demand) in asked.flat_map(|one| one.schema.keywords()) {
        let bound = demand.as_f64().unwrap_or_default();
        match keyword {
            "const" => scalars.push(demand.clone()),
            "enum" => scalars.extend(elements(demand).cloned()),
            "format" => texts.extend(format(demand).good.iter().map(|text| (*text).to_owned())),
            "pattern" => texts.extend(matching(demand.as_str().unwrap())),
            "minLength" | "maxLength" => texts.push("x".repeat(bound as usize)),
            "minimum" | "maximum" => numbers.push(bound),
            "exclusiveMinimum" => numbers.push(bound + 1.0),
            "exclusiveMaximum" => numbers.push(bound - 1.0),
            _ => {}
        }
    }
    if allows(all, "string") {
        scalars.extend(texts.into_iter().chain(["text".to_owned()]).map(Value::from));
    }
    if allows(all, "integer") || allows(all, "number") {
        scalars.extend(numbers.into_iter().map(number));
    }
    if allows(all, "boolean") {
        scalars.extend([json!(true), json!(false)]);
    }
    scalars
}

/// A number, without a fraction where it has none.
pub fn number(number: f64) -> Value {
    if number.fract() == 0.0 { json!(number as i64) } else { json!(number) }
}

/// Texts that match a pattern.
fn matching(pattern: &str) -> Vec<String> {
    let inner = pattern.trim_start_matches('^').trim_end_matches('$');
    let strategy = proptest::string::string_regex(inner).unwrap();
    let mut runner = TestRunner::deterministic();
    (0..5).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}
