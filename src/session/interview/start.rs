//! Which problem is it? From a paste, from a code, from the list.

use super::{Ending, Flow, Interview, digit};
use crate::intake::{self, Confidence, Outcome, Reading, Target};
use crate::knowledge::format::{Family, Id, Problem};
use crate::report::{cards, lookup};
use crate::session::entry::{Entry, Next};
use crate::witness::{Gone, Item, Menu, Person, Reply};

/// The first prompt of all.
const FIRST: &str = "Paste the error, type a code, or press Enter for a list.";

/// The prompt once a fix has changed the error.
const CHANGED: &str = "\nPaste the new error, type its code, or press Enter for a list.";

/// How many problems one menu shows: with the ways out it fits a window of 24 lines.
const A_SCREEN: usize = 8;

/// Where a choice leads.
#[derive(Clone)]
enum Way {
    Problem(String),
    Family(String),
    Families,
    /// A sign of a family, by index; none of them.
    Sign(Option<usize>),
    /// The next screen of a long list.
    More,
    Code(String),
    Paste,
    Back,
    Leave,
}

/// What came of looking for the problem.
pub(super) enum Found {
    /// A problem, and what was read.
    Problem(Id, Reading),
    /// It is not wanted after all.
    Back,
    /// The person leaves.
    Left,
}

