//! The TCP connection: the addresses of a name are tried side by side, each with a whole time limit of its own.
//!
//! The attempts begin a quarter of a second apart (RFC 8305, 5), so a host that answers sees one connection. They do
//! not share a time limit: Windows repeats a refused connection for about two seconds before it reports the refusal,
//! and an attempt that is cut off before that would call the host silent.
#![expect(clippy::disallowed_methods, reason = "live checks are the place for the network")]

use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, mpsc::Sender};
use std::thread;
use std::time::{Duration, Instant};

use super::budget::{now, since, until};

/// How long an attempt stays alone before the next address is tried (RFC 8305, 5 recommends 250 ms).
const APART: Duration = Duration::from_millis(250);

/// What an attempt may take beyond its time limit on a busy computer before it is given up.
const LATE: Duration = Duration::from_secs(1);

/// Opens a TCP connection within a time limit.
pub type Dialler = Arc<dyn Fn(SocketAddr, Duration) -> io::Result<TcpStream> + Send + Sync>;

/// The sockets of this computer.
pub fn system() -> Dialler {
    Arc::new(|address, limit| TcpStream::connect_timeout(&address, limit))
}

/// A port that takes connections.
#[derive(Debug)]
pub(super) struct Opened {
    /// The connection; `None` where the host reset it as soon as it had taken it.
    pub(super) stream: Option<TcpStream>,
    pub(super) address: SocketAddr,
    /// This computer's own address on the way there.
    pub(super) local: Option<SocketAddr>,
    /// From the first packet to the answer: one round trip.
    pub(super) took: Duration,
}

/// Why there is no connection. Of several addresses the greatest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoConnection {
    /// A firewall of this computer does not let it out.
    BlockedLocally,
    /// No route leads there.
    Unreachable,
    /// Nobody answers within the time limit.
    TimedOut,
    /// Nothing listens: the host, or something for it, refuses the connection.
    Refused,
    /// This computer fails by itself, for want of descriptors, memory, ports or threads: no verdict on the host.
    NotChecked,
}

/// Why one attempt did not bring a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failure {
    /// The port took the connection and reset it, before this side saw it open.
    Reset,
    No(NoConnection),
}

/// One attempt at one address.
struct Attempt {
    address: SocketAddr,
    took: Duration,
    result: Result<TcpStream, Failure>,
}

/// Tries the addresses side by side; the first that takes the connection counts. `step` gives each attempt its end.
pub(super) fn connect(
    addresses: &[SocketAddr],
    dial: &Dialler,
    step: impl Fn() -> Instant,
) -> Result<Opened, NoConnection> {
    if let [one] = addresses {
        return settle(vec![attempt(*one, dial, step())]);
    }
    let (tell, told) = mpsc::channel();
    let mut waiting = addresses.iter();
    let mut failed = Vec::new();
    let mut last = step();
    while failed.len() < addresses.len() {
        let begun = waiting.next().map(|address| {
            last = step();
            begin(*address, dial, last, tell.clone());
        });
        let left = until(last).unwrap_or_default() + LATE;
        let limit = if waiting.len() > 0 && begun.is_some() { left.min(APART) } else { left };
        match told.recv_timeout(limit) {
            Ok(attempt) if attempt.result.is_ok() => return settle(vec![attempt]),
            Ok(attempt) => failed.push(attempt),
            Err(RecvTimeoutError::Timeout) if waiting.len() > 0 => {}
            Err(_) => break,
        }
    }
    settle(failed)
}

/// Begins an attempt in a thread of its own; without one to be had it is made here and now.
fn begin(address: SocketAddr, dial: &Dialler, end: Instant, tell: Sender<Attempt>) {
    let (theirs, again) = (Arc::clone(dial), tell.clone());
    let made = thread::Builder::new().name("connect".to_owned()).spawn(move || {
        let _ = tell.send(attempt(address, &theirs, end));
    });
    if made.is_err() {
        let _ = again.send(attempt(address, dial, end));
    }
}

