//! The cards of an interview: one screen each, the line that matters first.

use super::diagnosis_page::way_back;
use super::header::Likelihood;
use super::lookup::{CodeCard, code_label};
use super::page::{Page, Tone};
use super::pieces::{self, Shells};
use super::reasons;
use super::units::{FixCard, steps};
use crate::knowledge::format::{Fix, Observation, Problem};
use crate::knowledge::words::{Need, Side};
use crate::session::{Reason, Session};

/// Causes shown beside a question or a fix.
const RANKS: usize = 3;

/// What was understood: the codes, the problem, and what it rests on.
pub fn understood(problem: &Problem, codes: &[CodeCard], publisher: Option<&str>) -> Page {
    let mut page = Page::new();
    let label = code_label(codes).map_or_else(|| "Read as".to_owned(), |label| format!("Read as {label}"));
    let publisher = publisher.map(|name| format!(", {name}")).unwrap_or_default();
    page.title(
        format!("{label}: {}", problem.title),
        Some(format!("{}{publisher}", problem.meaning.grade.word())),
    );
    page.text(2, &problem.meaning.text);
    page
}

/// Whether this window may change the machine: fixes that need it are marked.
pub fn rights(elevated: Option<bool>) -> Option<&'static str> {
    elevated.map(|elevated| {
        if elevated {
            "This window runs as administrator."
        } else {
            "This window does not run as administrator."
        }
    })
}

/// A question, with the ranking so far and why it is asked.
pub fn question(
    session: &Session,
    observation: &Observation,
    reason: Reason,
    number: usize,
    numbers: bool,
) -> Page {
    let mut page = Page::new();
    ranking(session, numbers, &mut page);
    page.heading(format!("QUESTION {number}  ({})", pieces::minutes(observation.minutes)));
    page.toned_text(0, &observation.ask.prompt, Tone::Strong);
    page.text(2, format!("Why: {}", reasons::for_question(session, observation, reason).join(" ")));
    page
}

/// How to find out.
pub fn how(observation: &Observation) -> Page {
    let mut page = Page::new();
    page.heading("How to find out");
    page.steps(2, steps(&observation.ask.how).iter().map(|step| pieces::step(step, Shells::Both)));
    page
}

/// Where a fix is shown.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Which of the two computers this one is.
    pub here: Side,
    /// Whether this window may change it.
    pub elevated: Option<bool>,
}

/// A fix, whole, with the ranking so far.
pub fn fix(session: &Session, fix: &Fix, number: usize, place: Place, numbers: bool) -> Page {
    let card = FixCard::new(session.knowledge, fix);
    let mut page = Page::new();
    ranking(session, numbers, &mut page);
    page.heading(format!("STEP {number}  ({})", pieces::conditions(&card)));
    page.toned_text(0, format!("{}.", card.title), Tone::Strong);
    if let Some(note) = not_here(fix, place) {
        page.toned_text(2, note, Tone::Warn);
    }
    pieces::fix(&card, Shells::One, &mut page);
    page.field("Why this", reasons::for_fix(session, fix).join(" "));
    page.toned_field("Sources", sources(session, fix), Tone::Quiet);
    page
}

/// What stands in the way of doing it in this window.
fn not_here(fix: &Fix, place: Place) -> Option<String> {
    if !fix.sides.contains(&place.here) {
        return Some("Not on this computer.".to_owned());
    }
    let needs_rights = fix.needs.contains(&Need::Admin) && place.elevated == Some(false);
    needs_rights
        .then(|| "On this computer, in a window that runs as administrator: this one does not.".to_owned())
}

fn sources(session: &Session, fix: &Fix) -> String {
    let known = &session.knowledge.sources().0;
    let named = fix.sources.iter().filter_map(|id| known.get(id));
    let named: Vec<String> =
        named.take(2).map(|source| format!("{}: {}", source.publisher, source.title)).collect();
    if named.is_empty() {
        fix.grade.word().to_owned()
    } else {
        format!("{} [{}]", named.join("; "), fix.grade.word())
    }
}

fn ranking(session: &Session, numbers: bool, page: &mut Page) {
    page.ranking(pieces::ranking(session, RANKS, numbers));
    page.blank();
}

/// The way back of a weakening fix, now.
pub fn undo_now(session: &Session, fix: &Fix) -> Page {
    let mut page = Page::new();
    page.heading("UNDO IT NOW");
    page.toned_text(0, format!("{}: it did not help, and it is still in place.", fix.title), Tone::Bad);
    way_back(&FixCard::new(session.knowledge, fix), &mut page);
    page
}

/// It connects only because security is weakened: what must follow.
pub fn temporary(session: &Session, fix: &Fix) -> Page {
    let mut page = Page::new();
    page.heading("CONNECTED, BUT ONLY FOR A WHILE");
    page.toned_text(0, "Use this connection for the repair, then undo. Nothing else.", Tone::Bad);
    way_back(&FixCard::new(session.knowledge, fix), &mut page);
    page
}

/// Handing over is the cheapest way on.
pub fn hand_over(session: &Session, numbers: bool) -> Page {
    let mut page = Page::new();
    ranking(session, numbers, &mut page);
    page.heading(format!("HAND OVER to {}", session.problem.hand_over.to));
    page.text(2, reasons::for_hand_over(session).join(" "));
    page.heading("Collect first");
    let collect = steps(&session.problem.hand_over.collect);
    page.steps(2, collect.iter().map(|step| pieces::step(step, Shells::One)));
    page.heading("For the administrator of the other side");
    page.text(2, &session.problem.hand_over.paragraph);
    page
}

/// A line.
pub fn line(text: impl Into<String>) -> Page {
    let mut page = Page::new();
    page.text(0, text);
    page
}

/// Whether a cause nobody listed is likelier than not, said plainly.
pub fn unlisted(session: &Session) -> Option<Page> {
    let unlisted = session.situation().posterior().last().copied().unwrap_or(0.0);
    (unlisted >= 0.5).then(|| {
        let mut page = Page::new();
        let word = Likelihood::of(unlisted).word();
        let text = format!("That it is something outside this list is {word}. The report is ready to hand over; fixes can still be tried.");
        page.toned_text(0, text, Tone::Warn);
        page
    })
}
