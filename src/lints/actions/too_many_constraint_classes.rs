//! A constraint that demands more factor classes than `factorMode` (Policy API, "Constraints": the
//! number of classes in each object is at most the number in `factorMode`).
//!
//! A class that only rules methods out is not counted: Okta stores it with `required: false`.

use crate::diagnostic::Severity;
use crate::export::{Demand, PolicyRule, constraints};
use crate::lints::{Check, Cx, Declaration};
use crate::okta::Key;
use crate::wording::list;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let mode =
        rule.node.at(&[Key::ACTIONS, Key::APP_SIGN_ON, Key::VERIFICATION_METHOD, Key::FACTOR_MODE]);
    let Some(mode) = mode else {
        return;
    };
    let most = match mode.as_str().as_deref() {
        Some("1FA") => 1,
        Some("2FA") => 2,
        _ => return,
    };
    for constraint in constraints(rule.node) {
        let demanded = Demand::of(constraint).filter(Demand::is_required);
        let demanded: Vec<&str> = demanded.map(|demand| demand.class.name()).collect();
        if demanded.len() > most {
            let message = format!(
                "the constraint demands {}, but factorMode is {}",
                list(demanded),
                mode.brief()
            );
            cx.report(constraint, message)
                .label(mode, "the number of factors")
                .help("Raise factorMode, or make each class an alternative of its own");
        }
    }
}
