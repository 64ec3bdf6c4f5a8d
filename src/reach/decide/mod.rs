//! Which rules can be the first match of some sign-in, and what else follows from their order.
//!
//! A rule is unreachable if no sign-in meets its conditions and those of none of the rules before
//! it, under every answer to every doubt. Whatever is claimed is proved by the solver or shown by
//! a sign-in.

mod by_gap;
mod let_in;
mod redundant;

use std::ops::Range;

use super::ReachedByGap;
use super::competition::{Competition, OF_POLICY, Place};
use super::conditions::Condition;
use super::cover::{STEPS, small_hitting_set, smallest_hitting_set};
use super::formula::{Atom, Atoms, Formula, Literal, Settled};
use super::gaps::Gap;
use super::outcome::{Access, Classes, Outcome};
use super::search::{Found, Search, Truths};
use super::theory::Theory;
use by_gap::Closed;
pub(super) use let_in::LetIn;

/// What is proved of a rule or policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Decision {
    /// This sign-in reaches it.
    Reachable(Truths),
    /// These rules take every sign-in that meets its conditions: the smallest such set.
    Unreachable(Vec<Place>),
    /// No sign-in meets these of its conditions at once, by name.
    Contradictory(Vec<String>),
    /// The budget ran out.
    Undecided,
}

impl Decision {
    /// Whether it is proved that no sign-in gets there.
    pub(super) fn is_dead(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Contradictory(_))
    }
}

/// What is found out about a rule.
#[derive(Debug)]
pub(super) struct RuleDecision {
    /// Among all rules of the competition.
    pub(super) overall: Decision,
    /// Whether already the rules of its own policy, or its own conditions, keep sign-ins from it.
    pub(super) is_dead_in_policy: bool,
    /// A later rule of the policy that does the same for the sign-ins that this one takes.
    pub(super) redundant_with: Option<Place>,
    /// An earlier rule of the policy, or one of the same turn, with the same conditions, whose
    /// outcome surely is another.
    pub(super) same_conditions: Option<Place>,
    /// Why hardly any sign-in reaches it.
    pub(super) reached_by_gap: Option<ReachedByGap>,
    /// Earlier rules that let sign-ins in that this one denies.
    pub(super) let_in: Vec<LetIn>,
}

/// What is found out about a policy.
#[derive(Debug)]
pub(super) struct PolicyDecision {
    /// Whether some sign-in gets to it.
    pub(super) overall: Decision,
    /// A sign-in that surely gets to it, meets its conditions, and no rule of it.
    pub(super) falls_through: Option<Truths>,
    pub(super) rules: Vec<RuleDecision>,
}

/// The conditions of a competition as formulas, one for each condition.
pub(super) struct Formulas {
    policies: Vec<Vec<Formula>>,
    /// By policy, by rule.
    rules: Vec<Vec<Vec<Formula>>>,
}

impl Formulas {
    pub(super) fn of<'d>(competition: &Competition<'_, 'd>, atoms: &mut Atoms<'_, 'd>) -> Self {
        let of_policies = competition.policies.iter().flat_map(|policy| &policy.conditions);
        let of_rules = competition.rules().flat_map(|(_, rule)| &rule.conditions);
        for condition in of_policies.chain(of_rules) {
            condition.meaning.declare(atoms);
        }
        let mut each = |conditions: &[Condition<'d>]| -> Vec<Formula> {
            conditions.iter().map(|condition| condition.meaning.formula(atoms)).collect()
        };
        let policies = &competition.policies;
        Self {
            policies: policies.iter().map(|policy| each(&policy.conditions)).collect(),
            rules: policies
                .iter()
                .map(|policy| policy.rules.iter().map(|rule| each(&rule.conditions)).collect())
                .collect(),
        }
    }
}

/// Decides a competition.
pub(super) fn decide<'d>(
    competition: &Competition<'_, 'd>,
    formulas: &Formulas,
    atoms: &Atoms<'_, 'd>,
    theory: &Theory,
) -> Vec<PolicyDecision> {
    let search = Search::new(atoms, theory);
    let mut decider = Decider::new(competition, formulas, atoms, search);
    (0..competition.policies.len()).map(|policy| decider.policy(policy)).collect()
}

/// How many sign-ins are asked for their takers to find a smallest cover.
const ROUNDS: usize = 2_000;

/// A rule as a formula.
struct Entry {
    place: Place,
    /// The conditions of the policy and of the rule.
    formula: Formula,
    /// Equal where only the order of conditions differs.
    fingerprint: u64,
    access: Option<Access>,
    /// Equal for rules that surely do the same.
    class: usize,
    /// What is reported of it.
    fate: Fate,
    /// The literal that stands for the formula, once it was asked about.
    literal: Option<Literal>,
}

