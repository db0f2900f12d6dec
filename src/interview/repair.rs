//! A fix and what became of it; handing over; the end.
//!
//! What was said is noted before anything else is asked, so that whoever leaves in between loses nothing.

use crate::interview::{Ending, Flow, Interview, QUIT, digit, menu, pick};
use crate::knowledge::Knowledge;
use crate::knowledge::format::{Fix, Observation};
use crate::knowledge::words::Security;
use crate::report::interview::cards;
use crate::session::log::{Event, Fact};
use crate::session::{Outcome, Session};
use crate::witness::{Gone, Item, Menu, Person, Reply, Topic};

/// The word that records a weakening. It is typed, so that no key pressed by habit can say it.
const CONSENT: &str = "WEAKEN";

/// The key of the item that shows the step once more.
const NOT_YET: char = 'n';

/// The key of the item that shows what the card of a step leaves out.
const DETAILS: char = '?';

/// The key of the item that says: it helped, but not for good.
const RETURNS: char = 'r';

impl Interview<'_, '_> {
    pub(super) fn try_fix<P: Person>(
        &mut self,
        person: &mut P,
        session: &Session,
        fix: &Fix,
    ) -> Result<Flow, Gone> {
        self.show_fix(person, session, fix)?;
        if fix.security != Security::Weakens {
            let said = self.what_happened(person, session, fix)?;
            if said == Some('o') {
                return self.correct(person, session);
            }
            return self.became(person, fix, said);
        }
        match consents(person, fix)? {
            Reply::Said(true) => self.happen(person, &Event::Consented { fix: fix.id.clone() })?,
            Reply::Said(false) => {
                self.note(person, fix, Outcome::Cannot, Some("left out: it weakens security"))?;
            }
            Reply::Left => return Ok(Flow::End(Ending::Cancelled)),
        }
        Ok(Flow::On)
    }

    /// The word was typed. Whoever comes back to it from a file has to see again what it is about.
    pub(super) fn consented<P: Person>(
        &mut self,
        person: &mut P,
        session: &Session,
        fix: &Fix,
    ) -> Result<Flow, Gone> {
        if self.resumed {
            self.show_fix(person, session, fix)?;
        }
        let said = self.what_happened(person, session, fix)?;
        self.became(person, fix, said)
    }

    fn show_fix<P: Person>(&self, person: &mut P, session: &Session, fix: &Fix) -> Result<(), Gone> {
        let number = self.course.now().steps + 1;
        self.show(person, &cards::fix(session, fix, number, self.place()))
    }

    /// Asks what became of the fix, until an outcome is named: Enter alone books none. Whoever leaves a weakening
    /// here may have made it: the undo is shown.
    fn what_happened<P: Person>(
        &mut self,
        person: &mut P,
        session: &Session,
        fix: &Fix,
    ) -> Result<Option<char>, Gone> {
        let menu = outcomes(fix, !session.seen().is_empty());
        let said = loop {
            match pick(person, &menu) {
                Ok(Some(NOT_YET)) => self.show_fix(person, session, fix)?,
                Ok(Some(DETAILS)) => self.show(person, &cards::details(session, fix))?,
                said => break said,
            }
        };
        let open = matches!(said, Ok(None | Some('b' | 'c' | 'q')) | Err(Gone::Interrupted));
        if open && fix.security == Security::Weakens {
            self.show(person, &cards::undo_if_made(session, fix))?;
        }
        said
    }

    fn became<P: Person>(&mut self, person: &mut P, fix: &Fix, said: Option<char>) -> Result<Flow, Gone> {
        match said {
            Some('w') => self.note(person, fix, Outcome::Worked, None)?,
            Some('s') => self.note(person, fix, Outcome::Failed, None)?,
            Some('d') => self.note(person, fix, Outcome::Changed, None)?,
            Some(RETURNS) => self.note(person, fix, Outcome::Returns, None)?,
            Some('c') => self.note(person, fix, Outcome::Cannot, None)?,
            Some('b') => return self.back(person),
            _ => return Ok(Flow::End(Ending::Cancelled)),
        }
        Ok(Flow::On)
    }

