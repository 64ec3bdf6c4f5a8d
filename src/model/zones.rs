//! The addresses of network zones.

use std::net::IpAddr;

use crate::json::Node;
use crate::okta::Key;

/// From one IP address to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AddressRange {
    is_v6: bool,
    first: u128,
    last: u128,
}

impl AddressRange {
    /// What an entry of `gateways` or `proxies` stands for, or why it stands for nothing; `None`
    /// where its type is not known.
    ///
    /// A single address is taken in either form: Okta's Terraform provider sends it as a range.
    pub(crate) fn of_entry(entry: Node<'_>) -> Option<Result<Self, String>> {
        let (kind, value) = (entry.field(Key::TYPE)?.as_str()?, entry.field(Key::VALUE)?.as_str()?);
        match &*kind {
            "CIDR" => Some(Self::of_cidr(&value)),
            "RANGE" => Some(Self::of_range(&value)),
            _ => None,
        }
    }

    /// One address.
    pub(crate) fn of_address(address: IpAddr) -> Self {
        let (is_v6, number) = match address {
            IpAddr::V4(address) => (false, u128::from(address.to_bits())),
            IpAddr::V6(address) => (true, address.to_bits()),
        };
        Self { is_v6, first: number, last: number }
    }

    /// `203.0.113.0/24`. Bits behind the prefix may be set, as in Okta's own examples.
    fn of_cidr(text: &str) -> Result<Self, String> {
        let Some((address, length)) = text.split_once('/') else {
            let is_range = text.contains('-');
            return if is_range { Err("is a range".to_owned()) } else { Self::single(text) };
        };
        let Self { is_v6, first, .. } = Self::single(address)?;
        let bits = if is_v6 { 128 } else { 32 };
        let length = length.parse::<u32>().ok().filter(|length| *length <= bits);
        let Some(length) = length else {
            return Err(format!("has no prefix length from 0 to {bits}"));
        };
        let rest = (u128::MAX).checked_shr(128 - bits + length).unwrap_or_default();
        Ok(Self { is_v6, first: first & !rest, last: first | rest })
    }

    /// `203.0.113.1-203.0.113.9`.
    fn of_range(text: &str) -> Result<Self, String> {
        let Some((first, last)) = text.split_once('-') else {
            let is_cidr = text.contains('/');
            return if is_cidr { Err("is a CIDR".to_owned()) } else { Self::single(text) };
        };
        let (first, last) = (Self::single(first)?, Self::single(last)?);
        if first.is_v6 != last.is_v6 {
            return Err("runs from one version of IP to the other".to_owned());
        }
        if first.first > last.last {
            return Err("runs backwards".to_owned());
        }
        Ok(Self { last: last.last, ..first })
    }

    fn single(text: &str) -> Result<Self, String> {
        let address = text.trim().parse::<IpAddr>();
        address.map(Self::of_address).map_err(|_| format!("has no IP address in \"{text}\""))
    }

    /// Whether some address is in both.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.is_v6 == other.is_v6 && self.first <= other.last && other.first <= self.last
    }

    /// The last address, in the order of [`start`](Self::start).
    pub(crate) fn end(&self) -> (bool, u128) {
        (self.is_v6, self.last)
    }

    /// What to sort by, so that ranges that overlap lie near each other.
    pub(crate) fn start(&self) -> (bool, u128) {
        (self.is_v6, self.first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_in_both_forms() {
        let range = |first: [u8; 4], last: [u8; 4]| AddressRange {
            is_v6: false,
            first: u32::from_be_bytes(first).into(),
            last: u32::from_be_bytes(last).into(),
        };
        let all = range([0; 4], [255; 4]);
        assert_eq!(AddressRange::of_cidr("0.0.0.0/0"), Ok(all));
        let net = range([1, 2, 3, 0], [1, 2, 3, 255]);
        assert_eq!(AddressRange::of_cidr("1.2.3.4/24"), Ok(net));
        assert_eq!(AddressRange::of_range("1.2.3.0 - 1.2.3.255"), Ok(net));
        assert_eq!(AddressRange::of_cidr("1.2.3.4"), AddressRange::of_range("1.2.3.4"));
        for cidr in ["1.2.3.4/33", "1.2.3/24", "1.2.3.4-1.2.3.5", "1.2.3.4/24'", "::/129", ""] {
            assert!(AddressRange::of_cidr(cidr).is_err(), "{cidr}");
        }
        for text in ["1.2.3.9-1.2.3.1", "1.2.3.4/24", "1.2.3.4-::1", "a-b"] {
            assert!(AddressRange::of_range(text).is_err(), "{text}");
        }
    }

    #[test]
    fn ranges_overlap_within_one_version_of_ip() {
        let overlap = |one, other| -> Result<bool, String> {
            Ok(AddressRange::of_cidr(one)?.overlaps(&AddressRange::of_cidr(other)?))
        };
        assert_eq!(overlap("10.0.0.0/8", "10.1.0.0/16"), Ok(true));
        assert_eq!(overlap("10.0.0.0/8", "11.0.0.0/8"), Ok(false));
        assert_eq!(overlap("0.0.0.0/0", "::/0"), Ok(false));
        assert_eq!(overlap("::/0", "2001:db8::/32"), Ok(true));
    }
}
