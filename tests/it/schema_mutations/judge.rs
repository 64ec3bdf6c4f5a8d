//! What breaks a schema, decided by plain means: the test's own reading of JSON Schema, to hold
//! against what catchall finds.

use std::collections::BTreeSet;

use regex::Regex;
use serde_json::Value;

use super::schemas::{Schema, elements, escape, members, members_elsewhere};

/// A keyword that a value breaks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Break {
    /// The JSON Pointer of the value.
    pub at: String,
    /// The address of the schema that the keyword stands in.
    pub schema: &'static str,
    pub keyword: &'static str,
    /// The member that is meant, for keywords about an object's members.
    pub member: Option<String>,
}

impl Schema {
    /// What in `value` breaks the schema.
    pub fn breaks(self, value: &Value) -> BTreeSet<Break> {
        let mut breaks = BTreeSet::new();
        self.judge(value, "", &mut breaks);
        breaks
    }

    pub fn holds(self, value: &Value) -> bool {
        self.breaks(value).is_empty()
    }

    fn judge(self, value: &Value, at: &str, breaks: &mut BTreeSet<Break>) {
        let parts = self.target().into_iter().chain(self.listed("allOf")).chain(self.branch(value));
        parts.for_each(|part| part.judge(value, at, breaks));
        for (name, inner) in present(value) {
            if let Some(schema) = self.member(name) {
                schema.judge(inner, &format!("{at}/{}", escape(name)), breaks);
            }
        }
        if let Some(items) = self.below(&["items"]) {
            for (n, element) in elements(value).enumerate() {
                items.judge(element, &format!("{at}/{n}"), breaks);
            }
        }
        for (keyword, demand) in self.assertions() {
            for member in self.broken(keyword, demand, value) {
                let at = at.to_owned();
                breaks.insert(Break { at, schema: self.address(), keyword, member });
            }
        }
    }

    /// What a condition asks of the value besides.
    pub fn branch(self, value: &Value) -> Option<Schema> {
        let holds = self.below(&["if"])?.holds(value);
        self.below(&[if holds { "then" } else { "else" }])
    }

    /// How often the value itself breaks a keyword, and by which members.
    fn broken(self, keyword: &str, demand: &Value, value: &Value) -> Vec<Option<String>> {
        let once = |holds: bool| if holds { Vec::new() } else { vec![None] };
        let text = value.as_str();
        let all = value.as_array();
        let length = text.map(|text| text.chars().count() as f64);
        let count = all.map(|all| all.len() as f64);
        let bound = demand.as_f64().unwrap_or_default();
        let each = |is_wrong: &dyn Fn(&str) -> bool| -> Vec<Option<String>> {
            let wrong = present(value).map(|(name, _)| name).filter(|name| is_wrong(name));
            wrong.map(|name| Some(name.to_owned())).collect()
        };
        let is_own = |name: &str| self.properties().any(|own| own == name);
        match keyword {
            "type" => match demand {
                Value::Array(types) => once(types.iter().any(|one| is_of_type(value, one))),
                one => once(is_of_type(value, one)),
            },
            "enum" => once(demand.as_array().unwrap().contains(value)),
            "const" => once(demand == value),
            "minimum" => once(value.as_f64().is_none_or(|number| number >= bound)),
            "maximum" => once(value.as_f64().is_none_or(|number| number <= bound)),
            "exclusiveMinimum" => once(value.as_f64().is_none_or(|number| number > bound)),
            "exclusiveMaximum" => once(value.as_f64().is_none_or(|number| number < bound)),
            "minLength" => once(length.is_none_or(|length| length >= bound)),
            "maxLength" => once(length.is_none_or(|length| length <= bound)),
            "minItems" => once(count.is_none_or(|count| count >= bound)),
            "maxItems" => once(count.is_none_or(|count| count <= bound)),
            "uniqueItems" => once(all.is_none_or(|all| {
                let is_repeated = |(n, one): (usize, &Value)| all[..n].contains(one);
                !all.iter().enumerate().any(is_repeated)
            })),
            "pattern" => once(text.is_none_or(|text| matches(demand.as_str().unwrap(), text))),
            "format" => {
                let is_valid = format(demand).is_valid;
                once(text.is_none_or(is_valid))
            }
            "required" => {
                let is_absent = |name: &&str| value.get(*name).is_none_or(Value::is_null);
                let lacking = self.required().filter(|name| value.is_object() && is_absent(name));
                lacking.map(|name| Some(name.to_owned())).collect()
            }
            "propertyNames" => {
                let names = self.below(&["propertyNames"]).unwrap();
                each(&|name| !names.holds(&Value::from(name)))
            }
            "x-near-miss" => each(&|name| {
                let is_absent = |known: &&str| value.get(known).is_none_or(Value::is_null);
                let mut absent = self.properties().filter(is_absent);
                !is_own(name) && absent.any(|known| is_near(name, known))
            }),
            "x-elsewhere" => each(&|name| {
                let is_elsewhere = members_elsewhere(demand).contains(name) && !is_own(name);
                is_elsewhere && !says_nothing(&value[name])
            }),
            "not" => once(!self.below(&["not"]).unwrap().holds(value)),
            "anyOf" => once(self.listed("anyOf").any(|part| part.holds(value))),
            "oneOf" => once(self.listed("oneOf").filter(|part| part.holds(value)).count() == 1),
            other => panic!("{}: what breaks `{other}`?", self.address()),
        }
    }
}

