//! `rdpfix diagnose` at a real terminal, from the paste to the report.

use std::path::Path;

use rdpfix::knowledge::Knowledge;
use rdpfix::session::UNKNOWN;

use crate::terminal::Terminal;

const SMALL: (u16, u16) = (24, 80);
const NARROW: (u16, u16) = (24, 40);

const DOWN: &str = "\x1b[B";
const UP: &str = "\x1b[A";

const PASTE: &str = "Paste the error, type a code, or press Enter for a list.";

/// The dialog of a closed socket, with blank lines, as its window copies it.
const SOCKET: &str = "[Window Title]\nRemote Desktop Connection\n\n[Content]\nThis computer can't connect to the \
    remote computer.\n\nTry connecting again.\n\nError code: 0x904\nExtended error code: 0x7\n\n[OK]\n";

/// An older dialog, without codes.
const CREDSSP: &str = "Remote Desktop Connection\n\nAn authentication error has occurred.\nThe function \
    requested is not supported\n\nRemote computer: srv01\nThis could be due to CredSSP encryption oracle \
    remediation.\n";

/// The arguments of a diagnosis in which nobody knows anything but what is given and what is left open.
fn knowing(first: &[&str], given: &[(&str, &str)], open: &[&str]) -> Vec<String> {
    let knowledge = Knowledge::builtin();
    let others = knowledge.observations.ids().filter(|id| !open.contains(id));
    let state = |id: &str| given.iter().find(|(known, _)| *known == id).map_or(UNKNOWN, |(_, state)| state);
    let answers = others.flat_map(|id| ["--answer".to_owned(), format!("{id}={}", state(id))]);
    ["diagnose"].iter().chain(first).map(|arg| (*arg).to_owned()).chain(answers).collect()
}

/// At the demand for the word: a host without its update and without another way in.
fn weakening() -> Terminal {
    let given = [
        ("credssp-version-event", "yes"),
        ("host-credssp-update", "no"),
        ("host-reach", "no"),
        ("client-admin", "yes"),
    ];
    let mut args = knowing(&["--problem", "credssp-encryption-oracle"], &given, &[]);
    let knowledge = Knowledge::builtin();
    let others = knowledge.fixes.ids().filter(|id| *id != "allow-vulnerable-credssp");
    args.extend(others.flat_map(|id| ["--tried".to_owned(), format!("{id}=cannot")]));
    let mut terminal = start((150, 80), &args);
    terminal.wait_for("Type WEAKEN");
    terminal.wait_for("\n> ");
    terminal
}

fn start(size: (u16, u16), args: &[String]) -> Terminal {
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    Terminal::rdpfix(size, &args)
}

fn begin(size: (u16, u16)) -> Terminal {
    let mut terminal = Terminal::rdpfix(size, &["diagnose"]);
    terminal.wait_for(PASTE.split(',').next().expect("a beginning"));
    terminal.wait_for("\n> ");
    terminal
}

/// Ends with the line to go on, the cursor shown and the exit code of a cancelled run.
fn is_cancelled(mut terminal: Terminal, line: &str) {
    assert_eq!(terminal.wait_for_end(), 130, "{}", terminal.text());
    assert!(terminal.shows_cursor() && !terminal.brackets_pastes());
    let stream = terminal.stream();
    assert!(stream.contains("To go on") && stream.contains(line), "{}", terminal.text());
}

#[test]
fn arrows_answer_a_question_and_esc_leaves_with_the_line() {
    let mut terminal = start(SMALL, &knowing(&["0x904/0x7"], &[], &["other-client-works"]));
    terminal.wait_for("> d I do not know");
    terminal.press(UP);
    terminal.wait_for("> 2 No, it fails there too");
    terminal.press("\r");
    terminal.wait_for("No -> ");
    terminal.wait_for("(arrows");
    terminal.press("\x1b");
    is_cancelled(terminal, "--answer other-client-works=no");
}

