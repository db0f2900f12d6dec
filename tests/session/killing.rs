//! Killed at any byte: what was acknowledged is on disk, and going on from there arrives at the same place.
//!
//! An answer is acknowledged once the next prompt is shown.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

use rdpfix::knowledge::Knowledge;
use rdpfix::session::Outcome;
use rdpfix::session::ledger::Ledger;
use rdpfix::session::log::{Unreadable, parse};
use rdpfix::witness::Menu;

use crate::interview::person::{Act, Mind, Prompt, Start};
use crate::session::play::{Disk, From, LINE, PASTE, Played, clock, line_of, play};
use crate::shared::dice::Dice;

/// After so many prompts the person takes whatever brings the end nearer.
const TIRED: usize = 14;

/// Interviews, and kills in each.
const INTERVIEWS: u64 = 25;
const KILLS: usize = if SLOW { 2 } else { 20 };

/// Under Wine writing to disk takes many times as long, and what is proven is the same code.
const SLOW: bool = cfg!(windows);

/// What the Keep line of the weakening printed.
const KEPT: &str = "HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows\\CurrentVersion\\Policies\\System\\CredSSP\\\
    Parameters\n    AllowEncryptionOracle    REG_DWORD    0x1\n";

/// Answers anything, and writes down what.
fn anybody(seed: u64, acts: Rc<RefCell<Vec<Act>>>) -> Mind<'static> {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    Box::new(move |prompt, shown| {
        let tired = acts.borrow().len() > TIRED;
        let act = match prompt {
            Prompt::Paste if shown.contains("Keep line") => Act::Paste(["", KEPT, KEPT][dice.below(3)]),
            Prompt::Paste if tired => Act::Leave,
            Prompt::Paste => {
                Act::Paste(["0xc07", "0x904/0x7", "", "", "0x507", "cannot connect"][dice.below(6)])
            }
            Prompt::Line if shown.contains("WEAKEN") => Act::Line(["WEAKEN", "WEAKEN", "no"][dice.below(3)]),
            Prompt::Line => Act::Line(["", "not today"][dice.below(2)]),
            Prompt::Pick(menu) => Act::At(picked(&mut dice, menu, tired)),
        };
        acts.borrow_mut().push(act);
        act
    })
}

fn picked(dice: &mut Dice, menu: &Menu, tired: bool) -> usize {
    let item = |key: char| menu.items.iter().position(|item| item.key == key);
    if tired {
        return item('f').or_else(|| item('q')).unwrap_or(menu.default);
    }
    let index = dice.below(menu.items.len());
    let ends = ['f', 'q'].contains(&menu.items[index].key);
    if ends { item('g').or_else(|| item('b')).unwrap_or(menu.default) } else { index }
}

/// Does what was done, from one prompt on.
fn same(acts: &[Act], from: usize) -> Mind<'static> {
    let mut acts: std::collections::VecDeque<Act> = acts[from..].iter().copied().collect();
    Box::new(move |_, shown| {
        acts.pop_front().unwrap_or_else(|| panic!("nothing was asked after this:\n{shown}"))
    })
}

/// Beginnings that lead everywhere: a paste, a problem, and a weakening that is next.
fn start(knowledge: &Knowledge, seed: u64) -> Start {
    match seed % 3 {
        0 => Start::default(),
        1 => Start::problem(
            ["account-restriction", "disconnect-0x904", "nla-required-by-server"]
                [usize::try_from(seed / 3 % 3).expect("small")],
        ),
        _ => Start::problem("credssp-encryption-oracle")
            .knowing("credssp-version-event", "yes")
            .knowing("host-credssp-update", "no")
            .knowing("host-reach", "no")
            .knowing("client-admin", "yes")
            .nothing_else(knowledge)
            .only(knowledge, "allow-vulnerable-credssp"),
    }
}

/// What is open in a ledger.
fn open(ledger: &Path) -> Vec<String> {
    let books = Ledger::new(ledger, clock).read().unwrap();
    assert!(books.damaged.is_empty());
    books.open.iter().map(|entry| format!("{} {} {:?}", entry.id, entry.machine, entry.changes)).collect()
}

/// One interview as it goes when nothing happens to it.
struct Whole {
    start: Start,
    acts: Vec<Act>,
    played: Played,
    bytes: usize,
    /// What is written before the first prompt.
    before: usize,
    open: Vec<String>,
}

fn whole(knowledge: &Knowledge, seed: u64, dir: &Path) -> Whole {
    let start = start(knowledge, seed);
    let acts = Rc::new(RefCell::new(Vec::new()));
    let (disk, ledger) = (Disk::default(), dir.join("whole.ndjson"));
    let counted = Rc::clone(&disk.bytes);
    let before = Rc::new(RefCell::new(None));
    let mut mind = anybody(seed, Rc::clone(&acts));
    let first = Rc::clone(&before);
    let noting: Mind = Box::new(move |prompt, shown| {
        first.borrow_mut().get_or_insert_with(|| counted.borrow().len());
        mind(prompt, shown)
    });
    let played = play(knowledge, &From::Start(&start), &disk, Some(&ledger), noting);
    let (bytes, open) = (disk.bytes.borrow().len(), open(&ledger));
    let (acts, before) = (acts.borrow().clone(), before.borrow().unwrap_or_default());
    Whole { start, acts, played, bytes, before, open }
}

