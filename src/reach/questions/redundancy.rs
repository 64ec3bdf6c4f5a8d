//! Which rules change nothing: later ones do the same for all sign-ins that they take.

use std::cell::Cell;
use std::ops::Range;
use std::rc::Rc;

use super::blockers::Blockers;
use super::{Answers, Effects, Inquiry, Missed, Reachability};
use crate::outcome::Access;
use crate::reach::competition::{Competition, RuleIndex};
use crate::reach::encoding::Encoding;
use crate::reach::logic::{Assignment, Solution};

/// Whether a rule stays if all that is reported to change nothing is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Stays,
    /// No sign-in reaches it.
    Dead,
    /// Rules that stay do the same.
    Redundant,
}

/// Of each rule, a later rule of the policy that does the same for the sign-ins that it takes, if
/// each of them would have the same outcome without it.
///
/// What was reported of earlier rules is taken to be deleted, and so is what no sign-in reaches, so
/// that all of it together may be. It need not be: rules that would come to life have to do the
/// same, too.
pub(crate) fn redundant<'e, 'd>(
    competition: &Competition<'e, 'd>,
    encoding: &Encoding<'e, 'd>,
    reachability: &Reachability,
    effects: &Effects,
) -> Answers<Option<RuleIndex>> {
    let inquiry = Inquiry::new(competition, encoding, encoding.budget(2));
    let is_dead = reachability.rules.iter().map(|decision| decision.is_dead());
    let fates = is_dead.map(|is_dead| if is_dead { Fate::Dead } else { Fate::Stays });
    let fates = Rc::new(fates.map(Cell::new).collect::<Vec<_>>());
    let mut question = Question { inquiry, reachability, effects, fates };
    for (n, decision) in reachability.rules.iter().enumerate() {
        question.inquiry.budget.begin(encoding.rules.len() - n);
        if let Some(assignment) = decision.assignment()
            && question.is_redundant(n, assignment)
        {
            question.fates[n].set(Fate::Redundant);
        }
    }
    let stand_ins = reachability.rules.iter().enumerate().map(|(n, decision)| {
        let is_redundant = question.fates[n].get() == Fate::Redundant;
        decision.assignment().filter(|_| is_redundant).and_then(|one| question.stand_in(n, one))
    });
    let stand_ins = stand_ins.collect();
    question.inquiry.answers(stand_ins)
}

struct Question<'a, 'e, 'd> {
    inquiry: Inquiry<'a, 'e, 'd>,
    reachability: &'a Reachability,
    effects: &'a Effects,
    fates: Rc<Vec<Cell<Fate>>>,
}

/// How many of the later rules are tried by a guess before the solver is asked.
const GUESSES: usize = 8;

