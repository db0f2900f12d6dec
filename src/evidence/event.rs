//! One event of a Windows log, whatever it was read from.

use super::place::Place;

/// One event. Text in it is as it stands in the log: whoever shows it makes it harmless.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Event {
    /// `Provider Name`.
    pub source: String,
    /// The column Event ID.
    pub number: u32,
    /// `Channel`.
    pub log: String,
    /// `EventRecordID`.
    pub record: u64,
    /// Milliseconds of Unix time.
    pub at: i64,
    /// `Computer`.
    pub computer: String,
    /// `Correlation ActivityID`, in lower case.
    pub activity: Option<String>,
    /// Name and value of each field in order; what has no name has its place, from 0. `Binary` is hex; what is made of
    /// it is called `service` and `state` (Service Control Manager), `status` (`TermDD`).
    pub fields: Vec<(String, String)>,
}

impl Event {
    /// The value of a field.
    pub fn field(&self, name: &str) -> Option<&str> {
        let mut named = self.fields.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        named.next().map(|(_, value)| value.as_str())
    }

    /// A field as a number, in decimal or with 0x.
    pub fn number(&self, name: &str) -> Option<u32> {
        let value = self.field(name)?;
        match value.strip_prefix("0x").or_else(|| value.strip_prefix("0X")) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => value.parse().ok(),
        }
    }

    /// Whether it is of this source and one of these numbers.
    pub fn is(&self, source: &str, numbers: &[u32]) -> bool {
        numbers.contains(&self.number) && self.source.eq_ignore_ascii_case(source)
    }

    /// The address in a field that may have a port behind it: `1.2.3.4:5`, `[fe80::1]:5`, `[1.2.3.4]:5`.
    pub fn address(&self, name: &str) -> Option<&str> {
        let value = self.field(name)?;
        if let Some(inner) = value.strip_prefix('[') {
            return inner.split(']').next();
        }
        match value.split_once(':') {
            Some((address, port)) if !port.contains(':') => Some(address),
            _ => Some(value),
        }
    }

    /// Where it stands.
    pub const fn place(&self) -> Place {
        Place::Record(self.record)
    }

    /// Adds what stands in the binary data.
    pub fn decode(&mut self) {
        let Some(bytes) = self.field("Binary").and_then(hex) else { return };
        if self.source == "Service Control Manager" {
            let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
            let text: String =
                char::decode_utf16(units).map_while(Result::ok).take_while(|c| *c != '\0').collect();
            if let Some((service, state)) = text.split_once('/') {
                let (service, state) = (service.to_owned(), state.to_owned());
                self.fields.push(("service".to_owned(), service));
                self.fields.push(("state".to_owned(), state));
            }
        }
        if let (56, "TermDD", Some(end)) = (self.number, self.source.as_str(), bytes.last_chunk::<4>()) {
            // An NTSTATUS there begins with D instead of C.
            let status = u32::from_le_bytes(*end);
            let status = if status >> 28 == 0xd { status & 0x0fff_ffff | 0xc000_0000 } else { status };
            self.fields.push(("status".to_owned(), format!("0x{status:08X}")));
        }
        if self.source == "NETLOGON"
            && let Some(end) = bytes.first_chunk::<4>()
        {
            self.fields.push(("status".to_owned(), format!("0x{:08X}", u32::from_le_bytes(*end))));
        }
    }
}

/// The bytes of a text of hexadecimal digits.
fn hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    digits.len().is_multiple_of(2).then(|| digits.chunks_exact(2).map(byte).collect()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(source: &str, number: u32, binary: &str) -> Event {
        let fields = vec![("Binary".to_owned(), binary.to_owned())];
        let mut event = Event { source: source.to_owned(), number, fields, ..Event::default() };
        event.decode();
        event
    }

    #[test]
    fn the_service_and_its_state_are_told_by_the_binary_data_in_every_language() {
        let event = decoded(
            "Service Control Manager",
            7036,
            "5400650072006D0053006500720076006900630065002F0034000000",
        );
        assert_eq!((event.field("service"), event.field("state")), (Some("TermService"), Some("4")));
    }

    #[test]
    fn the_status_of_termdd_is_the_last_four_bytes_with_c_for_d() {
        let event = decoded("TermDD", 56, "0000040002002C000000000038000AC000000000B50000D0");
        assert_eq!(event.field("status"), Some("0xC00000B5"));
        assert_eq!(decoded("TermDD", 56, "xyz").field("status"), None);
        assert_eq!(decoded("TermDD", 56, "00").field("status"), None);
    }

    #[test]
    fn addresses_are_told_from_their_ports() {
        for (written, address) in [
            ("129.154.102.237:55235", "129.154.102.237"),
            ("[10.0.0.1]:55235", "10.0.0.1"),
            ("[fe80::1%3]:55235", "fe80::1%3"),
            ("fe80::1", "fe80::1"),
            ("10.0.0.1", "10.0.0.1"),
        ] {
            let fields = vec![("ClientIP".to_owned(), written.to_owned())];
            let event = Event { fields, ..Event::default() };
            assert_eq!(event.address("ClientIP"), Some(address));
        }
    }
}
