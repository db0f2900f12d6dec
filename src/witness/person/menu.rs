//! A list of which one item is chosen.
//!
//! The arrows and the key of an item move the mark; Enter takes what is marked. So no single key pressed by mistake
//! answers anything. In a long list what is typed finds the items that hold it.

use std::time::Duration;

use crate::witness::person::draw::{Drawing, Look, Row};
use crate::witness::person::keys::{self, Key, Keys};
use crate::witness::person::layout;
use crate::witness::{Gone, Menu, Reply};

/// Stands above every menu; it fits on 40 columns.
const HINT: &str = "(arrows or a key, Enter; Esc leaves)";

/// The same above a list that can be searched.
const SEARCH: &str = "(arrows or type to find, Enter; Esc)";

/// The key of the eighth answer: a list that has one can be searched.
const LONG: char = '8';

/// How often the menu looks up from waiting, to notice a signal.
const TICK: Duration = Duration::from_millis(100);

/// A window that has not changed its size for so long has its size.
const SETTLED: Duration = Duration::from_millis(120);

/// How far the keys for pages go.
const PAGE: usize = 10;

/// So many characters at once may still have been typed; more are a paste.
const ROLLED_OVER: usize = 3;

/// What came of a menu, or what it has to wait for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Picked {
    Reply(Reply<usize>),
    /// Text came in one piece: no answer. What the terminal marked as a paste is kept.
    Paste(Vec<u8>),
    /// The window has another size: everything is set anew.
    Resized,
}

/// A menu, the item that is marked and what was typed to find it.
pub(super) struct List<'m> {
    menu: &'m Menu,
    at: usize,
    typed: String,
}

impl<'m> List<'m> {
    pub(super) fn new(menu: &'m Menu) -> Self {
        Self { menu, at: menu.default, typed: String::new() }
    }

    /// Reads keys until an item is taken. What was waiting when the menu appears is thrown away.
    pub(super) fn choose(&mut self, keys: &mut impl Keys, drawing: &mut Drawing) -> Result<Picked, Gone> {
        keys::discard(keys)?;
        let picked = loop {
            drawing.draw(|rows, width| self.rows(rows, width))?;
            if let Some(picked) = self.read(keys)? {
                break picked;
            }
        };
        drawing.clear()?;
        Ok(picked)
    }

    /// Waits for a key and follows it.
    fn read(&mut self, keys: &mut impl Keys) -> Result<Option<Picked>, Gone> {
        let key = loop {
            if let Some(key) = keys.next(TICK)? {
                break key;
            }
        };
        match key {
            Key::Interrupt => return Err(Gone::Interrupted),
            Key::Resized => {
                while keys.next(SETTLED)? == Some(Key::Resized) {}
                return Ok(Some(Picked::Resized));
            }
            Key::Text { bytes, bracketed } => {
                keys::discard(keys)?;
                return Ok(Some(Picked::Paste(if bracketed { bytes } else { Vec::new() })));
            }
            Key::Char(_) | Key::Enter | Key::Feed => return self.typed(key, keys),
            Key::Escape if self.typed.is_empty() => return escaped(keys),
            Key::Escape => self.search(String::new()),
            Key::End => return Ok(Some(Picked::Reply(Reply::Left))),
            Key::Erase => {
                let mut shorter = self.typed.clone();
                shorter.pop();
                self.search(shorter);
            }
            Key::Up => self.go(|place, count| (place + count - 1) % count),
            Key::Down => self.go(|place, count| (place + 1) % count),
            Key::PageUp => self.go(|place, _| place.saturating_sub(PAGE)),
            Key::PageDown => self.go(|place, count| (place + PAGE).min(count - 1)),
            Key::First => self.go(|_, _| 0),
            Key::Last => self.go(|_, count| count - 1),
        }
        Ok(None)
    }

