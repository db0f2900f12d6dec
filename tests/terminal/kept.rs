//! What an interview leaves on disk, whatever ends it.

use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use rdpfix::knowledge::Knowledge;
use rdpfix::session::UNKNOWN;

use crate::terminal::Terminal;

const KILLS: u64 = 50;

/// Room for three questions on plain lines.
const TALL: (u16, u16) = (150, 80);

fn rdpfix(home: &Path, args: &[&str]) -> Terminal {
    let home = home.to_str().expect("a path that is text");
    let env = [("XDG_STATE_HOME", home), ("HOME", home)];
    Terminal::start(TALL, Path::new(env!("CARGO_BIN_EXE_rdpfix")), args, &env)
}

/// What a command that asks nothing prints.
fn printed(home: &Path, args: &[&str]) -> (i32, String) {
    let mut terminal = rdpfix(home, args);
    let code = terminal.wait_for_end();
    (code, terminal.text())
}

/// Small and good enough: the same numbers for the same seed on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

fn question(terminal: &mut Terminal, number: u64, times: u64) {
    terminal.wait_for(&format!("QUESTION {number}"));
    terminal.wait_for_again("Quit (what was answered is kept)", usize::try_from(times).expect("small"));
}

/// Answers up to one question, and dies at some moment after its answer was typed.
#[test]
fn killed_fifty_times_at_a_terminal_no_answer_that_was_followed_is_lost() {
    for seed in 0..KILLS {
        let mut dice = Dice(seed);
        let home = tempfile::tempdir().expect("a folder can be made");
        let mut terminal = rdpfix(home.path(), &["diagnose", "0x904/0x7", "--simple"]);
        let last = 1 + dice.below(3);
        for number in 1..=last {
            question(&mut terminal, number, number);
            terminal.press("d\r");
        }
        sleep(Duration::from_millis(dice.below(30)));
        terminal.kill();
        let (_, shown) = printed(home.path(), &["session", "show", "last"]);
        let answers = shown.matches("is unknown (person)").count();
        let acknowledged = usize::try_from(last - 1).expect("small");
        assert!([acknowledged, acknowledged + 1].contains(&answers), "seed {seed}, {last}:\n{shown}");
        let mut resumed = rdpfix(home.path(), &["session", "resume", "last", "--simple"]);
        let next = u64::try_from(answers).expect("small") + 1;
        question(&mut resumed, next, 1);
        resumed.press("q\r");
        assert_eq!(resumed.wait_for_end(), 130, "{}", resumed.text());
        assert!(resumed.text().contains("To go on: rdpfix session resume "), "{}", resumed.text());
        let (_, kept) = printed(home.path(), &["session", "show", "last"]);
        assert_eq!(kept.matches("is unknown (person)").count(), answers, "seed {seed}: {kept}");
    }
}

/// From the word to the ledger, and out of it again by another run.
#[test]
fn a_weakening_is_open_until_somebody_says_that_it_is_undone() {
    let home = tempfile::tempdir().expect("a folder can be made");
    let knowledge = Knowledge::builtin();
    let given = [
        ("credssp-version-event", "yes"),
        ("host-credssp-update", "no"),
        ("host-reach", "no"),
        ("client-admin", "yes"),
    ];
    let state = |id: &str| given.iter().find(|(known, _)| *known == id).map_or(UNKNOWN, |(_, state)| state);
    let answers =
        knowledge.observations.ids().flat_map(|id| ["--answer".to_owned(), format!("{id}={}", state(id))]);
    let others = knowledge.fixes.ids().filter(|id| *id != "allow-vulnerable-credssp");
    let tried = others.flat_map(|id| ["--tried".to_owned(), format!("{id}=cannot")]);
    let args: Vec<String> = answers.chain(tried).collect();
    let first = ["diagnose", "--problem", "credssp-encryption-oracle"];
    let args: Vec<&str> = first.into_iter().chain(args.iter().map(String::as_str)).collect();
    let mut terminal = rdpfix(home.path(), &args);
    terminal.wait_for("Type WEAKEN");
    terminal.wait_for("\n> ");
    terminal.press("WEAKEN\r");
    terminal.wait_for("> n Not done yet");
    terminal.press("s");
    terminal.wait_for("> s The same error");
    terminal.press("\r");
    terminal.wait_for("What did the Keep lines print?");
    terminal.paste_bracketed(
        "HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows\\CurrentVersion\\Policies\\System\\CredSSP\\Parameters\n    \
         AllowEncryptionOracle    REG_DWORD    0x1\n\n",
    );
    terminal.wait_for("(Enter reads it)");
    terminal.press("\r");
    terminal.wait_for("Understood: it was REG_DWORD 0x1.");
    terminal.wait_for("Enter for this computer:\n> ");
    terminal.press("PC-17\r");
    terminal.wait_for("> n Not yet");
    // Nothing more is said: the machine dies.
    terminal.kill();
    let (code, pending) = printed(home.path(), &["pending"]);
    assert!(code == 1 && pending.contains("PC-17") && pending.contains("still in place."), "{pending}");
    let mut resumed = rdpfix(home.path(), &["session", "resume", "last"]);
    resumed.wait_for("UNDO IT NOW");
    resumed.wait_for("> n Not yet");
    resumed.press("\x03");
    assert_eq!(resumed.wait_for_end(), 130, "{}", resumed.text());
    let mut undo = rdpfix(home.path(), &["pending", "undo", "last"]);
    undo.wait_for("Type UNDONE");
    undo.wait_for("\n> ");
    undo.press("UNDONE\r");
    assert_eq!(undo.wait_for_end(), 0, "{}", undo.text());
    assert!(undo.text().contains("/t REG_DWORD /d 1 /f"), "{}", undo.text());
    assert_eq!(printed(home.path(), &["pending"]), (0, "No temporary change is open.".to_owned()));
}
