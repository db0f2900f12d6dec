//! Overlay directories: an organisation's own knowledge laid over the built-in one.
//!
//! An overlay adds units or replaces them by id. It can never take away what protects the reader: a
//! warning, a way back, a repair that must follow, or the grade of a statement.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::commands::number;
use super::fault::{Fault, Severity};
use super::format::{
    Blocks, CauseEntry, Change, Code, CodeTable, Events, Fix, Id, Note, NoteKind, Observation, Problem,
    Refused, Sources, Topic, UniqueMap,
};
use super::validate::has_way_back;
use super::words::{Grade, Security};
use super::{Kind, Knowledge, Units};
use crate::file::{self, ReadError};

/// Files larger than this are refused: no unit comes near it.
const MAX_FILE: u64 = 1 << 20;

/// Why an overlay cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The directory or a file in it cannot be read.
    #[error("cannot read {path}")]
    Read {
        /// What was to be read.
        path: PathBuf,
        /// Why not.
        #[source]
        source: ReadError,
    },
    /// The knowledge has faults.
    #[error("the knowledge in {dir} has {} fault{}:\n{}", faults.len(), plural(faults.len()), listed(faults))]
    Faults {
        /// The overlay directory.
        dir: PathBuf,
        /// Every one of them.
        faults: Vec<Fault>,
    },
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

fn listed(faults: &[Fault]) -> String {
    faults.iter().map(|fault| format!("  {fault}")).collect::<Vec<_>>().join("\n")
}

/// The knowledge files of a directory, as path relative to it (with `/`) and text, by path.
/// `README.md`, hidden files, `phrases/`, `words/` and the models are passed over: an overlay has none of its
/// own. Anything else that is no knowledge file is a fault later.
pub fn read_dir(dir: &Path) -> Result<Vec<(String, String)>, LoadError> {
    let mut files = Vec::new();
    collect(dir, "", &mut files)?;
    // By id: with the ending, `a-b.json` would come before `a.json`.
    files.sort_by(|a, b| a.0.trim_end_matches(".json").cmp(b.0.trim_end_matches(".json")));
    Ok(files)
}

/// Names in the folder that hold no units: what the learned reader is trained on, the reader itself, and the words of
/// the rules, which have a table of their own.
const BESIDE: [&str; 4] = ["phrases", "model.bin", "causes.bin", "words"];

/// What could not be read, with the reason that is still to come.
fn failed<E: Into<ReadError>>(path: &Path) -> impl FnOnce(E) -> LoadError {
    let path = path.to_owned();
    move |source| LoadError::Read { path, source: source.into() }
}

fn collect(dir: &Path, prefix: &str, files: &mut Vec<(String, String)>) -> Result<(), LoadError> {
    for entry in fs::read_dir(dir).map_err(failed(dir))? {
        let entry = entry.map_err(failed(dir))?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || name == "README.md" || BESIDE.contains(&name.as_str()) {
            continue;
        }
        let meta = fs::metadata(&path).map_err(failed(&path))?;
        if meta.is_dir() && prefix.is_empty() {
            collect(&path, &format!("{name}/"), files)?;
        } else {
            let bytes = file::regular(&path, MAX_FILE).map_err(failed(&path))?;
            let text =
                String::from_utf8_lossy(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes)).into_owned();
            files.push((format!("{prefix}{name}"), text));
        }
    }
    Ok(())
}

/// Lays one directory over what is there.
pub(super) fn lay_over(knowledge: &mut Knowledge, dir: &Path) -> Result<(), LoadError> {
    let mut faults = lay_files(knowledge, &read_dir(dir)?);
    faults.retain(|fault| fault.severity == Severity::Fault);
    if !faults.is_empty() {
        return Err(LoadError::Faults { dir: dir.to_owned(), faults });
    }
    let name = dir.file_name().map_or_else(|| "overlay".into(), |name| name.to_string_lossy().into_owned());
    knowledge.overlays.push(name);
    Ok(())
}

/// Lays files (path, text) over what is there: what they would take away, and every fault and warning of the
/// result, sorted.
pub(super) fn lay_files(knowledge: &mut Knowledge, files: &[(String, String)]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut readable = true;
    let weakening = weakening_changes(knowledge);
    for (path, text) in files {
        match lay_file(knowledge, path, text) {
            Ok(lost) => faults.extend(lost),
            Err(fault) => {
                readable = false;
                faults.push(fault);
            }
        }
    }
    faults.extend(files.iter().filter_map(|(path, _)| called_safe(knowledge, path, &weakening)));
    // References into a file that cannot be read would only add noise.
    faults.extend(if readable { knowledge.check() } else { knowledge.parse_all() });
    faults.sort();
    faults
}

