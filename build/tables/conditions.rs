//! Conditions: what stands under `if`, which a value meets or not, and never breaks.

use super::assertions::{ANNOTATIONS, assertion};
use super::names::key;
use crate::Result;
use crate::schemas::Schema;

/// A condition, as a value of the type `Condition`.
pub fn of(schema: &Schema<'_>) -> Result<String> {
    let each =
        |keyword| -> Result<Vec<String>> { schema.listed(keyword).map(|part| of(&part)).collect() };
    let mut parts = Vec::new();
    for (keyword, _) in schema.keywords() {
        match keyword {
            _ if ANNOTATIONS.contains(&keyword) => {}
            "$ref" => {
                if let Some(target) = schema.target()? {
                    parts.push(of(&target)?);
                }
            }
            "allOf" => parts.extend(each(keyword)?),
            "anyOf" => parts.push(format!("Condition::Any(&[{}])", each(keyword)?.join(", "))),
            "not" => {
                if let Some(denied) = schema.below(keyword) {
                    parts.push(format!("Condition::Not(&{})", of(&denied)?));
                }
            }
            "properties" => {
                for (name, member) in schema.named(keyword) {
                    let (key, condition) = (key(name), of(&member)?);
                    parts.push(format!("Condition::Member({key}, &{condition})"));
                }
            }
            "propertyNames" | "x-near-miss" | "x-elsewhere" => {
                return Err(schema.error(keyword, "has no meaning in a condition").into());
            }
            _ => parts.push(format!("Condition::Meets({})", assertion(schema, keyword)?)),
        }
    }
    match parts.len() {
        1 => Ok(parts.remove(0)),
        _ => Ok(format!("Condition::All(&[{}])", parts.join(", "))),
    }
}
