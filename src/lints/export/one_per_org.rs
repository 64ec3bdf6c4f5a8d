//! Several policies of which an org has only one: of a type with a single policy (Policy API, "IdP
//! Discovery Policy"; Okta's OpenAPI description, `PolicyType`), defaults of a type (Policy API,
//! "Default Policies"), or policies for account management (guide "Okta account management
//! policy").

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::{Policy, PolicyType, Selection};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Export(check)]);

fn check<'d>(Excerpt { export, .. }: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    // The body of a request may be for another org.
    let with_id = || export.policies.iter().filter(|policy| policy.head.id().is_some());
    let (single, others): (Vec<_>, Vec<_>) = with_id().partition(|policy| is_single(policy));
    repeated(&single, of_type, Severity::Error, cx);
    let (account, others): (Vec<_>, Vec<_>) = others
        .into_iter()
        .partition(|policy| policy.resource("END_USER_ACCOUNT_MANAGEMENT").is_some());
    let named = |_: &Policy<'d>| "policy for account management".to_owned();
    repeated(&account, named, Severity::Warning, cx);
    let is_default = |policy: &&Policy<'d>| policy.system && is_type_with_one_default(policy);
    let defaults: Vec<_> = others.into_iter().filter(is_default).collect();
    let named = |policy: &Policy<'d>| format!("default {}", of_type(policy));
    repeated(&defaults, named, Severity::Info, cx);
}

/// Reports every policy that is called as an earlier one.
fn repeated<'d>(
    policies: &[&Policy<'d>],
    name: impl Fn(&Policy<'d>) -> String,
    severity: Severity,
    cx: &mut Cx<'_, 'd>,
) {
    for (n, policy) in policies.iter().enumerate() {
        let is_same = |other: &&&Policy<'d>| {
            other.kind == policy.kind
                && other.authorization_server() == policy.authorization_server()
        };
        let Some(first) = policies[..n].iter().find(is_same) else {
            continue;
        };
        let message = format!(
            "{} is a second {}, besides {}; an org has one",
            policy.title(),
            name(policy),
            first.title(),
        );
        cx.report(policy.label(), message)
            .severity(severity)
            .about_all()
            .label(first.label(), "the first")
            .help("Keep the policies of different orgs, or of different times, in exports apart");
    }
}

fn is_single(policy: &Policy<'_>) -> bool {
    policy.kind.known().is_some_and(|known| known.selection == Selection::Single)
}

/// Passwords have a second default once Active Directory authenticates, and each authorization server
/// has its own; of an authentication
/// policy that does not say so, nobody knows that it is for apps.
fn is_type_with_one_default(policy: &Policy<'_>) -> bool {
    policy.kind != PolicyType::PASSWORD
        && policy.kind != PolicyType::OAUTH_AUTHORIZATION_POLICY
        && (policy.kind != PolicyType::ACCESS_POLICY || policy.resource("APP").is_some())
}

fn of_type(policy: &Policy<'_>) -> String {
    format!("policy of type {}", policy.kind)
}
