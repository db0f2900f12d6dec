//! The page of a diagnosis: the report that a person takes into a ticket.

use crate::report::diagnosis::document::{
    ContradictionCard, DiagnosisReport, NextCard, SHOWN_CAUSES, SHOWN_FIXES, TriedCard,
};
use crate::report::header::tenths;
use crate::report::page::{Item, Page, Rank, Shell, ToPage, Tone};
use crate::report::parts::{self, Shells};
use crate::report::pending::PendingCard;
use crate::report::units::FixCard;
use crate::text::shell_word_or;
use crate::time::for_people;

/// Fixes of the plan that are shown whole; the rest are named.
const SHOWN: usize = 1;

impl ToPage for DiagnosisReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        self.headline(&mut page);
        self.names_read(&mut page);
        self.next_step(&mut page);
        self.still_weakened(false, &mut page);
        self.of_other_sessions(&mut page);
        self.likely(Self::rank, &mut page);
        self.rest_of_plan(&mut page);
        self.seen_there(&mut page);
        self.known(&mut page);
        self.not_offered(&mut page);
        self.hand_over_part(&mut page);
        self.foot(&mut page);
        page
    }

    fn ticket(&self) -> Page {
        self.ticket_page()
    }
}

impl DiagnosisReport {
    pub(super) fn headline(&self, page: &mut Page) {
        let Some(title) = &self.title else {
            page.title("No problem is decided yet.", None);
            return;
        };
        let label = self.label.as_ref().map(|label| format!("{label}: ")).unwrap_or_default();
        page.title(format!("{label}{title}"), self.problem.clone());
        self.meaning.iter().for_each(|meaning| {
            page.text(2, meaning);
        });
        self.valid.iter().for_each(|valid| {
            page.field("Since", parts::since(valid));
        });
    }

    pub(super) fn names_read(&self, page: &mut Page) {
        for name in &self.names {
            page.field(parts::capital(&name.kind), name.value.reveal());
        }
    }

    pub(super) fn next_step(&self, page: &mut Page) {
        page.blank();
        match &self.next {
            NextCard::Ask { ask, .. } => {
                page.toned_heading(format!("NEXT: {ask}"), Tone::Strong);
                self.flags_to_answer(page);
            }
            NextCard::Fix { fix, why } => {
                if let Some(card) = self.plan.iter().find(|card| card.id == *fix) {
                    page.toned_heading(format!("NEXT: {}", card.title), Tone::Strong);
                    page.text(0, format!("({})", parts::conditions(card)));
                    parts::fix(card, Shells::One, page);
                    page.field("Why this", why.join(" "));
                }
            }
            NextCard::HandOver { to, why } => {
                page.toned_heading(format!("NEXT: hand over to {to}"), Tone::Strong);
                page.text(2, why.join(" "));
            }
            NextCard::Connected { temporary } if temporary.is_empty() => {
                page.toned_text(0, "It connects.", Tone::Good);
            }
            NextCard::Connected { temporary } => {
                let by_weakening = |tried: &TriedCard| {
                    tried.outcome == crate::session::Outcome::Worked && temporary.contains(&tried.fix)
                };
                let text = if self.tried.iter().any(by_weakening) {
                    "It connects, but only because security was weakened for a while."
                } else {
                    "It connects, but security is still weakened by what was tried before."
                };
                page.toned_text(0, text, Tone::Bad);
            }
        }
    }

    /// How to answer, and the line that goes on from here.
    pub(super) fn flags_to_answer(&self, page: &mut Page) {
        for missing in self.missing.iter().take(5) {
            page.labelled_command("Answer", Shell::Cmd, [&missing.flag]);
        }
        page.labelled_command("Then", Shell::Cmd, [format!("{} --no-input", self.command)]);
        self.problems_to_choose(page);
    }

    /// While the problem is not decided: those it may be.
    fn problems_to_choose(&self, page: &mut Page) {
        let Some(open) = self.missing.first().filter(|missing| missing.observation.is_none()) else { return };
        let row = |id: &String| vec![id.clone(), open.labels.get(id).cloned().unwrap_or_default()];
        page.table(["", ""], open.states.iter().map(row).collect());
    }

    pub(super) fn still_weakened(&self, verify: bool, page: &mut Page) {
        for fix in &self.temporary {
            page.blank().toned_heading(format!("STILL IN PLACE: {}", fix.title), Tone::Bad);
            if let Some(warning) = &fix.warning {
                page.toned_field("WARNING", warning, Tone::Bad);
            }
            parts::way_back(fix, Shells::One, page);
            if verify {
                parts::still_there(fix, Shells::One, page);
            }
        }
    }

    pub(super) fn of_other_sessions(&self, page: &mut Page) {
        if !self.pending.is_empty() {
            page.blank().heading("STILL IN PLACE FROM OTHER SESSIONS");
            let item = |card: &PendingCard| {
                let overdue = if card.overdue { "OVERDUE: " } else { "" };
                let (title, machine) = (&card.title, card.machine.reveal());
                let id = shell_word_or(&card.id, "ID");
                Item::new(format!("{overdue}{title}, on {machine} (rdpfix pending undo {id})"))
            };
            page.list(2, self.pending.iter().map(item));
        }
        if let Some(session) = &self.session {
            let (began, last) = (for_people(&session.began), for_people(&session.last));
            page.blank().field("Session", format!("{}, from {began} to {last}", session.id));
            for aside in &session.set_aside {
                page.toned_text(2, aside, Tone::Warn);
            }
        }
    }

