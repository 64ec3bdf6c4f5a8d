//! A member outside the set that Okta knows for an object whose members are such a set, or one that
//! says the opposite of a member that Okta knows there: clients are included, and never excluded.

use crate::diagnostic::{Safety, Severity};
use crate::lints::{Check, Cx, Declaration};
use crate::schema::{Stray, Violation, says_nothing};
use crate::wording::{list, nearest};

pub(crate) const LINT: Declaration = Declaration::new(
    Severity::Error,
    &[Check::Shape(&["propertyNames"], check), Check::Shape(&["x-near-miss"], opposite)],
);

/// Sets up to this size are listed in the message.
const LONGEST_LIST: usize = 6;

fn check<'d>(violation: &Violation<'d>, cx: &mut Cx<'_, 'd>) {
    let written = violation.member.as_deref().unwrap_or_default();
    let Some(member) = violation.node.member_named(written) else {
        return;
    };
    let known: Vec<&str> = violation.assertion.names().collect();
    // A near miss of a field that is not there is `misspelled-field`.
    let is_absent = |known: &&str| violation.node.field_named(known).is_none();
    if nearest(written, known.iter().copied().filter(is_absent)).is_some() {
        return;
    }
    let name = &violation.name;
    let message = if known.len() <= LONGEST_LIST {
        format!("\"{written}\" is in {name}; Okta knows {} there", list(known.iter().copied()))
    } else {
        format!(
            "\"{written}\" is in {name}, but is not one of the {} names known there",
            known.len()
        )
    };
    let finding = cx.report(member.key, message);
    finding
        .help("Use one of the known fields, since Okta refuses or drops others")
        .explained_by(violation);
    if says_nothing(member.value) {
        finding.fix(Safety::Safe, "Remove it, since it says nothing").remove(member.key);
    }
}

fn opposite<'d>(violation: &Violation<'d>, cx: &mut Cx<'_, 'd>) {
    let written = violation.member.as_deref().unwrap_or_default();
    let (Some(Stray::Opposite(known)), Some(member)) =
        (&violation.stray, violation.node.member_named(written))
    else {
        return;
    };
    if says_nothing(member.value) {
        return;
    }
    let name = &violation.name;
    let message = format!("{name} has no \"{written}\"; Okta knows \"{known}\" there");
    cx.report(member.key, message)
        .severity(Severity::Warning)
        .help(format!("Say what is meant with \"{known}\", since Okta drops \"{written}\" here"))
        .instead_of(violation.node, [*known]);
}
