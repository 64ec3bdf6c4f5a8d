//! Validates objects against the JSON Schemas in `rules/schema/`, the one place that states a
//! field-level constraint. What the schemas find, the lints of the category `fields` put in words.

mod formats;
mod places;
mod representation;
mod schemas;
mod strays;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use jsonschema::paths::{Location, LocationSegment};
use serde_json::Value;

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::model::{ObjectKind, PolicyType};

pub(crate) use formats::{pattern_error, pattern_literals};
use places::Places;
use representation::Instance;
use schemas::Schema;
use strays::Surroundings;
pub(crate) use strays::{Home, Stray, says_nothing};

/// Our keyword for "these are all the names that Okta knows here": other names are looked at.
const NEAR_MISS: &str = "x-near-miss";

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
    /// What is meant by the member, where Okta does not know its name.
    pub(crate) stray: Option<Stray>,
    /// How much it matters that what stands here at a wrong level is refused here, if it is.
    pub(crate) refused: Option<Severity>,
    /// The whole object.
    pub(crate) whole: Node<'d>,
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

    /// What the schema says of it, where that is more than what the keyword does.
    pub(crate) fn message(&self) -> Option<&'static str> {
        self.annotation("message")
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
    let whole = Whole { kind, of, node };
    let validator = schema.validator();
    let mut found: Vec<Violation<'d>> = Vec::new();
    if !validator.is_valid(Instance::Node(node)) {
        let errors = validator.iter_errors(Instance::Node(node));
        found.extend(errors.filter_map(|error| whole.violation(&error)));
    }
    // A value of the wrong type breaks what else is said of it, too; that would be noise.
    let mistyped: Vec<Node<'d>> =
        found.iter().filter(|v| v.keyword == "type").map(|v| v.node).collect();
    found.retain(|v| v.keyword == "type" || !mistyped.contains(&v.node));
    for mut stray in whole.strays(schema.places()) {
        // What other types have here, or what is no key of a map.
        let is_told = |other: &Violation<'d>| {
            let is_same = other.member == stray.member && other.node == stray.node;
            is_same && matches!(other.keyword.as_str(), "x-elsewhere" | "propertyNames")
        };
        match &stray.stray {
            // What is misspelt is not missing besides.
            Some(Stray::Misspelt(meant)) => found.retain(|other| {
                other.keyword != "required"
                    || other.node != stray.node
                    || other.member.as_deref() != Some(*meant)
            }),
            // What stands at a wrong level is not missing besides.
            Some(Stray::Elsewhere(homes)) if homes.iter().all(|home| home.is_own) => {
                let told = found.iter().find(|other| is_told(other));
                stray.refused = told.map(|told| told.severity().unwrap_or(Severity::Error));
                // Nor is what it should stand in.
                let member = stray.member.as_deref().unwrap_or_default();
                let belongs = |name: &str| {
                    name == member || homes.iter().any(|home| home.path.contains(&name))
                };
                let is_missing = |other: &Violation<'d>| {
                    other.keyword == "required" && other.member.as_deref().is_some_and(belongs)
                };
                found.retain(|other| !is_told(other) && !is_missing(other));
            }
            _ if found.iter().any(is_told) => continue,
            _ => {}
        }
        found.push(stray);
    }
    found
}

/// The object that is held against its schema.
#[derive(Clone, Copy)]
struct Whole<'d> {
    kind: ObjectKind,
    of: PolicyType,
    node: Node<'d>,
}

impl<'d> Whole<'d> {
    fn violation(self, error: &ValidationError<'d>) -> Option<Violation<'d>> {
        let (schema, keyword) = Schema::locate(error.absolute_keyword_location()?)?;
        let node = find(self.node, error.instance_path())?;
        let member = match error.kind() {
            ValidationErrorKind::Required { property } => property.as_str().map(str::to_owned),
            ValidationErrorKind::Custom { message, .. } => Some(message.clone()),
            ValidationErrorKind::PropertyNames { error } => {
                error.instance().as_str().map(str::to_owned)
            }
            _ => None,
        };
        self.breaking(schema, keyword, node, member)
    }

    /// The members whose names Okta does not know where they stand, as far as it can be told what
    /// they mean.
    fn strays(self, places: &Places) -> Vec<Violation<'d>> {
        let partner = match self.kind {
            ObjectKind::Policy => schemas::of(ObjectKind::Rule, self.of),
            ObjectKind::Rule => schemas::of(ObjectKind::Policy, self.of),
            _ => None,
        };
        let unknown = places.unknown(self.node);
        let strays = unknown.into_iter().filter_map(|unknown| {
            let surroundings = Surroundings {
                kind: self.kind,
                object: self.node,
                places,
                partner: partner.map(Schema::places),
            };
            let stray = surroundings.judge(&unknown)?;
            let (keyword, member) = (NEAR_MISS.to_owned(), unknown.name.clone().into_owned());
            let violation =
                self.breaking(unknown.schema()?, keyword, unknown.parent, Some(member))?;
            Some(Violation { stray: Some(stray), ..violation })
        });
        strays.collect()
    }

    fn breaking(
        self,
        schema: &'static Value,
        keyword: String,
        node: Node<'d>,
        member: Option<String>,
    ) -> Option<Violation<'d>> {
        let name = match self.kind {
            _ if node != self.node => node.name(),
            kind => format!("the {}", kind.name()),
        };
        let object = match (self.kind, self.of.known()) {
            (ObjectKind::Policy, Some(known)) => format!("{} policy", known.policy),
            (ObjectKind::Rule, Some(known)) => format!("{} rule", known.rule),
            _ => self.kind.name().to_owned(),
        };
        let demand = schema.get(&keyword)?;
        Some(Violation {
            node,
            whole: self.node,
            object,
            name,
            demand,
            schema,
            member,
            stray: None,
            refused: None,
            keyword,
        })
    }
}

fn find<'d>(root: Node<'d>, path: &Location) -> Option<Node<'d>> {
    path.segments().try_fold(root, |node, segment| match segment {
        LocationSegment::Property(name) => node.get_named(&name),
        LocationSegment::Index(index) => node.elements().nth(index),
    })
}
