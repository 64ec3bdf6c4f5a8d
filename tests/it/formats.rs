//! Every format, read by something that we did not write.

use std::collections::BTreeSet;
use std::fs;

use catchall::diagnostic::{Report, Severity};
use catchall::discover::discover;
use catchall::output::{FORMATS, Format, Style};
use catchall::{Options, Workspace};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use quick_xml::events::Event as XmlEvent;
use serde_json::Value;

use crate::documents::{document, pedantic};
use crate::program::{command, run, stderr, stdout};
use crate::readers::workflow_command;
use crate::{corpus, project};

/// What is found in a fixture, with what the format writes of it.
fn written(org: &str, format: &str) -> (Report, String) {
    let input = discover(&[std::path::PathBuf::from("fixtures").join(org)]).unwrap();
    of(&Workspace::of(pedantic(), input), format)
}

fn of(workspace: &Workspace, format: &str) -> (Report, String) {
    let report = workspace.check();
    let mut out = Vec::new();
    let style = Style { color: false, links: false, width: 100 };
    Format::named(format).unwrap().write(&mut out, &report, workspace, style).unwrap();
    (report, String::from_utf8(out).unwrap())
}

/// A rule with one mistake, with a name and in a file that a format might take for its own.
fn nasty(name: &str) -> Workspace {
    let rule = serde_json::json!({
        "type": "SIGN_ON", "id": "0prq2c8vXnR4tLb6Y5d7", "name": name, "status": "ACTIVE",
        "conditions": {"network": {"connection": "ZONE"}}, "actions": {"signon": {"access": "DENY"}},
    });
    let mut workspace = Workspace::new(Options::default());
    workspace.insert(document(&format!("{name}.json"), rule));
    workspace
}

/// What somebody may call a rule.
const NASTY: [&str; 5] = [
    "a|b `c` <b>d</b> [e](https://x.example) ![f](g) @admin #1 www.x.example https://x.example",
    "%0A::error file=a,line=1::b",
    "x,line=9,title=y::z: 100%",
    "<![CDATA[ ]]> & \"'</testsuite>",
    "{0} [text](1) \\ ~~no~~ $x$ **y** _z_",
];

const ORGS: [&str; 4] = ["broken", "acme", "untouched", "untouched-classic"];

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

#[test]
fn json_is_valid_against_its_schema() {
    let schema =
        json(&fs::read_to_string(project::path("docs/schema/report.schema.json")).unwrap());
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for org in ORGS {
        let (_, text) = written(org, "json");
        let errors: Vec<String> =
            validator.iter_errors(&json(&text)).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{org}: {errors:#?}");
    }
    assert!(!validator.is_valid(&serde_json::json!({"version": 1})));
}

#[test]
fn json_lines_say_what_json_says() {
    for org in ORGS {
        let whole = json(&written(org, "json").1);
        let lines: Vec<Value> = written(org, "jsonl").1.lines().map(json).collect();
        let (last, findings) = lines.split_last().unwrap();
        assert_eq!(Value::from(findings.to_vec()), whole["findings"]);
        let mut joined = last.clone();
        joined["findings"] = whole["findings"].clone();
        assert_eq!(joined, whole);
        assert_eq!(last["version"], 1);
    }
}

#[test]
fn sarif_is_valid_against_its_schema() {
    let file = "reference/formats/sarif-schema-2.1.0.json";
    let Some(path) = corpus::path(file, "sarif_is_valid_against_its_schema") else { return };
    let schema = json(&fs::read_to_string(path).unwrap());
    let validator = jsonschema::validator_for(&schema).unwrap();
    let texts = ORGS.map(|org| written(org, "sarif").1).into_iter();
    for text in texts.chain(NASTY.map(|name| of(&nasty(name), "sarif").1)) {
        let errors: Vec<String> =
            validator.iter_errors(&json(&text)).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?} in {text}");
    }
    assert!(!validator.is_valid(&serde_json::json!({"version": "2.1.0"})));
}

