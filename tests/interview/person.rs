//! A person who answers from a script, and an interview with them.

use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;

use rdpfix::intake;
use rdpfix::interview::{self, Check, Checked, Course, Ending, Frame, Interview, Setting};
use rdpfix::knowledge::Knowledge;
use rdpfix::knowledge::words::Side;
use rdpfix::lexicon::Lexicon;
use rdpfix::render::{self, Format, Style};
use rdpfix::report::diagnosis::DiagnosisReport;
use rdpfix::report::page::Page;
use rdpfix::session::{Facts, Given, Outcome, Policy, Session, Step, Tried, UNKNOWN, Weakening, WitnessKind};
use rdpfix::witness::{Gone, Menu, Person, Reply};

/// What a prompt asks for.
pub(crate) enum Prompt<'m> {
    Pick(&'m Menu),
    Paste,
    Line,
}

/// What the person does at a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// Chooses the item whose label begins so.
    Pick(&'static str),
    /// Chooses the item at an index.
    At(usize),
    Paste(&'static str),
    Line(&'static str),
    /// Esc.
    Leave,
    /// Ctrl-C.
    Interrupt,
}

/// Decides by the prompt and by what was shown since the prompt before it.
pub(crate) type Mind<'a> = Box<dyn FnMut(&Prompt, &str) -> Act + 'a>;

/// The person: everything shown and done is written down.
pub(crate) struct Scripted<'a> {
    mind: Mind<'a>,
    pub(crate) transcript: String,
    /// Where in the transcript the last prompt ended.
    seen: usize,
}

impl<'a> Scripted<'a> {
    pub(crate) fn new(mind: Mind<'a>) -> Self {
        Self { mind, transcript: String::new(), seen: 0 }
    }

    fn act(&mut self, prompt: &Prompt) -> Result<Act, Gone> {
        let act = (self.mind)(prompt, &self.transcript[self.seen..]);
        self.write(&match act {
            Act::Pick(label) => format!("<<<PICK {label}>>>"),
            Act::At(index) => match prompt {
                Prompt::Pick(menu) => format!("<<<PICK {}>>>", menu.items[index].label),
                _ => format!("<<<PICK {index}>>>"),
            },
            Act::Paste(text) => format!("<<<PASTE {}>>>", text.replace('\n', " / ")),
            Act::Line(text) => format!("<<<LINE {text}>>>"),
            Act::Leave => "<<<LEAVE>>>".to_owned(),
            Act::Interrupt => "<<<CTRL-C>>>".to_owned(),
        });
        self.seen = self.transcript.len();
        if act == Act::Interrupt { Err(Gone::Interrupted) } else { Ok(act) }
    }

    fn write(&mut self, text: &str) {
        self.transcript.push_str(text);
        if !text.ends_with('\n') {
            self.transcript.push('\n');
        }
    }
}

impl Person for Scripted<'_> {
    fn show(&mut self, text: &str) -> Result<(), Gone> {
        assert!(!text.contains("\n\n\n"), "two blank lines:\n{text}");
        self.write(text);
        Ok(())
    }

    fn pick(&mut self, menu: &Menu) -> Result<Reply<usize>, Gone> {
        self.write(&menu.prompt);
        for (index, item) in menu.items.iter().enumerate() {
            let mark = if index == menu.default { '>' } else { ' ' };
            self.write(&format!("{mark} {} {}", item.key, item.label));
        }
        unique(menu);
        let act = self.act(&Prompt::Pick(menu))?;
        let index = match act {
            Act::Pick(label) => menu.items.iter().position(|item| item.label.starts_with(label)),
            Act::At(index) => Some(index),
            Act::Leave => return Ok(Reply::Left),
            _ => None,
        };
        let index = index.unwrap_or_else(|| panic!("{act:?} does not answer this:\n{}", self.transcript));
        Ok(Reply::Said(index))
    }

    fn paste(&mut self, prompt: &str) -> Result<Reply<Vec<u8>>, Gone> {
        self.write(prompt);
        match self.act(&Prompt::Paste)? {
            Act::Paste(text) => Ok(Reply::Said(text.as_bytes().to_vec())),
            Act::Leave => Ok(Reply::Left),
            act => panic!("{act:?} does not answer a paste:\n{}", self.transcript),
        }
    }

    fn line(&mut self, prompt: &str) -> Result<Reply<String>, Gone> {
        self.write(prompt);
        match self.act(&Prompt::Line)? {
            Act::Line(text) => Ok(Reply::Said(text.to_owned())),
            Act::Leave => Ok(Reply::Left),
            act => panic!("{act:?} does not answer a line:\n{}", self.transcript),
        }
    }

    fn wait<T>(&mut self, _: &str, work: impl FnOnce() -> T) -> T {
        work()
    }
}

