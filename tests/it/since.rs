//! `--since` and `--staged`: what is shown of what a revision of git has, too, and that git's files stay as
//! they are.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{PROGRAM, stderr, stdout};
use crate::shell::{has, skip};

/// A repository with a home of its own beside it.
struct Repository {
    around: TempDir,
}

impl Repository {
    /// `None`, said aloud with the name of the test, where git is not installed.
    fn new(test: &str) -> Option<Self> {
        if !has("git") {
            skip(test, "git");
            return None;
        }
        let around = TempDir::new().unwrap();
        fs::create_dir(around.path().join("home")).unwrap();
        fs::create_dir(around.path().join("repo")).unwrap();
        let repository = Self { around };
        repository.git(&["init", "--quiet"]);
        Some(repository)
    }

    /// One in which these files are committed.
    fn with(files: &[(&str, String)], test: &str) -> Option<Self> {
        let repository = Self::new(test)?;
        for (name, text) in files {
            repository.write(name, text);
        }
        repository.commit();
        Some(repository)
    }

    fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.around.path().join("repo").join(name)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.path("")).env("GIT_CONFIG_NOSYSTEM", "1").env("LC_ALL", "C");
        command.env("HOME", self.around.path().join("home"));
        command.env("XDG_CONFIG_HOME", self.around.path().join("home/.config"));
        for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_CONFIG_GLOBAL"] {
            command.env_remove(name);
        }
        command
    }

    fn git(&self, arguments: &[&str]) -> String {
        let mut command = self.command("git");
        command.args(["-c", "user.name=x", "-c", "user.email=x@example.com"]);
        let output = command.args(["-c", "protocol.file.allow=always"]).args(arguments).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn commit(&self) {
        self.git(&["add", "--force", "."]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", "x"]);
    }

    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(PROGRAM).arg("check").args(arguments).output().unwrap()
    }

    /// The findings that are shown, and how many the revision has, too.
    fn json(&self, arguments: &[&str]) -> (Vec<String>, u64) {
        let output = self.run(&[&["--output-format", "json"], arguments].concat());
        let report: Value = serde_json::from_str(&stdout(&output))
            .unwrap_or_else(|_| panic!("{arguments:?}: {}", stderr(&output)));
        let findings = report["findings"].as_array().unwrap().iter();
        let findings = findings.map(|finding| {
            let text = |name: &str| finding[name].as_str().unwrap().to_owned();
            format!("{}: {}", text("path"), text("lint"))
        });
        (findings.collect(), report["summary"]["unchanged"].as_u64().unwrap())
    }
}

/// A rule of its own with one mistake.
fn rule(id: &str) -> String {
    format!(
        r#"{{"type": "SIGN_ON", "id": "0pr{id}000000005d7", "name": "{id}", "status": "ACTIVE",
            "conditions": {{"network": {{"connection": "ZONE"}}}}, "actions": {{"signon": {{"access": "DENY"}}}}}}"#
    )
}

fn shown(files: &[&str]) -> Vec<String> {
    files.iter().map(|file| format!("{file}: zone-without-list")).collect()
}

#[test]
fn what_the_revision_has_is_hidden_and_what_is_new_is_shown() {
    let files = [("okta/a.json", rule("a")), ("okta/b.json", rule("b"))];
    let Some(repository) = Repository::with(&files, "what is new") else { return };
    assert_eq!(repository.json(&[]), (shown(&["okta/a.json", "okta/b.json"]), 0));
    assert_eq!(repository.json(&["--since", "HEAD"]), (vec![], 2));
    assert_eq!(repository.run(&["--since", "HEAD"]).status.code(), Some(0));
    repository.write("okta/c.json", &rule("c"));
    assert_eq!(repository.json(&["--since", "HEAD"]), (shown(&["okta/c.json"]), 2));
    let output = repository.run(&["--since", "HEAD", "--format", "concise"]);
    assert_eq!(output.status.code(), Some(1));
    let last = stdout(&output).lines().last().unwrap().to_owned();
    assert_eq!(last, "Not shown: 2 that HEAD has, too.");
    repository.commit();
    let first = repository.git(&["rev-parse", "HEAD~1"]);
    repository.git(&["tag", "--annotate", "--message", "x", "released"]);
    repository.git(&["branch", "topic"]);
    for (revision, expected) in [
        ("HEAD~1", (shown(&["okta/c.json"]), 2)),
        (first.trim(), (shown(&["okta/c.json"]), 2)),
        ("released", (vec![], 3)),
        ("topic", (vec![], 3)),
        ("@", (vec![], 3)),
    ] {
        assert_eq!(repository.json(&["--since", revision]), expected, "{revision}");
    }
}

