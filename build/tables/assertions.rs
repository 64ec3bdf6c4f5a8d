//! The keywords that say something of a value, with what is to be told where a value breaks them.

use std::collections::HashMap;
use std::fmt::Write as _;

use serde_json::Value;

use super::names::keys;
use super::{array, conditions};
use crate::schemas::Schema;
use crate::{Result, patterns};

/// What a value can break, in the order in which it is looked at.
const ASSERTIONS: [&str; 18] = [
    "type",
    "const",
    "enum",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "required",
    "pattern",
    "format",
    "uniqueItems",
    "propertyNames",
    "x-near-miss",
    "x-elsewhere",
];

/// What leads to other schemas.
const APPLICATORS: [&str; 8] =
    ["$ref", "allOf", "properties", "additionalProperties", "items", "if", "then", "else"];

/// What says nothing of a value.
pub const ANNOTATIONS: [&str; 11] = [
    "$schema",
    "$id",
    "$comment",
    "$defs",
    "title",
    "description",
    "x-lint",
    "x-object",
    "x-open",
    "x-unlisted",
    "x-undocumented",
];

/// The assertions that were met so far.
#[derive(Default)]
pub struct Assertions {
    numbers: HashMap<(*const Value, &'static str), usize>,
    written: Vec<String>,
    addresses: Vec<String>,
    conditions: Vec<String>,
}

impl Assertions {
    /// The keywords of a schema that a value can break, each with its number.
    pub fn of(&mut self, schema: &Schema<'_>) -> Result<Vec<(&'static str, usize)>> {
        check_keywords(schema)?;
        let present = ASSERTIONS.into_iter().filter(|keyword| schema.get(keyword).is_some());
        present.map(|keyword| Ok((keyword, self.number(schema, keyword)?))).collect()
    }

    fn number(&mut self, schema: &Schema<'_>, keyword: &'static str) -> Result<usize> {
        if let Some(number) = self.numbers.get(&(schema.identity(), keyword)) {
            return Ok(*number);
        }
        let assertion = assertion(schema, keyword)?;
        let annotated = schema.value["x-lint"].get(keyword);
        let text = |name| annotated.and_then(|annotated| annotated.get(name)?.as_str());
        let severity = match text("severity") {
            None => "None",
            Some("error") => "Some(Severity::Error)",
            Some("warning") => "Some(Severity::Warning)",
            Some("info") => "Some(Severity::Info)",
            Some(other) => {
                return Err(schema.error("x-lint", format!("no severity {other}")).into());
            }
        };
        self.written.push(format!(
            "Constraint {{ assertion: {assertion}, severity: {severity}, message: {:?}, help: {:?} }}",
            text("message"),
            text("help"),
        ));
        self.addresses.push(format!("{}/{keyword}", schema.address()));
        let number = self.written.len() - 1;
        self.numbers.insert((schema.identity(), keyword), number);
        Ok(number)
    }

    /// The number of a condition.
    pub fn condition(&mut self, schema: &Schema<'_>) -> Result<usize> {
        let condition = conditions::of(schema)?;
        let known = self.conditions.iter().position(|known| *known == condition);
        Ok(known.unwrap_or_else(|| {
            self.conditions.push(condition);
            self.conditions.len() - 1
        }))
    }

