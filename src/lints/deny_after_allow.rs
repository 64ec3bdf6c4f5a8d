//! A rule that denies, after one that already lets in part of what it is there to deny (Policy API,
//! "Policy evaluation": the first rule that matches wins).

use super::{Check, Declaration};
use crate::finding::{Findings, Severity};
use crate::reach::{Analysis, Names};

pub(super) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Reach(check)]);

fn check<'d>(analysis: &Analysis<'_, 'd>, names: &Names<'_, 'd>, findings: &mut Findings<'d>) {
    for (place, ranked) in analysis.competition.rules() {
        let let_in = analysis.let_in(place);
        let Some((first, witness)) = let_in.first() else {
            continue;
        };
        let message = format!(
            "{} denies too late: {} before it already lets in some of its sign-ins, such as {}",
            ranked.rule.title(),
            analysis.competition.rule(*first).rule.title(),
            witness.words(names),
        );
        let finding = findings.at(ranked.rule.label(), message);
        for (by, witness) in &let_in {
            let rule = analysis.competition.rule(*by).rule;
            finding.label(rule.label(), format!("lets in {}", witness.words(names)));
        }
        finding.help("Move it above the rules that allow, unless these are meant as exceptions");
    }
}
