//! A grace period of a device assurance policy outside 1 to 180 days (OpenAPI description,
//! `ByDurationExpiry`).

use crate::diagnostic::Severity;
use crate::duration::Duration;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::ResourceKind;
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Error, &[Check::Resource(ResourceKind::DeviceAssurance, check)]);

const SHORTEST: Duration = Duration::days(1);
const LONGEST: Duration = Duration::days(180);

fn check<'d>(policy: Node<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(period) = policy.field(Key::GRACE_PERIOD) else {
        return;
    };
    let is_duration = period.field(Key::TYPE).is_some_and(|kind| kind.is_str("BY_DURATION"));
    let Some(expiry) = period.field(Key::EXPIRY).filter(|_| is_duration) else {
        return;
    };
    let Some(length) = expiry.as_str().and_then(|text| Duration::parse(&text)) else {
        return;
    };
    if length.is_shorter_than(SHORTEST) || LONGEST.is_shorter_than(length) {
        cx.report(
            expiry,
            format!("the grace period is {}; Okta accepts 1 to 180 days", expiry.brief()),
        )
        .help("Write a number of days, such as \"P30D\"");
    }
}
