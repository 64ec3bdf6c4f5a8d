//! Which rules could take a sign-in of which not all is known, each with what that depends on.

use super::analysis::Analysis;
use super::competition::RuleIndex;
use super::context::Context;
use super::doubts::Readings;
use super::evaluate::{FirstMatch, first_match};
use super::questions::{Prospect, possible};
use super::sign_in::SignIn;
use super::truth::Truth;
use super::witness::Witness;

/// What may come of a sign-in of which not all is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Possible {
    /// The rules that could be first, in order; of those that share a turn, any could be.
    pub rules: Vec<PossibleRule>,
    /// What else has to be so for no rule to take the sign-in, if that can be.
    pub nothing: Option<Witness>,
    /// Whether there were too many combinations to decide all of it: then there may be more.
    pub is_open: bool,
}

/// A rule that could be first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PossibleRule {
    /// Which rule.
    pub index: RuleIndex,
    /// What else has to be so for the rule to be first, or one of those of its turn: nothing, where it
    /// is in any case. None where nobody could show it.
    pub given: Option<Witness>,
}

impl Possible {
    /// The rule that takes the sign-in whatever else is so, if there is one.
    pub fn certain(&self) -> Option<RuleIndex> {
        match self.rules[..] {
            [PossibleRule { index, .. }] if self.nothing.is_none() && !self.is_open => Some(index),
            _ => None,
        }
    }
}

impl<'d> Analysis<'_, 'd> {
    /// Which rules could be the first to match a sign-in, as far as `context` and `readings` tell: of
    /// each, whether there is a sign-in of which all holds that they say. What three-valued logic
    /// leaves open may be settled all the same: whoever is not in a zone is outside of it.
    ///
    #[doc = "```"]
    #[doc = include_str!("ask_in_examples.md")]
    /// use catchall::reach::{Context, Membership, Readings};
    ///
    /// let inside = r#"{"network": {"connection": "ZONE", "include": ["nzoOffice"]}}"#;
    /// let outside = r#"{"network": {"connection": "ZONE", "exclude": ["nzoOffice"]}}"#;
    /// ask(&[(inside, "ALLOW"), (outside, "DENY"), ("{}", "DENY")], |analysis| {
    ///     let staff = Context::default().having(Membership::Group, ["00gStaff"]);
    ///     let possible = analysis.possible(&staff, &Readings::default());
    ///     let rules: Vec<RuleIndex> = possible.rules.iter().map(|rule| rule.index).collect();
    ///     assert_eq!(rules, [first, second]);
    ///     let at_work = staff.having(Membership::Zone, ["nzoOffice"]);
    ///     let possible = analysis.possible(&at_work, &Readings::default());
    ///     assert_eq!(possible.certain(), Some(first));
    /// });
    /// ```
    pub fn possible(&self, context: &Context, readings: &Readings) -> Possible {
        let whole = context.with_consequences(self.facts());
        let known = SignIn { context: &whole, readings, facts: self.facts() };
        let outlook = possible(&self.competition, self.encoding(), &known);
        let is_undecided = |prospect: &Prospect| matches!(prospect, Prospect::Open);
        let is_open = outlook.rules.iter().any(is_undecided) || is_undecided(&outlook.nothing);
        let places = self.competition.rules().map(|(index, _)| index);
        let rules = places.zip(&outlook.rules).filter_map(|(index, prospect)| {
            let given = self.given(prospect, &known, |answer| match answer {
                FirstMatch::Rule(first) => first == index,
                FirstMatch::OneOf(tied) => tied.contains(&index),
                FirstMatch::Nothing | FirstMatch::Undefined => false,
            });
            let given = given.map(|given| told_together(given, context));
            match prospect {
                Prospect::Impossible => None,
                Prospect::Possible(_) | Prospect::Open => Some(PossibleRule { index, given }),
            }
        });
        let rules = rules.collect();
        let is_nothing = |answer| answer == FirstMatch::Nothing;
        let nothing = match self.given(&outlook.nothing, &known, is_nothing) {
            // Nobody could show it; that it may be is known all the same.
            None if matches!(outlook.nothing, Prospect::Possible(_)) => Some(Witness::default()),
            given => given.map(|given| told_together(given, context)),
        };
        Possible { rules, nothing, is_open }
    }

    /// What has to be so, beside what is known, for this to come of it.
    fn given(
        &self,
        prospect: &Prospect,
        known: &SignIn<'_, 'd>,
        is_wanted: impl Fn(FirstMatch) -> bool,
    ) -> Option<Witness> {
        let Prospect::Possible(assignment) = prospect else { return None };
        self.witness(assignment, |witness| {
            let context = known.context.completed_by(&witness.context);
            let mut readings = witness.readings.clone();
            readings.0.extend(&known.readings.0);
            is_wanted(first_match(&self.competition, &context, &readings, known.facts))
        })
    }
}

/// All that the sign-in has of a kind, told together.
fn told_together(mut given: Witness, told: &Context) -> Witness {
    for (kind, told) in &told.members {
        let Some(values) = given.context.memberships.get_mut(kind) else { continue };
        for (value, has) in told {
            match has {
                Truth::True => _ = values.insert(value.clone()),
                Truth::False => _ = values.remove(value),
                Truth::Undefined => {}
            }
        }
    }
    given
}
