//! `rdpfix.report/1`: where a diagnosis stands, whole.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::intake::Reading;
use crate::knowledge::Knowledge;
use crate::knowledge::words::Side;
use crate::report::bibliography::{self, SourceCard};
use crate::report::cases::CasesCard;
use crate::report::check::LookCard;
use crate::report::codes::{CodeCard, code_label, codes};
use crate::report::diagnosis::paragraph::{paragraph, script};
use crate::report::diagnosis::path::{self, PathCard};
use crate::report::diagnosis::roles::hand_over_to;
use crate::report::diagnosis::standing::{
    answers, blocked, candidates, command, contradictions, implied, missing, names, next, odd, ranking, tried,
};
use crate::report::diagnosis::ticket::is_elsewhere;
use crate::report::header::{KnowledgeRevision, Likelihood, VERSION};
use crate::report::pending::PendingCard;
use crate::report::units::{FixCard, Pointer, StepCard, ValidityCard, applying};
use crate::sensitive::{Phrase, Redact, Redactor, Sensitive};
use crate::session::{Outcome, Session, WitnessKind};

/// A diagnosis: what is known, what is likely, what comes next.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DiagnosisReport {
    /// `rdpfix.report/1`
    pub schema: &'static str,
    /// The version of the program.
    pub version: &'static str,
    /// The knowledge it rests on.
    pub knowledge: KnowledgeRevision,
    /// The problem; `null` while it is not decided.
    pub problem: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// What it means.
    pub meaning: Option<String>,
    /// Its span, for a dated regression.
    pub valid: Option<ValidityCard>,
    /// The codes that were read.
    pub codes: Vec<CodeCard>,
    /// Names that were read: whose machines this is about.
    pub names: Vec<NameCard>,
    /// What the problem itself says.
    pub implied: Vec<ImpliedCard>,
    /// Causes, likeliest first; `unlisted` is among them. Estimates.
    pub ranking: Vec<RankCard>,
    /// What comes next.
    pub next: NextCard,
    /// The fixes that can be done here, in order, whole.
    pub plan: Vec<FixCard>,
    /// What was told, and by whom.
    pub answers: Vec<AnswerCard>,
    /// What a look at the host saw; `null` where there was none.
    pub looked: Option<LookCard>,
    /// Where the look contradicts what the error implies.
    pub contradictions: Vec<ContradictionCard>,
    /// What could still be asked, best first.
    pub missing: Vec<MissingCard>,
    /// The fixes that are not offered, and why.
    pub blocked: Vec<BlockedCard>,
    /// What was tried.
    pub tried: Vec<TriedCard>,
    /// Changes that weaken security and are still in place.
    pub temporary: Vec<FixCard>,
    /// What was known at the start, what each answer and fix changed, and where it stands; empty while the
    /// problem is not decided.
    pub path: Vec<PathCard>,
    /// What the report rests on: the sources of its codes, of the problem, of the likeliest causes, and of the
    /// fixes that are next or still in place.
    pub sources: Vec<SourceCard>,
    /// Changes of other sessions that weaken security and are still in place. Only where something is kept.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pending: Vec<PendingCard>,
    /// The session. Only where its file was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionCard>,
    /// What handing over takes; `null` while the problem is not decided.
    pub hand_over: Option<HandOverCard>,
    /// What is left to do that is not done on the client alone, in order.
    pub other_side: Vec<Pointer>,
    /// The command line that comes to this point again, or goes on from here.
    pub command: String,
    /// True when a cause nobody listed is likelier than not.
    pub unlisted_likely: bool,
    /// Answers that fit no listed cause and should be looked at again.
    pub odd: Vec<String>,
    /// Whether people see the probabilities as numbers too.
    #[serde(skip)]
    pub(super) numbers: bool,
    /// The code in the headline.
    #[serde(skip)]
    pub(super) label: Option<String>,
}

/// The session a report is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SessionCard {
    /// Its id.
    pub id: String,
    /// When it began, in UTC (RFC 3339).
    pub began: String,
    /// When it was last used.
    pub last: String,
    /// What of it has no place in this knowledge any more, a sentence each.
    pub set_aside: Vec<String>,
}

/// A name that was read.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NameCard {
    /// `host`, `user`, `domain` or `address`.
    pub kind: String,
    /// The name.
    pub value: Sensitive,
}

/// What the problem says by itself.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ImpliedCard {
    /// The observation.
    pub observation: String,
    /// Its state.
    pub state: String,
}

/// Something that the error implies and a look sees otherwise.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ContradictionCard {
    /// The observation.
    pub observation: String,
    /// The state that the error implies.
    pub implied: String,
    /// The state that was seen.
    pub seen: String,
    /// What it was read from.
    pub evidence: Phrase,
    #[serde(skip)]
    pub(super) words: String,
}

