//! What is left as it is, for a reason.

use super::paths::Paths;
use crate::date::Date;
use crate::diagnostic::{Finding, Fingerprint, Label, Location, Named, Subject};
use crate::filter::Selector;
use crate::lints::Lint;

/// An entry that leaves out findings which somebody has looked at. It is about those that meet all that
/// it says.
#[derive(Debug, Clone)]
pub struct Ignore {
    /// The lint, or a category of lints.
    pub lint: Selector,
    /// The policy, by id or name.
    pub policy: Option<String>,
    /// The rule, by id or name.
    pub rule: Option<String>,
    /// The place in the file, as a JSON Pointer.
    pub pointer: Option<String>,
    /// The files.
    pub paths: Option<Paths>,
    /// Why they are left.
    pub reason: String,
    /// The last day on which they are.
    pub expires: Option<Date>,
    /// Where the entry is written.
    pub location: Location,
}

impl Ignore {
    pub(super) fn is_past(&self, today: Date) -> bool {
        self.expires.is_some_and(|last| last < today)
    }

    pub(super) fn is_about(&self, finding: &Finding) -> bool {
        let Finding { lint, subject: Subject { policy, rule, .. }, primary, .. } = finding;
        let location = &primary.location;
        let is_called = |wanted: &Option<String>, named: &Option<Named>| {
            wanted.as_deref().is_none_or(|wanted| {
                let named =
                    named.as_ref().map(|Named { name, id }| [id.as_deref(), name.as_deref()]);
                named.is_some_and(|names| names.contains(&Some(wanted)))
            })
        };
        self.lint.names(lint)
            && is_called(&self.policy, policy)
            && is_called(&self.rule, rule)
            && (self.pointer.is_none() || self.pointer == location.pointer)
            && self.paths.as_ref().is_none_or(|paths| paths.have(&location.file))
    }

    /// That the entry is past its date.
    pub(super) fn expired(&self, lint: &'static Lint) -> Finding {
        let date = self.expires.map(|date| date.to_string()).unwrap_or_default();
        let message = format!(
            "this entry ignored findings of {} until {date}: \"{}\"",
            self.lint, self.reason
        );
        self.finding(lint, message, "Mend what it is about, or give it another date")
    }

    /// That nothing was found that the entry is about.
    pub(super) fn unused(&self, lint: &'static Lint) -> Finding {
        let message = format!("this entry ignores findings of {}, and there are none", self.lint);
        self.finding(lint, message, "Delete it, so that it does not hide what comes later")
    }

    fn finding(&self, lint: &'static Lint, message: String, help: &str) -> Finding {
        let parts =
            [&self.policy, &self.rule, &self.pointer].map(|part| part.as_deref().unwrap_or(""));
        let known_by = [lint.name, "entry", self.lint.name()].into_iter().chain(parts);
        Finding {
            lint: lint.id(),
            severity: lint.severity(),
            tier: lint.tier(),
            message: crate::wording::printable(&message),
            help: Some(help.to_owned()),
            subject: Subject::default(),
            primary: Label { location: self.location.clone(), text: String::new() },
            related: Vec::new(),
            more_labels: 0,
            fix: None,
            fingerprint: Fingerprint::of(known_by),
        }
    }
}
