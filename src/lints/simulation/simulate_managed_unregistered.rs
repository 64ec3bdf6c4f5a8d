//! A simulation of a device that is managed but not registered (Policy API, "Device Condition
//! object": managed devices are registered).

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::Simulation(check)]);

fn check<'d>(request: Node<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(device) = request.at(&[Key::POLICY_CONTEXT, Key::DEVICE]) else {
        return;
    };
    let is_true = |node: &Node<'d>| node.as_bool() == Some(true);
    let registered = device.field(Key::REGISTERED);
    let managed = device.field(Key::MANAGED).filter(is_true);
    let is_registered = registered.map_or(Some(false), Node::as_bool);
    if let (Some(managed), Some(false)) = (managed, is_registered) {
        cx.report(managed, "the device is managed but not registered; no device is like that")
            .help("Set registered to true, or leave managed out");
    }
}