#[test]
fn a_pasted_dialog_is_understood_and_answers_nothing() {
    for (dialog, title, bracketed) in [
        (SOCKET, "Recognised: 0x904", true),
        (SOCKET, "Recognised: 0x904", false),
        (CREDSSP, "Recognised: The function requested", true),
        (CREDSSP, "Recognised: The function requested", false),
    ] {
        let mut terminal = begin(SMALL);
        if bracketed {
            terminal.paste_bracketed(dialog);
            terminal.wait_for("(Enter reads it)");
        } else {
            terminal.paste_raw(dialog);
        }
        terminal.press("\r");
        terminal.wait_for("> d I do not know");
        assert!(terminal.stream().contains(title), "{}", terminal.text());
        assert!(terminal.text().contains("QUESTION 1"), "{}", terminal.text());
        terminal.press(DOWN);
        terminal.wait_for("> ? How to find out");
        terminal.press("\r");
        terminal.wait_for("How to find out\n  1. ");
        terminal.wait_for("> d I do not know");
        terminal.press("\x03");
        is_cancelled(terminal, "rdpfix diagnose --problem");
    }
}

#[test]
fn ctrl_c_at_the_paste_ends_with_nothing_to_go_on_from() {
    let mut terminal = begin(SMALL);
    terminal.press("\x03");
    assert_eq!(terminal.wait_for_end(), 130);
    assert!(terminal.shows_cursor() && !terminal.brackets_pastes(), "{}", terminal.text());
}

#[test]
fn ctrl_c_at_a_menu_keeps_what_was_answered() {
    let mut terminal = Terminal::rdpfix(SMALL, &["diagnose", "0xc07", "--answer", "other-client-works=no"]);
    terminal.wait_for("> d I do not know");
    terminal.press("\x03");
    is_cancelled(terminal, "rdpfix diagnose --problem account-restriction --answer other-client-works=no");
}

#[test]
fn ctrl_c_at_the_word_weakens_nothing() {
    let mut terminal = weakening();
    terminal.press("WEAK\x03");
    // The line that goes on from here is longer than the screen: what it ends with is what can be seen.
    terminal.wait_for("=cannot");
    assert!(!terminal.text().contains("allow-vulnerable-credssp=worked"), "{}", terminal.text());
    is_cancelled(terminal, "--tried update-host-without-rdp=cannot");
}

#[test]
fn the_word_is_taken_and_what_is_in_place_gives_its_own_exit_code() {
    let mut terminal = weakening();
    terminal.press("WEAKEN\r");
    terminal.wait_for("> n Not done yet");
    terminal.wait_for_keys();
    terminal.press("w");
    terminal.wait_for("> w It works");
    terminal.press("\r");
    terminal.wait_for("CONNECTED, BUT SECURITY IS STILL WEAKENED");
    terminal.wait_for("> n Not yet");
    terminal.press("\r");
    // A report of hundreds of answers takes its time on a busy machine.
    terminal.wait_for("STILL IN PLACE");
    assert_eq!(terminal.wait_for_end(), 4, "{}", terminal.text());
    assert!(terminal.stream().contains("STILL IN PLACE"), "{}", terminal.text());
}

#[test]
fn without_a_terminal_nobody_is_asked() {
    let file = tempfile::NamedTempFile::new().expect("a file can be made");
    let script = format!("{} diagnose 0xc07 < {}", env!("CARGO_BIN_EXE_rdpfix"), file.path().display());
    let mut terminal = Terminal::start(SMALL, Path::new("sh"), &["-c", &script], &[]);
    assert_eq!(terminal.wait_for_end(), 3, "{}", terminal.text());
    let stream = terminal.stream();
    assert!(stream.contains("note: stdin is not a terminal: add --simple"), "{stream}");
    assert!(!stream.contains("QUESTION"), "{stream}");
}

#[test]
fn a_whole_interview_on_plain_lines() {
    let given = [("client-windows", "xp"), ("restarted-since-change", "no")];
    let mut terminal =
        start((60, 80), &knowing(&["--simple", "--color", "never"], &given, &["other-client-works"]));
    terminal.wait_for(PASTE);
    terminal.press("0x507\r");
    terminal.wait_for("QUESTION 1");
    terminal.wait_for("1 Yes, it fails only here");
    terminal.wait_for("Quit (what was answered is kept)");
    terminal.press("?\r");
    terminal.wait_for_again("Quit (what was answered is kept)", 2);
    assert!(terminal.text().contains("How to find out\n  1. "), "{}", terminal.text());
    terminal.press("yes\r");
    terminal.wait_for("STEP 1");
    terminal.wait_for("w It works");
    terminal.press("w\r");
    assert_eq!(terminal.wait_for_end(), 0, "{}", terminal.text());
    let stream = terminal.stream();
    for said in ["It connects.", "Fixed by", "Took", "--format html -o ticket.html"] {
        assert!(stream.contains(said), "{said}: {stream}");
    }
    assert!(
        !stream.contains("How it came to this") && !stream.contains("Likelihoods"),
        "no report: {stream}"
    );
    assert!(!terminal.stream().contains("\x1b["), "plain lines are not drawn: {}", terminal.stream());
}

