//! What commands say about the network, the clock and the domain.

use super::{line, pair};
use crate::evidence::fact::{Found, Shape};
use crate::knowledge::clues::FactKind;

/// Reads `Test-NetConnection`. Its names are those of properties, which are not translated.
pub(super) fn reach(lines: &[&str], found: &mut Found) {
    let mut port = None;
    for (index, written) in lines.iter().enumerate() {
        let Some((key, value)) = pair(written) else { continue };
        if key == "RemotePort" {
            port = value.parse::<u16>().ok();
        }
        let name = match key {
            "TcpTestSucceeded" if port == Some(443) => "tcp-443",
            "TcpTestSucceeded" => "tcp",
            "PingSucceeded" => "ping",
            "NameResolutionSucceeded" => "name",
            _ => continue,
        };
        let value = match value {
            "True" => "yes",
            "False" => "no",
            _ => continue,
        };
        found.shapes.insert(Shape::Reach);
        found.fact(FactKind::Reach, name, value, line(index));
    }
}

/// Reads `w32tm /stripchart` and `w32tm /query /status`.
pub(super) fn clock(lines: &[&str], found: &mut Found) {
    let last = lines.iter().enumerate().filter_map(|(index, line)| Some((index, offset(line)?))).next_back();
    if let Some((index, seconds)) = last {
        found.shapes.insert(Shape::Clock);
        found.fact(FactKind::Clock, "offset", format!("{}", seconds.abs()), line(index));
    }
    for (index, written) in lines.iter().enumerate() {
        if written.contains("Local CMOS Clock") || written.contains("0x4C4F434C") {
            found.shapes.insert(Shape::Clock);
            found.fact(FactKind::Clock, "source", "cmos", line(index));
        }
    }
}

/// The offset of a line of a strip chart: `10:11:12, +00.0012345s`, or the same with `o:` before it.
fn offset(written: &str) -> Option<f64> {
    let clock = written.split([',', ' ']).next()?;
    let timed = clock.len() == 8 && clock.bytes().filter(|byte| *byte == b':').count() == 2;
    let words = written.split_whitespace().map(|word| word.trim_start_matches("o:"));
    let mut numbers = words.filter_map(|word| {
        let number = word.strip_suffix('s').filter(|number| number.starts_with(['+', '-']))?;
        number.replace(',', ".").parse::<f64>().ok().filter(|seconds| seconds.is_finite())
    });
    numbers.next_back().filter(|_| timed)
}

/// Reads `nltest /sc_query` and `nltest /dsgetdc`: a Win32 error stands twice, in decimal and in hex.
pub(super) fn domain(lines: &[&str], found: &mut Found) {
    /// What `nltest /dsgetdc` ends with where no domain controller answers (`winerror.h`).
    const NO_DOMAIN: u32 = 1355;
    for (index, written) in lines.iter().enumerate() {
        if let Some(code) = status(written) {
            found.shapes.insert(Shape::Domain);
            let name = if code == NO_DOMAIN { "controller" } else { "secure-channel" };
            found.fact(FactKind::Domain, name, code.to_string(), line(index));
        }
        let key = written.trim_start();
        if key.starts_with("DC: \\\\") && written.starts_with(' ') {
            found.shapes.insert(Shape::Domain);
            found.fact(FactKind::Domain, "controller", "0", line(index));
        }
    }
}

/// The error of `... = 1311 0x51f ERROR_NO_LOGON_SERVERS`.
fn status(written: &str) -> Option<u32> {
    let mut words = written.rsplit_once("= ")?.1.split_whitespace();
    let code = words.next()?.parse().ok()?;
    let hex = u32::from_str_radix(words.next()?.strip_prefix("0x")?, 16).ok()?;
    let named = words.next()?.chars().all(|c| c.is_ascii_uppercase() || c == '_' || c.is_ascii_digit());
    (hex == code || code == 0).then_some(code).filter(|_| named || code == 0)
}

/// Reads `klist`: whether it holds a ticket for Remote Desktop.
pub(super) fn tickets(lines: &[&str], found: &mut Found) {
    let listed = lines.iter().any(|line| line.trim_start().starts_with("#0>"));
    let krbtgt = lines.iter().any(|line| line.contains("krbtgt/"));
    if !listed || !krbtgt {
        return;
    }
    found.shapes.insert(Shape::Tickets);
    found.whole_lists.insert(FactKind::Kerberos);
    let ticket = lines.iter().position(|line| line.contains("TERMSRV/"));
    if let Some(index) = ticket {
        found.fact(FactKind::Kerberos, "termsrv", "ticket", line(index));
    }
}

/// Reads `ipconfig /all`: whose computer it is. Its labels are translated, its first value is the name.
pub(super) fn adapters(lines: &[&str], found: &mut Found) {
    let head = lines.iter().position(|line| {
        line.starts_with("Windows IP Configuration")
            || line.starts_with("Windows-IP-Konfiguration")
            || line.starts_with("Configuration IP de Windows")
    });
    let Some(head) = head else { return };
    found.shapes.insert(Shape::Adapters);
    let name = lines[head + 1..].iter().find(|line| line.contains(". .")).and_then(|line| pair(line));
    if let Some((_, name)) = name.filter(|(_, name)| !name.is_empty() && !name.contains(char::is_whitespace))
    {
        found.machine = Some(name.to_owned());
    }
}
