//! What a command printed, pasted as the answer to a question.

use crate::evidence::{self, Answered, Bundle, Filter, Input};
use crate::interview::Interview;
use crate::knowledge::format::{Id, Observation, Way};
use crate::knowledge::words::Side;
use crate::report::interview::cards::{self, Printed};
use crate::session::Given;
use crate::witness::{Gone, Person, Reply};

/// What the text is called where a file has its name.
const PASTED: &str = "pasted output";

impl Interview<'_, '_> {
    /// Reads what a command printed, and takes every answer that it gives. False where it does not answer the question.
    pub(super) fn printed<P: Person>(
        &mut self,
        person: &mut P,
        observation: &Observation,
    ) -> Result<bool, Gone> {
        let prompt = "\nPaste what the command printed, then an empty line:";
        let Reply::Said(text) = person.paste(prompt)? else { return Ok(false) };
        if text.trim_ascii().is_empty() {
            return Ok(false);
        }
        let output = self.read(&text, observation);
        let given: Vec<(Id, Given)> = output.answered.iter().map(Answered::given).collect();
        let asked = given.iter().find(|(id, _)| *id == observation.id).map(|(_, given)| given.state.as_str());
        let card = Printed { observation, state: asked, shapes: &output.shapes, open: self.open(&given) };
        self.show(person, &cards::printed(&card))?;
        let written = self.course.read(&given);
        self.or_unsaved(person, written)?;
        Ok(asked.is_some())
    }

    /// What the text is, and which questions it answers.
    fn read(&self, text: &[u8], observation: &Observation) -> Output {
        let knowledge = self.course.frame.knowledge;
        // Bytes in memory can be read.
        let found = evidence::read_bytes(text, &Filter::new(knowledge)).unwrap_or_default();
        let shapes = found.shapes.iter().map(|shape| shape.words()).collect();
        let name = PASTED.to_owned();
        let bundle = Bundle::new(vec![Input { name, side: looked_at(observation), found }]);
        let attempts = evidence::attempts(&bundle);
        let asked = evidence::in_question(&attempts, None);
        let answered = evidence::answers(knowledge, &bundle, asked).answered;
        Output { shapes, answered }
    }

    /// How many of these questions are open.
    fn open(&self, given: &[(Id, Given)]) -> usize {
        let answers = &self.course.now().facts.answers;
        given.iter().filter(|(id, _)| !answers.contains_key(id)).count()
    }
}

/// What was pasted.
struct Output {
    /// What it was recognised as.
    shapes: Vec<&'static str>,
    /// The questions that it answers.
    answered: Vec<Answered>,
}

/// The computer that the commands for a question run on, where it is one.
fn looked_at(observation: &Observation) -> Option<Side> {
    let ways = observation.witnesses.iter().filter(|way| way.is_evidence());
    let mut sides: Vec<Side> = ways.filter_map(|way: &Way| way.seen_from).collect();
    sides.dedup();
    sides.first().copied().filter(|_| sides.len() == 1)
}
