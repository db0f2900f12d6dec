//! One text, one reading: spellings, messages, context, questions.

use std::fmt::Write as _;

use crate::intake::lexicon::LEXICON;
use rdpfix::intake::{Confidence, NameKind, Outcome, Reading, Role, Target, neighbours, read};
use rdpfix::lexicon::Lexicon;

fn reading(text: &str) -> Reading {
    read(text, &LEXICON, None)
}

fn first(text: &str) -> String {
    let reading = reading(text);
    assert_eq!(reading.outcome, Outcome::Match, "{text:?}: {reading:?}");
    reading.candidates.first().map(|c| c.problem.clone()).unwrap_or_default()
}

fn unknown(text: &str) {
    let reading = reading(text);
    assert_eq!((reading.outcome, &reading.candidates[..]), (Outcome::Unknown, &[][..]), "{text:?}");
}

fn ambiguous(text: &str) -> Reading {
    let reading = reading(text);
    assert_eq!(reading.outcome, Outcome::Ambiguous, "{text:?}: {reading:?}");
    assert!(reading.question.as_ref().is_some_and(|q| !q.choices.is_empty()));
    reading
}

#[test]
fn every_spelling_of_a_code_is_the_same_code() {
    for text in [
        "0xc07",
        "0xC07",
        "0XC07",
        "0x00000C07",
        "C07h",
        "3079",
        "error C07",
        "Error code: 3079",
        "disconnect reason 3079",
        "\u{ff10}\u{ff58}\u{ff23}\u{ff10}\u{ff17}",
        "\u{ff13}\u{ff10}\u{ff17}\u{ff19}",
        "Fehlercode: 0xc07",
        "\u{9519}\u{8bef}\u{4ee3}\u{7801}\u{ff1a}0xC07",
        "\u{9519}\u{8bef}\u{4ee3}\u{7801}3079",
        "SSL_ERR_ACCOUNT_RESTRICTION",
        "ERRCONNECT_ACCOUNT_RESTRICTION [0x00020017]",
        "0x20017",
        "STATUS_ACCOUNT_RESTRICTION",
        "0xC000006E",
        "-1073741714",
        "3221225582",
        "C000006E",
        "RDP failed with 0xc000006e",
        "Remote Desktop Services client disconnected, Event 1026, Reason= 3079",
    ] {
        assert_eq!(first(text), "account-restriction", "{text}");
    }
}

#[test]
fn an_hresult_in_every_spelling() {
    for text in [
        "0x80090302",
        "80090302",
        "-2146893054",
        "2148074242",
        "mstsc: 0x80090302",
        "SEC_E_UNSUPPORTED_FUNCTION rdp",
    ] {
        assert_eq!(first(text), "credssp-encryption-oracle", "{text}");
    }
}

#[test]
fn code_and_extended_code_are_a_pair() {
    for text in [
        "0x904/0x7",
        "0x904-0x7",
        "0x904 0x7",
        "0x904, 0x7",
        "0x904_0x7",
        "Error code: 0x904 Extended error code: 0x7",
        "Error code: 0x904\nExtended error code: 0x7\nTimestamp (UTC): 07/03/26 01:06:41 PM",
        "Fehlercode: 0x904\nErweiterter Fehlercode: 0x7",
        "Code d\u{2019}erreur : 0x904\nCode d\u{2019}erreur \u{e9}tendu : 0x7",
        "\u{9519}\u{8bef}\u{4ee3}\u{7801}\u{ff1a}0x904\n\u{6269}\u{5c55}\u{9519}\u{8bef}\u{4ee3}\u{7801}\u{ff1a}0x7",
        "\u{30a8}\u{30e9}\u{30fc} \u{30b3}\u{30fc}\u{30c9}: 0x904\n\u{62e1}\u{5f35}\u{30a8}\u{30e9}\u{30fc} \u{30b3}\u{30fc}\u{30c9}: 0x7",
        "Kodas: 0x904\nIsplestas kodas: 0x7",
        "disconnect reason 2308, extended reason 7",
    ] {
        let reading = reading(text);
        assert_eq!(first(text), "disconnect-0x904", "{text}");
        assert_eq!(reading.candidates[0].matched[0], "0x904/0x7", "{text}");
        let extended: Vec<u32> =
            reading.codes.iter().filter(|c| c.role == Role::Extended).map(|c| c.number).collect();
        assert_eq!(extended, [7], "{text}");
    }
    assert_eq!(first("0x3/0x5"), "disconnected-by-other");
    assert_eq!(first("Error: 0x3 accompanied by Extended Error: 0x5"), "disconnected-by-other");
}

