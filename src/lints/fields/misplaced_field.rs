//! A field that Okta knows, on an object of a type that does not have it (policy reference, the
//! condition and action lists of each type; Okta answers "Invalid condition type specified"), or at
//! another level than its own (Okta was seen to drop names that it does not know where they stand).

use crate::diagnostic::{Safety, Severity};
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyType, Reading};
use crate::schema::{Home, Stray, Violation, says_nothing};
use crate::wording::series;

pub(crate) const LINT: Declaration = Declaration::new(
    Severity::Error,
    &[Check::Shape(&["x-elsewhere"], other_type), Check::Shape(&["x-near-miss"], other_level)],
);

/// More places than this tell nobody where a field belongs.
const MOST_HOMES: usize = 3;

fn other_type<'d>(violation: &Violation<'d>, cx: &mut Cx<'_, 'd>) {
    let written = violation.member.as_deref().unwrap_or_default();
    let Some(member) = violation.node.member_named(written) else {
        return;
    };
    if says_nothing(member.value) {
        return;
    }
    let message =
        format!("\"{written}\" is in {}, but no {} has it", violation.name, violation.object);
    let help = match PolicyType::of_action(written).known() {
        Some(known) if violation.name == "actions" => {
            format!("Remove it, or move it to a rule of type \"{}\"", known.rule)
        }
        _ => "Remove it, or move it to an object of the type that it belongs to".to_owned(),
    };
    cx.report(member.key, message).help(help).explained_by(violation);
}

fn other_level<'d>(violation: &Violation<'d>, cx: &mut Cx<'_, 'd>) {
    let written = violation.member.as_deref().unwrap_or_default();
    let (Some(Stray::Elsewhere(homes)), Some(member)) =
        (&violation.stray, violation.node.member_named(written))
    else {
        return;
    };
    let names = homes.iter().take(MOST_HOMES).map(|home| home.name.clone());
    let message = format!(
        "\"{written}\" is in {}, where Okta does not know it; it belongs in {}",
        violation.name,
        series(names, "or"),
    );
    let help = match homes.as_slice() {
        [Home { name, is_taken: true, .. }] => {
            format!("Remove it, since {name} has \"{written}\" already and Okta drops this one")
        }
        [only] => format!("Move it to {}, since Okta drops it here", only.name),
        _ => "Move it to the one that is meant, since Okta drops it here".to_owned(),
    };
    let severity = violation.refused.unwrap_or(Severity::Warning);
    // Where what it should stand in is absent, too, that follows from it.
    let path = homes.iter().flat_map(|home| home.path.iter().copied());
    let finding = cx.report(member.key, message).severity(severity);
    finding.help(help).instead_of(violation.whole, path.chain([written]));
    let [only] = homes.as_slice() else { return };
    let mut steps = only.path.iter();
    let Some(home) = steps.try_fold(violation.whole, |at, step| at.field_named(step)) else {
        return;
    };
    match home.field_named(written) {
        Some(there) if Reading::Whole.are_equal(there, member.value) => {
            let title = format!("Remove it, since {} says the same", only.name);
            finding.fix(Safety::Safe, title).remove(member.key);
        }
        None if only.is_own && !only.is_taken => {
            if let Some(last) = home.members().last().filter(|last| last.key != member.key) {
                finding
                    .fix(Safety::Unsafe, format!("Move it to {}", only.name))
                    .add_after(last.value, written, member.value.text())
                    .remove(member.key);
            }
        }
        _ => {}
    }
}
