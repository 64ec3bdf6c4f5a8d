//! The action for GitHub: its scripts with the environment that a runner gives them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{stderr, stdout};
use crate::project;
use crate::shell::{has, script, search_path, skip};

/// A workspace of a job, and the files that its runner reads.
struct Job {
    folder: TempDir,
}

impl Job {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("workspace")).unwrap();
        // What steps before have left there stays.
        fs::write(folder.path().join("summary"), "before\n").unwrap();
        fs::write(folder.path().join("output"), "before=1\n").unwrap();
        Self { folder }
    }

    /// A job whose workspace holds a fixture in a folder of the name.
    fn with(fixture: &str, name: &str) -> Self {
        let job = Self::new();
        copy(&project::path("fixtures").join(fixture), &job.workspace().join(name));
        job
    }

    fn workspace(&self) -> PathBuf {
        self.folder.path().join("workspace")
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    fn environment(&self, command: &mut Command) {
        let path = |name: &str| self.folder.path().join(name);
        command
            .env("GITHUB_ACTIONS", "true")
            .env("CI", "true")
            .env("GITHUB_WORKSPACE", path("workspace"))
            .env("GITHUB_STEP_SUMMARY", path("summary"))
            .env("GITHUB_OUTPUT", path("output"))
            .env("GITHUB_PATH", path("path"))
            .env("RUNNER_TEMP", self.folder.path())
            .env("TMPDIR", self.folder.path())
            .current_dir(path("workspace"));
    }

    /// The step that checks, with inputs as action.yml hands them over: all of them, empty if not given.
    fn check(&self, inputs: &[(&str, &str)], test: &str) -> Option<Output> {
        let mut command = script("ci/run.sh", test)?;
        self.environment(&mut command);
        for name in ["INPUT_PATHS", "INPUT_ARGS", "INPUT_CONFIG", "INPUT_FAIL_ON", "INPUT_SINCE"] {
            command.env(name, "");
        }
        command.envs(inputs.iter().copied());
        Some(command.output().unwrap())
    }

    fn sarif(&self) -> Value {
        serde_json::from_str(&self.read("workspace/catchall.sarif")).unwrap()
    }

    /// What lies in the workspace and beside it.
    fn names(&self) -> Vec<String> {
        let names = |folder: &Path| {
            let entries = fs::read_dir(folder).unwrap();
            let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
            names.collect::<Vec<_>>()
        };
        let mut all = [names(self.folder.path()), names(&self.workspace())].concat();
        all.sort();
        all
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn the_action_fails_with_annotations_results_and_a_summary() {
    let job = Job::with("broken", "okta");
    let Some(output) = job.check(&[("INPUT_PATHS", "okta")], "the action on findings") else {
        return;
    };
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let annotations = stdout(&output).lines().filter(|line| line.starts_with("::")).count();
    assert!(stdout(&output).contains("::error file=okta/policies/"), "{}", stdout(&output));
    let sarif = job.sarif();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), annotations);
    let summary = job.read("summary");
    assert!(summary.starts_with("before\n# catchall\n\nFound 35 errors"), "{summary}");
    assert!(summary.contains("| error | [zone-without-list]("), "{summary}");
    assert_eq!(job.read("output"), "before=1\nexit-code=1\nsarif=catchall.sarif\n");
    // Nothing is left but what was asked for.
    assert_eq!(job.names(), ["catchall.sarif", "okta", "output", "summary", "workspace"]);
}

#[test]
fn the_action_passes_a_clean_export() {
    let job = Job::with("acme", "okta");
    let Some(output) = job.check(&[], "the action on a clean export") else { return };
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(job.sarif()["runs"][0]["results"], serde_json::json!([]));
    assert!(job.read("summary").contains("No findings."), "{}", job.read("summary"));
    assert_eq!(job.read("output"), "before=1\nexit-code=0\nsarif=catchall.sarif\n");
}

#[test]
fn the_action_says_that_nothing_was_checked() {
    let job = Job::new();
    // A report of an earlier run is not one of this.
    fs::write(job.workspace().join("catchall.sarif"), "{}").unwrap();
    let Some(output) = job.check(&[], "the action on nothing") else { return };
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("there is nothing to check"), "{}", stderr(&output));
    assert!(job.read("summary").contains("Nothing was checked"), "{}", job.read("summary"));
    assert_eq!(job.read("output"), "before=1\nexit-code=2\nsarif=\n");
}

