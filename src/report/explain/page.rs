//! The page of a unit.

use crate::knowledge::commands;
use crate::knowledge::words::Grade;
use crate::report::cases::CasesCard;
use crate::report::explain::brief;
use crate::report::explain::cards::{
    ClaimCard, MessageCard, NoteCard, NoteCardKind, ProcedureCard, RefusedWhole, TopicCard,
};
use crate::report::explain::document::{CauseWhole, ExplainReport, ObservationWhole, ProblemWhole, Unit};
use crate::report::page::{Item, Page, Shell, ToPage, Tone};
use crate::report::parts::{self, Shells};
use crate::report::units::{FixCard, sides};

impl ToPage for ExplainReport {
    fn page(&self) -> Page {
        match &self.unit {
            Unit::Problem(problem) if self.brief => {
                let mut page = Page::new();
                brief::page(problem, &mut page);
                self.also(&mut page);
                page.toned_text(0, self.knowledge.line(), Tone::Quiet);
                page
            }
            _ => self.whole(),
        }
    }

    fn ticket(&self) -> Page {
        self.whole()
    }
}

impl ExplainReport {
    fn whole(&self) -> Page {
        let mut page = Page::new();
        match &self.unit {
            Unit::Problem(problem) => problem_page(problem, &mut page),
            Unit::Cause(cause) => {
                page.title(&cause.title, Some(cause.grade.word().to_owned()));
                cause_body(cause, &mut page);
            }
            Unit::Observation(observation) => observation_body(observation, &mut page),
            Unit::Fix(fix) => {
                page.title(&fix.title, Some(fix.grade.word().to_owned()));
                page.text(2, format!("({})", parts::conditions(fix)));
                parts::fix(fix, Shells::Both, &mut page);
            }
            Unit::Topic(topic) => topic_page(topic, &mut page),
            Unit::Refused(refused) => refused_body(refused, &mut page),
            Unit::Code(codes) => {
                for code in codes {
                    page.title(
                        format!("{} in {}", code.called, code.namespace),
                        Some(code.grade.word().into()),
                    );
                    page.text(2, &code.meaning);
                }
            }
        }
        self.sources(&mut page);
        self.also(&mut page);
        page.blank().toned_text(0, self.knowledge.line(), Tone::Quiet);
        page
    }

    fn also(&self, page: &mut Page) {
        for other in &self.also {
            page.blank().text(0, "Another unit has the same id:");
            page.command(2, Shell::Cmd, [format!("rdpfix explain {other}")]);
        }
    }

    fn sources(&self, page: &mut Page) {
        if self.sources.is_empty() {
            return;
        }
        page.blank().heading("Sources");
        let items = self.sources.iter().map(|(id, source)| {
            let mut inner = Page::new();
            inner.link(0, &source.url);
            source.note.iter().for_each(|note| {
                inner.toned_text(0, note, Tone::Quiet);
            });
            Item::new(format!("{id}: {}, {} [{}]", source.title, source.publisher, source.grade.word()))
                .with(&mut inner)
        });
        page.list(2, items);
    }
}

/// The language that comes first.
const ENGLISH: &str = "en";

fn tagged(text: &str, grade: Grade) -> String {
    format!("{text} [{}]", grade.word())
}

fn claim(claim: &ClaimCard) -> Item {
    Item::new(tagged(&claim.text, claim.grade))
}

fn problem_page(problem: &ProblemWhole, page: &mut Page) {
    page.title(format!("{} ({})", problem.title, problem.id), Some(problem.meaning.grade.word().to_owned()));
    page.text(2, &problem.meaning.text);
    problem.valid.iter().for_each(|valid| {
        page.field("Since", parts::since(valid));
    });
    known_by(problem, page);
    disputed(problem, page);
    page.blank().heading("Causes (estimates)");
    for cause in &problem.causes {
        page.subheading(format!("{} ({})", cause.title, cause.id));
        cause_body(cause, page);
    }
    page.blank().heading("What can be asked");
    for observation in &problem.observations {
        observation_body(observation, page);
    }
    page.blank().heading("Fixes, in the order in which to try them");
    for fix in &problem.fixes {
        page.subheading(format!("{} ({})", fix.title, fix.id));
        page.text(2, format!("({}; {}) [{}]", parts::conditions(fix), fix.difficulty, fix.grade.word()));
        parts::fix(fix, Shells::Both, page);
    }
    for procedure in &problem.procedures {
        procedure_page(procedure, page);
    }
    notes(&problem.notes, page);
    hand_over(problem, page);
    for topic in &problem.topics {
        page.blank();
        topic_page(topic, page);
    }
    page.blank().heading("Advice we do not give");
    for refused in &problem.refused {
        refused_body(refused, page);
    }
    other_languages(problem, page);
}

