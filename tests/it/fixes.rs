//! What `--fix` does: the finding is gone, nothing new is found, and every other byte is as it was.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Output;

use catchall::diagnostic::{Fix, Report, Safety};
use catchall::discover::discover;
use catchall::fix::{Mended, mend};
use catchall::json::{Document, Layout};
use catchall::lints::Lint;
use catchall::{Options, Workspace};
use tempfile::TempDir;

use crate::documents::{mended, pedantic};
use crate::program::{command, stderr, stdout};
use crate::project;

fn workspace(name: &str, text: &str, options: Options) -> Workspace {
    let mut workspace = Workspace::new(options);
    workspace.insert(Document::parse(name, text.into(), Layout::Json));
    workspace
}

fn counts(report: &Report) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for finding in &report.findings {
        *counts.entry(finding.lint.name).or_default() += 1;
    }
    counts
}

/// The lints that find more after than before.
fn more(before: &Report, after: &Report) -> Vec<&'static str> {
    let (before, after) = (counts(before), counts(after));
    let more = after.into_iter().filter(|(lint, count)| before.get(lint).is_none_or(|n| count > n));
    more.map(|(lint, _)| lint).collect()
}

/// Holds that lines without an edit are the same, in the same order, with the same ends.
fn assert_lines_stay(name: &str, old: &str, new: &str, fix: &Fix) {
    let edits = fix.edits.iter();
    let touched: BTreeSet<usize> =
        edits.flat_map(|edit| edit.location.start.line..=edit.location.end.line).collect();
    let lines = old.split_inclusive('\n').enumerate();
    let stay = lines.filter(|(n, _)| !touched.contains(&(n + 1))).map(|(_, line)| line);
    let mut left = new.split_inclusive('\n');
    for line in stay {
        assert!(left.any(|other| other == line), "{name} lacks {line:?}: {new}");
    }
    let (is_crlf, ends) = (old.contains("\r\n"), |text: &str, end| text.matches(end).count());
    assert!(!is_crlf || ends(new, "\n") == ends(new, "\r\n"), "{name}: {new:?}");
    assert_eq!(old.ends_with('\n'), new.ends_with('\n'), "{name}");
}

/// Applies each fix alone, and holds that its finding is gone and that the rest is as it was; says which
/// lints had one, and which had one that leaves something new to find.
fn mended_one_by_one(workspace: &mut Workspace) -> [Vec<&'static str>; 2] {
    let before = workspace.check_in_full();
    let (mut lints, mut refused) = (Vec::new(), Vec::new());
    for finding in &before.findings {
        let Some(fix) = &finding.fix else { continue };
        let (name, lint) = (&*finding.primary.location.file, finding.lint.name);
        let old = workspace.document(name).unwrap().text().to_owned();
        let new = mended(&old, fix);
        let layout = if name.ends_with(".jsonl") { Layout::Lines } else { Layout::Json };
        workspace.insert(Document::parse(name, new.clone().into(), layout));
        let after = workspace.check_in_full();
        workspace.insert(Document::parse(name, old.clone().into(), layout));
        if !more(&before, &after).is_empty() {
            refused.push(lint);
            continue;
        }
        let count = |report: &Report| counts(report).get(lint).copied().unwrap_or(0);
        assert!(count(&after) < count(&before), "{name}: {lint} after {}: {new}", fix.title);
        assert_lines_stay(name, &old, &new, fix);
        lints.push(lint);
    }
    [lints, refused]
}

/// Mends all of a text, and holds what has to hold; says how many findings were mended.
fn mended_at_once(name: &str, text: &str) -> usize {
    let mut workspace = workspace(name, text, pedantic());
    let before = workspace.check_in_full();
    let mended = mend(&mut workspace, Safety::Unsafe);
    assert_eq!(more(&before, &workspace.check_in_full()), [""; 0], "{name}");
    assert_eq!(mend(&mut workspace, Safety::Unsafe), [], "{name} is mended in one go");
    let Some(Mended { before: old, after: new, fixes, .. }) = mended.first() else {
        return 0;
    };
    assert_eq!((old.as_str(), new.as_str()), (text, workspace.document(name).unwrap().text()));
    *fixes
}

