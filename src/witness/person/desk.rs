//! The front for a full terminal: menus with arrow keys, a reader for pastes, a spinner.

use std::io;

use console::Term;
use dialoguer::Select;

use crate::witness::person::interrupt::{self, CursorGuard};
use crate::witness::person::raw::{self, Raw};
use crate::witness::person::theme::Ascii;
use crate::witness::person::{ATTEMPTS, NOT_AN_ANSWER, keys, layout, line, paste, tell, wait};
use crate::witness::{Gone, Menu, Person, Reply};

/// Stands above every menu; with the page number it still fits on 40 columns.
const HINT: &str = "(arrows, Enter; Esc leaves)";

/// Columns kept free behind the hint: dialoguer adds the page number of a long list there.
const PAGE_NUMBER: usize = 10;

/// The fewest rows on which dialoguer can draw a list; on fewer it panics.
const LEAST_ROWS: u16 = 3;

/// A person at a terminal whose keys can be read one by one.
pub struct Desk {
    term: Term,
    theme: Ascii,
}

impl Desk {
    /// The terminal behind stderr. Ctrl-C ends a prompt from now on, not the program.
    pub fn new(colour: bool) -> Self {
        interrupt::install();
        Self { term: Term::stderr(), theme: Ascii { colour } }
    }

    fn select(&self, menu: &Menu) -> Result<Reply<usize>, Gone> {
        let (rows, columns) = self.term.size();
        if rows < LEAST_ROWS {
            let too_small = format!("the terminal has {rows} rows, a list needs {LEAST_ROWS}: use --simple");
            return Err(Gone::Lost(io::Error::other(too_small)));
        }
        let width = usize::from(columns);
        let _shown_again = CursorGuard(&self.term);
        let picked = Select::with_theme(&self.theme)
            .with_prompt(layout::row(HINT, width.saturating_sub(PAGE_NUMBER)))
            .items(layout::labels(menu.items.iter().map(|item| item.label.as_str()), rows, width))
            .default(menu.default)
            .report(false)
            .interact_on_opt(&self.term);
        if interrupt::pending() {
            return Err(Gone::Interrupted);
        }
        match picked {
            Ok(picked) => Ok(picked.map_or(Reply::Left, Reply::Said)),
            Err(dialoguer::Error::IO(error)) => Err(lost(error)),
        }
    }
}

impl Person for Desk {
    fn show(&mut self, text: &str) -> Result<(), Gone> {
        tell(text)
    }

    fn pick(&mut self, menu: &Menu) -> Result<Reply<usize>, Gone> {
        self.show(&menu.prompt)?;
        for _ in 0..ATTEMPTS {
            raw::discard_waiting()?;
            let picked = self.select(menu)?;
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
        self.show(prompt)?;
        paste::read(&mut Raw::enter()?, io::stderr())
    }

    fn line(&mut self, prompt: &str) -> Result<Reply<String>, Gone> {
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