fn attempt(address: SocketAddr, dial: &Dialler, end: Instant) -> Attempt {
    let start = now();
    let result = match until(end) {
        Some(left) => dial(address, left).map_err(|error| failure(address, &error)),
        None => Err(Failure::No(NoConnection::TimedOut)),
    };
    Attempt { address, took: since(start), result }
}

/// A connection, or else a reset, which only an open port sends, or else the failure that counts most.
fn settle(attempts: Vec<Attempt>) -> Result<Opened, NoConnection> {
    let mut worst = None;
    let mut reset = None;
    for Attempt { address, took, result } in attempts {
        match result {
            Ok(stream) => {
                let _ = stream.set_nodelay(true);
                let local = stream.local_addr().ok();
                return Ok(Opened { stream: Some(stream), address, local, took });
            }
            Err(Failure::Reset) => reset = Some(Opened { stream: None, address, local: None, took }),
            Err(Failure::No(why)) => worst = worst.max(Some(why)),
        }
    }
    reset.ok_or(worst.unwrap_or(NoConnection::TimedOut))
}

/// Connects once more to an address that took a connection before.
pub(super) fn again(address: SocketAddr, dial: &Dialler, end: Instant) -> io::Result<TcpStream> {
    let left = until(end).ok_or(ErrorKind::TimedOut)?;
    let stream = dial(address, left)?;
    let _ = stream.set_nodelay(true);
    Ok(stream)
}

/// What an error of connecting says. An error that is not known to come from the network is this computer's own.
fn failure(address: SocketAddr, error: &io::Error) -> Failure {
    Failure::No(match error.kind() {
        ErrorKind::ConnectionRefused => NoConnection::Refused,
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
            return Failure::Reset;
        }
        ErrorKind::PermissionDenied => NoConnection::BlockedLocally,
        ErrorKind::TimedOut => NoConnection::TimedOut,
        // IPv6 that is switched off gives no address to connect from; in IPv4 the ports of this computer have run out.
        ErrorKind::AddrNotAvailable if address.is_ipv4() => NoConnection::NotChecked,
        ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::NetworkDown
        | ErrorKind::AddrNotAvailable
        | ErrorKind::InvalidInput
        | ErrorKind::Unsupported => NoConnection::Unreachable,
        _ if error.raw_os_error().is_some_and(|code| NO_ROUTE.contains(&code)) => NoConnection::Unreachable,
        _ => NoConnection::NotChecked,
    })
}

