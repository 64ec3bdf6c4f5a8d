//! A constraint that demands more factor classes than `factorMode` (Policy API, "Constraints": the
//! number of classes in each object is at most the number in `factorMode`).
//!
//! A class that only rules methods out is not counted: Okta stores it with `required: false`.

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;
use crate::wording::list;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(mode) = rule.verification().and_then(|method| method.factor_mode()) else {
        return;
    };
    let most = match mode.as_str().as_deref() {
        Some("1FA") => 1,
        Some("2FA") => 2,
        _ => return,
    };
    for constraint in rule.constraints() {
        let demanded: Vec<&str> = constraint.required().map(|demand| demand.class.name()).collect();
        if demanded.len() > most {
            let message = format!(
                "the constraint demands {}, but factorMode is {}",
                list(demanded),
                mode.brief()
            );
            cx.report(constraint.node, message)
                .label(mode, "the number of factors")
                .help("Raise factorMode, or make each class an alternative of its own");
        }
    }
}
