//! What is read: no file gets past unread and unsaid, and none is read twice.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

use crate::program::PROGRAM;

/// A folder of its own, with a home of its own beside it.
struct Folder {
    around: TempDir,
}

/// What a run said: the files with a finding, and its notes.
#[derive(Debug)]
struct Said {
    code: Option<i32>,
    found: Vec<String>,
    notes: Vec<String>,
    stderr: String,
}

impl Folder {
    fn new() -> Self {
        let around = TempDir::new().unwrap();
        fs::create_dir(around.path().join("home")).unwrap();
        fs::create_dir(around.path().join("repo")).unwrap();
        Self { around }
    }

    /// One with a repository in it; `None`, and said, where git is not installed.
    fn with_git(arguments: &[&str]) -> Option<Self> {
        if Command::new("git").arg("--version").output().is_err() {
            eprintln!("skipped: git is not installed");
            return None;
        }
        let folder = Self::new();
        folder.git(&[&["init", "--quiet"], arguments].concat());
        Some(folder)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.path(""));
        command.env("HOME", self.around.path().join("home"));
        command.env("XDG_CONFIG_HOME", self.around.path().join("home/.config"));
        command.env("GIT_CONFIG_NOSYSTEM", "1");
        for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_CONFIG_GLOBAL"] {
            command.env_remove(name);
        }
        command
    }

    fn git(&self, arguments: &[&str]) {
        let identity = ["-c", "user.name=x", "-c", "user.email=x@example.com"];
        let allow = ["-c", "protocol.file.allow=always"];
        let mut command = self.command("git");
        let output = command.args(identity).args(allow).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.around.path().join("repo").join(name)
    }

    fn write(&self, name: impl AsRef<Path>, text: &str) -> &Self {
        let path = self.around.path().join("repo").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(PROGRAM);
        ends(command.args(arguments).stdin(Stdio::null()))
    }

    fn check(&self, paths: &[&str]) -> Said {
        let output = self.run(&[&["check", "--output-format", "json"], paths].concat());
        let text = |value: &Value, key: &str| value[key].as_str().unwrap().to_owned();
        let json: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        let list = |key: &str| json[key].as_array().cloned().unwrap_or_default();
        let mut found: Vec<String> =
            list("findings").iter().map(|finding| text(finding, "path")).collect();
        found.dedup();
        // That single rules name no policy is not about reading them.
        let notices = list("notices").into_iter();
        let notices = notices.filter(|notice| notice["kind"] != "not-compared");
        let notes = notices.map(|notice| text(&notice, "message")).collect();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        Said { code: output.status.code(), found, notes, stderr }
    }
}

/// The output of a program that ends within reasonable time.
fn ends(command: &mut Command) -> Output {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let start = Instant::now();
    // What it prints here is less than a pipe holds.
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > Duration::from_secs(30) {
            child.kill().unwrap();
            panic!("it hangs");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    child.wait_with_output().unwrap()
}

/// A rule of its own with one mistake.
fn rule(id: &str) -> String {
    format!(
        r#"{{"type": "SIGN_ON", "id": "0pr{id}000000005d7", "name": "{id}", "status": "ACTIVE",
            "conditions": {{"network": {{"connection": "ZONE"}}}}, "actions": {{"signon": {{"access": "DENY"}}}}}}"#
    )
}

#[test]
fn what_git_tracks_is_checked_whatever_ignores_it() {
    for (ignores, pattern) in [
        (".gitignore", "hidden-by-this.json"),
        (".gitignore", "*.json"),
        (".gitignore", "/org/"),
        ("org/.gitignore", "*"),
        (".ignore", "*.json"),
        (".rgignore", "*.json"),
        ("org/.ignore", "hidden-by-this.json"),
        (".git/info/exclude", "org"),
        ("../home/.config/git/ignore", "*.json"),
    ] {
        let Some(folder) = Folder::with_git(&[]) else { return };
        folder.write("org/hidden-by-this.json", &rule("a"));
        folder.write(ignores, pattern);
        folder.git(&["add", "--force", "org/hidden-by-this.json"]);
        for paths in [&["."][..], &["org"], &["./org/", "org/hidden-by-this.json"]] {
            let said = folder.check(paths);
            assert_eq!(said.code, Some(1), "{ignores} {paths:?} {said:?}");
            assert_eq!(said.found, ["org/hidden-by-this.json"], "{ignores} {paths:?}");
            assert_eq!(said.notes, Vec::<String>::new(), "{ignores} {paths:?}");
        }
    }
}

