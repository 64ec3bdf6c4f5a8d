//! What may come of a sign-in of which not all is known: which rules could be first.

use super::Inquiry;
use crate::reach::competition::Competition;
use crate::reach::dimensions::{Choice, Membership};
use crate::reach::doubts::Doubt;
use crate::reach::encoding::Encoding;
use crate::reach::logic::{Assignment, Atom, Clause, Literal, Solution};
use crate::reach::sign_in::SignIn;
use crate::reach::truth::Truth;

/// What may come of a sign-in.
#[derive(Debug)]
pub(crate) struct Outlook {
    /// Of each rule, whether it may be first.
    pub(crate) rules: Vec<Prospect>,
    /// Whether it may be that no rule matches.
    pub(crate) nothing: Prospect,
}

/// Whether something may be.
#[derive(Debug)]
pub(crate) enum Prospect {
    /// In this sign-in it is so.
    Possible(Assignment),
    Impossible,
    /// The budget ran out before there was an answer.
    Open,
}

impl From<Solution> for Prospect {
    fn from(solution: Solution) -> Self {
        match solution {
            Solution::Found(assignment) => Self::Possible(assignment),
            Solution::Impossible => Self::Impossible,
            Solution::OutOfBudget => Self::Open,
        }
    }
}

/// Decides it rule by rule: whether what is known allows for its conditions, and for those of none that
/// is tried in an earlier turn. What shares a turn takes nothing from each other.
pub(crate) fn possible<'e, 'd>(
    competition: &Competition<'e, 'd>,
    encoding: &Encoding<'e, 'd>,
    known: &SignIn<'_, 'd>,
) -> Outlook {
    let mut inquiry = Inquiry::new(competition, encoding, encoding.budget(16));
    for clause in clauses(encoding, known) {
        inquiry.search.add(clause);
    }
    let mut left = encoding.rules.len() + 1;
    let mut rules = Vec::new();
    let policies = 0..competition.policies.len();
    let turns: Vec<Vec<usize>> = policies.fold(Vec::new(), |mut turns: Vec<Vec<usize>>, policy| {
        let turn = |n: usize| competition.policies[n].turn;
        match turns.last_mut() {
            Some(last) if turn(last[0]) == turn(policy) => last.push(policy),
            _ => turns.push(vec![policy]),
        }
        turns
    });
    for turn in turns {
        let tried: Vec<usize> = turn.iter().flat_map(|policy| encoding.own(*policy)).collect();
        for n in &tried {
            inquiry.budget.begin(left);
            left -= 1;
            let mut conditions = vec![inquiry.literal(*n)];
            for before in encoding.own_before(*n) {
                conditions.push(!inquiry.literal(before));
            }
            rules.push(inquiry.search.find(&conditions).into());
        }
        // Later turns come to what none of these takes.
        for n in tried {
            let taken = inquiry.literal(n);
            inquiry.search.add(vec![!taken]);
        }
    }
    inquiry.budget.begin(left);
    let nothing = inquiry.search.find(&[]).into();
    encoding.count(inquiry.budget.spent());
    Outlook { rules, nothing }
}

/// What is known, as clauses over the atoms.
fn clauses(encoding: &Encoding<'_, '_>, known: &SignIn<'_, '_>) -> Vec<Clause> {
    let atoms = encoding.atoms.all();
    let case = atoms.iter().position(|atom| *atom == Atom::Doubt(Doubt::CaseUnheeded));
    let each = atoms.iter().enumerate().flat_map(|(n, atom)| {
        let literal = Literal::of(n);
        match (truth(atom, atoms, known), atom) {
            (Truth::True, _) => vec![vec![literal]],
            (Truth::False, _) => vec![vec![!literal]],
            // The text is known, and only letter case decides whether the pattern takes it.
            (Truth::Undefined, Atom::Matches(source, _))
                if known.context.texts.contains_key(source) =>
            {
                let case = case.map(Literal::of).into_iter();
                case.flat_map(|case| [vec![!literal, case], vec![literal, !case]]).collect()
            }
            (Truth::Undefined, _) => Vec::new(),
        }
    });
    each.collect()
}

/// Whether an atom holds, as far as that is known.
fn truth(atom: &Atom<'_>, atoms: &[Atom<'_>], known: &SignIn<'_, '_>) -> Truth {
    match atom {
        Atom::Is(choice, value) => match known.is(*choice, value) {
            Truth::Undefined if *choice == Choice::App && is_of_other_type(value, known) => {
                Truth::False
            }
            told => told,
        },
        Atom::Has(Membership::Scope, scope) if scope == Membership::ANOTHER_SCOPE => {
            let is_named = |scope: &String| {
                let mut named = atoms.iter().filter_map(|atom| match atom {
                    Atom::Has(Membership::Scope, named) => Some(named),
                    _ => None,
                });
                scope != Membership::ANOTHER_SCOPE && named.any(|named| named == scope)
            };
            !known.all_within(Membership::Scope, is_named)
        }
        Atom::Has(membership, value) => match known.has(*membership, value) {
            // What would follow from it is known not to be so.
            Truth::Undefined if is_contradicted(*membership, value, known) => Truth::False,
            told => told,
        },
        Atom::Matches(source, pattern) => known.matches(source, pattern),
        Atom::Opaque(opaque) => known.opaque(opaque),
        Atom::Doubt(doubt) => known.reads(*doubt),
    }
}

fn is_contradicted(membership: Membership, value: &str, known: &SignIn<'_, '_>) -> bool {
    let mut entailed = known.facts.entailed(membership, value);
    entailed.any(|(other, holds)| known.has(membership, other) == Truth::from(!holds))
}

/// Whether what is signed in to is known to be of another type than this app.
fn is_of_other_type(app: &str, known: &SignIn<'_, '_>) -> bool {
    let told = known.context.choices.get(&Choice::AppType).and_then(Option::as_deref);
    told.zip(known.facts.app_type(app)).is_some_and(|(told, its)| told != its)
}