#[test]
fn small_numbers_never_decide_alone() {
    for text in ["0x0", "0x3", "0x4", "0x7", "7", "42", "516", "264"] {
        assert_ne!(reading(text).outcome, Outcome::Match, "{text}");
    }
    assert!(ambiguous("0x7").candidates.iter().all(|c| c.confidence == Confidence::Weak));
    assert_eq!(first("RDP exit with error code 516(...)"), "cannot-connect-0x204");
}

#[test]
fn a_number_in_several_namespaces_names_them_all() {
    let reading = reading("0x204");
    let namespaces: Vec<&str> = reading.codes.iter().map(|c| c.namespace.as_str()).collect();
    assert_eq!(namespaces, ["guacamole", "mstsc-disconnect"]);
    assert_eq!(reading.candidates[0].problem, "cannot-connect-0x204");
    let from = read("0x204", &LEXICON, Some("guacamole"));
    assert_eq!((from.outcome, from.candidates.len(), from.codes.len()), (Outcome::Match, 0, 1));
}

#[test]
fn what_only_looks_like_a_number_is_passed_over() {
    for text in [
        "Remote Desktop on Windows 10.0.3079.1",
        "rdp to 10.30.79.2308",
        "RDP server:3079 is fine",
        "mstsc build 3079",
        "Remote Desktop KB3079",
        "KB 3079 for RDP",
        "{7DE2AD3F-3079-46D2-2308-A40EB1900000} rdp",
        "rdp error at line 3079",
        "2026-03-07 rdp",
        "issue #3079 of xrdp",
        "port 2308 for remote desktop error",
        "RDP error after 3079 ms",
        "Event ID 2308 rdp",
    ] {
        assert!(
            reading(text).candidates.is_empty() || reading(text).outcome != Outcome::Match,
            "{text}: {:?}",
            reading(text)
        );
    }
}

#[test]
fn damaged_codes_are_questions() {
    for (text, code) in [
        ("0x90x", "0x904"),
        ("0xCO7", "0xC07"),
        ("Ox904", "0x904"),
        ("0xc0?", "0xC07"),
        ("0x9044", "0x904"),
        ("c07", "0xC07"),
    ] {
        let reading = ambiguous(text);
        let choices = reading.question.expect("a question").choices;
        assert!(choices.iter().any(|c| c.target == Target::Code(code.into())), "{text}");
        assert!(
            reading.codes.is_empty() && reading.candidates.iter().all(|c| c.confidence == Confidence::Weak)
        );
    }
    let reading = ambiguous(
        "\u{9519}\u{8bef}\u{4ee3}\u{7801}\u{ff1a}0x90x\n\u{6269}\u{5c55}\u{9519}\u{8bef}\u{4ee3}\u{7801}\u{ff1a}0x7",
    );
    assert_eq!(reading.candidates[0].problem, "disconnect-0x904");
    assert_eq!(neighbours(0xc70, &LEXICON)[0], 0xc07);
    assert!(neighbours(0xdead_beef, &LEXICON).is_empty());
}

#[test]
fn ids_and_former_ids_are_exact() {
    assert_eq!(first("disconnect-0x904"), "disconnect-0x904");
    assert_eq!(first(" disconnect-2308\n"), "disconnect-0x904");
}

#[test]
fn known_codes_without_a_problem_are_matches() {
    let reading = reading("Error code: 0x807");
    assert_eq!((reading.outcome, reading.candidates.len(), reading.codes.len()), (Outcome::Match, 0, 1));
}

