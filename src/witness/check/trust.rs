//! Whether this computer trusts who signed a certificate: by the roots that it has, and without asking anybody.
//!
//! Nothing is fetched: no missing intermediate certificate, no revocation list. So `Untrusted` means "not by what is
//! here", and a client that may fetch can come to another end.

use std::sync::OnceLock;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{EndEntityCert, Error, KeyUsage, anchor_from_trusted_cert};

use super::certificate::Certificate;

/// Remote Desktop Authentication, 1.3.6.1.4.1.311.54.1.2, as DER without tag and length.
const REMOTE_DESKTOP: &[u8] = &[0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x36, 0x01, 0x02];

/// What the roots say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chain {
    /// A root of this computer stands at its end.
    Trusted,
    /// It leads to no root of this computer.
    Untrusted,
    /// It cannot be judged: an algorithm that is not supported, a broken extension, no roots here.
    Unknown,
}

/// The roots of this computer.
#[derive(Debug, Default)]
pub struct Roots(Vec<TrustAnchor<'static>>);

impl Roots {
    /// Those that the system has, read once. Where they cannot be read there are none, and nothing is judged.
    pub fn of_this_computer() -> &'static Self {
        static ROOTS: OnceLock<Roots> = OnceLock::new();
        ROOTS.get_or_init(|| Self::of(rustls_native_certs::load_native_certs().certs.iter()))
    }

    /// Those of a list; what is no certificate is left out.
    pub fn of<'c>(certificates: impl IntoIterator<Item = &'c CertificateDer<'static>>) -> Self {
        let anchor = |der: &CertificateDer<'static>| {
            anchor_from_trusted_cert(der).ok().map(|anchor| anchor.to_owned())
        };
        Self(certificates.into_iter().filter_map(anchor).collect())
    }

    /// Judges a chain as it came, the host's own certificate first.
    ///
    /// The moment is one at which that certificate is valid, so that its dates, which are a fault of their own, do not
    /// hide who signed it; `now` is in Unix seconds.
    pub fn judge(&self, chain: &[Vec<u8>], own: &Certificate, now: i64) -> Chain {
        let Some((first, rest)) = chain.split_first() else { return Chain::Unknown };
        let own_der = CertificateDer::from(first.as_slice());
        let Ok(end) = EndEntityCert::try_from(&own_der) else { return Chain::Unknown };
        if self.0.is_empty() {
            return Chain::Unknown;
        }
        let between: Vec<CertificateDer> =
            rest.iter().map(|der| CertificateDer::from(der.as_slice())).collect();
        let at = now.clamp(own.not_before.min(own.not_after), own.not_after);
        let at = UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(at).unwrap_or(0)));
        let algorithms = rustls::crypto::ring::default_provider().signature_verification_algorithms.all;
        let verify =
            |usage| end.verify_for_usage(algorithms, &self.0, &between, at, usage, None, None).map(drop);
        let usages = [KeyUsage::server_auth(), KeyUsage::required_if_present(REMOTE_DESKTOP)];
        let mut verdicts = usages.into_iter().map(verify);
        if verdicts.any(|verdict| verdict.is_ok()) {
            return Chain::Trusted;
        }
        match verify(KeyUsage::server_auth()) {
            Err(Error::UnknownIssuer | Error::CertExpired { .. } | Error::CertNotValidYet { .. }) => {
                Chain::Untrusted
            }
            _ => Chain::Unknown,
        }
    }
}
