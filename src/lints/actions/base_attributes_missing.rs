//! A profile enrollment form without the base attributes (Policy API, "Profile Enrollment policy":
//! `email`, `firstName` and `lastName` cannot be deleted).
//!
//! Servers made and returned forms without some of them, so this is advice; but an attribute that
//! the org's user schema requires has to come from the form.

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::{PolicyRule, ProfileEnrollment, ResourceKind};
use crate::okta::Key;
use crate::wording::list;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Export(check)]);

const BASE_ATTRIBUTES: [&str; 3] = ["email", "firstName", "lastName"];

fn check<'d>(excerpt: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let schemas = excerpt.export.resources.of_kind(ResourceKind::UserSchema);
    let schemas: Vec<Node<'d>> = schemas.collect();
    excerpt.rules().for_each(|rule| check_rule(rule, &schemas, cx));
}

fn check_rule<'d>(rule: &PolicyRule<'d>, schemas: &[Node<'d>], cx: &mut Cx<'_, 'd>) {
    let Some(attributes) = ProfileEnrollment::of(rule).and_then(|form| form.attributes) else {
        return;
    };
    let name = |attribute: Node<'d>| attribute.field(Key::NAME).and_then(Node::as_str);
    // What cannot be read may be one of them.
    let Some(asked) = attributes.elements().map(name).collect::<Option<Vec<_>>>() else {
        return;
    };
    let missing = BASE_ATTRIBUTES.into_iter().filter(|base| !asked.iter().any(|name| name == base));
    let missing: Vec<&str> = missing.collect();
    if missing.is_empty() || !attributes.is_array() {
        return;
    }
    let required = missing.iter().find(|name| schemas.iter().any(|schema| requires(*schema, name)));
    let lack = format!("profileAttributes lacks {}", list(missing.iter().copied()));
    match required {
        Some(name) => cx
            .report(attributes, format!("{lack}; the org's user schema requires \"{name}\""))
            .severity(Severity::Warning)
            .help("Add what the user schema requires, or it cannot be filled in at registration"),
        None => cx
            .report(attributes, lack)
            .help("Add what is missing: Okta documents that every form has the base attributes"),
    };
}

/// Whether a user schema asks that every profile has the attribute (Schemas API, "User schema
/// base object").
fn requires(schema: Node<'_>, attribute: &str) -> bool {
    let base = schema.at(&[Key::DEFINITIONS, Key::BASE]);
    base.is_some_and(|base| {
        let listed = base.field(Key::REQUIRED).into_iter().flat_map(Node::elements);
        let says = base
            .field(Key::PROPERTIES)
            .and_then(|all| all.field_named(attribute)?.field(Key::REQUIRED));
        listed.into_iter().any(|name| name.is_str(attribute))
            || says.is_some_and(|says| says.as_bool() == Some(true))
    })
}
