//! Several competitions over the same atoms, so that a question may be about all of them at once:
//! the session and the app, or a policy before and after a change.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::competition::{Competition, RuleIndex};
use super::evaluate::{FirstMatch, first_match};
use super::facts::Facts;
use super::logic::{
    Approximation, Assignment, Atom, Atoms, Budget, Formula, Literal, Search, Solution, Theory,
};
use super::moment::Moment;
use super::names::Names;
use super::occasion::Occasion;
use super::query::{Query, Statement};
use super::sparse::sparse_sets;
use super::truth::Truth;

/// A competition of a universe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CompetitionIndex(usize);

/// A query of a universe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementIndex(usize);

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
///     Answer, Competition, Facts, Inquiry, Membership, Moment, Query, RuleIndex, Universe,
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
/// let mut asking = universe.asking();
/// let catch_all = RuleIndex { policy: 0, rule: 1 };
/// // From elsewhere, the second rule takes the sign-in; from the office, never.
/// let outside = Inquiry::default().first(app, catch_all);
/// assert!(matches!(asking.ask(&outside), Answer::Sure(_)));
/// assert!(matches!(asking.ask(&outside.that(office)), Answer::Never { .. }));
/// ```
#[derive(Debug)]
pub struct Universe<'u, 'e, 'd> {
    facts: &'u Facts<'d>,
    atoms: Atoms<'u, 'd>,
    theory: Theory,
    moments: Vec<Moment>,
    sides: Vec<Side<'u, 'e, 'd>>,
    statements: Vec<Stated<'d>>,
    assumptions: Vec<Stated<'d>>,
}

/// A competition with its formulas.
#[derive(Debug)]
struct Side<'u, 'e, 'd> {
    competition: &'u Competition<'e, 'd>,
    moment: Moment,
    /// As Okta tries them.
    rules: Vec<(RuleIndex, Formula)>,
}

/// A query with its formula.
#[derive(Debug)]
struct Stated<'d> {
    statement: Statement<'d>,
    moment: Moment,
    formula: Formula,
}

impl<'d> Stated<'d> {
    fn of(query: &Query, moment: Moment, atoms: &mut Atoms<'_, 'd>) -> Self {
        let statement = Statement::from(query);
        atoms.moment = moment;
        let formula = statement.formula(atoms);
        Self { statement, moment, formula }
    }

    fn holds(&self, occasion: &Occasion, facts: &Facts<'d>) -> Truth {
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
    fn rivals(&self, index: RuleIndex) -> Rivals {
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

    fn answer(&self, occasion: &Occasion, facts: &Facts<'d>) -> FirstMatch {
        let context = occasion.contexts.get(&self.moment);
        context.map_or(FirstMatch::Undefined, |context| {
            first_match(self.competition, context, &occasion.readings, facts)
        })
    }
}

#[derive(Default)]
struct Rivals {
    earlier: Vec<usize>,
    tied: Vec<usize>,
}

/// What a sign-in is asked for: all that is said of it has to be true.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inquiry {
    first: Vec<(CompetitionIndex, RuleIndex)>,
    unmatched: Vec<CompetitionIndex>,
    stated: Vec<(StatementIndex, bool)>,
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

/// What came of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// There is such a sign-in: this one, whatever Okta makes of what its documents leave open, and
    /// even if nothing holds that catchall does not look into.
    Sure(Occasion),
    /// There may be one: this one, if what it says of doubts and expressions is so.
    Possible(Occasion),
    /// There is none: proved.
    Never {
        /// Whether the proof rests on what was assumed.
        is_assumed: bool,
    },
    /// Nobody knows: there are too many combinations.
    OutOfBudget,
    /// Solver and evaluator disagree: a mistake in catchall, so that neither is believed.
    Disputed,
}

/// What all questions about a universe may cost, in steps, besides what they may for its size.
const STEPS: u64 = 50_000_000;
/// The same for each part of a formula.
const STEPS_PER_PART: u64 = 10_000;
/// One question may take a sixteenth of what is left.
const SHARE: usize = 16;
/// How many rules may be evaluated to confirm one answer.
const EVALUATED: usize = 200_000;

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

