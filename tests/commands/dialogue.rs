//! `--ndjson`: whole conversations with a program that answers for a person.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout};

use serde_json::{Value, json};

use super::schemas::schema;
use crate::shared::home::Home;
use crate::shared::program::{Run, finish, rdpfix, run};

/// A conversation under way.
struct Talk {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    /// The lines that came.
    told: Vec<Value>,
    /// The lines that were answered.
    said: Vec<String>,
}

impl Talk {
    fn begin(home: &Home, line: &str) -> Self {
        let mut child = home.command(line.split_whitespace()).spawn().unwrap();
        let (input, output) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        Self { child, input, output, told: Vec::new(), said: Vec::new() }
    }

    /// The next line.
    fn next(&mut self) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        assert!(line.is_ascii() && line.ends_with('\n'), "{line}");
        let document: Value = serde_json::from_str(&line).unwrap();
        self.told.push(document.clone());
        document
    }

    fn say(&mut self, answer: &str) {
        self.said.push(answer.to_owned());
        let input = self.input.as_mut().unwrap();
        input.write_all(format!("{answer}\n").as_bytes()).unwrap();
    }

    /// Talks until it is over, or until so many lines were answered; then the input ends.
    fn play(mut self, mind: impl Fn(&Value) -> Value, most: usize) -> Self {
        loop {
            let document = self.next();
            if !document["end"].is_null() {
                break;
            }
            if !document["answer"].is_null() && self.said.len() == most {
                self.input = None;
            } else if !document["answer"].is_null() {
                self.say(&mind(&document).to_string());
            }
        }
        let end = self.told.last().unwrap()["end"]["exit"].as_i64();
        let code = self.child.wait().unwrap().code().map(i64::from);
        assert_eq!(code, end, "the exit code is that of the last line");
        self
    }

    fn last(&self) -> &Value {
        self.told.last().unwrap()
    }

    fn turns(&self) -> Vec<&str> {
        self.told.iter().map(|document| document["type"].as_str().unwrap()).collect()
    }
}

fn choice(document: &Value, value: &str) -> Option<Value> {
    let has = document["choices"].as_array().unwrap().iter().any(|choice| choice["value"] == value);
    has.then(|| json!({ "choose": value }))
}

/// Knows that the certificate has expired; whatever else is asked is not known, and no fix but one helps.
fn expired(document: &Value) -> Value {
    if document["type"] == "paste" {
        return json!({ "text": "Error code: 0x904\nExtended error code: 0x7" });
    }
    if document["question"]["observation"] == "certificate-state" && document["type"] == "ask" {
        return json!({ "choose": "expired" });
    }
    if document["type"] == "fix" && document["fix"]["id"] == "renew-host-certificate" {
        return json!({ "choose": "worked" });
    }
    helpless(document)
}

/// Knows nothing, does what is safe, and is not helped.
fn helpless(document: &Value) -> Value {
    let by_value = ["unknown", "failed", "another-reason", "finish", "yes"];
    let known = by_value.iter().find_map(|value| choice(document, value));
    match document["answer"].as_str() {
        Some("choose") => known.unwrap_or_else(|| json!({ "choose": document["choices"][0]["key"] })),
        Some(_) => json!({ "text": "" }),
        None => panic!("nothing is asked: {document}"),
    }
}

