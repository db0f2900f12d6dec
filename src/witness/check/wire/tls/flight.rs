//! What a host says to a hello, as far as it can be read without a key.

use super::super::{Malformed, Reader};
use super::{ALERT, HANDSHAKE, SUPPORTED_VERSIONS, Version};

/// RFC 8446 section 5.2: 2^14 and 256 bytes.
const LONGEST_RECORD: usize = 16_640;
/// Chains of certificates are a few KiB.
const LONGEST_MESSAGE: usize = 64 * 1024;
/// What is kept of a chain; the rest is dropped.
const MOST_CERTIFICATES: usize = 10;

/// Messages of the handshake (RFC 5246 section 7.4, RFC 6066 section 8, RFC 5077 section 3.3).
const HELLO_REQUEST: u8 = 0;
const SERVER_HELLO: u8 = 2;
const CERTIFICATE: u8 = 11;
const SERVER_KEY_EXCHANGE: u8 = 12;
const CERTIFICATE_REQUEST: u8 = 13;
const SERVER_HELLO_DONE: u8 = 14;
const CERTIFICATE_STATUS: u8 = 22;

const WARNING: u8 = 1;
const CLOSE_NOTIFY: u8 = 0;

/// The random of a hello that asks for another one: SHA-256 of `HelloRetryRequest` (RFC 8446 section 4.1.3).
const RETRY: [u8; 32] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2,
    0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];

/// What a host has said so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flight {
    /// The version that the host chose.
    pub version: Option<Version>,
    /// The suite that the host chose.
    pub suite: Option<u16>,
    /// The host's chain in DER, its own certificate first; at most ten. Encrypted, thus empty, with TLS 1.3.
    pub certificates: Vec<Vec<u8>>,
    /// The alert that ended it: level and description. Hosts differ in which they send for what: read nothing
    /// into the numbers. A warning that does not end it is passed over.
    pub alert: Option<(u8, u8)>,
    /// TLS 1.3 with a group that was not guessed: as good as an answer.
    pub hello_retry: bool,
    /// Nothing more can be learned.
    pub complete: bool,
}

/// Reads what has come so far; call it again with everything when more has come, until it is complete.
///
/// The caller caps how much that is.
pub fn parse_flight(bytes: &[u8]) -> Result<Flight, Malformed> {
    let mut flight = Flight::default();
    let mut records = Reader::new(bytes);
    let mut pending = Vec::new();
    while !flight.complete
        && let Some((kind, content)) = record(&mut records)?
    {
        match kind {
            HANDSHAKE => {
                pending.extend_from_slice(content);
                let used = flight.read_messages(&pending)?;
                pending.drain(..used);
            }
            ALERT => flight.read_alert(content)?,
            _ => return Err(Malformed::NotThis("an answer to a hello")),
        }
    }
    Ok(flight)
}

/// Takes a record; `None` when it has not come whole yet. What is no record is refused at its first bytes.
fn record<'a>(records: &mut Reader<'a>) -> Result<Option<(u8, &'a [u8])>, Malformed> {
    let mut ahead = *records;
    if ahead.rest.first().is_some_and(|kind| !(20..=23).contains(kind))
        || ahead.rest.get(1).is_some_and(|major| *major != 3)
    {
        return Err(Malformed::NotThis("a TLS record"));
    }
    let Ok([kind, _major, _minor]) = ahead.array() else { return Ok(None) };
    let Ok(length) = ahead.u16_be() else { return Ok(None) };
    match usize::from(length) {
        0 => Err(Malformed::NotThis("a TLS record with something in it")),
        length @ ..=LONGEST_RECORD => Ok(ahead.take(length).ok().map(|content| {
            *records = ahead;
            (kind, content)
        })),
        _ => Err(Malformed::TooLong),
    }
}

impl Flight {
    /// Reads the messages that are whole and returns how many bytes they take.
    fn read_messages(&mut self, bytes: &[u8]) -> Result<usize, Malformed> {
        let mut reader = Reader::new(bytes);
        while !self.complete {
            let mut ahead = reader;
            let (Ok(kind), Ok(length)) = (ahead.u8(), ahead.u24_be()) else { break };
            if length > LONGEST_MESSAGE {
                return Err(Malformed::TooLong);
            }
            let Ok(body) = ahead.take(length) else { break };
            reader = ahead;
            self.read_message(kind, Reader::new(body))?;
        }
        Ok(bytes.len() - reader.rest.len())
    }

