//! Several policies of which an org has only one: of a type with a single policy (Policy API, "IdP
//! Discovery Policy"; Okta's OpenAPI description, `PolicyType`), defaults of a type (Policy API,
//! "Default Policies"), or policies for account management (guide "Okta account management
//! policy").

use super::{Check, Declaration};
use crate::export::{Export, Policy, Selection};
use crate::finding::{Findings, Severity};

pub(super) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Export(check)]);

/// What `_embedded.resourceType` says of the policy for account management.
const ACCOUNT_MANAGEMENT: &str = "END_USER_ACCOUNT_MANAGEMENT";

fn check<'d>(export: &Export<'d>, findings: &mut Findings<'d>) {
    // The body of a request may be for another org.
    let with_id = || export.policies.iter().filter(|policy| policy.node.field("id").is_some());
    let (single, others): (Vec<_>, Vec<_>) = with_id().partition(|policy| is_single(policy));
    repeated(&single, of_type, Severity::Error, findings);
    let (account, others): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|policy| is_for_account_management(policy));
    let named = |_: &Policy<'d>| "policy for account management".to_owned();
    repeated(&account, named, Severity::Warning, findings);
    // Passwords have a second default once Active Directory authenticates.
    let is_only_default = |policy: &&Policy<'d>| policy.system && !policy.kind.is("PASSWORD");
    let defaults: Vec<_> = others.into_iter().filter(is_only_default).collect();
    let named = |policy: &Policy<'d>| format!("default {}", of_type(policy));
    repeated(&defaults, named, Severity::Info, findings);
}

/// Reports every policy that is called as an earlier one.
fn repeated<'d>(
    policies: &[&Policy<'d>],
    name: impl Fn(&Policy<'d>) -> String,
    severity: Severity,
    findings: &mut Findings<'d>,
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
        findings
            .at(policy.label(), message)
            .severity(severity)
            .label(first.label(), "the first")
            .help("Keep the policies of different orgs, or of different times, in exports apart");
    }
}

fn is_single(policy: &Policy<'_>) -> bool {
    policy.kind.known().is_some_and(|known| known.selection == Selection::Single)
}

fn is_for_account_management(policy: &Policy<'_>) -> bool {
    let resource = policy.node.at(&["_embedded", "resourceType"]);
    resource.is_some_and(|resource| resource.is_str(ACCOUNT_MANAGEMENT))
}

fn of_type(policy: &Policy<'_>) -> String {
    format!("policy of type {}", policy.kind)
}
