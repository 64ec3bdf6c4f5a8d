//! A constraint that demands all that another one demands, and more. Constraints are alternatives
//! (Policy API, "Constraints"), so that whoever meets it meets the other, too.

use crate::authenticators::{Characteristic, FactorClass};
use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Constraint, Demand, PolicyRule, Reading};
use crate::okta::Key;
use crate::satisfiability::obstacle;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Rule(check)]);

/// So many constraints of a rule are compared with each other: people write a handful.
const MOST: usize = 300;

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(method) = rule.verification_in_effect() else {
        return;
    };
    if method.alternatives().len() < 2 {
        return;
    }
    let alternatives = method.alternatives().iter().filter(|one| is_clear(one));
    let mut alternatives: Vec<&Constraint<'d>> = alternatives.collect();
    if let Some(next) = alternatives.get(MOST) {
        let message = format!("from here on, constraints are not compared: {MOST} of them are");
        cx.report(next.node, message).help("Ask for the same with fewer constraints");
        alternatives.truncate(MOST);
    }
    for (n, strict) in alternatives.iter().enumerate() {
        let is_as_lax = |(m, lax): &(usize, &&Constraint<'d>)| {
            // Of two that demand the same, the second is one too many; that of two that are the same is
            // `repeated-value`.
            let is_same = || Reading::Whole.are_equal(lax.node, strict.node);
            *m != n && !is_same() && implies(lax, strict) && (*m < n || !implies(strict, lax))
        };
        if let Some((_, lax)) = alternatives.iter().enumerate().find(is_as_lax) {
            cx.report(strict.node, "whoever meets this constraint meets a laxer one, too")
                .label(lax.node, "demands no more than that")
                .help(
                    "Remove the stricter constraint, or the laxer one if the strict one is meant",
                );
        }
    }
}

/// Whether it demands something that can be met, and nothing that catchall does not know.
pub(crate) fn is_clear(alternative: &Constraint<'_>) -> bool {
    let demands = &alternative.demands;
    !demands.is_empty()
        && alternative.is_known
        && demands.iter().all(|demand| has_known_members(demand) && obstacle(demand).is_none())
}

const LISTS: [Key; 3] = [Key::TYPES, Key::METHODS, Demand::ALLOWED];
/// Members that have to be the same to be compared.
const EQUAL: [Key; 2] = [Key::REAUTHENTICATE_IN, Key::USER_VERIFICATION_METHODS];

fn has_known_members(demand: &Demand<'_>) -> bool {
    let is_known = |key: Key| {
        LISTS.contains(&key)
            || EQUAL.contains(&key)
            || [Key::REQUIRED, Demand::EXCLUDED].contains(&key)
            || Characteristic::ALL.iter().any(|known| known.key() == key)
    };
    demand.names().all(is_known)
}

/// Whether all that `lax` demands, `strict` demands, too.
pub(crate) fn implies(lax: &Constraint<'_>, strict: &Constraint<'_>) -> bool {
    lax.demands
        .iter()
        .all(|lax| strict.of_class(lax.class).is_some_and(|strict| is_implied(lax, strict)))
}

fn is_implied(lax: &Demand<'_>, strict: &Demand<'_>) -> bool {
    let is_equal = |name: &Key| match (lax.get(*name), strict.get(*name)) {
        (Some(lax), Some(strict)) => Reading::Whole.are_equal(lax, strict),
        (lax, strict) => lax.is_none() && strict.is_none(),
    };
    let is_narrower = |name: &Key| match (lax.list(*name), strict.list(*name)) {
        (None, _) => true,
        (Some(wide), Some(narrow)) => is_part(narrow, wide),
        (Some(_), None) => false,
    };
    let excludes_more = match (lax.list(Demand::EXCLUDED), strict.list(Demand::EXCLUDED)) {
        (None, _) => true,
        (Some(few), Some(many)) => is_part(few, many),
        (Some(_), None) => false,
    };
    (strict.is_required() || !lax.is_required())
        && excludes_more
        && EQUAL.iter().all(is_equal)
        && LISTS.iter().all(is_narrower)
        && Characteristic::ALL.into_iter().all(|one| demands(strict, one) || !demands(lax, one))
}

/// Whether the characteristic is demanded; user presence is, unless it is said to be optional.
fn demands(demand: &Demand<'_>, characteristic: Characteristic) -> bool {
    let is_default = characteristic == Characteristic::UserPresence
        && demand.class == FactorClass::Possession
        && demand.get(characteristic.key()).is_none();
    is_default || demand.requires(characteristic).is_some()
}

/// Whether each element of `part` is in `whole`. Types and methods may be in either letter case.
fn is_part(part: Node<'_>, whole: Node<'_>) -> bool {
    let is_same = |one: Node<'_>, other: Node<'_>| match (one.as_str(), other.as_str()) {
        (Some(one), Some(other)) => one.eq_ignore_ascii_case(&other),
        _ => Reading::Whole.are_equal(one, other),
    };
    part.elements().all(|one| whole.elements().any(|other| is_same(one, other)))
}
