//! `rdpfix.explain/1`: one unit of knowledge, whole.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::knowledge::commands::number;
use crate::knowledge::format::{Cause, Observation, Problem};
use crate::knowledge::words::{Grade, Prior, Side, Who, Works};
use crate::knowledge::{Kind, Knowledge};
use crate::report::cases::CasesCard;
use crate::report::codes::CodeCard;
use crate::report::explain::cards::{
    BlocksCard, ClaimCard, DisputedCard, MessageCard, NoteCard, ProcedureCard, RefusedWhole, SourceWhole,
    StateWordsCard, TopicCard, cards,
};
use crate::report::header::{KnowledgeRevision, Likelihood, VERSION};
use crate::report::units::{FixCard, StepCard, ValidityCard, steps};
use crate::session::{Facts, Policy, Session, Weakening};

/// The kinds of units that can be explained, in the order in which an id is looked for.
pub const KINDS: [Kind; 6] =
    [Kind::Problem, Kind::Cause, Kind::Observation, Kind::Fix, Kind::Topic, Kind::Refused];

/// One unit with everything it points to.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ExplainReport {
    /// `rdpfix.explain/1`
    pub schema: &'static str,
    /// The version of the program.
    pub version: &'static str,
    /// The knowledge it rests on.
    pub knowledge: KnowledgeRevision,
    /// The unit; the key is its kind.
    #[serde(flatten)]
    pub unit: Unit,
    /// The sources that the unit names, by id.
    pub sources: BTreeMap<String, SourceWhole>,
    /// Units of other kinds that have the same id, as `KIND/ID`.
    #[serde(skip)]
    #[schemars(skip)]
    pub(super) also: Vec<String>,
    /// The page of a problem is one screen long; the document and the ticket are whole all the same.
    #[serde(skip)]
    #[schemars(skip)]
    pub(super) brief: bool,
}

/// A unit of some kind.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", content = "unit", rename_all = "lowercase")]
pub enum Unit {
    /// A problem with its causes, observations and fixes.
    Problem(Box<ProblemWhole>),
    /// A cause with its observations and fixes.
    Cause(Box<CauseWhole>),
    /// An observation.
    Observation(Box<ObservationWhole>),
    /// A fix.
    Fix(Box<FixCard>),
    /// Background.
    Topic(Box<TopicCard>),
    /// Advice that we do not give.
    Refused(Box<RefusedWhole>),
    /// A number that leads to no problem: what the tables say.
    Code(Vec<CodeCard>),
}

/// A problem, everything expanded.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProblemWhole {
    /// Its id.
    pub id: String,
    /// Its headline.
    pub title: String,
    /// The kind of symptom.
    pub family: String,
    /// What it means.
    pub meaning: ClaimCard,
    /// The numbers it is known by.
    pub codes: Vec<CodeCard>,
    /// The texts it is known by.
    pub messages: Vec<MessageCard>,
    /// Its span, for a dated regression.
    pub valid: Option<ValidityCard>,
    /// What it says by itself.
    pub implies: BTreeMap<String, String>,
    /// Its causes, likeliest first.
    pub causes: Vec<CauseWhole>,
    /// What can be asked about it.
    pub observations: Vec<ObservationWhole>,
    /// Its fixes: in the order in which to try them, then those that weaken security.
    pub fixes: Vec<FixCard>,
    /// Ordered lists of steps.
    pub procedures: Vec<ProcedureCard>,
    /// Notes.
    pub notes: Vec<NoteCard>,
    /// What a source says and a better one contradicts.
    pub disputed: Vec<DisputedCard>,
    /// What handing over takes.
    pub hand_over: crate::report::diagnosis::HandOverCard,
    /// Background.
    pub topics: Vec<TopicCard>,
    /// Advice that we do not give.
    pub refused: Vec<RefusedWhole>,
    /// The day the file was last read against its sources.
    pub reviewed: String,
}

/// A cause, expanded.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CauseWhole {
    /// Its id.
    pub id: String,
    /// What is wrong.
    pub title: String,
    /// Why that leads to the failure.
    pub explanation: String,
    /// Where it sits.
    pub sides: Vec<Side>,
    /// How common it is for the problem, where it is shown under one. An estimate.
    pub prior: Option<Prior>,
    /// The same as a likelihood. An estimate.
    pub likelihood: Option<Likelihood>,
    /// The resolved public cases of the problem that it was counted in, where it is shown under one.
    pub cases: Option<CasesCard>,
    /// What it rests on; for a problem, what its standing there rests on.
    pub grade: Grade,
    /// The problem's own word about it.
    pub note: Option<String>,
    /// What one would see.
    pub observations: BTreeMap<String, StateWordsCard>,
    /// What repairs it, and how often. Estimates.
    pub fixes: BTreeMap<String, Works>,
    /// Who has to act, where there is no fix.
    pub hand_over: Option<String>,
    /// For an update that broke something: which builds, since when, until when, fixed by what.
    pub valid: Option<ValidityCard>,
    /// Ids of sources.
    pub sources: Vec<String>,
}

