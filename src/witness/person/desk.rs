//! The front for a full terminal: menus with arrow keys, a reader for pastes, a spinner.

use std::io;
use std::rc::Rc;

use console::Term;

use crate::witness::person::draw::Drawing;
use crate::witness::person::menu::{List, Picked};
use crate::witness::person::raw::Raw;
use crate::witness::person::{ATTEMPTS, NOT_AN_ANSWER, interrupt, keys, layout, line, paste, tell, wait};
use crate::witness::{Anew, Gone, Menu, Person, Reply};

/// A person at a terminal whose keys can be read one by one.
pub struct Desk {
    term: Term,
    colour: bool,
    /// What was shown since the last answer: it is set anew when the window changes its size.
    shown: Vec<Anew>,
    /// What was pasted into a menu that takes a text.
    pasted: Option<Vec<u8>>,
}

impl Desk {
    /// The terminal behind stderr. Ctrl-C ends a prompt from now on, not the program.
    pub fn new(colour: bool) -> Self {
        interrupt::install();
        Self { term: Term::stderr(), colour, shown: Vec::new(), pasted: None }
    }

    /// Shows a prompt, broken between words.
    fn prompt(&mut self, prompt: &str) -> Result<(), Gone> {
        let (term, prompt) = (self.term.clone(), prompt.to_owned());
        self.show_anew(&(Rc::new(move || layout::prose(&prompt, usize::from(term.size().1))) as Anew))
    }

    /// Shows everything since the last answer again, for the size that the window has now. What was on the screen
    /// is moved out of sight, not lost.
    fn again(&self) -> Result<(), Gone> {
        let rows = usize::from(self.term.size().0);
        self.term.move_cursor_down(rows)?;
        self.term.write_str(&"\n".repeat(rows))?;
        self.term.move_cursor_to(0, 0)?;
        self.term.clear_to_end_of_screen()?;
        self.shown.iter().try_for_each(|text| tell(&text()))
    }

    fn choose(&mut self, menu: &Menu) -> Result<Reply<usize>, Gone> {
        let mut list = List::new(menu);
        loop {
            let mut drawing = Drawing::new(self.term.clone(), self.colour);
            let picked = list.choose(&mut Raw::enter()?, &mut drawing)?;
            match picked {
                Picked::Reply(reply) => return Ok(reply),
                Picked::Paste(text) => match menu.paste.filter(|_| !text.trim_ascii().is_empty()) {
                    Some(index) => {
                        self.pasted = Some(text);
                        return Ok(Reply::Said(index));
                    }
                    None => tell(NOT_AN_ANSWER)?,
                },
                Picked::Resized => self.again()?,
            }
        }
    }
}

impl Person for Desk {
    fn show(&mut self, text: &str) -> Result<(), Gone> {
        let text = text.to_owned();
        self.show_anew(&(Rc::new(move || text.clone()) as Anew))
    }

    fn show_anew(&mut self, text: &Anew) -> Result<(), Gone> {
        tell(&text())?;
        self.shown.push(Rc::clone(text));
        Ok(())
    }

    fn pick(&mut self, menu: &Menu) -> Result<Reply<usize>, Gone> {
        self.prompt(&menu.prompt)?;
        let picked = self.choose(menu);
        self.shown.clear();
        if let Ok(Reply::Said(index)) = picked {
            self.show(&format!("> {}", menu.items[index].label))?;
        }
        picked
    }

    fn paste(&mut self, prompt: &str) -> Result<Reply<Vec<u8>>, Gone> {
        if let Some(text) = self.pasted.take() {
            return Ok(Reply::Said(paste::with_line_feeds(&text)));
        }
        self.prompt(prompt)?;
        self.shown.clear();
        paste::read(&mut Raw::enter()?, io::stderr())
    }

    fn line(&mut self, prompt: &str) -> Result<Reply<String>, Gone> {
        self.prompt(prompt)?;
        self.shown.clear();
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
