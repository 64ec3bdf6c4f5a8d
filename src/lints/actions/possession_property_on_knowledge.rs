//! A characteristic of possession factors on a `knowledge` constraint (Policy API, constraint
//! table: "only set for POSSESSION constraints").

use crate::authenticators::FactorClass;
use crate::diagnostic::{Safety, Severity};
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

const POSSESSION_ONLY: [Key; 6] = [
    Key::DEVICE_BOUND,
    Key::HARDWARE_PROTECTION,
    Key::PHISHING_RESISTANT,
    Key::USER_PRESENCE,
    Key::USER_VERIFICATION,
    Key::USER_VERIFICATION_METHODS,
];

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let knowledge =
        rule.constraints().iter().filter_map(|one| one.of_class(FactorClass::Knowledge));
    for demand in knowledge {
        for name in POSSESSION_ONLY {
            if let Some(value) = demand.get(name) {
                let message =
                    format!("{name} stands on knowledge; only possession factors have it");
                let finding = cx.report(value, message);
                finding.help(format!("Move {name} to possession, or remove it"));
                if value.is_str("OPTIONAL") {
                    let title = format!("Remove {name}, which demands nothing");
                    finding.fix(Safety::Safe, title).remove(value);
                }
            }
        }
    }
}
