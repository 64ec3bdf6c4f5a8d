//! The sign-ins that conditions can tell apart.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use catchall::reach::{Choice, Context, Doubt, Membership, Opaque, Readings, TextSource};

use super::random::Random;

/// A sign-in, with answers to the doubts about Okta.
pub type Pair = (Context, Readings);

/// What conditions name. Whatever a sign-in has besides makes no difference to them.
#[derive(Debug, Clone, Default)]
pub struct Universe {
    choices: BTreeMap<Choice, BTreeSet<String>>,
    memberships: BTreeMap<Membership, BTreeSet<String>>,
    patterns: BTreeMap<TextSource, BTreeSet<Pattern>>,
    opaque: BTreeSet<Opaque>,
    doubts: BTreeSet<Doubt>,
    zones_in_use: BTreeSet<String>,
    zones_blocked: BTreeSet<String>,
    /// The type of each app whose type is known.
    app_types: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Pattern {
    test: String,
    value: String,
}

impl Pattern {
    fn takes(&self, text: &str, ignore_case: bool) -> bool {
        let fold =
            |text: &str| if ignore_case { text.to_ascii_lowercase() } else { text.to_owned() };
        let (text, value) = (fold(text), fold(&self.value));
        match self.test.as_str() {
            "EQUALS" => text == value,
            "STARTS_WITH" => text.starts_with(&value),
            "CONTAINS" => text.contains(&value),
            "SUFFIX" => text.ends_with(&value),
            // A regular expression cannot be met by a text that is not there.
            "EXPRESSION" => true,
            other => unreachable!("{other}"),
        }
    }
}

/// One of the ways in which sign-ins differ.
#[derive(Debug, Clone)]
enum Part {
    Choice(Choice, Option<String>),
    Members(Membership, BTreeSet<String>),
    Text(TextSource, Option<String>),
    Opaque(BTreeMap<Opaque, bool>),
    Reading(Doubt, bool),
}

impl Part {
    fn add_to(&self, (context, readings): &mut Pair) {
        match self.clone() {
            Self::Choice(choice, value) => {
                context.choices.insert(choice, value);
            }
            Self::Members(membership, values) => {
                context.memberships.insert(membership, values);
            }
            Self::Text(source, text) => {
                context.texts.insert(source, text);
            }
            Self::Opaque(opaque) => context.opaque.extend(opaque),
            Self::Reading(doubt, answer) => {
                readings.0.insert(doubt, answer);
            }
        }
    }
}

impl Universe {
    pub fn names(&mut self, choice: Choice, value: &str) {
        self.choices.entry(choice).or_default().insert(value.to_owned());
    }

    pub fn tells(&mut self, membership: Membership, value: &str) {
        self.memberships.entry(membership).or_default().insert(value.to_owned());
    }

    pub fn opaque(&mut self, opaque: Opaque) {
        self.opaque.insert(opaque);
    }

    /// A part of an expression, which is true, false, or fails.
    pub fn part(&mut self, text: &str) {
        for is in [true, false] {
            self.opaque(Opaque::Part { text: text.to_owned(), is });
        }
    }

    pub fn pattern(&mut self, source: TextSource, test: &str, value: &str) {
        let pattern = Pattern { test: test.to_owned(), value: value.to_owned() };
        self.patterns.entry(source).or_default().insert(pattern);
        self.doubt(Doubt::CaseUnheeded);
    }

    pub fn doubt(&mut self, doubt: Doubt) {
        self.doubts.insert(doubt);
    }

    pub fn zone_in_use(&mut self, zone: &str) {
        self.zones_in_use.insert(zone.to_owned());
    }

    pub fn zone_blocked(&mut self, zone: &str) {
        self.zones_blocked.insert(zone.to_owned());
    }

    /// Whether Okta refuses the sign-in before it looks at a policy.
    pub fn is_blocked(&self, context: &Context) -> bool {
        let zones = context.memberships.get(&Membership::Zone);
        zones.is_some_and(|zones| !zones.is_disjoint(&self.zones_blocked))
    }

    pub fn app_type(&mut self, app: &str, app_type: &str) {
        self.app_types.insert(app.to_owned(), app_type.to_owned());
    }

    pub fn has_doubts(&self) -> bool {
        !self.doubts.is_empty()
    }

    /// Whether conditions name so many values of the choice.
    pub fn names_all(&self, choice: Choice, count: usize) -> bool {
        self.choices.get(&choice).is_some_and(|values| values.len() == count)
    }

    /// All sign-ins that are possible, with all answers to the doubts; none if there are more than
    /// `most` candidates.
    pub fn pairs(&self, most: usize) -> Option<Vec<Pair>> {
        let axes = self.axes();
        let count = axes.iter().try_fold(1_usize, |count, axis| count.checked_mul(axis.len()));
        if count.is_none_or(|count| count > most) {
            return None;
        }
        let mut pairs = vec![Pair::default()];
        for axis in axes {
            let extended = pairs.iter().flat_map(|pair| {
                axis.iter().map(|part| {
                    let mut pair = pair.clone();
                    part.add_to(&mut pair);
                    pair
                })
            });
            pairs = extended.collect();
        }
        pairs.retain(|(context, _)| self.is_app_of_its_type(context));
        Some(pairs)
    }

