//! `rdpfix.lookup/1`: what a pasted text or code means, in ten lines.

use schemars::JsonSchema;
use serde::Serialize;

use super::header::{KnowledgeRevision, Likelihood, VERSION};
use super::page::{Page, ToPage, Tone};
use crate::intake::{self, Confidence, Outcome, Reading, Role, Target};
use crate::knowledge::Knowledge;
use crate::knowledge::commands::number;
use crate::knowledge::format::{Code, Problem};
use crate::knowledge::words::{Grade, Security, Side};
use crate::session::{Facts, Policy, Session, Weakening};

/// The answer to one text.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LookupReport {
    /// `rdpfix.lookup/1`
    pub schema: &'static str,
    /// The version of the program.
    pub version: &'static str,
    /// The knowledge it rests on.
    pub knowledge: KnowledgeRevision,
    /// `match`, `ambiguous` or `unknown`.
    pub outcome: &'static str,
    /// Every namespace that has a number of the text.
    pub codes: Vec<CodeCard>,
    /// The problems it may be, best first.
    pub problems: Vec<ProblemCard>,
    /// Advice in the text that we do not give.
    pub refused: Vec<RefusedCard>,
    /// What to ask, when it is ambiguous.
    pub question: Option<QuestionCard>,
    #[serde(skip)]
    #[schemars(skip)]
    answer: Option<AnswerLines>,
}

/// A code of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CodeCard {
    /// `error`, `extended` or `other`.
    pub role: &'static str,
    /// The namespace.
    pub namespace: String,
    /// `0x...`, upper-case digits.
    pub hex: String,
    /// The same number, unsigned.
    pub dec: u32,
    /// Its name, where it has one.
    pub symbol: Option<String>,
    /// What it means.
    pub meaning: String,
    /// What the meaning rests on.
    pub grade: Grade,
    /// Ids of sources.
    pub sources: Vec<String>,
}

/// A problem the text may be.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProblemCard {
    /// Its id.
    pub id: String,
    /// Its headline.
    pub title: String,
    /// `exact`, `strong` or `weak`.
    pub confidence: &'static str,
    /// What decided: codes and literal messages of the knowledge.
    pub matched: Vec<String>,
    /// What it means.
    pub meaning: String,
    /// What that rests on.
    pub grade: Grade,
    /// Where to act, likeliest first.
    pub sides: Vec<Side>,
    /// Its causes, likeliest first. Estimates.
    pub causes: Vec<CauseLine>,
    /// Its safe fixes in the order in which to try them.
    pub fixes: Vec<FixLine>,
}

/// A cause with its likelihood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CauseLine {
    /// Its id.
    pub id: String,
    /// What is wrong.
    pub title: String,
    /// How likely, in words. An estimate.
    pub likelihood: Likelihood,
    /// What "this cause shows itself as this problem" rests on.
    pub grade: Grade,
}

/// A fix in a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FixLine {
    /// Its id.
    pub id: String,
    /// What it does.
    pub title: String,
    /// Where.
    pub sides: Vec<Side>,
    /// Whether it weakens security.
    pub security: Security,
}

/// Advice that we do not give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RefusedCard {
    /// Its id.
    pub id: String,
    /// The advice.
    pub title: String,
    /// Why not.
    pub why: String,
    /// What to do instead.
    pub instead: String,
    /// What the reason rests on.
    pub grade: Grade,
}

/// A question that decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct QuestionCard {
    /// The question.
    pub text: String,
    /// The answers.
    pub choices: Vec<ChoiceCard>,
}

/// An answer; it names a problem, a family or a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChoiceCard {
    /// The answer.
    pub label: String,
    /// The problem it leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// The family it leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// The code it leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// The lines that only people get: scripts have `explain`.
#[derive(Clone, Debug)]
struct AnswerLines {
    heading: String,
    publisher: Option<String>,
    fields: Vec<(&'static str, String)>,
}

impl LookupReport {
    /// The schema name.
    pub const SCHEMA: &'static str = "rdpfix.lookup/1";