#[test]
fn what_is_moved_renamed_or_written_otherwise_is_not_new() {
    let files = [("okta/a.json", rule("a"))];
    let Some(repository) = Repository::with(&files, "what is moved") else { return };
    fs::remove_file(repository.path("okta/a.json")).unwrap();
    let parsed: Value = serde_json::from_str(&rule("a")).unwrap();
    repository.write("okta/sub/b.json", &serde_json::to_string_pretty(&vec![parsed]).unwrap());
    assert_eq!(repository.json(&["--since", "HEAD"]), (vec![], 1));
    assert_eq!(repository.json(&["--since", "HEAD", "okta"]), (vec![], 1));
    // What is found in a file that the revision does not have is new, if it has no other of its folder.
    let (found, _) = repository.json(&["--since", "HEAD", "okta/sub"]);
    assert_eq!(found, shown(&["okta/sub/b.json"]));
}

#[test]
fn findings_that_belong_to_no_object_are_known_by_the_file_wherever_it_is_named_from() {
    // What is no JSON is known by nothing else.
    let files = [("okta/a.json", "{\"type\": \"SIGN_ON\", ".to_owned())];
    let Some(repository) = Repository::with(&files, "findings of files") else { return };
    let absolute = repository.path("okta").display().to_string();
    let file = repository.path("okta/a.json").display().to_string();
    for path in [".", "./", "okta", "./okta/", "okta/a.json", "./okta/a.json", &absolute, &file] {
        let (found, hidden) = repository.json(&["--since", "HEAD", path]);
        assert!(found.is_empty() && hidden > 0, "{path}: {found:?}");
        assert!(!repository.json(&[path]).0.is_empty(), "{path}");
    }
    for (folder, path) in [("okta", "."), ("okta", "a.json"), ("okta", "../okta"), ("other", "..")]
    {
        fs::create_dir_all(repository.path(folder)).unwrap();
        let mut command = repository.command(PROGRAM);
        command.args(["check", "--since", "HEAD", path]).current_dir(repository.path(folder));
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{folder} {path}: {}", stdout(&output));
    }
    let twice = repository.json(&["--since", "HEAD", ".", "okta", "okta/a.json"]);
    assert_eq!(twice, repository.json(&["--since", "HEAD", "okta/a.json"]));
}

#[test]
fn what_is_found_since_a_file_was_deleted_is_new() {
    let zone = r#"[{"type": "IP", "id": "nzoa000000000005d7a1", "name": "Office", "status": "ACTIVE",
        "gateways": [{"type": "CIDR", "value": "192.0.2.0/24"}], "proxies": null}]"#;
    let other = zone.replace("nzoa", "nzob").replace("Office", "Home");
    let rule = rule("a").replace("\"ZONE\"", "\"ZONE\", \"include\": [\"nzoa000000000005d7a1\"]");
    let files =
        [("zones/office.json", zone.to_owned()), ("zones/home.json", other), ("rule.json", rule)];
    let Some(repository) = Repository::with(&files, "deleted files") else { return };
    assert_eq!(repository.json(&["--since", "HEAD"]), (vec![], 0));
    fs::remove_file(repository.path("zones/office.json")).unwrap();
    let (found, _) = repository.json(&["--since", "HEAD"]);
    assert_eq!(found, ["rule.json: dangling-reference"]);
}

#[test]
fn all_is_new_where_the_revision_has_no_export_and_before_the_first_commit() {
    let Some(repository) = Repository::new("the first commit") else { return };
    repository.write("a.json", &rule("a"));
    for revision in ["HEAD", "@"] {
        assert_eq!(repository.json(&["--since", revision]), (shown(&["a.json"]), 0));
    }
    assert_eq!(repository.json(&["--staged"]), (shown(&["a.json"]), 0));
    fs::remove_file(repository.path("a.json")).unwrap();
    repository.write("README.md", "\"SIGN_ON\"");
    repository.commit();
    repository.write("a.json", &rule("a"));
    assert_eq!(repository.json(&["--since", "HEAD"]), (shown(&["a.json"]), 0));
}

#[test]
fn with_staged_a_commit_is_compared_and_without_one_all_is_shown() {
    let files = [("a.json", rule("a"))];
    let Some(repository) = Repository::with(&files, "what is staged") else { return };
    assert_eq!(repository.json(&["--staged"]), (shown(&["a.json"]), 0));
    repository.write("b.json", &rule("b"));
    repository.git(&["add", "b.json"]);
    assert_eq!(repository.json(&["--staged"]), (shown(&["b.json"]), 1));
    let output = repository.run(&["--staged", "--since", "HEAD"]);
    assert_eq!(output.status.code(), Some(2));
    // `git commit FILE` commits with an index of its own.
    repository.commit();
    repository.write("a.json", &rule("a").replace("\"a\"", "\"other\""));
    repository.write("c.json", &rule("c"));
    let hook = format!("#!/bin/sh\nexec '{PROGRAM}' check --staged --format concise > said\n");
    repository.write(".git/hooks/pre-commit", &hook);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let permissions = fs::Permissions::from_mode(0o755);
        fs::set_permissions(repository.path(".git/hooks/pre-commit"), permissions).unwrap();
        let identity = ["-c", "user.name=x", "-c", "user.email=x@example.com"];
        let mut commit = repository.command("git");
        commit.args(identity).args(["commit", "--quiet", "--message", "x", "a.json"]);
        assert!(!commit.output().unwrap().status.success());
        let said = fs::read_to_string(repository.path("said")).unwrap();
        assert!(said.starts_with("c.json:2:") && said.contains("Not shown: 2 that HEAD"), "{said}");
    }
}