#[test]
fn sarif_has_each_finding_with_its_rule_place_and_fix() {
    let (report, text) = written("broken", "sarif");
    let run = &json(&text)["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), report.findings.len());
    let mut fixes = 0;
    for (result, finding) in results.iter().zip(&report.findings) {
        let rule = &rules[result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(
            (&rule["id"], &result["ruleId"]),
            (&result["ruleId"], &finding.lint.name.into())
        );
        assert_eq!(rule["helpUri"], finding.lint.url());
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("## How to fix"));
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["region"]["startLine"], finding.primary.location.start.line);
        assert_eq!(place["region"]["endColumn"], finding.primary.location.end.column);
        assert_eq!(result["partialFingerprints"]["catchall/v1"], finding.fingerprint.to_string());
        let related = result["relatedLocations"].as_array().map_or(0, Vec::len);
        assert_eq!(related, finding.related.len());
        assert_eq!(result["fixes"].is_array(), finding.fix.is_some());
        fixes += usize::from(finding.fix.is_some());
    }
    assert!(fixes > 0, "no finding of the fixture has a fix");
    let used: BTreeSet<_> = results.iter().map(|result| result["ruleId"].as_str()).collect();
    assert_eq!(used, rules.iter().map(|rule| rule["id"].as_str()).collect(), "only what occurs");
    let notes = run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
    assert_eq!(notes.len(), report.notices.len() + report.not_shown.len() + report.not_run.len());
}

#[test]
fn sarif_has_paths_as_uris() {
    let uri = |name: &str| {
        let mut workspace = Workspace::new(Options::default());
        workspace.insert(document(name, "{\"type\": \"ACCESS_POLICY\", "));
        let log = json(&of(&workspace, "sarif").1);
        log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(uri("okta/a b#1?é%20.json"), "okta/a%20b%231%3F%C3%A9%2520.json");
    assert_eq!(uri("/tmp/a.json"), "file:///tmp/a.json");
    assert_eq!(uri("x:y.json"), "x%3Ay.json");
    assert_eq!(uri("../a.json"), "../a.json");
}

#[test]
fn github_has_one_command_for_each_finding_and_no_other() {
    let broken = written("broken", "github");
    for (report, text) in [broken].into_iter().chain(NASTY.map(|name| of(&nasty(name), "github"))) {
        let commands: Vec<_> = text.lines().filter_map(workflow_command).collect();
        assert_eq!(commands.len(), report.findings.len(), "{text}");
        for ((name, properties, message), finding) in commands.iter().zip(&report.findings) {
            let expected = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "notice",
            };
            assert_eq!(name, expected);
            let get = |key: &str| properties.iter().find(|(name, _)| name == key).map(|(_, it)| it);
            let at = &finding.primary.location;
            assert_eq!(get("file").map(String::as_str), Some(&*at.file));
            assert_eq!(get("line"), Some(&at.start.line.to_string()));
            assert_eq!(get("endLine"), Some(&at.end.line.to_string()));
            assert_eq!(get("col").is_some(), at.start.line == at.end.line);
            assert_eq!(get("title").map(String::as_str), Some(finding.lint.name));
            assert!(message.starts_with(&finding.message), "{message}");
        }
        assert!(text.lines().last().unwrap().len() > 10 && text.contains("\nFound "), "{text}");
    }
}

#[test]
fn gitlab_has_what_gitlab_documents() {
    for org in ORGS {
        let (report, text) = written(org, "gitlab");
        let issues = json(&text);
        let issues = issues.as_array().unwrap();
        assert_eq!(issues.len(), report.findings.len());
        let known: BTreeSet<_> = issues.iter().map(|issue| issue["fingerprint"].as_str()).collect();
        assert_eq!(known.len(), issues.len(), "fingerprints are distinct");
        for (issue, finding) in issues.iter().zip(&report.findings) {
            assert!(issue["description"].as_str().unwrap().starts_with(&finding.message));
            assert_eq!(issue["check_name"], finding.lint.name);
            let severity = issue["severity"].as_str().unwrap();
            assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity));
            let at = &finding.primary.location;
            assert_eq!(issue["location"]["path"], *at.file);
            assert_eq!(issue["location"]["lines"]["begin"], at.start.line);
            assert_eq!(issue["location"]["lines"]["end"], at.end.line);
        }
    }
}

