use super::*;
use crate::witness::person::keys::script::{Script, burst, typed};

/// A dialog as the Windows client copies it: with blank lines inside and no end of its own.
const DIALOG: &str = "[Window Title]\rRemote Desktop Connection\r\r[Content]\rAn internal error has occurred.\r\rError code: 0x4\rExtended error code: 0x0\r\r[OK] [Help]\r";

fn said(keys: impl IntoIterator<Item = (u64, Key)>) -> String {
    match read(&mut Script::new(keys), std::io::sink()).expect("nobody interrupts") {
        Reply::Said(bytes) => String::from_utf8(bytes).expect("the test pastes UTF-8"),
        Reply::Left => "(left)".to_owned(),
    }
}

fn lines(text: &str) -> String {
    text.replace('\r', "\n").trim_end().to_owned()
}

fn bracketed(text: &str) -> (u64, Key) {
    (0, Key::Text { bytes: text.as_bytes().to_vec(), bracketed: true })
}

#[test]
fn a_dialog_with_blank_lines_arrives_whole_once_a_blank_line_is_followed_by_silence() {
    let mut keys = burst(DIALOG);
    keys.push((900, Key::Enter));
    assert_eq!(said(keys), lines(DIALOG));
}

#[test]
fn a_pause_in_the_middle_does_not_end_a_dialog() {
    let (first, rest) = DIALOG.split_at(DIALOG.find("An internal").expect("the dialog says so"));
    let mut keys = burst(first);
    let mut rest = burst(rest);
    rest[0].0 = 1500;
    keys.append(&mut rest);
    keys.push((0, Key::Enter));
    assert_eq!(said(keys), lines(DIALOG));
}

#[test]
fn a_line_with_a_point_ends_at_once_and_the_rest_is_thrown_away() {
    let mut keys = Script::new(burst("one\rtwo\r.\ry\ry\r"));
    let reply = read(&mut keys, std::io::sink()).expect("nobody interrupts");
    assert_eq!(reply, Reply::Said(b"one\ntwo".to_vec()));
    assert_eq!(keys.left(), 0);
}

#[test]
fn a_bracketed_paste_of_several_lines_ends_at_the_next_enter_and_no_sooner() {
    for end in ["\r\n", "\r", "\n"] {
        let paste = ["Error code: 0x904", "", "Extended: 0x7"].join(end);
        assert_eq!(
            said([bracketed(&paste), (60_000, Key::Enter)]),
            "Error code: 0x904\n\nExtended: 0x7",
            "lines end in {end:?}"
        );
    }
}

#[test]
fn an_enter_too_many_after_a_bracketed_paste_belongs_to_it() {
    for paste in ["a\nb\n", "a\nb"] {
        let mut keys = Script::new([bracketed(paste), (900, Key::Enter), (150, Key::Enter)]);
        let mut shown = Vec::new();
        let reply = read(&mut keys, &mut shown).expect("nobody interrupts");
        assert_eq!((reply, keys.left()), (Reply::Said(b"a\nb".to_vec()), 0));
        let shown = String::from_utf8(shown).expect("what is shown is text");
        assert_eq!(shown.matches("(Enter reads it)").count(), 1, "{shown:?}");
    }
}

#[test]
fn a_bracketed_line_waits_for_enter() {
    assert_eq!(said([bracketed("black screen"), (3000, Key::Enter)]), "black screen");
}

#[test]
fn a_code_needs_one_enter_however_it_arrives() {
    assert_eq!(said(burst("0x904\r")), "0x904");
    assert_eq!(said(typed("0x904/0x7\r")), "0x904/0x7");
}

#[test]
fn what_is_typed_by_hand_needs_one_enter() {
    assert_eq!(said(typed("black screen\r")), "black screen");
}

#[test]
fn a_first_line_that_was_pasted_is_not_the_end() {
    let mut keys = burst("Remotedesktopverbindung\r");
    keys.push((700, Key::Char('x')));
    keys.push((0, Key::End));
    assert_eq!(said(keys), "Remotedesktopverbindung\nx");
}

#[test]
fn carriage_return_and_line_feed_are_one_line_end() {
    assert_eq!(said(burst("a\r\nb\n\r\n.\r\n")), "a\nb");
}

#[test]
fn enter_alone_says_nothing_but_a_paste_may_begin_with_a_blank_line() {
    assert_eq!(said(typed("\r")), "");
    assert_eq!(said(burst("\rError 0x904\r\r")), "\nError 0x904");
}

#[test]
fn esc_q_and_the_end_of_the_input_leave() {
    assert_eq!(said([(90, Key::Escape)]), "(left)");
    assert_eq!(said(typed("q\r")), "(left)");
    assert_eq!(said([(0, Key::End)]), "(left)");
}

#[test]
fn an_escape_inside_a_paste_is_no_wish_to_leave() {
    let mut keys = vec![(0, Key::Escape)];
    keys.extend(burst("[31mred\r.\r"));
    assert_eq!(said(keys), "[31mred");
}

#[test]
fn ctrl_c_interrupts_and_leaves_nothing_for_the_shell() {
    let mut keys = vec![(0, Key::Char('a')), (0, Key::Interrupt)];
    keys.extend(burst("\rdel *\r"));
    let mut keys = Script::new(keys);
    assert!(matches!(read(&mut keys, std::io::sink()), Err(Gone::Interrupted)));
    assert_eq!(keys.left(), 0);
}

#[test]
fn a_mistake_can_be_taken_back_also_when_it_takes_several_bytes() {
    let mut keys = typed("0x90\u{e4}");
    keys.push((90, Key::Erase));
    keys.extend(typed("4\r"));
    assert_eq!(said(keys), "0x904");
}

#[test]
fn no_more_than_the_limit_is_taken() {
    let line = "x".repeat(1000);
    let pieces = (0..1100).flat_map(|_| {
        let text = Key::Text { bytes: line.clone().into_bytes(), bracketed: false };
        [(0, text), (0, Key::Enter)]
    });
    let text = said(pieces.chain([(0, Key::End)]));
    assert!(text.len() <= LIMIT && text.len() > LIMIT - 1001, "{} bytes", text.len());
}

#[test]
fn bytes_that_are_no_utf8_are_kept() {
    let keys =
        [(0, Key::Text { bytes: b"Verbindung unm\xf6glich".to_vec(), bracketed: false }), (0, Key::End)];
    let reply = read(&mut Script::new(keys), std::io::sink()).expect("nobody interrupts");
    assert_eq!(reply, Reply::Said(b"Verbindung unm\xf6glich".to_vec()));
}

#[test]
fn whoever_forgets_the_end_is_told_once() {
    let mut keys = burst("some words\r");
    keys.push((5000, Key::Enter));
    let mut shown = Vec::new();
    read(&mut Script::new(keys), &mut shown).expect("nobody interrupts");
    let shown = String::from_utf8(shown).expect("what is shown is text");
    assert_eq!(shown.matches("an empty line ends").count(), 1, "{shown:?}");
}