    /// Characters, or Enter. What arrives together with Enter, or many at once, is a paste.
    fn typed(&mut self, first: Key, keys: &mut impl Keys) -> Result<Option<Picked>, Gone> {
        let burst = keys::burst(first, keys)?;
        if let [Key::Enter | Key::Feed] = burst[..] {
            return Ok(Some(Picked::Reply(Reply::Said(self.at))));
        }
        let characters: Option<String> =
            burst.iter().map(|key| if let Key::Char(c) = key { Some(*c) } else { None }).collect();
        match characters.filter(|characters| characters.chars().count() <= ROLLED_OVER) {
            Some(characters) => characters.chars().for_each(|c| self.char(c)),
            None => return Ok(Some(Picked::Paste(Vec::new()))),
        }
        Ok(None)
    }

    /// A key that is shown moves the mark there; in a long list, letters find what holds them. Others do nothing.
    fn char(&mut self, c: char) {
        if self.is_long() && !(self.typed.is_empty() && c.is_ascii_digit()) {
            self.search(format!("{}{c}", self.typed));
        } else if let Some(index) = self.called(&c.to_string()) {
            self.at = index;
        }
    }

    fn search(&mut self, typed: String) {
        let before = std::mem::replace(&mut self.typed, typed);
        let found = self.found();
        match self.called(&self.typed).or_else(|| found.first().copied()) {
            // Nothing holds it: it was not typed.
            None => self.typed = before,
            Some(_) if self.typed.is_empty() => {}
            Some(index) => self.at = index,
        }
    }

    /// The item with a key.
    fn called(&self, typed: &str) -> Option<usize> {
        let typed = typed.to_lowercase();
        self.menu.items.iter().position(|item| item.key.to_lowercase().eq(typed.chars()))
    }

    /// The items that hold what was typed, or are called so.
    fn found(&self) -> Vec<usize> {
        let typed = self.typed.to_lowercase();
        let called = self.called(&typed);
        let holds = |index: &usize| {
            called == Some(*index) || self.menu.items[*index].label.to_lowercase().contains(&typed)
        };
        (0..self.menu.items.len()).filter(holds).collect()
    }

    fn is_long(&self) -> bool {
        self.menu.items.iter().any(|item| item.key == LONG)
    }

    /// From one place among the items that are shown to another.
    fn go(&mut self, to: impl FnOnce(usize, usize) -> usize) {
        let found = self.found();
        let place = found.iter().position(|index| *index == self.at).unwrap_or(0);
        if let Some(index) = found.get(to(place, found.len().max(1))) {
            self.at = *index;
        }
    }

    /// The rows on a screen of so many rows and columns, and which of them are marked.
    fn rows(&self, rows: usize, width: usize) -> Vec<Row> {
        let found = self.found();
        let labels: Vec<String> = found
            .iter()
            .map(|index| &self.menu.items[*index])
            .map(|item| format!("{} {}", item.key, item.label))
            .collect();
        let at = found.iter().position(|index| *index == self.at).unwrap_or(0);
        let shown = layout::labels(&labels, at, rows, width);
        let mut hint = if self.is_long() { SEARCH.to_owned() } else { HINT.to_owned() };
        if !self.typed.is_empty() {
            hint = format!("(find: {}; Esc shows all)", self.typed);
        }
        if shown.len() < found.len() {
            hint = format!("{}/{} {hint}", at + 1, found.len());
        }
        let hint = Row { text: layout::row(&hint, width), look: Look::Hint };
        let items = shown.into_iter().flat_map(|(place, lines)| {
            lines
                .into_iter()
                .map(move |text| Row { text, look: if place == at { Look::Marked } else { Look::Plain } })
        });
        std::iter::once(hint).chain(items).collect()
    }
}

/// Esc by itself leaves; with more behind it, it is the beginning of something that was pasted.
fn escaped(keys: &mut impl Keys) -> Result<Option<Picked>, Gone> {
    Ok(Some(if keys::discard(keys)? { Picked::Paste(Vec::new()) } else { Picked::Reply(Reply::Left) }))
}