    /// The report on a text that was read.
    pub fn new(knowledge: &Knowledge, reading: &Reading) -> Self {
        let decided = reading.outcome == Outcome::Match;
        let unknown = reading.outcome == Outcome::Unknown;
        let candidates = if unknown { &[][..] } else { &reading.candidates[..] };
        let first = candidates.first().filter(|_| decided);
        let first = first.and_then(|candidate| knowledge.problems.get(&candidate.problem));
        let codes = codes(knowledge, reading);
        Self {
            schema: Self::SCHEMA,
            version: VERSION,
            knowledge: KnowledgeRevision::of(knowledge),
            outcome: match reading.outcome {
                Outcome::Match => "match",
                Outcome::Ambiguous => "ambiguous",
                Outcome::Unknown => "unknown",
            },
            answer: first.map(|problem| answer(knowledge, problem, &codes)),
            codes,
            problems: candidates.iter().filter_map(|candidate| problem_card(knowledge, candidate)).collect(),
            refused: reading.refused.iter().filter_map(|id| refused_card(knowledge, id)).collect(),
            question: reading.question.as_ref().map(question),
        }
    }
}

/// The codes of a text with what the tables say about them.
pub fn codes(knowledge: &Knowledge, reading: &Reading) -> Vec<CodeCard> {
    let extended = reading.codes.iter().find(|code| code.role == Role::Extended).map(|code| code.number);
    let card = |found: &intake::FoundCode| {
        let table = knowledge.codes.get(&found.namespace)?;
        let numbered = |code: &&Code| number(&code.code) == Some(found.number);
        let paired = |code: &&Code| code.extended.as_deref().and_then(number) == extended;
        let alone = |code: &&Code| code.extended.is_none();
        let entries = || table.codes.iter().filter(numbered);
        let entry = entries().find(alone).or_else(|| entries().find(paired))?;
        Some(CodeCard {
            role: match found.role {
                Role::Error => "error",
                Role::Extended => "extended",
                Role::Other => "other",
            },
            namespace: found.namespace.clone(),
            hex: format!("0x{:X}", found.number),
            dec: found.number,
            symbol: entry.symbol.clone(),
            meaning: entry.meaning.clone(),
            grade: entry.grade,
            sources: entry.sources.clone(),
        })
    };
    reading.codes.iter().filter_map(card).collect()
}

fn problem_card(knowledge: &Knowledge, candidate: &intake::Candidate) -> Option<ProblemCard> {
    let problem = knowledge.problems.get(&candidate.problem)?;
    let policy =
        Policy { weakening: Weakening::Withhold, go_on: false, assume_unknown: false, person: false };
    let session = Session::new(knowledge, problem, Facts::default(), policy);
    Some(ProblemCard {
        id: problem.id.clone(),
        title: problem.title.clone(),
        confidence: match candidate.confidence {
            Confidence::Exact => "exact",
            Confidence::Strong => "strong",
            Confidence::Weak => "weak",
        },
        matched: candidate.matched.clone(),
        meaning: problem.meaning.text.clone(),
        grade: problem.meaning.grade,
        sides: sides(&session),
        causes: causes(&session),
        fixes: session.order().into_iter().map(fix_line).collect(),
    })
}

/// The listed causes, likeliest first.
pub fn causes(session: &Session) -> Vec<CauseLine> {
    let line = |(index, probability): (usize, f64)| {
        let cause = session.cause(index)?;
        let noted = session.problem.causes.get(&cause.id).and_then(|entry| entry.noted());
        Some(CauseLine {
            id: cause.id.clone(),
            title: cause.title.clone(),
            likelihood: Likelihood::of(probability),
            grade: noted.and_then(|noted| noted.grade).unwrap_or(cause.grade),
        })
    };
    session.ranking().into_iter().filter_map(line).collect()
}

/// Where the causes sit, the side with the most probability first; sides below a tenth are left out.
fn sides(session: &Session) -> Vec<Side> {
    let mut shares: Vec<(Side, f64)> = Vec::new();
    for (index, probability) in session.ranking() {
        for side in session.cause(index).map(|cause| cause.side.as_slice()).unwrap_or_default() {
            match shares.iter_mut().find(|(known, _)| known == side) {
                Some((_, share)) => *share += probability,
                None => shares.push((*side, probability)),
            }
        }
    }
    shares.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    shares.into_iter().filter(|(_, share)| *share >= 0.1).map(|(side, _)| side).collect()
}

fn fix_line(fix: &crate::knowledge::format::Fix) -> FixLine {
    FixLine { id: fix.id.clone(), title: fix.title.clone(), sides: fix.sides.clone(), security: fix.security }
}

fn refused_card(knowledge: &Knowledge, id: &str) -> Option<RefusedCard> {
    let refused = knowledge.refused.get(id)?;
    Some(RefusedCard {
        id: refused.id.clone(),
        title: refused.title.clone(),
        why: refused.why.text.clone(),
        instead: refused.instead.clone(),
        grade: refused.why.grade,
    })
}

fn question(question: &intake::Question) -> QuestionCard {
    let choice = |choice: &intake::Choice| {
        let mut card = ChoiceCard { label: choice.label.clone(), problem: None, family: None, code: None };
        match &choice.target {
            Target::Problem(id) => card.problem = Some(id.clone()),
            Target::Family(id) => card.family = Some(id.clone()),
            Target::Code(code) => card.code = Some(code.clone()),
        }
        card
    };
    QuestionCard { text: question.text.clone(), choices: question.choices.iter().map(choice).collect() }
}

/// The codes of a text as its headline: `0xC07 (3079)`, `0x904 (2308) + 0x7`.
pub fn code_label(codes: &[CodeCard]) -> Option<String> {
    let error = codes
        .iter()
        .find(|code| code.role == "error")
        .or_else(|| codes.iter().find(|c| c.role == "other"))?;
    let extended = codes.iter().find(|code| code.role == "extended").map(|code| format!(" + {}", code.hex));
    Some(format!("{} ({}){}", error.hex, error.dec, extended.unwrap_or_default()))
}

fn answer(knowledge: &Knowledge, problem: &Problem, codes: &[CodeCard]) -> AnswerLines {
    let owns = |code: &&CodeCard| problem.codes.iter().any(|own| number(&own.code) == Some(code.dec));
    let label = codes.iter().any(|code| owns(&code)).then(|| code_label(codes)).flatten();
    let heading = label.map_or_else(|| problem.title.clone(), |label| format!("{label}: {}", problem.title));
    let source = problem.meaning.sources.first().and_then(|id| knowledge.sources().0.get(id));
    let own = problem.codes.iter().find(|own| codes.iter().any(|code| number(&own.code) == Some(code.dec)));
    let next = own.map_or_else(|| problem.id.clone(), |own| own.code.to_lowercase());
    let lines = &problem.answer;
    let mut fields =
        vec![("Where", lines.place.clone()), ("Try", lines.first.clone()), ("Do not", lines.do_not.clone())];
    fields.extend(lines.disputed.clone().map(|text| ("Disputed", text)));
    fields.push(("Tell IT", format!("\"{}\"", lines.tell)));
    fields.push(("Next", format!("rdpfix diagnose {next}")));
    AnswerLines { heading, publisher: source.map(|source| source.publisher.clone()), fields }
}

impl ToPage for LookupReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        match (&self.answer, &self.question) {
            (Some(answer), _) => self.answered(answer, &mut page),
            (None, Some(question)) => asked(question, &mut page),
            (None, None) if self.outcome == "match" => self.codes_only(&mut page),
            (None, None) => self.unknown(&mut page),
        }
        page
    }
}

