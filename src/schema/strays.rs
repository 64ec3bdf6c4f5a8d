//! What the author of a member probably meant whose name Okta does not know where it stands.

use std::collections::HashSet;

use crate::json::{Node, ValueKind};
use crate::model::ObjectKind;
use crate::okta::Key;
use crate::wording::{is_opposite, is_same_name, nearest};

use super::tables::{Member, Place, PlaceId, Way};
use super::walk::{ELEMENT, OTHER, Path, Unknown};

/// Members that Okta alone writes: nothing is lost where one strays.
const OF_OKTA: [&str; 2] = ["_links", "_embedded"];

/// What is meant by a member whose name Okta does not know where it stands.
pub(crate) enum Stray {
    /// It belongs in one of these places.
    Elsewhere(Vec<Home>),
    /// The opposite of this one, which Okta knows without it.
    Opposite(&'static str),
    /// This one, which stands beside it.
    Twin(&'static str),
    /// This one, which the object lacks.
    Misspelt(&'static str),
}

/// A place where a member belongs.
pub(crate) struct Home {
    /// The place in words, such as `settings.password`.
    pub(crate) name: String,
    /// The names that lead there, `[]` for an element of an array.
    pub(crate) path: Vec<&'static str>,
    /// Whether it is in the same object, not in the policy of a rule or the rules of a policy.
    pub(crate) is_own: bool,
    /// Whether the object has a member of the name there already.
    pub(crate) is_taken: bool,
}

/// Names that an object of any kind may be given some day. Where they belong, servers never leave
/// them out: they stray only from a place that lacks them.
const COMMON: [&str; 12] = [
    "id",
    "name",
    "displayName",
    "label",
    "description",
    "type",
    "status",
    "key",
    "value",
    "properties",
    "created",
    "lastUpdated",
];

/// The whole object, and the places that its kind has.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'d> {
    pub(super) kind: ObjectKind,
    pub(super) object: Node<'d>,
    pub(super) whole: PlaceId,
    /// That of the policy that a rule belongs to, or of the rules that a policy has.
    pub(super) partner: Option<PlaceId>,
}

impl Surroundings<'_> {
    /// What is meant by the member, which stands beside those of these names; `None` for what may be new at Okta.
    pub(super) fn judge(self, unknown: &Unknown<'_>, beside: &HashSet<Key>) -> Option<Stray> {
        let name = &*unknown.name;
        let known = known(unknown.place);
        let known = || known.iter().map(|member| member.name.name());
        let is_there = |known: &&str| beside.contains(&Key::of(known));
        if let Some(same) = known().find(|known| is_same_name(name, known)) {
            return Some(if is_there(&same) { Stray::Twin(same) } else { Stray::Misspelt(same) });
        }
        if let Some(known) = known().find(|known| is_opposite(name, known)) {
            return Some(Stray::Opposite(known));
        }
        let (homes, is_known) = self.homes(unknown);
        if is_known {
            return (!homes.is_empty()).then_some(Stray::Elsewhere(homes));
        }
        nearest(name, known().filter(|known| !is_there(known))).map(Stray::Misspelt)
    }

    /// The nearest places where the member belongs, and whether Okta knows its name at all.
    fn homes(self, unknown: &Unknown<'_>) -> (Vec<Home>, bool) {
        let name = &*unknown.name;
        let mut own = homes(self.whole, name, &unknown.at);
        let mut partner = Vec::new();
        let is_known = !own.is_empty();
        if COMMON.contains(&name) {
            own.retain(|path| {
                objects_at(self.object, path).any(|home| home.get_named(name).is_none())
            });
        } else if own.is_empty() {
            partner = self.partner.map(|whole| homes(whole, name, &unknown.at)).unwrap_or_default();
        }
        let is_known = is_known || !partner.is_empty();
        if says_nothing(unknown.value) {
            return (Vec::new(), is_known);
        }
        let own = own.into_iter().map(|path| self.home(path, unknown));
        let partner = partner.into_iter().map(|path| self.home_in_partner(path));
        (own.chain(partner).collect(), is_known)
    }

    fn home(self, path: Path, unknown: &Unknown<'_>) -> Home {
        let whole = || format!("the {} itself", self.kind.name());
        // What belongs in one element of an array, the others may have.
        let ancestors = unknown.parent.ancestors().into_iter().rev();
        let is_element = |node: &Node<'_>| node.parent().is_some_and(Node::is_array);
        let element = [unknown.parent].into_iter().chain(ancestors).find(is_element);
        let is_within = |node: &Node<'_>| *node != self.object && self.object.contains(*node);
        let element = element.filter(is_within);
        let element = element.filter(|_| path.contains(&ELEMENT));
        let is_near = |home: &Node<'_>| element.is_none_or(|element| element.contains(*home));
        let mut near = objects_at(self.object, &path).filter(is_near);
        let is_taken = near.any(|home| home.field_named(&unknown.name).is_some());
        Home { name: in_words(&path).unwrap_or_else(whole), path, is_own: true, is_taken }
    }

    fn home_in_partner(self, path: Path) -> Home {
        let partner = if self.kind == ObjectKind::Rule { "the policy" } else { "its rules" };
        let name = match in_words(&path) {
            None => partner.to_owned(),
            Some(path) => format!("{path} of {partner}"),
        };
        Home { name, path, is_own: false, is_taken: false }
    }
}

/// The members that Okta knows at a place, in alphabetical order.
fn known(place: &Place) -> Vec<&'static Member> {
    let mut known: Vec<_> = place.members().iter().filter(|member| member.is_known).collect();
    known.sort_by_key(|member| member.name.name());
    known
}

