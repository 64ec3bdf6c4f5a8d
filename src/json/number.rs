//! Numbers as JSON writes them.

/// The whole number that a JSON number stands for, however it is written: `2`, `2.0` and `0.2e1`
/// are the same. None where it has a fraction or does not fit.
pub(super) fn whole_number(text: &str) -> Option<i64> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let (sign, text) = text.strip_prefix('-').map_or(("", text), |text| ("-", text));
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let fraction = fraction.trim_end_matches('0');
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Some(0);
    }
    // How far the digits stand from the point, which whole numbers have behind them.
    let shift = exponent.parse::<i64>().ok()?.checked_sub(fraction.len().try_into().ok()?)?;
    let kept = if shift < 0 {
        let cut = digits.len().checked_sub(usize::try_from(shift.unsigned_abs()).ok()?)?;
        let (kept, rest) = digits.split_at(cut);
        rest.bytes().all(|digit| digit == b'0').then(|| kept.to_owned())?
    } else {
        // More digits than this fit in no number of 64 bits.
        let zeros = usize::try_from(shift).ok().filter(|zeros| *zeros < 20)?;
        digits.to_owned() + &"0".repeat(zeros)
    };
    format!("{sign}{kept}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_in_every_form() {
        for (text, number) in [
            ("0", Some(0)),
            ("-0", Some(0)),
            ("0.000", Some(0)),
            ("0e999999999999999999999", Some(0)),
            ("7", Some(7)),
            ("7.0", Some(7)),
            ("70e-1", Some(7)),
            ("0.7e1", Some(7)),
            ("-1.50E+2", Some(-150)),
            ("1e18", Some(1_000_000_000_000_000_000)),
            ("9223372036854775807", Some(i64::MAX)),
            ("9223372036854775807.0", Some(i64::MAX)),
            ("-9223372036854775808.0", Some(i64::MIN)),
            ("9223372036854775808", None),
            ("1e19", None),
            ("1e400", None),
            ("1e99999999999999999999", None),
            ("1.5", None),
            ("7e-1", None),
            ("1e-99999999999", None),
        ] {
            assert_eq!(whole_number(text), number, "{text}");
        }
    }
}
