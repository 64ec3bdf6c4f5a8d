//! A key that stands twice in one object. RFC 8259, section 4, leaves open which value counts; most
//! readers take the last, and so does catchall.

use crate::diagnostic::{Safety, Severity};
use crate::json::Document;
use crate::lints::{Check, Cx, Declaration};
use crate::model::Reading;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Document(check)]);

fn check<'d>(document: &'d Document, cx: &mut Cx<'_, 'd>) {
    for members in document.repeated_members_together() {
        let [earlier @ .., last] = members.as_slice() else {
            continue;
        };
        let often = match members.len() {
            2 => "more than once".to_owned(),
            count => format!("{count} times"),
        };
        let name = last.key.text();
        let message =
            format!("{name} stands {often} in one object, and most readers keep only the last");
        let finding = cx.report(last.key, message);
        finding.primary_label("the last").help("Keep one of them");
        if members.len() == 2 {
            finding.help("Keep one of the two");
        }
        for member in earlier {
            finding.label(member.key, "lost to most readers");
        }
        if earlier.iter().all(|member| Reading::Whole.are_equal(member.value, last.value)) {
            let fix = finding.fix(Safety::Safe, "Keep the last, since all say the same");
            fix.remove_all(earlier.iter().map(|member| member.key));
        }
    }
}
