//! The ways through an interview: back, skip, how, cannot, another error, unknown texts, handing over.

use rdpfix::interview::Ending;
use rdpfix::knowledge::Knowledge;
use rdpfix::knowledge::words::Side;
use rdpfix::report::diagnosis::reasons;
use rdpfix::session::{Outcome, Session, UNKNOWN};

use crate::interview::person::{Act, Prompt, Start, Talk, flags, script, talk, until};

use Act::{At, Interrupt, Leave, Line, Paste, Pick};

const CREDSSP: &str = "credssp-encryption-oracle";
const UPDATE: &str = "update-host";

fn play(start: &Start, acts: &[Act]) -> Talk {
    talk(&Knowledge::builtin(), start, script(acts))
}

fn asked(problem: &str) -> Start {
    Start::problem(problem)
}

#[test]
fn an_answer_taken_back_was_never_given() {
    let straight = play(&asked(CREDSSP), &[At(1), Interrupt]);
    let detour = play(&asked(CREDSSP), &[At(0), Pick("Back"), At(1), Interrupt]);
    assert_eq!(straight.line, detour.line);
    let tail =
        |talk: &Talk| talk.transcript[talk.transcript.rfind("QUESTION").expect("a question")..].to_owned();
    assert_eq!(tail(&straight), tail(&detour), "the numbers of the questions too");
    let undone = play(&asked(CREDSSP), &[At(0), Pick("Back"), Interrupt]);
    assert_eq!(undone.line.as_deref(), Some("rdpfix diagnose --problem credssp-encryption-oracle"));
}

#[test]
fn back_at_the_beginning_asks_for_the_text_again_or_says_so() {
    let named = play(&asked(CREDSSP), &[Pick("Back"), Leave]);
    assert!(named.transcript.contains("This is the beginning."));
    let pasted = play(&Start::default(), &[Paste("0xc07"), Pick("Back"), Paste("0x507"), Leave]);
    assert_eq!(pasted.line.as_deref(), Some("rdpfix diagnose --problem auth-0x507"));
}

#[test]
fn a_fix_that_did_not_help_can_be_taken_back() {
    let before = play(&before_the_update(), &[Leave]);
    let after = play(&before_the_update(), &[Pick("The same error"), Pick("Back"), Leave]);
    assert!(before.transcript.contains("STEP 1"), "{}", before.transcript);
    assert_eq!(before.line, after.line);
}

#[test]
fn enter_at_a_fix_books_nothing_and_shows_the_step_again() {
    // The default, ten times: what somebody does who only presses Enter.
    let enter = |prompt: &Prompt, _: &str| match prompt {
        Prompt::Pick(menu) => At(menu.default),
        _ => Leave,
    };
    let mut prompts = 0;
    let mind = Box::new(move |prompt: &Prompt, shown: &str| {
        prompts += 1;
        if prompts > 10 { Leave } else { enter(prompt, shown) }
    });
    let talk = talk(&Knowledge::builtin(), &before_the_update(), mind);
    assert_eq!(outcome(&talk), None, "{}", talk.transcript);
    assert_eq!(talk.transcript.matches("STEP 1").count(), 11, "{}", talk.transcript);
    let title = Knowledge::builtin().fixes.get(UPDATE).expect("it exists").title.clone();
    assert!(talk.transcript.contains(&format!("{title}.\nWhat happened?")), "{}", talk.transcript);
}

#[test]
fn back_in_the_lists_leads_to_the_list_before() {
    let acts = [Paste(""), Pick("It refuses the password"), Pick("Back"), Pick("It cannot connect"), Leave];
    let fresh = play(&Start::default(), &acts);
    assert_eq!(fresh.transcript.matches("What do you see?").count(), 2, "{}", fresh.transcript);
    let acts = [
        Pick("A different error"),
        Paste(""),
        Pick("It refuses the password"),
        Pick("Back"),
        Pick("Back"),
        Leave,
    ];
    let changed = play(&before_the_update(), &acts);
    assert_eq!(changed.transcript.matches("What do you see?").count(), 2, "{}", changed.transcript);
    assert_eq!(outcome(&changed), None, "then to the fix: {}", changed.transcript);
}

