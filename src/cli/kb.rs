//! `rdpfix kb`: for the authors of knowledge.

use std::path::Path;

use schemars::{JsonSchema, Schema, generate::SchemaSettings};

use super::answers::AnswersFile;
use super::args::{Common, KbCommand};
use super::env::Surroundings;
use super::exit::Exit;
use super::output::{self, Output};
use super::{Base, Unusable, lexicon, overlays};
use crate::intake;
use crate::knowledge::{BUILTIN, Fault, Kind, Knowledge, Severity, did_you_mean, read_dir, schema};
use crate::render::json;
use crate::report::diagnosis;
use crate::report::dialogue;
use crate::report::explain;
use crate::report::kb::coverage::CoverageReport;
use crate::report::kb::faults::FaultsReport;
use crate::report::lookup;
use crate::report::pending;
use crate::report::session;
use crate::report::{failure, find, list};
use crate::session::log;
use crate::text::shell_path;
use crate::witness::person::wait;

pub(super) fn run(command: &KbCommand, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    match command {
        KbCommand::Validate { dir, common } => validate(dir.as_deref(), common, surroundings),
        KbCommand::Coverage { common } => coverage(common, surroundings),
        KbCommand::Schema { kind } => print_schema(kind.as_deref()),
    }
}

fn validate(dir: Option<&Path>, common: &Common, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let base = dir.map(read_dir).transpose()?;
    let overlays = overlays(&common.knowledge).map(|dir| read_dir(dir)).collect::<Result<Vec<_>, _>>()?;
    let found = wait("checking", || faults(base.as_deref(), &overlays));
    let files = base.as_ref().map_or(BUILTIN.len(), Vec::len) + overlays.iter().map(Vec::len).sum::<usize>();
    let report = FaultsReport::new(files, &found);
    let report = match (dir, &base) {
        (Some(dir), Some(base)) if !report.faults.is_empty() => report.with_hint(alone(dir, base)),
        _ => report,
    };
    Output::new(common, surroundings).report(&report)?;
    let exit = if report.faults.is_empty() { Exit::Fine } else { Exit::Negative };
    Ok(exit.or_zero(common.exit_zero))
}

/// What to type for a folder that is no whole knowledge base: without families and sources nothing holds.
fn alone(dir: &Path, files: &[(String, String)]) -> Option<String> {
    let has = |kind: Kind| files.iter().any(|(path, _)| path == kind.folder());
    let whole = has(Kind::Families) && has(Kind::Sources);
    let word = || shell_path(dir).unwrap_or_else(|| "DIR".to_owned());
    (!whole).then(|| format!("rdpfix kb validate --knowledge {}", word()))
}

/// The faults of the files laid over each other, and where those have none, of what they are meant to recognise.
fn faults(base: Option<&[(String, String)]>, overlays: &[Vec<(String, String)>]) -> Vec<Fault> {
    let (mut knowledge, mut found) = match base {
        Some(files) => Knowledge::from_files(files),
        None => (Knowledge::builtin(), Vec::new()),
    };
    if base.is_none() && overlays.is_empty() {
        found = knowledge.check();
    }
    for overlay in overlays {
        found.extend(knowledge.lay_over(overlay));
    }
    found.sort();
    found.dedup();
    if found.iter().all(|fault| fault.severity == Severity::Warning) {
        found.extend(samples(&knowledge));
    }
    found
}

fn coverage(common: &Common, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let base = Base::load(&common.knowledge)?;
    let report = CoverageReport::new(&base.knowledge, base.lexicon());
    Output::new(common, surroundings).report(&report)?;
    Ok(Exit::Fine)
}

/// Samples must match their problem first, counter-samples must not.
fn samples(knowledge: &Knowledge) -> Vec<Fault> {
    let lexicon = lexicon(knowledge);
    let mut found = Vec::new();
    for (id, problem) in knowledge.problems.iter() {
        let first = |text: &str| {
            let reading = intake::read(text, &lexicon, None);
            let decided = reading.outcome == intake::Outcome::Match;
            decided.then(|| reading.candidates.first().map(|c| c.problem.clone())).flatten()
        };
        let path = format!("problems/{id}.json");
        for (index, text) in problem.samples.iter().enumerate() {
            let got = first(text);
            if got.as_deref() != Some(id) {
                let got = got.unwrap_or_else(|| "nothing".to_owned());
                found.push(Fault::new(&path, format!("samples.{index}"), format!("is read as {got}")));
            }
        }
        for (index, text) in problem.counter_samples.iter().enumerate() {
            if first(text).as_deref() == Some(id) {
                found.push(Fault::new(&path, format!("counter_samples.{index}"), "is read as this problem"));
            }
        }
    }
    found
}

fn print_schema(kind: Option<&str>) -> anyhow::Result<Exit> {
    let documents = documents();
    let names = || Kind::ALL.map(Kind::name).into_iter().chain(documents.iter().map(|(name, _)| *name));
    let Some(wanted) = kind else {
        output::print(&(names().collect::<Vec<_>>().join("\n") + "\n"))?;
        return Ok(Exit::Fine);
    };
    let file = Kind::ALL.into_iter().find(|kind| kind.name() == wanted).map(schema::of);
    let document = || documents.iter().find(|(name, _)| *name == wanted).map(|(_, schema)| schema());
    let Some(schema) = file.or_else(document) else {
        let message = format!("there is no schema '{wanted}'{}", did_you_mean(wanted, names()));
        return Err(
            Unusable::new(message, format!("known: {}", names().collect::<Vec<_>>().join(", "))).into()
        );
    };
    output::print(&json::document(&schema))?;
    Ok(Exit::Fine)
}

/// Every document that rdpfix reads or writes.
fn documents() -> Vec<Document> {
    vec![
        ("answers", read_as::<AnswersFile>),
        ("dialogue", of::<dialogue::DialogueReport>),
        ("dialogue-answer", read_as::<dialogue::AnswerLine>),
        ("lookup", of::<lookup::LookupReport>),
        ("report", of::<diagnosis::DiagnosisReport>),
        ("explain", of::<explain::ExplainReport>),
        ("list", of::<list::ListReport>),
        ("find", of::<find::FindReport>),
        ("coverage", of::<CoverageReport>),
        ("faults", of::<FaultsReport>),
        ("evidence", of::<crate::report::evidence::EvidenceReport>),
        ("collect", of::<crate::report::collect::CollectReport>),
        ("error", of::<failure::FailureReport>),
        ("sessions", of::<session::SessionsReport>),
        ("events", of::<session::EventsReport>),
        ("pending", of::<pending::PendingReport>),
        ("session", of::<log::Line>),
        #[cfg(feature = "check")]
        ("check", of::<crate::report::check::CheckReport>),
        #[cfg(feature = "check")]
        ("check-plan", of::<crate::report::check::plan::PlanReport>),
        #[cfg(feature = "check")]
        ("checks", of::<crate::report::check::plan::ChecksReport>),
    ]
}

/// A document that rdpfix reads or writes, by name, and its schema.
type Document = (&'static str, fn() -> Schema);

/// The schema of a document that is read: what has a default may be left out.
fn read_as<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>()
}

/// The schema of a document that is written: every field is there.
fn of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}
