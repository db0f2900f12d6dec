//! Reads what `keep` printed. What Windows translates is never looked at: the shape of a value line, the
//! names of keys, the numbers of service states and the names of properties are the same everywhere.

use super::before::Before;
use super::registry::Place;
use super::stored::Stored;
use super::words::stands_for_itself;

const HIVES: [(&str, &str); 5] = [
    ("HKLM", "HKEY_LOCAL_MACHINE"),
    ("HKCU", "HKEY_CURRENT_USER"),
    ("HKCR", "HKEY_CLASSES_ROOT"),
    ("HKU", "HKEY_USERS"),
    ("HKCC", "HKEY_CURRENT_CONFIG"),
];

/// What `reg query` showed of a value. `creates`: whether the change sets it, and so creates missing keys.
pub(super) fn registry(key: &str, name: &str, creates: bool, shown: &str) -> Option<Before> {
    let levels = if creates { Place { key, name }.creatable() } else { Vec::new() };
    let full: Vec<String> = levels.iter().map(|level| full_name(level)).collect();
    let key = full_name(key);
    let (mut under, mut first_there, mut said) = (None::<String>, levels.len(), 0);
    for line in shown.lines() {
        if line.trim_start().starts_with("HKEY_") {
            let header = line.trim().to_lowercase();
            let level = full.iter().position(|level| *level == header);
            first_there = first_there.min(level.unwrap_or(usize::MAX));
            under = Some(header);
        } else if let Some((value_type, data)) = value(line, name) {
            if under.as_ref().is_none_or(|under| *under == key) {
                Stored::read(value_type, data)?;
                return Some(Before::Value { value_type: value_type.to_owned(), data: data.to_owned() });
            }
        } else if is_said(line) {
            said += 1;
        }
    }
    // Each line that found nothing said so: the one for the value, and those for the missing keys.
    match first_there {
        missing if said <= missing => None,
        0 => Some(Before::AbsentValue),
        missing => Some(Before::AbsentKey { missing }),
    }
}

/// A key as `reg query` names it, in small letters.
fn full_name(key: &str) -> String {
    let (hive, rest) = key.split_once('\\').unwrap_or((key, ""));
    let long =
        HIVES.iter().find(|(short, _)| hive.eq_ignore_ascii_case(short)).map_or(hive, |(_, long)| long);
    format!("{long}\\{rest}").to_lowercase()
}

/// Type and data in `    NAME    REG_DWORD    0x2`, if the line is about this name.
fn value<'t>(line: &'t str, name: &str) -> Option<(&'t str, &'t str)> {
    let line = line.trim_start();
    let start = line.get(..name.len()).filter(|start| start.eq_ignore_ascii_case(name))?;
    let rest = &line[start.len()..];
    let kind_and_data = rest.trim_start();
    if kind_and_data.len() == rest.len() || !kind_and_data.starts_with("REG_") {
        return None;
    }
    let end = kind_and_data.find([' ', '\t']).unwrap_or(kind_and_data.len());
    let (kind, data) = kind_and_data.split_at(end);
    // Four blanks separate; what follows them belongs to the data, blanks too.
    Some((kind, data.strip_prefix("    ").unwrap_or_else(|| data.trim_start())))
}

/// Whether a program said something in this line: it is no prompt, no command and no value.
fn is_said(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.ends_with('>') && !line.contains("reg query ") && !line.contains("    REG_")
}

/// The state in what `sc.exe query` or `Get-Service` showed of this service, whatever they showed of others.
pub(super) fn service(name: &str, shown: &str) -> Option<Before> {
    let mut of_this = true;
    for line in shown.lines() {
        if let Some(service) = service_name(line) {
            of_this = service.eq_ignore_ascii_case(name);
        }
        let state = state_of_sc(line).filter(|_| of_this).or_else(|| state_of_get_service(line, name));
        if state.is_some() {
            return state;
        }
    }
    None
}

/// `SERVICE_NAME: TermService`: the one line with a single word that is no number.
fn service_name(line: &str) -> Option<&str> {
    let (_, right) = line.split_once(": ")?;
    let right = right.trim();
    (right.starts_with(char::is_alphabetic) && !right.contains(' ')).then_some(right)
}

/// `STATE : 4  RUNNING`: the one line with a single digit before a word. Types have two digits, exit
/// codes have no word behind them. What is on its way to a state counts as that state.
fn state_of_sc(line: &str) -> Option<Before> {
    let (_, right) = line.split_once(": ")?;
    let mut words = right.split_whitespace();
    let number: u8 = words.next().filter(|digit| digit.len() == 1)?.parse().ok()?;
    words.next().filter(|word| word.starts_with(char::is_alphabetic))?;
    match number {
        1 | 3 => Some(Before::Stopped),
        2 | 4 => Some(Before::Running),
        _ => None,
    }
}

/// `Running  TermService  Remote Desktop Services`: the states are names of an enumeration.
fn state_of_get_service(line: &str, name: &str) -> Option<Before> {
    let mut words = line.split_whitespace();
    let (state, service) = (words.next()?, words.next()?);
    if !service.eq_ignore_ascii_case(name) {
        return None;
    }
    match state {
        "Running" | "StartPending" => Some(Before::Running),
        "Stopped" | "StopPending" => Some(Before::Stopped),
        _ => None,
    }
}

/// The rules in what `Format-List Name,Enabled,Profile` showed; of a single rule, that one.
pub(super) fn firewall(rule: &str, shown: &str) -> Option<Before> {
    let wanted = |name: &str| rule.starts_with('@') || name.eq_ignore_ascii_case(rule);
    let (mut on, mut off) = (Vec::new(), Vec::new());
    let mut name = None;
    for (property, text) in shown.lines().filter_map(|line| line.split_once(" : ")) {
        match (property.trim(), text.trim()) {
            // A name goes into a line: what a shell could read in it makes it no name.
            ("Name", text) => name = Some(text).filter(|name| name.chars().all(stands_for_itself)),
            ("Enabled", "True") => on.extend(name.take().filter(|name| wanted(name)).map(str::to_owned)),
            ("Enabled", "False") => off.extend(name.take().filter(|name| wanted(name)).map(str::to_owned)),
            _ => {}
        }
    }
    (!on.is_empty() || !off.is_empty()).then_some(Before::Rules { on, off })
}