#[test]
fn messages_bear_damage() {
    for (text, problem) in [
        (
            "An authentication error has occured.\n\nThe function requested is not supported",
            "credssp-encryption-oracle",
        ),
        (
            "An authentlcation error has occurred and the required function is not supported",
            "credssp-encryption-oracle",
        ),
        (
            "\"An authentication error has occurred. The function requested is not supported. Remote computer: SRV-01. This could be due to CredSSP encryption oracle remedia",
            "credssp-encryption-oracle",
        ),
        (
            "Authentifizierungsfehler. Die angeforderte Funktion wird nicht unterst?tzt.",
            "credssp-encryption-oracle",
        ),
        ("account restrictions are preventing this user\nfrom signing in", "account-restriction"),
        ("Account restrictions are currently preventing the user from signing in", "account-restriction"),
        (
            "\u{7528}\u{6237}\u{5e10}\u{6237} \u{9650}\u{5236}\u{6b63}\u{5728}\u{963b}\u{6b62}\u{4f60}\u{767b}\u{5f55}\u{3002}",
            "account-restriction",
        ),
        ("set allowencryptionoracle to 2?", "credssp-encryption-oracle"),
        ("https://go.microsoft.com/fwlink/?linkid=866660", "credssp-encryption-oracle"),
        ("what about CVE\u{2011}2018\u{2011}0886", "credssp-encryption-oracle"),
        (
            "> The remote computer requires Network Level Authentication, which your computer does not support. For assistance",
            "nla-required-by-server",
        ),
    ] {
        assert_eq!(first(text), problem, "{text}");
    }
}

#[test]
fn the_longer_message_wins() {
    let text = "The remote computer that you are trying to connect to requires Network Level Authentication (NLA), but your Windows domain controller cannot be contacted to perform NLA.";
    assert_eq!(first(text), "nla-dc-unreachable");
    assert_eq!(reading(text).candidates.len(), 1);
    assert_eq!(
        first("Remote Desktop Connection: An authentication error has occurred (Code: 0x507)"),
        "auth-0x507"
    );
}

#[test]
fn weak_messages_do_not_decide() {
    let reading = ambiguous("This computer can't connect to the remote computer.");
    assert_eq!(reading.candidates[0].confidence, Confidence::Weak);
    ambiguous("An authentication error has occurred");
    ambiguous("The requested session access is denied (rdp)");
}

#[test]
fn other_products_and_prose_abstain() {
    for text in [
        "Failed to install updates 0x80070005, 0x800f081f, 0x80090302",
        "SQL Error -2146893054 during login",
        "ERROR 2308 (HY000): Lost connection to MySQL server",
        "ssh: error code 3079",
        "vnc error 0x904",
        "Win32Exception (0x80090302): SslStream",
        "MAC Layer 4 Address 0, offset: 0x904",
        "samtools view -F 0x904 -c x.bam",
        "PC0x904: sub x2, x7, x0",
        "The function was fully supported and everybody was happy.",
        "",
        "   \n",
        "This page gives instructions on how to sign an rdp file and how to publish it to the users of a remote desktop farm later on.",
    ] {
        unknown(text);
    }
    let codes = reading("SQL Error -2146893054").codes;
    assert_eq!((codes.len(), codes[0].text.as_str()), (1, "-2146893054"));
}

#[test]
fn a_vague_complaint_is_asked_about_with_something_else_at_the_end() {
    for text in ["remote desktop not working", "RDP geht nicht", "rdp doesn't work since this morning"] {
        let reading = read(text, Lexicon::builtin(), None);
        assert_eq!(reading.outcome, Outcome::Ambiguous, "{text:?}");
        let targets: Vec<Target> =
            reading.question.expect("a question").choices.into_iter().map(|choice| choice.target).collect();
        assert_eq!((targets.len(), targets.last()), (4, Some(&Target::Else)), "{text:?}: {targets:?}");
    }
}

#[test]
fn a_question_of_use_leads_to_its_topic() {
    let reading = read("how do I enable remote desktop on windows 11", Lexicon::builtin(), None);
    assert_eq!(
        (reading.outcome, &reading.topics[..]),
        (Outcome::Match, &["enable-remote-desktop".to_owned()][..])
    );
    assert!(reading.candidates.is_empty());
}

