//! What a run may say of single lints.

use std::collections::HashMap;

use super::Lint;
use crate::wording::nearest;

/// Something about a lint that a user may set: stated once, beside its declaration.
#[derive(Debug)]
pub struct LintOption {
    /// What it is called in a configuration, in kebab case.
    pub name: &'static str,
    /// What it is where nobody sets it.
    pub default: i64,
    /// The least and the greatest that make sense.
    pub bounds: (i64, i64),
    /// What it means, as a sentence without a full stop.
    pub meaning: &'static str,
}

/// What a user sets of the options of lints.
#[derive(Debug, Clone, Default)]
pub struct LintOptions(HashMap<(&'static str, &'static str), i64>);

impl LintOptions {
    /// Sets an option of a lint.
    ///
    /// # Errors
    /// A lint or an option that there is none of, or a value beyond the option's bounds.
    pub fn set(&mut self, lint: &str, option: &str, value: i64) -> Result<(), OptionError> {
        let all = Lint::all();
        let Some(known) = all.iter().find(|known| known.name == lint) else {
            let nearest = nearest(lint, all.iter().map(|lint| lint.name));
            return Err(OptionError::UnknownLint { lint: lint.to_owned(), nearest });
        };
        let mut options = known.options().iter();
        let Some(known_option) = options.find(|known| known.name == option) else {
            let nearest = nearest(option, known.options().iter().map(|option| option.name));
            let option = option.to_owned();
            return Err(OptionError::UnknownOption { lint: known.name, option, nearest });
        };
        let (least, greatest) = known_option.bounds;
        if !(least..=greatest).contains(&value) {
            let option = known_option.name;
            return Err(OptionError::OutOfBounds { option, value, least, greatest });
        }
        self.0.insert((known.name, known_option.name), value);
        Ok(())
    }

    pub(super) fn get(&self, lint: &'static str, option: &LintOption) -> i64 {
        self.0.get(&(lint, option.name)).copied().unwrap_or(option.default)
    }
}

/// Why an option cannot be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OptionError {
    /// There is no such lint.
    #[error("there is no lint \"{lint}\"{}", did_you_mean(.nearest))]
    UnknownLint {
        /// The name, as it was given.
        lint: String,
        /// The lint that is probably meant.
        nearest: Option<&'static str>,
    },
    /// The lint has no such option.
    #[error("the lint {lint} has no option \"{option}\"{}", did_you_mean(.nearest))]
    UnknownOption {
        /// The lint.
        lint: &'static str,
        /// The name, as it was given.
        option: String,
        /// The option that is probably meant.
        nearest: Option<&'static str>,
    },
    /// The value makes no sense.
    #[error("{option} is {value}; it can be {least} to {greatest}")]
    OutOfBounds {
        /// The option.
        option: &'static str,
        /// The value, as it was given.
        value: i64,
        /// The least that makes sense.
        least: i64,
        /// The greatest that makes sense.
        greatest: i64,
    },
}

pub(crate) fn did_you_mean(nearest: &Option<&'static str>) -> String {
    nearest.map_or(String::new(), |nearest| format!("; did you mean \"{nearest}\"?"))
}