/// An observation, expanded.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ObservationWhole {
    /// Its id.
    pub id: String,
    /// The question.
    pub ask: String,
    /// How to find out.
    pub how: Vec<StepCard>,
    /// Its states.
    pub states: Vec<String>,
    /// What each says.
    pub labels: BTreeMap<String, String>,
    /// Minutes it takes. An estimate.
    pub minutes: f64,
    /// Who can tell.
    pub who: Who,
    /// States that make fixes impossible.
    pub blocks: BTreeMap<String, BlocksCard>,
    /// Ids of sources.
    pub sources: Vec<String>,
}

impl ExplainReport {
    /// The same with a page of one screen, where it is a problem.
    #[must_use]
    pub fn brief(self) -> Self {
        Self { brief: true, ..self }
    }

    /// The schema name.
    pub const SCHEMA: &'static str = "rdpfix.explain/1";

    /// The unit of an id, whatever its kind; `None` when there is none. An id that units of several kinds have
    /// is the first one's, in the order of [`KINDS`]; `observations/clock-difference` names the kind.
    pub fn of_id(knowledge: &Knowledge, id: &str) -> Option<Self> {
        if let Some((folder, id)) = id.split_once('/') {
            let kind = KINDS.into_iter().find(|kind| kind.folder() == folder)?;
            return Self::of(knowledge, kind, id);
        }
        let having = |kind: &Kind| Self::of(knowledge, *kind, id).map(|report| (*kind, report));
        let mut kinds = KINDS.iter();
        let (first, report) = kinds.find_map(having)?;
        let others = KINDS.into_iter().filter(|kind| *kind != first && has(knowledge, *kind, id));
        Some(Self { also: others.map(|kind| format!("{}/{id}", kind.folder())).collect(), ..report })
    }

    /// The unit of a kind and an id.
    pub fn of(knowledge: &Knowledge, kind: Kind, id: &str) -> Option<Self> {
        let unit = match kind {
            Kind::Problem => {
                knowledge.problems.get(id).map(|unit| Unit::Problem(Box::new(whole(knowledge, unit))))
            }
            Kind::Cause => knowledge.causes.get(id).map(|unit| Unit::Cause(Box::new(cause_whole(unit)))),
            Kind::Observation => {
                let unit = knowledge.observations.get(id);
                unit.map(|unit| Unit::Observation(Box::new(observation_whole(unit))))
            }
            Kind::Fix => {
                knowledge.fixes.get(id).map(|unit| Unit::Fix(Box::new(FixCard::new(knowledge, unit))))
            }
            Kind::Topic => knowledge.topics.get(id).map(|unit| Unit::Topic(Box::new(unit.into()))),
            Kind::Refused => knowledge.refused.get(id).map(|unit| Unit::Refused(Box::new(unit.into()))),
            Kind::Case | Kind::Codes | Kind::Collect | Kind::Events | Kind::Families | Kind::Sources => None,
        };
        unit.map(|unit| Self::new(knowledge, unit))
    }

    /// Every unit of a kind, in the order of ids.
    pub fn all(knowledge: &Knowledge, kind: Kind) -> impl Iterator<Item = Self> {
        ids(knowledge, kind).into_iter().filter_map(move |id| Self::of(knowledge, kind, id))
    }

    /// What the tables say about a number that leads to no problem.
    pub fn of_codes(knowledge: &Knowledge, codes: Vec<CodeCard>) -> Self {
        Self::new(knowledge, Unit::Code(codes))
    }

    fn new(knowledge: &Knowledge, unit: Unit) -> Self {
        let document = serde_json::to_value(&unit).unwrap_or_default();
        let mut ids = Vec::new();
        named_sources(&document, &mut ids);
        let known = &knowledge.sources().0;
        let sources =
            ids.into_iter().filter_map(|id| known.get(&id).map(|source| (id.clone(), source.into())));
        Self {
            schema: Self::SCHEMA,
            version: VERSION,
            knowledge: KnowledgeRevision::of(knowledge),
            unit,
            sources: sources.collect(),
            also: Vec::new(),
            brief: false,
        }
    }
}

fn has(knowledge: &Knowledge, kind: Kind, id: &str) -> bool {
    ids(knowledge, kind).binary_search(&id).is_ok()
}

fn ids(knowledge: &Knowledge, kind: Kind) -> Vec<&str> {
    match kind {
        Kind::Problem => knowledge.problems.ids().collect(),
        Kind::Cause => knowledge.causes.ids().collect(),
        Kind::Observation => knowledge.observations.ids().collect(),
        Kind::Fix => knowledge.fixes.ids().collect(),
        Kind::Topic => knowledge.topics.ids().collect(),
        Kind::Refused => knowledge.refused.ids().collect(),
        Kind::Case | Kind::Codes | Kind::Collect | Kind::Events | Kind::Families | Kind::Sources => {
            Vec::new()
        }
    }
}