    fn read_message(&mut self, kind: u8, body: Reader) -> Result<(), Malformed> {
        match (kind, self.version.is_some()) {
            (HELLO_REQUEST, _) | (SERVER_KEY_EXCHANGE | CERTIFICATE_REQUEST | CERTIFICATE_STATUS, true) => {
                Ok(())
            }
            (SERVER_HELLO, false) => self.read_hello(body),
            (_, false) => Err(Malformed::NotThis("a ServerHello")),
            (CERTIFICATE, true) if self.certificates.is_empty() => self.read_certificates(body),
            (SERVER_HELLO_DONE, true) => {
                self.complete = true;
                Ok(())
            }
            _ => Err(Malformed::NotThis("the handshake of a server")),
        }
    }

    /// RFC 5246 section 7.4.1.3, RFC 8446 section 4.1.3.
    fn read_hello(&mut self, mut body: Reader) -> Result<(), Malformed> {
        let mut number = body.u16_be()?;
        let random: [u8; 32] = body.array()?;
        let session = body.u8()?;
        body.take(usize::from(session))?;
        let suite = body.u16_be()?;
        let _compression = body.u8()?;
        if !body.is_empty() {
            let length = body.u16_be()?;
            let extensions = Reader::new(body.take(usize::from(length))?);
            number = supported_version(extensions)?.unwrap_or(number);
        }
        let version = Version::from_number(number).ok_or(Malformed::NotThis("TLS 1.0 to 1.3"))?;
        self.version = Some(version);
        self.suite = Some(suite);
        self.hello_retry = random == RETRY;
        // All that follows is encrypted.
        self.complete = version == Version::Tls13;
        Ok(())
    }

    /// RFC 5246 section 7.4.2.
    fn read_certificates(&mut self, mut body: Reader) -> Result<(), Malformed> {
        let length = body.u24_be()?;
        let mut list = Reader::new(body.take(length)?);
        while !list.is_empty() && self.certificates.len() < MOST_CERTIFICATES {
            let length = list.u24_be()?;
            self.certificates.push(list.take(length)?.to_vec());
        }
        Ok(())
    }

    /// RFC 5246 section 7.2.
    fn read_alert(&mut self, content: &[u8]) -> Result<(), Malformed> {
        let [level, description] = Reader::new(content).array()?;
        if level != WARNING || description == CLOSE_NOTIFY {
            self.alert = Some((level, description));
            self.complete = true;
        }
        Ok(())
    }
}

