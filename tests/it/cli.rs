//! The binary from outside: what it prints, where, and how it exits.

use std::io::Write;
use std::process::{Output, Stdio};

use crate::program::{command, run, stderr, stdout};
use crate::project;

fn with_stdin(arguments: &[&str], input: &str) -> Output {
    let mut command = command(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

const RULE: &str = r#"{
  "type": "SIGN_ON",
  "id": "0prq2c8vXnR4tLb6Y5d7",
  "name": "Contractors",
  "status": "ACTIVE",
  "conditions": {"network": {"connection": "ZONE"}},
  "actions": {"signon": {"access": "DENY"}}
}"#;

#[test]
fn a_clean_org_exits_with_0() {
    let output = run(&["check", "fixtures/acme"]);
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!(stdout(&output), @"No findings. Checked 19 policies in 34 files, 54 rules.");
    assert_eq!(stderr(&output), "");
}

#[test]
fn orgs_that_nobody_has_touched_exit_with_0() {
    for org in ["untouched", "untouched-classic"] {
        let output = run(&["check", &format!("fixtures/{org}"), "--output-format", "concise"]);
        assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
        let last = stdout(&output).lines().last().map(str::to_owned).unwrap();
        assert!(last.ends_with(" more with --pedantic."), "{last}");
        assert_eq!(stderr(&output), "");
    }
}

#[test]
fn findings_exit_with_1() {
    let output = run(&["check", "fixtures/broken", "--output-format", "concise"]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!("broken_concise", stdout(&output));
    assert_eq!(stderr(&output), "");
}

#[test]
fn the_full_format_shows_each_finding_in_its_surroundings() {
    let output = run(&["check", "fixtures/broken"]);
    insta::assert_snapshot!("broken_full", stdout(&output));
}

#[test]
fn the_json_format_is_version_1() {
    let output =
        run(&["check", "fixtures/broken", "--format", "json", "--select", "duplicate-priority"]);
    insta::assert_snapshot!("broken_json", stdout(&output));
}

#[test]
fn standard_input_is_read_for_a_dash() {
    let output = with_stdin(&["check", "-", "--output-format", "concise"], RULE);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(stdout(&output), @r#"
    <stdin>:6:29: error[zone-without-list] connection is "ZONE", but neither include nor exclude names a zone (rule "Contractors" (0prq2c8vXnR4tLb6Y5d7))
    Found 1 error, 0 warnings and 0 infos. Checked 0 policies in 1 file, 1 rule.
    "#);
}

#[test]
fn a_minified_export_is_shown_pretty_printed() {
    let minified: String = RULE.lines().map(str::trim).collect();
    let padded = minified.replacen(
        "\"conditions\"",
        &format!("\"description\":\"{}\",\"conditions\"", "x".repeat(300)),
        1,
    );
    let output = with_stdin(&["check", "-"], &padded);
    insta::assert_snapshot!(stdout(&output), @r#"
    error[zone-without-list]

      × connection is "ZONE", but neither include nor exclude names a zone
      ╰─▶ rule "Contractors" (0prq2c8vXnR4tLb6Y5d7)
       ╭─[<stdin>:1:433]
     1 │ {
     2 │   …
     3 │   "status": "ACTIVE",
     4 │   "description": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…",
     5 │   "conditions": {
     6 │     "network": {"connection": "ZONE"}
       ·                ──────────────────────
     7 │   },
     8 │   "actions": {"signon": {"access": "DENY"}}
     9 │ }
       ╰────
      help: List the zones in include or in exclude, or set connection to "ANYWHERE"
      docs: https://github.com/catchall-lint/catchall/blob/main/rules/conditions/zone-without-list.md

    Found 1 error, 0 warnings and 0 infos. Checked 0 policies in 1 file, 1 rule.
    "#);
}

#[test]
fn without_a_path_the_current_directory_is_checked() {
    let output = command(&["check"]).current_dir(project::path("fixtures/acme")).output();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("in 34 files"));
}

#[test]
fn lints_are_selected_and_ignored_by_name_and_category() {
    let count = |arguments: &[&str]| {
        let mut all = vec!["check", "fixtures/broken", "--output-format", "concise"];
        all.extend(arguments);
        stdout(&run(&all)).lines().count() - 1
    };
    let all = count(&[]);
    let order = count(&["--select", "order"]);
    let pattern = count(&["--select", "single-pattern"]);
    assert_eq!(pattern, 1);
    assert!(order > 1);
    assert_eq!(count(&["--select", "order,single-pattern"]), order + pattern);
    assert_eq!(count(&["--ignore", "order", "--ignore", "single-pattern"]), all - order - pattern);
    assert_eq!(count(&["--select", "order", "--ignore", "order"]), 0);
}

#[test]
fn an_unknown_lint_is_a_usage_error_with_a_suggestion() {
    let output = run(&["check", "--select", "zone-without-lists"]);
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(stderr(&output), @r#"
    error: invalid value 'zone-without-lists' for '--select <LINT>': there is no lint or category "zone-without-lists"; did you mean "zone-without-list"?

    For more information, try '--help'.
    "#);
}

#[test]
fn severities_decide_what_is_shown_and_what_fails() {
    let code = |arguments: &[&str]| {
        let mut all = vec!["check", "fixtures/broken", "--select", "stale-zone-list"];
        all.extend(arguments);
        run(&all).status.code()
    };
    assert_eq!(code(&[]), Some(1));
    assert_eq!(code(&["--fail-on", "error"]), Some(0));
    assert_eq!(code(&["--fail-on", "info"]), Some(1));
    assert_eq!(code(&["--min-severity", "error"]), Some(0));
}

#[test]
fn nothing_to_check_exits_with_2() {
    let empty = tempfile::tempdir().unwrap();
    let output = run(&["check", empty.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(stderr(&output), @r"
    error: there is nothing to check: no policy, rule or simulation was found
      help: Name the files or folders that were exported from Okta; https://github.com/catchall-lint/catchall/blob/main/docs/export.md shows how
    ");
    assert_eq!(stdout(&output), "");
}

#[test]
fn an_unrelated_file_is_named_only_when_the_user_named_it() {
    let output =
        run(&["check", "fixtures/acme/renovate.json", "fixtures/acme/policies", "--isolated"]);
    assert_eq!(output.status.code(), Some(0));
    let output = stdout(&output);
    let notes: Vec<&str> = output.lines().filter(|line| line.starts_with("note: ")).collect();
    assert_eq!(notes, ["note: fixtures/acme/renovate.json holds no policy, rule or simulation"]);
}

#[test]
fn a_path_that_does_not_exist_exits_with_2() {
    let output = run(&["check", "fixtures/nowhere.json"]);
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(stderr(&output), @r"
    error: cannot read fixtures/nowhere.json
      caused by: No such file or directory (os error 2)
    ");
}

#[test]
fn broken_json_that_is_none_of_oktas_is_skipped_with_a_note() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("rule.json"), RULE.replace("ZONE", "ANYWHERE")).unwrap();
    std::fs::write(folder.path().join("tsconfig.json"), "{ // comment\n}").unwrap();
    let output = command(&["check"]).current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    insta::assert_snapshot!(stdout(&output), @r"
    No findings. Checked 0 policies in 1 file, 1 rule.
    note: skipped tsconfig.json: not JSON, and nothing in it looks like Okta's
    ");
    let output = command(&["check", "tsconfig.json"]).current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn one_broken_file_does_not_stop_the_others() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("rule.json"), RULE).unwrap();
    std::fs::write(folder.path().join("cut.json"), &RULE[..150]).unwrap();
    let output =
        command(&["check", "--output-format", "concise"]).current_dir(folder.path()).output();
    insta::assert_snapshot!(stdout(&output.unwrap()), @r#"
    cut.json:6:49: error[syntax-error] the text ends inside a string
    rule.json:6:29: error[zone-without-list] connection is "ZONE", but neither include nor exclude names a zone (rule "Contractors" (0prq2c8vXnR4tLb6Y5d7))
    Found 2 errors, 0 warnings and 0 infos. Checked 0 policies in 2 files, 1 rule.
    "#);
}

#[test]
fn the_output_is_the_same_with_any_number_of_threads() {
    let with = |threads: &str| {
        let config = "fixtures/acme/catchall.toml";
        let mut command =
            command(&["check", "fixtures/broken", "fixtures/acme", "--config", config]);
        command.env("RAYON_NUM_THREADS", threads).output().unwrap().stdout
    };
    let one = with("1");
    for threads in ["2", "3", "8"] {
        assert!(with(threads) == one, "another output with {threads} threads");
    }
}

#[test]
fn colours_follow_the_flag_then_the_environment() {
    let colours = |arguments: &[&str], environment: &[(&str, &str)]| {
        let mut all = vec!["check", "fixtures/broken", "--select", "single-pattern"];
        all.extend(arguments);
        let output = command(&all).envs(environment.iter().copied()).output().unwrap();
        stdout(&output).contains('\u{1b}')
    };
    assert!(!colours(&[], &[]), "not to a pipe");
    assert!(colours(&["--color", "always"], &[]));
    assert!(colours(&["--color", "always"], &[("NO_COLOR", "1")]), "the flag beats NO_COLOR");
    assert!(colours(&[], &[("FORCE_COLOR", "1")]));
    assert!(colours(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(
        !colours(&[], &[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]),
        "NO_COLOR beats FORCE_COLOR"
    );
    assert!(!colours(&["--color", "never"], &[("FORCE_COLOR", "1")]));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let mut command = command(&["check", "fixtures/broken"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(stderr(&output), "");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_version_is_printed() {
    let output = run(&["--version"]);
    // A release build says its commit, too.
    let version = stdout(&output).split(" (").next().map(str::to_owned).unwrap();
    assert_eq!(version.trim_end(), concat!("catchall ", env!("CARGO_PKG_VERSION")));
    assert_eq!(run(&["-V"]), output);
}

#[test]
fn a_label_in_another_file_is_shown_there() {
    let policy = |name: &str, priority: u32, system: bool| {
        format!(
            "{{\n  \"type\": \"OKTA_SIGN_ON\",\n  \"id\": \"00p{name}\",\n  \"name\": \"{name}\",\n  \
             \"status\": \"ACTIVE\",\n  \"priority\": {priority},\n  \"conditions\": \
             {{ \"people\": {{ \"groups\": {{ \"include\": [\"00g1\"] }} }} }},\n  \"system\": {system}\n}}\n"
        )
    };
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("default.json"), policy("Default", 1, true)).unwrap();
    std::fs::write(folder.path().join("sales.json"), policy("Sales", 2, false)).unwrap();
    let output = command(&["check"]).current_dir(folder.path()).output().unwrap();
    insta::assert_snapshot!(stdout(&output));
}

#[test]
fn files_that_contradict_each_other_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let rule = RULE.replace("ZONE", "ANYWHERE");
    std::fs::write(folder.path().join("monday.json"), &rule).unwrap();
    std::fs::write(folder.path().join("tuesday.json"), rule.replace("DENY", "ALLOW")).unwrap();
    let output = command(&["check"]).current_dir(folder.path()).output().unwrap();
    insta::assert_snapshot!(stdout(&output), @r"
    No findings. Checked 0 policies in 2 files, 2 rules.
    note: monday.json and other files of its folder contradict each other, so each was read alone
    ");
}

#[test]
fn notices_are_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let rule = RULE.replace("ZONE", "ANYWHERE");
    std::fs::write(folder.path().join("monday.json"), &rule).unwrap();
    std::fs::write(folder.path().join("tuesday.json"), rule.replace("DENY", "ALLOW")).unwrap();
    std::fs::write(folder.path().join("tsconfig.json"), "{ // comment\n}").unwrap();
    std::fs::write(folder.path().join("package.json"), "{}").unwrap();
    let run = |subcommand, format| {
        let arguments = [subcommand, ".", "package.json", "--output-format", format];
        command(&arguments).current_dir(folder.path()).output().unwrap()
    };
    let notes = |text: String| {
        let notes = text.lines().filter_map(|line| line.strip_prefix("note: ").map(str::to_owned));
        notes.collect::<Vec<_>>()
    };
    for command in ["check", "map"] {
        let full = run(command, "full");
        let said = notes(stdout(&full));
        assert_eq!(said.len(), 3, "{command}: {said:?}");
        assert_eq!(stderr(&full), "");
        if command == "check" {
            assert_eq!(notes(stdout(&run(command, "concise"))), said);
        }
        // Programs read them in the object, people beside it.
        let json = run(command, "json");
        assert_eq!(notes(stderr(&json)), said);
        let json: serde_json::Value = serde_json::from_str(&stdout(&json)).unwrap();
        let notices = json["notices"].as_array().unwrap();
        let text = |key: &str| notices.iter().map(|n| n[key].as_str().unwrap()).collect::<Vec<_>>();
        assert_eq!(text("message"), said);
        assert_eq!(text("kind"), ["contradicting", "unrelated", "not-json"]);
        assert_eq!(text("path"), ["monday.json", "package.json", "tsconfig.json"]);
    }
}

/// The concise findings in files of one folder, without the summary.
fn findings(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let mut command = command(&["check", "--output-format", "concise"]);
    let output = stdout(&command.current_dir(folder.path()).output().unwrap());
    let is_finding = |line: &&str| line.contains(".json") && !line.starts_with("note: ");
    output.lines().take_while(is_finding).map(str::to_owned).collect()
}

#[test]
fn a_second_copy_of_an_object_is_checked_too() {
    let good = RULE.replace("ZONE", "ANYWHERE");
    let changed = good.replace("DENY", "ALOW");
    let undated = good.replacen('{', r#"{"created": "yesterday", "#, 1);
    for (copy, lints) in
        [(changed, ["unknown-value", "duplicate-id"]), (undated, ["bad-format"; 2])]
    {
        let one_file = format!("[{good},\n{copy}]");
        let found = findings(&[("rules.json", &one_file)]).join("\n");
        assert!(lints.iter().all(|lint| found.contains(lint)), "{found}");
        assert_eq!(findings(&[("a.json", &good), ("b.json", &copy)]).len(), 1, "{copy}");
    }
    assert_eq!(findings(&[("a.json", &good), ("b.json", &good)]), Vec::<String>::new());
}

#[test]
fn request_bodies_are_no_rules_of_the_policy_beside_them() {
    let policy = r#"{"type": "PROFILE_ENROLLMENT", "id": "rst00000000000000001", "name": "Sign-up", "status": "ACTIVE"}"#;
    let body = r#"{"type": "PROFILE_ENROLLMENT", "name": "Catch-all Rule", "actions": {"profileEnrollment": {
        "access": "ALLOW", "uiSchemaId": "uis1", "unknownUserAction": "DENY", "activationRequirements": {"emailVerification": true},
        "profileAttributes": [{"name": "email", "label": "Email", "required": true},
            {"name": "firstName", "label": "First name", "required": true},
            {"name": "lastName", "label": "Last name", "required": true}]}}}"#;
    let files = [("p.json", policy), ("create.json", body), ("update.json", body)];
    assert_eq!(findings(&files), Vec::<String>::new());
}

#[test]
fn rules_without_links_are_siblings_in_their_list() {
    let first = RULE.replace("ZONE", "ANYWHERE").replacen('{', r#"{"priority": 1, "#, 1);
    let other = first.replace("0prq2c8vXnR4tLb6Y5d7", "0prq2c8vXnR4tLb6Y5d8");
    let other = other.replace("Contractors", "Partners");
    let second = other.replace(r#""priority": 1"#, r#""priority": 2"#);
    let found = findings(&[("rules.json", &format!("[{second}, {first}]"))]);
    assert!(found.iter().any(|line| line.contains("priority-unsorted")), "{found:?}");
    // Priorities repeat where a list is of several policies.
    assert_eq!(findings(&[("rules.json", &format!("[{first}, {other}]"))]), Vec::<String>::new());
}

#[test]
fn a_misspelt_type_is_reported_and_the_rest_is_checked() {
    let found = findings(&[("rule.json", &RULE.replace("SIGN_ON", "SIGNON"))]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].contains("the nearest that Okta knows is \"SIGN_ON\""), "{found:?}");
    let found = findings(&[("rule.json", &RULE.replace("SIGN_ON", "POST_QUANTUM"))]);
    let told = r#"type is "POST_QUANTUM", but "signon" stands on rules of type "SIGN_ON""#;
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].contains("warning[rule-of-another-type]") && found[0].contains(told),
        "{found:?}"
    );
    let unknown = RULE.replace("SIGN_ON", "POST_QUANTUM").replace("signon", "measure");
    let found = findings(&[("rule.json", &unknown)]);
    assert!(!found.iter().any(|line| line.contains("type is")), "{found:?}");
}

#[test]
fn each_broken_line_of_json_lines_is_reported_and_the_others_are_checked() {
    let line = RULE.replace('\n', " ");
    let found = findings(&[("rules.jsonl", &format!("{{\n{line}\n[1,]\n"))]);
    let lints =
        ["1:2: error[syntax-error]", "2:131: error[zone-without-list]", "3:3: error[syntax-error]"];
    assert_eq!(found.len(), 3, "{found:?}");
    for (line, lint) in found.iter().zip(lints) {
        assert!(line.starts_with(&format!("rules.jsonl:{lint}")), "{line}");
    }
}

#[test]
fn names_cannot_write_to_the_terminal() {
    let rule = RULE.replace("Contractors", "Evil\\n/etc/passwd:1:1: error[x]\\u001b[31m\u{202e}");
    for format in ["full", "concise"] {
        let output = stdout(&with_stdin(&["check", "-", "--output-format", format], &rule));
        assert!(!output.contains('\u{1b}') && !output.contains('\u{202e}'), "{output:?}");
        assert!(!output.contains("\n/etc"), "{output:?}");
    }
}

#[test]
fn line_breaks_and_marks_of_windows_do_not_move_the_labels() {
    let windows = format!("\u{feff}{}", RULE.replace('\n', "\r\n"));
    // A carriage return is drawn as a space.
    let drawn = |input: &str| stdout(&with_stdin(&["check", "-"], input)).replace(" \n", "\n");
    assert_eq!(drawn(&windows), drawn(RULE));
    let minified = RULE.replace('\n', "");
    let marked = format!("\u{feff}{minified}");
    let concise = ["check", "-", "--output-format", "concise"];
    assert_eq!(stdout(&with_stdin(&concise, &marked)), stdout(&with_stdin(&concise, &minified)));
}

#[test]
fn a_truncated_line_shows_only_what_is_there() {
    let minified = RULE.replace('\n', "").repeat(3);
    let output = with_stdin(&["check", "-"], &format!("[{}", minified.replace("}{", "},{")));
    insta::assert_snapshot!(stdout(&output));
}

#[test]
fn json_under_the_name_of_json_lines_is_read_as_json() {
    let rule = RULE.replace("\"ZONE\"}", "\"ZONE\", \"include\": [\n\"ALL_ZONES\",\n\"nzo1\"\n]}");
    let found = findings(&[("rule.jsonl", &rule)]);
    assert!(found.len() == 1 && found[0].contains("all-zones-not-alone"), "{found:?}");
    let found = findings(&[("rule.jsonl", RULE)]);
    assert!(found.len() == 1 && found[0].contains("zone-without-list"), "{found:?}");
    let found = findings(&[("cut.jsonl", &RULE[..150])]);
    assert!(found.len() == 1 && found[0].contains("syntax-error"), "{found:?}");
}

#[test]
fn the_list_of_lints_names_every_one_with_what_it_needs() {
    let list = stdout(&run(&["rules"]));
    for lint in catchall::lints::Lint::all() {
        let is_listed = |line: &str| line.trim_start().starts_with(&format!("{} ", lint.name));
        assert!(list.lines().any(is_listed), "{}", lint.name);
    }
    let line = list.lines().find(|line| line.contains("empty-zone")).unwrap();
    assert!(line.contains("warning") && line.ends_with("(needs network zones)"), "{line}");
    let line = list.lines().find(|line| line.contains("unmapped-policy")).unwrap();
    assert!(line.ends_with("(pedantic; needs apps)"), "{line}");
    let json: serde_json::Value =
        serde_json::from_str(&stdout(&run(&["rules", "--output-format", "json"]))).unwrap();
    let tier = |name| json.as_array().unwrap().iter().find(|lint| lint["name"] == name).unwrap();
    assert_eq!(tier("unmapped-policy")["tier"], "pedantic");
    assert_eq!(tier("empty-zone")["tier"], "default");
    let names: Vec<&str> =
        json.as_array().unwrap().iter().map(|lint| lint["name"].as_str().unwrap()).collect();
    let all: Vec<&str> = catchall::lints::Lint::all().iter().map(|lint| lint.name).collect();
    assert_eq!(names, all);
}

#[test]
fn a_lint_is_explained_by_its_page_and_a_category_by_its_lints() {
    let page = include_str!("../../rules/conditions/zone-without-list.md");
    assert_eq!(stdout(&run(&["explain", "zone-without-list"])), page);
    let category = stdout(&run(&["explain", "zones"]));
    assert!(category.starts_with("zones\n") && category.contains("bad-zone-address"), "{category}");
    let unknown = run(&["explain", "zone-without-lst"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("did you mean \"zone-without-list\"?"));
}

#[test]
fn the_summary_says_what_could_not_be_checked() {
    let rule = RULE.replace("\"ZONE\"}", "\"ZONE\", \"include\": [\"nzo1\"]}");
    let lacking = stdout(&with_stdin(&["check", "-", "--output-format", "concise"], &rule));
    assert!(
        lacking.contains(", overlapping-zones (the export has no network zones)."),
        "{lacking}"
    );
    let zone = r#"{"id": "nzo1", "type": "IP", "name": "Office", "gateways": [{"type": "CIDR", "value": "1.2.3.0/24"}]}"#;
    let whole = format!("[{rule}, {zone}]");
    let whole = stdout(&with_stdin(&["check", "-", "--output-format", "concise"], &whole));
    assert!(!whole.contains("Not run"), "{whole}");
    // Twenty are one page of Okta's answers.
    let page = vec![zone; 20].join(",");
    let page = format!("{{\"rules\": [{rule}], \"zones\": [{page}]}}");
    let page = stdout(&with_stdin(&["check", "-", "--output-format", "concise"], &page));
    let sentence =
        "Not run in full: dangling-reference (the export may not have all network zones).";
    assert!(page.contains(sentence), "{page}");
}

/// An inactive rule, and one that Okta refuses.
fn inactive_and_broken() -> String {
    let other = RULE.replace("0prq2c8vXnR4tLb6Y5d7", "0prq2c8vXnR4tLb6Y5d8");
    let other = other.replace("Contractors", "Partners").replace("ZONE", "ANYWHERE");
    format!("[{RULE},{}]", other.replace("ACTIVE", "INACTIVE"))
}

#[test]
fn what_is_pedantic_is_counted_and_said_to_those_who_ask() {
    let org = inactive_and_broken();
    let printed = |format: &[&str]| stdout(&with_stdin(&[&["check", "-"], format].concat(), &org));
    for format in ["full", "concise"] {
        let said = printed(&["--output-format", format]);
        assert!(!said.contains("[inactive]"), "{said}");
        assert_eq!(said.lines().last(), Some("1 more with --pedantic."));
        let said = printed(&["--output-format", format, "--pedantic"]);
        assert!(said.contains("[inactive]") && !said.contains("more with"), "{said}");
    }
    let json = |arguments: &[&str]| -> serde_json::Value {
        serde_json::from_str(&printed(&[&["--format", "json"], arguments].concat())).unwrap()
    };
    let report = json(&[]);
    assert_eq!(report["summary"]["pedantic"], 1);
    assert_eq!(report["findings"][0]["tier"], "default");
    let report = json(&["--pedantic", "--select", "order"]);
    assert_eq!(report["summary"]["pedantic"], 0);
    assert_eq!(report["findings"][0]["tier"], "pedantic");
}

/// What is counted is what `--pedantic` would add to the same options.
#[test]
fn the_count_of_what_is_pedantic_heeds_the_other_options() {
    let org = inactive_and_broken();
    let counts = |arguments: &[&str]| {
        let all = [&["check", "-", "--format", "json"], arguments].concat();
        let report: serde_json::Value =
            serde_json::from_str(&stdout(&with_stdin(&all, &org))).unwrap();
        (report["findings"].as_array().unwrap().len(), report["summary"]["pedantic"].clone())
    };
    for (arguments, shown, more) in [
        (&[][..], 1, 1),
        // A category names its lints as everyone knows them, a name that very lint.
        (&["--select", "order"], 0, 1),
        (&["--select", "inactive"], 1, 0),
        (&["--select", "inactive,order"], 1, 0),
        (&["--select", "fields"], 0, 0),
        (&["--ignore", "inactive"], 1, 0),
        (&["--min-severity", "warning"], 1, 0),
        (&["--select", "inactive", "--min-severity", "warning"], 0, 0),
    ] {
        assert_eq!(counts(arguments), (shown, more.into()), "{arguments:?}");
        let all = [arguments, &["--pedantic"]].concat();
        assert_eq!(counts(&all), (shown + more, 0.into()), "{all:?}");
    }
}

#[test]
fn the_count_of_what_is_pedantic_is_what_is_shown_to_those_who_ask() {
    let counts = |org: &str, arguments: &[&str]| {
        let all = [&["check", org, "--format", "json"], arguments].concat();
        let report: serde_json::Value = serde_json::from_str(&stdout(&run(&all))).unwrap();
        let findings = report["findings"].as_array().unwrap().len();
        (findings, report["summary"]["pedantic"].as_u64().unwrap() as usize)
    };
    for org in ["fixtures/broken", "fixtures/untouched", "fixtures/untouched-classic"] {
        let (shown, more) = counts(org, &[]);
        assert_eq!(counts(org, &["--pedantic"]), (shown + more, 0), "in {org}");
    }
}

#[test]
fn what_is_pedantic_decides_the_exit_code_of_those_who_ask_alone() {
    let inactive = RULE.replace("ACTIVE", "INACTIVE").replace("ZONE", "ANYWHERE");
    let code = |arguments: &[&str]| {
        let all = [&["check", "-", "--fail-on", "info"], arguments].concat();
        with_stdin(&all, &inactive).status.code()
    };
    assert_eq!(code(&[]), Some(0));
    assert_eq!(code(&["--pedantic"]), Some(1));
}

#[test]
fn what_is_wrong_in_one_engine_is_said_there_alone() {
    let rule = RULE.replace("\"ZONE\"", "\"ANYWHERE\"").replace("\"DENY\"", "\"CHALLENGE\"");
    let found = |engine| {
        let arguments = ["check", "-", "--output-format", "concise", "--engine", engine];
        stdout(&with_stdin(&arguments, &rule)).contains("factor-sequence")
    };
    assert!(found("identity"));
    // It tells itself that it comes from Classic Engine.
    assert!(!found("classic") && !found("auto"));
}

#[test]
fn the_engine_that_the_user_names_counts_when_rules_are_joined() {
    // Classic Engine embeds twenty rules at most, so there may be more; Identity Engine has no limit.
    let rule = |n: u32| {
        let rule = RULE.replace("\"ZONE\"", &format!("\"ZONE\", \"include\": [\"nzo{n}\"]"));
        let rule = rule.replace("0prq2c8vXnR4tLb6Y5d7", &format!("0prq2c8vXnR4tLb6Y5{n:02}"));
        rule.replacen('{', &format!("{{\"priority\": {n}, \"system\": false, "), 1)
    };
    let rules: Vec<String> = (1..=20).map(rule).collect();
    let policy = format!(
        r#"{{"type": "OKTA_SIGN_ON", "id": "00p1", "name": "Staff", "status": "ACTIVE", "priority": 1,
            "system": false, "conditions": {{"people": {{"groups": {{"include": ["00g1"]}}}}}}, "_embedded": {{"rules": [{}]}}}}"#,
        rules.join(",")
    );
    let falls_through = |engine| {
        let arguments = ["check", "-", "--output-format", "concise", "--engine", engine];
        stdout(&with_stdin(&arguments, &policy)).contains("policy-falls-through")
    };
    assert!(falls_through("identity"));
    assert!(!falls_through("classic") && !falls_through("auto"));
    let is_whole = |engine| {
        let map = with_stdin(&["map", "-", "--output-format", "json", "--engine", engine], &policy);
        let map: serde_json::Value = serde_json::from_str(&stdout(&map)).unwrap();
        map["orders"][0]["policies"][0]["hasAllRules"].as_bool().unwrap()
    };
    assert!(is_whole("identity"));
    assert!(!is_whole("classic") && !is_whole("auto"));
}

#[test]
fn the_map_is_drawn_in_colour_where_that_is_asked_for() {
    let map = |color| stdout(&with_stdin(&["map", "-", "--color", color], RULE));
    let (plain, coloured) = (map("auto"), map("always"));
    assert!(!plain.contains('\u{1b}') && coloured.contains("\u{1b}[32m✓ reachable"), "{coloured}");
    assert_eq!(plain, map("never"));
}

#[test]
fn an_authenticator_that_is_gone_is_found_by_its_id() {
    let policy = r#"{"type": "MFA_ENROLL", "name": "Staff",
        "conditions": {"people": {"groups": {"include": ["00g1"]}}},
        "settings": {"type": "AUTHENTICATORS",
        "authenticators": [{"key": "okta_password", "enroll": {"self": "REQUIRED"}},
        {"key": "custom_app", "id": "aut2", "enroll": {"self": "OPTIONAL"}}]}}"#;
    let export = |id: &str| {
        let authenticator = format!(r#"{{"id": "{id}", "key": "custom_app", "name": "Push"}}"#);
        format!(r#"{{"policies": [{policy}], "authenticators": [{authenticator}]}}"#)
    };
    let found = |id| findings(&[("org.json", &export(id))]);
    assert_eq!(found("aut2"), Vec::<String>::new());
    let [gone] = &found("aut1")[..] else { panic!("{:?}", found("aut1")) };
    assert!(gone.contains("info[dangling-reference] \"aut2\""), "{gone}");
}

#[test]
fn an_id_is_named_after_the_object_that_it_stands_for() {
    // The policy is called like the id of a group, whose name has quotes in it.
    let export = r#"{
        "policies": [{
            "type": "OKTA_SIGN_ON", "name": "00g7k2m9xQwLr4TzB5d7", "priority": 1,
            "conditions": {"people": {"groups": {"include": ["00g7k2m9xQwLr4TzB5d7", "00g7k2m9xQwLr4TzB5d7"]}}}
        }],
        "rules": [{
            "type": "ACCESS_POLICY", "name": "Laptops",
            "conditions": {"people": {"users": {"include": ["00g7k2m9xQwLr4TzB5d7"]}}},
            "actions": {"appSignOn": {"access": "DENY"}}
        }],
        "groups": [{"id": "00g7k2m9xQwLr4TzB5d7", "type": "OKTA_GROUP", "profile": {"name": "The \"real\" staff"}}]
    }"#;
    insta::assert_snapshot!(findings(&[("org.json", export)]).join("\n"));
}

#[test]
fn across_policies_their_conditions_are_told_and_the_policy_has_to_move() {
    let rule = |name: &str, n: u32, conditions: &str| {
        format!(
            r#"{{"type": "SIGN_ON", "id": "0pr7k2m9xQwLr4TzB{}", "name": "{name}", "status": "ACTIVE", "priority": {n},
                "system": false, "conditions": {{{conditions}}}, "actions": {{"signon": {{"access": "DENY"}}}}}}"#,
            &name[..3]
        )
    };
    let policy = |name: &str, n: u32, groups: &str, rules: &[String]| {
        format!(
            r#"{{"type": "OKTA_SIGN_ON", "id": "00p7k2m9xQwLr4TzB5d{n}", "name": "{name}", "status": "ACTIVE", "priority": {n},
                "system": false, "conditions": {{"people": {{"groups": {{"include": [{groups}]}}}}}},
                "_embedded": {{"rules": [{}]}}}}"#,
            rules.join(",")
        )
    };
    let office = r#""network": {"connection": "ZONE", "include": ["nzo1", "nzo2"]}"#;
    let one_office = r#""network": {"connection": "ZONE", "include": ["nzo2"]}"#;
    let nobody = r#""people": {"groups": {"exclude": ["00g2"]}}"#;
    let policies = [
        policy("Staff", 1, r#""00g1", "00g2""#, &[rule("Office", 1, office)]),
        policy(
            "Sales",
            2,
            r#""00g2""#,
            &[rule("Branch", 1, one_office), rule("Nobody", 2, nobody), rule("Anywhere", 3, "")],
        ),
        policy("Branch staff", 3, r#""00g1""#, &[rule("Their branch", 1, one_office)]),
    ];
    let org = format!(
        r#"{{"policies": [{}], "groups": [
            {{"id": "00g1", "type": "OKTA_GROUP", "profile": {{"name": "Staff"}}}},
            {{"id": "00g2", "type": "OKTA_GROUP", "profile": {{"name": "Sales"}}}}]}}"#,
        policies.join(",")
    );
    let arguments = ["check", "-", "--output-format", "full", "--select", "reachability"];
    insta::assert_snapshot!(stdout(&with_stdin(&arguments, &org)));
}

#[cfg(unix)]
#[test]
fn what_the_system_refuses_ends_nothing() {
    let sh = |script: &str| {
        let script = script.replace("PROGRAM", crate::program::PROGRAM);
        let mut command = std::process::Command::new("sh");
        command.args(["-c", &script]).current_dir(project::path("")).output().unwrap()
    };
    let check = "PROGRAM check fixtures/acme --output-format concise";
    // So little room that no 64 threads have their stacks in it.
    let few = sh(&format!("ulimit -v 300000; RAYON_NUM_THREADS=64 {check}"));
    assert_eq!(few.status.code(), Some(0), "{}", stderr(&few));
    if std::path::Path::new("/dev/full").exists() {
        assert_eq!(sh("PROGRAM check nowhere 2>/dev/full").status.code(), Some(2));
        assert_eq!(sh("PROGRAM check --nonsense 2>/dev/full").status.code(), Some(2));
        assert_eq!(sh(&format!("{check} >/dev/full")).status.code(), Some(2));
    }
    if cfg!(target_os = "linux") {
        // What a thread costs, the stack of its own: 64 at most, whatever is asked for.
        let many = sh(&format!("RAYON_NUM_THREADS=10000 {check}"));
        assert_eq!(many.status.code(), Some(0), "{}", stderr(&many));
    }
}

#[test]
fn completions_and_the_manual_know_every_command_and_option() {
    let help = stdout(&run(&["check", "--help"]));
    let words = help.split(|char: char| char != '-' && !char.is_ascii_alphanumeric());
    // The manual leaves out second names.
    let is_option = |word: &&str| word.starts_with("--") && word.len() > 3 && *word != "--format";
    let options: Vec<&str> = words.filter(is_option).collect();
    assert!(options.len() > 15, "{options:?}");
    let manual = stdout(&run(&["man"])).replace('\\', "");
    let script = stdout(&run(&["completions", "bash"]));
    for option in options {
        assert!(manual.contains(option), "the manual lacks {option}");
        assert!(script.contains(option), "the completions lack {option}");
    }
    for command in ["check", "map", "rules", "explain", "config", "init", "baseline"] {
        assert!(manual.contains(&format!(".SH {}", command.to_uppercase())), "{command}");
        assert!(script.contains(&format!("catchall,{command}")), "{command}");
    }
    for shell in ["elvish", "fish", "powershell", "zsh"] {
        assert!(stdout(&run(&["completions", shell])).contains("baseline"), "{shell}");
    }
}

#[test]
fn nothing_to_check_is_allowed_where_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("package.json"), r#"{"name": "web"}"#).unwrap();
    let check = |arguments: &[&str]| {
        command(&[&["check"], arguments].concat()).current_dir(folder.path()).output().unwrap()
    };
    assert_eq!(check(&[]).status.code(), Some(2));
    let allowed = check(&["--allow-empty"]);
    assert_eq!((allowed.status.code(), stdout(&allowed).as_str()), (Some(0), ""));
    assert!(stderr(&allowed).starts_with("note: there is nothing to check"));
}

