//! `catchall ask` from outside.

use crate::program::{run, stderr, stdout};

/// What is said, and the exit code.
fn ask(arguments: &[&str]) -> (String, Option<i32>) {
    let output = run(&[&["ask", "fixtures/acme"], arguments].concat());
    (stdout(&output) + &stderr(&output), output.status.code())
}

#[test]
fn nobody_gets_in_with_a_password_alone() {
    let console = ["--app", "Okta Admin Console", "--can", "allow with password"];
    let expected = "no: app \"Okta Admin Console\": nobody with password alone, proved\n";
    assert_eq!(ask(&console), (expected.to_owned(), Some(1)));
}

#[test]
fn somebody_gets_in() {
    let contractors = ["--app", "*", "--who", "group(\"Contractors\") and not zone(any)"];
    let (said, code) = ask(&contractors);
    assert_eq!(code, Some(0));
    insta::assert_snapshot!(said);
}

#[test]
fn a_session_counts_where_it_began() {
    let passwords = ["--policy", "OKTA_SIGN_ON", "--can", "allow with password"];
    let (said, code) = ask(&passwords);
    assert_eq!(code, Some(0));
    insta::assert_snapshot!(said);
}

/// High risk is denied a session, so that no session begins and ends at high risk.
#[test]
fn a_session_that_begins_elsewhere_gives_less_credit() {
    let who = "group(\"Contractors\") and not group(\"Okta Administrators\") and risk(high)";
    let apps = ["--app", "*", "--who", who];
    let (_, anywhere) = ask(&[&apps[..], &["--session", "any"]].concat());
    let (_, here) = ask(&[&apps[..], &["--session", "same"]].concat());
    assert_eq!((anywhere, here), (Some(0), Some(1)));
}

#[test]
fn what_means_nothing_is_said() {
    for (arguments, expected) in [
        (&["--app", "Salesfrce"][..], "did you mean \"Salesforce\"?"),
        (&["--app", "*", "--who", "group(\"Contrctors\")"], "Did you mean \"Contractors\"?"),
        (&["--app", "*", "--who", "grup(\"Contractors\")"], "Did you mean \"group\"?"),
        (&["--app", "*", "--can", "allow with pasword"], "did you mean password?"),
        (&["--app", "*", "--can", "deny"], "say `allow`"),
        (&["--who", "any"], "--app"),
    ] {
        let (said, code) = ask(arguments);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(expected), "{said}");
    }
}
