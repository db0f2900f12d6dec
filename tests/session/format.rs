//! The lines of a session file: whatever is written is read, whatever is read does no harm.

use proptest::prelude::*;
use rdpfix::interview::Keeping;
use rdpfix::session::ledger;
use rdpfix::session::log::{
    EntryStep, Event, Evidence, Fact, How, KeptPolicy, Line, MAX_LINE, MAX_TEXT, Unreadable, parse,
};
use rdpfix::time;

use crate::session::play::begun;

fn word() -> impl Strategy<Value = String> {
    any::<String>()
}

fn option() -> impl Strategy<Value = Option<String>> {
    prop::option::of(any::<String>())
}

fn step() -> impl Strategy<Value = EntryStep> {
    prop_oneof![
        Just(EntryStep::Families),
        word().prop_map(EntryStep::Family),
        prop::option::of(any::<usize>()).prop_map(EntryStep::Sign),
        Just(EntryStep::More),
        word().prop_map(EntryStep::Code),
        Just(EntryStep::Paste),
    ]
}

fn evidence() -> impl Strategy<Value = Vec<Evidence>> {
    prop::collection::vec((word(), word()).prop_map(|(kind, value)| Evidence { kind, value }), 0..3)
}

fn fact() -> impl Strategy<Value = Option<Fact>> {
    prop::option::of((word(), word()).prop_map(|(observation, state)| Fact { observation, state }))
}

fn event() -> impl Strategy<Value = Event> {
    let how = prop_oneof![Just(How::Finished), Just(How::Left), Just(How::Added)];
    let policy = any::<[bool; 3]>().prop_map(|[no_weakening, allow_weakening, assume_unknown]| KeptPolicy {
        no_weakening,
        allow_weakening,
        assume_unknown,
    });
    prop_oneof![
        (word(), policy)
            .prop_map(|(id, policy)| { Event::Begun(rdpfix::session::log::Begun { id, policy, ..begun() }) }),
        (word(), any::<bool>()).prop_map(|(text, cut)| Event::Read { text, cut }),
        step().prop_map(|step| Event::Stepped { step }),
        (word(), any::<bool>()).prop_map(|(problem, given)| Event::Decided { problem, given }),
        (word(), word(), word(), evidence()).prop_map(|(observation, state, witness, evidence)| {
            Event::Answered { observation, state, witness, evidence }
        }),
        word().prop_map(|observation| Event::Skipped { observation }),
        Just(Event::Reopened),
        word().prop_map(|fix| Event::Consented { fix }),
        (word(), word(), option(), any::<bool>()).prop_map(|(fix, outcome, reason, given)| Event::Tried {
            fix,
            outcome,
            reason,
            given
        }),
        word().prop_map(|fix| Event::OwnReason { fix }),
        (word(), option(), fact()).prop_map(|(fix, reason, fact)| Event::Because { fix, reason, fact }),
        (word(), any::<usize>(), option()).prop_map(|(fix, change, printed)| Event::Noted {
            fix,
            change,
            printed
        }),
        (word(), word()).prop_map(|(fix, machine)| Event::Located { fix, machine }),
        (word(), any::<bool>()).prop_map(|(fix, undone)| Event::Undone { fix, undone }),
        Just(Event::WentBack),
        Just(Event::WentOn),
        (word(), word()).prop_map(|(version, knowledge)| Event::Resumed { version, knowledge }),
        (how, option()).prop_map(|(how, next)| Event::Ended { how, next }),
    ]
}

fn line(event: Event, about: Option<String>, host: Option<String>) -> Line {
    Line { at: "2026-11-29T10:15:00Z".to_owned(), about, host, event }
}

fn bytes(lines: &[Line]) -> Vec<u8> {
    lines.iter().flat_map(|line| [serde_json::to_vec(line).unwrap(), b"\n".to_vec()].concat()).collect()
}

fn first() -> Line {
    line(Event::Begun(begun()), None, None)
}