/// Whether a rule stays if all that is reported to change nothing is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Stays,
    /// No sign-in reaches it.
    Dead,
    /// Rules that stay do the same.
    Redundant,
}

struct Decider<'a, 'f, 'e, 'd> {
    competition: &'a Competition<'e, 'd>,
    formulas: &'a Formulas,
    atoms: &'a Atoms<'f, 'd>,
    search: Search<'a, 'f, 'd>,
    /// The rules, as Okta tries them.
    entries: Vec<Entry>,
    /// Where the rules of each policy start among the entries; one more at the end.
    starts: Vec<usize>,
    /// Assumed, it allows one group, one zone and so on at a time.
    sparse: Option<Literal>,
    closed: Vec<Closed>,
}
impl<'a, 'f, 'e, 'd> Decider<'a, 'f, 'e, 'd> {
    fn new(
        competition: &'a Competition<'e, 'd>,
        formulas: &'a Formulas,
        atoms: &'a Atoms<'f, 'd>,
        search: Search<'a, 'f, 'd>,
    ) -> Self {
        let mut entries = Vec::new();
        let mut starts = vec![0];
        let mut classes = Classes::default();
        for (policy, rules) in formulas.rules.iter().enumerate() {
            entries.extend(rules.iter().enumerate().map(|(rule, conditions)| {
                let place = Place { policy, rule };
                let of_policy = formulas.policies[policy].iter();
                let formula = Formula::all(of_policy.chain(conditions).cloned());
                let outcome = Outcome::of(competition.rule(place).rule);
                Entry {
                    place,
                    fingerprint: formula.fingerprint(),
                    formula,
                    access: outcome.as_ref().and_then(|outcome| outcome.access),
                    class: classes.class(outcome),
                    fate: Fate::Stays,
                    literal: None,
                }
            }));
            starts.push(entries.len());
        }
        let closed = Gap::ALL.into_iter().filter_map(|gap| {
            let clauses = gap.closed(atoms).into_iter();
            let clauses =
                clauses.map(|clause| Formula::any(clause.into_iter().map(Formula::Literal)));
            let formula = Formula::all(clauses);
            (formula != Formula::TRUE).then_some(Closed { gap, formula })
        });
        let closed = closed.collect();
        Self { competition, formulas, atoms, search, entries, starts, sparse: None, closed }
    }

    fn policy(&mut self, policy: usize) -> PolicyDecision {
        let own = self.own(policy);
        let mut rules: Vec<RuleDecision> = own.clone().map(|n| self.reachability(n)).collect();
        for (n, rule) in own.clone().zip(&rules) {
            if rule.overall.is_dead() {
                self.entries[n].fate = Fate::Dead;
            }
        }
        for (n, rule) in own.clone().zip(&mut rules) {
            rule.same_conditions = self.same_conditions(n, &rule.overall);
            if let Decision::Reachable(truths) = &rule.overall {
                rule.let_in = self.let_in(n);
                rule.reached_by_gap = self.reached_by_gap(n, truths);
                if self.is_redundant(n, truths) {
                    self.entries[n].fate = Fate::Redundant;
                }
            }
        }
        for (n, rule) in own.zip(&mut rules) {
            if let (Fate::Redundant, Decision::Reachable(truths)) =
                (self.entries[n].fate, &rule.overall)
            {
                rule.redundant_with = self.stand_in(n, truths);
            }
        }
        PolicyDecision {
            overall: self.whole_policy(policy, &rules),
            falls_through: self.falls_through(policy),
            rules,
        }
    }

    /// Whether sign-ins reach the rule; the rest is still open.
    fn reachability(&mut self, n: usize) -> RuleDecision {
        let own = self.own_before(n);
        let formula = self.entries[n].formula.clone();
        let in_policy = self.reach(&formula, &own);
        let is_dead_in_policy = in_policy.is_dead();
        let overall = match in_policy {
            // A sign-in that no rule of the other policies takes either.
            Decision::Reachable(truths) if self.takes_none(&self.before(n), &truths) => {
                Decision::Reachable(truths)
            }
            Decision::Reachable(_) => self.reach(&formula, &self.before(n)),
            Decision::Contradictory(_) => Decision::Contradictory(self.contradiction(n)),
            decided => decided,
        };
        RuleDecision {
            overall,
            is_dead_in_policy,
            redundant_with: None,
            same_conditions: None,
            reached_by_gap: None,
            let_in: Vec::new(),
        }
    }

    fn own(&self, policy: usize) -> Range<usize> {
        self.starts[policy]..self.starts[policy + 1]
    }

    /// The rules of the same policy in earlier turns.
    fn own_before(&self, n: usize) -> Vec<usize> {
        let turn = self.turn(n);
        (self.starts[self.entries[n].place.policy]..n).filter(|m| self.turn(*m) < turn).collect()
    }

