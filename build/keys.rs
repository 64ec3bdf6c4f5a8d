//! The names of members as numbered constants, with a table that finds the number of a name.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;

use serde_json::Value;

#[path = "../src/okta/key_hash.rs"]
mod key_hash;

/// The source of the constants, for the members that `schemas` describe and the names in `others`, one
/// a line.
pub(super) fn source<'s>(
    schemas: impl Iterator<Item = &'s Value>,
    others: &str,
) -> Result<String, Box<dyn Error>> {
    let mut names: BTreeSet<String> =
        others.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
    schemas.for_each(|schema| collect(schema, &mut names));
    let mut constants: BTreeMap<String, &str> = BTreeMap::new();
    for name in &names {
        if let Some(other) = constants.insert(constant(name), name) {
            return Err(format!("the members {other} and {name} share one constant").into());
        }
    }
    let numbered: Vec<(&String, &&str)> = constants.iter().collect();
    let mut source = String::from("impl Key {\n");
    for (n, (constant, name)) in numbered.iter().enumerate() {
        writeln!(source, "    /// `{name}`\n    pub const {constant}: Self = Self({});", n + 1)?;
    }
    let all: Vec<&str> = [""].into_iter().chain(numbered.iter().map(|(_, name)| **name)).collect();
    writeln!(source, "}}\n\nstatic NAMES: &[&str] = &{all:?};")?;
    let (seed, bits, slots) = table(&all).ok_or("no seed keeps the names of members apart")?;
    writeln!(source, "const SEED: u64 = {seed};\nconst BITS: u32 = {bits};")?;
    writeln!(source, "static SLOTS: [u16; {}] = {slots:?};", slots.len())?;
    Ok(source)
}

fn collect(schema: &Value, names: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::Object(properties)) = members.get("properties") {
                names.extend(properties.keys().cloned());
            }
            let listed = [members.get("required"), schema.pointer("/propertyNames/enum")];
            let listed = listed.into_iter().flatten().filter_map(Value::as_array).flatten();
            names.extend(listed.filter_map(Value::as_str).map(str::to_owned));
            members.values().for_each(|inner| collect(inner, names));
        }
        Value::Array(elements) => elements.iter().for_each(|inner| collect(inner, names)),
        _ => {}
    }
}

/// `factorLifetime` as `FACTOR_LIFETIME`, `_links` as `LINKS`.
pub fn constant(name: &str) -> String {
    let mut constant = String::new();
    let mut was_lower = false;
    for char in name.trim_start_matches(['_', '$']).chars() {
        if char.is_ascii_uppercase() && was_lower {
            constant.push('_');
        }
        was_lower = char.is_ascii_lowercase() || char.is_ascii_digit();
        constant.push(if char.is_ascii_alphanumeric() { char.to_ascii_uppercase() } else { '_' });
    }
    constant
}

/// A seed by which each name has a slot of its own, and what stands in the slots.
fn table(names: &[&str]) -> Option<(u64, u32, Vec<u16>)> {
    const BITS: u32 = 13;
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..100_000 {
        seed = seed.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f) | 1;
        let mut slots = vec![0; 1 << BITS];
        let is_alone = names.iter().enumerate().skip(1).all(|(number, name)| {
            let slot = &mut slots[key_hash::slot(name.as_bytes(), seed, BITS)];
            let was_free = *slot == 0;
            *slot = number as u16;
            was_free
        });
        if is_alone {
            return Some((seed, BITS, slots));
        }
    }
    None
}
