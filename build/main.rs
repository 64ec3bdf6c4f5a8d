//! Makes the tables of the program from `rules/`. The build fails where a lint lacks its page or a
//! page its lint, and where a schema says what nobody would heed, so that nothing can be forgotten
//! and no list is kept by hand.

#![allow(clippy::print_stdout, reason = "Cargo reads it")]

mod catalogue;
mod keys;
mod patterns;
mod schemas;
mod tables;
mod types;
mod version;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use schemas::Schemas;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/lints");
    fs::write(out.join("lints.rs"), catalogue::lints(&root)?)?;
    let schemas = Schemas::read(&root)?;
    fs::write(out.join("schemas.rs"), tables::of(&schemas)?)?;
    fs::write(out.join("types.rs"), types::table(&schemas)?)?;
    let others = root.join("src/okta/keys.txt");
    println!("cargo::rerun-if-changed={}", others.display());
    let keys = keys::source(schemas.files().map(|file| file.value), &fs::read_to_string(others)?)?;
    fs::write(out.join("keys.rs"), keys)?;
    let mut version = env::var("CARGO_PKG_VERSION")?;
    if env::var("PROFILE")? == "release" {
        let (of_clone, watched) = version::of_clone(&version, &root);
        for file in watched {
            println!("cargo::rerun-if-changed={}", file.display());
        }
        version = of_clone;
    }
    println!("cargo::rustc-env=CATCHALL_VERSION={version}");
    Ok(())
}

fn files(directory: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let has_extension = |path: &PathBuf| path.extension().is_some_and(|e| e == extension);
    Ok(sorted(directory)?.into_iter().filter(has_extension).collect())
}

fn sorted(directory: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(directory)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = entries.collect::<std::io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn stem(path: &Path) -> Result<String> {
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    Ok(stem.ok_or_else(|| format!("{} is not UTF-8", path.display()))?.to_owned())
}
