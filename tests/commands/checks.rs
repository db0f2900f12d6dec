//! `rdpfix check` and `diagnose --host`, as a user calls them.
#![cfg(feature = "check")]

use std::io::{Read, Write};
use std::net::TcpListener;

use serde_json::Value;

use crate::shared::program::{Run, command, finish, rdpfix, run};

/// A port of this computer that nothing listens on.
fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A host that answers every connection with the same bytes, as long as the test runs.
fn host(answer: &'static [u8]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut connection in listener.incoming().flatten() {
            let _ = connection.read(&mut [0; 64]);
            let _ = connection.write_all(answer);
        }
    });
    port
}

/// A host that has nothing but the old RDP security layer.
const OLD_LAYER: &[u8] = b"\x03\x00\x00\x13\x0e\xd0\x00\x00\x12\x34\x00\x03\x00\x08\x00\x02\x00\x00\x00";

fn layers(document: &Value) -> Vec<(&str, &str, &str)> {
    let text = |layer: &'_ Value, field| layer[field].as_str().unwrap().to_owned().leak() as &str;
    let layers = document["layers"].as_array().unwrap();
    layers.iter().map(|layer| (text(layer, "id"), text(layer, "state"), text(layer, "verdict"))).collect()
}

#[test]
fn a_port_that_nothing_listens_on_is_a_fault() {
    let run = rdpfix(&format!("check 127.0.0.1:{}", closed_port()));
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    assert!(run.stdout.starts_with("127.0.0.1: tcp is a fault (on the host)"), "{}", run.stdout);
    assert!(run.stdout.contains("rdpfix diagnose --problem "), "{}", run.stdout);
    assert!(!run.stdout.contains("skipped"), "{}", run.stdout);
}

#[test]
fn notes_alone_are_no_fault() {
    let port = host(OLD_LAYER);
    let run = rdpfix(&format!("check 127.0.0.1:{port} --json"));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    let document = run.json();
    assert_eq!(document["schema"], "rdpfix.check/1");
    assert_eq!(
        (document["host"].as_str(), document["port"].as_u64()),
        (Some("127.0.0.1"), Some(u64::from(port)))
    );
    let expected = [
        ("name", "ok", "literal"),
        ("tcp", "ok", "open"),
        ("rdp", "ok", "rdp"),
        ("security", "note", "rdp-security-only"),
        ("tls", "skipped", "skipped"),
        ("certificate", "skipped", "skipped"),
        ("credssp", "skipped", "skipped"),
        ("clock", "skipped", "skipped"),
        ("path", "skipped", "skipped"),
    ];
    assert_eq!(layers(&document), expected);
    assert_eq!(document["facts"]["negotiation_failure"], "SSL_NOT_ALLOWED_BY_SERVER");
    assert!(document["facts"]["os_build"].is_null(), "what was not seen is absent");
    assert_eq!(document["connections"], 1);
}

