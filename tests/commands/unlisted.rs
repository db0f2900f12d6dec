//! Codes that stand in no table: what their digits say, hedged, and never a problem.

use serde_json::{Value, json};

use crate::shared::program::{files_of, rdpfix, run};

fn looked_up(text: &str) -> Value {
    let run = run(&["lookup", text, "--json"], b"");
    assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{text}: {}", run.stdout);
    run.json()
}

/// A number of this low byte that no table has.
fn free(low: u32) -> u32 {
    let known: Vec<String> = files_of("codes")
        .into_iter()
        .flat_map(|(_, table)| table["codes"].as_array().unwrap().clone())
        .filter_map(|code| code["code"].as_str().map(str::to_owned))
        .collect();
    let unknown = |number: &u32| !known.contains(&format!("0x{number:X}"));
    // Of three digits none can be left out, so that a number is not taken for a slip.
    (0x1..=0xF).rev().map(|high| high << 8 | low).find(unknown).unwrap()
}

#[test]
fn the_low_byte_of_a_client_code_is_a_hint() {
    for (low, group) in [
        (0x04, "network"),
        (0x06, "encryption"),
        (0x07, "sign-in, TLS or NLA"),
        (0x08, "session or its licence"),
        (0x09, "CredSSP"),
        (0x0A, "smart card"),
    ] {
        let number = free(low);
        let document = looked_up(&format!("0x{number:X}"));
        let card = &document["unlisted"][0];
        assert_eq!((&card["hex"], &card["dec"]), (&json!(format!("0x{number:X}")), &json!(number)));
        let sentence = card["sentence"].as_str().unwrap();
        assert!(sentence.contains(group) && sentence.contains("looks like"), "{sentence}");
        assert!(sentence.contains("inferred from its neighbours, not documented"), "{sentence}");
        assert_eq!(card["fields"], Value::Null);
        assert_eq!((&document["outcome"], &document["problems"]), (&json!("unknown"), &json!([])));
    }
    let other = looked_up(&format!("0x{:X}", free(0x99)))["unlisted"][0]["sentence"].clone();
    assert_eq!(other, "rdpfix does not know this code.");
}

#[test]
fn a_status_has_fields() {
    let hresult = &looked_up("0x80071234")["unlisted"][0]["fields"];
    assert_eq!(
        hresult,
        &json!({
            "hresult": {
                "severity": "failure", "customer": false, "facility": 7, "facility_name": "FACILITY_WIN32",
                "code": 0x1234, "win32": { "number": 4660, "meaning": null },
            },
            "ntstatus": null,
        })
    );
    let both = &looked_up("0xC0071234")["unlisted"][0]["fields"];
    assert_eq!(both["ntstatus"]["severity"], "error");
    assert_eq!(both["ntstatus"]["facility_name"], "FACILITY_NTWIN32");
    assert_eq!(both["hresult"]["facility_name"], "FACILITY_WIN32");
    let text = rdpfix("lookup 0xC0071234").stdout;
    assert!(text.contains("Both readings are") && text.contains("As an NTSTATUS: error"), "{text}");
}

#[test]
fn every_lookup_has_the_field() {
    for line in ["lookup 0xc07 --json", "lookup 0x7 --json", "lookup disconnect-0x904 --json"] {
        assert_eq!(rdpfix(line).json()["unlisted"], json!([]), "{line}");
    }
}