/// A cause with its place in the ranking.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RankCard {
    /// Its id, or `unlisted`.
    pub cause: String,
    /// What is wrong.
    pub title: String,
    /// Probability, three decimals. An estimate.
    pub posterior: f64,
    /// The same in words.
    pub likelihood: Likelihood,
    /// The resolved public cases that it was counted in; `null` where no case of the problem is known.
    pub cases: Option<CasesCard>,
    /// Where it sits.
    pub sides: Vec<Side>,
    /// What speaks for it and against it.
    pub why: Vec<String>,
}

/// What comes next.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum NextCard {
    /// An answer is needed.
    Ask {
        /// The observation; `null` when the problem itself is not decided.
        observation: Option<String>,
        /// The question.
        ask: String,
        /// How to find out.
        how: Vec<StepCard>,
        /// The states it may have.
        states: Vec<String>,
        /// Minutes it takes. An estimate.
        minutes: f64,
        /// Why it is asked.
        why: Vec<String>,
    },
    /// A fix is worth trying.
    Fix {
        /// The fix; it stands whole in `plan`.
        fix: String,
        /// Why this one.
        why: Vec<String>,
    },
    /// Somebody else should go on.
    HandOver {
        /// Who.
        to: String,
        /// Why.
        why: Vec<String>,
    },
    /// It connects.
    Connected {
        /// Fixes that weaken security and are still in place.
        temporary: Vec<String>,
    },
}

/// An answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AnswerCard {
    /// The observation.
    pub observation: String,
    /// Its state, or `unknown`.
    pub state: String,
    /// Who told it.
    pub witness: WitnessKind,
    /// What it was read from.
    pub evidence: Option<Phrase>,
    #[serde(skip)]
    pub(super) label: String,
}

/// Something that could still be asked.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MissingCard {
    /// The observation; `null` when the problem itself is not decided.
    pub observation: Option<String>,
    /// The question.
    pub ask: String,
    /// The flag that answers it.
    pub flag: String,
    /// The states it may have; problem ids when the problem is not decided.
    pub states: Vec<String>,
    /// What each state says.
    pub labels: BTreeMap<String, String>,
    /// Minutes it takes. An estimate.
    pub minutes: f64,
}

/// A fix that is not offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BlockedCard {
    /// The fix.
    pub fix: String,
    /// Why.
    pub because: String,
}

/// A fix that was tried.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TriedCard {
    /// The fix.
    pub fix: String,
    /// What it does.
    pub title: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Why it cannot be done here.
    pub reason: Option<Sensitive>,
}

/// Handing over.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HandOverCard {
    /// Minutes until somebody else has solved it. An estimate.
    pub minutes: f64,
    /// To whom.
    pub to: String,
    /// What to collect.
    pub collect: Vec<StepCard>,
    /// A paragraph for the administrator of the other side.
    pub paragraph: String,
    /// The command that prints a script to send along: it collects what is still open there. `null` where nothing is.
    pub script: Option<String>,
}

/// Causes that people are shown, and whose sources are named.
pub(super) const SHOWN_CAUSES: usize = 4;

/// Fixes of the plan that people are shown, the next one whole and the others by name, and whose sources are
/// named.
pub(super) const SHOWN_FIXES: usize = 7;

impl DiagnosisReport {
    /// The schema name.
    pub const SCHEMA: &'static str = "rdpfix.report/1";

    /// Where a session stands.
    pub fn new(session: &Session, reading: Option<&Reading>, numbers: bool) -> Self {
        let knowledge = session.knowledge;
        let problem = session.problem;
        let posterior = session.situation().posterior();
        let unlisted = posterior.last().copied().unwrap_or(1.0);
        let empty = Self::empty(knowledge, reading);
        let card = |fix| FixCard::of_session(session, fix);
        let next = next(session);
        let plan: Vec<FixCard> = session.plan().into_iter().map(card).collect();
        let connected = matches!(next, NextCard::Connected { .. });
        let shown = plan.iter().take(if connected { 0 } else { SHOWN_FIXES });
        let temporary: Vec<FixCard> = session.temporary().into_iter().map(card).collect();
        Self {
            other_side: other_side(session, &next, &plan, &temporary),
            path: path::path(session, &path::by_id(&session.facts), numbers),
            sources: bibliography::of_session(session, &empty.codes, SHOWN_CAUSES, shown.chain(&temporary)),
            label: code_label(&empty.codes, Some(problem)),
            problem: Some(problem.id.clone()),
            title: Some(problem.title.clone()),
            meaning: Some(problem.meaning.text.clone()),
            valid: problem.valid.as_ref().map(Into::into),
            implied: session.implied().map(|(id, state)| implied(id, state)).collect(),
            ranking: ranking(session),
            next,
            plan,
            answers: answers(session),
            contradictions: contradictions(session),
            missing: missing(session),
            blocked: blocked(session),
            tried: tried(session),
            temporary,
            hand_over: Some(HandOverCard {
                minutes: problem.hand_over.minutes,
                to: hand_over_to(session),
                collect: applying(session, &problem.hand_over.collect, None),
                paragraph: paragraph(session),
                script: script(session),
            }),
            command: command(session),
            unlisted_likely: unlisted >= 0.5,
            odd: odd(session),
            numbers,
            ..empty
        }
    }

