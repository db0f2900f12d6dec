//! The card of a look-up: ten lines of eighty columns, the line that matters first.

use crate::intake::Outcome;
use crate::knowledge::Knowledge;
use crate::knowledge::format::{Problem, Validity};
use crate::report::codes::{CodeCard, belong, code_label, decisive};
use crate::report::lookup::document::{ChoiceCard, LookupReport, QuestionCard};
use crate::report::lookup::event::EventCard;
use crate::report::lookup::room::Room;
use crate::report::lookup::unlisted::UnlistedCard;
use crate::report::page::{Page, ToPage, Tone};
use crate::report::parts;
use crate::report::units::ValidityCard;

/// Columns of what a label says.
const FIELD: usize = 68;
/// Columns of a row of choices, without margin and gap: a choice is one line, or the card grows too long.
const ROW: usize = 76;
/// What helps where the text was not enough.
const COPY: &str = "In the error window press Ctrl+C, then: rdpfix lookup -   (paste it)";

/// What only people get: scripts have `explain`.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    heading: String,
    tag: String,
    place: String,
    first: String,
    do_not: String,
    tell: String,
    next: String,
    /// What is said where a line is left, the most important first.
    beside: Vec<(&'static str, String)>,
}

impl Answer {
    /// The answer for a problem that was decided.
    pub(super) fn new(
        knowledge: &Knowledge,
        problem: &Problem,
        codes: &[CodeCard],
        events: &[EventCard],
    ) -> Self {
        let label = belong(codes, problem).then(|| code_label(codes, Some(problem))).flatten();
        let source = problem.meaning.sources.first().and_then(|id| knowledge.sources().0.get(id));
        let publisher = source.map(|source| format!(", {}", source.publisher)).unwrap_or_default();
        let own = codes.iter().find(|code| code.leads_to(problem) && code.stands_alone());
        let next = own.map_or_else(|| problem.id.clone(), |own| own.hex.to_lowercase());
        let lines = &problem.answer;
        let since = problem.valid.as_ref().map(|valid| ("Since", since(valid)));
        let disputed = lines.disputed.clone().map(|text| ("Disputed", text));
        Self {
            heading: label
                .map_or_else(|| problem.title.clone(), |label| format!("{label}: {}", problem.title)),
            tag: format!("{}{publisher}", problem.meaning.grade.word()),
            place: lines.place.clone(),
            first: lines.first.clone(),
            do_not: lines.do_not.clone(),
            tell: format!("\"{}\"", lines.tell),
            next: format!("rdpfix diagnose {next}"),
            beside: events
                .iter()
                .take(1)
                .map(event)
                .chain(since)
                .chain(disputed)
                .chain(also(codes, problem))
                .collect(),
        }
    }
}

/// The event that stands in the text.
fn event(card: &EventCard) -> (&'static str, String) {
    ("Event", format!("{} of {}: {}", card.numbers(), card.source, card.meaning))
}

/// The span of a dated regression in a line: the builds are what can be left out.
fn since(valid: &Validity) -> String {
    let whole = parts::since(&valid.into());
    if whole.chars().count() <= FIELD {
        return whole;
    }
    cut(&parts::since(&ValidityCard { builds: Vec::new(), ..valid.into() }), FIELD)
}

/// The other namespaces that have the number.
fn also(codes: &[CodeCard], problem: &Problem) -> Option<(&'static str, String)> {
    let shown = decisive(codes, Some(problem))?;
    let other = |code: &&CodeCard| code.dec == shown.dec && code.namespace != shown.namespace;
    let names: Vec<&str> = codes.iter().filter(other).map(|code| code.namespace.as_str()).collect();
    (!names.is_empty()).then(|| ("Also", cut(&format!("with --from {}", names.join(", ")), FIELD)))
}

/// A text that is cut to some columns where it is longer.
fn cut(text: &str, columns: usize) -> String {
    if text.chars().count() <= columns {
        return text.to_owned();
    }
    let kept: String = text.chars().take(columns.saturating_sub(3)).collect();
    format!("{}...", kept.trim_end())
}

