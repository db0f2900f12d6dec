//! Safety and honesty: no weakening fix without warning, way back and repair; no way to find out
//! that changes anything; no statement that says more than its sources.

use serde_json::Value;

use super::super::Knowledge;
use super::super::fault::Fault;
use super::super::format::{Cause, Change, Fix, Observation, Step};
use super::super::words::{Grade, Risk, Security, Works};

/// Words of commands that change a machine. None of them belongs in a way to find out.
const CHANGING: [&str; 22] = [
    "reg add",
    "reg delete",
    "reg import",
    "set-item",
    "set-net",
    "set-service",
    "remove-",
    "new-item",
    "stop-",
    "start-service",
    "restart-",
    "net stop",
    "net start",
    "shutdown",
    "rwinsta",
    "logoff",
    "takeown",
    "sc config",
    "del ",
    "cmdkey /del",
    "/grant",
    "install-",
];

/// Lines that `changes` generates: written by hand they lose the way back.
const GENERATED: [&str; 6] =
    ["reg add", "reg delete", "set-itemproperty", "new-itemproperty", "remove-itemproperty", "sc config"];

pub(super) fn faults(knowledge: &Knowledge) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (id, fix) in knowledge.fixes.iter() {
        fix_faults(&format!("fixes/{id}.json"), fix, knowledge, &mut faults);
    }
    for (id, cause) in knowledge.causes.iter() {
        cure_faults(&format!("causes/{id}.json"), cause, knowledge, &mut faults);
    }
    for (id, observation) in knowledge.observations.iter() {
        how_faults(&format!("observations/{id}.json"), observation, &mut faults);
    }
    for (_, path, _, document) in knowledge.documents() {
        each_statement(&document, "", &mut |field, statement| {
            if let Some(message) = unsupported(knowledge, statement) {
                faults.push(Fault::new(&path, field, message));
            }
        });
    }
    faults
}

fn fix_faults(path: &str, fix: &Fix, knowledge: &Knowledge, faults: &mut Vec<Fault>) {
    let mut fault = |field: &str, message: &str| faults.push(Fault::new(path, field, message));
    let weakens = fix.security == Security::Weakens;
    if weakens && fix.warning.is_none() {
        fault("warning", "a fix that weakens security says what it opens, and until when");
    }
    if weakens && fix.undo.is_none() && !fix.changes.iter().any(has_way_back) {
        fault("undo", "a fix that weakens security has a way back");
    }
    if weakens
        && !fix.then.iter().any(|id| knowledge.fixes.get(id).is_some_and(|f| f.security == Security::Safe))
    {
        fault("then", "a fix that weakens security names the safe fix that really repairs");
    }
    if weakens {
        for id in repairs_nothing_of(fix, knowledge) {
            fault("then", &format!("'{id}' repairs none of the causes that this fix is for"));
        }
    }
    if !weakens && fix.risk == Risk::High && fix.warning.is_none() {
        fault("warning", "a fix of high risk says what can be lost");
    }
    for line in
        fix.steps.iter().filter_map(Step::exact).flat_map(|step| step.cmd.iter().chain(&step.powershell))
    {
        if GENERATED.iter().any(|word| line.to_lowercase().contains(word)) {
            fault(
                "steps",
                "registry and service changes stand in 'changes', where the way back is generated",
            );
        }
    }
}

/// What weakens security waits for safe fixes of the same cause, so there has to be one to wait for.
fn cure_faults(path: &str, cause: &Cause, knowledge: &Knowledge, faults: &mut Vec<Fault>) {
    let helpful = cause.fixes.iter().filter(|(_, works)| works.value() >= Works::Sometimes.value());
    let helpful: Vec<_> = helpful.filter_map(|(id, _)| knowledge.fixes.get(id)).collect();
    let weakening = helpful.iter().find(|fix| fix.security == Security::Weakens);
    if let Some(fix) = weakening.filter(|_| helpful.iter().all(|fix| fix.security == Security::Weakens)) {
        let message = format!("'{}' weakens security and no safe fix works sometimes or better", fix.id);
        faults.push(Fault::new(path, "fixes", message));
    }
}

/// The repair that must follow a temporary fix repairs one of the causes that the temporary fix is for:
/// otherwise one would have to weaken a machine to be told of it.
fn repairs_nothing_of<'f>(fix: &'f Fix, knowledge: &Knowledge) -> impl Iterator<Item = &'f String> {
    let causes: Vec<_> = knowledge.causes.values().filter(|cause| cause.fixes.contains(&fix.id)).collect();
    fix.then.iter().filter(move |id| !causes.iter().any(|cause| cause.fixes.contains(id)))
}

/// Whether a change can be taken back.
pub(in super::super) fn has_way_back(change: &Change) -> bool {
    !matches!(change, Change::Text { undo: None, .. })
}

fn how_faults(path: &str, observation: &Observation, faults: &mut Vec<Fault>) {
    for line in observation
        .ask
        .how
        .iter()
        .filter_map(Step::exact)
        .flat_map(|step| step.cmd.iter().chain(&step.powershell))
    {
        let lower = line.to_lowercase();
        if let Some(word) = CHANGING.iter().find(|word| lower.contains(*word)) {
            faults.push(Fault::new(
                path,
                "ask.how",
                format!("'{word}' changes something; finding out only reads"),
            ));
        }
    }
}

/// A statement as it stands in a document: a grade and its sources.
pub(super) struct Statement {
    pub(super) grade: Option<Grade>,
    pub(super) sources: Vec<String>,
}

/// Calls `visit` for every object that has a `grade` or `sources` (or, for a disputed claim, `better`).
pub(super) fn each_statement(value: &Value, field: &str, visit: &mut impl FnMut(&str, &Statement)) {
    match value {
        Value::Object(map) => {
            let ids = |key: &str| {
                let list = map.get(key).and_then(Value::as_array).into_iter().flatten();
                list.filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
            };
            let grade = map.get("grade").and_then(|grade| serde_json::from_value(grade.clone()).ok());
            if grade.is_some() && !map.contains_key("publisher") || map.contains_key("sources") {
                visit(field, &Statement { grade, sources: ids("sources") });
            }
            if map.contains_key("better") {
                visit(field, &Statement { grade: None, sources: ids("better") });
            }
            for (key, value) in map {
                let at = if field.is_empty() { key.clone() } else { format!("{field}.{key}") };
                each_statement(value, &at, visit);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                each_statement(value, &format!("{field}.{index}"), visit);
            }
        }
        _ => {}
    }
}

/// Why a grade is not borne by its sources, if so.
fn unsupported(knowledge: &Knowledge, statement: &Statement) -> Option<String> {
    let grade = statement.grade?;
    if grade == Grade::Unverified {
        return None;
    }
    if statement.sources.is_empty() {
        return Some(format!("is called '{}' and names no source", grade.word()));
    }
    let sources = &knowledge.sources().0;
    let best = statement.sources.iter().filter_map(|id| sources.get(id)).map(|source| source.grade).min()?;
    (best > grade).then(|| format!("is called '{}' but its best source is '{}'", grade.word(), best.word()))
}
