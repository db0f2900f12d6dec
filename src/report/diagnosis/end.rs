//! The end of an interview on one screen: what it was, what fixed it, what remains, and the line for the ticket.

use crate::report::diagnosis::document::{DiagnosisReport, NextCard};
use crate::report::page::{Page, Shell, Tone};
use crate::report::parts;
use crate::session::{Outcome, WitnessKind};

/// Things left to do on the other side that are named.
const OTHER_SIDE: usize = 3;

impl DiagnosisReport {
    /// The page. `took` is the time from the first prompt to the last, in minutes; `ticket` is the command line that
    /// writes the ticket.
    pub fn end_page(&self, took: Option<u64>, ticket: &str) -> Page {
        let mut page = Page::new();
        self.how_it_ended(&mut page);
        self.what_it_was(&mut page);
        self.what_fixed_it(&mut page);
        self.what_remains(&mut page);
        page.field("Took", self.took(took));
        page.labelled_command("Ticket", Shell::Cmd, [ticket]);
        page
    }

    fn how_it_ended(&self, page: &mut Page) {
        page.blank();
        match &self.next {
            NextCard::Connected { temporary } if temporary.is_empty() => {
                page.toned_heading("It connects.", Tone::Good);
            }
            NextCard::Connected { .. } => {
                page.toned_heading("It connects, but security is still weakened.", Tone::Bad);
            }
            NextCard::HandOver { to, .. } => {
                page.toned_heading(format!("Handed over to {to}."), Tone::Strong);
            }
            NextCard::Ask { ask, .. } => {
                page.toned_heading(format!("Still open: {ask}"), Tone::Strong);
            }
            NextCard::Fix { fix, .. } => {
                let title = self.plan.iter().find(|card| card.id == *fix).map_or(fix, |card| &card.title);
                page.toned_heading(format!("Still open: {title}"), Tone::Strong);
            }
        }
    }

    fn what_it_was(&self, page: &mut Page) {
        let label = self.label.as_ref().map(|label| format!("{label}: ")).unwrap_or_default();
        if let Some(title) = &self.title {
            page.field("Problem", format!("{label}{title}"));
        }
        if let Some(first) = self.ranking.first() {
            let place = match first.sides.as_slice() {
                [] => String::new(),
                sides => {
                    format!(", on the {}", crate::report::units::sides(sides).replace(", ", " and the "))
                }
            };
            page.field("Cause", format!("{} ({}{place})", first.title, first.likelihood.word()));
        }
    }

    fn what_fixed_it(&self, page: &mut Page) {
        for tried in self.tried.iter().filter(|tried| tried.outcome == Outcome::Worked) {
            page.field("Fixed by", &tried.title);
        }
        let failed = |outcome: Outcome| self.tried.iter().filter(|tried| tried.outcome == outcome).count();
        let without = failed(Outcome::Failed) + failed(Outcome::Changed);
        if without > 0 {
            page.field("Tried", format!("{without} without success (they are in the ticket)"));
        }
    }

    /// What weakens security and is still there, and what is left to do on the other side.
    fn what_remains(&self, page: &mut Page) {
        for fix in &self.temporary {
            page.toned_field("STILL IN PLACE", &fix.title, Tone::Bad);
        }
        if !(self.temporary.is_empty() && self.pending.is_empty()) {
            page.labelled_command("Undo", Shell::Cmd, ["rdpfix pending"]);
        }
        if matches!(self.next, NextCard::Connected { .. }) {
            return;
        }
        for left in self.other_side.iter().take(OTHER_SIDE) {
            page.field("Left there", &left.title);
        }
    }

    fn took(&self, minutes: Option<u64>) -> String {
        let count = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
        let asked = self.answers.iter().filter(|answer| answer.witness == WitnessKind::Person).count();
        let told = [count(asked, "question"), count(self.tried.len(), "step")];
        #[expect(clippy::cast_precision_loss, reason = "a talk takes minutes")]
        let time = minutes.map(|minutes| parts::minutes(minutes as f64));
        time.into_iter().chain(told).collect::<Vec<_>>().join(", ")
    }
}
