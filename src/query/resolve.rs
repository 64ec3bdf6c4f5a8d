//! Names in queries into what sign-ins have, by what an export holds.

use std::borrow::Cow;

use super::error::{Problem, QueryError};
use super::forms::{Asks, Form, Others};
use super::syntax::{Query, Term, Value};
use crate::json::Node;
use crate::model::ResourceKind;
use crate::okta::Key;
use crate::reach::{self, Names};
use crate::wording::nearest;

impl Query {
    /// What it means in an org, whose objects it may name. What looks like the id of an object is
    /// taken for one, whether or not the export holds the object.
    pub fn resolve(&self, names: &Names<'_, '_>) -> Result<reach::Query, QueryError> {
        let each = |parts: &[Self]| -> Result<Vec<_>, _> {
            parts.iter().map(|part| part.resolve(names)).collect()
        };
        Ok(match self {
            Self::Everything => reach::Query::TRUE,
            Self::Nothing => reach::Query::Any(Vec::new()),
            Self::All(parts) => reach::Query::All(each(parts)?),
            Self::Any(parts) => reach::Query::Any(each(parts)?),
            Self::Not(part) => reach::Query::Not(Box::new(part.resolve(names)?)),
            Self::Term(term) => term.resolve(names)?,
        })
    }
}

impl Term {
    fn resolve(&self, names: &Names<'_, '_>) -> Result<reach::Query, QueryError> {
        let mut any = Vec::new();
        for value in &self.values {
            let resolved = value.resolve(self.form, names);
            any.extend(resolved.map_err(|problem| QueryError::at(value.span.clone(), problem))?);
        }
        match <[reach::Query; 1]>::try_from(any) {
            Ok([only]) => Ok(only),
            Err(any) => Ok(reach::Query::Any(any)),
        }
    }
}

impl Value {
    /// One of these has to hold.
    fn resolve(&self, form: Form, names: &Names<'_, '_>) -> Result<Vec<reach::Query>, Problem> {
        let row = form.row();
        let is_word = |word: &str| word.eq_ignore_ascii_case(&self.text);
        let is_value = |atoms: &[(Asks, &str)]| atoms.iter().any(|(_, value)| *value == self.text);
        let own_word = row.words.iter().find(|(word, atoms)| is_word(word) || is_value(atoms));
        let atoms = own_word.map(|(_, atoms)| *atoms).unwrap_or_default();
        let value = match row.others {
            // Okta's own values are no names.
            Others::Objects(kind) if !is_value(atoms) => self.object(kind, atoms, names)?,
            _ if !atoms.is_empty() => None,
            Others::None | Others::Objects(_) => {
                let known: Vec<&str> = form.words().collect();
                return Err(self.unknown(form, nearest(&self.text, known)));
            }
            Others::Names(known) => Some(self.unless_misspelt(form, known)?),
            Others::AppTypes => {
                let apps = names.resources.of_kind(ResourceKind::App);
                let types: Vec<_> = apps.filter_map(|app| app.field(Key::NAME)?.as_str()).collect();
                let known: Vec<&str> = types.iter().map(AsRef::as_ref).collect();
                Some(self.unless_misspelt(form, &known)?)
            }
            Others::Expression => Some(self.text.clone()),
        };
        Ok(match value {
            Some(value) => vec![atom(row.asks, value)],
            None => atoms.iter().map(|(asks, value)| atom(*asks, (*value).to_owned())).collect(),
        })
    }

    /// The text, unless it is close to one that is known: Okta has more than these.
    fn unless_misspelt(&self, form: Form, known: &[&str]) -> Result<String, Problem> {
        match nearest(&self.text, known.iter().copied()) {
            Some(meant) if !known.contains(&self.text.as_str()) => {
                Err(self.unknown(form, Some(meant)))
            }
            _ => Ok(self.text.clone()),
        }
    }

    fn unknown(&self, form: Form, meant: Option<&str>) -> Problem {
        let (value, meant) = (self.text.clone(), meant.map(str::to_owned));
        Problem::UnknownValue { form, value, meant }
    }

    /// The id of the object with this name or id; none where the text is a word that stands for these
    /// atoms.
    fn object(
        &self,
        kind: ResourceKind,
        atoms: &[(Asks, &str)],
        names: &Names<'_, '_>,
    ) -> Result<Option<String>, Problem> {
        let name = &self.text;
        let is_there = names.resources.get(name).is_some_and(|found| found.kind == kind);
        if is_there || kind.is_id(name) {
            return Ok(Some(name.clone()));
        }
        let mut ids = called(kind, name, names);
        match (ids.as_slice(), atoms) {
            ([], [_, ..]) => return Ok(None),
            ([], []) => {}
            ([only], []) => return Ok(Some(only.clone())),
            // A name and a word: whoever means the word writes its value.
            _ => {
                ids.extend(atoms.iter().map(|(_, value)| (*value).to_owned()));
                return Err(Problem::Ambiguous { kind, name: name.clone(), ids });
            }
        }
        if let Some(id) = everyone(kind, name, names) {
            return Ok(Some(id));
        }
        if !names.resources.has(kind) {
            return Err(Problem::NotInExport { kind, name: name.clone() });
        }
        let known: Vec<_> =
            names.resources.of_kind(kind).flat_map(|node| titles(kind, node)).collect();
        let meant = nearest(name, known.iter().map(AsRef::as_ref)).map(str::to_owned);
        Err(Problem::UnknownName { kind, name: name.clone(), meant })
    }
}

/// The group of everyone has the same name in every org, and an export may tell its id without the
/// groups.
fn everyone(kind: ResourceKind, name: &str, names: &Names<'_, '_>) -> Option<String> {
    let is_it = kind == ResourceKind::Group && name.eq_ignore_ascii_case("Everyone");
    names.facts.everyone().filter(|_| is_it).map(str::to_owned)
}

/// The ids of the objects that are called so: exactly, or else but for the letter case.
fn called(kind: ResourceKind, name: &str, names: &Names<'_, '_>) -> Vec<String> {
    let with = |is_it: &dyn Fn(&str) -> bool| -> Vec<String> {
        let nodes = names.resources.of_kind(kind);
        let called = nodes.filter(|node| titles(kind, *node).any(|title| is_it(&title)));
        let mut ids: Vec<String> =
            called.filter_map(|node| Some(node.field(Key::ID)?.as_str()?.into_owned())).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let exactly = with(&|title| title == name);
    if exactly.is_empty() {
        return with(&|title| title.to_lowercase() == name.to_lowercase());
    }
    exactly
}

/// What admins call an object: the `name` of an app is its type.
fn titles<'d>(kind: ResourceKind, node: Node<'d>) -> impl Iterator<Item = Cow<'d, str>> {
    let paths: &[&[Key]] = match kind {
        ResourceKind::App => &[&[Key::LABEL]],
        ResourceKind::Group => &[&[Key::PROFILE, Key::NAME]],
        ResourceKind::User => &[&[Key::PROFILE, Key::LOGIN]],
        ResourceKind::UserType => &[&[Key::DISPLAY_NAME], &[Key::NAME]],
        _ => &[&[Key::NAME]],
    };
    paths.iter().filter_map(move |path| node.at(path)?.as_str())
}

fn atom(asks: Asks, value: String) -> reach::Query {
    match asks {
        Asks::Choice(choice) => reach::Query::Is(choice, value),
        Asks::Membership(membership) => reach::Query::Has(membership, value),
        Asks::Expression => reach::Query::Expression(value),
    }
}
