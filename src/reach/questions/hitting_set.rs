//! Smallest covers, as smallest sets that hit others.

/// How many ways are tried to find one smallest cover.
pub(crate) const STEPS: usize = 100_000;

/// A smallest set that has an element of each of `sets`, which are not empty; of several, one with
/// early elements. None if `steps` run out, since there may be very many ways.
pub(crate) fn smallest_hitting_set(sets: &[Vec<usize>], steps: &mut usize) -> Option<Vec<usize>> {
    let mut size = 0;
    loop {
        let mut chosen = Vec::new();
        match hits(sets, size, &mut chosen, steps) {
            Some(true) => {
                chosen.sort_unstable();
                return Some(chosen);
            }
            Some(false) => size += 1,
            None => return None,
        }
    }
}

/// A small set that has an element of each of `sets`: always one that is in most of what is left.
pub(crate) fn small_hitting_set(sets: &[Vec<usize>]) -> Vec<usize> {
    let mut left: Vec<&Vec<usize>> = sets.iter().collect();
    let mut chosen = Vec::new();
    while let Some(first) = left.first() {
        let hit = |element: &usize| left.iter().filter(|set| set.contains(element)).count();
        let Some(best) = first.iter().copied().max_by_key(hit) else {
            break;
        };
        chosen.push(best);
        left.retain(|set| !set.contains(&best));
    }
    chosen
}

fn hits(
    sets: &[Vec<usize>],
    left: usize,
    chosen: &mut Vec<usize>,
    steps: &mut usize,
) -> Option<bool> {
    *steps = steps.checked_sub(1)?;
    let is_missed = |set: &&Vec<usize>| !set.iter().any(|element| chosen.contains(element));
    // The set with the fewest elements leaves the fewest ways.
    let Some(set) = sets.iter().filter(is_missed).min_by_key(|set| set.len()) else {
        return Some(true);
    };
    if left == 0 {
        return Some(false);
    }
    for element in set {
        chosen.push(*element);
        if hits(sets, left - 1, chosen, steps)? {
            return Some(true);
        }
        chosen.pop();
    }
    Some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn smallest(sets: &[Vec<usize>]) -> Option<Vec<usize>> {
        smallest_hitting_set(sets, &mut 1_000)
    }

    #[test]
    fn smallest_and_earliest() {
        assert_eq!(smallest(&[]), Some(vec![]));
        assert_eq!(smallest(&[vec![3, 5], vec![5, 7]]), Some(vec![5]));
        assert_eq!(smallest(&[vec![1, 2], vec![3, 4]]), Some(vec![1, 3]));
        assert_eq!(smallest(&[vec![1, 2], vec![2, 3], vec![3, 1]]), Some(vec![1, 2]));
    }

    #[test]
    fn too_many_ways_leave_a_small_one() {
        let sets: Vec<Vec<usize>> = (0..20).map(|n| (10 * n..10 * n + 10).collect()).collect();
        assert_eq!(smallest(&sets), None);
        assert_eq!(small_hitting_set(&sets).len(), 20);
    }
}
