//! Every registry change of the knowledge, there and back.

use std::collections::BTreeSet;

use rdpfix::knowledge::commands::{Before, Shell, lines, read_before, verify_back, way_back};
use rdpfix::knowledge::format::{Change, RegistryType};

use crate::undo::machine::{ENGLISH, GERMAN, Machine};
use crate::undo::starts::{Start, every_data, without};
use crate::undo::tree::Data;
use crate::undo::{SHELLS, changes};

/// The registry changes, with fix, key and name.
fn registry_changes() -> Vec<(String, Change, String, String)> {
    let each = changes().iter().cloned().filter_map(|(fix, change)| match &change {
        Change::Registry { key, name, .. } => {
            let (key, name) = (key.clone(), name.clone());
            Some((fix, change, key, name))
        }
        _ => None,
    });
    each.collect()
}

/// How many keys of the path a change may have to make: as many as its `keep` asks for.
fn creatable(change: &Change) -> usize {
    lines(change, Shell::Cmd).keep.len() - 1
}

fn type_word(value_type: RegistryType) -> &'static str {
    match value_type {
        RegistryType::Dword => "REG_DWORD",
        RegistryType::Sz => "REG_SZ",
        RegistryType::MultiSz => "REG_MULTI_SZ",
        RegistryType::Binary => "REG_BINARY",
    }
}

/// What the change leaves: the data it sets, or none.
fn aim(change: &Change) -> Option<Data> {
    let Change::Registry { value_type, data, .. } = change else { panic!("no registry change") };
    data.as_ref().map(|data| Data::added(type_word(*value_type), data).unwrap())
}

fn starts(change: &Change) -> Vec<Start> {
    let present = every_data().into_iter().chain(aim(change)).map(Start::Present);
    let keys = (1..=creatable(change)).map(Start::NoKey);
    present.chain([Start::NoValue]).chain(keys).collect()
}

#[test]
fn whatever_there_was_is_there_again() {
    let mut trips = 0;
    for (fix, change, key, name) in registry_changes() {
        for start in starts(&change) {
            for (shell, neighbours) in SHELLS.into_iter().flat_map(|shell| [(shell, false), (shell, true)]) {
                let language = if neighbours { GERMAN } else { ENGLISH };
                let machine = start.machine(&key, &name, neighbours, language);
                let place = format!("{fix}: {name} in {shell:?} from {start:?}");
                there_and_back(&change, &start, shell, machine, &place);
                trips += 1;
            }
        }
    }
    assert!(trips > 30 * 4 * 30, "{trips}");
}

fn there_and_back(change: &Change, start: &Start, shell: Shell, mut machine: Machine, place: &str) {
    let Change::Registry { key, name, .. } = change else { panic!("{place}") };
    let untouched = machine.clone();
    let set = lines(change, shell);

    let shown = machine.see(&set.keep, shell);
    let before = read_before(change, &shown).unwrap_or_else(|| panic!("{place}: not read: {shown}"));
    assert_eq!(before, expected(start), "{place}");
    assert_eq!(machine, untouched, "{place}: to look changes nothing");

    let fails = aim(change).is_none() && !matches!(start, Start::Present(_));
    if fails {
        machine.see(&set.change, shell);
    } else {
        machine.must(&set.change, shell);
    }
    assert_eq!(machine.registry.get(key, name).map(|(_, data)| data.clone()), aim(change), "{place}");
    let taken = machine.see(&set.verify, shell);
    if let Some(data) = aim(change) {
        assert!(
            taken.contains(&format!("{name}    {}    {}", data.shown().0, data.shown().1)),
            "{place}: {taken}"
        );
    }

    let back = way_back(change, &before, shell);
    assert_eq!(back.is_empty(), fails, "{place}: {back:?}");
    machine.must(&back, shell);
    assert_eq!(machine, untouched, "{place}: {back:#?}");
    holds(change, &before, shell, &mut machine, place);
}

fn expected(start: &Start) -> Before {
    match start {
        Start::Present(data) => {
            let (value_type, data) = data.shown();
            Before::Value { value_type: value_type.to_owned(), data }
        }
        Start::NoValue => Before::AbsentValue,
        Start::NoKey(missing) => Before::AbsentKey { missing: *missing },
    }
}

