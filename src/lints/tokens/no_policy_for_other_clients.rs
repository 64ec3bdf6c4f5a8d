//! An authorization server whose policies all name their clients: a request of any other client is
//! refused, since no policy is the default (help center, "Create access policies").

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Policy, PolicyType, Status};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Competitors(check)]);

fn check<'d>(policies: &[&Policy<'d>], cx: &mut Cx<'_, 'd>) {
    // Policies that came one by one may not be all that the server has.
    if policies[0].kind != PolicyType::OAUTH_AUTHORIZATION_POLICY
        || !policies.iter().all(|policy| policy.is_listed())
    {
        return;
    }
    let active = policies.iter().filter(|policy| policy.status == Status::Active);
    let Some(clients) = active.map(|policy| named_clients(policy)).collect::<Option<Vec<_>>>()
    else {
        return;
    };
    if let Some((last, others)) = clients.split_last() {
        let message = "every policy of the authorization server names its clients; any other \
                       client gets no token";
        let finding = cx.report(*last, message);
        for other in others {
            finding.label(*other, "named clients");
        }
        finding.help("If others should get tokens, add a last policy for \"ALL_CLIENTS\"");
    }
}

/// The clients that a policy is for, where it names them; an empty list may mean all.
fn named_clients<'d>(policy: &Policy<'d>) -> Option<Node<'d>> {
    let list = policy.node.at(&[Key::CONDITIONS, Key::CLIENTS, Key::INCLUDE])?;
    let is_all = list.elements().any(|client| client.is_str("ALL_CLIENTS"));
    (list.has_elements() && !is_all).then_some(list)
}
