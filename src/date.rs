//! Today's date.

use jiff::Timestamp;
pub use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Today's date in UTC.
pub(crate) fn today() -> Date {
    TimeZone::UTC.to_datetime(Timestamp::now()).date()
}
