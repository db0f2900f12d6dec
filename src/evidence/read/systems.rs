//! What a computer says of itself: its build, its updates, what it is joined to.

use super::{line, pair};
use crate::evidence::fact::{Found, Shape};
use crate::knowledge::clues::FactKind;

/// Reads `dsregcmd /status`. Its names are not translated.
pub(super) fn join(lines: &[&str], found: &mut Found) {
    if !lines.iter().any(|line| pair(line).is_some_and(|(key, _)| key == "AzureAdJoined")) {
        return;
    }
    found.shapes.insert(Shape::Join);
    for (index, written) in lines.iter().enumerate() {
        let value = match pair(written) {
            Some((key, "YES")) => Some((key, "yes")),
            Some((key, "NO")) => Some((key, "no")),
            _ => None,
        };
        let name = value.filter(|(key, _)| key.chars().all(|c| c.is_ascii_alphanumeric()));
        if let Some((key, value)) = name {
            found.fact(FactKind::Join, key.to_lowercase(), value, line(index));
        }
    }
}

/// Reads builds and updates: `systeminfo`, `ver`, `wmic qfe`, `Get-HotFix`.
pub(super) fn windows(lines: &[&str], found: &mut Found) {
    let mut listed = false;
    for (index, written) in lines.iter().enumerate() {
        if let Some((build, revision)) = version(written) {
            found.shapes.insert(Shape::Windows);
            found.fact(FactKind::Windows, "build", build.to_string(), line(index));
            if let Some(revision) = revision {
                found.fact(FactKind::Windows, "revision", revision.to_string(), line(index));
            }
        }
        listed |= written.contains("HotFixID") || written.trim_start().starts_with("[01]: KB");
        if let Some(update) = listed.then(|| update(written)).flatten() {
            found.shapes.insert(Shape::Windows);
            found.fact(FactKind::Windows, update, "installed", line(index));
        }
    }
}

/// The build and what stands behind it: of `Microsoft Windows [Version 10.0.19045.3803]`, and of the line of
/// `systeminfo` that holds `10.0.19045` and `Build 19045`.
fn version(written: &str) -> Option<(u32, Option<u32>)> {
    let ver = written.trim_start().starts_with("Microsoft Windows [");
    let numbers: Vec<&str> = written
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()) && word.matches('.').count() >= 2)
        .collect();
    let [number] = numbers.as_slice() else { return None };
    let mut parts = number.split('.').skip(2);
    let build: u32 = parts.next()?.parse().ok()?;
    let revision = parts.next().and_then(|part| part.parse().ok());
    let told_twice = written.contains(&format!("Build {build}"));
    (ver || told_twice).then_some((build, revision))
}

/// The update that a text names, in lower case: `kb4338819`.
pub(super) fn update(text: &str) -> Option<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let mut updates = words.filter(|word| {
        let digits = word.strip_prefix("KB").or_else(|| word.strip_prefix("kb"));
        digits.is_some_and(|digits| {
            (6..=8).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
        })
    });
    updates.next().map(str::to_lowercase)
}
