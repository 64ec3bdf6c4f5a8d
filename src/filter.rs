//! Which findings a user wants to see: [`Options::filter`](crate::Options::filter).

use std::fmt;

use crate::diagnostic::{LintName, Severity, Tier};
use crate::lints::{Lint, did_you_mean};
use crate::wording::nearest;

/// Selects lints and findings.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Run only these lints; all where empty.
    pub select: Vec<Selector>,
    /// Do not run these lints.
    pub ignore: Vec<Selector>,
    /// Leave out findings that matter less.
    pub min_severity: Option<Severity>,
    /// Report what is pedantic, too. A lint that `select` names by its own name is reported in full
    /// even without.
    pub pedantic: bool,
}

impl Filter {
    /// Whether the lint runs. Pedantic ones do in any case, so that it can be said how much more
    /// they find.
    pub(crate) fn runs(&self, lint: &Lint) -> bool {
        let names = |selector: &Selector| selector.names(&lint.id());
        (self.select.is_empty() || self.select.iter().any(names)) && !self.ignore.iter().any(names)
    }

    /// Whether findings of the lint in this tier are among what the user asked for.
    pub(crate) fn reports(&self, lint: &Lint, tier: Tier) -> bool {
        let is_asked_for = || self.select.iter().any(|selector| selector.0 == lint.name);
        tier == Tier::Default || self.pedantic || is_asked_for()
    }

    /// Whether a finding of this severity matters enough.
    pub(crate) fn admits(&self, severity: Severity) -> bool {
        self.min_severity.is_none_or(|least| severity >= least)
    }
}

/// The name of a lint or of a category of lints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector(String);

impl Selector {
    /// The lints that it names.
    pub fn lints(&self) -> impl Iterator<Item = &'static Lint> {
        Lint::all().iter().filter(|lint| self.names(&lint.id()))
    }

    /// Whether it names the lint.
    pub fn names(&self, lint: &LintName) -> bool {
        self.0 == lint.name || self.0 == lint.category
    }

    /// The name of the lint or category.
    pub fn name(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A name that is neither a lint's nor a category's.
#[derive(Debug, thiserror::Error)]
#[error("there is no lint or category \"{name}\"{}", did_you_mean(.nearest))]
pub struct UnknownLint {
    name: String,
    nearest: Option<&'static str>,
}

impl std::str::FromStr for Selector {
    type Err = UnknownLint;

    fn from_str(name: &str) -> Result<Self, UnknownLint> {
        let known = || Lint::all().iter().flat_map(|lint| [lint.name, lint.category]);
        if known().any(|known| known == name) {
            return Ok(Self(name.to_owned()));
        }
        Err(UnknownLint { name: name.to_owned(), nearest: nearest(name, known()) })
    }
}