    /// The rules of policies in earlier turns.
    fn others_before(&self, policy: usize) -> Vec<usize> {
        let turn = self.competition.policies[policy].turn;
        let mut earlier = self.competition.policies[..policy].iter();
        let first = earlier.position(|other| other.turn == turn).unwrap_or(policy);
        (0..self.starts[first]).collect()
    }

    /// All rules that are tried before.
    fn before(&self, n: usize) -> Vec<usize> {
        let mut before = self.others_before(self.entries[n].place.policy);
        before.extend(self.own_before(n));
        before
    }

    fn turn(&self, n: usize) -> usize {
        self.competition.rule(self.entries[n].place).turn
    }

    /// Whether it is a default of Okta's, or may be one.
    fn is_system(&self, n: usize) -> bool {
        !self.competition.rule(self.entries[n].place).rule.is_custom()
    }

    fn takes_none(&self, entries: &[usize], truths: &[bool]) -> bool {
        !entries.iter().any(|n| self.entries[*n].formula.holds(truths))
    }

    fn literal(&mut self, n: usize) -> Literal {
        let entry = &mut self.entries[n];
        let search = &mut self.search;
        *entry.literal.get_or_insert_with(|| search.define(&entry.formula))
    }

    fn literals(&mut self, entries: &[usize]) -> Vec<Literal> {
        entries.iter().map(|n| self.literal(*n)).collect()
    }

    /// Whether some sign-in meets `formula`, and none of `blockers` takes it.
    fn reach(&mut self, formula: &Formula, blockers: &[usize]) -> Decision {
        let unwanted: Vec<&Formula> = blockers.iter().map(|n| &self.entries[*n].formula).collect();
        if let Some(truths) = self.search.guess(formula, &unwanted) {
            return Decision::Reachable(truths);
        }
        let is_possible = || self.search.guess(formula, &[]).is_some();
        let taker = blockers.iter().find(|n| formula.implies(&self.entries[**n].formula));
        if let Some(taker) = taker.filter(|_| is_possible()) {
            return Decision::Unreachable(vec![self.entries[*taker].place]);
        }
        let target = self.search.define(formula);
        match self.missed(target, blockers) {
            Found::SignIn(truths) => Decision::Reachable(truths),
            Found::OutOfBudget => Decision::Undecided,
            Found::None => match self.search.find(&[target]) {
                Found::None => Decision::Contradictory(Vec::new()),
                Found::OutOfBudget => Decision::Undecided,
                Found::SignIn(truths) => {
                    let cover = self.cover(target, blockers, truths);
                    let places = cover.into_iter().map(|n| self.entries[n].place);
                    Decision::Unreachable(places.collect())
                }
            },
        }
    }

    /// The smallest set of `blockers` that takes every sign-in that meets `target`. Each sign-in
    /// says which rules take it; a cover has one of each of these sets, and the smallest set that
    /// has is a cover or there is a sign-in that it misses. Where there are too many ways to find
    /// the smallest, it is a set that no rule can be left out of.
    fn cover(&mut self, target: Literal, blockers: &[usize], truths: Truths) -> Vec<usize> {
        let mut sets = vec![self.takers(blockers, &truths)];
        let mut steps = STEPS;
        for _ in 0..ROUNDS {
            let smallest = smallest_hitting_set(&sets, &mut steps);
            let is_smallest = smallest.is_some();
            let mut cover = smallest.unwrap_or_else(|| small_hitting_set(&sets));
            match self.missed(target, &cover) {
                Found::SignIn(truths) => sets.push(self.takers(blockers, &truths)),
                Found::OutOfBudget => break,
                Found::None if is_smallest => return cover,
                Found::None => {
                    for n in (0..cover.len()).rev() {
                        let left_out = cover.remove(n);
                        if !matches!(self.missed(target, &cover), Found::None) {
                            cover.insert(n, left_out);
                        }
                    }
                    cover.sort_unstable();
                    return cover;
                }
            }
        }
        // All of them are a cover, too.
        blockers.to_vec()
    }

    /// A sign-in that meets `target` and that none of the rules takes.
    fn missed(&mut self, target: Literal, rules: &[usize]) -> Found {
        let mut conditions = vec![target];
        conditions.extend(self.literals(rules).into_iter().map(|literal| !literal));
        self.search.find(&conditions)
    }

    fn takers(&self, entries: &[usize], truths: &[bool]) -> Vec<usize> {
        let takes = |n: &usize| self.entries[*n].formula.holds(truths);
        entries.iter().copied().filter(takes).collect()
    }

