//! The cards of an interview: one screen each, the line that matters first.

use crate::knowledge::format::{Fix, Observation, Problem};
use crate::knowledge::words::{Need, Side};
use crate::report::check::LookCard;
use crate::report::codes::{CodeCard, code_label};
use crate::report::diagnosis;
use crate::report::diagnosis::reasons;
use crate::report::page::{Item, Page, Shell, Tone};
use crate::report::parts::{self, Shells};
use crate::report::units::{FixCard, applying, sides};
use crate::session::{Given, Outcome, Reason, Role, Session, WitnessKind};

/// Causes shown beside a question or a fix.
const RANKS: usize = 3;

/// Safe fixes named before a fix that weakens security.
const SAFE_FIXES: usize = 4;

/// What was understood: the codes, the problem, and what it rests on.
pub fn understood(problem: &Problem, codes: &[CodeCard], publisher: Option<&str>) -> Page {
    let mut page = Page::new();
    let label = code_label(codes, Some(problem)).map(|label| format!("{label}: ")).unwrap_or_default();
    let publisher = publisher.map(|name| format!(", {name}")).unwrap_or_default();
    page.title(
        format!("Recognised: {label}{}", problem.title),
        Some(format!("{}{publisher}", problem.meaning.grade.word())),
    );
    page.text(2, &problem.meaning.text);
    if let Some(valid) = &problem.valid {
        page.field("Since", parts::since(&valid.into()));
    }
    page
}

/// A question, and why it is asked.
pub fn question(session: &Session, observation: &Observation, reason: Reason, number: usize) -> Page {
    let mut page = Page::new();
    page.blank().heading(format!("QUESTION {number}  ({})", parts::minutes(observation.minutes)));
    page.toned_text(0, &observation.ask.prompt, Tone::Strong);
    let why = reasons::for_question(session, observation, reason);
    if !why.is_empty() {
        page.text(2, format!("Why: {}", why.join(" ")));
    }
    page
}

/// How to find out.
pub fn how(session: &Session, observation: &Observation) -> Page {
    let mut page = Page::new();
    page.blank().heading("How to find out");
    page.steps(
        2,
        applying(session, &observation.ask.how, None).iter().map(|step| parts::step(step, Shells::Both)),
    );
    if observation.is_printed() {
        page.text(2, "Or paste what the command printed: the answer is read from it.");
    }
    page
}

/// What was read from the output of a command that was pasted.
pub struct Printed<'a> {
    /// The question that it was to answer.
    pub observation: &'a Observation,
    /// Its state, where the output tells.
    pub state: Option<&'a str>,
    /// What the output was recognised as.
    pub shapes: &'a [&'static str],
    /// How many open questions it answers, this one counted.
    pub open: usize,
}

/// What the output of a command says, or why it does not answer.
pub fn printed(printed: &Printed) -> Page {
    let Some(state) = printed.state else { return line(unanswered(printed)) };
    let label = printed.observation.ask.labels.get(state).map_or(state, String::as_str);
    line(format!("Read from the output: {label}.{}", others(printed.open.saturating_sub(1))))
}

/// What it says beside the answer that was asked for.
fn others(open: usize) -> String {
    match open {
        0 => String::new(),
        1 => " It answers another question, too.".to_owned(),
        open => format!(" It answers {open} other questions, too."),
    }
}

fn unanswered(printed: &Printed) -> String {
    match printed.shapes {
        [] => "No output that rdpfix can read. Choose an answer, or \"I do not know\".".to_owned(),
        shapes => {
            format!("This is {}: it does not answer the question.{}", shapes.join(", "), others(printed.open))
        }
    }
}

/// Where a fix is shown.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Which of the two computers this one is.
    pub here: Side,
    /// Whether this window may change it.
    pub elevated: Option<bool>,
}

/// A fix, whole.
pub fn fix(session: &Session, fix: &Fix, number: usize, place: Place) -> Page {
    let card = FixCard::of_session(session, fix);
    let mut page = Page::new();
    page.blank().heading(format!("STEP {number}  ({})", parts::conditions(&card)));
    page.toned_text(0, format!("{}.", card.title), Tone::Strong);
    if let Some((note, tone)) = by_others(session, fix).or_else(|| where_to(fix, place)) {
        page.toned_text(2, note, tone);
    }
    if card.weakens() {
        only_because(session, fix, &mut page);
        parts::fix(&card, Shells::One, &mut page);
        why(session, fix, &mut page);
    } else {
        parts::to_do_now(&card, Shells::One, &mut page);
    }
    page
}

/// What a card of a safe fix leaves out, so that it stays on the screen: the undo, why it comes now, its source.
pub fn details(session: &Session, fix: &Fix) -> Page {
    let mut page = Page::new();
    page.blank().heading("Details");
    parts::way_back(&FixCard::of_session(session, fix), Shells::One, &mut page);
    why(session, fix, &mut page);
    page
}

fn why(session: &Session, fix: &Fix, page: &mut Page) {
    page.field("Why this", reasons::for_fix(session, fix).join(" "));
    page.toned_field("Source", source(session, fix), Tone::Quiet);
}

/// What became of the safe fixes, before a fix that weakens security.
fn only_because(session: &Session, fix: &Fix, page: &mut Page) {
    let mut because = reasons::for_weakening(session, fix);
    let more = because.len().saturating_sub(SAFE_FIXES);
    because.truncate(SAFE_FIXES);
    because.extend((more > 0).then(|| format!("and {more} more")));
    if because.is_empty() {
        page.text(2, "Only because no safe fix is known for this.");
    } else {
        page.text(2, "Only because nothing safe is left:");
        page.list(2, because.into_iter().map(Item::new));
    }
}

