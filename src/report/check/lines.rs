//! The line of each layer, and what it was read from.

use crate::knowledge::checks::{Certificate, Credssp as Version, Path, Rdp, Security, Tcp, Udp, Word};
use crate::sensitive::{Kind, Phrase};
use crate::time::day;
use crate::witness::check::seen::{Answered, Credssp, Handshake, Scan, Seen};
use crate::witness::check::wire::tls::suite_name;
use crate::witness::check::wire::x224::{self, Confirm, failure_name};
use crate::witness::check::{Layer, LayerId, Named, Verdict, certificate_faults};

const DAY: i64 = 86_400;

const NOT_CHECKED: &str = "could not be checked: this computer failed";

/// The verdict of a layer in a line, without a full stop.
pub(super) fn detail(seen: &Seen, layer: Layer) -> Phrase {
    match layer.verdict {
        Verdict::Skipped => Phrase::words(skipped(seen, layer.id)),
        Verdict::Name(_) => name(seen),
        Verdict::Tcp(verdict) => Phrase::words(tcp(seen, verdict)),
        Verdict::Rdp(verdict) => Phrase::words(rdp(verdict)),
        Verdict::Security(verdict) => Phrase::words(security(seen, verdict)),
        Verdict::Tls(_) => Phrase::words(tls(seen)),
        Verdict::Certificate(_) => certificate(seen),
        Verdict::Credssp(verdict) => Phrase::words(credssp(seen, verdict)),
        Verdict::Clock(_) => Phrase::words(clock(seen)),
        Verdict::Path(verdict) => path(seen, verdict),
        Verdict::Udp(verdict) => Phrase::words(udp(verdict)),
        Verdict::Rdstls(verdict) => Phrase::words(format!("RDSTLS {}", verdict.word())),
        Verdict::Entra(verdict) => Phrase::words(format!("sign-in by Microsoft Entra ID {}", verdict.word())),
    }
}

/// Why a layer could not be reached.
fn skipped(seen: &Seen, layer: LayerId) -> &'static str {
    let answers = matches!(seen.first_answer(), Some(Answered::Confirm(_)));
    match layer {
        LayerId::Credssp | LayerId::Clock if matches!(seen.handshake, Some(Handshake::Done { .. })) => {
            "cannot be asked: the host did not choose NLA"
        }
        LayerId::Tls | LayerId::Certificate | LayerId::Path | LayerId::Credssp | LayerId::Clock
            if answers && seen.handshake.is_none() =>
        {
            "not reached: the host did not choose TLS"
        }
        LayerId::Certificate | LayerId::Credssp | LayerId::Clock | LayerId::Path if answers => {
            "not reached: TLS does not come up"
        }
        _ => "not reached",
    }
}

fn name(seen: &Seen) -> Phrase {
    let typed = Phrase::from(crate::report::check::describe::typed(&seen.target));
    match &seen.named {
        Named::Literal(_) => typed.and(", an address"),
        Named::NotFound => typed.and(" is not found"),
        Named::NotChecked => Phrase::words(NOT_CHECKED),
        Named::NoAnswer => Phrase::words("no answer from the name server for ").then(typed),
        Named::Resolved { addresses, in_all } => {
            let connected = seen.connection.and_then(Result::ok).map(|connected| connected.address);
            let address =
                connected.or_else(|| addresses.first().copied()).map(|address| address.ip().to_string());
            let more = if *in_all > 1 { format!(", one of {in_all} addresses") } else { String::new() };
            typed.and(" is ").and_name(Kind::Address, address.unwrap_or_default()).and(more)
        }
    }
}

fn tcp(seen: &Seen, verdict: Tcp) -> String {
    let port = seen.target.port;
    match (verdict, &seen.connection) {
        (Tcp::Open, Some(Ok(connected))) => format!("port {port} open, {}", milliseconds(connected.took)),
        (Tcp::Open, _) => format!("port {port} open"),
        (Tcp::Refused, _) => format!("port {port} is refused"),
        (Tcp::TimedOut, _) => format!("no answer on port {port}"),
        (Tcp::Unreachable, _) => "no way leads there".to_owned(),
        (Tcp::BlockedLocally, _) => "this computer does not let it out".to_owned(),
        (Tcp::NotChecked, _) => NOT_CHECKED.to_owned(),
    }
}

fn milliseconds(took: std::time::Duration) -> String {
    match took.as_millis() {
        0 => "under 1 ms".to_owned(),
        ms => format!("{ms} ms"),
    }
}

fn udp(verdict: Udp) -> &'static str {
    match verdict {
        Udp::Answers => "UDP answers",
        Udp::NoAnswer => "no answer on UDP: blocked or not in use, which nobody can tell from here",
        Udp::Unknown => "nothing could be sent over UDP",
    }
}

