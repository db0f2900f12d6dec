//! Without the feature `evtx`: a log is named, and what to export instead.

use std::io::{Read, Seek};

use crate::evidence::fact::Found;
use crate::evidence::filter::Filter;

/// Says that it is not read.
pub(super) fn read(_: impl Read + Seek, _: &Filter, found: &mut Found) {
    found.note("this build does not read .evtx: export the events as XML (wevtutil qe LOG /f:xml)");
}
