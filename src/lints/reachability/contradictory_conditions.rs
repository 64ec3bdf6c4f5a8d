//! A rule whose own conditions exclude each other, so that it never matches.

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::okta::Key;
use crate::reach::{Analysis, Names};
use crate::wording::series;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::Reach(check)]).of_what_has_no_effect();

fn check<'d>(analysis: &Analysis<'_, 'd>, names: &Names<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    for (place, ranked) in analysis.competition.rules() {
        let Some(conditions) = analysis.contradiction(place) else {
            continue;
        };
        let message = format!(
            "{} can never match: no sign-in meets {}",
            ranked.rule.title(),
            series(analysis.competition.contradicting(place, conditions, names), "and"),
        );
        let first = conditions.first();
        let place = first.and_then(|first| ranked.rule.node.at(&[Key::CONDITIONS, Key::of(first)]));
        cx.report(place.unwrap_or(ranked.rule.label()), message)
            .help("Remove one side of the contradiction; an exclusion outweighs an inclusion");
    }
}