#[test]
fn what_pages_show_is_mended_and_nothing_else() {
    let mut lints = BTreeSet::new();
    for lint in Lint::all() {
        for example in lint.page.split("```json failing\n").skip(1) {
            let example = example.split("```").next().unwrap();
            for text in
                [example.to_owned(), example.replace('\n', "\r\n"), example.trim().to_owned()]
            {
                let mut workspace = workspace("example.json", &text, pedantic());
                let [with_fix, refused] = mended_one_by_one(&mut workspace);
                assert_eq!(refused, [""; 0], "these leave more to find");
                assert_eq!(mended_at_once("example.json", &text), with_fix.len(), "{}", lint.name);
                lints.extend(with_fix);
            }
        }
    }
    let lints: Vec<&str> = lints.into_iter().collect();
    insta::assert_snapshot!(lints.join("\n"));
}

/// The first failing example of a lint's page.
fn example(lint: &str) -> &'static str {
    let page = Lint::named(lint).unwrap().page;
    page.split("```json failing\n").nth(1).unwrap().split("```").next().unwrap()
}

/// A text, and what comes in its place.
type Change<'t> = (&'t str, &'t str);

/// What pages do not show: the lint, what is changed in the first failing example of its page, and what is
/// mended in that then.
#[test]
fn what_is_certain_is_mended_and_nothing_else() {
    const GROUP: &str = "00g4h7d2sLcR9pTmW5d7";
    let with_blank = format!("\" {GROUP}\"");
    let two = format!("\"{GROUP}, 00g6x2c9fLpV7bGqM5d7\"");
    let (id, ids) = (format!("\"{GROUP}\""), format!("\"{GROUP}\", \"00g6x2c9fLpV7bGqM5d7\""));
    let network = "\n    \"network\": { \"connection\": \"ANYWHERE\" },";
    let zone = "{ \"connection\": \"ZONE\", \"include\": [\"nzo2k9r5uBxE8vGqY5d7\"] }";
    let (safe, unseen) = (Some(Safety::Safe), Some(Safety::Unsafe));
    let phone = ",\n      { \"key\": \"phone_number\", \"enroll\": { \"self\": \"REQUIRED\" } }";
    let idp = ",\n        { \"type\": \"SAML2\", \"id\": \"0oa2tca4svm9zWxNV5d7\", \"name\": \"Acme Norway\" }";
    let cases: &[(&str, Change<'_>, Option<Safety>, Change<'_>)] = &[
        (
            "reauthenticate-twice",
            ("PT1H", "PT2H"),
            safe,
            ("            \"reauthenticateIn\": \"PT2H\",\n", ""),
        ),
        ("reauthenticate-twice", ("PT1H", "PT3H"), None, ("", "")),
        (
            "listed-twice",
            ("Acme Portugal", "Acme Norway"),
            unseen,
            (&idp.repeat(2)[1..], &idp[1..]),
        ),
        ("listed-twice", ("", ""), None, ("", "")),
        ("repeated-authenticator", ("OPTIONAL", "REQUIRED"), safe, (&phone.repeat(2), phone)),
        ("repeated-authenticator", ("", ""), None, ("", "")),
        ("duplicate-key", (zone, "{ \"connection\": \"ANYWHERE\" }"), safe, (network, "")),
        ("duplicate-key", ("", ""), None, ("", "")),
        (
            "possession-property-on-knowledge",
            ("\"REQUIRED\"", "\"OPTIONAL\""),
            safe,
            (", \"phishingResistant\": \"OPTIONAL\"", ""),
        ),
        ("possession-property-on-knowledge", ("", ""), None, ("", "")),
        (
            "possession-property-on-knowledge",
            (", \"phishingResistant\": \"REQUIRED\"", ", \"Types\": [\"password\"]"),
            safe,
            (", \"Types\": [\"password\"]", ""),
        ),
        (
            "possession-property-on-knowledge",
            (", \"phishingResistant\": \"REQUIRED\"", ", \"Types\": [\"security_question\"]"),
            None,
            ("", ""),
        ),
        ("impossible-id", ("\"Contractors\"", &with_blank), safe, (&with_blank, &id)),
        ("impossible-id", ("\"Contractors\"", &two), safe, (&two, &ids)),
        ("impossible-id", ("", ""), None, ("", "")),
        ("unknown-value", ("3FA", "2fa"), safe, ("2fa", "2FA")),
        ("impossible-id", ("\"DENY\"", "\"DENYY\""), unseen, ("DENYY", "DENY")),
        (
            "unknown-value",
            ("\"ACCESS_POLICY\"", "\"access_policy\""),
            safe,
            ("access_policy", "ACCESS_POLICY"),
        ),
        (
            "unknown-field",
            ("\"email\": { \"status\": \"ACTIVE\" }", "\"email\": {}"),
            safe,
            ("        \"email\": {},\n", ""),
        ),
        ("unknown-field", ("", ""), None, ("", "")),
    ];
    for (lint, (from, to), safety, (before, after)) in cases {
        let text = example(lint).replacen(from, to, usize::from(!from.is_empty()));
        assert_eq!(
            mended_with(&text),
            (*safety, text.replacen(before, after, 1)),
            "{lint}: {text}"
        );
    }
}

