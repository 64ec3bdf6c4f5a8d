//! Objects that stand in an export more than once: in their policy and in a list of their own, in a
//! list and in files one by one.

use std::cmp::Reverse;
use std::hash::Hash;

use foldhash::HashMap;

/// Objects, each once, with their copies.
#[derive(Debug)]
pub(super) struct Copies<K, T> {
    places: HashMap<K, usize>,
    /// In order of first appearance, each with its number.
    first: Vec<(usize, T)>,
    /// Further copies of some of them, by their place.
    further: HashMap<usize, Vec<(usize, T)>>,
    added: usize,
}

/// Objects, each by one of its copies.
#[derive(Debug)]
pub(super) struct Chosen<T> {
    /// By place, each with a number that grows in document order.
    pub(super) objects: Vec<(usize, T)>,
    /// The other copies, each with the place of its object.
    pub(super) others: Vec<(usize, T)>,
}

impl<K: Eq + Hash, T> Copies<K, T> {
    pub(super) fn with_room_for(count: usize) -> Self {
        Self {
            places: HashMap::default(),
            first: Vec::with_capacity(count),
            further: HashMap::default(),
            added: 0,
        }
    }

    /// Adds an object, or a further copy of the one with this key; returns its place.
    pub(super) fn add(&mut self, key: Option<K>, object: T) -> usize {
        let next = self.first.len();
        let place = key.map_or(next, |key| *self.places.entry(key).or_insert(next));
        let numbered = (self.added, object);
        self.added += 1;
        if place == next {
            self.first.push(numbered);
        } else {
            self.further.entry(place).or_default().push(numbered);
        }
        place
    }

    pub(super) fn get(&self, place: usize) -> &T {
        &self.first[place].1
    }

    pub(super) fn place(&self, key: &K) -> Option<usize> {
        self.places.get(key).copied()
    }

    /// Each object by the copy that came with most others in its group, so that what was read at
    /// one moment stays together; among equals by the greatest preference, then by the group that
    /// appeared first.
    pub(super) fn chosen<G: Eq + Hash, P: Ord>(
        self,
        group: impl Fn(&T) -> G,
        preference: impl Fn(&T) -> P,
    ) -> Chosen<T> {
        let Self { first: mut objects, mut further, .. } = self;
        if further.is_empty() {
            return Chosen { objects, others: Vec::new() };
        }
        // Of each group, how many objects it has, and how early it appeared.
        let mut sizes: HashMap<G, (usize, Reverse<usize>)> = HashMap::default();
        for (place, (_, first)) in objects.iter().enumerate() {
            let mut groups = vec![group(first)];
            for (_, copy) in further.get(&place).into_iter().flatten() {
                let group = group(copy);
                if !groups.contains(&group) {
                    groups.push(group);
                }
            }
            for group in groups {
                let next = Reverse(sizes.len());
                sizes.entry(group).or_insert((0, next)).0 += 1;
            }
        }
        let rank = |copy: &T| {
            let (size, appeared) = sizes.get(&group(copy)).copied().unzip();
            (size, preference(copy), appeared)
        };
        let mut others = Vec::new();
        for (place, chosen) in objects.iter_mut().enumerate() {
            for mut copy in further.remove(&place).into_iter().flatten() {
                if rank(&copy.1) > rank(&chosen.1) {
                    std::mem::swap(chosen, &mut copy);
                }
                others.push((place, copy.1));
            }
        }
        Chosen { objects, others }
    }
}

impl<T> Chosen<T> {
    /// The copies that `differ` from their object.
    pub(super) fn take_differing(&mut self, differ: impl Fn(&T, &T) -> bool) -> Vec<T> {
        let others = std::mem::take(&mut self.others).into_iter();
        let differing = others.filter(|(place, copy)| differ(&self.objects[*place].1, copy));
        differing.map(|(_, copy)| copy).collect()
    }

    /// The objects in document order.
    pub(super) fn in_document_order(mut self) -> Vec<T> {
        self.objects.sort_by_key(|(number, _)| *number);
        self.objects.into_iter().map(|(_, object)| object).collect()
    }
}
