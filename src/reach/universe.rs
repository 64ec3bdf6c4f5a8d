//! Several competitions over the same atoms, so that a question may be about all of them at once:
//! the session and the app, or a policy before and after a change.

use std::collections::BTreeMap;

use super::competition::{Competition, RuleIndex};
use super::evaluate::{FirstMatch, first_match};
use super::facts::Facts;
use super::logic::{Atoms, Formula, Theory};
use super::moment::Moment;
use super::names::Names;
use super::occasion::Occasion;
use super::query::{Query, Statement};
use super::truth::Truth;

/// A competition of a universe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CompetitionIndex(pub(super) usize);

/// A query of a universe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementIndex(pub(super) usize);

/// What a universe is to be about. All of it is said before the first question is asked, so that what
/// is equal is the same in all of it.
#[derive(Debug)]
pub struct UniverseBuilder<'u, 'e, 'd> {
    facts: &'u Facts<'d>,
    competitions: Vec<(&'u Competition<'e, 'd>, Moment)>,
    queries: Vec<(Query, Moment)>,
    assumptions: Vec<Query>,
}

impl<'u, 'e, 'd> UniverseBuilder<'u, 'e, 'd> {
    /// Adds a competition that sign-ins go through at the moment.
    pub fn compete(
        &mut self,
        competition: &'u Competition<'e, 'd>,
        moment: Moment,
    ) -> CompetitionIndex {
        self.competitions.push((competition, moment));
        CompetitionIndex(self.competitions.len() - 1)
    }

    /// Adds something that questions may ask for.
    pub fn state(&mut self, query: Query, moment: Moment) -> StatementIndex {
        self.queries.push((query, moment));
        StatementIndex(self.queries.len() - 1)
    }

    /// Adds something that holds of every sign-in: what is proved may rest on it.
    pub fn assume(&mut self, query: Query) {
        self.assumptions.push(query);
    }

    /// The universe, in which all formulas are made.
    pub fn build(self) -> Universe<'u, 'e, 'd> {
        let Self { facts, competitions, queries, assumptions } = self;
        let mut atoms = Atoms::new(facts);
        for (competition, moment) in &competitions {
            atoms.moment = *moment;
            competition.declare(&mut atoms);
        }
        let sides: Vec<Side<'u, 'e, 'd>> = competitions
            .into_iter()
            .map(|(competition, moment)| Side::of(competition, moment, &mut atoms))
            .collect();
        let mut moments: Vec<Moment> = sides.iter().map(|side| side.moment).collect();
        moments.extend(queries.iter().map(|(_, moment)| *moment));
        moments.sort_unstable();
        moments.dedup();
        let mut stated = |query: &Query, moment| Stated::of(query, moment, &mut atoms);
        let statements = queries.iter().map(|(query, moment)| stated(query, *moment)).collect();
        let assumptions = assumptions.iter().flat_map(|query| {
            let each: Vec<Stated<'d>> =
                moments.iter().map(|moment| stated(query, *moment)).collect();
            each
        });
        let assumptions: Vec<Stated<'d>> = assumptions.collect();
        let theory = Theory::of(&atoms);
        Universe { facts, atoms, theory, moments, sides, statements, assumptions }
    }
}

/// Sign-ins as several competitions see them, at one moment or at two that belong together.
///
/// ```
/// use catchall::export::{Recognised, assemble};
/// use catchall::json::{Document, Layout};
/// use catchall::reach::{
///     Answer, Asking, Competition, Facts, Inquiry, Membership, Moment, Query, RuleIndex, Universe,
/// };
///
/// let policy = r#"[{
///     "id": "rst1", "type": "ACCESS_POLICY", "name": "Apps", "status": "ACTIVE", "priority": 1,
///     "_embedded": {"rules": [
///         {"id": "rul1", "type": "ACCESS_POLICY", "name": "Office", "status": "ACTIVE",
///          "priority": 0, "conditions": {"network": {"connection": "ZONE", "include": ["nzo1"]}},
///          "actions": {"appSignOn": {"access": "ALLOW"}}},
///         {"id": "rul2", "type": "ACCESS_POLICY", "name": "Catch-all Rule", "status": "ACTIVE",
///          "priority": 99, "system": true, "conditions": null,
///          "actions": {"appSignOn": {"access": "DENY"}}}
///     ]}
/// }]"#;
/// let documents = [Recognised::of(Document::parse("p.json", policy.into(), Layout::Json))];
/// let exports = assemble(&documents, &[], None);
/// let facts = Facts::of(&exports.all[0]);
/// let competitions = Competition::of(&exports.all[0]);
///
/// let mut builder = Universe::builder(&facts);
/// let app = builder.compete(&competitions[0], Moment::Access);
/// let office = builder.state(Query::Has(Membership::Zone, "nzo1".to_owned()), Moment::Access);
/// let universe = builder.build();
/// let mut asking = Asking::of(&universe);
/// let catch_all = RuleIndex { policy: 0, rule: 1 };
/// // From elsewhere, the second rule takes the sign-in; from the office, never.
/// let outside = Inquiry::default().first(app, catch_all);
/// assert!(matches!(asking.ask(&outside), Answer::Sure(_)));
/// assert!(matches!(asking.ask(&outside.that(office)), Answer::Never { .. }));
/// ```
#[derive(Debug)]
pub struct Universe<'u, 'e, 'd> {
    pub(super) facts: &'u Facts<'d>,
    pub(super) atoms: Atoms<'u, 'd>,
    pub(super) theory: Theory,
    pub(super) moments: Vec<Moment>,
    pub(super) sides: Vec<Side<'u, 'e, 'd>>,
    pub(super) statements: Vec<Stated<'d>>,
    pub(super) assumptions: Vec<Stated<'d>>,
}

