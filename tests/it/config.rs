//! `catchall.toml`: what counts, what is refused and where it says so, what is left for a reason, and the
//! baseline.

use std::fs;
use std::path::Path;
use std::process::Output;

use catchall::lints::Lint;
use serde_json::Value;
use tempfile::TempDir;

use crate::program::{command, stderr, stdout};

const RULE: &str = r#"[{"type": "ACCESS_POLICY", "id": "rul3h7q1kVyD8pFxC5d7", "name": "Contractors",
  "conditions": {"network": {"connection": "ZONE"}},
  "actions": {"appSignOn": {"access": "DENY"}}}]"#;

/// A folder with these files, and the rule as `okta/rule.json`.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("okta/rule.json", RULE)].iter().chain(files) {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn run(folder: &TempDir, arguments: &[&str]) -> Output {
    command(arguments).current_dir(folder.path()).output().unwrap()
}

/// The lints that a check reports, with their severities and lines.
fn reported(folder: &TempDir, arguments: &[&str]) -> Vec<String> {
    let arguments = [&["check", "--output-format", "json"], arguments].concat();
    let output = run(folder, &arguments);
    let report: Value =
        serde_json::from_str(&stdout(&output)).unwrap_or_else(|_| panic!("{}", stderr(&output)));
    let findings = report["findings"].as_array().unwrap().iter();
    let told = findings.map(|finding| {
        let text = |name: &str| finding[name].as_str().unwrap().to_owned();
        format!("{}[{}]", text("severity"), text("lint"))
    });
    told.collect()
}

fn with(settings: &str) -> TempDir {
    folder(&[("catchall.toml", settings)])
}

#[test]
fn settings_choose_lints_and_weigh_their_findings() {
    const FOUND: &str = "error[zone-without-list]";
    let cases = [
        ("", &[FOUND][..]),
        ("[lint]\nignore = [\"conditions\"]", &[]),
        ("[lint]\nselect = [\"zones\"]", &[]),
        ("[lint.severity]\nzone-without-list = \"info\"", &["info[zone-without-list]"]),
        ("[lint.severity]\nconditions = \"warning\"", &["warning[zone-without-list]"]),
        ("min-severity = \"error\"\n[lint.severity]\nconditions = \"warning\"", &[]),
        ("[[override]]\npaths = [\"okta\"]\nignore = [\"conditions\"]", &[]),
        (
            "[[override]]\npaths = [\"okta/*.json\"]\nseverity = {conditions = \"info\"}",
            &["info[zone-without-list]"],
        ),
        ("[[override]]\npaths = [\"other\"]\nignore = [\"conditions\"]", &[FOUND]),
        ("profile = \"pedantic\"\nengine = \"identity\"\nmax-findings = 3", &[FOUND]),
    ];
    for (settings, expected) in cases {
        assert_eq!(reported(&with(settings), &[]), expected, "with {settings}");
    }
}

#[test]
fn the_severity_from_which_a_run_fails_can_be_set() {
    let code = |settings: &str, arguments: &[&str]| {
        run(&with(settings), &[&["check"], arguments].concat()).status.code()
    };
    let info = "[lint.severity]\nconditions = \"info\"\n";
    assert_eq!(code(info, &[]), Some(0));
    assert_eq!(code(&format!("fail-on = \"info\"\n{info}"), &[]), Some(1));
    assert_eq!(code(&format!("fail-on = \"info\"\n{info}"), &["--fail-on", "error"]), Some(0));
}

#[test]
fn the_closest_file_counts_and_what_it_extends() {
    let folder = folder(&[
        ("catchall.toml", "[lint]\nignore = [\"conditions\"]\n"),
        ("base.toml", "min-severity = \"warning\"\n[lint.severity]\nconditions = \"warning\"\n"),
        ("okta/.catchall.toml", "extend = \"../base.toml\"\nmin-severity = \"info\"\n"),
        ("loop/catchall.toml", "extend = \"catchall.toml\"\n"),
        ("loop/rule.json", RULE),
    ]);
    assert!(reported(&folder, &[]).is_empty());
    assert_eq!(reported(&folder, &["okta"]), ["warning[zone-without-list]"]);
    assert_eq!(reported(&folder, &["okta", "--isolated"]), ["error[zone-without-list]"]);
    assert_eq!(
        reported(&folder, &["okta", "--config", "base.toml"]),
        ["warning[zone-without-list]"]
    );
    let argument = "lint.severity.conditions=\"info\"";
    assert_eq!(reported(&folder, &["okta", "--config", argument]), ["info[zone-without-list]"]);
    assert_eq!(
        reported(&folder, &["okta", "--isolated", "--config", argument]),
        ["info[zone-without-list]"]
    );
    for (arguments, message) in [
        (&["check", "okta", "loop"][..], "okta and loop have different settings"),
        (&["check", "loop"], "configurations extend each other without end"),
        (&["check", "--config", "gone.toml"], "the configuration gone.toml cannot be read"),
        (&["check", "--isolated", "--config", "base.toml"], "--isolated heeds no file"),
    ] {
        let output = run(&folder, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains(message), "{arguments:?}: {}", stderr(&output));
    }
}

