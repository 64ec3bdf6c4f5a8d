//! What `--fix` does: the finding is gone, nothing new is found, and every other byte is as it was.

use std::collections::BTreeMap;
use std::fs;
use std::process::Output;

use catchall::diagnostic::{Report, Safety};
use catchall::discover::discover;
use catchall::fix::{Mended, mend};
use catchall::json::{Document, Layout};
use catchall::lints::Lint;
use catchall::{Options, Workspace};
use tempfile::TempDir;

use crate::documents::pedantic;
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

/// Mends a text and holds what has to hold; says how many findings were mended.
fn mended(name: &str, text: &str) -> usize {
    let mut workspace = workspace(name, text, pedantic());
    let before = workspace.check();
    let mended = mend(&mut workspace, Safety::Unsafe);
    let after = workspace.check();
    for (lint, count) in counts(&after) {
        assert!(count <= counts(&before).get(lint).copied().unwrap_or(0), "{name}: more of {lint}");
    }
    assert_eq!(mend(&mut workspace, Safety::Unsafe), [], "{name} is mended in one go");
    let Some(Mended { before: old, after: new, fixes, .. }) = mended.first() else {
        return 0;
    };
    assert_eq!((old.as_str(), new.as_str()), (text, workspace.document(name).unwrap().text()));
    // All edits are within lines: the others are the same, byte for byte.
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split('\n').collect(), new.split('\n').collect());
    assert_eq!(old.len(), new.len(), "{name}");
    let places = before.findings.iter().filter_map(|finding| finding.fix.as_ref());
    let lines: Vec<usize> = places
        .flat_map(|fix| &fix.edits)
        .flat_map(|edit| edit.location.start.line..=edit.location.end.line)
        .collect();
    for (n, (old, new)) in old.iter().zip(&new).enumerate() {
        assert!(old == new || lines.contains(&(n + 1)), "{name}:{}", n + 1);
    }
    *fixes
}

#[test]
fn what_pages_show_is_mended_and_nothing_else() {
    let mut lints = Vec::new();
    for lint in Lint::all() {
        for example in lint.page.split("```json failing\n").skip(1) {
            let example = example.split("```").next().unwrap();
            for text in
                [example.to_owned(), example.replace('\n', "\r\n"), example.trim().to_owned()]
            {
                if mended("example.json", &text) > 0 {
                    lints.push(lint.name);
                }
            }
        }
    }
    lints.dedup();
    for lint in ["bad-format", "misspelled-field", "needless-exclusion", "stale-zone-list"] {
        assert!(lints.contains(&lint), "{lint} has no fix: {lints:?}");
    }
}

#[test]
fn the_broken_org_is_mended_as_far_as_it_can_be() {
    let input = discover(&[project::path("fixtures/broken")]).unwrap();
    let mut workspace = Workspace::of(pedantic(), input);
    let before = counts(&workspace.check());
    let safe = mend(&mut workspace, Safety::Safe);
    let others = mend(&mut workspace, Safety::Unsafe);
    for (lint, count) in counts(&workspace.check()) {
        assert!(count <= before.get(lint).copied().unwrap_or(0), "more of {lint}");
    }
    let fixes = |mended: &[Mended]| mended.iter().map(|one| one.fixes).sum::<usize>();
    assert_eq!((fixes(&safe), fixes(&others)), (4, 4));
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
