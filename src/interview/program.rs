//! A program that answers for a person: one document a line out, one answer a line in.
//!
//! It goes through the same interview as a person at a terminal. A line that is no answer to what was asked is told so
//! and changes nothing; the end of the input is leaving.

use std::io::{self, BufRead, Write};

use crate::render::json;
use crate::report::dialogue::{AnswerLine, Awaited, ChoiceCard, DialogueReport, EndCard, Told, Turn};
use crate::report::header::KnowledgeRevision;
use crate::witness::{Gone, Menu, Person, Reply, Subject};

/// The longest line that is taken, in bytes: a paste of 64 KiB, which is what is kept of one, however it is escaped.
pub const MAX_LINE: usize = 1 << 20;

/// The longest text where one line is asked for, in bytes: as much as can be typed there.
const MAX_TYPED: usize = 4096;

/// Says that a line was longer than [`MAX_LINE`].
const TOO_LONG: &str = "The line is longer than 1 MiB.";

/// A program behind two streams.
pub struct Program<R, W> {
    input: R,
    output: W,
    knowledge: KnowledgeRevision,
    /// What was shown since the last prompt.
    shown: String,
    told: Told,
    number: usize,
}

/// A line that came in.
enum Line {
    Bytes(Vec<u8>),
    TooLong,
    End,
}

impl<R: BufRead, W: Write> Program<R, W> {
    /// A program that reads documents from `output` and writes answers to `input`.
    pub fn new(input: R, output: W, knowledge: KnowledgeRevision) -> Self {
        Self { input, output, knowledge, shown: String::new(), told: Told::default(), number: 0 }
    }

    /// Writes the last line.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn end(&mut self, turn: Turn, end: EndCard) -> io::Result<()> {
        let told = std::mem::take(&mut self.told);
        let document = self.document(turn).standing(told);
        self.write(&DialogueReport { end: Some(end), ..document })
    }

    fn document(&mut self, turn: Turn) -> DialogueReport {
        DialogueReport::new(&self.knowledge, turn, self.number, std::mem::take(&mut self.shown))
    }

    fn write(&mut self, document: &DialogueReport) -> io::Result<()> {
        self.output.write_all(json::line(document).as_bytes())?;
        self.output.flush()
    }

    /// Asks until a line answers; `None` when whoever answers leaves.
    fn ask<T>(
        &mut self,
        awaited: Awaited,
        prompt: &str,
        menu: Option<&Menu>,
        take: impl Fn(AnswerLine, &[ChoiceCard]) -> Result<T, String>,
    ) -> Result<Reply<T>, Gone> {
        self.number += 1;
        let document = self.document(Turn::Choose).asking(&self.told, awaited, prompt, menu);
        loop {
            self.write(&document)?;
            let answer = match self.line()? {
                Line::End => return Ok(Reply::Left),
                Line::TooLong => Err(TOO_LONG.to_owned()),
                Line::Bytes(bytes) => parsed(&bytes, self.number),
            };
            let taken = match answer {
                Ok(AnswerLine { leave: Some(true), .. }) => return Ok(Reply::Left),
                Ok(answer) => take(answer, &document.choices),
                Err(wrong) => Err(wrong),
            };
            match taken {
                Ok(said) => return Ok(Reply::Said(said)),
                Err(wrong) => {
                    let document = self.document(Turn::Error);
                    self.write(&DialogueReport { error: Some(wrong), ..document })?;
                }
            }
        }
    }

    /// The next line without its line feed. Of one that is too long nothing is kept.
    fn line(&mut self) -> Result<Line, Gone> {
        let (mut line, mut any, mut too_long) = (Vec::new(), false, false);
        loop {
            let read = match self.input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read?,
            };
            let feed = read.iter().position(|byte| *byte == b'\n');
            let part = &read[..feed.unwrap_or(read.len())];
            any |= !read.is_empty();
            too_long |= line.len() + part.len() > MAX_LINE;
            if too_long {
                line = Vec::new();
            } else {
                line.extend_from_slice(part);
            }
            let (used, ended) = (part.len() + usize::from(feed.is_some()), feed.is_some() || read.is_empty());
            self.input.consume(used);
            match (ended, any, too_long) {
                (false, ..) => {}
                (true, false, _) => return Ok(Line::End),
                (true, true, true) => return Ok(Line::TooLong),
                (true, true, false) => return Ok(Line::Bytes(line)),
            }
        }
    }
}

impl<R: BufRead, W: Write> Person for Program<R, W> {
    fn show(&mut self, text: &str) -> Result<(), Gone> {
        self.shown.push_str(text);
        if !text.ends_with('\n') {
            self.shown.push('\n');
        }
        Ok(())
    }

    fn about(&mut self, subject: &Subject) {
        self.told = Told::of(subject);
    }

    fn pick(&mut self, menu: &Menu) -> Result<Reply<usize>, Gone> {
        self.ask(Awaited::Choose, &menu.prompt, Some(menu), chosen)
    }

    fn paste(&mut self, prompt: &str) -> Result<Reply<Vec<u8>>, Gone> {
        self.ask(Awaited::Text, prompt, None, |answer, _| text(answer).map(String::into_bytes))
    }

    fn line(&mut self, prompt: &str) -> Result<Reply<String>, Gone> {
        self.ask(Awaited::Line, prompt, None, |answer, _| typed(answer))
    }

    fn wait<T>(&mut self, _: &str, work: impl FnOnce() -> T) -> T {
        work()
    }
}

/// The answer that a line is, to the prompt of that number.
fn parsed(line: &[u8], number: usize) -> Result<AnswerLine, String> {
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    let answer: AnswerLine = serde_json::from_slice(line)
        .map_err(|error| format!("The line is no answer: {}.", crate::text::sanitise(&error.to_string())))?;
    let given = [answer.choose.is_some(), answer.text.is_some(), answer.leave.is_some()];
    if given.into_iter().filter(|given| *given).count() != 1 {
        return Err("An answer has exactly one of choose, text and leave.".to_owned());
    }
    match answer.to {
        Some(to) if to != number => Err(format!("This answers prompt {to}, and {number} is asked.")),
        _ => Ok(answer),
    }
}

/// The index of the choice that is named by its key or its value.
fn chosen(answer: AnswerLine, choices: &[ChoiceCard]) -> Result<usize, String> {
    let Some(named) = answer.choose else { return Err("A choice is asked for: choose.".to_owned()) };
    let by_key = choices.iter().position(|choice| choice.key.to_string() == named);
    let by_value = || choices.iter().position(|choice| choice.value == named);
    by_key.or_else(by_value).ok_or_else(|| {
        let known: Vec<&str> = choices.iter().map(|choice| choice.value.as_str()).collect();
        format!("No choice is called that. There are: {}.", known.join(", "))
    })
}

fn text(answer: AnswerLine) -> Result<String, String> {
    answer.text.ok_or_else(|| "A text is asked for: text.".to_owned())
}

/// A text as it could be typed on one line.
fn typed(answer: AnswerLine) -> Result<String, String> {
    let text = text(answer)?;
    if text.chars().any(char::is_control) {
        return Err("A single line is asked for, without control characters.".to_owned());
    }
    if text.len() > MAX_TYPED {
        return Err(format!("The text is longer than {MAX_TYPED} bytes."));
    }
    Ok(text.trim().to_owned())
}
