//! Options of lints: what is set of them counts, what cannot be set is refused in words, and their pages
//! tell of them.

use std::fmt::Write;

use catchall::diagnostic::Finding;
use catchall::json::{Document, Layout};
use catchall::lints::{Lint, LintOptions};
use catchall::{Options, check};

use crate::project;

/// What is found of an authentication policy of so many rules, its catch-all included.
fn too_many(rules: usize, lints: LintOptions) -> Vec<Finding> {
    let mut all = String::new();
    for n in 1..rules {
        write!(
            all,
            r#"{{"type": "ACCESS_POLICY", "name": "Block {n}", "actions": {{"appSignOn": {{"access": "DENY"}}}}}},"#
        )
        .unwrap();
    }
    let policy = format!(
        r#"{{"type": "ACCESS_POLICY", "name": "Ordering", "rules": [{all}
            {{"type": "ACCESS_POLICY", "name": "Catch-all Rule", "priority": 99, "system": true,
              "actions": {{"appSignOn": {{"access": "DENY"}}}}}}]}}"#
    );
    let documents = [Document::parse("policy.json", policy.into(), Layout::Json)];
    let report = check(documents, &Options { lints, ..Options::default() });
    let findings = report.findings.into_iter();
    findings.filter(|finding| finding.lint.name == "too-many-rules").collect()
}

fn most(value: i64) -> LintOptions {
    let mut options = LintOptions::default();
    options.set("too-many-rules", "most", value).unwrap();
    options
}

#[test]
fn what_is_set_counts() {
    assert_eq!(too_many(100, LintOptions::default()), []);
    assert_eq!(too_many(101, LintOptions::default()).len(), 1);
    assert_eq!(too_many(101, most(200)), []);
    assert_eq!(too_many(200, most(200)), []);
    let found = too_many(201, most(200));
    assert_eq!(
        found[0].message,
        "the policy has 201 rules; Okta accepts at most 200, the catch-all included"
    );
    assert_eq!(too_many(3, most(2)).len(), 1);
}

#[test]
fn what_cannot_be_set_is_refused_in_words() {
    let refused = |lint, option, value| {
        LintOptions::default().set(lint, option, value).unwrap_err().to_string()
    };
    assert_eq!(
        refused("too-many-rule", "most", 200),
        r#"there is no lint "too-many-rule"; did you mean "too-many-rules"?"#
    );
    assert_eq!(refused("zzz", "most", 200), r#"there is no lint "zzz""#);
    assert_eq!(
        refused("too-many-rules", "mots", 200),
        r#"the lint too-many-rules has no option "mots"; did you mean "most"?"#
    );
    assert_eq!(refused("inactive", "most", 200), r#"the lint inactive has no option "most""#);
    assert_eq!(refused("too-many-rules", "most", 0), "most is 0; it can be 1 to 100000");
}

#[test]
fn pages_tell_of_the_options_of_their_lints() {
    let mut wrong = Vec::new();
    for lint in Lint::all() {
        let mut expected = String::new();
        for option in lint.options() {
            let ((least, greatest), default) = (option.bounds, option.default);
            let (name, meaning) = (option.name, option.meaning);
            writeln!(expected, "| `{name}` | {default} | {least} to {greatest} | {meaning} |")
                .unwrap();
        }
        if !expected.is_empty() {
            expected =
                format!("| option | default | takes | means |\n|---|---|---|---|\n{expected}");
        }
        let section = lint.page.split_once("\n## Options\n\n").map_or("", |(_, rest)| rest);
        let section = section.split("\n## ").next().unwrap_or_default();
        if section.trim_end() != expected.trim_end() {
            let page = project::path(&format!("rules/{}/{}.md", lint.category, lint.name));
            wrong.push(format!("{}: \"## Options\" should be\n\n{expected}", page.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