impl ToPage for LookupReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        match (&self.answer, &self.question) {
            (Some(answer), _) => self.answered(answer, &mut page),
            (None, Some(question)) => self.asked(question, &mut page),
            (None, None) if !self.events.is_empty() => self.events_only(&mut page),
            (None, None) if !self.topics.is_empty() => self.topics(&mut page),
            (None, None) if self.outcome == Outcome::Match || !self.refused.is_empty() => {
                self.codes_only(&mut page);
            }
            (None, None) => self.unknown(&mut page),
        }
        page
    }
}

impl LookupReport {
    /// The age of the knowledge, at the edge of the last line: in full where that has the room.
    fn as_of(&self, last: &str) -> String {
        let short = format!("as of {}", self.knowledge.as_of);
        let full = format!("knowledge {short}");
        if last.len() + 2 + full.len() <= FIELD { full } else { short }
    }

    fn answered(&self, answer: &Answer, page: &mut Page) {
        let problem = &self.problems[0];
        let mut room = Room::new();
        room.title(&answer.heading, &answer.tag);
        room.text(&problem.meaning);
        room.remarked(&answer.next, &self.as_of(&answer.next));
        room.field(&answer.place);
        room.field(&answer.first);
        page.title(&answer.heading, Some(answer.tag.clone()));
        page.text(2, &problem.meaning);
        page.field("Where", &answer.place).field("Try", &answer.first);
        self.do_not(answer, &mut room, page);
        let tell = room.has(&answer.tell);
        for (label, text) in answer.beside.iter().filter(|(_, text)| room.has(text)) {
            page.field(*label, text);
        }
        if tell {
            page.field("Tell IT", &answer.tell);
        }
        page.field("Next", &answer.next).remark(self.as_of(&answer.next));
    }

    /// What not to do. What was asked for outranks everything else.
    fn do_not(&self, answer: &Answer, room: &mut Room, page: &mut Page) {
        let Some(refused) = self.refused.first() else {
            room.field(&answer.do_not);
            page.field("Do not", &answer.do_not);
            return;
        };
        room.field(&refused.title);
        page.toned_field("Do not", &refused.title, Tone::Warn);
        if room.has(&refused.why) {
            page.field("Why not", &refused.why);
        }
    }

    /// The text asks how something is done.
    fn topics(&self, page: &mut Page) {
        for topic in &self.topics {
            page.title(&topic.title, None);
            page.field("Next", format!("rdpfix explain {}", topic.id));
        }
    }

    /// The text is advice, or a code that leads to no problem.
    fn codes_only(&self, page: &mut Page) {
        let next = "rdpfix diagnose";
        let mut room = Room::new();
        room.remarked(next, &self.as_of(next));
        for (index, refused) in self.refused.iter().take(2).enumerate() {
            let (title, grade) = (format!("Not advised: {}", refused.title), refused.grade.word());
            let before = room;
            let fits = room.has_titled(&title, grade, &refused.why) && room.has(&refused.instead);
            if !fits && index > 0 {
                room = before;
                continue;
            }
            page.title(title, Some(grade.to_owned()));
            page.text(2, &refused.why);
            page.field("Instead", &refused.instead);
        }
        let beside = usize::from(!self.refused.is_empty());
        for code in self.codes.iter().take(4 - 3 * beside) {
            let symbol = code.symbol.as_ref().map(|symbol| format!(" {symbol}")).unwrap_or_default();
            let title = format!("{}{symbol}", code.called);
            if room.has_titled(&title, code.grade.word(), &code.meaning) {
                page.title(title, Some(code.grade.word().to_owned()));
                page.text(2, &code.meaning);
            }
        }
        page.field("Next", next).remark(self.as_of(next));
    }

