//! Services and firewall rules, there and back.

use rdpfix::knowledge::commands::{Before, Shell, lines, read_before, verify_back, way_back};
use rdpfix::knowledge::format::{Change, ServiceState};

use crate::undo::machine::{ENGLISH, Machine};
use crate::undo::{SHELLS, changes};

#[test]
fn a_service_is_as_it_was() {
    let mut trips = 0;
    for (fix, change) in changes() {
        let Change::Service { name, state } = change else { continue };
        for (shell, running) in SHELLS.into_iter().flat_map(|shell| [(shell, false), (shell, true)]) {
            let place = format!("{fix}: {name} in {shell:?}, running: {running}");
            let mut machine = Machine::new(ENGLISH);
            machine.services.insert(name.to_lowercase(), running);
            let untouched = machine.clone();
            let before = kept(change, shell, &mut machine, &place);
            assert_eq!(before, if running { Before::Running } else { Before::Stopped }, "{place}");
            machine.see(&lines(change, shell).change, shell);
            assert_eq!(machine.services[&name.to_lowercase()], *state != ServiceState::Stopped, "{place}");
            machine.must(&way_back(change, &before, shell), shell);
            if *state == ServiceState::Restarted {
                assert!(way_back(change, &before, shell).is_empty(), "{place}: a restart has no way back");
                assert!(verify_back(change, &before, shell).is_empty(), "{place}");
                continue;
            }
            assert_eq!(machine, untouched, "{place}");
            let [check] = &verify_back(change, &before, shell)[..] else { panic!("{place}") };
            let shown = machine.run(&check.line, shell).unwrap();
            let word = check.expect.trim_end_matches('.').rsplit(' ').next().unwrap();
            assert!(shown.contains(word), "{place}: {check:?}: {shown}");
            assert_eq!(read_before(change, &shown), Some(before), "{place}");
            trips += 1;
        }
    }
    assert!(trips > 20, "{trips}");
}

#[test]
fn a_firewall_rule_is_as_it_was() {
    let mut trips = 0;
    for (fix, change) in changes() {
        let Change::Firewall { rule, enabled } = change else { continue };
        for (shell, on) in SHELLS.into_iter().flat_map(|shell| [(shell, false), (shell, true)]) {
            let place = format!("{fix}: {rule} in {shell:?}, on: {on}");
            let mut machine = Machine::new(ENGLISH);
            machine.rules.insert(rule.clone(), on);
            let untouched = machine.clone();
            let before = kept(change, shell, &mut machine, &place);
            machine.must(&lines(change, shell).change, shell);
            assert_eq!(machine.rules[rule], *enabled, "{place}");
            machine.must(&way_back(change, &before, shell), shell);
            assert_eq!(machine, untouched, "{place}");
            let [check] = &verify_back(change, &before, shell)[..] else { panic!("{place}") };
            let shown = machine.run(&check.line, shell).unwrap();
            assert_eq!(check.expect.contains("True"), on, "{place}: {check:?}");
            assert_eq!(read_before(change, &shown), Some(before), "{place}");
            trips += 1;
        }
    }
    assert!(trips > 4, "{trips}");
}

/// Of a group, those rules that were off are switched off again, and no other.
#[test]
fn of_a_group_only_what_was_off_is_switched_off() {
    let change = Change::Firewall { rule: "@FirewallAPI.dll,-28752".to_owned(), enabled: true };
    let shown = "\nName    : A-In\nEnabled : True\n\nName    : B-In\nEnabled : False\n\nName : $(calc)\nEnabled : False\n";
    let before = read_before(&change, shown).unwrap();
    assert_eq!(before, Before::Rules { on: vec!["A-In".to_owned()], off: vec!["B-In".to_owned()] });
    let back = way_back(&change, &before, Shell::PowerShell);
    assert_eq!(back, ["Set-NetFirewallRule -Name 'B-In' -Enabled False"]);
}

fn kept(change: &Change, shell: Shell, machine: &mut Machine, place: &str) -> Before {
    let shown = machine.see(&lines(change, shell).keep, shell);
    read_before(change, &shown).unwrap_or_else(|| panic!("{place}: not read: {shown}"))
}
