//! What Okta's documents say of names and values, as tables that all others stand on.
//!
//! Members of objects are looked up by [`Key`], whose constants are the names that the schemas in
//! `rules/schema/` state: `node.field(Key::NETWORK)`. Other names are texts:
//! `node.field_named("network")`.

mod key;
mod key_hash;

pub use key::Key;
