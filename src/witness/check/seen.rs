//! What one look saw, before anything is judged.

use std::net::SocketAddr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::certificate::Certificate;
use super::connect::NoConnection;
use super::layer::Scope;
use super::resolve::Named;
use super::target::Target;
use super::trust::Chain;
use super::wire::tls::Version;
use super::wire::x224::{Confirm, Stranger};

/// Everything that one look saw. What was not looked at is `None`.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Where it went.
    pub target: Target,
    /// What it was to look at.
    pub scope: Scope,
    /// When it began.
    pub at: SystemTime,
    /// How long it took.
    pub elapsed: Duration,
    /// What became of the name.
    pub named: Named,
    /// What became of the first connection.
    pub connection: Option<Result<Connected, NoConnection>>,
    /// What was asked, in order: the protocols, and what came back.
    pub asks: Vec<(u32, Answered)>,
    /// How TLS began with what a client of today offers.
    pub handshake: Option<Handshake>,
    /// How the host answers a client that offers everything old, where the first way failed.
    pub scan: Option<Scan>,
    /// The host's certificate, from whichever way brought it; the error where it cannot be read.
    pub certificate: Option<Shown>,
    /// What came back from `CredSSP`.
    pub credssp: Option<Credssp>,
    /// What a deeper look saw.
    pub deep: Option<Deep>,
    /// How many connections were tried.
    pub connections: usize,
}

/// A connection that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connected {
    /// The address that took it.
    pub address: SocketAddr,
    /// This computer's address on the way there.
    pub local: Option<SocketAddr>,
    /// One way there and back.
    pub took: Duration,
}

/// What comes back when protocols are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    /// The answer that the protocol has.
    Confirm(Confirm),
    /// Another protocol.
    Stranger(Stranger),
    /// Bytes that mean nothing here.
    Garbled,
    /// No answer, or none that came to its end in time.
    Silent,
    /// The connection was reset.
    Reset,
    /// The connection was closed in order.
    Closed,
    /// The connection could not be opened a second time.
    NoConnection,
    /// This computer failed by itself: no verdict on the host.
    NotChecked,
}

/// How a TLS handshake ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handshake {
    /// It comes to its end.
    Done {
        /// The version.
        version: Version,
        /// The cipher suite.
        suite: u16,
    },
    /// The host, or something in between, ends it.
    Dropped,
    /// The host ends it with an alert.
    Alert(u8),
    /// Nothing comes back.
    Silent,
    /// What comes back is no TLS.
    Garbled,
    /// Both speak TLS and have nothing in common, or this side refuses what it is shown.
    NothingInCommon,
    /// This computer failed by itself: no verdict on the host.
    NotChecked,
}

/// What the first bytes of the host's TLS say, read without any key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scan {
    /// The host chose a version and a suite.
    Chose {
        /// The version.
        version: Version,
        /// The cipher suite.
        suite: u16,
    },
    /// It chose nothing.
    Failed(Handshake),
}

/// A certificate that was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What stands in it, where it can be read.
    pub certificate: Option<Certificate>,
    /// What the roots of this computer say.
    pub chain: Chain,
    /// How many certificates came.
    pub length: usize,
}

/// What came back from `CredSSP` ([MS-CSSP]), up to the point where a name would be needed.
#[derive(Clone, Debug, PartialEq)]
pub enum Credssp {
    /// An answer.
    Answer(CredsspAnswer),
    /// Nothing.
    Silent,
    /// The connection was ended.
    Dropped,
    /// Something else.
    Garbled,
}

/// The first answer of a host that speaks `CredSSP`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CredsspAnswer {
    /// The version of the protocol that the host has.
    pub version: u32,
    /// An NTSTATUS with which it refuses.
    pub error_code: Option<u32>,
    /// What the host says about itself.
    pub host: Option<HostSays>,
}

/// What a host says about itself in its NTLM challenge ([MS-NLMP] 2.2.1.2). Harmless and short, but the host's own
/// words: a program that is no Windows says what it likes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HostSays {
    /// Major, minor and build number of its Windows.
    pub windows: Option<(u8, u8, u16)>,
    /// The computer's `NetBIOS` name.
    pub nb_computer: Option<String>,
    /// The `NetBIOS` name of its domain; its own name where it has none.
    pub nb_domain: Option<String>,
    /// The computer's DNS name.
    pub dns_computer: Option<String>,
    /// The DNS name of its domain.
    pub dns_domain: Option<String>,
    /// By how many seconds its clock is ahead of this computer's; half the way there and back is taken off.
    pub ahead: Option<f64>,
}

/// What a deeper look saw.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deep {
    /// Each version of TLS, and whether the host takes it; `None` where it did not answer.
    pub versions: Vec<(Version, Option<bool>)>,
    /// Whether the host takes RDSTLS, asked for alone.
    pub rdstls: Option<Answered>,
    /// Whether the host takes a sign-in by Microsoft Entra ID, asked for alone.
    pub entra: Option<Answered>,
    /// Whether anything answers on UDP.
    pub udp: Option<bool>,
}

impl Seen {
    /// When it began, in Unix seconds; 0 for a clock that is not set.
    pub fn unix(&self) -> i64 {
        let since = self.at.duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    }

    /// What came back to the first ask, which asks for what a client of today asks for.
    pub fn first_answer(&self) -> Option<&Answered> {
        self.asks.first().map(|(_, answered)| answered)
    }

    /// The protocol that the host chose then.
    pub fn selected(&self) -> Option<u32> {
        match self.first_answer() {
            Some(Answered::Confirm(Confirm::Selected { protocol, .. })) => Some(*protocol),
            _ => None,
        }
    }

    /// The certificate, where it can be read.
    pub fn certificate(&self) -> Option<&Certificate> {
        self.certificate.as_ref()?.certificate.as_ref()
    }

    /// What the host says about itself.
    pub fn host_says(&self) -> Option<&HostSays> {
        match &self.credssp {
            Some(Credssp::Answer(answer)) => answer.host.as_ref(),
            _ => None,
        }
    }
}