    /// The report while the problem is not decided.
    pub fn undecided(knowledge: &Knowledge, reading: &Reading, assume_unknown: bool) -> Self {
        let choices = candidates(knowledge, reading);
        let question = reading.question.as_ref().map(|question| question.text.clone());
        let ask = question.unwrap_or_else(|| "Which problem is it?".to_owned());
        let to = "whoever supports the two computers, with the text of the error".to_owned();
        let why = vec!["The text names no problem that rdpfix knows.".to_owned()];
        let states: Vec<String> = choices.iter().map(|(id, _)| id.clone()).collect();
        let missing = MissingCard {
            observation: None,
            ask: ask.clone(),
            flag: "--problem ID".to_owned(),
            states: states.clone(),
            labels: choices.into_iter().collect(),
            minutes: 0.5,
        };
        let next = if assume_unknown {
            NextCard::HandOver { to, why }
        } else {
            NextCard::Ask { observation: None, ask, how: Vec::new(), states, minutes: 0.5, why }
        };
        Self {
            next,
            missing: vec![missing],
            command: "rdpfix diagnose --problem ID".to_owned(),
            ..Self::empty(knowledge, Some(reading))
        }
    }

    /// The same with what a look saw.
    #[must_use]
    pub fn with_look(self, looked: Option<LookCard>) -> Self {
        Self { looked, ..self }
    }

    fn empty(knowledge: &Knowledge, reading: Option<&Reading>) -> Self {
        let codes = reading.map(|reading| codes(knowledge, reading)).unwrap_or_default();
        Self {
            path: Vec::new(),
            sources: bibliography::of_codes(knowledge, &codes),
            codes,
            schema: Self::SCHEMA,
            version: VERSION,
            knowledge: KnowledgeRevision::of(knowledge),
            problem: None,
            title: None,
            meaning: None,
            valid: None,
            names: reading.map(names).unwrap_or_default(),
            implied: Vec::new(),
            ranking: Vec::new(),
            next: NextCard::Connected { temporary: Vec::new() },
            plan: Vec::new(),
            answers: Vec::new(),
            looked: None,
            contradictions: Vec::new(),
            missing: Vec::new(),
            blocked: Vec::new(),
            tried: Vec::new(),
            temporary: Vec::new(),
            pending: Vec::new(),
            session: None,
            hand_over: None,
            other_side: Vec::new(),
            command: String::new(),
            unlisted_likely: false,
            odd: Vec::new(),
            numbers: false,
            label: None,
        }
    }
}

/// What is left to do on the other side: of the plan, unless it connects, and of what has to follow a weakening.
fn other_side(session: &Session, next: &NextCard, plan: &[FixCard], temporary: &[FixCard]) -> Vec<Pointer> {
    let connected = matches!(next, NextCard::Connected { .. });
    let planned = plan.iter().filter(|_| !connected);
    let planned = planned.map(|fix| Pointer { id: fix.id.clone(), title: fix.title.clone() });
    let follows = temporary.iter().flat_map(|fix| fix.then.clone());
    let elsewhere = |id: &str| session.knowledge.fixes.get(id).is_some_and(|fix| is_elsewhere(&fix.sides));
    let mut seen = BTreeSet::new();
    let all = planned.chain(follows).filter(|fix| elsewhere(&fix.id));
    all.filter(|fix| seen.insert(fix.id.clone())).collect()
}

impl Redact for DiagnosisReport {
    fn redact(&mut self, redactor: &mut Redactor) {
        for name in &mut self.names {
            name.value.redact(redactor);
        }
        for answer in &mut self.answers {
            answer.evidence.redact(redactor);
        }
        self.looked.redact(redactor);
        for contradiction in &mut self.contradictions {
            contradiction.evidence.redact(redactor);
        }
        for tried in &mut self.tried {
            tried.reason.redact(redactor);
        }
        self.path.redact(redactor);
        self.pending.redact(redactor);
    }
}