    /// The cause at a place of the ranking.
    pub(super) fn rank(&self, at: usize) -> Rank {
        let rank = &self.ranking[at];
        Rank {
            tenths: tenths(rank.posterior),
            likelihood: rank.likelihood.word().to_owned(),
            title: rank.title.clone(),
            note: parts::rank_note(&rank.sides, rank.cases.as_ref()),
            number: self.numbers.then_some(rank.posterior),
            why: Vec::new(),
        }
    }

    pub(super) fn likely(&self, rank: impl Fn(&Self, usize) -> Rank, page: &mut Page) {
        if self.ranking.is_empty() || matches!(self.next, NextCard::Connected { .. }) {
            return;
        }
        page.blank().heading("Causes");
        page.ranking((0..self.ranking.len().min(SHOWN_CAUSES)).map(|at| rank(self, at)));
        if self.unlisted_likely {
            page.toned_text(
                2,
                "What was seen fits none of the known causes: hand over rather than try on.",
                Tone::Warn,
            );
        }
        for observation in &self.odd {
            page.toned_text(
                2,
                format!("Please check again: {observation} does not fit the rest."),
                Tone::Warn,
            );
        }
    }

    pub(super) fn rest_of_plan(&self, page: &mut Page) {
        let fixing = matches!(self.next, NextCard::Fix { .. });
        let rest: Vec<&FixCard> = self.plan.iter().skip(if fixing { SHOWN } else { 0 }).collect();
        if rest.is_empty() || matches!(self.next, NextCard::Connected { .. }) {
            return;
        }
        page.blank().heading(if fixing { "Then, in this order" } else { "Fixes, in this order" });
        let item = |fix: &&FixCard| {
            Item::new(format!("{} ({}; rdpfix explain {})", fix.title, parts::conditions(fix), fix.id))
        };
        page.steps(2, rest.iter().take(SHOWN_FIXES - SHOWN).map(item));
    }

    /// What a look at the host saw, and where that contradicts the error.
    pub(super) fn seen_there(&self, page: &mut Page) {
        let Some(looked) = &self.looked else { return };
        page.blank();
        crate::report::check::look_card(looked, page);
        contradicted(&self.contradictions, page);
    }

    fn known(&self, page: &mut Page) {
        if !self.answers.is_empty() {
            page.blank().heading("Answers");
            let rows = self.answers.iter().map(|answer| {
                vec![answer.observation.clone(), answer.label.clone(), answer.witness.word().to_owned()]
            });
            page.table(["", "", ""], rows.collect());
        }
        if !self.tried.is_empty() {
            page.blank().heading("Tried");
            let items = self.tried.iter().map(|tried| {
                let reason =
                    tried.reason.as_ref().map(|reason| format!(" ({})", reason.reveal())).unwrap_or_default();
                Item::new(format!("{}: {}{reason}", tried.title, tried.outcome.word()))
            });
            page.list(2, items);
        }
    }

    pub(super) fn not_offered(&self, page: &mut Page) {
        if self.blocked.is_empty() || matches!(self.next, NextCard::Connected { .. }) {
            return;
        }
        page.blank().heading("Not offered");
        // Fixes that are not offered for one reason stand in one line.
        let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
        for blocked in &self.blocked {
            match reasons.iter_mut().find(|(because, _)| *because == blocked.because) {
                Some((_, fixes)) => fixes.push(&blocked.fix),
                None => reasons.push((&blocked.because, vec![&blocked.fix])),
            }
        }
        page.list(
            2,
            reasons.iter().map(|(because, fixes)| Item::new(format!("{}: {because}", fixes.join(", ")))),
        );
    }

    fn hand_over_part(&self, page: &mut Page) {
        let Some(hand_over) =
            self.hand_over.as_ref().filter(|_| matches!(self.next, NextCard::HandOver { .. }))
        else {
            return;
        };
        self.collect_first(page);
        page.blank().heading("For the administrator of the other side");
        page.text(2, &hand_over.paragraph);
        parts::send_along(hand_over.script.as_deref(), page);
    }

    pub(super) fn collect_first(&self, page: &mut Page) {
        let Some(hand_over) = &self.hand_over else { return };
        page.blank().heading("Collect first");
        page.steps(2, hand_over.collect.iter().map(|step| parts::step(step, Shells::One)));
    }

    pub(super) fn foot(&self, page: &mut Page) {
        let text = format!("{}. Likelihoods and minutes are estimates.", self.knowledge.line());
        page.blank().toned_text(0, text, Tone::Quiet);
    }
}

/// Where a look contradicts what the error implies.
pub(in crate::report) fn contradicted(contradictions: &[ContradictionCard], page: &mut Page) {
    for contradiction in contradictions {
        page.toned_field("But", &contradiction.words, Tone::Warn);
    }
}
