//! Which problem is it? From a paste, from a code, from the list.

use crate::intake::{Confidence, Outcome, Reading, Target};
use crate::interview::state::Search;
use crate::interview::{Ending, Flow, Interview, digit};
use crate::knowledge::Knowledge;
use crate::knowledge::format::{Family, Id, Problem};
use crate::report::interview::cards;
use crate::report::lookup;
use crate::session::WitnessKind;
use crate::session::entry::{Entry, Next};
use crate::session::log::{EntryStep, Event};
use crate::witness::{Gone, Item, Menu, Person, Reply, Topic};

/// The first prompt of all.
const FIRST: &str = "Paste the error, type a code, or press Enter for a list.";

/// The prompt once a fix has changed the error.
const CHANGED: &str = "\nPaste the new error, type its code, or press Enter for a list.";

/// How many problems one menu shows: with the ways out it fits a window of 24 lines.
const A_SCREEN: usize = 8;

/// What a choice comes to.
#[derive(Clone)]
enum Choice {
    /// This problem it is.
    Problem(Id),
    /// One step further in the search.
    On(EntryStep),
    Back,
    Leave,
}

impl Choice {
    fn problem(&self) -> Option<&Id> {
        if let Self::Problem(id) = self { Some(id) } else { None }
    }
}

impl Interview<'_, '_> {
    /// From what was read and chosen so far to a problem, a step at a time. After another error the problem
    /// stays the old one until the new one is found, so that whoever leaves in between loses nothing.
    pub(super) fn begin<P: Person>(&mut self, person: &mut P) -> Result<Flow, Gone> {
        let Some(choice) = self.search(person)? else { return Ok(Flow::End(Ending::Cancelled)) };
        match choice {
            Choice::Problem(problem) => {
                self.happen(person, &Event::Decided { problem, given: false })?;
                self.understood(person)?;
                Ok(Flow::On)
            }
            Choice::On(step) => {
                self.happen(person, &Event::Stepped { step })?;
                Ok(Flow::On)
            }
            Choice::Back if self.course.now().problem.is_some() => self.back(person),
            Choice::Back | Choice::Leave => Ok(Flow::End(Ending::Cancelled)),
        }
    }

    /// The next thing to ask; `None` when the person leaves at the paste.
    fn search<P: Person>(&mut self, person: &mut P) -> Result<Option<Choice>, Gone> {
        if self.course.now().search.reading.is_none() {
            let prompt = if self.course.now().problem.is_some() { CHANGED } else { FIRST };
            self.about(person, self.session().as_ref(), Topic::Error);
            let Reply::Said(bytes) = person.paste(prompt)? else { return Ok(None) };
            let text = crate::text::decode(&bytes).text;
            self.happen(person, &Event::read(&text))?;
        }
        let Search { reading, path } = self.course.now().search.clone();
        let reading = reading.expect("it was read just now");
        let choice = match stand(self.course.frame.knowledge, &path) {
            Stand::Reading => self.first_choice(person, &reading)?,
            Stand::Seen(entry, screen) => self.what_is_seen(person, &entry, screen)?,
        };
        Ok(Some(choice))
    }

    /// Where a reading leads: straight to a problem when it is exact, else the person is asked.
    fn first_choice<P: Person>(&self, person: &mut P, reading: &Reading) -> Result<Choice, Gone> {
        let first = reading.candidates.first().filter(|_| reading.outcome == Outcome::Match);
        match first.filter(|first| first.confidence == Confidence::Exact) {
            Some(certain) => Ok(Choice::Problem(certain.problem.clone())),
            None => self.offer(person, reading),
        }
    }

