//! What a sign-in is asked for.

use super::competition::RuleIndex;
use super::universe::{CompetitionIndex, StatementIndex};

/// What a sign-in is asked for: all that is said of it has to be true.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inquiry {
    pub(super) first: Vec<(CompetitionIndex, RuleIndex)>,
    pub(super) unmatched: Vec<CompetitionIndex>,
    pub(super) stated: Vec<(StatementIndex, bool)>,
}

impl Inquiry {
    /// The rule is the first match in the competition.
    #[must_use]
    pub fn first(mut self, competition: CompetitionIndex, rule: RuleIndex) -> Self {
        self.first.push((competition, rule));
        self
    }

    /// No rule of the competition matches.
    #[must_use]
    pub fn unmatched(mut self, competition: CompetitionIndex) -> Self {
        self.unmatched.push(competition);
        self
    }

    /// The query is true.
    #[must_use]
    pub fn that(mut self, statement: StatementIndex) -> Self {
        self.stated.push((statement, true));
        self
    }

    /// The query is not true.
    #[must_use]
    pub fn unless(mut self, statement: StatementIndex) -> Self {
        self.stated.push((statement, false));
        self
    }
}
