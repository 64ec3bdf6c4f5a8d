//! What the program says of itself: its version, and in a release build of a clone the commit.
//!
//! Only there: the crate is compiled again whenever the commit is another, which is too much for tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The version with the commit that is checked out at `root`, where git can say which; and the files that
/// change when another is.
pub(crate) fn of_clone(version: &str, root: &Path) -> (String, Vec<PathBuf>) {
    // A package inside of another repository is not of its commits.
    let Some(git) = git_directory(root) else {
        return (version.to_owned(), Vec::new());
    };
    let about = commit(root).map(|commit| format!("{version} ({commit})"));
    (about.unwrap_or_else(|| version.to_owned()), watched(&git))
}

/// Where git keeps what it knows of a working tree: beside it, or for additional ones where a file says.
fn git_directory(root: &Path) -> Option<PathBuf> {
    let git = root.join(".git");
    if git.is_dir() {
        return Some(git);
    }
    let text = fs::read_to_string(git).ok()?;
    Some(root.join(text.strip_prefix("gitdir:")?.trim()))
}

/// The first digits and the date of the commit.
fn commit(root: &Path) -> Option<String> {
    let mut git = Command::new("git");
    git.current_dir(root).args(["log", "--max-count=1", "--format=%h %cs", "--abbrev=7"]);
    // A build inside of a hook is not about the repository of the hook.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        git.env_remove(variable);
    }
    let output = git.output().ok().filter(|output| output.status.success())?;
    let commit = String::from_utf8(output.stdout).ok()?;
    Some(commit.trim().to_owned()).filter(|commit| !commit.is_empty())
}

/// The files that change with the commit. Those that are not there would be taken for changed each time.
fn watched(git: &Path) -> Vec<PathBuf> {
    let log = git.join("logs/HEAD");
    if log.is_file() {
        // It has a line for each commit that was ever checked out.
        return vec![log];
    }
    let head = git.join("HEAD");
    let common = fs::read_to_string(git.join("commondir")).unwrap_or_default();
    let common = git.join(common.trim());
    let branch = fs::read_to_string(&head).unwrap_or_default();
    let branch = branch.strip_prefix("ref:").map(|branch| common.join(branch.trim()));
    let packed = common.join("packed-refs");
    [Some(head), branch, Some(packed)].into_iter().flatten().filter(|file| file.is_file()).collect()
}