/// What somebody else has to do: where the person at the desk said so.
fn by_others(session: &Session, fix: &Fix) -> Option<(String, Tone)> {
    let others: Vec<Side> =
        fix.sides.iter().copied().filter(|side| session.role(*side) == Some(Role::Other)).collect();
    let note = || {
        let on = sides(&others).replace(", ", " and the ");
        format!("Somebody else does this on the {on}: send them these steps (rdpfix explain {}).", fix.id)
    };
    (!others.is_empty()).then(|| (note(), Tone::Warn))
}

/// Whether it can be done on this computer and in this window.
fn where_to(fix: &Fix, place: Place) -> Option<(String, Tone)> {
    if !fix.sides.contains(&place.here) {
        let sides = sides(&fix.sides).replace(", ", " or the ");
        return Some((format!("On the {sides}, not on this computer."), Tone::Warn));
    }
    let elevated = place.elevated.filter(|_| fix.needs.contains(&Need::Admin))?;
    Some(if elevated {
        ("On this computer: this window runs as administrator.".to_owned(), Tone::Quiet)
    } else {
        ("Run this here in an elevated window (this one is not).".to_owned(), Tone::Warn)
    })
}

fn source(session: &Session, fix: &Fix) -> String {
    let known = &session.knowledge.sources().0;
    let mut named = fix.sources.iter().filter_map(|id| known.get(id));
    let best = named.next().map(|source| format!("{}: {} ", source.publisher, source.title));
    format!("{}[{}]", best.unwrap_or_default(), fix.grade.word())
}

/// The causes so far; said plainly when it is likelier something else.
pub fn ranking(session: &Session, numbers: bool) -> Page {
    let mut page = Page::new();
    page.blank().ranking(parts::ranking(session, RANKS, numbers));
    if session.situation().posterior().last().is_some_and(|unlisted| *unlisted >= 0.5) {
        page.toned_text(
            2,
            "It looks like something outside this list. What follows can still be tried.",
            Tone::Warn,
        );
    }
    page
}

/// The way back of a weakening that did not help, now.
pub fn undo_now(session: &Session, fix: &Fix) -> Page {
    in_place(
        session,
        fix,
        "UNDO IT NOW",
        &format!("{}: it did not help, and it is still in place.", fix.title),
    )
}

/// Whoever leaves before saying what became of a weakening may have made it.
pub fn undo_if_made(session: &Session, fix: &Fix) -> Page {
    in_place(session, fix, "IF YOU MADE THE CHANGE, UNDO IT", &format!("{}.", fix.title))
}

/// It connects while security is weakened: what must follow.
pub fn temporary(session: &Session, fix: &Fix) -> Page {
    let only_so = session.facts.outcome(&fix.id).is_some_and(|tried| tried.outcome == Outcome::Worked);
    let text = if only_so {
        "Use this connection for the repair, then undo. Nothing else.".to_owned()
    } else {
        format!("{}: it is still in place.", fix.title)
    };
    in_place(session, fix, "CONNECTED, BUT SECURITY IS STILL WEAKENED", &text)
}

fn in_place(session: &Session, fix: &Fix, heading: &str, text: &str) -> Page {
    let mut page = Page::new();
    page.blank().heading(heading).toned_text(0, text, Tone::Bad);
    parts::way_back(&FixCard::new(session.knowledge, fix), Shells::One, &mut page);
    page
}

/// The page where the next step is to hand over: to whom, why, and what to collect first.
pub fn hand_over(session: &Session) -> Page {
    let mut page = Page::new();
    page.blank().heading(format!("HAND OVER to {}", diagnosis::roles::hand_over_to(session)));
    page.text(2, reasons::for_hand_over(session).join(" "));
    page.heading("Collect first");
    let collect = applying(session, &session.problem.hand_over.collect, None);
    page.steps(2, collect.iter().map(|step| parts::step(step, Shells::One)));
    page.heading("For the administrator of the other side");
    page.text(2, diagnosis::paragraph(session));
    parts::send_along(diagnosis::script(session).as_deref(), &mut page);
    page
}

/// The lines whose output is asked for.
pub fn keep_lines(lines: &[String]) -> Page {
    let mut page = Page::new();
    page.blank().labelled_command("Keep", Shell::Cmd, lines);
    page
}

/// A line that may be passed over: where answers are kept, and what is open from before.
pub fn notice(text: impl Into<String>) -> Page {
    let mut page = Page::new();
    page.toned_text(0, text, Tone::Quiet);
    page
}

/// What the pasted text has told already.
pub fn told(told: &[(&Observation, &Given)]) -> Page {
    let mut page = Page::new();
    page.toned_text(0, "From your text (every menu lets you correct it):", Tone::Quiet);
    let label = |observation: &Observation, state: &str| {
        observation.ask.labels.get(state).map_or_else(|| state.to_owned(), Clone::clone)
    };
    page.list(
        2,
        told.iter().map(|(observation, given)| {
            Item::new(format!("{} {}", observation.ask.prompt, label(observation, &given.state)))
        }),
    );
    page
}

/// What a look saw, what that answers here, and where it contradicts the error.
pub fn looked(card: &LookCard, session: &Session) -> Page {
    let mut page = Page::new();
    crate::report::check::layers(&card.layers, &mut page);
    diagnosis::contradicted(&diagnosis::standing::contradictions(session), &mut page);
    match session.known_by(WitnessKind::Check).len() {
        0 => page.text(0, "Nothing that was to be asked here is answered by looking."),
        1 => page.text(0, "One question answered by looking; the menu lets you correct it."),
        count => {
            page.text(0, format!("{count} questions answered by looking; the menu lets you correct them."))
        }
    };
    page
}

/// A line.
pub fn line(text: impl Into<String>) -> Page {
    let mut page = Page::new();
    page.text(0, text);
    page
}
