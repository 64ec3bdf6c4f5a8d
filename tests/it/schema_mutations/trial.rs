//! Breaks the keywords of one kind of object, and looks at what catchall says.

use std::collections::BTreeSet;

use catchall::Options;
use catchall::diagnostic::LintName;
use catchall::diagnostic::Severity;
use catchall::filter::{Filter, Selector};
use catchall::lints::Lint;
use catchall::model::KNOWN_TYPES;
use serde_json::{Value, json};

use crate::documents::{document, pointer};

use super::fit::{Applied, Place, Role, expand, satisfy};
use super::judge::Break;
use super::mutate::{Draw, assumed, mutants};
use super::schemas::{Described, Schema, Site, escape, lints_for};

/// A keyword that cannot be broken in what is still taken for such an object.
struct Exception {
    /// As `clean.json` calls the object; any where empty.
    object: &'static str,
    pointer: &'static str,
    keyword: &'static str,
    why: &'static str,
}

const EXCEPTIONS: &[Exception] = &[
    Exception {
        object: "",
        pointer: "",
        keyword: "type",
        why: "what is no object at all is not taken for one of Okta's",
    },
    Exception {
        object: "answer",
        pointer: "/evaluation",
        keyword: "type",
        why: "what has no results is not taken for an answer",
    },
];

/// How many objects to check that break the same keyword in the same place.
const MUTANTS: usize = 3;

/// What was done.
#[derive(Default)]
pub struct Tally {
    /// The keywords that were broken.
    pub sites: BTreeSet<Site>,
    /// In how many places.
    pub places: usize,
    /// By how many objects.
    pub mutants: usize,
    pub wrong: Vec<String>,
}

pub struct Trial<'t> {
    object: &'t Described,
    /// A clean object.
    pub seed: Value,
    options: Options,
    draw: Draw,
    pub tally: Tally,
}

/// A clean object with a valid value at a place.
struct Clean<'p> {
    place: &'p Place,
    pointer: String,
    object: Value,
    /// What breaks the schema nevertheless, since the place is one that Okta knows no use for.
    breaks: BTreeSet<Break>,
    found: Vec<Found>,
}

/// An object that breaks a keyword.
struct Mutant {
    object: Value,
    /// The keyword that is meant, for each member that breaks it.
    meant: Vec<Break>,
    /// How much else is broken in it.
    others: usize,
}

/// A finding, as far as the test looks at it.
pub struct Found {
    lint: LintName,
    pointer: String,
    pub severity: Severity,
    help: Option<String>,
    message: String,
}

impl<'t> Trial<'t> {
    /// With the lints that put what the schemas find in words: what else is wrong with an object
    /// that was made up is of no interest.
    pub fn new(object: &'t Described, seed: Value) -> Self {
        Self::with(object, seed, &Lint::words_schemas)
    }

    /// With the lints that are selected.
    pub fn with(object: &'t Described, seed: Value, is_selected: &dyn Fn(&Lint) -> bool) -> Self {
        let root = [Applied { schema: object.schema, role: Role::Asserted }];
        let seed = satisfy(&root, &seed).unwrap_or_else(|| panic!("no valid {}", object.title()));
        let selected = Lint::all().iter().filter(|lint| is_selected(lint));
        let select: Vec<Selector> = selected.map(|lint| lint.name.parse().unwrap()).collect();
        let options =
            Options { filter: Filter { select, ..Filter::default() }, ..Options::default() };
        Self { object, seed, options, draw: Draw::new(), tally: Tally::default() }
    }

