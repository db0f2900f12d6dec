//! The page of what is still in place, and the script that leads back.

use crate::knowledge::commands;
use crate::report::page::{Page, Shell, ToPage, Tone};
use crate::report::pending::document::{BackCard, CheckCard, PendingCard, PendingReport, was};
use crate::session::ledger::Entry;
use crate::text::shell_word_or;
use crate::time::{self, for_people};

impl ToPage for PendingReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        if !self.whole {
            page.title(count(&self.entries), None);
        }
        for card in &self.entries {
            if !self.whole {
                page.blank();
            }
            head(card, &mut page);
            if self.whole {
                way_back(card, &mut page);
            } else {
                page.field("Undo", format!("rdpfix pending undo {}", shell_word_or(&card.id, "ID")));
            }
            repairs(card, &mut page);
        }
        for line in &self.damaged {
            let text = format!("Line {line} of the ledger is damaged: what stood there is not listed.");
            page.blank().toned_text(0, text, Tone::Bad);
        }
        page
    }
}

fn count(entries: &[PendingCard]) -> String {
    let overdue = match entries.iter().filter(|card| card.overdue).count() {
        0 => String::new(),
        1 => "; 1 is overdue".to_owned(),
        overdue => format!("; {overdue} are overdue"),
    };
    match entries.len() {
        0 => "No temporary change is open.".to_owned(),
        1 => format!("1 temporary change that weakens security is still in place{overdue}."),
        open => format!("{open} temporary changes that weaken security are still in place{overdue}."),
    }
}

fn head(card: &PendingCard, page: &mut Page) {
    let overdue = if card.overdue { "OVERDUE: " } else { "" };
    page.heading(format!("{overdue}{}", card.title));
    page.field("On", card.machine.reveal());
    let problem = card.problem.as_ref().map(|problem| format!(", for {problem}")).unwrap_or_default();
    page.field("Since", format!("{}{problem}", for_people(&card.at)));
    page.toned_field("Due", for_people(&card.expires), if card.overdue { Tone::Bad } else { Tone::Plain });
}

fn way_back(card: &PendingCard, page: &mut Page) {
    for change in &card.changes {
        page.field("Changed", format!("{} Before, it {}.", change.what, was(&change.before)));
        for (shell, back) in [(Shell::Cmd, &change.cmd), (Shell::PowerShell, &change.powershell)] {
            if !back.undo.is_empty() {
                page.labelled_command("Undo", shell, &back.undo);
            }
        }
        checks(&change.cmd, &change.powershell, page);
        change.undo.iter().for_each(|undo| {
            page.field("Undo", undo);
        });
    }
    card.undo.iter().for_each(|undo| {
        page.field("Undo", undo);
    });
}

/// The lines that show whether it is undone: once, where both shells take the same one.
fn checks(cmd: &BackCard, powershell: &BackCard, page: &mut Page) {
    let mut check = |shell: Shell, check: &CheckCard| {
        page.labelled_command("Check", shell, [&check.line]);
        page.field("Shows", &check.expect);
    };
    cmd.checks.iter().for_each(|own| check(Shell::Cmd, own));
    let other = powershell.checks.iter().filter(|own| !cmd.checks.contains(own));
    other.for_each(|own| check(Shell::PowerShell, own));
}

fn repairs(card: &PendingCard, page: &mut Page) {
    for then in &card.then {
        let title = if then.title.is_empty() { &then.id } else { &then.title };
        let id = shell_word_or(&then.id, "ID");
        page.field("Repair", format!("{title} (rdpfix explain {id})"));
    }
}

/// The way back of every entry as one script for one computer. Every sentence is a comment.
///
/// What was changed last goes back first (what says no time, last of all), and of two changes of one value the older note decides: both are the rule
/// of [`commands::undo_script`], whose lines these are.
pub fn undo_script(entries: &[Entry], shell: Shell) -> String {
    let shell = if shell == Shell::Cmd { commands::Shell::Cmd } else { commands::Shell::PowerShell };
    let comment = |text: &str| commands::comment_line(text, shell);
    let mut in_order: Vec<&Entry> = entries.iter().collect();
    in_order.sort_by_key(|entry| time::unix(&entry.at));
    let mut lines = Vec::new();
    for entry in &in_order {
        lines.push(comment(&format!("{} ({}), since {}.", entry.title, entry.id, for_people(&entry.at))));
        lines.extend(entry.undo.iter().map(|undo| comment(undo)));
    }
    lines.push(comment("Then tell rdpfix: rdpfix pending undo ID --verified"));
    let changes = in_order.iter().flat_map(|entry| &entry.changes);
    let items: Vec<_> = changes.map(|changed| (&changed.change, &changed.before)).collect();
    lines.join("\n") + "\n" + &commands::undo_script(&items, shell)
}
