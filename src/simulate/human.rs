//! A simulation for people: policy by policy what matches and what not, and why, then who takes the
//! sign-in.

use std::io::{self, Write};

use super::Simulation;
use super::evaluation::{Evaluation, Found};
use super::expected::Difference;
use crate::map;
use crate::model::named;
use crate::reach::{
    Names, PossibleRule, RankedPolicy, RuleIndex, TracedCondition, TracedPolicy, TracedRule, Truth,
    Witness,
};
use crate::wording::harmless;

impl Simulation<'_, '_> {
    /// Writes the trace, and where it differs from a recorded answer.
    ///
    /// # Errors
    /// What `out` answers.
    pub fn write(
        &self,
        out: &mut dyn Write,
        color: bool,
        differences: &[Difference],
    ) -> io::Result<()> {
        let names = self.names();
        for evaluation in &self.evaluations {
            Trail { out, color, names: &names }.evaluation(evaluation)?;
        }
        if let Some(joined) = &self.joined {
            writeln!(out, "Outcome: {}", harmless(&joined.words))?;
        }
        for note in &self.notes {
            writeln!(out, "note: {}", harmless(note))?;
        }
        differences.iter().try_for_each(|difference| writeln!(out, "difference: {difference}"))
    }
}

/// Where the trace goes, and how.
struct Trail<'t, 'd> {
    out: &'t mut dyn Write,
    color: bool,
    names: &'t Names<'t, 'd>,
}

impl<'d> Trail<'_, 'd> {
    fn evaluation(&mut self, evaluation: &Evaluation<'_, 'd>) -> io::Result<()> {
        writeln!(self.out, "{}", evaluation.kind)?;
        match &evaluation.found {
            Err(why) => writeln!(self.out, "   {} {}", self.mark(Truth::Undefined), harmless(why))?,
            Ok(found) => {
                for traced in &found.trace.policies {
                    self.policy(traced, found)?;
                }
                writeln!(self.out)?;
                self.conclusion(found)?;
            }
        }
        writeln!(self.out)
    }

    fn mark(&self, truth: Truth) -> String {
        let (mark, hue) = match truth {
            Truth::True => ('✓', 32),
            Truth::False => ('✗', 31),
            Truth::Undefined => ('?', 33),
        };
        if self.color { format!("\u{1b}[{hue}m{mark}\u{1b}[0m") } else { mark.to_string() }
    }

    fn policy(&mut self, traced: &TracedPolicy, found: &Found<'_, 'd>) -> io::Result<()> {
        let ranked = &found.analysis.competition.policies[traced.policy];
        let title = match ranked.policy {
            Some(policy) => format!("policy {}", named(policy.node)),
            None => "a policy that is not in the export".to_owned(),
        };
        writeln!(self.out, "   {} {title}", self.mark(traced.applies))?;
        self.reasons(traced.applies, &traced.conditions, &ranked.words(self.names), "     ")?;
        traced.rules.iter().try_for_each(|rule| self.rule(rule, ranked))
    }

    fn rule(&mut self, traced: &TracedRule, policy: &RankedPolicy<'_, 'd>) -> io::Result<()> {
        let ranked = &policy.rules[traced.index.rule];
        writeln!(self.out, "     {} {}", self.mark(traced.status), named(ranked.rule.node))?;
        self.reasons(traced.status, &traced.conditions, &ranked.words(self.names), "       ")
    }

    /// The conditions that are not met, or else those that are open, in words.
    fn reasons(
        &mut self,
        truth: Truth,
        conditions: &[TracedCondition],
        words: &[String],
        indent: &str,
    ) -> io::Result<()> {
        let why = match truth {
            Truth::True => return Ok(()),
            Truth::False => "not met",
            Truth::Undefined => "open",
        };
        let told = conditions.iter().zip(words).filter(|(condition, _)| condition.status == truth);
        for (_, words) in told {
            writeln!(self.out, "{indent}{why}: {}", harmless(words))?;
        }
        Ok(())
    }

    /// Who takes the sign-in.
    fn conclusion(&mut self, found: &Found<'_, 'd>) -> io::Result<()> {
        let possible = &found.possible;
        let is_one = possible.certain().is_some();
        let head = match (found.certain(), is_one) {
            (Some(_), _) => "→ in any case",
            (None, true) => "→ as far as the export tells",
            (None, false) => "→ not certain: one of these, as what is not known decides",
        };
        writeln!(self.out, "   {head}")?;
        for PossibleRule { index, given } in &possible.rules {
            let given = given.as_ref().map(|given| given_words(given, self.names));
            let given = given.unwrap_or_default();
            writeln!(self.out, "     {}{}", found.title(*index), harmless(&given))?;
            self.outcome(found, *index)?;
        }
        if let Some(given) = &possible.nothing {
            let given = given_words(given, self.names);
            writeln!(self.out, "     no rule of the export{}", harmless(&given))?;
        }
        if possible.is_open {
            writeln!(self.out, "     ? not all is decided: too many combinations")?;
        }
        found
            .lacking
            .iter()
            .try_for_each(|lacking| writeln!(self.out, "     ? {}", harmless(lacking)))
    }

    fn outcome(&mut self, found: &Found<'_, 'd>, index: RuleIndex) -> io::Result<()> {
        let rule = found.analysis.competition.rule(index).rule;
        writeln!(self.out, "       then {}", harmless(&map::outcome_words(rule, self.names)))
    }
}

fn given_words(given: &Witness, names: &Names<'_, '_>) -> String {
    if *given == Witness::default() { String::new() } else { format!(": {}", given.words(names)) }
}
