//! What an authentication policy asks of users (Policy API, "Verification Method object").

use std::borrow::Cow;

use super::authenticators;
use super::time::{Again, duration};
use super::unless_allowed;
use crate::authenticators::{Characteristic, FactorClass};
use crate::outcome::actions::{
    AppSignOn, AuthenticationMethod, Chain, Constraint, Demand, KeepMeSignedIn, Verification,
};
use crate::outcome::{Name, Period, Said, Set};
use crate::reach::Names;
use crate::wording::{printable, series};

pub(super) fn app_sign_on(action: &AppSignOn<'_>, names: &Names<'_, '_>) -> String {
    if let Some(other) = unless_allowed(&action.access) {
        return other;
    }
    let Some(method) = action.verification.value() else {
        return "allow".to_owned();
    };
    let again = again(method);
    let with = match method.kind.text() {
        None | Some("ASSURANCE") => assurance(method, &again, names),
        Some("AUTH_METHOD_CHAIN") => chains(method, &again, names),
        Some("ID_PROOFING") => {
            let by = method.id.text().map(|id| format!(" by {}", names.of(id)));
            format!("identity proofing{}{again}", by.unwrap_or_default())
        }
        Some(other) => format!("verification of the type \"{}\"{again}", printable(other)),
    };
    let kept = action.keep_me_signed_in.value().map(keep_me_signed_in);
    format!("allow with {with}{}", kept.unwrap_or_default())
}

fn time(period: &Said<'_, Period<'_>>) -> Option<Again> {
    period.written().map(|time| Again::of(&time))
}

/// When users have to pass again.
fn again(method: &Verification<'_>) -> String {
    // The times of the constraints take precedence.
    let mut demands =
        method.alternatives().iter().filter_map(Said::value).flat_map(Constraint::demands);
    let is_else = demands.any(|(_, demand)| own_time(demand, method).is_some());
    let otherwise = if is_else { "otherwise " } else { "" };
    let idle = method.inactivity_period.written();
    let idle = idle.map(|idle| format!("{} of inactivity", duration(&idle)));
    match (time(&method.reauthenticate_in), idle) {
        (None, None) => String::new(),
        (None, Some(idle)) => format!(", {otherwise}again after {idle}"),
        (Some(Again::NeverInSession), Some(idle)) => {
            format!(", {otherwise}again only after {idle}")
        }
        (Some(again @ Again::After(_)), Some(idle)) => format!(", {otherwise}{again} or {idle}"),
        (Some(again), _) => format!(", {otherwise}{again}"),
    }
}

/// A time of a constraint that differs from that of the whole method.
fn own_time(demand: &Demand<'_>, method: &Verification<'_>) -> Option<Again> {
    let own = time(&demand.reauthenticate_in).filter(|_| demand.is_required())?;
    (time(&method.reauthenticate_in).as_ref() != Some(&own)).then_some(own)
}

fn keep_me_signed_in(kept: &KeepMeSignedIn<'_>) -> String {
    if !kept.post_auth.is("ALLOWED") {
        return String::new();
    }
    let every = kept.prompt_frequency.written();
    let every = every.map(|every| format!(" every {}", duration(&every))).unwrap_or_default();
    format!("; offer to keep the user signed in{every}")
}

/// A number of factors, and what the constraints demand of them.
fn assurance(method: &Verification<'_>, again: &str, names: &Names<'_, '_>) -> String {
    let count = match method.factors() {
        Some(1) => "1 factor",
        Some(_) => "2 factors",
        None => "factors",
    };
    let alternatives = method.alternatives().iter();
    let alternatives: Vec<String> = alternatives
        .map(|one| {
            let demands = one.value().map(|one| Demands::of(one, method, names));
            demands.map(|demands| demands.words()).unwrap_or_default()
        })
        .collect();
    // One that demands nothing makes the others void.
    if alternatives.is_empty() || alternatives.iter().any(String::is_empty) {
        return format!("any {count}{again}");
    }
    format!("{count}{again}: {}", alternatives_in_words(&alternatives))
}

/// `either a; or b`: each may have `and` and `or` in it.
fn alternatives_in_words(alternatives: &[String]) -> String {
    match alternatives {
        [only] => only.clone(),
        several => format!("either {}", several.join("; or ")),
    }
}

/// What one of the alternatives demands.
struct Demands {
    /// All of these.
    demanded: Vec<String>,
    /// None of these.
    barred: Vec<String>,
}

impl Demands {
    fn of(constraint: &Constraint<'_>, method: &Verification<'_>, names: &Names<'_, '_>) -> Self {
        let mut demands = Self { demanded: Vec::new(), barred: Vec::new() };
        for (class, demand) in constraint.demands() {
            if demand.is_required() {
                demands.demanded.push(demanded(class, demand, method, names));
            } else {
                demands.barred.extend(entries(&demand.excluded, names));
            }
        }
        // A second factor that nothing is said of is of another class.
        if demands.demanded.len() == 1 && method.factors() == Some(2) {
            demands.demanded.push("any other".to_owned());
        }
        demands
    }

