//! The lines that people copy: what is generated from data, and what authors write by hand.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rdpfix::knowledge::commands::{Lines, Shell, lines, number};
use rdpfix::knowledge::format::{Change, RegistryType, ServiceState};
use serde_json::Value;

use crate::knowledge::{files, whole};

const SHELLS: [Shell; 2] = [Shell::Cmd, Shell::PowerShell];

/// Every change of the knowledge with its fix and its lines for both shells.
fn each_change(mut visit: impl FnMut(&str, &Change, [Lines; 2])) {
    for (id, fix) in whole().fixes.iter() {
        for change in &fix.changes {
            visit(id, change, SHELLS.map(|shell| lines(change, shell)));
        }
    }
}

fn purposes(lines: &Lines) -> [(&'static str, &[String]); 5] {
    let Lines { keep, change, verify, undo, undo_to_old } = lines;
    [("keep", keep), ("change", change), ("verify", verify), ("undo", undo), ("or put back", undo_to_old)]
}

#[test]
fn every_generated_line_was_read() {
    let mut text = String::new();
    each_change(|fix, change, both| {
        if matches!(change, Change::Text { .. }) {
            return;
        }
        writeln!(text, "\n# {fix}").unwrap();
        for (shell, lines) in ["cmd", "PowerShell"].into_iter().zip(&both) {
            for (purpose, line) in
                purposes(lines).into_iter().flat_map(|(p, all)| all.iter().map(move |l| (p, l)))
            {
                writeln!(text, "{shell:<11}{purpose:<12}{line}").unwrap();
            }
        }
    });
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("generated-lines", text));
}

#[test]
fn every_change_can_be_checked_and_taken_back_in_both_shells() {
    each_change(|fix, change, both| match change {
        Change::Text { cmd, powershell, gui, undo, .. } => {
            assert!(
                !cmd.is_empty() || !powershell.is_empty() || gui.is_some(),
                "{fix}: says no way to do it"
            );
            assert!(undo.is_some(), "{fix}: a change by hand has no way back");
        }
        Change::Service { state: ServiceState::Restarted, .. } => {
            assert!(both.iter().all(|l| !l.change.is_empty() && !l.verify.is_empty()), "{fix}");
        }
        _ => {
            let whole = |l: &Lines| !l.keep.is_empty() && !l.change.is_empty() && !l.verify.is_empty();
            let back = |l: &Lines| !l.undo.is_empty() || !l.undo_to_old.is_empty();
            assert!(both.iter().all(|l| whole(l) && back(l)), "{fix}: {both:?}");
        }
    });
}

#[test]
fn registry_lines_never_ask_and_always_name_the_view() {
    each_change(|fix, change, [cmd, _]| {
        if !matches!(change, Change::Registry { .. }) {
            return;
        }
        for line in purposes(&cmd).into_iter().flat_map(|(_, lines)| lines) {
            assert!(line.ends_with(" /reg:64"), "{fix}: {line}");
            assert!(line.starts_with("reg query ") || line.contains(" /f "), "{fix}: {line}");
        }
    });
}

/// What depends on Remote Desktop Services is stopped with it and has to be started again.
#[test]
fn services_that_stop_with_another_come_back() {
    for (id, fix) in whole().fixes.iter() {
        let services = fix.changes.iter().filter_map(|change| match change {
            Change::Service { name, .. } => Some(name.as_str()),
            _ => None,
        });
        let services: Vec<_> = services.collect();
        if let Some(at) = services.iter().position(|name| *name == "TermService") {
            assert!(services[at..].contains(&"UmRdpService"), "{id} leaves UmRdpService stopped");
        }
    }
}