impl Question<'_, '_, '_> {
    /// Whether every sign-in that rule `n` takes would have the same outcome without it, and nothing
    /// speaks for it all the same; `assignment` is one of them.
    fn is_redundant(&mut self, n: usize, assignment: &Assignment) -> bool {
        let Inquiry { competition, encoding, .. } = self.inquiry;
        let policy = encoding.rules[n].index.policy;
        let has_all_rules = competition.policies[policy].has_all_rules;
        // Such a policy has to have its rule.
        let is_needed = self.inquiry.is_system(n) || competition.kind.has_one_custom_rule();
        if encoding.turn_of(n).len() > 1 || !has_all_rules || is_needed {
            return false;
        }
        self.is_done_after(n, assignment) && !self.denies_what_may_be_let_in(n)
    }

    /// The rules of the policy that come after rule `n`.
    fn later(&self, n: usize) -> Range<usize> {
        let encoding = self.inquiry.encoding;
        encoding.turn_of(n).end..encoding.own(encoding.rules[n].index.policy).end
    }

    /// Whether every sign-in that rule `n` takes, and none of the rules before it that stay, would
    /// have the same outcome by later rules of the policy. That it does is not said where the budget
    /// runs out.
    fn is_done_after(&mut self, n: usize, assignment: &Assignment) -> bool {
        // Already one of these sign-ins would go elsewhere.
        let Some(mut taker) = self.same_after(n, assignment) else {
            return false;
        };
        let ranges = self.inquiry.encoding.before(n);
        let fates = Rc::clone(&self.fates);
        let stays = |m: usize| fates[m].get() == Fate::Stays;
        let before = Blockers::Such(&ranges, &stays);
        for m in self.effects.others(n, self.later(n)).take(GUESSES) {
            let both = self.inquiry.formula(n).clone().and(self.inquiry.formula(m).clone());
            let guess = self.inquiry.search.guess(&both, |one| self.inquiry.taker(before, one));
            if guess.is_some_and(|assignment| self.same_after(n, &assignment).is_none()) {
                return false;
            }
        }
        // Sign-ins are sought one by one that this rule takes and that none of the later rules
        // found so far would take to the same outcome, until one ends otherwise or none is left.
        let active = self.inquiry.search.fresh();
        let conditions = [self.inquiry.literal(n), active];
        loop {
            // It goes elsewhere if it is not the taker's, or a rule before that takes it.
            let end = self.inquiry.encoding.turn_of(taker).end;
            let mut clause = vec![!active, !self.inquiry.literal(taker)];
            for rival in self.effects.others(n, self.later(n).start..end) {
                clause.push(self.inquiry.literal(rival));
            }
            self.inquiry.search.add(clause);
            match self.inquiry.missed(&conditions, before) {
                Missed::Impossible(_) => return true,
                Missed::OutOfBudget => return false,
                Missed::Found(assignment) => match self.same_after(n, &assignment) {
                    Some(next) => taker = next,
                    None => return false,
                },
            }
        }
    }

    /// The rule that surely takes the sign-in to the same outcome, of all after rule `n`.
    fn same_after(&self, n: usize, assignment: &Assignment) -> Option<usize> {
        let later = [self.later(n)];
        let stays = |m: usize| self.fates[m].get() == Fate::Stays || !self.effects.are_same(n, m);
        let takers = Blockers::Such(&later, &stays);
        let mut takers = self.inquiry.takers(takers, assignment);
        let first = takers.next()?;
        // What else is tried in the same turn may take it as well.
        let turn = self.inquiry.turn(first);
        let rivals = takers.take_while(|m| self.inquiry.turn(*m) == turn);
        let is_same = |m: usize| self.effects.are_same(n, m);
        ([first].into_iter().chain(rivals).all(is_same)).then_some(first)
    }

    /// The rule that takes the sign-in of the redundant rule `n` where all that is reported is
    /// deleted.
    fn stand_in(&self, n: usize, assignment: &Assignment) -> Option<RuleIndex> {
        let later = [self.later(n)];
        let stays = |m: usize| self.fates[m].get() == Fate::Stays && self.effects.are_same(n, m);
        let mut takers = self.inquiry.takers(Blockers::Such(&later, &stays), assignment);
        takers.next().map(|m| self.inquiry.encoding.rules[m].index)
    }

    /// Whether the rule denies what an earlier one may let in: somebody wanted it denied, and where
    /// it stands it does not do so.
    fn denies_what_may_be_let_in(&mut self, n: usize) -> bool {
        if !self.effects.is(n, Access::Deny) {
            return false;
        }
        let denied = self.inquiry.formula(n).clone();
        let Self { inquiry, reachability, effects, .. } = self;
        let before = inquiry.encoding.before(n).into_iter().flatten();
        let mut allowing = before.filter(|m| effects.lets_in(*m, reachability));
        allowing.any(|m| {
            let both = inquiry.formula(m).clone().and(denied.clone());
            inquiry.search.guess(&both, |_| None).is_some() || {
                let both = [inquiry.literal(m), inquiry.literal(n)];
                !matches!(inquiry.search.find(&both), Solution::Impossible)
            }
        })
    }
}