/// Lays one file over what is there; what it takes away of the old unit comes back as faults.
fn lay_file(knowledge: &mut Knowledge, path: &str, text: &str) -> Result<Vec<Fault>, Fault> {
    let (kind, id) = Kind::of(path)?;
    let unreadable = |e: serde_json::Error| Fault::new(path, "", e.to_string());
    let lost = lost_in(knowledge, kind, id, path, text).map_err(unreadable)?;
    let text = merged(knowledge, kind, id, text).map_err(unreadable)?;
    knowledge.insert(path, &text)?;
    Ok(lost)
}

/// What a file would take away from the unit that it replaces.
fn lost_in(
    knowledge: &Knowledge,
    kind: Kind,
    id: &str,
    path: &str,
    text: &str,
) -> Result<Vec<Fault>, serde_json::Error> {
    fn pair<'o, T: DeserializeOwned>(
        units: &'o Units<T>,
        id: &str,
        text: &str,
    ) -> Result<Option<(&'o T, T)>, serde_json::Error> {
        let new = serde_json::from_str(text)?;
        Ok(units.get(id).map(|old| (old, new)))
    }
    let lost = match kind {
        Kind::Fix => pair(&knowledge.fixes, id, text)?.map(|(old, new)| lost_in_fix(path, old, &new)),
        Kind::Problem => {
            pair(&knowledge.problems, id, text)?.map(|(old, new)| lost_in_problem(path, old, &new))
        }
        Kind::Cause => {
            pair(&knowledge.causes, id, text)?.map(|(old, new)| raised(path, "grade", old.grade, new.grade))
        }
        Kind::Observation => {
            pair(&knowledge.observations, id, text)?.map(|(old, new)| lost_in_observation(path, old, &new))
        }
        Kind::Topic => {
            let grades = |(old, new): (&Topic, Topic)| {
                raised(path, "summary.grade", old.summary.grade, new.summary.grade)
            };
            pair(&knowledge.topics, id, text)?.map(grades)
        }
        Kind::Refused => {
            let grades =
                |(old, new): (&Refused, Refused)| raised(path, "why.grade", old.why.grade, new.why.grade);
            pair(&knowledge.refused, id, text)?.map(grades)
        }
        Kind::Codes => pair(&knowledge.codes, id, text)?.map(|(old, new)| raised_in_codes(path, old, &new)),
        Kind::Sources => {
            pair(&knowledge.sources, id, text)?.map(|(old, new)| raised_in_sources(path, old, &new))
        }
        Kind::Events => {
            pair(&knowledge.events, id, text)?.map(|(old, new)| raised_in_events(path, old, &new))
        }
        Kind::Collect | Kind::Families | Kind::Case => None,
    };
    Ok(lost.unwrap_or_default())
}

/// Tables are merged entry by entry; every other unit replaces the one of its id.
fn merged(knowledge: &Knowledge, kind: Kind, id: &str, text: &str) -> Result<String, serde_json::Error> {
    match kind {
        Kind::Sources => merge_maps(knowledge.sources.text(id), text),
        Kind::Collect => merge_maps(knowledge.collect.text(id), text),
        Kind::Events => merge_events(knowledge.events.get(id), text),
        Kind::Families => merge_maps(knowledge.families.text(id), text),
        Kind::Codes => merge_codes(knowledge.codes.get(id), text),
        Kind::Fix => beside(knowledge.fixes.get(id), text, keep_in_fix),
        Kind::Problem => beside(knowledge.problems.get(id), text, keep_in_problem),
        Kind::Refused => beside(knowledge.refused.get(id), text, keep_in_refused),
        _ => Ok(text.to_owned()),
    }
}

/// A unit as an overlay has it, with what protects the reader in the one that it replaces beside its own.
fn beside<T: DeserializeOwned + Serialize>(
    old: Option<&T>,
    text: &str,
    keep: fn(&T, &mut T),
) -> Result<String, serde_json::Error> {
    let Some(old) = old else { return Ok(text.to_owned()) };
    let mut new = serde_json::from_str(text)?;
    keep(old, &mut new);
    serde_json::to_string(&new)
}

fn keep_in_fix(old: &Fix, new: &mut Fix) {
    keep_text(old.warning.as_deref(), &mut new.warning);
    keep_text(old.undo.as_deref(), &mut new.undo);
}

fn keep_in_problem(old: &Problem, new: &mut Problem) {
    let warns = |note: &&Note| note.kind == NoteKind::Warning;
    let known: Vec<&str> = new.notes.iter().map(|note| note.text.as_str()).collect();
    let lost = old.notes.iter().filter(warns).filter(|note| !known.contains(&note.text.as_str()));
    let lost: Vec<Note> = lost.cloned().collect();
    new.notes.splice(0..0, lost);
}

