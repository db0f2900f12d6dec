//! The JSON that scripts read: its fields by name, its form, and the silence around it.

use serde_json::Value;

use crate::shared::program::{Run, rdpfix, run};

/// A line for every document there is, and more than one where a document has several shapes.
pub(super) const DOCUMENTS: [(&str, &str); 30] = [
    ("lookup", "lookup 0xc07 --json"),
    ("lookup", "lookup 0x7 --json"),
    ("lookup", "lookup nonsense --format json"),
    ("lookup", "lookup 0xC0000224 --json"),
    ("lookup", "lookup 0xC0071234 --json"),
    ("lookup", "lookup 2 --from rdp-nego-failure --json"),
    ("report", "diagnose 0x904/0x7 --no-input --json"),
    ("report", "diagnose 0x904/0x7 --no-input --json --assume-unknown --allow-weakening"),
    ("report", "diagnose nonsense --json"),
    ("report", "diagnose 0xc07 --json --tried nla-off-on-host=worked"),
    ("explain", "explain 0xc07 --json"),
    ("explain", "explain account-password --json"),
    ("explain", "explain blank-password --json"),
    ("explain", "explain nla-off-on-host --json"),
    ("explain", "explain nla --json"),
    ("explain", "explain rename-machinekeys --json"),
    ("list", "list codes --json"),
    ("list", "list families --json"),
    ("find", "find black screen --json"),
    ("find", "find qqqqzzzz --json"),
    ("faults", "kb validate --json"),
    ("coverage", "kb coverage --json"),
    ("evidence", "evidence tests/evidence/files --json"),
    ("collect", "collect --side host --json"),
    ("collect", "collect --side client --problem 0xc07 --shell powershell --json"),
    ("error", "explain nonsense --json"),
    ("check-plan", "check srv01 --dry-run --json"),
    ("checks", "check --list-checks --json"),
    ("sessions", "session list --json"),
    ("pending", "pending --json"),
];

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

/// Fields are only ever added: whoever removes one from here breaks a script.
#[test]
fn the_fields_of_every_document() {
    let common = ["schema", "version"];
    let fields = |line: &str| {
        let document = rdpfix(line).json();
        let mut own: Vec<String> = keys(&document).into_iter().map(str::to_owned).collect();
        own.retain(|key| !common.contains(&key.as_str()));
        own.join(" ")
    };
    assert_eq!(fields("lookup 0xc07 --json"), "codes knowledge outcome problems question refused unlisted");
    assert_eq!(
        fields("diagnose 0xc07 --json"),
        "answers blocked codes command contradictions hand_over implied knowledge looked meaning missing names next odd other_side path plan \
         problem ranking sources temporary title tried unlisted_likely valid"
    );
    assert_eq!(fields("explain nla --json"), "kind knowledge sources unit");
    assert_eq!(fields("list fixes --json"), "items kind knowledge");
    assert_eq!(fields("kb validate --json"), "faults files hint warnings");
    assert_eq!(
        fields("kb coverage --json"),
        "checks depths evidence grades knowledge languages namespaces oldest_review problems"
    );
    assert_eq!(fields("explain nonsense --json"), "error");
    assert_eq!(fields("collect --side host --json"), "arguments folder knowledge lines problem shell side");
    assert_eq!(fields("session list --json"), "sessions");
    assert_eq!(fields("pending --json"), "damaged entries knowledge");
}

#[test]
fn the_fields_inside() {
    let lookup = rdpfix("lookup 0xc07 --json").json();
    assert_eq!(keys(&lookup["knowledge"]), ["as_of", "revision"]);
    assert_eq!(
        keys(&lookup["codes"][0]),
        ["dec", "grade", "hex", "meaning", "namespace", "role", "sources", "symbol"]
    );
    let problem = &lookup["problems"][0];
    assert_eq!(
        keys(problem),
        ["causes", "confidence", "fixes", "grade", "id", "matched", "meaning", "sides", "title", "valid"]
    );
    assert_eq!(keys(&problem["causes"][0]), ["grade", "id", "likelihood", "title"]);
    assert_eq!(keys(&problem["fixes"][0]), ["id", "security", "sides", "title"]);
    let question = &rdpfix("lookup 0x7 --json").json()["question"];
    assert_eq!(keys(question), ["choices", "text"]);

    let report =
        rdpfix("diagnose 0xc07 --json --answer host-join=workgroup --tried sync-clock=failed").json();
    assert_eq!(
        keys(&report["ranking"][0]),
        ["cases", "cause", "likelihood", "posterior", "sides", "title", "why"]
    );
    assert_eq!(keys(&report["next"]), ["ask", "how", "kind", "minutes", "observation", "states", "why"]);
    assert_eq!(keys(&report["missing"][0]), ["ask", "flag", "labels", "minutes", "observation", "states"]);
    assert_eq!(keys(&report["answers"][0]), ["evidence", "observation", "state", "witness"]);
    assert_eq!(keys(&report["tried"][0]), ["fix", "outcome", "reason", "title"]);
    assert_eq!(keys(&report["blocked"][0]), ["because", "fix"]);
    assert_eq!(
        keys(&report["path"][1]),
        ["effect", "id", "in_place", "kind", "note", "state", "title", "told", "witness"]
    );
    assert_eq!(keys(&report["other_side"][0]), ["id", "title"]);
    assert_eq!(keys(&report["sources"][0]), ["address", "grade", "id", "publisher", "title"]);
    assert_eq!(keys(&report["hand_over"]), ["collect", "minutes", "paragraph", "script", "to"]);
    assert!(report["ranking"].as_array().unwrap().iter().any(|rank| rank["cause"] == "unlisted"));
    let error = rdpfix("explain nonsense --json").json();
    assert_eq!(keys(&error["error"]), ["code", "help", "message"]);
}