/// With which fixes a text is mended, and what comes of it.
fn mended_with(text: &str) -> (Option<Safety>, String) {
    for safety in [Safety::Safe, Safety::Unsafe] {
        let mut workspace = workspace("example.json", text, pedantic());
        if let [Mended { after, .. }] = mend(&mut workspace, safety).as_slice() {
            return (Some(safety), after.clone());
        }
    }
    (None, text.to_owned())
}

#[test]
fn members_move_to_where_they_belong() {
    let rule = |own: &str, method: &str| {
        format!(
            r#"{{"type": "ACCESS_POLICY", "name": "P", "status": "ACTIVE", "priority": 0, "actions": {{"appSignOn": {{
  "access": "ALLOW"{own},
  "verificationMethod": {{
    "type": "ASSURANCE",
    "reauthenticateIn": "PT2H"{method}
  }}
}}}}}}"#
        )
    };
    let (mode, below) = (",\n  \"factorMode\": \"2FA\"", ",\n    \"factorMode\": \"2FA\"");
    let moved = (Some(Safety::Unsafe), rule("", below));
    assert_eq!(mended_with(&rule(mode, "")), moved);
    assert_eq!(mended_with(&rule(mode, below)), (Some(Safety::Safe), rule("", below)));
    let other = rule(mode, &below.replace("2FA", "1FA"));
    assert_eq!(mended_with(&other), (None, other.clone()));
}

#[test]
fn quotes_around_all_numbers_are_removed_at_once() {
    let text = r#"{"type": "PASSWORD", "name": "P", "status": "ACTIVE", "priority": "1", "system": "false",
  "settings": {"password": {"complexity": {"minLength": "12", "minNumber": "1"}}}}"#;
    let bare = text.replace("\"1\"", "1").replace("\"false\"", "false").replace("\"12\"", "12");
    assert_eq!(mended_with(text), (Some(Safety::Safe), bare));
}

