//! From what was seen to one verdict per layer. Pure: the same sight gives the same verdicts.
//!
//! The words are those of [`crate::knowledge::checks`]; what they mean for people stands in `report`.

use super::connect::NoConnection;
use super::layer::LayerId;
use super::resolve::Named;
use super::seen::{Answered, Credssp, Handshake, Scan, Seen};
use super::trust::Chain;
use super::wire::tls::{Version, suite_is_modern};
use super::wire::x224::{self, Confirm, Stranger};

/// Kerberos refuses what is further apart (RFC 4120, 5.2.3 and 7.5; the default of Active Directory is five minutes).
const MOST_SKEW: f64 = 300.0;

/// The first version of `CredSSP` that has the fix of CVE-2018-0886 ([MS-CSSP] 3.1.5: versions 5 and 6 bind the key to
/// the connection).
const FIRST_FIXED: u32 = 5;

/// The word of a layer that could not be reached.
const SKIPPED: &str = "skipped";

/// The word of a layer that this computer could not check.
const NOT_CHECKED: &str = "not-checked";

/// A layer and what it came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layer {
    /// The layer.
    pub id: LayerId,
    /// The verdict: one of the layer's words, or `skipped`.
    pub verdict: &'static str,
    /// What kind of verdict it is.
    pub state: State,
}

/// What kind of verdict a layer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// As it should be.
    Ok,
    /// To know, and no reason for a failure by itself.
    Note,
    /// A reason why nobody gets in, or not for long.
    Fault,
    /// It was looked at and cannot be told.
    Unknown,
    /// This computer failed by itself: no verdict on the host.
    NotChecked,
    /// It could not be reached.
    Skipped,
}

impl State {
    /// The word in documents.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Note => "note",
            Self::Fault => "fault",
            Self::Unknown => "unknown",
            Self::NotChecked => NOT_CHECKED,
            Self::Skipped => SKIPPED,
        }
    }
}

/// Judges every layer that the look was about, in order.
pub fn judge(seen: &Seen) -> Vec<Layer> {
    let layer = |id| {
        let verdict = verdict(seen, id).unwrap_or(SKIPPED);
        Layer { id, verdict, state: state(id, verdict) }
    };
    seen.scope.layers().map(layer).collect()
}

/// What kind of verdict a word is.
fn state(layer: LayerId, verdict: &str) -> State {
    match (layer, verdict) {
        (_, SKIPPED) => State::Skipped,
        (_, NOT_CHECKED) => State::NotChecked,
        (_, "unknown") => State::Unknown,
        (LayerId::Name, "resolved" | "literal")
        | (LayerId::Tcp, "open")
        | (LayerId::Rdp, "rdp")
        | (LayerId::Security, "nla-required" | "entra-only")
        | (LayerId::Tls | LayerId::Certificate | LayerId::Clock, "ok")
        | (LayerId::Credssp, "fixed")
        | (LayerId::Path, "direct")
        | (LayerId::Udp | LayerId::Rdstls | LayerId::Entra, _) => State::Ok,
        (LayerId::Security, "nla-optional" | "tls-without-nla" | "rdp-security-only")
        | (LayerId::Tls, "old-suites-only")
        | (LayerId::Certificate, "name-mismatch" | "self-signed" | "weak" | "untrusted")
        | (LayerId::Path, "broker-or-inspection-suspected") => State::Note,
        _ => State::Fault,
    }
}

fn verdict(seen: &Seen, layer: LayerId) -> Option<&'static str> {
    match layer {
        LayerId::Name => Some(name(&seen.named)),
        LayerId::Tcp => seen.connection.as_ref().map(|connection| match connection {
            Ok(_) => "open",
            Err(NoConnection::Refused) => "refused",
            Err(NoConnection::TimedOut) => "timed-out",
            Err(NoConnection::Unreachable) => "unreachable",
            Err(NoConnection::BlockedLocally) => "blocked-locally",
            Err(NoConnection::NotChecked) => NOT_CHECKED,
        }),
        LayerId::Rdp => seen.first_answer().map(rdp),
        LayerId::Security => security(seen),
        LayerId::Tls => tls(seen),
        LayerId::Certificate => certificate(seen),
        LayerId::Credssp => credssp(seen),
        LayerId::Clock => clock(seen),
        LayerId::Path => path(seen),
        LayerId::Udp => {
            seen.deep.as_ref().filter(|_| !seen.named.addresses().is_empty()).map(|deep| match deep.udp {
                Some(true) => "answers",
                Some(false) => "no-answer",
                None => "unknown",
            })
        }
        LayerId::Rdstls => Some(alone(seen.deep.as_ref()?.rdstls.as_ref()?, x224::RDSTLS)),
        LayerId::Entra => Some(alone(seen.deep.as_ref()?.entra.as_ref()?, x224::RDSAAD)),
    }
}

const fn name(named: &Named) -> &'static str {
    match named {
        Named::Literal(_) => "literal",
        Named::Resolved { .. } => "resolved",
        Named::NotFound => "not-found",
        Named::NoAnswer => "resolver-unreachable",
        Named::NotChecked => NOT_CHECKED,
    }
}

const fn rdp(answered: &Answered) -> &'static str {
    match answered {
        Answered::Confirm(_) => "rdp",
        Answered::Stranger(Stranger::Ssh) => "not-rdp-ssh",
        Answered::Stranger(Stranger::Http) => "not-rdp-http",
        Answered::Stranger(Stranger::Other) | Answered::Garbled => "not-rdp",
        Answered::Silent | Answered::NoConnection => "silent",
        Answered::Reset => "reset",
        Answered::Closed => "closed",
        Answered::NotChecked => NOT_CHECKED,
    }
}