#[test]
fn the_document_holds_to_its_schema() {
    let schema = super::schemas::schema("check");
    for port in [closed_port(), host(OLD_LAYER), host(b"SSH-2.0-x\r\n")] {
        let document = rdpfix(&format!("check 127.0.0.1:{port} --json --deep")).json();
        let errors: Vec<_> = schema.iter_errors(&document).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}

#[test]
fn one_layer_and_what_it_rests_on() {
    let run = rdpfix(&format!("check 127.0.0.1:{} --only rdp --json", host(b"SSH-2.0-OpenSSH_9.2\r\n")));
    assert_eq!(run.code, 1);
    let expected = [("name", "ok", "literal"), ("tcp", "ok", "open"), ("rdp", "fault", "not-rdp-ssh")];
    assert_eq!(layers(&run.json()), expected);
    rdpfix("check srv01 --only nothing").refused_with(&["nothing", "certificate"]);
}

#[test]
fn more_than_one_host_at_once_is_refused() {
    for many in ["10.0.0.0/24", "10.0.0.1-9", "10.0.0.*", "a,b"] {
        let run = rdpfix(&format!("check {many}"));
        run.refused_with(&["more than one host", "--hosts FILE"]);
    }
    rdpfix("check http://srv01").refused_with(&["no name and no address"]);
    rdpfix("check").refused_with(&["<HOST>"]);
    let run = rdpfix("check 10.0.0.0/24 --json");
    assert_eq!((run.code, run.stderr.as_str()), (2, ""));
    assert_eq!(run.json()["schema"], "rdpfix.error/1");
}

#[test]
fn many_hosts_come_in_the_order_of_the_file() {
    let (closed, open, last) = (closed_port(), host(OLD_LAYER), host(OLD_LAYER));
    let listed = format!("# three of our own\n127.0.0.1:{open}\n\n127.0.0.1:{closed}\n127.0.0.1:{last}\n");
    let seen = run(&["check", "--hosts", "-", "--jobs", "3", "--json"], listed.as_bytes());
    assert_eq!((seen.code, seen.stderr.as_str()), (1, ""));
    let ports: Vec<u64> =
        documents(&seen).iter().map(|document| document["port"].as_u64().unwrap()).collect();
    assert_eq!(ports, [open, closed, last].map(u64::from));
    let fine = run(&["check", "--hosts", "-", "--json"], format!("127.0.0.1:{open}").as_bytes());
    assert_eq!(fine.code, 0);
}

fn documents(run: &Run) -> Vec<Value> {
    run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Nothing is sent to any host while one of the lines is none.
#[test]
fn a_line_that_is_no_host_is_named() {
    let run = run(&["check", "--hosts", "-"], b"127.0.0.1:1\n10.0.0.0/24\n");
    run.refused_with(&["line 2", "more than one host"]);
}

#[test]
fn a_dry_run_says_what_would_be_sent_and_sends_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    let run = rdpfix(&format!("check 127.0.0.1:{port} --dry-run --deep"));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    for words in ["Nothing is sent", "030000130ee00000000000010008000b000000", "over UDP", "No user name"] {
        assert!(run.stdout.contains(words), "no '{words}' in: {}", run.stdout);
    }
    assert!(listener.accept().is_err(), "somebody connected");
    let plan = rdpfix("check srv01 --dry-run --json").json();
    assert_eq!(plan["schema"], "rdpfix.check-plan/1");
    assert_eq!(plan["connections"][1]["sends"][0]["bytes"], "030000130ee00000000000010008000b000000");
}

/// What the dry run says is what goes out: the first bytes of the first connection.
#[test]
fn what_is_planned_is_what_is_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let plan = rdpfix(&format!("check 127.0.0.1:{port} --dry-run --json")).json();
    let planned = plan["connections"][0]["sends"][0]["bytes"].as_str().unwrap().to_owned();
    let got = std::thread::spawn(move || {
        let mut bytes = [0; 64];
        let read = listener.accept().unwrap().0.read(&mut bytes).unwrap();
        bytes[..read].iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
    });
    assert_eq!(rdpfix(&format!("check 127.0.0.1:{port}")).code, 1);
    assert_eq!(got.join().unwrap(), planned);
}

#[test]
fn what_can_be_looked_at_is_listed() {
    let run = rdpfix("check --list-checks");
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("certificate") && run.stdout.contains("--deep"), "{}", run.stdout);
    let items = rdpfix("check --list-checks --json").json()["items"].clone();
    assert_eq!(items.as_array().unwrap().len(), 12);
}

#[test]
fn names_can_be_hidden() {
    let port = closed_port();
    for format in ["plain", "json", "markdown", "html"] {
        let run = rdpfix(&format!("check 127.0.0.1:{port} --redact --format {format}"));
        assert_eq!(run.code, 1, "{format}");
        assert!(
            !run.stdout.contains("127.0.0.1") && run.stdout.contains("ADDRESS-1"),
            "{format}: {}",
            run.stdout
        );
    }
}

#[test]
fn a_diagnosis_begins_with_a_look() {
    let port = closed_port();
    let line = format!("diagnose cannot-connect-0x204 --host 127.0.0.1:{port} --no-input --json");
    let run = rdpfix(&line);
    assert_eq!(run.stderr, "");
    let report = run.json();
    let answers = report["answers"].as_array().unwrap();
    let port_answer = answers.iter().find(|answer| answer["observation"] == "port-reachable").unwrap();
    assert_eq!((&port_answer["state"], &port_answer["witness"]), (&"refused".into(), &"check".into()));
    assert!(port_answer["evidence"].as_str().unwrap().contains("seen from this computer"));
    assert_eq!(report["looked"]["layers"][1]["verdict"], "refused");
    let missing = report["missing"].as_array().unwrap();
    assert!(missing.iter().all(|missing| missing["observation"] != "port-reachable"), "{missing:?}");
    assert_eq!(rdpfix(&line).json()["answers"], report["answers"], "no times without a session");
}

