//! The embedded schemas, parsed and compiled when first needed.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{LazyLock, OnceLock};

use jsonschema::json::{Node as _, Object as _};
use jsonschema::paths::Location;
use jsonschema::{Keyword, Retrieve, Uri, ValidationError, Validator};
use serde_json::{Map, Value, json};

use crate::duration::Duration;
use crate::model::{ObjectKind, PolicyType};

use super::formats;
use super::places::Places;
use super::representation::{Exported, Instance};

// `FILES: &[(&str, &str)]`: the name and text of every file in `rules/schema/`.
include!(concat!(env!("OUT_DIR"), "/schemas.rs"));

/// Our keyword for "these are all the members that belong here": reports those that belong to the
/// same place of other types' objects, and have no effect or are refused here.
const ELSEWHERE: &str = "x-elsewhere";

/// The schema of one kind of object: a whole file, or a definition in one.
pub(super) struct Schema {
    root: Value,
    described: Fragment,
    validator: OnceLock<Validator<Exported>>,
    places: OnceLock<Places>,
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
                .with_keyword(ELSEWHERE, elsewhere)
                .build(&self.root)
                // The schemas are part of the program; a test builds every one.
                .unwrap_or_else(|error| unreachable!("embedded schema: {error}"))
        })
    }

    /// Where the members of such an object belong.
    pub(super) fn places(&self) -> &Places {
        self.places.get_or_init(|| Places::of(self.described))
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
        let (validator, places) = (OnceLock::new(), OnceLock::new());
        (described.object, Schema { root, described: described.schema, validator, places })
    };
    described().map(schema).collect()
});

/// A schema with an `x-object`.
struct Described {
    /// The kind of the object, and its type if it has one.
    object: (&'static str, Option<&'static str>),
    address: String,
    schema: Fragment,
}

/// A schema somewhere in a file.
#[derive(Clone, Copy)]
pub(super) struct Fragment {
    /// The file, in which a `$ref` without a name of one searches.
    file: &'static str,
    pub(super) value: &'static Value,
}

impl Fragment {
    pub(super) fn get(self, keyword: &str) -> Option<&'static Value> {
        self.value.get(keyword)
    }

    /// The schema under a keyword.
    pub(super) fn below(self, keyword: &str) -> Option<Self> {
        Some(Self { value: self.get(keyword)?, ..self })
    }

    /// The schemas in the array under a keyword.
    pub(super) fn listed(self, keyword: &str) -> impl Iterator<Item = Self> {
        let listed = self.get(keyword).and_then(Value::as_array);
        listed.into_iter().flatten().map(move |value| Self { value, ..self })
    }

    /// The schemas in the object under a keyword, with their names.
    pub(super) fn named(self, keyword: &str) -> impl Iterator<Item = (&'static str, Self)> {
        let named = self.get(keyword).and_then(Value::as_object);
        named.into_iter().flatten().map(move |(name, value)| (&**name, Self { value, ..self }))
    }

    /// What a `$ref` leads to.
    pub(super) fn target(self) -> Option<Self> {
        let reference = self.get("$ref")?.as_str()?;
        let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let file = if file.is_empty() { self.file } else { file };
        let (file, document) = DOCUMENTS.get_key_value(file)?;
        Some(Self { file, value: document.pointer(pointer)? })
    }
}

/// The schemas that describe objects: whole files and definitions in them.
fn described() -> impl Iterator<Item = Described> {
    let describe = |address: String, schema: Fragment| {
        let object = schema.get("x-object")?;
        let kind = object.get("kind")?.as_str()?;
        let named = object.get("type").and_then(Value::as_str);
        Some(Described { object: (kind, named), address, schema })
    };
    DOCUMENTS.iter().flat_map(move |(file, document)| {
        let whole = Fragment { file, value: document };
        let id = whole.get("$id").and_then(Value::as_str).unwrap_or_default();
        let definitions = whole.named("$defs");
        let definitions = definitions
            .filter_map(move |(name, schema)| describe(format!("{id}#/$defs/{name}"), schema));
        describe(id.to_owned(), whole).into_iter().chain(definitions)
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
        let places = of_kind.filter_map(|one| one.schema.value.pointer(pointer)?.as_object());
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
