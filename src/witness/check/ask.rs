//! Asking for security protocols: one connection for each ask, and what came back.
//!
//! One ask alone says little: what counts is what the host chose, held against what it was asked. Tools that look
//! only for an answer report `CredSSP` on hosts that have none.

use std::io::{self, ErrorKind, Read, Write};

use super::budget::Wire;
use super::seen::Answered;
use super::wire::x224::{self, Stranger};

/// Enough bytes to tell one stranger from another.
const ENOUGH: usize = 16;

/// Asks for protocols on a fresh connection and reads the answer whole, and nothing after it.
pub(super) fn ask(wire: &mut Wire, protocols: u32) -> Answered {
    if let Err(error) = wire.write_all(&x224::connection_request(protocols)) {
        return ended(&error);
    }
    let mut head = [0; 4];
    let mut read = 0;
    while read < head.len() {
        match wire.read(&mut head[read..]) {
            Ok(0) => return if read == 0 { Answered::Closed } else { stranger(&head[..read]) },
            Ok(more) => read += more,
            Err(error) => return ended(&error),
        }
    }
    let Ok(length) = x224::packet_length(head) else { return who(wire, head) };
    let mut packet = head.to_vec();
    packet.resize(length, 0);
    if let Err(error) = wire.read_exact(&mut packet[4..]) {
        return ended(&error);
    }
    x224::parse_confirm(&packet).map_or(Answered::Garbled, Answered::Confirm)
}

/// What listens there instead: reads on until that can be told.
fn who(wire: &mut Wire, first: [u8; 4]) -> Answered {
    let mut bytes = first.to_vec();
    let mut buffer = [0; ENOUGH];
    while bytes.len() < ENOUGH {
        match wire.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(more) => bytes.extend_from_slice(&buffer[..more]),
        }
    }
    stranger(&bytes)
}

fn stranger(bytes: &[u8]) -> Answered {
    match x224::stranger(bytes) {
        Some(Stranger::Other) | None => Answered::Garbled,
        Some(known) => Answered::Stranger(known),
    }
}

/// How the connection ended. What Windows calls aborted is a reset, too. An error of the system that does not come from
/// the network is this computer's own; one that the reader made means that the bytes made no sense.
pub(super) fn ended(error: &io::Error) -> Answered {
    match error.kind() {
        ErrorKind::TimedOut
        | ErrorKind::WouldBlock
        | ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::NetworkDown => Answered::Silent,
        ErrorKind::UnexpectedEof => Answered::Closed,
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => Answered::Reset,
        ErrorKind::OutOfMemory => Answered::NotChecked,
        _ if error.raw_os_error().is_some() => Answered::NotChecked,
        _ => Answered::Garbled,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_of_this_computer_is_no_answer_of_the_host() {
        let of = |code| ended(&io::Error::from_raw_os_error(code));
        let no_buffers = if cfg!(windows) { 10055 } else { 12 };
        assert_eq!(of(no_buffers), Answered::NotChecked);
        assert_eq!(ended(&io::Error::other("no message")), Answered::Garbled);
        assert_eq!(ended(&ErrorKind::ConnectionReset.into()), Answered::Reset);
        assert_eq!(ended(&ErrorKind::HostUnreachable.into()), Answered::Silent);
    }
}
