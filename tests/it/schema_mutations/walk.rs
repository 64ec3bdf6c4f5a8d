//! All places in an object that its schema speaks of, with what is to be tested there.

use std::collections::BTreeSet;

use super::fit::{Applied, Place, Role, Step, expand, inside};
use super::schemas::Schema;

/// How often the way to a place may use the same `$ref`.
const DEEPEST_RECURSION: usize = 2;

/// The name of a member that no `properties` has.
const ANOTHER_NAME: &str = "someOtherName";

/// The places in the objects that `root` describes. A place occurs once more for each branch of a
/// condition that has something to say of it.
pub fn places(root: Schema) -> Vec<Place> {
    let applied = vec![Applied { schema: root, role: Role::Asserted }];
    let mut places = Vec::new();
    visit(Place { route: Vec::new(), applied }, &mut places);
    places
}

fn visit(place: Place, places: &mut Vec<Place>) {
    let all = expand(&place.applied);
    let asserted = all.iter().filter(|one| one.role == Role::Asserted);
    let asserted: Vec<Schema> = asserted.map(|one| one.schema).collect();
    if asserted.is_empty() || is_too_deep(&place) {
        return;
    }
    places.push(place.clone());
    let names: BTreeSet<&str> = asserted.iter().flat_map(|schema| schema.properties()).collect();
    let others = asserted.iter().any(|schema| schema.get("additionalProperties").is_some());
    let names = names.into_iter().chain(others.then_some(ANOTHER_NAME));
    let members = names.map(|name| Step::Member(name.to_owned()));
    for step in members.chain([Step::Element]) {
        let applied = inside(&all, &step);
        let mut route = place.route.clone();
        route.push((place.applied.clone(), step));
        visit(Place { route, applied }, places);
    }
    for schema in asserted {
        for applied in branches(&place.applied, schema) {
            visit(Place { route: place.route.clone(), applied }, places);
        }
    }
}

/// What applies where the condition of `schema` holds, and where it does not. What applies in any
/// case is tested without it.
fn branches(applied: &[Applied], schema: Schema) -> Vec<Vec<Applied>> {
    let branch = |keyword: &str, role: Role| {
        let condition = Applied { schema: schema.below(&["if"])?, role };
        let branch = Applied { schema: schema.below(&[keyword])?, role: Role::Asserted };
        let known = applied.iter().map(|one| match one.role {
            Role::Asserted => Applied { role: Role::Known, ..*one },
            _ => *one,
        });
        Some(known.chain([condition, branch]).collect())
    };
    [branch("then", Role::Assumed), branch("else", Role::Denied)].into_iter().flatten().collect()
}

fn is_too_deep(place: &Place) -> bool {
    let times = |one: Schema| {
        let on_the_way = place.route.iter().flat_map(|(applied, _)| applied);
        on_the_way.filter(|earlier| earlier.schema == one).count()
    };
    place
        .applied
        .iter()
        .any(|one| one.schema.target().is_some() && times(one.schema) >= DEEPEST_RECURSION)
}