/// The members that are not `null`, which counts as absent.
pub fn present(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    members(value).filter(|(_, member)| !member.is_null())
}

pub fn is_of_type(value: &Value, named: &Value) -> bool {
    match named.as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        other => panic!("no type {other}"),
    }
}

/// What a `format` asks of a text.
pub struct Format {
    name: &'static str,
    is_valid: fn(&str) -> bool,
    pub good: &'static [&'static str],
    pub bad: &'static [&'static str],
}

const FORMATS: [Format; 3] = [
    Format {
        name: "iso8601-duration",
        is_valid: |text| matches("^P([0-9]+[YMWD])*(T([0-9.]+[HMS])+)?$", text) && text != "P",
        good: &["PT2H", "P30D"],
        bad: &["", "2H", "PTOS", "P", "PT", "P1H", "two hours"],
    },
    Format {
        name: "okta-date-time",
        is_valid: |text| {
            let date = "[0-9]{4}-(0[1-9]|1[0-2])-[0-3][0-9]";
            let time = "[0-2][0-9]:[0-5][0-9]:[0-6][0-9]([.][0-9]+)?";
            matches(&format!("^{date}T{time}(Z|[+-][0-9]{{2}}:?[0-9]{{2}})$"), text)
        },
        good: &["2026-03-01T09:30:00.000Z"],
        bad: &["", "yesterday", "2026-03-01", "2026-13-01T09:30:00Z", "2026-03-01 09:30:00Z"],
    },
    Format {
        name: "java-regex",
        is_valid: |text| Regex::new(text).is_ok(),
        good: &[".*@example[.]com"],
        bad: &["(a", "a)", "[a", "*a", "a{3,1}", "a\\"],
    },
];

pub fn format(named: &Value) -> &'static Format {
    let format = const { &FORMATS }.iter().find(|format| named == format.name);
    format.unwrap_or_else(|| panic!("no samples of the format {named}"))
}

fn matches(pattern: &str, text: &str) -> bool {
    Regex::new(pattern).unwrap().is_match(text)
}

/// Whether catchall surely takes `name` for a misspelling of `known`: it may see more.
fn is_near(name: &str, known: &str) -> bool {
    plain(name) == plain(known) || misspelt(known).iter().any(|misspelt| misspelt == name)
}

fn plain(name: &str) -> String {
    name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Misspellings of a name: other letter case, a letter missing, two letters swapped.
pub fn misspelt(name: &str) -> Vec<String> {
    let mut misspelt = vec![name.to_uppercase(), name.to_lowercase()];
    let letters: Vec<char> = name.chars().collect();
    let middle = letters.len() / 2;
    if letters.len() > 5 && letters[middle - 1..=middle].iter().all(|char| char.is_alphabetic()) {
        let missing = [&letters[..middle], &letters[middle + 1..]].concat();
        let mut swapped = letters.clone();
        swapped.swap(middle - 1, middle);
        misspelt.extend([missing, swapped].map(|letters| letters.into_iter().collect()));
    }
    misspelt.retain(|misspelt| misspelt != name);
    misspelt
}

/// Whether nothing is set in the value: such a member has no place, but says nothing either.
pub fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(elements) => elements.is_empty(),
        Value::Object(members) => members.values().all(says_nothing),
        _ => false,
    }
}
