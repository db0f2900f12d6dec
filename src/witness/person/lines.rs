//! Lines of stdin with a time limit, for where keys cannot be read one by one.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::witness::Gone;
use crate::witness::person::keys::{Key, Keys};
use crate::witness::person::{AT_ONCE, interrupt};
use crate::witness::platform;

/// The longest piece that is read at once, in bytes; a longer line arrives in several.
const PIECE: u64 = 64 * 1024;

/// So many lines are thrown away at once; an input with more never ends.
const ENDLESS: usize = 100_000;

/// How often a wait without limit looks up.
const TICK: Duration = Duration::from_millis(50);

/// What the reader delivers: a line with its line end, or nothing at the end of the input.
pub(super) type Line = Option<Vec<u8>>;

/// A source of lines with a sense of time.
pub(super) trait Lines {
    /// The next line, or `None` when nothing arrives within `limit`.
    fn next_within(&mut self, limit: Duration) -> Result<Option<Line>, Gone>;

    /// The next line, however long it takes.
    fn next_line(&mut self) -> Result<Line, Gone> {
        loop {
            if let Some(line) = self.next_within(TICK)? {
                return Ok(line);
            }
        }
    }

    /// Throws away the lines that are waiting and tells whether there were any.
    fn discard(&mut self) -> Result<bool, Gone> {
        for discarded in 0..ENDLESS {
            if self.next_within(AT_ONCE)?.flatten().is_none() {
                return Ok(discarded > 0);
            }
        }
        Ok(true)
    }
}

/// Lines from a thread of their own, since reading one cannot be given up. It reads when it is told to, one line at
/// a time: a console edits a line from where its cursor stood when the read began, so none may begin before the
/// question is on the screen.
pub(super) struct Stdin {
    lines: Receiver<io::Result<Line>>,
    /// Has a line read.
    begin: Sender<()>,
    /// A line is being read.
    reading: bool,
    /// Whether a line that is waited for may be read.
    may_begin: fn() -> bool,
}

impl Stdin {
    /// Reads from now on what is asked for.
    pub(super) fn start() -> Self {
        Self::from(io::stdin(), platform::line_is_begun)
    }

    fn from(input: impl Read + Send + 'static, may_begin: fn() -> bool) -> Self {
        let (sender, lines) = channel();
        let (begin, begins) = channel();
        // Without a thread to be had the input is over at once.
        let _ = thread::Builder::new().spawn(move || read_when_told(BufReader::new(input), &begins, &sender));
        Self { lines, begin, reading: false, may_begin }
    }

    fn begin_where_it_may(&mut self) {
        if !self.reading && (self.may_begin)() {
            // Whether the reader has gone is seen where its lines are received.
            let _ = self.begin.send(());
            self.reading = true;
        }
    }
}

/// A terminal goes on after Ctrl-D; whatever ends twice in a row has ended.
fn read_when_told(mut input: impl BufRead, begins: &Receiver<()>, lines: &Sender<io::Result<Line>>) {
    let mut ended = false;
    while begins.recv().is_ok() {
        let line = read_line(&mut input);
        let end = !matches!(line, Ok(Some(_)));
        if lines.send(line).is_err() || (end && ended) {
            return;
        }
        ended = end;
    }
}

impl Lines for Stdin {
    fn next_within(&mut self, limit: Duration) -> Result<Option<Line>, Gone> {
        let deadline = Instant::now() + limit;
        loop {
            if interrupt::pending() {
                return Err(Gone::Interrupted);
            }
            self.begin_where_it_may();
            let left = deadline.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left.min(TICK)) {
                Ok(line) => {
                    self.reading = false;
                    return Ok(Some(line?));
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(Some(None)),
                Err(RecvTimeoutError::Timeout) if left.is_zero() => return Ok(None),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }
}

/// Lines taken apart into keys, so that one reader of pastes serves both fronts.
pub(super) struct LineKeys<'a, L> {
    lines: &'a mut L,
    ready: VecDeque<Key>,
}

impl<'a, L: Lines> LineKeys<'a, L> {
    pub(super) fn new(lines: &'a mut L) -> Self {
        Self { lines, ready: VecDeque::new() }
    }
}

impl<L: Lines> Keys for LineKeys<'_, L> {
    fn next(&mut self, limit: Duration) -> Result<Option<Key>, Gone> {
        if let Some(key) = self.ready.pop_front() {
            return Ok(Some(key));
        }
        match self.lines.next_within(limit)? {
            None => return Ok(None),
            Some(None) => return Ok(Some(Key::End)),
            Some(Some(line)) => {
                let text = line
                    .strip_suffix(b"\n")
                    .map_or(&line[..], |line| line.strip_suffix(b"\r").unwrap_or(line));
                self.ready.push_back(Key::Text { bytes: text.to_vec(), bracketed: false });
                if line.ends_with(b"\n") {
                    self.ready.push_back(Key::Enter);
                }
            }
        }
        Ok(self.ready.pop_front())
    }
}