#[test]
fn the_report_goes_to_stdout_and_the_prompts_to_stderr() {
    let file = tempfile::NamedTempFile::new().expect("a file can be made");
    let given =
        [("client-windows", "xp"), ("xp-credssp-registry", "present"), ("restarted-since-change", "no")];
    let args = knowing(&["0x507"], &given, &[]).join(" ");
    let script = format!("{} {args} > {}", env!("CARGO_BIN_EXE_rdpfix"), file.path().display());
    let mut terminal = Terminal::start((60, 80), Path::new("sh"), &["-c", &script], &[]);
    terminal.wait_for("> n Not done yet");
    terminal.wait_for_keys();
    terminal.press("w");
    terminal.wait_for("> w It works");
    terminal.press("\r");
    assert_eq!(terminal.wait_for_end(), 0, "{}", terminal.text());
    let report = std::fs::read_to_string(file.path()).expect("the report is written");
    assert!(report.contains("It connects.") && report.is_ascii(), "{report}");
    assert!(!report.contains("What happened?") && !report.contains('\x1b'), "{report}");
    assert!(!terminal.stream().contains("It connects."), "{}", terminal.text());
}

#[test]
fn a_question_and_its_menu_stand_together_on_a_small_screen() {
    for size in [SMALL, NARROW] {
        for (problem, known) in [
            ("account-restriction", "other-client-works=unknown"),
            ("account-restriction", "which-client=unknown"),
            ("nla-required-by-server", "which-client=unknown"),
            ("credssp-encryption-oracle", "other-client-works=no"),
            ("disconnect-0x904", "other-client-works=no"),
            ("auth-0x507", "other-client-works=unknown"),
        ] {
            let mut terminal = Terminal::rdpfix(size, &["diagnose", "--problem", problem, "--answer", known]);
            terminal.wait_for("> d I do not know");
            terminal.wait_for("Quit (what was answered is kept)");
            let text = terminal.text();
            assert!(text.contains("QUESTION 1"), "{problem} {known}:\n{text}");
            let menu = &text[text.find("(arrows").expect("a menu")..];
            assert!(!menu.contains("..."), "nothing is cut:\n{text}");
            for row in ["I do not know", "How to find out", "Skip: ask me later", "Back"] {
                assert_eq!(text.matches(row).count(), 1, "{text}");
            }
            terminal.press(UP);
            terminal.press(DOWN);
            terminal.press(DOWN);
            // Where a file can answer, one more way stands between the two.
            terminal.wait_for("> ? How to find out\n");
            terminal.wait_for("\n  s Skip: ask me later\n  b Back\n  q Quit (what was answered is kept)");
            let text = terminal.text();
            assert_eq!(text.matches("QUESTION 1").count(), 1, "redrawn in place:\n{text}");
            assert_eq!(text.matches("Skip: ask me later").count(), 1, "redrawn in place:\n{text}");
        }
    }
}

#[test]
fn a_screen_of_two_rows_shows_one_answer_at_a_time() {
    let mut terminal = Terminal::rdpfix((2, 100), &["diagnose", "0xc07", "--no-session"]);
    terminal.wait_for("> d I do not know");
    terminal.wait_for_keys();
    terminal.press("q");
    terminal.wait_for("> q Quit");
    terminal.press("\r");
    assert_eq!(terminal.wait_for_end(), 130, "{}", terminal.text());
    assert!(!terminal.stream().contains("panicked"), "{}", terminal.text());
}

/// What somebody sees who drags the corner of the window: the question again, set for the new width.
#[test]
fn another_size_of_the_window_sets_question_and_menu_anew() {
    for (first, then) in [(SMALL, NARROW), (SMALL, (30, 100)), ((20, 60), (40, 50))] {
        let mut terminal = Terminal::rdpfix(first, &["diagnose", "0xc07", "--no-session"]);
        terminal.wait_for("> d I do not know");
        terminal.wait_for_keys();
        terminal.resize(then);
        terminal.wait_for_anew("QUESTION 1");
        terminal.wait_for_anew("> d I do not know");
        terminal.press("?");
        terminal.wait_for("> ? How to find out");
        let text = terminal.text();
        assert!(text.contains("QUESTION 1"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() < usize::from(then.1)), "{then:?}:\n{text}");
        assert!(!terminal.stream().contains("To go on"), "{text}");
        terminal.press("\x1b");
        is_cancelled(terminal, "rdpfix diagnose --problem account-restriction");
    }
}

