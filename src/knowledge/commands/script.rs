//! The way back of several changes as one script.

use super::back::{verify_back, way_back};
use super::before::Before;
use super::words::stands_for_itself;
use super::{Shell, comment};
use crate::knowledge::format::{Change, ServiceState};

/// A script that puts back what changes found, and then shows each value with what it has to be. The
/// changes come in the order in which they were made; what was changed last goes back first. Where two of
/// them are about the same thing, the first tells what there was, and only that is put back.
///
/// A line that fails stops none of the others. The script is plain ASCII, may be pasted or run as a file,
/// and ends with a line break. Where nobody noted what there was, the lines are comments.
pub fn undo_script(items: &[(&Change, &Before)], shell: Shell) -> String {
    let first = |at: usize| !items[..at].iter().any(|(earlier, _)| same_thing(earlier, items[at].0));
    let own: Vec<_> =
        (0..items.len()).rev().filter(|at| first(*at)).map(|at| (now(items, at), items[at].1)).collect();
    let mut script = match shell {
        Shell::Cmd => vec!["@echo on".to_owned()],
        Shell::PowerShell => vec!["$ErrorActionPreference = 'Continue'".to_owned()],
    };
    let say = |text: &str| comment_line(text, shell);
    script.push(say("Puts back what was there before. Run it as an administrator."));
    for (change, before) in &own {
        let back = way_back(change, before, shell);
        if !back.is_empty() {
            script.push(say(&thing(change)));
            script.extend(back);
        }
    }
    for check in own.iter().flat_map(|(change, before)| verify_back(change, before, shell)) {
        script.push(say(&format!("The next line shows: {}", check.expect)));
        script.push(check.line);
    }
    script.join("\n") + "\n"
}

/// The change whose state a thing is in now. What is put back of a service is the difference to the last change of it;
/// a value is written whatever it is now.
fn now<'c>(items: &[(&'c Change, &Before)], at: usize) -> &'c Change {
    let own = items[at].0;
    let later = items[at..].iter().rev().map(|(change, _)| *change);
    match own {
        Change::Service { .. } => later.into_iter().find(|later| same_thing(later, own)).unwrap_or(own),
        _ => own,
    }
}

/// Whether two changes are about the same value, service or rule.
fn same_thing(one: &Change, other: &Change) -> bool {
    one == other || thing(one).eq_ignore_ascii_case(&thing(other)) && !matches!(one, Change::Text { .. })
}

/// What a change is about.
fn thing(change: &Change) -> String {
    match change {
        Change::Registry { key, name, .. } => format!("Registry value {name} under {key}."),
        Change::Service { name, state: ServiceState::Restarted } => format!("Restart of service {name}."),
        Change::Service { name, .. } => format!("Service {name}."),
        Change::Firewall { rule, .. } => format!("Firewall rule {rule}."),
        Change::Text { what, .. } => what.clone(),
    }
}

/// A sentence as a comment of a script, with nothing in it that a shell would act upon.
pub fn comment_line(text: &str, shell: Shell) -> String {
    comment(&harmless(text), shell)
}

/// A text as a comment may hold it: even behind `rem` some characters mean something to cmd.exe.
fn harmless(text: &str) -> String {
    let shown = |c| match c {
        '"' => '\'',
        c if stands_for_itself(c) && !"&|<>^".contains(c) => c,
        _ => '?',
    };
    text.chars().map(shown).collect()
}