/// Collects what stands under `sources` and `better`, wherever it stands.
fn named_sources(value: &serde_json::Value, ids: &mut Vec<String>) {
    use serde_json::Value;
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match value.as_array().filter(|_| key == "sources" || key == "better") {
                    Some(list) => ids.extend(list.iter().filter_map(Value::as_str).map(str::to_owned)),
                    None => named_sources(value, ids),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| named_sources(value, ids)),
        _ => {}
    }
}

fn whole(knowledge: &Knowledge, problem: &Problem) -> ProblemWhole {
    let policy = Policy { weakening: Weakening::Offer, go_on: true, assume_unknown: false, person: false };
    let session = Session::new(knowledge, problem, Facts::default(), policy);
    let topics = problem.topics.iter().filter_map(|id| knowledge.topics.get(id).map(Into::into));
    let refused = problem.refused.iter().filter_map(|id| knowledge.refused.get(id).map(Into::into));
    let hand_over = &problem.hand_over;
    ProblemWhole {
        id: problem.id.clone(),
        title: problem.title.clone(),
        family: problem.family.clone(),
        meaning: (&problem.meaning).into(),
        codes: codes(knowledge, problem),
        messages: cards(&problem.messages),
        valid: problem.valid.as_ref().map(Into::into),
        implies: problem.implies.iter().map(|(id, state)| (id.clone(), state.clone())).collect(),
        causes: causes(&session),
        observations: session.bearing().into_iter().map(observation_whole).collect(),
        fixes: session.every_fix().into_iter().map(|fix| FixCard::new(knowledge, fix)).collect(),
        procedures: cards(&problem.procedures),
        notes: cards(&problem.notes),
        disputed: cards(&problem.disputed),
        hand_over: crate::report::diagnosis::HandOverCard {
            minutes: hand_over.minutes,
            to: hand_over.to.clone(),
            collect: steps(&hand_over.collect),
            paragraph: hand_over.request.clone(),
            script: None,
        },
        topics: topics.collect(),
        refused: refused.collect(),
        reviewed: problem.reviewed.clone(),
    }
}

fn codes(knowledge: &Knowledge, problem: &Problem) -> Vec<CodeCard> {
    let card = |own: &crate::knowledge::format::CodeRef| {
        let table = knowledge.codes.get(&own.namespace)?;
        let value = number(&own.code)?;
        let same = |code: &&crate::knowledge::format::Code| number(&code.code) == Some(value);
        let paired = |code: &&crate::knowledge::format::Code| {
            code.extended.as_deref().map(number) == own.extended.as_deref().map(number)
        };
        let numbered = || table.codes.iter().filter(same);
        let entry = numbered().find(paired).or_else(|| numbered().next())?;
        let hex =
            own.extended.as_ref().map_or_else(|| format!("0x{value:X}"), |e| format!("0x{value:X}/{e}"));
        Some(CodeCard { hex, ..CodeCard::new(table, entry, value, "") })
    };
    problem.codes.iter().filter_map(card).collect()
}

fn causes(session: &Session) -> Vec<CauseWhole> {
    let expand = |(index, probability): (usize, f64)| {
        let cause = session.cause(index)?;
        let entry = session.problem.causes.get(&cause.id)?;
        let noted = entry.noted();
        Some(CauseWhole {
            prior: Some(entry.prior()),
            likelihood: Some(Likelihood::of(probability)),
            cases: CasesCard::new(session.knowledge, &session.problem.id, &cause.id),
            grade: noted.and_then(|noted| noted.grade).unwrap_or(cause.grade),
            note: noted.and_then(|noted| noted.note.clone()),
            ..cause_whole(cause)
        })
    };
    session.ranking().into_iter().filter_map(expand).collect()
}

fn cause_whole(cause: &Cause) -> CauseWhole {
    CauseWhole {
        id: cause.id.clone(),
        title: cause.title.clone(),
        explanation: cause.explanation.clone(),
        sides: cause.side.as_slice().to_vec(),
        prior: None,
        likelihood: None,
        cases: None,
        grade: cause.grade,
        note: None,
        observations: cause.observations.iter().map(|(id, words)| (id.clone(), words.into())).collect(),
        fixes: cause.fixes.iter().map(|(id, works)| (id.clone(), *works)).collect(),
        hand_over: cause.hand_over.clone(),
        valid: cause.valid.as_ref().map(Into::into),
        sources: cause.sources.clone(),
    }
}

fn observation_whole(observation: &Observation) -> ObservationWhole {
    ObservationWhole {
        id: observation.id.clone(),
        ask: observation.ask.prompt.clone(),
        how: steps(&observation.ask.how),
        states: observation.states.clone(),
        labels: observation.ask.labels.iter().map(|(state, label)| (state.clone(), label.clone())).collect(),
        minutes: observation.minutes,
        who: observation.who,
        blocks: observation.blocks.iter().map(|(state, blocks)| (state.clone(), blocks.into())).collect(),
        sources: observation.sources.clone(),
    }
}
