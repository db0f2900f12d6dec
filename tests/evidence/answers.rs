//! What files answer, together and alone.

use serde_json::json;

use super::{evidence, files, state, with};

/// Everything that both folders answer, by hand from the files.
const ANSWERS: &[(&str, &str)] = &[
    ("account-state", "locked"),
    ("client-admin", "no"),
    ("client-credssp-update", "yes"),
    ("client-domain-joined", "yes"),
    ("client-system", "windows"),
    ("client-windows", "modern"),
    ("clock-difference", "over-5-min"),
    ("color-depth-asked", "24-or-32"),
    ("connection-speed-chosen", "automatic"),
    ("display-setup", "several-or-large"),
    ("event-4625-logon-failure", "other"),
    ("event-4625-status", "other"),
    ("host-rdp-server", "windows"),
    ("host-requires-nla", "yes"),
    ("machine-trust", "broken"),
    ("monitor-limit", "no"),
    ("monitors-selected", "none"),
    ("multimon-ticked", "yes"),
    ("name-or-ip", "ip"),
    ("nla-in-connection-file", "off"),
    ("port-reachable", "open"),
    ("print-spooler", "not-fine"),
    ("rdp-file-signed", "no"),
    ("rdp-port", "changed"),
    ("rdp-service-state", "running"),
    ("rdp-switched-on", "no"),
    ("saved-credentials", "no"),
    ("security-layer-setting", "negotiate-or-tls"),
    ("sessions-per-user", "one"),
    ("sign-in-name-form", "qualified"),
    ("smart-sizing", "no"),
    ("starts-a-program", "no"),
    ("target-name-form", "ip"),
    ("time-limit-set-by", "policy"),
    ("time-zone-redirection-policy", "off"),
    ("web-account-used", "no"),
    ("what-answers-3389", "remote-desktop"),
    ("xp-service-pack", "sp3"),
];

#[test]
fn a_folder_of_both_sides_answers_what_stands_in_it() {
    let document = evidence(&[files("")], &[]);
    let answers = document["answers"].as_array().unwrap();
    let told: Vec<(&str, &str)> = answers
        .iter()
        .map(|answer| (answer["observation"].as_str().unwrap(), answer["state"].as_str().unwrap()))
        .collect();
    assert_eq!(told, ANSWERS);
    assert_eq!(document["not_understood"], json!([]));
    assert_eq!(document["contradictions"], json!([]));
}

/// The port of the registry is the one that is looked for in the list of ports, and its process is the service.
#[test]
fn every_answer_names_its_file_and_place() {
    let document = evidence(&[files("")], &[]);
    for (observation, file, place, says) in [
        ("rdp-switched-on", "terminal-server.reg", ", line 14: ", "fDenyTSConnections is 1"),
        ("what-answers-3389", "netstat.txt", ", line 7: ", "port rdp owner is TermService"),
        ("account-state", "rdpclient.xml", "", ""),
        ("monitors-selected", "work.rdp", ": ", "rdp selectedmonitors is not there"),
    ] {
        let answers = document["answers"].as_array().unwrap();
        let answer = answers.iter().find(|answer| answer["observation"] == observation).unwrap();
        let evidence = answer["evidence"].as_str().unwrap();
        let event = observation == "account-state" && evidence.contains("4625");
        assert!(event || evidence.contains(file), "{evidence}");
        assert!(evidence.contains(place) && evidence.contains(says), "{evidence}");
    }
}

/// An old attempt that ended well, a failed one on both sides, and somebody else's wrong name at the same second.
#[test]
fn the_newest_failed_attempt_is_asked_about_and_no_other_answers() {
    let document = evidence(&[files("")], &[]);
    let attempts = document["attempts"].as_array().unwrap();
    let shown: Vec<_> =
        attempts.iter().map(|a| (a["side"].as_str().unwrap(), a["outcome"].as_str().unwrap())).collect();
    assert_eq!(shown, [("client", "ended"), ("client", "failed"), ("host", "failed")]);
    assert_eq!(attempts[1]["code"], "0xD07");
    assert_eq!(attempts[2]["code"], "0xC0000234");
    assert_eq!(document["suggests"][0]["problem"], "account-locked", "{:#}", document["suggests"]);
    // Noise of a refused sign-in is no broken network.
    let suggested = document["suggests"].to_string();
    assert!(!suggested.contains("server-event-226"), "{suggested}");
    let early = evidence(&[files("client/rdpclient.xml")], &["--at", "2026-11-28T10:59Z"]);
    assert_eq!(state(&early, "account-state"), None);
    assert_eq!(early["attempts"][0]["in_question"], true);
    let line = early["command"].as_str().unwrap();
    assert!(line.ends_with(" --at 2026-11-28T10:59:00Z"), "{line}");
}