/// What is said of settings that mean nothing.
fn refused(settings: &str) -> String {
    let output = run(&with(settings), &["check"]);
    assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
    stderr(&output)
}

#[test]
fn what_means_nothing_is_drawn_where_it_stands() {
    let told = [
        "[lint]\nslect = [\"posture\"]\n",
        "[lint]\nselect = [\"postur\"]\n",
        "fail-on = \"warn\"\n",
        "max-findings = \"200\"\n",
        "[lint.options.too-many-rules]\nmost = 0\n",
        "[[ignore]]\nlint = \"posture\"\n",
        "[[ignore]]\nlint = \"posture\"\nreason = \" \"\n",
        "[[ignore]]\nlint = \"posture\"\nreason = \"x\"\nexpires = 2027-01-31T10:00:00Z\n",
        "[[override]]\npaths = [\"a[b\"]\n",
        "baseline = \"gone.json\"\n",
        "[lint\n",
    ]
    .map(refused);
    insta::assert_snapshot!(told.join("\n"));
    let steering = refused("\"\u{202e}##[error]\" = 1\n::error::x = 2\n");
    assert!(!steering.contains('\u{202e}') && !steering.contains("##[error]"), "{steering}");
}

#[test]
fn findings_are_ignored_by_all_that_an_entry_says() {
    for (entry, is_about) in [
        ("lint = \"zone-without-list\"", true),
        ("lint = \"conditions\"", true),
        ("lint = \"zones\"", false),
        ("lint = \"conditions\"\nrule = \"Contractors\"", true),
        ("lint = \"conditions\"\nrule = \"rul3h7q1kVyD8pFxC5d7\"", true),
        ("lint = \"conditions\"\nrule = \"Contractor\"", false),
        ("lint = \"conditions\"\npolicy = \"Contractors\"", false),
        ("lint = \"conditions\"\npointer = \"/0/conditions/network\"", true),
        ("lint = \"conditions\"\npointer = \"/0/conditions\"", false),
        ("lint = \"conditions\"\npath = \"okta/*.json\"", true),
        ("lint = \"conditions\"\npath = \"other\"", false),
    ] {
        let folder = with(&format!("[[ignore]]\n{entry}\nreason = \"known\"\n"));
        let expected: &[&str] = match is_about {
            true => &[],
            false => &["warning[unused-ignore]", "error[zone-without-list]"],
        };
        assert_eq!(reported(&folder, &[]), expected, "{entry}");
        // Whether an entry is of use is not known where others files of its folder are left out.
        let expected = &expected[expected.len().min(1)..];
        assert_eq!(reported(&folder, &["okta"]), expected, "{entry}");
    }
    let output = run(&with("[[ignore]]\nlint = \"conditions\"\nreason = \"known\"\n"), &["check"]);
    assert!(stdout(&output).contains("Not shown: 1 ignored for a reason."), "{}", stdout(&output));
}

#[test]
fn an_entry_is_not_of_no_use_where_its_lint_does_not_run() {
    let folder = with("[[ignore]]\nlint = \"zones\"\nreason = \"known\"\n");
    assert_eq!(reported(&folder, &["--select", "conditions,config"]), ["error[zone-without-list]"]);
    assert_eq!(reported(&folder, &["--select", "zones,config"]), ["warning[unused-ignore]"]);
    assert!(reported(&folder, &["--select", "zones"]).is_empty());
}

#[test]
fn stale_entries_matter_as_much_as_the_settings_say() {
    let entry = "[[ignore]]\nlint = \"zones\"\nreason = \"known\"\n";
    let select = ["--select", "zones,config"];
    for (settings, expected) in [
        ("[lint.severity]\nconfig = \"error\"\n", &["error[unused-ignore]"][..]),
        ("[lint.severity]\nunused-ignore = \"info\"\n", &["info[unused-ignore]"]),
        ("min-severity = \"error\"\n", &[]),
        ("[[override]]\npaths = [\"catchall.toml\"]\nignore = [\"config\"]\n", &[]),
    ] {
        assert_eq!(reported(&with(&format!("{settings}{entry}")), &select), expected, "{settings}");
    }
}