#[test]
fn what_only_would_be_wrong_is_asked_about_and_not_answered() {
    let outcome = |text: &str| read(text, Lexicon::builtin(), None).outcome;
    assert_eq!(outcome("the remote desktop screen stays black after login, error or not"), Outcome::Match);
    assert_ne!(
        outcome("whenever the remote desktop screen stays black, the manual tells about the driver"),
        Outcome::Match
    );
}

#[test]
fn no_word_of_a_person_is_among_what_matched() {
    for text in [
        "my rdp session to srv-anna keeps freezing, user jdoe is getting angry",
        "rdp on host-zz17 is broken somehow and quillz cannot work",
    ] {
        let reading = read(text, Lexicon::builtin(), None);
        assert!(!reading.candidates.is_empty(), "{text:?}");
        assert!(reading.candidates.iter().all(|candidate| candidate.matched.is_empty()), "{reading:?}");
    }
}

#[test]
fn thanks_and_news_are_no_failure_and_no_product() {
    let text = "We have been using xrdp with Fedora for a year and it works great, thank you for the release";
    let reading = read(text, Lexicon::builtin(), None);
    assert!(reading.product.is_none() && reading.outcome != Outcome::Match, "{reading:?}");
}

#[test]
fn another_product_is_named_and_left_alone() {
    let text = "TeamViewer shows a black screen when I connect to the office computer, the partner is online";
    let reading = read(text, Lexicon::builtin(), None);
    assert_eq!((reading.outcome, reading.product.as_deref()), (Outcome::Unknown, Some("TeamViewer")));
}

#[test]
fn a_problem_of_ones_own_is_found_by_its_words() {
    // The small lexicon's problems are none that the model has learned under these ids.
    let first = |text: &str| reading(text).candidates.first().map(|candidate| candidate.problem.clone());
    assert_eq!(first("The clipboard is not there. RDP error 0xc07").as_deref(), Some("account-restriction"));
}

#[test]
fn a_code_that_nothing_explains_is_asked_about() {
    let reading = ambiguous("I get 0x904 when connecting");
    assert_eq!(
        reading.question.expect("a question").text,
        "Is it Remote Desktop that shows 0x904? Then it is this."
    );
    assert_eq!(reading.candidates[0].confidence, Confidence::Weak);
    unknown("the firmware table begins at 0x904 and ends there");
}

#[test]
fn a_number_behind_a_name_or_of_the_system_is_no_second_code() {
    let text = "[ERROR][com.freerdp.core] - ERRCONNECT_ACCOUNT_RESTRICTION (0x00000004), rdp";
    assert_eq!(reading(text).codes.len(), 1, "{:?}", reading(text).codes);
    for errno in ["4: Resource unavailable", "904: Connection reset by peer"] {
        assert!(
            reading(&format!("freerdp: BIO_read returned a system error {errno}")).codes.is_empty(),
            "{errno}"
        );
    }
}

#[test]
fn the_later_failure_of_a_log_wins() {
    let mut log = "[12:00:01] [WARN] rdp reconnecting, error code 0x904\n".to_owned();
    for second in 0..30 {
        writeln!(log, "[12:00:{second:02}] [INFO][com.freerdp.core] - waiting").unwrap();
    }
    log.push_str(
        "[12:01:00] [ERROR][com.freerdp.core] - ERRCONNECT_SECURITY_NEGO_CONNECT_FAILED [0x0002000C]\n",
    );
    assert_eq!(first(&log), "security-negotiation-failed");
}

#[test]
fn a_table_of_codes_is_no_failure() {
    ambiguous("RDP errors: 0xC07, 0x904, 0x507, 0xB09");
}

#[test]
fn refused_advice_is_found_and_names_are_told_apart() {
    let reading = reading(
        "Turn the firewall off for RDP error 0x904 as CONTOSO\\anna on 192.0.2.7\nRemote computer: SRV-01",
    );
    assert_eq!(reading.refused, ["firewall-off"]);
    let kinds: Vec<NameKind> = reading.names.iter().map(|n| n.kind).collect();
    assert_eq!(kinds, [NameKind::Domain, NameKind::User, NameKind::Address, NameKind::Host]);
}
