//! What a live check can find, word by word: the vocabulary that knowledge maps to states and problems.
//!
//! The first checks are the layers of `rdpfix check`, in order, with their verdicts. The rest are findings that are
//! finer than a verdict. Every word that `rdpfix check` can say stands here, and nothing else does: a test holds it.

/// Each check with the words it can find.
pub const CHECKS: &[(&str, &[&str])] = &[
    ("name", &["resolved", "literal", "not-found", "resolver-unreachable", "not-checked"]),
    ("tcp", &["open", "refused", "timed-out", "unreachable", "blocked-locally", "not-checked"]),
    ("rdp", &["rdp", "not-rdp-ssh", "not-rdp-http", "not-rdp", "silent", "reset", "closed", "not-checked"]),
    (
        "security",
        &[
            "nla-required",
            "nla-optional",
            "tls-without-nla",
            "rdp-security-only",
            "no-certificate",
            "legacy-no-negotiation",
            "entra-only",
            "unknown",
        ],
    ),
    (
        "tls",
        &[
            "ok",
            "old-suites-only",
            "too-old",
            "handshake-dropped",
            "handshake-silent",
            "handshake-garbled",
            "not-checked",
            "unknown",
        ],
    ),
    (
        "certificate",
        &["ok", "expired", "not-yet-valid", "name-mismatch", "weak", "self-signed", "untrusted", "unknown"],
    ),
    ("credssp", &["fixed", "not-fixed", "unknown"]),
    ("clock", &["ok", "skewed", "unknown"]),
    ("path", &["direct", "broker-or-inspection-suspected", "unknown"]),
    ("udp", &["answers", "no-answer", "unknown"]),
    ("rdstls", &["accepted", "refused", "unknown"]),
    ("entra", &["accepted", "refused", "unknown"]),
    // What was typed: an IP address, a name with a dot, a name without one.
    ("typed", &["address", "full-name", "short-name"]),
    // Whether the address is one of this computer's own.
    ("self", &["this-computer", "another"]),
    // Whether the name that the host gives itself is the one that was typed.
    ("host-name", &["same", "other"]),
    // The port that Remote Desktop answered on.
    ("port", &["standard", "other"]),
    // The certificate, quality by quality. Names are judged only where a name was typed.
    ("certificate-dates", &["valid", "expired", "not-yet-valid"]),
    ("certificate-name", &["match", "mismatch"]),
    ("certificate-issuer", &["self-signed", "issued"]),
    ("certificate-chain", &["trusted", "untrusted"]),
    // Dates and name are right, or only the name could not be judged because an address was typed.
    ("certificate-use", &["usable"]),
    // The one thing that a client would warn about; nothing where there are several. "expired": or not yet valid.
    ("certificate-warning", &["untrusted", "name", "expired"]),
    // The Windows that the host says it is: 6.3 and later, 6.0 to 6.2, before.
    ("windows", &["modern", "windows-7-or-2008", "older"]),
    // Whether that build exists as a server or as a client only; nothing where it is both.
    ("windows-kind", &["server", "client"]),
    // Whether the host says that it belongs to a domain.
    ("membership", &["domain"]),
];

/// The words of a check.
pub fn words(check: &str) -> Option<&'static [&'static str]> {
    CHECKS.iter().find(|(name, _)| *name == check).map(|(_, words)| *words)
}
