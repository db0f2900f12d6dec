//! A small lexicon of the tests' own, so that they hold however the knowledge changes.

use rdpfix::knowledge::format::{CodeTable, Events, Families, Problem, Refused};
use rdpfix::lexicon::Lexicon;
use serde_json::{Value, json};
use std::sync::LazyLock;

pub(crate) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| build(1));

/// The lexicon, its problems repeated under other ids, codes and words to make it larger.
pub(crate) fn build(copies: usize) -> Lexicon {
    let mut problems: Vec<Problem> = problems().into_iter().map(parse).collect();
    for copy in 1..copies {
        problems.extend((0..8).map(|i| parse(filler(copy * 8 + i))));
    }
    let tables: Vec<CodeTable> = tables().into_iter().map(parse).collect();
    let refused: Vec<Refused> = vec![parse(json!({
        "id": "firewall-off", "title": "Switch the firewall off", "finds": ["turn off firewall", "disable firewall"],
        "why": {"text": "It opens everything.", "grade": "unverified"}, "instead": "Allow the one rule."
    }))];
    let families: Families = parse(json!({
        "cannot-connect": {"title": "It cannot connect at all", "order": 1, "finds": ["not working", "can't connect"]},
        "slow": {"title": "Slow or frozen", "order": 2, "finds": ["slow"]}
    }));
    Lexicon::build(&problems, &tables, &refused, &families, &Events::default())
}

fn parse<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("a unit of the tests is well formed")
}

fn problem(
    id: &str,
    codes: &[(&str, &str, Option<&str>)],
    messages: &[(&str, &str, bool)],
    more: &Value,
) -> Value {
    let codes: Vec<Value> =
        codes.iter().map(|(n, c, e)| json!({"namespace": n, "code": c, "extended": e})).collect();
    let messages: Vec<Value> = messages
        .iter()
        .map(|(l, t, w)| json!({"lang": l, "text": t, "grade": "documented", "weak": w}))
        .collect();
    let mut value = json!({
        "id": id, "title": id.replace('-', " "), "family": "cannot-connect",
        "meaning": {"text": "A problem of the tests.", "grade": "unverified"},
        "codes": codes, "messages": messages, "unlisted": "medium",
        "answer": {"where": "Here.", "try": "This.", "do_not": "That.", "tell": "Them."},
        "hand_over": {"minutes": 60.0, "to": "them", "of": ["host"], "collect": [], "request": "Does it fail?"},
        "samples": [], "reviewed": "2026-01-01"
    });
    for (key, extra) in more.as_object().expect("an object") {
        value[key] = extra.clone();
    }
    value
}

