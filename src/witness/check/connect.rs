//! The connection: which address takes it, how fast, and how the others refuse.
#![expect(clippy::disallowed_methods, reason = "live checks are the place for the network")]

use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use super::budget::{now, since, until};

/// A connection that was taken.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) stream: TcpStream,
    pub(super) address: SocketAddr,
    /// This computer's own address on the way there.
    pub(super) local: Option<SocketAddr>,
    /// How long it took to be taken: one way there and back.
    pub(super) took: Duration,
}

/// How a connection fails, worst news for the host last: of several addresses the last of these counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoConnection {
    /// This computer does not let it out.
    BlockedLocally,
    /// No way leads there.
    Unreachable,
    /// Nobody answers.
    TimedOut,
    /// The host, or something for it, says no at once.
    Refused,
}

/// Tries the addresses in order until one takes the connection, within the step.
pub(super) fn connect(addresses: &[SocketAddr], end: Instant) -> Result<Opened, NoConnection> {
    let mut failures = Vec::new();
    for (index, address) in addresses.iter().enumerate() {
        let waiting = u32::try_from(addresses.len() - index).unwrap_or(u32::MAX);
        // The time that is left is shared by the addresses that are left, so that the last one gets its turn.
        let Some(left) = until(end) else { break };
        let start = now();
        match TcpStream::connect_timeout(address, left / waiting) {
            Ok(stream) => {
                let took = since(start);
                let _ = stream.set_nodelay(true);
                let local = stream.local_addr().ok();
                return Ok(Opened { stream, address: *address, local, took });
            }
            Err(error) => failures.push(failure(&error)),
        }
    }
    Err(failures.into_iter().max().unwrap_or(NoConnection::TimedOut))
}

/// Connects once more to an address that took a connection before.
pub(super) fn again(address: SocketAddr, end: Instant) -> io::Result<TcpStream> {
    let left = until(end).ok_or(ErrorKind::TimedOut)?;
    let stream = TcpStream::connect_timeout(&address, left)?;
    let _ = stream.set_nodelay(true);
    Ok(stream)
}

fn failure(error: &io::Error) -> NoConnection {
    match error.kind() {
        ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset => NoConnection::Refused,
        ErrorKind::PermissionDenied => NoConnection::BlockedLocally,
        ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::NetworkDown
        | ErrorKind::AddrNotAvailable
        | ErrorKind::InvalidInput
        | ErrorKind::Unsupported => NoConnection::Unreachable,
        _ => NoConnection::TimedOut,
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    fn closed() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback is there");
        listener.local_addr().expect("it is bound")
    }

    fn end() -> Instant {
        Instant::now() + Duration::from_secs(5)
    }

    #[test]
    fn the_next_address_takes_what_the_first_refuses() {
        let open = TcpListener::bind("127.0.0.1:0").expect("loopback is there");
        let address = open.local_addr().expect("it is bound");
        let opened = connect(&[closed(), address], end()).expect("the second one listens");
        assert_eq!(opened.address, address);
    }

    #[test]
    fn a_closed_port_is_refused_and_no_time_is_no_answer() {
        assert_eq!(connect(&[closed()], end()).map(|_| ()), Err(NoConnection::Refused));
        assert_eq!(connect(&[closed()], Instant::now()).map(|_| ()), Err(NoConnection::TimedOut));
        assert_eq!(connect(&[], end()).map(|_| ()), Err(NoConnection::TimedOut));
    }

    #[test]
    fn every_system_names_its_failures_in_its_own_way() {
        let table = [
            (ErrorKind::PermissionDenied, NoConnection::BlockedLocally),
            (ErrorKind::HostUnreachable, NoConnection::Unreachable),
            (ErrorKind::NetworkUnreachable, NoConnection::Unreachable),
            (ErrorKind::TimedOut, NoConnection::TimedOut),
            (ErrorKind::WouldBlock, NoConnection::TimedOut),
            (ErrorKind::ConnectionRefused, NoConnection::Refused),
        ];
        for (kind, expected) in table {
            assert_eq!(failure(&kind.into()), expected, "{kind:?}");
        }
    }
}
