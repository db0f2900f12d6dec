//! Pieces that several pages share: a fix, a step, a ranking.

use crate::knowledge::words::Reboot;
use crate::knowledge::words::Side;
use crate::report::cases::CasesCard;
use crate::report::header::{Likelihood, rounded, tenths};
use crate::report::page::{Item, Page, Rank, Shell, Tone};
use crate::report::units::{ChangeCard, FixCard, LinesCard, StepCard, sides};
use crate::session::Session;

/// The shells whose lines a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shells {
    /// PowerShell where a step has it, else the command prompt: for a person at a desk.
    One,
    /// Both.
    Both,
}

/// `about 10 minutes, on the host, administrator, restarts a service`
pub fn conditions(fix: &FixCard) -> String {
    let mut parts = vec![
        format!("about {}", minutes(fix.minutes)),
        format!("on the {}", sides(&fix.sides).replace(", ", " and the ")),
    ];
    parts.extend(
        fix.needs.contains(&crate::knowledge::words::Need::Admin).then(|| "administrator".to_owned()),
    );
    parts.extend(match fix.reboot {
        Reboot::None => None,
        Reboot::Service => Some("restarts a service".to_owned()),
        Reboot::Client => Some("restarts the client".to_owned()),
        Reboot::Host => Some("restarts the host".to_owned()),
    });
    parts.extend(
        fix.needs.contains(&crate::knowledge::words::Need::Downtime).then(|| "others are cut off".to_owned()),
    );
    parts.join(", ")
}

/// Minutes in words: `half a minute`, `1 minute`, `12 minutes`.
pub fn minutes(minutes: f64) -> String {
    match minutes {
        m if m < 0.75 => "half a minute".to_owned(),
        m if m < 1.5 => "1 minute".to_owned(),
        m => format!("{m:.0} minutes"),
    }
}

/// A text that begins with a capital.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().collect::<String>() + chars.as_str()).unwrap_or_default()
}

/// Since when a dated regression shows itself, with what, and what ends it:
/// `2026-01-13 to 2026-01-17, with KB5074109; fixed by KB5077744`
pub fn since(valid: &crate::report::units::ValidityCard) -> String {
    let until = valid.until.as_ref().map(|day| format!(" to {day}")).unwrap_or_default();
    let listed = |before: &str, list: &[String]| {
        if list.is_empty() { String::new() } else { format!("{before}{}", list.join(", ")) }
    };
    let builds = listed(", with ", &valid.builds);
    format!("{}{until}{builds}{}", valid.from, listed("; fixed by ", &valid.fixed_by))
}

/// A fix from its warning to the way back. The title is the caller's.
pub fn fix(fix: &FixCard, shells: Shells, page: &mut Page) {
    if let Some(warning) = &fix.warning {
        page.toned_field("WARNING", warning, Tone::Bad);
    }
    if fix.weakens() {
        // The way back and what must follow come before the change.
        lines(fix, shells, &[Line::Keep], page);
        way_back(fix, shells, page);
        to_do(fix, shells, &[Line::Change, Line::Check], page);
    } else {
        to_do(fix, shells, &[Line::Keep, Line::Change, Line::Check], page);
        way_back(fix, shells, page);
    }
    page.field("Verify", &fix.verify);
}

/// What is done now: a fix without its undo.
pub fn to_do_now(fix: &FixCard, shells: Shells, page: &mut Page) {
    if let Some(warning) = &fix.warning {
        page.toned_field("WARNING", warning, Tone::Bad);
    }
    to_do(fix, shells, &[Line::Keep, Line::Change, Line::Check], page);
    page.field("Verify", &fix.verify);
}

fn to_do(fix: &FixCard, shells: Shells, purposes: &[Line], page: &mut Page) {
    page.steps(2, fix.steps.iter().map(|s| step(s, shells)));
    for change in fix.changes.iter().filter(|change| change.described) {
        page.field("Change", &change.what);
    }
    lines(fix, shells, purposes, page);
    for gui in fix.changes.iter().filter_map(|change| change.gui.as_ref()) {
        page.field("Change", gui);
    }
}

/// Which of the two ways back it is: deleting a value that was set before would be a change of its own.
const OLD_OR_NONE: &str = "If Keep showed a value, put it back: OLD is that value, with the type it showed. If it \
    showed none, delete the value.";

/// How to undo a fix, and what has to follow it.
pub fn way_back(fix: &FixCard, shells: Shells, page: &mut Page) {
    let either = |change: &ChangeCard| !change.cmd.undo.is_empty() && !change.cmd.undo_to_old.is_empty();
    if fix.changes.iter().any(either) {
        page.field("Undo", OLD_OR_NONE);
    }
    lines(fix, shells, &[Line::PutBack, Line::Undo], page);
    let mut seen = std::collections::BTreeSet::new();
    for undo in fix.changes.iter().filter_map(|change| change.undo.as_ref()).chain(&fix.undo) {
        if seen.insert(undo) {
            page.field("Undo", undo);
        }
    }
    if fix.undo.is_none() && fix.changes.is_empty() {
        page.field("Undo", "Nothing to undo.");
    }
    for then in &fix.then {
        page.field("Then", format!("{} (rdpfix explain {})", then.title, then.id));
    }
}

