//! The embedded schemas, parsed and compiled when first needed.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{LazyLock, OnceLock};

use jsonschema::json::{Node as _, Object as _};
use jsonschema::paths::Location;
use jsonschema::{Keyword, Retrieve, Uri, ValidationError, Validator};
use serde_json::{Map, Value, json};

use crate::duration::Duration;
use crate::export::{ObjectKind, PolicyType};
use crate::wording::nearest;

use super::formats;
use super::representation::{Exported, Instance};

// `FILES: &[(&str, &str)]`: the name and text of every file in `rules/schema/`.
include!(concat!(env!("OUT_DIR"), "/schemas.rs"));

/// Our keyword for "these are all the names that Okta knows here": reports near misses of them.
const NEAR_MISS: &str = "x-near-miss";

/// Our keyword for "these are all the members that belong here": reports those that belong to the
/// same place of other types' objects, and have no effect or are refused here.
const ELSEWHERE: &str = "x-elsewhere";

/// The schema of one kind of object: a whole file, or a definition in one.
pub(super) struct Schema {
    root: Value,
    validator: OnceLock<Validator<Exported>>,
}

impl Schema {
    pub(super) fn validator(&self) -> &Validator<Exported> {
        self.validator.get_or_init(|| {
            jsonschema::options_for::<Exported>()
                .with_retriever(Embedded)
                .should_validate_formats(true)
                .with_format("iso8601-duration", |text: &str| Duration::parse(text).is_some())
                .with_format("okta-date-time", formats::is_date_time)
                .with_format("java-regex", |pattern: &str| {
                    formats::pattern_error(pattern).is_none()
                })
                .with_keyword(NEAR_MISS, near_miss)
                .with_keyword(ELSEWHERE, elsewhere)
                .build(&self.root)
                // The schemas are part of the program; a test builds every one.
                .unwrap_or_else(|error| unreachable!("embedded schema: {error}"))
        })
    }

    /// The schema object that a keyword stands in, and the keyword.
    pub(super) fn locate(keyword: &Uri<String>) -> Option<(&'static Value, String)> {
        let (uri, pointer) = keyword.as_str().split_once('#')?;
        let file = uri.rsplit('/').next()?;
        // What is wrong with a name stands in a schema of its own, below the keyword.
        let names = pointer.find("/propertyNames/");
        let pointer = names.map_or(pointer, |at| &pointer[..at + "/propertyNames".len()]);
        let (schema, keyword) = pointer.rsplit_once('/')?;
        Some((DOCUMENTS.get(file)?.pointer(&unescape(schema))?, keyword.to_owned()))
    }
}

/// A `$` in a fragment arrives percent-encoded.
fn unescape(pointer: &str) -> String {
    pointer.replace("%24", "$")
}

/// The parsed files, by name.
static DOCUMENTS: LazyLock<HashMap<&str, Value>> = LazyLock::new(|| {
    let parse = |(name, text): &(&'static str, &str)| {
        // A test parses every file.
        (*name, serde_json::from_str(text).unwrap_or_else(|e| unreachable!("{name}: {e}")))
    };
    FILES.iter().map(parse).collect()
});

/// The schemas of objects, by the kind and type that their `x-object` names.
static SCHEMAS: LazyLock<HashMap<(&str, Option<&str>), Schema>> = LazyLock::new(|| {
    let schema = |described: Described| {
        let root = json!({ "$ref": described.address });
        (described.object, Schema { root, validator: OnceLock::new() })
    };
    described().map(schema).collect()
});

/// A schema with an `x-object`.
struct Described {
    /// The kind of the object, and its type if it has one.
    object: (&'static str, Option<&'static str>),
    address: String,
    schema: &'static Value,
}

/// The schemas that describe objects: whole files and definitions in them.
fn described() -> impl Iterator<Item = Described> {
    let describe = |address: String, schema: &'static Value| {
        let object = schema.get("x-object")?;
        let kind = object.get("kind")?.as_str()?;
        let named = object.get("type").and_then(Value::as_str);
        Some(Described { object: (kind, named), address, schema })
    };
    DOCUMENTS.values().flat_map(move |document| {
        let id = document.get("$id").and_then(Value::as_str).unwrap_or_default();
        let definitions = document.get("$defs").and_then(Value::as_object);
        let definitions = definitions
            .into_iter()
            .flatten()
            .filter_map(move |(name, schema)| describe(format!("{id}#/$defs/{name}"), schema));
        describe(id.to_owned(), document).into_iter().chain(definitions)
    })
}

/// The members that any type's objects have, by the place in a schema that `x-elsewhere` names.
static MEMBERS: LazyLock<HashMap<&str, HashSet<&str>>> = LazyLock::new(|| {
    const PLACES: [(&str, &[&str], &str); 3] = [
        ("policy", &["policy"], "/properties"),
        ("conditions", &["policy", "rule"], "/properties/conditions/properties"),
        ("actions", &["rule"], "/properties/actions/properties"),
    ];
    let members = |kinds: &'static [&str], pointer: &'static str| {
        let of_kind = described().filter(|one| kinds.contains(&one.object.0));
        let places = of_kind.filter_map(|one| one.schema.pointer(pointer)?.as_object());
        places.flat_map(Map::keys).map(String::as_str).collect()
    };
    PLACES.map(|(name, kinds, pointer)| (name, members(kinds, pointer))).into()
});

