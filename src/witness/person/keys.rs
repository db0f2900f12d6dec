//! What a person does at the keyboard, whatever delivers it.

use std::time::Duration;

use crate::witness::Gone;
use crate::witness::person::AT_ONCE;

/// One thing that arrived from the keyboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// A printable character or a tab.
    Char(char),
    /// The Enter key; in a paste without brackets, the end of a line.
    Enter,
    /// A line feed: the second half of CR LF in a paste without brackets.
    Feed,
    /// The key that takes back the last character.
    Erase,
    /// The Esc key, or a stray escape character in a paste.
    Escape,
    /// Ctrl-D or Ctrl-Z.
    End,
    /// The arrows.
    Up,
    /// See [`Key::Up`].
    Down,
    /// A page up and down.
    PageUp,
    /// See [`Key::PageUp`].
    PageDown,
    /// The Home key.
    First,
    /// The key that is called End, which is not the end of the input.
    Last,
    /// The window has another size.
    Resized,
    /// Ctrl-C.
    Interrupt,
    /// Text that arrived in one piece and may hold anything, line ends and control characters included.
    Text {
        /// The text as it was delivered.
        bytes: Vec<u8>,
        /// The terminal says that this is a paste: keys after it are keys.
        bracketed: bool,
    },
}

/// A source of keys with a sense of time.
pub(super) trait Keys {
    /// The next key, or `None` when nothing arrives within `limit`.
    fn next(&mut self, limit: Duration) -> Result<Option<Key>, Gone>;
}

/// Throws away what is waiting and tells whether there was anything.
///
/// Ctrl-C is not thrown away. An input that is over says so for ever: twice in a row, and nothing is waiting.
pub(super) fn discard(keys: &mut impl Keys) -> Result<bool, Gone> {
    let (mut any, mut ended) = (false, false);
    while let Some(key) = keys.next(AT_ONCE)? {
        if key == Key::Interrupt {
            return Err(Gone::Interrupted);
        }
        any |= key != Key::Resized;
        if std::mem::replace(&mut ended, key == Key::End) && ended {
            break;
        }
    }
    Ok(any)
}

/// The most keys of a burst that are kept: enough to tell that it is one.
const BURST: usize = 16;

/// A key and what follows it at once, as far as it tells a burst from a key.
pub(super) fn burst(first: Key, keys: &mut impl Keys) -> Result<Vec<Key>, Gone> {
    let mut all = vec![first];
    while let Some(key) = keys.next(AT_ONCE)? {
        match key {
            Key::Interrupt => return Err(Gone::Interrupted),
            Key::Resized => {}
            key if all.len() < BURST => all.push(key),
            _ => {
                discard(keys)?;
                break;
            }
        }
    }
    Ok(all)
}

#[cfg(test)]
pub(super) mod script {
    //! A keyboard that plays a script with pauses instead of waiting for a person.

    use std::collections::VecDeque;
    use std::time::Duration;

    use super::{Key, Keys};
    use crate::witness::Gone;

    /// Keys with the pause (milliseconds) before each; silent for ever afterwards.
    pub(in crate::witness::person) struct Script(VecDeque<(Duration, Key)>);

    impl Script {
        pub(in crate::witness::person) fn new(keys: impl IntoIterator<Item = (u64, Key)>) -> Self {
            Self(keys.into_iter().map(|(pause, key)| (Duration::from_millis(pause), key)).collect())
        }

        /// What nobody has read.
        pub(in crate::witness::person) fn left(&self) -> usize {
            self.0.len()
        }
    }

    impl Keys for Script {
        fn next(&mut self, limit: Duration) -> Result<Option<Key>, Gone> {
            match self.0.front_mut() {
                Some((pause, _)) if *pause > limit => {
                    *pause -= limit;
                    Ok(None)
                }
                Some(_) => Ok(self.0.pop_front().map(|(_, key)| key)),
                None => Ok(None),
            }
        }
    }

    /// The keys of a text that arrives unbracketed in one burst, lines ending in CR.
    pub(in crate::witness::person) fn burst(text: &str) -> Vec<(u64, Key)> {
        text.chars()
            .map(|c| match c {
                '\r' => (0, Key::Enter),
                '\n' => (0, Key::Feed),
                c => (0, Key::Char(c)),
            })
            .collect()
    }

    /// The keys of a text typed at a human speed.
    pub(in crate::witness::person) fn typed(text: &str) -> Vec<(u64, Key)> {
        burst(text).into_iter().map(|(_, key)| (90, key)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::script::{Script, burst, typed};
    use super::*;

    #[test]
    fn what_is_waiting_is_thrown_away_but_not_what_is_typed_later() {
        let mut keys = burst("y\ry\r");
        keys.extend(typed("n"));
        let mut keys = Script::new(keys);
        assert!(discard(&mut keys).expect("nobody interrupts"));
        assert_eq!(keys.left(), 1);
        assert!(!discard(&mut Script::new(typed("n"))).expect("nobody interrupts"));
    }

    #[test]
    fn ctrl_c_is_never_thrown_away() {
        let mut keys = Script::new([(0, Key::Char('y')), (0, Key::Interrupt)]);
        assert!(matches!(discard(&mut keys), Err(Gone::Interrupted)));
    }
}
