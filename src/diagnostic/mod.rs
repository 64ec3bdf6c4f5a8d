//! What a run says: a [`Report`] of [findings](Finding), [notices](Notice), and [what did not
//! run](NotRun). Owned, and free of policies, so that a report, a server or a baseline can be a plain
//! consumer of them: all that there is to know of a finding is in it.
//!
//! - where: [`Finding::primary`] and [`Finding::related`] are [labels](Label), each a [`Location`] with
//!   bytes, lines, columns and a JSON Pointer
//! - whose: [`Finding::subject`] names the policy and rule, or the object that they refer to
//! - the same as before: [`Finding::fingerprint`] stays when the export is fetched again
//! - how much it matters, and to whom: [`Severity`], [`Tier`]
//! - what to do: [`Finding::help`] in words, [`Finding::fix`] as edits where it is plain
//!
//! ```
//! use catchall::json::{Document, Layout};
//!
//! let rule = r#"{"type": "ACCESS_POLICY", "name": "Contractors",
//!   "conditions": {"network": {"connection": "ZONE"}},
//!   "actions": {"appSignOn": {"access": "DENY"}}}"#;
//! let document = Document::parse("rule.json", rule.into(), Layout::Json);
//! let report = catchall::check([document], &Default::default());
//! let finding = &report.findings[0];
//! let location = &finding.primary.location;
//! assert_eq!((&*location.file, location.start.line), ("rule.json", 2));
//! assert_eq!(finding.subject.to_string(), r#"rule "Contractors""#);
//! ```

mod finding;
mod fingerprint;
mod location;
mod notice;
mod report;
mod severity;
mod subject;

pub use finding::{Edit, Finding, Fix, Label, LintName, Safety};
pub use fingerprint::Fingerprint;
pub use location::{Location, Position};
pub use notice::{Notice, NoticeKind};
pub use report::{Counts, Limits, NotRun, NotShown, Report, Silenced, Silencer, StaleBaseline};
pub use severity::{Severity, Tier};
pub use subject::{Named, Subject};
