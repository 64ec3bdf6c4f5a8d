//! A sign-in that proves a claim, in as few words as it takes.

use std::collections::{BTreeMap, BTreeSet};

use super::competition::Competition;
use super::context::Context;
use super::dimensions::{Choice, Dimension, Membership, TextSource, Topic};
use super::doubts::{Doubt, Readings};
use super::evaluate::{FirstMatch, first_match};
use super::facts::Facts;
use super::logic::{Assignment, Atom, Atoms, Budget, Theory};
use super::moment::Moment;
use super::names::Names;
use super::opaque::{Opaque, OpaqueKind};
use super::sign_in::SignIn;
use crate::wording::{printable, series};

/// A sign-in that proves a claim. What is not given in it does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Witness {
    /// The sign-in.
    pub context: Context,
    /// The answers to doubts that the claim rests on.
    pub readings: Readings,
}

impl Witness {
    /// The sign-in with these assignment; none if no text meets the patterns that it should.
    pub(super) fn of(
        assignment: &Assignment,
        atoms: &Atoms<'_, '_>,
        theory: &Theory,
    ) -> Option<Self> {
        Self::at(Moment::Access, assignment, atoms, theory)
    }

    /// As [`of`](Self::of), the sign-in of one of several moments that belong together.
    pub(super) fn at(
        moment: Moment,
        assignment: &Assignment,
        atoms: &Atoms<'_, '_>,
        theory: &Theory,
    ) -> Option<Self> {
        let mut witness = Self::default();
        let context = &mut witness.context;
        for (n, atom) in atoms.at(moment) {
            let holds = assignment.has(n);
            match atom {
                Atom::Is(choice, value) => {
                    let known = context.choices.entry(*choice).or_default();
                    if holds {
                        *known = Some(value.to_string());
                    }
                }
                Atom::Has(membership, value) => {
                    let known = context.memberships.entry(*membership).or_default();
                    if holds {
                        known.insert(value.to_string());
                    }
                }
                Atom::Opaque(opaque) => {
                    context.opaque.insert(opaque.clone(), holds);
                }
                Atom::Doubt(doubt) => {
                    witness.readings.0.insert(*doubt, holds);
                }
                Atom::Matches(..) => {}
            }
        }
        context.texts = theory.texts(assignment, atoms, &Budget::of(TEXTS)).ok()?;
        Some(witness)
    }

    /// The witness without what the claim does not need, as far as so many `confirmations` show it.
    pub(super) fn simplified(
        mut self,
        facts: &Facts<'_>,
        mut confirmations: usize,
        is_proof: impl Fn(&Self) -> bool,
    ) -> Self {
        for change in self.simplifications() {
            if confirmations < 2 {
                break;
            }
            let mut simpler = self.clone();
            change.apply(&mut simpler);
            confirmations -= 1;
            if !is_proof(&simpler) {
                continue;
            }
            let complete = simpler.with_consequences(facts);
            confirmations -= usize::from(complete.is_some());
            if complete.is_none_or(|complete| is_proof(&complete)) {
                self = simpler;
            }
        }
        self
    }

    /// The witness with what it entails in every sign-in (`Theory`): what goes without saying may
    /// still meet a condition. None where it says all of that already.
    pub(super) fn with_consequences(&self, facts: &Facts<'_>) -> Option<Self> {
        let Context { choices, memberships, .. } = &self.context;
        let unsaid = memberships.iter().flat_map(|(membership, values)| {
            let entailed = values.iter().flat_map(|value| facts.entailed(*membership, value));
            let entailed = entailed.filter(|(other, holds)| *holds && !values.contains(*other));
            entailed.map(|(other, _)| (*membership, other))
        });
        let unsaid: Vec<(Membership, &str)> = unsaid.collect();
        let app = choices.get(&Choice::App).and_then(Option::as_deref);
        let app_type = app.and_then(|app| facts.app_type(app));
        let said = choices.get(&Choice::AppType).and_then(Option::as_deref);
        let app_type = app_type.filter(|its| said != Some(*its));
        if unsaid.is_empty() && app_type.is_none() {
            return None;
        }
        let mut complete = self.clone();
        let Context { choices, memberships, .. } = &mut complete.context;
        for (membership, value) in unsaid {
            memberships.entry(membership).or_default().insert(value.to_owned());
        }
        choices.extend(app_type.map(|its| (Choice::AppType, Some(its.to_owned()))));
        Some(complete)
    }

    pub(super) fn sign_in<'a, 'd>(&'a self, facts: &'a Facts<'d>) -> SignIn<'a, 'd> {
        SignIn { context: &self.context, readings: &self.readings, facts }
    }

