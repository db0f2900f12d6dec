//! The page of a look: the worst news first, then the layers from the name up.

use crate::knowledge::checks::State;
use crate::report::check::document::{CheckReport, LayerCard, LookCard};
use crate::report::page::{Page, Shell, ToPage, Tone, Verdict};
use crate::report::units::sides;

impl ToPage for CheckReport {
    fn page(&self) -> Page {
        let mut page = Page::new();
        page.title(self.headline(), Some(self.tag()));
        layers(&self.layers, &mut page);
        self.answered(&mut page);
        for suggest in &self.suggests {
            page.field("Points to", format!("{} ({})", suggest.title, suggest.problem));
        }
        page.labelled_command("Next", Shell::Cmd, [self.command.reveal()]);
        page
    }
}

impl CheckReport {
    /// The first fault, or that there is none.
    fn headline(&self) -> String {
        let host = self.host.reveal();
        let faults: Vec<&LayerCard> =
            self.layers.iter().filter(|layer| layer.state == State::Fault).collect();
        match faults.as_slice() {
            [] if self.is_unchecked() => format!("{host} could not be checked"),
            [] => format!("{host}: no fault found"),
            [one] => format!("{host}: {} is a fault{}", one.id.word(), on(one)),
            [first, rest @ ..] => {
                let rest: Vec<_> = rest.iter().map(|layer| layer.id.word()).collect();
                format!("{host}: {} is a fault{}; {} too", first.id.word(), on(first), rest.join(", "))
            }
        }
    }

    /// What it took and from where it was seen.
    fn tag(&self) -> String {
        let connections = match self.connections {
            1 => "1 connection".to_owned(),
            count => format!("{count} connections"),
        };
        #[expect(clippy::cast_precision_loss, reason = "a look takes seconds")]
        let seconds = self.elapsed_ms as f64 / 1000.0;
        format!("{connections}, {seconds:.1} s, {}", self.seen_from)
    }

    fn answered(&self, page: &mut Page) {
        let text = match self.observations.len() {
            0 => return,
            1 => "This already answers one of the questions that diagnose would ask.".to_owned(),
            count => format!("This already answers {count} of the questions that diagnose would ask."),
        };
        page.text(2, text);
    }
}

/// A look in another page.
pub(in crate::report) fn look_card(card: &LookCard, page: &mut Page) {
    page.heading(format!("Looked at {}, port {}", card.host.reveal(), card.port));
    page.remark(format!("seen from {}", card.seen_from));
    layers(&card.layers, page);
}

/// A line for each layer; under a fault or a note what it means.
pub(in crate::report) fn layers(layers: &[LayerCard], page: &mut Page) {
    let line = |layer: &LayerCard| Verdict {
        label: layer.id.word().to_owned(),
        state: if layer.state == State::Fault { "FAULT".to_owned() } else { layer.state.word().to_owned() },
        text: layer.detail.reveal() + &on(layer),
        further: layer.means.map(str::to_owned),
        tone: match layer.state {
            State::Ok => Tone::Good,
            State::Fault => Tone::Bad,
            State::Note => Tone::Warn,
            State::Unknown | State::NotChecked | State::Skipped => Tone::Quiet,
        },
    };
    let (skipped, reached): (Vec<_>, Vec<_>) = layers.iter().partition(|layer| layer.state == State::Skipped);
    page.verdicts(reached.into_iter().map(line));
    // What could not be reached for one reason stands in one line.
    for together in skipped.chunk_by(|a, b| a.detail == b.detail) {
        let ids: Vec<_> = together.iter().map(|layer| layer.id.word()).collect();
        page.toned_text(2, format!("{}: {}", ids.join(", "), together[0].detail.reveal()), Tone::Quiet);
    }
}

fn on(layer: &LayerCard) -> String {
    if layer.sides.is_empty() || layer.state != State::Fault {
        return String::new();
    }
    format!(" (on the {})", sides(&layer.sides).replace(", ", " or the "))
}
