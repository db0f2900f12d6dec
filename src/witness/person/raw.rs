//! The keyboard of a terminal in raw mode: every key by itself, with a time limit.

use std::io;
use std::time::{Duration, Instant};

use crossterm::event::{
    self, DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers,
};
use crossterm::{execute, terminal};

use crate::witness::Gone;
use crate::witness::person::interrupt;
use crate::witness::person::keys::{Key, Keys};

/// The shortest wait that crossterm still answers: with none at all it does not look.
const LEAST_WAIT: Duration = Duration::from_millis(1);

/// Raw mode for as long as the value lives, also when a panic ends it.
pub(super) struct Raw(());

impl Raw {
    /// Enters raw mode and asks the terminal to bracket what is pasted.
    ///
    /// Where it cannot (the Windows console), a paste arrives as keys.
    pub(super) fn enter() -> Result<Self, Gone> {
        terminal::enable_raw_mode()?;
        let raw = Self(());
        match execute!(io::stderr(), EnableBracketedPaste) {
            Err(error) if error.kind() != io::ErrorKind::Unsupported => Err(error.into()),
            _ => Ok(raw),
        }
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        leave();
    }
}

impl Keys for Raw {
    fn next(&mut self, limit: Duration) -> Result<Option<Key>, Gone> {
        let deadline = Instant::now() + limit;
        loop {
            if interrupt::pending() {
                return Err(Gone::Interrupted);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if !event::poll(left.max(LEAST_WAIT))? {
                return Ok(None);
            }
            if let Some(key) = key_of(event::read()?) {
                return Ok(Some(key));
            }
            if left.is_zero() {
                return Ok(None);
            }
        }
    }
}

/// Leaves raw mode, in whatever state the terminal is. Failing is no use to anybody here.
pub(super) fn leave() {
    if terminal::is_raw_mode_enabled().unwrap_or(false) {
        let _ = execute!(io::stderr(), DisableBracketedPaste);
        let _ = terminal::disable_raw_mode();
    }
}

/// What an event means; nothing for the release of a key and for keys without a use.
fn key_of(event: Event) -> Option<Key> {
    match event {
        Event::Paste(text) => Some(Key::Text { bytes: text.into_bytes(), bracketed: true }),
        Event::Key(key) if key.kind != KeyEventKind::Release => pressed(key),
        Event::Resize(..) => Some(Key::Resized),
        _ => None,
    }
}

fn pressed(key: KeyEvent) -> Option<Key> {
    // AltGr is Ctrl and Alt together on Windows: `@` and `\` on a German keyboard are characters.
    let control = key.modifiers.contains(KeyModifiers::CONTROL) && !key.modifiers.contains(KeyModifiers::ALT);
    match key.code {
        KeyCode::Char(c) if control => with_control(c),
        KeyCode::Char(c) => (!c.is_control()).then_some(Key::Char(c)),
        KeyCode::Tab => Some(Key::Char('\t')),
        KeyCode::Enter => Some(Key::Enter),
        KeyCode::Backspace => Some(Key::Erase),
        KeyCode::Esc => Some(Key::Escape),
        KeyCode::Up => Some(Key::Up),
        KeyCode::Down => Some(Key::Down),
        KeyCode::PageUp => Some(Key::PageUp),
        KeyCode::PageDown => Some(Key::PageDown),
        KeyCode::Home => Some(Key::First),
        KeyCode::End => Some(Key::Last),
        _ => None,
    }
}

fn with_control(c: char) -> Option<Key> {
    match c.to_ascii_lowercase() {
        'c' => Some(Key::Interrupt),
        'd' | 'z' => Some(Key::End),
        'h' => Some(Key::Erase),
        'j' => Some(Key::Feed),
        'm' => Some(Key::Enter),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(code: KeyCode, modifiers: KeyModifiers) -> Option<Key> {
        key_of(Event::Key(KeyEvent::new(code, modifiers)))
    }

    #[test]
    fn control_keys_have_a_meaning_or_none() {
        let expected = [
            ('c', Some(Key::Interrupt)),
            ('d', Some(Key::End)),
            ('z', Some(Key::End)),
            ('j', Some(Key::Feed)),
            ('g', None),
        ];
        for (c, meaning) in expected {
            assert_eq!(key(KeyCode::Char(c), KeyModifiers::CONTROL), meaning, "Ctrl-{c}");
        }
    }

    #[test]
    fn alt_gr_types_a_character() {
        let alt_gr = KeyModifiers::CONTROL | KeyModifiers::ALT;
        assert_eq!(key(KeyCode::Char('\\'), alt_gr), Some(Key::Char('\\')));
    }

    #[test]
    fn a_release_is_no_key_and_a_new_size_is_told() {
        let mut event = KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE);
        event.kind = KeyEventKind::Release;
        assert_eq!(key_of(Event::Key(event)), None);
        assert_eq!(key_of(Event::Resize(40, 24)), Some(Key::Resized));
    }
}
