//! Writes the page and the file of a new lint from the templates, and its line in the module of its
//! category.

use std::fs;
use std::path::Path;

use crate::Done;

const PAGE: &str = include_str!("../templates/page.md");
const SOURCE: &str = include_str!("../templates/lint.rs");

pub(crate) fn write(root: &Path, category: &str, name: &str) -> Done {
    let is_kebab = |text: &str| text.split('-').all(is_word);
    if !is_kebab(name) {
        return Err(format!("{name} is not in kebab case, such as zone-without-list"));
    }
    let modules = root.join("src/lints").join(category).join("mod.rs");
    if !is_kebab(category) || !modules.exists() {
        return Err(format!("there is no category {category} in src/lints"));
    }
    let module = name.replace('-', "_");
    let page = root.join("rules").join(category).join(format!("{name}.md"));
    let source = root.join("src/lints").join(category).join(format!("{module}.rs"));
    for file in [&page, &source] {
        if file.exists() {
            return Err(format!("{} is there already", file.display()));
        }
    }
    let listed = with_module(&read(&modules)?, &module)
        .ok_or_else(|| format!("{} has no module lines", modules.display()))?;
    write_file(&page, &PAGE.replace("NAME", name))?;
    write_file(&source, SOURCE)?;
    write_file(&modules, &listed)?;
    eprintln!("Fill in what is marked TODO in\n  {}\n  {}", page.display(), source.display());
    eprintln!("and then: cargo xtask update-pages");
    Ok(())
}

fn is_word(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
}

/// The module file with a line for another module among those that are there, in the same form.
fn with_module(text: &str, module: &str) -> Option<String> {
    let is_module = |line: &&str| line.ends_with(';') && line.contains("mod ");
    let first = text.lines().find(is_module)?;
    let (form, _) = first.split_once("mod ")?;
    let line = format!("{form}mod {module};");
    let mut lines: Vec<&str> = text.lines().collect();
    let next = lines.iter().position(|other| is_module(other) && **other > *line);
    let last = lines.iter().rposition(is_module)?;
    lines.insert(next.unwrap_or(last + 1), &line);
    Some(lines.join("\n") + "\n")
}

pub(crate) fn read(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| format!("cannot read {}: {error}", file.display()))
}

pub(crate) fn write_file(file: &Path, text: &str) -> Done {
    fs::write(file, text).map_err(|error| format!("cannot write {}: {error}", file.display()))
}
