//! `rdpfix pending`: what weakens security and is still in place.

use super::args::{Common, ScriptShell};
use super::env::Surroundings;
use super::exit::Exit;
use super::output::{self, Output};
use super::session_args::{PendingArgs, PendingCommand};
use super::{Base, Unusable, ask};
use crate::report::page::Shell;
use crate::report::pending::PendingReport;
use crate::report::pending::undo_script;
use crate::session::ledger::{Books, Entry, Ledger};
use crate::session::store::{LAST, Store};
use crate::time;
use crate::witness::Reply;

/// The word that marks an entry as undone. It is typed, so that no key pressed by habit can say it.
const CONFIRM: &str = "UNDONE";

pub(super) fn run(args: &PendingArgs, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    match &args.command {
        None => list(&args.common, surroundings),
        Some(PendingCommand::Undo { id, script, verified, no_input, simple, common }) => {
            let asked = Asked { verified: *verified, nobody: *no_input, simple: *simple };
            undo(id, *script, &asked, common, surroundings)
        }
        Some(PendingCommand::Script { host, script: shell, output: file, force }) => {
            script(host, shell.shell(), surroundings).and_then(|text| {
                match file {
                    Some(path) => output::write_file(path, *force, &text)?,
                    None => output::print(&text)?,
                }
                Ok(Exit::Fine)
            })
        }
    }
}

/// How the entry is verified.
struct Asked {
    verified: bool,
    nobody: bool,
    simple: bool,
}

fn ledger(surroundings: &Surroundings) -> Option<Ledger> {
    let dir = surroundings.state_dir.as_ref()?;
    Some(Ledger::new(Store::new(dir).ledger(), time::now))
}

/// What is open. Where there is no place for a ledger, nothing was ever noted.
fn books(surroundings: &Surroundings) -> anyhow::Result<Books> {
    let Some(ledger) = ledger(surroundings) else { return Ok(Books::default()) };
    ledger.read().map_err(|error| {
        anyhow::Error::new(error).context(format!("{} cannot be used", ledger.path().display()))
    })
}

fn now() -> String {
    time::rfc3339(time::now())
}

fn list(common: &Common, surroundings: &Surroundings) -> anyhow::Result<Exit> {
    let base = Base::load(&common.knowledge)?;
    let mut report = PendingReport::new(&base.knowledge, &books(surroundings)?, &now());
    let open = !report.entries.is_empty() || !report.damaged.is_empty();
    Output::new(common, surroundings).redacted(&mut report)?;
    let exit = if open { Exit::Negative } else { Exit::Fine };
    Ok(exit.or_zero(common.exit_zero))
}

fn undo(
    id: &str,
    script: Option<ScriptShell>,
    asked: &Asked,
    common: &Common,
    surroundings: &Surroundings,
) -> anyhow::Result<Exit> {
    let base = Base::load(&common.knowledge)?;
    let books = books(surroundings)?;
    let entry = find(&books.open, id)?;
    let output = Output::new(common, surroundings);
    let mut report = PendingReport::new(&base.knowledge, &books, &now()).only(&entry.id);
    match script {
        Some(_) if common.redact => {
            let message = "a script without what it puts back would be wrong";
            return Err(Unusable::new(message, "leave --redact out").into());
        }
        Some(shell) => output.write(&undo_script(std::slice::from_ref(entry), shell.shell()))?,
        None => output.redacted(&mut report)?,
    }
    let exit = if verified(asked, &output, surroundings)? {
        if let Some(ledger) = ledger(surroundings) {
            ledger.undone(&entry.id)?;
        }
        Exit::Fine
    } else {
        Exit::Negative
    };
    Ok(exit.or_zero(common.exit_zero))
}

/// Whether somebody says that it is undone.
fn verified(asked: &Asked, output: &Output, surroundings: &Surroundings) -> anyhow::Result<bool> {
    let silent = asked.nobody || output.is_json() || ask::can_ask(surroundings, asked.simple).is_err();
    if asked.verified || silent {
        return Ok(asked.verified);
    }
    let mut prompt = format!(
        "\nRun the lines, then those after Check. Type {CONFIRM} once each shows what it should, or press Enter to \
         leave it open:"
    );
    loop {
        let said = ask::line(surroundings, asked.simple, &prompt, "add --verified")?;
        match said {
            Reply::Said(word) if word.trim().eq_ignore_ascii_case(CONFIRM) => return Ok(true),
            Reply::Said(word) if !word.trim().is_empty() => {
                prompt = format!("That is not {CONFIRM}. Type {CONFIRM}, or press Enter to leave it open:");
            }
            _ => return Ok(false),
        }
    }
}

fn find<'e>(open: &'e [Entry], id: &str) -> anyhow::Result<&'e Entry> {
    if let Some(last) = open.iter().max_by_key(|entry| time::unix(&entry.at)).filter(|_| id == LAST) {
        return Ok(last);
    }
    let mut found = open.iter().filter(|entry| !id.is_empty() && entry.id.starts_with(id));
    let problem = match (found.next(), found.next()) {
        (Some(entry), None) => return Ok(entry),
        (Some(_), Some(_)) => format!("'{id}' begins the ids of several temporary changes"),
        (None, _) => format!("there is no open temporary change '{id}'"),
    };
    Err(Unusable::new(problem, "rdpfix pending").into())
}

fn script(host: &str, shell: Shell, surroundings: &Surroundings) -> anyhow::Result<String> {
    let mut own = books(surroundings)?.open;
    // Windows compares the names of machines without regard to case.
    own.retain(|entry| entry.machine.to_lowercase() == host.to_lowercase());
    if own.is_empty() {
        return Err(
            Unusable::new(format!("no temporary change is open on '{host}'"), "rdpfix pending").into()
        );
    }
    Ok(undo_script(&own, shell))
}