/// No two items may be called by one key.
fn unique(menu: &Menu) {
    let mut keys: Vec<char> = menu.items.iter().map(|item| item.key).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), menu.items.len(), "one key calls two items: {menu:?}");
    assert!(menu.default < menu.items.len());
}

/// With what an interview begins.
#[derive(Clone)]
pub(crate) struct Start {
    pub(crate) text: Option<&'static str>,
    pub(crate) problem: Option<String>,
    pub(crate) facts: Facts,
    pub(crate) policy: Policy,
    pub(crate) here: Side,
    pub(crate) numbers: bool,
    /// What a look at the host would see.
    pub(crate) looked: Option<Checked>,
}

impl Default for Start {
    fn default() -> Self {
        let policy =
            Policy { weakening: Weakening::Offer, go_on: false, assume_unknown: false, person: true };
        let (text, problem, facts) = (None, None, Facts::default());
        Self { text, problem, facts, policy, here: Side::Client, numbers: false, looked: None }
    }
}

impl Start {
    pub(crate) fn problem(id: &str) -> Self {
        Self { problem: Some(id.to_owned()), ..Self::default() }
    }

    pub(crate) fn knowing(mut self, observation: &str, state: &str) -> Self {
        let given = Given { state: state.to_owned(), witness: WitnessKind::Script, evidence: None };
        self.facts.answers.insert(observation.to_owned(), given);
        self
    }

    /// Nobody knows anything else that the problem asks about.
    pub(crate) fn nothing_else(self, knowledge: &Knowledge) -> Self {
        let session = self.session(knowledge);
        let asked = session.model().questions.iter().map(|question| question.id.clone());
        let rights = knowledge.observations.values().filter(|o| o.role.is_some() || !o.blocks.is_empty());
        let asked: BTreeSet<String> = asked.chain(rights.map(|o| o.id.clone())).collect();
        let open = asked.iter().filter(|id| !session.facts.answers.contains_key(*id));
        open.fold(self.clone(), |start, id| start.knowing(id, UNKNOWN))
    }

    /// Every other fix of the problem cannot be done here.
    pub(crate) fn only(self, knowledge: &Knowledge, fix: &str) -> Self {
        let session = self.session(knowledge);
        let others = session.model().fixes.iter().map(|fix| fix.id.as_str()).filter(|id| *id != fix);
        others.fold(self.clone(), |start, id| start.tried(id, Outcome::Cannot))
    }

    fn session<'k>(&self, knowledge: &'k Knowledge) -> Session<'k> {
        let problem = self.problem.as_ref().and_then(|id| knowledge.problems.get(id));
        Session::new(
            knowledge,
            problem.expect("an interview about a problem"),
            self.facts.clone(),
            self.policy,
        )
    }

    pub(crate) fn tried(mut self, fix: &str, outcome: Outcome) -> Self {
        self.facts.note(Tried { fix: fix.to_owned(), outcome, reason: None, undone: false });
        self
    }
}

/// An interview that is over.
pub(crate) struct Talk {
    /// `None` after Ctrl-C.
    pub(crate) ending: Option<Ending>,
    pub(crate) transcript: String,
    pub(crate) line: Option<String>,
    pub(crate) report: Option<DiagnosisReport>,
}

/// Talks with a person of that mind.
pub(crate) fn talk(knowledge: &Knowledge, start: &Start, mind: Mind) -> Talk {
    let take = || start.looked.clone().expect("asked for where there is one only");
    let screen = Rc::new(|page: &Page| render::page(page, Format::Plain, &Style::default()));
    let setting = Setting {
        elevated: Some(false),
        check: start.looked.as_ref().map(|_| Check {
            announcement: "Looking at srv01: up to 4 connections.".to_owned(),
            waiting: "Looking at srv01".to_owned(),
            run: &take,
        }),
        screen,
    };
    let reading = start.text.map(|text| intake::read_failure(text, Lexicon::builtin()));
    let lexicon = Lexicon::builtin();
    let frame = Frame { knowledge, lexicon, policy: start.policy, here: start.here, numbers: start.numbers };
    let (problem, facts) = (start.problem.as_deref(), start.facts.clone());
    let mut course = Course::begin(frame, interview::Start { text: start.text, reading, problem, facts });
    let mut person = Scripted::new(mind);
    let ending = match Interview::new(&mut course, &setting).run(&mut person) {
        Ok(ending) => Some(ending),
        Err(Gone::Interrupted) => None,
        Err(gone) => panic!("{gone}"),
    };
    let Scripted { transcript, .. } = person;
    Talk { ending, transcript, line: course.go_on_line(), report: course.report() }
}

