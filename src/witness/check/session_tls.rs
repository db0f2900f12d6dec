//! TLS as a client of today speaks it, as far as the first answer of `CredSSP`.
//!
//! **Nothing here may be used to send anything secret**: the certificate is taken down, not judged, so the connection
//! is not authenticated. All that goes through it is a protocol version and an NTLM message without any name.
//! Whoever needs a connection that can be trusted has to build another one.

use std::io;
use std::net::IpAddr;
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    ClientConfig, ClientConnection, DigitallySignedStruct, Error, ProtocolVersion, SignatureScheme,
};

use super::ask::ended;
use super::budget::Wire;
use super::credssp;
use super::seen::{Answered, Credssp, Handshake};
use super::wire::tls::Version;

/// What one TLS connection showed.
pub(super) struct Session {
    pub(super) handshake: Handshake,
    /// The host's certificates as they came.
    pub(super) chain: Vec<Vec<u8>>,
    pub(super) credssp: Option<Credssp>,
}

/// Shakes hands; where the host chose `CredSSP`, goes on to its first answer. `end` gives each step its end.
pub(super) fn open(
    wire: &mut Wire,
    name: &str,
    address: IpAddr,
    with_credssp: bool,
    end: impl Fn() -> Instant,
) -> Session {
    let failed = |handshake| Session { handshake, chain: Vec::new(), credssp: None };
    let server = ServerName::try_from(name.to_owned()).unwrap_or(ServerName::IpAddress(address.into()));
    let Ok(mut client) = ClientConnection::new(Arc::clone(&CONFIG), server) else {
        return failed(Handshake::NothingInCommon);
    };
    while client.is_handshaking() {
        if let Err(error) = client.complete_io(wire) {
            return failed(failure(&error));
        }
    }
    let chain = client.peer_certificates().unwrap_or_default().iter().map(|der| der.to_vec()).collect();
    let handshake = match (client.protocol_version(), client.negotiated_cipher_suite()) {
        (Some(version), Some(suite)) => {
            Handshake::Done { version: known(version), suite: suite.suite().into() }
        }
        _ => Handshake::Garbled,
    };
    let credssp = with_credssp.then(|| {
        wire.begin(end());
        credssp::ask(&mut rustls::Stream::new(&mut client, &mut *wire))
    });
    client.send_close_notify();
    let _ = client.complete_io(wire);
    Session { handshake, chain, credssp }
}

const fn known(version: ProtocolVersion) -> Version {
    match version {
        ProtocolVersion::TLSv1_3 => Version::Tls13,
        // rustls has no older one.
        _ => Version::Tls12,
    }
}

fn failure(error: &io::Error) -> Handshake {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
    match inner {
        Some(Error::AlertReceived(alert)) => Handshake::Alert((*alert).into()),
        Some(Error::PeerIncompatible(_) | Error::InvalidCertificate(_) | Error::General(_)) => {
            Handshake::NothingInCommon
        }
        Some(_) => Handshake::Garbled,
        None => match ended(error) {
            Answered::Silent => Handshake::Silent,
            Answered::Garbled => Handshake::Garbled,
            Answered::NotChecked => Handshake::NotChecked,
            _ => Handshake::Dropped,
        },
    }
}

static CONFIG: LazyLock<Arc<ClientConfig>> = LazyLock::new(|| {
    let builder = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
        .expect("the provider has suites for both versions");
    let mut config =
        builder.dangerous().with_custom_certificate_verifier(Arc::new(TakesDown)).with_no_client_auth();
    // Every look is a first one: nothing is resumed, so nothing ties two looks together.
    config.resumption = rustls::client::Resumption::disabled();
    Arc::new(config)
});

/// Lets every certificate through, so that bad ones can be described. See the head of this module.
#[derive(Debug)]
struct TakesDown;

impl ServerCertVerifier for TakesDown {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    /// Not checked either: RSA keys of 1024 bits and SHA-1 would fail here, and they are to be described.
    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![
            SignatureScheme::ECDSA_NISTP256_SHA256,
            SignatureScheme::ECDSA_NISTP384_SHA384,
            SignatureScheme::ECDSA_NISTP521_SHA512,
            SignatureScheme::ED25519,
            SignatureScheme::RSA_PSS_SHA256,
            SignatureScheme::RSA_PSS_SHA384,
            SignatureScheme::RSA_PSS_SHA512,
            SignatureScheme::RSA_PKCS1_SHA256,
            SignatureScheme::RSA_PKCS1_SHA384,
            SignatureScheme::RSA_PKCS1_SHA512,
            SignatureScheme::RSA_PKCS1_SHA1,
            SignatureScheme::ECDSA_SHA1_Legacy,
        ]
    }
}
