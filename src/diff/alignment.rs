//! Which rules stay as they were, and where.

/// More pairs of rules than this are not looked at.
const MOST_PAIRS: usize = 4_000_000;

/// Of two sequences, whether each element is part of a common subsequence: a longest one, unless it
/// takes too long to find.
pub(super) fn common<T: PartialEq>(old: &[T], new: &[T]) -> [Vec<bool>; 2] {
    let are_same = |(one, other): (&T, &T)| one == other;
    let ahead = old.iter().zip(new).take_while(|pair| are_same(*pair)).count();
    let (old_rest, new_rest) = (&old[ahead..], &new[ahead..]);
    let behind =
        old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|pair| are_same(*pair)).count();
    let (old_middle, new_middle) =
        (&old_rest[..old_rest.len() - behind], &new_rest[..new_rest.len() - behind]);
    let mut stay = [vec![true; old.len()], vec![true; new.len()]];
    stay[0][ahead..ahead + old_middle.len()].fill(false);
    stay[1][ahead..ahead + new_middle.len()].fill(false);
    if old_middle.len().saturating_mul(new_middle.len()) <= MOST_PAIRS {
        for (n, m) in longest(old_middle, new_middle, &are_same) {
            stay[0][ahead + n] = true;
            stay[1][ahead + m] = true;
        }
    }
    stay
}

/// A longest common subsequence, as pairs of places.
fn longest<T>(old: &[T], new: &[T], are_same: &dyn Fn((&T, &T)) -> bool) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    // How long it is from each pair of places on.
    let mut lengths = vec![0_u32; (old.len() + 1) * width];
    for (n, one) in old.iter().enumerate().rev() {
        for (m, other) in new.iter().enumerate().rev() {
            lengths[n * width + m] = match are_same((one, other)) {
                true => lengths[(n + 1) * width + m + 1] + 1,
                false => lengths[(n + 1) * width + m].max(lengths[n * width + m + 1]),
            };
        }
    }
    let (mut n, mut m) = (0, 0);
    let mut pairs = Vec::new();
    while n < old.len() && m < new.len() {
        if are_same((&old[n], &new[m])) {
            pairs.push((n, m));
            (n, m) = (n + 1, m + 1);
        } else if lengths[(n + 1) * width + m] >= lengths[n * width + m + 1] {
            n += 1;
        } else {
            m += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::common;

    #[test]
    fn what_was_moved_does_not_stay_and_all_else_does() {
        let stay = |old: &str, new: &str| {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            common(&chars(old), &chars(new)).map(|stay| {
                stay.iter().map(|stays| if *stays { '1' } else { '0' }).collect::<String>()
            })
        };
        assert_eq!(stay("abcde", "abcde"), ["11111", "11111"]);
        assert_eq!(stay("abcde", "aebcd"), ["11110", "10111"]);
        assert_eq!(stay("abc", "xbyc"), ["011", "0101"]);
        assert_eq!(stay("", "ab"), ["", "00"]);
    }
}
