//! Lists that commands of Windows print: services, sessions, ports, processes, groups, saved passwords. Numbers and
//! tokens that no translation touches are read, never words.

use super::{line, pair};
use crate::evidence::fact::{Found, Shape};
use crate::knowledge::clues::FactKind;
use crate::sensitive::Kind;

/// The states that `sc query` prints behind their number (`winsvc.h`).
const STATES: &[(&str, &str)] = &[
    ("STOPPED", "stopped"),
    ("START_PENDING", "changing"),
    ("STOP_PENDING", "changing"),
    ("RUNNING", "running"),
    ("CONTINUE_PENDING", "changing"),
    ("PAUSE_PENDING", "changing"),
    ("PAUSED", "stopped"),
];

/// The kinds of start that `sc qc` prints behind their number.
const STARTS: &[(&str, &str)] = &[
    ("BOOT_START", "auto"),
    ("SYSTEM_START", "auto"),
    ("AUTO_START", "auto"),
    ("DEMAND_START", "demand"),
    ("DISABLED", "disabled"),
];

/// Reads `sc query`, `sc queryex`, `sc qc` and tables of `Get-Service`.
pub(super) fn services(lines: &[&str], found: &mut Found) {
    let mut service: Option<String> = None;
    for (index, written) in lines.iter().enumerate() {
        if let Some(name) = written.trim_start().strip_prefix("SERVICE_NAME:") {
            service = Some(name.trim().to_owned()).filter(|name| is_service(name));
            continue;
        }
        if let Some((name, state)) = of_table(written) {
            found.shapes.insert(Shape::Services);
            found.fact(FactKind::Service, name, state, line(index));
        }
        let Some((name, (key, value))) = service.as_ref().zip(pair(written)) else { continue };
        let mut words = value.split_whitespace();
        let (number, word) = (words.next().and_then(|n| n.parse::<u32>().ok()), words.next());
        let of = |table: &[(&str, &'static str)]| {
            table.iter().find(|(token, _)| Some(*token) == word).map(|(_, meaning)| *meaning)
        };
        let (suffix, value) = match (number, of(STATES), of(STARTS)) {
            (Some(1..=7), Some(state), _) => ("", state.to_owned()),
            (Some(0..=4), _, Some(start)) => (" start", start.to_owned()),
            (Some(code), None, None) if key == "WIN32_EXIT_CODE" => (" exit-code", code.to_string()),
            (Some(process), None, None) if key == "PID" => (" process", process.to_string()),
            _ => continue,
        };
        found.shapes.insert(Shape::Services);
        found.fact(FactKind::Service, format!("{name}{suffix}"), value, line(index));
    }
}

fn is_service(name: &str) -> bool {
    !name.is_empty() && name.len() <= 256 && name.chars().all(|c| c.is_ascii_graphic())
}

/// A row of `Get-Service`: `Running  TermService  Remote Desktop Services`.
fn of_table(written: &str) -> Option<(&str, &'static str)> {
    let (state, rest) = written.split_once("  ").or_else(|| written.split_once(' '))?;
    let state = match state {
        "Running" => "running",
        "Stopped" => "stopped",
        _ => return None,
    };
    let name = rest.split_whitespace().next()?;
    let known = ["TermService", "UmRdpService", "SessionEnv", "Audiosrv", "Spooler", "TSGateway", "SCardSvr"];
    known.into_iter().find(|known| known.eq_ignore_ascii_case(name)).map(|name| (name, state))
}

/// The number of the session of a listener: what is below it is a session of somebody (`qwinsta`).
const LISTENER: u32 = 65_536;

/// Reads `qwinsta`: session, user, number, state.
pub(super) fn sessions(lines: &[&str], found: &mut Found) {
    let rows: Vec<(usize, &str, u32)> = lines
        .iter()
        .enumerate()
        .filter_map(|(index, line)| session(line).map(|(n, id)| (index, n, id)))
        .collect();
    let services = rows.iter().any(|(_, name, id)| *name == "services" && *id == 0);
    if !services {
        return;
    }
    found.shapes.insert(Shape::Sessions);
    found.whole_lists.insert(FactKind::Listener);
    let listener = rows.iter().find(|(_, name, id)| name.starts_with("rdp-") && *id >= LISTENER);
    if let Some((index, ..)) = listener {
        found.fact(FactKind::Listener, "rdp-tcp", "listening", line(*index));
    }
}

/// Name and number of a row.
fn session(written: &str) -> Option<(&str, u32)> {
    let row = written.trim_start_matches(['>', ' ']);
    let name = row.split_whitespace().next()?;
    let id = row.split_whitespace().skip(1).take(2).find_map(|word| word.parse().ok())?;
    Some((name, id))
}

/// Reads `netstat -ano`. What listens has no port at its other end, whatever the state is called.
pub(super) fn ports(lines: &[&str], found: &mut Found) {
    let mut listening = 0;
    for (index, written) in lines.iter().enumerate() {
        let words: Vec<&str> = written.split_whitespace().collect();
        let ["TCP", local, foreign, ..] = words.as_slice() else { continue };
        let (Some(port), Some(other)) = (port(local), port_word(foreign)) else { continue };
        found.shapes.insert(Shape::Ports);
        if other != "0" {
            continue;
        }
        listening += 1;
        found.fact(FactKind::Port, port.to_string(), "listening", line(index));
        if let Some(process) = words.last().and_then(|word| word.parse::<u32>().ok()) {
            found.fact(FactKind::Port, format!("{port} process"), process.to_string(), line(index));
        }
    }
    // A list that was searched for one port shows a line or two.
    if listening >= 4 {
        found.whole_lists.insert(FactKind::Port);
    }
}

fn port_word(end: &str) -> Option<&str> {
    end.rsplit_once(':').map(|(_, port)| port)
}

fn port(end: &str) -> Option<u16> {
    port_word(end)?.parse().ok()
}

/// Reads `tasklist /svc`: the services of a process.
pub(super) fn tasks(lines: &[&str], found: &mut Found) {
    for (index, written) in lines.iter().enumerate() {
        let mut words = written.split_whitespace();
        let program = words.next().filter(|word| word.to_lowercase().ends_with(".exe"));
        let process = words.next().and_then(|word| word.parse::<u32>().ok());
        let (Some(program), Some(process)) = (program, process) else { continue };
        let services: Vec<&str> = words.map(|word| word.trim_end_matches(',')).collect();
        found.shapes.insert(Shape::Tasks);
        let value = if services.is_empty() { program.to_owned() } else { services.join(", ") };
        found.fact(FactKind::Port, format!("process {process}"), value, line(index));
    }
}

/// The label of integrity that stands in every full list of groups.
const INTEGRITY: &str = "S-1-16-";

/// Reads `whoami /groups` and `whoami /all`.
pub(super) fn groups(lines: &[&str], found: &mut Found) {
    let sid = |line: &str| line.split_whitespace().find(|word| word.starts_with("S-1-")).map(str::to_owned);
    let all: Vec<(usize, String)> =
        lines.iter().enumerate().filter_map(|(index, line)| Some((index, sid(line)?))).collect();
    if !all.iter().any(|(_, sid)| sid.starts_with(INTEGRITY)) {
        return;
    }
    found.shapes.insert(Shape::Groups);
    found.whole_lists.insert(FactKind::Group);
    for (index, sid) in all {
        found.fact(FactKind::Group, sid, "member", line(index));
    }
}

/// Reads `cmdkey /list`: the computers for which a password is saved.
pub(super) fn saved(lines: &[&str], found: &mut Found) {
    for (index, written) in lines.iter().enumerate() {
        let Some((_, target)) = written.split_once("target=") else { continue };
        found.shapes.insert(Shape::Saved);
        found.whole_lists.insert(FactKind::Saved);
        let upper = target.trim().to_uppercase();
        if let Some(at) = upper.find("TERMSRV/") {
            found.fact(FactKind::Saved, "termsrv", &target.trim()[at + "TERMSRV/".len()..], line(index));
            found.naming(Kind::Host);
        }
    }
}