/// A competition with its formulas.
#[derive(Debug)]
pub(super) struct Side<'u, 'e, 'd> {
    pub(super) competition: &'u Competition<'e, 'd>,
    pub(super) moment: Moment,
    /// As Okta tries them.
    pub(super) rules: Vec<(RuleIndex, Formula)>,
}

/// A query with its formula.
#[derive(Debug)]
pub(super) struct Stated<'d> {
    statement: Statement<'d>,
    moment: Moment,
    pub(super) formula: Formula,
}

impl<'d> Stated<'d> {
    fn of(query: &Query, moment: Moment, atoms: &mut Atoms<'_, 'd>) -> Self {
        let statement = Statement::from(query);
        atoms.moment = moment;
        let formula = statement.formula(atoms);
        Self { statement, moment, formula }
    }

    pub(super) fn holds(&self, occasion: &Occasion, facts: &Facts<'d>) -> Truth {
        let sign_in = occasion.sign_in(self.moment, facts);
        sign_in.map_or(Truth::Undefined, |sign_in| self.statement.holds(&sign_in))
    }
}

impl<'u, 'e, 'd> Side<'u, 'e, 'd> {
    fn of(competition: &'u Competition<'e, 'd>, moment: Moment, atoms: &mut Atoms<'_, 'd>) -> Self {
        atoms.moment = moment;
        let mut rules = Vec::new();
        for (policy, ranked) in competition.policies.iter().enumerate() {
            let of_policy = ranked.formula(atoms);
            rules.extend(ranked.rules.iter().enumerate().map(|(rule, ranked)| {
                let formula = of_policy.clone().and(ranked.formula(atoms));
                (RuleIndex { policy, rule }, formula)
            }));
        }
        Self { competition, moment, rules }
    }

    /// The rules that are tried before the one at `index`, and those that are tried at once with it.
    pub(super) fn rivals(&self, index: RuleIndex) -> Rivals {
        let mut rivals = Rivals::default();
        for (n, (other, _)) in self.rules.iter().enumerate().filter(|(_, (one, _))| *one != index) {
            if self.competition.are_tied(index, *other) {
                rivals.tied.push(n);
            } else if self.competition.turn(*other) < self.competition.turn(index) {
                rivals.earlier.push(n);
            }
        }
        rivals
    }

    /// Whether the sign-in meets the conditions of the rule and its policy, whatever comes before.
    pub(super) fn matches(
        &self,
        RuleIndex { policy, rule }: RuleIndex,
        occasion: &Occasion,
        facts: &Facts<'d>,
    ) -> Truth {
        let policy = &self.competition.policies[policy];
        occasion.sign_in(self.moment, facts).map_or(Truth::Undefined, |sign_in| {
            policy.applies(&sign_in).and(policy.rules[rule].matches(&sign_in))
        })
    }

    pub(super) fn answer(&self, occasion: &Occasion, facts: &Facts<'d>) -> FirstMatch {
        let context = occasion.contexts.get(&self.moment);
        context.map_or(FirstMatch::Undefined, |context| {
            first_match(self.competition, context, &occasion.readings, facts)
        })
    }
}

/// The rules that may take a sign-in before one does.
#[derive(Default)]
pub(super) struct Rivals {
    pub(super) earlier: Vec<usize>,
    pub(super) tied: Vec<usize>,
}

impl<'u, 'e, 'd> Universe<'u, 'e, 'd> {
    /// A universe that is about nothing yet, in an org of which these facts are known.
    pub fn builder(facts: &'u Facts<'d>) -> UniverseBuilder<'u, 'e, 'd> {
        UniverseBuilder {
            facts,
            competitions: Vec::new(),
            queries: Vec::new(),
            assumptions: Vec::new(),
        }
    }

    /// A query in words, to stand after "where".
    pub fn words(&self, statement: StatementIndex, names: &Names<'_, 'd>) -> String {
        self.statements[statement.0].statement.words(names)
    }

    /// Numbers for the rules of some competitions, in the order of [`Competition::rules`]: equal where
    /// rules plainly match the same sign-ins.
    pub(crate) fn condition_classes<const N: usize>(
        &self,
        competitions: [CompetitionIndex; N],
    ) -> [Vec<usize>; N] {
        let mut known = BTreeMap::new();
        competitions.map(|competition| {
            let rules = self.sides[competition.0].rules.iter();
            let mut number = |formula: &Formula| {
                let next = known.len();
                *known.entry(formula.sorted()).or_insert(next)
            };
            rules.map(|(_, formula)| number(formula)).collect()
        })
    }
}