/// The tests of a report in JUnit's XML: the suite of each, and the message if it failed.
fn tests(xml: &str) -> Vec<(String, Option<String>)> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut suite, mut tests) = (String::new(), Vec::new());
    loop {
        let event = reader.read_event().unwrap();
        let attribute = |tag: &quick_xml::events::BytesStart<'_>, name: &str| {
            let attribute = tag.try_get_attribute(name).unwrap().unwrap();
            attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap().into_owned()
        };
        match &event {
            XmlEvent::Start(tag) | XmlEvent::Empty(tag) => match tag.name().as_ref() {
                b"testsuite" => suite = attribute(tag, "name"),
                b"testcase" => tests.push((suite.clone(), None)),
                b"failure" => tests.last_mut().unwrap().1 = Some(attribute(tag, "message")),
                _ => {}
            },
            XmlEvent::Eof => return tests,
            _ => {}
        }
    }
}

#[test]
fn junit_has_a_suite_for_each_file_and_a_failure_for_each_finding() {
    let broken = written("broken", "junit");
    for (report, text) in [broken].into_iter().chain(NASTY.map(|name| of(&nasty(name), "junit"))) {
        let tests = tests(&text);
        assert_eq!(tests.len(), report.findings.len());
        for ((suite, failure), finding) in tests.iter().zip(&report.findings) {
            assert_eq!(*suite, *finding.primary.location.file);
            assert!(failure.as_ref().unwrap().starts_with(&finding.message), "{failure:?}");
        }
    }
    let (_, clean) = written("acme", "junit");
    assert_eq!(tests(&clean), [("catchall".to_owned(), None)]);
}

/// The rows of the table in a Markdown text as they are shown, and where its links lead.
fn table(text: &str) -> (Vec<Vec<String>>, Vec<String>) {
    let options = pulldown_cmark::Options::ENABLE_GFM
        | pulldown_cmark::Options::ENABLE_TABLES
        | pulldown_cmark::Options::ENABLE_STRIKETHROUGH
        | pulldown_cmark::Options::ENABLE_MATH;
    let (mut rows, mut links) = (Vec::new(), Vec::new());
    let mut cell = String::new();
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) => cell.clear(),
            Event::End(TagEnd::TableCell) => {
                if let Some(row) = rows.last_mut() {
                    row.push(cell.replace('\u{200b}', ""));
                }
            }
            Event::Text(text) => cell += &text,
            Event::Start(Tag::Link { dest_url, .. }) => links.push(dest_url.into_string()),
            Event::Start(Tag::Image { .. } | Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => panic!("{event:?} in {text}"),
            _ => {}
        }
    }
    (rows, links)
}

#[test]
fn markdown_is_a_table_of_what_is_worst_that_nothing_in_it_breaks() {
    let broken = written("broken", "markdown");
    for (report, text) in [broken].into_iter().chain(NASTY.map(|name| of(&nasty(name), "markdown")))
    {
        let (rows, links) = table(&text);
        let mut findings: Vec<_> = report.findings.iter().collect();
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        findings.truncate(50);
        assert_eq!(rows.len(), findings.len());
        let urls: Vec<String> = findings.iter().map(|finding| finding.lint.url()).collect();
        assert_eq!(links, urls, "the only links are ours");
        for (row, finding) in rows.iter().zip(findings) {
            let at = &finding.primary.location;
            assert_eq!(row[..2], [finding.severity.name(), finding.lint.name]);
            assert_eq!(row[2], format!("{}:{}", at.file, at.start.line));
            assert!(row[3].starts_with(&finding.message), "{row:?} for {}", finding.message);
        }
        let more = report.findings.len().saturating_sub(50);
        assert_eq!(text.contains(&format!("\nand {more} more\n")), more > 0);
        // What hosts look for in the text that is shown.
        for mention in ["@a", "#1", "www.x", "https:/"] {
            let shown: String = text.lines().filter(|line| line.starts_with('|')).collect();
            let shown = shown.replace(env!("CARGO_PKG_REPOSITORY"), "");
            assert!(!shown.contains(mention), "{mention} in {shown}");
        }
    }
}

