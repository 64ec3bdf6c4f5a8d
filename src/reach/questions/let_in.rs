//! Which rules let in what a later one denies.

use std::collections::HashMap;
use std::rc::Rc;

use super::blockers::Blockers;
use super::{Answers, Effects, Inquiry, Reachability, Takes, without_doubts};
use crate::outcome::Access;
use crate::reach::competition::{Competition, RuleIndex};
use crate::reach::encoding::Encoding;
use crate::reach::logic::{Approximation, Assignment, Atom, Formula, Literal, Solution};
use crate::reach::sparse::sparse_sets;

/// A rule that lets in what a later one denies.
#[derive(Debug)]
pub(crate) struct LetInProof {
    pub(crate) by: RuleIndex,
    /// A sign-in of both.
    pub(crate) assignment: Assignment,
    /// Whether there has to be such a sign-in, as far as catchall understands the conditions.
    pub(crate) is_sure: bool,
}

/// Of each rule, the rules that let in what it denies: where they allow it although it surely meets
/// the conditions of both. An earlier rule that is an exception, all of whose sign-ins the later
/// one would deny, is meant so. Where there has to be such a sign-in, those are all that count;
/// else there may be one who is in two groups, zones and so on at once, or meets a condition that
/// catchall does not understand.
pub(crate) fn let_in<'e, 'd>(
    competition: &Competition<'e, 'd>,
    encoding: &Encoding<'e, 'd>,
    reachability: &Reachability,
    effects: &Effects,
) -> Answers<Vec<LetInProof>> {
    let inquiry = Inquiry::new(competition, encoding, encoding.budget(4));
    let sure = vec![None; encoding.rules.len()];
    let mut question = Question { inquiry, reachability, effects, sparse: None, sure };
    let decisions = reachability.rules.iter().enumerate();
    let let_in = decisions.map(|(n, decision)| {
        question.inquiry.budget.begin(encoding.rules.len() - n);
        match decision.assignment() {
            Some(_) => question.let_in(n),
            None => Vec::new(),
        }
    });
    let let_in = let_in.collect();
    question.inquiry.answers(let_in)
}

struct Question<'a, 'e, 'd> {
    inquiry: Inquiry<'a, 'e, 'd>,
    reachability: &'a Reachability,
    effects: &'a Effects,
    sparse: Option<Rc<Sparse>>,
    /// Of each rule that was asked about, when it surely takes a sign-in.
    sure: Vec<Option<Rc<Sure>>>,
}

/// That a sign-in is in one group, in one zone and so on at a time.
struct Sparse {
    /// Assumed, it allows no more.
    literal: Literal,
    /// Of each atom that goes with no other one of its kind, of which kind it is.
    kinds: HashMap<usize, usize>,
}

/// When a rule surely takes a sign-in, whatever the answers to doubts.
struct Sure {
    formula: Formula,
    literal: Literal,
    /// What catchall does not look into, in order.
    opaque: Vec<usize>,
    /// Atoms of one kind, in order, one of which it asks for.
    asked: Vec<(usize, Vec<usize>)>,
}

impl Sure {
    /// Whether no sign-in meets both that is in one group, one zone and so on.
    fn is_apart_from(&self, other: &Self) -> bool {
        self.asked.iter().any(|(kind, atoms)| {
            let of_kind = other.asked.iter().filter(|(of, _)| of == kind);
            of_kind
                .into_iter()
                .any(|(_, others)| !atoms.iter().any(|atom| others.binary_search(atom).is_ok()))
        })
    }
}