/// Enter, pressed by habit after a paste and once too often: nothing is answered by it.
#[test]
fn an_enter_too_many_after_a_paste_answers_nothing() {
    let mut terminal = begin(SMALL);
    terminal.paste_bracketed(SOCKET);
    terminal.wait_for("(Enter reads it)");
    terminal.press("\r\r");
    terminal.wait_for("QUESTION 1");
    terminal.wait_for("> d I do not know");
    assert!(!terminal.stream().contains("QUESTION 2"), "{}", terminal.text());
    terminal.press("\x1b");
    is_cancelled(terminal, "rdpfix diagnose --problem disconnect-0x904");
}

/// Ten times Enter at a fix: the step is shown again, nothing is booked.
#[test]
fn enter_alone_books_no_outcome() {
    let given =
        [("client-windows", "xp"), ("xp-credssp-registry", "present"), ("restarted-since-change", "no")];
    for size in [SMALL, NARROW, (40, 120)] {
        let mut terminal = start(size, &knowing(&["0x507"], &given, &[]));
        for time in 1..=10 {
            terminal.wait_for_anew("What happened?");
            terminal.wait_for_anew("q Quit");
            assert!(!terminal.stream().contains("STEP 2"), "{size:?} {time}: {}", terminal.text());
            terminal.press("\r");
        }
        terminal.wait_for_anew("q Quit");
        terminal.press("\x1b");
        assert_eq!(terminal.wait_for_end(), 130, "{}", terminal.text());
        let stream = terminal.stream();
        assert!(stream.contains("To go on") && !stream.contains("--tried"), "{stream}");
    }
}

#[test]
fn a_mistyped_word_is_asked_for_again_and_small_letters_count() {
    let mut terminal = weakening();
    terminal.press("weakne\r");
    terminal.wait_for_anew("to skip this step:\n> ");
    terminal.press("weaken\r");
    terminal.wait_for("What happened?");
    terminal.wait_for("> n Not done yet");
    terminal.press("\x1b");
    terminal.wait_for("IF YOU MADE THE CHANGE");
    assert_eq!(terminal.wait_for_end(), 130, "{}", terminal.text());
}

#[test]
fn a_lookup_without_a_text_asks_for_it() {
    for args in [&["lookup"][..], &["lookup", "-"]] {
        let mut terminal = Terminal::rdpfix((40, 80), args);
        terminal.wait_for("Paste the error or type a code");
        terminal.wait_for("\n> ");
        terminal.press("0xc07\r");
        assert_eq!(terminal.wait_for_end(), 0, "{}", terminal.text());
        assert!(terminal.stream().contains("0xC07 (3079)"), "{}", terminal.text());
    }
}

#[test]
fn a_usage_error_on_a_terminal_holds_none_of_the_sequences_that_were_typed() {
    let mut terminal =
        Terminal::rdpfix((24, 80), &["lookup", "--format", "x\u{1b}]0;pwn\u{7}\u{1b}]52;c;cHdu\u{7}", "x"]);
    assert_eq!(terminal.wait_for_end(), 2, "{}", terminal.text());
    let stream = terminal.stream();
    assert!(stream.contains("invalid value") && !stream.contains("\u{1b}]"), "{stream:?}");
}

/// Pasted at the question itself: the state is read from it. Anything else that is pasted there answers nothing.
#[test]
fn what_a_command_printed_answers_the_question_at_which_it_is_pasted() {
    let args = knowing(
        &["--problem", "rdp-service-not-listening"],
        &[("host-reach", "yes")],
        &["rdp-service-state"],
    );
    let mut terminal = start(SMALL, &args);
    terminal.wait_for("QUESTION 1");
    terminal.wait_for("p Paste what a command printed");
    terminal.paste_bracketed("2\r\n");
    terminal.wait_for("No output that rdpfix can read");
    terminal.wait_for_anew("q Quit");
    terminal.paste_bracketed("SERVICE_NAME: TermService\n        STATE              : 1  STOPPED\n");
    terminal.wait_for("Read from the output: It is stopped");
    terminal.wait_for("What happened?");
    terminal.wait_for_anew("q Quit");
    assert!(!terminal.stream().contains("QUESTION 2"), "{}", terminal.text());
    terminal.press("\x1b");
    is_cancelled(terminal, "rdp-service-state=stopped");
}
