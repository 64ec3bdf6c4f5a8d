//! What the crate and the program do, from outside. All tests are modules of one binary: each binary
//! of its own would be linked again after every change.

// A test may fail in any of these ways.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

// What tests share.
mod corpus;
mod documents;
mod program;
mod project;
mod random_exports;
mod readers;
mod shell;
#[path = "../../fuzz/src/targets/mod.rs"]
mod targets;

// The tests.
mod ask;
mod catalogue;
mod ci;
mod cli;
mod config;
mod constraints;
mod deletable_oracle;
mod diff;
mod example;
mod export_script;
mod exports;
mod expressions;
mod fields;
mod fingerprints;
mod fixes;
mod fixtures;
mod formats;
mod guards;
mod help;
mod imports;
mod index;
mod input;
mod json_properties;
mod json_test_suite;
mod layouts;
mod limits;
mod map;
mod one_document;
mod options;
mod order_oracle;
mod outcome;
mod posture;
mod queries;
mod reach_oracle;
mod reach_properties;
mod real_exports;
mod recognition;
mod replay;
mod schema_mutations;
mod server;
mod shadow;
mod simulate;
mod since;
mod steering;
mod terminal;
mod tiers;
mod universe_oracle;
mod verification;
mod version;
mod work;
