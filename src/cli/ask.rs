//! One question outside an interview.

use super::Unusable;
use super::env::Surroundings;
use crate::witness::person::{Desk, Simple, catch_interrupts};
use crate::witness::platform::{self, CannotPrompt, Front};
use crate::witness::{Gone, Person, Reply};

/// Asks for one line. Ctrl-C is leaving.
pub(super) fn line(
    surroundings: &Surroundings,
    simple: bool,
    prompt: &str,
    otherwise: &str,
) -> anyhow::Result<Reply<String>> {
    let prompt = &crate::text::clean(prompt);
    answered(match front(surroundings, simple, otherwise)? {
        Front::Desk => Desk::new(false).line(prompt),
        Front::Simple => Simple::new().line(prompt),
    })
}

/// Asks for a text of many lines, decoded. Ctrl-C is leaving.
pub(super) fn paste(
    surroundings: &Surroundings,
    prompt: &str,
    otherwise: &str,
) -> anyhow::Result<Reply<String>> {
    let said = answered(match front(surroundings, false, otherwise)? {
        Front::Desk => Desk::new(false).paste(prompt),
        Front::Simple => Simple::new().paste(prompt),
    })?;
    Ok(match said {
        Reply::Said(bytes) => Reply::Said(crate::text::decode(&bytes).text),
        Reply::Left => Reply::Left,
    })
}

fn front(surroundings: &Surroundings, simple: bool, otherwise: &str) -> anyhow::Result<Front> {
    let front = can_ask(surroundings, simple);
    let front = front.map_err(|why| Unusable::new(format!("nobody can be asked: {why}"), otherwise))?;
    catch_interrupts();
    Ok(front)
}

fn answered<T>(said: Result<Reply<T>, Gone>) -> anyhow::Result<Reply<T>> {
    match said {
        Err(Gone::Interrupted) => Ok(Reply::Left),
        Err(Gone::Lost(error)) => Err(anyhow::Error::new(error).context("the terminal is gone")),
        Ok(said) => Ok(said),
    }
}

/// Whether anybody can be asked.
pub(super) fn can_ask(surroundings: &Surroundings, simple: bool) -> Result<Front, CannotPrompt> {
    platform::can_prompt(&surroundings.prompting(false, simple))
}
