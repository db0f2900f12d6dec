//! `rdpfix.check/1`: what a look at one host saw, layer by layer, and where to go on from there.

use schemars::JsonSchema;
use serde::Serialize;

use crate::knowledge::checks::{LayerId, State, Verdict};
use crate::knowledge::words::Side;
use crate::report::header::KnowledgeRevision;
use crate::sensitive::{Phrase, Redact, Redactor, Sensitive};

/// A look at one host.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CheckReport {
    /// `rdpfix.check/1`
    pub schema: &'static str,
    /// The version of the program.
    pub version: &'static str,
    /// The knowledge that says what the results answer.
    pub knowledge: KnowledgeRevision,
    /// The host as it was typed.
    pub host: Sensitive,
    /// The port.
    pub port: u16,
    /// From where it was looked at: what another computer would see may differ.
    pub seen_from: String,
    /// When, in UTC.
    pub at: String,
    /// The layers that were looked at, from the name up.
    pub layers: Vec<LayerCard>,
    /// The observations that this answers.
    pub observations: Vec<ObservedCard>,
    /// What was seen, as values; what was not seen is absent.
    pub facts: Facts,
    /// The problems that it points to, the lowest layer first.
    pub suggests: Vec<SuggestCard>,
    /// The command line that goes on from here.
    pub command: Phrase,
    /// How many connections were made or tried; the host logs those that it took.
    pub connections: usize,
    /// How long it took.
    pub elapsed_ms: u64,
}

/// One layer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LayerCard {
    /// Its id, as `--only` takes it.
    pub id: LayerId,
    /// What kind of verdict it has.
    pub state: State,
    /// The verdict of the layer in a word.
    pub verdict: Verdict,
    /// Where to act, where there is something to do.
    pub sides: Vec<Side>,
    /// The verdict for people, with all that holds.
    pub detail: Phrase,
    /// What a fault or a note means; absent where there is nothing to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub means: Option<&'static str>,
    /// What it was read from.
    pub evidence: Phrase,
}

/// An observation that a look answers.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ObservedCard {
    /// The observation.
    pub id: String,
    /// Its state.
    pub state: String,
    /// What it was read from.
    pub evidence: Phrase,
}

/// A problem that a look points to.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SuggestCard {
    /// The problem.
    pub problem: String,
    /// Its headline.
    pub title: String,
    /// The layer and the verdict that point to it.
    pub because: String,
}

/// What was seen, as values.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Facts {
    /// The address that took the connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Sensitive>,
    /// This computer's address on the way there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_address: Option<Sensitive>,
    /// How many addresses the name has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addresses: Option<usize>,
    /// One way there and back, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency_ms: Option<f64>,
    /// The flags of the answer to the first ask.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub negotiation_flags: Option<String>,
    /// The name of the failure with which the host refuses what a client of today asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub negotiation_failure: Option<String>,
    /// The version of the host's Windows, as the host says: `10.0.17763`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub os_build: Option<String>,
    /// The host's own name, as it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub computer: Option<Sensitive>,
    /// The host's full DNS name, as it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dns_computer: Option<Sensitive>,
    /// The domain that the host says it belongs to; its own name where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<Sensitive>,
    /// The DNS name of that domain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dns_domain: Option<Sensitive>,
    /// The versions of TLS that the host took: one on an ordinary look, all of them on a deep one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tls_versions: Vec<&'static str>,
    /// The cipher suite that it chose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_suite: Option<String>,
    /// The certificate that it showed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateCard>,
    /// The version of `CredSSP` that it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credssp_version: Option<u32>,
    /// The NTSTATUS with which it refused `CredSSP`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credssp_error: Option<String>,
    /// By how many seconds its clock is ahead of this computer's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock_skew_s: Option<f64>,
}

/// A certificate.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CertificateCard {
    /// Whom it names.
    pub subject: Sensitive,
    /// Who signed it.
    pub issuer: Sensitive,
    /// The names and addresses it is for.
    pub names: Vec<Sensitive>,
    /// Its first day.
    pub not_before: String,
    /// Its last day.
    pub not_after: String,
    /// Whether it signed itself.
    pub self_signed: bool,
    /// The kind of its key and its bits.
    pub key: String,
    /// The digest of its signature.
    pub signature: &'static str,
    /// Its SHA-1 thumbprint, as Windows shows it.
    pub thumbprint: Sensitive,
    /// Whether the roots of this computer stand behind it; absent where that was not judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trusted: Option<bool>,
    /// Whether its usages leave room for Remote Desktop.
    pub usage_fits: bool,
}

/// A look as it stands in another report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LookCard {
    /// The host as it was typed.
    pub host: Sensitive,
    /// The port.
    pub port: u16,
    /// From where it was looked at.
    pub seen_from: String,
    /// The layers.
    pub layers: Vec<LayerCard>,
}

impl CheckReport {
    /// The schema name.
    pub const SCHEMA: &'static str = "rdpfix.check/1";

    /// Whether a layer is a fault.
    pub fn has_fault(&self) -> bool {
        self.layers.iter().any(|layer| layer.state == State::Fault)
    }

    /// Whether this computer could not check a layer, which leaves the host without a verdict.
    pub fn is_unchecked(&self) -> bool {
        self.layers.iter().any(|layer| layer.state == State::NotChecked)
    }

    /// The part of it that other reports show.
    pub fn card(&self) -> LookCard {
        LookCard {
            host: self.host.clone(),
            port: self.port,
            seen_from: self.seen_from.clone(),
            layers: self.layers.clone(),
        }
    }
}

impl Redact for LayerCard {
    fn redact(&mut self, redactor: &mut Redactor) {
        self.detail.redact(redactor);
        self.evidence.redact(redactor);
    }
}

impl Redact for LookCard {
    fn redact(&mut self, redactor: &mut Redactor) {
        self.host.redact(redactor);
        self.layers.redact(redactor);
    }
}

impl Redact for CertificateCard {
    fn redact(&mut self, redactor: &mut Redactor) {
        self.subject.redact(redactor);
        self.issuer.redact(redactor);
        self.names.redact(redactor);
        self.thumbprint.redact(redactor);
    }
}

impl Redact for Facts {
    fn redact(&mut self, redactor: &mut Redactor) {
        for name in [
            &mut self.address,
            &mut self.local_address,
            &mut self.computer,
            &mut self.dns_computer,
            &mut self.domain,
            &mut self.dns_domain,
        ] {
            name.redact(redactor);
        }
        self.certificate.redact(redactor);
    }
}

impl Redact for CheckReport {
    fn redact(&mut self, redactor: &mut Redactor) {
        self.host.redact(redactor);
        self.command.redact(redactor);
        self.layers.redact(redactor);
        for observed in &mut self.observations {
            observed.evidence.redact(redactor);
        }
        self.facts.redact(redactor);
    }
}
