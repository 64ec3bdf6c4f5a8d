//! A member whose name is a near miss of one that Okta knows. Okta was seen to drop names that it
//! does not know and to answer 200 (four recorded requests with unknown constraints).

use crate::diagnostic::{Safety, Severity};
use crate::lints::{Check, Cx, Declaration};
use crate::model::Reading;
use crate::schema::{Stray, Violation, says_nothing};

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::Shape(&["x-near-miss"], check)]);

fn check<'d>(violation: &Violation<'d>, cx: &mut Cx<'_, 'd>) {
    let written = violation.member.as_deref().unwrap_or_default();
    let Some(member) = violation.node.member_named(written) else {
        return;
    };
    let name = &violation.name;
    let (message, help) = match violation.stray {
        Some(Stray::Misspelt(meant)) => (
            format!("\"{written}\" is not a field that Okta knows in {name}; \"{meant}\" is"),
            format!("Did you mean \"{meant}\"?"),
        ),
        Some(Stray::Twin(twin)) => (
            format!(
                "\"{written}\" stands beside \"{twin}\" in {name}; Okta knows \"{twin}\" alone"
            ),
            format!("Keep what is meant under \"{twin}\", and remove \"{written}\""),
        ),
        _ => return,
    };
    let finding = cx.report(member.key, message).help(help).explained_by(violation);
    if let Some(Stray::Twin(twin)) = violation.stray {
        let twin = violation.node.field_named(twin);
        let is_said = twin.is_some_and(|twin| Reading::Whole.are_equal(twin, member.value));
        if is_said || says_nothing(member.value) {
            let title = format!("Remove \"{written}\", which says nothing more");
            finding.fix(Safety::Safe, title).remove(member.key);
        }
    }
    if let Some(Stray::Misspelt(meant)) = violation.stray {
        let title = format!("Rename it to \"{meant}\"");
        finding.instead_of(violation.node, [meant]);
        finding.fix(Safety::Unsafe, title).replace(member.key, meant);
    }
}