#[test]
fn what_git_tracks_is_checked_though_it_is_hidden() {
    let Some(folder) = Folder::with_git(&[]) else { return };
    folder.write(".okta/.a.json", &rule("a")).write(".json", &rule("b"));
    folder.git(&["add", "."]);
    assert_eq!(folder.check(&[]).found, [".json", ".okta/.a.json"]);
}

#[test]
fn what_git_ignores_and_does_not_track_is_no_concern() {
    let Some(folder) = Folder::with_git(&[]) else { return };
    folder.write(".gitignore", "node_modules\nold.json\n").write("org.json", &rule("a"));
    folder.write("old.json", &rule("b")).write("node_modules/x/policy.json", &rule("c"));
    let said = folder.check(&[]);
    assert_eq!((said.found, said.notes), (vec!["org.json".to_owned()], vec![]), "before `git add`");
    folder.git(&["add", "."]);
    let said = folder.check(&[]);
    assert_eq!((said.found, said.notes), (vec!["org.json".to_owned()], vec![]));
    // Who names it wants it.
    assert_eq!(folder.check(&["old.json"]).found, ["old.json"]);
}

#[test]
fn only_git_says_what_is_ignored() {
    let folder = Folder::new();
    folder.write(".ignore", "*.json").write(".gitignore", "*.json").write("a.json", &rule("a"));
    assert_eq!(folder.check(&[]).found, ["a.json"], "outside of a repository");
    let Some(folder) = Folder::with_git(&[]) else { return };
    folder.write(".ignore", "*.json").write("a.json", &rule("a"));
    assert_eq!(folder.check(&[]).found, ["a.json"], "not tracked yet");
}

