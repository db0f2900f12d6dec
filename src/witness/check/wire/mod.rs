//! The bytes that a look at a host sends and reads: pure, no sockets, no clock, no randomness.
//!
//! Every reader takes bytes that a stranger chose. None of them panics, none allocates more than a small
//! multiple of what it was given, and each does work in proportion to it. Text comes out as it was sent, only
//! decoded and capped: whoever shows it cleans it first.
//!
//! ```text
//! x224       "may I connect, and with which security?"      before TLS
//! tls        a hello by hand, and what the host says to it   without a key, so nothing is ever decrypted
//! tsrequest  CredSSP's envelope (in ber), one token inside   within TLS
//! ntlm       the token: what the host calls itself           within the envelope
//! rdpeudp    "is there a UDP side?"                          on its own
//! ```

mod ber;
#[cfg(test)]
mod golden;
pub mod ntlm;
pub mod rdpeudp;
pub mod tls;
pub mod tsrequest;
pub mod x224;

/// Why bytes could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// A length points past the end, or the bytes stop in the middle of a field.
    #[error("it ends too soon")]
    Short,
    /// Something else stands where this was expected.
    #[error("it is not {0}")]
    NotThis(&'static str),
    /// A length says more than anybody honest sends.
    #[error("it is longer than allowed")]
    TooLong,
}

/// Takes fields off the front of some bytes, and never past their end.
#[derive(Clone, Copy)]
struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    const fn is_empty(self) -> bool {
        self.rest.is_empty()
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(Malformed::Short)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (taken, rest) = self.rest.split_first_chunk::<N>().ok_or(Malformed::Short)?;
        self.rest = rest;
        Ok(*taken)
    }

    fn u8(&mut self) -> Result<u8, Malformed> {
        Ok(u8::from_be_bytes(self.array()?))
    }

    fn u16_be(&mut self) -> Result<u16, Malformed> {
        Ok(u16::from_be_bytes(self.array()?))
    }

    fn u16_le(&mut self) -> Result<u16, Malformed> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    fn u32_le(&mut self) -> Result<u32, Malformed> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    /// The three-byte lengths of TLS.
    fn u24_be(&mut self) -> Result<usize, Malformed> {
        let [high, middle, low] = self.array()?;
        Ok(usize::from(high) << 16 | usize::from(middle) << 8 | usize::from(low))
    }
}

#[cfg(test)]
mod tests {
    use super::{Malformed, Reader};

    #[test]
    fn a_reader_stops_at_the_end_and_loses_nothing() {
        let mut reader = Reader::new(&[1, 2, 3, 4, 5, 6]);
        assert_eq!(reader.u24_be(), Ok(0x01_0203));
        assert_eq!(reader.take(4), Err(Malformed::Short));
        assert_eq!(reader.u32_le(), Err(Malformed::Short));
        assert_eq!(reader.take(usize::MAX), Err(Malformed::Short));
        assert_eq!(reader.u16_le(), Ok(0x0504));
        assert!(!reader.is_empty());
        assert_eq!(reader.u8(), Ok(6));
        assert!(reader.is_empty());
        assert_eq!(reader.u16_be(), Err(Malformed::Short));
    }

    #[test]
    fn each_reason_is_a_half_sentence() {
        assert_eq!(Malformed::NotThis("a TPKT packet").to_string(), "it is not a TPKT packet");
        assert_eq!(Malformed::Short.to_string(), "it ends too soon");
        assert_eq!(Malformed::TooLong.to_string(), "it is longer than allowed");
    }
}
