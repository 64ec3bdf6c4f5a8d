//! Times in words.

use std::fmt;

use crate::duration::{Duration, counted, span};
use crate::wording::{printable, series};

/// What the Admin Console stores for users who are never asked again within a session: five years
/// (help center, page on app sign-in policy rules).
const NEVER: Duration = Duration::hours(43_800);

/// When something is asked again.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Again {
    EveryTime,
    NeverInSession,
    After(String),
}

impl Again {
    pub(super) fn of(text: &str) -> Self {
        match Duration::parse(text) {
            Some(time) if !Duration::hours(0).is_shorter_than(time) => Self::EveryTime,
            Some(time) if time.is_at_least(NEVER) => Self::NeverInSession,
            _ => Self::After(duration(text)),
        }
    }
}

impl fmt::Display for Again {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EveryTime => f.write_str("every time"),
            Self::NeverInSession => f.write_str("never again while the session lasts"),
            Self::After(time) => write!(f, "again after {time}"),
        }
    }
}

/// An ISO 8601 duration in words; as it is written, where it is none.
pub(super) fn duration(text: &str) -> String {
    let parts = Duration::parse(text).and_then(|_| parts(text));
    match parts.as_deref() {
        None => format!("\"{}\"", printable(text)),
        Some([(number, unit)]) => span(*number, unit),
        Some(parts) => series(parts.iter().map(|(number, unit)| counted(*number, unit)), "and"),
    }
}

/// The numbers of a duration, each with its unit; none where one has a fraction or is too large.
fn parts(duration: &str) -> Option<Vec<(i64, &'static str)>> {
    const DATE: &[(char, &str)] = &[('Y', "year"), ('M', "month"), ('W', "week"), ('D', "day")];
    const TIME: &[(char, &str)] = &[('H', "hour"), ('M', "minute"), ('S', "second")];
    let (date, time) = duration.split_once('T').unwrap_or((duration, ""));
    let dates = date.trim_start_matches('P').split_inclusive(char::is_alphabetic);
    let times = time.split_inclusive(char::is_alphabetic);
    let all = dates.map(|part| (part, DATE)).chain(times.map(|part| (part, TIME)));
    let read = |(part, units): (&str, &'static [(char, &'static str)])| {
        let (letter, name) = units.iter().find(|(letter, _)| part.ends_with(*letter))?;
        Some((part.trim_end_matches(*letter).parse().ok()?, *name))
    };
    all.map(read).collect()
}

/// A number of minutes in the largest unit that fits.
pub(super) fn minutes(number: i64) -> String {
    span(number, "minute")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_in_words() {
        for (text, words) in [
            ("PT2H", "2 hours"),
            ("PT1H", "1 hour"),
            ("PT24H", "1 day"),
            ("PT90M", "90 minutes"),
            ("PT0M", "0 minutes"),
            ("P30D", "30 days"),
            ("PT1H30M", "1 hour and 30 minutes"),
            ("P1DT2H3M", "1 day, 2 hours and 3 minutes"),
            ("P1Y", "1 year"),
            ("PT99999999999999999999H", "\"PT99999999999999999999H\""),
            ("PT1.5S", "\"PT1.5S\""),
            ("2H", "\"2H\""),
        ] {
            assert_eq!(duration(text), words, "{text}");
        }
        assert_eq!(minutes(i64::MAX), format!("{} minutes", i64::MAX));
    }

    #[test]
    fn when_users_are_asked_again() {
        for (text, again) in [
            ("PT0S", Again::EveryTime),
            ("P0D", Again::EveryTime),
            ("PT43800H", Again::NeverInSession),
            ("PT2628000M", Again::NeverInSession),
            ("PT43799H", Again::After("43799 hours".to_owned())),
        ] {
            assert_eq!(Again::of(text), again, "{text}");
        }
    }
}
