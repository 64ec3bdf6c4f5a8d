//! A sign-in that proves a claim, in as few words as it takes.

use std::collections::BTreeSet;

use super::competition::Competition;
use super::conditions::{negated, system_name};
use super::context::{Choice, Context, Doubt, Membership, Readings, Subject};
use super::evaluate::{FirstMatch, first_match};
use super::facts::Facts;
use super::formula::{Atom, Atoms};
use super::names::Names;
use super::sign_in::SignIn;
use super::theory::Theory;
use crate::wording::printable;

/// A sign-in that proves a claim. What is not given in it does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Witness {
    /// The sign-in.
    pub context: Context,
    /// The answers to doubts that the claim rests on.
    pub readings: Readings,
}

impl Witness {
    /// The sign-in with these truths; none if no text meets the patterns that it should.
    pub(super) fn of(truths: &[bool], atoms: &Atoms<'_, '_>, theory: &Theory) -> Option<Self> {
        let mut witness = Self::default();
        let context = &mut witness.context;
        for (atom, holds) in atoms.all().iter().zip(truths) {
            match atom {
                Atom::Is(choice, value) => {
                    let known = context.choices.entry(*choice).or_default();
                    if *holds {
                        *known = Some(value.to_string());
                    }
                }
                Atom::Has(membership, value) => {
                    let known = context.memberships.entry(*membership).or_default();
                    if *holds {
                        known.insert(value.to_string());
                    }
                }
                Atom::Doubt(doubt) => {
                    witness.readings.0.insert(*doubt, *holds);
                }
                Atom::Matches(..) => {}
            }
        }
        context.texts = theory.texts(truths, atoms).ok()?;
        Some(witness)
    }

    /// The witness without what the claim does not need.
    pub(super) fn simplified(
        mut self,
        facts: &Facts<'_>,
        is_proof: impl Fn(&Self) -> bool,
    ) -> Self {
        for change in self.simplifications() {
            let mut simpler = self.clone();
            change.apply(&mut simpler);
            if is_proof(&simpler) && is_proof(&simpler.with_consequences(facts)) {
                self = simpler;
            }
        }
        self
    }

