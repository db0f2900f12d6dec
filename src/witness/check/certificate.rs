//! What stands in a certificate, as far as a Remote Desktop client cares (RFC 5280).

use std::net::IpAddr;

use x509_cert::Certificate as Parsed;
use x509_cert::der::Decode;
use x509_cert::der::asn1::{AnyRef, UintRef};
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{ExtendedKeyUsage, SubjectAltName};
use x509_cert::name::Name;
use x509_cert::spki::ObjectIdentifier;

use super::harmless;
use super::old_dates::redate;

/// More names than this are not kept: no host of one person has them.
const MOST_NAMES: usize = 64;

/// RSA keys below this are weak (NIST SP 800-131A revision 2; Windows refuses below 1024 since 2012).
const SMALLEST_RSA: usize = 2048;

/// `id-kp-serverAuth` (RFC 5280, 4.2.1.12).
const SERVER_AUTH: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.1");

/// Remote Desktop Authentication, the usage that Microsoft gives to certificates for nothing else.
const REMOTE_DESKTOP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.311.54.1.2");

/// A certificate, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The common name of its owner, or the whole name where there is none.
    pub subject: String,
    /// The common name of who signed it, or the whole name where there is none.
    pub issuer: String,
    /// The DNS names and addresses it is for; the common name where it has no list.
    pub names: Vec<String>,
    /// The first second of its validity, in Unix time.
    pub not_before: i64,
    /// The last second of its validity, in Unix time.
    pub not_after: i64,
    /// Owner and signer are the same.
    pub self_signed: bool,
    /// The key.
    pub key: Key,
    /// The digest of its signature: `SHA-1`, `SHA-256`; `unknown` for algorithms that are not listed.
    pub digest: &'static str,
    /// The SHA-1 of the whole, as Windows shows it: forty hexadecimal digits.
    pub thumbprint: String,
    /// False where it says what it may be used for and Remote Desktop is not among it.
    pub usage_fits: bool,
}

/// The key of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// RSA, with the bits of its modulus.
    Rsa(usize),
    /// An elliptic curve, with its bits; 0 for one that is not listed.
    Curve(usize),
    /// Another algorithm.
    Other,
}

/// The bytes are no certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bytes are no certificate")]
pub struct NoCertificate;

impl Certificate {
    /// Reads a certificate in DER. Text from it is made harmless and short.
    pub fn parse(der: &[u8]) -> Result<Self, NoCertificate> {
        let Some(redated) = redate(der) else { return Self::read(der) };
        let read = Self::read(&redated.der)?;
        Ok(Self {
            not_before: redated.not_before.unwrap_or(read.not_before),
            not_after: redated.not_after.unwrap_or(read.not_after),
            thumbprint: thumbprint(der),
            ..read
        })
    }

    fn read(der: &[u8]) -> Result<Self, NoCertificate> {
        let parsed = Parsed::from_der(der).map_err(|_| NoCertificate)?;
        let body = parsed.tbs_certificate();
        let seconds = |time: x509_cert::time::Time| {
            i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX)
        };
        Ok(Self {
            subject: called(body.subject()),
            issuer: called(body.issuer()),
            names: names(&parsed),
            not_before: seconds(body.validity().not_before),
            not_after: seconds(body.validity().not_after),
            self_signed: body.subject() == body.issuer(),
            key: key(&parsed),
            digest: digest(parsed.signature_algorithm().oid),
            thumbprint: thumbprint(der),
            usage_fits: usage_fits(&parsed),
        })
    }

    /// Whether key or signature are weaker than what clients of today accept without a word.
    pub fn is_weak(&self) -> bool {
        let key = matches!(self.key, Key::Rsa(bits) if bits < SMALLEST_RSA);
        key || matches!(self.digest, "MD5" | "SHA-1")
    }

    /// Whether it is for this name or address (RFC 9525: one label for a star, and only the first).
    pub fn covers(&self, name: &str) -> bool {
        self.names.iter().any(|own| covers(own, name))
    }

    /// Whether one of its names begins with this computer name.
    pub fn names_computer(&self, computer: &str) -> bool {
        let first = |name: &str| first_label(name).eq_ignore_ascii_case(first_label(computer));
        self.names.iter().any(|own| own.starts_with("*.") || first(own))
    }
}

impl Key {
    /// The words: `RSA 2048`, `EC 256`, `another kind`.
    pub fn words(self) -> String {
        match self {
            Self::Rsa(bits) => format!("RSA {bits}"),
            Self::Curve(0) => "EC".to_owned(),
            Self::Curve(bits) => format!("EC {bits}"),
            Self::Other => "another kind".to_owned(),
        }
    }
}

