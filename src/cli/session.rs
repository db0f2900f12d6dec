//! `rdpfix session`: the sessions that are kept.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::args::{Common, DiagnoseArgs};
use super::env::Surroundings;
use super::exit::Exit;
use super::output::{self, Output};
use super::session_args::SessionCommand;
use super::{Base, Unusable, diagnose, kept, session_case};
use crate::report::session::{EventsReport, SessionsReport};
use crate::session::log;
use crate::session::store::{self, Store, StoreError};
use crate::text::sanitise;
use crate::witness::Reply;

/// The word that confirms a deletion. It is typed, so that no key pressed by habit can say it.
const CONFIRM: &str = "DELETE";

pub(super) fn run(command: SessionCommand, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    match command {
        SessionCommand::List { common } => list(&common, surroundings),
        SessionCommand::Show { which, common } => {
            show(&find(&which.id, surroundings)?, &common, surroundings)
        }
        SessionCommand::Resume { which, simple, ndjson, common } => {
            let path = find(&which.id, surroundings)?;
            diagnose::resume(&DiagnoseArgs::resuming(path, (simple, ndjson), common), surroundings)
        }
        SessionCommand::Report { which, common } => {
            report(&find(&which.id, surroundings)?, &common, surroundings)
        }
        SessionCommand::Case { which, cause, output, force, knowledge } => {
            let path = find(&which.id, surroundings)?;
            let file = output.as_deref().map(|output| (output, force));
            session_case::run(&path, cause, file, &knowledge)
        }
        SessionCommand::Delete { which, yes } => delete(&find(&which.id, surroundings)?, yes, surroundings),
    }
}

/// The file of a session that is there.
fn find(id: &OsStr, surroundings: &Surroundings) -> anyhow::Result<PathBuf> {
    // Without a place for sessions there are none but those that are named by their path.
    let store = Store::new(surroundings.state_dir.as_deref().unwrap_or(Path::new("")));
    let found = store.find(id);
    let unknown =
        |name: String| Unusable::new(format!("there is no session '{name}'"), "rdpfix session list");
    match found {
        Ok(path) if path.exists() => Ok(path),
        Ok(path) => Err(unknown(path.display().to_string()).into()),
        Err(StoreError::Unknown(name)) => Err(unknown(name).into()),
        Err(error @ StoreError::Ambiguous { .. }) => {
            Err(Unusable::new(error.to_string(), "rdpfix session list").into())
        }
        Err(error) => Err(error.into()),
    }
}

fn list(common: &Common, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let listed = surroundings.state_dir.as_ref().map(|dir| Store::new(dir).list()).transpose()?;
    let mut report = SessionsReport::new(&listed.unwrap_or_default());
    Output::new(common, surroundings).redacted(&mut report)?;
    Ok(Exit::Fine)
}

fn show(path: &Path, common: &Common, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let lines = log::piecewise(path).with_context(|| format!("{} cannot be used", path.display()))?;
    let mut report = EventsReport::new(&store::id_of(path), &lines);
    Output::new(common, surroundings).redacted(&mut report)?;
    let exit = if report.damaged.is_empty() { Exit::Fine } else { Exit::Negative };
    Ok(exit.or_zero(common.exit_zero))
}

fn report(path: &Path, common: &Common, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let base = Base::load(&common.knowledge)?;
    let held = kept::read(path)?;
    let output = Output::new(common, surroundings);
    let exit = diagnose::report_of(&base, held, common.numbers, &output)?;
    Ok(exit.or_zero(common.exit_zero))
}

fn delete(path: &Path, yes: bool, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let store = Store::new(surroundings.state_dir.as_deref().unwrap_or(Path::new("")));
    // Before the question: whatever a name leads to, nothing but a session is deleted.
    drop(store.deletable(path).map_err(undeleted)?);
    if !yes && !confirmed(path, surroundings)? {
        output::print("Nothing is deleted.\n")?;
        return Ok(Exit::Cancelled);
    }
    store.delete(path).map_err(undeleted)?;
    output::print(&format!("Deleted {}.\n", sanitise(&path.display().to_string())))?;
    Ok(Exit::Fine)
}

/// Why a session is not deleted, and what to type instead.
fn undeleted(error: StoreError) -> anyhow::Error {
    match error {
        StoreError::NoSession(_) => Unusable::new(error.to_string(), "rdpfix session list").into(),
        error => error.into(),
    }
}

fn confirmed(path: &Path, surroundings: &Surroundings) -> anyhow::Result<bool> {
    let name = path.display();
    let mut prompt = format!("\nType {CONFIRM} to delete {name}, or press Enter to keep it:");
    loop {
        match super::ask::line(surroundings, false, &prompt, "add --yes to delete without being asked")? {
            Reply::Said(word) if word.trim().eq_ignore_ascii_case(CONFIRM) => return Ok(true),
            Reply::Said(word) if !word.trim().is_empty() => {
                prompt = format!("That is not {CONFIRM}. Type {CONFIRM}, or press Enter to keep it:");
            }
            _ => return Ok(false),
        }
    }
}
