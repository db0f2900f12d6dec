//! What each verdict of a look means, and whose side it is on.

use crate::knowledge::words::Side;
use Side::{Client, Host, Network};

/// What a verdict means, for a fault or a note; `None` where the detail says it all.
pub(super) fn means(layer: &str, verdict: &str) -> Option<&'static str> {
    Some(match (layer, verdict) {
        ("name", "not-found") => "No name server that this computer asks knows the name.",
        ("name", "resolver-unreachable") => "This computer gets no answer from its name server.",
        ("tcp", "refused") => {
            "Something answered and said no: Remote Desktop is off, listens elsewhere, or a firewall refuses."
        }
        ("tcp", "timed-out") => {
            "Nothing answered: a firewall drops it, the host is off or asleep, or a VPN is missing."
        }
        ("tcp", "unreachable") => {
            "This computer knows no way to that network, or its gateway says there is none."
        }
        ("tcp", "blocked-locally") => "A firewall on this computer refuses to let the connection out.",
        ("rdp", "not-rdp-ssh") => {
            "SSH listens on this port: wrong port, wrong host, or a wrong port forwarding."
        }
        ("rdp", "not-rdp-http") => {
            "A web server or proxy listens on this port: wrong port, wrong host, or a proxy."
        }
        ("rdp", "not-rdp") => "What listens on this port is not Remote Desktop.",
        ("rdp", "silent") => {
            "The port is open and nothing speaks: the service hangs, or something in between took the connection."
        }
        ("rdp", "reset") => {
            "The connection is torn down at the first message: by the host, or by a filter in between."
        }
        ("rdp", "closed") => {
            "The connection is closed at the first message: the listener is not ready, or a filter is."
        }
        ("security", "nla-optional") => "Who does not ask for NLA gets to the sign-in screen without it.",
        ("security", "tls-without-nla") => "The sign-in screen can be reached without a sign-in before it.",
        ("security", "rdp-security-only") => {
            "Clients that insist on TLS or NLA are refused, and the connection is encrypted the old way."
        }
        ("security", "no-certificate") => "The host wants TLS and has no certificate that it can use for it.",
        ("security", "legacy-no-negotiation") => {
            "The host speaks a Remote Desktop from before 2008, without TLS and NLA."
        }
        ("security", "entra-only") => "Only clients that sign in by Microsoft Entra ID get in.",
        ("tls", "old-suites-only") => {
            "The host has only cipher suites of the old kind; clients that switched those off get no connection."
        }
        ("tls", "too-old") => "The host has no TLS 1.2; clients of today refuse what is older.",
        ("tls", "handshake-dropped") => {
            "TLS is cut off in the middle: certificate or key unusable, no suite in common, or a device in between."
        }
        ("tls", "handshake-silent") => {
            "TLS begins and nothing comes back: the host hangs, or large packets get lost."
        }
        ("tls", "handshake-garbled") => {
            "What comes back is no TLS: something in between answers for the host."
        }
        ("certificate", "expired") => {
            "Clients warn or refuse. The host should have made a new one by itself."
        }
        ("certificate", "not-yet-valid") => "It becomes valid in the future: one of the two clocks is wrong.",
        ("certificate", "name-mismatch") => "The client warns, unless it knows the host by Kerberos.",
        ("certificate", "weak") => "Hardened clients may refuse it.",
        ("certificate", "self-signed") => {
            "The usual case outside a company's own certificates: the client warns once."
        }
        ("certificate", "untrusted") => {
            "Whoever signed it is not among the roots of this computer: the client warns."
        }
        ("credssp", "not-fixed") => {
            "The host lacks the update of 2018 (CVE-2018-0886): updated clients refuse to send credentials to it."
        }
        ("clock", "skewed") => "Kerberos refuses when clocks are more than five minutes apart.",
        ("path", "broker-or-inspection-suspected") => {
            "A hint, no more: a broker, an alias, or something that inspects TLS may answer for the host."
        }
        ("name" | "tcp" | "rdp" | "tls", "not-checked") => {
            "This computer ran out of open files, memory, ports or threads. This says nothing about the host."
        }
        _ => return None,
    })
}

/// Where to act, where there is something to do.
pub(super) fn sides(layer: &str, verdict: &str) -> &'static [Side] {
    match (layer, verdict) {
        ("name", "not-found" | "resolver-unreachable") => &[Client, Network],
        ("tcp", "refused")
        | (
            "security",
            "no-certificate"
            | "legacy-no-negotiation"
            | "rdp-security-only"
            | "nla-optional"
            | "tls-without-nla",
        )
        | ("tls", "old-suites-only" | "too-old")
        | ("certificate", "expired" | "weak")
        | ("credssp", "not-fixed") => &[Host],
        ("tcp", "timed-out") => &[Network, Host],
        ("tcp", "unreachable") => &[Network, Client],
        ("tcp", "blocked-locally") => &[Client],
        ("rdp", "not-rdp-ssh" | "not-rdp-http" | "not-rdp" | "silent" | "reset" | "closed")
        | ("tls", "handshake-dropped" | "handshake-silent" | "handshake-garbled") => &[Host, Network],
        ("certificate", "not-yet-valid" | "name-mismatch" | "self-signed" | "untrusted")
        | ("clock", "skewed") => &[Host, Client],
        ("path", "broker-or-inspection-suspected") => &[Network],
        _ => &[],
    }
}
