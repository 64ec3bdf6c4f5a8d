//! The table of types of policies.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use crate::Result;
use crate::schemas::{Schema, Schemas};

/// The facts about policy types, from the `x-object` of the schemas, and the members that their
/// conditions may have.
pub fn table(schemas: &Schemas) -> Result<String> {
    let mut known = Vec::new();
    let mut table = String::from(
        "/// Every policy type that Okta's documents or servers have named so far.\n\
         pub const KNOWN_TYPES: &[KnownType] = &[\n",
    );
    let has_type = |schema: &Schema<'_>| schema.value["x-object"]["type"].is_string();
    for policy in schemas.of_kind("policy").filter(has_type) {
        let object = &policy.value["x-object"];
        let rule = if object["ruleType"].is_string() { "ruleType" } else { "type" };
        let mut rules = schemas.of_kind("rule").filter(has_type);
        let rule = rules.find(|other| other.value["x-object"]["type"] == object[rule]);
        let of_policies = conditions(&policy)?;
        let of_rules = rule.map(|rule| conditions(&rule)).transpose()?.unwrap_or_default();
        let entry = known_type(object, [of_policies, of_rules]);
        let entry = entry.map_err(|error| policy.error("x-object", error))?;
        let name = object["type"].as_str().unwrap_or_default().to_owned();
        known.push((object["rank"].as_u64().unwrap_or(u64::MAX), name, entry));
    }
    known.sort();
    let mut constants = String::from("impl PolicyType {\n");
    for (n, (_, policy, entry)) in known.iter().enumerate() {
        writeln!(table, "    {entry},")?;
        writeln!(
            constants,
            "    /// `{policy}`\n    pub const {policy}: Self = Self::Known(&KNOWN_TYPES[{n}]);"
        )?;
    }
    table.push_str("];\n\n");
    Ok(table + &constants + "}\n")
}

/// The members that Okta's documents list in the conditions of an object, as paths with dots.
fn conditions(object: &Schema<'_>) -> Result<Vec<String>> {
    let mut properties = object.named("properties");
    let conditions = properties.find(|(name, _)| *name == "conditions");
    let mut paths = Vec::new();
    if let Some((_, conditions)) = conditions {
        add_members(vec![conditions], "", &mut paths)?;
    }
    Ok(paths)
}

/// Adds the members of what all of `schemas` describe together, and their members.
fn add_members(mut schemas: Vec<Schema<'_>>, prefix: &str, paths: &mut Vec<String>) -> Result<()> {
    let mut at = 0;
    while let Some(schema) = schemas.get(at) {
        schemas.extend(schema.target()?);
        at += 1;
    }
    if schemas.iter().any(|schema| schema.value["x-undocumented"] == true) {
        return Ok(());
    }
    if !prefix.is_empty() {
        paths.push(prefix.to_owned());
    }
    let mut members: BTreeMap<&str, Vec<Schema<'_>>> = BTreeMap::new();
    for (name, schema) in schemas.iter().flat_map(|schema| schema.named("properties")) {
        members.entry(name).or_default().push(schema);
    }
    for (name, schemas) in members {
        let dot = if prefix.is_empty() { "" } else { "." };
        add_members(schemas, &format!("{prefix}{dot}{name}"), paths)?;
    }
    Ok(())
}

fn known_type(object: &Value, [of_policies, of_rules]: [Vec<String>; 2]) -> Result<String> {
    let policy = &object["type"];
    let rule = if object["ruleType"].is_string() { &object["ruleType"] } else { policy };
    let numbering = match object["numbering"].as_str() {
        Some("v1") => "V1",
        Some("v2") => "V2",
        other => return Err(format!("numbering of {policy} is {other:?}, not v1 or v2").into()),
    };
    let selection = match object["selection"].as_str() {
        Some("ordered") => "Ordered",
        Some("ordered-in-server") => "OrderedInServer",
        Some("mapped") => "Mapped",
        Some("single") => "Single",
        other => return Err(format!("selection of {policy} is {other:?}").into()),
    };
    let engine = match object["engine"].as_str() {
        Some("identity") => "Some(Engine::Identity)",
        Some("classic") => "Some(Engine::Classic)",
        Some(other) => return Err(format!("engine of {policy} is {other:?}").into()),
        None => "None",
    };
    let actions = object["actions"].as_array().ok_or("actions is not an array")?;
    let actions: Vec<String> = actions.iter().map(Value::to_string).collect();
    Ok(format!(
        "KnownType {{ policy: {policy}, rule: {rule}, actions: &[{}], \
         numbering: Numbering::{numbering}, selection: Selection::{selection}, \
         engine: {engine}, has_one_custom_rule: {}, policy_conditions: &{of_policies:?}, \
         rule_conditions: &{of_rules:?} }}",
        actions.join(", "),
        object["oneCustomRule"] == true,
    ))
}
