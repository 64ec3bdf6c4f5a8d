//! Durations as Okta writes them.

/// An ISO 8601 duration, `P[nY][nM][nW][nD][T[nH][nM][nS]]` with at least one component.
///
/// The pattern in Okta's OpenAPI description (`TimeDuration`) lost its lookaheads and refuses
/// every duration.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Duration {
    months: f64,
    seconds: f64,
}

/// What two durations have in common that are equally long, whichever months are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Length {
    months: u64,
    seconds: u64,
}

const HOUR: f64 = 3600.0;
const DAY: f64 = 24.0 * HOUR;
/// A month has 28 to 31 days.
const SHORTEST_MONTH: f64 = 28.0 * DAY;
const LONGEST_MONTH: f64 = 31.0 * DAY;

impl Duration {
    pub(crate) const fn hours(hours: u32) -> Self {
        Self { months: 0.0, seconds: hours as f64 * HOUR }
    }

    pub(crate) const fn days(days: u32) -> Self {
        Self { months: 0.0, seconds: days as f64 * DAY }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let parts = text.strip_prefix('P')?;
        let (date, time) = match parts.split_once('T') {
            Some((date, time)) if !time.is_empty() => (date, time),
            None if !parts.is_empty() => (parts, ""),
            _ => return None,
        };
        let [years, months, weeks, days] = amounts(date, ['Y', 'M', 'W', 'D'])?;
        let [hours, minutes, seconds] = amounts(time, ['H', 'M', 'S'])?;
        Some(Self {
            months: 12.0 * years + months,
            seconds: (7.0 * weeks + days) * DAY + hours * HOUR + minutes * 60.0 + seconds,
        })
    }

    /// As long as this.
    pub(crate) fn of(time: std::time::Duration) -> Self {
        Self { months: 0.0, seconds: time.as_secs_f64() }
    }

    /// How long it is, unless that depends on the month.
    pub(crate) fn fixed(self) -> Option<std::time::Duration> {
        let is_fixed = self.months == 0.0;
        is_fixed.then(|| std::time::Duration::try_from_secs_f64(self.seconds).ok())?
    }

    pub(crate) fn length(self) -> Length {
        // Neither is negative or not a number, so that equal bits are equal numbers.
        Length { months: self.months.to_bits(), seconds: self.seconds.to_bits() }
    }

    /// Whether it is surely no shorter than `other`, whichever months are meant.
    pub(crate) fn is_at_least(self, other: Self) -> bool {
        let months = self.months - other.months;
        let month = if months < 0.0 { LONGEST_MONTH } else { SHORTEST_MONTH };
        self.seconds + months * month >= other.seconds
    }

    /// Whether it is surely shorter than `other`, whichever months are meant.
    pub(crate) fn is_shorter_than(self, other: Self) -> bool {
        let months = other.months - self.months;
        let month = if months < 0.0 { LONGEST_MONTH } else { SHORTEST_MONTH };
        self.seconds < other.seconds + months * month
    }
}

/// Units of time, each with how many of it make the next.
const UNITS: [(&str, i64); 4] = [("second", 60), ("minute", 60), ("hour", 24), ("day", i64::MAX)];

/// A time in words, in the largest unit that fits.
pub(crate) fn in_words(time: std::time::Duration) -> String {
    match i64::try_from(time.as_secs()) {
        Ok(seconds) if time.subsec_nanos() == 0 => span(seconds, "second"),
        _ => format!("{} seconds", time.as_secs_f64()),
    }
}

/// A number of one unit in the largest unit that fits.
pub(crate) fn span(number: i64, unit: &str) -> String {
    let (mut number, mut unit) = (number, unit);
    let known = UNITS.iter().position(|(name, _)| *name == unit);
    for (name, next) in UNITS.iter().skip(known.unwrap_or(UNITS.len())) {
        unit = name;
        if number == 0 || number % next != 0 {
            break;
        }
        number /= next;
    }
    counted(number, unit)
}

/// A number of a unit.
pub(crate) fn counted(number: i64, unit: &str) -> String {
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}

/// The number before each unit, 0 where a unit is left out.
fn amounts<const N: usize>(text: &str, units: [char; N]) -> Option<[f64; N]> {
    let mut rest = text;
    let mut amounts = [0.0; N];
    for (amount, unit) in amounts.iter_mut().zip(units) {
        if let Some((number, after)) = rest.split_once(unit) {
            // Only seconds may have a fraction.
            let (whole, fraction) = match number.split_once('.') {
                Some((whole, fraction)) if unit == 'S' => (whole, fraction),
                _ => (number, "0"),
            };
            if !is_digits(whole) || !is_digits(fraction) {
                return None;
            }
            *amount = number.parse().ok()?;
            rest = after;
        }
    }
    rest.is_empty().then_some(amounts)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for duration in
            ["PT0S", "PT2H", "PT12H", "PT2H10M", "PT43800H", "P30D", "P1Y2M3W4DT5H6M7.5S"]
        {
            assert!(Duration::parse(duration).is_some(), "{duration}");
        }
        for other in [
            "", "P", "PT", "P1DT", "PTOS", "2H", "PT2", "P2H", "PT1M2H", "pt2h", "PT-1H", "PTH",
            "PT1.5H", "PT.5S", "PT5.S", "P1D1D", "PT1e3S",
        ] {
            assert_eq!(Duration::parse(other), None, "{other}");
        }
    }

    #[test]
    fn lengths() {
        let is_at_least = |one: &str, other: &str| {
            let durations = Duration::parse(one).zip(Duration::parse(other));
            durations.map(|(one, other)| one.is_at_least(other))
        };
        for (longer, shorter) in [
            ("PT2H", "PT1H"),
            ("PT60M", "PT1H"),
            ("P1D", "PT24H"),
            ("P1W", "P7D"),
            ("P1M", "P28D"),
            ("P1Y", "P12M"),
            ("P1Y", "P1M"),
            ("P1MT1S", "P1M"),
        ] {
            assert_eq!(is_at_least(longer, shorter), Some(true), "{longer} >= {shorter}");
        }
        assert!(Duration::hours(23).is_shorter_than(Duration::days(1)));
        assert!(!Duration::days(1).is_shorter_than(Duration::days(1)));
        let length = |text: &str| Duration::parse(text).map(Duration::length);
        for (one, other) in [("PT2H", "PT120M"), ("P1D", "PT24H"), ("P1Y", "P12M"), ("PT0S", "P0D")]
        {
            assert_eq!(length(one), length(other), "{one} = {other}");
        }
        assert_ne!(length("P1M"), length("P30D"));
        // A month may be either.
        for (one, other) in [("PT1H", "PT2H"), ("P1M", "P30D"), ("P30D", "P1M"), ("PT0S", "P1M")] {
            assert_eq!(is_at_least(one, other), Some(false), "{one} >= {other}");
        }
    }
}
