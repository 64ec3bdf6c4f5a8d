//! Values that probably break a keyword, and little else.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use super::fit::{
    Applied, Role, Step, containers, expand, inside, number, satisfy, scalars, several,
};
use super::judge::{format, misspelt, present};
use super::schemas::{Schema, members_elsewhere};

/// How many values to draw where there are arbitrarily many, besides those at the border.
const DRAWN: usize = 3;

/// Draws arbitrary values, the same in every run.
pub struct Draw(TestRunner);

impl Draw {
    pub fn new() -> Self {
        Self(TestRunner::deterministic())
    }

    fn one<T: std::fmt::Debug>(&mut self, strategy: impl Strategy<Value = T>) -> T {
        strategy.new_tree(&mut self.0).unwrap().current()
    }

    fn some<T: std::fmt::Debug>(&mut self, strategy: impl Strategy<Value = T>) -> Vec<T> {
        (0..DRAWN).map(|_| self.one(&strategy)).collect()
    }

    /// In an arbitrary order.
    pub fn shuffled(&mut self, values: Vec<Value>) -> Vec<Value> {
        self.one(Just(values).prop_shuffle())
    }
}

/// Values to stand in the place of `here`, to which `applied` applies. Not all of them break
/// `keyword` of `schema`.
pub fn mutants(
    applied: &[Applied],
    schema: Schema,
    keyword: &str,
    here: &Value,
    draw: &mut Draw,
) -> Vec<Value> {
    let demand = schema.get(keyword).unwrap();
    let all = expand(applied);
    let with = |name: &str, value: Value| {
        let mut object = here.clone();
        object[name] = value;
        object
    };
    let without = |name: &str| with(name, Value::Null);
    let member = |name: &str| match here.get(name) {
        Some(member) if !member.is_null() => member.clone(),
        _ => {
            satisfy(&inside(&all, &Step::Member(name.to_owned())), &Value::Null).unwrap_or_default()
        }
    };
    match keyword {
        "type" => of_other_types(here, draw),
        "enum" => foreign(demand.as_array().unwrap(), draw),
        "const" => foreign(std::slice::from_ref(demand), draw),
        "required" => schema.required().map(without).collect(),
        "minimum" | "exclusiveMinimum" => beyond(demand, -1.0, draw),
        "maximum" | "exclusiveMaximum" => beyond(demand, 1.0, draw),
        "minLength" => texts(0..demand.as_u64().unwrap()),
        "maxLength" => texts(demand.as_u64().unwrap() + 1..demand.as_u64().unwrap() + 3),
        "format" => format(demand).bad.iter().map(|bad| json!(bad)).collect(),
        "pattern" => {
            let given = here.as_str().unwrap_or_default();
            let near = ["", "?", "\u{e9} x\n"].map(|text| format!("{given}{text}"));
            near.into_iter().chain(draw.some(".{0,8}")).map(Value::from).collect()
        }
        "minItems" | "maxItems" | "uniqueItems" => {
            let limit = usize::try_from(demand.as_u64().unwrap_or(2)).unwrap();
            let several = |count: usize| several(&all, count).unwrap();
            match keyword {
                "minItems" => (0..limit).map(|count| json!(several(limit)[..count])).collect(),
                "maxItems" => vec![json!(several(limit + 1)), json!(several(limit + 3))],
                _ => {
                    let (one, two) = (&several(2)[0], &several(2)[1]);
                    vec![json!([one, one]), json!([one, two, one]), json!([two, one, one, two])]
                }
            }
        }
        "propertyNames" => {
            let drawn = draw.some("[a-z]{9,12}");
            // A name may nearly be that of a member which is there, too.
            let twins = present(here).flat_map(|(name, _)| misspelt(name));
            drawn.into_iter().chain(twins).map(|name| with(&name, json!({}))).collect()
        }
        "x-near-miss" => {
            let misspell = |name: &str| {
                let value = Some(member(name)).filter(|value| !value.is_null());
                let value = value.unwrap_or_else(|| json!({}));
                let renamed = |misspelt: String| {
                    let mut object = without(name);
                    object[misspelt] = value.clone();
                    object
                };
                misspelt(name).into_iter().map(renamed).collect::<Vec<_>>()
            };
            // A field that is there is perhaps needed.
            let is_absent = |name: &&str| here.get(*name).is_none_or(Value::is_null);
            let (absent, there): (Vec<_>, Vec<_>) = schema.properties().partition(is_absent);
            let names = if absent.is_empty() { there } else { absent };
            names.into_iter().flat_map(misspell).collect()
        }
        "x-elsewhere" => {
            let names = members_elsewhere(demand).iter();
            names.map(|name| with(name, json!({ "include": ["something"] }))).collect()
        }
        _ => Vec::new(),
    }
}

/// Values for the place that meet the condition of a branch, and perhaps not what it asks for then.
pub fn assumed(applied: &[Applied]) -> Vec<Value> {
    let mut given = expand(applied);
    given.retain(|one| one.role != Role::Asserted);
    if given.is_empty() {
        return Vec::new();
    }
    [scalars(&given), containers(&given, &Value::Null)].concat()
}

/// Values of every type, and what stands here in quotes.
fn of_other_types(here: &Value, draw: &mut Draw) -> Vec<Value> {
    let mut values = vec![json!("true"), json!(true), json!(7), json!(7.5)];
    values.extend([json!({}), json!({ "a": [1] }), json!([]), json!(["a"])]);
    if here.is_number() || here.is_boolean() {
        values.push(json!(here.to_string()));
    }
    let arbitrary = prop_oneof![
        any::<String>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9..1e9).prop_map(Value::from),
    ];
    values.extend(draw.some(arbitrary));
    values
}

/// Values outside of a set: near to one in it, and far from all.
fn foreign(set: &[Value], draw: &mut Draw) -> Vec<Value> {
    let near = set.iter().filter_map(Value::as_str).flat_map(misspelt);
    let far = draw.some("[B-Y]{9,14}");
    let mut values: Vec<Value> = far.into_iter().chain(near).map(Value::from).collect();
    values.extend([json!(""), json!(true), json!(false), json!(-1)]);
    values
}

/// Numbers beyond a bound, in the direction of `sign`.
fn beyond(bound: &Value, sign: f64, draw: &mut Draw) -> Vec<Value> {
    let bound = bound.as_f64().unwrap();
    let distances = [0.0, 1.0, draw.one(2.0..1e6_f64).trunc()];
    let furthest = json!(if sign < 0.0 { i64::MIN } else { i64::MAX });
    distances.into_iter().map(|by| number(bound + sign * by)).chain([furthest]).collect()
}

/// Texts with so many characters, not bytes.
fn texts(lengths: std::ops::Range<u64>) -> Vec<Value> {
    lengths.map(|length| json!("\u{e9}".repeat(usize::try_from(length).unwrap()))).collect()
}