#[test]
fn a_file_whose_computer_is_unknown_answers_only_when_somebody_says_whose_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ts.reg");
    std::fs::copy(files("host/terminal-server.reg"), &file).unwrap();
    let unknown = evidence(std::slice::from_ref(&file), &[]);
    assert_eq!(state(&unknown, "rdp-switched-on"), None);
    let aside = unknown["set_aside"].as_array().unwrap();
    let why = aside.iter().find(|aside| aside["observation"] == "rdp-switched-on").unwrap();
    assert_eq!((&why["why"], &why["side"]), (&json!("side-unknown"), &json!("host")));
    assert_eq!(
        state(&evidence(std::slice::from_ref(&file), &["--side", "host"]), "rdp-switched-on"),
        Some("no")
    );
    assert_eq!(state(&evidence(&[file], &["--side", "client"]), "rdp-switched-on"), None);
}

#[test]
fn two_files_that_do_not_agree_are_both_shown_and_neither_counts() {
    let folder = tempfile::tempdir().unwrap();
    let key = "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp";
    let export = |name: &str, port: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, format!("REGEDIT4\n\n[{key}]\n\"PortNumber\"=dword:{port}\n")).unwrap();
        file
    };
    let files = [export("host-a.reg", "d3d"), export("host-b.reg", "d3e")];
    let document = evidence(&files, &[]);
    assert_eq!(state(&document, "rdp-port"), None);
    let card = &document["contradictions"][0];
    assert_eq!((&card["observation"], &card["first_is_believed"]), (&json!("rdp-port"), &json!(false)));
    let said = card["said"].to_string();
    assert!(said.contains("host-a.reg") && said.contains("host-b.reg"), "{said}");
}

#[test]
fn events_of_two_hosts_do_not_answer_for_one() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(files("host/events.xml")).unwrap();
    let system = text.lines().nth(3).unwrap().replace(">140<", ">6167<");
    let system = system.replace("Microsoft-Windows-RemoteDesktopServices-RdpCoreTS\"", "LsaSrv\"");
    let other = system.replace("SRV01", "SRV02");
    std::fs::write(folder.path().join("host-other.xml"), other).unwrap();
    std::fs::write(folder.path().join("host-events.xml"), &text).unwrap();
    let document = evidence(&[folder.path().to_owned()], &[]);
    assert_eq!(state(&document, "lsasrv-6167"), None);
    assert!(document["set_aside"].to_string().contains("other-computer"), "{document:#}");
    std::fs::write(folder.path().join("host-other.xml"), system).unwrap();
    assert_eq!(state(&evidence(&[folder.path().to_owned()], &[]), "lsasrv-6167"), Some("yes"));
}

/// One file with everything that was typed on a host, as a batch file writes it.
#[test]
fn the_outputs_of_many_commands_may_stand_in_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let all =
        ["services.txt", "qwinsta.txt", "netstat.txt", "nltest.txt", "terminal-server.reg", "events.xml"];
    let texts = all.map(|name| std::fs::read_to_string(files("host").join(name)).unwrap());
    let file = folder.path().join("host.txt");
    std::fs::write(&file, texts.join("\r\n")).unwrap();
    let (together, apart) = (evidence(&[file], &[]), evidence(&[files("host")], &[]));
    let states = |document: &serde_json::Value| -> Vec<String> {
        let answers = document["answers"].as_array().unwrap();
        answers.iter().map(|answer| format!("{}={}", answer["observation"], answer["state"])).collect()
    };
    assert_eq!(states(&together), states(&apart));
    assert!(states(&apart).len() > 10);
}