    /// Asks questions, one after the other: what one needs is kept for the next.
    pub fn asking(&self) -> Asking<'_, 'u, 'e, 'd> {
        let rules = self.sides.iter().flat_map(|side| &side.rules);
        let size: usize = rules.map(|(_, formula)| formula.size()).sum();
        let budget = Budget::of(STEPS + STEPS_PER_PART * size as u64);
        let search = Search::new(&self.atoms, &self.theory, budget);
        let is_opaque = |(n, (atom, _)): (usize, (&Atom<'d>, Moment))| {
            matches!(atom, Atom::Opaque(_)).then_some(!Literal::of(n))
        };
        let nothing_opaque = self.atoms.each().enumerate().filter_map(is_opaque).collect();
        let rules = self.sides.iter().map(|side| vec![[None; 3]; side.rules.len()]).collect();
        let budget = Rc::clone(&search.budget);
        Asking { universe: self, search, budget, nothing_opaque, sparse: None, rules }
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

    /// Whether the occasion is what is asked for, surely or at least possibly.
    fn confirms(&self, inquiry: &Inquiry, occasion: &Occasion, is_sure: bool) -> bool {
        let first = inquiry.first.iter().all(|(side, rule)| {
            match self.sides[side.0].answer(occasion, self.facts) {
                FirstMatch::Rule(first) => first == *rule,
                FirstMatch::OneOf(tied) => !is_sure && tied.contains(rule),
                FirstMatch::Nothing | FirstMatch::Undefined => false,
            }
        });
        let is_unmatched = |side: &CompetitionIndex| {
            self.sides[side.0].answer(occasion, self.facts) == FirstMatch::Nothing
        };
        let is_so = |(statement, is_true): &(StatementIndex, bool)| {
            self.statements[statement.0].holds(occasion, self.facts) == Truth::from(*is_true)
        };
        first
            && inquiry.unmatched.iter().all(is_unmatched)
            && inquiry.stated.iter().all(is_so)
            && self.assumptions.iter().all(|one| one.holds(occasion, self.facts) != Truth::False)
    }
}

/// Questions about a universe, with a search that they share.
pub struct Asking<'a, 'u, 'e, 'd> {
    universe: &'a Universe<'u, 'e, 'd>,
    search: Search<'a, 'u, 'd>,
    budget: Rc<Budget>,
    /// That nothing holds that catchall does not look into.
    nothing_opaque: Vec<Literal>,
    /// Allows nothing special while it is assumed.
    sparse: Option<Literal>,
    /// Of each rule, by its competition: as the solver likes, and against either side.
    rules: Vec<Vec<[Option<Literal>; 3]>>,
}

/// How formulas are taken whose doubts are open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Doubts {
    /// As the solver likes.
    Open,
    /// Against what is asked for.
    Against,
}

impl Asking<'_, '_, '_, '_> {
    /// Whether there is a sign-in of which all is true that is asked for. Each that is shown was
    /// confirmed by the plain evaluator.
    pub fn ask(&mut self, inquiry: &Inquiry) -> Answer {
        self.budget.begin(SHARE);
        let mut conditions = self.conditions(inquiry, Doubts::Open);
        let assumed = self.assumed(Doubts::Open);
        conditions.extend(&assumed);
        let assignment = match self.search.find(&conditions) {
            Solution::Found(assignment) => assignment,
            Solution::OutOfBudget => return Answer::OutOfBudget,
            Solution::Impossible => {
                let is_assumed = assumed.iter().any(|one| self.search.is_to_blame(*one));
                return Answer::Never { is_assumed };
            }
        };
        if let Some(sure) = self.surely(inquiry) {
            return Answer::Sure(sure);
        }
        match self.confirmed(inquiry, &assignment, false) {
            Some(occasion) => Answer::Possible(occasion),
            None => Answer::Disputed,
        }
    }

