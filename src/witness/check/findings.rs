//! From verdicts to findings: the words of [`crate::knowledge::checks`] that knowledge maps to states.

use super::certificate::first_label;
use super::judge::{Layer, certificate_faults};
use super::layer::LayerId;
use super::seen::{Answered, Seen};
use super::target::DEFAULT_PORT;
use super::trust::Chain;
use super::wire::x224::Confirm;
use crate::knowledge::checks::{
    Certificate, CertificateChain, CertificateDates, CertificateIssuer, CertificateName, CertificateUse,
    CertificateWarning, HostName, Membership, OwnAddress, Port, State, Typed, Windows, WindowsKind, Word,
};

/// Restricted Admin is supported: a flag of the answer that every Windows since 7 sends ([MS-RDPBCGR] 2.2.1.2.1).
const RESTRICTED_ADMIN: u8 = 0x08;

/// Builds that are a server only: Windows Server 2022, and Windows Server version 23H2.
const SERVER_BUILDS: [u16; 2] = [20348, 25398];

/// Builds that are a client only: Windows 10 of 2015 to 2017 that had no server beside them, and Windows 11 before 24H2.
const CLIENT_BUILDS: [u16; 6] = [10240, 10586, 15063, 22000, 22621, 22631];

/// Something that a look found, as a word of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The check.
    pub check: &'static str,
    /// Its result.
    pub word: &'static str,
    /// The layer whose line shows it.
    pub layer: LayerId,
}

/// Everything that was found: first the verdicts, then what is finer.
pub fn findings(seen: &Seen, layers: &[Layer]) -> Vec<Finding> {
    let mut found = Findings(Vec::new());
    for layer in layers.iter().filter(|layer| layer.state() != State::Skipped) {
        found.0.push(Finding { check: layer.id.word(), word: layer.verdict.word(), layer: layer.id });
    }
    typed(seen, &mut found);
    way(seen, &mut found);
    certificate(seen, &mut found);
    host(seen, &mut found);
    found.0.retain(|finding| seen.scope.has(finding.layer));
    found.0
}

struct Findings(Vec<Finding>);

impl Findings {
    fn add<W: Word>(&mut self, word: W, layer: LayerId) {
        self.0.push(Finding { check: W::CHECK, word: word.word(), layer });
    }
}

fn typed(seen: &Seen, found: &mut Findings) {
    let word = match (seen.target.address, seen.target.host.trim_end_matches('.').contains('.')) {
        (Some(_), _) => Typed::Address,
        (None, true) => Typed::FullName,
        (None, false) => Typed::ShortName,
    };
    found.add(word, LayerId::Name);
}

fn way(seen: &Seen, found: &mut Findings) {
    let Some(Ok(connected)) = &seen.connection else { return };
    if let Some(local) = connected.local {
        let own = local.ip() == connected.address.ip();
        found.add(if own { OwnAddress::ThisComputer } else { OwnAddress::Another }, LayerId::Tcp);
    }
    if matches!(seen.first_answer(), Some(Answered::Confirm(_))) {
        let standard = seen.target.port == DEFAULT_PORT;
        found.add(if standard { Port::Standard } else { Port::Other }, LayerId::Rdp);
    }
}

fn certificate(seen: &Seen, found: &mut Findings) {
    let Some(own) = seen.certificate() else { return };
    let faults = certificate_faults(seen);
    let dates = if faults.contains(&Certificate::Expired) {
        CertificateDates::Expired
    } else if faults.contains(&Certificate::NotYetValid) {
        CertificateDates::NotYetValid
    } else {
        CertificateDates::Valid
    };
    found.add(dates, LayerId::Certificate);
    let name = certificate_name(seen, own, &faults);
    if let Some(word) = name {
        found.add(word, LayerId::Certificate);
    }
    let issuer = if own.self_signed { CertificateIssuer::SelfSigned } else { CertificateIssuer::Issued };
    found.add(issuer, LayerId::Certificate);
    match seen.certificate.as_ref().map(|shown| shown.chain) {
        Some(Chain::Trusted) => found.add(CertificateChain::Trusted, LayerId::Certificate),
        Some(Chain::Untrusted) => found.add(CertificateChain::Untrusted, LayerId::Certificate),
        Some(Chain::Unknown) | None => {}
    }
    if dates == CertificateDates::Valid && name != Some(CertificateName::Mismatch) && own.usage_fits {
        found.add(CertificateUse::Usable, LayerId::Certificate);
    }
    if let Some(word) = warning(&faults) {
        found.add(word, LayerId::Certificate);
    }
}

