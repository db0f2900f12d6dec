//! One diagnosis in every form, and how each moment of it looks as a ticket.

use rdpfix::render::{Format, Style, report};
use rdpfix::report::diagnosis::DiagnosisReport;
use rdpfix::report::diagnosis::path::{self, PathKind, Step};
use rdpfix::sensitive::{Redact, Redactor};
use rdpfix::session::{Facts, Outcome};

use crate::render::html::faults;
use crate::render::small;

const PASTED: &str = "Error code: 0x904\nComputer name: srv01.corp.example\nUser name: CORP\\jdoe";

fn set(told: Facts) -> DiagnosisReport {
    small::report(&small::knowledge(), &small::reading(PASTED), told)
}

/// The same value in every form. The knowledge is ours; its revision and the version are not, and are left out.
#[test]
fn one_report_in_every_form() {
    let report_value = set(small::facts("Forbid is 0 on srv01", "no rights <there>", Some(Outcome::Failed)));
    for format in Format::ALL {
        let text = report(&report_value, *format, &Style::default());
        let line = report_value.knowledge.line();
        let text = text.replace(&line, "rdpfix VERSION, knowledge REVISION");
        let text = text.lines().filter(|line| {
            !["\"version\": ", "\"revision\": ", "\"as_of\": "]
                .iter()
                .any(|field| line.trim_start().starts_with(field))
        });
        let text: Vec<&str> = text.collect();
        snapshot(&format!("report-{}", format.name()), &body(&text.join("\n")));
    }
}

/// The style is looked at in a browser, not here.
fn body(text: &str) -> String {
    match (text.split_once("<style>"), text.split_once("</style>")) {
        (Some((before, _)), Some((_, after))) => format!("{before}<style>...</style>{after}"),
        _ => text.to_owned(),
    }
}

#[test]
fn short_forms_leave_out_what_a_ticket_shows() {
    let report_value = set(Facts::default());
    for format in Format::ALL.iter().filter(|format| **format != Format::Json) {
        let text = report(&report_value, *format, &Style::default());
        for part in ["How it came to this", "Sources", "For the administrator of the other side", "doorShut"]
        {
            assert_eq!(text.contains(part), format.is_ticket(), "{part} in {text}");
        }
    }
}

/// Whatever is still weakened stands in the ticket with its warning, the way back, what must follow, and what shows
/// whether it is gone; and the other side is asked for what it has to do.
#[test]
fn a_weakening_in_place_is_the_first_thing_in_a_ticket() {
    let report_value = set(small::facts("Forbid is 0", "no rights", Some(Outcome::Worked)));
    let text = report(&report_value, Format::Markdown, &Style::default());
    let places = [
        "It connects, but only because security was weakened",
        "## STILL IN PLACE: EMERGENCY: open the old door",
        "Until it is undone, anybody may come in.",
        "reg delete HKLM\\SOFTWARE\\Doors /v OldDoor",
        "Install the updates of the host (rdpfix explain update-host)",
        "reg query HKLM\\SOFTWARE\\Doors /v OldDoor",
        "## For the administrator of the other side",
        "Left to do there: Install the updates of the host.",
        "It weakens security and is still in place.",
    ];
    let mut from = 0;
    for place in places {
        let at =
            text[from..].find(place).unwrap_or_else(|| panic!("{place} is not where it belongs in {text}"));
        from += at;
    }
}

#[test]
fn the_other_side_is_asked_while_a_step_is_left_there() {
    let heading = "For the administrator of the other side";
    let asked = |told: Facts| report(&set(told), Format::Html, &Style::default()).contains(heading);
    assert!(asked(Facts::default()), "the host can be updated");
    // The update cannot be done, and what is left is done on the client; then nothing is left, and it is handed over.
    assert!(!asked(small::facts("x", "no rights", None)));
    assert!(asked(small::facts("x", "no rights", Some(Outcome::Failed))), "handed over");
    assert!(
        asked(small::facts("x", "no rights", Some(Outcome::Worked))),
        "the repair must follow the weakening"
    );
}

#[test]
fn a_path_begins_with_the_problem_and_ends_with_what_is_next() {
    let knowledge = small::knowledge();
    let session = small::session(&knowledge, small::facts("x", "no rights", Some(Outcome::Failed)));
    let path = path::path(&session, &path::by_id(&session.facts), false);
    let kinds: Vec<_> =
        path.iter().map(|card| (card.kind, card.id.as_deref(), card.state.as_deref())).collect();
    assert_eq!(
        kinds,
        [
            (PathKind::Start, Some("door-shut"), None),
            (PathKind::Answer, Some("client-setting"), Some("no")),
            (PathKind::Tried, Some("update-host"), Some("cannot")),
            (PathKind::Tried, Some("allow-on-client"), Some("failed")),
            (PathKind::Tried, Some("old-door"), Some("failed")),
            (PathKind::Now, None, Some("hand-over")),
        ]
    );
}

/// The order is the caller's: an effect is that of the step where it stands.
#[test]
fn a_path_takes_its_steps_in_the_order_given() {
    let knowledge = small::knowledge();
    let session = small::session(&knowledge, small::facts("x", "no rights", Some(Outcome::Failed)));
    let answer = Step::Answer("client-setting".to_owned());
    let fix = Step::Tried("allow-on-client".to_owned());
    let first = path::path(&session, &[answer.clone(), fix.clone()], true);
    let last = path::path(&session, &[fix, Step::Answer("not-told".to_owned()), answer], true);
    let ids = |path: &[path::PathCard]| path.iter().filter_map(|card| card.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&first), ["door-shut", "client-setting", "allow-on-client"]);
    assert_eq!(
        ids(&last),
        ["door-shut", "allow-on-client", "client-setting"],
        "what nobody told is no station"
    );
    assert_ne!(first[1].effect, last[2].effect, "less is left to rule out once the fix has failed");
    assert_eq!((&first[0], &first[3]), (&last[0], &last[3]));
}

#[test]
fn a_report_that_was_redacted_shows_one_placeholder_wherever_a_value_stood() {
    let mut report_value = set(small::facts("jdoe was here", "jdoe was here", None));
    report_value.redact(&mut Redactor::new());
    let text = report(&report_value, Format::Html, &Style::default());
    assert_eq!(faults(&text), Vec::<String>::new());
    assert_eq!(text.matches("TEXT-1").count(), 2, "{text}");
    assert!(!text.contains("TEXT-2") && !text.contains("jdoe"));
}

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}
