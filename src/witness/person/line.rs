//! One typed line: a reason, or the word that confirms a risk.

use std::io::Write;
use std::time::Duration;

use crate::witness::person::echo::Echo;
use crate::witness::person::keys::{Key, Keys};
use crate::witness::{Gone, Reply};

/// How often the line looks up from waiting; Esc counts when nothing follows it for so long.
const TICK: Duration = Duration::from_millis(50);

/// The longest line that is taken, in bytes: more than anybody types.
const LIMIT: usize = 4096;

/// Reads one line. A paste goes in as one line, whatever it holds, and never ends it.
pub(super) fn read(keys: &mut impl Keys, out: impl Write) -> Result<Reply<String>, Gone> {
    let mut echo = Echo::start(out)?;
    let mut line = String::new();
    let mut escape = false;
    let reply = loop {
        let key = keys.next(TICK)?;
        if escape && key.is_none() {
            break Reply::Left;
        }
        escape = key == Some(Key::Escape);
        match key {
            Some(Key::Interrupt) => return Err(Gone::Interrupted),
            Some(Key::End) if line.is_empty() => break Reply::Left,
            Some(Key::Enter | Key::Feed | Key::End) => break reply(&line),
            Some(Key::Erase) => line.pop().map_or(Ok(()), |c| echo.erase(c))?,
            Some(Key::Char(c)) => push(&mut line, c, &mut echo)?,
            Some(Key::Text { bytes, .. }) => insert(&mut line, &bytes, &mut echo)?,
            _ => {}
        }
    };
    echo.finish()?;
    Ok(reply)
}

/// What a whole line says: `q` alone leaves, as everywhere.
pub(super) fn reply(line: &str) -> Reply<String> {
    match line.trim() {
        "q" => Reply::Left,
        said => Reply::Said(said.to_owned()),
    }
}

fn push(line: &mut String, c: char, echo: &mut Echo<impl Write>) -> Result<(), Gone> {
    if line.len() < LIMIT {
        line.push(c);
        echo.char(c)?;
    }
    Ok(())
}

fn insert(line: &mut String, pasted: &[u8], echo: &mut Echo<impl Write>) -> Result<(), Gone> {
    let text = String::from_utf8_lossy(pasted);
    for word in text.split(char::is_control).filter(|word| !word.is_empty()) {
        let gap = if line.is_empty() || line.ends_with(' ') { "" } else { " " };
        gap.chars().chain(word.chars()).try_for_each(|c| push(line, c, echo))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::witness::person::keys::script::{Script, burst, typed};

    fn said(keys: Vec<(u64, Key)>) -> Reply<String> {
        read(&mut Script::new(keys), std::io::sink()).expect("nobody interrupts")
    }

    #[test]
    fn a_typed_word_is_taken_without_the_blanks_around_it() {
        assert_eq!(said(typed("  WEAKEN \r")), Reply::Said("WEAKEN".into()));
    }

    #[test]
    fn a_mistake_can_be_taken_back() {
        let mut keys = typed("WEAKEM");
        keys.push((90, Key::Erase));
        keys.extend(typed("N\r"));
        assert_eq!(said(keys), Reply::Said("WEAKEN".into()));
    }

    #[test]
    fn a_bracketed_paste_never_ends_the_line() {
        let bytes = b"no admin\r\nrights\x1b[2J\n".to_vec();
        let mut keys = vec![(0, Key::Text { bytes, bracketed: true })];
        assert_eq!(said([keys.clone(), typed("\r")].concat()), Reply::Said("no admin rights [2J".into()));
        keys.push((0, Key::End));
        keys.insert(0, (0, Key::End));
        assert_eq!(said(keys), Reply::Left, "the end of the input comes first");
    }

    #[test]
    fn esc_q_and_the_end_of_the_input_leave() {
        assert_eq!(said(vec![(0, Key::Char('x')), (90, Key::Escape)]), Reply::Left);
        assert_eq!(said(typed("q\r")), Reply::Left);
        assert_eq!(said(vec![(0, Key::End)]), Reply::Left);
    }

    #[test]
    fn an_escape_inside_a_burst_does_not_leave() {
        let mut keys = vec![(0, Key::Escape)];
        keys.extend(burst("why\r"));
        assert_eq!(said(keys), Reply::Said("why".into()));
    }

    #[test]
    fn ctrl_c_interrupts() {
        let mut keys = Script::new([(0, Key::Char('W')), (0, Key::Interrupt)]);
        assert!(matches!(read(&mut keys, std::io::sink()), Err(Gone::Interrupted)));
    }
}