#[test]
fn the_same_is_read_in_every_encoding() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["host/terminal-server.reg", "client/work.rdp", "host/qwinsta.txt", "host/events.xml"] {
        let text = std::fs::read_to_string(files(name)).unwrap();
        let wide =
            |bom: &[u8]| [bom, &text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()].concat();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let plain =
            [("utf-8", text.clone().into_bytes()), ("bom", [b"\xef\xbb\xbf", text.as_bytes()].concat())];
        let others =
            [("utf-16", wide(b"\xff\xfe")), ("no bom", wide(b"")), ("be", [b"\xfe\xff", &*big].concat())];
        let mut first = None;
        for (encoding, bytes) in plain.into_iter().chain(others) {
            let file = folder.path().join("host-or-not");
            std::fs::write(&file, bytes).unwrap();
            let facts = evidence(&[file], &["--side", "host"]);
            let seen = (facts["facts"].clone(), facts["attempts"].clone());
            assert_eq!(*first.get_or_insert_with(|| seen.clone()), seen, "{name} {encoding}");
        }
    }
}

#[test]
fn what_is_not_understood_is_listed_and_is_a_failure_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    std::fs::write(path.join("a.zip"), b"PK\x03\x04rest").unwrap();
    std::fs::write(path.join("b.txt"), "a shopping list: bread, 3389 eggs\n").unwrap();
    std::fs::write(path.join("c"), b"").unwrap();
    let run = with(&["evidence".as_ref(), "--json".as_ref(), path.as_os_str()]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    let document = run.json();
    assert_eq!(document["files"], json!([]));
    let unread = document["not_understood"].to_string();
    assert!(
        unread.contains("it cannot be read: invalid Zip archive")
            && unread.contains("nothing in it is known"),
        "{unread}"
    );
    let gone = with(&["evidence".as_ref(), path.join("gone").as_os_str()]);
    assert_eq!(gone.code, 2);
    assert!(gone.stderr.contains("cannot read"), "{}", gone.stderr);
}

/// The secret of Windows that a connection file may hold is shown in no form, and no name is where that is asked for.
#[test]
fn a_secret_is_never_shown_and_a_name_only_where_it_may_be() {
    for format in ["plain", "json", "markdown", "html"] {
        let path = files("client/work.rdp");
        let run = with(&[
            "evidence".as_ref(),
            "--format".as_ref(),
            format.as_ref(),
            "--no-redact".as_ref(),
            path.as_os_str(),
        ]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(!run.stdout.contains("01000000D08C"), "{format}");
        assert!(run.stdout.contains("anna") && run.stdout.contains("saved"), "{format}");
        let hidden = with(&[
            "evidence".as_ref(),
            "--format".as_ref(),
            format.as_ref(),
            "--redact".as_ref(),
            path.as_os_str(),
        ]);
        for name in ["anna", "192.0.2.44", "gw.example.com", "work.rdp"] {
            assert!(!hidden.stdout.contains(name), "{format}: {name}\n{}", hidden.stdout);
        }
    }
    let everything =
        with(&["evidence".as_ref(), "--json".as_ref(), "--redact".as_ref(), files("").as_os_str()]);
    for name in ["anna", "PC-ANNA", "SRV01", "srv01", "198.51.100.7", "203.0.113.9", "rdpclient.xml"] {
        assert!(!everything.stdout.contains(name), "{name}");
    }
}

#[test]
fn a_connection_file_is_judged() {
    let document = evidence(&[files("client/work.rdp")], &[]);
    let file = &document["files"][0];
    let warnings = file["warnings"].as_array().unwrap();
    assert_eq!(warnings.len(), 4, "{warnings:?}");
    let notes = file["notes"].to_string();
    for note in
        ["it shares with the host: drives, clipboard", "it is not signed", "a gateway and does not use it"]
    {
        assert!(notes.contains(note), "{notes}");
    }
}

#[test]
fn an_event_may_be_pasted_as_event_viewer_shows_it() {
    let text = std::fs::read_to_string(files("host/events.xml")).unwrap();
    let event = text.lines().nth(1).unwrap().replace("3</Data>", "10</Data>");
    let event = event.replace("><", ">\r\n- <");
    let paste = format!("Log Name: Security\r\nEvent ID: 4625\r\nEvent Xml:\r\n{event}\r\n");
    let run = crate::shared::program::run(&["evidence", "-", "--side", "host", "--json"], paste.as_bytes());
    assert_eq!(state(&run.json(), "account-state"), Some("locked"), "{}", run.stdout);
}