#[test]
fn every_line_to_copy_is_one_line_of_ascii_with_closed_quotes() {
    let mut wrong = Vec::new();
    let mut look = |place: &str, shell: Shell, line: &str| {
        let plain = line.chars().all(|c| matches!(c, ' '..='~'));
        // In cmd and in PowerShell alike a quote inside quotes is written with a backslash or doubled.
        let double = line.replace("\\\"", "").matches('"').count();
        let single =
            if shell == Shell::PowerShell { line.replace("''", "").matches('\'').count() } else { 0 };
        if !plain || !double.is_multiple_of(2) || (double == 0 && !single.is_multiple_of(2)) {
            wrong.push(format!("{place}: {line}"));
        }
    };
    for (path, text) in files() {
        written(&serde_json::from_str(&text).unwrap(), &mut |shell, line| look(&path, shell, line));
    }
    each_change(|fix, _, both| {
        for (shell, lines) in SHELLS.into_iter().zip(&both) {
            purposes(lines).into_iter().flat_map(|(_, all)| all).for_each(|line| look(fix, shell, line));
        }
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Names that Windows translates must not stand in a command.
#[test]
fn commands_hold_no_word_that_windows_translates() {
    const TRANSLATED: [&str; 8] = [
        "\"administrators\"",
        "\"everyone\"",
        "network service:",
        "-displaygroup",
        "-displayname",
        "group=\"remote",
        "\"remote desktop users\"",
        "net localgroup",
    ];
    let mut wrong = Vec::new();
    for (path, text) in files() {
        written(&serde_json::from_str(&text).unwrap(), &mut |_, line| {
            let found = TRANSLATED.iter().filter(|word| line.to_lowercase().contains(*word));
            wrong.extend(found.map(|word| format!("{path}: {word} in {line}")));
        });
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every line under `cmd` and `powershell` in a document.
fn written(value: &Value, visit: &mut impl FnMut(Shell, &str)) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let shell = match key.as_str() {
                    "cmd" => Shell::Cmd,
                    "powershell" => Shell::PowerShell,
                    _ => {
                        written(value, visit);
                        continue;
                    }
                };
                value
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                    .for_each(|line| visit(shell, line));
            }
        }
        Value::Array(items) => items.iter().for_each(|item| written(item, visit)),
        _ => {}
    }
}

/// The values of a registry, by key and name: type and data.
#[derive(Clone, Debug, Default, PartialEq)]
struct Registry(BTreeMap<(String, String), (String, String)>);

impl Registry {
    /// Runs one line of `reg` as the command prompt would; a query answers type and data.
    fn run(&mut self, line: &str) -> Option<(String, String)> {
        let words = words(line);
        let [reg, verb, key, v, name, rest @ ..] = &words[..] else { panic!("{line}") };
        assert_eq!(
            (reg.as_str(), v.as_str(), words.last().unwrap().as_str()),
            ("reg", "/v", "/reg:64"),
            "{line}"
        );
        let at = (key.to_lowercase(), name.to_lowercase());
        let asks = !rest.contains(&"/f".to_owned());
        match verb.as_str() {
            "query" => return self.0.get(&at).cloned(),
            "delete" => {
                assert!(!asks, "asks before it deletes: {line}");
                self.0.remove(&at);
            }
            "add" => {
                let [t, kind, d, data, ..] = rest else { panic!("{line}") };
                assert_eq!((t.as_str(), d.as_str()), ("/t", "/d"), "{line}");
                assert!(!asks || !self.0.contains_key(&at), "asks before it overwrites: {line}");
                self.0.insert(at, (kind.clone(), data.clone()));
            }
            _ => panic!("{line}"),
        }
        None
    }
}

/// The words of a line: blanks separate, quotes hold together.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    assert!(!quoted, "{line}");
    words
}

const fn type_word(value_type: RegistryType) -> &'static str {
    match value_type {
        RegistryType::Dword => "REG_DWORD",
        RegistryType::Sz => "REG_SZ",
        RegistryType::MultiSz => "REG_MULTI_SZ",
        RegistryType::Binary => "REG_BINARY",
    }
}

/// Nothing there, the same data, other data, another type: each comes back as it was.
#[test]
fn whatever_a_value_was_it_is_put_back() {
    let mut round_trips = 0;
    each_change(|fix, change, [cmd, _]| {
        let Change::Registry { key, name, value_type, data } = change else { return };
        let own = type_word(*value_type);
        let other = if *value_type == RegistryType::Sz { "REG_DWORD" } else { "REG_SZ" };
        let same = data.clone().unwrap_or_else(|| "1".to_owned());
        let before =
            [None, Some((own, same.as_str())), Some((own, "7")), Some((other, "a text with blanks"))];
        for old in before {
            let mut registry = Registry::default();
            let at = (key.to_lowercase(), name.to_lowercase());
            registry.0.extend(old.map(|(kind, data)| (at, (kind.to_owned(), data.to_owned()))));
            let untouched = registry.clone();

            let kept = registry.run(&cmd.keep[0]);
            cmd.change.iter().for_each(|line| _ = registry.run(line));
            let now = registry.run(&cmd.verify[0]);
            assert_eq!(now, data.clone().map(|data| (own.to_owned(), data)), "{fix}: {name}");
            for line in way_back(&cmd, kept.as_ref(), own) {
                registry.run(&line);
            }
            assert_eq!(registry, untouched, "{fix}: {name}");
            round_trips += 1;
        }
    });
    assert!(round_trips >= 20, "{round_trips}");
}

/// What a person types to go back, knowing what `keep` showed.
fn way_back(cmd: &Lines, kept: Option<&(String, String)>, own: &str) -> Vec<String> {
    let Some((kind, data)) = kept else { return cmd.undo.clone() };
    let quoted = if data.contains(' ') { format!("\"{data}\"") } else { data.clone() };
    let line = cmd.undo_to_old[0].replace("\"OLD\"", "OLD").replace("OLD", &quoted);
    vec![line.replace(&format!("/t {own} "), &format!("/t {kind} "))]
}

#[test]
fn numbers_in_changes_are_numbers() {
    each_change(|fix, change, _| {
        if let Change::Registry { value_type: RegistryType::Dword, data: Some(data), .. } = change {
            assert!(number(data).is_some() && data.chars().all(|c| c.is_ascii_digit()), "{fix}: {data}");
        }
    });
}
