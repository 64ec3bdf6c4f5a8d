//! A text in the place of an id that no object can have as its id: an empty one, a name, a login, a
//! word that stands for all in another place. Ids whose form is merely odd are left alone, since
//! Okta does not document the form, and so are placeholders that a script fills in.

use std::net::IpAddr;

use crate::diagnostic::{Safety, Severity};
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration, Draft};
use crate::model::{Conditions, IdPlace, Policy, PolicyRule, in_request};
use crate::okta::Key;
use crate::wording::is_same_name;

use serde_json::Value;

pub(crate) const LINT: Declaration = Declaration::new(
    Severity::Warning,
    &[Check::Policy(policy), Check::Rule(rule), Check::Simulation(simulation)],
);

const GROUPS: &[Key] = &[Key::CONDITIONS, Key::PEOPLE, Key::GROUPS];
const NETWORK: &[Key] = &[Key::CONDITIONS, Key::NETWORK];
const CLIENTS: &[Key] = &[Key::CONDITIONS, Key::CLIENTS, Key::INCLUDE];

/// Words that stand for all, each in one condition (Policy API, "Network Condition object";
/// authorization servers reference, "Policy conditions" and "Rule conditions").
const WORDS: [(&[Key], &str); 3] =
    [(GROUPS, EVERYONE), (NETWORK, "ALL_ZONES"), (CLIENTS, "ALL_CLIENTS")];

/// Known in rules of authorization servers alone.
const EVERYONE: &str = "EVERYONE";

/// Words for all or none that Okta does not know.
const FOREIGN_WORDS: [&str; 7] =
    ["ALL", "ANY", "ANYONE", "NONE", "ALL_USERS", "ALL_GROUPS", "ALL_APPS"];

/// Lists of ids of objects that no export holds, and what these are called.
const OTHER_LISTS: [(Key, Key, &str); 2] = [
    (Key::RISK, Key::BEHAVIORS, "behaviors"),
    (Key::AUTH_PROVIDER, Key::INCLUDE, "directory integrations"),
];

/// A place for an id.
struct Suspect<'d> {
    node: Node<'d>,
    /// The condition or list.
    name: &'static str,
    /// What the ids there are of.
    things: String,
    /// The word that stands for all of them.
    word: Option<&'static str>,
    /// Whether admins choose the ids themselves, as they may for clients.
    is_free: bool,
}

fn policy<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    in_places(policy.ids(), policy.kind.known().is_none(), cx);
    in_conditions(&policy.conditions, cx);
}

fn rule<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    // A rule of an unknown type may be one of an authorization server.
    let knows_everyone = rule.kind.known().is_none_or(|known| known.rule == "RESOURCE_ACCESS");
    in_places(rule.ids(), knows_everyone, cx);
    in_conditions(&rule.conditions, cx);
}

fn simulation<'d>(request: Node<'d>, cx: &mut Cx<'_, 'd>) {
    in_places(in_request(request), false, cx);
}

fn in_places<'d>(
    places: impl Iterator<Item = IdPlace<'d>>,
    knows_everyone: bool,
    cx: &mut Cx<'_, 'd>,
) {
    for place in places.filter(|place| !is_surely_id(place.node)) {
        let word = WORDS.into_iter().find(|(path, _)| *path == place.path).map(|(_, word)| word);
        let is_free = place.path == CLIENTS;
        let place = Suspect {
            node: place.node,
            name: name(place.path),
            things: if is_free { "clients".to_owned() } else { place.kind.plural() },
            word: word.filter(|word| *word != EVERYONE || knows_everyone),
            is_free,
        };
        report(&place, cx);
    }
}

fn in_conditions<'d>(conditions: &Conditions<'d>, cx: &mut Cx<'_, 'd>) {
    let elements = |condition, list| {
        let list = conditions.get(condition).and_then(|condition: Node<'d>| condition.field(list));
        list.into_iter().flat_map(Node::elements)
    };
    for (condition, list, things) in OTHER_LISTS {
        for node in elements(condition, list) {
            let (name, things) = (name(&[condition, list]), things.to_owned());
            report(&Suspect { node, name, things, word: None, is_free: false }, cx);
        }
    }
    elements(Key::SCOPES, Key::INCLUDE).for_each(|node| scope(node, cx));
}

/// Scopes are known by name, which has no blanks: these separate scopes (RFC 6749, section 3.3).
fn scope<'d>(node: Node<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(text) = node.as_str() else {
        return;
    };
    let scopes: Vec<&str> = text.split_whitespace().collect();
    let (problem, help) = match scopes[..] {
        [] => ("is empty", "Remove it, or give the name of a scope".to_owned()),
        [only] if only == text => return,
        [only] => ("has blanks around it", format!("Write \"{only}\"")),
        _ => ("has blanks in it", "Give each scope as an element of its own".to_owned()),
    };
    let message = format!("{} in scopes {problem}; Okta expects names of scopes", node.brief());
    let finding = cx.report(node, message).help(&help);
    mend(node, &scopes, help, finding);
}

/// Writes what a text surely means: another one, or several elements of its list.
fn mend<'d>(node: Node<'d>, meant: &[&str], title: String, finding: &mut Draft<'d>) {
    let is_element = || node.parent().is_some_and(Node::is_array);
    match meant {
        [] => {}
        [only] => {
            finding.fix(Safety::Safe, title).replace(node, *only);
        }
        several if is_element() => {
            let texts = several.iter().map(|text| Value::from(*text).to_string());
            let texts = texts.collect::<Vec<_>>().join(", ");
            finding.fix(Safety::Safe, title).replace_with(node, texts);
        }
        _ => {}
    }
}