#[test]
fn codes_are_unsigned_in_decimal() {
    for (line, dec) in [("lookup 0xc07 --json", 3079_u64), ("lookup 0xC0000224 --json", 0xC000_0224)] {
        let codes = rdpfix(line).json()["codes"].clone();
        assert_ne!(codes, serde_json::json!([]), "{line}");
        for code in codes.as_array().unwrap() {
            assert_eq!(code["dec"].as_u64(), Some(dec), "{line}");
        }
    }
    let negative = run(&["lookup", "Remote Desktop error -2146893018", "--json"], b"").json();
    assert_eq!(negative["codes"][0]["hex"], "0x80090326");
    assert_eq!(negative["codes"][0]["dec"], 0x8009_0326_u32);
}

#[track_caller]
fn is_ascii(line: &str, run: &Run) {
    assert!(
        run.stdout.bytes().all(|byte| byte == b'\n' || (b' '..=b'~').contains(&byte)),
        "{line}: {}",
        run.stdout
    );
    assert!(run.stdout.ends_with('\n'), "{line}");
}

/// Windows PowerShell 5.1 makes errors of what stands on standard error, and reads output in a code page.
#[test]
fn what_scripts_read_is_ascii_and_nothing_else_is_said() {
    for (_, line) in DOCUMENTS {
        let run = rdpfix(line);
        assert_eq!(run.stderr, "", "{line}");
        is_ascii(line, &run);
    }
    let foreign = "Das Zertifikat für „SRV-Ä“ — 0xc07 😀";
    for args in [
        ["lookup", foreign, "--json"],
        ["lookup", foreign, "--format=plain"],
        ["diagnose", foreign, "--no-input"],
    ] {
        let run = run(&args, b"");
        assert_eq!(run.stderr, "");
        is_ascii(foreign, &run);
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for (_, line) in DOCUMENTS {
        assert_eq!(rdpfix(line).stdout, rdpfix(line).stdout, "{line}");
    }
}

#[test]
fn numbers_have_three_decimals_at_most() {
    for (_, line) in DOCUMENTS {
        numbers(&rdpfix(line).json(), &mut |number| {
            let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            assert!(decimals <= 3 && !number.contains(['e', 'E']), "{line}: {number}");
        });
    }
}

fn numbers(value: &Value, each: &mut impl FnMut(&str)) {
    match value {
        Value::Number(number) => each(&number.to_string()),
        Value::Array(list) => list.iter().for_each(|value| numbers(value, each)),
        Value::Object(map) => map.values().for_each(|value| numbers(value, each)),
        _ => {}
    }
}

#[test]
fn a_stream_has_a_document_on_every_line() {
    let looked_up = run(&["lookup", "--each-line", "--json", "-"], b"0xc07\n\nnonsense\n");
    assert_eq!((looked_up.code, looked_up.stderr.as_str()), (1, ""));
    let outcomes: Vec<Value> =
        lines(&looked_up).into_iter().map(|document| document["outcome"].clone()).collect();
    assert_eq!(outcomes, ["match", "unknown", "unknown"]);
    assert_eq!(run(&["lookup", "--each-line", "--json"], b"0xc07\r\n3079\r\n").code, 0);

    let explained = rdpfix("explain --all --json");
    let ids: Vec<Value> =
        lines(&explained).into_iter().map(|document| document["unit"]["id"].clone()).collect();
    assert_eq!(ids, crate::shared::program::ids_of("problems"));
}

pub(super) fn lines(run: &Run) -> Vec<Value> {
    run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
