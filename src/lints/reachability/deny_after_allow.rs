//! A rule that denies, after one that already lets in part of what it is there to deny (Policy API,
//! "Policy evaluation": the first rule that matches wins).

use super::report_undecided;
use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::reach::{Analysis, LetIn, Names, Question};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Reach(check)]);

fn check<'d>(analysis: &Analysis<'_, 'd>, names: &Names<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let competition = &analysis.competition;
    for (place, ranked) in competition.rules() {
        let let_in = analysis.let_in(place);
        let Some(first) = let_in.first() else {
            continue;
        };
        let (denies, whom) = match first.is_sure {
            true => ("denies", "some of its sign-ins"),
            false => ("may deny", "who meets the conditions of both"),
        };
        let message = format!(
            "{} {denies} too late: {} before it already lets in {whom}, such as {}",
            ranked.rule.title(),
            competition.title(first.by, place),
            first.witness.words(names),
        );
        let finding = cx.report(ranked.rule.label(), message);
        if !first.is_sure {
            finding.severity(Severity::Info);
        }
        for LetIn { by, witness, .. } in &let_in {
            let rule = competition.rule(*by).rule;
            finding.label(rule.label(), format!("lets in {}", witness.words(names)));
        }
        // Only the order of the policies puts it before a rule of another policy.
        let is_of_another = let_in.iter().all(|let_in| let_in.by.policy != place.policy);
        let moved = match is_of_another {
            true => {
                let moved = competition.moved_before(place.policy, first.by.policy);
                format!("{moved} the rules that allow")
            }
            false => "Move it above the rules that allow, narrow them".to_owned(),
        };
        finding.help(format!("{moved}, or leave it if they are meant as exceptions"));
    }
    report_undecided(
        analysis,
        Question::LetIn,
        "a rule that denies comes after one that lets in",
        cx,
    );
}
