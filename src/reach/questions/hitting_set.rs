//! Smallest covers, as smallest sets that hit others.

/// A smallest set that has an element of each of `sets`, which are not empty; of several, one with
/// early elements. None if `steps` run out, one for each set that is looked at and each element:
/// there may be very many ways.
pub(crate) fn smallest_hitting_set(sets: &[Vec<usize>], steps: &mut u64) -> Option<Vec<usize>> {
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

fn hits(
    sets: &[Vec<usize>],
    left: usize,
    chosen: &mut Vec<usize>,
    steps: &mut u64,
) -> Option<bool> {
    // The set with the fewest elements leaves the fewest ways.
    let mut next: Option<&Vec<usize>> = None;
    for set in sets {
        *steps = steps.checked_sub(1 + (set.len() * chosen.len() / 4) as u64)?;
        let is_missed = !set.iter().any(|element| chosen.contains(element));
        if is_missed && next.is_none_or(|best| set.len() < best.len()) {
            next = Some(set);
        }
    }
    let Some(set) = next else {
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
        smallest_hitting_set(sets, &mut 10_000)
    }

    #[test]
    fn smallest_and_earliest() {
        assert_eq!(smallest(&[]), Some(vec![]));
        assert_eq!(smallest(&[vec![3, 5], vec![5, 7]]), Some(vec![5]));
        assert_eq!(smallest(&[vec![1, 2], vec![3, 4]]), Some(vec![1, 3]));
        assert_eq!(smallest(&[vec![1, 2], vec![2, 3], vec![3, 1]]), Some(vec![1, 2]));
    }

    #[test]
    fn too_many_ways_are_given_up() {
        let sets: Vec<Vec<usize>> = (0..20).map(|n| (10 * n..10 * n + 10).collect()).collect();
        assert_eq!(smallest(&sets), None);
    }
}
