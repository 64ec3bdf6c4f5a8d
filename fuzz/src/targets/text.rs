//! Hostile texts in every text of an export and in the names of two files: nothing that is written steers
//! who reads it.
//!
//! `|` ends a piece of text. The first character of a piece says where it goes, in place of a text of the
//! export, before or behind it.

use catchall::json::{Document, Layout};
use serde_json::Value;

use super::invariants::{check_holds, maps_hold, workspace};
use crate::readers::spoil;

const EXPORTS: [&str; 4] = [
    include_str!("../../../fixtures/broken/rules/00pgrxazFJdJwBHw85k7.json"),
    include_str!("../../../fixtures/broken/rules/rstc34ho67o2EBNFB5k7.json"),
    include_str!("../../../fixtures/broken/policies/okta_sign_on.json"),
    include_str!("../../../fixtures/shadow/policy-behind-everyone/export.json"),
];

pub fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut pieces = text.split('|').cycle().map(|piece| {
        let mut chars = piece.chars();
        let place = chars.next().map_or(0, |char| char as u32 % 16);
        (place as u8, chars.as_str().to_owned())
    });
    // As long as file systems let names be: each finding names its file.
    let name: String = text.chars().take(60).collect();
    let mut workspace = workspace(&format!("{name}.json"), bytes, Layout::Lines);
    let export = EXPORTS[bytes.len() % EXPORTS.len()];
    let mut value: Value = serde_json::from_str(export).unwrap();
    spoil(&mut value, &mut pieces);
    let name = pieces.next().map(|(_, name)| name).unwrap_or_default();
    let name: String = name.chars().take(60).collect();
    workspace.insert(Document::parse(name, format!("{value:#}").into_bytes(), Layout::Json));
    check_holds(&workspace);
    maps_hold(&workspace);
}