fn keep_in_refused(old: &Refused, new: &mut Refused) {
    let mut why = Some(std::mem::take(&mut new.why.text));
    keep_text(Some(&old.why.text), &mut why);
    new.why.text = why.unwrap_or_default();
}

/// Puts a text before the one that an overlay has in its place, unless that repeats it.
fn keep_text(old: Option<&str>, new: &mut Option<String>) {
    if let (Some(old), Some(own)) = (old, new)
        && !own.contains(old)
    {
        *own = format!("{old} Added by an overlay: {own}");
    }
}

/// The changes by which fixes weaken security, without those that a safe fix makes as well.
fn weakening_changes(knowledge: &Knowledge) -> Vec<(Id, Change)> {
    let of = |security: Security| knowledge.fixes.values().filter(move |fix| fix.security == security);
    let safe: Vec<&Change> = of(Security::Safe).flat_map(|fix| &fix.changes).collect();
    let weakening = of(Security::Weakens).flat_map(|fix| fix.changes.iter().map(move |change| (fix, change)));
    let own = weakening.filter(|(_, change)| !safe.iter().any(|safe| does_the_same(safe, change)));
    own.map(|(fix, change)| (fix.id.clone(), change.clone())).collect()
}

/// The fault of a fix that says it is safe and changes what a fix that weakens security changes.
fn called_safe(knowledge: &Knowledge, path: &str, weakening: &[(Id, Change)]) -> Option<Fault> {
    let (Kind::Fix, id) = Kind::of(path).ok()? else { return None };
    let fix = knowledge.fixes.get(id).filter(|fix| fix.security == Security::Safe)?;
    // One that replaces a weakening fix has its own fault.
    if weakening.iter().any(|(known, _)| *known == fix.id) {
        return None;
    }
    let same = |(_, known): &&(Id, Change)| fix.changes.iter().any(|change| does_the_same(change, known));
    let (other, _) = weakening.iter().find(same)?;
    let message = format!("must be 'weakens': it makes a change of '{other}', which weakens security");
    Some(Fault::new(path, "security", message))
}

/// Whether two changes lead to the same state of the same thing. Windows compares names without regard to case.
fn does_the_same(one: &Change, other: &Change) -> bool {
    let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    match (one, other) {
        (
            Change::Registry { key, name, data, .. },
            Change::Registry { key: other_key, name: other_name, data: other_data, .. },
        ) => {
            let value = |data: &Option<String>| {
                data.as_deref().map(|data| number(data).map_or_else(|| data.to_owned(), |n| n.to_string()))
            };
            same(key, other_key) && same(name, other_name) && value(data) == value(other_data)
        }
        (Change::Service { name, state }, Change::Service { name: other_name, state: other_state }) => {
            same(name, other_name) && state == other_state
        }
        (
            Change::Firewall { rule, enabled },
            Change::Firewall { rule: other_rule, enabled: other_enabled },
        ) => same(rule, other_rule) && enabled == other_enabled,
        _ => false,
    }
}

fn merge_maps(old: Option<&str>, new: &str) -> Result<String, serde_json::Error> {
    let old: UniqueMap<serde_json::Value> = serde_json::from_str(old.unwrap_or("{}"))?;
    let new: UniqueMap<serde_json::Value> = serde_json::from_str(new)?;
    let pairs = old.iter().chain(&new).map(|(key, value)| (key.clone(), value.clone()));
    serde_json::to_string(&pairs.collect::<UniqueMap<_>>())
}

fn merge_codes(old: Option<&CodeTable>, new: &str) -> Result<String, serde_json::Error> {
    let mut new: CodeTable = serde_json::from_str(new)?;
    new.repeats = new.repeats.or_else(|| old.and_then(|table| table.repeats.clone()));
    let kept = old.into_iter().flat_map(|table| &table.codes);
    let kept: Vec<_> = kept.filter(|code| !new.codes.iter().any(|n| same(n, code))).cloned().collect();
    new.codes.extend(kept);
    new.codes.sort_by_key(|code| (number(&code.code), code.extended.clone()));
    serde_json::to_string(&new)
}

fn merge_events(old: Option<&Events>, new: &str) -> Result<String, serde_json::Error> {
    let mut new: Events = serde_json::from_str(new)?;
    if let Some(old) = old {
        new.finds.extend(old.finds.iter().cloned());
        new.finds.sort();
        new.finds.dedup();
        let pairs = old.events.iter().chain(&new.events).map(|(id, event)| (id.clone(), event.clone()));
        new.events = pairs.collect();
    }
    serde_json::to_string(&new)
}

