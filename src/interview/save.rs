//! What a person is told when a session file or the ledger cannot be written.

use std::io;

use crate::interview::Interview;
use crate::knowledge::format::Fix;
use crate::report::interview::cards;
use crate::session::log::Event;
use crate::witness::{Gone, Person};

impl Interview<'_, '_> {
    /// Something happened: it is on disk before anything else is asked, or the person knows that it is not.
    pub(super) fn happen<P: Person>(&mut self, person: &mut P, event: &Event) -> Result<(), Gone> {
        let written = self.course.happen(event);
        self.or_unsaved(person, written)
    }

    pub(super) fn or_unsaved<P: Person>(&self, person: &mut P, written: io::Result<()>) -> Result<(), Gone> {
        let Err(error) = written else { return Ok(()) };
        let text = format!(
            "From here on nothing is saved: the session file cannot be written ({error}). What was answered before \
             is in it; the line at the end goes on with everything."
        );
        self.show(person, &cards::line(text))
    }

    /// A weakening goes into the ledger, or the person knows that it does not.
    pub(super) fn record<P: Person>(
        &mut self,
        person: &mut P,
        fix: &Fix,
        printed: &[Option<String>],
        machine: &str,
    ) -> Result<(), Gone> {
        let written = self.course.record(fix, printed, machine);
        self.or_unrecorded(person, written)
    }

    /// It is undone in the ledger, too.
    pub(super) fn record_undone<P: Person>(&mut self, person: &mut P, fix: &Fix) -> Result<(), Gone> {
        let written = self.course.record_undone(fix);
        self.or_unrecorded(person, written)
    }

    fn or_unrecorded<P: Person>(&self, person: &mut P, written: io::Result<()>) -> Result<(), Gone> {
        let Err(error) = written else { return Ok(()) };
        let text = format!(
            "The ledger of temporary changes cannot be written ({error}). rdpfix pending will not know of this change: \
             write it down yourself."
        );
        self.show(person, &cards::line(text))
    }
}