fn documents(run: &Run) -> Vec<Value> {
    run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// All lines of a conversation at once, kept nowhere.
fn replay(line: &str, said: &[String]) -> Run {
    let args: Vec<&str> = line.split_whitespace().collect();
    run(&args, (said.join("\n") + "\n").as_bytes())
}

#[test]
fn a_conversation_goes_from_the_paste_to_the_repair() {
    let home = Home::new();
    let talk = Talk::begin(&home, "diagnose --ndjson").play(expired, usize::MAX);
    let turns = talk.turns();
    assert_eq!((turns[0], turns[1]), ("paste", "ask"), "{turns:?}");
    assert_eq!(turns.last(), Some(&"done"), "{turns:?}");
    assert!(turns.contains(&"fix"), "{turns:?}");
    let done = talk.last();
    assert_eq!(done["end"]["exit"], 0);
    assert_eq!(done["end"]["report"]["next"]["kind"], "connected");
    assert!(done["progress"]["steps"].as_u64() > Some(0));
    // What a person's interview books: the session is among the others, and is no other one.
    let report = home.run("session report last --json").json();
    assert_eq!(report["answers"], done["end"]["report"]["answers"]);
    assert_eq!(report["tried"], done["end"]["report"]["tried"]);
}

#[test]
fn every_prompt_says_all_that_there_is_to_show() {
    let home = Home::new();
    let talk = Talk::begin(&home, "diagnose --ndjson").play(expired, usize::MAX);
    for document in talk.told.iter().filter(|document| !document["answer"].is_null()) {
        assert!(document["prompt"].as_str().is_some_and(|prompt| !prompt.is_empty()), "{document}");
        let asks_a_choice = document["answer"] == "choose";
        assert_eq!(asks_a_choice, !document["choices"].as_array().unwrap().is_empty(), "{document}");
        match document["type"].as_str().unwrap() {
            "ask" => {
                assert!(!document["question"]["how"].as_array().unwrap().is_empty(), "{document}");
                assert!(document["progress"]["problem"]["id"].is_string(), "{document}");
            }
            "fix" => assert!(!document["fix"]["steps"].as_array().unwrap().is_empty(), "{document}"),
            "hand-over" => assert!(document["hand_over"]["to"].is_string(), "{document}"),
            _ => {}
        }
    }
}

#[test]
fn the_same_answers_give_the_same_bytes() {
    let home = Home::new();
    let talk = Talk::begin(&home, "diagnose --ndjson").play(expired, usize::MAX);
    let (one, two) = (replay("diagnose --ndjson", &talk.said), replay("diagnose --ndjson", &talk.said));
    assert_eq!((one.stdout.as_str(), one.stderr.as_str()), (two.stdout.as_str(), ""));
    let told: Vec<Value> = documents(&one);
    // Where nothing can be kept, that is all that is said beside.
    assert_eq!(told.len(), talk.told.len());
    assert_eq!(told.last().unwrap()["end"]["report"]["answers"], talk.last()["end"]["report"]["answers"]);
}

#[test]
fn every_line_holds_to_the_schema() {
    let (lines, answers) = (schema("dialogue"), schema("dialogue-answer"));
    let home = Home::new();
    for (line, mind) in [
        ("diagnose --ndjson", expired as fn(&Value) -> Value),
        ("diagnose 0xc07 --ndjson", helpless),
        ("diagnose --ndjson --no-weakening", helpless),
    ] {
        let talk = Talk::begin(&home, line).play(mind, 60);
        for document in &talk.told {
            let errors: Vec<String> = lines.iter_errors(document).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{document}: {errors:?}");
        }
        for answer in &talk.said {
            assert!(answers.is_valid(&serde_json::from_str(answer).unwrap()), "{answer}");
        }
    }
    assert!(!answers.is_valid(&json!({ "answer": "1" })));
}

#[test]
fn leaving_at_any_line_loses_nothing() {
    let whole = Talk::begin(&Home::new(), "diagnose --ndjson --no-session").play(expired, usize::MAX);
    let steps = whole.said.len();
    assert!(steps > 4, "{:?}", whole.said);
    for at in 1..steps {
        let home = Home::new();
        let file = home.path().join("bot.ndjson");
        let file = file.to_str().unwrap();
        let left = Talk::begin(&home, &format!("diagnose --ndjson --session {file}")).play(expired, at);
        assert_eq!((left.turns().last(), left.last()["end"]["exit"].as_i64()), (Some(&"left"), Some(130)));
        let line = left.last()["end"]["resume"].as_str().unwrap().to_owned();
        let line = line.strip_prefix("rdpfix ").unwrap();
        let resumed = Talk::begin(&home, line).play(expired, usize::MAX);
        assert_eq!(left.said.len() + resumed.said.len(), steps, "left after {at}: {:?}", resumed.turns());
        for part in ["answers", "tried", "next"] {
            let (own, other) = (&resumed.last()["end"]["report"][part], &whole.last()["end"]["report"][part]);
            assert_eq!(own, other, "left after {at}: {part}");
        }
    }
}

#[test]
fn a_line_that_is_no_answer_changes_nothing() {
    let long = format!("{{\"text\":\"{}\"}}", "x".repeat(3 << 20));
    let deep = "[".repeat(10_000);
    let hostile: [&[u8]; 17] = [
        b"",
        b"yes",
        b"1",
        b"null",
        b"[]",
        b"{}",
        b"{\"choose\":1}",
        b"{\"choose\":\"\"}",
        b"{\"choose\":\"no such state\"}",
        b"{\"choose\":\"unknown\",\"text\":\"x\"}",
        b"{\"choose\":\"unknown\",\"choose\":\"how\"}",
        b"{\"choose\":\"unknown\",\"to\":1}",
        b"{\"text\":\"unknown\"}",
        b"{\"state\":\"unknown\"}",
        b"\xff\xfe{\"choose\":\"unknown\"}\x00",
        long.as_bytes(),
        deep.as_bytes(),
    ];
    let mut input = br#"{"text":"Error code: 0x904"}"#.to_vec();
    input.push(b'\n');
    for line in hostile {
        input.extend_from_slice(line);
        input.push(b'\n');
    }
    input.extend_from_slice(b"{\"choose\":\"unknown\",\"to\":2}\n");
    let run = run(&["diagnose", "--ndjson"], &input);
    assert_eq!((run.code, run.stderr.as_str()), (130, ""));
    let told = documents(&run);
    let prompt = &told[1];
    assert_eq!((prompt["type"].as_str(), prompt["number"].as_u64()), (Some("ask"), Some(2)));
    for pair in told[2..].chunks(2).take(hostile.len()) {
        assert_eq!(pair[0]["type"], "error");
        assert!(pair[0]["error"].as_str().unwrap().len() > 10 && pair[0]["answer"].is_null());
        assert_eq!(&pair[1], prompt, "it is asked again");
    }
    let rest = &told[2 + 2 * hostile.len()..];
    assert_eq!(rest[0]["number"], 3);
    assert_eq!(rest[0]["progress"]["questions"], 1, "the one answer is booked");
}

#[test]
fn an_endless_line_ends_with_the_input() {
    let run = run(&["diagnose", "--ndjson"], &vec![b'x'; 5 << 20]);
    let kinds: Vec<Value> = documents(&run).iter().map(|document| document["type"].clone()).collect();
    assert_eq!((run.code, kinds), (130, vec![json!("paste"), json!("error"), json!("paste"), json!("left")]));
}

#[test]
fn a_last_line_without_its_end_is_an_answer() {
    let run = run(&["diagnose", "--ndjson"], br#"{"text":"0xc07"}"#);
    let told = documents(&run);
    assert_eq!(told[1]["progress"]["problem"]["id"], "account-restriction");
    assert_eq!(told.last().unwrap()["type"], "left");
}

/// What the safe fixes leave open, a fix that weakens security may do: with the word that a person types.
#[test]
fn what_weakens_security_waits_for_the_word() {
    let consenting = |word: &'static str| {
        move |document: &Value| match document["type"].as_str() {
            Some("consent") => json!({ "text": word }),
            Some("fix") if document["fix"]["security"] == "weakens" => json!({ "choose": "worked" }),
            _ => choice(document, "go-on").unwrap_or_else(|| helpless(document)),
        }
    };
    let line = "diagnose 0xc07 --ndjson";
    let declined = Talk::begin(&Home::new(), line).play(consenting(""), 150);
    let consents: Vec<&Value> = declined.told.iter().filter(|line| line["type"] == "consent").collect();
    assert!(!consents.is_empty(), "{:?}", declined.turns());
    for consent in &consents {
        assert_eq!((&consent["answer"], &consent["choices"]), (&json!("line"), &json!([])));
        assert_eq!(consent["fix"]["security"], "weakens");
        assert!(
            consent["fix"]["warning"].is_string() && consent["prompt"].as_str().unwrap().contains("WEAKEN")
        );
    }
    let weakened = |talk: &Talk| {
        talk.told.iter().any(|line| line["type"] == "fix" && line["fix"]["security"] == "weakens")
    };
    assert!(!weakened(&declined), "without the word nothing is asked about it");
    let agreed = Talk::begin(&Home::new(), line).play(consenting("WEAKEN"), 150);
    assert!(weakened(&agreed), "{:?}", agreed.turns());
    let never = Talk::begin(&Home::new(), "diagnose 0xc07 --ndjson --no-weakening").play(helpless, 60);
    assert!(!never.turns().contains(&"consent"));
}

#[test]
fn going_back_and_correcting_work_as_for_a_person() {
    let home = Home::new();
    let mut talk = Talk::begin(&home, "diagnose 0x904/0x7 --ndjson");
    let first = talk.next();
    talk.say(r#"{"choose":"unknown"}"#);
    let second = talk.next();
    assert_ne!(first["question"], second["question"]);
    talk.say(r#"{"choose":"back"}"#);
    assert_eq!(talk.next()["question"], first["question"]);
    talk.say(r#"{"leave":true}"#);
    assert_eq!(talk.next()["type"], "left");
    assert_eq!(talk.child.wait().unwrap().code(), Some(130));
}

#[test]
fn flags_that_contradict_it_are_refused_in_json() {
    for line in [
        "diagnose --ndjson --no-input",
        "diagnose --ndjson --json",
        "diagnose --ndjson --simple",
        "diagnose --ndjson --problem nonsense",
        "diagnose - --ndjson",
        "session resume nonsense --ndjson",
    ] {
        let run = rdpfix(line);
        assert_eq!((run.code, run.stderr.as_str()), (2, ""), "{line}");
        assert_eq!(run.json()["schema"], "rdpfix.error/1", "{line}");
    }
}

/// The variables that switch prompts off are about people.
#[test]
fn a_build_server_may_talk() {
    let home = Home::new();
    let mut command = home.command(["diagnose", "--ndjson"]);
    command.env("CI", "1").env("RDPFIX_NO_INPUT", "1");
    let run = finish(command, b"");
    assert_eq!((run.code, documents(&run).len()), (130, 2));
}
