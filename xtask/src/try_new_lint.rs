//! Shows that what `new-lint` writes builds and passes the tests once it is filled in: does both in
//! a copy of the project.

use std::fs;
use std::path::Path;

use crate::run::{cargo, update_pages};
use crate::{Done, new_lint};

/// What a contributor would write in place of each mark.
const FILLED_IN: [(&str, &str); 9] = [
    ("TODO_SUMMARY", "A policy says what it is for"),
    ("TODO_SOURCE", "Policy API"),
    ("TODO_WHY", "It does not: this shows that the template holds"),
    ("TODO_KEY", "DESCRIPTION"),
    ("TODO_MEMBER", "description"),
    ("TODO_VALUE", "Everybody who is not a customer"),
    ("TODO_MESSAGE", "The policy says what it is for"),
    ("TODO_HELP", "Remove it"),
    ("TODO_FIX", "remove the description"),
];

pub(crate) fn run(root: &Path) -> Done {
    let copy = root.join("target/new-lint");
    if copy.exists() {
        fs::remove_dir_all(&copy).map_err(|error| error.to_string())?;
    }
    copy_folder(root, &copy).map_err(|error| format!("cannot copy the project: {error}"))?;
    // The dependencies are built already, and what is built of the project is told apart by versions.
    let target = root.join("target").display().to_string();
    let environment = [("CARGO_TARGET_DIR", target.as_str())];
    let manifest = copy.join("Cargo.toml");
    let text = new_lint::read(&manifest)?.replacen("\nversion = \"", "\nversion = \"0.0.0-", 1);
    new_lint::write_file(&manifest, &text)?;

    let (category, name) = ("settings", "a-new-lint");
    new_lint::write(&copy, category, name)?;
    let page = copy.join("rules").join(category).join("a-new-lint.md");
    let source = copy.join("src/lints").join(category).join("a_new_lint.rs");
    for file in [page, source] {
        let mut text = new_lint::read(&file)?;
        for (mark, words) in FILLED_IN {
            text = text.replace(mark, words);
        }
        new_lint::write_file(&file, &text)?;
    }
    cargo(&copy, &["fmt", "--check"], &[])?;
    cargo(&copy, &["clippy", "--", "-D", "warnings"], &environment)?;
    update_pages(&copy, &environment)?;
    let tests = ["test", "--test", "it", "--"];
    cargo(&copy, &[&tests[..], &["catalogue::", "constraints::", "index::"]].concat(), &environment)
}

/// Copies what belongs to the project: no hidden folders, and nothing that was built.
fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        let is_left_out = name == "target" || name.to_string_lossy().starts_with('.');
        if entry.file_type()?.is_dir() {
            if !is_left_out {
                copy_folder(&entry.path(), &to.join(&name))?;
            }
        } else {
            fs::copy(entry.path(), to.join(&name))?;
        }
    }
    Ok(())
}
