//! The names of members, as keys.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::keys::constant;
use crate::schemas::{Schema, Schemas};

pub struct Names<'s> {
    /// The members that any type's objects have, by the place that `x-elsewhere` names.
    elsewhere: BTreeMap<&'static str, BTreeSet<&'s str>>,
}

impl<'s> Names<'s> {
    pub fn of(schemas: &'s Schemas) -> Self {
        let members = |schema: Schema<'s>, path: &[&str]| -> Vec<&'s str> {
            let mut path = path.iter().flat_map(|name| ["properties", name]).chain(["properties"]);
            let members = path.try_fold(schema.value, |value, token| value.get(token));
            members
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
                .map(|(name, _)| &**name)
                .collect()
        };
        let (policies, rules) = (|| schemas.of_kind("policy"), || schemas.of_kind("rule"));
        let of_policies = policies().flat_map(|schema| members(schema, &[]));
        let conditions = policies().chain(rules());
        let conditions = conditions.flat_map(|schema| members(schema, &["conditions"]));
        let actions = rules().flat_map(|schema| members(schema, &["actions"]));
        let elsewhere = BTreeMap::from([
            ("policy", of_policies.collect()),
            ("conditions", conditions.collect()),
            ("actions", actions.collect()),
        ]);
        Self { elsewhere }
    }

    /// The members that belong to the place, as `x-elsewhere` calls it, in objects of any type.
    pub fn at(&self, place: &str) -> Option<&BTreeSet<&'s str>> {
        self.elsewhere.get(place)
    }
}

/// The key of a name, a value of the type `Key`.
pub fn key(name: &str) -> String {
    format!("Key::{}", constant(name))
}

/// The keys of the names that a keyword lists; `None` where it lists something else.
pub fn keys(listed: &Value) -> Option<String> {
    let names = listed.as_array()?.iter().map(Value::as_str);
    Some(names.map(|name| name.map(key)).collect::<Option<Vec<_>>>()?.join(", "))
}