    /// The witness with what it entails in every sign-in (`Theory`): what goes without saying may
    /// still meet a condition.
    fn with_consequences(&self, facts: &Facts<'_>) -> Self {
        let mut complete = self.clone();
        let Context { choices, memberships, .. } = &mut complete.context;
        if let Some(states) = memberships.get_mut(&Membership::DeviceState)
            && states.contains(Membership::MANAGED)
        {
            states.insert(Membership::REGISTERED.to_owned());
        }
        if let Some(zones) = memberships.get_mut(&Membership::Zone)
            && zones.iter().any(|zone| facts.is_zone_in_use(zone))
        {
            zones.insert(Membership::ALL_ZONES.to_owned());
        }
        let app = choices.get(&Choice::App).and_then(Option::as_deref);
        if let Some(its) = app.and_then(|app| facts.app_type(app)).map(str::to_owned) {
            choices.insert(Choice::AppType, Some(its));
        }
        complete
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
    fn simplifications(&self) -> Vec<Simplification> {
        let Context { choices, memberships, texts } = &self.context;
        let mut all: Vec<Simplification> = Vec::new();
        all.extend(self.readings.0.keys().map(|doubt| Simplification::Doubt(*doubt)));
        all.extend(memberships.keys().rev().map(|kind| Simplification::Membership(*kind)));
        all.extend(texts.keys().map(|subject| Simplification::Text(subject.clone())));
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

    /// The sign-in in words, to stand after "such as".
    pub(crate) fn words(&self, names: &Names<'_, '_>) -> String {
        let Context { choices, memberships, texts } = &self.context;
        let of_texts =
            texts.iter().map(|(subject, text)| (Topic::Text, text_words(subject, text.as_deref())));
        let of_choices = choices.iter().map(|(choice, value)| {
            (topic_of_choice(*choice), choice_words(*choice, value.as_deref(), names))
        });
        let of_members = memberships
            .iter()
            .map(|(kind, values)| (topic_of_members(*kind), member_words(*kind, values, names)));
        let mut parts: Vec<(Topic, String)> =
            of_texts.chain(of_choices).chain(of_members).collect();
        parts.sort_by_key(|(topic, _)| *topic);
        let parts: Vec<String> = parts.into_iter().map(|(_, words)| words).collect();
        let mut words = if parts.is_empty() { "any sign-in".to_owned() } else { parts.join(", ") };
        for (doubt, yes) in &self.readings.0 {
            words.push_str("; ");
            words.push_str(doubt.words(*yes));
        }
        words
    }
}

/// One thing less to say about a sign-in.
enum Simplification {
    /// Whatever the answer.
    Doubt(Doubt),
    /// Whatever it has of the kind.
    Membership(Membership),
    /// Whatever the text.
    Text(Subject),
    /// Whatever the choice.
    Choice(Choice),
    /// Without this one.
    Member(Membership, String),
    /// None that a rule names.
    Value(Choice),
}

impl Simplification {
    fn apply(&self, Witness { context, readings }: &mut Witness) {
        match self {
            Self::Doubt(doubt) => {
                readings.0.remove(doubt);
            }
            Self::Membership(kind) => {
                context.memberships.remove(kind);
            }
            Self::Text(subject) => {
                context.texts.remove(subject);
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

/// What words are about, in the order in which people tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Topic {
    Text,
    User,
    Target,
    Origin,
    Device,
    Risk,
    Expressions,
}

fn topic_of_choice(choice: Choice) -> Topic {
    match choice {
        Choice::User | Choice::UserType | Choice::AuthProvider | Choice::Directory => Topic::User,
        Choice::App | Choice::AppType | Choice::Client | Choice::GrantType => Topic::Target,
        Choice::EntryPoint => Topic::Origin,
        Choice::DeviceClass | Choice::System => Topic::Device,
        Choice::Risk | Choice::EntityRisk => Topic::Risk,
    }
}

fn topic_of_members(kind: Membership) -> Topic {
    match kind {
        Membership::Group | Membership::IdentityProvider => Topic::User,
        Membership::Scope => Topic::Target,
        Membership::Zone => Topic::Origin,
        Membership::DeviceState | Membership::Assurance => Topic::Device,
        Membership::Behavior | Membership::Detection => Topic::Risk,
        Membership::Opaque => Topic::Expressions,
    }
}

fn text_words(subject: &Subject, text: Option<&str>) -> String {
    match (subject, text) {
        (Subject::Identifier, Some(text)) => format!("identifier \"{}\"", printable(text)),
        (Subject::Identifier, None) => "before the identifier is known".to_owned(),
        (Subject::Attribute(name), Some(text)) => {
            format!("a user whose {} is \"{}\"", printable(name), printable(text))
        }
        (Subject::Attribute(name), None) => {
            format!("a user without the attribute {}", printable(name))
        }
    }
}

fn choice_words(choice: Choice, value: Option<&str>, names: &Names<'_, '_>) -> String {
    let Some(value) = value else {
        let none = match choice {
            Choice::User => "a user whom no rule names",
            Choice::UserType => "a user of another type",
            Choice::AuthProvider => "a user whose password is kept elsewhere",
            Choice::Directory => "a user of another directory",
            Choice::EntryPoint => "not through LDAP or RADIUS",
            Choice::Risk => "without a risk score",
            Choice::EntityRisk => "a user without a risk score",
            Choice::DeviceClass => "on a device of unknown kind",
            Choice::System => "on an unknown system",
            Choice::App => "to an app that no rule names",
            Choice::AppType => "to an app of another type",
            Choice::Client => "a client that no policy names",
            Choice::GrantType => "with a grant that no rule names",
        };
        return none.to_owned();
    };
    let name = names.of(value);
    match choice {
        Choice::User => format!("user {name}"),
        Choice::UserType => format!("a user of type {name}"),
        Choice::AuthProvider => format!("a user whose password is kept by {name}"),
        Choice::Directory => format!("a user of directory {name}"),
        Choice::EntryPoint => format!("through {name}"),
        Choice::Risk => format!("at {} risk", value.to_lowercase()),
        Choice::EntityRisk => format!("a user at {} risk", value.to_lowercase()),
        Choice::DeviceClass => format!("on a {} device", value.to_lowercase()),
        Choice::System => format!("on {}", system_name(value)),
        Choice::App => format!("to {name}"),
        Choice::AppType => format!("to an app of type {name}"),
        Choice::Client => format!("client {name}"),
        Choice::GrantType => format!("with grant {name}"),
    }
}

fn member_words(kind: Membership, values: &BTreeSet<String>, names: &Names<'_, '_>) -> String {
    let both = |words: Vec<String>| words.join(" and ");
    let list = || both(values.iter().map(|value| names.of(value)).collect());
    let has = |value: &str| values.contains(value);
    match (kind, values.is_empty()) {
        (Membership::Group, true) => "a user in no group that a rule names".to_owned(),
        (Membership::Group, false) => format!("a user in {}", list()),
        (Membership::Zone, true) => "from no zone that a rule names".to_owned(),
        (Membership::Zone, false) => {
            let zones = values.iter().filter(|zone| *zone != Membership::ALL_ZONES);
            match both(zones.map(|zone| names.of(zone)).collect()) {
                none if none.is_empty() => "from a zone that no rule names".to_owned(),
                zones => format!("from {zones}"),
            }
        }
        (Membership::IdentityProvider, true) => "authenticated otherwise".to_owned(),
        (Membership::IdentityProvider, false) => format!("authenticated by {}", list()),
        (Membership::Behavior, true) => "without a behavior that a rule names".to_owned(),
        (Membership::Behavior, false) => format!("with behavior {}", list()),
        (Membership::DeviceState, _) if has(Membership::MANAGED) => {
            "on a managed device".to_owned()
        }
        (Membership::DeviceState, true) => "on a device of which nothing is known".to_owned(),
        (Membership::DeviceState, false) => {
            let states = values.iter().map(|state| match state.as_str() {
                Membership::UNREGISTERED => "not registered",
                Membership::UNMANAGED => "not managed",
                state => state,
            });
            format!("on a device that is {}", states.collect::<Vec<_>>().join(" and "))
        }
        (Membership::Assurance, true) => {
            "on a device that meets no assurance policy that a rule names".to_owned()
        }
        (Membership::Assurance, false) => format!("on a device that meets {}", list()),
        (Membership::Detection, true) => "without a detection".to_owned(),
        (Membership::Detection, false) => {
            let types = values.iter().filter(|value| *value != Membership::DETECTED);
            match both(types.map(|value| printable(value)).collect()) {
                none if none.is_empty() => "with a detection that no rule names".to_owned(),
                types => format!("with detection {types}"),
            }
        }
        (Membership::Scope, true) => "asking for no scope".to_owned(),
        (Membership::Scope, false) => {
            let scope = |scope: &String| match scope.as_str() {
                Membership::ANOTHER_SCOPE => "one that no rule names".to_owned(),
                scope => printable(scope),
            };
            format!("asking for scope {}", both(values.iter().map(scope).collect()))
        }
        (Membership::Opaque, true) => "where no expression of a rule holds".to_owned(),
        (Membership::Opaque, false) => {
            let holds = |text: &String| match negated(text) {
                Some(positive) => format!("`{}` is false", printable(positive)),
                None => format!("`{}` is true", printable(text)),
            };
            format!("where {}", both(values.iter().map(holds).collect()))
        }
    }
}
