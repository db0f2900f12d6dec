//! What one call of `rdpfix diagnose` says, and the course that it begins or takes further.

use super::super::env::Surroundings;
use super::super::host_check;
use super::super::kept::Kept;
use super::super::{Base, Unusable};
use crate::intake::{Outcome, Reading};
use crate::interview::{Added, Course, Frame, Start};
use crate::knowledge::format::Problem;
use crate::session::Facts;

/// What a call says.
pub(super) struct Call<'k> {
    pub(super) text: Option<String>,
    pub(super) reading: Option<Reading>,
    pub(super) problem: Option<&'k Problem>,
    pub(super) facts: Facts,
    /// The host to check.
    pub(super) host: Option<host_check::Target>,
    /// What was brought, in a sentence.
    pub(super) notice: Option<String>,
}

impl<'k> Call<'k> {
    /// Takes the problem that the text decides, where none was named: for runs in which nobody can confirm it.
    pub(super) fn decide(&mut self, base: &'k Base) {
        let reading = self.reading.as_ref().filter(|reading| reading.outcome == Outcome::Match);
        let first = reading.and_then(|reading| reading.candidates.first());
        let decided = first.and_then(|first| base.knowledge.problems.get(&first.problem));
        self.problem = self.problem.or(decided);
    }

    /// A course at its beginning, or where a session file leads; and what of that file has no place any more.
    pub(super) fn course<'a>(
        self,
        frame: Frame<'a>,
        kept: Option<&mut Kept>,
        surroundings: &Surroundings,
    ) -> anyhow::Result<(Course<'a>, Vec<String>)> {
        let problem = self.problem.map(|problem| problem.id.as_str());
        let text = self.text.as_deref();
        let begin = |reading, facts| Course::begin(frame, Start { text, reading, problem, facts });
        let Some(kept) = kept else { return Ok((begin(self.reading, self.facts), Vec::new())) };
        let keeping = kept.keeping(surroundings);
        if kept.lines.is_empty() {
            let mut course = begin(self.reading, self.facts);
            kept.written(course.write_beginning(keeping, kept.begun.clone(), text))?;
            return Ok((course, Vec::new()));
        }
        let (mut course, set_aside) = Course::resume(frame, &kept.lines);
        let set_aside = [kept.take_damaged(), set_aside].concat();
        let mut added = Added { text, problem, facts: self.facts };
        if let Some(known) = course.problem() {
            if let Some(other) = problem.filter(|problem| *problem != known) {
                let message = format!("the session is about {known}, and this call about {other}");
                return Err(Unusable::new(message, "name another file with --session").into());
            }
            (added.text, added.problem) = (None, None);
        }
        kept.written(course.write_on(keeping, &added))?;
        Ok((course, set_aside))
    }
}