    /// Breaks what is to be tested at a place.
    pub fn try_place(&mut self, place: &Place) {
        let all = expand(&place.applied);
        let asserted = all.iter().filter(|one| one.role == Role::Asserted).map(|one| one.schema);
        let sites =
            asserted.flat_map(|schema| schema.worded().into_iter().map(move |k| (schema, k)));
        let sites: Vec<(Schema, &'static str)> = sites.collect();
        if sites.is_empty() {
            return;
        }
        let pointer = place.pointer();
        let (object, found) = match self.clean(place) {
            Ok(clean) => clean,
            Err(complaint) => return self.wrong(&pointer, &complaint),
        };
        let breaks = self.object.schema.breaks(&object);
        let clean = Clean { place, pointer, object, breaks, found };
        for (schema, keyword) in sites {
            self.try_keyword(&clean, schema, keyword);
        }
    }

    /// An object without errors that has a valid value at the place, and what is found in it.
    pub fn clean(&self, place: &Place) -> Result<(Value, Vec<Found>), String> {
        let error = |found: &[Found]| {
            let error = found.iter().find(|found| found.severity == Severity::Error);
            error.map(Found::line)
        };
        let fitted = place.fit(&self.seed).ok_or("has no valid value")?;
        let found = self.check(&fitted);
        let Some(why) = error(&found) else {
            return Ok((fitted, found));
        };
        let others = place.alternatives(&fitted).map(|other| {
            let found = self.check(&other);
            (other, found)
        });
        let clean = others.into_iter().find(|(_, found)| error(found).is_none());
        clean.ok_or_else(|| format!("is not clean: {why} in {fitted}"))
    }

    fn try_keyword(&mut self, clean: &Clean<'_>, schema: Schema, keyword: &'static str) {
        let pointer = &clean.pointer;
        let name = format!("`{keyword}` of {}", schema.address());
        self.tally.sites.insert((schema.address(), keyword));
        if let Some(why) = self.exception(pointer, keyword) {
            if schema.below(&["x-lint", keyword]).is_some() {
                self.wrong(pointer, &format!("{name} is annotated, although {why}"));
            }
            return;
        }
        self.tally.places += 1;
        let applied = &clean.place.applied;
        let here = clean.object.pointer(pointer).unwrap_or(&Value::Null);
        let values = mutants(applied, schema, keyword, here, &mut self.draw);
        let mut broken = self.broken(clean, schema, keyword, values);
        if broken.is_empty() {
            broken = self.broken(clean, schema, keyword, assumed(applied));
        }
        if broken.is_empty() {
            self.wrong(pointer, &format!("{name}: nothing breaks it"));
        }
        for mutant in broken {
            self.tally.mutants += 1;
            if let Some(complaint) = self.complaint(&mutant, &clean.found, schema) {
                self.wrong(pointer, &format!("{name} {complaint} in {}", mutant.object));
            }
        }
    }

    /// What is wrong with what is found in a mutant.
    fn complaint(&self, mutant: &Mutant, before: &[Found], schema: Schema) -> Option<String> {
        let found = self.check(&mutant.object);
        let is_found = |one: &Break| found.iter().any(|found| is_said(one, schema, found));
        let is_meant = |found: &Found| mutant.meant.iter().any(|one| is_said(one, schema, found));
        let is_old = |found: &Found| before.iter().any(|old| old.line() == found.line());
        let lines = || found.iter().map(Found::line).collect::<Vec<_>>();
        if !mutant.meant.iter().all(is_found) {
            Some(format!("is broken and not found, but {:?}", lines()))
        } else if mutant.others == 0 && !found.iter().all(|one| is_meant(one) || is_old(one)) {
            Some(format!("alone is broken, but found is {:?}", lines()))
        } else {
            None
        }
    }

    /// Objects with one of `values` at the place that break the keyword there: such that break
    /// nothing else, if there are any.
    fn broken(
        &mut self,
        clean: &Clean<'_>,
        schema: Schema,
        keyword: &str,
        values: Vec<Value>,
    ) -> Vec<Mutant> {
        let Clean { pointer, .. } = clean;
        let is_meant = |one: &Break| {
            one.at == *pointer && one.schema == schema.address() && one.keyword == keyword
        };
        let mut mutants: Vec<Mutant> = Vec::new();
        for value in self.draw.shuffled(values) {
            let mut object = clean.object.clone();
            put(&mut object, pointer, value);
            if keyword == "x-elsewhere" && pointer == "/actions" {
                put_own_action(&mut object);
            }
            let breaks = self.object.schema.breaks(&object);
            let new = breaks.difference(&clean.breaks).cloned();
            let (meant, mut others): (Vec<Break>, Vec<Break>) = new.partition(is_meant);
            // A value of the wrong type hides what else is wrong with it.
            let is_hidden = others.iter().any(|one| one.at == *pointer && one.keyword == "type");
            if keyword == "type" {
                others.retain(|one| one.at != *pointer || one.keyword == "type");
            } else if is_hidden {
                continue;
            }
            if !meant.is_empty() {
                mutants.push(Mutant { object, meant, others: others.len() });
            }
            if mutants.iter().filter(|mutant| mutant.others == 0).count() == MUTANTS {
                break;
            }
        }
        let least = mutants.iter().map(|mutant| mutant.others).min();
        mutants.retain(|mutant| Some(mutant.others) == least);
        mutants.truncate(MUTANTS);
        mutants
    }

    pub fn check(&self, object: &Value) -> Vec<Found> {
        let documents = [document("object.json", object)];
        let checked = catchall::check(documents, &self.options);
        let found = checked.findings.into_iter().map(|finding| Found {
            lint: finding.lint,
            pointer: pointer(&finding).unwrap_or_default(),
            severity: finding.severity,
            help: finding.help,
            message: finding.message,
        });
        found.collect()
    }

    fn exception(&self, pointer: &str, keyword: &str) -> Option<&'static str> {
        let title = self.object.title();
        let is_it = |one: &&Exception| {
            (one.object.is_empty() || one.object == title)
                && one.pointer == pointer
                && one.keyword == keyword
        };
        EXCEPTIONS.iter().find(is_it).map(|one| one.why)
    }

