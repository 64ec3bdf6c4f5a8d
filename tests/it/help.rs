//! What the program says of how it is used, for every command.

use std::fs;

use regex::Regex;

use crate::program::{run, stdout};
use crate::project;

/// Every command with those below it, as words: the program itself is none.
fn commands() -> Vec<Vec<String>> {
    let mut all = vec![Vec::new()];
    let mut n = 0;
    while let Some(command) = all.get(n).cloned() {
        let help = help(&command, "-h");
        let listed = help.split_once("\nCommands:\n").map_or("", |(_, listed)| listed);
        let names = listed.lines().take_while(|line| !line.is_empty());
        let names = names.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
        for name in names.filter(|name| !["", "help"].contains(name)) {
            all.push([&command[..], &[name.to_owned()]].concat());
        }
        n += 1;
    }
    all
}

fn help(command: &[String], flag: &str) -> String {
    let mut arguments: Vec<&str> = command.iter().map(String::as_str).collect();
    arguments.push(flag);
    let output = run(&arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    stdout(&output)
}

#[test]
fn every_command_says_what_it_takes() {
    let mut all = String::new();
    for command in commands() {
        for flag in ["-h", "--help"] {
            let words = [&["catchall".to_owned()], &command[..], &[flag.to_owned()]].concat();
            all += &format!("$ {}\n{}\n", words.join(" "), help(&command, flag));
        }
        // The same by the other way to ask.
        let asked = [&["help".to_owned()], &command[..]].concat();
        let arguments: Vec<&str> = asked.iter().map(String::as_str).collect();
        assert_eq!(stdout(&run(&arguments)), help(&command, "--help"), "{command:?}");
    }
    insta::assert_snapshot!(all);
}

#[test]
fn every_command_takes_the_common_options() {
    let commands = commands();
    assert!(commands.len() > 8);
    for command in commands {
        let help = help(&command, "--help");
        for option in ["--color", "--quiet", "--help"] {
            assert!(help.contains(option), "{command:?} does not take {option}");
        }
        let reads = help.contains("[PATHS]...");
        for option in ["--config", "--isolated", "--engine", "--export-root"] {
            assert_eq!(
                help.contains(&format!("{option} ")) || help.contains(&format!("{option}\n")),
                reads,
                "{command:?} and {option}"
            );
        }
    }
}

/// That a test names an option does not say what it holds of it, but one that no test names is surely
/// untried.
#[test]
fn every_option_is_tried_by_some_test() {
    let mut sources = String::new();
    for entry in fs::read_dir(project::path("tests/it")).unwrap() {
        let path = entry.unwrap().path();
        let is_other =
            !path.ends_with("help.rs") && path.extension().is_some_and(|end| end == "rs");
        if is_other {
            sources += &fs::read_to_string(path).unwrap();
        }
    }
    let option = Regex::new(r"(?m)^ +(-[a-zA-Z])?(?:, )?(--[a-z-]+)").unwrap();
    let mut tried = 0;
    for command in commands() {
        let help = help(&command, "--help");
        for names in option.captures_iter(&help) {
            let names = [names.get(1), names.get(2)].into_iter().flatten();
            for name in
                names.map(|name| name.as_str()).filter(|name| !["-h", "--help"].contains(name))
            {
                let used = Regex::new(&format!(r#"["\s]{name}[="\s]"#)).unwrap();
                assert!(used.is_match(&sources), "no test tries {name} of {command:?}");
                tried += 1;
            }
        }
    }
    assert!(tried > 30);
}
