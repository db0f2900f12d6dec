//! From what was observed to one verdict per layer. Pure: the same observation gives the same verdicts.
//!
//! The verdicts are those of [`crate::knowledge::checks`], which gives each its state, sides and meaning.

use super::connect::NoConnection;
use super::layer::LayerId;
use super::resolve::Named;
use super::seen::{Answered, Credssp as Reply, Handshake, Scan, Seen};
use super::trust::Chain;
use super::wire::tls::{Version, suite_is_modern};
use super::wire::x224::{self, Confirm, Stranger};
use crate::knowledge::checks::{
    Certificate, Clock, Credssp, Entra, Name, Path, Rdp, Rdstls, Security, State, Tcp, Tls, Udp, Verdict,
};

/// Kerberos refuses what is further apart (RFC 4120, 5.2.3 and 7.5; the default of Active Directory is five minutes).
const MOST_SKEW: f64 = 300.0;

/// The first version of `CredSSP` that has the fix of CVE-2018-0886 ([MS-CSSP] 3.1.5: versions 5 and 6 bind the key to
/// the connection).
const FIRST_FIXED: u32 = 5;

/// A layer and what it came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layer {
    /// The layer.
    pub id: LayerId,
    /// The verdict: one of the layer's own, or `Skipped`.
    pub verdict: Verdict,
}

impl Layer {
    /// The state that the table gives to the verdict.
    pub fn state(&self) -> State {
        self.verdict.state()
    }
}

/// Judges every layer that the check is about, in order.
pub fn judge(seen: &Seen) -> Vec<Layer> {
    let layer = |id| Layer { id, verdict: verdict(seen, id).unwrap_or(Verdict::Skipped) };
    seen.scope.layers().map(layer).collect()
}

fn verdict(seen: &Seen, layer: LayerId) -> Option<Verdict> {
    Some(match layer {
        LayerId::Name => name(&seen.named).into(),
        LayerId::Tcp => tcp(seen.connection.as_ref()?.err()).into(),
        LayerId::Rdp => rdp(seen.first_answer()?).into(),
        LayerId::Security => security(seen)?.into(),
        LayerId::Tls => tls(seen)?.into(),
        LayerId::Certificate => certificate(seen)?.into(),
        LayerId::Credssp => credssp(seen)?.into(),
        LayerId::Clock => clock(seen)?.into(),
        LayerId::Path => path(seen)?.into(),
        LayerId::Udp => udp(seen)?.into(),
        LayerId::Rdstls => match alone(seen.deep.as_ref()?.rdstls.as_ref()?, x224::RDSTLS) {
            Some(true) => Rdstls::Accepted,
            Some(false) => Rdstls::Refused,
            None => Rdstls::Unknown,
        }
        .into(),
        LayerId::Entra => match alone(seen.deep.as_ref()?.entra.as_ref()?, x224::RDSAAD) {
            Some(true) => Entra::Accepted,
            Some(false) => Entra::Refused,
            None => Entra::Unknown,
        }
        .into(),
    })
}

const fn name(named: &Named) -> Name {
    match named {
        Named::Literal(_) => Name::Literal,
        Named::Resolved { .. } => Name::Resolved,
        Named::NotFound => Name::NotFound,
        Named::NoAnswer => Name::ResolverUnreachable,
        Named::NotChecked => Name::NotChecked,
    }
}

const fn tcp(failure: Option<NoConnection>) -> Tcp {
    match failure {
        None => Tcp::Open,
        Some(NoConnection::Refused) => Tcp::Refused,
        Some(NoConnection::TimedOut) => Tcp::TimedOut,
        Some(NoConnection::Unreachable) => Tcp::Unreachable,
        Some(NoConnection::BlockedLocally) => Tcp::BlockedLocally,
        Some(NoConnection::NotChecked) => Tcp::NotChecked,
    }
}

const fn rdp(answered: &Answered) -> Rdp {
    match answered {
        Answered::Confirm(_) => Rdp::Rdp,
        Answered::Stranger(Stranger::Ssh) => Rdp::NotRdpSsh,
        Answered::Stranger(Stranger::Http) => Rdp::NotRdpHttp,
        Answered::Stranger(Stranger::Other) | Answered::Garbled => Rdp::NotRdp,
        Answered::Silent | Answered::NoConnection => Rdp::Silent,
        Answered::Reset => Rdp::Reset,
        Answered::Closed => Rdp::Closed,
        Answered::NotChecked => Rdp::NotChecked,
    }
}

/// What counts is what the host chose, held against what it was asked.
fn security(seen: &Seen) -> Option<Security> {
    let Answered::Confirm(confirm) = seen.first_answer()? else { return None };
    Some(match confirm {
        Confirm::NoNegotiation => Security::LegacyNoNegotiation,
        Confirm::Failure(2) | Confirm::Selected { protocol: 0, .. } => Security::RdpSecurityOnly,
        Confirm::Failure(3) => Security::NoCertificate,
        Confirm::Failure(7) => Security::EntraOnly,
        Confirm::Selected { protocol: x224::SSL, .. } => Security::TlsWithoutNla,
        Confirm::Selected { protocol: x224::HYBRID | x224::HYBRID_EX, .. } => insists(seen),
        Confirm::Failure(_) | Confirm::Selected { .. } | Confirm::Disconnected => Security::Unknown,
    })
}

