//! The front on plain lines: for screen readers, for `MinTTY` and for remoting.

use console::Term;

use crate::witness::person::lines::{LineKeys, Lines, Stdin};
use crate::witness::person::{ATTEMPTS, NOT_AN_ANSWER, interrupt, layout, line, paste, tell, wait};
use crate::witness::{Gone, Item, Menu, Person, Reply};

/// A person who reads text and types lines.
pub struct Simple(Front<Stdin>);

impl Simple {
    /// Asks on stderr and reads stdin from now on. Ctrl-C ends a prompt, not the program.
    pub fn new() -> Self {
        interrupt::install();
        Self(Front { lines: Stdin::start(), tell })
    }
}

impl Default for Simple {
    fn default() -> Self {
        Self::new()
    }
}

impl Person for Simple {
    fn show(&mut self, text: &str) -> Result<(), Gone> {
        tell(text)
    }

    fn pick(&mut self, menu: &Menu) -> Result<Reply<usize>, Gone> {
        self.0.pick(menu)
    }

    fn paste(&mut self, prompt: &str) -> Result<Reply<Vec<u8>>, Gone> {
        tell(&layout::prose(prompt, width()))?;
        paste::read(&mut LineKeys::new(&mut self.0.lines), std::io::sink())
    }

    fn line(&mut self, prompt: &str) -> Result<Reply<String>, Gone> {
        self.0.line(prompt)
    }

    fn wait<T>(&mut self, what: &str, work: impl FnOnce() -> T) -> T {
        wait::with_line(what, work)
    }
}

/// The dialogue itself, apart from where its lines come from and where its words go.
struct Front<L, T = fn(&str) -> Result<(), Gone>> {
    lines: L,
    tell: T,
}

impl<L: Lines, T: FnMut(&str) -> Result<(), Gone>> Front<L, T> {
    fn pick(&mut self, menu: &Menu) -> Result<Reply<usize>, Gone> {
        let width = width();
        let (prompt, answers) = (layout::prose(&menu.prompt, width), answers(menu, width));
        for _ in 0..ATTEMPTS {
            let Some(typed) = self.ask(&format!("{prompt}\n{answers}"))? else {
                return Ok(Reply::Left);
            };
            match choose(menu, &typed) {
                Choice::Item(index) => return Ok(Reply::Said(index)),
                Choice::Leave => return Ok(Reply::Left),
                Choice::Unclear => (self.tell)(&format!("no answer is called '{}'", printable(&typed)))?,
            }
        }
        Ok(Reply::Left)
    }

    fn line(&mut self, prompt: &str) -> Result<Reply<String>, Gone> {
        Ok(self.ask(&layout::prose(prompt, width()))?.map_or(Reply::Left, |typed| line::reply(&typed)))
    }

    /// One line that came by itself: what was waiting is thrown away, and a line that comes together
    /// with others is a paste. `None` at the end of the input.
    fn ask(&mut self, prompt: &str) -> Result<Option<String>, Gone> {
        for _ in 0..ATTEMPTS {
            self.lines.discard()?;
            (self.tell)(prompt)?;
            let Some(line) = self.lines.next_line()? else { return Ok(None) };
            if !self.lines.discard()? {
                return Ok(Some(String::from_utf8_lossy(&line).trim().to_owned()));
            }
            (self.tell)(NOT_AN_ANSWER)?;
        }
        Ok(None)
    }
}

/// Columns of the screen, as they are now.
fn width() -> usize {
    usize::from(Term::stderr().size().1)
}

/// What a typed line means in a menu.
#[derive(Debug, PartialEq, Eq)]
enum Choice {
    Item(usize),
    Leave,
    Unclear,
}

/// Enter alone is the default; else a key that is shown, or the beginning of one label. The place of an
/// answer is not shown, so a digit that is no key says nothing: it must never record what was not meant.
fn choose(menu: &Menu, typed: &str) -> Choice {
    if typed.is_empty() {
        return Choice::Item(menu.default);
    }
    let typed = typed.to_lowercase();
    let by_key = |item: &Item| item.key.to_lowercase().eq(typed.chars());
    let by_label = |item: &Item| item.label.to_lowercase().starts_with(&typed);
    menu.items
        .iter()
        .position(by_key)
        .or_else(|| only(menu, by_label))
        .map_or(if typed == "q" { Choice::Leave } else { Choice::Unclear }, Choice::Item)
}

/// The one item that fits, if there is exactly one.
fn only(menu: &Menu, fits: impl Fn(&Item) -> bool) -> Option<usize> {
    let mut fitting = (0..menu.items.len()).filter(|index| fits(&menu.items[*index]));
    fitting.next().filter(|_| fitting.next().is_none())
}

/// The answers with what to type for each, side by side.
fn answers(menu: &Menu, width: usize) -> String {
    let entry = |(index, item): (usize, &Item)| {
        if index == menu.default {
            format!("Enter {}", item.label)
        } else {
            format!("{} {}", item.key, item.label)
        }
    };
    let mut entries: Vec<String> = menu.items.iter().enumerate().map(entry).collect();
    if !menu.items.iter().any(|item| item.key == 'q') {
        entries.push("q leave".to_owned());
    }
    layout::entries(&entries, width)
}