#[test]
fn a_folder_of_which_all_is_ignored_says_so() {
    let Some(folder) = Folder::with_git(&[]) else { return };
    folder.write(".gitignore", "*.json");
    for name in ["a", "b", "c", "d", "e"] {
        folder.write(format!("{name}.json"), &rule(name));
    }
    let said = folder.check(&[]);
    assert_eq!(said.code, Some(2));
    insta::assert_snapshot!(said.stderr, @r"
    note: left out a.json, b.json, c.json and 2 more: ignored by git, and not tracked
    error: there is nothing to check: no policy, rule or simulation was found
      help: Name the files or folders that were exported from Okta; https://github.com/catchall-lint/catchall/blob/main/docs/export.md shows how
    ");
}

#[test]
fn an_index_is_read_in_every_form() {
    let forms: [(&[&str], &[&[&str]]); 6] = [
        (&[], &[]),
        (&["--object-format=sha256"], &[]),
        (&[], &[&["update-index", "--index-version", "4"]]),
        (&["--object-format=sha256"], &[&["update-index", "--index-version", "4"]]),
        // An intention to add makes it version 3.
        (&[], &[&["rm", "--quiet", "--cached", "org/b.json"], &["add", "-fN", "org/b.json"]]),
        (&[], &[&["update-index", "--split-index"], &["rm", "--quiet", "-f", "org/zz.json"]]),
    ];
    for (init, commands) in forms {
        let Some(folder) = Folder::with_git(init) else { return };
        folder.write(".gitignore", "*.json");
        let names = ["org/a.json", "org/b.json", "org/sub/a.json", "org/sub/c.json"];
        for name in names.iter().chain(&["org/zz.json"]) {
            folder.write(name, &rule(&name.replace(['/', '.'], "")));
            folder.git(&["add", "--force", name]);
        }
        folder.write("org/untracked.json", &rule("u"));
        folder.git(&["commit", "--quiet", "--message=x"]);
        commands.iter().for_each(|command| folder.git(command));
        let _ = fs::remove_file(folder.path("org/zz.json"));
        assert_eq!(folder.check(&[]).found, names, "{init:?} {commands:?}");
        assert_eq!(folder.check(&["org/sub"]).found, names[2..], "{init:?} {commands:?}");
    }
}

#[test]
fn an_index_that_cannot_be_read_excuses_nothing() {
    let break_it: [fn(&Folder); 3] = [
        |folder| fs::write(folder.path(".git/index"), "DIRC").unwrap(),
        |folder| fs::remove_file(folder.path(".git/index")).unwrap(),
        |folder| {
            let index = fs::read(folder.path(".git/index")).unwrap();
            fs::write(folder.path(".git/index"), &index[..index.len() - 21]).unwrap();
        },
    ];
    for break_it in break_it {
        let Some(folder) = Folder::with_git(&[]) else { return };
        folder.write(".gitignore", "*.json").write("a.json", &rule("a"));
        folder.git(&["add", "--force", "."]);
        break_it(&folder);
        assert_eq!(folder.check(&[]).found, ["a.json"]);
    }
}

#[test]
fn submodules_and_further_working_trees_have_their_own_index() {
    let Some(folder) = Folder::with_git(&[]) else { return };
    let Some(module) = Folder::with_git(&[]) else { return };
    for (folder, name) in [(&folder, "a"), (&module, "b")] {
        folder.write(".gitignore", "*.json\n/modules\n").write("x.json", &rule(name));
        folder.git(&["add", "--force", "."]);
        folder.git(&["commit", "--quiet", "--message=x"]);
    }
    let module = module.path("");
    folder.git(&["submodule", "--quiet", "add", "-f", module.to_str().unwrap(), "modules/m"]);
    assert_eq!(folder.check(&[]).found, ["modules/m/x.json", "x.json"]);
    folder.git(&["worktree", "add", "--quiet", "../other"]);
    let other = folder.check(&["../other"]);
    assert_eq!(other.found, ["../other/x.json"], "{other:?}");
}

#[test]
fn what_is_hidden_and_not_tracked_is_told_if_it_is_oktas() {
    let folder = Folder::new();
    folder.write("a.json", &rule("a")).write(".vscode/settings.json", "{}");
    assert_eq!(folder.check(&[]).notes, Vec::<String>::new());
    folder.write(".okta/b.json", &rule("b"));
    let said = folder.check(&[]);
    assert_eq!(said.found, ["a.json"]);
    assert_eq!(said.notes, ["left out .okta/b.json: hidden, and not tracked by git"]);
    // However long the names are, the reason is there.
    let long = format!(".{}", "x".repeat(200));
    folder.write(format!("{long}/{long}/{long}.json"), &rule("c"));
    let note = &folder.check(&[]).notes[0];
    assert!(note.ends_with("x.json: hidden, and not tracked by git"), "{note}");
    // Inside of what is hidden, nothing is.
    assert_eq!(folder.check(&[".okta"]).found, [".okta/b.json"]);
}

#[test]
fn what_is_oktas_in_utf_16_is_not_skipped() {
    let folder = Folder::new();
    folder.write("a.json", "");
    let text = format!("\u{feff}{}", rule("a"));
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(folder.path("a.json"), bytes).unwrap();
    let said = folder.check(&[]);
    assert_eq!((said.code, said.found, said.notes), (Some(1), vec!["a.json".to_owned()], vec![]));
}

#[test]
fn a_repository_in_a_hidden_folder_is_hidden_whatever_it_tracks() {
    let Some(folder) = Folder::with_git(&[]) else { return };
    folder.write("a.json", &rule("a")).write(".modules/m/b.json", &rule("b"));
    folder.git(&["init", "--quiet", ".modules/m"]);
    folder.git(&["-C", ".modules/m", "add", "."]);
    let said = folder.check(&[]);
    assert_eq!(said.found, ["a.json"]);
    assert_eq!(said.notes, ["left out .modules/m/b.json: hidden, and not tracked by git"]);
}

#[test]
fn a_file_is_read_once_however_it_is_called() {
    let folder = Folder::new();
    folder.write("org/a.json", &rule("a"));
    let absolute = folder.path("org/a.json").canonicalize().unwrap();
    let absolute = absolute.to_str().unwrap();
    for paths in [
        &["org/a.json", "./org/a.json"][..],
        &["org/", "org/a.json"],
        &["org", "./org", "."],
        &["org/a.json", "org/../org/a.json"],
        &["org/a.json", absolute],
    ] {
        let output = folder.run(&[&["check", "--output-format", "concise"], paths].concat());
        let output = String::from_utf8(output.stdout).unwrap();
        assert!(output.contains("Checked 0 policies in 1 file, 1 rule."), "{paths:?} {output}");
    }
}

#[cfg(unix)]
mod on_unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn names_that_look_alike_are_names_of_two_files() {
        let folder = Folder::new();
        folder.write("a/b.json", &rule("a")).write(r"a\b.json", &rule("b"));
        let said = folder.check(&[]);
        assert_eq!(said.found, ["a/b.json", r"a\\b.json"]);
        assert_eq!(folder.check(&[r"a\b.json", "a/b.json"]).found, said.found);

        let folder = Folder::new();
        for (name, id) in
            [(&b"a\xfe.json"[..], "a"), (b"a\xff.json", "b"), ("a\u{fffd}.json".as_bytes(), "c")]
        {
            let path = folder.path("").join(OsStr::from_bytes(name));
            // Some file systems have no such names.
            if fs::write(path, rule(id)).is_err() {
                return;
            }
        }
        folder.write(r"a\xff.json", &rule("d"));
        let names = [r"a\\xff.json", r"a\xfe.json", r"a\xff.json", "a\u{fffd}.json"];
        assert_eq!(folder.check(&[]).found, names);
    }

    #[test]
    fn names_do_not_make_folders() {
        // Both are in one folder, so the rule belongs to the policy beside it.
        let policy = r#"{"type": "OKTA_SIGN_ON", "id": "00p1", "name": "Staff", "status": "ACTIVE", "priority": 1}"#;
        let folder = Folder::new();
        folder.write(r"one\policy.json", policy).write(r"two\rule.json", &rule("a"));
        let output = folder.run(&["map", "--output-format", "json"]);
        let map: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(map["orders"][0]["policies"][0]["rules"][0]["name"], "a", "{map}");
    }

    #[test]
    fn links_are_followed() {
        let folder = Folder::new();
        folder.write("org/a.json", &rule("a")).write("elsewhere/b.json", &rule("b"));
        folder.write("elsewhere/c.txt", &rule("c")).write("org/.data/d.json", &rule("d"));
        symlink("../elsewhere/b.json", folder.path("org/b")).unwrap();
        symlink("../elsewhere/c.txt", folder.path("org/c.json")).unwrap();
        symlink(".data", folder.path("org/data")).unwrap();
        // Neither a loop nor a second name for the same file.
        symlink(".", folder.path("org/again")).unwrap();
        symlink("again", folder.path("org/and-again")).unwrap();
        symlink("a.json", folder.path("org/0.json")).unwrap();
        symlink("self.json", folder.path("org/self.json")).unwrap();
        let said = folder.check(&["org"]);
        assert_eq!(said.found, ["org/a.json", "org/b", "org/c.json", "org/data/d.json"]);
        assert_eq!(said.notes, ["left out org/self.json: linked to nothing"]);
        assert_eq!(folder.check(&["org/0.json"]).found, ["org/0.json"]);
        assert_eq!(folder.check(&["org/0.json", "org/a.json"]).found, ["org/a.json"]);
    }

    #[test]
    fn links_that_are_not_followed_are_told() {
        let folder = Folder::new();
        folder.write("org/a.json", &rule("a")).write("elsewhere/b.json", &rule("b"));
        symlink("../elsewhere", folder.path("org/shared")).unwrap();
        symlink("gone.json", folder.path("org/old.json")).unwrap();
        symlink("gone", folder.path("org/no-concern")).unwrap();
        symlink("/dev/zero", folder.path("org/zero.json")).unwrap();
        let said = folder.check(&["org"]);
        assert_eq!(said.found, ["org/a.json"]);
        let notes = [
            "left out org/shared: linked to a folder that is not checked",
            "left out org/old.json: linked to nothing",
            "left out org/zero.json: neither a file nor a folder",
        ];
        assert_eq!(said.notes, notes);
        assert_eq!(folder.check(&["org", "elsewhere"]).found, ["elsewhere/b.json", "org/a.json"]);
    }

    #[test]
    fn links_that_git_tracks_are_followed_though_they_are_hidden_or_ignored() {
        let Some(folder) = Folder::with_git(&[]) else { return };
        folder.write(".gitignore", "*.json").write("data/a.txt", &rule("a"));
        symlink("data/a.txt", folder.path("a.json")).unwrap();
        symlink("data/a.txt", folder.path(".b.json")).unwrap();
        folder.git(&["add", "--force", "a.json", ".b.json"]);
        let said = folder.check(&[]);
        assert_eq!((said.found, said.notes), (vec![".b.json".to_owned()], vec![]));
    }

    #[test]
    fn pipes_and_devices_do_not_hang() {
        let folder = Folder::new();
        folder.write("org/a.json", &rule("a"));
        let made = Command::new("mkfifo").arg(folder.path("org/pipe.json")).status();
        assert!(made.unwrap().success());
        let said = folder.check(&["org"]);
        assert_eq!(said.found, ["org/a.json"]);
        assert_eq!(said.notes, ["left out org/pipe.json: neither a file nor a folder"]);
        for path in ["org/pipe.json", "/dev/zero"] {
            let said = folder.check(&[path]);
            assert_eq!(said.code, Some(2));
            let error = format!("error: cannot read {path}: it is neither a file nor a folder\n");
            assert_eq!(said.stderr, error);
        }
    }

    #[test]
    fn a_pipe_that_is_open_is_read() {
        let folder = Folder::new();
        let mut command = folder.command(PROGRAM);
        command.args(["check", "/dev/stdin", "--output-format", "concise"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(rule("a").as_bytes()).unwrap();
        let output = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
        assert!(output.starts_with("/dev/stdin:2:"), "{output}");
    }
}

/// A path of few parts that patterns will often meet.
fn some_path() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec!["a", "b", ".c", "d e"]);
    let name = prop::sample::select(vec!["x.json", "y.json", ".z.json", "w.JSONL"]);
    (prop::collection::vec(part, 0..3), name).prop_map(|(mut parts, name)| {
        parts.push(name);
        parts.join("/")
    })
}

