//! nst/JSONTestSuite through the binary: what must parse gives no syntax finding, what must not
//! parse gives one, and nothing crashes.

use std::path::Path;

use crate::corpus;
use crate::program::{command, stdout};

#[test]
fn every_case_gets_the_right_verdict() {
    let test = "every_case_gets_the_right_verdict";
    let Some(folder) = corpus::path("corpus/JSONTestSuite/test_parsing", test) else { return };
    let cases = corpus::files_below(&folder, "json");
    let mut wrong = Vec::new();
    for case in &cases {
        let name = case.file_name().unwrap().to_str().unwrap();
        let (code, finds_syntax_error) = verdict(case);
        let right = match name.as_bytes()[0] {
            // Without anything of Okta's in it there is nothing to check, but for empty lists.
            b'y' => !finds_syntax_error && (code == Some(2) || code == Some(0)),
            b'n' => finds_syntax_error && code == Some(1),
            _ => matches!(code, Some(0..=2)),
        };
        if !right {
            wrong.push(format!("{name}: exit code {code:?}, syntax finding {finds_syntax_error}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(cases.len() > 300, "only {} cases", cases.len());
}

fn verdict(case: &Path) -> (Option<i32>, bool) {
    let output = command(&["check", "--output-format", "full"]).arg(case).output().unwrap();
    (output.status.code(), stdout(&output).contains("error[syntax-error]"))
}
