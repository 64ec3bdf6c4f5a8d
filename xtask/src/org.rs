//! Writes a made-up org, for measurements.

#[path = "../../benches/believable/mod.rs"]
mod believable;

use std::fs;
use std::path::Path;

use believable::{Org, indented};

use super::Done;

/// Writes an org into a new folder: `org.json`, one array, and `policies/`, a file for each policy.
pub fn write(folder: &str, policies: &str, rules: &str, seed: &str) -> Done {
    let number =
        |text: &str| text.parse::<usize>().map_err(|error| format!("{text} is no number: {error}"));
    let (policies, rules, seed) = (number(policies)?, number(rules)?, number(seed)? as u64);
    let org = Org { seed, policies, rules };
    let folder = Path::new(folder);
    let write = |path: &Path, text: &str| {
        fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
    };
    let singles = folder.join("policies");
    fs::create_dir_all(&singles)
        .map_err(|error| format!("cannot make {}: {error}", singles.display()))?;
    write(&folder.join("org.json"), &org.indented())?;
    for (n, policy) in org.policies().enumerate() {
        write(&singles.join(format!("{n:06}.json")), &indented(&policy))?;
    }
    Ok(())
}
