//! `accessRequest.operation` compared with what is no operation (guide "Configure an Okta account
//! management policy").

use super::impossible_value::{Attribute, check_values};
use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

const OPERATION: Attribute = Attribute {
    path: "accessRequest.operation",
    values: &["enroll", "unenroll", "recover", "unlockAccount"],
    is_open: false,
};

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    check_values(rule, &[OPERATION], cx);
}