    /// A smallest set of conditions, of the rule or of its policy, that no sign-in meets at once.
    fn contradiction(&mut self, n: usize) -> Vec<String> {
        let Place { policy, rule } = self.entries[n].place;
        let own = &self.competition.policies[policy].rules[rule].conditions;
        let of_policy = &self.competition.policies[policy].conditions;
        let names = own
            .iter()
            .map(|condition| condition.name.to_string())
            .chain(of_policy.iter().map(|condition| format!("{OF_POLICY}{}", condition.name)));
        let formulas =
            self.formulas.rules[policy][rule].iter().chain(&self.formulas.policies[policy]);
        let mut kept: Vec<(String, Literal)> = Vec::new();
        for (name, formula) in names.zip(formulas) {
            kept.push((name, self.search.define(formula)));
        }
        for n in (0..kept.len()).rev() {
            let fewer: Vec<Literal> = kept
                .iter()
                .enumerate()
                .filter(|(m, _)| *m != n)
                .map(|(_, (_, one))| *one)
                .collect();
            if matches!(self.search.find(&fewer), Found::None) {
                kept.remove(n);
            }
        }
        kept.into_iter().map(|(name, _)| name).collect()
    }

    /// Whether a sign-in gets to the policy: some sign-in that meets its conditions, and those of
    /// a rule, if the export has all of its rules.
    fn whole_policy(&mut self, policy: usize, rules: &[RuleDecision]) -> Decision {
        for rule in rules {
            match &rule.overall {
                Decision::Reachable(_) | Decision::Undecided => return rule.overall.clone(),
                Decision::Unreachable(_) | Decision::Contradictory(_) => {}
            }
        }
        let applies = Formula::all(self.formulas.policies[policy].iter().cloned());
        let others = self.others_before(policy);
        let target = if self.competition.needs_rule(policy) {
            let of_rules = self.entries[self.starts[policy]..self.starts[policy + 1]].iter();
            Formula::any(of_rules.map(|entry| entry.formula.clone()))
        } else {
            applies
        };
        self.reach(&target, &others)
    }

    /// A sign-in that surely gets past the earlier policies and meets the policy's conditions, but
    /// no rule of it. Only where all these rules are in the export.
    fn falls_through(&mut self, policy: usize) -> Option<Truths> {
        let ranked = &self.competition.policies[policy];
        let is_ordered = self.competition.kind.is_for_groups();
        let are_rules_known = self.competition.policies[..=policy]
            .iter()
            .all(|policy| policy.has_all_rules && !policy.rules.is_empty());
        let is_caught = self.formulas.rules[policy].iter().any(Vec::is_empty);
        if !ranked.is_custom() || !is_ordered || !are_rules_known || is_caught {
            return None;
        }
        let applies = Formula::all(self.formulas.policies[policy].iter().cloned());
        let mut takers = self.others_before(policy);
        takers.extend(self.starts[policy]..self.starts[policy + 1]);
        self.surely(&[applies], &takers, &[])
    }

    /// A sign-in that surely meets all of `met`, and surely none of the rules `unmet` takes.
    fn surely(&mut self, met: &[Formula], unmet: &[usize], assumed: &[Literal]) -> Option<Truths> {
        let mut conditions = assumed.to_vec();
        for formula in met {
            conditions.push(self.search.define(&self.settled(formula, Settled::Least)));
        }
        for n in unmet {
            conditions
                .push(!self.search.define(&self.settled(&self.entries[*n].formula, Settled::Most)));
        }
        // What only requests show that Okta refuses anyway is no example.
        match self.search.find_likely(&conditions) {
            Found::SignIn(truths) => Some(truths),
            Found::None | Found::OutOfBudget => None,
        }
    }

    /// The formula with every doubt taken one way.
    fn settled(&self, formula: &Formula, settled: Settled) -> Formula {
        let atoms = self.atoms.all();
        formula.settle(settled, &|atom| matches!(atoms.get(atom), Some(Atom::Doubt(_))))
    }

    /// The first rule of the policy that stands before rule `n`, with equal conditions and an
    /// outcome that surely is another.
    fn same_conditions(&self, n: usize, decision: &Decision) -> Option<Place> {
        if self.is_system(n) || matches!(decision, Decision::Contradictory(_)) {
            return None;
        }
        let this = &self.entries[n];
        let outcome = |entry: &Entry| Outcome::of(self.competition.rule(entry.place).rule);
        let is_rival = |other: &&Entry| {
            other.fingerprint == this.fingerprint
                && other.class != this.class
                && other.formula.sorted() == this.formula.sorted()
                && outcome(other)
                    .zip(outcome(this))
                    .is_some_and(|(one, two)| one.surely_differs(&two))
        };
        let earlier = &self.entries[self.starts[this.place.policy]..n];
        earlier.iter().find(is_rival).map(|other| other.place)
    }
}
