//! What a run says: findings, notices, and what did not run. Owned, and free of policies, so that a
//! report, a server or a baseline can be a plain consumer of them.

mod finding;
mod location;
mod notice;
mod report;
mod severity;
mod subject;

pub use finding::{Edit, Finding, Fix, Label, LintName, Safety};
pub use location::{Location, Position};
pub use notice::{Notice, NoticeKind};
pub use report::{Counts, NotRun, Report};
pub use severity::{Severity, Tier};
pub use subject::{Named, Subject};
