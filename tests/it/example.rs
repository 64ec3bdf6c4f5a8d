//! The example program says what it should.

#[allow(dead_code)] // Its `main`.
#[path = "../../examples/own_format.rs"]
mod own_format;

#[test]
fn the_example_writes_its_format_and_checks_again() {
    let mut out = Vec::new();
    own_format::run(&mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    let (before, after) = out.split_once("\nAfter the rules have changed places:\n").unwrap();
    assert!(before.starts_with("::warning file=policies.json,line=14,col="), "{out}");
    assert!(before.contains("title=unreachable-rule (reachability)::"), "{out}");
    assert!(before.ends_with("all go to rule \"Anybody\"\n"), "{out}");
    assert!(!after.contains("::"), "{out}");
    assert!(after.contains("from no zone that a rule names"), "{out}");
    assert!(after.ends_with("mended: unreachable-rule\n"), "{out}");
}
