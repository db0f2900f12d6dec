//! `rdpfix.sessions/1`: the sessions that are kept; `rdpfix.events/1`: what happened in one.

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::header::VERSION;
use crate::report::page::{Page, ToPage, Tone};
use crate::sensitive::{Kind, Phrase, Redact, Redactor, Sensitive};
use crate::session::log::{EntryStep, Event, Evidence, How, Piece};
use crate::session::store::{Listed, is_generated};
use crate::time::for_people;

/// What ends a time: in a list it is said once.
const ZONE: &str = " UTC";

/// The sessions that are kept.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SessionsReport {
    /// `rdpfix.sessions/1`
    pub schema: &'static str,
    /// The version of the program.
    pub version: &'static str,
    /// The one used last first.
    pub sessions: Vec<SessionItem>,
}

/// A session in a line.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SessionItem {
    /// Its id; its beginning is enough.
    pub id: String,
    /// Its file.
    pub path: Sensitive,
    /// When it began, in UTC (RFC 3339); `null` where the file cannot be read.
    pub began: Option<String>,
    /// When something was last added.
    pub last: Option<String>,
    /// The problem, once it is decided.
    pub problem: Option<String>,
    /// The host, where a text named it.
    pub host: Option<Sensitive>,
    /// `connected`, `handed-over`, `left`, `open` or `unreadable`.
    pub stands: &'static str,
}

impl SessionsReport {
    /// The schema name.
    pub const SCHEMA: &'static str = "rdpfix.sessions/1";

    /// The list.
    pub fn new(listed: &[Listed]) -> Self {
        Self { schema: Self::SCHEMA, version: VERSION, sessions: listed.iter().map(item).collect() }
    }
}

fn item(listed: &Listed) -> SessionItem {
    let summary = &listed.summary;
    let known = |text: &String| (!text.is_empty()).then(|| text.clone());
    SessionItem {
        id: listed.id.clone(),
        path: Sensitive::new(Kind::Text, listed.path.display().to_string()),
        began: known(&summary.began),
        last: known(&summary.last),
        problem: summary.problem.clone(),
        host: summary.host.as_ref().map(|host| Sensitive::new(Kind::Host, host)),
        stands: summary.stands.word(),
    }
}

impl ToPage for SessionsReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        if self.sessions.is_empty() {
            page.title("No session is kept.", None);
            return page;
        }
        let row = |item: &SessionItem| {
            let last = item.last.as_deref().map(for_people).unwrap_or_default().replace(ZONE, "");
            let problem = item.problem.as_deref().unwrap_or("not decided");
            let host = item.host.as_ref().map(|host| format!(", {}", host.reveal())).unwrap_or_default();
            vec![item.id.clone(), last, item.stands.to_owned(), format!("{problem}{host}")]
        };
        // Without heads: with them a row would not fit 80 columns, and every session would take five lines.
        page.table(["", "", "", ""], self.sessions.iter().map(row).collect());
        page.toned_text(
            0,
            "Times are when it was last used, in UTC. rdpfix session resume ID goes on.",
            Tone::Quiet,
        );
        page
    }
}

impl Redact for SessionsReport {
    fn redact(&mut self, redactor: &mut Redactor) {
        for item in &mut self.sessions {
            item.host.redact(redactor);
            hide_name(&mut item.id, redactor);
            item.path.redact(redactor);
        }
    }
}

/// What happened in a session.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EventsReport {
    /// `rdpfix.events/1`
    pub schema: &'static str,
    /// The version of the program.
    pub version: &'static str,
    /// The session.
    pub id: String,
    /// In their order.
    pub events: Vec<EventItem>,
    /// The lines that cannot be read.
    pub damaged: Vec<DamagedLine>,
}

/// An event in words.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EventItem {
    /// The number of its line, from 1.
    pub line: usize,
    /// When, in UTC (RFC 3339).
    pub at: String,
    /// What happened.
    pub what: String,
    /// What stood in it that somebody typed, pasted or that names a machine.
    pub value: Option<Phrase>,
}

/// A line that cannot be read.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DamagedLine {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: String,
}

impl EventsReport {
    /// The schema name.
    pub const SCHEMA: &'static str = "rdpfix.events/1";

