//! Real texts, where a folder with them is at hand: `RDPFIX_CORPUS` names it. Without it the test
//! says so and passes; the texts belong to those who wrote them and are not part of the project.

use rdpfix::intake::{Outcome, Reading, read};
use rdpfix::lexicon::Lexicon;
use serde::Deserialize;
use std::path::PathBuf;

/// A line of `pastes-dev.jsonl`, as far as it is read here.
#[derive(Deserialize)]
struct Paste {
    id: String,
    text: String,
    lang: String,
    /// The problems that are right; none for a text that is no failure of Remote Desktop.
    expect: Vec<String>,
    /// `positive`, `negative` or `ambiguous`.
    kind: String,
}

/// How often it was so, of how many.
#[derive(Default)]
struct Share {
    so: usize,
    of: usize,
}

impl Share {
    fn count(&mut self, so: bool) {
        self.so += usize::from(so);
        self.of += 1;
    }

    fn percent(&self) -> usize {
        self.so * 100 / self.of.max(1)
    }
}

#[test]
#[allow(clippy::print_stdout, reason = "a test that skips says so, and the shares are worth reading")]
fn real_texts_are_recognised_and_others_are_left_alone() {
    let Some(folder) = std::env::var_os("RDPFIX_CORPUS") else {
        println!("skipped: RDPFIX_CORPUS names no folder with pastes-dev.jsonl");
        return;
    };
    let text =
        std::fs::read_to_string(PathBuf::from(folder).join("pastes-dev.jsonl")).expect("pastes-dev.jsonl");
    let (mut english, mut other, mut open) = (Share::default(), Share::default(), Share::default());
    let mut answered = Share::default();
    for line in text.lines() {
        let paste: Paste = serde_json::from_str(line).expect("a line of JSON");
        let reading = read(&paste.text, Lexicon::builtin(), None);
        let (share, fine) = match paste.kind.as_str() {
            "negative" => {
                (&mut answered, reading.outcome == Outcome::Match && !reading.candidates.is_empty())
            }
            "ambiguous" => (&mut open, asks(&reading) || is_right(&paste, &reading, 3)),
            _ => {
                let share = if paste.lang == "en" { &mut english } else { &mut other };
                (share, is_right(&paste, &reading, 1))
            }
        };
        share.count(fine);
        if fine == (paste.kind == "negative") {
            report(&paste, &reading);
        }
    }
    let all = Share { so: english.so + other.so, of: english.of + other.of };
    println!(
        "right: {}/{} ({}/{} not in English); asked or among the first three: {}/{}; answered wrongly: {}/{}",
        all.so, all.of, other.so, other.of, open.so, open.of, answered.so, answered.of
    );
    assert!(all.percent() >= 95, "{} % of the positives", all.percent());
    assert!(other.percent() >= 90, "{} % of those that are not in English", other.percent());
    assert!(answered.so <= 1, "{} texts that are no failure are answered", answered.so);
    assert!(open.percent() >= 90, "{} of {} open ones", open.so, open.of);
}

/// Whether one of the first candidates is expected.
fn is_right(paste: &Paste, reading: &Reading, first: usize) -> bool {
    reading.candidates.iter().take(first).any(|candidate| paste.expect.contains(&candidate.problem))
}

fn asks(reading: &Reading) -> bool {
    reading.outcome == Outcome::Ambiguous && reading.question.is_some()
}

#[allow(clippy::print_stdout, clippy::use_debug, reason = "shown with --nocapture, to those who tune")]
fn report(paste: &Paste, reading: &Reading) {
    let found: Vec<_> = reading.candidates.iter().take(3).map(|c| (&c.problem, &c.matched)).collect();
    println!(
        "{} {} {:?}, expected {:?}, found {found:?}",
        paste.id, paste.kind, reading.outcome, paste.expect
    );
}