impl LookupReport {
    fn answered(&self, answer: &AnswerLines, page: &mut Page) {
        let problem = &self.problems[0];
        let publisher = answer.publisher.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
        page.title(&answer.heading, Some(format!("{}{publisher}", problem.grade.word())));
        page.text(2, &problem.meaning);
        let refused = self.refused.first();
        for (label, text) in &answer.fields {
            match (*label, refused) {
                // What was asked for outranks what others say.
                ("Do not", Some(refused)) => page.toned_field("Do not", &refused.title, Tone::Warn),
                ("Disputed", Some(refused)) => page.field("Why not", &refused.why),
                (label, _) => page.field(label, text),
            };
        }
    }

    /// The text is advice, or a code that leads to no problem.
    fn codes_only(&self, page: &mut Page) {
        for refused in self.refused.iter().take(2) {
            page.title(format!("Not advised: {}", refused.title), Some(refused.grade.word().to_owned()));
            page.text(2, &refused.why);
            page.field("Instead", &refused.instead);
        }
        for code in self.codes.iter().take(4) {
            let symbol = code.symbol.as_ref().map(|symbol| format!(" {symbol}")).unwrap_or_default();
            page.title(
                format!("{} ({}) in {}{symbol}", code.hex, code.dec, code.namespace),
                Some(code.grade.word().to_owned()),
            );
            page.text(2, &code.meaning);
        }
        page.field("Next", "rdpfix diagnose");
    }

    fn unknown(&self, page: &mut Page) {
        if !self.refused.is_empty() {
            self.codes_only(page);
            return;
        }
        page.title("No Remote Desktop error that rdpfix knows.", None);
        for code in self.codes.iter().take(3) {
            page.text(2, format!("{} ({}) in {}: {}", code.hex, code.dec, code.namespace, code.meaning));
        }
        page.text(2, "In the error window press Ctrl+C, then: rdpfix lookup -   (paste it)");
        page.field("Next", "rdpfix list problems, or rdpfix diagnose");
    }
}

/// Columns of a row of choices, without margin and gap: a choice is one line, or the card grows too long.
const ROW: usize = 76;

/// A text that is cut to some columns where it is longer.
fn cut(text: &str, columns: usize) -> String {
    if text.chars().count() <= columns {
        return text.to_owned();
    }
    let kept: String = text.chars().take(columns.saturating_sub(3)).collect();
    format!("{}...", kept.trim_end())
}

fn asked(question: &QuestionCard, page: &mut Page) {
    page.title(&question.text, None);
    let rows = question.choices.iter().take(6).map(|choice| {
        let next = match (&choice.problem, &choice.code, &choice.family) {
            (Some(id), _, _) => format!("rdpfix lookup {id}"),
            (_, Some(code), _) => format!("rdpfix lookup {}", code.to_lowercase()),
            _ => "rdpfix diagnose".to_owned(),
        };
        vec![cut(&choice.label, ROW.saturating_sub(next.len())), next]
    });
    page.table(["", ""], rows.collect());
    page.text(2, "In the error window press Ctrl+C, then: rdpfix lookup -   (paste it)");
}
