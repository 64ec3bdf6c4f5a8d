//! Runs programs in a checkout of the project.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Done;

/// The folder of the project: the one that this package is in.
pub(crate) fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_owned()
}

/// Runs a program there, with these variables in its environment.
pub(crate) fn program(
    folder: &Path,
    program: &str,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> Done {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).envs(environment.iter().copied());
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{program} {}: {status}", arguments.join(" "))),
        Err(error) => Err(format!("cannot run {program}: {error}")),
    }
}

/// Runs the cargo that runs this.
pub(crate) fn cargo(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Done {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    program(folder, &cargo, arguments, environment)
}

/// Lets the tests of pages and lists write them.
pub(crate) fn update_pages(folder: &Path, environment: &[(&str, &str)]) -> Done {
    let arguments = ["test", "--test", "it", "--", "catalogue::pages_show", "index::"];
    cargo(folder, &arguments, &[&[("UPDATE_PAGES", "1")], environment].concat())
}
