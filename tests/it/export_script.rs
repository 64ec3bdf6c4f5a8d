//! The script that exports an org, against a server that pages and limits as Okta does.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use tempfile::TempDir;

use crate::program::{run, stderr, stdout};
use crate::project;
use crate::shell::{has, script, search_path, skip};

/// What `tests/export/okta_server.py` takes for a token.
const TOKEN: &str = "00-made-up-token_for.tests";

/// A server that answers out of a fixture.
struct Server {
    process: Child,
    out: BufReader<ChildStdout>,
    port: String,
}

impl Server {
    fn start(fixture: &str, options: &[&str]) -> Self {
        let mut process = Command::new("python3")
            .arg(project::path("tests/export/okta_server.py"))
            .arg(project::path("fixtures").join(fixture))
            .args(options)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(process.stdout.take().unwrap());
        let mut port = String::new();
        out.read_line(&mut port).unwrap();
        Self { process, out, port: port.trim_end().to_owned() }
    }

    /// The requests that it has answered, each with the status.
    fn stop(mut self) -> Vec<String> {
        self.process.kill().unwrap();
        let mut log = String::new();
        self.out.read_to_string(&mut log).unwrap();
        log.lines().map(str::to_owned).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have been stopped.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn can_run(test: &str) -> bool {
    let lacking = ["curl", "jq", "python3"].into_iter().find(|program| !has(program));
    if let Some(program) = lacking {
        skip(test, program);
    }
    lacking.is_none() && script("scripts/export.sh", test).is_some()
}

fn export(port: &str, token: &str, folder: &Path) -> Output {
    let mut command = script("scripts/export.sh", "").unwrap();
    command.env("OKTA_ORG_URL", format!("http://127.0.0.1:{port}")).env("OKTA_API_TOKEN", token);
    command.arg(folder).output().unwrap()
}

/// The files below a folder, with what they hold.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn read(folder: &Path, below: &str, all: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{below}/{}", entry.file_name().to_str().unwrap());
            if entry.path().is_dir() {
                read(&entry.path(), &name, all);
            } else {
                all.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    let mut all = BTreeMap::new();
    read(folder, "", &mut all);
    all
}

fn check(folder: &Path) -> Output {
    run(&["check", folder.to_str().unwrap(), "--output-format", "concise"])
}

#[test]
fn nothing_is_wrong_with_what_is_exported() {
    if !can_run("the export of an org") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start("acme", &["--page", "2", "--limit", "30"]);
    let output = export(&server.port, TOKEN, folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let log = server.stop();

    // Pages and limits were met.
    let answers = |status: &str, text: &str| {
        let is_such = |line: &&String| line.starts_with(status) && line.contains(text);
        log.iter().filter(is_such).count()
    };
    assert!(answers("200", "after=") > 20, "{log:?}");
    assert!(answers("429", "") >= 2, "{log:?}");
    assert!(stderr(&output).contains("status 429, trying again in"), "{}", stderr(&output));

    // All is there: as much as in the files that the server reads.
    let (found, original) = (check(folder.path()), run(&["check", "fixtures/acme"]));
    assert_eq!(stdout(&found), stdout(&original));
    assert!(stdout(&found).starts_with("No findings. Checked 19 policies"), "{}", stdout(&found));
    let lists = |name: &str| {
        let text = fs::read_to_string(folder.path().join(name)).unwrap();
        serde_json::from_str::<Vec<serde_json::Value>>(&text).unwrap()
    };
    assert_eq!(lists("apps.json").len(), 10);
    // What apps have beside their names may be secret.
    assert!(lists("apps.json").iter().all(|app| app.get("credentials").is_none()));
}

#[test]
fn an_export_takes_the_place_of_the_one_before() {
    if !can_run("a second export") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let fast = ["--page", "200", "--limit", "100000"];
    let server = Server::start("untouched", &fast);
    let output = export(&server.port, TOKEN, folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let first = contents(folder.path());
    assert!(first.keys().any(|name| name.starts_with("/authorization-servers/")), "{first:?}");

    // A policy that is gone since, and what somebody put beside the export.
    fs::write(folder.path().join("rules/00pgone00000000000d7.json"), "[]").unwrap();
    fs::write(folder.path().join("catchall.toml"), "").unwrap();
    let output = export(&server.port, TOKEN, folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let mut second = contents(folder.path());
    assert_eq!(second.remove("/catchall.toml"), Some(Vec::new()));
    assert!(first == second, "{:?} became {:?}", first.keys(), second.keys());
}

#[test]
fn an_export_that_fails_changes_nothing() {
    if !can_run("exports that fail") {
        return;
    }
    let before = |folder: &TempDir| {
        fs::create_dir(folder.path().join("rules")).unwrap();
        fs::write(folder.path().join("rules/00p1.json"), "[]").unwrap();
        contents(folder.path())
    };
    let fast = ["--page", "200", "--limit", "100000"];
    let astray = ["--page", "1", "--limit", "100000", "--astray"];
    let cut_off = [&fast[..], &["--broken", "zones"]].concat();
    let cases = [
        (&cut_off[..], TOKEN, "zones?limit=200: the answer is not a list in JSON"),
        (
            &astray[..],
            TOKEN,
            "the next page of policies?type=OKTA_SIGN_ON is not on http://127.0.0.1",
        ),
        (&fast[..], "another-token", "status 401: Invalid token provided"),
        (&fast[..], "a\"\nurl = \"file:///etc/passwd", "has to hold a token"),
        (&fast[..], "", "has to hold a token"),
    ];
    for (options, token, message) in cases {
        let folder = tempfile::tempdir().unwrap();
        let before = before(&folder);
        let server = Server::start("acme", options);
        let output = export(&server.port, token, folder.path());
        assert!(matches!(output.status.code(), Some(1 | 2)), "{message}");
        assert!(stderr(&output).contains(message), "{message}: {}", stderr(&output));
        assert!(token.is_empty() || !stderr(&output).contains(token), "{}", stderr(&output));
        assert_eq!(contents(folder.path()), before, "{message}");
        let names = fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(names, 1, "{message}");
    }
}

#[test]
fn nobody_sees_the_token() {
    if !can_run("the token of an export") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let programs = folder.path().join("programs");
    fs::create_dir(&programs).unwrap();
    // Each program that could be told the token writes down what it is told, and goes on.
    let wrapper = "#!/usr/bin/env bash\n{ printf '%s\\n' \"${0##*/}\" \"$@\"; env; } >>\"$SEEN\"\n\
                   PATH=${PATH#*:} exec \"${0##*/}\" \"$@\"\n";
    for name in ["curl", "jq", "sleep", "mktemp"] {
        let path = programs.join(name);
        fs::write(&path, wrapper).unwrap();
        assert!(Command::new("chmod").arg("+x").arg(&path).status().unwrap().success());
    }
    let server = Server::start("untouched", &["--page", "200", "--limit", "20"]);
    let mut command = script("scripts/export.sh", "").unwrap();
    let output = command
        // A trace of the shell, too, must not show it.
        .env("SHELLOPTS", "xtrace")
        .env("SEEN", folder.path().join("seen"))
        .env("PATH", search_path(&[&programs]))
        .env("OKTA_ORG_URL", format!("http://127.0.0.1:{}", server.port))
        .env("OKTA_API_TOKEN", TOKEN)
        .arg(folder.path().join("org"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let seen = fs::read_to_string(folder.path().join("seen")).unwrap();
    assert!(seen.contains("--config\n-\n"), "the programs were not asked");
    assert!(!seen.contains(TOKEN));
    assert!(!stderr(&output).contains(TOKEN), "{}", stderr(&output));
    for (name, content) in contents(&folder.path().join("org")) {
        assert!(!String::from_utf8_lossy(&content).contains(TOKEN), "{name}");
    }
}
