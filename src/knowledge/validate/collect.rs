//! Collecting: one line for everything that a witness needs, and no line that does more than read.

use std::collections::BTreeSet;

use super::super::Knowledge;
use super::super::clues::FactKind;
use super::super::collecting::{SIDES, unbrought};
use super::super::fault::Fault;
use super::super::format::CollectLine;
use super::super::words::Side;

const PATH: &str = "collect.json";

/// Programs that can do more than read, and the only first words after them that are taken.
const READING: [(&str, &[&str]); 9] = [
    ("reg", &["query"]),
    ("sc", &["query", "queryex", "qc"]),
    ("wevtutil", &["qe"]),
    ("net", &[]),
    ("cmdkey", &["/list"]),
    ("klist", &["", "tickets", "tgt"]),
    ("dsregcmd", &["/status"]),
    ("w32tm", &["/stripchart", "/query"]),
    ("nltest", &["\"/sc_query:{domain}\"", "\"/dsgetdc:{domain}\""]),
];

/// Words of commands that change a machine, start something or show secrets, in lower case: none of them belongs in a
/// script that somebody is asked to run.
const FORBIDDEN: [&str; 30] = [
    "hklm\\sam",
    "hklm\\security",
    "\\winlogon",
    "reg save",
    "reg export",
    "procdump",
    "vssadmin",
    "ntdsutil",
    "diskshadow",
    "comsvcs",
    "rundll32",
    "regsvr32",
    "mshta",
    "wscript",
    "cscript",
    "certutil",
    "bitsadmin",
    "taskkill",
    "shutdown",
    "rwinsta",
    "logoff",
    "del ",
    "erase ",
    "copy ",
    "move ",
    "-encodedcommand",
    "-executionpolicy",
    "invoke-",
    "out-file",
    "get-credential",
];

/// The same for what a word of Windows PowerShell begins with.
const FORBIDDEN_VERBS: [&str; 11] = [
    "new-",
    "set-",
    "remove-",
    "start-",
    "stop-",
    "restart-",
    "add-",
    "install-",
    "enable-",
    "disable-",
    "register-",
];

/// Characters by which a shell does more than one thing, or writes somewhere.
const ACTING: &str = "&|<>^%!`;\r\n";

/// What a line may leave open, and where it comes from.
const OPEN: [&str; 9] =
    ["{key}", "{value}", "{service}", "{log}", "{query}", "{host}", "{gateway}", "{domain}", "{rdp-file}"];

pub(super) fn faults(knowledge: &Knowledge) -> Vec<Fault> {
    let mut faults = Vec::new();
    if knowledge.collect().0.is_empty() {
        // A base without the table collects nothing.
        return faults;
    }
    for (id, line) in &knowledge.collect().0 {
        line_faults(id, line, &mut faults);
        let lines = &knowledge.collect().0;
        for other in line.with.iter().filter(|other| !lines.contains(other)) {
            faults.push(Fault::new(PATH, format!("{id}.with"), format!("there is no line '{other}'")));
        }
        let named = lines.iter().any(|(_, other)| other.with.contains(id));
        if line.brings.facts.is_empty() && line.brings.log.is_none() && !named {
            faults.push(Fault::new(PATH, format!("{id}.brings"), "brings nothing, and no line needs it"));
        }
    }
    for side in SIDES {
        let mut files = BTreeSet::new();
        for (id, line) in knowledge.collect().0.iter().filter(|(_, line)| line.sides.contains(&side)) {
            if !files.insert(&line.file) {
                faults.push(Fault::new(PATH, format!("{id}.file"), format!("'{}' stands twice", line.file)));
            }
        }
    }
    for (id, observation) in knowledge.observations.iter() {
        for message in observation.witnesses.iter().flat_map(|way| unbrought(knowledge, way)) {
            faults.push(Fault::new(PATH, "", format!("{message}, which answers '{id}'")));
        }
    }
    let brought: BTreeSet<FactKind> =
        knowledge.collect().0.iter().flat_map(|(_, line)| kinds(line)).collect();
    for kind in FactKind::ALL.into_iter().filter(|kind| !brought.contains(kind)) {
        faults.push(Fault::new(PATH, "", format!("no line brings a fact of the kind '{}'", kind.word())));
    }
    faults
}

