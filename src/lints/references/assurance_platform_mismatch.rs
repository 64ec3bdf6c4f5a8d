//! Device assurance policies of other platforms than the rule's own condition lets in: each is for
//! one platform (OpenAPI description, `DeviceAssurance`), so that no device meets both.

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::{Export, PolicyRule, ResourceKind};
use crate::okta::Key;
use crate::wording::list;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Export(check)])
    .needing(&[ResourceKind::DeviceAssurance]);

fn check<'d>(excerpt: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    for rule in excerpt.rules() {
        let assured = assured(rule, excerpt.export);
        let (Some(assured), Some(admitted)) = (assured, admitted(rule)) else {
            continue;
        };
        let is_admitted = |(_, platform): &(Node<'d>, Node<'d>)| {
            admitted.iter().any(|admitted| platform.is_str(admitted))
        };
        if assured.is_empty() || assured.iter().any(is_admitted) {
            continue;
        }
        let message = format!(
            "no device meets the rule: its device assurance policies are for other platforms than {}",
            list(admitted.iter().copied()),
        );
        let (first, _) = assured[0];
        let finding = cx.report(first.parent().unwrap_or(first), message);
        for (_, platform) in &assured {
            finding.label(*platform, "its platform");
        }
        finding.help("List the device assurance policies of the platforms that the rule is for");
    }
}

/// The device assurance policies that the rule asks for, one of which a device must meet, each with
/// its platform; none where one of them is not in the export.
fn assured<'d>(rule: &PolicyRule<'d>, export: &Export<'d>) -> Option<Vec<(Node<'d>, Node<'d>)>> {
    let listed = rule.node.at(&[Key::CONDITIONS, Key::DEVICE, Key::ASSURANCE, Key::INCLUDE])?;
    let platform = |id: Node<'d>| {
        let resource = export.resources.get(&id.as_str()?)?;
        Some((id, resource.node.field(Key::PLATFORM)?))
    };
    listed.elements().map(platform).collect()
}

/// The platforms of device assurance that the rule's platform condition lets in, if it says them
/// all.
fn admitted(rule: &PolicyRule<'_>) -> Option<Vec<&'static str>> {
    let platform = rule.condition(Key::PLATFORM)?;
    if platform.field(Key::EXCLUDE).is_some_and(Node::has_elements) {
        return None;
    }
    let mut admitted = Vec::new();
    for entry in platform.field(Key::INCLUDE)?.elements() {
        admitted.extend_from_slice(match entry.at(&[Key::OS, Key::TYPE])?.as_str()?.as_ref() {
            "WINDOWS" => &["WINDOWS"],
            // An iPad's browser presents itself as that of a Mac.
            "MACOS" | "OSX" => &["MACOS", "IOS"],
            "IOS" => &["IOS"],
            "ANDROID" => &["ANDROID"],
            "CHROMEOS" => &["CHROMEOS"],
            _ => return None,
        });
    }
    (!admitted.is_empty()).then_some(admitted)
}
