//! A characteristic that none of the authenticators has which the constraint admits (Policy API,
//! "Authenticator key, type, method, and characteristic relationships for constraints").
//!
//! A warning even where it leaves nobody who can sign in: Okta adds capabilities.

use crate::authenticators::Authenticator;
use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::satisfiability::{Obstacle, UnmetDemand, Unsatisfiable};
use crate::wording::series;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::UnmetDemand(check)]);

fn check<'d>(unmet: &UnmetDemand<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    if let Obstacle::Lacks { admitted, demanded } = &unmet.obstacle {
        let nobody_has = |characteristic| !admitted.iter().any(|row| row.can(characteristic));
        let mut lacking = demanded.clone();
        lacking.retain(|(characteristic, _)| nobody_has(*characteristic));
        // Each may be had by one of them, but not all by the same.
        let (lacking, together) =
            if lacking.is_empty() { (demanded.clone(), " at once") } else { (lacking, "") };
        let names = lacking.iter().map(|(characteristic, _)| characteristic.name().to_owned());
        let (are, them) = if lacking.len() > 1 { ("are", "them") } else { ("is", "it") };
        let message = format!(
            "{} {are} demanded{together}, but {} {them}{}",
            series(names, "and"),
            without(admitted),
            Unsatisfiable::aftermath(unmet.consequence())
        );
        let place = lacking.first().map_or(unmet.demand.node, |(_, node)| *node);
        let finding = cx.report(place, message);
        for (_, other) in lacking.iter().skip(1) {
            finding.label(*other, "demanded, too");
        }
        finding.help("Allow an authenticator that can do that, or demand less");
    }
}

/// `"duo" does not have`, or the same of several authenticators.
fn without(admitted: &[&Authenticator]) -> String {
    let titles: Vec<String> = admitted.iter().map(|row| row.title()).collect();
    match titles.as_slice() {
        [only] => format!("{only} does not have"),
        _ => format!("none of {} has", series(titles, "and")),
    }
}