#[test]
fn every_command_can_be_quiet() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("rule.json"), RULE).unwrap();
    std::fs::write(folder.path().join("tsconfig.json"), "{ // comment\n}").unwrap();
    let said = |arguments: &[&str]| {
        let output = command(arguments).current_dir(folder.path()).output().unwrap();
        assert_ne!(output.status.code(), Some(2), "{arguments:?}: {}", stderr(&output));
        (stdout(&output), stderr(&output))
    };
    let (loud, _) = said(&["map"]);
    let (quiet, nothing) = said(&["--quiet", "map"]);
    assert!(loud.starts_with(&quiet) && loud[quiet.len()..].starts_with("note: "), "{loud}");
    assert_eq!(nothing, "");
    let (loud, notes) = said(&["map", "--output-format", "json"]);
    assert!(notes.starts_with("note: "), "{notes}");
    assert_eq!(said(&["map", "--output-format", "json", "-q"]), (loud, String::new()));
    let (loud, _) = said(&["baseline", "write"]);
    insta::assert_snapshot!(loud, @r#"
    catchall-baseline.json has 1 finding.
    Use it with `--baseline catchall-baseline.json`, or `baseline = "catchall-baseline.json"` in catchall.toml.
    "#);
    assert_eq!(said(&["baseline", "write", "-q"]), (String::new(), String::new()));
    assert_eq!(said(&["init", "--quiet"]), (String::new(), String::new()));
    let (_, fixed) = said(&["check", "--fix", "--exit-zero"]);
    assert_eq!(fixed, "");
    let quoted = RULE.replace("\"ZONE\"", "\"anywhere\"");
    for (flags, expected) in [(&["--quiet"][..], ""), (&[], "Fixed 1 finding in 1 file.\n")] {
        std::fs::write(folder.path().join("rule.json"), &quoted).unwrap();
        let arguments = [&["check", "--fix"], flags].concat();
        assert_eq!(said(&arguments).1, expected, "{flags:?}");
    }
}

