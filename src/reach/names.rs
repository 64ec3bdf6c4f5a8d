//! What admins call the objects behind ids.

use super::dimensions::Dimension;
use super::facts::Facts;
use crate::model::Resources;
use crate::wording::{printable, series};

/// Names of the objects that an export holds.
#[derive(Debug, Clone, Copy)]
pub struct Names<'e, 'd> {
    /// The objects.
    pub resources: &'e Resources<'d>,
    /// What the export tells besides.
    pub facts: &'e Facts<'d>,
}

/// How many names a sentence lists.
const LONGEST_LIST: usize = 6;

impl Names<'_, '_> {
    /// The name in quotes, or else the id.
    pub fn of(&self, id: &str) -> String {
        match self.resources.name(id) {
            Some(name) => format!("\"{}\"", printable(&name)),
            None if self.facts.is_everyone(id) => "\"Everyone\"".to_owned(),
            None => printable(id),
        }
    }

    /// As [`of`](Self::of), of a value of the dimension.
    pub(super) fn called(&self, dimension: &Dimension, value: &str) -> String {
        match dimension.known_as(value) {
            Some(called) => called.to_owned(),
            None if dimension.ids.is_some() => self.of(value),
            None => printable(value),
        }
    }

    /// `either "Berlin", "Ghent" or nzo1`.
    pub(crate) fn any_of(&self, ids: &[impl AsRef<str>]) -> String {
        either(ids.iter().map(|id| self.of(id.as_ref())))
    }
}

/// `either a, b or c`, so that nobody takes what comes after for one of them; cut where it gets
/// long.
pub(super) fn either(words: impl IntoIterator<Item = String>) -> String {
    let mut words: Vec<String> = words.into_iter().collect();
    if words.len() > LONGEST_LIST {
        let rest = words.split_off(LONGEST_LIST - 1).len();
        words.push(format!("{rest} others"));
    }
    match words.as_slice() {
        [_, _, ..] => format!("either {}", series(words, "or")),
        _ => series(words, "or"),
    }
}