/// Each line that checks the way back prints what it is said to print, and all of them say what there was.
fn holds(change: &Change, before: &Before, shell: Shell, machine: &mut Machine, place: &str) {
    let mut shown = String::new();
    for check in verify_back(change, before, shell) {
        let printed = machine.run(&check.line, shell);
        let expects_error = check.expect.starts_with("An error: ");
        assert_eq!(printed.is_err(), expects_error, "{place}: {check:?}: {printed:?}");
        if let Before::Value { value_type, data } = before {
            assert!(check.expect.contains(value_type) && check.expect.ends_with(data), "{place}: {check:?}");
        }
        shown += &printed.unwrap_or_else(|error| error);
    }
    // Where the key has been there all the time nobody asks for it again.
    let again = if *before == Before::AbsentValue && creatable(change) > 0 { None } else { Some(before) };
    assert_eq!(read_before(change, &shown).as_ref(), again, "{place}: {shown}");
}

/// The keys that no way back removes, because every Windows has them: read by a person who knew.
#[test]
fn what_counts_as_always_there_is_known() {
    let setting = registry_changes().into_iter().filter(|(_, change, ..)| aim(change).is_some());
    let there: BTreeSet<String> =
        setting.map(|(_, change, key, _)| without(&key, creatable(&change)).unwrap().to_owned()).collect();
    let known = [
        r"HKCU\Software\Microsoft",
        r"HKLM\SOFTWARE\Microsoft",
        r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon",
        r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion",
        r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer",
        r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System",
        r"HKLM\SOFTWARE\Policies\Microsoft",
        r"HKLM\SYSTEM\CurrentControlSet\Control",
        r"HKLM\SYSTEM\CurrentControlSet\Control\Lsa",
        r"HKLM\SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols",
        r"HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server",
        r"HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations",
        r"HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp",
        r"HKLM\SYSTEM\CurrentControlSet\Services",
    ];
    assert_eq!(there.iter().map(String::as_str).collect::<Vec<_>>(), known);
}

/// Whatever came into a key after the change keeps the key.
#[test]
fn a_key_that_holds_anything_is_never_removed() {
    let mut seen = 0;
    for (fix, change, key, name) in
        registry_changes().into_iter().filter(|(_, change, ..)| creatable(change) > 0)
    {
        for shell in SHELLS {
            let missing = creatable(&change);
            let mut machine = Start::NoKey(missing).machine(&key, &name, true, ENGLISH);
            let before = Before::AbsentKey { missing };
            machine.must(&lines(&change, shell).change, shell);
            machine.registry.set(&key, "Somebody's", Data::Dword(1));
            let with_value = machine.clone();
            machine.must(&way_back(&change, &before, shell), shell);
            assert_eq!(
                machine.registry.get(&key, "Somebody's"),
                with_value.registry.get(&key, "Somebody's"),
                "{fix}"
            );
            assert_eq!(machine.registry.get(&key, &name), None, "{fix}: {name}");
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen}");
}

/// The changes of one fix are kept together, made together and taken back together, in any order.
#[test]
fn a_fix_of_several_changes_comes_back_whole() {
    let all = registry_changes();
    let fixes: BTreeSet<&String> = all.iter().map(|(fix, ..)| fix).collect();
    for fix in fixes {
        let own: Vec<&Change> =
            all.iter().filter(|(id, ..)| id == fix).map(|(_, change, ..)| change).collect();
        for (shell, backwards) in SHELLS.into_iter().flat_map(|shell| [(shell, false), (shell, true)]) {
            let (_, first, key, name) = all.iter().find(|(id, ..)| id == fix).unwrap();
            let start = if creatable(first) > 0 { Start::NoKey(creatable(first)) } else { Start::NoValue };
            let mut machine = start.machine(key, name, true, GERMAN);
            for (_, change, key, _) in all.iter().filter(|(id, ..)| id == fix) {
                machine.registry.create(without(key, creatable(change)).unwrap());
            }
            let untouched = machine.clone();
            let keep: Vec<String> = own.iter().flat_map(|change| lines(change, shell).keep).collect();
            let shown = machine.see(&keep, shell);
            for change in &own {
                machine.see(&lines(change, shell).change, shell);
            }
            let mut ways: Vec<_> = own.clone();
            if backwards {
                ways.reverse();
            }
            for change in ways {
                let before = read_before(change, &shown).unwrap_or_else(|| panic!("{fix}: {shown}"));
                machine.see(&way_back(change, &before, shell), shell);
            }
            assert_eq!(machine, untouched, "{fix} in {shell:?}");
        }
    }
}

/// Where nobody noted it, nothing that is shown runs.
#[test]
fn what_nobody_noted_is_told_in_comments() {
    for (fix, change, ..) in registry_changes() {
        for (shell, mark) in SHELLS.into_iter().zip(["rem ", "# "]) {
            let back = way_back(&change, &Before::Unknown, shell);
            assert!(back.iter().all(|line| line.starts_with(mark)), "{fix}: {back:?}");
            assert!(back.iter().any(|line| line.contains("OLD")), "{fix}: {back:?}");
        }
    }
}
