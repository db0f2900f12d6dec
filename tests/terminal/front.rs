//! The fronts for a person, at a real terminal.

use crate::scene;

/// A dialog as the Windows client copies it: six lines with text, blank lines between them.
const DIALOG: &str = "[Window Title]\nRemote Desktop Connection\n\n[Content]\nAn internal error has occurred.\n\nError code: 0x4\nExtended error code: 0x0\n";

const SMALL: (u16, u16) = (24, 80);
const NARROW: (u16, u16) = (24, 40);

const DOWN: &str = "\x1b[B";

/// The dialog as the scene prints what it was given.
fn pasted() -> String {
    format!("<pasted {:?}>", DIALOG.trim_end())
}

#[test]
fn arrows_and_enter_choose() {
    let mut terminal = scene::start("pick", SMALL);
    terminal.wait_for("> 1 answer 1");
    terminal.press(DOWN);
    terminal.wait_for("> 2 answer 2");
    terminal.press("\r");
    terminal.wait_for("<reply Said(1)>");
    assert_eq!(terminal.wait_for_end(), 0);
    assert!(terminal.shows_cursor());
    assert!(terminal.text().contains("Which is it?\n> answer 2"), "{}", terminal.text());
}

#[test]
fn esc_and_the_end_of_the_input_leave() {
    for key in ["\x1b", "\x04"] {
        let mut terminal = scene::start("pick", SMALL);
        terminal.wait_for("> 1 answer 1");
        terminal.wait_for_keys();
        terminal.press(key);
        terminal.wait_for("<reply Left>");
        assert!(terminal.shows_cursor());
    }
}

#[test]
fn a_key_that_is_shown_moves_the_mark_and_others_do_nothing() {
    let mut terminal = scene::start("pick", SMALL);
    terminal.wait_for("> 1 answer 1");
    terminal.wait_for_keys();
    terminal.press("3");
    terminal.wait_for("> 3 answer 3");
    for key in ["q", "k", " ", "9", "x"] {
        terminal.press(key);
        std::thread::sleep(std::time::Duration::from_millis(60));
    }
    terminal.press("\x1b[H");
    terminal.wait_for("> 1 answer 1");
    terminal.press("\x1b[F");
    terminal.wait_for("> 3 answer 3");
    assert!(!terminal.stream().contains("<reply"), "only Enter answers: {}", terminal.text());
    terminal.press("2");
    terminal.wait_for("> 2 answer 2");
    terminal.press("\r");
    terminal.wait_for("<reply Said(1)>");
}

#[test]
fn in_a_long_list_what_is_typed_is_found() {
    let mut terminal = scene::start("many answers", SMALL);
    terminal.wait_for("> 1 The account is locked");
    terminal.wait_for_keys();
    for (key, shown) in [("e", "(find: e;"), ("x", "(find: ex;")] {
        terminal.press(key);
        terminal.wait_for(shown);
    }
    terminal.wait_for("> 3 The password has expired");
    assert!(!terminal.text().contains("locked"), "{}", terminal.text());
    terminal.press("\x1b");
    terminal.wait_for("  1 The account is locked");
    terminal.wait_for("> 3 The password has expired");
    terminal.press("q");
    terminal.wait_for("> q Quit");
    terminal.press("\r");
    terminal.wait_for("<reply Said(8)>");
}

#[test]
fn another_size_of_the_window_ends_nothing_and_sets_the_menu_anew() {
    for sizes in [[SMALL, NARROW, SMALL], [NARROW, (30, 100), NARROW], [(20, 60), (20, 50), (12, 40)]] {
        let mut terminal = scene::start("pick", sizes[0]);
        terminal.wait_for("> 1 answer 1");
        terminal.wait_for_keys();
        for (size, answer) in [(sizes[1], 2), (sizes[2], 3)] {
            terminal.resize(size);
            terminal.wait_for_anew("Which is it?");
            terminal.wait_for_anew("> ");
            terminal.press(DOWN);
            terminal.wait_for(&format!("> {answer} answer {answer}"));
            let text = terminal.text();
            assert_eq!(text.matches("Which is it?").count(), 1, "{text}");
            assert_eq!(text.matches("answer ").count(), 3, "{text}");
        }
        terminal.press("\r");
        terminal.wait_for("<reply Said(2)>");
        assert!(terminal.shows_cursor());
    }
}

