//! What an authentication policy asks of users (Policy API, "Verification Method object").

use super::authenticators;
use super::time::{Again, duration};
use super::{is, text, unless_allowed};
use crate::authenticators::Characteristic;
use crate::export::{Demand, PolicyRule, VerificationMethod};
use crate::json::Node;
use crate::okta::Key;
use crate::reach::Names;
use crate::wording::{printable, series};

pub(super) fn app_sign_on(
    rule: &PolicyRule<'_>,
    action: Node<'_>,
    names: &Names<'_, '_>,
) -> String {
    if let Some(other) = unless_allowed(action) {
        return other;
    }
    let Some(method) = VerificationMethod::of(rule) else {
        return "allow".to_owned();
    };
    let again = again(&method);
    let with = match text(method.node, &[Key::TYPE]).as_deref() {
        None | Some("ASSURANCE") => assurance(&method, &again, names),
        Some("AUTH_METHOD_CHAIN") => chains(&method, &again, names),
        Some("ID_PROOFING") => {
            let by = text(method.node, &[Key::ID]).map(|id| format!(" by {}", names.of(&id)));
            format!("identity proofing{}{again}", by.unwrap_or_default())
        }
        Some(other) => format!("verification of the type \"{}\"{again}", printable(other)),
    };
    format!("allow with {with}{}", keep_me_signed_in(action))
}

/// When users have to pass again.
fn again(method: &VerificationMethod<'_>) -> String {
    let time = |name| text(method.node, &[name]);
    // The times of the constraints take precedence.
    let is_else = method.demands().any(|demand| own_time(&demand, method).is_some());
    let otherwise = if is_else { "otherwise " } else { "" };
    let idle =
        time(Key::INACTIVITY_PERIOD).map(|idle| format!("{} of inactivity", duration(&idle)));
    match (time(Key::REAUTHENTICATE_IN).map(|time| Again::of(&time)), idle) {
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
fn own_time(demand: &Demand<'_>, method: &VerificationMethod<'_>) -> Option<Again> {
    let time = |node| text(node, &[Key::REAUTHENTICATE_IN]).map(|time| Again::of(&time));
    let own = time(demand.node).filter(|_| demand.is_required())?;
    (time(method.node).as_ref() != Some(&own)).then_some(own)
}

fn keep_me_signed_in(action: Node<'_>) -> String {
    if !is(action, &[Key::KEEP_ME_SIGNED_IN, Key::POST_AUTH], "ALLOWED") {
        return String::new();
    }
    let every = text(action, &[Key::KEEP_ME_SIGNED_IN, Key::POST_AUTH_PROMPT_FREQUENCY]);
    let every = every.map(|every| format!(" every {}", duration(&every))).unwrap_or_default();
    format!("; offer to keep the user signed in{every}")
}

/// A number of factors, and what the constraints demand of them.
fn assurance(method: &VerificationMethod<'_>, again: &str, names: &Names<'_, '_>) -> String {
    let count = match method.factors() {
        Some(1) => "1 factor",
        Some(_) => "2 factors",
        None => "factors",
    };
    let alternatives: Vec<String> = method
        .alternatives()
        .map(|constraint| Constraint::of(constraint, method, names).words())
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
struct Constraint {
    /// All of these.
    demanded: Vec<String>,
    /// None of these.
    barred: Vec<String>,
}

impl Constraint {
    fn of(node: Node<'_>, method: &VerificationMethod<'_>, names: &Names<'_, '_>) -> Self {
        let mut constraint = Self { demanded: Vec::new(), barred: Vec::new() };
        for demand in Demand::of(node) {
            if demand.is_required() {
                constraint.demanded.push(demanded(&demand, method, names));
            } else {
                constraint.barred.extend(entries(&demand, Demand::EXCLUDED, names));
            }
        }
        // A second factor that nothing is said of is of another class.
        if constraint.demanded.len() == 1 && method.factors() == Some(2) {
            constraint.demanded.push("any other".to_owned());
        }
        constraint
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
fn demanded(demand: &Demand<'_>, method: &VerificationMethod<'_>, names: &Names<'_, '_>) -> String {
    let is_required = |property| demand.requires(property).is_some();
    let mut words = described(demand.class.name(), is_required);
    let mut notes = allowed(demand, names);
    let excluded = entries(demand, Demand::EXCLUDED, names);
    if !excluded.is_empty() {
        notes.push(format!("not {}", series(excluded, "or")));
    }
    notes.extend(own_time(demand, method).map(|time| time.to_string()));
    if !notes.is_empty() {
        words.push_str(&format!(" ({})", notes.join("; ")));
    }
    // It is demanded unless the file says otherwise ("Constraints object").
    if is(demand.node, &[Characteristic::UserPresence.key()], "OPTIONAL") {
        words.push_str(" even without user presence");
    }
    if is_required(Characteristic::UserVerification) {
        words.push_str(&format!(" with {}", verification(demand.node)));
    }
    words
}

/// The name with the adjectives that hold.
fn described(name: &str, is_required: impl Fn(Characteristic) -> bool) -> String {
    let adjectives = ADJECTIVES.iter().filter(|(property, _)| is_required(*property));
    let adjectives: Vec<&str> = adjectives.map(|(_, word)| *word).collect();
    format!("{} {name}", adjectives.join(", ")).trim_start().to_owned()
}

fn verification(node: Node<'_>) -> String {
    let by = node.field(Key::USER_VERIFICATION_METHODS).into_iter().flat_map(Node::strings);
    let by = series(by.map(|method| authenticators::kind(&method)), "or");
    if by.is_empty() {
        "user verification".to_owned()
    } else {
        format!("user verification by {by}")
    }
}

/// The lists of what alone counts, all of which have to be met.
fn allowed(demand: &Demand<'_>, names: &Names<'_, '_>) -> Vec<String> {
    let kinds = |name| {
        let list = demand.list(name).into_iter().flat_map(Node::strings);
        series(list.map(|kind| authenticators::kind(&kind)), "or")
    };
    let entries = series(entries(demand, Demand::ALLOWED, names), "or");
    let lists = [kinds(Key::TYPES), kinds(Key::METHODS), entries];
    lists.into_iter().filter(|list| !list.is_empty()).collect()
}

fn entries(demand: &Demand<'_>, list: Key, names: &Names<'_, '_>) -> Vec<String> {
    let list = demand.list(list).into_iter().flat_map(Node::elements);
    list.map(|entry| authenticators::entry(entry, names)).collect()
}

/// Steps that have to be passed in order.
fn chains(method: &VerificationMethod<'_>, again: &str, names: &Names<'_, '_>) -> String {
    let chains: Vec<String> = method
        .chains()
        .map(|steps| {
            let steps: Vec<String> = steps
                .iter()
                .map(|step| {
                    let methods = step.methods().map(|entry| chain_method(entry, names));
                    let methods = series(methods, "or");
                    let own = text(step.node, &[Key::REAUTHENTICATE_IN]);
                    let own = own.map(|time| format!(" ({})", Again::of(&time)));
                    methods + &own.unwrap_or_default()
                })
                .collect();
            steps.join(", then ")
        })
        .collect();
    format!("a chain of authenticators{again}: {}", alternatives_in_words(&chains))
}

/// `phishing-resistant Okta FastPass with user verification`.
fn chain_method(entry: Node<'_>, names: &Names<'_, '_>) -> String {
    let is_required = |property: Characteristic| is(entry, &[property.key()], "REQUIRED");
    let mut words = described(&authenticators::entry(entry, names), is_required);
    if is_required(Characteristic::UserVerification) {
        words.push_str(&format!(" with {}", verification(entry)));
    }
    words
}