    fn wrong(&mut self, pointer: &str, what: &str) {
        self.tally.wrong.push(format!("{} \"{pointer}\": {what}", self.object.title()));
    }
}

impl Found {
    /// What is said where, without the values in it.
    pub fn place(&self) -> String {
        format!("{} {}", self.lint.name, self.pointer)
    }

    /// Whether it says that the value there, or one inside, has a wrong type.
    pub fn is_wrong_type_at(&self, pointer: &str) -> bool {
        self.lint.name == "wrong-type" && self.pointer.starts_with(pointer)
    }

    pub fn line(&self) -> String {
        let Self { lint, pointer, severity, message, .. } = self;
        format!("{severity} {} at \"{pointer}\": {message}", lint.name)
    }
}

/// Puts `value` where the pointer leads.
pub fn put(object: &mut Value, pointer: &str, value: Value) {
    if let Some(place) = object.pointer_mut(pointer) {
        *place = value;
    } else if let Some((parent, token)) = pointer.rsplit_once('/') {
        let name = token.replace("~1", "/").replace("~0", "~");
        object.pointer_mut(parent).unwrap()[name] = value;
    }
}

/// A rule that does nothing of its own type is taken for one of another.
fn put_own_action(rule: &mut Value) {
    let known = KNOWN_TYPES.iter().find(|known| rule["type"] == known.rule);
    let own = known.map(|known| known.actions).unwrap_or_default();
    let actions = &mut rule["actions"];
    if own.iter().all(|action| actions.get(action).is_none()) {
        own.iter().take(1).for_each(|action| actions[*action] = json!({}));
    }
}

/// Whether the finding says that the keyword of the schema is broken there, as severely and with
/// the help that the schema gives.
fn is_said(one: &Break, schema: Schema, found: &Found) -> bool {
    let annotation = |name: &str| schema.below(&["x-lint", one.keyword])?.get(name)?.as_str();
    let is_severe = match annotation("severity") {
        Some(severity) => found.severity.name() == severity,
        // There it depends on the value.
        None if schema.get("x-open") == Some(&json!(true)) => found.severity >= Severity::Warning,
        None => Lint::all()
            .iter()
            .any(|lint| lint.name == found.lint.name && lint.severity() == found.severity),
    };
    let is_at = match (one.keyword, &one.member) {
        // At the object that lacks the member.
        ("required", _) => found.pointer == one.at,
        // At the member.
        (_, Some(member)) => found.pointer == format!("{}/{}", one.at, escape(member)),
        // At the element that repeats another.
        ("uniqueItems", _) => found.pointer.starts_with(&format!("{}/", one.at)),
        _ => found.pointer == one.at,
    };
    let names = |member: &String| found.message.contains(&format!("\"{member}\""));
    lints_for(one.keyword).contains(&found.lint.name)
        && is_at
        && one.member.as_ref().is_none_or(names)
        && is_severe
        && annotation("help").is_none_or(|help| found.help.as_deref() == Some(help))
}
