//! Smallest covers.

/// A smallest set that has an element of each of `sets`, which are not empty; of several, one with
/// early elements.
pub(super) fn smallest_hitting_set(sets: &[Vec<usize>]) -> Vec<usize> {
    let mut size = 0;
    loop {
        let mut chosen = Vec::new();
        if hits(sets, size, &mut chosen) {
            chosen.sort_unstable();
            return chosen;
        }
        size += 1;
    }
}

fn hits(sets: &[Vec<usize>], left: usize, chosen: &mut Vec<usize>) -> bool {
    let is_hit = |set: &&Vec<usize>| !set.iter().any(|element| chosen.contains(element));
    // The set with the fewest elements leaves the fewest ways.
    let Some(set) = sets.iter().filter(is_hit).min_by_key(|set| set.len()) else {
        return true;
    };
    if left == 0 {
        return false;
    }
    set.iter().any(|element| {
        chosen.push(*element);
        let is_found = hits(sets, left - 1, chosen);
        if !is_found {
            chosen.pop();
        }
        is_found
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smallest_and_earliest() {
        assert_eq!(smallest_hitting_set(&[]), [0_usize; 0]);
        assert_eq!(smallest_hitting_set(&[vec![3, 5], vec![5, 7]]), [5]);
        assert_eq!(smallest_hitting_set(&[vec![1, 2], vec![3, 4]]), [1, 3]);
        assert_eq!(smallest_hitting_set(&[vec![1, 2], vec![2, 3], vec![3, 1]]), [1, 2]);
    }
}