    /// What follows from it is settled next: see [`Open`](crate::interview::state::Open).
    fn note<P: Person>(
        &mut self,
        person: &mut P,
        fix: &Fix,
        outcome: Outcome,
        reason: Option<&str>,
    ) -> Result<(), Gone> {
        // Into the ledger first: should the run end in between, the weakening is not forgotten.
        if fix.security == Security::Weakens && outcome != Outcome::Cannot {
            let machine = self.likely_machine(fix);
            self.record(person, fix, &[], &machine)?;
        }
        let (outcome, reason) = (outcome.word().to_owned(), reason.map(str::to_owned));
        self.happen(person, &Event::Tried { fix: fix.id.clone(), outcome, reason, given: false })
    }

    /// A weakening that did not help is undone before anything else.
    pub(super) fn undo<P: Person>(
        &mut self,
        person: &mut P,
        session: &Session,
        fix: &Fix,
    ) -> Result<Flow, Gone> {
        self.show(person, &cards::undo_now(session, fix))?;
        let items = [('y', "Yes, and I have checked"), ('n', "Not yet: keep reminding me")];
        let Some(said) = pick(person, &menu("\nIs it undone?", &items, 1))? else {
            return Ok(Flow::End(Ending::Cancelled));
        };
        self.said_of_undoing(person, fix, said == 'y')?;
        Ok(Flow::On)
    }

    fn said_of_undoing<P: Person>(&mut self, person: &mut P, fix: &Fix, undone: bool) -> Result<(), Gone> {
        if undone {
            self.record_undone(person, fix)?;
        }
        self.happen(person, &Event::Undone { fix: fix.id.clone(), undone })
    }

    /// Why it cannot be done here: what else that rules out, or a reason in the person's own words.
    pub(super) fn cannot<P: Person>(&mut self, person: &mut P, fix: &Fix) -> Result<Flow, Gone> {
        let gates = gates(self.course.frame.knowledge, fix);
        let answers = &self.course.now().facts;
        // What was answered otherwise is no reason.
        let open =
            |(o, state): &(&Observation, &String)| answers.state(&o.id).is_none_or(|told| told == *state);
        let gates: Vec<_> = gates.into_iter().filter(open).collect();
        match pick(person, &why_not(&gates))? {
            Some('o') => self.happen(person, &Event::OwnReason { fix: fix.id.clone() })?,
            // Not impossible after all: the note goes, the step stays.
            Some('b') => self.happen(person, &Event::WentBack)?,
            Some(key) => {
                let picked = gates.iter().enumerate().find(|(index, _)| digit(*index) == key);
                if let Some((_, (observation, state))) = picked {
                    self.ruled_out(person, fix, observation, state)?;
                }
            }
            None => return Ok(Flow::End(Ending::Cancelled)),
        }
        Ok(Flow::On)
    }

    /// A fact that rules the fix out, and others with it.
    fn ruled_out<P: Person>(
        &mut self,
        person: &mut P,
        fix: &Fix,
        observation: &Observation,
        state: &str,
    ) -> Result<(), Gone> {
        let reason = observation.blocks.get(state).map(|blocks| blocks.because.clone());
        let fact = Fact { observation: observation.id.clone(), state: state.to_owned() };
        self.happen(person, &Event::Because { fix: fix.id.clone(), reason, fact: Some(fact) })
    }

    pub(super) fn own_reason<P: Person>(&mut self, person: &mut P, fix: &Fix) -> Result<Flow, Gone> {
        let Reply::Said(reason) = person.line("\nThe reason, in a few words (Enter for none):")? else {
            return Ok(Flow::End(Ending::Cancelled));
        };
        let reason = crate::text::sanitise(reason.trim());
        let reason = (!reason.is_empty()).then_some(reason);
        self.happen(person, &Event::Because { fix: fix.id.clone(), reason, fact: None })?;
        Ok(Flow::On)
    }

    pub(super) fn hand_over<P: Person>(&mut self, person: &mut P, session: &Session) -> Result<Flow, Gone> {
        self.show(person, &cards::hand_over(session))?;
        let mut items = vec![('f', "Finish: print the report")];
        if !self.course.now().skipped.is_empty() {
            items.push(('s', "Answer what I skipped"));
        }
        if !self.course.now().go_on && !session.plan().is_empty() {
            items.push(('g', "Go on here all the same"));
        }
        items.extend([('b', "Back"), ('q', QUIT)]);
        match pick(person, &menu("\nWhat next?", &items, 0))? {
            Some('f') => return Ok(Flow::End(Ending::Finished)),
            Some('s') => self.happen(person, &Event::Reopened)?,
            Some('g') => self.happen(person, &Event::WentOn)?,
            Some('b') => return self.back(person),
            _ => return Ok(Flow::End(Ending::Cancelled)),
        }
        Ok(Flow::On)
    }

