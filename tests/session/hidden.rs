//! Every document that a file takes part in, without the names: of files, ids and errors too.

use std::fs;

use rdpfix::knowledge::Knowledge;
use rdpfix::session::ledger::{Circumstances, Entry, Ledger};

use super::play::clock;
use crate::shared::home::Home;

/// What no document says by chance.
const PLANTED: &str = "zqzoe";

const FORMS: [&str; 5] =
    ["--format terminal", "--format plain", "--json", "--format markdown", "--format html"];

/// A home in which the name stands in a file's name, in a damaged line and in what was there before a weakening.
fn planted() -> Home {
    let home = Home::new();
    let file = home.path().join(format!("{PLANTED}.ndjson"));
    home.run(&format!("diagnose 0xc07 --no-input --answer account-kind=local --session {}", file.display()));
    let text = fs::read_to_string(&file).unwrap() + &format!("{{\"at\":\"now\",\"event\":\"{PLANTED}\"}}\n");
    fs::write(&file, &text).unwrap();
    fs::create_dir_all(home.state().join("sessions")).unwrap();
    fs::write(home.state().join("sessions").join(format!("{PLANTED}.ndjson")), text).unwrap();

    let ledger = home.state().join("ledger.ndjson");
    let knowledge = Knowledge::builtin();
    let fix = knowledge.fixes.get("allow-vulnerable-credssp").unwrap();
    let done = Circumstances { session: PLANTED, problem: None, machine: PLANTED };
    let printed = "HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows\\CurrentVersion\\Policies\\System\\CredSSP\\Parameters\n    \
        AllowEncryptionOracle    REG_DWORD    0x1\n";
    Ledger::new(&ledger, clock).weakened(Entry::new(fix, done, &[Some(printed.to_owned())], clock)).unwrap();
    let text = fs::read_to_string(&ledger).unwrap();
    let number = "\"type\":\"REG_DWORD\",\"data\":\"0x1\"";
    assert!(text.contains(number), "{text}");
    let path = format!("\"type\":\"REG_SZ\",\"data\":\"C:\\\\Users\\\\{PLANTED}\"");
    fs::write(&ledger, text.replace(number, &path)).unwrap();
    home
}

#[test]
fn no_document_names_what_is_to_be_hidden() {
    let home = planted();
    let file = home.path().join(format!("{PLANTED}.ndjson"));
    let file = file.display();
    for line in [
        format!("session show {file}"),
        format!("session report {file}"),
        "session list".to_owned(),
        "pending".to_owned(),
        format!("pending undo {PLANTED} --no-input"),
        format!("diagnose --no-input --session {file}"),
        // Errors, of every kind of place.
        format!("explain {PLANTED}"),
        format!("diagnose 0xc07 --no-input --answer {PLANTED}=yes"),
        format!("diagnose 0xc07 --no-input --answer account-kind={PLANTED}"),
        format!("diagnose 0xc07 --no-input --answers {file}"),
        format!("diagnose 0xc07 --no-input --answers {}/{PLANTED}", home.path().display()),
        format!("session show {PLANTED}@contoso.com"),
        format!("pending undo no-{PLANTED} --no-input"),
        format!("lookup 0xc07 --from {PLANTED}"),
    ] {
        for form in FORMS {
            let run = home.run(&format!("{line} {form} --redact"));
            let said = format!("{}{}", run.stdout, run.stderr).to_lowercase();
            assert!(!said.is_empty() && !said.contains(PLANTED), "{line} {form}: {said}");
        }
    }
    // The same without the flag names it: the walk looks at the right places.
    for line in ["session list --json", "pending --json"] {
        assert!(home.run(line).stdout.contains(PLANTED), "{line}");
    }
}

#[test]
fn numbers_of_people_are_no_codes_where_names_are_hidden() {
    let home = Home::new();
    let text = ["lookup", "Error code: 0x904, call 5551234", "--json"];
    let open = crate::shared::program::finish(home.command(text), b"").stdout;
    let closed = crate::shared::program::finish(home.command(text.iter().chain(&["--redact"])), b"").stdout;
    assert!(!closed.contains("5551234") && !closed.contains("54B482"), "{closed}");
    assert!(closed.contains("0x904"), "{closed}");
    assert!(open.contains("0x904"), "{open}");
}

#[test]
fn a_script_is_whole_or_not_there() {
    let home = planted();
    let line = format!("pending undo {PLANTED} --script cmd --no-input");
    assert_eq!(home.run(&line).code, 1);
    home.run(&format!("{line} --redact"))
        .refused_with(&["a script without what it puts back would be wrong"]);
}
