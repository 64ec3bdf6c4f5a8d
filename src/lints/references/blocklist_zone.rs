//! A blocklist zone in a condition. Okta refuses requests from such a zone before it looks at any
//! policy (help center, "Blocklist network zones").

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::ResourceKind;
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Export(check)])
    .needing(&[ResourceKind::NetworkZone]);

fn check<'d>(excerpt: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    for (reference, zone) in excerpt.resolved(ResourceKind::NetworkZone) {
        let Some(usage) = zone.field(Key::USAGE).filter(|usage| usage.is_str("BLOCKLIST")) else {
            continue;
        };
        let message = format!(
            "network zone {} is a blocklist: no request from it gets as far as this rule",
            cx.name(reference.node)
        );
        cx.report(reference.node, message)
            .label(usage, "blocks before any policy")
            .help("Remove the zone from the condition, or use a zone whose usage is \"POLICY\"");
    }
}
