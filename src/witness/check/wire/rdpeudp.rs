//! Whether a host has the UDP side of Remote Desktop: the SYN of MS-RDPEUDP, and what comes back.
//!
//! Numbers are in network byte order. A SYN (MS-RDPEUDP 2.2.2.1 and 2.2.2.5, 3.1.5.1.1) is
//!
//! ```text
//! snSourceAck u32 = -1 | uReceiveWindowSize u16 | uFlags u16 = SYN
//! snInitialSequenceNumber u32 | uUpStreamMtu u16 | uDownStreamMtu u16 | zeros up to 1232 bytes
//! ```
//!
//! and the answer has the same fields, with the flags SYN and ACK.

use super::{Malformed, Reader};

const SYN: u16 = 0x0001;
const ACK: u16 = 0x0004;

/// What a datagram may have, and what a SYN is filled up to.
const LARGEST_DATAGRAM: u16 = 1232;
const SMALLEST_MTU: u16 = 1132;
/// Datagrams that may be under way at once; any number above none will do.
const WINDOW: u16 = 64;

/// The datagram that asks.
pub fn syn(initial_sequence: u32) -> Vec<u8> {
    let mut datagram = Vec::with_capacity(usize::from(LARGEST_DATAGRAM));
    datagram.extend(u32::MAX.to_be_bytes());
    datagram.extend(WINDOW.to_be_bytes());
    datagram.extend(SYN.to_be_bytes());
    datagram.extend(initial_sequence.to_be_bytes());
    datagram.extend(LARGEST_DATAGRAM.to_be_bytes());
    datagram.extend(LARGEST_DATAGRAM.to_be_bytes());
    datagram.resize(usize::from(LARGEST_DATAGRAM), 0);
    datagram
}

/// Reads a datagram: `true` when it is the SYN+ACK that a host with UDP sends, `false` for any other datagram
/// of the protocol.
pub fn parse_answer(bytes: &[u8]) -> Result<bool, Malformed> {
    let mut reader = Reader::new(bytes);
    let _acknowledged = reader.array::<4>()?;
    let _window = reader.u16_be()?;
    let flags = reader.u16_be()?;
    if flags & (SYN | ACK) != SYN | ACK {
        return Ok(false);
    }
    let _sequence = reader.array::<4>()?;
    let allowed = SMALLEST_MTU..=LARGEST_DATAGRAM;
    if allowed.contains(&reader.u16_be()?) && allowed.contains(&reader.u16_be()?) {
        Ok(true)
    } else {
        Err(Malformed::NotThis("an answer to a SYN"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::golden::{bent, bytes};
    use super::*;
    use proptest::prelude::*;

    const ANSWER: &str = "000000000040000598aeca6a04d004d0";

    #[test]
    fn the_answer_of_a_real_host_is_read() {
        assert_eq!(parse_answer(&bytes(ANSWER)), Ok(true));
    }

    #[test]
    fn our_own_question_is_no_answer() {
        assert_eq!(parse_answer(&syn(7)), Ok(false));
        let mut answer = syn(7);
        answer[7] |= 4;
        assert_eq!(parse_answer(&answer), Ok(true));
    }

    #[test]
    fn the_question_is_as_the_specification_has_it() {
        let datagram = syn(0x0102_0304);
        assert_eq!(datagram.len(), 1232);
        assert_eq!(datagram[..16], bytes("ffffffff004000010102030404d004d0")[..]);
        assert!(datagram[16..].iter().all(|byte| *byte == 0));
    }

    #[test]
    fn sizes_outside_the_specification_are_refused() {
        for (sizes, read) in [
            ("046c04d0", Ok(true)),
            ("046b04d0", Err(Malformed::NotThis("an answer to a SYN"))),
            ("04d004d1", Err(Malformed::NotThis("an answer to a SYN"))),
        ] {
            assert_eq!(parse_answer(&bytes(&format!("000000000040000598aeca6a{sizes}"))), read, "{sizes}");
        }
    }

    #[test]
    fn an_answer_cut_off_anywhere_is_short() {
        let whole = bytes(ANSWER);
        for end in 0..whole.len() {
            assert_eq!(parse_answer(&whole[..end]), Err(Malformed::Short), "{end} bytes");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(noise: Vec<u8>) {
            let _ = parse_answer(&noise);
        }

        #[test]
        fn bent_answers_are_read_or_refused(answer in bent(vec![bytes(ANSWER), syn(1)])) {
            if parse_answer(&answer) == Ok(true) {
                prop_assert_eq!(answer[7] & 5, 5);
            }
        }

        #[test]
        fn every_question_has_its_sequence(sequence: u32) {
            prop_assert_eq!(&syn(sequence)[8..12], &sequence.to_be_bytes());
        }
    }
}