/// Finds the version of TLS 1.3 and above among the extensions (RFC 8446 section 4.2.1).
fn supported_version(mut extensions: Reader) -> Result<Option<u16>, Malformed> {
    while !extensions.is_empty() {
        let (kind, length) = (extensions.u16_be()?, extensions.u16_be()?);
        let mut content = Reader::new(extensions.take(usize::from(length))?);
        if kind == SUPPORTED_VERSIONS {
            return content.u16_be().map(Some);
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::super::super::golden::bent;
    use super::super::suite_name;
    use super::*;
    use proptest::prelude::*;

    /// OpenSSL 3.0 to our own hello, with a certificate for `pc7`: the flight and what is in it.
    macro_rules! flight {
        ($name:literal) => {
            include_bytes!(concat!("../../../../../tests/fuzz/corpus/tls_flight/", $name)).as_slice()
        };
    }
    const TLS10: &[u8] = flight!("tls10-ecdsa");
    const TLS11: &[u8] = flight!("tls11-to-a-hello-of-12");
    const TLS12: &[u8] = flight!("tls12-ecdsa");
    const TLS12_RSA: &[u8] = flight!("tls12-static-rsa-cbc");
    const TLS13: &[u8] = flight!("tls13");
    const TLS13_RETRY: &[u8] = flight!("tls13-retry");
    const REFUSED: &[u8] = flight!("alert-version");
    const FLIGHTS: [&[u8]; 7] = [TLS10, TLS11, TLS12, TLS12_RSA, TLS13, TLS13_RETRY, REFUSED];

    fn read(bytes: &[u8]) -> (Option<Version>, Option<&'static str>, Vec<usize>) {
        let flight = parse_flight(bytes).expect("golden");
        assert!(flight.complete);
        assert_eq!(flight.alert, None);
        let lengths = flight.certificates.iter().map(Vec::len).collect();
        (flight.version, flight.suite.and_then(suite_name), lengths)
    }

    #[test]
    fn flights_of_a_real_server_are_read() {
        let ecdsa_cbc = Some("TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA");
        assert_eq!(read(TLS10), (Some(Version::Tls10), ecdsa_cbc, vec![373]));
        assert_eq!(read(TLS11), (Some(Version::Tls11), ecdsa_cbc, vec![373]));
        let ecdsa = Some("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
        assert_eq!(read(TLS12), (Some(Version::Tls12), ecdsa, vec![373]));
        let rsa_cbc = Some("TLS_RSA_WITH_AES_256_CBC_SHA256");
        assert_eq!(read(TLS12_RSA), (Some(Version::Tls12), rsa_cbc, vec![508]));
        let modern = Some("TLS_AES_256_GCM_SHA384");
        assert_eq!(read(TLS13), (Some(Version::Tls13), modern, vec![]));
        assert_eq!(read(TLS13_RETRY), (Some(Version::Tls13), modern, vec![]));
        assert!(parse_flight(TLS13_RETRY).expect("golden").hello_retry);
        assert!(!parse_flight(TLS13).expect("golden").hello_retry);
        let certificate = &parse_flight(TLS12).expect("golden").certificates[0];
        assert_eq!(certificate[..4], [0x30, 0x82, 0x01, 0x71], "a whole certificate in DER");
    }

    #[test]
    fn a_refusal_ends_it() {
        let refused = Flight { alert: Some((2, 70)), complete: true, ..Flight::default() };
        assert_eq!(parse_flight(REFUSED), Ok(refused));
    }

    #[test]
    fn what_has_not_come_whole_is_not_complete() {
        for whole in FLIGHTS {
            let mut length = whole.len();
            // With TLS 1.3 it is complete before its end.
            while parse_flight(&whole[..length]).expect("golden").complete {
                length -= 1;
            }
            for end in 0..=length {
                assert!(!parse_flight(&whole[..end]).expect("golden").complete, "{end} bytes");
            }
        }
    }

    fn record_of(kind: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len()).expect("small").to_be_bytes();
        [&[kind, 3, 3, length[0], length[1]], content].concat()
    }

    fn message(kind: u8, body: &[u8]) -> Vec<u8> {
        let [_, a, b, c] = u32::try_from(body.len()).expect("small").to_be_bytes();
        [&[kind, a, b, c], body].concat()
    }

    /// The `ServerHello` of TLS 1.2 without extensions.
    fn hello() -> Vec<u8> {
        message(SERVER_HELLO, &[&[3, 3], &[7; 32][..], &[0, 0x00, 0x3d, 0]].concat())
    }

    fn chain(certificates: usize) -> Vec<u8> {
        let list = [0, 0, 2, 0x30, 0].repeat(certificates);
        let length = u8::try_from(list.len()).expect("small");
        message(CERTIFICATE, &[&[0, 0, length][..], &list].concat())
    }

    #[test]
    fn messages_may_be_cut_anywhere_into_records() {
        let messages =
            [message(HELLO_REQUEST, &[]), hello(), chain(3), message(SERVER_HELLO_DONE, &[])].concat();
        let whole = parse_flight(&record_of(HANDSHAKE, &messages)).expect("one record");
        assert_eq!((whole.version, whole.suite, whole.complete), (Some(Version::Tls12), Some(0x3d), true));
        assert_eq!(whole.certificates, vec![vec![0x30, 0]; 3]);
        for size in 1..messages.len() {
            let records: Vec<u8> =
                messages.chunks(size).flat_map(|part| record_of(HANDSHAKE, part)).collect();
            assert_eq!(parse_flight(&records).as_ref(), Ok(&whole), "records of {size} bytes");
        }
    }

    #[test]
    fn of_a_long_chain_ten_are_kept() {
        let flight =
            parse_flight(&record_of(HANDSHAKE, &[hello(), chain(12)].concat())).expect("a long chain");
        assert_eq!((flight.certificates.len(), flight.complete), (10, false));
    }

    #[test]
    fn a_warning_does_not_end_it_and_a_farewell_does() {
        let (unrecognized_name, farewell) = (record_of(ALERT, &[1, 112]), record_of(ALERT, &[1, 0]));
        let warned = [unrecognized_name, record_of(HANDSHAKE, &hello())].concat();
        let flight = parse_flight(&warned).expect("a warning first");
        assert_eq!((flight.version, flight.alert, flight.complete), (Some(Version::Tls12), None, false));
        let flight = parse_flight(&[warned, farewell].concat()).expect("a farewell");
        assert_eq!((flight.alert, flight.complete), (Some((1, 0)), true));
    }

    #[test]
    fn what_is_no_answer_to_a_hello_is_named() {
        let no_record = Err(Malformed::NotThis("a TLS record"));
        assert_eq!(parse_flight(b"H"), no_record);
        assert_eq!(parse_flight(&[3]), no_record, "TPKT");
        assert_eq!(parse_flight(&[22, 2]), no_record, "a version that never was");
        assert_eq!(parse_flight(&[22, 3, 3, 0x41, 0x01]), Err(Malformed::TooLong));
        assert!(parse_flight(&[22, 3, 3, 0x41, 0x00]).is_ok_and(|flight| !flight.complete));
        let empty = Err(Malformed::NotThis("a TLS record with something in it"));
        assert_eq!(parse_flight(&[22, 3, 3, 0, 0]), empty);
        let data = parse_flight(&record_of(23, &[0]));
        assert_eq!(data, Err(Malformed::NotThis("an answer to a hello")));
        assert_eq!(parse_flight(&record_of(ALERT, &[2])), Err(Malformed::Short));

        let handshake = |messages: &[Vec<u8>]| parse_flight(&record_of(HANDSHAKE, &messages.concat()));
        assert_eq!(handshake(&[chain(1)]), Err(Malformed::NotThis("a ServerHello")));
        let not_a_server = Err(Malformed::NotThis("the handshake of a server"));
        assert_eq!(handshake(&[hello(), hello()]), not_a_server);
        assert_eq!(handshake(&[hello(), chain(1), chain(1)]), not_a_server);
        assert_eq!(handshake(&[hello(), message(20, &[])]), not_a_server, "Finished");
        assert_eq!(handshake(&[vec![SERVER_HELLO, 1, 0, 1]]), Err(Malformed::TooLong));
        assert!(handshake(&[vec![SERVER_HELLO, 1, 0, 0]]).is_ok(), "64 KiB may come");
        assert_eq!(handshake(&[message(SERVER_HELLO, &hello()[4..20])]), Err(Malformed::Short));
        let mut ssl3 = hello();
        ssl3[5] = 0;
        assert_eq!(handshake(&[ssl3]), Err(Malformed::NotThis("TLS 1.0 to 1.3")));
        let overrun = message(CERTIFICATE, &[0, 0, 5, 0, 0, 3, 0x30, 0]);
        assert_eq!(handshake(&[hello(), overrun]), Err(Malformed::Short));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(noise: Vec<u8>) {
            let _ = parse_flight(&noise);
            let _ = parse_flight(&record_of(HANDSHAKE, &noise));
            let _ = parse_flight(&record_of(HANDSHAKE, &[hello(), message(CERTIFICATE, &noise)].concat()));
        }

        #[test]
        fn bent_flights_are_read_or_refused(bytes in bent(FLIGHTS.map(<[u8]>::to_vec).to_vec())) {
            if let Ok(flight) = parse_flight(&bytes) {
                let kept: usize = flight.certificates.iter().map(Vec::len).sum();
                prop_assert!(kept <= bytes.len());
                prop_assert!(!flight.complete || flight.version.is_some() || flight.alert.is_some());
            }
        }

        #[test]
        fn a_verdict_stays_when_more_comes(more: Vec<u8>, which in 0..FLIGHTS.len()) {
            let flight = parse_flight(FLIGHTS[which]);
            prop_assert_eq!(parse_flight(&[FLIGHTS[which], &more].concat()), flight);
        }
    }
}