/// The places nearest to `at` where a member of this name belongs; none where Okta knows no such
/// place.
fn homes(whole: PlaceId, name: &str, at: &[&str]) -> Vec<Path> {
    // A name that stands in no schema.
    if Key::of(name) == Key::UNKNOWN {
        return Vec::new();
    }
    if at.first().is_some_and(|first| OF_OKTA.contains(first)) || OF_OKTA.contains(&name) {
        return Vec::new();
    }
    let mut homes = Vec::new();
    add_homes(whole, name, &mut Vec::new(), &mut Vec::new(), &mut homes);
    let least = homes.iter().map(|home| distance(home, at)).min();
    homes.retain(|home| Some(distance(home, at)) == least);
    homes
}

fn add_homes(
    here: PlaceId,
    name: &str,
    at: &mut Path,
    around: &mut Vec<PlaceId>,
    homes: &mut Vec<Path>,
) {
    // Chains continue in chains.
    if around.contains(&here) {
        return;
    }
    around.push(here);
    let place = here.place();
    let mut go_on = |step: &'static str, way: &Way, at: &mut Path, homes: &mut Vec<Path>| {
        at.push(step);
        add_homes(way.place, name, at, around, homes);
        at.pop();
    };
    for member in known(place) {
        let (Some(way), step) = (&member.way, member.name.name()) else { continue };
        if OF_OKTA.contains(&step) {
            continue;
        }
        if step == name && !way.place.place().is_barred {
            homes.push(at.clone());
        }
        go_on(step, way, at, homes);
    }
    place.elements.iter().for_each(|way| go_on(ELEMENT, way, at, homes));
    place.others.way.iter().for_each(|way| go_on(OTHER, way, at, homes));
    around.pop();
}

/// How many steps lead from one place to another.
fn distance(one: &[&str], other: &[&str]) -> usize {
    let common = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    one.len() + other.len() - 2 * common
}

/// The objects at the end of a path.
fn objects_at<'d>(object: Node<'d>, path: &Path) -> impl Iterator<Item = Node<'d>> + use<'d> {
    let step_in = |nodes: Vec<Node<'d>>, step: &&str| {
        let nodes = nodes.into_iter();
        match *step {
            ELEMENT => nodes.flat_map(Node::elements).collect(),
            name => nodes.filter_map(|node| node.field_named(name)).collect(),
        }
    };
    path.iter().fold(vec![object], step_in).into_iter().filter(|node| node.is_object())
}

/// `settings.authenticators[]`; `None` for the object itself.
fn in_words(path: &Path) -> Option<String> {
    let (first, rest) = path.split_first()?;
    Some(rest.iter().fold((*first).to_owned(), |path, step| {
        let dot = if *step == ELEMENT { "" } else { "." };
        path + dot + step
    }))
}

/// Whether nothing is set in the value: `{}`, `[]`, or an object of such.
pub(crate) fn says_nothing(value: Node<'_>) -> bool {
    match value.kind() {
        ValueKind::Null => true,
        ValueKind::Array => !value.has_elements(),
        ValueKind::Object => value.fields().all(|member| says_nothing(member.value)),
        _ => false,
    }
}
