//! The lines for the command prompt, run for real by `cmd.exe` and `reg.exe`, in a few batches: starting a
//! process for each line takes longest. Every key is moved below one of the test's own, so that no setting
//! of the machine is read or written.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use rdpfix::knowledge::commands::{Before, Shell, lines, read_before, verify_back, way_back};
use rdpfix::knowledge::format::Change;

use crate::undo::changes;
use crate::undo::starts::without;

/// Where a value starts from: type and data, or how many keys are missing (none: the value alone).
#[derive(Clone, Copy, Debug, PartialEq)]
enum Start {
    Present(&'static str, &'static str),
    Same,
    Absent(usize),
}

const PRESENT: [Start; 6] = [
    Start::Present("REG_DWORD", "0xffffffff"),
    Start::Same,
    Start::Present("REG_SZ", "a text & more; (x) | y"),
    Start::Present("REG_EXPAND_SZ", "explorer.exe"),
    Start::Present("REG_MULTI_SZ", r"kerberos\0msv1 0"),
    Start::Present("REG_BINARY", "0AFF00"),
];

/// One change from one start, in a part of the registry of its own.
struct Case {
    place: String,
    root: String,
    change: Change,
    start: Start,
}

impl Case {
    fn key_and_name(&self) -> (&str, &str) {
        let Change::Registry { key, name, .. } = &self.change else { panic!("{}", self.place) };
        (key, name)
    }

