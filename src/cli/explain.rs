//! `rdpfix explain`: one unit of knowledge, whole.

use super::args::{AllOf, ExplainArgs, ScriptShell};
use super::env::Surroundings;
use super::exit::Exit;
use super::output::Output;
use super::{Base, Unusable};
use crate::intake::{self, Outcome};
use crate::knowledge::Kind;
use crate::render::json;
use crate::report::codes;
use crate::report::explain::script;
use crate::report::explain::{ExplainReport, KINDS, Unit};
use crate::search;

pub(super) fn run(args: &ExplainArgs, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let base = Base::load(&args.common.knowledge)?;
    let output = Output::new(&args.common, surroundings);
    let Some(id) = &args.id else { return all(&base, args.all.unwrap_or(AllOf::Problems), &output) };
    let Some(report) = find(&base, id) else {
        let k = &base.knowledge;
        let ids = k.problems.ids().chain(k.causes.ids()).chain(k.observations.ids()).chain(k.fixes.ids());
        let near =
            search::did_you_mean(k, id, ids.chain(k.topics.ids()).chain(k.refused.ids()), &search::KINDS);
        return Err(Unusable::new(format!("there is no '{id}'{near}"), "rdpfix list problems").into());
    };
    match args.script {
        Some(shell) => output.write(&scripts(&report, shell)?)?,
        None if args.full => output.report(&report)?,
        None => output.report(&report.brief())?,
    }
    Ok(Exit::Fine)
}

/// An id of any kind, else a code or a text.
fn find(base: &Base, id: &str) -> Option<ExplainReport> {
    ExplainReport::of_id(&base.knowledge, id).or_else(|| {
        let reading = intake::read(id, base.lexicon(), None);
        if reading.outcome != Outcome::Match {
            return None;
        }
        match reading.candidates.first() {
            Some(candidate) => ExplainReport::of_id(&base.knowledge, &candidate.problem),
            None => Some(ExplainReport::of_codes(&base.knowledge, codes::codes(&base.knowledge, &reading))),
        }
    })
}

/// Every unit of a kind, or of all kinds, a document per line.
fn all(base: &Base, what: AllOf, output: &Output) -> anyhow::Result<Exit> {
    let kinds: Vec<Kind> = what.kind().map_or_else(|| KINDS.to_vec(), |kind| vec![kind]);
    let reports = kinds.into_iter().flat_map(|kind| ExplainReport::all(&base.knowledge, kind));
    let lines: String = reports.map(|report| json::line(&report)).collect();
    output.write(&lines)?;
    Ok(Exit::Fine)
}

/// The commands of a fix, or of every safe fix of a problem.
fn scripts(report: &ExplainReport, shell: ScriptShell) -> anyhow::Result<String> {
    let shell = shell.shell();
    match &report.unit {
        Unit::Fix(fix) => Ok(script(fix, shell)),
        Unit::Problem(problem) => {
            let safe = problem.fixes.iter().filter(|fix| !fix.weakens());
            Ok(safe.map(|fix| script(fix, shell)).collect::<Vec<_>>().join("\n"))
        }
        _ => Err(Unusable::new("only a fix or a problem has commands", "rdpfix list fixes").into()),
    }
}