fn lost_in_fix(path: &str, old: &Fix, new: &Fix) -> Vec<Fault> {
    let mut lost = raised(path, "grade", old.grade, new.grade);
    let mut keep = |field: &str, is_lost: bool| {
        if is_lost {
            lost.push(Fault::new(path, field, "an overlay cannot remove it"));
        }
    };
    keep("warning", old.warning.is_some() && new.warning.is_none());
    let way_back = |fix: &Fix| fix.undo.is_some() || fix.changes.iter().any(has_way_back);
    keep("undo", (old.undo.is_some() && new.undo.is_none()) || (way_back(old) && !way_back(new)));
    keep("then", old.then.iter().any(|id| !new.then.contains(id)));
    keep("security", old.security == Security::Weakens && new.security == Security::Safe);
    keep("risk", new.risk < old.risk);
    lost
}

fn lost_in_problem(path: &str, old: &Problem, new: &Problem) -> Vec<Fault> {
    let mut lost = raised(path, "meaning.grade", old.meaning.grade, new.meaning.grade);
    let own = |entry: &CauseEntry| entry.noted().and_then(|noted| noted.grade);
    for (id, entry) in &old.causes {
        let (Some(before), Some(after)) = (own(entry), new.causes.get(id)) else { continue };
        let after = own(after).unwrap_or(Grade::Documented);
        lost.extend(raised(path, &format!("causes.{id}"), before, after));
    }
    let claims: Vec<_> = new.disputed.iter().map(|disputed| &disputed.claim).collect();
    if old.disputed.iter().any(|disputed| !claims.contains(&&disputed.claim)) {
        lost.push(Fault::new(path, "disputed", "an overlay cannot remove a disputed claim"));
    }
    let warning = |problem: &Problem| problem.notes.iter().filter(|n| n.kind == NoteKind::Warning).count();
    if warning(new) < warning(old) {
        lost.push(Fault::new(path, "notes", "an overlay cannot remove a warning"));
    }
    if old.refused.iter().any(|id| !new.refused.contains(id)) {
        lost.push(Fault::new(path, "refused", "an overlay cannot remove refused advice"));
    }
    lost
}

/// Facts that make a fix impossible keep doing so.
fn lost_in_observation(path: &str, old: &Observation, new: &Observation) -> Vec<Fault> {
    let kept = |state: &str, blocks: &Blocks| {
        let is = |now: &Blocks| {
            now.sides == blocks.sides && now.needs == blocks.needs && now.weakens == blocks.weakens
        };
        new.blocks.get(state).is_some_and(is)
    };
    let lost = old.blocks.iter().filter(|(state, blocks)| !kept(state, blocks));
    lost.map(|(state, _)| {
        Fault::new(path, format!("blocks.{state}"), "an overlay cannot remove or change it")
    })
    .collect()
}

fn raised_in_codes(path: &str, old: &CodeTable, new: &CodeTable) -> Vec<Fault> {
    let before = |new: &Code| old.codes.iter().find(|old| same(old, new));
    let pairs = new.codes.iter().filter_map(|new| before(new).map(|old| (old, new)));
    pairs.flat_map(|(old, new)| raised(path, &new.code, old.grade, new.grade)).collect()
}

fn raised_in_events(path: &str, old: &Events, new: &Events) -> Vec<Fault> {
    let pairs = new.events.iter().filter_map(|(id, new)| old.events.get(id).map(|old| (id, old, new)));
    pairs.flat_map(|(id, old, new)| raised(path, id, old.grade, new.grade)).collect()
}

fn raised_in_sources(path: &str, old: &Sources, new: &Sources) -> Vec<Fault> {
    let pairs = new.0.iter().filter_map(|(id, new)| old.0.get(id).map(|old| (id, old, new)));
    pairs.flat_map(|(id, old, new)| raised(path, id, old.grade, new.grade)).collect()
}

/// Whether two entries are about the same number.
fn same(one: &Code, other: &Code) -> bool {
    number(&one.code) == number(&other.code)
        && one.extended.as_deref().map(number) == other.extended.as_deref().map(number)
}

/// A grade may become worse, never better: the overlay's author has not read our sources anew.
fn raised(path: &str, field: &str, old: Grade, new: Grade) -> Vec<Fault> {
    let better = new < old;
    let message = || format!("an overlay cannot raise the grade from '{}' to '{}'", old.word(), new.word());
    better.then(|| Fault::new(path, field, message())).into_iter().collect()
}