#[allow(clippy::too_many_lines, reason = "a table")]
fn problems() -> Vec<Value> {
    vec![
        problem(
            "account-restriction",
            &[
                ("mstsc-disconnect", "0xC07", None),
                ("freerdp-errconnect", "0x20017", None),
                ("ntstatus", "0xC000006E", None),
            ],
            &[
                (
                    "en",
                    "A user account restriction (for example, a time-of-day restriction) is preventing you from logging on.",
                    false,
                ),
                ("en", "Account restrictions are preventing this user from signing in.", false),
                (
                    "zh",
                    "\u{7528}\u{6237}\u{5e10}\u{6237}\u{9650}\u{5236}\u{6b63}\u{5728}\u{963b}\u{6b62}\u{4f60}\u{767b}\u{5f55}",
                    false,
                ),
            ],
            &json!({}),
        ),
        problem(
            "credssp-encryption-oracle",
            &[("sspi-hresult", "0x80090302", None)],
            &[
                (
                    "en",
                    "An authentication error has occurred. The function requested is not supported. Remote computer: *. This could be due to CredSSP encryption oracle remediation.",
                    false,
                ),
                (
                    "en",
                    "An authentication error has occurred. The function requested is not supported",
                    false,
                ),
                ("en", "An authentication error has occurred", true),
                ("en", "This could be due to CredSSP encryption oracle remediation", false),
                (
                    "de",
                    "Authentifizierungsfehler. Die angeforderte Funktion wird nicht unterst\u{fc}tzt",
                    false,
                ),
                ("en", "AllowEncryptionOracle", false),
                ("en", "CVE-2018-0886", false),
                ("en", "linkid=866660", false),
            ],
            &json!({"requires": ["rdp-word"]}),
        ),
        problem(
            "auth-0x507",
            &[("mstsc-disconnect", "0x507", None)],
            &[("en", "Authentication error (Code: 0x507)", false)],
            &json!({}),
        ),
        problem(
            "disconnect-0x904",
            &[("mstsc-disconnect", "0x904", None), ("mstsc-disconnect", "0x904", Some("0x7"))],
            &[("en", "This computer can't connect to the remote computer", true)],
            &json!({"was": ["disconnect-2308"]}),
        ),
        problem("disconnected-by-other", &[("mstsc-disconnect", "0x3", Some("0x5"))], &[], &json!({})),
        problem(
            "nla-required-by-server",
            &[("mstsc-disconnect", "0xB09", None)],
            &[(
                "en",
                "The remote computer requires Network Level Authentication, which your computer does not support.",
                false,
            )],
            &json!({}),
        ),
        problem(
            "nla-dc-unreachable",
            &[],
            &[(
                "en",
                "The remote computer that you are trying to connect to requires Network Level Authentication (NLA), but your Windows domain controller cannot be contacted to perform NLA.",
                false,
            )],
            &json!({}),
        ),
        problem(
            "cannot-connect-0x204",
            &[("mstsc-disconnect", "0x204", None)],
            &[("en", "Remote Desktop can't connect to the remote computer for one of these reasons", false)],
            &json!({}),
        ),
        problem("security-negotiation-failed", &[("freerdp-errconnect", "0x2000C", None)], &[], &json!({})),
        problem(
            "clipboard",
            &[],
            &[],
            &json!({"symptoms": ["copy|clipboard not|=no|stop|fail", "paste greyed"]}),
        ),
        problem(
            "session-denied",
            &[],
            &[("en", "The requested session access is denied", false)],
            &json!({"requires": ["code"]}),
        ),
    ]
}

fn filler(number: usize) -> Value {
    let code = format!("0x{:X}", 0x0050_0000 + number);
    let message = format!(
        "The broker reports condition word{number} of channel{number} while connecting to remote computer *."
    );
    problem(
        &format!("filler-{number:05}"),
        &[("mstsc-disconnect", &code, None)],
        &[("en", &message, false)],
        &json!({}),
    )
}

fn tables() -> Vec<Value> {
    let table = |namespace: &str, codes: &[(&str, Option<&str>)]| {
        let codes: Vec<Value> = codes
            .iter()
            .map(|(c, s)| json!({"code": c, "symbol": s, "meaning": "A code of the tests.", "grade": "unverified"}))
            .collect();
        json!({"namespace": namespace, "title": namespace, "note": "", "codes": codes})
    };
    vec![
        table(
            "mstsc-disconnect",
            &[
                ("0x0", None),
                ("0x3", None),
                ("0x4", None),
                ("0x108", None),
                ("0x204", None),
                ("0x507", None),
                ("0x807", Some("SSL_ERR_LOGON_FAILURE")),
                ("0x904", None),
                ("0x906", None),
                ("0xB09", None),
                ("0xC07", Some("SSL_ERR_ACCOUNT_RESTRICTION")),
                ("0xD06", None),
            ],
        ),
        table(
            "mstsc-extended",
            &[("0x0", None), ("0x3", None), ("0x5", None), ("0x7", None), ("0x108", None)],
        ),
        table(
            "freerdp-errconnect",
            &[
                ("0x2000C", Some("ERRCONNECT_SECURITY_NEGO_CONNECT_FAILED")),
                ("0x20017", Some("ERRCONNECT_ACCOUNT_RESTRICTION")),
            ],
        ),
        table("guacamole", &[("0x204", None)]),
        table("ntstatus", &[("0xC000006E", Some("STATUS_ACCOUNT_RESTRICTION"))]),
        table("sspi-hresult", &[("0x80090302", Some("SEC_E_UNSUPPORTED_FUNCTION")), ("0x80090325", None)]),
    ]
}
