//! Validates objects against the JSON Schemas in `rules/schema/`, the one place that states a
//! field-level constraint. What the schemas find, the lints of the category `fields` put in words.

mod formats;
mod representation;
mod schemas;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use jsonschema::paths::{Location, LocationSegment};
use serde_json::Value;

use crate::export::{ObjectKind, PolicyType};
use crate::finding::Severity;
use crate::json::Node;

pub(crate) use formats::{pattern_error, pattern_literals};
use representation::Instance;
use schemas::Schema;

/// A keyword of a schema that a value breaks.
pub(crate) struct Violation<'d> {
    /// The keyword, such as `enum`.
    pub(crate) keyword: String,
    /// The value that breaks it.
    pub(crate) node: Node<'d>,
    /// What the keyword demands.
    pub(crate) demand: &'static Value,
    /// The schema that the keyword stands in.
    schema: &'static Value,
    /// The member that is meant, for keywords about an object's members.
    pub(crate) member: Option<String>,
    /// What `node` is called: its key, or what the whole object is.
    pub(crate) name: String,
    /// What the whole object is, such as "PASSWORD rule".
    pub(crate) object: String,
}

impl Violation<'_> {
    /// The severity that the schema gives this constraint, where it differs from the lint's.
    pub(crate) fn severity(&self) -> Option<Severity> {
        match self.annotation("severity")? {
            "error" => Some(Severity::Error),
            "warning" => Some(Severity::Warning),
            "info" => Some(Severity::Info),
            _ => None,
        }
    }

    /// The names of members that Okta knows in the object.
    pub(crate) fn known_members(&self) -> impl Iterator<Item = &'static str> {
        let properties = self.schema.get("properties").and_then(Value::as_object);
        properties.into_iter().flat_map(|known| known.keys().map(String::as_str))
    }

    /// What the schema advises.
    pub(crate) fn help(&self) -> Option<&'static str> {
        self.annotation("help")
    }

    /// Whether Okta adds values to the set.
    pub(crate) fn is_open(&self) -> bool {
        self.schema.get("x-open") == Some(&Value::Bool(true))
    }

    /// Values of the set that Okta may return, but that nobody should write.
    pub(crate) fn unlisted(&self) -> impl Iterator<Item = &'static str> {
        let values = self.schema.get("x-unlisted").and_then(Value::as_array);
        values.into_iter().flatten().filter_map(Value::as_str)
    }

    fn annotation(&self, name: &str) -> Option<&'static str> {
        self.schema.get("x-lint")?.get(&self.keyword)?.get(name)?.as_str()
    }
}

/// What in `node` breaks the schema of its kind.
pub(crate) fn violations<'d>(
    kind: ObjectKind,
    of: PolicyType,
    node: Node<'d>,
) -> Vec<Violation<'d>> {
    let Some(schema) = schemas::of(kind, of) else {
        return Vec::new();
    };
    let validator = schema.validator();
    if validator.is_valid(Instance::Node(node)) {
        return Vec::new();
    }
    let errors = validator.iter_errors(Instance::Node(node));
    let found = errors.filter_map(|error| violation(kind, of, node, &error));
    let mut found: Vec<Violation<'d>> = found.collect();
    // A value of the wrong type breaks what else is said of it, too; that would be noise.
    let mistyped: Vec<Node<'d>> =
        found.iter().filter(|v| v.keyword == "type").map(|v| v.node).collect();
    found.retain(|v| v.keyword == "type" || !mistyped.contains(&v.node));
    found
}

fn violation<'d>(
    kind: ObjectKind,
    of: PolicyType,
    root: Node<'d>,
    error: &ValidationError<'d>,
) -> Option<Violation<'d>> {
    let (schema, keyword) = Schema::locate(error.absolute_keyword_location()?)?;
    let node = find(root, error.instance_path())?;
    let name = match kind {
        _ if node != root => node.name(),
        _ => format!("the {}", kind.name()),
    };
    let member = match error.kind() {
        ValidationErrorKind::Required { property } => property.as_str().map(str::to_owned),
        ValidationErrorKind::Custom { message, .. } => Some(message.clone()),
        ValidationErrorKind::PropertyNames { error } => {
            error.instance().as_str().map(str::to_owned)
        }
        _ => None,
    };
    let object = match (kind, of.known()) {
        (ObjectKind::Policy, Some(known)) => format!("{} policy", known.policy),
        (ObjectKind::Rule, Some(known)) => format!("{} rule", known.rule),
        _ => kind.name().to_owned(),
    };
    Some(Violation { node, object, name, demand: schema.get(&keyword)?, schema, member, keyword })
}

fn find<'d>(root: Node<'d>, path: &Location) -> Option<Node<'d>> {
    path.segments().try_fold(root, |node, segment| match segment {
        LocationSegment::Property(name) => node.get(&name),
        LocationSegment::Index(index) => node.elements().nth(index),
    })
}
