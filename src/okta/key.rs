//! The names of members, as numbers: the parser gives one to each key, so that nobody compares texts.

use std::fmt;

use super::key_hash::slot;

/// The name of a member that catchall knows: one of the constants here, or [`UNKNOWN`](Self::UNKNOWN).
///
/// Two unknown names are equal as keys, and no member is found by them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u16);

// The constants, `NAMES` by number, and a table without collisions: `SLOTS`, `SEED`, `BITS`. The names
// are those of the schemas in `rules/schema/`, and of `keys.txt` beside this file.
include!(concat!(env!("OUT_DIR"), "/keys.rs"));

impl Key {
    /// Any name that catchall does not know.
    pub const UNKNOWN: Self = Self(0);

    /// The key of a name.
    pub fn of(name: &str) -> Self {
        let number = SLOTS[slot(name.as_bytes(), SEED, BITS)];
        if NAMES[usize::from(number)] == name { Self(number) } else { Self::UNKNOWN }
    }

    /// The name; empty for an unknown one.
    pub fn name(self) -> &'static str {
        NAMES[usize::from(self.0)]
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == Self::UNKNOWN { "(unknown)" } else { self.name() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_name_has_its_own_key() {
        assert!(NAMES.len() > 200);
        for (number, name) in NAMES.iter().enumerate().skip(1) {
            assert_eq!(Key::of(name), Key(number as u16), "{name}");
        }
    }

    #[test]
    fn other_names_have_none() {
        for name in ["", "n", "netwrok", "conditionsconditions", "\u{0}", "actionsé"] {
            assert_eq!(Key::of(name), Key::UNKNOWN, "{name}");
        }
    }
}