    fn axes(&self) -> Vec<Vec<Part>> {
        let mut axes = Vec::new();
        for (choice, values) in &self.choices {
            let values = values.iter().cloned().map(Some).chain([None]);
            axes.push(values.map(|value| Part::Choice(*choice, value)).collect());
        }
        for (membership, values) in &self.memberships {
            let subsets = subsets(values).filter(|subset| self.is_possible(*membership, subset));
            axes.push(subsets.map(|subset| Part::Members(*membership, subset)).collect());
        }
        for (source, patterns) in &self.patterns {
            let texts = distinguished_texts(patterns).into_iter().map(Some).chain([None]);
            axes.push(texts.map(|text| Part::Text(source.clone(), text)).collect());
        }
        if !self.opaque.is_empty() {
            let possible = subsets(&self.opaque).filter(is_consistent);
            axes.push(possible.map(|holding| Part::Opaque(self.holding(&holding))).collect());
        }
        for doubt in &self.doubts {
            axes.push([true, false].map(|answer| Part::Reading(*doubt, answer)).to_vec());
        }
        axes
    }

    /// A possible sign-in.
    pub fn any(&self, random: &mut Random) -> Pair {
        let mut pair = Pair::default();
        for (choice, values) in &self.choices {
            let values: Vec<Option<String>> =
                values.iter().cloned().map(Some).chain([None]).collect();
            Part::Choice(*choice, random.pick(&values).clone()).add_to(&mut pair);
        }
        for (membership, values) in &self.memberships {
            let values: Vec<String> = values.iter().cloned().collect();
            // Few or many; conditions ask for any of some, or for none of some.
            let chance = *random.pick(&[10, 30, 60]);
            let mut drawn: BTreeSet<String> =
                values.into_iter().filter(|_| random.percent(chance)).collect();
            self.make_possible(*membership, &mut drawn);
            Part::Members(*membership, drawn).add_to(&mut pair);
        }
        for (source, patterns) in &self.patterns {
            let values: Vec<&str> = patterns.iter().map(|pattern| pattern.value.as_str()).collect();
            let words = random.below(4);
            let text: String = (0..words).map(|_| *random.pick(&values)).collect();
            let text = (!random.percent(10)).then_some(text);
            Part::Text(source.clone(), text).add_to(&mut pair);
        }
        let mut holding: BTreeSet<Opaque> =
            self.opaque.iter().filter(|_| random.percent(30)).cloned().collect();
        let all = holding.clone();
        holding.retain(|opaque| negation(opaque).is_none_or(|negation| !all.contains(&negation)));
        Part::Opaque(self.holding(&holding)).add_to(&mut pair);
        for doubt in &self.doubts {
            Part::Reading(*doubt, random.percent(50)).add_to(&mut pair);
        }
        self.give_app_its_type(&mut pair.0);
        pair
    }

    /// Managed devices are registered, no device is both managed and not, and a
    /// request from a defined zone is from any zone.
    fn is_possible(&self, membership: Membership, values: &BTreeSet<String>) -> bool {
        let mut possible = values.clone();
        self.make_possible(membership, &mut possible);
        possible == *values
    }

    fn make_possible(&self, membership: Membership, values: &mut BTreeSet<String>) {
        match membership {
            Membership::DeviceState => {
                if values.contains(Membership::MANAGED) {
                    values.insert(Membership::REGISTERED.to_owned());
                    values.remove(Membership::UNMANAGED);
                }
                if values.contains(Membership::REGISTERED) {
                    values.remove(Membership::UNREGISTERED);
                }
            }
            Membership::Zone if !values.is_disjoint(&self.zones_in_use) && self.has_any_zone() => {
                values.insert(Membership::ALL_ZONES.to_owned());
            }
            _ => {}
        }
    }

    /// Of all that is opaque, what holds and what does not.
    fn holding(&self, holding: &BTreeSet<Opaque>) -> BTreeMap<Opaque, bool> {
        let all = self.opaque.iter();
        all.map(|opaque| (opaque.clone(), holding.contains(opaque))).collect()
    }

    fn has_any_zone(&self) -> bool {
        let zones = self.memberships.get(&Membership::Zone);
        zones.is_some_and(|zones| zones.contains(Membership::ALL_ZONES))
    }

    /// The app's type, where it is known and conditions name types.
    fn its_type(&self, context: &Context) -> Option<Option<String>> {
        let app = context.choices.get(&Choice::App)?.as_ref()?;
        let named = self.choices.get(&Choice::AppType)?;
        let its = self.app_types.get(app)?;
        Some(Some(its.clone()).filter(|its| named.contains(its)))
    }