fn known_by(problem: &ProblemWhole, page: &mut Page) {
    page.blank().heading("Known by");
    let codes = problem.codes.iter().map(|code| {
        let symbol = code.symbol.as_ref().map(|symbol| format!(" {symbol}")).unwrap_or_default();
        Item::new(tagged(
            &format!("{} ({}) in {}{symbol}: {}", code.hex, code.dec, code.namespace, code.meaning),
            code.grade,
        ))
    });
    let messages = problem.messages.iter().filter(|message| message.lang == ENGLISH).map(message);
    page.list(2, codes.chain(messages));
}

/// The texts in other languages: most readers look for none of them.
fn other_languages(problem: &ProblemWhole, page: &mut Page) {
    let mut others: Vec<&MessageCard> = problem.messages.iter().filter(|m| m.lang != ENGLISH).collect();
    if others.is_empty() {
        return;
    }
    others.sort_by_key(|message| message.lang.as_str());
    page.blank().heading("In other languages");
    page.list(2, others.into_iter().map(message));
}

fn message(message: &MessageCard) -> Item {
    let own = if message.translated { ", translated by us" } else { "" };
    Item::new(format!("\"{}\" [{}{own}]", message.text, message.grade.word()))
}

fn disputed(problem: &ProblemWhole, page: &mut Page) {
    if problem.disputed.is_empty() {
        return;
    }
    page.blank().heading("Disputed");
    let items = problem.disputed.iter().map(|disputed| {
        let likelihood = disputed.likelihood.as_ref().map(|l| format!(" (called {l})")).unwrap_or_default();
        let mut inner = Page::new();
        inner.text(0, format!("But: {}", disputed.instead));
        Item::new(format!("Claimed{likelihood}: {}", disputed.claim)).with(&mut inner)
    });
    page.list(2, items);
}

fn cause_body(cause: &CauseWhole, page: &mut Page) {
    let likelihood =
        cause.likelihood.map(|likelihood| format!("{}, ", likelihood.word())).unwrap_or_default();
    let seen = cause.cases.as_ref().and_then(CasesCard::words);
    let seen = seen.map(|words| format!(", seen in {words}")).unwrap_or_default();
    page.toned_text(
        2,
        format!("({likelihood}on the {}{seen}) [{}]", sides(&cause.sides), cause.grade.word()),
        Tone::Quiet,
    );
    page.text(2, &cause.explanation);
    cause.valid.iter().for_each(|valid| {
        page.field("Since", parts::since(valid));
    });
    cause.note.iter().for_each(|note| {
        page.field("Note", note);
    });
    let fixes: Vec<_> =
        cause.fixes.iter().map(|(id, works)| format!("{id} ({} works)", works.word())).collect();
    if !fixes.is_empty() {
        page.field("Fixes", fixes.join(", "));
    }
    cause.hand_over.iter().for_each(|text| {
        page.field("Hand over", text);
    });
}

fn observation_body(observation: &ObservationWhole, page: &mut Page) {
    page.subheading(format!(
        "{} ({}, {})",
        observation.ask,
        observation.id,
        parts::minutes(observation.minutes)
    ));
    page.steps(2, observation.how.iter().map(|step| parts::step(step, Shells::Both)));
    let states = observation.states.iter().map(|state| {
        let label = observation.labels.get(state).map_or("", String::as_str);
        format!("{state}: {label}")
    });
    page.list(2, states.map(Item::new));
}

fn procedure_page(procedure: &ProcedureCard, page: &mut Page) {
    let total = procedure.total.as_ref().map(|total| format!(" ({total} in all)")).unwrap_or_default();
    page.blank().heading(format!("{}{total} [{}]", procedure.title, procedure.grade.word()));
    procedure.note.iter().for_each(|note| {
        page.toned_text(2, note, Tone::Warn);
    });
    let items = procedure.steps.iter().map(|step| {
        let mut inner = Page::new();
        for tip in &step.tips {
            inner.text(0, format!("Tip: {tip}"));
        }
        step.fix.iter().for_each(|fix| {
            inner.toned_text(0, format!("See fix {fix}."), Tone::Quiet);
        });
        Item::new(&step.text).with(&mut inner)
    });
    page.steps(2, items);
}

