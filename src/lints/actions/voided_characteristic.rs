//! A characteristic beside `required: false` (Policy API, "Constraints": `required` says whether the
//! factor is required): what is not required need not be phishing-resistant either.

use crate::authenticators::Characteristic;
use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Demand, PolicyRule};
use crate::okta::Key;
use crate::wording::series;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(method) = rule.verification_in_effect() else {
        return;
    };
    // With exclusions, Okta itself says false.
    let is_meant = |demand: &&Demand<'d>| demand.list(Demand::EXCLUDED).is_none();
    for demand in method.demands().filter(is_meant) {
        let said = demand.get(Key::REQUIRED).filter(|said| said.said_bool() == Some(false));
        // User presence is what Okta demands where nothing is said.
        let demanded: Vec<_> = Characteristic::ALL
            .into_iter()
            .filter(|one| *one != Characteristic::UserPresence)
            .filter_map(|one| Some((one.name(), demand.requires(one)?)))
            .collect();
        let (Some(required), Some((_, first))) = (said, demanded.first()) else {
            continue;
        };
        let names = series(demanded.iter().map(|(name, _)| (*name).to_owned()), "and");
        let (are, class) = (if demanded.len() > 1 { "are" } else { "is" }, demand.class.name());
        cx.report(
            demand.node,
            format!("{names} {are} not asked of anyone: {class} is not required at all"),
        )
        .label(required, format!("users need not use {class}"))
        .label(*first, "without effect")
        .help("Set required to true, or leave it out");
    }
}
