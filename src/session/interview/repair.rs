//! A fix and what became of it; handing over; the end.

use super::{Ending, Flow, Interview, chosen, digit, menu};
use crate::knowledge::Knowledge;
use crate::knowledge::format::{Fix, Observation};
use crate::knowledge::words::Security;
use crate::report::cards;
use crate::report::sensitive::{Kind, Sensitive};
use crate::session::{Given, Outcome, Session, Tried, WitnessKind};
use crate::witness::{Gone, Item, Menu, Person, Reply};

/// The word that records a weakening. It is typed, so that no key pressed by habit can say it.
const CONSENT: &str = "WEAKEN";

impl Interview<'_> {
    pub(super) fn try_fix<P: Person>(
        &mut self,
        person: &mut P,
        session: &Session,
        fix: &Fix,
    ) -> Result<Flow, Gone> {
        self.steps += 1;
        if let Some(warning) = cards::unlisted(session) {
            self.show(person, &warning)?;
        }
        self.show(person, &cards::fix(session, fix, self.steps, self.place(), self.setting.numbers))?;
        let weakens = fix.security == Security::Weakens;
        if weakens && !consents(person)? {
            self.note(fix, Outcome::Cannot, Some("left out: it weakens security".to_owned()), false);
            return Ok(Flow::On);
        }
        let menu = menu(
            "What happened?",
            &[
                ('w', "It works"),
                ('s', "The same error"),
                ('d', "A different error"),
                ('c', "Cannot be done here"),
                ('b', "Back"),
                ('q', "Quit (what was answered is kept)"),
            ],
            1,
        );
        let reply = person.pick(&menu)?;
        match menu.items[chosen(&reply, &menu)].key {
            'w' => self.note(fix, Outcome::Worked, None, false),
            's' => {
                let undone = weakens && self.undone(person, session, fix)?;
                self.note(fix, Outcome::Failed, None, undone);
            }
            'd' => return self.different(person, fix),
            'c' => return self.cannot(person, fix),
            'b' => return self.back(person),
            _ => return Ok(Flow::End(Ending::Cancelled)),
        }
        Ok(Flow::On)
    }

    fn note(&mut self, fix: &Fix, outcome: Outcome, reason: Option<String>, undone: bool) {
        let reason = reason.map(|reason| Sensitive::new(Kind::Text, crate::render::sanitise(&reason)));
        let tried = Tried { fix: fix.id.clone(), outcome, reason, undone };
        self.change(|now| now.facts.note(tried));
    }

    /// A weakening that did not help is undone before anything else.
    fn undone<P: Person>(&self, person: &mut P, session: &Session, fix: &Fix) -> Result<bool, Gone> {
        self.show(person, &cards::undo_now(session, fix))?;
        let menu = menu(
            "Is it undone?",
            &[('y', "Yes, and I have checked"), ('n', "Not yet: keep it in the report")],
            1,
        );
        Ok(chosen(&person.pick(&menu)?, &menu) == 0)
    }

    /// The first fault is gone and another one shows: on with the new text, and with all facts.
    fn different<P: Person>(&mut self, person: &mut P, fix: &Fix) -> Result<Flow, Gone> {
        let tried = Tried { fix: fix.id.clone(), outcome: Outcome::Changed, reason: None, undone: false };
        let before = self.now.clone();
        let reading = self.reading.take();
        self.change(|now| {
            now.facts.note(tried);
            now.problem = None;
        });
        match self.find_problem(person)? {
            Flow::On => Ok(Flow::On),
            Flow::End(ending) => {
                // Nothing is lost: the line to go on from here still names the problem that was left.
                self.now.problem = before.problem;
                self.reading = reading;
                Ok(Flow::End(ending))
            }
        }
    }

    /// Why it cannot be done here: what else that rules out, or a reason in the person's own words.
    fn cannot<P: Person>(&mut self, person: &mut P, fix: &Fix) -> Result<Flow, Gone> {
        let gates = gates(self.setting.knowledge, fix);
        let mut items: Vec<Item> = gates
            .iter()
            .enumerate()
            .map(|(index, (observation, state))| {
                let because = observation.blocks.get(state).map_or("", |blocks| blocks.because.as_str());
                Item { key: digit(index), label: because.to_owned() }
            })
            .collect();
        items.push(Item { key: 'o', label: "Another reason".to_owned() });
        items.push(Item { key: 'b', label: "Back".to_owned() });
        let menu = Menu { prompt: "Why not?".to_owned(), default: 0, items };
        let picked = chosen(&person.pick(&menu)?, &menu);
        if let Some((observation, state)) = gates.get(picked) {
            let given = Given { state: (*state).clone(), witness: WitnessKind::Person, evidence: None };
            let because = observation.blocks.get(state).map(|blocks| blocks.because.clone());
            self.note(fix, Outcome::Cannot, because, false);
            self.now.facts.answers.insert(observation.id.clone(), given);
        } else if menu.items[picked].key == 'o' {
            let reason = match person.line("The reason, in a few words (Enter for none):")? {
                Reply::Said(reason) if !reason.trim().is_empty() => Some(reason.trim().to_owned()),
                _ => None,
            };
            self.note(fix, Outcome::Cannot, reason, false);
        }
        Ok(Flow::On)
    }

    pub(super) fn hand_over<P: Person>(&mut self, person: &mut P, session: &Session) -> Result<Flow, Gone> {
        self.show(person, &cards::hand_over(session, self.setting.numbers))?;
        let mut items = vec![('f', "Finish: print the report")];
        if !self.now.skipped.is_empty() {
            items.push(('s', "Answer what I skipped"));
        }
        if !self.now.go_on && !session.plan().is_empty() {
            items.push(('g', "Go on here all the same"));
        }
        items.extend([('b', "Back"), ('q', "Quit (what was answered is kept)")]);
        let menu = menu("What next?", &items, 0);
        let reply = person.pick(&menu)?;
        match menu.items[chosen(&reply, &menu)].key {
            'f' => Ok(Flow::End(Ending::Finished)),
            's' => {
                self.change(|now| {
                    for id in std::mem::take(&mut now.skipped) {
                        now.facts.answers.remove(&id);
                    }
                });
                Ok(Flow::On)
            }
            'g' => {
                self.change(|now| now.go_on = true);
                Ok(Flow::On)
            }
            'b' => self.back(person),
            _ => Ok(Flow::End(Ending::Cancelled)),
        }
    }

    /// It connects. What weakens security is undone first, or stays in the report.
    pub(super) fn connected<P: Person>(&mut self, person: &mut P, session: &Session) -> Result<Flow, Gone> {
        for fix in session.temporary() {
            self.show(person, &cards::temporary(session, fix))?;
            let menu = menu(
                "Is the repair done, and this undone?",
                &[('y', "Yes, and it still connects"), ('n', "Not yet: keep it in the report")],
                1,
            );
            if chosen(&person.pick(&menu)?, &menu) == 0 {
                for tried in self.now.facts.tried.iter_mut().filter(|tried| tried.fix == fix.id) {
                    tried.undone = true;
                }
            }
        }
        Ok(Flow::End(Ending::Finished))
    }
}

/// The observations and states that would rule a fix out.
fn gates<'k>(knowledge: &'k Knowledge, fix: &Fix) -> Vec<(&'k Observation, &'k String)> {
    let all = knowledge.observations.values();
    let guarding = all.flat_map(|o| o.blocks.iter().map(move |(state, blocks)| (o, state, blocks)));
    let stopping = guarding.filter(|(_, _, blocks)| crate::session::compile::stops(blocks, fix));
    stopping.map(|(observation, state, _)| (observation, state)).collect()
}

/// Warning, way back and what must follow have been shown: a word must be typed.
fn consents<P: Person>(person: &mut P) -> Result<bool, Gone> {
    let prompt = format!("Type {CONSENT} to record that you do this, or Enter to leave it:");
    Ok(matches!(person.line(&prompt)?, Reply::Said(word) if word.trim() == CONSENT))
}
