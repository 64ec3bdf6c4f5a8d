//! A grace period of a device assurance policy outside 1 to 180 days (OpenAPI description,
//! `ByDurationExpiry`).

use super::{Check, Declaration};
use crate::export::HelperKind;
use crate::finding::{Findings, Severity};
use crate::json::Node;

pub(super) const LINT: Declaration =
    Declaration::new(Severity::Error, &[Check::Helper(HelperKind::DeviceAssurance, check)]);

const SHORTEST_DAYS: f64 = 1.0;
const LONGEST_DAYS: f64 = 180.0;

fn check<'d>(policy: Node<'d>, findings: &mut Findings<'d>) {
    let Some(period) = policy.field("gracePeriod") else {
        return;
    };
    let is_duration = period.field("type").is_some_and(|kind| kind.is_str("BY_DURATION"));
    let Some(expiry) = period.field("expiry").filter(|_| is_duration) else {
        return;
    };
    let Some((least, most)) = expiry.as_str().and_then(|text| days(&text)) else {
        return;
    };
    if most < SHORTEST_DAYS || least > LONGEST_DAYS {
        findings
            .at(expiry, format!("the grace period is {}; Okta takes 1 to 180 days", expiry.brief()))
            .help("Write a number of days, such as \"P30D\"");
    }
}

/// How many days an ISO 8601 duration lasts, at least and at most: months and years differ.
fn days(duration: &str) -> Option<(f64, f64)> {
    let components = duration.strip_prefix('P')?;
    let (date, time) = components.split_once('T').unwrap_or((components, ""));
    let of_date = |unit| match unit {
        'Y' => Some((365.0, 366.0)),
        'M' => Some((28.0, 31.0)),
        'W' => Some((7.0, 7.0)),
        'D' => Some((1.0, 1.0)),
        _ => None,
    };
    let of_time = |unit| {
        let seconds = match unit {
            'H' => 3600.0,
            'M' => 60.0,
            'S' => 1.0,
            _ => return None,
        };
        Some((seconds / 86400.0, seconds / 86400.0))
    };
    let (date, time) = (sum(date, of_date)?, sum(time, of_time)?);
    Some((date.0 + time.0, date.1 + time.1))
}

/// The sum of components such as `30D`, each in days.
fn sum(text: &str, unit: impl Fn(char) -> Option<(f64, f64)>) -> Option<(f64, f64)> {
    let components = text.split_inclusive(|char: char| char.is_ascii_alphabetic());
    components.into_iter().try_fold((0.0, 0.0), |(least, most), component| {
        let (last, _) = component.char_indices().last()?;
        let number: f64 = component[..last].parse().ok()?;
        let (shortest, longest) = unit(component[last..].chars().next()?)?;
        Some((least + number * shortest, most + number * longest))
    })
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn durations_in_days() {
        assert_eq!(days("P30D"), Some((30.0, 30.0)));
        assert_eq!(days("P1Y2M"), Some((421.0, 428.0)));
        assert_eq!(days("P1WT12H"), Some((7.5, 7.5)));
        assert_eq!(days("30D"), None);
        assert_eq!(days("PXD"), None);
    }
}