#[test]
fn the_action_hands_its_inputs_on() {
    let job = Job::with("broken", "okta");
    copy(&project::path("fixtures/acme"), &job.workspace().join("acme"));
    // What has settings of its own is checked by itself.
    fs::remove_file(job.workspace().join("acme/catchall.toml")).unwrap();
    fs::write(job.workspace().join("lenient.toml"), "fail-on = \"error\"\n").unwrap();
    let test = "the inputs of the action";
    let code = |inputs: &[(&str, &str)]| {
        let output = job.check(inputs, test)?;
        Some((output.status.code().unwrap(), stdout(&output), stderr(&output)))
    };
    // A lint whose findings are warnings.
    let warnings = ("INPUT_ARGS", "--select\n duplicate-priority  --quiet");
    let broken = ("INPUT_PATHS", "okta");
    let Some((exit, out, _)) = code(&[broken, warnings]) else { return };
    assert_eq!(exit, 1);
    assert!(out.lines().all(|line| line.contains("title=duplicate-priority")), "{out}");
    assert_eq!(code(&[broken, warnings, ("INPUT_FAIL_ON", "error")]).unwrap().0, 0);
    assert_eq!(code(&[broken, warnings, ("INPUT_CONFIG", "lenient.toml")]).unwrap().0, 0);
    // Several paths, with the ends of lines and the empty lines that a form leaves.
    let (exit, out, errors) = code(&[("INPUT_PATHS", "acme\r\n\nokta\n")]).unwrap();
    assert_eq!(exit, 1, "{errors}");
    assert!(out.contains("in 66 files"), "{out}");
}

#[test]
fn a_pull_request_is_told_what_it_adds() {
    let test = "the action on a pull request";
    if !has("git") {
        return skip(test, "git");
    }
    let job = Job::with("broken", "okta");
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=x", "-c", "user.email=x@example.com"]).args(arguments);
        assert!(command.current_dir(job.workspace()).status().unwrap().success());
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "x"]);
    let Some(output) = job.check(&[("INPUT_SINCE", "HEAD")], test) else { return };
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    assert!(stdout(&output).contains("that HEAD has, too."), "{}", stdout(&output));
    let sarif = job.sarif();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert!(results.len() > 50 && results.iter().all(|one| one["baselineState"] == "unchanged"));
    let copied = job.workspace().join("okta/new.json");
    let rule = r#"{"type": "SIGN_ON", "id": "0prq2c8vXnR4tLb6Y5d7", "name": "New", "status": "ACTIVE",
        "conditions": {"network": {"connection": "ZONE"}}, "actions": {"signon": {"access": "DENY"}}}"#;
    fs::write(copied, rule).unwrap();
    let output = job.check(&[("INPUT_SINCE", "HEAD")], test).unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
    let out = stdout(&output);
    let annotations: Vec<&str> = out.lines().filter(|line| line.starts_with("::")).collect();
    assert!(matches!(annotations[..], [one] if one.contains("okta/new.json")), "{annotations:?}");
}

#[test]
fn folders_may_have_any_name() {
    for name in
        ["a b", "$(touch pwned)", "`touch pwned`", "it's \"quoted\"", "--help", "-", "*", "a;b"]
    {
        let job = Job::with("acme", name);
        let Some(output) = job.check(&[("INPUT_PATHS", name)], "names of folders") else { return };
        assert_eq!(output.status.code(), Some(0), "{name}: {}", stderr(&output));
        assert!(job.read("summary").contains("Checked 19 policies"), "{name}");
        let mut names = ["catchall.sarif", name, "output", "summary", "workspace"];
        names.sort_unstable();
        assert_eq!(job.names(), names);
    }
}

#[test]
fn hostile_inputs_do_nothing() {
    let hostile = [
        "$(touch pwned)",
        "`touch pwned`",
        "; touch pwned",
        "\"; touch pwned; \"",
        "'; touch pwned; '",
        "a && touch pwned",
        "--output-file=pwned",
        "--output-format=sarif=pwned",
        "-opwned",
        "-",
        "a[$(touch pwned)]",
        "x\ny=z",
        "*",
    ];
    let test = "hostile inputs";
    for input in hostile {
        for name in ["INPUT_PATHS", "INPUT_CONFIG", "INPUT_FAIL_ON", "INPUT_SINCE"] {
            let job = Job::with("acme", "okta");
            let Some(output) = job.check(&[(name, input)], test) else { return };
            // A star is no glob, and nothing has such a name.
            assert_eq!(output.status.code(), Some(2), "{name}={input}: {}", stdout(&output));
            assert_eq!(job.names(), ["okta", "output", "summary", "workspace"], "{name}={input}");
            assert_eq!(job.read("output"), "before=1\nexit-code=2\nsarif=\n", "{name}={input}");
        }
    }
    for input in &hostile[..6] {
        let job = Job::with("acme", "okta");
        job.check(&[("INPUT_ARGS", input)], test).unwrap();
        assert!(!job.names().contains(&"pwned".to_owned()), "{input}");
    }
}

