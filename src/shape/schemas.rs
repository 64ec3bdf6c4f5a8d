//! The embedded schemas, parsed and compiled when first needed.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use jsonschema::json::{Node as _, Object as _};
use jsonschema::paths::Location;
use jsonschema::{Keyword, Retrieve, Uri, ValidationError, Validator};
use serde_json::{Map, Value};

use crate::export::{ObjectKind, PolicyType};
use crate::wording::nearest;

use super::formats;
use super::representation::{Exported, Instance};

// `FILES: &[(&str, &str)]`: the name and text of every file in `rules/schema/`.
include!(concat!(env!("OUT_DIR"), "/schemas.rs"));

/// Our keyword for "these are all the names that Okta knows here": reports near misses of them.
const NEAR_MISS: &str = "x-near-miss";

/// The schema of one kind of object.
pub(super) struct Schema {
    document: &'static Value,
    validator: OnceLock<Validator<Exported>>,
}

impl Schema {
    pub(super) fn validator(&self) -> &Validator<Exported> {
        self.validator.get_or_init(|| {
            jsonschema::options_for::<Exported>()
                .with_retriever(Embedded)
                .should_validate_formats(true)
                .with_format("iso8601-duration", formats::is_duration)
                .with_format("okta-date-time", formats::is_date_time)
                .with_format("java-regex", |pattern: &str| {
                    formats::pattern_error(pattern).is_none()
                })
                .with_keyword(NEAR_MISS, near_miss)
                .build(self.document)
                // The schemas are part of the program; a test builds every one.
                .unwrap_or_else(|error| unreachable!("embedded schema: {error}"))
        })
    }

    /// The schema object that a keyword stands in, and the keyword.
    pub(super) fn locate(
        &self,
        path: &Location,
        absolute: Option<&Uri<String>>,
    ) -> Option<(&'static Value, String)> {
        let (document, pointer) = match absolute.map(Uri::as_str) {
            Some(uri) => {
                let (uri, pointer) = uri.split_once('#')?;
                let file = uri.rsplit('/').next()?;
                (DOCUMENTS.get(file)?, pointer.to_owned())
            }
            None => (self.document, path.as_str().to_owned()),
        };
        let (schema, keyword) = pointer.rsplit_once('/')?;
        Some((document.pointer(&unescape(schema))?, keyword.to_owned()))
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
    let describe = |document: &'static Value| {
        let object = document.get("x-object")?;
        let kind = object.get("kind")?.as_str()?;
        let named = object.get("type").and_then(Value::as_str);
        let validator = OnceLock::new();
        Some(((kind, named), Schema { document, validator }))
    };
    DOCUMENTS.values().filter_map(describe).collect()
});

/// The schema of a kind of object; for a type without a schema of its own, that of the kind.
pub(super) fn of(kind: ObjectKind, of: PolicyType) -> &'static Schema {
    let (kind, named) = match kind {
        ObjectKind::Policy => ("policy", of.known().map(|known| known.policy)),
        ObjectKind::Rule => ("rule", of.known().map(|known| known.rule)),
        _ => ("simulation", None),
    };
    let own = SCHEMAS.get(&(kind, named));
    own.or_else(|| SCHEMAS.get(&(kind, None)))
        // A test looks up every kind.
        .unwrap_or_else(|| unreachable!("no schema for a {kind}"))
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
            of(kind, PolicyType::Unknown);
        }
    }
}
