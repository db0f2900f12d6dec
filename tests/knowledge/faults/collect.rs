//! Collecting: one line for every witness, and none that does more than read.

use serde_json::json;

use super::{Case, hold};
use crate::knowledge::remove;

const LINES: &[Case] = &[
    Case {
        file: "collect.json",
        edit: |lines| remove(lines, "saved-passwords"),
        expect: &[
            "collect.json: no line brings a fact of the kind 'saved'",
            "collect.json: no line brings saved termsrv of the client, which answers 'saved-credentials'",
        ],
    },
    Case {
        file: "collect.json",
        edit: |lines| {
            let mut second = lines["saved-passwords"].clone();
            second["file"] = "saved-again.txt".into();
            lines["saved-again"] = second;
        },
        expect: &[
            "collect.json: 'saved-again' and 'saved-passwords' both bring saved termsrv of the client, which answers \
             'saved-credentials'",
        ],
    },
    Case {
        file: "collect.json",
        edit: |lines| lines["log-client"]["brings"]["log"] = "Setup".into(),
        expect: &[
            "collect.json: no line brings event 1024 of \
            Microsoft-Windows-TerminalServices-ClientActiveXCore of the client, which answers 'address-as-typed'",
            "collect.json: no line brings event 1026 of \
            Microsoft-Windows-TerminalServices-ClientActiveXCore of the client, which answers 'account-state'",
            "collect.json: no line brings event 1026 of \
            Microsoft-Windows-TerminalServices-ClientActiveXCore of the client, which answers 'delegation-policy'",
        ],
    },
    Case {
        file: "collect.json",
        edit: |lines| lines["saved-passwords"]["file"] = "groups.txt".into(),
        expect: &["collect.json: saved-passwords.file: 'groups.txt' stands twice"],
    },
    Case {
        file: "collect.json",
        edit: |lines| lines["ports"]["with"] = json!(["procesess"]),
        expect: &[
            "collect.json: ports.with: there is no line 'procesess'",
            "collect.json: processes.brings: brings nothing, and no line needs it",
        ],
    },
    Case {
        file: "collect.json",
        edit: |lines| lines["log-security"]["cmd"] = json!(["wevtutil qe Security /f:xml"]),
        expect: &["collect.json: log-security.cmd: an event log is read through {query} only: never whole"],
    },
];

#[test]
fn every_witness_has_one_line() {
    hold(LINES);
}

/// Each line in place of `klist`, and what is said of it.
const COMMANDS: [(&str, &str); 14] = [
    ("reg add HKLM\\SOFTWARE\\A /v b", "'reg add' does more than read what is asked for"),
    ("reg.exe save HKLM\\SYSTEM x", "'reg save' does more than read what is asked for"),
    ("reg query HKLM\\SAM", "'hklm\\sam' does more than read what is asked for"),
    ("sc.exe config TermService start= disabled", "'sc config' does more than read what is asked for"),
    ("net user anna x", "'net user' does more than read what is asked for"),
    ("wevtutil cl System", "'wevtutil cl' does more than read what is asked for"),
    ("klist purge", "'klist purge' does more than read what is asked for"),
    ("vssadmin list shadows", "'vssadmin' does more than read what is asked for"),
    ("Restart-Service TermService", "'restart-service' does more than read what is asked for"),
    ("klist > C:\\x", "'>' may stand in no command that is collected"),
    ("klist & calc", "'&' may stand in no command that is collected"),
    ("type %APPDATA%\\x", "'%' may stand in no command that is collected"),
    ("nslookup {host}", "what is filled in stands between double quotes"),
    (
        "nslookup \"{name}\"",
        "in braces stands one of {key}, {value}, {service}, {log}, {query}, {host}, {gateway}, \
        {domain}, {rdp-file}",
    ),
];

#[test]
fn a_command_that_does_more_than_read_is_refused() {
    let shipped = crate::knowledge::files();
    for (command, expected) in COMMANDS {
        let mut files = shipped.clone();
        let text = &mut files.iter_mut().find(|(path, _)| path == "collect.json").unwrap().1;
        let mut lines: serde_json::Value = serde_json::from_str(text).unwrap();
        lines["tickets"]["cmd"] = json!([command]);
        *text = lines.to_string();
        let expected = format!("collect.json: tickets.cmd: {expected}");
        assert_eq!(super::said(&files), [expected], "{command}");
    }
}
