//! A member whose name is a near miss of one that Okta knows. Okta was seen to drop names that it
//! does not know and to answer 200 (four recorded requests with unknown constraints).

use super::{Check, Declaration};
use crate::finding::{Findings, Severity};
use crate::shape::Violation;
use crate::wording::nearest;

pub(super) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::Shape(&["x-near-miss"], check)]);

fn check<'d>(violation: &Violation<'d>, findings: &mut Findings<'d>) {
    let written = violation.member.as_deref().unwrap_or_default();
    let Some(member) = violation.node.member(written) else {
        return;
    };
    let is_absent = |known: &&str| violation.node.field(known).is_none();
    let Some(meant) = nearest(written, violation.known_members().filter(is_absent)) else {
        return;
    };
    let message = format!(
        "\"{written}\" is not a field that Okta knows in {}; \"{meant}\" is",
        violation.name
    );
    findings
        .at(member.key, message)
        .help(format!("Did you mean \"{meant}\"?"))
        .explained_by(violation);
}
