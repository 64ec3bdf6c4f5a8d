//! The schemas in `rules/schema/` as files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::{Result, files, stem};

/// The schemas, by the names of their files.
pub struct Schemas(BTreeMap<String, Value>);

/// A schema somewhere in a file.
#[derive(Clone)]
pub struct Schema<'s> {
    all: &'s Schemas,
    /// The file, in which a `$ref` without a name of one searches.
    file: &'s str,
    /// The JSON Pointer in it.
    pointer: String,
    pub value: &'s Value,
}

impl Schemas {
    pub fn read(root: &Path) -> Result<Self> {
        let mut schemas = BTreeMap::new();
        for path in files(&root.join("rules/schema"), "json")? {
            let document = serde_json::from_str(&fs::read_to_string(&path)?)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            schemas.insert(format!("{}.json", stem(&path)?), document);
        }
        Ok(Self(schemas))
    }

    /// Whole files.
    pub fn files(&self) -> impl Iterator<Item = Schema<'_>> {
        let files = self.0.iter();
        files.map(|(file, value)| Schema { all: self, file, pointer: String::new(), value })
    }

    /// The schemas that describe objects: whole files and definitions in them.
    pub fn objects(&self) -> impl Iterator<Item = Schema<'_>> {
        let all = self.files().flat_map(|whole| {
            let definitions = whole.named("$defs").map(|(_, schema)| schema);
            definitions.chain([whole.clone()]).collect::<Vec<_>>()
        });
        all.filter(|schema| schema.get("x-object").is_some())
    }

    /// Those of one kind of object.
    pub fn of_kind<'s>(&'s self, kind: &'s str) -> impl Iterator<Item = Schema<'s>> {
        self.objects().filter(move |schema| schema.value["x-object"]["kind"] == kind)
    }
}

impl<'s> Schema<'s> {
    /// Where it stands, such as `policy.json#/properties/name`.
    pub fn address(&self) -> String {
        format!("{}#{}", self.file, self.pointer)
    }

    /// What tells it from others.
    pub fn identity(&self) -> *const Value {
        self.value
    }

    pub fn get(&self, keyword: &str) -> Option<&'s Value> {
        self.value.get(keyword)
    }

    /// The keywords with what they demand.
    pub fn keywords(&self) -> impl Iterator<Item = (&'s str, &'s Value)> + use<'s> {
        self.value.as_object().into_iter().flatten().map(|(keyword, demand)| (&**keyword, demand))
    }

    /// The schema under a keyword.
    pub fn below(&self, keyword: &str) -> Option<Self> {
        self.get(keyword).map(|value| self.inside(&[keyword], value))
    }

    /// The schemas in the array under a keyword.
    pub fn listed(&self, keyword: &str) -> impl Iterator<Item = Self> {
        let listed = self.get(keyword).and_then(Value::as_array).into_iter().flatten();
        listed.enumerate().map(move |(n, value)| self.inside(&[keyword, &n.to_string()], value))
    }

    /// The schemas in the object under a keyword, with their names.
    pub fn named(&self, keyword: &str) -> impl Iterator<Item = (&'s str, Self)> {
        let named = self.get(keyword).and_then(Value::as_object).into_iter().flatten();
        named.map(move |(name, value)| (&**name, self.inside(&[keyword, name], value)))
    }

    /// What a `$ref` leads to.
    pub fn target(&self) -> Result<Option<Self>> {
        let Some(reference) = self.get("$ref") else {
            return Ok(None);
        };
        let reference = reference.as_str().unwrap_or_default();
        let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let file = if file.is_empty() { self.file } else { file };
        let found = self.all.0.get_key_value(file);
        let found = found.and_then(|(file, whole)| Some((file, whole.pointer(pointer)?)));
        let (file, value) = found.ok_or_else(|| self.error("$ref", "leads nowhere"))?;
        Ok(Some(Self { file, pointer: pointer.to_owned(), value, ..*self }))
    }

    /// Says what is wrong with a keyword.
    pub fn error(&self, keyword: &str, what: impl std::fmt::Display) -> String {
        format!("rules/schema/{}/{keyword}: {what}", self.address())
    }

    fn inside(&self, tokens: &[&str], value: &'s Value) -> Self {
        let escaped = tokens.iter().map(|token| token.replace('~', "~0").replace('/', "~1"));
        let pointer = escaped.fold(self.pointer.clone(), |pointer, token| pointer + "/" + &token);
        Self { pointer, value, ..*self }
    }
}