/// The schema of a kind of object; for a type without a schema of its own, that of the kind.
pub(super) fn of(kind: ObjectKind, of: PolicyType) -> Option<&'static Schema> {
    let named = match kind {
        ObjectKind::Policy => of.known().map(|known| known.policy),
        ObjectKind::Rule => of.known().map(|known| known.rule),
        _ => None,
    };
    let own = SCHEMAS.get(&(kind.name(), named));
    own.or_else(|| SCHEMAS.get(&(kind.name(), None)))
}

/// Resolves references between the embedded files.
struct Embedded;

impl Retrieve for Embedded {
    fn retrieve(
        &self,
        uri: &Uri<String>,
    ) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let file = uri.path().as_str().rsplit('/').next().unwrap_or_default();
        let document = DOCUMENTS.get(file);
        document.cloned().ok_or_else(|| format!("no schema file {file}").into())
    }
}

struct NearMiss {
    known: Vec<String>,
}

fn near_miss<'a>(
    parent: &'a Map<String, Value>,
    _value: &'a Value,
    _path: Location,
) -> Result<Box<dyn for<'i> Keyword<'i, Exported>>, ValidationError<'a>> {
    let properties = parent.get("properties").and_then(Value::as_object);
    let known = properties.map(|properties| properties.keys().cloned().collect());
    Ok(Box::new(NearMiss { known: known.unwrap_or_default() }))
}

impl NearMiss {
    /// The members whose names nearly are known ones that the object lacks.
    fn misspelled(&self, instance: Instance<'_>) -> Vec<String> {
        let Some(members) = instance.as_object() else {
            return Vec::new();
        };
        let names: Vec<_> = members.members().map(|(name, _)| name).collect();
        let known = self.known.iter().map(String::as_str);
        let absent: Vec<&str> =
            known.filter(|known| !names.iter().any(|name| name == known)).collect();
        let is_near = |name: &&Cow<'_, str>| {
            !self.is_known(name) && nearest(name, absent.iter().copied()).is_some()
        };
        names.iter().filter(is_near).map(|name| name.clone().into_owned()).collect()
    }

    fn is_known(&self, name: &str) -> bool {
        self.known.iter().any(|known| known == name)
    }
}

impl<'i> Keyword<'i, Exported> for NearMiss {
    fn validate(&self, instance: Instance<'i>) -> Result<(), ValidationError<'i>> {
        let first = self.misspelled(instance).into_iter().next();
        first.map_or(Ok(()), |name| Err(ValidationError::custom(name)))
    }

    fn is_valid(&self, instance: Instance<'i>) -> bool {
        let Some(members) = instance.as_object() else {
            return true;
        };
        let mut names = members.members().map(|(name, _)| name);
        names.all(|name| self.is_known(&name)) || self.misspelled(instance).is_empty()
    }

    fn iter_errors(
        &self,
        instance: Instance<'i>,
    ) -> Box<dyn Iterator<Item = ValidationError<'i>> + 'i> {
        let misspelled = self.misspelled(instance).into_iter();
        Box::new(misspelled.map(|name| -> ValidationError<'i> { ValidationError::custom(name) }))
    }
}

/// Members that belong to the same place of other types' objects.
struct Elsewhere {
    own: HashSet<String>,
    all: &'static HashSet<&'static str>,
}

fn elsewhere<'a>(
    parent: &'a Map<String, Value>,
    place: &'a Value,
    path: Location,
) -> Result<Box<dyn for<'i> Keyword<'i, Exported>>, ValidationError<'a>> {
    let Some(all) = place.as_str().and_then(|place| MEMBERS.get(place)) else {
        return Err(ValidationError::schema(format!("{path}: no place {place}")));
    };
    let own = parent.get("properties").and_then(Value::as_object);
    let own = own.map(|own| own.keys().cloned().collect()).unwrap_or_default();
    Ok(Box::new(Elsewhere { own, all }))
}

impl Elsewhere {
    fn misplaced(&self, instance: Instance<'_>) -> Vec<String> {
        let members = instance.as_object();
        let names = members.iter().flat_map(|members| members.members()).map(|(name, _)| name);
        let names = names
            .filter(|name| self.all.contains(name.as_ref()) && !self.own.contains(name.as_ref()));
        names.map(Cow::into_owned).collect()
    }
}

impl<'i> Keyword<'i, Exported> for Elsewhere {
    fn validate(&self, instance: Instance<'i>) -> Result<(), ValidationError<'i>> {
        let first = self.misplaced(instance).into_iter().next();
        first.map_or(Ok(()), |name| Err(ValidationError::custom(name)))
    }

    fn is_valid(&self, instance: Instance<'i>) -> bool {
        self.misplaced(instance).is_empty()
    }

    fn iter_errors(
        &self,
        instance: Instance<'i>,
    ) -> Box<dyn Iterator<Item = ValidationError<'i>> + 'i> {
        let misplaced = self.misplaced(instance).into_iter();
        Box::new(misplaced.map(|name| -> ValidationError<'i> { ValidationError::custom(name) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_compiles() {
        assert!(SCHEMAS.len() > 10, "only {} schemas describe objects", SCHEMAS.len());
        for schema in SCHEMAS.values() {
            schema.validator();
        }
    }

    #[test]
    fn every_kind_of_object_has_a_schema() {
        for kind in [ObjectKind::Policy, ObjectKind::Rule, ObjectKind::SimulateRequest] {
            assert!(of(kind, PolicyType::Unknown).is_some(), "no schema for {}", kind.name());
        }
    }
}
