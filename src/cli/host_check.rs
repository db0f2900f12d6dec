//! `--host`: the look at the host with which a diagnosis begins.

use super::args::DiagnoseArgs;
use super::check::{means, target};
use crate::interview::Checked;
use crate::knowledge::Knowledge;
use crate::knowledge::words::Side;
use crate::report::check::plan::announcement;
use crate::report::check::{Sight, shown};
pub(super) use crate::witness::check::Target;
use crate::witness::check::{Scope, look};

/// Seconds that a look may take.
const SECONDS: u16 = 10;

/// The host that a call names, or none.
pub(super) fn host(args: &DiagnoseArgs) -> anyhow::Result<Option<Target>> {
    args.host.as_deref().map(target).transpose()
}

/// What is said before anything is sent.
pub(super) fn announced(target: &Target) -> String {
    announcement(&shown(target).reveal(), &Scope::usual())
}

/// What is said while it goes on.
pub(super) fn waiting(target: &Target) -> String {
    format!("Looking at {}", shown(target).reveal())
}

/// Checks the host. With `timed` the time stands in the evidence.
pub(super) fn run(target: &Target, knowledge: &Knowledge, here: Side, timed: bool) -> Checked {
    let seen = look(target, &Scope::usual(), &means(SECONDS));
    let sight = Sight::new(&seen, here);
    Checked { card: sight.report(knowledge).card(), given: sight.given(knowledge, timed) }
}
