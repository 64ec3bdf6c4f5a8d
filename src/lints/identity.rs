//! What a finding is known by: whatever stays when an export is fetched again or laid out otherwise.

use std::borrow::Cow;

use foldhash::HashMap;

use super::subjects::Owner;
use crate::diagnostic::{Finding, Fingerprint};
use crate::json::{Document, Node, Step};
use crate::okta::Key;

/// What tells a finding at a place from others, apart from what is found several times there.
pub(super) fn fingerprint(
    lint: &str,
    document: &Document,
    node: Option<Node<'_>>,
    owner: Option<&Owner<'_, '_>>,
) -> Fingerprint {
    let mut texts = vec![Cow::Borrowed(lint)];
    match owner {
        Some(owner) => texts.extend(owner.identity()),
        // The file is all that there is to know it by.
        None => texts.extend(["file".into(), document.name().into()]),
    }
    let around = owner.map_or(0, |owner| owner.object.ancestors().len());
    let steps = node.map(Node::steps).unwrap_or_default();
    texts.push("at".into());
    texts.extend(steps.into_iter().skip(around).map(name));
    Fingerprint::of(texts.iter().map(Cow::as_ref))
}

/// What tells a finding about a guard from others: which guard, and whose object breaks it.
pub(super) fn of_guard(lint: &str, guard: &str, owner: Option<&Owner<'_, '_>>) -> Fingerprint {
    let owner = owner.map(Owner::identity).unwrap_or_default();
    Fingerprint::of([lint, "guard", guard].into_iter().chain(owner.iter().map(Cow::as_ref)))
}

/// Tells findings apart that are known by the same: by what they say, then by their order.
pub(super) fn number(findings: &mut [Finding]) {
    let mut alike: HashMap<Fingerprint, Vec<usize>> = HashMap::default();
    for (n, finding) in findings.iter().enumerate() {
        alike.entry(finding.fingerprint).or_default().push(n);
    }
    for mut alike in alike.into_values().filter(|alike| alike.len() > 1) {
        alike.sort_by(|one, other| findings[*one].message.cmp(&findings[*other].message));
        for (ordinal, n) in alike.into_iter().enumerate() {
            findings[n].fingerprint = findings[n].fingerprint.numbered(ordinal);
        }
    }
}

/// What is known of a step whatever the order of members and elements is.
fn name(step: Step<'_>) -> Cow<'_, str> {
    /// What Okta's objects are known by, in this order.
    const NAMES: [Key; 3] = [Key::ID, Key::NAME, Key::KEY];
    match step {
        Step::Member(key) => key.as_str().unwrap_or_default(),
        Step::Element(index, element) => {
            let name = NAMES.iter().find_map(|name| element.field(*name)?.as_str());
            // Most lists of texts are sets of ids.
            let name = name.or_else(|| element.as_str());
            name.unwrap_or_else(|| index.to_string().into())
        }
    }
}