    /// The text is an event that decides nothing by itself: what it is, what to read in it, where it leads.
    fn events_only(&self, page: &mut Page) {
        let problem = self.events.iter().find_map(|event| event.problem.as_ref());
        let next = problem.map_or_else(|| "rdpfix diagnose".to_owned(), |id| format!("rdpfix diagnose {id}"));
        let mut room = Room::new();
        room.remarked(&next, &self.as_of(&next));
        for event in self.events.iter().take(3) {
            let title = format!("Event {} of {}", event.numbers(), event.source);
            if !room.has_titled(&title, event.grade.word(), &event.meaning) {
                break;
            }
            page.title(title, Some(event.grade.word().to_owned()));
            page.text(2, &event.meaning);
            for (label, text) in event.lines() {
                if room.has(&text) {
                    page.field(label, text);
                }
            }
        }
        page.field("Next", &next).remark(self.as_of(&next));
    }

    fn unknown(&self, page: &mut Page) {
        let title = self.not_in.as_ref().map_or_else(
            || "rdpfix does not recognise this as a Remote Desktop error.".to_owned(),
            |title| format!("rdpfix does not know this number in {title}."),
        );
        let next = "rdpfix list problems, or rdpfix diagnose";
        let mut room = Room::new();
        room.remarked(next, &self.as_of(next));
        room.text(COPY);
        room.title(&title, "");
        page.title(title, None);
        if let Some(product) = &self.other_product {
            page.text(2, cut(&format!("It reads like a problem of {product}."), FIELD));
        }
        if self.not_in.is_some() && !self.codes.is_empty() {
            let known: Vec<&str> = self.codes.iter().map(|code| code.namespace.as_str()).collect();
            page.text(2, format!("It is known in: {} (say which with --from).", known.join(", ")));
        } else {
            let codes = self.codes.iter().map(|code| format!("{}: {}", code.called, code.meaning));
            let unlisted = self.unlisted.iter().map(unlisted);
            let lines: Vec<String> = codes.chain(unlisted).filter(|text| room.has_text(text)).collect();
            for line in lines.into_iter().take(3) {
                page.text(2, line);
            }
        }
        if self.other_product.is_none() {
            page.text(2, COPY);
        }
        page.field("Next", next).remark(self.as_of(next));
    }

    fn asked(&self, question: &QuestionCard, page: &mut Page) {
        page.title(&question.text, None);
        let mut room = Room::new();
        room.remarked(COPY, &self.as_of(COPY));
        room.title(&question.text, "");
        let rows = rows(question);
        for row in &rows {
            room.field(&row[1]);
        }
        let codes = self.codes.iter().map(|code| format!("{}: {}", code.called, code.meaning));
        let unlisted = self.unlisted.iter().map(unlisted);
        for text in codes.chain(unlisted).take(2) {
            if room.has_text(&text) {
                page.text(2, text);
            }
        }
        page.table(["", ""], rows);
        page.text(2, COPY).remark(self.as_of(COPY));
    }
}

/// The answers, each in one line with what to type: labels have the room that the longest command leaves.
fn rows(question: &QuestionCard) -> Vec<Vec<String>> {
    let choices = || question.choices.iter().take(6);
    let longest = choices().map(|choice| next(choice).len()).max().unwrap_or(0);
    choices().map(|choice| vec![cut(&choice.label, ROW.saturating_sub(longest)), next(choice)]).collect()
}

fn next(choice: &ChoiceCard) -> String {
    match (&choice.problem, &choice.code, &choice.family) {
        (Some(id), _, _) => format!("rdpfix lookup {id}"),
        (_, Some(code), _) => format!("rdpfix lookup {}", code.to_lowercase()),
        _ => "rdpfix diagnose".to_owned(),
    }
}

fn unlisted(card: &UnlistedCard) -> String {
    // A bit field is not read in decimal.
    let decimal = if card.fields.is_none() { format!(" ({})", card.dec) } else { String::new() };
    format!("{}{decimal}: {}", card.hex, card.sentence)
}