#[test]
fn entries_that_are_stale_are_removed_and_all_else_stays() {
    let settings = "# Ours\nfail-on = \"error\"\n\n# Until the office opens\n[[ignore]]\nlint = \"stale-zone-list\"\nreason = \"gone\"\n\n[[ignore]]\nlint = \"conditions\"\nreason = \"known\" # by all\n\n[[ignore]]\nlint = \"conditions\"\nexpires = 2020-01-31\nreason = \"past\"\n";
    let left = "# Ours\nfail-on = \"error\"\n\n[[ignore]]\nlint = \"conditions\"\nreason = \"known\" # by all\n";
    for (settings, left) in [
        (settings.to_owned(), left.to_owned()),
        (settings.replace('\n', "\r\n"), left.replace('\n', "\r\n")),
    ] {
        let folder = with(&settings);
        let text = || fs::read_to_string(folder.path().join("catchall.toml")).unwrap();
        let shown = run(&folder, &["check", "--select", "conditions,config"]);
        let diff = run(&folder, &["check", "--diff"]);
        assert_eq!(diff.status.code(), Some(1));
        assert_eq!(text(), settings);
        if !settings.contains('\r') {
            insta::assert_snapshot!("stale_entries_full", stdout(&shown));
            insta::assert_snapshot!("stale_entries_diff", stdout(&diff));
        }
        let fixed = run(&folder, &["check", "--fix"]);
        assert_eq!(stderr(&fixed), "Fixed 2 findings in 1 file.\n", "{}", stdout(&fixed));
        assert_eq!(text(), left);
        let again = run(&folder, &["check", "--fix", "--unsafe-fixes"]);
        assert_eq!((stderr(&again).as_str(), again.status.code()), ("", Some(0)));
    }
}

/// Others may extend a file, too: whether they need an entry is for somebody to say.
#[test]
fn entries_of_a_file_that_is_extended_are_removed_when_asked_for() {
    let entry = "[[ignore]]\nlint = \"stale-zone-list\"\nreason = \"gone\"\n";
    let past = "[[ignore]]\nlint = \"stale-zone-list\"\nexpires = 2020-01-31\nreason = \"past\"\n";
    let folder = folder(&[
        ("base.toml", &format!("{past}\n{entry}")),
        ("okta/catchall.toml", "extend = \"../base.toml\"\nfail-on = \"error\"\n"),
    ]);
    let text = || fs::read_to_string(folder.path().join("base.toml")).unwrap();
    let fixed = run(&folder, &["check", "okta", "--fix"]);
    assert_eq!(stderr(&fixed), "Fixed 1 finding in 1 file.\n", "{}", stdout(&fixed));
    assert_eq!(text(), entry);
    let fixed = run(&folder, &["check", "okta", "--unsafe-fixes"]);
    assert_eq!(stderr(&fixed), "Fixed 1 finding in 1 file.\n", "{}", stdout(&fixed));
    assert_eq!(text(), "");
}

/// What did not run in full proves nothing of an entry.
#[test]
fn an_entry_stays_where_something_was_not_looked_at() {
    let unused = "[[ignore]]\nlint = \"dangling-reference\"\nreason = \"gone\"\n";
    let folder = folder(&[("catchall.toml", unused)]);
    let fixed = run(&folder, &["check", "--unsafe-fixes"]);
    assert!(stdout(&fixed).contains("unused-ignore"), "{}", stdout(&fixed));
    assert_eq!(fs::read_to_string(folder.path().join("catchall.toml")).unwrap(), unused);
}

#[test]
fn findings_of_settings_stand_among_the_others() {
    let folder = folder(&[
        ("catchall.toml", "[[ignore]]\nlint = \"zones\"\nreason = \"gone\"\n"),
        ("a.json", RULE),
        ("okta/rule.json", &RULE.replace("rul3h", "rul4h")),
    ]);
    let expected =
        ["error[zone-without-list]", "warning[unused-ignore]", "error[zone-without-list]"];
    assert_eq!(reported(&folder, &[]), expected);
}