/// How to see whether a change is still there: what shows it now, or else how the fix itself is verified.
pub fn still_there(fix: &FixCard, shells: Shells, page: &mut Page) {
    if fix.changes.iter().all(|change| change.cmd.verify.is_empty()) {
        page.field("Verify", &fix.verify);
    } else {
        lines(fix, shells, &[Line::Check], page);
    }
}

/// A step with its lines.
pub fn step(step: &StepCard, shells: Shells) -> Item {
    let mut inner = Page::new();
    if let Some(gui) = &step.gui {
        inner.text(0, gui);
    }
    let has_powershell = !step.powershell.is_empty();
    if has_powershell {
        command(&mut inner, Shell::PowerShell, &step.powershell);
    }
    if !step.cmd.is_empty() && (shells == Shells::Both || !has_powershell) && step.cmd != step.powershell {
        command(&mut inner, Shell::Cmd, &step.cmd);
    }
    if !step.sh.is_empty() {
        command(&mut inner, Shell::Sh, &step.sh);
    }
    Item::new(&step.text).with(&mut inner)
}

fn command(page: &mut Page, shell: Shell, lines: &[String]) {
    use crate::report::page::Block;
    page.push(Block::Command { indent: 0, label: None, shell, lines: lines.to_vec(), prompt: true });
}

/// What the generated lines of a change are for.
#[derive(Clone, Copy)]
enum Line {
    Keep,
    Change,
    Check,
    Undo,
    PutBack,
}

impl Line {
    /// The label of a card, short enough for its column.
    const fn label(self) -> &'static str {
        match self {
            Self::Keep => "Keep",
            Self::Change => "Change",
            Self::Check => "Check",
            Self::Undo => "Undo",
            Self::PutBack => "Put back",
        }
    }

    const fn of(self, lines: &LinesCard) -> &Vec<String> {
        match self {
            Self::Keep => &lines.keep,
            Self::Change => &lines.change,
            Self::Check => &lines.verify,
            Self::Undo => &lines.undo,
            Self::PutBack => &lines.undo_to_old,
        }
    }
}

/// The generated lines of all changes of a fix: those of one purpose and one shell stand together, to be
/// copied at once.
fn lines(fix: &FixCard, shells: Shells, purposes: &[Line], page: &mut Page) {
    // cmd lines work in both shells, so that one person needs to read one form only.
    let shown: &[Shell] = match shells {
        Shells::One => &[Shell::Cmd],
        Shells::Both => &[Shell::Cmd, Shell::PowerShell],
    };
    for (shell, purpose) in
        shown.iter().flat_map(|shell| purposes.iter().map(move |purpose| (*shell, purpose)))
    {
        let all = all_lines(fix, shell, *purpose);
        let said_already = shell == Shell::PowerShell && all == all_lines(fix, Shell::Cmd, *purpose);
        if !all.is_empty() && !said_already {
            page.labelled_command(purpose.label(), shell, all);
        }
    }
}

/// The lines of one purpose for one shell; two values of one key ask for the same key once.
fn all_lines(fix: &FixCard, shell: Shell, purpose: Line) -> Vec<String> {
    let of_shell = |change: &ChangeCard| {
        purpose.of(if shell == Shell::Cmd { &change.cmd } else { &change.powershell }).clone()
    };
    let mut all: Vec<String> = Vec::new();
    for line in fix.changes.iter().flat_map(of_shell) {
        if !all.contains(&line) {
            all.push(line);
        }
    }
    all
}

/// The likeliest causes as a ranking, at most so many.
pub fn ranking(session: &Session, most: usize, numbers: bool) -> Vec<Rank> {
    let rank = |(index, probability): (usize, f64)| {
        let cause = session.cause(index);
        Rank {
            tenths: tenths(probability),
            likelihood: Likelihood::of(probability).word().to_owned(),
            title: cause.map_or_else(|| UNLISTED_TITLE.to_owned(), |cause| cause.title.clone()),
            note: cause.map_or_else(String::new, |cause| {
                let cases = CasesCard::new(session.knowledge, &session.problem.id, &cause.id);
                rank_note(cause.side.as_slice(), cases.as_ref())
            }),
            number: numbers.then(|| rounded(probability)),
            why: Vec::new(),
        }
    };
    session.ranking().into_iter().take(most).map(rank).collect()
}

/// What stands beside a cause of a ranking: where it sits, and in how many public cases it was this.
pub fn rank_note(side: &[Side], cases: Option<&CasesCard>) -> String {
    let seen = cases.and_then(CasesCard::words).map(|words| format!(", {words}"));
    sides(side) + &seen.unwrap_or_default()
}

/// What stands for the causes nobody listed.
pub const UNLISTED_TITLE: &str = "something that is not in this list";

/// The command that prints the script which goes with the paragraph.
pub(super) fn send_along(script: Option<&str>, page: &mut Page) {
    if let Some(script) = script {
        page.text(2, "This prints the script to send along:");
        page.command(2, Shell::Cmd, [script]);
    }
}