/// Whether a host that chose `CredSSP` lets anybody in without it. One that chooses it again, although it was not
/// asked for, has not shown that.
fn insists(seen: &Seen) -> Security {
    let less = seen.asks.iter().skip(1).map(|(_, answered)| answered);
    let mut verdict = Security::Unknown;
    for answered in less {
        match answered {
            Answered::Confirm(Confirm::Selected { protocol: 0 | x224::SSL, .. }) => {
                return Security::NlaOptional;
            }
            Answered::Confirm(Confirm::Failure(_)) => verdict = Security::NlaRequired,
            _ => {}
        }
    }
    verdict
}

fn tls(seen: &Seen) -> Option<Tls> {
    let handshake = seen.handshake.as_ref()?;
    Some(match (handshake, &seen.scan) {
        (Handshake::Done { .. }, _) => Tls::Ok,
        (_, Some(Scan::Chose { version, .. })) if *version < Version::Tls12 => Tls::TooOld,
        (_, Some(Scan::Chose { suite, .. })) if !suite_is_modern(*suite) => Tls::OldSuitesOnly,
        (Handshake::NotChecked, _) => Tls::NotChecked,
        (Handshake::Silent, _) => Tls::HandshakeSilent,
        (Handshake::Garbled, _) => Tls::HandshakeGarbled,
        (Handshake::Dropped | Handshake::Alert(_), None)
        | (Handshake::Dropped | Handshake::Alert(_) | Handshake::NothingInCommon, Some(Scan::Failed(_))) => {
            Tls::HandshakeDropped
        }
        (_, Some(Scan::Chose { .. })) | (Handshake::NothingInCommon, None) => Tls::Unknown,
    })
}

fn certificate(seen: &Seen) -> Option<Certificate> {
    let finished = matches!(seen.handshake, Some(Handshake::Done { .. }));
    match &seen.certificate {
        None => finished.then_some(Certificate::Unknown),
        Some(shown) if shown.certificate.is_none() => Some(Certificate::Unknown),
        Some(_) => Some(certificate_faults(seen).first().copied().unwrap_or(Certificate::Ok)),
    }
}

/// Everything that holds of the certificate, worst first. A self-signed one is not untrusted as well: nobody else
/// signed it.
pub fn certificate_faults(seen: &Seen) -> Vec<Certificate> {
    let (Some(own), Some(shown)) = (seen.certificate(), &seen.certificate) else { return Vec::new() };
    let now = seen.unix();
    let faults = [
        (Certificate::Expired, now > own.not_after),
        (Certificate::NotYetValid, now < own.not_before),
        (Certificate::NameMismatch, !own.covers(seen.target.plain_host())),
        (Certificate::Weak, own.is_weak()),
        (Certificate::SelfSigned, own.self_signed),
        (Certificate::Untrusted, !own.self_signed && shown.chain == Chain::Untrusted),
    ];
    faults.into_iter().filter(|(_, holds)| *holds).map(|(word, _)| word).collect()
}

fn credssp(seen: &Seen) -> Option<Credssp> {
    Some(match seen.credssp.as_ref()? {
        Reply::Answer(answer) if answer.version >= FIRST_FIXED => Credssp::Fixed,
        // Version 1 was never released.
        Reply::Answer(answer) if answer.version >= 2 => Credssp::NotFixed,
        Reply::Answer(_) | Reply::Silent | Reply::Dropped | Reply::Garbled => Credssp::Unknown,
    })
}

fn clock(seen: &Seen) -> Option<Clock> {
    seen.credssp.as_ref()?;
    Some(match seen.host_says().and_then(|host| host.ahead) {
        Some(ahead) if ahead.abs() > MOST_SKEW => Clock::Skewed,
        Some(_) => Clock::Ok,
        None => Clock::Unknown,
    })
}

/// A host's own certificate names the host. One that does not was put there by somebody, or comes from something in
/// between: a hint, and no more than that.
fn path(seen: &Seen) -> Option<Path> {
    certificate(seen)?;
    let computer = seen.host_says().and_then(|host| host.dns_computer.as_ref().or(host.nb_computer.as_ref()));
    Some(match (seen.certificate(), computer) {
        (Some(certificate), Some(computer)) if certificate.names_computer(computer) => Path::Direct,
        (Some(_), Some(_)) => Path::BrokerOrInspectionSuspected,
        _ => Path::Unknown,
    })
}

fn udp(seen: &Seen) -> Option<Udp> {
    let deep = seen.deep.as_ref().filter(|_| !seen.named.addresses().is_empty())?;
    Some(match deep.udp {
        Some(true) => Udp::Answers,
        Some(false) => Udp::NoAnswer,
        None => Udp::Unknown,
    })
}

/// Whether the host takes a protocol that it was asked for alone; `None` where it did not answer.
fn alone(answered: &Answered, protocol: u32) -> Option<bool> {
    match answered {
        Answered::Confirm(Confirm::Selected { protocol: chosen, .. }) => Some(*chosen == protocol),
        Answered::Silent | Answered::NoConnection | Answered::NotChecked => None,
        Answered::Confirm(_)
        | Answered::Stranger(_)
        | Answered::Garbled
        | Answered::Reset
        | Answered::Closed => Some(false),
    }
}
