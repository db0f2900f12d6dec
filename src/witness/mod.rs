//! Who can tell the state of an observation, and the person who is asked at the desk.
//!
//! The interview speaks to [`Person`] and to nothing else, so the same dialogue runs on a full
//! terminal ([`person::Desk`]), on numbered lines ([`person::Simple`]) and on a script.

#[cfg(feature = "check")]
pub mod check;
pub mod person;
pub mod platform;
mod subject;
pub mod told;

use std::io;
use std::rc::Rc;

/// A text that can be set again for another width of the screen.
pub type Anew = Rc<dyn Fn() -> String>;

pub use subject::{Subject, Topic};

/// Whoever answers at the desk.
///
/// Text that is handed over is rendered and sanitised already: a front draws it as it is.
pub trait Person {
    /// Shows a text; a line end is added where it has none.
    fn show(&mut self, text: &str) -> Result<(), Gone>;

    /// Shows a text that a front may set again when its window changes its size.
    fn show_anew(&mut self, text: &Anew) -> Result<(), Gone> {
        self.show(&text())
    }

    /// Lets the person choose one item of a menu and returns its index.
    ///
    /// Input that was waiting when the menu appears is thrown away, so that the rest of a paste can
    /// never answer it.
    fn pick(&mut self, menu: &Menu) -> Result<Reply<usize>, Gone>;

    /// Takes a text of many lines as the terminal delivers it (at most 1 MiB, not decoded).
    ///
    /// Nothing but Enter is `Said` with no bytes.
    fn paste(&mut self, prompt: &str) -> Result<Reply<Vec<u8>>, Gone>;

    /// Takes one typed line: a reason, or the word that confirms a risk.
    ///
    /// Input that was waiting is thrown away first.
    fn line(&mut self, prompt: &str) -> Result<Reply<String>, Gone>;

    /// Says what the next prompts are about. A person reads it on the screen; a program that answers for one is told in
    /// data.
    fn about(&mut self, _: &Subject) {}

    /// Does some work and tells the person what is going on if it takes more than a moment.
    fn wait<T>(&mut self, what: &str, work: impl FnOnce() -> T) -> T
    where
        Self: Sized;
}

/// A question with a short list of answers.
#[derive(Clone, Debug)]
pub struct Menu {
    /// What is asked; may have several lines.
    pub prompt: String,
    /// The answers in the order in which they are shown; at least one.
    pub items: Vec<Item>,
    /// The index of the item that Enter alone chooses.
    pub default: usize,
    /// The index of the item that a pasted text chooses: the text is what the next [`Person::paste`] takes. `None`: a
    /// paste answers nothing.
    pub paste: Option<usize>,
}

/// One answer of a [`Menu`].
#[derive(Clone, Debug)]
pub struct Item {
    /// What a person types where answers are typed: a digit, a letter or `?`. Unique in its menu.
    pub key: char,
    /// What the answer says, on one line.
    pub label: String,
}

/// What came back from a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply<T> {
    /// An answer.
    Said(T),
    /// The person wants to leave: Esc, the end of the input, or `q` where lines are typed.
    Left,
}

/// Nobody is there any more.
#[derive(Debug, thiserror::Error)]
pub enum Gone {
    /// Ctrl-C, or the system asked the program to end.
    #[error("interrupted")]
    Interrupted,
    /// The terminal cannot be read or written.
    #[error("cannot talk to the terminal")]
    Lost(#[source] io::Error),
}

impl From<io::Error> for Gone {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::Interrupted { Self::Interrupted } else { Self::Lost(error) }
    }
}