#[test]
fn what_a_person_says_stands_against_a_look() {
    let port = closed_port();
    let report = rdpfix(&format!(
        "diagnose cannot-connect-0x204 --host 127.0.0.1:{port} --no-input --json --answer port-reachable=timed-out"
    ))
    .json();
    let answers = report["answers"].as_array().unwrap();
    let port_answer = answers.iter().find(|answer| answer["observation"] == "port-reachable").unwrap();
    assert_eq!((&port_answer["state"], &port_answer["witness"]), (&"timed-out".into(), &"script".into()));
}

/// A port that is seen from the host itself says nothing about the way from the client.
#[test]
fn on_the_host_itself_the_way_there_is_not_seen() {
    let port = closed_port();
    let line = format!("diagnose cannot-connect-0x204 --host 127.0.0.1:{port} --no-input --json --i-am host");
    let report = rdpfix(&line).json();
    let answers = report["answers"].as_array().unwrap();
    assert!(answers.iter().all(|answer| answer["observation"] != "port-reachable"), "{answers:?}");
}

#[test]
fn a_host_that_is_none_is_refused_before_anything_is_sent() {
    rdpfix("diagnose 0xc07 --host 10.0.0.0/24 --no-input").refused_with(&["more than one host"]);
}

/// Without a terminal nothing is said beside the report; a runbook on Windows would take it for an error.
#[test]
fn nothing_is_said_on_the_side() {
    let mut check = command(["check", &format!("127.0.0.1:{}", closed_port())]);
    check.env("TERM", "xterm");
    assert_eq!(finish(check, b"").stderr, "");
}

#[test]
fn an_address_that_stands_for_no_host_is_refused_in_words() {
    rdpfix("check 0.0.0.0").refused_with(&["'0.0.0.0'", "the unspecified address"]);
    rdpfix("check 224.0.0.1").refused_with(&["a multicast address"]);
    rdpfix("check 255.255.255.255").refused_with(&["the broadcast address"]);
    rdpfix("check 0x7f000001").refused_with(&["'0x7f000001'", "hexadecimal form", "10.20.0.5"]);
}

/// A host that takes connections on every address of this computer and says nothing.
#[cfg(unix)]
fn silent_host() -> u16 {
    let listener = TcpListener::bind("0.0.0.0:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || listener.incoming().flatten().collect::<Vec<_>>());
    port
}

/// With more hosts at once than this computer has descriptors for, some cannot be checked; none is blamed for it.
#[cfg(unix)]
#[test]
fn descriptors_that_run_out_are_no_fault_of_a_host() {
    let port = silent_host();
    let hosts: Vec<String> = (1..=64).map(|last| format!("127.0.0.{last}:{port}")).collect();
    let list = hosts.join("\n") + "\n";
    let mut check = std::process::Command::new("sh");
    let line = "ulimit -n 12; exec \"$0\" check --hosts - --jobs 32 --timeout 2 --json";
    let piped = std::process::Stdio::piped;
    check.args(["-c", line, env!("CARGO_BIN_EXE_rdpfix")]);
    check.stdin(piped()).stdout(piped()).stderr(piped());
    let run = finish(check, list.as_bytes());
    let documents = documents(&run);
    assert_eq!(documents.len(), 64, "{}", run.stderr);
    let mut unchecked = 0;
    for document in &documents {
        match layers(document)[1] {
            ("tcp", "ok", "open") => {}
            ("tcp", "not-checked", "not-checked") => unchecked += 1,
            other => panic!("{other:?}"),
        }
    }
    assert!(unchecked > 0, "32 connections in 12 descriptors");
}

#[cfg(unix)]
#[test]
fn checks_end_when_nobody_reads_them_any_more() {
    use std::process::{Command, Stdio};
    let begun = std::time::Instant::now();
    let mut check = Command::new(env!("CARGO_BIN_EXE_rdpfix"))
        .args(["check", "--hosts", "-", "--timeout", "60", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(check.stdout.take());
    let list = format!("127.0.0.1:{}\n127.0.0.1:{}\n", closed_port(), silent_host());
    check.stdin.take().unwrap().write_all(list.as_bytes()).unwrap();
    let ended = check.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), String::from_utf8_lossy(&ended.stderr).as_ref()), (Some(1), ""));
    assert!(begun.elapsed().as_secs() < 10, "it waited for the silent host: {:?}", begun.elapsed());
}
