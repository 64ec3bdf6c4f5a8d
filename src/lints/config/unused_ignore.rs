//! An entry of `catchall.toml` that is about nothing.

use crate::diagnostic::Severity;
use crate::lints::Declaration;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[]);
