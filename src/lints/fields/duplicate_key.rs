//! A key that stands twice in one object. RFC 8259, section 4, leaves open which value counts; most
//! readers take the last, and so does catchall.

use crate::diagnostic::Severity;
use crate::json::Document;
use crate::lints::{Check, Cx, Declaration};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Document(check)]);

fn check<'d>(document: &'d Document, cx: &mut Cx<'_, 'd>) {
    for key in document.repeated_keys() {
        let object = key.parent();
        let mut members = object.into_iter().flat_map(|object| object.members());
        let Some(first) = members.find(|member| member.key.as_str() == key.as_str()) else {
            continue;
        };
        cx.report(
            key,
            format!(
                "{} stands more than once in one object, and most readers keep only the last",
                key.text()
            ),
        )
        .primary_label("the last")
        .label(first.key, "lost to most readers")
        .help("Keep one of the two");
    }
}