fn report<'d>(place: &Suspect<'d>, cx: &mut Cx<'_, 'd>) {
    // What is no text has the wrong type, which is reported.
    let Some(text) = place.node.as_str() else { return };
    let Some(Problem { what, help, meant }) = place.problem(&text) else {
        return;
    };
    let Suspect { node, name, things, .. } = place;
    let message = format!("{} in {name} {what}; Okta expects ids of {things}", node.brief());
    let finding = cx.report(*node, message).help(&help);
    mend(*node, &meant, help, finding);
}

/// Why a text is not an id.
struct Problem<'t> {
    /// Words that follow the text.
    what: String,
    help: String,
    /// What the text surely means, where that is known.
    meant: Vec<&'t str>,
}

impl Problem<'_> {
    fn new(what: &str, help: String) -> Self {
        Self { what: what.to_owned(), help, meant: Vec::new() }
    }
}

impl Suspect<'_> {
    /// Why the text is not an id, and what to write.
    fn problem<'t>(&self, text: &'t str) -> Option<Problem<'t>> {
        const PLACEHOLDER: [char; 6] = ['{', '}', '$', '<', '>', '%'];
        let things = &self.things;
        let give = format!("Give the ids of the {things} that are meant");
        if text.trim().is_empty() {
            let help = format!("Remove it, or give the id of one of the {things}");
            return self.needs_id().then(|| Problem::new("is empty", help));
        }
        if self.word == Some(text) || text.contains(PLACEHOLDER) || is_address(text) {
            return None;
        }
        if let Some((path, word)) = WORDS.into_iter().find(|(_, word)| is_same_name(text, word)) {
            return Some(match self.word {
                Some(own) if own == word => Problem {
                    what: format!("is not how Okta spells \"{word}\""),
                    help: format!("Write \"{word}\""),
                    meant: vec![word],
                },
                _ if text == EVERYONE && name(path) == self.name => {
                    let problem = "stands for all in rules of authorization servers alone";
                    Problem::new(problem, "Give the id of the group Everyone".to_owned())
                }
                _ if word == EVERYONE => Problem::new("is a name", give),
                _ => Problem::new(&format!("belongs in {} alone", name(path)), give),
            });
        }
        if text == "*" || FOREIGN_WORDS.iter().any(|word| is_same_name(text, word)) {
            let help = match self.word {
                Some(word) => format!("Write \"{word}\" for all"),
                None if self.name == name(GROUPS) => {
                    format!("{give}, that of the group Everyone for all")
                }
                None => format!("{give}, or leave the condition out for all"),
            };
            return Some(Problem::new("does not stand for all or none there", help));
        }
        let parts = text.split([',', ';', ' ', '\t', '\n']).filter(|part| !part.is_empty());
        let parts: Vec<&str> = parts.collect();
        if parts.len() > 1 && parts.iter().all(|part| is_like_id(part)) {
            let help = "Give each id as an element of its own".to_owned();
            return Some(Problem {
                meant: parts,
                ..Problem::new("lists several ids in one text", help)
            });
        }
        if let [part] = parts[..]
            && part != text
        {
            let help = format!("Write \"{part}\"");
            return Some(Problem {
                meant: parts,
                ..Problem::new("has blanks or commas around it", help)
            });
        }
        if parts.len() > 1 {
            return Some(Problem::new("is a name", give));
        }
        if self.is_free {
            return None;
        }
        if text.contains('@') {
            return Some(Problem::new("is a login", give));
        }
        if is_word(text) {
            return Some(Problem::new("is a name", give));
        }
        let is_of_ids = |char: char| char.is_ascii_alphanumeric() || "-_.:#~".contains(char);
        let foreign = text.chars().find(|char| !is_of_ids(*char))?;
        Some(Problem::new(&format!("has a \"{foreign}\", which no id has"), give))
    }

    /// Whether an empty id says nothing: an app type has a name in its place, and Okta itself is a
    /// provider without one.
    fn needs_id(&self) -> bool {
        let owner = self.node.parent().and_then(|parent| parent.field(Key::TYPE));
        !owner.is_some_and(|kind| kind.is_str("APP_TYPE") || kind.is_str("OKTA"))
    }
}

/// What the place of ids is called.
fn name(path: &[Key]) -> &'static str {
    let named = path.iter().rev().find(|step| !matches!(**step, Key::INCLUDE | Key::IDS | Key::ID));
    named.map_or("", |name| name.name())
}

/// Whether there is nothing to say of a value, as of nearly all: no word and no name has a digit and
/// nothing but digits and letters.
fn is_surely_id(node: Node<'_>) -> bool {
    node.as_str().is_some_and(|text| is_like_id(&text))
}

/// Whether the text looks like one of Okta's ids: letters and digits, of both kinds.
fn is_like_id(text: &str) -> bool {
    text.chars().all(|char| char.is_ascii_alphanumeric())
        && text.chars().any(|char| char.is_ascii_digit())
}

/// Whether the text is a word of a language, such as a group's name.
fn is_word(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_uppercase)
        && text.chars().any(char::is_lowercase)
        && chars.all(|char| char.is_alphabetic() || matches!(char, '-' | '_'))
}

/// Such a text in place of a zone is `wrong-id-kind`.
fn is_address(text: &str) -> bool {
    let address = text.split_once('/').map_or(text, |(address, _)| address);
    address.parse::<IpAddr>().is_ok()
}