    fn is_app_of_its_type(&self, context: &Context) -> bool {
        let its = self.its_type(context);
        its.is_none_or(|its| context.choices[&Choice::AppType] == its)
    }

    fn give_app_its_type(&self, context: &mut Context) {
        if let Some(its) = self.its_type(context) {
            context.choices.insert(Choice::AppType, its);
        }
    }

    /// What is told of a sign-in, with what follows from that.
    pub fn with_consequences(&self, told: &Pair) -> Pair {
        let (mut context, readings) = told.clone();
        for (membership, values) in &mut context.memberships {
            self.make_possible(*membership, values);
        }
        self.give_app_its_type(&mut context);
        (context, readings)
    }

    /// Whether `whole` has all that `partial` tells, as far as patterns can tell texts apart.
    pub fn agrees(&self, partial: &Pair, whole: &Pair) -> bool {
        let has_text = |(source, text): (&TextSource, &Option<String>)| {
            let patterns = &self.patterns[source];
            match (text, &whole.0.texts[source]) {
                (None, None) => true,
                (Some(one), Some(other)) => signature(patterns, one) == signature(patterns, other),
                _ => false,
            }
        };
        let (context, readings) = partial;
        readings.0.iter().all(|(doubt, answer)| whole.1.0.get(doubt) == Some(answer))
            && context.choices.iter().all(|(choice, value)| whole.0.choices[choice] == *value)
            && context.memberships.iter().all(|(kind, values)| whole.0.memberships[kind] == *values)
            && context.texts.iter().all(has_text)
            && context.opaque.iter().all(|(opaque, holds)| whole.0.opaque[opaque] == *holds)
    }
}

/// What `partial` tells, and `whole` where it tells nothing.
pub fn filled(partial: &Pair, whole: &Pair) -> Pair {
    let mut filled = whole.clone();
    filled.0.choices.extend(partial.0.choices.clone());
    filled.0.memberships.extend(partial.0.memberships.clone());
    filled.0.texts.extend(partial.0.texts.clone());
    filled.0.opaque.extend(partial.0.opaque.clone());
    filled.1.0.extend(partial.1.0.clone());
    filled
}

/// What cannot hold beside it.
fn negation(opaque: &Opaque) -> Option<Opaque> {
    match opaque {
        Opaque::Part { text, is: false } => Some(Opaque::Part { text: text.clone(), is: true }),
        _ => None,
    }
}

/// Nothing is both true and false.
fn is_consistent(holding: &BTreeSet<Opaque>) -> bool {
    let mut negations = holding.iter().filter_map(negation);
    negations.all(|negation| !holding.contains(&negation))
}

fn subsets<T: Clone + Ord>(values: &BTreeSet<T>) -> impl Iterator<Item = BTreeSet<T>> {
    (0..1_u32 << values.len()).map(|bits| {
        let chosen = values.iter().enumerate().filter(|(n, _)| bits >> n & 1 == 1);
        chosen.map(|(_, value)| value.clone()).collect()
    })
}

/// Which patterns take the text, with and without regard to letter case.
fn signature(patterns: &BTreeSet<Pattern>, text: &str) -> Vec<bool> {
    let both = |pattern: &Pattern| [pattern.takes(text, false), pattern.takes(text, true)];
    patterns.iter().flat_map(both).collect()
}

/// A shortest text for each set of patterns that one text meets. The patterns have one or two
/// characters, so that all that counts for a text and its continuations is how it starts, how it
/// ends, and what it has contained.
fn distinguished_texts(patterns: &BTreeSet<Pattern>) -> Vec<String> {
    const IN_NO_PATTERN: char = 'x';
    let values = || patterns.iter().filter(|pattern| pattern.test != "EXPRESSION");
    let chars = values().flat_map(|pattern| pattern.value.chars());
    let mut alphabet: BTreeSet<char> =
        chars.flat_map(|char| [char.to_ascii_lowercase(), char.to_ascii_uppercase()]).collect();
    alphabet.insert(IN_NO_PATTERN);
    assert!(values().all(|pattern| pattern.value.len() <= 2));

    let contained: BTreeSet<Pattern> =
        values().filter(|pattern| pattern.test == "CONTAINS").cloned().collect();
    let state = |text: &str| {
        let (start, end) = (&text[..text.len().min(2)], &text[text.len().saturating_sub(2)..]);
        let length = text.len().min(3);
        (start.to_owned(), end.to_owned(), length, signature(&contained, text))
    };
    let mut seen = BTreeSet::from([state("")]);
    let mut queue = VecDeque::from([String::new()]);
    let mut found: BTreeMap<Vec<bool>, String> = BTreeMap::new();
    while let Some(text) = queue.pop_front() {
        for char in &alphabet {
            let longer = format!("{text}{char}");
            if seen.insert(state(&longer)) {
                queue.push_back(longer);
            }
        }
        found.entry(signature(patterns, &text)).or_insert(text);
    }
    found.into_values().collect()
}