    /// It connects. What weakens security is undone first, or stays in the report.
    pub(super) fn connected<P: Person>(&mut self, person: &mut P, session: &Session) -> Result<Flow, Gone> {
        let left = self.course.now().left.clone();
        for fix in session.temporary().into_iter().filter(|fix| !left.contains(&fix.id)) {
            self.show(person, &cards::temporary(session, fix))?;
            self.about(person, Some(session), Topic::Undo(fix));
            let items = [('y', "Yes, undone and still connecting"), ('n', "Not yet: keep reminding me")];
            let said = pick(person, &menu("\nIs the repair done, and this undone?", &items, 1))?;
            self.said_of_undoing(person, fix, said == Some('y'))?;
        }
        Ok(Flow::End(Ending::Finished))
    }
}

/// What can be said about a fix, below its title. The item that Enter takes says nothing about it.
fn outcomes(fix: &Fix, correct: bool) -> Menu {
    let mut items = vec![
        (NOT_YET, "Not done yet: show the step again"),
        ('w', "It works"),
        ('s', "The same error"),
        ('d', "A different error"),
        ('c', "Cannot be done here"),
        ('b', "Back"),
        ('q', QUIT),
    ];
    if fix.relief {
        items.insert(2, (RETURNS, "It works, but the trouble comes back"));
    }
    if fix.security != Security::Weakens {
        // A weakening has shown all of it before the word was typed.
        items.insert(1, (DETAILS, "Details: undo, reason, source"));
        if correct {
            items.insert(items.len() - 2, ('o', crate::interview::check::CORRECT));
        }
    }
    menu(format!("\n{}.\nWhat happened?", fix.title), &items, 0)
}

/// Asks for the word once the warning, the undo and what must follow have been shown. Upper and lower case are the
/// same; another word is asked for again.
fn consents<P: Person>(person: &mut P, fix: &Fix) -> Result<Reply<bool>, Gone> {
    // The card is longer than most screens: its title and its warning stay in sight.
    let warning = fix.warning.as_ref().map(|warning| format!("WARNING: {warning}\n")).unwrap_or_default();
    let title = &fix.title;
    let mut prompt =
        format!("\n{title}.\n{warning}Type {CONSENT} if you will do this, or press Enter to skip it:");
    loop {
        let word = match person.line(&prompt)? {
            Reply::Said(word) => word,
            Reply::Left => return Ok(Reply::Left),
        };
        match word.trim() {
            "" => return Ok(Reply::Said(false)),
            word if word.eq_ignore_ascii_case(CONSENT) => return Ok(Reply::Said(true)),
            _ => prompt = format!("That is not {CONSENT}. Type {CONSENT}, or press Enter to skip this step:"),
        }
    }
}

fn why_not(gates: &[(&Observation, &String)]) -> Menu {
    let because = |(index, (observation, state)): (usize, &(&Observation, &String))| {
        let because = observation.blocks.get(state).map_or("", |blocks| blocks.because.as_str());
        Item { key: digit(index), label: because.to_owned() }
    };
    let mut items: Vec<Item> = gates.iter().enumerate().map(because).collect();
    items.push(Item { key: 'o', label: "Another reason".to_owned() });
    items.push(Item { key: 'b', label: "Back".to_owned() });
    Menu { prompt: "\nWhy not?".to_owned(), default: 0, items, paste: None }
}

/// The observations and states that would rule a fix out.
fn gates<'k>(knowledge: &'k Knowledge, fix: &Fix) -> Vec<(&'k Observation, &'k String)> {
    let all = knowledge.observations.values();
    let guarding = all.flat_map(|o| o.blocks.iter().map(move |(state, blocks)| (o, state, blocks)));
    let stopping = guarding.filter(|(_, _, blocks)| blocks.stop(fix));
    stopping.map(|(observation, state, _)| (observation, state)).collect()
}
