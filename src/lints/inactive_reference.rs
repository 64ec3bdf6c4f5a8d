//! A condition or action that relies on a zone or identity provider which is switched off.

use super::{Check, Declaration};
use crate::export::{Export, HelperKind};
use crate::finding::{Findings, Severity};

const KINDS: &[HelperKind] = &[HelperKind::NetworkZone, HelperKind::IdentityProvider];

pub(super) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::Export(check)]).needing(KINDS);

fn check<'d>(export: &Export<'d>, findings: &mut Findings<'d>) {
    for (reference, object) in KINDS.iter().flat_map(|kind| export.resolved(*kind)) {
        let Some(status) = object.field("status").filter(|status| status.is_str("INACTIVE")) else {
            continue;
        };
        let what = reference.kind.name();
        findings
            .at(reference.node, format!("{what} {} is inactive", findings.name(reference.node)))
            .label(status, "switched off here")
            .help(format!("Activate the {what}, or remove it from the rule"));
    }
}
