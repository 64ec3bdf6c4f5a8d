//! A condition, action, constraint or enrollment that relies on a zone, identity provider or
//! authenticator which is switched off.

use std::borrow::Cow;

use crate::authenticators::{AUTHENTICATORS, Authenticator};
use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::{
    Enrollable, Enrollment, Export, Policy, PolicyRule, ResourceKind, Status, has_instances,
};
use crate::okta::Key;
use crate::satisfiability::{Entry, List};

const BY_ID: &[ResourceKind] = &[ResourceKind::NetworkZone, ResourceKind::IdentityProvider];

pub(crate) const LINT: Declaration = Declaration::new(
    Severity::Warning,
    &[Check::Export(check), Check::Export(check_authenticators)],
)
.needing(&[ResourceKind::NetworkZone, ResourceKind::IdentityProvider, ResourceKind::Authenticator]);

fn check<'d>(excerpt: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    for (reference, object) in BY_ID.iter().flat_map(|kind| excerpt.resolved(*kind)) {
        let Some(status) = switched_off(object) else {
            continue;
        };
        let what = reference.kind.name();
        cx.report(reference.node, format!("{what} {} is inactive", cx.name(reference.node)))
            .label(status, "switched off here")
            .help(format!("Activate the {what}, or remove it from the rule"));
    }
}

/// Authenticators are referred to by key, by type and by method, too.
fn check_authenticators<'d>(excerpt: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let authenticators = Authenticators::of(excerpt.export);
    if authenticators.all.is_empty() {
        return;
    }
    for policy in excerpt.policies().filter(|policy| policy.status != Status::Inactive) {
        check_enrollment(policy, &authenticators, cx);
    }
    for rule in excerpt.rules().filter(|rule| rule.status != Status::Inactive) {
        check_rule(rule, &authenticators, cx);
    }
}

fn check_enrollment<'d>(
    policy: &Policy<'d>,
    authenticators: &Authenticators<'d>,
    cx: &mut Cx<'_, 'd>,
) {
    for entry in Enrollable::authenticators(policy) {
        let demand = match entry.enrollment {
            Enrollment::Required => "must",
            Enrollment::Optional => "may",
            Enrollment::NotAllowed | Enrollment::Unknown => continue,
        };
        let id = entry.id.as_deref();
        let is_one = !entry.has_instances();
        let Some(status) = authenticators.switched_off(id, is_one, |key| *key == *entry.key) else {
            continue;
        };
        let place = entry.node.field(Key::KEY).unwrap_or(entry.node);
        let message = format!(
            "authenticator {} is inactive, but users {demand} enroll it",
            authenticators.title(status, place)
        );
        cx.report(place, message)
            .label(status, "switched off here")
            .label(entry.demand_node(), "asks for it")
            .help("Activate the authenticator, or set its enrollment to \"NOT_ALLOWED\"");
    }
}

fn check_rule<'d>(rule: &PolicyRule<'d>, authenticators: &Authenticators<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(method) = rule.verification_in_effect() else {
        return;
    };
    let of_demands = method.demands().flat_map(List::all_of);
    let of_steps = method.steps().filter_map(List::of_step);
    for list in of_demands.chain(of_steps) {
        let inactive: Vec<_> = list
            .entries
            .iter()
            .filter_map(|entry| Some((entry, authenticators.switched_off_entry(entry)?)))
            .collect();
        let is_only_one = inactive.len() == list.entries.len();
        for (entry, status) in inactive {
            // A type or method that others have, too, goes without saying.
            if !is_only_one && !entry.node.is_object() {
                continue;
            }
            let (severity, message) = if is_only_one {
                (Severity::Warning, "is inactive, and nothing else is accepted here")
            } else {
                (Severity::Info, "is inactive, so that this alternative is of no use")
            };
            let place = entry.node.field(Key::KEY).unwrap_or(entry.node);
            let title = authenticators.title(status, place);
            cx.report(place, format!("authenticator {title} {message}"))
                .severity(severity)
                .label(status, "switched off here")
                .help("Activate the authenticator, or accept another one instead");
        }
    }
}

/// The authenticators of an export.
struct Authenticators<'d> {
    all: Vec<(Cow<'d, str>, Node<'d>)>,
    are_whole: bool,
}

impl<'d> Authenticators<'d> {
    fn of(export: &Export<'d>) -> Self {
        let all = export.resources.of_kind(ResourceKind::Authenticator);
        let all = all.filter_map(|object| Some((object.field(Key::KEY)?.as_str()?, object)));
        let are_whole = export.resources.are_whole(ResourceKind::Authenticator);
        Self { all: all.collect(), are_whole }
    }

    /// The status of the authenticator that an entry of a constraint names, if that is inactive.
    fn switched_off_entry(&self, entry: &Entry<'d>) -> Option<Node<'d>> {
        let text = |name| entry.node.field(name).and_then(Node::as_str);
        let (id, named) = (text(Key::ID), text(Key::KEY));
        let id = id.as_deref();
        match named {
            Some(named) => self.switched_off(id, !has_instances(&named), |key| *named == *key),
            // A type or a method: there may be others of it.
            None => self.switched_off(id, false, |key| {
                let admits = |row: &Authenticator| entry.admits(row) && row.answers_to(key);
                AUTHENTICATORS.iter().any(admits)
            }),
        }
    }

    /// The status of the authenticator with this id, or of one with such a key, if there is no
    /// active one. `is_one` says that an org has one of these at most.
    fn switched_off(
        &self,
        id: Option<&str>,
        is_one: bool,
        is_it: impl Fn(&str) -> bool,
    ) -> Option<Node<'d>> {
        let is_meant = |(key, object): &&(Cow<'d, str>, Node<'d>)| match id {
            Some(id) => object.field(Key::ID).is_some_and(|own| own.is_str(id)),
            None => is_it(key),
        };
        let mut meant = self.all.iter().filter(is_meant).map(|(_, object)| switched_off(*object));
        let first = meant.next().filter(|_| id.is_some() || is_one || self.are_whole)?;
        first.filter(|_| meant.all(|other| other.is_some()))
    }

    /// What to call the authenticator whose status is `status`.
    fn title(&self, status: Node<'d>, reference: Node<'d>) -> String {
        let is_its =
            |(_, object): &&(Cow<'d, str>, Node<'d>)| object.field(Key::STATUS) == Some(status);
        let object = self.all.iter().find(is_its).map(|(_, object)| *object);
        let name = object.and_then(|object| object.field(Key::NAME));
        match name.filter(|name| name.as_str().is_some()) {
            Some(name) => format!("{} ({})", name.brief(), reference.brief()),
            None => reference.brief(),
        }
    }
}

fn switched_off(object: Node<'_>) -> Option<Node<'_>> {
    object.field(Key::STATUS).filter(|status| status.is_str("INACTIVE"))
}
