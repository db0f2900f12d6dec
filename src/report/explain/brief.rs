//! A problem on one screen: what it means, what it may be, what to try first, what to leave alone.

use crate::report::explain::document::{CauseWhole, ProblemWhole};
use crate::report::page::{Item, Page, Shell, Tone};
use crate::report::parts;

/// Causes that are named.
const CAUSES: usize = 4;

/// Fixes that are named.
const FIXES: usize = 3;

/// Refused advice that is named.
const REFUSED: usize = 1;

/// The short page of a problem; the lines at its end lead on.
pub(super) fn page(problem: &ProblemWhole, page: &mut Page) {
    page.title(format!("{} ({})", problem.title, problem.id), Some(problem.meaning.grade.word().to_owned()));
    page.text(2, &problem.meaning.text);
    problem.valid.iter().for_each(|valid| {
        page.field("Since", parts::since(valid));
    });
    // The dates of a regression take lines of their own.
    let (causes, fixes) = if problem.valid.is_some() { (CAUSES - 2, FIXES - 1) } else { (CAUSES, FIXES) };
    page.heading("Causes (estimates)");
    page.list(2, problem.causes.iter().take(causes).map(cause));
    more(problem.causes.len(), causes, page);
    page.heading("Try first");
    let safe = problem.fixes.iter().filter(|fix| !fix.weakens());
    page.steps(2, safe.take(fixes).map(|fix| Item::new(format!("{} ({})", fix.title, fix.id))));
    if !problem.refused.is_empty() {
        page.heading("Leave alone");
        page.list(2, problem.refused.iter().take(REFUSED).map(|refused| Item::new(&refused.title)));
        more(problem.refused.len(), REFUSED, page);
    }
    page.labelled_command("Ask me", Shell::Cmd, [format!("rdpfix diagnose --problem {}", problem.id)]);
    page.labelled_command("All", Shell::Cmd, [format!("rdpfix explain {} --full", problem.id)]);
}

fn cause(cause: &CauseWhole) -> Item {
    let likelihood = cause.likelihood.map(|likelihood| format!("{}: ", likelihood.word()));
    Item::new(format!("{}{}", likelihood.unwrap_or_default(), cause.title))
}

/// That some are left out.
fn more(all: usize, shown: usize, page: &mut Page) {
    if all > shown {
        page.toned_text(4, format!("and {} more", all - shown), Tone::Quiet);
    }
}