#[test]
fn the_broken_org_is_mended_as_far_as_it_can_be() {
    let input = discover(&[project::path("fixtures/broken")]).unwrap();
    let mut workspace = Workspace::of(pedantic(), input);
    let [alone, refused] = mended_one_by_one(&mut workspace);
    assert_eq!((alone.len(), refused), (11, vec![]));
    let before = counts(&workspace.check());
    let safe = mend(&mut workspace, Safety::Safe);
    let others = mend(&mut workspace, Safety::Unsafe);
    for (lint, count) in counts(&workspace.check()) {
        assert!(count <= before.get(lint).copied().unwrap_or(0), "more of {lint}");
    }
    let fixes = |mended: &[Mended]| mended.iter().map(|one| one.fixes).sum::<usize>();
    assert_eq!((fixes(&safe), fixes(&others)), (6, 5));
    assert_eq!(mend(&mut workspace, Safety::Unsafe), []);
}

const RULE: &str = r#"{"type": "PASSWORD", "id": "0pr3h7q1kVyD8pFxC5d7", "name": "P", "status": "ACTIVE",
	"priority": 1, "system": false, "conditions": {"network": {"conection": "ANYWHERE"}},
  "actions": {"passwordChange":   {"access": "allow"}}}"#;

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("rule.json"), RULE).unwrap();
    folder
}

fn run(folder: &TempDir, arguments: &[&str]) -> Output {
    command(arguments).current_dir(folder.path()).output().unwrap()
}

#[test]
fn safe_fixes_are_written_and_unsafe_ones_when_asked_for() {
    let folder = folder();
    let text = || fs::read_to_string(folder.path().join("rule.json")).unwrap();
    let diff = run(&folder, &["check", "--diff"]);
    assert_eq!((diff.status.code(), text().as_str()), (Some(1), RULE));
    insta::assert_snapshot!(stdout(&diff));
    let fixed = run(&folder, &["check", "--fix"]);
    assert_eq!(stderr(&fixed), "Fixed 1 finding in 1 file.\n");
    assert!(stdout(&fixed).contains("misspelled-field"), "{}", stdout(&fixed));
    let safe = RULE.replace("allow", "ALLOW");
    assert_eq!(text(), safe);
    let fixed = run(&folder, &["check", "--unsafe-fixes"]);
    assert_eq!(fixed.status.code(), Some(0), "{}", stdout(&fixed));
    assert_eq!(text(), safe.replace("conection", "connection"));
    let again = run(&folder, &["check", "--unsafe-fixes"]);
    assert_eq!((stderr(&again).as_str(), again.status.code()), ("", Some(0)));
    let none = run(&folder, &["check", "--diff", "--unsafe-fixes"]);
    assert_eq!((stdout(&none).as_str(), none.status.code()), ("", Some(0)));
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_what_cannot_be_written_is_said() {
    use std::io::Write;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Stdio;

    let folder = folder();
    let path = folder.path().join("rule.json");
    let mode = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    mode(0o440);
    let refused = run(&folder, &["check", "--fix"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("rule.json cannot be mended: it is read-only"));
    mode(0o640);
    symlink("rule.json", folder.path().join("link.json")).unwrap();
    assert_eq!(run(&folder, &["check", "--fix", "link.json"]).status.code(), Some(1));
    assert!(fs::symlink_metadata(folder.path().join("link.json")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&path).unwrap(), RULE.replace("allow", "ALLOW"));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    let mut piped = command(&["check", "--fix", "-"]);
    let piped = piped.current_dir(folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut piped = piped.stderr(Stdio::piped()).spawn().unwrap();
    piped.stdin.take().unwrap().write_all(RULE.as_bytes()).unwrap();
    let refused = piped.wait_with_output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("cannot be mended: it is no file"), "{}", stderr(&refused));
}

/// Without `connection`, the zones are told once it is spelt right: that is left to the author.
#[test]
fn a_fix_after_which_more_is_found_is_left_alone() {
    let text = RULE.replace("\"ANYWHERE\"", "\"ZONE\"");
    let mut workspace = workspace("rule.json", &text, Options::default());
    let mended = mend(&mut workspace, Safety::Unsafe);
    assert_eq!(mended.len(), 1);
    assert_eq!((mended[0].fixes, &mended[0].after), (1, &text.replace("allow", "ALLOW")));
}