#[test]
fn a_folder_that_is_an_export_of_its_own_is_told_nothing_by_others() {
    let folder = tempfile::tempdir().unwrap();
    let zone = r#"[{"type": "IP", "id": "nzoa000000000005d7a1", "name": "Office", "status": "ACTIVE",
        "gateways": [{"type": "CIDR", "value": "192.0.2.0/24"}], "proxies": null}]"#;
    let other = zone.replace("nzoa", "nzob").replace("Office", "Home");
    std::fs::create_dir(folder.path().join("prod")).unwrap();
    std::fs::write(folder.path().join("office.json"), zone).unwrap();
    std::fs::write(folder.path().join("home.json"), other).unwrap();
    let rule = RULE.replace("\"ZONE\"", "\"ZONE\", \"include\": [\"nzoc000000000005d7a1\"]");
    std::fs::write(folder.path().join("prod/rule.json"), rule).unwrap();
    let lines = |flags: &[&str]| {
        let arguments =
            [&["check", "--format", "concise", "--select", "references"], flags].concat();
        let output = command(&arguments).current_dir(folder.path()).output().unwrap();
        stdout(&output).lines().filter(|line| line.contains("[dangling-reference]")).count()
    };
    assert_eq!(lines(&[]), 1);
    assert_eq!(lines(&["--export-root", "prod"]), 0);
    assert_eq!(lines(&["--export-root", "elsewhere", "--export-root", "./prod/"]), 0);
}