    /// A sign-in that is surely one, nothing special where that is possible.
    fn surely(&mut self, inquiry: &Inquiry) -> Option<Occasion> {
        let mut conditions = self.conditions(inquiry, Doubts::Against);
        conditions.extend(self.assumed(Doubts::Against));
        conditions.extend(&self.nothing_opaque);
        let sparse = self.sparse();
        let special = conditions.clone();
        conditions.push(sparse);
        [conditions, special].into_iter().find_map(|conditions| {
            match self.search.find_likely(&conditions) {
                Solution::Found(assignment) => self.confirmed(inquiry, &assignment, true),
                Solution::Impossible | Solution::OutOfBudget => None,
            }
        })
    }

    fn confirmed(&self, inquiry: &Inquiry, found: &Assignment, is_sure: bool) -> Option<Occasion> {
        let Universe { facts, atoms, theory, moments, sides, .. } = self.universe;
        let mut occasion = Occasion::of(found, moments.iter().copied(), atoms, theory)?;
        if is_sure {
            occasion.readings = Default::default();
        }
        let is_proof = |one: &Occasion| self.universe.confirms(inquiry, one, is_sure);
        let rules: usize = sides.iter().map(|side| side.rules.len()).sum();
        let confirmations = EVALUATED / rules.max(1);
        is_proof(&occasion).then(|| occasion.simplified(facts, confirmations, is_proof))
    }

    /// The literals of all that is asked for.
    fn conditions(&mut self, inquiry: &Inquiry, doubts: Doubts) -> Vec<Literal> {
        let universe = self.universe;
        let mut conditions = Vec::new();
        for (CompetitionIndex(side), index) in &inquiry.first {
            let rules = &universe.sides[*side].rules;
            let Rivals { mut earlier, tied } = universe.sides[*side].rivals(*index);
            if doubts == Doubts::Against {
                earlier.extend(tied);
            }
            if let Some(n) = rules.iter().position(|(one, _)| one == index) {
                conditions.push(self.rule(*side, n, true, doubts));
            }
            conditions.extend(earlier.into_iter().map(|n| self.rule(*side, n, false, doubts)));
        }
        for CompetitionIndex(side) in &inquiry.unmatched {
            let rules = 0..universe.sides[*side].rules.len();
            conditions.extend(rules.map(|n| self.rule(*side, n, false, doubts)));
        }
        for (statement, is_true) in &inquiry.stated {
            let formula = &universe.statements[statement.0].formula;
            conditions.push(self.literal(formula, *is_true, doubts));
        }
        conditions
    }

    /// The literals of what is assumed.
    fn assumed(&mut self, doubts: Doubts) -> Vec<Literal> {
        let universe = self.universe;
        universe.assumptions.iter().map(|one| self.literal(&one.formula, true, doubts)).collect()
    }

    /// As [`literal`](Self::literal), of a rule.
    fn rule(&mut self, side: usize, n: usize, is_true: bool, doubts: Doubts) -> Literal {
        let kept = match (doubts, is_true) {
            (Doubts::Open, _) => 0,
            (Doubts::Against, true) => 1,
            (Doubts::Against, false) => 2,
        };
        let known = self.rules[side][n][kept];
        let literal = known.unwrap_or_else(|| {
            let literal = self.literal(&self.universe.sides[side].rules[n].1, is_true, doubts);
            if is_true { literal } else { !literal }
        });
        self.rules[side][n][kept] = Some(literal);
        if is_true { literal } else { !literal }
    }

    /// A literal that holds where the formula does, or does not.
    fn literal(&mut self, formula: &Formula, is_true: bool, doubts: Doubts) -> Literal {
        let literal = match doubts {
            Doubts::Open => self.search.define(formula),
            Doubts::Against => {
                let side = if is_true { Approximation::Under } else { Approximation::Over };
                let atoms = self.universe.atoms.all();
                let is_doubt = |n: usize| matches!(atoms.get(n), Some(Atom::Doubt(_)));
                self.search.define(&formula.approximated(side, &is_doubt))
            }
        };
        if is_true { literal } else { !literal }
    }

    fn sparse(&mut self) -> Literal {
        let Self { universe, search, sparse, .. } = self;
        *sparse.get_or_insert_with(|| search.at_most_one_of_each(&sparse_sets(&universe.atoms)))
    }
}