fn rdp(verdict: Rdp) -> &'static str {
    match verdict {
        Rdp::Rdp => "Remote Desktop answers",
        Rdp::NotRdpSsh => "SSH answers, not Remote Desktop",
        Rdp::NotRdpHttp => "a web server answers, not Remote Desktop",
        Rdp::Silent => "it takes the connection and says nothing",
        Rdp::Reset => "it resets the connection at the first message",
        Rdp::Closed => "it closes the connection at the first message",
        Rdp::NotChecked => NOT_CHECKED,
        Rdp::NotRdp => "something else than Remote Desktop answers",
    }
}

fn security(seen: &Seen, verdict: Security) -> String {
    match verdict {
        Security::NlaRequired => "Network Level Authentication (NLA) required".to_owned(),
        Security::NlaOptional => "NLA possible, not required".to_owned(),
        Security::TlsWithoutNla => "TLS without NLA".to_owned(),
        Security::RdpSecurityOnly => "only the old RDP security layer".to_owned(),
        Security::NoCertificate => "the host has no certificate for TLS".to_owned(),
        Security::LegacyNoNegotiation => "an old host that negotiates nothing".to_owned(),
        Security::EntraOnly => "sign-in by Microsoft Entra ID only".to_owned(),
        Security::Unknown => match seen.first_answer() {
            Some(Answered::Confirm(Confirm::Selected {
                protocol: x224::HYBRID | x224::HYBRID_EX, ..
            })) => "NLA possible; whether it is required cannot be told".to_owned(),
            Some(Answered::Confirm(Confirm::Failure(code))) => {
                format!(
                    "refused with {}",
                    failure_name(*code).map_or_else(|| format!("failure {code}"), str::to_owned)
                )
            }
            Some(Answered::Confirm(Confirm::Disconnected)) => {
                "hangs up when asked for TLS and NLA".to_owned()
            }
            _ => "an answer that was not asked for".to_owned(),
        },
    }
}

fn tls(seen: &Seen) -> String {
    let suite = |suite: u16| suite_name(suite).map_or_else(|| format!("suite {suite:#06x}"), str::to_owned);
    let deep = seen.deep.as_ref().map(|deep| &deep.versions).filter(|versions| !versions.is_empty());
    let taken = deep.map(|versions| {
        let taken: Vec<_> =
            versions.iter().filter(|(_, taken)| *taken == Some(true)).map(|(v, _)| v.name()).collect();
        format!("; takes {}", if taken.is_empty() { "none alone".to_owned() } else { taken.join(", ") })
    });
    let how = match (&seen.handshake, &seen.scan) {
        (Some(Handshake::Done { version, .. }), _) => format!("TLS {}", version.name()),
        (_, Some(Scan::Chose { version, suite: chosen })) => {
            format!("TLS {} at most, {}", version.name(), suite(*chosen))
        }
        (Some(Handshake::Silent), _) => "nothing comes back to the first message of TLS".to_owned(),
        (Some(Handshake::Garbled), _) => "what comes back is no TLS".to_owned(),
        (Some(Handshake::Alert(alert)), _) => format!("the host ends TLS with alert {alert}"),
        (Some(Handshake::NothingInCommon), _) => "client and host have nothing in common".to_owned(),
        (Some(Handshake::NotChecked), _) => NOT_CHECKED.to_owned(),
        (Some(Handshake::Dropped) | None, _) => "the connection is cut during TLS".to_owned(),
    };
    how + &taken.unwrap_or_default()
}

/// Whom it names, then all that holds of it, worst first.
fn certificate(seen: &Seen) -> Phrase {
    let Some(own) = seen.certificate() else { return Phrase::words("it cannot be read") };
    let now = seen.unix();
    let mut holds: Vec<String> = Vec::new();
    for fault in certificate_faults(seen) {
        holds.push(match fault {
            Certificate::Expired => format!("expired {} ago", days(now - own.not_after)),
            Certificate::NotYetValid => format!("not-yet-valid, for {}", days(own.not_before - now)),
            Certificate::NameMismatch if seen.target.address.is_some() => {
                "name-mismatch (an address was typed)".to_owned()
            }
            Certificate::Weak => format!("weak ({}, {})", own.key.words(), own.digest),
            fault => fault.word().to_owned(),
        });
    }
    if !own.usage_fits {
        holds.push("not meant for Remote Desktop by its usages".to_owned());
    }
    if holds.is_empty() || holds[0] == Certificate::SelfSigned.word() {
        holds.push(format!("until {}", day(own.not_after)));
    }
    Phrase::name(Kind::Host, &own.subject).and(format!(", {}", holds.join(", ")))
}

/// A span in words, in its largest unit.
fn days(seconds: i64) -> String {
    let (count, unit) = match seconds {
        s if s >= 2 * DAY => (s / DAY, "days"),
        s if s >= 7200 => ((s + 1800) / 3600, "hours"),
        s if s >= 120 => ((s + 30) / 60, "minutes"),
        1 => (1, "second"),
        s => (s, "seconds"),
    };
    format!("{count} {unit}")
}

