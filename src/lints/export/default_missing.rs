//! A list without the default that ends every such list: the system policy of its type, or the
//! catch-all rule of its policy (Policy API, "Default Policies"; guide "Policy and rule
//! prioritization"). Then the list is cut short, or filtered.
//!
//! Only lists that Okta wrote count: an admin need not write down what Okta makes by itself.

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration, Draft, Excerpt};
use crate::model::{Export, Policy, PolicyRule, PolicyType};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Export(check)]);

/// Types of which every org has a system policy.
const WITH_DEFAULT_POLICY: [&str; 6] = [
    "OKTA_SIGN_ON",
    "PASSWORD",
    "MFA_ENROLL",
    "IDP_DISCOVERY",
    "ACCESS_POLICY",
    "PROFILE_ENROLLMENT",
];

/// How many elements a page of a list has where Okta decides, and where scripts usually do.
const PAGES: [usize; 4] = [20, 50, 100, 200];

fn check<'d>(excerpt: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    for name in WITH_DEFAULT_POLICY {
        default_policy(excerpt.export, PolicyType::of_policy(name), cx);
    }
    for (policy, rules) in excerpt.rules_by_policy() {
        catch_all(policy, &rules, cx);
    }
}

fn default_policy<'d>(export: &Export<'d>, kind: PolicyType, cx: &mut Cx<'_, 'd>) {
    let listed: Vec<_> = export.policies.iter().filter(|policy| policy.kind == kind).collect();
    let is_in_list = |policy: &&Policy<'d>| policy.list.is_some() && policy.is_served();
    let Some(last) = listed.last().filter(|_| listed.iter().all(is_in_list)) else {
        return;
    };
    if listed.iter().any(|policy| !policy.is_custom()) {
        return;
    }
    let message = format!(
        "there is no default policy among the {kind} policies; Okta has one in every org, so this \
         export lacks policies"
    );
    let finding = cx.report(last.label(), message);
    finding.primary_label("the last of the list").severity(Severity::Info);
    help(finding, listed.len());
}

fn catch_all<'d>(policy: Option<&Policy<'d>>, rules: &[&PolicyRule<'d>], cx: &mut Cx<'_, 'd>) {
    let is_in_list = |rule: &&PolicyRule<'d>| rule.list.is_some() && rule.is_served();
    let Some(last) = rules.last().filter(|_| rules.iter().all(is_in_list)) else {
        return;
    };
    if !last.kind.ends_with_catch_all() || rules.iter().any(|rule| !rule.is_custom()) {
        return;
    }
    let of = policy.map_or("this policy".to_owned(), |policy| policy.title());
    let message = format!(
        "there is no catch-all rule among the rules of {of}; Okta ends every such list with one, so \
         this export lacks rules"
    );
    let finding = cx.report(last.label(), message);
    finding.primary_label("the last of the list");
    help(finding, rules.len());
}

fn help(finding: &mut Draft<'_>, elements: usize) {
    match PAGES.contains(&elements) {
        true => finding.help(format!(
            "Follow the link to the next page: {elements} elements are exactly one page"
        )),
        false => finding.help("Export the whole list, without a filter"),
    };
}
