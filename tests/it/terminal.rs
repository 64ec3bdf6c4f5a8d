//! What the program writes to a terminal, on one that Python makes.

use std::process::{Command, Output};

use crate::program::{PROGRAM, stderr, stdout};
use crate::project;
use crate::shell::{has, skip};

/// A terminal with an environment that says nothing else.
struct Terminal<'t> {
    columns: u16,
    environment: &'t [(&'t str, &'t str)],
    /// A file of the project that comes on standard input once something is written.
    input: &'t str,
}

const XTERM: Terminal<'static> =
    Terminal { columns: 100, environment: &[("TERM", "xterm-256color")], input: "LICENSE-MIT" };

impl Terminal<'_> {
    /// Runs the program there; `None`, said aloud with the name of the test, where there is no Python with
    /// terminals.
    fn run(&self, arguments: &[&str], test: &str) -> Option<String> {
        if cfg!(windows) || !has("python3") {
            skip(test, "Python with terminals");
            return None;
        }
        let mut command = Command::new("python3");
        command.arg(project::path("tests/terminal/run.py")).arg("40").arg(self.columns.to_string());
        command.arg(project::path(self.input)).arg(PROGRAM).args(arguments);
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap());
        command.envs(self.environment.iter().copied()).current_dir(project::path(""));
        let output: Output = command.output().unwrap();
        assert_ne!(output.status.code(), Some(2), "{}{}", stdout(&output), stderr(&output));
        assert_eq!(stderr(&output), "");
        Some(stdout(&output))
    }
}

/// Something is found, in colours where there are any.
const CHECK: [&str; 4] = ["check", "fixtures/broken", "--select", "duplicate-priority"];

/// Whether a text sets colours.
fn has_colours(text: &str) -> bool {
    text.contains("\u{1b}[")
}

#[test]
fn there_are_colours_at_a_terminal_unless_somebody_wants_none() {
    let with = |environment: &[(&str, &str)], flags: &[&str]| {
        let arguments = [&CHECK, flags].concat();
        Terminal { environment, ..XTERM }.run(&arguments, "colours at a terminal")
    };
    let Some(coloured) = with(XTERM.environment, &[]) else { return };
    assert!(has_colours(&coloured), "{coloured}");
    for (environment, flags, expected) in [
        (&[("TERM", "dumb")][..], &[][..], false),
        (&[("TERM", "xterm"), ("NO_COLOR", "1")], &[], false),
        (&[("TERM", "xterm"), ("NO_COLOR", "")], &[], true),
        (&[("TERM", "xterm"), ("NO_COLOR", "1"), ("FORCE_COLOR", "1")], &[], false),
        (&[("TERM", "dumb"), ("FORCE_COLOR", "1")], &[], true),
        (&[("TERM", "xterm")], &["--color", "never"], false),
        (&[("TERM", "dumb"), ("NO_COLOR", "1")], &["--color", "always"], true),
    ] {
        let written = with(environment, flags).unwrap();
        assert_eq!(has_colours(&written), expected, "{environment:?} {flags:?}: {written}");
    }
}

#[test]
fn lines_are_as_long_as_the_terminal_is_wide() {
    let longest = |columns, environment: &[(&str, &str)]| {
        let environment = &[&[("NO_COLOR", "1")], environment].concat();
        let terminal = Terminal { columns, environment, ..XTERM };
        let written = terminal.run(&CHECK[..2], "the width of a terminal")?;
        // What is said, and not what is shown of files.
        let is_said = |line: &&str| line.contains("help: ") || line.contains("× ");
        let lines = written.lines().filter(is_said);
        lines.map(|line| line.chars().count()).max()
    };
    let Some(wide) = longest(200, &[]) else { return };
    assert!(wide > 80, "{wide}");
    let narrow = longest(60, &[]).unwrap();
    assert!((50..=60).contains(&narrow), "{narrow}");
    let wider = longest(80, &[]).unwrap();
    assert!((70..=80).contains(&wider), "{wider}");
    // What does not know how wide it is.
    assert_eq!(longest(0, &[("COLUMNS", "60")]), Some(narrow));
    assert_eq!(longest(0, &[]), longest(100, &[]));
}

