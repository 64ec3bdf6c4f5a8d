/// A slot for `name` in a table of `1 << bits` slots; `build.rs` finds a `seed` by which no two known
/// names share one.
pub(super) fn slot(name: &[u8], seed: u64, bits: u32) -> usize {
    let (first, last) = match name.len() {
        0 => (0, 0),
        1..8 => {
            // Overlapping halves, so that each byte counts.
            let half = name.len().div_ceil(2);
            (packed(&name[..half]), packed(&name[name.len() - half..]))
        }
        length => (packed(&name[..8]), packed(&name[length - 8..])),
    };
    let mixed = (first ^ last.rotate_left(29) ^ name.len() as u64).wrapping_mul(seed);
    ((mixed ^ (mixed >> 32)).wrapping_mul(seed) >> (64 - bits)) as usize
}

/// Up to eight bytes as a number.
fn packed(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}
