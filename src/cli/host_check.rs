//! `--host`: the look at the host with which a diagnosis begins.

use super::args::DiagnoseArgs;
use super::check::{means, target};
use crate::interview::Checked;
use crate::knowledge::Knowledge;
use crate::knowledge::words::Side;
use crate::report::check::plan::announcement;
use crate::report::check::{evidence, report, shown};
use crate::session::{Given, WitnessKind};
pub(super) use crate::witness::check::Target;
use crate::witness::check::{Answered, CheckResult, Scope, look};

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
    let result = CheckResult::new(look(target, &Scope::usual(), &means(SECONDS)), here);
    let given = |answered: Answered| {
        let evidence = Some(evidence(&result, &answered, timed));
        (answered.observation, Given { state: answered.state, witness: WitnessKind::Check, evidence })
    };
    let given = result.answers(knowledge).into_iter().map(given).collect();
    Checked { card: report(&result, knowledge).card(), given }
}
