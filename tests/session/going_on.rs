//! The lines to go on from here: each is run as it is printed, by the shell that it is meant for.
#![cfg(unix)]

use std::process::{Command, Stdio};

use crate::shared::home::Home;
use crate::shared::program::{PROGRAM, Run, finish};

/// Runs an interview that is left at its first question, in the folder of the home.
fn left(home: &Home, args: &[&str]) -> Run {
    let mut command = home.command(args);
    command.current_dir(home.path());
    let run = finish(command, b"q\n");
    assert_eq!(run.code, 130, "{args:?}: {run:?}");
    run
}

/// The lines that a run tells one to type.
fn lines(run: &Run) -> Vec<String> {
    let told = run.stdout.split_once("To go on").map_or("", |(_, told)| told);
    let told = told.replace(": rdpfix ", ":\nrdpfix ");
    told.lines().filter(|line| line.starts_with("rdpfix ")).map(str::to_owned).collect()
}

/// Types a line into a shell. The program begins and is left again: nothing is wrong with the line.
fn typed(home: &Home, line: &str) {
    let arguments = line.strip_prefix("rdpfix").expect("it calls the program");
    let mut command = home.command::<&str>([]);
    let shell = Command::new("sh");
    command = with_surroundings(shell, &command);
    command.arg("-c").arg(format!("'{PROGRAM}'{arguments} --simple")).current_dir(home.path());
    let run = finish(command, b"q\n");
    assert!(run.code == 130 && !run.stderr.contains("error:"), "{line}\n{run:?}");
}

/// The shell in the same environment as the program.
fn with_surroundings(mut shell: Command, program: &Command) -> Command {
    shell.env_clear();
    for (name, value) in program.get_envs() {
        if let Some(value) = value {
            shell.env(name, value);
        }
    }
    shell.env("PATH", "/usr/bin:/bin");
    shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    shell
}

#[test]
fn every_line_to_go_on_with_is_taken_as_it_is_printed() {
    let calls: [&[&str]; 7] = [
        &["diagnose", "0xc07", "--simple"],
        &["diagnose", "0xc07", "--simple", "--assume-unknown"],
        &["diagnose", "0xc07", "--simple", "--no-weakening", "--i-am", "host"],
        &["diagnose", "0xc07", "--simple", "--no-session"],
        &["diagnose", "0xc07", "--simple", "--session", "my sessions; x's $HOME.ndjson"],
        &["diagnose", "0xc07", "--simple", "--session=-x.ndjson"],
        &["session", "resume", "last", "--simple"],
    ];
    let home = Home::new();
    let mut run = 0;
    for call in calls {
        let told = lines(&left(&home, call));
        assert!(!told.is_empty(), "{call:?}");
        for line in told {
            typed(&home, &line);
            run += 1;
        }
    }
    assert!(run >= 7, "only {run} lines");
}

#[test]
fn a_session_among_the_others_is_named_by_its_id() {
    let home = Home::new();
    left(&home, &["diagnose", "0xc07", "--simple"]);
    let path = home.sessions().remove(0);
    let id = path.file_stem().unwrap().to_str().unwrap().to_owned();
    for call in [
        &["session", "resume", "last", "--simple"][..],
        &["diagnose", "--simple", "--session", path.to_str().unwrap()],
    ] {
        let told = lines(&left(&home, call));
        assert!(told.contains(&format!("rdpfix session resume {id}")), "{told:?}");
    }
}

#[test]
fn a_name_that_acts_on_a_terminal_is_not_printed() {
    let home = Home::new();
    let name = "a b;touch PWN \u{1b}]0;p\u{7}\u{202e}.ndjson";
    let run = left(&home, &["diagnose", "0xc07", "--simple", "--session", name]);
    for text in [&run.stdout, &run.stderr] {
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{text:?}");
    }
    assert!(!run.stdout.contains("session resume"), "{}", run.stdout);
}