#[test]
fn several_formats_go_into_files_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).display().to_string();
    let (sarif, junit) = (format!("sarif={}", file("a.sarif")), format!("junit={}", file("a.xml")));
    let output = run(&[
        "check",
        "fixtures/broken",
        "--output-format",
        &sarif,
        "--format",
        &junit,
        "--output-format",
        "concise",
    ]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let concise = run(&["check", "fixtures/broken", "--output-format", "concise"]);
    assert_eq!(stdout(&output), stdout(&concise));
    assert_eq!(json(&fs::read_to_string(file("a.sarif")).unwrap())["version"], "2.1.0");
    assert!(fs::read_to_string(file("a.xml")).unwrap().starts_with("<?xml"));
    let names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(names.count(), 2, "nothing is left beside them");
}

#[test]
fn one_format_goes_into_the_output_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("found.txt");
    fs::write(&file, "old").unwrap();
    let arguments = ["check", "fixtures/broken", "--output-format", "concise", "-o"];
    let output = run(&[&arguments[..], &[file.to_str().unwrap()]].concat());
    assert_eq!((output.status.code(), stdout(&output)), (Some(1), String::new()));
    let concise = run(&arguments[..4]);
    assert_eq!(fs::read_to_string(&file).unwrap(), stdout(&concise));
    // A failure leaves what was there.
    let nothing = folder.path().join("empty");
    fs::create_dir(&nothing).unwrap();
    let output = run(&["check", nothing.to_str().unwrap(), "-o", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read_to_string(&file).unwrap(), stdout(&concise));
}

