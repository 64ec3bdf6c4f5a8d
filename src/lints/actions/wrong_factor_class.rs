//! A list under `knowledge` or `possession` that names what belongs to the other class (Policy API,
//! "Authenticator key, type, method, and characteristic relationships for constraints", column
//! "factor class").

use crate::authenticators::{AUTHENTICATORS, Authenticator};
use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Demand, PolicyRule};
use crate::satisfiability::{Entry, List, Obstacle, UnmetDemand, Unsatisfiable};

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Error, &[Check::UnmetDemand(whole), Check::Rule(in_part)]);

/// All of a list.
fn whole<'d>(unmet: &UnmetDemand<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let UnmetDemand { demand, obstacle: Obstacle::OtherClass(list), .. } = unmet else {
        return;
    };
    let class = demand.class.name();
    let named = list.titles();
    let unsatisfiable = unmet.consequence();
    let aftermath = Unsatisfiable::aftermath(unsatisfiable);
    let key = list.node.name();
    let message = match key.as_str() {
        "types" => format!("no {class} authenticator is of type {named}{aftermath}"),
        "methods" => format!("no {class} authenticator has method {named}{aftermath}"),
        _ if list.entries.len() == 1 => {
            format!("{named} is not a {class} authenticator{aftermath}")
        }
        _ => format!("no {class} authenticator is listed, only {named}{aftermath}"),
    };
    let is_deadly = unsatisfiable.is_some_and(|unsatisfiable| unsatisfiable.is_certain);
    let is_fatal = demand.is_required() && key != Demand::ALLOWED.name();
    let severity = if is_deadly || is_fatal { Severity::Error } else { Severity::Warning };
    cx.report(list.node, message)
        .severity(severity)
        .help(format!("Move {key} to the class that it belongs to, or list what {class} has"));
}

/// What belongs to the other class, beside what is not known not to.
fn in_part<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    for demand in rule.verification_in_effect().into_iter().flat_map(|method| method.demands()) {
        let lists = List::all_of(demand);
        let whole = lists.iter().position(|list| list.is_foreign(demand.class));
        for (_, list) in lists.iter().enumerate().filter(|(n, _)| Some(*n) != whole) {
            in_list(demand, list, cx);
        }
    }
}

fn in_list<'d>(demand: &Demand<'d>, list: &List<'d>, cx: &mut Cx<'_, 'd>) {
    let is_foreign = |entry: &Entry<'d>| {
        let of_class = |row: &&Authenticator| row.is_of(demand.class);
        entry.is_known() && !AUTHENTICATORS.iter().filter(of_class).any(|row| entry.admits(row))
    };
    for entry in list.entries.iter().filter(|entry| is_foreign(entry)) {
        let class = demand.class.name();
        let message = format!("{} is not {class}, so listing it has no effect", entry.title());
        cx.report(entry.node, message)
            .severity(Severity::Warning)
            .help("Remove it, or move it to the class that it belongs to");
    }
}