    pub fn write(self, tables: &mut String) -> Result<()> {
        array(tables, "CONSTRAINTS", "Constraint", self.written)?;
        let addresses = self.addresses.iter().map(|address| format!("{address:?}"));
        writeln!(tables, "/// Where each constraint stands.\n#[cfg(test)]")?;
        array(tables, "ADDRESSES", "&str", addresses)?;
        array(tables, "CONDITIONS", "Condition", self.conditions)
    }
}

/// Fails for what nobody would heed.
fn check_keywords(schema: &Schema<'_>) -> Result<()> {
    let is_known = |keyword: &str| {
        ASSERTIONS.contains(&keyword)
            || APPLICATORS.contains(&keyword)
            || ANNOTATIONS.contains(&keyword)
    };
    if let Some((keyword, _)) = schema.keywords().find(|(keyword, _)| !is_known(keyword)) {
        return Err(schema.error(keyword, "no such keyword is known here").into());
    }
    let lint = schema.get("x-lint").and_then(Value::as_object);
    for (keyword, annotated) in lint.into_iter().flatten() {
        if schema.get(keyword).is_none() {
            return Err(schema
                .error("x-lint", format!("there is no {keyword} to annotate"))
                .into());
        }
        const KNOWN: [&str; 4] = ["severity", "help", "message", "covers"];
        let mut given = annotated.as_object().into_iter().flatten();
        if let Some((name, _)) = given.find(|(name, _)| !KNOWN.contains(&name.as_str())) {
            return Err(schema.error("x-lint", format!("no annotation {name} is known")).into());
        }
    }
    for (keyword, beside) in
        [("x-open", "enum"), ("x-unlisted", "enum"), ("then", "if"), ("else", "if")]
    {
        if schema.get(keyword).is_some() && schema.get(beside).is_none() {
            return Err(schema.error(keyword, format!("means nothing without {beside}")).into());
        }
    }
    Ok(())
}

/// What a keyword asserts, as a value of the type `Assertion`.
pub fn assertion(schema: &Schema<'_>, keyword: &str) -> Result<String> {
    let value = &schema.value[keyword];
    let wrong = || schema.error(keyword, format!("{value} is not understood"));
    let number = || value.as_f64().ok_or_else(wrong);
    let count = || value.as_u64().ok_or_else(wrong);
    Ok(match keyword {
        "type" => format!("Assertion::Type(&[{}])", types(value).ok_or_else(wrong)?),
        "const" => format!("Assertion::Const({})", literal(value).ok_or_else(wrong)?),
        "enum" => {
            let values: Option<Vec<String>> =
                value.as_array().ok_or_else(wrong)?.iter().map(literal).collect();
            let unlisted = schema.get("x-unlisted").map_or("[]".to_owned(), Value::to_string);
            format!(
                "Assertion::Enum {{ values: &[{}], is_open: {}, unlisted: &{unlisted} }}",
                values.ok_or_else(wrong)?.join(", "),
                schema.get("x-open") == Some(&Value::Bool(true)),
            )
        }
        "minimum" => format!("Assertion::Minimum({:?})", number()?),
        "maximum" => format!("Assertion::Maximum({:?})", number()?),
        "exclusiveMinimum" => format!("Assertion::ExclusiveMinimum({:?})", number()?),
        "exclusiveMaximum" => format!("Assertion::ExclusiveMaximum({:?})", number()?),
        "minLength" => format!("Assertion::MinLength({})", count()?),
        "maxLength" => format!("Assertion::MaxLength({})", count()?),
        "minItems" => format!("Assertion::MinItems({})", count()?),
        "maxItems" => format!("Assertion::MaxItems({})", count()?),
        "required" => format!("Assertion::Required(&[{}])", keys(value).ok_or_else(wrong)?),
        "pattern" => {
            let automaton = patterns::automaton(value.as_str().ok_or_else(wrong)?);
            let automaton = automaton.map_err(|error| schema.error(keyword, error))?;
            format!("Assertion::Pattern({automaton})")
        }
        "format" => match value.as_str() {
            Some("iso8601-duration") => "Assertion::Format(Format::Duration)".to_owned(),
            Some("okta-date-time") => "Assertion::Format(Format::DateTime)".to_owned(),
            Some("java-regex") => "Assertion::Format(Format::JavaRegex)".to_owned(),
            _ => return Err(wrong().into()),
        },
        "uniqueItems" if *value == true => "Assertion::UniqueItems".to_owned(),
        "propertyNames" => {
            // Names are looked up, so that nothing but a set can be asked of them.
            let mut keywords = value.as_object().into_iter().flatten();
            let set = value.get("enum").filter(|_| keywords.all(|(keyword, _)| keyword == "enum"));
            let keys = set.and_then(keys).ok_or_else(wrong)?;
            format!("Assertion::PropertyNames(&[{keys}])")
        }
        "x-near-miss" if *value == true => "Assertion::NearMiss".to_owned(),
        "x-elsewhere" => "Assertion::Elsewhere".to_owned(),
        _ => return Err(wrong().into()),
    })
}

fn types(value: &Value) -> Option<String> {
    let one = |value: &Value| {
        Some(match value.as_str()? {
            "null" => "Type::Null",
            "boolean" => "Type::Boolean",
            "integer" => "Type::Integer",
            "number" => "Type::Number",
            "string" => "Type::String",
            "array" => "Type::Array",
            "object" => "Type::Object",
            _ => return None,
        })
    };
    match value {
        Value::Array(types) => Some(types.iter().map(one).collect::<Option<Vec<_>>>()?.join(", ")),
        only => one(only).map(str::to_owned),
    }
}

fn literal(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(format!("Literal::Text({text:?})")),
        Value::Bool(value) => Some(format!("Literal::Boolean({value})")),
        _ => None,
    }
}
