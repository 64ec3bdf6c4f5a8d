//! Which names Okta knows at each place of an object, and where each name is at home.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use crate::json::{Member, Node};

use super::NEAR_MISS;
use super::schemas::Fragment;

/// Members that Okta alone writes: nothing is lost where one strays.
const OF_OKTA: [&str; 2] = ["_links", "_embedded"];

/// Every place in the objects of one kind, and where each name is at home.
pub(super) struct Places {
    root: Place,
    homes: HashMap<&'static str, Vec<Path>>,
}

/// A place: what the schemas that apply there say of names.
#[derive(Default)]
struct Place {
    members: BTreeMap<&'static str, Place>,
    /// Members of any other name, such as those of a map.
    others: Option<Box<Place>>,
    elements: Option<Box<Place>>,
    /// The schema that calls `members` all the names that Okta knows here.
    complete: Option<&'static Value>,
    /// Whether a schema says of which type the value is, and whether one says `null`.
    is_typed: bool,
    is_null: bool,
    /// The place that this one is like, by the steps that lead there: chains continue in chains.
    like: Option<usize>,
}

/// The schemas around one, each with the steps to the place that it describes.
type Around = Vec<(*const Value, usize)>;

/// The names that lead to a place from the whole object, [`ELEMENT`] for an element of an array.
pub(super) type Path = Vec<&'static str>;

pub(super) const ELEMENT: &str = "[]";

/// A name in a path that is the author's own.
const OTHER: &str = "*";

/// A member that stands where Okta does not know its name.
pub(super) struct Unknown<'p, 'd> {
    /// The object that the member stands in.
    pub(super) parent: Node<'d>,
    pub(super) name: Cow<'d, str>,
    pub(super) value: Node<'d>,
    /// The place of the object.
    place: &'p Place,
    /// The path of the place.
    pub(super) at: Path,
}

impl Unknown<'_, '_> {
    /// The names that Okta knows there.
    pub(super) fn known(&self) -> impl Iterator<Item = &'static str> {
        self.place.members.keys().copied()
    }

    /// The schema that says so.
    pub(super) fn schema(&self) -> Option<&'static Value> {
        self.place.complete
    }
}

impl Places {
    /// The places that a schema of whole objects describes.
    pub(super) fn of(schema: Fragment) -> Self {
        let mut root = Place::default();
        root.describe(schema, 0, &mut Vec::new());
        let mut homes = HashMap::new();
        root.collect_homes(&mut Vec::new(), &mut homes);
        Self { root, homes }
    }

    /// The places nearest to `at` where a member of this name belongs; none where Okta knows no such
    /// place.
    pub(super) fn homes(&self, name: &str, at: &[&str]) -> Vec<&Path> {
        if at.first().is_some_and(|first| OF_OKTA.contains(first)) {
            return Vec::new();
        }
        let homes = self.homes.get(name).map(Vec::as_slice).unwrap_or_default();
        let least = homes.iter().map(|home| distance(home, at)).min();
        homes.iter().filter(|home| Some(distance(home, at)) == least).collect()
    }

    /// The members of an object, however deep, whose names Okta does not know where they stand.
    pub(super) fn unknown<'d>(&self, object: Node<'d>) -> Vec<Unknown<'_, 'd>> {
        let mut unknown = Vec::new();
        self.root.walk(object, &mut Vec::new(), &mut Vec::new(), &mut unknown);
        unknown
    }
}

impl Place {
    fn describe(&mut self, schema: Fragment, depth: usize, around: &mut Around) {
        if let Some(target) = schema.target() {
            let address = std::ptr::from_ref(target.value);
            if let Some((_, steps)) = around.iter().find(|(other, _)| *other == address) {
                self.like = Some(*steps);
            } else {
                around.push((address, depth));
                self.describe(target, depth, around);
                around.pop();
            }
        }
        let branches = ["then", "else"].into_iter().filter_map(|branch| schema.below(branch));
        for part in schema.listed("allOf").chain(branches) {
            self.describe(part, depth, around);
        }
        for (name, inner) in schema.named("properties") {
            self.members.entry(name).or_default().describe(inner, depth + 1, around);
        }
        if let Some(others) = schema.below("additionalProperties") {
            self.others.get_or_insert_default().describe(others, depth + 1, around);
        }
        if let Some(items) = schema.below("items") {
            self.elements.get_or_insert_default().describe(items, depth + 1, around);
        }
        if schema.get(NEAR_MISS).is_some() {
            self.complete = Some(schema.value);
        }
        match schema.get("type") {
            Some(only) if only == "null" => self.is_null = true,
            Some(_) => self.is_typed = true,
            None => {}
        }
    }

    /// Whether nothing but `null` may stand here, so that the name is at home elsewhere.
    fn is_barred(&self) -> bool {
        self.is_null && !self.is_typed
    }

    fn collect_homes(&self, at: &mut Path, homes: &mut HashMap<&'static str, Vec<Path>>) {
        for (name, member) in self.members.iter().filter(|(name, _)| !OF_OKTA.contains(name)) {
            if !member.is_barred() {
                homes.entry(name).or_default().push(at.clone());
            }
            at.push(name);
            member.collect_homes(at, homes);
            at.pop();
        }
        if let Some(elements) = &self.elements {
            at.push(ELEMENT);
            elements.collect_homes(at, homes);
            at.pop();
        }
        if let Some(others) = &self.others {
            at.push(OTHER);
            others.collect_homes(at, homes);
            at.pop();
        }
    }

    fn walk<'p, 'd>(
        &'p self,
        node: Node<'d>,
        at: &mut Path,
        above: &mut Vec<&'p Place>,
        unknown: &mut Vec<Unknown<'p, 'd>>,
    ) {
        if !node.is_object() && !node.is_array() {
            return;
        }
        let place = self.like.and_then(|steps| above.get(steps).copied()).unwrap_or(self);
        above.push(place);
        if let Some(elements) = &place.elements {
            at.push(ELEMENT);
            node.elements().for_each(|element| elements.walk(element, at, above, unknown));
            at.pop();
        }
        for Member { key, value } in node.fields() {
            let name = key.as_str().unwrap_or_default();
            if let Some((name, member)) = place.members.get_key_value(&*name) {
                at.push(name);
                member.walk(value, at, above, unknown);
                at.pop();
                continue;
            }
            if let Some(others) = &place.others {
                at.push(OTHER);
                others.walk(value, at, above, unknown);
                at.pop();
            }
            if place.complete.is_some() {
                unknown.push(Unknown { parent: node, name, value, place, at: at.clone() });
            }
        }
        above.pop();
    }
}

/// How many steps lead from one place to another.
fn distance(one: &[&str], other: &[&str]) -> usize {
    let common = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    one.len() + other.len() - 2 * common
}
