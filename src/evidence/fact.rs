//! What a reader hands over.

use std::collections::BTreeSet;

use super::event::Event;
use super::place::Place;
use crate::knowledge::clues::FactKind;
use crate::sensitive::Kind;

/// More facts of one file than this are not kept: a registry export of the whole machine is no evidence.
const MOST_FACTS: usize = 50_000;

/// More events than this are not kept of one file.
const MOST_EVENTS: usize = 50_000;

/// One thing that a file shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// What kind of thing.
    pub kind: FactKind,
    /// Its name, in the case of the file.
    pub name: String,
    /// Its value: text, or a number in decimal.
    pub value: String,
    /// What the value names, where it names somebody.
    pub names: Option<Kind>,
    /// Where it stands.
    pub place: Place,
    /// When it was so: milliseconds of Unix time; `None` for what was so when the file was made.
    pub at: Option<i64>,
}

/// What kind of file something was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// An exported event log.
    Evtx,
    /// Events as XML, as a file or pasted.
    EventXml,
    /// A connection file.
    Rdp,
    /// A registry export.
    RegistryExport,
    /// The output of `reg query`.
    RegQuery,
    /// The output of `sc query`, `sc queryex` or `sc qc`, or of `Get-Service`.
    Services,
    /// The output of `qwinsta`.
    Sessions,
    /// The output of `netstat -ano`.
    Ports,
    /// The output of `tasklist /svc`.
    Tasks,
    /// The output of `Test-NetConnection`.
    Reach,
    /// The output of `w32tm`.
    Clock,
    /// The output of `nltest`.
    Domain,
    /// The output of `klist`.
    Tickets,
    /// The output of `dsregcmd /status`.
    Join,
    /// Builds and updates: `systeminfo`, `wmic qfe`, `Get-HotFix`, `ver`.
    Windows,
    /// The output of `ipconfig /all`.
    Adapters,
    /// The output of `whoami /groups` or `/all`.
    Groups,
    /// The output of `cmdkey /list`.
    Saved,
    /// The log of a `FreeRDP` client.
    FreeRdp,
}

impl Shape {
    /// What it is called.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Evtx => "event log (.evtx)",
            Self::EventXml => "events (XML)",
            Self::Rdp => "connection file (.rdp)",
            Self::RegistryExport => "registry export (.reg)",
            Self::RegQuery => "reg query",
            Self::Services => "services (sc query)",
            Self::Sessions => "sessions (qwinsta)",
            Self::Ports => "ports (netstat -ano)",
            Self::Tasks => "processes (tasklist /svc)",
            Self::Reach => "Test-NetConnection",
            Self::Clock => "clock (w32tm)",
            Self::Domain => "domain (nltest)",
            Self::Tickets => "tickets (klist)",
            Self::Join => "dsregcmd /status",
            Self::Windows => "Windows version and updates",
            Self::Adapters => "network adapters (ipconfig)",
            Self::Groups => "groups (whoami)",
            Self::Saved => "saved passwords (cmdkey)",
            Self::FreeRdp => "FreeRDP log",
        }
    }
}

/// Something about a file that its reader must know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The sentence.
    pub text: String,
    /// Whether it is a danger of what the file asks for, and not of the reading.
    pub warns: bool,
}

/// What was read of one file.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// What it was read as; empty where nothing was understood.
    pub shapes: BTreeSet<Shape>,
    /// What it shows.
    pub facts: Vec<Fact>,
    /// The events that matter here, in the order of the file.
    pub events: Vec<Event>,
    /// All records that were read, kept or not.
    pub records: usize,
    /// Registry keys, in lower case, all of whose values are in the file.
    pub whole_keys: BTreeSet<String>,
    /// Kinds of lists that stand in the file whole, so that what is missing is absent.
    pub whole_lists: BTreeSet<FactKind>,
    /// The computer that the file names as its own.
    pub machine: Option<String>,
    /// What its reader must know.
    pub notes: Vec<Note>,
}

impl Found {
    /// Adds a fact.
    pub fn fact(
        &mut self,
        kind: FactKind,
        name: impl Into<String>,
        value: impl Into<String>,
        place: Place,
    ) -> &mut Self {
        if self.facts.len() < MOST_FACTS {
            let (name, value) = (name.into(), value.into());
            self.facts.push(Fact { kind, name, value, names: None, place, at: None });
        }
        self
    }

    /// Says of the last fact what its value names.
    pub fn naming(&mut self, names: Kind) {
        if let Some(fact) = self.facts.last_mut() {
            fact.names = Some(names);
        }
    }

    /// Adds an event; of too many the oldest that was added goes.
    pub fn event(&mut self, event: Event) {
        if self.events.len() >= MOST_EVENTS {
            self.events.drain(..MOST_EVENTS / 2);
            self.note("it holds very many events: only the last are looked at");
        }
        self.events.push(event);
    }

    /// Adds a remark, once.
    pub fn note(&mut self, text: impl Into<String>) {
        self.remark(text.into(), false);
    }

    /// Adds a warning, once.
    pub fn warn(&mut self, text: impl Into<String>) {
        self.remark(text.into(), true);
    }

    fn remark(&mut self, text: String, warns: bool) {
        let note = Note { text, warns };
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}