#[test]
fn the_examples_of_pages_about_settings_are_reported_by_their_lint_alone() {
    let examples = |lint: &Lint, kind: &str| -> Vec<String> {
        let fence = format!("```toml {kind}\n");
        let blocks = lint.page.split(&fence).skip(1);
        blocks.map(|rest| rest.split("```").next().unwrap_or_default().to_owned()).collect()
    };
    for lint in Lint::all().iter().filter(|lint| lint.category == "config") {
        let reports = |example: &str| {
            let mut reports = reported(&with(example), &[]);
            reports.retain(|one| one != "error[zone-without-list]");
            reports
        };
        for example in examples(lint, "failing") {
            assert_eq!(reports(&example), [format!("warning[{}]", lint.name)], "{example}");
        }
        for example in examples(lint, "passing") {
            assert!(reports(&example).is_empty(), "{example}");
        }
    }
}

#[test]
fn what_is_wrong_with_an_entry_is_shown_with_its_place() {
    let folder = with("\n[[ignore]]\nlint = \"zones\"\nreason = \"known\"\nexpires = 2020-01-31\n");
    let output = run(&folder, &["check", "--select", "config"]);
    insta::assert_snapshot!(stdout(&output));
}

#[test]
fn code_scanning_knows_what_is_ignored() {
    let folder = with("[[ignore]]\nlint = \"conditions\"\nreason = \"new office\"\n");
    let output = run(&folder, &["check", "--output-format", "sarif"]);
    let log: Value = serde_json::from_str(&stdout(&output)).unwrap();
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "zone-without-list");
    assert_eq!(result["suppressions"][0]["kind"], "external");
    assert_eq!(result["suppressions"][0]["justification"], "new office");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_baseline_leaves_out_what_was_there_wherever_it_has_moved() {
    let folder = with("baseline = \"known.json\"\n");
    let written = run(&folder, &["baseline", "write"]);
    assert_eq!(stdout(&written), "known.json has 1 finding.\n");
    assert!(reported(&folder, &[]).is_empty());
    let output = run(&folder, &["check"]);
    assert!(stdout(&output).contains("Not shown: 1 in the baseline."), "{}", stdout(&output));
    // Fetched again: other bytes, another file, another rule before it.
    let rule: Vec<Value> = serde_json::from_str(RULE).unwrap();
    let mut other = rule[0].clone();
    (other["id"], other["name"]) = ("rul3h7q1kVyD8pFxC5d8".into(), "Guests".into());
    let text = serde_json::to_string_pretty(&vec![other, rule[0].clone()]).unwrap();
    fs::remove_file(folder.path().join("okta/rule.json")).unwrap();
    fs::write(folder.path().join("okta/rules.json"), text).unwrap();
    assert_eq!(reported(&folder, &[]), ["error[zone-without-list]"]);
    assert_eq!(reported(&folder, &["--isolated", "--baseline", "known.json"]).len(), 1);
    assert_eq!(reported(&folder, &["--isolated"]).len(), 2);
    // Mended: what is known is left out of the baseline, and nothing new comes in.
    let mended = RULE.replace("\"ZONE\"", "\"ANYWHERE\"");
    fs::write(folder.path().join("okta/rules.json"), mended).unwrap();
    let pruned = run(&folder, &["baseline", "prune"]);
    assert_eq!(stdout(&pruned), "known.json has 0 findings; 1 left it.\n");
}

/// What is said at the end of a baseline whose entries match nothing, and how many JSON counts.
fn stale(folder: &TempDir, arguments: &[&str]) -> (Option<String>, Option<u64>) {
    let told = stdout(&run(folder, &[&["check"], arguments].concat()));
    let line = told.lines().find(|line| line.contains("any more")).map(str::to_owned);
    let json = run(folder, &[&["check", "--output-format", "json"], arguments].concat());
    let report: Value = serde_json::from_str(&stdout(&json)).unwrap();
    (line, report["summary"]["staleBaseline"].as_u64())
}