#[test]
fn how_to_find_out_shows_the_way_and_asks_again() {
    let talk = play(&asked(CREDSSP), &[Pick("How"), Pick("I do not know"), Leave]);
    assert!(talk.transcript.contains("How to find out\n  1. "), "{}", talk.transcript);
    let (_, facts) = flags(&talk.line.expect("a problem"));
    assert_eq!(facts.answers.len(), 1);
    assert!(facts.answers.values().all(|given| given.state == UNKNOWN));
}

#[test]
fn what_was_skipped_is_asked_again_at_the_end() {
    let knowledge = Knowledge::builtin();
    let mut rest = until("Answer what I skipped", &[Pick("Answer what I skipped"), Leave]);
    let mut skipped = false;
    let mind =
        Box::new(
            move |prompt: &Prompt, shown: &str| {
                if std::mem::replace(&mut skipped, true) { rest(prompt, shown) } else { Pick("Skip") }
            },
        );
    let talk = talk(&knowledge, &asked("disconnect-0x904"), mind);
    let first = question(&talk.transcript, talk.transcript.find("QUESTION 1").expect("a question"));
    let again = question(&talk.transcript, talk.transcript.rfind("QUESTION").expect("a question"));
    assert_eq!(first, again, "{}", talk.transcript);
    let id = knowledge.observations.values().find(|o| o.ask.prompt.starts_with(first)).expect("its id");
    assert!(!flags(&talk.line.expect("a problem")).1.answers.contains_key(&id.id));
}

/// The first line of a question whose heading begins at a place.
fn question(transcript: &str, heading: usize) -> &str {
    transcript[heading..].lines().nth(1).expect("a question below its heading")
}

/// A host that lacks the update and can be updated, and nothing else that could be done.
fn before_the_update() -> Start {
    let knowledge = Knowledge::builtin();
    about_the_update().nothing_else(&knowledge).only(&knowledge, UPDATE)
}

fn about_the_update() -> Start {
    asked(CREDSSP)
        .knowing("credssp-version-event", "yes")
        .knowing("host-credssp-update", "no")
        .knowing("host-reach", "yes")
        .knowing("may-restart-host", "yes")
}

fn outcome(talk: &Talk) -> Option<Outcome> {
    flags(talk.line.as_deref().expect("a problem")).1.outcome(UPDATE).map(|tried| tried.outcome)
}

#[test]
fn a_reason_that_rules_out_more_is_noted_as_a_fact() {
    let start = before_the_update().knowing("host-reach", "unknown");
    let talk = play(&start, &[Pick("Cannot"), Pick("The host cannot be reached"), Leave]);
    assert_eq!(outcome(&talk), Some(Outcome::Cannot));
    let (_, facts) = flags(&talk.line.expect("a problem"));
    assert_eq!(facts.state("host-reach"), Some("no"));
}

#[test]
fn a_reason_of_ones_own_stands_in_the_report() {
    let acts = [Pick("Cannot"), Pick("Another reason"), Line("  the owner\x1b[2J says no "), Leave];
    let talk = play(&before_the_update(), &acts);
    let tried = &talk.report.expect("a problem").tried;
    let tried = tried.iter().find(|tried| tried.fix == UPDATE).expect("it is noted");
    let reason = tried.reason.as_ref().expect("a reason").reveal().to_owned();
    assert!(
        reason.starts_with("the owner") && reason.ends_with("says no") && !reason.contains('\x1b'),
        "{reason}"
    );
}

#[test]
fn cannot_be_done_can_be_taken_back() {
    let talk = play(&before_the_update(), &[Pick("Cannot"), Pick("Back"), Leave]);
    assert_eq!(outcome(&talk), None);
}

