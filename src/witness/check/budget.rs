//! How long a look may take, how much it may read and how often it may connect.
//!
//! Every step has a moment at which it ends, and before each read what is left until then is the time limit of the
//! socket: a host that sends one byte a second gets no further than one that sends none.
#![expect(clippy::disallowed_methods, reason = "a look at a host is the place that keeps time")]

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// The limits of one look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For everything together.
    pub total: Duration,
    /// For one step: the name, the connection, one answer, one handshake.
    pub step: Duration,
    /// Bytes that are read from one connection.
    pub bytes: usize,
    /// Connections that are opened.
    pub connections: usize,
}

impl Limits {
    /// The usual limits: ten seconds in all, four a step (a lost first packet is sent again after one to three),
    /// 256 KiB a connection (a certificate chain is a few), four connections.
    pub const USUAL: Self = Self {
        total: Duration::from_secs(10),
        step: Duration::from_secs(4),
        bytes: 256 << 10,
        connections: 4,
    };

    /// Long enough to see a closed port refuse a connection: Windows repeats the first packet and reports the refusal
    /// after about two seconds (2.0 s measured in libuv pull request 2896).
    pub const REFUSAL: Duration = Duration::from_secs(3);

    /// The usual limits in another time: a step takes two fifths of it.
    #[must_use]
    pub fn within(total: Duration) -> Self {
        Self { total, step: total * 2 / 5, ..Self::USUAL }
    }
}

/// What is left of the limits while a look goes on.
#[derive(Debug)]
pub(super) struct Budget {
    limits: Limits,
    end: Instant,
    connections: usize,
}

impl Budget {
    /// Begins now.
    pub(super) fn start(limits: Limits) -> Self {
        Self { limits, end: Instant::now() + limits.total, connections: 0 }
    }

    /// The moment at which a step that begins now has to end.
    pub(super) fn step(&self) -> Instant {
        (Instant::now() + self.limits.step).min(self.end)
    }

    /// The moment at which an attempt to connect that begins now has to end. It gets at least [`Limits::REFUSAL`] where
    /// the whole leaves so much.
    pub(super) fn connect_step(&self) -> Instant {
        (Instant::now() + self.limits.step.max(Limits::REFUSAL)).min(self.end)
    }

    /// Whether there is time and leave for another connection; counts it.
    pub(super) fn take_connection(&mut self) -> bool {
        let may = self.connections < self.limits.connections && Instant::now() < self.end;
        self.connections += usize::from(may);
        may
    }

    /// How many connections were taken.
    pub(super) const fn connections(&self) -> usize {
        self.connections
    }

    /// Bytes that one connection may read.
    pub(super) const fn bytes(&self) -> usize {
        self.limits.bytes
    }
}

/// What is left until a moment; nothing when it has passed.
pub(super) fn until(end: Instant) -> Option<Duration> {
    Some(end.saturating_duration_since(Instant::now())).filter(|left| !left.is_zero())
}

/// Milliseconds since a moment.
pub(super) fn since(start: Instant) -> Duration {
    start.elapsed()
}

/// Now.
pub(super) fn now() -> Instant {
    Instant::now()
}

/// A connection whose reads and writes end in time.
#[derive(Debug)]
pub(super) struct Wire {
    stream: TcpStream,
    end: Instant,
    left: usize,
}

impl Wire {
    /// Over an open connection; the first step ends at `end`, at most `bytes` are read.
    pub(super) const fn new(stream: TcpStream, end: Instant, bytes: usize) -> Self {
        Self { stream, end, left: bytes }
    }

    /// Begins the next step.
    pub(super) const fn begin(&mut self, end: Instant) {
        self.end = end;
    }

    fn limit(&self) -> io::Result<Duration> {
        until(self.end).ok_or_else(|| ErrorKind::TimedOut.into())
    }
}

/// A socket's time limit shows as `WouldBlock` on Unix and as `TimedOut` on Windows.
fn timed(error: io::Error) -> io::Error {
    if error.kind() == ErrorKind::WouldBlock { ErrorKind::TimedOut.into() } else { error }
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::Error::other("the host sends more than any answer needs"));
        }
        self.stream.set_read_timeout(Some(self.limit()?))?;
        let most = buffer.len().min(self.left);
        let read = self.stream.read(&mut buffer[..most]).map_err(timed)?;
        self.left -= read;
        Ok(read)
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(Some(self.limit()?))?;
        self.stream.write(bytes).map_err(timed)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}