/// The host is down, or this computer has no such protocol as IPv6: codes for which the standard library has no kind.
const NO_ROUTE: &[i32] = if cfg!(windows) {
    &[10047, 10064]
} else if cfg!(target_os = "linux") {
    &[97, 112]
} else {
    &[47, 64]
};

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

    fn fails(addresses: &[SocketAddr], dial: &Dialler, end: fn() -> Instant) -> Option<NoConnection> {
        connect(addresses, dial, end).err()
    }

    /// Fails as Windows does with a closed port: it repeats the connection and reports the refusal after two seconds.
    fn refuses_slowly() -> Dialler {
        Arc::new(|_, limit| {
            let repeats = Duration::from_millis(2011);
            thread::sleep(repeats.min(limit));
            Err(if limit < repeats { ErrorKind::TimedOut } else { ErrorKind::ConnectionRefused }.into())
        })
    }

    #[test]
    fn the_next_address_takes_what_the_first_refuses() {
        let open = TcpListener::bind("127.0.0.1:0").expect("loopback is there");
        let address = open.local_addr().expect("it is bound");
        let opened = connect(&[closed(), address], &system(), end).expect("the second one listens");
        assert_eq!(opened.address, address);
    }

    #[test]
    fn an_address_that_is_silent_does_not_keep_the_next_one_waiting() {
        let open = TcpListener::bind("127.0.0.1:0").expect("loopback is there");
        let (silent, address) = (closed(), open.local_addr().expect("it is bound"));
        let dial: Dialler = Arc::new(move |to, limit| {
            if to == silent {
                thread::sleep(limit);
                return Err(ErrorKind::TimedOut.into());
            }
            TcpStream::connect_timeout(&to, limit)
        });
        let begun = Instant::now();
        assert_eq!(connect(&[silent, address], &dial, end).expect("it listens").address, address);
        assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    }

    #[test]
    fn a_host_that_answers_sees_one_connection() {
        let open = TcpListener::bind("127.0.0.1:0").expect("loopback is there");
        let address = open.local_addr().expect("it is bound");
        let _held = connect(&[address, address, address], &system(), end).expect("it listens");
        open.set_nonblocking(true).expect("a socket");
        assert!(open.accept().is_ok());
        assert_eq!(open.accept().map(|_| ()).map_err(|error| error.kind()), Err(ErrorKind::WouldBlock));
    }

    #[test]
    fn a_closed_port_is_refused_and_no_time_is_no_answer() {
        assert_eq!(fails(&[closed()], &system(), end), Some(NoConnection::Refused));
        assert_eq!(fails(&[closed()], &system(), Instant::now), Some(NoConnection::TimedOut));
        assert_eq!(fails(&[], &system(), end), Some(NoConnection::TimedOut));
    }

    #[test]
    fn a_slow_refusal_of_every_address_is_a_refusal() {
        let begun = Instant::now();
        for count in [1, 2, 8] {
            let addresses = vec![closed(); count];
            assert_eq!(fails(&addresses, &refuses_slowly(), end), Some(NoConnection::Refused), "{count}");
        }
        assert!(begun.elapsed() < Duration::from_secs(12), "side by side: {:?}", begun.elapsed());
    }

    #[test]
    fn every_system_names_its_failures_in_its_own_way() {
        let (four, six) = (closed(), SocketAddr::from(([0_u16, 0, 0, 0, 0, 0, 0, 1], 9)));
        let no = Failure::No;
        for (address, kind, expected) in [
            (four, ErrorKind::PermissionDenied, no(NoConnection::BlockedLocally)),
            (four, ErrorKind::HostUnreachable, no(NoConnection::Unreachable)),
            (four, ErrorKind::NetworkUnreachable, no(NoConnection::Unreachable)),
            (six, ErrorKind::AddrNotAvailable, no(NoConnection::Unreachable)),
            (four, ErrorKind::AddrNotAvailable, no(NoConnection::NotChecked)),
            (four, ErrorKind::AddrInUse, no(NoConnection::NotChecked)),
            (four, ErrorKind::OutOfMemory, no(NoConnection::NotChecked)),
            (four, ErrorKind::Other, no(NoConnection::NotChecked)),
            (four, ErrorKind::TimedOut, no(NoConnection::TimedOut)),
            (four, ErrorKind::ConnectionRefused, no(NoConnection::Refused)),
            (four, ErrorKind::ConnectionReset, Failure::Reset),
            (four, ErrorKind::ConnectionAborted, Failure::Reset),
            (four, ErrorKind::BrokenPipe, Failure::Reset),
        ] {
            assert_eq!(failure(address, &kind.into()), expected, "{kind:?}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_computer_without_descriptors_says_nothing_of_the_host() {
        for (code, expected) in [
            (24, NoConnection::NotChecked),   // EMFILE
            (23, NoConnection::NotChecked),   // ENFILE
            (12, NoConnection::NotChecked),   // ENOMEM
            (105, NoConnection::NotChecked),  // ENOBUFS
            (97, NoConnection::Unreachable),  // EAFNOSUPPORT
            (112, NoConnection::Unreachable), // EHOSTDOWN
        ] {
            let dial: Dialler = Arc::new(move |_, _| Err(io::Error::from_raw_os_error(code)));
            assert_eq!(fails(&[closed()], &dial, end), Some(expected), "{code}");
            assert_eq!(fails(&[closed(), closed()], &dial, end), Some(expected), "{code}");
        }
    }
}
