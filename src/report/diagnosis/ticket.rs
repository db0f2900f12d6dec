//! The diagnosis as a ticket: the page, and what whoever reads it elsewhere and later will ask about.

use crate::knowledge::words::Side;
use crate::report::diagnosis::document::{DiagnosisReport, NextCard, SHOWN_FIXES};
use crate::report::page::{Item, Page, Rank, Shell, Tone};
use crate::report::parts::{self, Shells};
use crate::report::units::{StepCard, sides};

impl DiagnosisReport {
    /// The ticket: problem and next step first, then whatever the other side has to do, then what it rests on.
    pub(super) fn ticket_page(&self) -> Page {
        let mut page = Page::new();
        self.headline(&mut page);
        self.whose_side(&mut page);
        self.names_read(&mut page);
        match &self.next {
            NextCard::Ask { ask, how, why, .. } => self.question(ask, how, why, &mut page),
            _ => self.next_step(&mut page),
        }
        self.still_weakened(true, &mut page);
        self.of_other_sessions(&mut page);
        self.other_side(&mut page);
        self.likely(Self::rank_with_reasons, &mut page);
        self.rest_of_plan(&mut page);
        self.seen_there(&mut page);
        self.way_here(&mut page);
        self.not_offered(&mut page);
        self.read_from(&mut page);
        self.rests_on(&mut page);
        self.foot(&mut page);
        page
    }

    /// On which side the trouble and the next step are.
    fn whose_side(&self, page: &mut Page) {
        let place = |sides_: &[Side]| sides(sides_).replace(", ", " and the ");
        let cause = self.ranking.first().filter(|rank| !rank.sides.is_empty());
        let cause = cause.map(|rank| format!("The likeliest cause is on the {}.", place(&rank.sides)));
        let next = match &self.next {
            NextCard::Fix { fix, .. } => self.plan.iter().find(|card| card.id == *fix),
            _ => None,
        };
        let next = next.map(|fix| format!("The next step is done on the {}.", place(&fix.sides)));
        if matches!(self.next, NextCard::Connected { .. }) {
            return;
        }
        let told: Vec<String> = cause.into_iter().chain(next).collect();
        if !told.is_empty() {
            page.field("Side", told.join(" "));
        }
    }

    /// A question with the way to its answer: whoever reads a ticket may be the one who can look.
    fn question(&self, ask: &str, how: &[StepCard], why: &[String], page: &mut Page) {
        page.blank().toned_heading(format!("NEXT: {ask}"), Tone::Strong);
        page.steps(2, how.iter().map(|step| parts::step(step, Shells::One)));
        page.field("Why this", why.join(" "));
        self.flags_to_answer(page);
    }

    /// What to send to whoever administers the other side, while something is left to do there.
    fn other_side(&self, page: &mut Page) {
        let Some(hand_over) = &self.hand_over else { return };
        if matches!(self.next, NextCard::HandOver { .. }) {
            self.collect_first(page);
        } else if self.other_side.is_empty() {
            return;
        }
        page.blank().heading("For the administrator of the other side");
        page.text(2, format!("{}{}", hand_over.paragraph, self.left_there()));
        parts::send_along(hand_over.script.as_deref(), page);
    }

    /// The sentence on what is left to do there, or nothing.
    fn left_there(&self) -> String {
        let named: Vec<&str> =
            self.other_side.iter().take(SHOWN_FIXES).map(|fix| fix.title.as_str()).collect();
        let more = match self.other_side.len() - named.len() {
            0 => String::new(),
            more => format!("; and {more} more"),
        };
        if named.is_empty() { more } else { format!(" Left to do there: {}{more}.", named.join("; ")) }
    }

    fn rank_with_reasons(&self, at: usize) -> Rank {
        Rank { why: self.ranking[at].why.clone(), ..self.rank(at) }
    }

    fn way_here(&self, page: &mut Page) {
        if self.path.is_empty() {
            return;
        }
        page.blank().heading("How it came to this");
        page.path(self.path.iter().map(crate::report::diagnosis::path::PathCard::station));
        page.labelled_command("Again", Shell::Cmd, [&self.command]);
    }

    fn read_from(&self, page: &mut Page) {
        if self.codes.is_empty() {
            return;
        }
        page.blank().heading("Codes");
        page.list(
            2,
            self.codes.iter().map(|code| {
                let symbol = code.symbol.as_ref().map(|symbol| format!(" {symbol}")).unwrap_or_default();
                Item::new(format!("{}{symbol}: {} [{}]", code.called, code.meaning, code.grade.word()))
            }),
        );
    }

    fn rests_on(&self, page: &mut Page) {
        if self.sources.is_empty() {
            return;
        }
        page.blank().heading("Sources");
        let items = self.sources.iter().map(|source| {
            let mut inner = Page::new();
            inner.link(0, &source.address);
            Item::new(format!("{}, {} [{}]", source.title, source.publisher, source.grade.word()))
                .with(&mut inner)
        });
        page.list(2, items);
    }
}

/// Whether something of a fix is not done on the client, where whoever runs rdpfix usually sits.
pub(super) fn is_elsewhere(sides: &[Side]) -> bool {
    sides.iter().any(|side| *side != Side::Client)
}
