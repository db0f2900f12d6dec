//! Answers without prompts: `--answer`, `--tried` and the answers file, checked against the knowledge.

use std::path::Path;

use anyhow::Context;
use schemars::JsonSchema;
use serde::Deserialize;

use super::args::DiagnoseArgs;
use super::{Base, Unusable, input};
use crate::knowledge::format::{Observation, Problem, UniqueMap};
use crate::knowledge::{Kind as UnitKind, Knowledge, did_you_mean};
use crate::search;
use crate::sensitive::{Kind, Sensitive};
use crate::session::{Facts, Given, Outcome, Tried, UNKNOWN, WitnessKind};
use crate::text::decode_whole;

/// The answers file, `rdpfix.answers/1`.
#[derive(Debug, Default, Deserialize, serde::Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswersFile {
    /// `rdpfix.answers/1`
    schema: String,
    /// The problem, an id or a code.
    #[serde(default)]
    problem: Option<String>,
    /// Observation to state.
    #[serde(default)]
    answers: UniqueMap<String>,
    /// What was tried.
    #[serde(default)]
    tried: Vec<TriedEntry>,
}

/// One fix that was tried.
#[derive(Debug, Deserialize, serde::Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct TriedEntry {
    /// The fix.
    fix: String,
    /// `worked`, `failed`, `changed`, `returns` or `cannot`.
    outcome: String,
    /// Why it cannot be done here.
    #[serde(default)]
    reason: Option<String>,
}

/// What flags and file say together.
pub(super) struct Told<'k> {
    /// The problem, where it was named.
    pub(super) problem: Option<&'k Problem>,
    /// Answers and tried fixes.
    pub(super) facts: Facts,
}

/// Reads flags and file. Flags add to the file; nothing may stand in both with two meanings.
pub(super) fn told<'k>(args: &DiagnoseArgs, base: &'k Base) -> anyhow::Result<Told<'k>> {
    let knowledge = &base.knowledge;
    let file = args.answers.as_deref().map(read).transpose()?.unwrap_or_default();
    let mut facts = Facts::default();
    for (id, state) in file.answers.iter().chain(args.answer.iter().map(|(id, state)| (id, state))) {
        answer(knowledge, &mut facts, id, state)?;
    }
    for entry in &file.tried {
        tried(knowledge, &mut facts, &entry.fix, &entry.outcome, entry.reason.as_deref())?;
    }
    for (fix, outcome) in &args.tried {
        let (outcome, reason) =
            outcome.split_once(':').map_or((outcome.as_str(), None), |(o, r)| (o, Some(r)));
        tried(knowledge, &mut facts, fix, outcome, reason)?;
    }
    Ok(Told { problem: problem(base, file.problem.as_deref(), args.problem.as_deref())?, facts })
}

/// The largest answers file.
const MOST: u64 = 1 << 20;

/// An answers file, read as it is.
fn read(path: &Path) -> anyhow::Result<AnswersFile> {
    let shown = path.display();
    let text = decode_whole(&input::named(path, MOST)?);
    let file: AnswersFile =
        serde_json::from_str(&text).with_context(|| format!("{shown} is no answers file"))?;
    if file.schema != "rdpfix.answers/1" {
        let message = format!("{shown} has the schema '{}', expected rdpfix.answers/1", file.schema);
        return Err(Unusable::new(message, "rdpfix help answers").into());
    }
    Ok(file)
}

/// The problem that file and flag name; each may name it by an id or by a code.
fn problem<'k>(
    base: &'k Base,
    file: Option<&str>,
    flag: Option<&str>,
) -> anyhow::Result<Option<&'k Problem>> {
    let named = |id: Option<&str>| id.map(|id| base.problem(id)).transpose();
    match (named(file)?, named(flag)?) {
        (Some(file), Some(flag)) if file.id != flag.id => {
            let message = format!("the answers file is about '{}', --problem says '{}'", file.id, flag.id);
            Err(Unusable::new(message, "leave one of them out").into())
        }
        (file, flag) => Ok(flag.or(file)),
    }
}