/// Installs a version, as a runner of Linux does, of what is released in the folder `releases`.
fn install(job: &Job, version: &str, test: &str) -> Option<Output> {
    let mut command = script("ci/install.sh", test)?;
    job.environment(&mut command);
    command.env("RUNNER_OS", "Linux").env("RUNNER_ARCH", "X64").env("INPUT_VERSION", version);
    let programs = job.folder.path().join("programs");
    fs::create_dir_all(&programs).unwrap();
    // Takes the last argument, the address, from the folder.
    let curl = "#!/usr/bin/env bash\nset -eu\nwhile [[ $1 != --output ]]; do shift; done\n\
                cp \"$RUNNER_TEMP/releases/${3##*/}\" \"$2\"\n";
    let path = programs.join("curl");
    fs::write(&path, curl).unwrap();
    assert!(Command::new("chmod").arg("+x").arg(&path).status().unwrap().success());
    command.env("PATH", search_path(&[&programs]));
    Some(command.output().unwrap())
}

/// Releases an archive of a made-up program, with the digest of it or of something else.
fn release(job: &Job, is_genuine: bool) {
    let script = r#"
        cd "$0"; mkdir -p releases made; printf '#!/bin/sh\necho made up\n' > made/catchall; chmod +x made/catchall
        file=catchall-9.9.9-x86_64-unknown-linux-gnu.tar.gz
        tar -czf "releases/$file" -C made catchall; cd releases; sha256sum "$file" > "$file.sha256"
        if [ "$1" = false ]; then echo more >> "$file"; fi"#;
    let folder = job.folder.path();
    let mut command = Command::new("bash");
    let command = command.args(["-euc", script]).arg(folder).arg(is_genuine.to_string());
    assert!(command.status().unwrap().success());
}

#[test]
fn the_action_installs_what_was_released() {
    // What is tried is what the runners of Linux do.
    if !has("sha256sum") {
        return skip("the installation", "sha256sum");
    }
    let job = Job::new();
    release(&job, true);
    let Some(output) = install(&job, "9.9.9", "the installation") else { return };
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let folder = job.read("path");
    let program = Path::new(folder.trim_end()).join("catchall");
    assert_eq!(stdout(&Command::new(program).output().unwrap()), "made up\n");
}

#[test]
fn the_action_does_not_install_what_is_not_what_was_released() {
    if !has("sha256sum") {
        return skip("the installation of something else", "sha256sum");
    }
    let job = Job::new();
    release(&job, false);
    let Some(output) = install(&job, "9.9.9", "the installation of something else") else { return };
    assert_ne!(output.status.code(), Some(0));
    assert!(!job.folder.path().join("path").exists());
    assert!(!job.folder.path().join("catchall-9.9.9/bin/catchall").exists());
}

#[test]
fn what_is_no_version_is_not_installed() {
    for version in
        ["", "latest", "../../evil", "1.0.0/../..", "1.0.0;touch pwned", "1.0.0 x", "1.0.0\nx"]
    {
        let job = Job::new();
        let Some(output) = install(&job, version, "versions that are none") else { return };
        assert_eq!(output.status.code(), Some(2), "{version}");
        assert!(stdout(&output).contains("has to be a version"), "{version}: {}", stdout(&output));
        assert_eq!(job.names(), ["output", "programs", "summary", "workspace"]);
    }
    let job = Job::new();
    let output = install(&job, "installed", "versions that are none").unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn what_is_pinned_is_this_version() {
    let version = env!("CARGO_PKG_VERSION");
    let pins = [
        ("action.yml", format!("default: \"{version}\"")),
        ("ci/gitlab.yml", format!("CATCHALL_VERSION: \"{version}\"")),
        ("ci/gitlab.yml", format!("/v{version}/ci/gitlab.yml")),
        ("README.md", format!("rev: v{version}")),
        ("README.md", format!("catchall-lint/catchall@v{version}")),
        ("README.md", format!("/v{version}/ci/gitlab.yml")),
    ];
    for (file, pin) in pins {
        let text = fs::read_to_string(project::path(file)).unwrap();
        assert!(text.contains(&pin), "{file} lacks {pin}");
    }
}

#[test]
fn the_action_hands_over_what_its_scripts_read() {
    let action = fs::read_to_string(project::path("action.yml")).unwrap();
    let input = regex::Regex::new(r"INPUT_[A-Z_]+").unwrap();
    let mut read = 0;
    for name in ["ci/run.sh", "ci/install.sh"] {
        let script = fs::read_to_string(project::path(name)).unwrap();
        for input in input.find_iter(&script) {
            assert!(action.contains(&format!("{}: ${{{{ inputs.", input.as_str())), "{input:?}");
            read += 1;
        }
    }
    assert!(read > 5);
    // Nothing of an input stands in a script.
    let scripts = action.lines().filter(|line| line.trim_start().starts_with("run:"));
    assert_eq!(scripts.filter(|line| line.contains("${{")).count(), 0);
}
