//! What people type and what documents say, against the knowledge that is compiled in.

use rdpfix::intake::{Outcome, read, read_failure};
use rdpfix::lexicon::Lexicon;

/// Texts of people, and the problem a specialist would name.
const TOLD: &[(&str, &str)] = &[
    (
        "Remote Desktop can't connect to the remote computer for one of these reasons: 1) Remote access to the server is not enabled",
        "cannot-connect-0x204",
    ),
    (
        "We couldn't connect to the remote PC. Make sure the PC is turned on and connected to the network, and that remote access is enabled. Error code: 0x204",
        "cannot-connect-0x204",
    ),
    (
        "Your computer can't connect to the remote computer because the Remote Desktop Gateway server is temporarily unavailable",
        "gateway-temporarily-unavailable",
    ),
    ("error code 0x207", "logon-failed"),
    (
        "Se ha producido un error de autenticación. No se admite la función solicitada",
        "credssp-encryption-oracle",
    ),
    (
        "Une erreur d'authentification s'est produite. La fonction demandée n'est pas prise en charge",
        "credssp-encryption-oracle",
    ),
    ("STATUS_PASSWORD_EXPIRED when connecting with freerdp", "password-expired"),
    ("ERRCONNECT_PASSWORD_EXPIRED [0x0002000E]", "password-expired"),
    (
        "transport_connect_tls:freerdp_set_last_error_ex ERRCONNECT_TLS_CONNECT_FAILED [0x00020008]",
        "freerdp-errconnect-tls",
    ),
    (
        "The remote session was disconnected because there are no Remote Desktop License Servers available to provide a license.",
        "licensing-no-license-server",
    ),
    ("my rdp freezes every few minutes and then reconnects", "connection-lost-freeze"),
    ("rdp black screen after windows update", "black-screen"),
    ("I can't hear any sound in the remote desktop session", "redirection-drive-audio"),
    ("printers from my pc are not showing up in rdp", "redirection-drive-audio"),
    (
        "The number of connections to this computer is limited and all connections are in use right now",
        "session-limit",
    ),
    ("Because of a security error, the client could not connect to the remote computer", "encryption-error"),
    ("The terminal server has exceeded the maximum number of allowed connections", "session-limit"),
    (
        "An authentication error has occurred. The token supplied to the function is invalid",
        "auth-other-hresult",
    ),
    (
        "Your credentials did not work. The credentials that were used to connect to srv01 did not work",
        "logon-failed",
    ),
    (
        "Event ID 56 TermDD The Terminal Server security layer detected an error in the protocol stream",
        "protocol-error-generic",
    ),
    ("session 3 has been disconnected, reason code 5", "disconnected-by-other-connection"),
    ("The RDP client has been disconnected (Reason= 2308)", "disconnect-0x904"),
    ("Remote Desktop Gateway error 0x3000008", "gateway-target-unreachable"),
    (
        "every time i connect by rdp i get a warning that the certificate is not trusted",
        "certificate-untrusted",
    ),
    (
        "our rdp users get kicked out after 2 hours, every session, always exactly 2 hours",
        "session-time-limit",
    ),
    ("my remote desktop account is locked out again", "account-locked"),
];

/// Sentences of manuals, policies and commits: about Remote Desktop, and nothing is wrong.
const EXPLAINED: &[&str] = &[
    "By default, Remote Desktop Connection stores the password in Credential Manager if the user ticks the box.",
    "This policy setting specifies whether to disable the redirection of audio devices in a Remote Desktop Services session.",
    "If you enable this policy setting, users cannot redirect clipboard data in Remote Desktop sessions.",
    "The session host does not redirect printers unless the printer driver is installed on the RD Session Host server.",
    "Set the idle session limit to disconnect users of Remote Desktop after a period of inactivity.",
    "FreeRDP is a free implementation of the Remote Desktop Protocol, released under the Apache license.",
    "xrdp provides a graphical login to remote machines using RDP.",
    "To let a user sign in remotely, add the account to the Remote Desktop Users group.",
    "When the account is locked out, an administrator unlocks it in Active Directory; remote desktop is not needed for that.",
    "RD Gateway uses port 443 and does not need the host's port 3389 to be open.",
    "Windows Home cannot be a Remote Desktop host, but it can connect to others.",
    "We use Remmina 1.4 on Ubuntu 22.04 with the RDP plugin and it is great.",
    "The certificate of the RDP listener is self-signed by default.",
    "Network Level Authentication requires the client to authenticate before a session is created.",
    "Release notes: fixed a crash in mstsc when the smart card reader was removed.",
    "Added support for clipboard redirection in rdp sessions; files are not supported yet.",
    "Our RDP servers use per-user licences and a licence server in the main office.",
    "The screen of the remote desktop stays black while a UAC prompt is shown, by design.",
    "After 15 minutes of inactivity the remote desktop session is locked.",
    "This script checks whether TermService is running and restarts it if it is not.",
    "Configure the RDP client so that it does not ask for the password again.",
    "The black screen feature hides the remote session from people near the host.",
    "docs: explain how xrdp login works with sesman",
    "feat: add --rdp flag to open the session in full screen",
    "test: rdp connection refused is mapped to exit code 3",
    "Two users can sign in to a server by remote desktop for administration at the same time.",
    "With Remote Credential Guard the credentials are not sent to the host.",
    "Azure Virtual Desktop session hosts are registered with a token that expires.",
    "The time zone of the client is redirected to the remote session.",
    "Kerberos needs the clocks of client and server to differ by less than five minutes, for Remote Desktop as well.",
];

#[test]
fn what_people_type_is_recognised() {
    let first =
        |text: &str| read(text, Lexicon::builtin(), None).candidates.first().map(|c| c.problem.clone());
    let wrong: Vec<_> =
        TOLD.iter().filter(|(text, problem)| first(text).as_deref() != Some(problem)).collect();
    let found: Vec<_> = wrong.iter().map(|(text, problem)| (text, problem, first(text))).collect();
    assert!(wrong.is_empty(), "{found:#?}");
}

#[test]
fn what_documents_say_is_not_answered() {
    let answered = |text: &str| {
        let reading = read(text, Lexicon::builtin(), None);
        (reading.outcome == Outcome::Match).then_some(reading.candidates)
    };
    let wrong: Vec<_> = EXPLAINED.iter().filter_map(|text| Some((text, answered(text)?))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Whoever asks for a diagnosis has a failure of Remote Desktop, also where they do not say so.
#[test]
fn what_is_said_to_a_diagnosis_gets_a_question() {
    for (text, problem) in [
        ("Connection is closing after a successful login.", "disconnect-after-logon"),
        ("Since yesterday the sessions freeze and nothing can be clicked.", "connection-lost-freeze"),
    ] {
        assert_eq!(read(text, Lexicon::builtin(), None).outcome, Outcome::Unknown, "{text}");
        let reading = read_failure(text, Lexicon::builtin());
        assert_eq!(reading.outcome, Outcome::Ambiguous, "{text}");
        assert!(reading.candidates.iter().any(|c| c.problem == problem), "{:?}", reading.candidates);
    }
}

#[test]
fn a_diagnosis_is_not_made_of_nothing_or_of_another_product() {
    for text in ["hello", "asdf", "12345", "Outlook asks for the password of the mailbox again and again."] {
        let reading = read_failure(text, Lexicon::builtin());
        assert_eq!(reading.outcome, Outcome::Unknown, "{text}: {:?}", reading.candidates);
    }
}
