//! The front for a full terminal: menus with arrow keys, a reader for pastes, a spinner.

use std::io;
use std::panic::{self, AssertUnwindSafe};

use console::Term;
use dialoguer::Select;

use crate::witness::person::interrupt::{self, CursorGuard};
use crate::witness::person::raw::{self, Raw};
use crate::witness::person::simple::Simple;
use crate::witness::person::theme::Ascii;
use crate::witness::person::{ATTEMPTS, NOT_AN_ANSWER, keys, layout, line, paste, tell, wait};
use crate::witness::{Gone, Menu, Person, Reply};

/// Stands above every menu; with the page number it still fits on 40 columns.
const HINT: &str = "(arrows, Enter; Esc leaves)";

/// Columns kept free behind the hint: dialoguer adds the page number of a long list there.
const PAGE_NUMBER: usize = 10;

/// The fewest rows on which dialoguer can draw a list; on fewer it panics, also when they become fewer meanwhile.
const LEAST_ROWS: u16 = 3;

/// A person at a terminal whose keys can be read one by one.
pub struct Desk {
    term: Term,
    theme: Ascii,
    /// Plain lines, from the moment at which a list could not be drawn: their reader cannot be sent away again.
    lines: Option<Simple>,
}

/// What became of a list.
enum Picked {
    Reply(Reply<usize>),
    /// It cannot be drawn here.
    TooSmall,
}

impl Desk {
    /// The terminal behind stderr. Ctrl-C ends a prompt from now on, not the program.
    pub fn new(colour: bool) -> Self {
        interrupt::install();
        interrupt::reads_keys();
        Self { term: Term::stderr(), theme: Ascii { colour }, lines: None }
    }

    fn select(&self, menu: &Menu) -> Result<Picked, Gone> {
        let (rows, columns) = self.term.size();
        if rows < LEAST_ROWS {
            return Ok(Picked::TooSmall);
        }
        let width = usize::from(columns);
        let _shown_again = CursorGuard(&self.term);
        let list = Select::with_theme(&self.theme)
            .with_prompt(layout::row(HINT, width.saturating_sub(PAGE_NUMBER)))
            .items(layout::labels(menu.items.iter().map(|item| item.label.as_str()), rows, width))
            .default(menu.default)
            .report(false);
        let picked = quietly(|| list.interact_on_opt(&self.term));
        if interrupt::pending() {
            return Err(Gone::Interrupted);
        }
        match picked {
            None => Ok(Picked::TooSmall),
            Some(Ok(picked)) => Ok(Picked::Reply(picked.map_or(Reply::Left, Reply::Said))),
            Some(Err(dialoguer::Error::IO(error))) => Err(lost(error)),
        }
    }

    fn simple(&mut self) -> &mut Simple {
        self.lines.get_or_insert_with(Simple::new)
    }
}

/// Does something that panics where the terminal is too small, without a word of it. `None` where it did.
fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    panic::set_hook(hook);
    done.ok()
}

impl Person for Desk {
    fn show(&mut self, text: &str) -> Result<(), Gone> {
        tell(text)
    }

    fn pick(&mut self, menu: &Menu) -> Result<Reply<usize>, Gone> {
        if let Some(lines) = &mut self.lines {
            return lines.pick(menu);
        }
        self.show(&menu.prompt)?;
        for _ in 0..ATTEMPTS {
            raw::discard_waiting()?;
            let Picked::Reply(picked) = self.select(menu)? else { return self.simple().pick(menu) };
            if raw::discard_waiting()? {
                self.show(NOT_AN_ANSWER)?;
                continue;
            }
            if let Reply::Said(index) = picked {
                self.show(&format!("> {}", menu.items[index].label))?;
            }
            return Ok(picked);
        }
        Ok(Reply::Left)
    }

    fn paste(&mut self, prompt: &str) -> Result<Reply<Vec<u8>>, Gone> {
        if let Some(lines) = &mut self.lines {
            return lines.paste(prompt);
        }
        self.show(prompt)?;
        paste::read(&mut Raw::enter()?, io::stderr())
    }

    fn line(&mut self, prompt: &str) -> Result<Reply<String>, Gone> {
        if let Some(lines) = &mut self.lines {
            return lines.line(prompt);
        }
        self.show(prompt)?;
        for _ in 0..ATTEMPTS {
            let mut keys = Raw::enter()?;
            keys::discard(&mut keys)?;
            let line = line::read(&mut keys, io::stderr())?;
            if !keys::discard(&mut keys)? {
                return Ok(line);
            }
            drop(keys);
            self.show(NOT_AN_ANSWER)?;
        }
        Ok(Reply::Left)
    }

    fn wait<T>(&mut self, what: &str, work: impl FnOnce() -> T) -> T {
        wait::with_spinner(what, work)
    }
}

/// The signal may reach dialoguer before it reaches the handler.
fn lost(error: io::Error) -> Gone {
    if error.kind() == io::ErrorKind::Interrupted {
        interrupt::notice();
    }
    error.into()
}