#[test]
fn another_size_of_the_window_ends_no_other_prompt() {
    for (scene, prompt, said) in [
        ("line", "Type WEAKEN:\n> ", "<reply Said(\"no\")>"),
        ("paste, then pick", "Paste the error:\n> ", "<pasted \"no\">"),
        ("simple pick", "q leave", "no answer is called 'no'"),
    ] {
        let mut terminal = scene::start(scene, SMALL);
        terminal.wait_for(prompt);
        terminal.wait_for_keys();
        terminal.resize(NARROW);
        for key in ["n", "o", "\r"] {
            terminal.press(key);
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        terminal.wait_for(said);
    }
}

#[test]
fn ctrl_c_ends_the_prompt_and_shows_the_cursor() {
    for (scene, prompt) in [("pick", "> 1 answer 1"), ("line", "Type WEAKEN:"), ("paste, then pick", "Paste")]
    {
        let mut terminal = scene::start(scene, SMALL);
        terminal.wait_for(prompt);
        terminal.wait_for_keys();
        terminal.press("\x03");
        terminal.wait_for("<gone Interrupted>");
        assert_eq!(terminal.wait_for_end(), 0, "{scene}: the program goes on by itself");
        assert!(terminal.shows_cursor() && !terminal.brackets_pastes(), "{scene}");
    }
}

#[test]
fn a_request_to_end_ends_the_prompt_too() {
    for (scene, prompt) in [("line", "Type WEAKEN:"), ("simple pick", "q leave"), ("pick", "> 1 answer 1")] {
        let mut terminal = scene::start(scene, SMALL);
        terminal.wait_for(prompt);
        terminal.ask_to_end();
        terminal.wait_for("<gone Interrupted>");
        assert!(terminal.shows_cursor(), "{scene}");
    }
}

#[test]
fn whatever_does_not_notice_a_request_to_end_is_ended() {
    let mut terminal = scene::start("busy", SMALL);
    terminal.wait_for("Looking at srv01");
    terminal.ask_to_end();
    assert_eq!(terminal.wait_for_end(), 130);
    assert!(terminal.shows_cursor());
}

#[test]
fn ctrl_c_twice_ends_work_that_does_not_listen() {
    let mut terminal = scene::start("busy", SMALL);
    terminal.wait_for("Looking at srv01");
    terminal.press("\x03");
    terminal.wait_for("^C");
    std::thread::sleep(std::time::Duration::from_millis(400));
    terminal.press("\x03");
    assert_eq!(terminal.wait_for_end(), 130);
    assert!(terminal.shows_cursor());
}

#[test]
fn a_menu_on_forty_columns_is_redrawn_in_place() {
    let mut terminal = scene::start("pick", NARROW);
    terminal.wait_for("> 1 answer 1");
    for answer in ["> 2 answer 2", "> 3 answer 3", "> 1 answer 1"] {
        terminal.press(DOWN);
        terminal.wait_for(answer);
    }
    let rest = "of a list that is long\n      enough to be cut";
    terminal.wait_for(&format!("> 1 answer 1 {rest}\n  2 answer 2 {rest}\n  3 answer 3 {rest}"));
    let text = terminal.text();
    assert_eq!(text.matches("Which is it?").count(), 1, "{text}");
    assert_eq!(text.matches("answer ").count(), 3, "{text}");
}

#[test]
fn a_list_longer_than_the_screen_shows_what_is_around_the_mark() {
    let mut terminal = scene::start("long list", NARROW);
    terminal.wait_for("1/60");
    terminal.wait_for("> 1 answer 1 of a list that is long ...");
    terminal.wait_for_keys();
    terminal.press("\x1b[F");
    terminal.wait_for("> 0 answer 60");
    terminal.press("\x1b[5~");
    terminal.wait_for("> 0 answer 50");
    assert_eq!(terminal.text().matches("/60").count(), 1, "{}", terminal.text());
    terminal.press("\r");
    terminal.wait_for("<reply Said(49)>");
}

#[test]
fn a_bracketed_dialog_arrives_whole_and_answers_nothing_else() {
    let mut terminal = scene::start("paste, then pick", SMALL);
    terminal.wait_for("Paste the error:");
    terminal.paste_bracketed(DIALOG);
    terminal.wait_for("(Enter reads it)");
    assert!(!terminal.stream().contains("<pasted"), "it waits for Enter: {}", terminal.text());
    terminal.press("\r\r");
    answers_only_what_is_pressed(terminal);
}

#[test]
fn a_dialog_without_brackets_arrives_whole_and_answers_nothing_else() {
    let mut terminal = scene::start("paste, then pick", SMALL);
    terminal.wait_for("Paste the error:");
    terminal.wait_for("\n> ");
    terminal.paste_raw(DIALOG);
    terminal.press("\r");
    answers_only_what_is_pressed(terminal);
}

fn answers_only_what_is_pressed(mut terminal: crate::terminal::Terminal) {
    terminal.wait_for("> 1 answer 1");
    let whole = pasted();
    assert!(terminal.stream().contains(&whole), "{}", terminal.text());
    terminal.press(DOWN);
    terminal.wait_for("> 2 answer 2");
    assert!(!terminal.stream().contains("<reply"), "the paste answered the menu: {}", terminal.text());
    terminal.press("\r");
    terminal.wait_for("<reply Said(1)>");
}

#[test]
fn a_paste_into_a_menu_is_no_answer() {
    let mut terminal = scene::start("pick", SMALL);
    terminal.wait_for("> 1 answer 1");
    terminal.wait_for_keys();
    terminal.paste_raw(DIALOG);
    terminal.wait_for("Please answer again.\n(arrows or a key, Enter; Esc leaves)\n> 1 answer 1");
    terminal.press("\r");
    terminal.wait_for("<reply Said(0)>");
}

#[test]
fn control_characters_in_a_paste_never_reach_the_screen() {
    let mut terminal = scene::start("paste, then pick", SMALL);
    terminal.wait_for("Paste the error:");
    terminal.paste_bracketed("red \x1b[31m and \x07 bell\x1b]0;title\x07\nError code: 0x4\n");
    terminal.wait_for("(Enter reads it)");
    terminal.press("\r");
    terminal.wait_for("> 1 answer 1");
    let stream = terminal.stream();
    assert!(
        !stream.contains("\x1b[31m") && !stream.contains('\x07') && !stream.contains("\x1b]0"),
        "{stream:?}"
    );
}

#[test]
fn a_typed_code_needs_one_enter() {
    let mut terminal = scene::start("paste, then pick", SMALL);
    terminal.wait_for("Paste the error:");
    terminal.wait_for("\n> ");
    terminal.press("0x904\r");
    terminal.wait_for("<pasted \"0x904\">");
}

#[test]
fn a_word_typed_before_it_is_asked_for_does_not_count() {
    let mut terminal = scene::start("late line", SMALL);
    terminal.wait_for("<the scene begins>");
    terminal.press("WEAKEN\r");
    terminal.wait_for("Type WEAKEN:");
    terminal.wait_for("\n> ");
    terminal.press("no\r");
    terminal.wait_for("<reply Said(\"no\")>");
}

#[test]
fn a_word_is_typed_and_a_mistake_taken_back() {
    let mut terminal = scene::start("line", SMALL);
    terminal.wait_for("Type WEAKEN:");
    terminal.wait_for("\n> ");
    terminal.press("WEAKEM\x7fN\r");
    terminal.wait_for("<reply Said(\"WEAKEN\")>");
}

#[test]
fn a_spinner_turns_and_disappears() {
    let mut terminal = scene::start("wait", SMALL);
    terminal.wait_for("Looking at srv01");
    terminal.wait_for("<waited>");
    assert!(!terminal.text().contains("Looking"), "{}", terminal.text());
}

#[test]
fn plain_lines_choose_and_ctrl_c_interrupts() {
    let mut terminal = scene::start("simple pick", SMALL);
    terminal.wait_for("q leave");
    terminal.press("2\r");
    terminal.wait_for("<reply Said(1)>");
    let mut terminal = scene::start("simple pick", SMALL);
    terminal.wait_for("q leave");
    terminal.press("\x03");
    terminal.wait_for("<gone Interrupted>");
}

#[test]
fn a_dialog_in_plain_lines_arrives_whole_and_answers_nothing_else() {
    let mut terminal = scene::start("paste, then pick, simple", SMALL);
    terminal.wait_for("Paste the error:");
    terminal.paste_raw(DIALOG);
    terminal.press("\r");
    terminal.wait_for("q leave");
    assert!(terminal.stream().contains(&pasted()), "{}", terminal.text());
    terminal.press("2\r");
    terminal.wait_for("<reply Said(1)>");
}
