//! From a pasted dialog to connected: each problem once, as a transcript.

use rdpfix::interview::Ending;
use rdpfix::knowledge::Knowledge;
use rdpfix::render::{self, Format, Style};

use crate::interview::person::{Act, Prompt, Start, talk, truth};

const ACCOUNT: &str = "[Window Title]\nRemote Desktop Connection\n\n[Content]\nA user account restriction (for \
    example, a time-of-day restriction) is preventing you from logging on.\n\nError code: 0xc07\n\
    Extended error code: 0x0\n\n[OK]";
const XP: &str = "Remote Desktop Connection\n\nAuthentication error (code 0x507)\n\n[OK]";
const CREDSSP: &str = "An authentication error has occurred.\nThe function requested is not supported\n\n\
    Remote computer: srv01\nThis could be due to CredSSP encryption oracle remediation.";
const SOCKET: &str = "This computer can't connect to the remote computer.\n\nTry connecting again.\n\n\
    Error code: 0x904\nExtended error code: 0x7\nTimestamp (UTC): 03/14/26 07:14:02 AM";
const NLA: &str = "[Content]\nThe remote computer requires Network Level Authentication, which your computer \
    does not support. For assistance, contact your system administrator or technical support.\n\n[OK]";

/// Plays one interview that must end connected, and returns what was shown with the report.
fn connects(dialog: &'static str, states: &[(&str, &str)], repairs: &[&str]) -> String {
    let knowledge = Knowledge::builtin();
    let mut honest = truth(&knowledge, states, repairs);
    let mut pasted = false;
    let mind = Box::new(move |prompt: &Prompt, shown: &str| match prompt {
        Prompt::Paste if !pasted => {
            pasted = true;
            Act::Paste(dialog)
        }
        _ => honest(prompt, shown),
    });
    let talk = talk(&knowledge, &Start::default(), mind);
    assert_eq!(talk.ending, Some(Ending::Finished), "{}", talk.transcript);
    let report = talk.report.expect("the problem is decided");
    let report = render::report(&report, Format::Plain, &Style::default());
    assert!(report.contains("It connects."), "{report}");
    format!("{}\n=== REPORT ===\n{report}", talk.transcript)
}

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn a_blank_password_behind_an_account_restriction() {
    let states = [
        ("other-account-works", "yes"),
        ("account-password", "blank"),
        ("account-kind", "local"),
        ("host-reach", "yes"),
    ];
    snapshot("account-restriction", &connects(ACCOUNT, &states, &["set-account-password"]));
}

#[test]
fn a_windows_xp_that_was_not_restarted() {
    let states =
        [("client-windows", "xp"), ("xp-credssp-registry", "present"), ("restarted-since-change", "no")];
    snapshot("auth-0x507", &connects(XP, &states, &["restart-xp-client"]));
}

#[test]
fn a_host_that_was_never_updated() {
    let states = [("other-client-works", "no"), ("host-reach", "yes"), ("may-restart-host", "yes")];
    snapshot(
        "credssp-encryption-oracle",
        &connects(CREDSSP, &states, &["update-host", "update-host-without-rdp"]),
    );
}

#[test]
fn a_certificate_past_its_date() {
    let states = [("other-client-works", "no"), ("certificate-state", "expired"), ("host-reach", "yes")];
    snapshot("disconnect-0x904", &connects(SOCKET, &states, &["renew-host-certificate"]));
}

#[test]
fn a_connection_file_that_forbids_nla() {
    let states =
        [("other-client-works", "yes"), ("nla-in-connection-file", "off"), ("client-windows", "modern")];
    snapshot("nla-required-by-server", &connects(NLA, &states, &["nla-on-in-connection-file"]));
}