/// What counts is what the host chose, held against what it was asked.
fn security(seen: &Seen) -> Option<&'static str> {
    let Answered::Confirm(confirm) = seen.first_answer()? else { return None };
    Some(match confirm {
        Confirm::NoNegotiation => "legacy-no-negotiation",
        Confirm::Failure(2) | Confirm::Selected { protocol: 0, .. } => "rdp-security-only",
        Confirm::Failure(3) => "no-certificate",
        Confirm::Failure(7) => "entra-only",
        Confirm::Selected { protocol: x224::SSL, .. } => "tls-without-nla",
        Confirm::Selected { protocol: x224::HYBRID | x224::HYBRID_EX, .. } => insists(seen),
        Confirm::Failure(_) | Confirm::Selected { .. } | Confirm::Disconnected => "unknown",
    })
}

/// Whether a host that chose `CredSSP` lets anybody in without it. One that chooses it again, although it was not
/// asked for, has not shown that.
fn insists(seen: &Seen) -> &'static str {
    let less = seen.asks.iter().skip(1).map(|(_, answered)| answered);
    let mut verdict = "unknown";
    for answered in less {
        match answered {
            Answered::Confirm(Confirm::Selected { protocol: 0 | x224::SSL, .. }) => return "nla-optional",
            Answered::Confirm(Confirm::Failure(_)) => verdict = "nla-required",
            _ => {}
        }
    }
    verdict
}

fn tls(seen: &Seen) -> Option<&'static str> {
    let handshake = seen.handshake.as_ref()?;
    Some(match (handshake, &seen.scan) {
        (Handshake::Done { .. }, _) => "ok",
        (_, Some(Scan::Chose { version, .. })) if *version < Version::Tls12 => "too-old",
        (_, Some(Scan::Chose { suite, .. })) if !suite_is_modern(*suite) => "old-suites-only",
        (Handshake::NotChecked, _) => NOT_CHECKED,
        (Handshake::Silent, _) => "handshake-silent",
        (Handshake::Garbled, _) => "handshake-garbled",
        (Handshake::Dropped | Handshake::Alert(_), None)
        | (Handshake::Dropped | Handshake::Alert(_) | Handshake::NothingInCommon, Some(Scan::Failed(_))) => {
            "handshake-dropped"
        }
        (_, Some(Scan::Chose { .. })) | (Handshake::NothingInCommon, None) => "unknown",
    })
}

fn certificate(seen: &Seen) -> Option<&'static str> {
    let finished = matches!(seen.handshake, Some(Handshake::Done { .. }));
    match &seen.certificate {
        None => finished.then_some("unknown"),
        Some(shown) if shown.certificate.is_none() => Some("unknown"),
        Some(_) => Some(certificate_faults(seen).first().copied().unwrap_or("ok")),
    }
}

/// Everything that holds of the certificate, worst first. A self-signed one is not untrusted as well: nobody else
/// signed it.
pub fn certificate_faults(seen: &Seen) -> Vec<&'static str> {
    let (Some(own), Some(shown)) = (seen.certificate(), &seen.certificate) else { return Vec::new() };
    let now = seen.unix();
    let faults = [
        ("expired", now > own.not_after),
        ("not-yet-valid", now < own.not_before),
        ("name-mismatch", !own.covers(seen.target.plain_host())),
        ("weak", own.is_weak()),
        ("self-signed", own.self_signed),
        ("untrusted", !own.self_signed && shown.chain == Chain::Untrusted),
    ];
    faults.into_iter().filter(|(_, holds)| *holds).map(|(word, _)| word).collect()
}

fn credssp(seen: &Seen) -> Option<&'static str> {
    Some(match seen.credssp.as_ref()? {
        Credssp::Answer(answer) if answer.version >= FIRST_FIXED => "fixed",
        // Version 1 was never released.
        Credssp::Answer(answer) if answer.version >= 2 => "not-fixed",
        Credssp::Answer(_) | Credssp::Silent | Credssp::Dropped | Credssp::Garbled => "unknown",
    })
}

fn clock(seen: &Seen) -> Option<&'static str> {
    seen.credssp.as_ref()?;
    Some(match seen.host_says().and_then(|host| host.ahead) {
        Some(ahead) if ahead.abs() > MOST_SKEW => "skewed",
        Some(_) => "ok",
        None => "unknown",
    })
}

/// A host's own certificate names the host. One that does not was put there by somebody, or comes from something in
/// between: a hint, and no more than that.
fn path(seen: &Seen) -> Option<&'static str> {
    certificate(seen)?;
    let computer = seen.host_says().and_then(|host| host.dns_computer.as_ref().or(host.nb_computer.as_ref()));
    Some(match (seen.certificate(), computer) {
        (Some(certificate), Some(computer)) if certificate.names_computer(computer) => "direct",
        (Some(_), Some(_)) => "broker-or-inspection-suspected",
        _ => "unknown",
    })
}

fn alone(answered: &Answered, protocol: u32) -> &'static str {
    match answered {
        Answered::Confirm(Confirm::Selected { protocol: chosen, .. }) if *chosen == protocol => "accepted",
        Answered::Silent | Answered::NoConnection | Answered::NotChecked => "unknown",
        _ => "refused",
    }
}