    /// What can be read of a session.
    pub fn new(id: &str, lines: &[Piece]) -> Self {
        let event = |(number, line): &Piece| {
            let line_read = line.as_ref().ok()?;
            let (what, value) = words(&line_read.event);
            Some(EventItem { line: *number, at: line_read.at.clone(), what, value })
        };
        let damage = |(number, line): &Piece| {
            let why = line.as_ref().err()?.clone();
            Some(DamagedLine { line: *number, why })
        };
        Self {
            schema: Self::SCHEMA,
            version: VERSION,
            id: id.to_owned(),
            events: lines.iter().filter_map(event).collect(),
            damaged: lines.iter().filter_map(damage).collect(),
        }
    }
}

/// An event in words, apart from what of it is somebody's own.
fn words(event: &Event) -> (String, Option<Phrase>) {
    let text = |value: &str| Some(Phrase::name(Kind::Text, value));
    let host = |value: &str| Some(Phrase::name(Kind::Host, value));
    match event {
        Event::Begun(begun) => {
            (format!("began on the {}, with knowledge {}", begun.here, begun.knowledge), None)
        }
        Event::Read { text: read, .. } if read.trim().is_empty() => ("asked for the list".to_owned(), None),
        Event::Read { text: read, cut } => {
            (if *cut { "read the end of a text" } else { "read" }.to_owned(), text(read))
        }
        Event::Stepped { step } => (entry_step(step), None),
        Event::Decided { problem, .. } => (format!("the problem is {problem}"), None),
        Event::Answered { observation, state, witness, evidence } => {
            (format!("{observation} is {state} ({witness})"), Evidence::phrase(evidence))
        }
        Event::Skipped { observation } => (format!("{observation} was skipped"), None),
        Event::Reopened => ("what was skipped is asked again".to_owned(), None),
        Event::Consented { fix } => (format!("the word was typed for {fix}"), None),
        Event::Tried { fix, outcome, reason, .. } => {
            (format!("{fix}: {outcome}"), reason.as_deref().and_then(text))
        }
        Event::OwnReason { fix } => (format!("{fix} cannot be done for another reason"), None),
        Event::Because { fix, reason, .. } => {
            (format!("why {fix} cannot be done"), reason.as_deref().and_then(text))
        }
        Event::Noted { fix, printed, .. } => {
            (format!("what was there before {fix}"), printed.as_deref().and_then(text))
        }
        Event::Located { fix, machine } => (format!("{fix} was done on"), host(machine)),
        Event::Undone { fix, undone: true } => (format!("{fix} is undone"), None),
        Event::Undone { fix, undone: false } => (format!("{fix} is not undone yet"), None),
        Event::WentBack => ("went back".to_owned(), None),
        Event::WentOn => ("goes on although handing over is cheaper".to_owned(), None),
        Event::Resumed { knowledge, .. } => (format!("went on, with knowledge {knowledge}"), None),
        Event::Ended { how, next } => {
            let how = match how {
                How::Finished => "finished",
                How::Left => "left",
                How::Added => "ended without a question",
            };
            let next = next.as_ref().map(|next| format!(" (next: {next})")).unwrap_or_default();
            (format!("{how}{next}"), None)
        }
    }
}

fn entry_step(step: &EntryStep) -> String {
    match step {
        EntryStep::Families => "asked for the list".to_owned(),
        EntryStep::Family(family) => format!("chose the family {family}"),
        EntryStep::Sign(Some(sign)) => format!("chose sign {}", sign + 1),
        EntryStep::Sign(None) => "chose none of the signs".to_owned(),
        EntryStep::More => "asked for more of the list".to_owned(),
        EntryStep::Code(code) => format!("chose the code {code}"),
        EntryStep::Paste => "wanted to paste another text".to_owned(),
        EntryStep::Back => "went back to the list before".to_owned(),
    }
}

impl ToPage for EventsReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.title(format!("Session {}", self.id), None);
        let row = |event: &EventItem| {
            let value = event.value.as_ref().map(|value| format!(": {}", value.reveal())).unwrap_or_default();
            vec![for_people(&event.at), format!("{}{value}", event.what)]
        };
        page.table(["", ""], self.events.iter().map(row).collect());
        for damaged in &self.damaged {
            page.toned_text(0, format!("Line {}: {}.", damaged.line, damaged.why), Tone::Bad);
        }
        page
    }
}

impl Redact for EventsReport {
    fn redact(&mut self, redactor: &mut Redactor) {
        hide_name(&mut self.id, redactor);
        for event in &mut self.events {
            event.value.redact(redactor);
        }
    }
}

/// Puts a placeholder in the place of an id that is the name of somebody's file.
fn hide_name(id: &mut String, redactor: &mut Redactor) {
    if !is_generated(id) {
        *id = redactor.placeholder(&Sensitive::new(Kind::Id, id.as_str()));
    }
}
