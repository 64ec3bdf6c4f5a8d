//! What users demand of all sign-ins, proved or refuted: no rule lets anybody in with less.
//!
//! A guard holds if each sign-in that it is about meets its demand, whatever Okta makes of what its
//! documents leave open. Since a session may have begun elsewhere, it counts only as far as any session
//! of the user does ([`SessionStart`]).

mod ground;
mod human;
mod json;
mod judge;
mod prove;
mod stated;
mod targets;
mod verdict;

use std::io::{self, Write};

use crate::model::Export;
use crate::outcome::{AuthenticatorName, Demand};
use crate::query::Query;

pub use stated::{Assumption, Guards, Held, StatedGuard};
pub use verdict::{Breach, Standing, Verdict};

/// What is demanded of some sign-ins.
#[derive(Debug, Clone)]
pub struct Guard {
    /// What they sign in to.
    pub about: About,
    /// Which of them; all, where there is none.
    pub when: Option<Query>,
    /// What is demanded of each.
    pub requirement: Requirement,
    /// What is known of when the session began.
    pub session: SessionStart,
}

/// What sign-ins are to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// Apps, by label, id or type; all, where one is `*`.
    Apps(Vec<String>),
    /// Policies, by name or id; all of a type, by the type.
    Policies(Vec<String>),
}

/// What is demanded of a sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Requirement {
    /// All that it accepts meets this.
    Each(Demand),
    /// It accepts something that is made of these alone, and denies nobody: for accounts that have to
    /// get in whatever breaks.
    Some(Vec<AuthenticatorName>),
    /// It lets nobody in with these alone: of nothing but what `Some` asks for.
    None(Vec<AuthenticatorName>),
}

/// What is known of when the session began that a sign-in is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SessionStart {
    /// It may have begun anywhere, as far as the user got in there.
    #[default]
    Any,
    /// It began as the app is opened: from the same place, on the same device.
    Same,
}

/// Holds a guard against an export. What is assumed holds of every sign-in.
///
/// ```
/// use catchall::export::{Recognised, assemble};
/// use catchall::guard::{About, Guard, Requirement, SessionStart, Standing, examine};
/// use catchall::json::{Document, Layout};
/// use catchall::outcome::Demand;
///
/// let policies = r#"[{
///     "id": "00p1", "type": "OKTA_SIGN_ON", "name": "Default Policy", "status": "ACTIVE",
///     "priority": 1, "system": true,
///     "conditions": {"people": {"groups": {"include": ["00g1"]}}}, "_embedded": {"rules": [
///         {"id": "0pr1", "type": "SIGN_ON", "name": "Default Rule", "status": "ACTIVE",
///          "priority": 1, "system": true, "conditions": null,
///          "actions": {"signon": {"access": "ALLOW", "requireFactor": false}}}
///     ]}
/// }, {
///     "id": "rst1", "type": "ACCESS_POLICY", "name": "Apps", "status": "ACTIVE", "priority": 1,
///     "_embedded": {"rules": [
///         {"id": "rul1", "type": "ACCESS_POLICY", "name": "Office", "status": "ACTIVE",
///          "priority": 0, "conditions": {"network": {"connection": "ZONE", "include": ["nzo1"]}},
///          "actions": {"appSignOn": {"access": "ALLOW", "verificationMethod": {
///              "type": "ASSURANCE", "factorMode": "1FA", "reauthenticateIn": "PT2H"}}}},
///         {"id": "rul2", "type": "ACCESS_POLICY", "name": "Catch-all Rule", "status": "ACTIVE",
///          "priority": 99, "system": true, "conditions": null,
///          "actions": {"appSignOn": {"access": "DENY"}}}
///     ]}
/// }]"#;
/// let documents = [Recognised::of(Document::parse("p.json", policies.into(), Layout::Json))];
/// let exports = assemble(&documents, &[], None);
/// let mut guard = Guard {
///     about: About::Policies(vec!["Apps".to_owned()]),
///     when: None,
///     requirement: Requirement::Each(Demand { factors: 2, ..Demand::default() }),
///     session: SessionStart::Any,
/// };
/// let verdicts = examine(&exports.all[0], &guard, &[]);
/// let Standing::Refuted(breaches) = &verdicts[0].standing else { panic!() };
/// assert_eq!(breaches[0].sign_in, "from nzo1");
/// guard.when = Some("not zone(nzo1)".parse()?);
/// assert!(matches!(examine(&exports.all[0], &guard, &[])[0].standing, Standing::Proved { .. }));
/// # Ok::<(), catchall::query::QueryError>(())
/// ```
pub fn examine<'d>(export: &Export<'d>, guard: &Guard, assumptions: &[Query]) -> Vec<Verdict<'d>> {
    ground::Ground::of(export).verdicts(guard, assumptions)
}

/// How to write what came of guards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GuardFormat {
    /// For people.
    Human,
    /// One JSON object.
    Json,
}

/// Writes what came of guards.
///
/// # Errors
/// What `out` answers.
pub fn write(
    out: &mut dyn Write,
    format: GuardFormat,
    guards: &Guards,
    held: &[Held<'_, '_>],
) -> io::Result<()> {
    match format {
        GuardFormat::Human => human::write(out, guards, held),
        GuardFormat::Json => json::write(out, guards, held),
    }
}
