//! A guard that could not be looked at.

use super::guard;
use crate::diagnostic::Severity;
use crate::guard::{Held, Standing};
use crate::lints::{Check, Cx, Declaration};
use crate::wording::harmless;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Guard(check)]);

fn check<'d>(held: &Held<'d, 'd>, cx: &mut Cx<'_, 'd>) {
    let stated = held.stated;
    for verdict in &held.verdicts {
        let Standing::NotChecked(why) = &verdict.standing else { continue };
        let of = held.export.as_ref();
        let of = of.map(|file| format!(" in the export with {}", harmless(file)));
        let target = match verdict.target.is_empty() {
            true => String::new(),
            false => format!(" for {}", verdict.target),
        };
        let message =
            format!("{} was not checked{target}{}: {why}", guard(held), of.unwrap_or_default());
        cx.report_bytes(&stated.file, stated.span.clone(), &message).of_guard(&stated.name).help(
            "Export what the guard is about, or mend the guard: what is not checked is not guarded",
        );
    }
}
