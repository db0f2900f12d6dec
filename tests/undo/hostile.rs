//! What people paste is not always what was printed.

use std::fmt::Write as _;

use proptest::prelude::*;
use rdpfix::knowledge::commands::{Before, lines, read_before, verify_back, way_back};
use rdpfix::knowledge::format::{Change, RegistryType};

use crate::undo::machine::ENGLISH;
use crate::undo::starts::Start;
use crate::undo::tree::Data;
use crate::undo::{SHELLS, changes};

const KEY: &str = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System\CredSSP\Parameters";

fn oracle() -> Change {
    Change::Registry {
        key: KEY.to_owned(),
        name: "AllowEncryptionOracle".to_owned(),
        value_type: RegistryType::Dword,
        data: Some("2".to_owned()),
    }
}

fn value(kind: &str, data: &str) -> Before {
    Before::Value { value_type: kind.to_owned(), data: data.to_owned() }
}

#[test]
fn prompts_and_the_lines_themselves_do_no_harm() {
    for shell in SHELLS {
        let mut machine = Start::NoKey(1).machine(KEY, "AllowEncryptionOracle", true, ENGLISH);
        let mut shown = "Microsoft Windows [Version 10.0.19045.1]\n".to_owned();
        for line in lines(&oracle(), shell).keep {
            let printed = machine.see(std::slice::from_ref(&line), shell);
            let prompt = "C:\\Users\\J\u{fc}rgen>";
            write!(shown, "{prompt}{line}\n{printed}\n{prompt}\n").unwrap();
        }
        assert_eq!(read_before(&oracle(), &shown), Some(Before::AbsentKey { missing: 1 }));
    }
}

/// An error alone says that the value is absent and nothing about its key; half of a page says nothing.
#[test]
fn what_was_not_printed_is_not_known() {
    let error = format!("\r\n{}\r\n", ENGLISH.not_found);
    for shown in ["", " \r\n", &error, &error.repeat(2)] {
        assert_eq!(read_before(&oracle(), shown), None, "{shown}");
    }
    assert_eq!(read_before(&oracle(), &error.repeat(3)), Some(Before::AbsentKey { missing: 2 }));
    // A key that was asked for and is there, and no word about the value.
    let there = format!("\r\n{}\r\n{}\r\n", KEY.replace("HKLM", "HKEY_LOCAL_MACHINE"), ENGLISH.no_default);
    assert_eq!(read_before(&oracle(), &there), None);
    assert_eq!(read_before(&oracle(), &(error + &there)), Some(Before::AbsentValue));
    assert_eq!(read_before(&oracle(), &"x\n".repeat(40_000)), None, "too long to have been printed");
}

#[test]
fn the_value_of_another_key_or_name_is_not_this_one() {
    let head = |key: &str| key.replace("HKLM", "HKEY_LOCAL_MACHINE");
    let line = "    AllowEncryptionOracle    REG_DWORD    0x0\n";
    let other = format!("{}\n{line}\n", head(r"HKLM\SOFTWARE\Other"));
    assert_eq!(read_before(&oracle(), &other), None);
    let both = format!(
        "{other}{}\n    AllowEncryptionOracle2    REG_DWORD    0x5\n    allowencryptionoracle    REG_DWORD    0x1\n",
        head(KEY)
    );
    assert_eq!(read_before(&oracle(), &both), Some(value("REG_DWORD", "0x1")));
    assert_eq!(read_before(&oracle(), line), Some(value("REG_DWORD", "0x0")), "a line copied alone");
}

/// What could not be written back exactly is not taken for known.
#[test]
fn data_that_is_none_is_not_read() {
    for data in ["REG_DWORD    0x1 & calc", "REG_LINK    x", "REG_BINARY    0AF", "REG_NONE    "] {
        assert_eq!(read_before(&oracle(), &format!("    AllowEncryptionOracle    {data}\n")), None, "{data}");
    }
}

/// A ledger may have been edited: what stands in it never becomes more than data of a line.
#[test]
fn a_note_that_makes_no_sense_gives_comments_only() {
    let notes = [
        value("REG_DWORD", "1 & calc"),
        value("REG_SZ /d x & calc", "1"),
        value("REG_BINARY", "zz"),
        Before::Running,
        Before::Rules { on: vec![], off: vec!["x".to_owned()] },
    ];
    for note in notes {
        for (shell, mark) in SHELLS.into_iter().zip(["rem ", "# "]) {
            let back = way_back(&oracle(), &note, shell);
            assert!(!back.is_empty() && back.iter().all(|line| line.starts_with(mark)), "{note:?}: {back:?}");
            assert!(!back.concat().contains("calc") && !verify_back(&oracle(), &note, shell).is_empty());
        }
    }
    let deep = Before::AbsentKey { missing: usize::MAX };
    assert_eq!(way_back(&oracle(), &deep, SHELLS[1]).len(), 3, "no key above those that a change makes");
}

/// A value too long for a line of the command prompt goes back in PowerShell.
#[test]
fn a_line_is_never_longer_than_the_prompt_takes() {
    let long = value("REG_BINARY", &"0A".repeat(5000));
    let [cmd, powershell] = SHELLS.map(|shell| way_back(&oracle(), &long, shell));
    assert!(cmd.iter().all(|line| line.starts_with("rem ")), "{cmd:?}");
    assert!(powershell[0].starts_with("New-ItemProperty ") && powershell[0].len() > 8191);
}

proptest! {
    #[test]
    fn nothing_that_is_pasted_makes_it_fall(shown in "(\\PC|\n|    |REG_|HKEY_|: 4 |Name : |\u{0}){0,60}") {
        for (_, change) in changes() {
            if let Some(before) = read_before(change, &shown) {
                for shell in SHELLS {
                    way_back(change, &before, shell);
                    verify_back(change, &before, shell);
                }
            }
        }
    }

    /// Texts of any characters: written, shown, read and put back.
    #[test]
    fn any_text_is_put_back(text in "[^\\p{Cc}\\p{Zl}\\p{Zp}]{0,40}", expands in any::<bool>()) {
        let data = if expands { Data::ExpandSz(text) } else { Data::Sz(text) };
        for shell in SHELLS {
            let mut machine = Start::Present(data.clone()).machine(KEY, "AllowEncryptionOracle", true, ENGLISH);
            let untouched = machine.clone();
            let set = lines(&oracle(), shell);
            let before = read_before(&oracle(), &machine.see(&set.keep, shell)).unwrap();
            machine.must(&set.change, shell);
            machine.must(&way_back(&oracle(), &before, shell), shell);
            prop_assert_eq!(&machine, &untouched);
        }
    }
}
