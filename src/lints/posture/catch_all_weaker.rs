//! A catch-all rule that asks for less than the rule above it does of certain devices, platforms or
//! networks. Whoever uses another one is not asked for as much (Policy API, "Policy evaluation": a
//! rule that does not match is passed over).

use super::catch_all_one_factor::lets_in_with_one_factor;
use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Network, PolicyRule};
use crate::okta::Key;
use crate::outcome::{Dimension, Outcome, Strength};
use crate::reach::{Analysis, Names, RankedRule, RuleIndex};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Reach(check)]);

fn check<'d>(analysis: &Analysis<'_, 'd>, _names: &Names<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    for (n, policy) in analysis.competition.policies.iter().enumerate() {
        // The rule right above the catch-all: whoever it does not take, the catch-all takes.
        let [others @ .., above, catch_all] = policy.rules.as_slice() else {
            continue;
        };
        let is_last = others.last().is_none_or(|other| other.turn < above.turn);
        let is_order_known = policy.has_all_rules && is_last && above.turn < catch_all.turn;
        let place = RuleIndex { policy: n, rule: others.len() };
        let is_above_reached =
            analysis.cover(place).is_none() && analysis.contradiction(place).is_none();
        if catch_all.rule.system && is_order_known && is_above_reached {
            compare(above, catch_all, cx);
        }
    }
}

fn compare<'e, 'd>(
    above: &RankedRule<'e, 'd>,
    catch_all: &RankedRule<'e, 'd>,
    cx: &mut Cx<'_, 'd>,
) {
    let Some(choice) = users_choice(above.rule) else {
        return;
    };
    let allowing = |rule: &'e PolicyRule<'d>| rule.verification().filter(|method| method.allows());
    let (Some(strict), Some(lax)) = (allowing(above.rule), allowing(catch_all.rule)) else {
        return;
    };
    // `catch-all-one-factor` says more.
    if lets_in_with_one_factor(lax) || !asks_for_less(catch_all.rule, above.rule) {
        return;
    }
    let message = format!(
        "{} asks for less than {}: who does not meet the {} condition of that gets in more easily",
        catch_all.rule.title(),
        above.rule.title(),
        choice.name()
    );
    cx.report(lax.node, message)
        .label(choice, "users choose whether they meet this")
        .label(strict.node, "asks for more")
        .help("Let the catch-all rule deny access, or ask for at least as much");
}

/// A condition of the rule that users meet or not as they like: another device, browser or network
/// is at hand.
fn users_choice<'d>(rule: &PolicyRule<'d>) -> Option<Node<'d>> {
    let device = rule.condition(Key::DEVICE).filter(|device| {
        let is_true = |name| device.field(name).and_then(Node::as_bool) == Some(true);
        let assurance = device.at(&[Key::ASSURANCE, Key::INCLUDE]);
        is_true(Key::REGISTERED)
            || is_true(Key::MANAGED)
            || assurance.is_some_and(|list| list.has_elements())
    });
    let platform = rule.condition(Key::PLATFORM).filter(|platform| {
        let mut included = platform.field(Key::INCLUDE).into_iter().flat_map(Node::elements);
        let is_any = |entry: Node<'_>| entry.field(Key::TYPE).is_none_or(|kind| kind.is_str("ANY"));
        included.next().is_some_and(|first| !is_any(first)) && !included.any(is_any)
    });
    let network = || rule.conditions.network.filter(Network::is_by_zone).map(|zone| zone.node);
    device.or(platform).or_else(network)
}

/// Whether `lax` surely accepts all proofs that `strict` does, and others besides.
fn asks_for_less(lax: &PolicyRule<'_>, strict: &PolicyRule<'_>) -> bool {
    let outcomes = Outcome::of(lax).zip(Outcome::of(strict));
    outcomes.is_some_and(|(lax, strict)| {
        lax.compared_in(Dimension::Assurance, &strict) == Strength::Weaker
    })
}
