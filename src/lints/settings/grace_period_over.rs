//! A grace period whose last day has passed (Okta's help, "Authenticator enrollment policies":
//! after it, users can't go on without enrolling).

use crate::date::Date;
use crate::diagnostic::{Safety, Severity};
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Enrollable, Enrollment, Policy};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Policy(check)]);

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    let entries = Enrollable::authenticators(policy);
    for entry in entries.filter(|entry| entry.enrollment == Enrollment::Required) {
        let is_by_date = |grace: &Node<'d>| {
            grace.field(Key::TYPE).is_some_and(|kind| kind.is_str("BY_DATE_TIME"))
        };
        let grace = entry.detail(Key::GRACE_PERIOD).filter(is_by_date);
        let Some(expiry) = grace.and_then(|grace| grace.field(Key::EXPIRY)) else {
            continue;
        };
        let is_past = |date: &Date| *date < cx.today();
        let text = expiry.as_str().unwrap_or_default();
        if let Some(date) = date_of(&text).filter(is_past) {
            let message = format!("the grace period of \"{}\" ended on {date}", entry.key);
            let finding = cx.report(expiry, message);
            finding
                .help("Remove gracePeriod, or set a later date if users still need time to enroll");
            finding.fix(Safety::Unsafe, "Remove gracePeriod").remove_all(grace);
        }
    }
}

/// The date of a timestamp in UTC, the only form that Okta documents here.
fn date_of(timestamp: &str) -> Option<Date> {
    let (date, time) = timestamp.split_once('T')?;
    // Other forms of dates are other mistakes.
    let has_form = date.len() == "2026-03-01".len() && time.ends_with('Z');
    date.parse().ok().filter(|_| has_form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_timestamps() {
        assert_eq!(date_of("2025-01-01T18:30:45.000Z"), Some(Date::constant(2025, 1, 1)));
        for other in ["2025-01-01", "2025-01-01T18:30:45+02:00", "tomorrow", "25-1-1T00:00Z", ""] {
            assert_eq!(date_of(other), None, "{other}");
        }
    }
}
