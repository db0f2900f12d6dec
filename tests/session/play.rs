//! Interviews that are kept, and that may be killed at any byte.

use std::cell::{Cell, RefCell};
use std::io::{self, Write};
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rdpfix::intake;
use rdpfix::interview::{self, Added, Course, Ending, Frame, Interview, Keeping, Setting};
use rdpfix::knowledge::Knowledge;
use rdpfix::lexicon::Lexicon;
use rdpfix::render::{self, Format, Style, json};
use rdpfix::report::page::Page;
use rdpfix::session::ledger::Ledger;
use rdpfix::session::log::{Begun, KeptPolicy, Line, Log, SCHEMA, Sink};
use rdpfix::witness::{Gone, Menu, Person, Reply};

use crate::interview::person::{Mind, Scripted, Start};

/// Always the same moment.
pub(crate) fn clock() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_795_947_300)
}

/// A disk that outlives the process, and the process that dies after so many bytes.
#[derive(Clone, Default)]
pub(crate) struct Disk {
    pub(crate) bytes: Rc<RefCell<Vec<u8>>>,
    pub(crate) dead: Rc<Cell<bool>>,
    /// Bytes that can still be written; `None`: any number.
    pub(crate) left: Rc<Cell<Option<usize>>>,
    /// Where the last byte ends a line: die before anything else happens, or at the next one.
    pub(crate) at_once: bool,
}

impl Disk {
    pub(crate) fn dying(after: usize, at_once: bool) -> Self {
        Self { left: Rc::new(Cell::new(Some(after))), at_once, ..Self::default() }
    }
}

impl Write for Disk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = self.left.get().unwrap_or(bytes.len()).min(bytes.len());
        self.bytes.borrow_mut().extend_from_slice(&bytes[..room]);
        self.left.set(self.left.get().map(|left| left - room));
        if room < bytes.len() || self.at_once && self.left.get() == Some(0) {
            self.dead.set(true);
        }
        if room == 0 && !bytes.is_empty() { Err(io::Error::other("killed")) } else { Ok(room) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink for Disk {
    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A person whose computer may be dead: then nothing is shown and asked any more.
struct Mortal<'a> {
    person: Scripted<'a>,
    dead: Rc<Cell<bool>>,
    /// The prompts that were shown, each so that it can be recognised.
    prompts: Vec<String>,
    shown: String,
    /// The question that was shown last.
    asked: String,
}

impl Mortal<'_> {
    fn alive(&self) -> Result<(), Gone> {
        if self.dead.get() { Err(Gone::Interrupted) } else { Ok(()) }
    }

    fn prompted(&mut self, prompt: &str) -> Result<(), Gone> {
        self.alive()?;
        // A question is told from others with the same answers by what it asks.
        if let Some(at) = self.shown.rfind("QUESTION") {
            self.asked = self.shown[at..].to_owned();
        }
        let asked = if prompt.contains("How to find out") { self.asked.as_str() } else { "" };
        let asked = asked.split("\n\nHow to find out").next().unwrap_or_default();
        self.prompts.push(format!("{prompt}|{asked}"));
        self.shown.clear();
        Ok(())
    }
}

impl Person for Mortal<'_> {
    fn show(&mut self, text: &str) -> Result<(), Gone> {
        self.alive()?;
        self.shown.push_str(text);
        self.person.show(text)
    }

    fn pick(&mut self, menu: &Menu) -> Result<Reply<usize>, Gone> {
        self.prompted(&line_of(menu))?;
        self.person.pick(menu)
    }

    fn paste(&mut self, prompt: &str) -> Result<Reply<Vec<u8>>, Gone> {
        self.prompted(&format!("{PASTE}{prompt}"))?;
        self.person.paste(prompt)
    }

    fn line(&mut self, prompt: &str) -> Result<Reply<String>, Gone> {
        self.prompted(&format!("{LINE}{prompt}"))?;
        self.person.line(prompt)
    }

    fn wait<T>(&mut self, what: &str, work: impl FnOnce() -> T) -> T {
        self.person.wait(what, work)
    }
}

/// How the prompts for pasted and for typed text begin among the prompts that were noted.
pub(crate) const PASTE: &str = "Paste: ";
pub(crate) const LINE: &str = "Line: ";

/// A menu as one line. The card of a question is its title, so the title is left out: after "How to find out" the menu
/// says it again.
pub(crate) fn line_of(menu: &Menu) -> String {
    let labels: Vec<&str> = menu.items.iter().map(|item| item.label.as_str()).collect();
    let is_question = labels.contains(&"How to find out");
    let prompt = if is_question { "" } else { menu.prompt.as_str() };
    format!("{prompt} {}", labels.join("/"))
}

/// With what an interview begins: anew, or from a file.
pub(crate) enum From<'a> {
    Start(&'a Start),
    Lines(&'a [Line]),
}

/// What came of one run.
pub(crate) struct Played {
    pub(crate) prompts: Vec<String>,
    pub(crate) ending: Option<Ending>,
    pub(crate) report: Option<String>,
    pub(crate) transcript: String,
    pub(crate) set_aside: Vec<String>,
    pub(crate) line: Option<String>,
}

pub(crate) fn begun() -> Begun {
    Begun {
        schema: SCHEMA.to_owned(),
        id: "s".to_owned(),
        version: "0.0.0".to_owned(),
        knowledge: "1".to_owned(),
        here: "client".to_owned(),
        policy: KeptPolicy::default(),
    }
}

/// Plays an interview that is kept on that disk, with the ledger in that file.
pub(crate) fn play(
    knowledge: &Knowledge,
    from: &From,
    disk: &Disk,
    ledger: Option<&Path>,
    mind: Mind,
) -> Played {
    let screen = Rc::new(|page: &Page| render::page(page, Format::Plain, &Style::default()));
    let start = if let From::Start(start) = from { (*start).clone() } else { Start::default() };
    let setting = Setting { elevated: Some(false), check: None, screen };
    let lexicon = Lexicon::builtin();
    let frame = Frame { knowledge, lexicon, policy: start.policy, here: start.here, numbers: false };
    let keeping = Keeping {
        log: Some(Log::new(Box::new(disk.clone()), clock, "")),
        ledger: ledger.map(|path| Ledger::new(path, clock)),
        session: "s".to_owned(),
        this_computer: None,
    };
    let person = Scripted::new(mind);
    let mut person = Mortal {
        person,
        dead: Rc::clone(&disk.dead),
        prompts: Vec::new(),
        shown: String::new(),
        asked: String::new(),
    };
    let (mut course, set_aside) = match from {
        From::Start(start) => {
            let reading = start.text.map(|text| intake::read_failure(text, Lexicon::builtin()));
            let (problem, facts) = (start.problem.as_deref(), start.facts.clone());
            let mut course =
                Course::begin(frame, interview::Start { text: start.text, reading, problem, facts });
            let _ = course.write_beginning(keeping, begun(), start.text);
            (course, Vec::new())
        }
        From::Lines(lines) => {
            let (mut course, set_aside) = Course::resume(frame, lines);
            let _ = course.write_on(keeping, &Added::default());
            (course, set_aside)
        }
    };
    let ending = match Interview::new(&mut course, &setting).run(&mut person) {
        Ok(ending) => Some(ending),
        Err(Gone::Interrupted) => None,
        Err(gone) => panic!("{gone}"),
    };
    Played {
        prompts: person.prompts,
        ending,
        report: course.report().map(|report| json::document(&report)),
        transcript: person.person.transcript,
        set_aside,
        line: course.go_on_line(),
    }
}