#[test]
fn another_error_goes_on_with_the_facts_and_without_the_causes_that_are_gone() {
    let acts = [Pick("A different error"), Paste("Error code: 0x904\nExtended error code: 0x7"), Leave];
    let talk = play(&before_the_update(), &acts);
    assert_eq!(outcome(&talk), Some(Outcome::Changed));
    let (problem, facts) = flags(talk.line.as_deref().expect("a problem"));
    assert_eq!(problem, "disconnect-0x904");
    assert_eq!(facts.state("host-credssp-update"), Some("no"));
    let report = talk.report.expect("a problem");
    let gone =
        report.ranking.iter().find(|rank| rank.cause == "host-misses-credssp-update").expect("it is listed");
    assert!(gone.posterior < f64::EPSILON, "{gone:?}");
}

#[test]
fn whoever_leaves_before_the_new_error_is_known_keeps_the_old_problem() {
    for way in [Leave, Interrupt] {
        let talk = play(&before_the_update(), &[Pick("A different error"), way]);
        assert_eq!(outcome(&talk), Some(Outcome::Changed));
        assert_eq!(flags(&talk.line.expect("a problem")).0, CREDSSP);
    }
}

#[test]
fn another_error_can_be_taken_back_in_its_list_and_later() {
    for acts in [
        &[Pick("A different error"), Paste(""), Pick("Back"), Leave][..],
        &[Pick("A different error"), Paste("0x904/0x7"), Pick("Back"), Leave],
    ] {
        let talk = play(&before_the_update(), acts);
        assert_eq!(outcome(&talk), None, "{}", talk.transcript);
        assert_eq!(flags(&talk.line.expect("a problem")).0, CREDSSP);
    }
}

#[test]
fn a_text_that_names_nothing_leads_to_the_list() {
    let acts = [
        Paste("my coffee is cold"),
        Pick("It refuses the password"),
        Pick("It is locked, disabled"),
        Pick("The account is restricted"),
        Leave,
    ];
    let talk = play(&Start::default(), &acts);
    assert!(talk.transcript.contains("Nothing in this text names a problem"), "{}", talk.transcript);
    assert_eq!(talk.line.as_deref(), Some("rdpfix diagnose --problem account-restriction"));
}

#[test]
fn nothing_but_enter_leads_to_the_list_without_a_word() {
    let acts = [
        Paste(""),
        Pick("It cannot connect"),
        Pick("It cannot find the name"),
        Pick("Paste another"),
        Paste("0xc07"),
        Leave,
    ];
    let talk = play(&Start::default(), &acts);
    assert!(!talk.transcript.contains("Nothing in this text"), "{}", talk.transcript);
    assert_eq!(talk.line.as_deref(), Some("rdpfix diagnose --problem account-restriction"));
}

#[test]
fn a_text_that_may_be_several_things_is_asked_about() {
    let talk = play(&Start::default(), &[Paste("Remote Desktop error 0x90x"), At(0), Leave]);
    let asked = talk.transcript.find("None of these: what do I see?").expect("a choice");
    assert!(
        talk.transcript[asked..].contains("QUESTION 1")
            || talk.transcript[asked..].contains("What do you see")
    );
}

#[test]
fn a_text_given_with_the_call_that_is_not_exact_is_asked_about() {
    let text = "An authentication eror has ocurred. The functon requested is not suported";
    let start = Start { text: Some(text), ..Start::default() };
    let talk = play(&start, &[At(0), Leave]);
    assert!(talk.transcript.contains("Is it this?"), "{}", talk.transcript);
    assert_eq!(talk.line.as_deref(), Some("rdpfix diagnose --problem credssp-encryption-oracle"));
}

