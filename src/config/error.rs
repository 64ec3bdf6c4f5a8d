//! Why a configuration cannot be used.

use std::ops::Range;

use crate::wording::{is_steering, nearest};

/// What is wrong with a configuration, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ConfigError {
    /// The file, or the argument.
    pub name: String,
    /// Its text, in which what steers a terminal is replaced by as many question marks as it has bytes.
    pub text: String,
    /// The bytes that it is about; all of them, where it is about no part.
    pub span: Range<usize>,
    /// One sentence.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl ConfigError {
    pub(super) fn new(name: &str, text: &str, span: Range<usize>, message: String) -> Self {
        let drawn = text.chars().map(|char| match char {
            '\n' | '\t' => char.to_string(),
            char if is_steering(char) => "?".repeat(char.len_utf8()),
            char => char.to_string(),
        });
        Self { name: name.to_owned(), text: drawn.collect(), span, message, help: None }
    }

    pub(super) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What the reader of TOML says, in words of ours where it is about a name.
    pub(super) fn of_toml(name: &str, text: &str, error: &toml::de::Error) -> Self {
        let span = error.span().unwrap_or(0..text.len());
        let said = error.message().lines().next().unwrap_or_default();
        let quoted: Vec<&str> = said.split('`').skip(1).step_by(2).collect();
        if let Some((found, expected)) =
            said.strip_prefix("invalid type: ").and_then(|said| said.split_once(", expected "))
        {
            let expected = match expected {
                "usize" | "i64" => "a number",
                "a sequence" => "a list",
                expected if expected.starts_with("struct") => "a table",
                expected => expected,
            };
            return Self::new(name, text, span, format!("this takes {expected}, and is {found}"));
        }
        if let (true, Some(lacking)) = (said.starts_with("missing field"), quoted.first()) {
            let message = format!("there has to be a `{lacking}` here");
            return Self::new(name, text, span, message);
        }
        let (what, known) = match quoted.split_first() {
            Some((unknown, known)) if said.starts_with("unknown field") => {
                (format!("there is no setting `{unknown}` here"), known)
            }
            Some((unknown, known)) if said.starts_with("unknown variant") => {
                (format!("there is no value `{unknown}` for this setting"), known)
            }
            _ => return Self::new(name, text, span, said.to_owned()),
        };
        let help = match nearest(quoted[0], known.iter().copied()) {
            Some(meant) => format!("Did you mean `{meant}`?"),
            None => format!("There are {}", known.join(", ")),
        };
        Self::new(name, text, span, what).with_help(help)
    }
}
