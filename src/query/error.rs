//! Why a query cannot be used.

use std::ops::Range;

use super::forms::Form;
use crate::model::ResourceKind;
use crate::wording::{list, printable, series};

/// What is wrong with a query, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct QueryError {
    /// The bytes that it is about.
    pub span: Range<usize>,
    problem: Problem,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Problem {
    #[error("a query has {most} bytes at most, and this has {length}")]
    TooLong { length: usize, most: usize },
    #[error("parentheses are nested more than {most} deep")]
    TooDeep { most: usize },
    #[error("the quote is not closed")]
    OpenQuote,
    #[error("\"{}\" means nothing in a query", printable(&.0.to_string()))]
    Sign(char),
    #[error("{expected} has to stand here{}", found.as_ref().map(|found| format!(", and not \"{}\"", printable(found))).unwrap_or_default())]
    Unexpected {
        expected: &'static str,
        /// None at the end.
        found: Option<String>,
    },
    #[error("nothing is called \"{}\" in a query", printable(.name))]
    UnknownForm { name: String, meant: Option<&'static str> },
    #[error("`{}` has no value \"{}\"", .form.name(), printable(.value))]
    UnknownValue { form: Form, value: String, meant: Option<String> },
    #[error("no {} is called \"{}\"", .kind.name(), printable(.name))]
    UnknownName { kind: ResourceKind, name: String, meant: Option<String> },
    #[error("{} {} are called \"{}\": {}", .ids.len(), .kind.plural(), printable(.name), few(.ids))]
    Ambiguous { kind: ResourceKind, name: String, ids: Vec<String> },
    #[error("the export has no {}, so that nobody knows which is called \"{}\"", .kind.plural(), printable(.name))]
    NotInExport { kind: ResourceKind, name: String },
    #[error("the expression cannot be read")]
    Expression,
}

/// The ids, cut where there are many.
fn few(ids: &[String]) -> String {
    const MOST: usize = 6;
    let mut words: Vec<String> = ids.iter().take(MOST).map(|id| printable(id)).collect();
    if ids.len() > MOST {
        words.push(format!("{} others", ids.len() - MOST));
    }
    series(words, "and")
}

impl QueryError {
    pub(super) fn at(span: Range<usize>, problem: Problem) -> Self {
        Self { span, problem }
    }

    /// What to do.
    pub fn help(&self) -> Option<String> {
        let did_you_mean = |meant: &str| format!("Did you mean \"{}\"?", printable(meant));
        match &self.problem {
            Problem::TooLong { .. } | Problem::TooDeep { .. } => {
                Some("Split it into several queries".to_owned())
            }
            Problem::OpenQuote => Some(
                "A quote inside of a text is written twice, or stands in the other kind of quotes"
                    .to_owned(),
            ),
            Problem::Sign('=') => Some("Values stand in parentheses: risk(high)".to_owned()),
            Problem::Sign('&') => Some("Write `and`".to_owned()),
            Problem::Sign('|') => Some("Write `or`".to_owned()),
            Problem::Sign('!') => Some("Write `not`".to_owned()),
            Problem::Sign(_) => Some("Texts stand in quotes".to_owned()),
            Problem::Unexpected { expected: "`(`", .. } => {
                Some("Values stand in parentheses: risk(high)".to_owned())
            }
            Problem::Unexpected { .. } => None,
            Problem::UnknownForm { meant: Some(meant), .. } => Some(did_you_mean(meant)),
            Problem::UnknownForm { meant: None, .. } => Some(format!(
                "There are {}",
                series(Form::all().map(|form| form.name().to_owned()), "and")
            )),
            Problem::UnknownValue { meant: Some(meant), .. }
            | Problem::UnknownName { meant: Some(meant), .. } => Some(did_you_mean(meant)),
            Problem::UnknownValue { form, meant: None, .. } => {
                Some(format!("There are {}", series(form.words().map(str::to_owned), "and")))
            }
            Problem::UnknownName { kind, meant: None, .. } => {
                Some(format!("Use the id of the {}, if the export does not hold it", kind.name()))
            }
            Problem::Ambiguous { .. } => Some("Use the id of the one that is meant".to_owned()),
            Problem::NotInExport { kind, .. } => {
                Some(format!("Export the {} as well, or use an id", kind.plural()))
            }
            Problem::Expression => Some(format!(
                "Write an expression as Okta takes it, such as {}",
                list(["user.profile.department == 'Sales'"])
            )),
        }
    }
}