/// What was typed, short and without anything that a terminal would act upon.
fn printable(typed: &str) -> String {
    layout::row(&typed.replace(char::is_control, " "), 40)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::witness::person::lines::script::Bursts;

    fn menu() -> Menu {
        let items = [
            ('1', "yes"),
            ('2', "no"),
            ('?', "how to find out"),
            ('d', "do not know"),
            ('b', "back"),
            ('q', "save, quit"),
        ];
        let items = items.map(|(key, label)| Item { key, label: label.to_owned() }).to_vec();
        Menu { prompt: "Does it work from another computer?".to_owned(), items, default: 3, paste: None }
    }

    /// Plays bursts of lines against a prompt and returns its reply and all that was told.
    fn play<R>(bursts: &[&[&'static str]], ask: impl FnOnce(&mut dyn Asked) -> R) -> (R, String) {
        let mut told = String::new();
        let tell = |text: &str| {
            told.push_str(text);
            told.push('\n');
            Ok(())
        };
        let reply = ask(&mut Front { lines: Bursts::new(bursts), tell });
        (reply, told)
    }

    /// The two prompts, whatever the type behind them.
    trait Asked {
        fn picked_of(&mut self, menu: &Menu) -> Reply<usize>;
        fn picked(&mut self) -> Reply<usize> {
            self.picked_of(&menu())
        }
        fn typed(&mut self) -> Reply<String>;
    }

    impl<L: Lines, T: FnMut(&str) -> Result<(), Gone>> Asked for Front<L, T> {
        fn picked_of(&mut self, menu: &Menu) -> Reply<usize> {
            self.pick(menu).expect("nobody interrupts")
        }

        fn typed(&mut self) -> Reply<String> {
            self.line("Type WEAKEN:").expect("nobody interrupts")
        }
    }

    #[test]
    fn a_menu_shows_what_to_type() {
        assert_eq!(
            answers(&menu(), 80),
            "  1 yes   2 no   ? how to find out   Enter do not know   b back   q save, quit"
        );
        let short = Menu { items: menu().items[..2].to_vec(), default: 1, ..menu() };
        assert_eq!(answers(&short, 80), "  1 yes   Enter no   q leave");
    }

    #[test]
    fn a_key_a_beginning_and_enter_choose() {
        let expected = [
            ("", Choice::Item(3)),
            ("1", Choice::Item(0)),
            ("2", Choice::Item(1)),
            ("?", Choice::Item(2)),
            ("B", Choice::Item(4)),
            ("q", Choice::Item(5)),
            ("5", Choice::Unclear),
            ("NO", Choice::Item(1)),
            ("how", Choice::Item(2)),
            ("0", Choice::Unclear),
            ("7", Choice::Unclear),
            ("maybe", Choice::Unclear),
        ];
        for (typed, choice) in expected {
            assert_eq!(choose(&menu(), typed), choice, "typed {typed:?}");
        }
    }

    #[test]
    fn a_beginning_of_two_labels_is_unclear_and_q_leaves_where_nothing_is_called_so() {
        let labels = ["the same error", "the other error"];
        let items = labels.map(|label| Item { key: '-', label: label.to_owned() }).to_vec();
        let menu = Menu { prompt: String::new(), items, default: 0, paste: None };
        assert_eq!(choose(&menu, "the"), Choice::Unclear);
        assert_eq!(choose(&menu, "the o"), Choice::Item(1));
        assert_eq!(choose(&menu, "q"), Choice::Leave);
    }

    #[test]
    fn nonsense_is_asked_again_three_times() {
        let (reply, told) = play(&[&["maybe"], &["\x1b[2Jperhaps"], &["2"]], |front| front.picked());
        assert_eq!(reply, Reply::Said(1));
        assert!(told.contains("no answer is called 'maybe'") && !told.contains('\x1b'), "{told}");
        let (reply, told) = play(&[&["x"], &["7"], &["z"], &["1"]], |front| front.picked());
        assert_eq!(reply, Reply::Left);
        assert_eq!(told.matches("Does it work").count(), 3);
    }

    #[test]
    fn a_prompt_breaks_between_words() {
        let mut long = menu();
        long.prompt = "Does it work from another computer in another network? ".repeat(9);
        let (_, told) = play(&[&["1"]], |front| front.picked_of(&long));
        let columns = width();
        assert!(told.lines().count() > 5 && told.lines().all(|line| line.len() < columns), "{told}");
    }

    #[test]
    fn several_lines_at_once_are_a_paste_and_answer_nothing() {
        let (reply, told) = play(&[&["1", "", "y"], &["2"]], |front| front.picked());
        assert_eq!(reply, Reply::Said(1));
        assert!(told.contains(NOT_AN_ANSWER));
    }

    #[test]
    fn a_typed_word_is_taken_and_the_end_of_the_input_leaves() {
        assert_eq!(play(&[&["WEAKEN"]], |front| front.typed()).0, Reply::Said("WEAKEN".to_owned()));
        assert_eq!(play(&[&["q"]], |front| front.typed()).0, Reply::Left);
        assert_eq!(play(&[], |front| front.typed()).0, Reply::Left);
    }

    #[test]
    fn a_pasted_dialog_ends_with_a_blank_line_and_silence() {
        let mut lines = Bursts::new(&[]);
        let dialog = ["Error code: 0x904", "", "Extended error code: 0x7", ""];
        lines.arrive(&dialog);
        let reply = paste::read(&mut LineKeys::new(&mut lines), std::io::sink()).expect("nobody interrupts");
        assert_eq!(reply, Reply::Said(b"Error code: 0x904\n\nExtended error code: 0x7".to_vec()));
    }
}