/// Kills it after so many bytes, goes on, and holds it against the whole one.
fn kill(knowledge: &Knowledge, whole: &Whole, after: usize, at_once: bool, dir: &Path) {
    let ledger = dir.join("killed.ndjson");
    let _ = std::fs::remove_file(&ledger);
    let disk = Disk::dying(after, at_once);
    let killed = play(knowledge, &From::Start(&whole.start), &disk, Some(&ledger), same(&whole.acts, 0));
    let bytes = disk.bytes.borrow().clone();
    let kept = match parse(&bytes) {
        Err(Unreadable::Empty) => return assert!(killed.prompts.is_empty(), "an answer was lost"),
        kept => kept.unwrap(),
    };
    if after < whole.before {
        return assert!(killed.prompts.is_empty(), "asked before the beginning was written");
    }
    // Answered and acknowledged: all before the prompt that was shown last.
    let last = killed.prompts.len().saturating_sub(1);
    let place = RefCell::new(None);
    let fresh = Disk::default();
    let mut mind: Option<Mind> = None;
    let resumed = play(
        knowledge,
        &From::Lines(&kept.lines),
        &fresh,
        Some(&ledger),
        Box::new(|prompt, shown| {
            let go_on = mind.get_or_insert_with(|| {
                let at = place_of(prompt, shown, &whole.played.prompts, last);
                *place.borrow_mut() = Some(at);
                same(&whole.acts, at)
            });
            go_on(prompt, shown)
        }),
    );
    let place = place.into_inner();
    let what = format!("killed after {after} bytes ({at_once}), went on at {place:?} of {last}");
    if let Some(place) = place {
        // A word that was mistyped is nothing to keep: whoever comes back is asked for it with all that it is about.
        let retyped = |prompts: &[String]| prompts[0].starts_with(LINE);
        let (asked, expected) = (&resumed.prompts, &whole.played.prompts[place..]);
        assert!(asked[0] == expected[0] || retyped(asked) && retyped(expected), "{what}: {}", asked[0]);
        assert_eq!(asked[1..], expected[1..], "{what}");
    } else {
        assert!(
            last + 1 >= whole.played.prompts.len(),
            "{what}: prompts were left out\n{}",
            resumed.transcript
        );
    }
    assert_eq!(resumed.report, whole.played.report, "{what}");
    assert_eq!(resumed.ending, whole.played.ending, "{what}");
    assert_eq!(open(&ledger), whole.open, "{what}");
    assert!(resumed.set_aside.is_empty(), "{:?}", resumed.set_aside);
}

/// Where the resumed interview stands: at the prompt that was shown last, or at the next one if its answer was
/// written already.
fn place_of(prompt: &Prompt, shown: &str, prompts: &[String], last: usize) -> usize {
    let text = match prompt {
        Prompt::Pick(menu) => line_of(menu),
        Prompt::Paste => PASTE.to_owned(),
        Prompt::Line => LINE.to_owned(),
    };
    let fits = |at: &usize| {
        let known = prompts.get(*at).and_then(|known| known.split_once('|'));
        known.is_some_and(|(menu, asked)| menu.starts_with(&text) && shown.contains(asked))
    };
    [last, last + 1].into_iter().find(fits).unwrap_or_else(|| panic!("went on somewhere else: {text}"))
}

#[test]
fn killed_five_hundred_times_nothing_acknowledged_is_lost() {
    let knowledge = Knowledge::builtin();
    let dir = tempfile::tempdir().unwrap();
    let (mut kills, mut weakened) = (0, 0);
    for seed in 0..INTERVIEWS {
        let dir = dir.path().join(seed.to_string());
        std::fs::create_dir(&dir).unwrap();
        let whole = whole(&knowledge, seed, &dir);
        weakened += usize::from(whole.played.transcript.contains("Keep line"));
        let mut dice = Dice(seed + 1);
        for round in 0..KILLS {
            // One in ten before the first prompt, the others after it.
            let (from, to) = if round % 10 == 0 { (0, whole.before) } else { (whole.before, whole.bytes) };
            let after = from + dice.below((to - from).max(1));
            kill(&knowledge, &whole, after, round % 2 == 0, &dir);
            kills += 1;
        }
    }
    assert_eq!(kills, if SLOW { 50 } else { 500 });
    assert!(weakened > 2, "weakenings are among them: {weakened}");
}

/// Every seventh byte of one interview with a weakening, so that no event is left to chance.
#[test]
fn killed_all_along_a_weakening() {
    let knowledge = Knowledge::builtin();
    let dir = tempfile::tempdir().unwrap();
    let whole = weakening(&knowledge, dir.path());
    assert_eq!(whole.open.len(), 1, "{}", whole.played.transcript);
    for after in (whole.before..whole.bytes).step_by(if SLOW { 70 } else { 7 }) {
        kill(&knowledge, &whole, after, after % 2 == 0, dir.path());
    }
}

fn weakening(knowledge: &Knowledge, dir: &Path) -> Whole {
    let start = start(knowledge, 2).tried("update-host", Outcome::Cannot);
    let acts = vec![
        Act::Line("WEAKEN"),
        Act::Pick("The same error"),
        Act::Paste(KEPT),
        Act::Line("PC-17"),
        Act::Pick("Not yet"),
        Act::Pick("Finish"),
    ];
    let (disk, ledger) = (Disk::default(), dir.join("whole.ndjson"));
    let counted = Rc::clone(&disk.bytes);
    let mut before = None;
    let mut mind = same(&acts, 0);
    let noting: Mind = Box::new(|prompt, shown| {
        before.get_or_insert_with(|| counted.borrow().len());
        mind(prompt, shown)
    });
    let played = play(knowledge, &From::Start(&start), &disk, Some(&ledger), noting);
    let (bytes, open) = (disk.bytes.borrow().len(), open(&ledger));
    Whole { start, acts, played, bytes, before: before.unwrap_or_default(), open }
}
