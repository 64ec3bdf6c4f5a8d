//! Things of which there are several alike: one finding for a thousand of them.

use std::hash::Hash;

use crate::json::Node;

use super::{Cx, Draft};

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

/// Reports at `place` that some nodes are alike, at least two: at the second, or in it. The others are
/// told to be `first` and `further`.
pub(super) fn report<'c, 'd>(
    nodes: &[Node<'d>],
    place: Node<'d>,
    message: String,
    [first, further]: [&str; 2],
    cx: &'c mut Cx<'_, 'd>,
) -> &'c mut Draft<'d> {
    let finding = cx.report(place, message);
    for (n, node) in nodes.iter().enumerate().filter(|(n, _)| *n != 1) {
        finding.label(*node, if n == 0 { first } else { further });
    }
    finding
}

/// What [`report`] calls the others, where nothing more is to be said of them.
pub(super) const HERE: [&str; 2] = ["here first", "here, too"];