/// A mind that follows a list and must come out at its end.
pub(crate) fn script(acts: &[Act]) -> Mind<'static> {
    let mut acts: VecDeque<Act> = acts.iter().copied().collect();
    Box::new(move |_, shown| acts.pop_front().unwrap_or_else(|| panic!("the script is over:\n{shown}")))
}

/// A mind that knows nothing and is not helped by anything until a menu has an item that begins so; from
/// then on it follows a list.
pub(crate) fn until(label: &'static str, then: &[Act]) -> Mind<'static> {
    let mut then = script(then);
    let mut there = false;
    Box::new(move |prompt, shown| match prompt {
        Prompt::Pick(menu) => {
            let item = |label: &str| menu.items.iter().position(|item| item.label.starts_with(label));
            there |= item(label).is_some();
            match item("I do not know").or_else(|| item("The same error")) {
                Some(index) if !there => Act::At(index),
                _ => then(prompt, shown),
            }
        }
        _ => then(prompt, shown),
    })
}

/// A mind that knows how it really is: the states of observations, and which fixes repair. Whatever it is
/// not told, it does not know; whatever does not repair leaves the same error.
pub(crate) fn truth<'a>(
    knowledge: &'a Knowledge,
    states: &'a [(&str, &str)],
    repairs: &'a [&str],
) -> Mind<'a> {
    Box::new(move |prompt, shown| match prompt {
        Prompt::Paste | Prompt::Line => Act::Leave,
        Prompt::Pick(menu) => Act::At(honest(knowledge, states, repairs, menu, shown)),
    })
}

fn honest(
    knowledge: &Knowledge,
    states: &[(&str, &str)],
    repairs: &[&str],
    menu: &Menu,
    shown: &str,
) -> usize {
    let flat = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let label = |label: &str| menu.items.iter().position(|item| item.label == label);
    let state = states.iter().find_map(|(id, state)| {
        let ask = &knowledge.observations.get(id).expect("the observation exists").ask;
        let asked = flat.contains(&ask.prompt);
        asked.then(|| label(ask.labels.get(state).expect("the state has a label"))).flatten()
    });
    let title = |id: &&&str| flat.contains(&knowledge.fixes.get(id).expect("the fix exists").title);
    let repaired = || repairs.iter().find(title).and_then(|_| label("It works"));
    let same = || label("The same error");
    let unknown = || label("I do not know");
    state.or_else(unknown).or_else(repaired).or_else(same).unwrap_or(menu.default)
}

/// The problem and the facts that a go-on line holds.
pub(crate) fn flags(line: &str) -> (String, Facts) {
    let mut start = Start::default();
    let mut problem = String::new();
    let words: Vec<&str> = line.split(' ').collect();
    for pair in words.windows(2) {
        match pair {
            ["--problem", id] => (*id).clone_into(&mut problem),
            ["--answer", answer] => {
                let (id, state) = answer.split_once('=').expect("ID=STATE");
                start = start.knowing(id, state);
            }
            ["--tried", tried] => {
                let (fix, outcome) = tried.split_once('=').expect("FIX=OUTCOME");
                start = start.tried(fix, Outcome::parse(outcome).expect("an outcome"));
            }
            _ => {}
        }
    }
    (problem, start.facts)
}

/// The session that a go-on line leads to.
pub(crate) fn session<'k>(knowledge: &'k Knowledge, line: &str, policy: Policy) -> Session<'k> {
    let (problem, facts) = flags(line);
    let problem = knowledge.problems.get(&problem).expect("the line names a problem");
    Session::new(knowledge, problem, facts, policy)
}

/// The next step in a word or two.
pub(crate) fn next(session: &Session) -> String {
    match session.next() {
        Step::Ask(observation, _) => format!("ask {}", observation.id),
        Step::Fix(fix) => format!("fix {}", fix.id),
        Step::HandOver => "hand over".to_owned(),
        Step::Connected => "connected".to_owned(),
    }
}