/// The part of a name before its first dot.
pub(super) fn first_label(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

fn covers(own: &str, name: &str) -> bool {
    let (own, name) = (own.trim_end_matches('.'), name.trim_end_matches('.'));
    if own.eq_ignore_ascii_case(name) {
        return true;
    }
    let (Ok(own), Ok(name)) = (own.parse::<IpAddr>(), name.parse::<IpAddr>()) else {
        let rest = own.strip_prefix("*.").zip(name.split_once('.'));
        return rest.is_some_and(|(own, (_, name))| own.eq_ignore_ascii_case(name));
    };
    own == name
}

fn called(name: &Name) -> String {
    let common = name.common_name().ok().flatten().map(|text| text.value().into_owned());
    harmless(&common.filter(|text| !text.is_empty()).unwrap_or_else(|| name.to_string()))
}

/// A name that holds what no name may is for nobody: it could only be meant to deceive.
fn names(parsed: &Parsed) -> Vec<String> {
    let body = parsed.tbs_certificate();
    let listed = body.get_extension::<SubjectAltName>().ok().flatten();
    let name = |general: &GeneralName| match general {
        GeneralName::DnsName(name) => Some(name.to_string()),
        GeneralName::IpAddress(bytes) => address(bytes.as_bytes()),
        _ => None,
    };
    let listed = listed.map(|(_, list)| list.0.iter().filter_map(name).take(MOST_NAMES).collect());
    let names: Vec<String> = listed.filter(|names: &Vec<String>| !names.is_empty()).unwrap_or_else(|| {
        let common = body.subject().common_name().ok().flatten();
        common.map(|text| text.value().into_owned()).into_iter().collect()
    });
    names.into_iter().filter(|name| *name == harmless(name)).collect()
}

fn address(bytes: &[u8]) -> Option<String> {
    let four = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    let sixteen = || <[u8; 16]>::try_from(bytes).map(IpAddr::from);
    four.or_else(|_| sixteen()).ok().map(|address| address.to_string())
}

fn key(parsed: &Parsed) -> Key {
    let public = parsed.tbs_certificate().subject_public_key_info();
    match public.algorithm.oid.to_string().as_str() {
        "1.2.840.113549.1.1.1" => Key::Rsa(rsa_bits(public.subject_public_key.raw_bytes()).unwrap_or(0)),
        "1.2.840.10045.2.1" => {
            let curve =
                public.algorithm.parameters.as_ref().and_then(|any| any.decode_as::<ObjectIdentifier>().ok());
            Key::Curve(match curve.map(|curve| curve.to_string()).as_deref() {
                Some("1.2.840.10045.3.1.7") => 256,
                Some("1.3.132.0.34") => 384,
                Some("1.3.132.0.35") => 521,
                _ => 0,
            })
        }
        _ => Key::Other,
    }
}

/// The bits of the modulus: `RSAPublicKey ::= SEQUENCE { modulus, publicExponent }` (RFC 8017, A.1.1).
fn rsa_bits(key: &[u8]) -> Option<usize> {
    let modulus = |reader: &mut x509_cert::der::SliceReader<'_>| -> x509_cert::der::Result<usize> {
        let modulus = UintRef::decode(reader)?;
        let _exponent = UintRef::decode(reader)?;
        let bytes = modulus.as_bytes();
        let unused = bytes.first().map_or(0, |first| first.leading_zeros());
        Ok((bytes.len() * 8).saturating_sub(usize::try_from(unused).unwrap_or(0)))
    };
    AnyRef::from_der(key).ok()?.sequence(modulus).ok()
}

/// Signature algorithms by their digest (RFC 3279, RFC 4055, RFC 5758).
fn digest(oid: ObjectIdentifier) -> &'static str {
    match oid.to_string().as_str() {
        "1.2.840.113549.1.1.4" => "MD5",
        "1.2.840.113549.1.1.5" | "1.2.840.10045.4.1" | "1.3.14.3.2.29" => "SHA-1",
        "1.2.840.113549.1.1.11" | "1.2.840.10045.4.3.2" => "SHA-256",
        "1.2.840.113549.1.1.12" | "1.2.840.10045.4.3.3" => "SHA-384",
        "1.2.840.113549.1.1.13" | "1.2.840.10045.4.3.4" => "SHA-512",
        "1.2.840.113549.1.1.10" => "PSS",
        _ => "unknown",
    }
}

fn usage_fits(parsed: &Parsed) -> bool {
    let usage = parsed.tbs_certificate().get_extension::<ExtendedKeyUsage>().ok().flatten();
    usage.is_none_or(|(_, usage)| usage.0.iter().any(|oid| *oid == SERVER_AUTH || *oid == REMOTE_DESKTOP))
}

/// SHA-1 is what Windows shows and what people compare; nothing is trusted because of it.
fn thumbprint(der: &[u8]) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, der);
    let digit = |half: u8| char::from_digit(half.into(), 16).expect("four bits").to_ascii_uppercase();
    digest.as_ref().iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