fn kinds(line: &CollectLine) -> impl Iterator<Item = FactKind> {
    line.brings.facts.iter().map(|clue| clue.kind)
}

fn line_faults(id: &str, line: &CollectLine, faults: &mut Vec<Fault>) {
    let mut fault =
        |field: &str, message: String| faults.push(Fault::new(PATH, format!("{id}.{field}"), message));
    if line.sides.is_empty() || !line.sides.iter().all(|side| matches!(side, Side::Client | Side::Host)) {
        fault("sides", "names client, host or both".to_owned());
    }
    if !is_file(&line.file) {
        fault("file", "must be a-z, 0-9 and -, with .txt or .xml".to_owned());
    }
    if !line.brings.facts.is_empty() && line.brings.log.is_some() {
        fault("brings", "brings either facts or a log".to_owned());
    }
    if line.cmd.is_empty() != line.by_hand.is_some() {
        fault("cmd", "has either commands, or what a person does by hand".to_owned());
    }
    if line.brings.log.is_some() && !line.cmd.iter().all(|command| command.contains("{query}")) {
        fault("cmd", "an event log is read through {query} only: never whole".to_owned());
    }
    for text in line.keep.iter().chain(&line.drop) {
        if text.is_empty() || !text.chars().all(|c| c.is_ascii_alphanumeric() || " :=-_.".contains(c)) {
            fault("keep", format!("'{text}' may hold letters, digits and a few signs"));
        }
    }
    for (field, command) in commands(line) {
        if let Some(message) = acts(command) {
            fault(field, message);
        }
    }
}

/// All commands of a line, each with its field.
fn commands(line: &CollectLine) -> impl Iterator<Item = (&'static str, &String)> {
    let cmd = line.cmd.iter().map(|command| ("cmd", command));
    let powershell = line.powershell.iter().map(|command| ("powershell", command));
    cmd.chain(powershell).chain(line.whole.iter().map(|command| ("whole", command)))
}

/// What a command does beside reading.
fn acts(command: &str) -> Option<String> {
    let lower = command.to_lowercase();
    if let Some(c) = command.chars().find(|c| ACTING.contains(*c)) {
        return Some(format!("'{}' may stand in no command that is collected", c.escape_default()));
    }
    let verb = lower.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let mut verb = verb.filter(|word| FORBIDDEN_VERBS.iter().any(|begin| word.starts_with(begin)));
    if let Some(word) = FORBIDDEN.into_iter().find(|word| lower.contains(word)).or_else(|| verb.next()) {
        return Some(format!("'{word}' does more than read what is asked for"));
    }
    let mut words = lower.split_whitespace();
    let program = words.next().unwrap_or_default().trim_end_matches(".exe");
    let allowed = READING.iter().find(|(known, _)| *known == program).map(|(_, allowed)| *allowed);
    let first = words.next().unwrap_or_default();
    if allowed.is_some_and(|allowed| !allowed.contains(&first)) {
        return Some(format!("'{program} {first}' does more than read what is asked for"));
    }
    let mut rest = command.to_owned();
    for known in OPEN {
        rest = rest.replace(known, "");
    }
    if rest.contains(['{', '}']) {
        return Some(format!("in braces stands one of {}", OPEN.join(", ")));
    }
    // What is filled in may hold blanks: it stands between quotes.
    let quoted = |at: usize| command[..at].matches('"').count() % 2 == 1;
    let bare = command.match_indices('{').any(|(at, _)| !quoted(at));
    bare.then(|| "what is filled in stands between double quotes".to_owned())
}

fn is_file(name: &str) -> bool {
    let stem = name.strip_suffix(".txt").or_else(|| name.strip_suffix(".xml"));
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let own = ["contents", "notes"];
    stem.is_some_and(|stem| !stem.is_empty() && stem.chars().all(plain) && !own.contains(&stem))
}
