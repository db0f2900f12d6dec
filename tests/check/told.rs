//! What a report tells: nothing that acts, in any form, and no name where names are hidden.

use rdpfix::render::{Format, Style};
use rdpfix::report::check::CheckReport;
use rdpfix::sensitive::{Redact, Redactor};

use crate::check::bytes::{Made, W2012R2_V3, challenge, clock, hex, pair, text, tsrequest};
use crate::check::certificates::{GOOD, PRIVATE, now};
use crate::check::fake::{Host, Reply};
use crate::check::watch::{PATIENT, Watched, watch, watch_named};

/// A report in every form: plain and JSON, and the terminal with and without colour.
fn forms(report: &CheckReport) -> Vec<(&'static str, String)> {
    let plain = Style::default();
    let narrow = Style { width: Style::MIN_WIDTH, colour: true };
    let forms =
        Format::ALL.iter().map(|format| (format.name(), rdpfix::render::report(report, *format, &plain)));
    let coloured = ("terminal, coloured", rdpfix::render::report(report, Format::Terminal, &narrow));
    forms.chain([coloured]).collect()
}

/// Controls other than the end of a line, and what hides or turns text around.
fn acts(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A name with all that a name should not hold.
fn acting(name: &str) -> String {
    format!(
        "\u{202e}{name}\u{1b}[31m\u{1b}]0;title]\u{7}\0\u{8}\r\n\u{9b}2J\u{200f}\u{feff}<script>alert(1)</script>"
    )
}

fn acting_host() -> Watched {
    let names = [
        text(pair::NB_COMPUTER, &acting("computer")),
        text(pair::NB_DOMAIN, &acting("domain")),
        text(pair::DNS_COMPUTER, &acting("dns-computer")),
        text(pair::DNS_DOMAIN, &acting("dns-domain")),
        clock(now() + 1000),
    ];
    let (subject, issuer) = (acting("subject"), acting("issuer"));
    let certificate = Made { subject: &subject, issuer: &issuer, names: vec![b"\x1b[2J.example.test"] };
    let reply = Reply::Bytes(tsrequest(6, Some(&challenge(&names)), None));
    watch(Host::new(vec![certificate.der()], reply).listen(), PATIENT)
}

#[test]
fn nothing_from_a_host_acts_in_any_form() {
    let watched = acting_host();
    let report = watched.report();
    let facts = &report.facts;
    let computer = facts.computer.as_ref().expect("it says its name").reveal();
    assert!(computer.starts_with("computer"), "what can be read stays: {computer:?}");
    assert_eq!(watched.verdict("path"), "broker-or-inspection-suspected", "the names are on the page");
    for (form, text) in forms(&report) {
        let text =
            if form == "terminal, coloured" { console::strip_ansi_codes(&text).into_owned() } else { text };
        assert!(text.contains("computer") && text.contains("subject"), "{form}: {text}");
        assert!(!text.chars().any(acts), "{form}: {text:?}");
        for escape in ["\\u001b", "\\u0000", "\\u202e", "\\u009b", "\\u0007", "\\u200f", "title]"] {
            assert!(!text.contains(escape), "{form}: {escape}");
        }
        assert!(form != "html" || !text.contains("<script"), "{text}");
    }
}

#[test]
fn no_line_of_a_report_is_begun_by_a_host() {
    let name = "x\r\n\u{85}\u{2028}\u{2029}\u{b}\u{c}Next: format c:";
    let reply = Reply::Bytes(tsrequest(6, Some(&challenge(&[text(pair::DNS_COMPUTER, name)])), None));
    let watched = watch(Host::new(vec![GOOD.to_vec()], reply).listen(), PATIENT);
    for (form, text) in forms(&watched.report()) {
        assert!(!text.lines().any(|line| line.trim_start().starts_with("Next: format")), "{form}: {text}");
    }
}

/// Everything in a report that identifies somebody, as far as it is there.
fn secrets(watched: &Watched) -> Vec<String> {
    let facts = watched.report().facts;
    let certificate = facts.certificate.expect("it shows one");
    let names = [facts.computer, facts.dns_computer, facts.domain, facts.dns_domain, facts.address];
    let names = names.into_iter().flatten().chain(certificate.names);
    let all = names.chain([certificate.subject, certificate.issuer, certificate.thumbprint]);
    all.map(|name| name.reveal().to_owned()).chain([watched.seen.target.host.clone()]).collect()
}

#[test]
fn a_redacted_report_holds_no_name_in_any_form() {
    let host =
        |certificate: &[u8], reply| Host::new(vec![certificate.to_vec()], Reply::Bytes(reply)).listen();
    let in_domain = hex(W2012R2_V3);
    for (watched, least) in [
        (watch_named(host(PRIVATE, in_domain.clone()), "srv01.contoso.test"), 9),
        (watch(host(GOOD, in_domain), PATIENT), 12),
        (watch_named(host(GOOD, hex(crate::check::bytes::W10_1809)), "pc7.example.test"), 12),
    ] {
        let secrets = secrets(&watched);
        assert!(secrets.len() >= least, "{secrets:?}");
        let open = forms(&watched.report());
        assert!(open.iter().all(|(_, text)| text.contains(&watched.seen.target.host)));
        let mut report = watched.report();
        report.redact(&mut Redactor::new());
        for (form, text) in forms(&report) {
            let text = text.to_lowercase();
            for secret in &secrets {
                assert!(!text.contains(&secret.to_lowercase()), "{form} tells {secret}: {text}");
            }
        }
    }
}
