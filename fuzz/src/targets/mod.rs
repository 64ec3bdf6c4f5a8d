//! What each fuzz target does with an input. A target panics where something does not hold that has to
//! hold of any input.

pub mod check;
pub mod expressions;
mod invariants;
pub mod json;
mod json_tree;
pub mod map;
pub mod mutations;
pub mod patterns;
pub mod reach;
pub mod server;
pub mod text;

/// A target with its name.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: &[Target] = &[
    ("check", check::run),
    ("expressions", expressions::run),
    ("json", json::run),
    ("map", map::run),
    ("mutations", mutations::run),
    ("patterns", patterns::run),
    ("reach", reach::run),
    ("server", server::run),
    ("text", text::run),
];
