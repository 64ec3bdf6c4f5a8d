//! The bytes choose objects of the fixtures, and what is changed in them.

use super::invariants::export_holds;
use super::json_tree::JsonTree;
use crate::random_exports::Random;

const OBJECTS: [&str; 12] = [
    include_str!("../../../fixtures/acme/policies/access_policy.json"),
    include_str!("../../../fixtures/acme/policies/idp_discovery.json"),
    include_str!("../../../fixtures/acme/policies/mfa_enroll.json"),
    include_str!("../../../fixtures/acme/policies/okta_sign_on.json"),
    include_str!("../../../fixtures/acme/policies/profile_enrollment.json"),
    include_str!("../../../fixtures/acme/rules/00pgrxazFJdJwBHw85k7.json"),
    include_str!("../../../fixtures/acme/rules/rstc34ho67o2EBNFB5k7.json"),
    include_str!("../../../fixtures/acme/simulate/contractor-from-home.json"),
    include_str!("../../../fixtures/broken/device-assurances.json"),
    include_str!("../../../fixtures/shadow/joint-cover-by-zone-include-and-exclude/export.json"),
    include_str!("../../../fixtures/shadow/policy-behind-everyone/export.json"),
    include_str!("../../../fixtures/untouched-classic/zones.json"),
];

/// Values that are hard to read right.
const SCALARS: [&str; 24] = [
    "null",
    "true",
    "0",
    "-0",
    "-1",
    "1e400",
    "0.1e-7",
    "99999999999999999999",
    "2147483648",
    "\"\"",
    "\"\\ud800\"",
    "\"\\u0000\"",
    "\"{{{{{{{{\"",
    "\"x.f().f().f().f()\"",
    "\"a || b && (c || d)\"",
    "\"!(user.isMemberOf({'group.id':{'00g1'}}))\"",
    "\"ALL_ZONES\"",
    "\"EVERYONE\"",
    "\"INACTIVE\"",
    "\"DENY\"",
    "\"PT0S\"",
    "\"P999999999Y\"",
    "\"10.0.0.0/-1\"",
    "\"2026-02-31T25:00:00.000Z\"",
];

const KEYS: [&str; 16] = [
    "",
    "$ref",
    "_embedded",
    "_links",
    "actions",
    "conditions",
    "condtions",
    "exclude",
    "id",
    "include",
    "policyId",
    "priority",
    "rules",
    "status",
    "system",
    "type",
];

/// Larger files are not made, since copies of copies grow fast, and longer ones not tried.
const MOST_VALUES: usize = 2_000;
const LONGEST: usize = 60_000;

pub fn run(bytes: &[u8]) {
    let mut random = Random::of(bytes);
    let chosen: Vec<JsonTree> = (0..random.between((1, 2)))
        .map(|_| JsonTree::parse(OBJECTS[random.below(OBJECTS.len())]))
        .collect();
    let mut tree = JsonTree::Array(chosen);
    // What is left of the bytes is enough for so many.
    for _ in 0..bytes.len().div_ceil(5).min(40) {
        if tree.count() < MOST_VALUES {
            mutate(&mut tree, &mut random);
        }
    }
    let mut text = String::new();
    tree.write(&mut text);
    if text.len() > LONGEST {
        return;
    }
    export_holds("mutated.json", &text);
}

fn mutate(tree: &mut JsonTree, random: &mut Random) {
    let count = tree.count();
    let donor = tree.get(any(count, random)).cloned();
    let (Some(donor), Some(node)) = (donor, tree.get_mut(any(count, random))) else { return };
    match (random.below(6), node) {
        (0, node) => *node = donor,
        (1, node) => {
            let inner = std::mem::replace(node, JsonTree::Array(Vec::new()));
            *node = match random.below(2) {
                0 => JsonTree::Array(vec![inner]),
                _ => JsonTree::Object(vec![(key(random), inner)]),
            };
        }
        (_, JsonTree::Scalar(text)) => *text = (*random.pick(&SCALARS)).to_owned(),
        (2, JsonTree::Array(elements)) if !elements.is_empty() => {
            elements.remove(random.below(elements.len()));
        }
        (3, JsonTree::Array(elements)) if !elements.is_empty() => {
            let copied = elements[random.below(elements.len())].clone();
            // Once or many times.
            let times = [1, 2, 70][random.below(3)];
            elements.extend(std::iter::repeat_n(copied, times));
        }
        (_, JsonTree::Array(elements)) => elements.push(donor),
        (2, JsonTree::Object(members)) if !members.is_empty() => {
            members.remove(random.below(members.len()));
        }
        (3, JsonTree::Object(members)) if !members.is_empty() => {
            let copied = members[random.below(members.len())].clone();
            let times = [1, 2, 70][random.below(3)];
            members.extend(std::iter::repeat_n(copied, times));
        }
        (4, JsonTree::Object(members)) if !members.is_empty() => {
            let renamed = random.below(members.len());
            members[renamed].0 = match random.below(3) {
                0 => key(random),
                1 => members[random.below(members.len())].0.clone(),
                _ => near_miss(&members[renamed].0, random),
            };
        }
        (_, JsonTree::Object(members)) => members.push((key(random), donor)),
    }
}

/// A number below `bound`, which may be beyond what one byte says.
fn any(bound: usize, random: &mut Random) -> usize {
    (random.below(256) * 256 + random.below(256)) % bound
}

fn key(random: &mut Random) -> String {
    KEYS[random.below(KEYS.len())].to_owned()
}

/// The name without one of its characters.
fn near_miss(name: &str, random: &mut Random) -> String {
    let missing = random.below(name.chars().count().max(1));
    name.chars().enumerate().filter(|(n, _)| *n != missing).map(|(_, char)| char).collect()
}