impl Question<'_, '_, '_> {
    fn let_in(&mut self, n: usize) -> Vec<LetInProof> {
        if !self.effects.is(n, Access::Deny) || self.inquiry.is_system(n) {
            return Vec::new();
        }
        let encoding = self.inquiry.encoding;
        let policy_of = |m: usize| encoding.rules[m].index.policy;
        let policy = policy_of(n);
        let before = encoding.before(n).into_iter().flatten();
        let mut allowing: Vec<usize> =
            before.filter(|m| self.effects.lets_in(*m, self.reachability)).collect();
        // A rule without conditions is there for what the others leave over. Where a policy is for
        // some people only, it still is what denies them.
        if encoding.rules[n].conditions.is_empty() {
            let is_for_all = encoding.of_policy(policy).iter().all(|one| *one == Formula::TRUE);
            allowing.retain(|m| policy_of(*m) != policy && !is_for_all);
        }
        let sure = self.let_in_by(n, &allowing, true);
        if !sure.is_empty() {
            return sure;
        }
        // That the first of a user's policies decides is what policies for groups are made for,
        // unless one lets nobody in: it is there to keep people out.
        if encoding.own(policy).any(|m| self.effects.is(m, Access::Allow)) {
            allowing.retain(|m| policy_of(*m) == policy);
        }
        self.let_in_by(n, &allowing, false)
    }

    /// Whether rule `m` surely takes a sign-in that rule `n` surely does not.
    fn is_more_than_an_exception(&mut self, m: usize, n: usize) -> bool {
        let sure = self.sure(m);
        let denied = &self.inquiry.perhaps().formulas[n].clone();
        self.inquiry.budget.spend(denied.size() as u64);
        let denying = |one: &Assignment| denied.holds(one).then_some(denied);
        if self.inquiry.search.guess(&sure.formula, denying).is_some() {
            return true;
        }
        let denied = self.inquiry.literal_as(Takes::Perhaps, n);
        let found = self.inquiry.search.find_likely(&[sure.literal, !denied]);
        matches!(found, Solution::Found(_))
    }

    fn let_in_by(&mut self, n: usize, allowing: &[usize], is_sure: bool) -> Vec<LetInProof> {
        let encoding = self.inquiry.encoding;
        let sparse = is_sure.then(|| self.sparse());
        let denied = self.sure(n);
        let mut found = Vec::new();
        for m in allowing {
            let allowed = self.sure(*m);
            self.inquiry.budget.spend(1 + (allowed.asked.len() * denied.asked.len()) as u64);
            if self.inquiry.budget.is_spent() {
                break;
            }
            let is_apart = is_sure && allowed.is_apart_from(&denied);
            if is_apart || !self.is_more_than_an_exception(*m, n) {
                continue;
            }
            // Nobody says whether what nobody explains goes together with anything else.
            let surely_denied = self.without_opaque(&denied, &allowed);
            let surely_allowed = match is_sure {
                true => self.without_opaque(&allowed, &denied),
                false => allowed.literal,
            };
            let assumed = sparse.iter().map(|sparse| sparse.literal);
            let met: Vec<Literal> = assumed.chain([surely_allowed, surely_denied]).collect();
            let before = encoding.before(*m);
            if let Some(assignment) = self.inquiry.surely(&met, Blockers::all(&before)) {
                found.push(LetInProof { by: encoding.rules[*m].index, assignment, is_sure });
            }
        }
        found
    }

    /// A literal that holds where the rule surely takes a sign-in, whatever becomes of all that
    /// catchall does not look into and that the other rule does not speak of.
    fn without_opaque(&mut self, rule: &Sure, other: &Sure) -> Literal {
        let is_shared = |atom: &usize| other.opaque.binary_search(atom).is_ok();
        if rule.opaque.iter().all(is_shared) {
            return rule.literal;
        }
        let is_open = |atom: usize| rule.opaque.binary_search(&atom).is_ok() && !is_shared(&atom);
        self.inquiry.budget.spend(rule.formula.size() as u64);
        let surely = rule.formula.approximated(Approximation::Under, &is_open);
        self.inquiry.search.define(&surely)
    }

    fn sure(&mut self, n: usize) -> Rc<Sure> {
        if let Some(known) = &self.sure[n] {
            return Rc::clone(known);
        }
        let sparse = self.sparse();
        let encoding = self.inquiry.encoding;
        let atoms = encoding.atoms.all();
        let formula = without_doubts(self.inquiry.formula(n), Approximation::Under, encoding);
        self.inquiry.budget.spend(2 * formula.size() as u64);
        let is_opaque = |atom: &usize| matches!(atoms.get(*atom), Some(Atom::Opaque(_)));
        let opaque = formula.atoms().into_iter().filter(is_opaque).collect();
        let asked = match &formula {
            Formula::All(parts) => parts.iter().filter_map(|part| sparse.asked(part)).collect(),
            one => sparse.asked(one).into_iter().collect(),
        };
        let literal = self.inquiry.search.define(&formula);
        let sure = Rc::new(Sure { formula, literal, opaque, asked });
        self.sure[n] = Some(Rc::clone(&sure));
        sure
    }

    fn sparse(&mut self) -> Rc<Sparse> {
        if let Some(sparse) = &self.sparse {
            return Rc::clone(sparse);
        }
        let sets = sparse_sets(&self.inquiry.encoding.atoms);
        let literal = self.inquiry.search.at_most_one_of_each(&sets);
        let mut kinds = HashMap::new();
        for (kind, set) in sets.iter().enumerate() {
            kinds.extend(set.iter().map(|atom| (*atom, kind)));
        }
        let sparse = Rc::new(Sparse { literal, kinds });
        self.sparse = Some(Rc::clone(&sparse));
        sparse
    }
}

impl Sparse {
    /// The atoms one of which the formula asks for, where they are of one kind.
    fn asked(&self, formula: &Formula) -> Option<(usize, Vec<usize>)> {
        let parts = match formula {
            Formula::Any(parts) => parts,
            one => std::slice::from_ref(one),
        };
        let atoms = parts.iter().map(|part| match part {
            Formula::Literal(literal) if !literal.is_negative() => Some(literal.variable()),
            _ => None,
        });
        let mut atoms: Vec<usize> = atoms.collect::<Option<_>>()?;
        let kind = *self.kinds.get(atoms.first()?)?;
        atoms.sort_unstable();
        atoms.iter().all(|atom| self.kinds.get(atom) == Some(&kind)).then_some((kind, atoms))
    }
}