fn notes(notes: &[NoteCard], page: &mut Page) {
    let mut sorted: Vec<&NoteCard> = notes.iter().collect();
    sorted.sort_by_key(|note| note.kind);
    for group in sorted.chunk_by(|a, b| a.kind == b.kind) {
        page.blank().heading(note_heading(group[0].kind));
        let items = group.iter().map(|note| match &note.question {
            Some(question) => {
                let mut inner = Page::new();
                inner.text(0, tagged(&note.text, note.grade));
                Item::new(question).with(&mut inner)
            }
            None => Item::new(tagged(&note.text, note.grade)),
        });
        page.list(2, items);
    }
}

const fn note_heading(kind: NoteCardKind) -> &'static str {
    match kind {
        NoteCardKind::Symptom => "What one sees",
        NoteCardKind::Changed => "What changed before",
        NoteCardKind::Background => "Background",
        NoteCardKind::Tip => "Tips",
        NoteCardKind::Warning => "Warnings",
        NoteCardKind::Cost => "Costs (never part of a plan)",
        NoteCardKind::Professional => "When to call a professional",
        NoteCardKind::Rollback => "The way back",
        NoteCardKind::Faq => "Questions",
    }
}

fn hand_over(problem: &ProblemWhole, page: &mut Page) {
    page.blank().heading("Handing over");
    page.field("To", &problem.hand_over.to);
    page.steps(2, problem.hand_over.collect.iter().map(|step| parts::step(step, Shells::Both)));
    page.text(2, format!("\"{}\"", problem.hand_over.paragraph));
}

fn topic_page(topic: &TopicCard, page: &mut Page) {
    page.title(format!("{} ({})", topic.title, topic.id), Some(topic.summary.grade.word().to_owned()));
    page.text(2, &topic.summary.text);
    for section in &topic.sections {
        page.subheading(&section.heading);
        page.list(2, section.claims.iter().map(claim));
    }
    for table in &topic.tables {
        page.subheading(format!("{} [{}]", table.title, table.grade.word()));
        page.table(table.columns.clone(), table.rows.clone());
    }
}

fn refused_body(refused: &RefusedWhole, page: &mut Page) {
    page.subheading(format!("{} ({})", refused.title, refused.id));
    page.field("Why not", tagged(&refused.why.text, refused.why.grade));
    page.field("Instead", &refused.instead);
}

/// The command lines of a fix as a script to read and copy: every sentence is a comment, the change
/// itself is not run by anything but a person.
pub fn script(fix: &FixCard, shell: Shell) -> String {
    let mark = if shell == Shell::Cmd { "rem" } else { "#" };
    let of_commands = if shell == Shell::Cmd { commands::Shell::Cmd } else { commands::Shell::PowerShell };
    let say = |text: &str| commands::comment_line(text, of_commands);
    let mut lines = vec![say(&fix.title), say(&format!("({})", parts::conditions(fix)))];
    lines.extend(fix.warning.iter().map(|warning| say(&format!("WARNING: {warning}"))));
    for step in &fix.steps {
        lines.push(say(&step.text));
        let own = if shell == Shell::Cmd { &step.cmd } else { &step.powershell };
        lines.extend(own.iter().cloned());
    }
    for change in &fix.changes {
        let set = if shell == Shell::Cmd { &change.cmd } else { &change.powershell };
        let purposes = [("keep what this shows", &set.keep), ("change", &set.change), ("check", &set.verify)];
        for (purpose, own) in purposes.into_iter().filter(|(_, own)| !own.is_empty()) {
            // What weakens a machine is never one paste away.
            let held = fix.weakens() && purpose == "change";
            let (hint, before) =
                if held { (" (uncomment to do it)", format!("{mark}   ")) } else { ("", String::new()) };
            lines.push(format!("{mark} {purpose}{hint}"));
            lines.extend(own.iter().map(|line| format!("{before}{line}")));
        }
        let back = [
            ("undo, if there was no value before", &set.undo),
            ("or put the old value back (OLD)", &set.undo_to_old),
        ];
        for (purpose, own) in back.into_iter().filter(|(_, own)| !own.is_empty()) {
            lines.push(format!("{mark} {purpose}:"));
            // The way back is shown and not run together with the change.
            lines.extend(own.iter().map(|line| format!("{mark}   {line}")));
        }
    }
    lines.extend(fix.undo.iter().map(|undo| say(&format!("Undo: {undo}"))));
    lines.push(say(&format!("Verify: {}", fix.verify)));
    lines.extend(fix.then.iter().map(|then| say(&format!("Then: {} ({})", then.title, then.id))));
    lines.join("\n") + "\n"
}