#[test]
fn the_settings_of_the_working_tree_count_for_both() {
    let files = [("a.json", rule("a")), ("catchall.toml", "fail-on = \"info\"".to_owned())];
    let Some(repository) = Repository::with(&files, "settings") else { return };
    repository.write("catchall.toml", "[lint]\nignore = [\"conditions\"]\n");
    assert_eq!(repository.json(&["--since", "HEAD"]), (vec![], 0));
    // What is left for a reason is no news, and nor is an entry of no use.
    let entry = "[[ignore]]\nlint = \"conditions\"\nreason = \"known\"\n";
    repository
        .write("catchall.toml", &format!("{entry}\n{}", entry.replace("conditions", "zones")));
    assert_eq!(repository.json(&["--since", "HEAD"]), (vec![], 1));
    assert_eq!(repository.json(&[]), (vec!["catchall.toml: unused-ignore".to_owned()], 0));
    let output = repository.run(&["--since", "HEAD"]);
    let said = stdout(&output);
    assert!(said.contains("Not shown: 1 ignored for a reason, 1 that HEAD has, too."), "{said}");
    // What a limit leaves out is known as well.
    repository.write("catchall.toml", "max-findings = 1\n");
    repository.write("a.json", &format!("[{},{}]", rule("a"), rule("b")));
    repository.commit();
    assert_eq!(repository.json(&["--since", "HEAD"]), (vec![], 2));
}

#[test]
fn code_scanning_is_told_what_is_new() {
    let files = [("a.json", rule("a"))];
    let Some(repository) = Repository::with(&files, "SARIF") else { return };
    repository.write("b.json", &rule("b"));
    let state = |arguments: &[&str]| {
        let output = repository.run(&[&["--output-format", "sarif"], arguments].concat());
        let log: Value = serde_json::from_str(&stdout(&output)).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        assert!(results.iter().all(|result| result.get("suppressions").is_none()));
        let mut states: Vec<Value> =
            results.iter().map(|result| result["baselineState"].clone()).collect();
        states.sort_by_key(Value::to_string);
        states
    };
    assert_eq!(state(&["--since", "HEAD"]), ["new", "unchanged"]);
    assert_eq!(state(&[]), [Value::Null, Value::Null]);
}

#[test]
fn neither_the_working_tree_nor_the_index_changes() {
    let files = [("a.json", rule("a")), ("b.json", rule("b")), ("c.json", rule("c"))];
    let Some(repository) = Repository::with(&files, "what stays") else { return };
    repository.write("a.json", &rule("other"));
    repository.git(&["rm", "--quiet", "b.json"]);
    repository.write("staged.json", &rule("d"));
    repository.git(&["add", "staged.json"]);
    repository.write("new.json", &rule("e"));
    // A file with a time that the index does not know, which git would note there.
    repository.write("c.json", &rule("c"));
    let all = |folder: &Path| {
        let mut files = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                match entry.is_dir() {
                    true => folders.push(entry),
                    false => files.push((fs::read(&entry).unwrap(), entry)),
                }
            }
        }
        files.sort();
        files
    };
    let before = all(&repository.path(""));
    assert_eq!(repository.json(&["--since", "HEAD"]).1, 1);
    assert_eq!(repository.json(&["--staged"]).1, 1);
    assert_eq!(all(&repository.path("")), before);
    assert_eq!(
        repository.git(&["status", "--porcelain", "--no-renames"]),
        " M a.json\nD  b.json\nA  staged.json\n?? new.json\n"
    );
}

