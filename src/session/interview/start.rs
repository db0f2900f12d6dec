//! Which problem is it? From a paste, from a code, from the list.

use super::{Ending, Flow, Interview, digit};
use crate::intake::{self, Confidence, Outcome, Reading, Target};
use crate::knowledge::format::Problem;
use crate::report::{cards, lookup};
use crate::witness::{Gone, Item, Menu, Person, Reply};

/// Where a choice leads.
#[derive(Clone)]
enum Way {
    Problem(String),
    Family(String),
    Code(String),
    Paste,
    Leave,
}

impl Interview<'_> {
    /// Asks until a problem is decided or the person leaves.
    pub(super) fn find_problem<P: Person>(&mut self, person: &mut P) -> Result<Flow, Gone> {
        let mut reading = self.reading.clone();
        loop {
            let read = match reading.take() {
                Some(read) => read,
                None => {
                    match self.pasted(person, "Paste the error, type a code, or press Enter for a list.")? {
                        Some(read) => read,
                        None => return Ok(Flow::End(Ending::Cancelled)),
                    }
                }
            };
            match self.settle(person, read)? {
                Some(Way::Problem(id)) => {
                    self.change(|now| now.problem = Some(id));
                    self.understood(person)?;
                    return Ok(Flow::On);
                }
                Some(Way::Leave) => return Ok(Flow::End(Ending::Cancelled)),
                _ => {}
            }
        }
    }

    /// Reads a paste; `None` when the person leaves.
    pub(super) fn pasted<P: Person>(&self, person: &mut P, prompt: &str) -> Result<Option<Reading>, Gone> {
        match person.paste(prompt)? {
            Reply::Left => Ok(None),
            Reply::Said(bytes) => {
                Ok(Some(intake::read(&intake::decode(&bytes).text, self.setting.lexicon, None)))
            }
        }
    }

    /// From a reading to a problem, with as many questions as that takes.
    fn settle<P: Person>(&mut self, person: &mut P, reading: Reading) -> Result<Option<Way>, Gone> {
        let certain = reading.outcome == Outcome::Match
            && reading.candidates.first().is_some_and(|c| c.confidence == Confidence::Exact);
        if certain {
            let id = reading.candidates[0].problem.clone();
            self.reading = Some(reading);
            return Ok(Some(Way::Problem(id)));
        }
        let mut way = self.offer(person, &reading)?;
        loop {
            way = match way {
                Way::Family(family) => self.of_family(person, &family)?,
                Way::Code(code) => {
                    let reading = intake::read(&code, self.setting.lexicon, None);
                    return self.settle(person, reading);
                }
                Way::Problem(id) => {
                    self.reading = Some(reading);
                    return Ok(Some(Way::Problem(id)));
                }
                other => return Ok(Some(other)),
            };
        }
    }

    /// What the reading leaves open, as a choice.
    fn offer<P: Person>(&self, person: &mut P, reading: &Reading) -> Result<Way, Gone> {
        let mut choices: Vec<(String, Way)> = Vec::new();
        let title = |id: &str| self.setting.knowledge.problems.get(id).map(|problem| problem.title.clone());
        for candidate in &reading.candidates {
            choices.extend(
                title(&candidate.problem).map(|title| (title, Way::Problem(candidate.problem.clone()))),
            );
        }
        for choice in reading.question.iter().flat_map(|question| &question.choices) {
            let way = match &choice.target {
                Target::Problem(id) => Way::Problem(id.clone()),
                Target::Family(id) => Way::Family(id.clone()),
                Target::Code(code) => Way::Code(code.clone()),
            };
            let known =
                matches!(&way, Way::Problem(id) if reading.candidates.iter().any(|c| c.problem == *id));
            if !known {
                choices.push((choice.label.clone(), way));
            }
        }
        let asked = reading.question.as_ref().map(|question| question.text.clone());
        let prompt = match (asked, choices.is_empty(), reading.outcome) {
            (Some(question), ..) => question,
            (None, false, _) => "Is it this?".to_owned(),
            (None, true, Outcome::Match) => {
                self.known_code(person, reading)?;
                "What do you see?".to_owned()
            }
            (None, true, _) => "What do you see?".to_owned(),
        };
        if choices.is_empty() {
            choices = self.families();
        } else {
            choices.push(("None of these: what do I see?".to_owned(), Way::Family(String::new())));
        }
        choices.push(("Paste another text".to_owned(), Way::Paste));
        choose(person, prompt, choices)
    }

    /// A code that leads to no problem still means something.
    fn known_code<P: Person>(&self, person: &mut P, reading: &Reading) -> Result<(), Gone> {
        for code in lookup::codes(self.setting.knowledge, reading).iter().take(3) {
            let text = format!("{} ({}) in {}: {}", code.hex, code.dec, code.namespace, code.meaning);
            self.show(person, &cards::line(text))?;
        }
        Ok(())
    }

    /// The kinds of symptoms that have a problem, in their order.
    fn families(&self) -> Vec<(String, Way)> {
        let known = self.setting.knowledge.families().0.iter();
        let mut families: Vec<_> = known.filter(|(id, _)| !self.problems_of(id).is_empty()).collect();
        families.sort_by_key(|(_, family)| family.order);
        families.into_iter().map(|(id, family)| (family.title.clone(), Way::Family(id.clone()))).collect()
    }

    fn problems_of(&self, family: &str) -> Vec<&Problem> {
        self.setting.knowledge.problems.values().filter(|problem| problem.family == family).collect()
    }

    /// The problems of a kind; of no kind, the kinds.
    fn of_family<P: Person>(&self, person: &mut P, family: &str) -> Result<Way, Gone> {
        if family.is_empty() {
            return choose(person, "What do you see?".to_owned(), self.families());
        }
        let problems = self.problems_of(family);
        let mut choices: Vec<_> =
            problems.iter().map(|p| (p.title.clone(), Way::Problem(p.id.clone()))).collect();
        choices.push(("None of these".to_owned(), Way::Family(String::new())));
        choose(person, "Which of these?".to_owned(), choices)
    }

    /// Says what was understood.
    pub(super) fn understood<P: Person>(&self, person: &mut P) -> Result<(), Gone> {
        let Some(session) = self.session() else { return Ok(()) };
        let codes =
            self.reading.as_ref().map(|r| lookup::codes(self.setting.knowledge, r)).unwrap_or_default();
        let source = session.problem.meaning.sources.first();
        let source = source.and_then(|id| self.setting.knowledge.sources().0.get(id));
        let publisher = source.map(|source| source.publisher.as_str());
        self.show(person, &cards::understood(session.problem, &codes, publisher))
    }
}

fn choose<P: Person>(person: &mut P, prompt: String, mut choices: Vec<(String, Way)>) -> Result<Way, Gone> {
    choices.push(("Quit".to_owned(), Way::Leave));
    let last = choices.len() - 1;
    let item = |(index, (label, way)): (usize, &(String, Way))| Item {
        key: match way {
            Way::Leave => 'q',
            Way::Paste => 'p',
            _ => digit(index),
        },
        label: label.clone(),
    };
    let menu = Menu { prompt, items: choices.iter().enumerate().map(item).collect(), default: 0 };
    match person.pick(&menu)? {
        Reply::Said(index) => Ok(choices.swap_remove(index.min(last)).1),
        Reply::Left => Ok(Way::Leave),
    }
}
