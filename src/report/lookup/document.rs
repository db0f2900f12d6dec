//! `rdpfix.lookup/1`: what a pasted text or code means, in ten lines.

use schemars::JsonSchema;
use serde::Serialize;

use crate::intake::{self, Confidence, Outcome, Reading, Target};
use crate::knowledge::Knowledge;
use crate::knowledge::words::{Grade, Security, Side};
use crate::report::codes::CodeCard;
pub use crate::report::codes::codes;
use crate::report::header::{KnowledgeRevision, Likelihood, VERSION};
use crate::report::lookup::event::{EventCard, events};
use crate::report::lookup::page::Answer;
use crate::report::lookup::unlisted::UnlistedCard;
use crate::report::units::ValidityCard;
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
    /// Whether one problem fits.
    pub outcome: Outcome,
    /// Every namespace that has a number of the text.
    pub codes: Vec<CodeCard>,
    /// The Windows events that stand in it; absent where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<EventCard>,
    /// Numbers that are written as codes and stand in no table.
    pub unlisted: Vec<UnlistedCard>,
    /// The problems it may be, best first.
    pub problems: Vec<ProblemCard>,
    /// Advice in the text that we do not give.
    pub refused: Vec<RefusedCard>,
    /// What to ask, when it is ambiguous.
    pub question: Option<QuestionCard>,
    /// The topics that answer it, where it asks how something is done.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<TopicLine>,
    /// The product that the text reads like, where it is not about Remote Desktop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_product: Option<String>,
    #[serde(skip)]
    #[schemars(skip)]
    pub(super) answer: Option<Answer>,
    /// What the namespace is called that was asked for and lacks the number.
    #[serde(skip)]
    #[schemars(skip)]
    pub(super) not_in: Option<String>,
}

/// A problem the text may be.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProblemCard {
    /// Its id.
    pub id: String,
    /// Its headline.
    pub title: String,
    /// How surely it fits.
    pub confidence: Confidence,
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
    /// Its span, for a dated regression.
    pub valid: Option<ValidityCard>,
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

/// A topic in a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TopicLine {
    /// Its id: `rdpfix explain ID` shows it.
    pub id: String,
    /// What it is about.
    pub title: String,
}

/// A question that decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct QuestionCard {
    /// The question.
    pub text: String,
    /// The answers.
    pub choices: Vec<ChoiceCard>,
}

/// An answer; it names a problem, a family or a code, or none of them for something else.
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

impl LookupReport {
    /// The schema name.
    pub const SCHEMA: &'static str = "rdpfix.lookup/1";

    /// The report on a text that was read, with its numbers taken as codes of `from`, if that was said.
    pub fn new(knowledge: &Knowledge, reading: &Reading, from: Option<&str>) -> Self {
        let decided = reading.outcome == Outcome::Match;
        let unknown = reading.outcome == Outcome::Unknown;
        let candidates = if unknown { &[][..] } else { &reading.candidates[..] };
        let first = candidates.first().filter(|_| decided);
        let first = first.and_then(|candidate| knowledge.problems.get(&candidate.problem));
        let codes = codes(knowledge, reading);
        let events = events(knowledge, reading);
        let unlisted = reading.unlisted.iter().map(|number| UnlistedCard::new(knowledge, *number));
        let has_number = !(reading.codes.is_empty() && reading.unlisted.is_empty());
        let lacking = from.filter(|_| unknown && has_number);
        Self {
            schema: Self::SCHEMA,
            version: VERSION,
            knowledge: KnowledgeRevision::of(knowledge),
            outcome: reading.outcome,
            answer: first.map(|problem| Answer::new(knowledge, problem, &codes, &events)),
            not_in: lacking.and_then(|from| knowledge.codes.get(from)).map(|table| table.title.clone()),
            codes,
            events,
            unlisted: unlisted.collect(),
            problems: candidates.iter().filter_map(|candidate| problem_card(knowledge, candidate)).collect(),
            refused: reading.refused.iter().filter_map(|id| refused_card(knowledge, id)).collect(),
            question: reading.question.as_ref().map(question),
            topics: reading.topics.iter().filter_map(|id| topic_line(knowledge, id)).collect(),
            other_product: reading.product.clone(),
        }
    }
}

fn problem_card(knowledge: &Knowledge, candidate: &intake::Candidate) -> Option<ProblemCard> {
    let problem = knowledge.problems.get(&candidate.problem)?;
    let policy =
        Policy { weakening: Weakening::Withhold, go_on: false, assume_unknown: false, person: false };
    let session = Session::new(knowledge, problem, Facts::default(), policy);
    Some(ProblemCard {
        id: problem.id.clone(),
        title: problem.title.clone(),
        confidence: candidate.confidence,
        matched: candidate.matched.clone(),
        meaning: problem.meaning.text.clone(),
        grade: problem.meaning.grade,
        sides: sides(&session),
        causes: causes(&session),
        fixes: session.order().into_iter().map(fix_line).collect(),
        valid: problem.valid.as_ref().map(Into::into),
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

fn topic_line(knowledge: &Knowledge, id: &str) -> Option<TopicLine> {
    let topic = knowledge.topics.get(id)?;
    Some(TopicLine { id: topic.id.clone(), title: topic.title.clone() })
}

fn question(question: &intake::Question) -> QuestionCard {
    let choice = |choice: &intake::Choice| {
        let mut card = ChoiceCard { label: choice.label.clone(), problem: None, family: None, code: None };
        match &choice.target {
            Target::Problem(id) => card.problem = Some(id.clone()),
            Target::Family(id) => card.family = Some(id.clone()),
            Target::Code(code) => card.code = Some(code.clone()),
            Target::Else => {}
        }
        card
    };
    QuestionCard { text: question.text.clone(), choices: question.choices.iter().map(choice).collect() }
}
