//! Appending to a session file.

use std::fs::File;
use std::io::{self, Write};

use super::event::{Event, Line};
use crate::time::{self, Clock};

/// What lines are written to and brought to rest on. A file; in tests whatever fails at the right moment.
pub trait Sink: Write {
    /// Returns when what was written would outlive the end of the process and of the machine.
    fn sync(&mut self) -> io::Result<()>;
}

impl Sink for File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }
}

/// What the lines are about by now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The problem.
    pub problem: Option<String>,
    /// The host.
    pub host: Option<String>,
}

/// The end of a session file, where events are added.
pub struct Log {
    sink: Box<dyn Sink>,
    clock: Clock,
    /// The time of the last line: a clock that goes back does not make one before it.
    last: String,
}

impl Log {
    /// Adds to what ended at `last` (empty: nothing is there yet).
    pub fn new(sink: Box<dyn Sink>, clock: Clock, last: impl Into<String>) -> Self {
        Self { sink, clock, last: last.into() }
    }

    /// Adds one event. When this returns, it is on disk.
    ///
    /// # Errors
    /// When it cannot be written. The file may then end within a line, and nothing must be added to it.
    pub fn keep(&mut self, event: &Event, about: &About) -> io::Result<()> {
        let now = time::rfc3339((self.clock)());
        if now > self.last {
            self.last = now;
        }
        let line = Line {
            at: self.last.clone(),
            about: about.problem.clone(),
            host: about.host.clone(),
            event: event.clone(),
        };
        let mut bytes = serde_json::to_vec(&line)?;
        bytes.push(b'\n');
        self.sink.write_all(&bytes)?;
        self.sink.flush()?;
        self.sink.sync()
    }
}
