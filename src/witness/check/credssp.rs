//! The first question of `CredSSP` and its answer ([MS-CSSP] 3.1.5), and nothing after it.
//!
//! An NTLM NEGOTIATE without names goes out; the answer holds the host's version of the protocol, and a challenge in
//! which the host says who it is and what time it has. No AUTHENTICATE follows, so there is no account that could be
//! locked.
#![expect(clippy::disallowed_methods, reason = "the host's clock is held against this one")]

use std::io::{self, Read, Write};
use std::time::{SystemTime, UNIX_EPOCH};

use super::ask::ended;
use super::harmless;
use super::seen::{Answered, Credssp, CredsspAnswer, HostSays};
use super::wire::{ntlm, tsrequest};

/// Half of this much and less is no difference: some hosts tell their time in whole seconds.
const EXACT: f64 = 2.0;

/// Asks over a TLS connection.
pub(super) fn ask(tls: &mut (impl Read + Write)) -> Credssp {
    let before = SystemTime::now();
    let request = tsrequest::request(&ntlm::negotiate());
    let message = match tls.write_all(&request).and_then(|()| tls.flush()).and_then(|()| message(tls)) {
        Ok(message) => message,
        Err(error) => {
            return match ended(&error) {
                Answered::Silent => Credssp::Silent,
                Answered::Garbled => Credssp::Garbled,
                _ => Credssp::Dropped,
            };
        }
    };
    let after = SystemTime::now();
    let Ok(answer) = tsrequest::parse(&message) else { return Credssp::Garbled };
    let challenge = answer.token.map(ntlm::parse_challenge);
    match (challenge, answer.error_code) {
        (Some(Err(_)), None) => Credssp::Garbled,
        (challenge, error_code) => Credssp::Answer(CredsspAnswer {
            version: answer.version,
            error_code,
            host: challenge.and_then(Result::ok).map(|challenge| says(challenge, middle(before, after))),
        }),
    }
}

/// One whole message.
fn message(tls: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut message = Vec::new();
    let mut piece = [0; 1024];
    loop {
        match tls.read(&mut piece)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            more => message.extend_from_slice(&piece[..more]),
        }
        let garbled = |_| io::Error::other("no message of CredSSP");
        if let Some(length) = tsrequest::message_length(&message).map_err(garbled)?
            && message.len() >= length
        {
            message.truncate(length);
            return Ok(message);
        }
    }
}

/// The moment in the middle of two, in Unix seconds: the host reads its clock about half way.
fn middle(before: SystemTime, after: SystemTime) -> f64 {
    let seconds = |time: SystemTime| time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64();
    f64::midpoint(seconds(before), seconds(after))
}

fn says(challenge: ntlm::Challenge, here: f64) -> HostSays {
    let text = |text: Option<String>| text.map(|text| harmless(&text)).filter(|text| !text.is_empty());
    let ahead = challenge.timestamp.and_then(ntlm::unix_seconds).map(|there| there - here);
    HostSays {
        windows: challenge.version,
        nb_computer: text(challenge.names.nb_computer),
        nb_domain: text(challenge.names.nb_domain),
        dns_computer: text(challenge.names.dns_computer),
        dns_domain: text(challenge.names.dns_domain),
        ahead: ahead.map(|ahead| if ahead.abs() < EXACT { 0.0 } else { ahead }),
    }
}
