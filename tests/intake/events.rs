//! What Event Viewer shows: the number alone, with a word or its source, as text, as XML, as a line of its CSV.

use rdpfix::intake::{Outcome, Reading, read};
use rdpfix::lexicon::Lexicon;

fn reading(text: &str) -> Reading {
    read(text, Lexicon::builtin(), None)
}

fn first(reading: &Reading) -> Option<&str> {
    let decided = reading.outcome == Outcome::Match;
    reading.candidates.first().filter(|_| decided).map(|candidate| candidate.problem.as_str())
}

#[test]
fn a_number_is_an_event_alone_with_a_word_or_with_its_source() {
    for (text, id) in [
        ("4625", "security-4625"),
        ("36871", "schannel-36871"),
        ("1057", "rcm-1057"),
        ("event 1058", "rcm-1057"),
        ("Event ID: 4625", "security-4625"),
        ("EventID 1149", "rcm-1149"),
        ("Ereignis-ID 4625", "security-4625"),
        ("TerminalServices-RemoteConnectionManager 1057", "rcm-1057"),
        ("Schannel 36874", "schannel-36874"),
        ("TermDD event 56", "termdd-56"),
        ("LocalSessionManager 40", "lsm-40"),
    ] {
        let read = reading(text);
        assert_eq!(read.events, [id], "{text}");
        assert_eq!(read.outcome, Outcome::Match, "{text}");
        assert!(read.unlisted.is_empty(), "{text}");
    }
}

#[test]
fn an_event_of_remote_desktop_leads_to_its_problem() {
    for (text, problem) in [
        ("event 1058", "disconnect-0x904"),
        ("TerminalServices-RemoteConnectionManager 1057", "disconnect-0x904"),
        ("TerminalServices-Gateway event 301", "gateway-resource-denied-rap"),
        ("the rdp host writes event id 4740", "account-locked"),
        ("LsaSrv 6041", "credssp-encryption-oracle"),
    ] {
        assert_eq!(first(&reading(text)), Some(problem), "{text}");
    }
}

#[test]
fn the_code_in_the_field_decides() {
    let text = |status: &str, sub: &str, kind: u8| {
        format!(
            "Log Name: Security\nSource: Microsoft-Windows-Security-Auditing\nEvent ID: 4625\n\
             Logon Type:\t\t{kind}\nFailure Reason:\t\tUnknown user name or bad password.\n\
             Status:\t\t\t{status}\nSub Status:\t\t{sub}\n"
        )
    };
    let cases = [
        ("0xC000006D", "0xC0000064", "logon-failed"),
        ("0xC000006E", "0xC0000072", "account-disabled"),
        ("0xC0000234", "0x0", "account-locked"),
    ];
    for (status, sub, problem) in cases {
        for kind in [3, 10] {
            let read = reading(&text(status, sub, kind));
            assert_eq!((first(&read), &read.events[..]), (Some(problem), &["security-4625".to_owned()][..]));
        }
    }
    let xml = "<Event><System><Provider Name='Microsoft-Windows-Security-Auditing' \
               Guid='{54849625-5478-4994-a5ba-3e3b0328c30d}'/><EventID>4625</EventID></System><EventData>\
               <Data Name='Status'>0xc000006d</Data><Data Name='SubStatus'>0xc0000193</Data>\
               <Data Name='LogonType'>3</Data></EventData></Event>";
    assert_eq!(first(&reading(xml)), Some("account-expired"));
    assert_eq!(
        first(&reading("RDPClient event 1026: RDP ClientActiveX has been disconnected (Reason= 3079)")),
        Some("account-restriction")
    );
    assert_eq!(
        first(&reading("LocalSessionManager event 40: Session 2 has been disconnected, reason code 5")),
        Some("disconnected-by-other-connection")
    );
}

#[test]
fn a_line_of_the_csv_of_event_viewer_in_german() {
    let line =
        "Fehler,12.03.2026 10:11:12,Microsoft-Windows-TerminalServices-RemoteConnectionManager,1057,Keine";
    let read = reading(line);
    assert_eq!((first(&read), &read.events[..]), (Some("disconnect-0x904"), &["rcm-1057".to_owned()][..]));
    let head = "Ebene,Datum und Uhrzeit,Quelle,Ereignis-ID,Aufgabenkategorie\n";
    let line =
        "Informationen,12.03.2026 10:11:12,Microsoft-Windows-TerminalServices-LocalSessionManager,21,Keine";
    assert_eq!(reading(&format!("{head}{line}")).events, ["lsm-21"]);
}

#[test]
fn a_logon_of_another_kind_and_another_product_decide_nothing() {
    let service = "Source: Microsoft-Windows-Security-Auditing\nEvent ID: 4625\nLogon Type: 5\n\
                   Status: 0xC000006D\nSub Status: 0xC0000064";
    assert_eq!(first(&reading(service)), None);
    for text in [
        "SQL Server agent writes event 4625 every night",
        "Exchange logs event id 1057 after the migration of the mailboxes to the new database",
        "We had 4625 visitors in the shop and 1057 of them came back",
        "the meeting room holds 56 people and 21 chairs",
    ] {
        let read = reading(text);
        assert_eq!((first(&read), &read.events[..]), (None, &[][..]), "{text}");
    }
}

#[test]
fn several_events_ask_which() {
    let read = reading("rdp host logs event 1057 and event 1035");
    assert_eq!(read.outcome, Outcome::Ambiguous);
    assert_eq!(read.events, ["rcm-1057", "rcm-1035"]);
    assert_eq!(read.question.map_or(0, |question| question.choices.len()), 2);
}
