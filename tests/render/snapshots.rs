//! One page with every block, read at the widths people have.

use rdpfix::render::{Format, Style, page};
use rdpfix::report::page::{Block, Item, Page, Rank, Shell, Station, Tone};

#[test]
fn every_block_at_every_width() {
    let whole = every_block();
    for format in [Format::Terminal, Format::Plain] {
        for width in [80, 40, 30] {
            let style = Style { width, colour: false };
            snapshot(&format!("{}-{width}", format.name()), &page(&whole, format, &style));
        }
    }
    snapshot("markdown", &page(&whole, Format::Markdown, &Style::default()));
    let html = page(&whole, Format::Html, &Style::default());
    let (_, body) = html.split_once("<body>").expect("there is one");
    snapshot("html", body);
}

/// Escapes are shown as `^`, so that the snapshot can be read.
#[test]
fn colour_stands_on_words_only() {
    let coloured = page(&every_block(), Format::Terminal, &Style { width: 80, colour: true });
    snapshot("terminal-80-colour", &coloured.replace('\u{1b}', "^"));
    let bare = page(&every_block(), Format::Terminal, &Style::default());
    assert_eq!(console::strip_ansi_codes(&coloured), bare);
}

#[test]
fn markdown_has_no_width() {
    let narrow = page(&every_block(), Format::Markdown, &Style { width: 30, colour: true });
    assert_eq!(narrow, page(&every_block(), Format::Markdown, &Style::default()));
}

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

fn every_block() -> Page {
    let mut page = Page::new();
    page.title("0xC07 (3079): the account is restricted", Some("documented, Microsoft".to_owned()));
    page.text(2, "The password was not the trouble: a rule on the account forbids this sign-in (blank password, sign-in hours, allowed computers, protected account).");
    page.field("Where", "on the account: the domain or the remote PC");
    page.field("Try", "connect by full name instead of an IP address; then another hour, from a computer that the account may use");
    page.toned_field("Do not", "turn off NLA, TLS checks or the blank-password rule", Tone::Warn);
    page.field("Tell IT about", "\"0xC07 for J\u{fc}rgen on SRV01\u{2026}\"");
    page.labelled_command("Next", Shell::Cmd, ["rdpfix diagnose 0xc07"]).blank();
    page.ranking(ranks(false)).blank().ranking(ranks(true)).blank();
    page.heading("STEP 1  (about 10 minutes, on the host, administrator, restarts a service)");
    page.text(0, "Renew the host's own Remote Desktop certificate.").steps(2, steps()).rule();
    workaround(&mut page);
    page.rule().subheading("What was looked at").table(["check", "result", ""], checks()).blank();
    page.table(["", ""], checks().into_iter().map(|row| row[..2].to_vec()).collect()).blank();
    page.list(
        0,
        [
            Item::new("The port answers, so that a firewall in between is unlikely."),
            Item::new("The host speaks *CredSSP* 6."),
        ],
    );
    page.path(stations()).link(2, "https://learn.microsoft.com/en-us/windows-server/?a=1&b=2#c");
    page.toned_text(
        0,
        "Sources: https://learn.microsoft.com/en-us/windows-server/remote/remote-desktop-services/",
        Tone::Quiet,
    );
    page.keys([
        ('w', "works"),
        ('s', "same error"),
        ('d', "different error"),
        ('c', "cannot here"),
        ('?', ""),
        ('b', ""),
        ('q', ""),
    ]);
    page
}

fn ranks(numbers: bool) -> Vec<Rank> {
    let rank = |tenths, likelihood: &str, title: &str, note: &str, number| Rank {
        tenths,
        likelihood: likelihood.to_owned(),
        title: title.to_owned(),
        note: note.to_owned(),
        number: numbers.then_some(number),
        why: if numbers { vec!["For it: certificate-state is expired.".to_owned()] } else { Vec::new() },
    };
    vec![
        rank(6, "very likely", "the host's certificate cannot be used", "host", 0.6123),
        rank(2, "possible", "something in between cuts the connection", "network", 0.2),
        rank(1, "unlikely", "no TLS version or cipher in common", "client, host", 0.08),
        rank(1, "unlikely", "a cause that is not in the list", "", 0.05),
    ]
}

fn stations() -> Vec<Station> {
    let station = |label: &str, title: &str, lines: &[&str], tone| Station {
        label: label.to_owned(),
        title: title.to_owned(),
        lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        tone,
    };
    vec![
        station("Start", "The account is restricted", &[], Tone::Quiet),
        station(
            "Asked",
            "What is wrong with the certificate?",
            &[
                "It is past its date (script).",
                "The host's certificate cannot be used: likely to very likely.",
            ],
            Tone::Plain,
        ),
        station("Now", "Renew it", &["To be tried next."], Tone::Strong),
    ]
}

fn steps() -> Vec<Item> {
    let read = "Get-ChildItem 'Cert:\\LocalMachine\\Remote Desktop' | Format-List Subject,Issuer,NotAfter,Thumbprint";
    let command = Block::Command {
        indent: 2,
        label: None,
        shell: Shell::PowerShell,
        lines: vec![read.to_owned(), "Get-Service TermService  ".to_owned()],
        prompt: true,
    };
    let mut tips = Page::new();
    tips.list(0, [Item::new("Whoever is connected there loses the connection."), Item::new("Not at noon.")]);
    vec![
        Item::new("Read what is there, and keep it:").with(Page::new().push(command)),
        Item::new("Restart the service that owns the certificate, at a time that the users know.")
            .with(&mut tips),
    ]
}

fn workaround(page: &mut Page) {
    let key = "HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Policies\\System\\CredSSP\\Parameters";
    page.toned_text(
        0,
        "ONLY BECAUSE the host cannot be reached in any other way to update it:",
        Tone::Strong,
    );
    page.toned_field("WARNING", "For every server this PC visits, until undone, a man in the middle could take over the session (CVE-2018-0886).", Tone::Bad);
    page.labelled_command("Keep", Shell::Cmd, [format!("reg query {key} /v AllowEncryptionOracle /reg:64")]);
    page.labelled_command(
        "Undo",
        Shell::Cmd,
        [format!("reg delete {key} /v AllowEncryptionOracle /f /reg:64"), "gpupdate /force".to_owned()],
    );
    page.field("", "(or put the old value back, if the line above showed one)");
}

fn checks() -> Vec<Vec<String>> {
    let rows = [
        ["name", "srv01 is 10.20.0.5", "ok"],
        ["security", "Network Level Authentication required", "ok"],
        ["certificate", "SRV01 | *expired* 12 days ago", "FAULT, on the host"],
        ["clock", "", "not looked at"],
    ];
    rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
}
