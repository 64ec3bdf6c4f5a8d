//! A key that stands twice in one object. RFC 8259, section 4, leaves open which value counts; most
//! readers take the last, and so does catchall.

use crate::diagnostic::Severity;
use crate::json::Document;
use crate::lints::{Check, Cx, Declaration};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Document(check)]);

fn check<'d>(document: &'d Document, cx: &mut Cx<'_, 'd>) {
    for keys in document.repeated_keys_together() {
        let [earlier @ .., last] = keys.as_slice() else {
            continue;
        };
        let often = match keys.len() {
            2 => "more than once".to_owned(),
            count => format!("{count} times"),
        };
        let name = last.text();
        let message =
            format!("{name} stands {often} in one object, and most readers keep only the last");
        let finding = cx.report(*last, message);
        finding.primary_label("the last").help("Keep one of them");
        if keys.len() == 2 {
            finding.help("Keep one of the two");
        }
        for key in earlier {
            finding.label(*key, "lost to most readers");
        }
    }
}
