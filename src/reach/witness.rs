//! A sign-in that proves a claim, in as few words as it takes.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::{Discriminant, discriminant};

use super::competition::Competition;
use super::conditions::system_name;
use super::context::{Choice, Context, Doubt, Membership, Opaque, Readings, Subject};
use super::evaluate::{FirstMatch, first_match};
use super::facts::Facts;
use super::logic::{Atom, Atoms, Theory};
use super::names::Names;
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
    pub(super) fn of(assignment: &[bool], atoms: &Atoms<'_, '_>, theory: &Theory) -> Option<Self> {
        let mut witness = Self::default();
        let context = &mut witness.context;
        for (atom, holds) in atoms.all().iter().zip(assignment) {
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
                Atom::Opaque(opaque) => {
                    context.opaque.insert(opaque.clone(), *holds);
                }
                Atom::Doubt(doubt) => {
                    witness.readings.0.insert(*doubt, *holds);
                }
                Atom::Matches(..) => {}
            }
        }
        context.texts = theory.texts(assignment, atoms).ok()?;
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
        let Context { choices, memberships, texts, opaque } = &self.context;
        let mut all: Vec<Simplification> = Vec::new();
        all.extend(self.readings.0.keys().map(|doubt| Simplification::Doubt(*doubt)));
        let mut kinds: Vec<_> = opaque.iter().map(|(one, holds)| kind(one, *holds)).collect();
        kinds.sort_by_key(|kind| (kind.is, kind.holds));
        kinds.dedup();
        all.extend(kinds.into_iter().map(Simplification::OpaqueOfKind));
        // One by one, unless that takes long.
        let is_few = opaque.len() <= FEW;
        let is_part = |one: &Opaque| matches!(one, Opaque::Part { .. });
        let single = opaque.iter().filter(|(one, holds)| **holds || is_few || !is_part(one));
        all.extend(single.map(|(opaque, _)| Simplification::Opaque(opaque.clone())));
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

    /// What has to hold of what catchall does not look into.
    pub(crate) fn opaque_clauses(&self, names: &Names<'_, '_>) -> Vec<String> {
        self.context.opaque.iter().map(|(opaque, holds)| opaque.clause(*holds, names)).collect()
    }

    /// The sign-in in words, to stand after "such as".
    pub(crate) fn words(&self, names: &Names<'_, '_>) -> String {
        let Context { choices, memberships, texts, opaque } = &self.context;
        let identifier = texts.get(&Subject::Identifier);
        let of_text = identifier.map(|text| match text {
            Some(text) => format!("identifier \"{}\"", printable(text)),
            None => "before the identifier is known".to_owned(),
        });
        let of_choices = choices.iter().filter_map(|(choice, value)| {
            let words = choice_words(*choice, value.as_deref(), names)?;
            Some((topic_of_choice(*choice), words))
        });
        let of_members = memberships.iter().filter_map(|(kind, values)| {
            Some((topic_of_members(*kind), member_words(*kind, values, names)?))
        });
        let others = user_words(&self.context, names).map(|words| (Topic::User, words));
        let others = others.into_iter().chain(of_text.map(|words| (Topic::Text, words)));
        let mut parts: Vec<(Topic, String)> = others.chain(of_choices).chain(of_members).collect();
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

/// How much of what catchall does not look into is tried one by one, and how much is told so.
const FEW: usize = 8;
const FEW_WORDS: usize = 2;

/// What catchall does not look into is of one kind if it says the same about different things.
#[derive(PartialEq, Eq)]
struct Kind {
    of: Discriminant<Opaque>,
    /// Of parts of expressions: whether it is that they are true.
    is: bool,
    holds: bool,
}

fn kind(opaque: &Opaque, holds: bool) -> Kind {
    let is = matches!(opaque, Opaque::Part { is: true, .. });
    Kind { of: discriminant(opaque), is, holds }
}

/// One thing less to say about a sign-in.
enum Simplification {
    /// Whatever the answer.
    Doubt(Doubt),
    /// Whatever holds of what is of one kind that catchall does not look into.
    OpaqueOfKind(Kind),
    /// Whether it holds or not.
    Opaque(Opaque),
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
            Self::OpaqueOfKind(kind) => {
                context.opaque.retain(|one, holds| self::kind(one, *holds) != *kind);
            }
            Self::Opaque(opaque) => {
                context.opaque.remove(opaque);
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
    Opaque,
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
    }
}

/// All that is told of the user, who is one person.
fn user_words(context: &Context, names: &Names<'_, '_>) -> Option<String> {
    let Context { choices, memberships, texts, .. } = context;
    let mut told: Vec<String> = Vec::new();
    let of = |choice: Choice| choices.get(&choice).map(Option::as_deref);
    let name = |choice: Choice, value: &str| names.of_choice(choice, value);
    told.extend(of(Choice::UserType).map(|value| match value {
        Some(value) => format!("of type {}", names.of(value)),
        None => "of another type".to_owned(),
    }));
    told.extend(memberships.get(&Membership::Group).map(|groups| match groups.is_empty() {
        true => "in no group that a rule names".to_owned(),
        false => format!("in {}", series(groups.iter().map(|group| names.of(group)), "and")),
    }));
    told.extend(of(Choice::EntityRisk).map(|value| match value {
        Some(level) => format!("at {} risk", level.to_lowercase()),
        None => "without a risk score".to_owned(),
    }));
    told.extend(of(Choice::AuthProvider).map(|value| match value {
        Some(value) => format!("whose password is kept by {}", name(Choice::AuthProvider, value)),
        None => "whose password is kept elsewhere".to_owned(),
    }));
    told.extend(of(Choice::Directory).map(|value| match value {
        Some(value) => format!("of directory {}", names.of(value)),
        None => "of another directory".to_owned(),
    }));
    told.extend(texts.iter().filter_map(|(subject, text)| match (subject, text) {
        (Subject::Identifier, _) => None,
        (Subject::Attribute(name), Some(text)) => {
            Some(format!("whose {} is \"{}\"", printable(name), printable(text)))
        }
        (Subject::Attribute(name), None) => {
            Some(format!("without the attribute {}", printable(name)))
        }
    }));
    let user = match of(Choice::User) {
        Some(Some(id)) => format!("user {}", names.of(id)),
        Some(None) => {
            told.push("whom no rule names".to_owned());
            "a user".to_owned()
        }
        None if told.is_empty() => return None,
        None => "a user".to_owned(),
    };
    told.insert(0, user);
    Some(told.join(" "))
}

/// What a choice tells besides the user.
fn choice_words(choice: Choice, value: Option<&str>, names: &Names<'_, '_>) -> Option<String> {
    let name = || value.map(|value| names.of_choice(choice, value));
    let level = || value.map(str::to_lowercase);
    let words = match choice {
        Choice::User
        | Choice::UserType
        | Choice::AuthProvider
        | Choice::Directory
        | Choice::EntityRisk => return None,
        Choice::EntryPoint => name().map(|name| format!("through {name}")),
        Choice::Risk => level().map(|level| format!("at {level} risk")),
        Choice::DeviceClass => level().map(|level| format!("on a {level} device")),
        Choice::System => value.map(|value| format!("on {}", system_name(value))),
        Choice::App => name().map(|name| format!("to {name}")),
        Choice::AppType => name().map(|name| format!("to an app of type {name}")),
        Choice::Client => name().map(|name| format!("client {name}")),
        Choice::GrantType => name().map(|name| format!("with grant {name}")),
    };
    let none = match choice {
        Choice::EntryPoint => "not through LDAP or RADIUS",
        Choice::Risk => "without a risk score",
        Choice::DeviceClass => "on a device of unknown kind",
        Choice::System => "on an unknown system",
        Choice::App => "to an app that no rule names",
        Choice::AppType => "to an app of another type",
        Choice::Client => "a client that no policy names",
        Choice::GrantType => "with a grant that no rule names",
        _ => return None,
    };
    Some(words.unwrap_or_else(|| none.to_owned()))
}

/// What memberships tell besides the user.
fn member_words(
    kind: Membership,
    values: &BTreeSet<String>,
    names: &Names<'_, '_>,
) -> Option<String> {
    let both = |words: Vec<String>| series(words, "and");
    let list = || both(values.iter().map(|value| names.of_member(kind, value)).collect());
    let has = |value: &str| values.contains(value);
    Some(match (kind, values.is_empty()) {
        (Membership::Group, _) => return None,
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
    })
}

/// What holds, and what does not, of what catchall does not look into.
fn opaque_words(opaque: &BTreeMap<Opaque, bool>, names: &Names<'_, '_>) -> Option<String> {
    // That a part of an expression is false is something that holds, too.
    let (holding, other): (Vec<_>, Vec<_>) = opaque.iter().partition(|(_, holds)| **holds);
    let (false_parts, true_ones): (Vec<_>, Vec<_>) =
        holding.into_iter().partition(|(one, _)| matches!(one, Opaque::Part { is: false, .. }));
    let clauses_of = |told: &[(&Opaque, &bool)]| -> Vec<String> {
        told.iter().map(|(one, holds)| one.clause(**holds, names)).collect()
    };
    let mut clauses = clauses_of(&true_ones);
    match false_parts.len() {
        ..=FEW_WORDS => clauses.extend(clauses_of(&false_parts)),
        many => clauses.push(format!("{many} parts of expressions are false")),
    }
    let is_expression = |(one, _): &(&Opaque, &bool)| matches!(one, Opaque::Part { .. });
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