fn answer(knowledge: &Knowledge, facts: &mut Facts, id: &str, state: &str) -> anyhow::Result<()> {
    let observation = observation(knowledge, id)?;
    let state = valid_state(observation, state)?;
    let given = Given { state: state.to_owned(), witness: WitnessKind::Script, evidence: None };
    match facts.answers.get(&observation.id) {
        Some(earlier) if earlier.state != given.state => {
            let message =
                format!("'{}' is answered twice: {} and {}", observation.id, earlier.state, given.state);
            Err(Unusable::new(message, "leave one of them out").into())
        }
        _ => {
            facts.answers.insert(observation.id.clone(), given);
            Ok(())
        }
    }
}

/// The observation that has or had an id.
fn observation<'k>(knowledge: &'k Knowledge, id: &str) -> anyhow::Result<&'k Observation> {
    let units = &knowledge.observations;
    let former = || units.values().find(|observation| observation.was.iter().any(|was| was == id));
    units.get(id).or_else(former).ok_or_else(|| {
        let message = format!(
            "there is no observation '{id}'{}",
            search::did_you_mean(knowledge, id, units.ids(), &[UnitKind::Observation])
        );
        Unusable::new(message, "rdpfix list observations").into()
    })
}

fn valid_state<'s>(observation: &'s Observation, state: &'s str) -> anyhow::Result<&'s str> {
    if state == UNKNOWN || observation.states.iter().any(|known| known == state) {
        return Ok(state);
    }
    let known = || observation.states.iter().map(String::as_str).chain([UNKNOWN]);
    let message = format!("'{}' has no state '{state}'{}", observation.id, did_you_mean(state, known()));
    Err(Unusable::new(message, format!("its states are {}", known().collect::<Vec<_>>().join(", "))).into())
}

fn tried(
    knowledge: &Knowledge,
    facts: &mut Facts,
    fix: &str,
    word: &str,
    reason: Option<&str>,
) -> anyhow::Result<()> {
    let units = &knowledge.fixes;
    let former = || units.values().find(|unit| unit.was.iter().any(|was| was == fix));
    let unit = units.get(fix).or_else(former).ok_or_else(|| {
        let message = format!(
            "there is no fix '{fix}'{}",
            search::did_you_mean(knowledge, fix, units.ids(), &[UnitKind::Fix])
        );
        anyhow::Error::from(Unusable::new(message, "rdpfix list fixes"))
    })?;
    let outcome = Outcome::parse(word).ok_or_else(|| {
        let known = Outcome::ALL.map(Outcome::word);
        let message = format!("a fix has no outcome '{word}'{}", did_you_mean(word, known));
        anyhow::Error::from(Unusable::new(message, format!("outcomes are {}", known.join(", "))))
    })?;
    if facts.outcome(&unit.id).is_some_and(|earlier| earlier.outcome != outcome) {
        let message = format!("'{}' is given two outcomes", unit.id);
        return Err(Unusable::new(message, "leave one of them out").into());
    }
    let reason = reason.map(|reason| Sensitive::new(Kind::Text, crate::text::sanitise(reason)));
    facts.note(Tried { fix: unit.id.clone(), outcome, reason, undone: false });
    Ok(())
}

/// Only what a later edit could break: the keys of a file that stand twice are refused by [`UniqueMap`].
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_and_keys_that_stand_twice_are_refused() {
        let twice = r#"{"schema":"rdpfix.answers/1","answers":{"a":"x","a":"y"}}"#;
        assert!(serde_json::from_str::<AnswersFile>(twice).unwrap_err().to_string().contains("stands twice"));
        let unknown = r#"{"schema":"rdpfix.answers/1","answer":{}}"#;
        assert!(
            serde_json::from_str::<AnswersFile>(unknown).unwrap_err().to_string().contains("unknown field")
        );
    }
}