    /// Empty, where anything will do.
    fn words(&self) -> String {
        let barred = series(self.barred.iter().cloned(), "or");
        // With more words to a factor, a comma shows where the next begins.
        let is_long = self.demanded.iter().any(|demanded| demanded.contains(" with"));
        let demanded = self.demanded.join(if is_long { ", and " } else { " and " });
        match (demanded.is_empty(), barred.is_empty()) {
            (true, true) => String::new(),
            (true, false) => format!("any but {barred}"),
            (false, true) => demanded,
            (false, false) => format!("{demanded}, but not {barred}"),
        }
    }
}

/// Adjectives for the characteristics that have any.
const ADJECTIVES: [(Characteristic, &str); 3] = [
    (Characteristic::PhishingResistant, "phishing-resistant"),
    (Characteristic::HardwareProtection, "hardware-protected"),
    (Characteristic::DeviceBound, "device-bound"),
];

/// `phishing-resistant possession (WebAuthn or smart card; every time) with user verification`.
fn demanded(
    class: FactorClass,
    demand: &Demand<'_>,
    method: &Verification<'_>,
    names: &Names<'_, '_>,
) -> String {
    let is_required = |property| demand.characteristic(property).is("REQUIRED");
    let mut words = described(class.name(), is_required);
    let mut notes = allowed(demand, names);
    let excluded = entries(&demand.excluded, names);
    if !excluded.is_empty() {
        notes.push(format!("not {}", series(excluded, "or")));
    }
    notes.extend(own_time(demand, method).map(|time| time.to_string()));
    if !notes.is_empty() {
        words.push_str(&format!(" ({})", notes.join("; ")));
    }
    // It is demanded unless the file says otherwise ("Constraints object").
    if demand.user_presence.is("OPTIONAL") {
        words.push_str(" even without user presence");
    }
    if is_required(Characteristic::UserVerification) {
        words.push_str(&format!(" with {}", verification(&demand.user_verification_methods)));
    }
    words
}

/// The name with the adjectives that hold.
fn described(name: &str, is_required: impl Fn(Characteristic) -> bool) -> String {
    let adjectives = ADJECTIVES.iter().filter(|(property, _)| is_required(*property));
    let adjectives: Vec<&str> = adjectives.map(|(_, word)| *word).collect();
    format!("{} {name}", adjectives.join(", ")).trim_start().to_owned()
}

fn verification(methods: &Said<'_, Set<'_, Name<'_>>>) -> String {
    let by = kinds(methods);
    if by.is_empty() {
        "user verification".to_owned()
    } else {
        format!("user verification by {by}")
    }
}

/// Types or methods, as alternatives.
fn kinds(names: &Said<'_, Set<'_, Name<'_>>>) -> String {
    series(names.values().map(|Name(name)| authenticators::kind(name)), "or")
}

/// The lists of what alone counts, all of which have to be met.
fn allowed(demand: &Demand<'_>, names: &Names<'_, '_>) -> Vec<String> {
    let entries = series(entries(&demand.allowed, names), "or");
    let lists = [kinds(&demand.types), kinds(&demand.methods), entries];
    lists.into_iter().filter(|list| !list.is_empty()).collect()
}

fn entries(
    list: &Said<'_, Set<'_, AuthenticationMethod<'_>>>,
    names: &Names<'_, '_>,
) -> Vec<String> {
    each_method(list).map(|entry| authenticators::entry(&entry, names)).collect()
}

/// The entries of a list of authenticators; one that is none says nothing.
fn each_method<'l, 'd>(
    list: &'l Said<'d, Set<'d, AuthenticationMethod<'d>>>,
) -> impl Iterator<Item = Cow<'l, AuthenticationMethod<'d>>> {
    list.elements().iter().map(|one| one.value().map(Cow::Borrowed).unwrap_or_default())
}

/// Steps that have to be passed in order.
fn chains(method: &Verification<'_>, again: &str, names: &Names<'_, '_>) -> String {
    let step = |step: &Chain<'_>| {
        let methods = each_method(&step.methods).map(|entry| chain_method(&entry, names));
        let own = time(&step.reauthenticate_in).map(|time| format!(" ({time})"));
        series(methods, "or") + &own.unwrap_or_default()
    };
    let chain = |chain: &Chain<'_>| {
        let steps = chain.steps().map(|one| one.map(step).unwrap_or_default());
        steps.collect::<Vec<_>>().join(", then ")
    };
    let chains = method.chains.elements().iter();
    let chains: Vec<String> =
        chains.map(|one| one.value().map(chain).unwrap_or_default()).collect();
    format!("a chain of authenticators{again}: {}", alternatives_in_words(&chains))
}

/// `phishing-resistant Okta FastPass with user verification`.
fn chain_method(entry: &AuthenticationMethod<'_>, names: &Names<'_, '_>) -> String {
    let is_required = |property| entry.requires(property);
    let mut words = described(&authenticators::entry(entry, names), is_required);
    if is_required(Characteristic::UserVerification) {
        words.push_str(&format!(" with {}", verification(&entry.user_verification_methods)));
    }
    words
}
