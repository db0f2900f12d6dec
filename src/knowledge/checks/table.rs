//! The table: every check with its words, their states, sides and meaning, and when they are found.

use super::super::words::Side;
use super::{Row, SKIPPED, State, Word, first};
use Side::{Client, Host, Network};

const OK: Option<State> = Some(State::Ok);
const NOTE: Option<State> = Some(State::Note);
const FAULT: Option<State> = Some(State::Fault);
const UNKNOWN: Option<State> = Some(State::Unknown);
const NOT_CHECKED: Option<State> = Some(State::NotChecked);
const FINE: Option<State> = None;

checks! {
    layers {
        Name "name" "the name leads to an address" {
            /// The resolver of this computer gives addresses for the name.
            Resolved "resolved" OK [];
            /// An address was typed.
            Literal "literal" OK [];
            /// The resolver answers that there is no such name, or gives no address of a host.
            NotFound "not-found" FAULT [Client, Network]
                "No name server that this computer asks knows the name.";
            /// The resolver gives no answer within its time.
            ResolverUnreachable "resolver-unreachable" FAULT [Client, Network]
                "This computer gets no answer from its name server.";
            /// This computer failed, for want of descriptors, memory, ports or threads.
            NotChecked "not-checked" NOT_CHECKED []
                "This computer ran out of open files, memory, ports or threads. This says nothing about the host.";
        }
        Tcp "tcp" "the port takes a connection, and how fast" {
            /// The host takes the connection, even if it resets it right away.
            Open "open" OK [];
            /// Nothing listens: the connection is refused.
            Refused "refused" FAULT [Host]
                "The connection was refused: Remote Desktop is off, listens elsewhere, or a firewall refuses.";
            /// No address answers within the time for one connection.
            TimedOut "timed-out" FAULT [Network, Host]
                "Nothing answered: a firewall drops it, the host is off or asleep, or a VPN is missing.";
            /// This computer or a router has no route.
            Unreachable "unreachable" FAULT [Network, Client]
                "This computer knows no way to that network, or its gateway says there is none.";
            /// The system denies the connection (a local firewall).
            BlockedLocally "blocked-locally" FAULT [Client]
                "A firewall on this computer refuses to let the connection out.";
            /// This computer failed, for want of descriptors, memory, ports or threads.
            NotChecked "not-checked" NOT_CHECKED []
                "This computer ran out of open files, memory, ports or threads. This says nothing about the host.";
        }
        Rdp "rdp" "what listens there is Remote Desktop" {
            /// A connection confirm of [MS-RDPBCGR] 2.2.1.2 comes back.
            Rdp "rdp" OK [];
            /// The banner of SSH comes back.
            NotRdpSsh "not-rdp-ssh" FAULT [Host, Network]
                "SSH listens on this port: wrong port, wrong host, or a wrong port forwarding.";
            /// An HTTP answer comes back.
            NotRdpHttp "not-rdp-http" FAULT [Host, Network]
                "A web server or proxy listens on this port: wrong port, wrong host, or a proxy.";
            /// Other bytes come back.
            NotRdp "not-rdp" FAULT [Host, Network]
                "What listens on this port is not Remote Desktop.";
            /// Nothing comes back in time.
            Silent "silent" FAULT [Host, Network]
                "The port is open and nothing speaks: the service hangs, or something in between took the connection.";
            /// The connection is reset before an answer.
            Reset "reset" FAULT [Host, Network]
                "The connection is torn down at the first message: by the host, or by a filter in between.";
            /// The connection is closed in order before an answer.
            Closed "closed" FAULT [Host, Network]
                "The connection is closed at the first message: the listener is not ready, or a filter is.";
            /// This computer failed, for want of descriptors, memory, ports or threads.
            NotChecked "not-checked" NOT_CHECKED []
                "This computer ran out of open files, memory, ports or threads. This says nothing about the host.";
        }
        Security "security" "which security protocols it takes, and whether NLA is required" {
            /// The host chooses `CredSSP` and refuses less.
            NlaRequired "nla-required" OK [];
            /// The host chooses `CredSSP` and takes less, too.
            NlaOptional "nla-optional" NOTE [Host]
                "Clients that do not request NLA still reach the sign-in screen.";
            /// The host chooses TLS although `CredSSP` was offered.
            TlsWithoutNla "tls-without-nla" NOTE [Host]
                "The sign-in screen can be reached without a sign-in before it.";
            /// The host refuses TLS and `CredSSP`.
            RdpSecurityOnly "rdp-security-only" NOTE [Host]
                "Clients that insist on TLS or NLA are refused, and the connection is encrypted the old way.";
            /// The host refuses with `SSL_CERT_NOT_ON_SERVER`.
            NoCertificate "no-certificate" FAULT [Host]
                "The host wants TLS and has no certificate that it can use for it.";
            /// The confirm has no negotiation in it.
            LegacyNoNegotiation "legacy-no-negotiation" FAULT [Host]
                "The host speaks a Remote Desktop from before 2008, without TLS and NLA.";
            /// The host refuses everything but a sign-in by Microsoft Entra ID.
            EntraOnly "entra-only" OK []
                "Only clients that sign in by Microsoft Entra ID get in.";
            /// The answers do not decide it.
            Unknown "unknown" UNKNOWN [];
        }
        Tls "tls" "which TLS it speaks" {
            /// The handshake of a client of today ends well.
            Ok "ok" OK [];
            /// The host chooses TLS 1.2 with a suite that clients of today refuse.
            OldSuitesOnly "old-suites-only" NOTE [Host]
                "The host has only cipher suites of the old kind; clients that switched those off get no connection.";
            /// The host chooses a version below TLS 1.2.
            TooOld "too-old" FAULT [Host]
                "The host has no TLS 1.2; clients of today refuse what is older.";
            /// The host ends the handshake.
            HandshakeDropped "handshake-dropped" FAULT [Host, Network]
                "TLS is cut off in the middle: certificate or key unusable, no suite in common, or a device in between.";
            /// Nothing comes back to the hello.
            HandshakeSilent "handshake-silent" FAULT [Host, Network]
                "TLS begins and nothing comes back: the host hangs, or large packets get lost.";
            /// What comes back is no TLS.
            HandshakeGarbled "handshake-garbled" FAULT [Host, Network]
                "What comes back is no TLS: something in between answers for the host.";
            /// This computer failed, for want of descriptors, memory, ports or threads.
            NotChecked "not-checked" NOT_CHECKED []
                "This computer ran out of open files, memory, ports or threads. This says nothing about the host.";
            /// The handshake fails and the second one does not show why.
            Unknown "unknown" UNKNOWN [];
        }
        Certificate "certificate" "dates, name, key and signer of its certificate" {
            /// Nothing is wrong with it.
            Ok "ok" OK [];
            /// Its last day has passed.
            Expired "expired" FAULT [Host]
                "Clients warn or refuse. The host should have made a new one by itself.";
            /// Its first day is to come.
            NotYetValid "not-yet-valid" FAULT [Host, Client]
                "It becomes valid in the future: one of the two clocks is wrong.";
            /// It is for other names than the one that was typed.
            NameMismatch "name-mismatch" NOTE [Host, Client]
                "The client warns, unless it knows the host by Kerberos.";
            /// RSA below 2048 bits, or a signature by MD5 or SHA-1.
            Weak "weak" NOTE [Host]
                "Hardened clients may refuse it.";
            /// Its owner signed it.
            SelfSigned "self-signed" NOTE [Host, Client]
                "The usual case outside a company's own certificates: the client warns once.";
            /// Its chain leads to no root of this computer.
            Untrusted "untrusted" NOTE [Host, Client]
                "Whoever signed it is not among the roots of this computer: the client warns.";
            /// None came, or it cannot be read.
            Unknown "unknown" UNKNOWN [];
        }
        Credssp "credssp" "whether it has the CredSSP fix of 2018" {
            /// The host has version 5 or later.
            Fixed "fixed" OK [];
            /// The host has version 2, 3 or 4.
            NotFixed "not-fixed" FAULT [Host]
                "The host lacks the update of 2018 (CVE-2018-0886): updated clients refuse to send credentials to it.";
            /// No answer that names a version.
            Unknown "unknown" UNKNOWN [];
        }
        Clock "clock" "whether its clock goes as this computer's" {
            /// At most five minutes apart.
            Ok "ok" OK [];
            /// More than five minutes apart.
            Skewed "skewed" FAULT [Host, Client]
                "Kerberos refuses when clocks are more than five minutes apart.";
            /// The host does not tell its time.
            Unknown "unknown" UNKNOWN [];
        }
        Path "path" "whether something else answers in its place" {
            /// The certificate names the computer that the host says it is.
            Direct "direct" OK [];
            /// The certificate names another computer.
            BrokerOrInspectionSuspected "broker-or-inspection-suspected" NOTE [Network]
                "A hint, no more: a broker, an alias, or something that inspects TLS may answer for the host.";
            /// The host does not say its name, or shows no certificate.
            Unknown "unknown" UNKNOWN [];
        }
        Udp "udp" "whether it answers on UDP" {
            /// An answer to the first packet comes back.
            Answers "answers" OK [];
            /// No answer comes back.
            NoAnswer "no-answer" OK [];
            /// Nothing could be sent.
            Unknown "unknown" UNKNOWN [];
        }
        Rdstls "rdstls" "whether it takes RDSTLS, as farms use it" {
            /// The host chooses it when it is asked for alone.
            Accepted "accepted" OK [];
            /// The host answers something else.
            Refused "refused" OK [];
            /// No answer.
            Unknown "unknown" UNKNOWN [];
        }
        Entra "entra" "whether it takes a sign-in by Microsoft Entra ID" {
            /// The host chooses it when it is asked for alone.
            Accepted "accepted" OK [];
            /// The host answers something else.
            Refused "refused" OK [];
            /// No answer.
            Unknown "unknown" UNKNOWN [];
        }
    }
    findings {
        Typed "typed" "what was typed" {
            /// An IP address.
            Address "address" FINE [];
            /// A name with a dot.
            FullName "full-name" FINE [];
            /// A name without a dot.
            ShortName "short-name" FINE [];
        }
        OwnAddress "self" "whether the address is one of this computer" {
            /// The connection goes to an address of this computer.
            ThisComputer "this-computer" FINE [];
            /// It goes to another address.
            Another "another" FINE [];
        }
        HostName "host-name" "whether the host calls itself as it was typed" {
            /// The first label of both names is the same.
            Same "same" FINE [];
            /// It is another one.
            Other "other" FINE [];
        }
        Port "port" "the port that Remote Desktop answered on" {
            /// Port 3389.
            Standard "standard" FINE [];
            /// Another port.
            Other "other" FINE [];
        }
        CertificateDates "certificate-dates" "the dates of the certificate" {
            /// Now lies between both dates.
            Valid "valid" FINE [];
            /// The last day has passed.
            Expired "expired" FINE [];
            /// The first day is to come.
            NotYetValid "not-yet-valid" FINE [];
        }
        CertificateName "certificate-name" "the names of the certificate" {
            /// The typed name is among its names.
            Match "match" FINE [];
            /// A name was typed, and it is for another computer.
            Mismatch "mismatch" FINE [];
        }
        CertificateIssuer "certificate-issuer" "who signed the certificate" {
            /// Its owner signed it.
            SelfSigned "self-signed" FINE [];
            /// Somebody else signed it.
            Issued "issued" FINE [];
        }
        CertificateChain "certificate-chain" "whom this computer trusts" {
            /// A root of this computer stands at the end.
            Trusted "trusted" FINE [];
            /// It leads to no root of this computer.
            Untrusted "untrusted" FINE [];
        }
        CertificateUse "certificate-use" "whether a client can use the certificate" {
            /// Dates and usage fit, and so does the name or only an address was typed.
            Usable "usable" FINE [];
        }
        CertificateWarning "certificate-warning" "the one thing that a client warns about; nothing where there are several" {
            /// Only the signer is warned about.
            Untrusted "untrusted" FINE [];
            /// Only the name is.
            Name "name" FINE [];
            /// Only the dates are: expired, or not yet valid.
            Expired "expired" FINE [];
        }
        Windows "windows" "the Windows that the host says it is" {
            /// Version 6.3 and later.
            Modern "modern" FINE [];
            /// Versions 6.0 to 6.2.
            Windows7Or2008 "windows-7-or-2008" FINE [];
            /// Versions before 6.0.
            Older "older" FINE [];
        }
        WindowsKind "windows-kind" "whether that build exists as a server or as a client only" {
            /// A build of servers alone.
            Server "server" FINE [];
            /// A build of clients alone.
            Client "client" FINE [];
        }
        Membership "membership" "whether the host belongs to a domain" {
            /// The domain that the host names is not the host itself.
            Domain "domain" FINE [];
        }
    }
}
