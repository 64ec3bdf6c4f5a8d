//! Chores of the project, without dependencies: `cargo xtask` lists them.

use std::env;
use std::process::ExitCode;

mod new_lint;
mod org;
mod run;
mod try_new_lint;

const USAGE: &str = "\
cargo xtask new-lint <category> <name>   writes the page and the file of a new lint
cargo xtask update-pages                 brings pages and lists up to date with the program
cargo xtask test [arguments]             runs the tests
cargo xtask gate                         what must pass before a change is merged
cargo xtask org <folder> <policies> <rules> <seed>
                                         writes a made-up org of this size, for measurements
cargo xtask try-new-lint                 shows that a new lint builds and passes the tests";

/// What a chore answers: nothing, or what went wrong in a sentence.
type Done = Result<(), String>;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["new-lint", category, name] => new_lint::write(&run::root(), category, name),
        ["update-pages"] => run::update_pages(&run::root(), &[]),
        ["test", rest @ ..] => run::cargo(&run::root(), &[&["test"], rest].concat(), &[]),
        ["gate"] => run::program(&run::root(), ".ci/run", &[], &[]),
        ["org", folder, policies, rules, seed] => org::write(folder, policies, rules, seed),
        ["try-new-lint"] => try_new_lint::run(&run::root()),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
