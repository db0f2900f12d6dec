//! A weakening was done: what was there before, and on which computer, so that the way back is exact and is not
//! forgotten.

use crate::interview::{Ending, Flow, Interview};
use crate::knowledge::commands::{self, Shell, read_before};
use crate::knowledge::format::{Change, Fix};
use crate::knowledge::words::Side;
use crate::report::interview::cards;
use crate::report::pending::was;
use crate::session::Session;
use crate::session::log::Event;
use crate::witness::{Gone, Person, Reply};

const KEEP: &str = "\nWhat did the Keep lines print? Paste all of it, or press Enter if you did not note it.";

/// Where nobody says which computer it was.
const HOST: &str = "HOST";
const THIS_COMPUTER: &str = "this computer";

/// Longest name of a computer that is kept: that of a DNS name.
const MAX_NAME: usize = 255;

/// Most of a paste that is kept: the output of a line is a tenth of it.
const MAX_PRINTED: usize = 4 * 1024;

impl Interview<'_, '_> {
    /// Asks for what is still open about it, one thing at a time. Whoever leaves here has made the change: the
    /// way back is shown.
    pub(super) fn weakened<P: Person>(
        &mut self,
        person: &mut P,
        session: &Session,
        fix: &Fix,
        noted: &[Option<String>],
    ) -> Result<Flow, Gone> {
        let flow = self.note_whole(person, fix, noted);
        if matches!(flow, Ok(Flow::End(_)) | Err(Gone::Interrupted)) {
            self.show(person, &cards::undo_if_made(session, fix))?;
        }
        flow
    }

    fn note_whole<P: Person>(
        &mut self,
        person: &mut P,
        fix: &Fix,
        noted: &[Option<String>],
    ) -> Result<Flow, Gone> {
        if self.course.has_ledger() {
            if let Some(change) = next_to_ask(fix, noted.len()) {
                return self.how_it_was(person, fix, change);
            }
            let Some(machine) = self.machine(person, fix)? else { return Ok(Flow::End(Ending::Cancelled)) };
            self.record(person, fix, noted, &machine)?;
            if self.course.has_ledger() {
                self.show(person, &cards::line("Noted: rdpfix pending shows it until it is undone."))?;
            }
            self.happen(person, &Event::Located { fix: fix.id.clone(), machine })?;
        } else {
            // What cannot be kept is not asked for.
            let machine = self.likely_machine(fix);
            self.happen(person, &Event::Located { fix: fix.id.clone(), machine })?;
        }
        Ok(Flow::On)
    }

    fn how_it_was<P: Person>(&mut self, person: &mut P, fix: &Fix, change: usize) -> Result<Flow, Gone> {
        let unit = &fix.changes[change];
        self.show(person, &cards::keep_lines(&keep_lines(unit)))?;
        loop {
            let Reply::Said(bytes) = person.paste(KEEP)? else { return Ok(Flow::End(Ending::Cancelled)) };
            let text = crate::text::decode(&bytes).text;
            let printed = (!text.trim().is_empty()).then_some(text);
            let before = printed.as_deref().map(|printed| read_before(unit, printed));
            let line = match &before {
                Some(Some(before)) => format!("Understood: it {}.", was(before)),
                None => "No old value was recorded. The undo covers both cases.".to_owned(),
                Some(None) => {
                    let text =
                        "That does not say what was there. Paste all that the lines printed, errors too.";
                    self.show(person, &cards::line(text))?;
                    continue;
                }
            };
            self.show(person, &cards::line(line))?;
            let printed = printed.map(|printed| short(unit, printed));
            self.happen(person, &Event::Noted { fix: fix.id.clone(), change, printed })?;
            return Ok(Flow::On);
        }
    }

    /// The computer on which it was done: known, or asked for.
    fn machine<P: Person>(&mut self, person: &mut P, fix: &Fix) -> Result<Option<String>, Gone> {
        let known = if self.is_here(fix) { self.course.this_computer() } else { self.course.host() };
        if let Some(known) = known {
            return Ok(Some(known.to_owned()));
        }
        let likely = self.likely_machine(fix);
        let prompt = format!("\nOn which machine? Its name, or Enter for {likely}:");
        let Reply::Said(name) = person.line(&prompt)? else { return Ok(None) };
        let name: String = crate::text::sanitise(name.trim()).chars().take(MAX_NAME).collect();
        Ok(Some(if name.is_empty() { likely } else { name }))
    }

    /// The computer on which it was done, as far as one can tell without asking.
    pub(super) fn likely_machine(&self, fix: &Fix) -> String {
        let known = if self.is_here(fix) { self.course.this_computer() } else { self.course.host() };
        let word = if self.is_here(fix) { THIS_COMPUTER } else { HOST };
        known.unwrap_or(word).to_owned()
    }

    /// Where it can be done on this side, it was done here.
    fn is_here(&self, fix: &Fix) -> bool {
        let here: Side = self.course.frame.here;
        fix.sides.contains(&here)
    }
}

/// The first change from there on of which a line shows what is there.
fn next_to_ask(fix: &Fix, from: usize) -> Option<usize> {
    (from..fix.changes.len()).find(|&index| !keep_lines(&fix.changes[index]).is_empty())
}

fn keep_lines(change: &Change) -> Vec<String> {
    commands::lines(change, Shell::Cmd).keep
}

/// Of what was pasted, no more than says the same.
fn short(change: &Change, printed: String) -> String {
    if printed.len() <= MAX_PRINTED {
        return printed;
    }
    let end = (0..=MAX_PRINTED).rev().find(|&at| printed.is_char_boundary(at)).unwrap_or(0);
    let start = printed[..end].to_owned();
    if read_before(change, &start) == read_before(change, &printed) { start } else { printed }
}
