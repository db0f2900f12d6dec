//! Everything that was ever changed, put back by one script.

use rdpfix::knowledge::commands::{Before, Shell, lines, read_before, undo_script};
use rdpfix::knowledge::format::{Change, ServiceState};

use crate::undo::machine::{GERMAN, Machine};
use crate::undo::starts::without;
use crate::undo::tree::Data;
use crate::undo::{SHELLS, changes};

/// A machine on which all the changes can be made: of every second value there is one.
fn machine(changes: &[(String, Change)]) -> Machine {
    let mut machine = Machine::new(GERMAN);
    for (number, (_, change)) in changes.iter().enumerate() {
        let even = number % 2 == 0;
        match change {
            Change::Registry { key, name, .. } => {
                let missing = lines(change, Shell::Cmd).keep.len() - 1;
                machine.registry.create(without(key, missing).unwrap());
                if even {
                    machine.registry.create(key);
                    machine.registry.set(key, name, Data::Sz(format!("\"{number}\" & %x%")));
                }
            }
            Change::Service { name, .. } => _ = machine.services.insert(name.to_lowercase(), even),
            Change::Firewall { rule, .. } => _ = machine.rules.insert(rule.clone(), even),
            Change::Text { .. } => {}
        }
    }
    machine
}

#[test]
fn one_script_puts_everything_back() {
    let changes = changes();
    for shell in SHELLS {
        let mut machine = machine(changes);
        let untouched = machine.clone();
        let mut found: Vec<(&Change, Before)> = Vec::new();
        // One after the other, as it happens: what two fixes change was changed already for the second.
        for (fix, change) in changes {
            let set = lines(change, shell);
            let shown = machine.see(&set.keep, shell);
            found.push((change, read_before(change, &shown).unwrap_or_else(|| panic!("{fix}: {shown}"))));
            machine.see(&set.change, shell);
        }
        // What was restarted first runs, and no way back stops it.
        let restarted = |name: &String| {
            let first = changes.iter().find_map(|(_, change)| match change {
                Change::Service { name: own, state } if own.eq_ignore_ascii_case(name) => Some(*state),
                _ => None,
            });
            first == Some(ServiceState::Restarted)
        };
        let items: Vec<_> = found.iter().map(|(change, before)| (*change, before)).collect();
        let script = undo_script(&items, shell);
        assert!(script.is_ascii() && script.ends_with('\n'), "{script}");
        let mut expected = untouched.clone();
        for (name, running) in &mut expected.services {
            *running |= restarted(name);
        }
        let mut checks = 0;
        let mut expects_error = None;
        for line in script.lines() {
            let printed = machine.run(line, shell);
            if let Some(expects_error) = expects_error.take() {
                assert_eq!(printed.is_err(), expects_error, "{line}: {printed:?}");
                checks += 1;
            }
            expects_error =
                line.split_once("The next line shows: ").map(|(_, text)| text.starts_with("An error"));
        }
        assert_eq!(machine, expected, "{script}");
        assert!(checks > 30, "{checks}");
    }
}

#[test]
fn of_two_changes_of_one_value_the_older_tells_what_there_was() {
    let change = |data: &str| -> Change {
        serde_json::from_value(serde_json::json!({
            "kind": "registry", "key": r"HKLM\SYSTEM\CurrentControlSet\Control\Lsa", "name": "X", "type": "REG_DWORD", "data": data
        }))
        .unwrap()
    };
    let was = |data: &str| Before::Value { value_type: "REG_DWORD".to_owned(), data: data.to_owned() };
    let (first, second, one, two) = (change("1"), change("2"), was("0x5"), was("0x1"));
    let script = undo_script(&[(&first, &one), (&second, &two)], Shell::Cmd);
    assert_eq!(script.matches("reg add").count(), 1, "{script}");
    assert!(script.contains("/d 5 /f"), "{script}");
}
