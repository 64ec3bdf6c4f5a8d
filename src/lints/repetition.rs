//! Things of which there are several alike: one finding for a thousand of them.

use std::hash::Hash;

use foldhash::HashMap;

/// Those that have the same key as others, together: in the order in which the first of each came.
pub(super) fn repeated<K: Eq + Hash, T>(items: impl IntoIterator<Item = (K, T)>) -> Vec<Vec<T>> {
    let mut places: HashMap<K, usize> = HashMap::default();
    let mut groups: Vec<Vec<T>> = Vec::new();
    for (key, item) in items {
        let place = *places.entry(key).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(item),
            None => groups.push(vec![item]),
        }
    }
    groups.retain(|group| group.len() > 1);
    groups
}