    /// What the reading leaves open, as a choice.
    fn offer<P: Person>(&self, person: &mut P, reading: &Reading) -> Result<Choice, Gone> {
        let mut choices: Vec<(String, Choice)> = Vec::new();
        let title =
            |id: &str| self.course.frame.knowledge.problems.get(id).map(|problem| problem.title.clone());
        for candidate in &reading.candidates {
            choices.extend(
                title(&candidate.problem).map(|title| (title, Choice::Problem(candidate.problem.clone()))),
            );
        }
        for choice in reading.question.iter().flat_map(|question| &question.choices) {
            let step = match &choice.target {
                // The ways out below say it.
                Target::Else => continue,
                Target::Problem(id) => Choice::Problem(id.clone()),
                Target::Family(id) => Choice::On(EntryStep::Family(id.clone())),
                Target::Code(code) => Choice::On(EntryStep::Code(code.clone())),
            };
            let known =
                matches!(&step, Choice::Problem(id) if reading.candidates.iter().any(|c| c.problem == *id));
            if !known {
                choices.push((choice.label.clone(), step));
            }
        }
        if choices.is_empty() {
            self.nothing_found(person, reading)?;
            return Ok(Choice::On(EntryStep::Families));
        }
        choices.push(("None of these: what do I see?".to_owned(), Choice::On(EntryStep::Families)));
        choices.push(paste_another());
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
        for code in lookup::codes(self.course.frame.knowledge, reading).iter().take(3) {
            let text = format!("{} ({}) in {}: {}", code.hex, code.dec, code.namespace, code.meaning);
            self.show(person, &cards::line(text))?;
        }
        Ok(())
    }

    /// From what is seen to a problem: the family, its sign, then what it is called.
    fn what_is_seen<P: Person>(&self, person: &mut P, entry: &Entry, screen: usize) -> Result<Choice, Gone> {
        match entry.next() {
            Next::Families(families) => self.of_families(person, families),
            Next::Signs(family) => self.of_signs(person, family),
            Next::Problems(problems) => self.of_problems(person, &problems, screen),
        }
    }

    fn of_families<P: Person>(&self, person: &mut P, families: Vec<(&Id, &Family)>) -> Result<Choice, Gone> {
        let choice = |(id, f): (&Id, &Family)| (f.title.clone(), Choice::On(EntryStep::Family(id.clone())));
        let mut choices: Vec<_> = families.into_iter().map(choice).collect();
        choices.extend(self.begin_without_a_name());
        choices.push(paste_another());
        self.choose(person, "\nWhat do you see?".to_owned(), choices)
    }

    fn of_signs<P: Person>(&self, person: &mut P, family: &Family) -> Result<Choice, Gone> {
        let signs = family.signs.iter().enumerate();
        let choice = |sign: Option<usize>| Choice::On(EntryStep::Sign(sign));
        let mut choices: Vec<_> = signs.map(|(i, sign)| (sign.label.clone(), choice(Some(i)))).collect();
        choices.push(("None of these, or I cannot say".to_owned(), choice(None)));
        let prompt = family.prompt.as_deref().unwrap_or("Which of these?");
        self.choose(person, format!("\n{prompt}"), choices)
    }

    /// The likeliest problems first, a screen at a time.
    fn of_problems<P: Person>(
        &self,
        person: &mut P,
        problems: &[&Problem],
        screen: usize,
    ) -> Result<Choice, Gone> {
        let Some(shown) = problems.chunks(A_SCREEN).nth(screen) else {
            return Ok(Choice::On(EntryStep::Families));
        };
        let choice = |p: &&Problem| (p.title.clone(), Choice::Problem(p.id.clone()));
        let mut choices: Vec<_> = shown.iter().map(choice).collect();
        if problems.len() > (screen + 1) * A_SCREEN {
            choices.push(("None of these: show more".to_owned(), Choice::On(EntryStep::More)));
        } else {
            let again = || ("None of these".to_owned(), Choice::On(EntryStep::Families));
            choices.push(self.begin_without_a_name().unwrap_or_else(again));
            choices.push(paste_another());
        }
        self.choose(person, "\nWhich of these?".to_owned(), choices)
    }

    /// Where nothing that is offered fits: the problem without a name, whose questions tell how far a connection comes.
    fn begin_without_a_name(&self) -> Option<(String, Choice)> {
        let problem = self.course.frame.knowledge.fallback()?;
        let label = "None of these: find out from the beginning".to_owned();
        Some((label, Choice::Problem(problem.id.clone())))
    }