#[cfg(unix)]
#[test]
fn an_output_file_is_created_as_others_are_and_links_and_devices_stay() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let (file, usual) = (folder.path().join("found.json"), folder.path().join("usual"));
    fs::write(&usual, "").unwrap();
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(&file, &link).unwrap();
    fs::write(&file, "").unwrap();
    let target = format!("json={}", link.display());
    let arguments = ["check", "fixtures/acme", "--output-format", &target];
    assert_eq!(run(&arguments).status.code(), Some(0));
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(json(&fs::read_to_string(&file).unwrap())["version"], 1);
    let mode = |path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&file), mode(&usual));
    let output = run(&["check", "fixtures/acme", "--output-format", "json=/dev/null"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn places_to_write_to_that_do_not_work_are_errors() {
    let refused = |arguments: &[&str]| {
        let output = run(&[&["check", "fixtures/broken"], arguments].concat());
        assert_eq!((output.status.code(), stdout(&output)), (Some(2), String::new()));
        stderr(&output)
    };
    insta::assert_snapshot!(refused(&["--format", "json", "--format", "github"]), @"error: json and github cannot both go to standard output; write `--output-format github=FILE` for one of them");
    insta::assert_snapshot!(refused(&["--format", "json=a", "--format", "sarif=a"]), @"error: json and sarif cannot both go into a");
    insta::assert_snapshot!(refused(&["--format", "json", "--format", "sarif", "-o", "a"]), @"error: --output-file is for one format; with several, write `--output-format FORMAT=FILE` for each");
    insta::assert_snapshot!(refused(&["--format", "json=a", "-o", "b"]), @"error: --output-file is not needed with `json=FILE`");
    insta::assert_snapshot!(refused(&["--format", "sarif=no/such/folder.sarif"]), @r"
    error: cannot write no/such/folder.sarif
      caused by: entity not found
    ");
    insta::assert_snapshot!(refused(&["--format", "sarif="]), @"error: there is no name of a file after `sarif=`");
    insta::assert_snapshot!(refused(&["--format", "sarfi=a"]), @r"
    error: invalid value 'sarfi' for '--output-format <FORMAT[=FILE]>'
      [possible values: full, concise, json, jsonl, sarif, github, gitlab, junit, markdown]

      tip: a similar value exists: 'sarif'

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(refused(&["--statistics", "--format", "sarif"]), @"error: sarif has no statistics; write --statistics with one of full, concise, json");
}

#[test]
fn statistics_count_what_is_found() {
    let arguments = ["check", "fixtures/broken", "--statistics"];
    let text = stdout(&run(&arguments));
    insta::assert_snapshot!("broken_statistics", text);
    let concise = stdout(&run(&[&arguments[..], &["--format", "concise"]].concat()));
    assert_eq!(concise, text);
    let all = json(&stdout(&run(&[&arguments[..], &["--format", "json"]].concat())));
    let counts = all["statistics"].as_array().unwrap();
    let sum = |severity: &str| {
        let of = counts.iter().filter(|one| one["severity"] == severity);
        of.map(|one| one["count"].as_u64().unwrap()).sum::<u64>()
    };
    for (severity, total) in [("error", "errors"), ("warning", "warnings"), ("info", "infos")] {
        assert_eq!(sum(severity), all["summary"][total].as_u64().unwrap());
    }
    assert_eq!(counts.len(), text.lines().take_while(|line| !line.starts_with("Found")).count());
    assert!(counts.len() > 10 && all.get("findings").is_none());
}

#[test]
fn quiet_says_nothing_but_the_findings() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("tsconfig.json"), "{ // comment\n}").unwrap();
    let rule = r#"{"type": "SIGN_ON", "id": "0pr1", "name": "Staff", "status": "ACTIVE",
        "conditions": {"network": {"connection": "ZONE"}}, "actions": {"signon": {"access": "DENY"}}}"#;
    fs::write(folder.path().join("rule.json"), rule).unwrap();
    let said = |arguments: &[&str]| {
        let all = [&["check"], arguments].concat();
        let output = command(&all).current_dir(folder.path()).output().unwrap();
        (stdout(&output), stderr(&output))
    };
    for format in ["full", "concise", "github"] {
        let (loud, _) = said(&["--format", format]);
        let (quiet, nothing) = said(&["--format", format, "-q"]);
        assert!(loud.starts_with(&quiet) && !quiet.is_empty(), "{quiet}");
        assert!(loud[quiet.len()..].starts_with("Found 1 error") && loud.contains("note: "));
        assert_eq!(nothing, "");
    }
    let (loud, note) = said(&["--format", "gitlab"]);
    assert!(note.starts_with("note: "), "{note}");
    assert_eq!(said(&["--format", "gitlab", "--quiet"]), (loud, String::new()));
}

#[test]
fn exit_zero_hides_findings_and_no_failure() {
    let code =
        |arguments: &[&str]| run(&[&["check"], arguments, &["--exit-zero"]].concat()).status.code();
    assert_eq!(code(&["fixtures/broken"]), Some(0));
    assert_eq!(code(&["fixtures/nowhere.json"]), Some(2));
}

/// `docs/output.md` shows what is printed: a line as it is, or what comes before and after an ellipsis.
#[test]
fn the_page_shows_what_is_printed() {
    let page = fs::read_to_string(project::path("docs/output.md")).unwrap();
    let mut shown = BTreeSet::new();
    for part in page.split("```console\n$ catchall ").skip(1) {
        let (arguments, rest) = part.split_once("\n```\n").unwrap();
        if !arguments.starts_with("check fixtures/") {
            continue;
        }
        let arguments: Vec<&str> = arguments.split(' ').collect();
        let printed = stdout(&run(&arguments));
        let block = rest.split("```").nth(1).unwrap();
        let (_, lines) = block.split_once('\n').unwrap();
        for line in lines.lines() {
            let start = line.strip_suffix('…').unwrap_or(line);
            let is_it =
                |one: &str| if start == line { one == line } else { one.starts_with(start) };
            assert!(printed.lines().any(is_it), "{arguments:?} does not print {line:?}");
        }
        shown.extend(arguments.last().map(|&last| last.to_owned()));
    }
    assert_eq!(shown.len(), FORMATS.len() - 2 + 1, "all but full and sarif, and the statistics");
}