fn read_line(input: &mut impl BufRead) -> io::Result<Line> {
    let mut line = Vec::new();
    let read = input.take(PIECE).read_until(b'\n', &mut line)?;
    Ok((read > 0).then_some(line))
}

#[cfg(test)]
pub(super) mod script {
    //! Lines that arrive when a prompt is waiting for them, not before.

    use std::collections::VecDeque;
    use std::time::Duration;

    use super::{Line, Lines};
    use crate::witness::Gone;

    /// Bursts of lines: each burst arrives when somebody waits longer than for a burst to go on.
    pub(in crate::witness::person) struct Bursts {
        bursts: VecDeque<Vec<&'static str>>,
        arrived: VecDeque<&'static str>,
    }

    impl Bursts {
        pub(in crate::witness::person) fn new(bursts: &[&[&'static str]]) -> Self {
            Self { bursts: bursts.iter().map(|burst| burst.to_vec()).collect(), arrived: VecDeque::new() }
        }

        /// Lets lines arrive before anybody asks.
        pub(in crate::witness::person) fn arrive(&mut self, lines: &[&'static str]) {
            self.arrived.extend(lines);
        }
    }

    impl Lines for Bursts {
        fn next_within(&mut self, _limit: Duration) -> Result<Option<Line>, Gone> {
            Ok(self.arrived.pop_front().map(|line| Some(format!("{line}\n").into_bytes())))
        }

        fn next_line(&mut self) -> Result<Line, Gone> {
            if self.arrived.is_empty() {
                self.arrived.extend(self.bursts.pop_front().unwrap_or_default());
            }
            Ok(self.arrived.pop_front().map(|line| format!("{line}\n").into_bytes()))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[test]
    fn lines_arrive_whole_and_the_end_is_told() {
        let mut lines = Stdin::from(&b"one\r\ntwo"[..], || true);
        let mut next = || lines.next_line().expect("nobody interrupts");
        assert_eq!(next().as_deref(), Some(&b"one\r\n"[..]));
        assert_eq!(next().as_deref(), Some(&b"two"[..]));
        assert_eq!((next(), next(), next()), (None, None, None));
    }

    #[test]
    fn a_line_becomes_its_text_and_enter() {
        let mut lines = Stdin::from(&b"unm\xf6glich\r\n"[..], || true);
        let mut keys = LineKeys::new(&mut lines);
        let mut next = || keys.next(Duration::from_secs(5)).expect("nobody interrupts");
        assert_eq!(next(), Some(Key::Text { bytes: b"unm\xf6glich".to_vec(), bracketed: false }));
        assert_eq!((next(), next()), (Some(Key::Enter), Some(Key::End)));
    }

    #[test]
    fn nothing_is_read_before_it_is_waited_for_and_a_line_is_begun() {
        static BEGUN: AtomicBool = AtomicBool::new(false);
        static READ: AtomicBool = AtomicBool::new(false);
        struct Seen;
        impl Read for Seen {
            fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
                READ.store(true, Ordering::SeqCst);
                into[..2].copy_from_slice(b"y\n");
                Ok(2)
            }
        }
        let mut lines = Stdin::from(Seen, || BEGUN.load(Ordering::SeqCst));
        assert_eq!(lines.next_within(TICK * 2).expect("nobody interrupts"), None);
        assert!(!READ.load(Ordering::SeqCst), "a read was begun before anything was typed");
        BEGUN.store(true, Ordering::SeqCst);
        assert_eq!(lines.next_line().expect("nobody interrupts").as_deref(), Some(&b"y\n"[..]));
    }

    #[test]
    fn an_endless_input_is_thrown_away_in_the_end() {
        let mut lines = Stdin::from(io::Cursor::new(b"y\n".repeat(5000)), || true);
        assert!(lines.discard().expect("nobody interrupts"));
        assert_eq!(lines.next_line().expect("nobody interrupts"), None);
    }
}
