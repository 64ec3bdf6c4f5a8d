//! An entry of `catchall.toml` that is past its date.

use crate::diagnostic::Severity;
use crate::lints::Declaration;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[]);