#[test]
fn names_of_lints_lead_to_their_pages_where_that_can_be_shown() {
    let with = |environment: &[(&str, &str)], flags: &[&str]| {
        let arguments = [&CHECK, flags].concat();
        Terminal { environment, ..XTERM }.run(&arguments, "links at a terminal")
    };
    let link = concat!(
        "[\u{1b}]8;;",
        env!("CARGO_PKG_REPOSITORY"),
        "/blob/main/rules/order/duplicate-priority.md\u{1b}\\duplicate-priority\u{1b}]8;;\u{1b}\\]"
    );
    let known = &[("TERM", "xterm-kitty")][..];
    for format in ["full", "concise"] {
        let Some(written) = with(known, &["--format", format]) else { return };
        assert_eq!(written.matches(link).count(), 1, "{written}");
        assert_eq!(written.matches("\u{1b}]8;;").count(), 2, "{written}");
        let plain = with(&[("TERM", "xterm-kitty"), ("NO_COLOR", "1")], &["--format", format]);
        assert!(plain.unwrap().contains(link), "a link is no colour");
    }
    for (environment, flags) in [
        (&[("TERM", "xterm")][..], &[][..]),
        (&[("TERM", "dumb"), ("FORCE_HYPERLINK", "1")], &[]),
        (&[("TERM", "xterm-kitty"), ("FORCE_HYPERLINK", "0")], &[]),
        (known, &["--color", "never"]),
        (known, &["--format", "github"]),
    ] {
        let written = with(environment, flags).unwrap();
        assert!(!written.contains("\u{1b}]8"), "{environment:?} {flags:?}: {written}");
    }
}

#[test]
fn there_are_no_links_in_pipes_and_files() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("found.txt");
    let into_file = format!("concise={}", file.display());
    let mut command = crate::program::command(&CHECK);
    command.args(["--format", "full", "--format", &into_file, "--color", "always"]);
    command.env("FORCE_HYPERLINK", "1").env("TERM", "xterm-kitty");
    let written = stdout(&command.output().unwrap());
    assert!(has_colours(&written) && !written.contains("\u{1b}]8"), "{written}");
    assert!(!std::fs::read_to_string(file).unwrap().contains("\u{1b}]8"));
}

/// What a terminal shows in the end of what is written to it, as far as nothing but lines is written.
fn screen(written: &str) -> Vec<String> {
    let mut lines = vec![Vec::new()];
    let mut column = 0;
    for char in written.chars() {
        match char {
            '\r' => column = 0,
            '\n' => {
                lines.push(Vec::new());
                column = 0;
            }
            other => {
                let line: &mut Vec<char> = lines.last_mut().unwrap();
                line.resize(line.len().max(column + 1), ' ');
                line[column] = other;
                column += 1;
            }
        }
    }
    let lines = lines.into_iter().map(String::from_iter);
    lines.map(|line: String| line.trim_end().to_owned()).collect()
}

#[test]
fn a_long_run_tells_what_it_is_doing_and_leaves_no_trace() {
    const INPUT: &str = "fixtures/broken/policies/00py9nntYeeB5tLYq5k7.rules.json";
    let with = |columns, environment: &[(&str, &str)], flags: &[&str]| {
        // It waits for what is on standard input.
        let arguments = [&["check", "-", "--color", "never"], flags].concat();
        let environment = &[&[("TERM", "xterm")], environment].concat();
        let terminal = Terminal { columns, environment, input: INPUT };
        terminal.run(&arguments, "what is told at a terminal")
    };
    let Some(written) = with(100, &[], &[]) else { return };
    let (before, told) = written.split_at(written.find("Reading files (1 s)").unwrap());
    assert_eq!(before, "\r| ");
    let shown = screen(&written);
    assert!(shown[0].starts_with("error[") || shown[0].starts_with("warning["), "{shown:?}");
    assert!(!shown.iter().any(|line| line.contains("Reading")), "{shown:?}");
    // Where there is no room, the line is cut.
    let cut = with(12, &[], &[]).unwrap();
    let start = cut.split('\r').nth(1).unwrap();
    assert_eq!(start, "| Reading f");
    for (environment, flags) in
        [(&[("CI", "true")][..], &[][..]), (&[("TERM", "dumb")], &[]), (&[], &["--quiet"])]
    {
        let silent = with(100, environment, flags).unwrap();
        assert!(!silent.contains('\r'), "{environment:?} {flags:?}: {silent}");
        let findings = silent.split("Found ").next().unwrap();
        assert!(told.contains(findings), "what is found is the same: {silent}");
    }
}
