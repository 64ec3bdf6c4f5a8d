//! Documents to exports: policies and rules, linked and in the order in which Okta tries them.
//!
//! Recognises whatever an admin really has on disk: policies and rules alone, in arrays, embedded,
//! in bundles, as JSON Lines, as request bodies, beside the objects that they refer to. What is
//! none of these is left alone.

mod assemble;
mod comparison;
mod copies;
mod engine;
mod ids;
mod place;
mod recognise;
mod split;

pub use assemble::{Exports, assemble};
