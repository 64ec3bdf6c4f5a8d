//! The catalogue: every lint is one file in `src/lints/<category>/` and one page in
//! `rules/<category>/`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::{Result, files, sorted, stem};

/// The table of lints.
pub fn lints(root: &Path) -> Result<String> {
    let pages = pages(root)?;
    let mut table = String::from("static LINTS: &[Lint] = &[\n");
    for (name, page) in &pages {
        let (category, module) = (&page.category, name.replace('-', "_"));
        let source = format!("src/lints/{category}/{module}.rs");
        if !root.join(&source).exists() {
            return Err(format!("{} has no lint: write {source}", page.file).into());
        }
        writeln!(
            table,
            "    Lint {{ name: {name:?}, category: {category:?}, page: include_str!({:?}), \
             declaration: &{category}::{module}::LINT }},",
            page.path
        )?;
    }
    table.push_str("];\n");
    for category in sorted(&root.join("src/lints"))?.iter().filter(|path| path.is_dir()) {
        for source in files(category, "rs")? {
            let module = stem(&source)?;
            let name = module.replace('_', "-");
            let category = stem(category)?;
            if module != "mod" && pages.get(&name).is_none_or(|page| page.category != category) {
                let expected = format!("rules/{category}/{name}.md");
                return Err(format!("the lint {name} has no page: write {expected}").into());
            }
        }
    }
    Ok(table)
}

struct Page {
    category: String,
    path: PathBuf,
    /// The path below the project's root, for messages.
    file: String,
}

fn pages(root: &Path) -> Result<BTreeMap<String, Page>> {
    let mut pages = BTreeMap::new();
    // The pages beside the schemas are about objects, not lints.
    let is_category = |path: &PathBuf| path.is_dir() && !path.ends_with("schema");
    for category in sorted(&root.join("rules"))?.into_iter().filter(is_category) {
        for path in files(&category, "md")? {
            let file = path.strip_prefix(root)?.display().to_string();
            let text = fs::read_to_string(&path)?;
            for example in ["failing", "passing"] {
                // What is about the configuration has its text.
                let fences = ["json", "toml"].map(|kind| format!("```{kind} {example}\n"));
                if !fences.iter().any(|fence| text.contains(fence)) {
                    return Err(format!("{file} has no ```json {example} example").into());
                }
            }
            let page = Page { category: stem(&category)?, path: path.clone(), file };
            pages.insert(stem(&path)?, page);
        }
    }
    Ok(pages)
}