/// Whether the certificate is for the name that was typed; `None` where an address was. A short name is a name of the
/// same computer, even where only the long one stands in the certificate.
fn certificate_name(
    seen: &Seen,
    own: &super::certificate::Certificate,
    faults: &[Certificate],
) -> Option<CertificateName> {
    if !faults.contains(&Certificate::NameMismatch) {
        return Some(CertificateName::Match);
    }
    let judged = seen.target.address.is_none() && !own.names_computer(&seen.target.host);
    judged.then_some(CertificateName::Mismatch)
}

/// The one thing that a client warns about. Old keys are none: clients do not name them. Of dates they say that it has
/// expired or is not yet valid, in one sentence.
fn warning(faults: &[Certificate]) -> Option<CertificateWarning> {
    let warned = |fault: &Certificate| match fault {
        Certificate::Expired | Certificate::NotYetValid => Some(CertificateWarning::Expired),
        Certificate::NameMismatch => Some(CertificateWarning::Name),
        Certificate::SelfSigned | Certificate::Untrusted => Some(CertificateWarning::Untrusted),
        Certificate::Ok | Certificate::Weak | Certificate::Unknown => None,
    };
    let mut warnings = faults.iter().filter_map(warned);
    warnings.next().filter(|_| warnings.next().is_none())
}

fn host(seen: &Seen, found: &mut Findings) {
    let Some(host) = seen.host_says() else { return };
    let computer = host.dns_computer.as_deref().or(host.nb_computer.as_deref());
    if let Some(computer) = computer.filter(|_| seen.target.address.is_none()) {
        let same = first_label(computer).eq_ignore_ascii_case(first_label(&seen.target.host));
        found.add(if same { HostName::Same } else { HostName::Other }, LayerId::Credssp);
    }
    let names = host.nb_domain.as_ref().zip(host.nb_computer.as_ref());
    if names.is_some_and(|(domain, computer)| !domain.eq_ignore_ascii_case(computer)) {
        found.add(Membership::Domain, LayerId::Credssp);
    }
    if says_it_is_windows(seen) {
        windows(host.windows, found);
    }
}

/// Other programs answer `CredSSP` with the version of some Windows, too; the flags of their answer tell them apart.
fn says_it_is_windows(seen: &Seen) -> bool {
    let flags = |answered: &Answered| match answered {
        Answered::Confirm(Confirm::Selected { flags, .. }) => Some(*flags),
        _ => None,
    };
    seen.first_answer().and_then(flags).is_some_and(|flags| flags & RESTRICTED_ADMIN != 0)
}

fn windows(version: Option<(u8, u8, u16)>, found: &mut Findings) {
    let Some((major, minor, build)) = version else { return };
    let word = match (major, minor) {
        (6, 3..) | (7.., _) => Windows::Modern,
        (6, _) => Windows::Windows7Or2008,
        _ => Windows::Older,
    };
    found.add(word, LayerId::Credssp);
    let kind = if SERVER_BUILDS.contains(&build) {
        Some(WindowsKind::Server)
    } else {
        CLIENT_BUILDS.contains(&build).then_some(WindowsKind::Client)
    };
    kind.filter(|_| major == 10).into_iter().for_each(|word| found.add(word, LayerId::Credssp));
}