    /// The rule that takes the sign-in.
    pub(super) fn answer<'d>(
        &self,
        competition: &Competition<'_, 'd>,
        facts: &Facts<'d>,
    ) -> FirstMatch {
        first_match(competition, &self.context, &self.readings, facts)
    }

    /// Ways to say less, those first that people like least to read about.
    pub(super) fn simplifications(&self) -> Vec<Simplification> {
        let Context { choices, memberships, texts, opaque, .. } = &self.context;
        let mut all: Vec<Simplification> = Vec::new();
        all.extend(self.readings.0.keys().map(|doubt| Simplification::Doubt(*doubt)));
        let kinds = opaque.iter().map(|(one, holds)| (one.kind(), *holds));
        let mut kinds: Vec<(OpaqueKind, bool)> = kinds.collect();
        kinds.sort_by_key(|(kind, holds)| (*kind == OpaqueKind::TruePart, *holds));
        kinds.dedup();
        all.extend(kinds.into_iter().map(Simplification::OpaqueOfKind));
        // One by one, unless that takes long.
        let is_few = opaque.len() <= FEW;
        let single =
            opaque.iter().filter(|(one, holds)| **holds || is_few || !one.kind().is_part());
        all.extend(single.map(|(opaque, _)| Simplification::Opaque(opaque.clone())));
        all.extend(memberships.keys().rev().map(|kind| Simplification::Membership(*kind)));
        all.extend(texts.keys().map(|source| Simplification::Text(source.clone())));
        all.extend(choices.keys().map(|choice| Simplification::Choice(*choice)));
        for (kind, values) in memberships {
            let values = values.iter().cloned();
            all.extend(values.map(|value| Simplification::Member(*kind, value)));
        }
        // An app's type goes with the app.
        let others = choices.keys().filter(|choice| **choice != Choice::AppType);
        all.extend(others.map(|choice| Simplification::Value(*choice)));
        all
    }

    /// What has to hold of what catchall does not look into.
    pub(crate) fn opaque_clauses(&self, names: &Names<'_, '_>) -> Vec<String> {
        self.context.opaque.iter().map(|(opaque, holds)| opaque.clause(*holds, names)).collect()
    }

    /// The sign-in in words, to stand after "such as".
    pub fn words(&self, names: &Names<'_, '_>) -> String {
        let Context { choices, memberships, texts, opaque, .. } = &self.context;
        let of_choices = choices.iter().map(|(choice, value)| {
            let Dimension { topic, without, .. } = choice.dimension();
            let words = value.as_deref().map(|value| choice_words(*choice, value, names));
            (*topic, words.unwrap_or_else(|| (*without).to_owned()))
        });
        let of_members = memberships.iter().map(|(membership, values)| {
            (membership.dimension().topic, member_words(*membership, values, names))
        });
        let of_texts = texts.iter().map(|(source, text)| text_words(source, text.as_deref()));
        let parts = of_texts.chain(of_choices).chain(of_members);
        let (mut of_user, mut parts): (Vec<_>, Vec<_>) =
            parts.partition(|(topic, _)| matches!(topic, Topic::OfUser(_)));
        of_user.sort_by_key(|(topic, _)| *topic);
        let is_named = matches!(choices.get(&Choice::User), Some(Some(_)));
        let named = if is_named { of_user.pop() } else { None };
        if named.is_some() || !of_user.is_empty() {
            let user = named.map_or_else(|| "a user".to_owned(), |(_, user)| user);
            let user = [user].into_iter().chain(of_user.into_iter().map(|(_, words)| words));
            parts.insert(0, (Topic::User, user.collect::<Vec<_>>().join(" ")));
        }
        parts.extend(opaque_words(opaque, names).map(|words| (Topic::Opaque, words)));
        parts.sort_by_key(|(topic, _)| *topic);
        let parts: Vec<String> = parts.into_iter().map(|(_, words)| words).collect();
        let mut words = if parts.is_empty() { "any sign-in".to_owned() } else { parts.join(", ") };
        for (doubt, yes) in &self.readings.0 {
            words.push_str("; ");
            words.push_str(&doubt.words(*yes));
        }
        words
    }
}

/// How many steps it may take to find the texts of one sign-in again.
const TEXTS: u64 = 5_000_000;

/// How much of what catchall does not look into is tried one by one, and how much is told so.
const FEW: usize = 8;
const FEW_WORDS: usize = 2;

/// One thing less to say about a sign-in.
pub(super) enum Simplification {
    /// Whatever the answer.
    Doubt(Doubt),
    /// Whatever else of this kind holds, or does not hold.
    OpaqueOfKind((OpaqueKind, bool)),
    /// Whether it holds or not.
    Opaque(Opaque),
    /// Whatever it has of the kind.
    Membership(Membership),
    /// Whatever the text.
    Text(TextSource),
    /// Whatever the choice.
    Choice(Choice),
    /// Without this one.
    Member(Membership, String),
    /// None that a rule names.
    Value(Choice),
}

