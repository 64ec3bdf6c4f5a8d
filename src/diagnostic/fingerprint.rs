//! What a finding is known by from one run to the next.

use std::fmt;

use sha2::{Digest, Sha256};

/// What a finding is known by: the same when the export is fetched again, written otherwise or spread
/// over other files, on every machine and in every release.
///
/// It is the first half of the SHA-256 digest of texts, each as a netstring (`4:lint,`): `catchall/v1`,
/// the lint, what kind of object the finding is about, what identifies that object, and the way from it
/// to the place, with what identifies an element of an array instead of its index where something does.
/// A name that is chosen for it does not make a finding look like another, so that it may be
/// left out by its fingerprint.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 16]);

/// Another way to make fingerprints needs another version, since others keep them.
const VERSION: &str = "catchall/v1";

impl Fingerprint {
    /// The fingerprint of what these texts identify.
    pub(crate) fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut digest = Sha256::new();
        for text in [VERSION].into_iter().chain(texts) {
            digest.update(text.len().to_string());
            digest.update(":");
            digest.update(text);
            digest.update(",");
        }
        let mut first_half = [0; 16];
        first_half.copy_from_slice(&digest.finalize()[..16]);
        Self(first_half)
    }

    /// That of the `n`th finding, from 0, of those that are otherwise known by the same.
    pub(crate) fn numbered(self, n: usize) -> Self {
        match n {
            0 => self,
            n => Self::of([self.to_string().as_str(), n.to_string().as_str()]),
        }
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What others have kept stays true: `printf '%s' '11:catchall/v1,9:zone-list,4:rule,' | sha256sum`.
    #[test]
    fn fingerprints_never_change() {
        let one = Fingerprint::of(["zone-list", "rule"]);
        assert_eq!(one.to_string(), "fbc0ae38fb44e8664605e67cbbc3ce06");
        assert_eq!(one.numbered(0), one);
        assert_ne!(one.numbered(1), one);
        assert_ne!(Fingerprint::of(["zone-listrule", ""]), one);
    }
}
