//! What the prompts of a dialogue are about, as data.

use std::borrow::Cow;

use super::cards::{Awaited, ChoiceCard, HandOver, ProgressCard, QuestionCard, ReadCard, StepOfFix, Turn};
use crate::knowledge::format::{Fix, Observation};
use crate::knowledge::words::Security;
use crate::report::diagnosis::{self, HandOverCard, reasons, standing};
use crate::report::units::{FixCard, Pointer, applying};
use crate::session::{Given, Reason, Session, UNKNOWN};
use crate::witness::{Menu, Subject, Topic};

/// Causes named beside a prompt.
const CAUSES: usize = 3;

/// What the lines are about that follow.
#[derive(Clone, Debug, Default)]
pub struct Told {
    kind: Option<Kind>,
    pub(super) prompt: Option<String>,
    values: Vec<Option<String>>,
    pub(super) progress: ProgressCard,
    pub(super) read: Vec<ReadCard>,
    pub(super) question: Option<QuestionCard>,
    pub(super) fix: Option<StepOfFix>,
    pub(super) hand_over: Option<HandOver>,
}

/// A topic without what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Beginning,
    Question,
    Correction,
    Fix,
    Before,
    Undo,
    WhyNot,
    HandOver,
    End,
}

impl Told {
    /// A subject as data.
    pub fn of(subject: &Subject) -> Self {
        let Subject { topic, session, questions, steps } = *subject;
        let mut told = Self {
            kind: Some(kind(topic)),
            progress: progress(session, questions, steps),
            read: session.map(read).unwrap_or_default(),
            ..Self::default()
        };
        match topic {
            Topic::Choice(problems) => told.values = problems.iter().map(|id| id.cloned()).collect(),
            Topic::Question(observation, reason) => told.asks(observation, reason, session),
            Topic::Fix(fix) | Topic::Before(fix) | Topic::Undo(fix) | Topic::WhyNot(fix) => {
                told.fix = session.map(|session| step(session, fix));
            }
            Topic::HandOver => told.hand_over = session.map(hand_over),
            Topic::Error | Topic::Correction | Topic::End => {}
        }
        told
    }

    fn asks(&mut self, observation: &Observation, reason: Reason, session: Option<&Session>) {
        let Some(session) = session else { return };
        self.prompt = Some(observation.ask.prompt.clone());
        self.values = session.possible(observation).into_iter().cloned().map(Some).collect();
        self.question = Some(QuestionCard {
            observation: observation.id.clone(),
            minutes: observation.minutes,
            why: reasons::for_question(session, observation, reason),
            how: applying(session, &observation.ask.how, None),
        });
    }

    /// What kind of line a prompt about it is.
    pub(super) fn turn(&self, awaited: Awaited) -> Turn {
        match (self.kind, awaited) {
            (Some(Kind::Beginning), Awaited::Text) => Turn::Paste,
            (Some(Kind::Question), Awaited::Choose) => Turn::Ask,
            (Some(Kind::Correction), Awaited::Choose) => Turn::Correct,
            (Some(Kind::Fix), Awaited::Line) => Turn::Consent,
            (Some(Kind::Fix), _) => Turn::Fix,
            (Some(Kind::Before), Awaited::Text) => Turn::Keep,
            (Some(Kind::Undo), Awaited::Choose) => Turn::Undo,
            (Some(Kind::WhyNot), _) => Turn::Cannot,
            (Some(Kind::HandOver), Awaited::Choose) => Turn::HandOver,
            (_, Awaited::Choose) => Turn::Choose,
            (_, Awaited::Line | Awaited::Text) => Turn::Text,
        }
    }

    /// The choices of a menu about it.
    pub(super) fn choices(&self, menu: &Menu) -> Vec<ChoiceCard> {
        let own = |index: usize| self.values.get(index).cloned().flatten();
        let card = |(index, item): (usize, &crate::witness::Item)| ChoiceCard {
            key: item.key,
            value: own(index).unwrap_or_else(|| value(self.kind, item.key).into_owned()),
            label: item.label.clone(),
        };
        menu.items.iter().enumerate().map(card).collect()
    }
}

fn kind(topic: Topic) -> Kind {
    match topic {
        Topic::Error | Topic::Choice(_) => Kind::Beginning,
        Topic::Question(..) => Kind::Question,
        Topic::Correction => Kind::Correction,
        Topic::Fix(_) => Kind::Fix,
        Topic::Before(_) => Kind::Before,
        Topic::Undo(_) => Kind::Undo,
        Topic::WhyNot(_) => Kind::WhyNot,
        Topic::HandOver => Kind::HandOver,
        Topic::End => Kind::End,
    }
}

/// What a key means that has a meaning of its own; else the key.
fn value(kind: Option<Kind>, key: char) -> Cow<'static, str> {
    Cow::Borrowed(match (kind, key) {
        (_, 'b') => "back",
        (_, 'q') => "quit",
        (Some(Kind::Question | Kind::Fix), 'o') => "correct",
        (Some(Kind::Question), 'd') => UNKNOWN,
        (Some(Kind::Question), '?') => "how",
        (Some(Kind::Question), 's') => "skip",
        (Some(Kind::Fix), 'w') => "worked",
        (Some(Kind::Fix), 's') => "failed",
        (Some(Kind::Fix), 'd') => "changed",
        (Some(Kind::Fix), 'c') => "cannot",
        (Some(Kind::Fix | Kind::Undo), 'n') => "not-yet",
        (Some(Kind::Fix), '?') => "details",
        (Some(Kind::Undo), 'y') => "yes",
        (Some(Kind::WhyNot), 'o') => "another-reason",
        (Some(Kind::HandOver), 'f') => "finish",
        (Some(Kind::HandOver), 's') => "skipped",
        (Some(Kind::HandOver), 'g') => "go-on",
        (Some(Kind::Beginning), 'p') => "paste",
        _ => return Cow::Owned(key.to_string()),
    })
}

fn progress(session: Option<&Session>, questions: usize, steps: usize) -> ProgressCard {
    let problem = session.map(|session| session.problem);
    let problem = problem.map(|problem| Pointer { id: problem.id.clone(), title: problem.title.clone() });
    let mut causes = session.map(standing::ranking).unwrap_or_default();
    causes.truncate(CAUSES);
    ProgressCard { problem, questions, steps, causes }
}

fn read(session: &Session) -> Vec<ReadCard> {
    let card = |(observation, given): (&Observation, &Given)| ReadCard {
        observation: observation.id.clone(),
        ask: observation.ask.prompt.clone(),
        state: given.state.clone(),
        label: observation.ask.labels.get(&given.state).unwrap_or(&given.state).clone(),
        witness: given.witness,
        evidence: given.evidence.clone(),
    };
    session.seen().into_iter().map(card).collect()
}

fn step(session: &Session, fix: &Fix) -> StepOfFix {
    let weakens = fix.security == Security::Weakens;
    let only_because = if weakens { reasons::for_weakening(session, fix) } else { Vec::new() };
    let why = reasons::for_fix(session, fix);
    StepOfFix { card: FixCard::of_session(session, fix), why, only_because }
}

fn hand_over(session: &Session) -> HandOver {
    let over = &session.problem.hand_over;
    HandOver {
        card: HandOverCard {
            minutes: over.minutes,
            to: over.to.clone(),
            collect: applying(session, &over.collect, None),
            paragraph: diagnosis::paragraph(session),
            script: diagnosis::script(session),
        },
        why: reasons::for_hand_over(session),
    }
}