impl Simplification {
    /// Whether it is about what is the same at each sign-in of a user.
    pub(super) fn is_lasting(&self) -> bool {
        match self {
            Self::Doubt(_) | Self::Text(_) => true,
            Self::OpaqueOfKind(_) => false,
            Self::Opaque(opaque) => opaque.is_lasting(),
            Self::Membership(kind) | Self::Member(kind, _) => kind.dimension().is_lasting,
            Self::Choice(choice) | Self::Value(choice) => choice.dimension().is_lasting,
        }
    }

    pub(super) fn apply(&self, Witness { context, readings }: &mut Witness) {
        match self {
            Self::Doubt(doubt) => {
                readings.0.remove(doubt);
            }
            Self::OpaqueOfKind(kind) => {
                context.opaque.retain(|one, holds| (one.kind(), *holds) != *kind);
            }
            Self::Opaque(opaque) => {
                context.opaque.remove(opaque);
            }
            Self::Membership(kind) => {
                context.memberships.remove(kind);
            }
            Self::Text(source) => {
                context.texts.remove(source);
            }
            Self::Choice(choice) => {
                context.choices.remove(choice);
            }
            Self::Member(kind, value) => {
                if let Some(values) = context.memberships.get_mut(kind) {
                    values.remove(value);
                }
            }
            Self::Value(choice) => {
                if let Some(value) = context.choices.get_mut(choice) {
                    *value = None;
                }
            }
        }
    }
}

/// What is told of a text.
fn text_words(source: &TextSource, text: Option<&str>) -> (Topic, String) {
    let text = text.map(printable);
    match (source, text) {
        (TextSource::Identifier, Some(text)) => (Topic::Text, format!("identifier \"{text}\"")),
        (TextSource::Identifier, None) => {
            (Topic::Text, "before the identifier is known".to_owned())
        }
        (TextSource::Attribute(name), Some(text)) => {
            (Topic::ATTRIBUTE, format!("whose {} is \"{text}\"", printable(name)))
        }
        (TextSource::Attribute(name), None) => {
            (Topic::ATTRIBUTE, format!("without the attribute {}", printable(name)))
        }
    }
}

/// What is told of the value of a choice.
fn choice_words(choice: Choice, value: &str, names: &Names<'_, '_>) -> String {
    let dimension = choice.dimension();
    let called = names.called(dimension, value);
    dimension.told(&if dimension.is_lowercase { called.to_lowercase() } else { called })
}

/// What is told of the values of a membership.
fn member_words(
    membership: Membership,
    values: &BTreeSet<String>,
    names: &Names<'_, '_>,
) -> String {
    let dimension = membership.dimension();
    let has = |one: &(&str, &'static str)| values.contains(one.0);
    if let Some((_, words)) = dimension.foremost.filter(has) {
        return words.to_owned();
    }
    let general = dimension.general.filter(has);
    let others = values.iter().filter(|value| general.is_none_or(|(one, _)| one != value.as_str()));
    let called: Vec<String> = others.map(|value| names.called(dimension, value)).collect();
    match (called.is_empty(), general) {
        (false, _) => dimension.told(&series(called, "and")),
        (true, Some((_, words))) => words.to_owned(),
        (true, None) => dimension.without.to_owned(),
    }
}

/// What holds, and what does not, of what catchall does not look into.
fn opaque_words(opaque: &BTreeMap<Opaque, bool>, names: &Names<'_, '_>) -> Option<String> {
    // That a part of an expression is false is something that holds, too.
    let (holding, other): (Vec<_>, Vec<_>) = opaque.iter().partition(|(_, holds)| **holds);
    let (false_parts, true_ones): (Vec<_>, Vec<_>) =
        holding.into_iter().partition(|(one, _)| one.kind() == OpaqueKind::FalsePart);
    let clauses_of = |told: &[(&Opaque, &bool)]| -> Vec<String> {
        told.iter().map(|(one, holds)| one.clause(**holds, names)).collect()
    };
    let mut clauses = clauses_of(&true_ones);
    match false_parts.len() {
        ..=FEW_WORDS => clauses.extend(clauses_of(&false_parts)),
        many => clauses.push(format!("{many} parts of expressions are false")),
    }
    let is_expression = |(one, _): &(&Opaque, &bool)| one.kind().is_part();
    match other.len() {
        ..=FEW_WORDS => clauses.extend(clauses_of(&other)),
        _ => {
            let else_ = if clauses.is_empty() { "nothing" } else { "nothing else" };
            clauses.push(match other.iter().all(is_expression) {
                true if true_ones.is_empty() => "no expression of a rule holds".to_owned(),
                true => "no other expression of a rule holds".to_owned(),
                false => format!("{else_} holds that catchall does not look into"),
            });
        }
    }
    (!clauses.is_empty()).then(|| format!("where {}", series(clauses, "and")))
}
