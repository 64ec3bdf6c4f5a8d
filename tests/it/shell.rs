//! Runs the scripts of the project.

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;

use crate::program::PROGRAM;
use crate::project;

/// The script in Bash, with nothing in its environment but where programs are: the one under test before
/// all others. `None`, said aloud with the name of the test, where there is no Bash.
pub fn script(name: &str, test: &str) -> Option<Command> {
    // On Windows, the first `bash` is that of another system.
    if cfg!(windows) || !has("bash") {
        skip(test, "bash");
        return None;
    }
    let mut command = Command::new("bash");
    command.args(["-euo", "pipefail"]).arg(project::path(name)).env_clear();
    command.env("PATH", search_path(&[]));
    Some(command)
}

/// Where programs are looked for: in these folders, beside the program under test, in the usual places.
pub fn search_path(first: &[&Path]) -> OsString {
    let program = Path::new(PROGRAM).parent().unwrap();
    let usual = env::var_os("PATH").unwrap();
    let folders = first.iter().copied().chain([program]).map(Path::to_owned);
    env::join_paths(folders.chain(env::split_paths(&usual))).unwrap()
}

/// Whether the program is installed.
pub fn has(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// Says that a test does not run.
pub fn skip(test: &str, lacking: &str) {
    // Not with a macro for printing: what these print is kept back where a test passes.
    let skipped = format!("SKIPPED {test}: it needs {lacking}\n");
    io::stderr().write_all(skipped.as_bytes()).unwrap();
}