fn some_pattern() -> impl Strategy<Value = String> {
    let patterns = ["*", "*.json", "/a", "a/", "b/**", "**/x.json", "!y.json", ".*", "/*", "!a/b"];
    prop::sample::select(patterns.to_vec()).prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

    /// Whatever the patterns are: what is tracked is read, and what is read is read once.
    #[test]
    fn no_pattern_gets_a_tracked_file_past(
        files in prop::collection::btree_set(some_path(), 1..8),
        ignores in prop::collection::btree_map(
            prop::sample::select(vec![".gitignore", "a/.gitignore", ".ignore", ".git/info/exclude"]),
            prop::collection::vec(some_pattern(), 1..4),
            0..4,
        ),
    ) {
        let Some(folder) = Folder::with_git(&[]) else { return Ok(()) };
        for (n, file) in files.iter().enumerate() {
            folder.write(file, &rule(&n.to_string()).replace('\n', " "));
        }
        for (file, patterns) in ignores {
            folder.write(file, &patterns.join("\n"));
        }
        folder.git(&["add", "--force", "."]);
        let said = folder.check(&[]);
        let files: Vec<String> = files.into_iter().collect();
        prop_assert_eq!(said.found, files);
        prop_assert_eq!(said.notes, Vec::<String>::new());
    }
}