    /// A choice, with the ways out that every choice has.
    fn choose<P: Person>(
        &self,
        person: &mut P,
        prompt: String,
        mut choices: Vec<(String, Choice)>,
    ) -> Result<Choice, Gone> {
        choices.extend(self.way_back().map(|way| ("Back".to_owned(), way)));
        choices.push(("Quit".to_owned(), Choice::Leave));
        let item = |(index, (label, choice)): (usize, &(String, Choice))| Item {
            key: key(choice, index),
            label: label.clone(),
        };
        let menu =
            Menu { prompt, items: choices.iter().enumerate().map(item).collect(), default: 0, paste: None };
        let problems: Vec<Option<&Id>> = choices.iter().map(|(_, choice)| choice.problem()).collect();
        self.about(person, self.session().as_ref(), Topic::Choice(&problems));
        Ok(match person.pick(&menu)? {
            Reply::Said(index) if index < choices.len() => choices.swap_remove(index).1,
            _ => Choice::Leave,
        })
    }

    /// Where going back leads: to the list before this one, else to what was before the search.
    fn way_back(&self) -> Option<Choice> {
        let Search { reading, path } = &self.course.now().search;
        // Below a reading that offers nothing, the first list came by itself.
        let offers = reading.as_ref().is_some_and(|r| !r.candidates.is_empty() || r.question.is_some());
        if path.len() > usize::from(!offers) {
            return Some(Choice::On(EntryStep::Back));
        }
        (!self.course.is_at_the_beginning()).then_some(Choice::Back)
    }

    /// Says what was understood.
    pub(super) fn understood<P: Person>(&self, person: &mut P) -> Result<(), Gone> {
        let Some(session) = self.session() else { return Ok(()) };
        let codes = self
            .course
            .now()
            .reading
            .as_ref()
            .map(|r| lookup::codes(self.course.frame.knowledge, r))
            .unwrap_or_default();
        let source = session.problem.meaning.sources.first();
        let source = source.and_then(|id| self.course.frame.knowledge.sources().0.get(id));
        let publisher = source.map(|source| source.publisher.as_str());
        self.show(person, &cards::understood(session.problem, &codes, publisher))?;
        let told = session.known_by(WitnessKind::Text);
        if told.is_empty() { Ok(()) } else { self.show(person, &cards::told(&told)) }
    }
}

fn paste_another() -> (String, Choice) {
    ("Paste another text".to_owned(), Choice::On(EntryStep::Paste))
}

/// Where the search for a problem stands.
enum Stand<'k> {
    /// At what was read.
    Reading,
    /// At what is seen, on that screen of its list.
    Seen(Box<Entry<'k>>, usize),
}

/// Follows the choices that were made since the text was read.
fn stand<'k>(knowledge: &'k Knowledge, path: &[EntryStep]) -> Stand<'k> {
    let mut stand = Stand::Reading;
    for step in path {
        stand = match (step, stand) {
            (EntryStep::Families, _) => Stand::Seen(Box::new(Entry::new(knowledge)), 0),
            (EntryStep::Family(id), Stand::Reading) => {
                Stand::Seen(Box::new(Entry::new(knowledge).of_family(id)), 0)
            }
            (EntryStep::Family(id), Stand::Seen(entry, _)) => Stand::Seen(Box::new(entry.of_family(id)), 0),
            (EntryStep::Sign(sign), Stand::Seen(entry, screen)) => match entry.next() {
                Next::Signs(family) => {
                    let sign = sign.filter(|&sign| sign < family.signs.len());
                    Stand::Seen(Box::new(entry.of_sign(family, sign)), screen)
                }
                // Another knowledge asks for no sign here.
                Next::Families(_) | Next::Problems(_) => Stand::Seen(entry, screen),
            },
            (EntryStep::More, Stand::Seen(entry, screen)) => Stand::Seen(entry, screen + 1),
            (_, stand) => stand,
        };
    }
    stand
}

/// What is typed for a choice: a letter of its own for the ways out.
fn key(choice: &Choice, index: usize) -> char {
    match choice {
        Choice::Leave => 'q',
        Choice::Back | Choice::On(EntryStep::Back) => 'b',
        Choice::On(EntryStep::Paste) => 'p',
        _ => digit(index),
    }
}