    /// A line with its key moved to the test's own.
    fn own(&self, line: &str) -> String {
        let root = &self.root;
        let hive = if line.contains("HKLM") { "HKLM" } else { "HKCU" };
        let from_shell = format!(r"HKCU:\{}\{hive}\", root.strip_prefix(r"HKCU\").unwrap());
        let moved = line.replacen(&format!(r"{hive}:\"), &from_shell, 1);
        if moved == line {
            line.replacen(&format!(r"{hive}\"), &format!(r"{root}\{hive}\"), 1)
        } else {
            moved
        }
    }

    /// What was printed, as if the key had not been moved.
    fn foreign(&self, shown: &str) -> String {
        let root = self.root.replacen("HKCU", "HKEY_CURRENT_USER", 1);
        let hives = [("HKLM", "HKEY_LOCAL_MACHINE"), ("HKCU", "HKEY_CURRENT_USER")];
        hives.iter().fold(shown.to_owned(), |shown, (short, long)| {
            shown.replace(&format!(r"{root}\{short}\"), &format!(r"{long}\"))
        })
    }

    fn seed(&self) -> Vec<String> {
        let (key, name) = self.key_and_name();
        let missing = if let Start::Absent(missing) = self.start { missing } else { 0 };
        let there = without(key, missing).unwrap();
        let add = |key: &str, name: &str, kind: &str, data: &str| {
            self.own(&format!("reg add \"{key}\" /v \"{name}\" /t {kind} /d \"{data}\" /f /reg:64"))
        };
        let mut seed = vec![add(there, &format!("{name} 2"), "REG_SZ", "stays")];
        match (self.start, &self.change) {
            (Start::Present(kind, data), _) => seed.push(add(key, name, kind, data)),
            (Start::Same, Change::Registry { data: Some(data), .. }) => {
                let change = &lines(&self.change, Shell::Cmd).change[0];
                assert!(change.contains(data.as_str()), "{change}");
                seed.push(self.own(change));
            }
            (Start::Same, _) => seed.push(add(key, name, "REG_SZ", "1")),
            (Start::Absent(_), _) => {}
        }
        seed
    }

    fn own_all(&self, lines: &[String]) -> Vec<String> {
        lines.iter().map(|line| self.own(line)).collect()
    }

    /// Shows everything that there is of it.
    fn dump(&self) -> Vec<String> {
        vec![format!("reg query {} /s /reg:64", self.root)]
    }
}

/// Every change from one start each, one of each kind from every start, and one for each number of keys that
/// may be missing.
fn cases(root: &str) -> Vec<Case> {
    let (mut cases, mut kinds, mut values) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for (fix, change) in changes() {
        let Change::Registry { key, name, value_type, data } = change else { continue };
        let creatable = lines(change, Shell::Cmd).keep.len() - 1;
        if !values.insert((key.clone(), name.clone(), data.clone())) {
            continue;
        }
        let present: Vec<Start> = PRESENT.into_iter().chain([Start::Absent(0)]).collect();
        let mut turn = vec![present[values.len() % present.len()]];
        if kinds.insert(format!("{value_type:?} {}", data.is_some())) {
            turn = present;
        }
        if kinds.insert(creatable.to_string()) {
            turn.extend((1..=creatable).map(Start::Absent));
        }
        for start in turn {
            let (place, root) = (format!("{fix}: {name} from {start:?}"), format!("{root}\\{}", cases.len()));
            cases.push(Case { place, root, change: change.clone(), start });
        }
    }
    cases
}

/// The lines to run of each case, by its number.
type LinesOf<'f> = &'f dyn Fn(usize, &Case) -> Vec<String>;

/// Runs lines of every case in one batch, and answers what each case's lines printed.
fn batch(folder: &Path, cases: &[Case], lines_of: LinesOf) -> Vec<String> {
    let mut text = "@echo off\r\n".to_owned();
    for (number, case) in cases.iter().enumerate() {
        text += "echo #\r\n";
        for line in lines_of(number, case) {
            write!(text, "{line} 2>&1\r\n").unwrap();
        }
    }
    let file = folder.join("lines.cmd");
    std::fs::write(&file, text).unwrap();
    let output = Command::new("cmd.exe").args(["/d", "/c"]).arg(&file).output().unwrap();
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    let parts: Vec<String> = shown.split("#\r\n").skip(1).map(str::to_owned).collect();
    assert_eq!(parts.len(), cases.len(), "{shown}\n{}", String::from_utf8_lossy(&output.stderr));
    parts
}

/// Takes the test's keys away however it ends.
struct Root(String);

impl Drop for Root {
    fn drop(&mut self) {
        let gone = Command::new("reg.exe").args(["delete", &self.0, "/f", "/reg:64"]).output();
        drop(gone); // not there where nothing was made: nothing more can be done about it
    }
}

/// Wine has a `powershell.exe` that does nothing.
fn has_powershell() -> bool {
    let said = Command::new("powershell.exe").args(["-NoProfile", "-Command", "'o' + 'k'"]).output();
    said.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("ok"))
}

#[test]
fn the_real_registry_comes_back_too() {
    let folder = tempfile::tempdir().unwrap();
    let root = Root(format!(r"HKCU\Software\rdpfix-test-{}", std::process::id()));
    let cases = cases(&root.0);
    assert!(cases.len() > 40, "{}", cases.len());
    let run = |lines_of: LinesOf| batch(folder.path(), &cases, lines_of);

    run(&|_, case| case.seed());
    let untouched = run(&|_, case| case.dump());
    let kept = run(&|_, case| case.own_all(&lines(&case.change, Shell::Cmd).keep));
    let before: Vec<Before> = std::iter::zip(&cases, &kept).map(|(case, shown)| read(case, shown)).collect();

    run(&|_, case| case.own_all(&lines(&case.change, Shell::Cmd).change));
    let taken = run(&|_, case| case.own_all(&lines(&case.change, Shell::Cmd).verify));
    std::iter::zip(&cases, &taken).for_each(|(case, shown)| took(case, &case.foreign(shown)));

    let powershell = has_powershell();
    run(&|number, case| {
        let back = way_back(&case.change, &before[number], Shell::Cmd);
        back.iter().filter(|line| powershell || line.starts_with("reg ")).map(|line| case.own(line)).collect()
    });
    if !powershell {
        empty_keys_go(&run, &before, &untouched);
    }
    let end = run(&|_, case| case.dump());
    for (case, (end, untouched)) in std::iter::zip(&cases, std::iter::zip(&end, &untouched)) {
        assert_eq!(end, untouched, "{}", case.place);
    }
    let checks = |number: usize, case: &Case| -> Vec<String> {
        let checks = verify_back(&case.change, &before[number], Shell::Cmd);
        checks.iter().map(|check| case.own(&check.line)).collect()
    };
    for ((case, shown), before) in std::iter::zip(&cases, run(&checks)).zip(&before) {
        // Where the key has been there all the time nobody asks for it again.
        if *before != Before::AbsentValue {
            let again = read_before(&case.change, &case.foreign(&shown));
            assert_eq!(again.as_ref(), Some(before), "{}", case.place);
        }
    }
}

/// What Keep printed, read, and held against what was put there.
fn read(case: &Case, shown: &str) -> Before {
    let shown = case.foreign(shown);
    let before =
        read_before(&case.change, &shown).unwrap_or_else(|| panic!("{}: not read: {shown}", case.place));
    match (&before, case.start) {
        (Before::Value { value_type, data }, Start::Present(kind, put)) => {
            assert_eq!((value_type.as_str(), data.as_str()), (kind, put), "{}", case.place);
        }
        (Before::Value { .. }, Start::Same) | (Before::AbsentValue, Start::Absent(0)) => {}
        (Before::AbsentKey { missing }, Start::Absent(absent)) => {
            assert_eq!(*missing, absent, "{}", case.place);
        }
        (before, _) => panic!("{}: {before:?} in {shown}", case.place),
    }
    before
}

fn took(case: &Case, shown: &str) {
    let Change::Registry { name, data, .. } = &case.change else { panic!("{}", case.place) };
    let there = shown.contains(&format!("    {name}    REG_"));
    assert_eq!(there, data.is_some(), "{}: {shown}", case.place);
}

/// Where no PowerShell removes the keys that a change made: they are empty, and the test removes them itself.
fn empty_keys_go(run: &dyn Fn(LinesOf) -> Vec<String>, before: &[Before], untouched: &[String]) {
    let left = run(&|_, case| case.dump());
    for (left, untouched) in std::iter::zip(&left, untouched) {
        let more = left.lines().filter(|line| !untouched.contains(line.trim_end()));
        let holds: Vec<_> = more.filter(|line| !line.starts_with("HKEY_")).collect();
        assert!(holds.is_empty(), "no empty keys: {holds:?}");
    }
    run(&|number, case| match before[number] {
        Before::AbsentKey { missing } if lines(&case.change, Shell::Cmd).keep.len() > 1 => {
            let top = without(case.key_and_name().0, missing - 1).unwrap();
            vec![case.own(&format!("reg delete \"{top}\" /f /reg:64"))]
        }
        _ => Vec::new(),
    });
}
