//! Two requirements on the version of one system (OpenAPI description, `OSVersion` and
//! `DeviceAssuranceWindowsPlatform`).

use std::collections::HashMap;

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::ResourceKind;
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Error, &[Check::Resource(ResourceKind::DeviceAssurance, check)]);

fn check<'d>(policy: Node<'d>, cx: &mut Cx<'_, 'd>) {
    let minimum = policy.at(&[Key::OS_VERSION, Key::MINIMUM]);
    let dynamic = policy.at(&[Key::OS_VERSION, Key::DYNAMIC_VERSION_REQUIREMENT]);
    let constraints = policy.field(Key::OS_VERSION_CONSTRAINTS).filter(|list| list.has_elements());
    if let (Some(minimum), Some(dynamic)) = (minimum, dynamic) {
        cx.report(
            dynamic,
            "osVersion has both minimum and dynamicVersionRequirement; Okta accepts one of them",
        )
        .label(minimum, "a fixed version")
        .help("Keep minimum for a fixed version, dynamicVersionRequirement to follow releases");
    }
    if let (Some(minimum), Some(constraints)) = (minimum, constraints) {
        cx.report(
            constraints,
            "osVersionConstraints stands beside osVersion.minimum; Okta accepts one of them",
        )
        .label(minimum, "a version for all of Windows")
        .help("Keep osVersionConstraints to tell Windows 10 and 11 apart, else osVersion");
    }
    let mut seen = HashMap::new();
    for constraint in constraints.into_iter().flat_map(Node::elements) {
        let Some(major) = constraint.field(Key::MAJOR_VERSION_CONSTRAINT) else {
            continue;
        };
        let Some(first) = major.as_str().and_then(|name| seen.insert(name, major)) else {
            continue;
        };
        cx.report(
            major,
            format!("{} has two requirements; Okta accepts one for each", major.brief()),
        )
        .label(first, "the first")
        .help("Keep one of them, or name the other major version");
    }
}