#[test]
fn handing_over_can_be_finished_put_off_and_taken_back() {
    let knowledge = Knowledge::builtin();
    let to_the_end = |then: &[Act]| talk(&knowledge, &asked("disconnect-0x904"), until("Finish", then));
    let finished = to_the_end(&[Pick("Finish")]);
    assert!(finished.transcript.contains("HAND OVER to"), "{}", finished.transcript);
    assert_eq!(finished.ending, Some(Ending::Finished));
    let on = to_the_end(&[Pick("Go on here"), Pick("Back"), Pick("Quit")]);
    assert_eq!(on.transcript.matches("HAND OVER to").count(), 2, "{}", on.transcript);
    assert_eq!(on.ending, Some(Ending::Cancelled));
    assert_eq!(on.line, finished.line);
    let taken_back = to_the_end(&[Pick("Back"), Leave]);
    assert_ne!(taken_back.line, finished.line);
}

#[test]
fn quit_ends_at_a_question() {
    let talk = play(&asked(CREDSSP), &[At(1), Pick("Quit")]);
    assert_eq!(talk.ending, Some(Ending::Cancelled));
    assert_eq!(flags(&talk.line.expect("a problem")).1.answers.len(), 1);
}

#[test]
fn open_questions_taken_as_not_known_are_not_asked() {
    let mut start = about_the_update().only(&Knowledge::builtin(), UPDATE);
    start.policy.assume_unknown = true;
    let talk = play(&start, &[Leave]);
    assert!(
        talk.transcript.contains("STEP 1") && !talk.transcript.contains("QUESTION"),
        "{}",
        talk.transcript
    );
    assert!(talk.line.expect("a problem").ends_with(" --assume-unknown"));
}

#[test]
fn numbers_stand_beside_the_words_where_they_are_wanted() {
    let knowledge = Knowledge::builtin();
    let start = Start { numbers: true, ..asked(CREDSSP) };
    let talk = play(&start, &[Leave]);
    assert!(talk.transcript.contains("0."), "{}", talk.transcript);
    let problem = knowledge.problems.get(CREDSSP).expect("it exists");
    let before = Session::new(&knowledge, problem, start.facts.clone(), start.policy);
    let after = before.with(start.knowing("host-credssp-update", "yes").facts);
    let said = reasons::effect(&before, &after, "Yes", true);
    assert!(said.starts_with("Yes -> ") && said.contains("(0.") && said.contains(" to 0."), "{said}");
    assert!(!reasons::effect(&before, &after, "Yes", false).contains("0."));
}

#[test]
fn a_fix_says_whether_it_is_done_here() {
    let client = play(&before_the_update(), &[Leave]);
    assert!(client.transcript.contains("On the host, not on this computer."), "{}", client.transcript);
    let host = play(&Start { here: Side::Host, ..before_the_update() }, &[Leave]);
    assert!(host.transcript.contains("Run this here in an elevated window"), "{}", host.transcript);
    assert!(host.line.expect("a problem").ends_with(" --i-am host"));
}

#[test]
fn the_host_that_the_text_names_stands_in_the_lines() {
    let text =
        "Remote Desktop Connection\nRemote computer: srv01\nError code: 0x904\nExtended error code: 0x7";
    let start = Start { text: Some(text), ..Start::default() };
    let talk = talk(&Knowledge::builtin(), &start, until("Finish", &[Leave]));
    assert!(talk.transcript.contains("Remote Desktop to srv01 as"), "{}", talk.transcript);
    let placeholder =
        |line: &&str| line.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == "HOST");
    let left: Vec<&str> = talk.transcript.lines().filter(placeholder).collect();
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn details_of_a_step_are_a_key_away() {
    let talk = play(&before_the_update(), &[Pick("Details"), Leave]);
    let (card, details) = talk.transcript.split_once("<<<PICK Details>>>").expect("the key");
    let card = &card[card.find("STEP 1").expect("the step")..];
    assert!(!card.contains("Why this") && !card.contains("Source"), "{card}");
    for part in ["Details", "Undo", "Why this", "Source"] {
        assert!(details.contains(part), "{part}: {details}");
    }
}
