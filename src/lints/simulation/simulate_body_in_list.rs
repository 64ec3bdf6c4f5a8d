//! A simulation inside an array: Okta answers 400 (E0000003), since it takes one object.

use crate::diagnostic::{Safety, Severity};
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::Simulation(check)]);

fn check<'d>(request: Node<'d>, cx: &mut Cx<'_, 'd>) {
    // A list of several is surely a list of requests, to be sent one by one.
    let is_body = |list: &Node<'d>| {
        list.is_array() && *list == request.root() && list.elements().count() == 1
    };
    if let Some(list) = request.parent().filter(is_body) {
        cx.report(list, "the request stands in an array; Okta accepts one object")
            .label(request, "the body to send")
            .help("Remove the brackets around the request")
            .fix(Safety::Safe, "Remove the brackets around the request")
            .replace_with(list, request.text().to_owned());
    }
}