proptest! {
    #[test]
    fn any_event_comes_back_as_it_was(event in event(), about in option(), host in option()) {
        let line = line(event, about, host);
        let text = serde_json::to_string(&line).unwrap();
        prop_assert!(!text.contains('\n'));
        prop_assert_eq!(serde_json::from_str::<Line>(&text).unwrap(), line);
    }

    #[test]
    fn a_file_cut_anywhere_gives_the_lines_before(events in prop::collection::vec(event(), 0..6), at in any::<prop::sample::Index>()) {
        let others = events.into_iter().filter(|event| !matches!(event, Event::Begun(_)));
        let lines: Vec<Line> = std::iter::once(first()).chain(others.map(|event| line(event, None, None))).collect();
        let whole = bytes(&lines);
        let cut = at.index(whole.len() + 1);
        let before = whole[..cut].split(|&byte| byte == b'\n').count() - 1;
        match parse(&whole[..cut]) {
            Ok(kept) => {
                prop_assert_eq!(kept.lines, &lines[..before]);
                prop_assert_eq!(usize::try_from(kept.whole).unwrap() + kept.cut, cut);
            }
            Err(error) => prop_assert!(before == 0, "{error}"),
        }
    }

    #[test]
    fn bytes_of_any_kind_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = parse(&bytes);
        ledger::balance(&bytes);
        let behind = [self::bytes(&[first()]), bytes].concat();
        let _ = parse(&behind);
    }

}

proptest! {
    // Behind each there is a report: fewer of them are enough.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn events_of_any_kind_lead_somewhere(events in prop::collection::vec(event(), 0..30)) {
        let knowledge = rdpfix::knowledge::Knowledge::builtin();
        let start = crate::interview::person::Start::default();
        let frame = rdpfix::interview::Frame {
            knowledge: &knowledge,
            lexicon: rdpfix::lexicon::Lexicon::builtin(),
            policy: start.policy,
            here: start.here,
            numbers: false,
        };
        let lines: Vec<Line> = events.into_iter().map(|event| line(event, None, None)).collect();
        let (mut course, _) = rdpfix::interview::Course::resume(frame, &lines);
        let _ = course.write_on(Keeping::default(), &rdpfix::interview::Added::default());
        let _ = course.report();
    }
}

#[test]
fn what_is_wrong_is_said_with_the_line() {
    let good = bytes(&[first(), line(Event::WentOn, None, None)]);
    for (bad, why) in [
        (
            b"{\"at\":\"x\",\"event\":\"unheard-of\"}\n".to_vec(),
            "it is JSON, but no event of this version (column 31)",
        ),
        (b"zq0815\n".to_vec(), "it is not JSON (column 1)"),
        (b"{\"at\":\"zq0815\n".to_vec(), "it ends too early"),
        (b"{\"at\":\"zq0815\",\n".to_vec(), "it ends too early"),
        (bytes(&[first()]), "a session begins once"),
        ([vec![b'x'; MAX_LINE + 1], b"\n".to_vec()].concat(), "a line has at most"),
    ] {
        let kept = parse(&[good.clone(), bad, bytes(&[line(Event::WentBack, None, None)])].concat()).unwrap();
        let events: Vec<_> = kept.lines[1..].iter().map(|line| line.event.clone()).collect();
        assert_eq!(events, [Event::WentOn, Event::WentBack], "{why}");
        assert!(matches!(&kept.damaged[..], [(3, said)] if said.contains(why)), "{why}: {:?}", kept.damaged);
        assert!(!kept.damaged[0].1.contains("zq0815"), "no word of the line is repeated");
    }
    assert!(matches!(parse(b"{\"schema\":\"rdpfix.session/2\"}\n"), Err(Unreadable::Newer(_))));
    assert!(matches!(parse(b"{\"schema\":\"rdpfix.report/1\"}\n"), Err(Unreadable::Foreign)));
    assert!(matches!(parse(b"hello\n"), Err(Unreadable::Foreign)));
    assert!(matches!(parse(b""), Err(Unreadable::Empty)));
}

/// A program of tomorrow may say more in a line; it does not say it in another way.
#[test]
fn a_field_more_does_no_harm() {
    let text = serde_json::to_string(&first()).unwrap().replacen('{', "{\"more\":[1],", 1) + "\n";
    assert_eq!(parse(text.as_bytes()).unwrap().lines, [first()]);
}

#[test]
fn of_a_long_text_the_end_is_kept() {
    let text = "\u{fc}".repeat(MAX_TEXT) + "the last failure";
    let Event::Read { text, cut: true } = Event::read(&text) else { panic!("it is cut") };
    assert!(text.len() <= MAX_TEXT && text.len() > MAX_TEXT - 2 && text.ends_with("the last failure"));
    let line = bytes(&[line(Event::read(&"\"\n".repeat(MAX_TEXT)), None, None)]);
    assert!(line.len() < MAX_LINE, "the longest text that is kept fits a line");
    assert_eq!(time::for_people("2026-11-29T10:15:00Z"), "2026-11-29 10:15 UTC");
}