#[test]
fn entries_of_a_baseline_that_match_nothing_are_counted() {
    let folder = with("baseline = \"known.json\"\n");
    // Pedantic advice, and errors: what is not asked for is not gone.
    let other = RULE.replace("rul3h", "rul4h").replace("Contractors", "Guests");
    let inactive = r#"[{"type": "SIGN_ON", "id": "0pr5h7q1kVyD8pFxC5d7", "name": "All", "status": "INACTIVE",
      "actions": {"signon": {"access": "DENY"}}}]"#;
    fs::write(folder.path().join("okta/other.json"), &other).unwrap();
    fs::write(folder.path().join("okta/inactive.json"), inactive).unwrap();
    run(&folder, &["baseline", "write"]);
    let known = fs::read_to_string(folder.path().join("known.json")).unwrap();
    for lint in ["zone-without-list", "inactive"] {
        assert!(known.contains(lint), "{known}");
    }
    let nothing = (None, None);
    assert_eq!(stale(&folder, &[]), nothing);
    for file in ["okta/other.json", "okta/rule.json"] {
        fs::remove_file(folder.path().join(file)).unwrap();
        let (line, count) = stale(&folder, &[]);
        let count = count.unwrap();
        let matches = if count == 1 {
            "1 entry of known.json matches"
        } else {
            "2 entries of known.json match"
        };
        assert!(line.unwrap().starts_with(&format!("{matches} nothing any more")));
    }
    let line =
        "2 entries of known.json match nothing any more: `catchall baseline prune` removes them.";
    for arguments in
        [&[][..], &["--min-severity", "error"], &["--pedantic"], &["--select", "conditions"]]
    {
        assert_eq!(stale(&folder, arguments), (Some(line.to_owned()), Some(2)), "{arguments:?}");
    }
    // Where a part was not looked at, nobody knows.
    assert_eq!(stale(&folder, &["okta"]), nothing);
    assert_eq!(stale(&folder, &["--select", "settings"]), nothing);
    let broken = folder.path().join("okta/broken.json");
    fs::write(&broken, "[{\"type\": \"ACCESS_POLICY\", \"conditions\": {}, \"actions\"").unwrap();
    assert_eq!(stale(&folder, &[]), nothing);
    fs::remove_file(broken).unwrap();
    let pruned = run(&folder, &["baseline", "prune"]);
    assert!(stdout(&pruned).ends_with("; 2 left it.\n"), "{}", stdout(&pruned));
    assert_eq!(stale(&folder, &[]), nothing);
}

#[test]
fn a_map_needs_no_baseline() {
    let folder = with("baseline = \"gone.json\"\n");
    let map = run(&folder, &["map"]);
    assert_eq!(map.status.code(), Some(0), "{}", stderr(&map));
}

#[cfg(unix)]
#[test]
fn a_baseline_can_be_read_like_any_file_and_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;

    let folder = folder(&[]);
    let path = folder.path().join("catchall-baseline.json");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
    run(&folder, &["baseline", "write"]);
    assert_eq!(mode(&path), mode(&folder.path().join("okta/rule.json")));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    run(&folder, &["baseline", "prune"]);
    assert_eq!(mode(&path) & 0o777, 0o600);
}

#[test]
fn a_file_that_is_no_baseline_is_refused() {
    let folder = folder(&[("a.json", "[]"), ("b.json", r#"{"version": 2, "findings": {}}"#)]);
    for (file, message) in [("a.json", "it is no baseline"), ("b.json", "it has version 2")] {
        let output = run(&folder, &["check", "okta", "--baseline", file]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(message), "{}", stderr(&output));
    }
}

#[test]
fn settings_to_start_from_are_written_once_and_mean_something() {
    let folder = folder(&[]);
    let written = run(&folder, &["init"]);
    assert_eq!(written.status.code(), Some(0));
    assert!(stdout(&written).starts_with("catchall.toml has settings"), "{}", stdout(&written));
    let path = folder.path().join("catchall.toml");
    let start = fs::read_to_string(&path).unwrap();
    assert_eq!(reported(&folder, &[]), ["error[zone-without-list]"]);
    // All that it shows can be said.
    let all: Vec<&str> = start
        .lines()
        .map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line))
        .collect();
    fs::write(&path, all.join("\n")).unwrap();
    fs::write(folder.path().join("catchall-baseline.json"), r#"{"version": 1, "findings": {}}"#)
        .unwrap();
    let output = run(&folder, &["check", "okta"]);
    assert_ne!(output.status.code(), Some(2), "{}", stderr(&output));
    let again = run(&folder, &["init"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(stderr(&again).contains("there is a catchall.toml already"));
    assert!(Path::new(&path).exists());
}

#[test]
fn the_settings_that_hold_are_shown_with_where_they_are_from() {
    let folder = folder(&[
        (
            "catchall.toml",
            "extend = \"base.toml\"\nfail-on = \"error\"\n[lint.severity]\nzones = \"info\"\n",
        ),
        (
            "base.toml",
            "fail-on = \"info\"\nprofile = \"pedantic\"\n[[export]]\nroot = \"okta\"\n[[guard]]\nname = \"Two\"\napps = [\"*\"]\nrequire = {factors = 2}\n[[assume]]\nthat = \"risk(low)\"\n",
        ),
    ]);
    let output = run(&folder, &["config", "--config", "max-labels=3"]);
    insta::assert_snapshot!(stdout(&output));
}