fn credssp(seen: &Seen, verdict: Version) -> String {
    match (verdict, &seen.credssp) {
        (Version::Fixed, Some(Credssp::Answer(answer))) => {
            format!("version {}, has the fix of 2018", answer.version)
        }
        (Version::NotFixed, Some(Credssp::Answer(answer))) => {
            format!("version {}, lacks the fix of 2018", answer.version)
        }
        (_, Some(Credssp::Answer(answer))) => match answer.error_code {
            Some(code) => format!("refused with {code:#010x}"),
            None => format!("an answer of version {}, which nobody has", answer.version),
        },
        (_, Some(Credssp::Silent)) => "no answer".to_owned(),
        (_, Some(Credssp::Dropped)) => "the connection is ended instead of an answer".to_owned(),
        _ => "an answer that means nothing".to_owned(),
    }
}

fn clock(seen: &Seen) -> String {
    let Some(ahead) = seen.host_says().and_then(|host| host.ahead) else {
        return "the host does not tell its time".to_owned();
    };
    #[expect(clippy::cast_possible_truncation, reason = "years in seconds fit")]
    let whole = ahead.abs().round() as i64;
    match (whole, ahead > 0.0) {
        (0, _) => "as this computer's".to_owned(),
        (whole, true) => format!("the host's is {} ahead of this computer's", days(whole)),
        (whole, false) => format!("the host's is {} behind this computer's", days(whole)),
    }
}

fn path(seen: &Seen, verdict: Path) -> Phrase {
    let computer = seen.host_says().and_then(|host| host.dns_computer.as_ref().or(host.nb_computer.as_ref()));
    match (verdict, seen.certificate(), computer) {
        (Path::Direct, _, _) => Phrase::words("the certificate is the host's own"),
        (Path::Unknown, _, _) | (_, None, _) | (_, _, None) => {
            Phrase::words("the host does not say its name")
        }
        (_, Some(own), Some(computer)) => Phrase::words("the certificate is for ")
            .and_name(Kind::Host, &own.subject)
            .and(", the host calls itself ")
            .and_name(Kind::Host, computer),
    }
}

/// What a layer was read from, for whoever wants to check it.
pub(super) fn evidence(seen: &Seen, layer: LayerId) -> Phrase {
    match layer {
        LayerId::Name => Phrase::words(match seen.named {
            Named::Literal(_) => "typed as an address",
            _ => "the resolver of this computer",
        }),
        LayerId::Tcp => Phrase::words("a TCP connection"),
        LayerId::Rdp => Phrase::words("the first bytes after a connection request"),
        LayerId::Security => Phrase::words(asks(seen)),
        LayerId::Tls => Phrase::words(match seen.scan {
            Some(_) => {
                "a handshake with what clients of today offer, then the answer to a hello with every old suite"
            }
            None => "a handshake with what clients of today offer",
        }),
        LayerId::Certificate | LayerId::Path => seen.certificate().map_or_else(Phrase::default, |own| {
            Phrase::words("the certificate with the thumbprint ").and_name(Kind::Id, &own.thumbprint)
        }),
        LayerId::Credssp => Phrase::words("the version in the host's first message of CredSSP"),
        LayerId::Clock => {
            Phrase::words("the time in the host's NTLM challenge, against this computer's clock")
        }
        LayerId::Udp => Phrase::words("a first packet of RDP over UDP"),
        LayerId::Rdstls | LayerId::Entra => Phrase::words("asked for alone"),
    }
}

/// Every ask with its answer.
fn asks(seen: &Seen) -> String {
    let answer = |answered: &Answered| match answered {
        Answered::Confirm(Confirm::Selected { flags, protocol }) => {
            format!("chose {protocol:#x}, flags {flags:#04x}")
        }
        Answered::Confirm(Confirm::Failure(code)) => {
            format!("refused with {code} {}", failure_name(*code).unwrap_or_default()).trim_end().to_owned()
        }
        Answered::Confirm(Confirm::NoNegotiation) => "answered without negotiating".to_owned(),
        Answered::Confirm(Confirm::Disconnected) => "hung up".to_owned(),
        Answered::Silent => "no answer".to_owned(),
        Answered::Reset => "reset".to_owned(),
        Answered::Closed => "closed".to_owned(),
        Answered::NoConnection => "no connection".to_owned(),
        Answered::NotChecked => NOT_CHECKED.to_owned(),
        Answered::Stranger(_) | Answered::Garbled => "something else".to_owned(),
    };
    let asked: Vec<_> =
        seen.asks.iter().map(|(mask, answered)| format!("asked {mask:#x}: {}", answer(answered))).collect();
    asked.join("; ")
}