#[test]
fn what_cannot_be_compared_is_said_with_what_to_do() {
    let files = [("a.json", rule("a"))];
    let Some(repository) = Repository::with(&files, "errors") else { return };
    let said = |arguments: &[&str]| {
        let output = repository.run(arguments);
        assert_eq!((output.status.code(), stdout(&output)), (Some(2), String::new()));
        stderr(&output)
    };
    insta::assert_snapshot!(said(&["--since", "nowhere"]), @r"
    error: there is no revision nowhere here: fatal: bad revision 'nowhere'
      help: Name a commit, branch or tag; one of another clone has to be fetched first
    ");
    for revision in
        ["--output=pwned", "-x", "", "a..b", "HEAD~7", "a\nHEAD", "HEAD:a.json", "^HEAD"]
    {
        let text = said(&[&format!("--since={revision}")]);
        assert!(text.starts_with("error: there is no revision "), "{revision:?}: {text}");
        assert_eq!(text.lines().count(), 2, "{revision:?}: {text}");
    }
    assert!(!repository.path("pwned").exists());
    insta::assert_snapshot!(said(&["--since", "HEAD", "-"]), @"error: <stdin> is no file, so that no revision has it");
    insta::assert_snapshot!(said(&["--since", "HEAD", "gone.json"]), @r"
    error: cannot read gone.json
      caused by: No such file or directory (os error 2)
    ");
    let outside = repository.around.path().join("home/b.json");
    fs::write(&outside, rule("b")).unwrap();
    let text = said(&["--since", "HEAD", outside.to_str().unwrap()]);
    assert!(text.contains("is in no repository that git reads: fatal: not a git repo"), "{text}");
    let nothing = TempDir::new().unwrap();
    let mut command = repository.command(PROGRAM);
    command.args(["check", "--since", "HEAD"]).env("PATH", nothing.path());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(stderr(&output), @r"
    error: cannot run git, which reads revisions
      caused by: No such file or directory (os error 2)
      help: Install git, or check all findings
    ");
}

#[test]
fn a_clone_without_the_history_is_told_to_fetch_it() {
    let files = [("a.json", rule("a"))];
    let Some(repository) = Repository::with(&files, "shallow clones") else { return };
    let first = repository.git(&["rev-parse", "HEAD"]);
    repository.write("b.json", &rule("b"));
    repository.commit();
    let origin = format!("file://{}", repository.path("").display());
    repository.git(&["clone", "--quiet", "--depth=1", &origin, "../clone"]);
    for revision in ["HEAD~1", first.trim()] {
        let mut command = repository.command(PROGRAM);
        command.args(["check", "--since", revision]).current_dir(repository.path("../clone"));
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let said = stderr(&output);
        assert!(
            said.contains(&format!("there is no revision {revision} here: fatal: bad ")),
            "{said}"
        );
        assert!(said.contains("`fetch-depth: 0`") && said.contains("`GIT_DEPTH: 0`"), "{said}");
    }
}

#[test]
fn the_environment_of_a_hook_does_not_lead_elsewhere() {
    let files = [("a.json", rule("a"))];
    let Some(repository) = Repository::with(&files, "the environment of hooks") else { return };
    let Some(other) = Repository::new("the environment of hooks") else { return };
    let mut command = repository.command(PROGRAM);
    command.args(["check", "--since", "HEAD"]);
    command.env("GIT_DIR", other.path(".git")).env("GIT_WORK_TREE", other.path(""));
    command.env("GIT_INDEX_FILE", other.path(".git/index"));
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}{}", stdout(&output), stderr(&output));
}

#[cfg(unix)]
#[test]
fn links_submodules_and_odd_names_are_read_as_in_the_working_tree() {
    use std::os::unix::fs::symlink;

    let files = [
        ("org/a b\t\"c\".json", rule("a")),
        ("org/.hidden.json", rule("b")),
        ("elsewhere/c.json", rule("c")),
        ("elsewhere/d.txt", rule("d")),
        ("org/line\nbreak.json", rule("e")),
        ("org/readme.md", "\"SIGN_ON\"".to_owned()),
    ];
    let Some(repository) = Repository::new("links") else { return };
    for (name, text) in &files {
        repository.write(name, text);
    }
    symlink("../elsewhere/c.json", repository.path("org/c")).unwrap();
    symlink("../elsewhere/d.txt", repository.path("org/d.json")).unwrap();
    symlink("a b\t\"c\".json", repository.path("org/again.json")).unwrap();
    symlink("gone.json", repository.path("org/gone.json")).unwrap();
    symlink("loop.json", repository.path("org/loop.json")).unwrap();
    symlink(".", repository.path("org/folder.json")).unwrap();
    symlink("org", repository.path("alias")).unwrap();
    let Some(inner) = Repository::with(&[("i.json", rule("i"))], "submodules") else { return };
    let origin = inner.path("").display().to_string();
    repository.git(&["submodule", "--quiet", "add", &origin, "org/inner"]);
    repository.commit();
    let (found, _) = repository.json(&["org"]);
    assert_eq!(found.len(), 6, "{found:?}");
    for path in ["org", "alias", ".", "org/c", "org/d.json"] {
        let (new, hidden) = repository.json(&["--since", "HEAD", path]);
        assert!(new.is_empty() && hidden > 0, "{path}: {new:?}");
    }
}
