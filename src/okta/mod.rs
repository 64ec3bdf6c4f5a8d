//! What Okta's documents say of names and values, as tables that all others stand on.

mod key;
mod key_hash;

pub use key::Key;
