//! The page on files: what they answer first, then the attempts, the files, and what was not understood.

use super::document::{AsideCard, AttemptCard, EvidenceReport, FileCard, outcome_words};
use crate::report::page::{Item, Page, Shell, ToPage, Tone};
use crate::time::for_people;

/// So many facts of a file are shown to people.
const MOST_FACTS: usize = 12;

impl ToPage for EvidenceReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.title(self.headline(), None);
        self.answered(&mut page);
        self.disagree(&mut page);
        self.attempts(&mut page);
        for (index, file) in self.files.iter().enumerate() {
            self.file(index, file, &mut page);
        }
        self.aside(&mut page);
        if !self.not_understood.is_empty() {
            page.blank().heading("Not understood");
            let item = |file: &super::document::UnreadCard| {
                Item::new(format!("{}: {}", file.name.reveal(), file.because))
            };
            page.list(2, self.not_understood.iter().map(item));
        }
        for found in &self.suggests {
            page.field("Points to", format!("{} ({}): {}", found.title, found.problem, found.because));
        }
        if !self.files.is_empty() {
            page.blank().labelled_command("Next", Shell::Cmd, [self.command.reveal()]);
        }
        page.blank().toned_text(0, self.knowledge.line(), Tone::Quiet);
        page
    }
}

impl EvidenceReport {
    fn headline(&self) -> String {
        let files = match self.files.len() {
            0 => return "Nothing in these files is understood here".to_owned(),
            1 => "1 file".to_owned(),
            count => format!("{count} files"),
        };
        match self.answers.len() {
            0 => format!("{files} read: no question is answered"),
            1 => format!("{files} read: 1 question is answered"),
            count => format!("{files} read: {count} questions are answered"),
        }
    }

    fn answered(&self, page: &mut Page) {
        let item = |answer: &super::document::AnsweredCard| {
            let mut from = Page::new();
            from.toned_text(0, answer.evidence.reveal(), Tone::Quiet);
            let words =
                format!("{} {} ({}={})", answer.question, answer.label, answer.observation, answer.state);
            Item::new(words).with(&mut from)
        };
        page.list(2, self.answers.iter().map(item));
    }

    fn disagree(&self, page: &mut Page) {
        if self.contradictions.is_empty() {
            return;
        }
        page.blank().toned_heading("Do not agree", Tone::Warn);
        for card in &self.contradictions {
            let [one, other] = &card.said;
            let end = if card.first_is_believed { "The first counts." } else { "Neither counts." };
            let mut said = Page::new();
            for said_by in [one, other] {
                said.text(0, format!("{}: {}", said_by.state, said_by.evidence.reveal()));
            }
            page.list(2, [Item::new(format!("{} {end}", card.question)).with(&mut said)]);
        }
    }

    fn attempts(&self, page: &mut Page) {
        if self.attempts.is_empty() {
            return;
        }
        page.blank().heading("Attempts to connect");
        if self.more_attempts > 0 {
            page.text(
                2,
                format!(
                    "The newest {}; {} older ones are left out.",
                    self.attempts.len(),
                    self.more_attempts
                ),
            );
        }
        page.list(2, self.attempts.iter().map(|attempt| Item::new(attempt_line(attempt))));
    }

    fn file(&self, index: usize, file: &FileCard, page: &mut Page) {
        page.blank().heading(format!("{}: {}", file.name.reveal(), file.read_as.join(", ")));
        let computer = file.computer.as_ref().map(|name| format!(" {}", name.reveal())).unwrap_or_default();
        let side = file.side.map_or("it does not tell from which computer it comes".to_owned(), |side| {
            format!("of the {}{computer}", side.word())
        });
        let records = if file.records > 0 {
            format!("; {} records, {} of them matter here", file.records, file.events)
        } else {
            String::new()
        };
        page.text(2, format!("{side}{records}"));
        for warning in &file.warnings {
            page.toned_text(2, format!("Warning: {warning}."), Tone::Warn);
        }
        for note in &file.notes {
            page.text(2, format!("Note: {note}."));
        }
        let facts = self.facts.iter().filter(|fact| fact.file == index);
        let rows: Vec<Vec<String>> = facts
            .take(MOST_FACTS)
            .map(|fact| vec![fact.place.clone(), fact.name.reveal(), fact.value.reveal()])
            .collect();
        if !rows.is_empty() {
            page.table(vec![String::new(); 3], rows);
        }
        if file.facts > MOST_FACTS {
            page.toned_text(
                2,
                format!("{} more facts: --json has them", file.facts - MOST_FACTS),
                Tone::Quiet,
            );
        }
    }

    fn aside(&self, page: &mut Page) {
        if self.set_aside.is_empty() {
            return;
        }
        page.blank().heading("Shown, and not counted");
        let item = |aside: &AsideCard| {
            let mut from = Page::new();
            from.toned_text(0, aside.evidence.reveal(), Tone::Quiet);
            let why = match (aside.why, aside.side) {
                ("side-unknown", Some(side)) => {
                    format!("it counts if the file comes from the {0}: say --side {0}", side.word())
                }
                ("other-computer", _) => "the files come from more than one computer".to_owned(),
                ("other-time", _) => "it belongs to another time".to_owned(),
                _ => aside.why.to_owned(),
            };
            Item::new(format!("{} {}: {why}", aside.observation, aside.state)).with(&mut from)
        };
        page.list(2, self.set_aside.iter().map(item));
    }
}

fn attempt_line(attempt: &AttemptCard) -> String {
    let other = attempt.other.as_ref().map(|name| {
        let word = if attempt.side == crate::knowledge::words::Side::Client { "to" } else { "from" };
        format!(" {word} {}", name.reveal())
    });
    let code = attempt.code.as_ref().map(|code| format!(", code {code}"));
    let events: Vec<String> = attempt.events.iter().take(8).map(u32::to_string).collect();
    format!(
        "{}, {}{}: {}{} (events {}){}",
        for_people(&attempt.began),
        attempt.side.word(),
        other.unwrap_or_default(),
        outcome_words(attempt.outcome),
        code.unwrap_or_default(),
        events.join(" "),
        if attempt.in_question { " <- this one is asked about" } else { "" },
    )
}
