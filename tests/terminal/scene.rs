//! Small dialogues with a front, played by this test program in a terminal of its own.

use std::io::Write;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use rdpfix::witness::person::{Desk, Simple};
use rdpfix::witness::{Gone, Item, Menu, Person, Reply};

use crate::terminal::Terminal;

/// Names the scene for the test program that is started again.
const SCENE: &str = "RDPFIX_TEST_SCENE";

/// Starts this test program again to play one scene.
pub(crate) fn start(scene: &str, size: (u16, u16)) -> Terminal {
    let program = std::env::current_exe().expect("a test program knows itself");
    let args = ["--exact", "scene::plays_what_it_is_told", "--nocapture", "--test-threads=1"];
    Terminal::start(size, Path::new(&program), &args, &[(SCENE, scene)])
}

/// Not a test by itself: without a scene there is nothing to play.
#[test]
fn plays_what_it_is_told() {
    let Ok(scene) = std::env::var(SCENE) else { return };
    say("the scene begins");
    match scene.as_str() {
        "pick" => done(Desk::new(false).pick(&menu(3))),
        "many answers" => done(Desk::new(false).pick(&find())),
        "long list" => done(Desk::new(false).pick(&menu(60))),
        "paste, then pick" => paste_then_pick(&mut Desk::new(false)),
        "paste, then pick, simple" => paste_then_pick(&mut Simple::new()),
        "simple pick" => done(Simple::new().pick(&menu(3))),
        "line" => done(Desk::new(false).line("Type WEAKEN:")),
        "late line" => {
            let mut person = Desk::new(false);
            sleep(Duration::from_millis(500));
            done(person.line("Type WEAKEN:"));
        }
        "wait" => {
            Desk::new(false).wait("Looking at srv01", || sleep(Duration::from_millis(600)));
            say("waited");
        }
        "busy" => Desk::new(false).wait("Looking at srv01", || sleep(Duration::from_mins(1))),
        unknown => panic!("no scene is called {unknown:?}"),
    }
}

fn paste_then_pick(person: &mut impl Person) {
    match person.paste("Paste the error:") {
        Ok(Reply::Said(text)) => say(&format!("pasted {:?}", String::from_utf8_lossy(&text))),
        other => return done(other),
    }
    done(person.pick(&menu(3)));
}

/// Answers that a careless reader of keys would choose from the letters of a dialog.
fn menu(items: usize) -> Menu {
    let item = |index: usize| Item {
        key: char::from_digit(u32::try_from(index).unwrap_or_default() % 10, 10).unwrap_or('?'),
        label: format!("answer {index} of a list that is long enough to be cut"),
    };
    Menu {
        prompt: "Which is it?".to_owned(),
        items: (1..=items).map(item).collect(),
        default: 0,
        paste: None,
    }
}

/// Answers that begin alike, and a way out.
fn find() -> Menu {
    let labels = [
        "The account is locked",
        "The account is disabled",
        "The password has expired",
        "The licence is gone",
    ];
    let labels = labels.iter().chain(["No sound", "No printer", "No clipboard", "No drives"].iter());
    let item = |(index, label): (usize, &&str)| Item {
        key: char::from_digit(u32::try_from(index + 1).unwrap_or_default(), 10).unwrap_or('?'),
        label: (*label).to_owned(),
    };
    let mut items: Vec<Item> = labels.enumerate().map(item).collect();
    items.push(Item { key: 'q', label: "Quit".to_owned() });
    Menu { prompt: "What do you see?".to_owned(), items, default: 0, paste: None }
}

fn done<T: std::fmt::Debug>(reply: Result<Reply<T>, Gone>) {
    match reply {
        Ok(reply) => say(&format!("reply {reply:?}")),
        Err(gone) => say(&format!("gone {gone:?}")),
    }
}

fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "<{text}>").and_then(|()| out.flush()).expect("the terminal can be written");
}