impl Interview<'_> {
    /// From nothing to a problem.
    pub(super) fn begin<P: Person>(&mut self, person: &mut P) -> Result<Flow, Gone> {
        let given = self.given.take();
        match self.find_problem(person, given, FIRST)? {
            Found::Problem(id, reading) => {
                self.change(|now| (now.problem, now.reading) = (Some(id), Some(reading)));
                self.understood(person)?;
                Ok(Flow::On)
            }
            Found::Back | Found::Left => Ok(Flow::End(Ending::Cancelled)),
        }
    }

    /// Another error than before: on with the new text, and with all facts. The problem stays the old one
    /// until the new one is found, so that whoever leaves in between loses nothing.
    pub(super) fn begin_again<P: Person>(&mut self, person: &mut P) -> Result<Flow, Gone> {
        match self.find_problem(person, None, CHANGED)? {
            Found::Problem(id, reading) => {
                (self.now.problem, self.now.reading) = (Some(id), Some(reading));
                self.understood(person)?;
                Ok(Flow::On)
            }
            Found::Back => self.back(person),
            Found::Left => Ok(Flow::End(Ending::Cancelled)),
        }
    }

    /// Asks until a problem is found, the person goes back or leaves.
    fn find_problem<P: Person>(
        &self,
        person: &mut P,
        mut given: Option<Reading>,
        prompt: &str,
    ) -> Result<Found, Gone> {
        loop {
            let (reading, way) = match given.take() {
                Some(reading) => (reading, None),
                None => match person.paste(prompt)? {
                    Reply::Left => return Ok(Found::Left),
                    Reply::Said(bytes) => {
                        let text = intake::decode(&bytes).text;
                        (self.read(&text), text.trim().is_empty().then_some(Way::Families))
                    }
                },
            };
            match self.settle(person, reading, way)? {
                (Way::Problem(id), reading) => return Ok(Found::Problem(id, reading)),
                (Way::Back, _) => return Ok(Found::Back),
                (Way::Leave, _) => return Ok(Found::Left),
                _ => {}
            }
        }
    }

    fn read(&self, text: &str) -> Reading {
        intake::read(text, self.setting.lexicon, None)
    }

    /// From a reading to a problem or out of here, with as many questions as that takes.
    fn settle<P: Person>(
        &self,
        person: &mut P,
        mut reading: Reading,
        way: Option<Way>,
    ) -> Result<(Way, Reading), Gone> {
        let mut way = way.map_or_else(|| self.first_way(person, &reading), Ok)?;
        loop {
            way = match way {
                Way::Families => self.what_is_seen(person, None)?,
                Way::Family(family) => self.what_is_seen(person, Some(&family))?,
                Way::Code(code) => {
                    reading = self.read(&code);
                    self.first_way(person, &reading)?
                }
                settled => return Ok((settled, reading)),
            };
        }
    }

    /// Where a reading leads: straight to a problem when it is exact, else the person is asked.
    fn first_way<P: Person>(&self, person: &mut P, reading: &Reading) -> Result<Way, Gone> {
        let first = reading.candidates.first().filter(|_| reading.outcome == Outcome::Match);
        match first.filter(|first| first.confidence == Confidence::Exact) {
            Some(certain) => Ok(Way::Problem(certain.problem.clone())),
            None => self.offer(person, reading),
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
        if choices.is_empty() {
            self.nothing_found(person, reading)?;
            return Ok(Way::Families);
        }
        choices.push(("None of these: what do I see?".to_owned(), Way::Families));
        choices.push(("Paste another text".to_owned(), Way::Paste));
        let asked = reading.question.as_ref().map(|question| question.text.as_str());
        let known = if reading.candidates.is_empty() { "What do you see?" } else { "Is it this?" };
        self.choose(person, format!("\n{}", asked.unwrap_or(known)), choices)
    }

    /// Why there is a list now, unless the person asked for it.
    fn nothing_found<P: Person>(&self, person: &mut P, reading: &Reading) -> Result<(), Gone> {
        if reading.outcome == Outcome::Match {
            return self.known_code(person, reading);
        }
        self.show(person, &cards::line("Nothing in this text names a problem that rdpfix knows."))
    }

    /// A code that leads to no problem still means something.
    fn known_code<P: Person>(&self, person: &mut P, reading: &Reading) -> Result<(), Gone> {
        for code in lookup::codes(self.setting.knowledge, reading).iter().take(3) {
            let text = format!("{} ({}) in {}: {}", code.hex, code.dec, code.namespace, code.meaning);
            self.show(person, &cards::line(text))?;
        }
        Ok(())
    }

    /// From what is seen to a problem: the family, its sign, then what it is called.
    fn what_is_seen<P: Person>(&self, person: &mut P, family: Option<&str>) -> Result<Way, Gone> {
        let entry = Entry::new(self.setting.knowledge);
        let mut entry = family.map_or_else(|| entry.clone(), |family| entry.of_family(family));
        loop {
            entry = match entry.next() {
                Next::Families(families) => return self.of_families(person, families),
                Next::Signs(family) => match self.of_signs(person, family)? {
                    Way::Sign(sign) => entry.of_sign(family, sign),
                    way => return Ok(way),
                },
                Next::Problems(problems) => return self.of_problems(person, &problems),
            }
        }
    }

    fn of_families<P: Person>(&self, person: &mut P, families: Vec<(&Id, &Family)>) -> Result<Way, Gone> {
        let mut choices: Vec<_> =
            families.into_iter().map(|(id, f)| (f.title.clone(), Way::Family(id.clone()))).collect();
        choices.push(("Paste another text".to_owned(), Way::Paste));
        self.choose(person, "\nWhat do you see?".to_owned(), choices)
    }

    fn of_signs<P: Person>(&self, person: &mut P, family: &Family) -> Result<Way, Gone> {
        let signs = family.signs.iter().enumerate();
        let mut choices: Vec<_> = signs.map(|(i, sign)| (sign.label.clone(), Way::Sign(Some(i)))).collect();
        choices.push(("None of these, or I cannot say".to_owned(), Way::Sign(None)));
        let prompt = family.prompt.as_deref().unwrap_or("Which of these?");
        self.choose(person, format!("\n{prompt}"), choices)
    }

    /// The likeliest problems first, a screen at a time.
    fn of_problems<P: Person>(&self, person: &mut P, problems: &[&Problem]) -> Result<Way, Gone> {
        for (page, shown) in problems.chunks(A_SCREEN).enumerate() {
            let mut choices: Vec<_> =
                shown.iter().map(|p| (p.title.clone(), Way::Problem(p.id.clone()))).collect();
            let more = problems.len() > (page + 1) * A_SCREEN;
            choices.extend(more.then(|| ("None of these: show more".to_owned(), Way::More)));
            if !more {
                choices.push(("None of these".to_owned(), Way::Families));
                choices.push(("Paste another text".to_owned(), Way::Paste));
            }
            match self.choose(person, "\nWhich of these?".to_owned(), choices)? {
                Way::More => {}
                way => return Ok(way),
            }
        }
        Ok(Way::Families)
    }

    /// A choice, with the ways out that every choice has.
    fn choose<P: Person>(
        &self,
        person: &mut P,
        prompt: String,
        mut choices: Vec<(String, Way)>,
    ) -> Result<Way, Gone> {
        if !self.history.is_empty() {
            choices.push(("Back".to_owned(), Way::Back));
        }
        choices.push(("Quit".to_owned(), Way::Leave));
        let item = |(index, (label, way)): (usize, &(String, Way))| Item {
            key: key(way, index),
            label: label.clone(),
        };
        let menu = Menu { prompt, items: choices.iter().enumerate().map(item).collect(), default: 0 };
        Ok(match person.pick(&menu)? {
            Reply::Said(index) if index < choices.len() => choices.swap_remove(index).1,
            _ => Way::Leave,
        })
    }

    /// Says what was understood.
    pub(super) fn understood<P: Person>(&self, person: &mut P) -> Result<(), Gone> {
        let Some(session) = self.session() else { return Ok(()) };
        let codes =
            self.now.reading.as_ref().map(|r| lookup::codes(self.setting.knowledge, r)).unwrap_or_default();
        let source = session.problem.meaning.sources.first();
        let source = source.and_then(|id| self.setting.knowledge.sources().0.get(id));
        let publisher = source.map(|source| source.publisher.as_str());
        self.show(person, &cards::understood(session.problem, &codes, publisher))
    }
}

/// What is typed for a way: a letter of its own for the ways out.
fn key(way: &Way, index: usize) -> char {
    match way {
        Way::Leave => 'q',
        Way::Back => 'b',
        Way::Paste => 'p',
        _ => digit(index),
    }
}
